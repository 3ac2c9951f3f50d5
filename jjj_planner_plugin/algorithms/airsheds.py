"""jjj:airsheds: where the air moves together, and which jurisdictions that joins."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .air_observations import add_observations, chosen_observations
from .air_series import add_series, chosen_series
from .base import EngineAlgorithm, Parameters, also_load, marked
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare
from .values import chosen

REGIONS = ("none", "2+26", "2+36")
TABLES = {"JURISDICTION_SHARES": "airshed_jurisdictions", "REGION_SHARES": "airshed_region"}
WHOLE = QgsProcessingParameterNumber.Type.Integer


class Airsheds(EngineAlgorithm):
    """A series of rasters, or observations of stations or cities."""

    NAME = "airsheds"
    GROUP = "air"
    ICON = "airsheds.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "airsheds"

    def displayName(self) -> str:
        return tr("Airsheds")

    def shortDescription(self) -> str:
        return tr("Where the air moves together, and which jurisdictions that joins")

    def shortHelpString(self) -> str:
        return tr(
            "Cells of a series of rasters, cities or stations, grouped by how their values rise and fall together: "
            "distance 1 − r (Pearson), average linkage. How many airsheds there are is told by the silhouette, or by "
            "you. Contiguous airsheds hang together: cells and polygons over an edge, stations over Delaunay's "
            "triangles.\n\n"
            "Many cells are averaged over blocks first. A series with values on fewer than 80 % of the dates, or one "
            "that does not vary, is left out; gaps are compared over the dates that both have. All this is told. With "
            "the season removed, each series' mean of the same month of the year is taken off first: what only shares "
            "winter and summer is not one airshed then.\n\n"
            "The tables tell how much of each airshed lies in which jurisdiction and how much of each jurisdiction "
            "in which airshed, and the same for the cities of a policy region (2+26, 2+36); its cities that lie "
            "outside the data are listed. An airshed joins the jurisdictions of which it has 5 % or more, or that "
            "are 5 % or more of it. No airshed here is a statutory one.\n\n"
            "Without rasters and observations the bundled monthly means of 13 cities (2014–2015) are used, a "
            "demonstration. A raster interpolated from stations shows what the interpolation joins, too."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        add_series(self, optional=True)
        add_observations(self, tr("Or observations (both empty: 13 cities 2014–2015, a demonstration)"))
        self.addParameter(QgsProcessingParameterBoolean("CONTIGUOUS", tr("Airsheds hang together"), True))
        self.addParameter(QgsProcessingParameterBoolean("DESEASONED", tr("Remove the season first"), False))
        self.addParameter(QgsProcessingParameterNumber(
            "K", tr("Number of airsheds (empty: by the silhouette)"), WHOLE, optional=True, minValue=2, maxValue=50))
        self.addParameter(QgsProcessingParameterEnum(
            "REGION", tr("Policy region"), [tr("None"), "2+26", "2+36"], defaultValue=1))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999, 1:4 000 000)"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "AREA", tr("Area in which cells are grouped (empty: all)"), [polygons], optional=True))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "K_MAX", tr("Most airsheds that the silhouette is asked about"), WHOLE, 8, minValue=2, maxValue=50)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "MAX_CELLS", tr("Most cells that are compared"), WHOLE, 2000, minValue=10, maxValue=5000)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Airsheds"), QgsProcessing.SourceType.TypeVectorAnyGeometry))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(
                name, self._title(name), QgsProcessing.SourceType.TypeVector))

    def _title(self, name: str) -> str:
        return {"JURISDICTION_SHARES": tr("Airsheds: shares of jurisdictions"),
                "REGION_SHARES": tr("Airsheds: shares of the policy region")}[name]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        if parameters.get("RASTERS") and parameters.get("OBSERVATIONS"):
            return False, messages.rasters_and_observations()
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        observations, item = chosen_observations(self, parameters, context)
        series = chosen_series(self, parameters, context)
        given = ({**series} if series["rasters"] else {
            "rasters": None, "observations": observations, "pollutant": item, "averaging": None})
        k = parameters.get("K")
        return {
            **given,
            "area": self.optional_source(parameters, "AREA", context),
            "max_cells": self.parameterAsInt(parameters, "MAX_CELLS", context),
            "contiguous": self.parameterAsBool(parameters, "CONTIGUOUS", context),
            "deseasoned": self.parameterAsBool(parameters, "DESEASONED", context),
            "k": None if k in (None, "") else self.parameterAsInt(parameters, "K", context),
            "k_max": self.parameterAsInt(parameters, "K_MAX", context),
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "region": chosen(self, parameters, context, "REGION", REGIONS),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        made = {name: f"{file}|layername={table}" for name, table in TABLES.items()}
        if result["params"]["region"] == "none":
            del made["REGION_SHARES"]
        return {"OUTPUT": file, **made}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        for name in [name for name in TABLES if name in made]:
            title = marked(self._title(name), result["demonstration"])
            also_load(context, result["output"], made[name], title, name)
        super().arrived(result, context, feedback)
