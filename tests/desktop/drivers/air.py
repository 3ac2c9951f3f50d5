"""The air in the desktop: the sample and two months of it as a raster, from the menu, in QGIS's time controller."""

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer, QgsTemporalNavigationObject
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session

OUT = Path(os.environ["JJJ_OUT"])


def run(name: str, parameters: dict[str, Any], file: str) -> list[Any]:
    """A tool from the menu; the layers it made."""
    session.trigger(name)
    dialog = session.tool_dialog(f"jjj:{name}")
    layers = session.run_tool(dialog, {**parameters, "OUTPUT": str(OUT / file)})
    dialog.close()
    return layers


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait_until(QgsProject.instance().mapLayers, "the plan's layers")
    cities = next(layer for layer in run("air_sample", {}, "cities.gpkg") if layer.fields().lookupField("pm25") >= 0)
    months = {"METHOD": 0, "FIRST_DATE": "2014-12", "LAST_DATE": "2015-01", "CELL_DEG": 0.25}
    grid = next(layer for layer in run("air_interpolate", months, "grid.tif") if isinstance(layer, QgsRasterLayer))
    session.wait(1.0)
    view = iface.layerTreeView()
    place = view.visualRect(view.node2index(QgsProject.instance().layerTreeRoot().findLayer(grid.id())))
    in_view = view.viewport().rect().intersects(place)
    controller = iface.mapCanvas().temporalController()
    controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
    controller.setTemporalExtents(grid.temporalProperties().fixedTemporalRange())
    bands = []
    for frame in range(2):
        controller.setCurrentFrameNumber(frame)
        session.wait(0.3)
        bands.append(grid.renderer().usesBands())
    strip = session.plugin().workspace.dock.strip
    session.wait_until(lambda: "2015-01" in strip.basis.text(), "the month in the live numbers", 30)
    return {
        "cities": cities.name(), "playing": cities.temporalProperties().isActive(), "grid": grid.name(),
        "legend": [item.label for item in grid.renderer().shader().rasterShaderFunction().colorRampItemList()][:5],
        "in_view": in_view, "bands": bands,
        "basis": strip.basis.text(), "results": len(session.plugin().results.results),
    }


session.start(work)
