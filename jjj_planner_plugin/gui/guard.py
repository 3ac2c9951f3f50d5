"""Watches over the plans that are open: marks them as open here, finds what a crash left, asks before overwriting."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qgis.core import QgsProject, QgsProviderRegistry
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QMessageBox, QWidget
from qgis.utils import iface

from .. import messages
from ..i18n import tr
from ..layers.compose import spoken_tables
from ..layers.differences import derived_differences, repair
from ..layers.editing import PlanEditing
from ..layers.plan_file import is_read_only, plan_layers
from ..layers.presence import Presence, Watch
from .opening import Tell

MOST_NAMES = 5
"""So many of the things that differ are named."""


class Guarded(NamedTuple):
    """One open plan."""

    editing: PlanEditing
    presence: Presence
    watch: Watch


class PlanGuard(QObject):
    """Attends every plan that is opened, once; lets it go when its layers have left the project."""

    def __init__(self, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._plans: dict[Path, Guarded] = {}
        QgsProject.instance().layersRemoved.connect(self._let_go)
        QgsProject.instance().cleared.connect(self._let_go)

    def attend(self, editing: PlanEditing | None) -> None:
        """A plan was opened, or became the current one (None: none is open)."""
        self._let_go()
        path = _file_of(editing) if editing is not None else None
        if editing is None or path is None:
            return
        known = self._plans.get(path)
        if known is not None and known.editing is editing:
            return
        if known is not None:
            known.presence.give_back()
        presence = Presence()
        if not is_read_only(path):
            presence.take(path)
        self._plans[path] = Guarded(editing, presence, Watch(path, editing.layers, editing))
        editing.before_save.append(lambda: self._may_save(path))
        if known is None:
            self.look_for_differences(editing)

    def session(self, path: Path) -> PlanEditing | None:
        """The edit session of an open plan."""
        plan = self._plans.get(path.resolve())
        return plan.editing if plan is not None else None

    def look_for_differences(self, editing: PlanEditing) -> None:
        """Compare what is derived with its members; one message tells, with one button, if anything differs."""
        found = derived_differences(editing.layers)
        if not found:
            return
        names = [difference.name or difference.uid for difference in found]
        shown = "、".join(names[:MOST_NAMES]) + (f" (+{len(names) - MOST_NAMES})" if names[MOST_NAMES:] else "")
        if editing.can_edit():
            self._tell(messages.derived_differ(shown), tr("Repair"), lambda: self.repair(editing), beside=True,
                       about=_file_of(editing))
        else:
            self._tell(messages.derived_differ(shown), beside=True, about=_file_of(editing))

    @staticmethod
    def repair(editing: PlanEditing) -> None:
        """Make what is derived again, in one undo step; it is saved with the planner's next save."""
        if sip.isdeleted(editing):
            return
        with editing.command(tr("Repair")):
            repair(editing.layers, derived_differences(editing.layers))

    def _may_save(self, path: Path) -> bool:
        """Ask before edits go over what another program has written since."""
        plan = self._plans.get(path)
        changed = plan.watch.changed() if plan is not None else []
        if plan is None or not changed:
            return True
        asked = QMessageBox.question(
            _window(), tr("Save the plan"), messages.plan_changed_elsewhere(str(path), spoken_tables(changed)),
            QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Cancel)
        if asked != QMessageBox.StandardButton.Save:
            return False
        plan.watch.look_again()
        return True

    def _let_go(self, *_: object) -> None:
        for path in list(self._plans):
            if not plan_layers(QgsProject.instance(), path):
                self._plans.pop(path).presence.give_back()

    def close(self) -> None:
        """The plugin is being unloaded."""
        QgsProject.instance().layersRemoved.disconnect(self._let_go)
        QgsProject.instance().cleared.disconnect(self._let_go)
        for plan in self._plans.values():
            plan.presence.give_back()
        self._plans.clear()


def _window() -> QWidget | None:
    return iface.mainWindow() if iface is not None else None


def _file_of(editing: PlanEditing) -> Path | None:
    """The plan's file."""
    layer = editing.layers.get("zones") or next(iter(editing.layers.values()), None)
    if layer is None or sip.isdeleted(layer):
        return None
    path = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path")
    return Path(path).resolve() if path else None
