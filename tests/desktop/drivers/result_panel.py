"""Run ring buffers, look at the result panel, explain a row, run it again, toggle the panel."""

import os
import sys
from typing import Any

from qgis.core import QgsProject, QgsWkbTypes
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def table_of(layer: Any) -> str:
    return layer.source().split("layername=")[-1]


def toggled(panel: Any) -> list[bool]:
    """Whether the panel is there after the menu's entry, and after it once more."""
    seen = []
    for _ in range(2):
        session.plugin().actions["results"].trigger()
        session.wait(0.3)
        seen.append(panel.isVisible())
    return seen


def again(panel: Any) -> dict[str, str]:
    """What the dialog of "Run again" is filled in with."""
    panel.view.again_button.click()
    dialog = session.tool_dialog("jjj:ring_buffers")
    values = dialog.createProcessingParameters()
    dialog.close()
    return {"DISTANCES": values["DISTANCES"], "OUTPUT": values["OUTPUT"].sink.staticValue()}


def proposed_left() -> str:
    session.trigger("overlap_table")
    dialog = session.tool_dialog("jjj:overlap_table")
    value = dialog.createProcessingParameters()["LEFT"]
    dialog.close()
    return QgsProject.instance().mapLayer(value).source()


def work() -> dict[str, Any]:
    panel, window = session.plugin().results, iface.mainWindow()
    shown_at_first = panel.isVisible()
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    axes = session.plan_layer("axes")
    iface.setActiveLayer(axes)
    session.trigger("ring_buffers")
    dialog = session.tool_dialog("jjj:ring_buffers")
    layers = session.run_tool(dialog, {"LAYER": axes.id(), "DISTANCES": "10000,20000", "KIND": 0, "DISSOLVE": True,
                                       "OUTPUT": os.environ["JJJ_OUTPUT"]})
    dialog.close()
    shown, view = panel.isVisible(), panel.view.table
    model = view.model
    area = next(place for place, column in enumerate(model.columns) if column.name == "area_m2")
    view.view.setCurrentIndex(model.index(model.rowCount() - 1, area))
    panel.view.explain_button.click()
    rings = next(layer for layer in layers if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)
    bottom = Qt.DockWidgetArea.BottomDockWidgetArea
    return {
        "shown_at_first": shown_at_first, "shown": shown, "rows": model.rowCount(),
        "area": "bottom" if window.dockWidgetArea(panel) == bottom else "elsewhere",
        "in_panels_menu": [action.parent().objectName() for action in window.createPopupMenu().actions()
                           if action.parent() is panel],
        "active": table_of(iface.activeLayer()), "line": panel.view.line.text(),
        "explained": [feature["distance_to_m"] for feature in rings.selectedFeatures()],
        "again": again(panel), "proposed_left": proposed_left(), "toggled": toggled(panel),
    }


session.start(work)
