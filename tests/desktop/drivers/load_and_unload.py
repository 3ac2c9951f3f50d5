"""Load the plugin, open its menu, unload it; what the window held before, meanwhile and after."""

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QMenu, QStackedWidget, QToolBar
from qgis.utils import iface, loadPlugin, startPlugin, unloadPlugin

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def options_pages() -> list[str]:
    """Object names and classes of the pages of QGIS's own options dialog."""
    pages: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        stack = dialog.findChild(QStackedWidget, "mOptionsStackedWidget")
        widgets = [stack.widget(i) for i in range(stack.count())]
        pages.extend(f"{widget.objectName()} {type(widget).__name__}" for widget in widgets)
        dialog.reject()

    QTimer.singleShot(1500, read)
    iface.showOptionsDialog()
    return sorted(pages)


def children() -> list[str]:
    """Names of the processes that this QGIS has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().rsplit(")", 1)
        except OSError:  # it ended meanwhile
            continue
        if rest.split()[1] == str(os.getpid()):
            found.append(name.split("(", 1)[1])
    return sorted(found)


def state() -> dict[str, Any]:
    """Everything a plugin could leave behind, by name."""
    window = iface.mainWindow()
    return {
        "actions": sorted(f"{a.objectName()} {a.text()}" for a in window.findChildren(QAction) if a.text()),
        "menus": sorted(m.title() for m in window.findChildren(QMenu) if m.title()),
        "toolbars": sorted(b.windowTitle() for b in window.findChildren(QToolBar)),
        "docks": sorted(d.windowTitle() for d in window.findChildren(QDockWidget)),
        "providers": sorted(p.id() for p in QgsApplication.processingRegistry().providers()),
        "translated": QCoreApplication.translate("@default", os.environ["JJJ_STRING"]),
        "options": options_pages(),
        "windows": sorted(type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()),
        "tasks": QgsApplication.taskManager().count(),
        "processes": children(),
    }


def menu_entries(menu: QMenu) -> list[str]:
    """The texts of a menu, submenus included, as a user reads them."""
    found: list[str] = []
    for action in menu.actions():
        if action.menu():
            found.extend(menu_entries(action.menu()))
        elif not action.isSeparator():
            found.append(action.text())
    return found


def menu_groups(menu: QMenu) -> dict[str, list[str]]:
    """The commands of each submenu, by their names."""
    return {group.text(): [action.objectName().removeprefix("Jjj_") for action in group.menu().actions()]
            for group in menu.actions() if group.menu()}


def toolbox_groups() -> dict[str, list[str]]:
    """The tools of each group of the toolbox that are to be in the menu."""
    groups: dict[str, list[str]] = {}
    for algorithm in QgsApplication.processingRegistry().providerById("jjj").algorithms():
        if algorithm.IN_MENU:
            groups.setdefault(algorithm.group(), []).append(algorithm.name())
    return groups


def work() -> dict[str, Any]:
    session.wait(1)
    before = state()
    if not (loadPlugin(session.PLUGIN) and startPlugin(session.PLUGIN)):
        raise AssertionError("QGIS could not start the plugin")
    session.settle()
    loaded = state()
    menu = session.plugin().menu
    menu.popup(iface.mainWindow().mapToGlobal(iface.mainWindow().rect().center()))
    session.wait(0.5)
    opened, entries = menu.isVisible(), menu_entries(menu)
    menu.close()
    groups: dict[str, Any] = {"menu_groups": menu_groups(menu), "toolbox_groups": toolbox_groups()}
    session.plugin().workspace.tools.actions["probe"].trigger()
    unloaded = unloadPlugin(session.PLUGIN)
    session.settle()
    tool = iface.mapCanvas().mapTool()
    groups["tool"] = tool is not None and tool.isActive()
    return {"before": before, "loaded": loaded, "after": state(), "menu_opened": opened, "entries": entries,
            "unloaded": unloaded, **groups}


session.start(work)
