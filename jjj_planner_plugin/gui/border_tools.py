"""What the dialogs of conflicts, coordination and border mirror begin with: known layers, fields, the plan's units."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes

from ..layers.schema import catalog

Plan = dict[str, QgsVectorLayer]


def conflict_values(plan: Plan, project: QgsProject) -> dict[str, Any]:
    """The control lines of the project, by their names, and the plan's units."""
    lines = control_lines(plan, project)
    return {"LAYERS": [layer.id() for layer in lines] or None, **_units(plan, "UNITS", "UNIT_FIELD", ("adcode",))}


def coordination_values(active: Any, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """The active polygons or the plan's zones, between the plan's cities, on control lines and catchments."""
    limits = [layer for layer in (*control_lines(plan, project), plan.get("catchments")) if layer is not None]
    layer = _classed(active, plan)
    constraints = [limit.id() for limit in limits if limit is not layer]
    return {**_with_class(layer, "PLAN_LAYER", "PLAN_CLASS"), "CONSTRAINTS": constraints or None,
            **_units(plan, "JURISDICTIONS", "JURISDICTION_FIELD", fields()["level"])}


def mirror_values(active: Any, plan: Plan) -> dict[str, Any]:
    """The active polygons or the plan's zones, along the borders of the plan's cities."""
    return {**_with_class(_classed(active, plan), "LAYER", "CLASS_FIELD"),
            **_units(plan, "JURISDICTIONS", "JURISDICTION_FIELD", fields()["level"])}


def fields() -> dict[str, Any]:
    """The fields that layers usually have, by what they are for."""
    return dict(catalog("catalog/control_lines.json")["fields"])


def control_lines(plan: Plan, project: QgsProject) -> list[QgsVectorLayer]:
    """The polygon layers of the project whose names tell that they are control lines, in the tree's order."""
    words = [word.lower() for line in catalog("catalog/control_lines.json")["lines"] for word in line["called"]]
    layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
    return [
        layer for layer in layers
        if _is_polygons(layer) and layer not in plan.values() and any(word in layer.name().lower() for word in words)
    ]


def _is_polygons(layer: Any) -> bool:
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    return isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.geometryType() == polygon


def _classed(active: Any, plan: Plan) -> QgsVectorLayer | None:
    """The active layer if it holds polygons and is not the units themselves; else the plan's zones."""
    return active if _is_polygons(active) and active is not plan.get("units") else plan.get("zones")


def _with_class(layer: QgsVectorLayer | None, parameter: str, field: str) -> dict[str, Any]:
    if layer is None:
        return {}
    return {parameter: layer.id(), field: _first_field(layer, fields()["class"])}


def _units(plan: Plan, parameter: str, field: str, wanted: Any) -> dict[str, Any]:
    units = plan.get("units")
    return {} if units is None else {parameter: units.id(), field: _first_field(units, wanted)}


def _first_field(layer: QgsVectorLayer, wanted: Any) -> str | None:
    """The first of these that the layer has, as it spells it."""
    found = (layer.fields().lookupField(name) for name in wanted)
    return next((layer.fields().field(index).name() for index in found if index >= 0), None)
