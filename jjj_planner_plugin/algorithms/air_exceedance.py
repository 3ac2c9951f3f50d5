"""jjj:air_exceedance: attainment (达标评价): days above the limits and statistics of a year, by place and cell."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from . import lists
from .air_series import NAMES, POLLUTANTS, add_standard, chosen_standard
from .air_values import add_values, chosen_values, refused_values, values_help
from .base import EngineAlgorithm, Parameters, also_load, marked
from .jurisdictions import rare
from .values import chosen

TABLES = {"SUMMARY": "summary", "STATISTICS": "statistics"}
WORST = "worst"


class AirExceedance(EngineAlgorithm):
    """Daily or monthly values of stations, cities or rasters, judged by the year."""

    NAME = "air_exceedance"
    GROUP = "air"
    ICON = "air_exceedance.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",), "CELLS": (".tif",)}
    RESULT_KIND = "air_exceedance"

    def displayName(self) -> str:
        return tr("Attainment of a year")

    def shortDescription(self) -> str:
        return tr("Days above the limits, HJ 663 statistics and attainment by city, zone and cell")

    def shortHelpString(self) -> str:
        return tr(
            "Whether the air of a year attains the standard, by station, city or zone. From daily values: days above "
            "the limit and their share of the valid days, the annual mean and the percentile of HJ 663, the longest "
            "spell above the limit (a missing day ends it), good days (AQI up to 100) where all six pollutants are "
            "there, and the mean of three years.\n\n"
            "Each date is judged by the standard in force on it, or all by the one you choose; a year under two "
            "standards (2026) has a row for each. Values are rounded as the standard says before they are judged; the "
            "raw value is kept. The year of a place is complete with 324 valid days, 27 in each month (February 25); a "
            "place that falls short is marked, and neither judged nor averaged. A city is the mean of its stations "
            "that are complete.\n\n"
            "From months there is an annual mean weighted by days and no percentile; a month beside the annual limit "
            "is for comparison only. Days of sand-dust can be left out of the particles, by date (2015-03-01, "
            "2015-03-02) or by a field. Without a first and a last date all dates count.\n\n"
            "Rasters are judged by the mean over each zone (true cell areas), and, with a file for cells, cell by "
            "cell: days above, valid days, share, longest spell.\n\n"
            "The table “Attainment: summary” is the page to hand over: of each place and year the figures of all "
            "pollutants as a bulletin gives them (annual means, CO the 95th, O₃ the 90th percentile), the composite "
            "index, good days and their share, and the days of each AQI level. In a year under two standards means, "
            "percentiles and the AQI's days are the whole year's, days above and spells those of the days under each."
        ) + "\n\n" + values_help()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_values(self)
        add_standard(self)
        self.addParameter(QgsProcessingParameterEnum(
            "POLLUTANT", tr("Figures in the layer"), [tr("Of the worst pollutant"), *NAMES],
            defaultValue=0))
        for name, text in (("FIRST_DATE", tr("From (2015, 2015-01, 2015-01-31)")),
                           ("LAST_DATE", tr("To, included"))):
            self.addParameter(QgsProcessingParameterString(name, text, "", optional=True))
        self.addParameter(rare(QgsProcessingParameterString(
            "EXCLUDE_DATES", tr("Days of sand-dust to leave out"), "", optional=True)))
        self.addParameter(rare(QgsProcessingParameterField(
            "EXCLUDE_FIELD", tr("Field that marks days to leave out"),
            parentLayerParameterName="OBSERVATIONS", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Attainment"), QgsProcessing.SourceType.TypeVectorAnyGeometry))
        self.addParameter(QgsProcessingParameterRasterDestination(
            "CELLS", tr("Days above the limit by cell"), optional=True, createByDefault=False))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(
                name, self._title(name), QgsProcessing.SourceType.TypeVector))

    def _title(self, name: str) -> str:
        return {"SUMMARY": tr("Attainment: summary"), "STATISTICS": tr("Attainment: statistics")}[name]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        reason = refused_values(self, parameters, context) or self._bad_days(parameters, context)
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def _bad_days(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        for text in self._excluded(parameters, context):
            try:
                date.fromisoformat(text)
            except ValueError:
                return messages.bad_day(text)
        return ""

    def _excluded(self, parameters: Parameters, context: QgsProcessingContext) -> list[str]:
        return lists.texts(self.parameterAsString(parameters, "EXCLUDE_DATES", context))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        first, last = (self.parameterAsString(parameters, name, context).strip() or None
                       for name in ("FIRST_DATE", "LAST_DATE"))
        return {
            **chosen_values(self, parameters, context),
            **chosen_standard(self, parameters, context),
            "pollutant": chosen(self, parameters, context, "POLLUTANT", (WORST, *POLLUTANTS)),
            "first_date": first, "last_date": last,
            "exclude_dates": self._excluded(parameters, context) or None,
            "exclude_field": self.parameterAsString(parameters, "EXCLUDE_FIELD", context) or None,
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        cells = {"CELLS": result["cells"]} if result.get("cells") else {}
        return {"OUTPUT": file, **cells,
                **{name: f"{file}|layername={table}" for name, table in TABLES.items()}}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        for name in TABLES:
            title = marked(self._title(name), result["demonstration"])
            also_load(context, result["output"], made[name], title, name)
        super().arrived(result, context, feedback)
