"""Run by the desktop of `make screenshots`: a picture of each window a planner meets."""

import os
import sys
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import air
import editing
import scenario
import session
import water

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


def shoot_menu(group: int, name: str) -> None:
    """The plugin's menu, open where it hangs in QGIS's own, with one of its groups."""
    menu = session.plugin().menu
    bar = iface.mainWindow().menuBar()
    menu.popup(bar.mapToGlobal(QPoint(600, bar.height())))
    entry = menu.actions()[group]
    menu.setActiveAction(entry)
    entry.menu().popup(menu.mapToGlobal(menu.actionGeometry(entry).topRight()))
    shoot(name)
    menu.close()


def shoot_dialog(name: str, act: Callable[[], Any]) -> None:
    """The dialog that `act` opens; it is closed again."""
    def work(dialog: Any) -> None:
        session.wait(1.0)
        shoot(name)

    session.with_dialog(act, work, name)


def shoot_tool(action: str, parameters: dict[str, Any]) -> list[Any]:
    """A tool's dialog filled in, its log, then its result with the panel; the result's layers."""
    session.trigger(action)
    dialog = session.tool_dialog(f"jjj:{action}")
    session.fill(dialog, parameters)
    shoot(f"{action}-dialog")
    layers = session.run_tool(dialog, parameters)
    shoot(f"{action}-log")
    dialog.close()
    shoot(f"{action}-result")
    return layers


def shoot_empty_dialog(action: str) -> None:
    """A tool's dialog as the planner meets it."""
    session.trigger(action)
    dialog = session.tool_dialog(f"jjj:{action}")
    session.wait(0.5)
    shoot(f"{action}-dialog")
    dialog.close()


def shoot_panel(row: int, column: str) -> None:
    """How the newest result was made, and Explain for one of its numbers."""
    panel = session.plugin().results
    panel.view.tabs.setCurrentIndex(1)
    shoot("panel-how")
    panel.view.tabs.setCurrentIndex(0)
    model = panel.view.table.model
    names = [found.name for found in model.columns]
    panel.view.table.view.setCurrentIndex(model.index(row, names.index(column)))
    panel.view.explain_button.click()
    session.wait_until(lambda: " = " in panel.view.line.text(), "the pieces of a number", 30)
    session.wait(2)  # the flashing ends
    shoot("panel-explained")


def tools_of(group: str) -> list[str]:
    """The tools of a group that are in the menu."""
    algorithms = QgsApplication.processingRegistry().providerById("jjj").algorithms()
    return [found.name() for found in algorithms if found.groupId() == group and found.IN_MENU]


def shoot_measuring() -> None:
    """Rings around the axes, their overlap with the zones, what explains a number; then the other tools."""
    out = Path(os.environ["JJJ_OUT"])
    session.plugin().actions["results"].trigger()
    shoot("panel-empty")
    rings = shoot_tool("ring_buffers", {
        "LAYER": session.plan_layer("axes").id(), "DISTANCES": "10000,20000,30000,50000", "KIND": 0,
        "DISSOLVE": True, "OUTPUT": str(out / "axis_rings.gpkg")})
    polygons = next(layer for layer in rings if layer.isSpatial())
    table = shoot_tool("overlap_table", {
        "LEFT": polygons.id(), "LEFT_CLASS": "ring", "RIGHT": session.plan_layer("zones").id(),
        "RIGHT_CLASS": "name_zh", "OUTPUT": str(out / "rings_by_zone.csv")})
    shoot_panel(1, "area_m2")
    attributes = iface.showAttributeTable(table[0])
    session.wait(1)
    shoot("overlap_table-rows")
    attributes.close()
    others = other_tools(polygons)
    for name in tools_of("measure") + tools_of("data"):
        if name in others:
            shoot_tool(name, {**others[name], "OUTPUT": str(out / f"{name}.gpkg")})
        elif name not in ("ring_buffers", "overlap_table", "import_site"):
            shoot_empty_dialog(name)


def shoot_comparison() -> None:
    """Compare's dialog with a draft, with a scenario, and the difference on the map with its tables."""
    plan, out = os.environ["JJJ_OPEN_PLAN"], Path(os.environ["JJJ_OUT"])
    second, draft = str(out / "方案一.gpkg"), str(out / "草案.shp")
    scenario.make_scenario(plan, second)
    scenario.make_draft(plan, draft)
    session.trigger("compare_plans")
    dialog = session.window(lambda widget: type(widget).__name__ == "CompareDialog", "the dialog of compare_plans")
    dialog.after.setFilePath(draft)
    session.wait_until(lambda: dialog.draft.proposal, "the pairs")
    shoot("compare_plans-draft")
    dialog.after.setFilePath(second)
    shoot("compare_plans-dialog")
    dialog.compare_button.click()
    session.wait_until(lambda: any(layer.source().endswith("layername=difference")
                                   for layer in QgsProject.instance().mapLayers().values()), "the difference")
    session.wait(2)
    shoot("compare_plans-result")
    which = session.plugin().results.view.which
    for place in range(which.count()):
        which.setCurrentIndex(place)
        shoot(f"compare_plans-table-{place}")


def other_tools(rings: Any) -> dict[str, dict[str, Any]]:
    """Parameters of the tools beside rings and overlaps; what is not said is as the dialog proposes it."""
    zones, catchments = session.plan_layer("zones").id(), session.plan_layer("catchments").id()
    return {
        "site_check": {"SITE": drawn_site().id()},
        "conflicts": {"LAYERS": [rings.id(), session.plan_layer("wings").id(), session.plan_layer("zones").id()]},
        "coordination_matrix": {"PLAN_LAYER": zones, "PLAN_CLASS": "zone_id", "CONSTRAINTS": [catchments]},
        "border_mirror": {"LAYER": zones, "CLASS_FIELD": "name_zh"},
        "layer_doctor": {"LAYER": session.plan_layer("units").id()},
    }


def drawn_site() -> Any:
    """A site of two parcels at Tongzhou, as a planner would draw it."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=name:string", "选址", "memory")
    for name, west in (("1 号地块", 116.68), ("2 号地块", 116.72)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 39.88, west + 0.03, 39.91)))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer, False)
    QgsProject.instance().layerTreeRoot().insertLayer(0, layer)
    return layer


def work() -> dict[str, Any]:
    size = QApplication.primaryScreen().geometry()
    iface.mainWindow().setGeometry(size)
    session.wait(0.5)
    shoot("empty")
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait(2)
    shoot("plan")
    shoot_menu(0, "menu")
    shoot_menu(1, "menu-edit")
    shoot_menu(2, "menu-measure")
    shoot_menu(3, "menu-air")
    shoot_menu(4, "menu-water")
    for name in ("new_plan", "import_site", "engine", "options"):
        shoot_dialog(name, session.plugin().actions[name].trigger)
    editing.shoot_editing(shoot)
    shoot_measuring()
    shoot_comparison()
    shot = air.shoot_air(shoot, shoot_tool)
    for name in tools_of("air"):
        if name not in shot:
            shoot_empty_dialog(name)
    water.shoot_water(shoot, shoot_tool)
    zones = session.plan_layer("zones")
    zones.startEditing()
    feature = next(zones.getFeatures())
    shoot_dialog("zone-form", lambda: iface.openFeatureForm(zones, feature))
    return {"made": made}


session.start(work)
