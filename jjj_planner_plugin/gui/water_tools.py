"""What the dialogs of the water tools begin with: what the plan knows of water, and what else is at hand.

What is left empty is bundled: heights, reservoirs, sub-basins, rivers.
"""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from ..layers.air_look import first_value
from ..layers.results import MADE
from ..layers.schema import catalog
from ..layers.water_look import role_by_fields

WATER_TOOLS = ("delineate_catchments", "trace_upstream", "catchment_matrix", "water_dependency", "riparian_buffers",
               "source_protection_check")
HEIGHTS = re.compile(r"(?<![a-z])(dem|dsm|dtm|elev|height|srtm|gdem|merit|copernicus|etopo|fabdem)|高程|地形|海拔",
                     re.IGNORECASE)
"""In the name of a raster: it holds heights."""

Plan = dict[str, QgsVectorLayer]
POINT, LINE, POLYGON = (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.LineGeometry,
                        QgsWkbTypes.GeometryType.PolygonGeometry)


def water_values(name: str, active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """Values by parameter; those without one are left as they are."""
    proposed = {
        "delineate_catchments": _delineation, "trace_upstream": _trace, "catchment_matrix": _matrix,
        "water_dependency": _dependency, "riparian_buffers": _strips, "source_protection_check": _protection,
    }[name](active, plan, project)
    return {key: value for key, value in proposed.items() if value}


def _delineation(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    return {"DEM": _id(heights(active, project)),
            "POINTS": _id(own(active, POINT, plan) or reservoirs(plan))}


def _trace(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    return {"BASINS": _id(linked(active) or plan.get("catchments")), **_jurisdictions(active, plan)}


def _matrix(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """The plan's catchments cover it once; delineated ones lie in one another, and are taken when they are active."""
    return {"CATCHMENTS": _id(active if is_delineated(active) else plan.get("catchments")),
            **_jurisdictions(active, plan)}


def _dependency(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    basins = linked(active) if active not in plan.values() else None
    return {"BASINS": _id(basins), "DEM": _id(heights(active, project)) if basins is None else None, **_people(plan),
            **_jurisdictions(active, plan)}


def _strips(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    touched = [plan[table].id() for table in ("zones", "parks", "park_areas") if table in plan and _filled(plan[table])]
    return {"RIVERS": _id(own(active, LINE, plan)), "WITH_LAYERS": touched}


def _protection(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """Strips and catchments that were made; before there are any, the bundled sub-basins."""
    made = [newest(project, "riparian", "strips"), newest(project, "catchments", "catchments")]
    protections = [layer.id() for layer in made if layer is not None]
    return {"PROTECTIONS": protections, "BUNDLED": not protections}


# What is at hand


def own(active: QgsMapLayer | None, shape: Any, plan: Plan) -> QgsVectorLayer | None:
    """The active layer, if it has this shape and is the planner's own."""
    fits = isinstance(active, QgsVectorLayer) and active.geometryType() == shape
    return active if fits and active not in plan.values() and not active.customProperty(MADE) else None


def reservoirs(plan: Plan) -> QgsVectorLayer | None:
    """The plan's stations, of which the tool takes the reservoirs, if there are any."""
    stations = plan.get("stations")
    if stations is None or stations.fields().lookupField("kind") < 0:
        return None
    return stations if "reservoir" in stations.uniqueValues(stations.fields().lookupField("kind")) else None


def heights(active: QgsMapLayer | None, project: QgsProject) -> QgsRasterLayer | None:
    """A raster that by its name holds heights: the active one, else the only one that there is."""
    found = [layer for layer in project.mapLayers().values() if is_heights(layer)]
    if active in found:
        return active
    return found[0] if len(found) == 1 else None


def is_heights(layer: QgsMapLayer | None) -> bool:
    """Whether a raster plainly holds heights: one band, and a name that says so."""
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid() or layer.providerType() != "gdal":
        return False
    return layer.bandCount() == 1 and not layer.customProperty(MADE) and bool(HEIGHTS.search(layer.name()))


def linked(layer: QgsMapLayer | None) -> QgsVectorLayer | None:
    """The layer, if it has polygons that say what they drain to."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != POLYGON:
        return None
    known = {name.casefold() for name in catalog("catalog/basins.json")["down"]}
    return layer if known & {name.casefold() for name in layer.fields().names()} else None


def is_delineated(layer: QgsMapLayer | None) -> bool:
    """Whether these are catchments that were delineated."""
    return isinstance(layer, QgsVectorLayer) and role_by_fields(layer, "catchments") == "catchments"


def newest(project: QgsProject, kind: str, role: str) -> QgsVectorLayer | None:
    """Of the layers that a tool made the newest with this part in a result of this kind."""
    made = [layer for layer in project.mapLayers().values() if layer.customProperty(MADE)
            and isinstance(layer, QgsVectorLayer) and layer.isValid() and role_by_fields(layer, kind) == role]
    return max(made, key=lambda layer: str(layer.customProperty(MADE)), default=None)


def _jurisdictions(active: QgsMapLayer | None, plan: Plan) -> dict[str, Any]:
    """The plan's units, when they are active; else the bundled ones are taken by city."""
    return {"JURISDICTIONS": _id(active)} if active is not None and active == plan.get("units") else {}


def _people(plan: Plan) -> dict[str, Any]:
    """The plan's units, if people are known of them."""
    if "units" not in plan or first_value(plan["units"], "population") is None:
        return {}
    return {"POPULATION_LAYER": plan["units"].id(), "POPULATION_FIELD": "population"}


def _filled(layer: QgsVectorLayer) -> bool:
    return bool(layer.featureCount() > 0)


def _id(layer: QgsMapLayer | None) -> str | None:
    return str(layer.id()) if layer is not None else None
