"""jjj:air_sample: monthly means of PM2.5 of the 13 cities, for a first look."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import EngineAlgorithm, Parameters, also_load

CITIES = "cities"


class AirSample(EngineAlgorithm):
    """What every air tool can be tried on without any data of one's own."""

    NAME = "air_sample"
    GROUP = "air"
    ICON = "air_sample.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "air_observations"

    def displayName(self) -> str:
        return tr("Sample: PM2.5 of 13 cities 2014–2015")

    def shortDescription(self) -> str:
        return tr("Monthly means of the 13 cities as polygons, to try the tools on")

    def shortHelpString(self) -> str:
        return tr(
            "Monthly means of PM2.5 in the 13 cities of Jing-Jin-Ji, 2014–2015, as the cities' outlines (units of "
            "1999, 1:4 000 000), and the cities as points with the means of both years. They play with the temporal "
            "controller.\n\n"
            "The means are computed from the daily series of the R package SpTe2M and lie 3–4 % below the published "
            "annual means. A city has one value: the layer says nothing of single counties, and what is "
            "interpolated from it is a demonstration."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("PM2.5 of 13 cities by month"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "CITIES", tr("The 13 cities"), QgsProcessing.SourceType.TypeVectorPoint))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {}

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "CITIES": f"{result['output']}|layername={CITIES}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        also_load(context, result["output"], self.outputs(result)["CITIES"], tr("The 13 cities"), "CITIES")
        super().arrived(result, context, feedback)
