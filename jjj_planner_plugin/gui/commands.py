"""The commands of menu and toolbar."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, NamedTuple

from qgis.core import Qgis, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QMenu, QPushButton, QToolBar, QWidget
from qgis.utils import iface

from ..bridge import environment
from ..bridge.process import data_folder
from ..i18n import tr
from ..layers.compose import PlanError
from ..layers.plan_file import open_plan
from ..paths import resource, version
from .engine_dialog import EngineDialog
from .new_plan import NewPlanDialog
from .options_page import PAGE
from .tools import open_tool

LAST_FOLDER = "jjj_planner/last_folder"


class Command(NamedTuple):
    """One entry: its texts, icon, place, and whether it needs the engine."""

    text: str
    tip: str
    icon: str
    does: Callable[[], Any]
    needs_engine: bool = False
    on_toolbar: bool = True


class Commands(QObject):
    """Makes the actions and does what they say."""

    def __init__(self) -> None:
        super().__init__(iface.mainWindow())
        self._windows: list[QWidget] = []

    def _groups(self) -> dict[str, dict[str, Command]]:
        """The menu's groups, each command by name."""
        return {
            tr("Plan"): {
                "new_plan": Command(tr("New plan…"), tr("Make a plan file with all its layers"), "new", self.new_plan,
                                    needs_engine=True),
                "open_sample": Command(tr("Open the sample"), tr("Open a copy of the bundled sample plan"), "sample",
                                       self.open_sample, on_toolbar=False),
                "open_plan": Command(tr("Open plan…"), tr("Open a plan file as a layer group"), "open", self.open_plan),
                "plan_map": Command(tr("Plan map…"), tr("Print the plan as PDF or PNG"), "map", self._tool("plan_map")),
            },
            tr("Measure"): {
                "ring_buffers": Command(tr("Ring buffers…"), tr("Rings or discs in metres on the ground"), "rings",
                                        self._tool("ring_buffers"), needs_engine=True),
                "overlap_table": Command(tr("Overlap table…"), tr("Areas of one layer's classes in another's"),
                                         "overlap", self._tool("overlap_table"), needs_engine=True),
            },
            tr("Data"): {
                "engine": Command(tr("Analysis engine…"), tr("Install, try or remove the analysis engine"), "engine",
                                  self.set_up_engine, on_toolbar=False),
                "options": Command(tr("Options…"), tr("Options of JJJ Planner"), "plugin", self.show_options,
                                   on_toolbar=False),
            },
        }

    def put_up(self, menu: QMenu, toolbar: QToolBar) -> dict[str, QAction]:
        """Fill menu and toolbar; the actions by name. They belong to the menu and go with it."""
        actions = {}
        for title, commands in self._groups().items():
            submenu = menu.addMenu(title)
            for name, command in commands.items():
                action = QAction(QIcon(str(resource(f"icons/{command.icon}.svg"))), command.text, menu)
                action.setObjectName(f"Jjj_{name}")
                action.setToolTip(f"{command.text.rstrip('…')}: {command.tip}")
                action.triggered.connect(lambda _checked=False, command=command: self._do(command))
                submenu.addAction(action)
                if command.on_toolbar:
                    toolbar.addAction(action)
                actions[name] = action
        return actions

    def _do(self, command: Command) -> None:
        """Do it, or say in one message with one button that the engine is not there."""
        status = environment.find_engine() if command.needs_engine else None
        if status is None or status.kind == environment.READY:
            command.does()
            return
        self.tell(status.reason, tr("Analysis engine…"), self.set_up_engine)

    def tell(self, text: str, button_text: str = "", pressed: Callable[[], Any] | None = None) -> None:
        """A warning in the message bar, with at most one button."""
        bar = iface.messageBar()
        item = bar.createMessage(tr("JJJ Planner"), text)
        if pressed:
            button = QPushButton(button_text, item)
            button.clicked.connect(lambda: (bar.popWidget(item), pressed()))
            item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Warning)

    def _show(self, window: QWidget) -> None:
        """Show a window and keep it until it is closed."""
        self._windows.append(window)
        window.destroyed.connect(lambda: self._windows.remove(window) if window in self._windows else None)
        window.show()

    def _tool(self, name: str) -> Callable[[], None]:
        return lambda: self._show(open_tool(name))

    def new_plan(self) -> None:
        dialog = NewPlanDialog(iface.mainWindow())
        dialog.made.connect(self.open_path)
        self._show(dialog)

    def open_sample(self) -> None:
        """Open the planner's own copy of the sample: the bundled file is never written."""
        copy = data_folder() / "sample" / f"jjj_sample_{version()}.gpkg"
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            part = copy.with_suffix(".part")
            shutil.copyfile(resource("data/sample_plan.gpkg"), part)
            part.replace(copy)
        self.open_path(str(copy))

    def open_plan(self) -> None:
        folder = QgsSettings().value(LAST_FOLDER, str(Path.home()))
        path, _ = QFileDialog.getOpenFileName(
            iface.mainWindow(), tr("Open plan"), folder, tr("Plan") + " (*.gpkg)")
        if path:
            self.open_path(path)

    def open_path(self, path: str) -> bool:
        """Open the plan at `path` in the project and show all of it."""
        try:
            layers = open_plan(path, QgsProject.instance())
        except PlanError as error:
            self.tell(str(error))
            return False
        QgsSettings().setValue(LAST_FOLDER, str(Path(path).parent))
        canvas = iface.mapCanvas()
        zones = layers["zones"]
        canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(zones, zones.extent()))
        canvas.zoomByFactor(1.05)
        return True

    def set_up_engine(self) -> None:
        self._show(EngineDialog(iface.mainWindow()))

    def show_options(self) -> None:
        iface.showOptionsDialog(iface.mainWindow(), PAGE)

    def close(self) -> None:
        """Close what is open; the plugin is being unloaded."""
        for window in list(self._windows):
            window.close()
            window.deleteLater()
        self.deleteLater()
