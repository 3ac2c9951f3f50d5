"""What the dialogs of the air tools begin with: the rasters and observations at hand, the plan's zones and people."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from ..layers.air_look import AIR, OBSERVATIONS, first_value
from ..layers.results import MADE

AIR_TOOLS = ("air_interpolate", "air_zonal", "air_exceedance", "air_aqi", "air_footprints", "airsheds")
OF_RASTERS, OF_OBSERVATIONS = ("air_zonal", "air_footprints"), ("air_interpolate",)
"""Tools that take one of the two only; the others take either."""

NOT_AIR = re.compile(r"(?<![a-z])(pop|people|dem\b|dem_|elev|height)|人口|高程|地形", re.IGNORECASE)
"""In the name of a raster: it holds people or heights."""


def air_values(name: str, active: QgsMapLayer | None, plan: dict[str, QgsVectorLayer], project: QgsProject) -> dict:
    """The active air layer, else the one made last; where a tool takes either, whichever is newer."""
    raster = None if name in OF_OBSERVATIONS else newest(project, AIR, active)
    observed = None if name in OF_RASTERS else newest(project, OBSERVATIONS, active)
    if raster is not None and observed is not None:
        raster, observed = (raster, None) if _first(raster, observed, active) is raster else (None, observed)
    values: dict[str, Any] = {}
    if raster is not None:
        values["RASTERS"] = [raster.id()]
    if observed is not None:
        values["OBSERVATIONS"] = observed.id()
    if name in OF_RASTERS and "zones" in plan:
        values["ZONES"] = plan["zones"].id()
        values["ZONE_FIELD"] = "zone_id"
    if name in OF_RASTERS and "units" in plan and first_value(plan["units"], "population") is not None:
        values["POPULATION_LAYER"], values["POPULATION_FIELD"] = plan["units"].id(), "population"
    return values


def newest(project: QgsProject, mark: str, active: QgsMapLayer | None) -> QgsMapLayer | None:
    """Of the layers with this property the active one, else the one that came last.

    A raster of the planner's own that is active is taken too: the tools ask what it holds.
    """
    if mark == AIR and is_own_raster(active):
        return active
    layers = [layer for layer in project.mapLayers().values()
              if isinstance(layer, (QgsRasterLayer, QgsVectorLayer)) and layer.isValid() and layer.customProperty(mark)]
    return active if active in layers else max(layers, key=_made, default=None)


def is_own_raster(layer: QgsMapLayer | None) -> bool:
    """Whether it is a raster from elsewhere that may hold concentrations: no image, and not people or heights."""
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid() or layer.providerType() != "gdal":
        return False
    image = layer.bandCount() > 2 and layer.dataProvider().dataType(1) == Qgis.DataType.Byte
    return not (image or layer.customProperty(MADE) or NOT_AIR.search(layer.name()))


def _first(one: QgsMapLayer, other: QgsMapLayer, active: QgsMapLayer | None) -> QgsMapLayer:
    return active if active in (one, other) else max(one, other, key=_made)


def _made(layer: QgsMapLayer) -> str:
    return str(layer.customProperty(MADE) or "")
