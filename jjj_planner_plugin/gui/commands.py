"""The commands of menu and toolbar."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, NamedTuple

from qgis.core import Qgis, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QFileDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolBar,
    QWidget,
)
from qgis.utils import iface

from .. import messages
from ..algorithms.announcements import ANNOUNCER, Arrival
from ..algorithms.base import EngineAlgorithm, group_title
from ..algorithms.provider import ALGORITHMS
from ..bridge import environment
from ..i18n import tr
from ..layers.plan_file import plan_layers
from ..layers.results import MADE
from ..paths import resource
from .engine_dialog import EngineDialog
from .guard import PlanGuard
from .new_plan import NewPlanDialog
from .opening import PlanOpener
from .options_page import PAGE
from .results.again import open_again
from .results.dock import ResultsDock
from .running import LAST_FOLDER
from .sample import own_sample
from .scenario_dialog import ScenarioDialog
from .tools import open_tool
from .workspace import Workspace

TOOLBAR = ("new_plan", "open_plan", "assign", "move", "draw", "probe", "check_plan")
"""The commands that have a button, in this order; all are in the menu."""

LOADED_MS = 400
"""Until a result's layers are in the tree, with their legends."""


class Command(NamedTuple):
    """One entry: its texts, icon, place, and whether it needs the engine."""

    text: str
    tip: str
    icon: str
    does: Callable[[], Any]
    needs_engine: bool = False


