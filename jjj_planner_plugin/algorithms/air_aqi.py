"""jjj:air_aqi: air quality index, primary pollutant and composite index by station, city, zone or cell."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import language, tr
from ..layers.air_standards import standards
from ..layers.schema import catalog
from . import lists
from .air_series import BY_DATE, POLLUTANTS
from .air_values import add_values, chosen_values, refused_values, values_help
from .base import EngineAlgorithm, Parameters, also_load, marked
from .jurisdictions import rare
from .values import chosen


class AirAqi(EngineAlgorithm):
    """Daily or hourly values have an AQI; daily, monthly and yearly ones a composite index of the year."""

    NAME = "air_aqi"
    GROUP = "air"
    ICON = "air_aqi.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",), "CELLS": (".tif",)}
    RESULT_KIND = "air_aqi"

    def displayName(self) -> str:
        return tr("Air quality index")

    def shortDescription(self) -> str:
        return tr("AQI, primary pollutant and composite index by city, zone and cell")

    def shortHelpString(self) -> str:
        return tr(
            "The air quality index (HJ 633) of each place and day or hour: the index of each pollutant, rounded up, "
            "the largest of them, and above 50 the primary pollutants, all of them where several are equal. Each value "
            "is by the edition in force on its date (2012, from 2026-03-01 the one of 2026), or all by the one you "
            "choose. Concentrations are rounded to the standard's unit before.\n\n"
            "Above the end of a table the value is beyond the index: the AQI is empty and says so, it is never 500 (in "
            "a raster 501). An AQI of fewer than six pollutants is marked and says which are missing: it may be too "
            "low. Of months and years there is no AQI.\n\n"
            "The table “Composite index” adds up each pollutant's annual mean (CO: 95th, O₃: 90th percentile) over its "
            "limit of class 2, by place and year. All weigh 1 (2013); the weights reported for 2026 rest on one "
            "source, and you may give your own; what they do not name weighs 1.\n\n"
            "Rasters give the index of the mean over each zone and, with a file for cells, of each cell and date; the "
            "primary pollutants are in NAME_primary.tif beside it."
        ) + "\n\n" + values_help()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_values(self)
        editions = [str(entry[language()]) for entry in standards()["aqi"]["versions"]]
        self.addParameter(QgsProcessingParameterEnum(
            "EDITION", tr("Edition"), [tr("The one in force on each date"), *editions], defaultValue=0))
        self.addParameter(QgsProcessingParameterEnum(
            "WEIGHTS", tr("Weights of the composite index"), self._weights(), defaultValue=0))
        self.addParameter(rare(QgsProcessingParameterString(
            "OWN_WEIGHTS", tr("Other weights (pm25 = 3, o3 = 2)"), "", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Air quality index"), QgsProcessing.SourceType.TypeVectorAnyGeometry))
        self.addParameter(QgsProcessingParameterRasterDestination(
            "CELLS", tr("AQI by cell"), optional=True, createByDefault=False))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "COMPOSITE", tr("Composite index"), QgsProcessing.SourceType.TypeVector))

    def _weights(self) -> list[str]:
        """`2013 (high confidence)`: how sure they are is part of the choice."""
        sure = catalog("catalog/air_words.json")["confidences"]
        return [tr("{name} (confidence: {confidence})").format(
                    name=entry["id"], confidence=sure[entry["confidence"]][language()])
                for entry in standards()["composite"]["weights"]]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        reason = refused_values(self, parameters, context)
        text = self.parameterAsString(parameters, "OWN_WEIGHTS", context)
        if not reason and text and own_weights(text) is None:
            reason = messages.bad_weights(text, ", ".join(POLLUTANTS))
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        editions = [str(entry["id"]) for entry in standards()["aqi"]["versions"]]
        weights = [str(entry["id"]) for entry in standards()["composite"]["weights"]]
        own = self.parameterAsString(parameters, "OWN_WEIGHTS", context)
        return {
            **chosen_values(self, parameters, context),
            "edition": chosen(self, parameters, context, "EDITION", (BY_DATE, *editions)),
            "weights": chosen(self, parameters, context, "WEIGHTS", tuple(weights)),
            "own_weights": own_weights(own) if own else None,
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        cells = {"CELLS": result["cells"]} if result.get("cells") else {}
        composite = {"COMPOSITE": f"{file}|layername=composite"} if result["composites"] else {}
        return {"OUTPUT": file, **cells, **composite}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if result["rows"] and result["composites"]:
            title = marked(tr("Composite index"), result["demonstration"])
            also_load(context, result["output"], self.outputs(result)["COMPOSITE"], title, "COMPOSITE")
        super().arrived(result, context, feedback)


def own_weights(text: str) -> dict[str, float] | None:
    """`pm25 = 3, o3 = 2` as numbers by pollutant; None if it is anything else."""
    found = {}
    for part in lists.texts(text):
        name, _, number = part.partition("=")
        try:
            weight = float(number)
        except ValueError:
            return None
        if name.strip() not in POLLUTANTS or not 0 <= weight < math.inf:
            return None
        found[name.strip()] = weight
    return found
