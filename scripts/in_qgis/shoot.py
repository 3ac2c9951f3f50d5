"""Run by the desktop of `make screenshots`: a picture of each window a planner meets."""

import os
import sys
from pathlib import Path
from typing import Any, Callable

from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session

FOLDER, SUFFIX = Path(os.environ["JJJ_SHOTS"]), os.environ["JJJ_SUFFIX"]
made: list[str] = []


def shoot(name: str) -> None:
    """The whole screen as it is, once the map stands still."""
    session.wait(0.5)
    session.wait_until(lambda: not iface.mapCanvas().isDrawing(), "the map")
    target = FOLDER / f"{name}-{SUFFIX}.png"
    if not QApplication.primaryScreen().grabWindow(0).save(str(target)):
        raise OSError(f"cannot write {target}")
    made.append(target.name)


def shoot_menu() -> None:
    """The plugin's menu, open where it hangs in QGIS's own."""
    menu = session.plugin().menu
    bar = iface.mainWindow().menuBar()
    menu.popup(bar.mapToGlobal(QPoint(600, bar.height())))
    first = menu.actions()[0]
    menu.setActiveAction(first)
    if first.menu():
        first.menu().popup(menu.mapToGlobal(menu.actionGeometry(first).topRight()))
    shoot("menu")
    menu.close()


def shoot_dialog(name: str, act: Callable[[], Any]) -> None:
    """The dialog that `act` opens; it is closed again."""
    def work(dialog: Any) -> None:
        session.wait(1.0)
        shoot(name)

    session.with_dialog(act, work, name)


def shoot_tool(action: str, parameters: dict[str, Any]) -> list[Any]:
    """A tool's dialog filled in, then its result; the result's layers."""
    session.trigger(action)
    dialog = session.tool_dialog(f"jjj:{action}")
    session.fill(dialog, parameters)
    shoot(f"{action}-dialog")
    layers = session.run_tool(dialog, parameters)
    shoot(f"{action}-log")
    dialog.close()
    shoot(f"{action}-result")
    return layers


def work() -> dict[str, Any]:
    size = QApplication.primaryScreen().geometry()
    iface.mainWindow().setGeometry(size)
    session.wait(0.5)
    shoot("empty")
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait(2)
    shoot("plan")
    shoot_menu()
    for name in ("new_plan", "engine", "options"):
        shoot_dialog(name, session.plugin().actions[name].trigger)
    out = Path(os.environ["JJJ_OUT"])
    rings = shoot_tool("ring_buffers", {
        "LAYER": session.plan_layer("axes").id(), "DISTANCES": "10000,20000,30000,50000", "KIND": 0,
        "DISSOLVE": True, "OUTPUT": str(out / "axis_rings.gpkg")})
    polygons = next(layer for layer in rings if layer.isSpatial())
    table = shoot_tool("overlap_table", {
        "LEFT": polygons.id(), "LEFT_CLASS": "ring", "RIGHT": session.plan_layer("zones").id(),
        "RIGHT_CLASS": "name_zh", "OUTPUT": str(out / "rings_by_zone.csv")})
    attributes = iface.showAttributeTable(table[0])
    session.wait(1)
    shoot("overlap_table-rows")
    attributes.close()
    zones = session.plan_layer("zones")
    zones.startEditing()
    feature = next(zones.getFeatures())
    shoot_dialog("zone-form", lambda: iface.openFeatureForm(zones, feature))
    return {"made": made}


session.start(work)
