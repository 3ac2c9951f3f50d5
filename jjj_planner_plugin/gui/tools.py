"""Opens a tool's Processing dialog, filled in from the selection, the plan and the last time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

from ..layers.plan_file import plan_layers
from ..layers.results import newest_polygons
from .air_tools import AIR_TOOLS, air_values
from .border_tools import conflict_values, coordination_values, mirror_values
from .compared import open_compare_dialog
from .imported_site import open_import_dialog
from .indicators_tools import indicator_values
from .links_tools import LINKS_TOOLS, links_values
from .moves_tools import MOVES_TOOLS, moves_values
from .places_tools import PLACES_TOOLS, places_values
from .report_tools import report_values, tell_report
from .scenario_dialog import open_scenario_dialog
from .site_tool import site_values, tell_conclusion
from .water_tools import WATER_TOOLS, water_values

REMEMBERED = (
    "DISTANCE_M", "STEP_M", "TOLERANCE_M", "MIN_AREA_M2", "SLIVER_WIDTH_M", "TOLERANCE_M2", "DISTANCES", "KIND",
    "DISSOLVE", "FACTORS", "DPI", "LANGUAGE", "STANDARD", "GRADE", "METHOD", "CELL_DEG", "MAX_DISTANCE_KM", "POWER",
    "VARIOGRAM", "BEYOND_ELEVATION", "PERCENTILES", "MIN_AREA_KM2", "SMOOTHING_KM", "NEIGHBOURS", "ACROSS_GAPS", "BY",
    "EDITION", "WEIGHTS", "CONTIGUOUS", "DESEASONED", "REGION", "K_MAX", "MAX_CELLS",
    "SNAP_CELLS", "SNAP_KM", "STREAM_KM2", "BURN_M", "SUB_BASINS", "LEVEL", "FLAT_SLOPE", "DIRECTION", "OWN",
    "BORDER_M", "MINUTES", "ACCESS_KMH", "ASSUMED_KMH", "STOP_M", "PLANNED",
    "MIN_PAIR_KM2", "PRESET", "WIDTH_M", "STRIP_CLASS", "SIDE", "HALF_WIDTH_M", "UP_M", "DOWN_M", "SNAP_M",
    "SCHEME", "ORGANISATION",
    "DOUBLES", "AXIS_KM", "EXTENSIONS",
)
"""Parameters kept from one time to the next; layers and files follow from the project."""


VARIABLE = ("ring_buffers", "conflicts", "border_mirror")
"""Tools whose results the sensitivity tool can vary."""

OWN_DIALOGS: dict[str, Callable[[], QWidget | None]] = {
    "import_site": open_import_dialog, "save_scenario": open_scenario_dialog, "compare_plans": open_compare_dialog,
}
"""Tools whose menu entry opens a dialog of their own, which runs the algorithm; None: there is nothing to do it to."""


def open_tool(name: str) -> QWidget | None:
    """The dialog of `jjj:NAME`, not modal; None where it has just been said what it lacks."""
    if name in OWN_DIALOGS:
        return OWN_DIALOGS[name]()
    from qgis import processing  # QGIS's own plugin: there once its interface is

    dialog = processing.createAlgorithmDialog(f"jjj:{name}", _proposal(name))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.algorithmFinished.connect(lambda *_: _remember(name, dialog))
    dialog.algorithmFinished.connect(tell_conclusion)
    dialog.algorithmFinished.connect(tell_report)
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
    elif name == "site_check":
        values.update(site_values(active, plan, QgsProject.instance()))
    elif name == "conflicts":
        values.update(conflict_values(plan, QgsProject.instance()))
    elif name == "coordination_matrix":
        values.update(coordination_values(active, plan, QgsProject.instance()))
    elif name == "border_mirror":
        values.update(mirror_values(active, plan))
    elif name == "sensitivity":
        values["RECIPE"] = _recipe_beside(active) or _recipe_beside(newest_polygons(QgsProject.instance()))
    elif name == "layer_doctor":
        known = plan.get("units")
        values["LAYER"] = active.id() if isinstance(active, QgsVectorLayer) else None
        values["REFERENCE"] = known.id() if known and known is not active else None
    elif name in AIR_TOOLS:
        values.update(air_values(name, active, plan, QgsProject.instance()))
    elif name in WATER_TOOLS:
        values.update(water_values(name, active, plan, QgsProject.instance()))
    elif name in MOVES_TOOLS:
        values.update(moves_values(name, active, plan))
    elif name == "indicators":
        values.update(indicator_values(active, plan, QgsProject.instance()))
    elif name in LINKS_TOOLS:
        values.update(links_values(name, active, plan, QgsProject.instance()))
    elif name == "report":
        values.update(report_values(QgsProject.instance()))
    elif name in PLACES_TOOLS:
        values.update(places_values(name, active, plan, QgsProject.instance()))
    elif name == "plan_map" and plan:
        values["PLAN"] = plan["zones"].source().split("|")[0]
    return {key: value for key, value in values.items() if value is not None}


def _recipe_beside(layer: Any) -> str | None:
    """The recipe beside a layer's file, if it is that of a result with a distance or a threshold."""
    file = Path(layer.source().split("|")[0]) if isinstance(layer, QgsVectorLayer) else Path()
    recipe = file.with_name(f"{file.stem}.recipe.json") if file.name else file
    if not recipe.is_file():
        return None
    task = json.loads(recipe.read_text(encoding="utf-8")).get("task")
    return str(recipe) if task in VARIABLE else None


def _sides(active: Any, plan: dict[str, QgsVectorLayer]) -> dict[str, Any]:
    """On the left the active polygon layer, or the polygons made last; the plan's zones (or units) on the right."""
    polygons = isinstance(active, QgsVectorLayer) and active.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    right = plan.get("units") if active is plan.get("zones") else plan.get("zones")
    left = active if polygons else newest_polygons(QgsProject.instance()) or plan.get("units")
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
