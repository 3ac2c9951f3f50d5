"""What a parameter's value becomes for the engine, beyond layers: choices, numbers, places, rasters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProviderRegistry,
)

from .. import messages
from .base import Parameters, PlannerAlgorithm

LONLAT = "EPSG:4490"


def chosen(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext, name: str,
    choices: tuple[Any, ...],
) -> Any:
    """The one of `choices` that an enum parameter has."""
    return choices[algorithm.parameterAsEnum(parameters, name, context)]


def raster_file(layer: Any) -> str:
    """The file of a raster layer; a raster that is no file is refused."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    if layer.providerType() != "gdal" or not Path(path).is_file():
        raise QgsProcessingException(messages.raster_not_a_file(layer.name()))
    return path


def assigned_crs(layer: Any) -> str | None:
    """What the planner told QGIS of a raster layer whose file has no CRS, as an EPSG code or WKT."""
    crs = layer.crs()
    if layer.dataProvider().crs().isValid() or not crs.isValid():
        return None
    return str(crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt())


def optional_number(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext, name: str
) -> float | None:
    """A number that may be left empty."""
    given = parameters.get(name, algorithm.parameterDefinition(name).defaultValue())
    return None if given in (None, "") else float(algorithm.parameterAsDouble(parameters, name, context))


def clicked(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext, name: str
) -> list[float] | None:
    """Longitude and latitude of a place on the map, if there is one; without a CRS it is taken to be that."""
    if parameters.get(name) in (None, ""):
        return None
    place = algorithm.parameterAsPoint(parameters, name, context, QgsCoordinateReferenceSystem(LONLAT))
    return [place.x(), place.y()]
