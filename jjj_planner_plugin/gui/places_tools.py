"""What the dialogs of the tools about places begin with: one's own layer that is active, footprints that were made.

What is left empty comes of the open plan: its parks, its nodes, its lines, its units' people.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from ..layers.results import MADE
from .water_tools import LINE, POINT, POLYGON, Plan, own

PLACES_TOOLS = ("locate_features", "hour_reach")
FOOTPRINT = ("footprint", "airshed")  # fields that layers of footprints and of airsheds have


def places_values(name: str, active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """Values by parameter; those without one are left as they are."""
    if name == "locate_features":
        features = own(active, POINT, plan) or own(active, POLYGON, plan)
        footprint = newest_footprint(project)
        return {**({"FEATURES": [features.id()]} if features else {}),
                **({"FOOTPRINT": footprint.id()} if footprint else {})}
    lines, places = own(active, LINE, plan), own(active, POINT, plan)
    return {**({"LINES": [lines.id()]} if lines else {}), **({"PLACES": places.id()} if places else {})}


def newest_footprint(project: QgsProject) -> QgsVectorLayer | None:
    """Of the footprints and airsheds that tools made the polygons that came last."""
    made = [layer for layer in project.mapLayers().values()
            if isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.customProperty(MADE)
            and layer.geometryType() == POLYGON and any(layer.fields().lookupField(name) >= 0 for name in FOOTPRINT)
            and layer.fields().lookupField("located_on") < 0]
    return max(made, key=lambda layer: str(layer.customProperty(MADE)), default=None)