class Commands(QObject):
    """Makes the actions and does what they say."""

    def __init__(self, results: ResultsDock, workspace: Workspace) -> None:
        super().__init__(iface.mainWindow())
        self._results, self._workspace = results, workspace
        results.again_wanted.connect(self._run_again)
        ANNOUNCER.arrived.connect(self._keep_active_layer)
        self._windows: list[QWidget] = []
        self._message: Any = None
        self._about: list[tuple[Any, Path]] = []  # messages about a plan, which go with it
        for signal in (QgsProject.instance().layersRemoved, QgsProject.instance().cleared):
            signal.connect(self._take_down)
        self.opener = PlanOpener(self.tell, self)
        self.guard = PlanGuard(self.tell, self)
        workspace.plans.plan_changed.connect(self.guard.attend)

    def _groups(self) -> dict[str, dict[str, Command | QAction]]:
        """The menu's groups, each command by name; the edit tools bring their own actions."""
        tools = self._workspace.tools.actions
        edits = ("assign", "move", "move_vertex", "draw", "bend", "members", "park", "wing", "unit_set")
        return {
            group_title("plan"): {
                "new_plan": Command(tr("New plan…"), tr("Make a plan file with all its layers"), "new", self.new_plan,
                                    needs_engine=True),
                "open_sample": Command(tr("Open the sample"), tr("Open a copy of the bundled sample plan"), "sample",
                                       self.open_sample),
                "open_plan": Command(tr("Open plan…"), tr("Open a plan file as a layer group"), "open", self.open_plan),
                **self._tools("plan"),
                "import_layer": tools["import_layer"],
            },
            tr("Edit"): {
                **{name: tools[name] for name in edits},
                "join_population": self._workspace.actions["join_population"],
            },
            group_title("measure"): {
                **self._tools("measure"),
                "probe": tools["probe"],
                "results": Command(tr("Results panel"), tr("Show or hide the tables of the last results"), "results",
                                   self._results.toggleUserVisible),
            },
            group_title("air"): self._tools("air"),
            group_title("water"): self._tools("water"),
            group_title("region"): {
                **self._tools("region"),
                "relocation_width": self._workspace.actions["relocation_width"],
                "timeline": self._workspace.actions["timeline"],
            },
            group_title("data"): {
                **self._tools("data"),
                "engine": Command(tr("Analysis engine…"), tr("Install, try or remove the analysis engine"), "engine",
                                  self.set_up_engine),
                "options": Command(tr("Options…"), tr("Options of JJJ Planner"), "plugin", self.show_options),
            },
        }

    def _tools(self, group: str) -> dict[str, Command | QAction]:
        """The algorithms of a group: what the toolbox holds, the menu holds."""
        tools = [algorithm() for algorithm in ALGORITHMS if group == algorithm.GROUP and algorithm.IN_MENU]
        return {
            tool.NAME: Command(f"{tool.displayName()}…", tool.shortDescription(), tool.ICON.removesuffix(".svg"),
                               self._tool(tool.NAME), isinstance(tool, EngineAlgorithm))
            for tool in tools
        }

    def put_up(self, menu: QMenu, toolbar: QToolBar) -> dict[str, QAction]:
        """Fill menu and toolbar; the actions by name. They belong to the menu and go with it."""
        actions: dict[str, QAction] = {}
        for title, commands in self._groups().items():
            submenu = menu.addMenu(title)
            for name, command in commands.items():
                actions[name] = command if isinstance(command, QAction) else self._action(name, command, menu)
                submenu.addAction(actions[name])
        for name in TOOLBAR:
            toolbar.addAction(actions[name])
        return actions

    def _action(self, name: str, command: Command, menu: QMenu) -> QAction:
        action = QAction(QIcon(str(resource(f"icons/{command.icon}.svg"))), command.text, menu)
        action.setObjectName(f"Jjj_{name}")
        action.setToolTip(f"{command.text.rstrip('…')}: {command.tip}")
        action.triggered.connect(lambda _checked=False: self._do(command))
        return action

    def _do(self, command: Command) -> None:
        """Do it, or say in one message with one button that the engine is not there."""
        status = environment.find_engine() if command.needs_engine else None
        if status is None or status.kind == environment.READY:
            command.does()
            return
        self.tell(status.reason, tr("Analysis engine…"), self.set_up_engine)

    def tell(
        self, text: str, button_text: str = "", pressed: Callable[[], Any] | None = None, beside: bool = False,
        about: Path | None = None,
    ) -> None:
        """A warning in the message bar, with at most one button; in the place of the last, or `beside` it.

        One `about` a plan is taken down when that plan is no longer open.
        """
        bar = iface.messageBar()
        if self._message in bar.items() and not beside:
            bar.popWidget(self._message)
        item = self._message = bar.createMessage(tr("JJJ Planner"), text)
        if pressed:
            button = QPushButton(button_text, item)
            button.clicked.connect(lambda: (bar.popWidget(item), pressed()))
            item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Warning)
        if about is not None:
            self._about.append((item, about))

    def _take_down(self, *_: object) -> None:
        bar = iface.messageBar()
        for item, plan in list(self._about):
            if item not in bar.items():
                self._about.remove((item, plan))
            elif not plan_layers(QgsProject.instance(), plan):
                self._about.remove((item, plan))
                bar.popWidget(item)

    def _show(self, window: QWidget) -> None:
        """Show a window and keep it until it is closed."""
        self._windows.append(window)
        window.destroyed.connect(lambda: self._windows.remove(window) if window in self._windows else None)
        window.show()

    def _tool(self, name: str) -> Callable[[], None]:
        def opens() -> None:
            if name == "check_plan" and self._workspace.check():
                return  # the open plan has its panel; any other file the tool's own dialog
            window = open_tool(name)
            if isinstance(window, ScenarioDialog):
                window.editing = self.guard.session(window.plan)
                window.open_wanted.connect(self.open_path)
            if window is not None:
                self._show(window)

        return opens

    def _keep_active_layer(self, arrival: Arrival) -> None:
        """The planner goes on with the layer that was active; QGIS makes a result's active, or its neighbour."""
        active = iface.activeLayer()

        def again(layer_id: str = active.id() if active is not None else "") -> None:
            layer = QgsProject.instance().mapLayer(layer_id)
            if layer is not None:
                iface.setActiveLayer(layer)

        QTimer.singleShot(0, again)  # the result is announced before it is loaded
        QTimer.singleShot(LOADED_MS, _scroll_to_newest)

    def _run_again(self, arrival: Arrival) -> None:
        """The dialog of a result's tool, filled in with its parameters."""
        self._show(open_again(arrival))

    def new_plan(self) -> None:
        dialog = NewPlanDialog(iface.mainWindow())
        dialog.made.connect(self.plan_made)
        self._show(dialog)

    def open_sample(self) -> None:
        """Open the planner's own copy of the sample: the bundled file is never written."""
        try:
            copy = own_sample(iface.mainWindow())
        except OSError as error:
            self.tell(messages.sample_not_made(error.strerror or str(error)))
            return
        if copy is not None:
            self.open_path(str(copy))

    def plan_made(self, path: str, warnings: list[str]) -> None:
        """Open the new plan; what was found about its units is told, never dropped in silence."""
        QgsSettings().setValue(LAST_FOLDER, str(Path(path).parent))
        opened = self.open_path(path)
        if warnings:
            more = f" (+{len(warnings) - 1})" if len(warnings) > 1 else ""
            self.tell(warnings[0] + more, tr("Show all"), lambda: self._show_list(warnings), about=Path(path))
        elif not opened:
            self.tell(messages.plan_elsewhere(path))

    def _show_list(self, sentences: list[str]) -> None:
        box = QMessageBox(iface.mainWindow())
        box.setWindowTitle(tr("JJJ Planner"))
        box.setText("\n\n".join(sentences))
        self._show(box)

    def open_plan(self) -> None:
        folder = QgsSettings().value(LAST_FOLDER, str(Path.home()))
        path, _ = QFileDialog.getOpenFileName(
            iface.mainWindow(), tr("Open plan"), folder, tr("Plan") + " (*.gpkg)")
        if path and self.open_path(path):
            QgsSettings().setValue(LAST_FOLDER, str(Path(path).parent))

    def open_path(self, path: str) -> bool:
        """Open the plan at `path` and show all of it; a message tells why if it cannot be."""
        return self.opener.open_path(path)

    def set_up_engine(self) -> None:
        self._show(EngineDialog(iface.mainWindow()))

    def show_options(self) -> None:
        iface.showOptionsDialog(iface.mainWindow(), PAGE)

    def close(self) -> None:
        """Close what is open; the plugin is being unloaded."""
        for signal in (QgsProject.instance().layersRemoved, QgsProject.instance().cleared):
            signal.disconnect(self._take_down)
        self.opener.close()
        self.guard.close()
        ANNOUNCER.arrived.disconnect(self._keep_active_layer)
        for window in list(self._windows):
            window.close()
            window.deleteLater()
        self.deleteLater()


def _scroll_to_newest() -> None:
    """Bring the result that came last into view in the layer tree, with its legend below it."""
    project, view = QgsProject.instance(), iface.layerTreeView()
    made = [layer for layer in project.mapLayers().values() if layer.customProperty(MADE) and layer.isSpatial()]
    newest = max(made, key=lambda layer: str(layer.customProperty(MADE)), default=None)
    node = project.layerTreeRoot().findLayer(newest.id()) if newest is not None else None
    if node is not None:
        view.scrollTo(view.node2index(node), QAbstractItemView.ScrollHint.PositionAtTop)
