"""Which plans are open in the project, one edit session for each, and which of them is the current one."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...layers.editing import PlanEditing
from ...layers.plan_file import open_plans


class CurrentPlan(QObject):
    """Watches a project. `plan_changed` brings the PlanEditing of the plan that is current, or None."""

    plan_changed = pyqtSignal(object)
    plans_changed = pyqtSignal()  # others are open, whichever is current

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._plans: dict[Path, PlanEditing] = {}
        self._current: Path | None = None
        self._seen: set[Path] = set()  # open when it looked last
        self._timer = QTimer(self)  # a plan's layers come one by one, or are read again all at once
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        project.layersAdded.connect(self._look_soon)
        project.readProject.connect(self._look_soon)
        project.cleared.connect(self._look_soon)
        project.layersWillBeRemoved["QStringList"].connect(self._layers_go)
        self._look_soon()

    @property
    def plans(self) -> list[PlanEditing]:
        """The edit sessions of all open plans."""
        return list(self._plans.values())

    @property
    def current(self) -> PlanEditing | None:
        """The plan that the dock shows."""
        return self._plans.get(self._current) if self._current is not None else None

    def choose(self, plan: PlanEditing) -> None:
        """Make another open plan the current one."""
        path = next((path for path, known in self._plans.items() if known is plan), None)
        if path is not None and path != self._current:
            self._current = path
            self.plan_changed.emit(plan)

    def look(self) -> None:
        """See which plans are open now; a plan that lost or got a layer has a new session, a new plan is current."""
        before, found = self.current, open_plans(self._project)
        plans = self.plans
        for path in list(self._plans):
            if set(self._plans[path].layers.values()) != set(found.get(path, {}).values()):
                self._close(path)
        for path, layers in found.items():
            if path not in self._plans:
                self._plans[path] = PlanEditing(layers, self)
        fresh = [path for path in self._plans if path not in self._seen]
        self._seen = set(self._plans)
        if fresh or self._current not in self._plans:
            self._current = next(iter([*fresh, *self._plans]), None)
        if self.current is not before:
            self.plan_changed.emit(self.current)
        if self.plans != plans:
            self.plans_changed.emit()

    def _look_soon(self, *_: object) -> None:
        self._timer.start(0)

    def _layers_go(self, layer_ids: list[str]) -> None:
        """Let a plan go before its layers are gone."""
        going = set(layer_ids)
        for path, plan in list(self._plans.items()):
            if going & {layer.id() for layer in plan.layers.values() if not sip.isdeleted(layer)}:
                if path == self._current:
                    self._current = None
                    self.plan_changed.emit(None)
                self._close(path)
        self._look_soon()

    def _close(self, path: Path) -> None:
        plan = self._plans.pop(path)
        plan.close()
        plan.deleteLater()

    def close(self) -> None:
        """Stop watching and let all plans go; the plugin is being unloaded."""
        self._timer.stop()
        for signal in (self._project.layersAdded, self._project.readProject, self._project.cleared):
            signal.disconnect(self._look_soon)
        self._project.layersWillBeRemoved["QStringList"].disconnect(self._layers_go)
        self._current = None
        self.plan_changed.emit(None)
        for path in list(self._plans):
            self._close(path)
