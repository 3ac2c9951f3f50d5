"""Opens a tool's Processing dialog, filled in from the selection, the plan and the last time."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

from ..layers.plan_file import plan_layers

REMEMBERED = ("DISTANCES", "KIND", "DISSOLVE", "DPI", "LANGUAGE")
"""Parameters kept from one time to the next; layers and files follow from the project."""


def open_tool(name: str) -> QWidget:
    """The dialog of `jjj:NAME`, not modal."""
    from qgis import processing  # QGIS's own plugin: there once its interface is

    dialog = processing.createAlgorithmDialog(f"jjj:{name}", _proposal(name))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.algorithmFinished.connect(lambda *_: _remember(name, dialog))
    return dialog


def _proposal(name: str) -> dict[str, Any]:
    """Values to begin with: the active layer, the open plan, what was used last."""
    values: dict[str, Any] = json.loads(QgsSettings().value(_key(name), "{}"))
    plan = plan_layers(QgsProject.instance())
    active = iface.activeLayer()
    if name == "ring_buffers":
        layer = active if isinstance(active, QgsVectorLayer) and active.isSpatial() else plan.get("axes")
        values["LAYER"] = layer.id() if layer else None
    elif name == "overlap_table":
        values.update(_sides(active, plan))
    elif name == "plan_map" and plan:
        values["PLAN"] = plan["zones"].source().split("|")[0]
    return {key: value for key, value in values.items() if value is not None}


def _sides(active: Any, plan: dict[str, QgsVectorLayer]) -> dict[str, Any]:
    """The active polygon layer on the left, the plan's zones on the right (its units where that is the zones)."""
    polygons = isinstance(active, QgsVectorLayer) and active.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    right = plan.get("units") if active is plan.get("zones") else plan.get("zones")
    left = active if polygons else plan.get("units")
    values = {}
    for side, layer in (("LEFT", left), ("RIGHT", right)):
        if layer is not None:
            values[side] = layer.id()
            known = [f for f in ("zone_id", "ring", "adcode", "name_zh") if layer.fields().lookupField(f) >= 0]
            values[f"{side}_CLASS"] = known[0] if known else None
    return values


def _remember(name: str, dialog: Any) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{name}")
    values = dialog.createProcessingParameters()
    kept = {key: values[key] for key in REMEMBERED if algorithm.parameterDefinition(key) and key in values}
    plain = {key: value for key, value in kept.items() if isinstance(value, (str, int, float, bool))}
    QgsSettings().setValue(_key(name), json.dumps(plain))


def _key(name: str) -> str:
    return f"jjj_planner/last/{name}"
