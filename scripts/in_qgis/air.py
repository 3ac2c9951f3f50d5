"""For `make screenshots`: the sample of the air from its cities to footprints that move, in the time controller."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable

import editing
import session
from qgis.core import QgsProject, QgsRasterLayer, QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from qgis.utils import iface

Shoot = Callable[[str], None]
ShootTool = Callable[[str, dict[str, Any]], list[Any]]
MADE = "jjj/made"  # of the results of the scenes before
MONTHS = {"FIRST_DATE": "2014-11", "LAST_DATE": "2015-02"}


def shoot_air(shoot: Shoot, shoot_tool: ShootTool) -> list[str]:
    """The tools with what they make, and a month of it; the names of those that were shot."""
    out = Path(os.environ["JJJ_OUT"])
    _hide([layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(MADE)])
    iface.messageBar().clearWidgets()
    session.plugin().actions["results"].trigger()  # the map is to be seen as a whole
    cities = shoot_tool("air_sample", {"OUTPUT": str(out / "air_cities.gpkg")})
    months = next(layer for layer in cities if "layername=cities" not in layer.source())
    _show_all()
    _show_month(2015, 1)
    shoot("air-cities-in-january")
    _hide(cities)
    made = shoot_tool("air_interpolate", {"METHOD": 2, **MONTHS, "OUTPUT": str(out / "air_grid.tif")})
    grid = next(layer for layer in made if isinstance(layer, QgsRasterLayer))
    _show_numbers(shoot)
    _show_month(2014, 11)
    shoot("air-grid-in-november")
    tools = {"air_footprints": {"RASTERS": [grid.id()], "LIMIT": 75}, "air_exceedance": {
                 "RASTERS": [], "OBSERVATIONS": months.id()},
             "air_zonal": {"RASTERS": [grid.id()], "ZONES": session.plan_layer("zones").id()}, "airsheds": {}}
    for name, parameters in tools.items():
        if name in session.plugin().actions:
            layers = shoot_tool(name, {**parameters, "OUTPUT": str(out / f"{name}.gpkg")})
            if name == "air_footprints":
                _hide([grid])
                _show_month(2014, 12)
                shoot("air-footprints-in-december")
            _hide(layers)
    iface.mapCanvas().temporalController().setNavigationMode(
        QgsTemporalNavigationObject.NavigationMode.NavigationOff)
    return ["air_sample", "air_interpolate", *tools]


def _show_all() -> None:
    """The plan as a whole on the map, without the panel of results."""
    canvas, zones = iface.mapCanvas(), session.plan_layer("zones")
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(zones, zones.extent()))
    canvas.refresh()


def _show_month(year: int, month: int) -> None:
    """By QGIS's time controller, which is on since the first series came."""
    controller = iface.mapCanvas().temporalController()
    start = QDateTime(QDate(year, month, 1), QTime(0, 0), Qt.TimeSpec.UTC)
    controller.setCurrentFrameNumber(controller.findBestFrameNumberForFrameStart(start))


def _show_numbers(shoot: Shoot) -> None:
    """The PM2.5 of a zone in the strip; the raster is counted a moment after it came."""
    workspace = session.plugin().workspace
    session.wait_until(lambda: workspace.dock.strip.basis.text(), "the raster in the live numbers")
    session.wait_until(lambda: workspace.live._engine.current_state == "ready", "the live engine")
    south = next(zone for zone in session.plan_layer("zones").getFeatures() if zone["zone_id"] == "Z3")
    tree = workspace.dock.tree
    tree.setCurrentIndex(editing.row(tree, south["uid"]))
    shoot("air-in-the-strip")
    counted = workspace.actions["live_layers"].trigger
    session.with_dialog(counted, lambda _dialog: shoot("air-counted-dialog"), "what is counted")
    session.plan_layer("zones").removeSelection()


def _hide(layers: list[Any]) -> None:
    for layer in layers:
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is not None:
            node.setItemVisibilityChecked(False)
