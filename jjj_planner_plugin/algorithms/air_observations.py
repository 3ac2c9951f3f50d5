"""The parameters that say which observations of stations or cities are meant."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
)

from ..i18n import tr
from .base import Parameters, PlannerAlgorithm
from .values import chosen

ITEMS = ("pm25", "pm10", "so2", "no2", "co", "o3_8h", "o3_1h")
NAMES = ("PM2.5", "PM10", "SO₂", "NO₂", "CO", "O₃ 8 h", "O₃ 1 h")


def add_observations(algorithm: PlannerAlgorithm, text: str) -> None:
    """OBSERVATIONS, which may be left empty, described by `text`, and ITEM: which of its fields."""
    algorithm.addParameter(QgsProcessingParameterFeatureSource(
        "OBSERVATIONS", text, [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon],
        optional=True))
    algorithm.addParameter(QgsProcessingParameterEnum(
        "ITEM", tr("Pollutant of the observations"), [tr("The only one"), *NAMES], defaultValue=0))


def chosen_observations(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> tuple[str | None, Any]:
    """The layer and the field; None each where it was left open."""
    return (algorithm.optional_source(parameters, "OBSERVATIONS", context),
            chosen(algorithm, parameters, context, "ITEM", (None, *ITEMS)))
