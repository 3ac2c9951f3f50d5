"""Open a plan, run ring buffers and an overlap table by the menu's own dialogs, read the result layers."""

import os
import sys
from typing import Any

from qgis.core import QgsProject, QgsWkbTypes
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def work() -> dict[str, Any]:
    project = QgsProject.instance()
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    names = [layer.name() for layer in session.wait_until(project.mapLayers, "the plan's layers").values()]
    invalid = [layer.name() for layer in project.mapLayers().values() if not layer.isValid()]
    axes = session.plan_layer("axes")
    iface.setActiveLayer(axes)
    session.trigger("ring_buffers")
    dialog = session.tool_dialog("jjj:ring_buffers")
    layers = session.run_tool(dialog, {
        "LAYER": axes.id(), "DISTANCES": "10000,20000", "KIND": 0, "DISSOLVE": True,
        "OUTPUT": os.environ["JJJ_OUTPUT"]})
    polygons = QgsWkbTypes.GeometryType.PolygonGeometry
    result = next(layer for layer in layers if layer.geometryType() == polygons)
    dialog.close()
    session.trigger("overlap_table")
    rows = session.run_tool(session.tool_dialog("jjj:overlap_table"), {
        "LEFT": result.id(), "LEFT_CLASS": "ring", "RIGHT": session.plan_layer("zones").id(),
        "RIGHT_CLASS": "name_zh", "OUTPUT": os.environ["JJJ_TABLE"]})[0]
    group = project.layerTreeRoot().findLayer(result.id()).parent()
    return {
        "plan_layers": names, "invalid": invalid,
        "features": result.featureCount(), "crs": result.crs().authid(),
        "group": group.name(), "renderer": result.renderer().type(), "valid": result.isValid(),
        "rows": rows.featureCount(), "area_type": rows.fields().field("area_m2").typeName(),
    }


session.start(work)
