"""Puts up the provider, the menu, the toolbar, the result panel and the options page, and takes them down again."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtWidgets import QMenu, QToolBar

from .algorithms.exports import remove_stale
from .algorithms.provider import JjjProvider
from .i18n import install_translator, tr


class JjjPlannerPlugin:
    """The plugin's object. `iface` is None in qgis_process, where only the provider is there."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: JjjProvider | None = None
        self.translator: QTranslator | None = install_translator()
        self.actions: dict[str, Any] = {}
        self.menu: QMenu | None = None
        self.toolbar: QToolBar | None = None
        self.options: Any = None
        self.results: Any = None
        self.plan_dock: Any = None
        self.current_plan: Any = None

    def initProcessing(self) -> None:
        remove_stale()
        self.provider = JjjProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        # imported here: qgis_process has no windows
        from .gui.commands import Commands
        from .gui.options_page import OptionsFactory
        from .gui.plan.current import CurrentPlan
        from .gui.plan.dock import PlanDock
        from .gui.results.dock import ResultsDock

        self.initProcessing()
        self.results = ResultsDock(self.iface.mapCanvas(), self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.results)
        self.results.hide()  # until there is a result; QGIS restores its place and state after this
        self.plan_dock = PlanDock(self.iface.mapCanvas(), self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.plan_dock)
        self.plan_dock.hide()  # until a plan is opened
        self.current_plan = CurrentPlan(QgsProject.instance(), self.plan_dock)
        self.plan_dock.follow(self.current_plan)
        self.commands = Commands(self.results)
        self.current_plan.plan_changed.connect(self.commands.guard.attend)
        self.menu = QMenu(tr("JJJ Planner"), self.iface.mainWindow())
        self.menu.setObjectName("JjjPlannerMenu")
        self.toolbar = self.iface.addToolBar(tr("JJJ Planner"))
        self.toolbar.setObjectName("JjjPlannerToolbar")
        self.actions = self.commands.put_up(self.menu, self.toolbar)
        self.iface.pluginMenu().addMenu(self.menu)
        self.place_menu()
        self.options = OptionsFactory(self.place_menu)
        self.iface.registerOptionsWidgetFactory(self.options)

    def place_menu(self) -> None:
        """Show the menu in QGIS's menu bar too, or no longer, as the options say."""
        from .gui.options_page import IN_MENU_BAR

        bar = self.iface.mainWindow().menuBar()
        bar.removeAction(self.menu.menuAction())
        if QgsSettings().value(IN_MENU_BAR, False, type=bool):
            bar.addMenu(self.menu)

    def open_plan(self, path: str) -> bool:
        """Open a plan in the project; a message tells why if it cannot be."""
        return bool(self.commands.open_path(path))

    def unload(self) -> None:
        if self.menu is not None:
            self._take_down()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def _take_down(self) -> None:
        self.commands.close()
        self.current_plan.close()
        self.results.take_down()
        self.iface.removeDockWidget(self.results)
        self.iface.removeDockWidget(self.plan_dock)
        self.iface.unregisterOptionsWidgetFactory(self.options)
        for shown_in in (self.iface.pluginMenu(), self.iface.mainWindow().menuBar()):
            shown_in.removeAction(self.menu.menuAction())
        self.iface.mainWindow().removeToolBar(self.toolbar)
        for widget in (self.menu, self.toolbar, self.results, self.plan_dock):
            widget.deleteLater()
        self.plan_dock, self.current_plan = None, None
        self.actions, self.menu, self.toolbar, self.options, self.results = {}, None, None, None, None
