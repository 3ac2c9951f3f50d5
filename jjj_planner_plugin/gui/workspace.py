"""What attends the plan that is open: its dock, the edit tools, the check panel and the live numbers, joined."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog, QDockWidget, QMessageBox
from qgis.utils import iface

from .. import messages
from ..i18n import tr
from ..layers.editing import PlanEditing
from ..paths import resource
from .check_panel import CheckPanel
from .edit_tools import EditTools
from .edit_tools.set_dialog import set_of_member
from .live_layers import LiveLayersDialog
from .live_numbers import LiveNumbers
from .moves_tools import MovesIntoPlan, choose_width
from .plan.content import Item
from .plan.current import CurrentPlan
from .plan.dock import PlanDock
from .plan.population import PopulationDialog
from .temporal_bands import TemporalBands
from .timeline import TimelineDock

RESULTS = "JjjResultsDock"
"""The object name of the results' panel."""


class Workspace(QObject):
    """Puts up the two docks, and takes them down again."""

    def __init__(self) -> None:
        window, canvas = iface.mainWindow(), iface.mapCanvas()
        super().__init__(window)
        self.dock = PlanDock(canvas, window)
        self.check_panel = CheckPanel(canvas)
        self.check_dock = QgsDockWidget(tr("Check of the plan"), window)
        self.check_dock.setObjectName("JjjCheckDock")
        self.check_dock.setWidget(self.check_panel)
        self.tools = EditTools(canvas, iface.messageBar(), iface.cadDockWidget(), self)
        self.live = LiveNumbers(self.dock.strip, self, canvas)
        self.bands = TemporalBands(canvas, QgsProject.instance(), self)
        self.plans = CurrentPlan(QgsProject.instance(), self)
        self.timeline = TimelineDock(canvas, window)
        self.moves = MovesIntoPlan(lambda: self.plans.current, self._say, self)
        self._dialogs: set[QDialog] = set()  # Python must not collect one that is open
        self.actions = self._make_actions()
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        for dock in (self.check_dock, self.timeline):
            iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        window.tabifyDockWidget(self.check_dock, self.timeline)  # side by side or above, they would leave no map
        for dock in (self.dock, self.check_dock, self.timeline):
            dock.hide()  # until there is something to show; QGIS restores place and state after this
        self._connect()

    def _make_actions(self) -> dict[str, QAction]:
        """The dock's own actions beside the edit tools'."""
        icon = QgsApplication.getThemeIcon
        return {
            "undo": self._action("undo", icon("/mActionUndo.svg"), tr("Undo"),
                                 tr("Take the last edit back, in all the layers it touched"),
                                 self._with_plan(PlanEditing.undo)),
            "redo": self._action("redo", icon("/mActionRedo.svg"), tr("Redo"), tr("Do it again"),
                                 self._with_plan(PlanEditing.redo)),
            "save": self._action("save", icon("/mActionSaveAllEdits.svg"), tr("Save the plan"),
                                 tr("Write the edits of all layers of the plan"), self._with_plan(self._save)),
            "discard": self._action("discard", icon("/mActionCancelEdits.svg"), tr("Discard the edits"),
                                    tr("Take back all edits since the plan was saved"),
                                    self._with_plan(self._discard)),
            "check_plan": self._action("check", QIcon(str(resource("icons/check.svg"))), tr("Check plan"),
                                       tr("Look for what is wrong with the plan"), self.check),
            "join_population": self._action(
                "join_population", icon("/mActionAddTable.svg"), tr("Join population…"),
                tr("Take people by unit from a table of yours"), self._with_plan(self._join_population)),
            "timeline": self._action(
                "timeline", QIcon(str(resource("icons/timeline.svg"))), tr("Timeline"),
                tr("The policies with their places, filtered by year and played on the map"),
                self._with_plan(lambda _plan: self._show_timeline())),
            "relocation_width": self._action(
                "relocation_width", QIcon(str(resource("icons/relocations.svg"))), tr("Width of the relocations…"),
                tr("Draw the plan's relocations as wide as their people or area"),
                self._with_plan(self._choose_width)),
            "live_layers": self._action(
                "live_layers", icon("/mActionShowBookmarks.svg"), tr("What is counted…"),
                tr("Choose the raster and the polygons that the live numbers count"),
                self._with_plan(self._choose_layers)),
        }

    def _action(self, name: str, icon: QIcon, text: str, tip: str, does: Callable[[], Any]) -> QAction:
        action = QAction(icon, text, self)
        action.setObjectName(f"Jjj_{name}")
        action.setToolTip(f"{text.rstrip('…')}: {tip}")
        action.triggered.connect(lambda _checked=False: does())
        return action

    def _with_plan(self, does: Callable[[PlanEditing], Any]) -> Callable[[], None]:
        def act() -> None:
            if self.plans.current is not None:
                does(self.plans.current)

        return act

    def _connect(self) -> None:
        self.dock.set_actions({**self.tools.actions, **self.actions})
        self.plans.plan_changed.connect(self.tools.set_plan)
        self.plans.plan_changed.connect(self.check_panel.set_plan)
        self.plans.plan_changed.connect(self.live.set_plan)
        self.plans.plan_changed.connect(self.timeline.set_plan)
        self.live.told.connect(self.tools.tell)
        self.dock.live_subject = self.live.subject
        self.live.figures_changed.connect(self.dock.show_subject)
        self.dock.follow(self.plans)
        self.dock.subject_changed.connect(self._selected)
        self.dock.join_population_wanted.connect(self.actions["join_population"].trigger)
        self.check_panel.checked.connect(self.dock.set_findings)
        self.tools.actions["assign"].triggered.connect(self._show_colours)
        self.tools.previewed.connect(lambda changes: self.live.preview([_told(change) for change in changes]))
        self.tools.committed.connect(self.live.forget_previews)
        self.tools.cancelled.connect(self.live.end_preview)
        self.tools.probed.connect(self.live.probe)
        self.bands.shown.connect(self.live.raster_may_change)

    def _selected(self, item: Item | None) -> None:
        """What is selected is what the tools work on; what the last edit did has been seen."""
        self.live.end_preview()
        if item is not None and item.table == "zones":
            self.tools.set_zone(item.code)
        self.tools.set_axis(item.uid if item is not None and item.table == "axes" else "")
        self.tools.set_unit_set(self._set_of(item))

    def _set_of(self, item: Item | None) -> str:
        """The uid of the set that a row of the tree is, or belongs to."""
        if item is None or item.table not in ("unit_sets", "set_members") or self.plans.current is None:
            return ""
        return item.uid if item.table == "unit_sets" else set_of_member(self.plans.current, item.uid)

    def _show_colours(self) -> None:
        """A selected zone is yellow: who gives units to zones has to see their colours. The tool knows the zone."""
        if self.plans.current is not None:
            for table in ("zones", "units"):
                self.plans.current.layers[table].removeSelection()

    def _show_timeline(self) -> None:
        """Low, or as a tab of the results where these are shown: the map needs the room."""
        window, dock = iface.mainWindow(), self.timeline
        results = window.findChild(QDockWidget, RESULTS)
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        if results is not None and window.dockWidgetArea(results) == window.dockWidgetArea(dock) == below and not (
                results.isFloating() or dock.isFloating() or dock in window.tabifiedDockWidgets(results)):
            window.tabifyDockWidget(results, dock)
        was_shown = dock.isVisible() or (results is not None and results.isVisible())
        dock.setUserVisible(True)
        if not was_shown:
            window.resizeDocks([dock], [dock.sizeHint().height()], Qt.Orientation.Vertical)

    def check(self) -> bool:
        """Show the panel and check the open plan; False when none is open."""
        if self.plans.current is None:
            return False
        self.check_dock.setUserVisible(True)
        self.check_panel.recheck()
        return True

    def _save(self, editing: PlanEditing) -> None:
        errors = editing.save()
        if errors:
            iface.messageBar().pushWarning(tr("JJJ Planner"), errors[0])

    @staticmethod
    def _discard(editing: PlanEditing) -> None:
        """Ask first: there is no way back."""
        button = QMessageBox.StandardButton
        asked = QMessageBox.question(iface.mainWindow(), tr("Discard the edits"), messages.edits_will_go(),
                                     button.Discard | button.Cancel, button.Cancel)
        if asked == button.Discard:
            editing.discard()

    def _join_population(self, editing: PlanEditing) -> None:
        self._open(PopulationDialog(editing, iface.mainWindow()))

    def _choose_width(self, editing: PlanEditing) -> None:
        said = choose_width(editing, iface.mainWindow()) if "relocations" in editing.layers else ""
        if said:
            self._say(said)

    @staticmethod
    def _say(sentence: str) -> None:
        iface.messageBar().pushInfo(tr("JJJ Planner"), sentence)

    def _choose_layers(self, _editing: PlanEditing) -> None:
        dialog = LiveLayersDialog(QgsProject.instance(), iface.mainWindow())
        dialog.accepted.connect(self.live.load)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self._dialogs.add(dialog)
        dialog.finished.connect(lambda _result: self._dialogs.discard(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close(self) -> None:
        """Take everything down; the plugin is being unloaded."""
        self.moves.close()
        self.bands.close()
        self.live.close()
        self.check_panel.close_down()
        self.tools.close()
        self.plans.close()
        self.timeline.take_down()
        for dock in (self.dock, self.check_dock, self.timeline):
            iface.removeDockWidget(dock)
            dock.deleteLater()
        self.deleteLater()


def _told(change: dict[str, Any]) -> dict[str, Any]:
    """A tool's preview as the engine takes it: WKB as text."""
    if isinstance(change.get("loop"), bytes):
        return {**change, "loop": base64.b64encode(change["loop"]).decode("ascii")}
    return change
