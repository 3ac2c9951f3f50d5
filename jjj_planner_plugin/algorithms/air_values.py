"""The parameters that say where values of air come from: observations, or rasters and zones to take their means in."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from .. import messages
from ..i18n import tr
from . import lists
from .air_series import AVERAGINGS, POLLUTANTS
from .base import Parameters, PlannerAlgorithm
from .jurisdictions import BUNDLED, add_jurisdictions, chosen_jurisdictions, rare
from .values import chosen, raster_file

BY = ("place", "city", "auto")


def values_help() -> str:
    """What the short descriptions of these parameters leave out."""
    return tr(
        "Without observations and rasters the sample is taken: PM2.5 of 13 cities by month, 2014–2015, a "
        "demonstration. Rasters may be of several pollutants; those that do not say which are named in their order: "
        "pm25, pm10, so2, no2, co, o3. Without zones they are taken over the cities of 1999 (1:4 000 000). Where each "
        "place is in a city and several share one, the result is by city unless you choose each station."
    )


def add_values(algorithm: PlannerAlgorithm) -> None:
    """OBSERVATIONS or RASTERS, ZONES and ZONE_FIELD, BY; what rasters hold, where they do not say it, is rare."""
    algorithm.addParameter(QgsProcessingParameterFeatureSource(
        "OBSERVATIONS", tr("Observations (empty: the sample)"),
        [QgsProcessing.SourceType.TypeVector], optional=True))
    algorithm.addParameter(QgsProcessingParameterMultipleLayers(
        "RASTERS", tr("Or rasters of concentrations"),
        QgsProcessing.SourceType.TypeRaster, optional=True))
    add_jurisdictions(algorithm, "ZONES", "ZONE_FIELD", tr("Zones for rasters (empty: cities of 1999)"))
    algorithm.addParameter(QgsProcessingParameterEnum(
        "BY", tr("Result for"),
        [tr("Each station, city or zone"), tr("Each city: the mean of its stations"),
         tr("Each city where stations share one")], defaultValue=BY.index("auto")))
    algorithm.addParameter(rare(QgsProcessingParameterString(
        "POLLUTANTS", tr("Pollutants of the rasters in their order"), "",
        optional=True)))
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "AVERAGING", tr("Each value is the mean of"),
        [tr("As the raster says"), tr("An hour"), tr("A day"), tr("A month"), tr("A year")], defaultValue=0)))


def refused_values(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Why these values cannot be used, as a sentence; empty if they can."""
    rasters = algorithm.parameterAsLayerList(parameters, "RASTERS", context) if parameters.get("RASTERS") else []
    if rasters and parameters.get("OBSERVATIONS"):
        return messages.observations_and_rasters()
    if parameters.get("CELLS") and not rasters:
        return messages.cells_without_rasters()
    named = lists.texts(algorithm.parameterAsString(parameters, "POLLUTANTS", context))
    unknown = [name for name in named if name not in POLLUTANTS]
    if unknown or (named and len(named) != len(rasters)):
        return messages.bad_pollutants(", ".join(unknown or named), len(rasters), ", ".join(POLLUTANTS))
    return ""


def chosen_values(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What the tasks' parameters observations, rasters, pollutants, averaging, zones, zone_field and by are given."""
    layers = algorithm.parameterAsLayerList(parameters, "RASTERS", context) if parameters.get("RASTERS") else []
    observations = algorithm.optional_source(parameters, "OBSERVATIONS", context)
    return {
        "observations": observations or (None if layers else BUNDLED),
        "rasters": [raster_file(layer) for layer in layers] or None,
        "pollutants": lists.texts(algorithm.parameterAsString(parameters, "POLLUTANTS", context)) or None,
        "averaging": chosen(algorithm, parameters, context, "AVERAGING", (None, *AVERAGINGS)),
        **chosen_jurisdictions(algorithm, parameters, context, "ZONES", "ZONE_FIELD"),
        "by": chosen(algorithm, parameters, context, "BY", BY),
    }
