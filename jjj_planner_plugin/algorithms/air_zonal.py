"""jjj:air_zonal: concentrations over zones, by area and by people, for one raster or a series."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from . import lists
from .air_series import (
    add_date,
    add_people,
    add_series,
    add_standard,
    chosen_date,
    chosen_people,
    chosen_series,
    chosen_standard,
    refused_people,
)
from .base import EngineAlgorithm, Parameters, also_load, marked
from .jurisdictions import rare

PERCENTILES = "5, 50, 95"
TABLES = {"TABLE": "air_zonal", "ABOVE": "above"}


class AirZonal(EngineAlgorithm):
    """Rasters of concentrations, zones, and people from a raster or a layer."""

    NAME = "air_zonal"
    GROUP = "air"
    ICON = "air_zonal.svg"
    SUFFIXES = {"OUTPUT": (".gpkg", ".csv")}
    RESULT_KIND = "air_zonal"

    def displayName(self) -> str:
        return tr("Concentrations by zone")

    def shortDescription(self) -> str:
        return tr("Means by area and by people, and who lives above the limits")

    def shortHelpString(self) -> str:
        return tr(
            "Concentrations over zones, for one raster or a series. Every cell counts by the exact share of it that a "
            "zone has and by its true area (CGCS2000 ellipsoid), whatever the CRS and resolution.\n\n"
            "For each zone and date: the mean by area and by people (exposure), minimum, maximum, percentiles (the "
            "least value that so much of the area with values does not exceed), the share of area and people above "
            "the limits, and the share without data, where ground off the raster counts too. Zones with fewer than 4 "
            "effective cells are marked: their values tell more of the grid than of the zone. Of one raster the "
            "polygons have these figures; of a series they have the means over the period, and a table has each date."
            "\n\n"
            "People come from a raster of people per cell, in any CRS and resolution (taken over by sums, so that "
            "nobody is lost), or from a number in a layer of units, spread evenly over each. Values are rounded as "
            "the standard says before they are judged; the raw mean is kept. A period under two standards is judged "
            "by both."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add_series(self)
        add_date(self)
        self.addParameter(QgsProcessingParameterFeatureSource("ZONES", tr("Zones to measure"), polygons))
        self.addParameter(QgsProcessingParameterField(
            "ZONE_FIELD", tr("Field that tells zones apart (empty: each feature is one)"),
            parentLayerParameterName="ZONES", optional=True))
        add_people(self)
        add_standard(self, graded=False)
        self.addParameter(rare(QgsProcessingParameterString(
            "PERCENTILES", tr("Percentiles (0–100), separated by commas"), PERCENTILES, optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Concentrations by zone"), polygons[0]))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(
                name, self._title(name), QgsProcessing.SourceType.TypeVector))

    def _title(self, name: str) -> str:
        return {"TABLE": tr("Concentrations by zone and date"), "ABOVE": tr("Zones against the limits")}[name]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "PERCENTILES", context)
        try:
            if not all(0 <= percent <= 100 for percent in lists.numbers(text)):
                return False, messages.bad_percentiles(text)
        except ValueError:
            return False, messages.bad_percentiles(text)
        refused = refused_people(self, parameters, context)
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            **chosen_series(self, parameters, context),
            **chosen_date(self, parameters, context),
            "zones": self.source(parameters, "ZONES", context),
            "zone_field": self.parameterAsString(parameters, "ZONE_FIELD", context) or None,
            **chosen_people(self, parameters, context),
            "percentiles": lists.numbers(self.parameterAsString(parameters, "PERCENTILES", context)),
            **chosen_standard(self, parameters, context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        if file.lower().endswith(".csv"):
            return {"OUTPUT": file}
        made = {"ABOVE": result["limits"], "TABLE": result["dates"] > 1}
        return {"OUTPUT": file, **{name: f"{file}|layername={TABLES[name]}" for name, there in made.items() if there}}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        for name in [name for name in TABLES if name in made]:
            title = marked(self._title(name), result["demonstration"])
            also_load(context, result["output"], made[name], title, name)
        super().arrived(result, context, feedback)
