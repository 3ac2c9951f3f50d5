"""jjj:air_import: grids and tables of air quality as planners have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .air_series import AVERAGINGS, NAMES, POLLUTANTS
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import rare
from .values import chosen

KINDS = ("auto", "grid", "stations")
EXTENTS = ("region", "all")
WANTED = ("day", "hour", "month")
HOUR_MARKS = ("auto", "start", "end")
RASTER, STATIONS = "OUTPUT_RASTER", "OUTPUT_STATIONS"
TABLES = {"HOURS": "hours", "SHORT": "too_few_hours", "LOG": "import_log"}


class AirImport(EngineAlgorithm):
    """Grids become a raster, tables observations: of the two destinations the one that fits is written."""

    NAME = "air_import"
    GROUP = "air"
    ICON = "air_import.svg"
    SUFFIXES = {RASTER: (".tif",), STATIONS: (".gpkg",)}

    def displayName(self) -> str:
        return tr("Import air data")

    def shortDescription(self) -> str:
        return tr("Grids (NetCDF, GeoTIFF, GRIB) and tables of stations, in the standards' units")

    def shortHelpString(self) -> str:
        return tr(
            "Grids: NetCDF, GeoTIFF and GRIB of ACAG/SatPM, CHAP, CAMS and the like, and tables with a row a cell "
            "(TAP). Several files of one product become one series, a date a band. Packed values, fill values, "
            "longitudes to 360°, rows from south to north, a missing CRS and units (kg/m³, mg/m³) are recognised and "
            "put right; every such step is said. Concentrations are in µg/m³, CO in mg/m³.\n\n"
            "Tables: CSV or XLSX as the monitoring centre publishes them (date, hour, type, a column a station or "
            "city) or with a column a pollutant; UTF-8 or GBK. A list of stations (code, name, city, longitude, "
            "latitude) puts them on the map; names of the 13 cities are known. A day needs 20 hours, an ozone day 14 "
            "means of 8 hours of at least 6 each (fewer do where the limit is exceeded), a month 27 days (HJ 663): "
            "what has fewer gets no value and is listed. A month is the mean of its days.\n\n"
            "Hours are taken as the file's date has them: 0 to 23, each named by its start. Where they go to 24, each "
            "is named by its end. What the file does not say is asked for; nothing is guessed. Of the two outputs "
            "the one that fits is written."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "FILES", tr("Files of one product, or tables of stations"), QgsProcessing.SourceType.TypeFile))
        self.addParameter(QgsProcessingParameterEnum(
            "KIND", tr("They are"), [tr("As recognised"), tr("Grids"), tr("Tables of stations or cities")],
            defaultValue=0))
        self.addParameter(QgsProcessingParameterFile(
            "STATIONS", tr("List of stations: code, name, city, longitude, latitude"), optional=True,
            fileFilter=f"{tr('Tables')} (*.csv *.txt *.xlsx)"))
        self.addParameter(QgsProcessingParameterEnum(
            "WANTED", tr("Hours of stations become"), [tr("Days"), tr("Days, and the hours too"), tr("Months")],
            defaultValue=0))
        self.addParameter(QgsProcessingParameterEnum(
            "EXTENT", tr("Extent"), [tr("Jing-Jin-Ji and a margin"), tr("All there is")], defaultValue=0))
        self._add_untold()
        self.addParameter(QgsProcessingParameterRasterDestination(
            RASTER, tr("Concentrations (of grids)"), optional=True, createByDefault=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            STATIONS, tr("Observations (of tables)"), QgsProcessing.SourceType.TypeVector, optional=True,
            createByDefault=True))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(
                name, self._title(name), QgsProcessing.SourceType.TypeVector))

    def _add_untold(self) -> None:
        """What is asked where the files do not say it."""
        told = tr("As the files say")
        means = [told, tr("An hour"), tr("A day"), tr("A month"), tr("A year")]
        marks = [tr("As the hours say: to 23 or to 24"), tr("Its start"), tr("Its end")]
        for parameter in (
            QgsProcessingParameterEnum("POLLUTANT", tr("Pollutant"), [told, *NAMES], defaultValue=0),
            QgsProcessingParameterString("UNIT", tr("Unit, e.g. µg/m³ or kg/m³ (empty: as the files say)"),
                                         optional=True),
            QgsProcessingParameterString("VARIABLE", tr("Variable (empty: the only one)"), optional=True),
            QgsProcessingParameterString(
                "DATE", tr("Date of each file's first slice: 2020, 2020-01 or 2020-01-31 (empty: as the files say)"),
                optional=True),
            QgsProcessingParameterEnum("AVERAGING", tr("Each value is the mean of"), means, defaultValue=0),
            QgsProcessingParameterFile("CELLS", tr("Cells of a table of cells: identifier, longitude, latitude"),
                                       optional=True),
            QgsProcessingParameterEnum("HOUR_MARKS", tr("An hour is named by"), marks, defaultValue=0),
        ):
            self.addParameter(rare(parameter))

    def _title(self, name: str) -> str:
        return {"HOURS": tr("Observations by hour"), "SHORT": tr("Too few hours"), "LOG": tr("Import log")}[name]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        missing = [path for path in self._files(parameters, context) if not Path(path).is_file()]
        if missing:
            return False, messages.no_such_file(missing[0])
        return super().checkParameterValues(parameters, context)

    def _files(self, parameters: Parameters, context: QgsProcessingContext) -> list[str]:
        """Absolute paths, each once, in the order given."""
        given = self.parameterAsFileList(parameters, "FILES", context)
        return list(dict.fromkeys(str(Path(path).absolute()) for path in given if path))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        def text(name: str) -> str | None:
            return self.parameterAsString(parameters, name, context).strip() or None

        return {
            "files": self._files(parameters, context),
            "kind": chosen(self, parameters, context, "KIND", KINDS),
            "pollutant": chosen(self, parameters, context, "POLLUTANT", (None, *POLLUTANTS)),
            "unit": text("UNIT"), "variable": text("VARIABLE"), "date": text("DATE"),
            "averaging": chosen(self, parameters, context, "AVERAGING", (None, *AVERAGINGS)),
            "extent": chosen(self, parameters, context, "EXTENT", EXTENTS),
            "cells": text("CELLS"), "stations": text("STATIONS"),
            "output_averaging": chosen(self, parameters, context, "WANTED", WANTED),
            "hour_marks": chosen(self, parameters, context, "HOUR_MARKS", HOUR_MARKS),
        }

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        made = super().processAlgorithm(parameters, context, feedback)
        written = [self._result.get(name.lower()) for name in self.SUFFIXES]
        asked = [self._result["params"][name.lower()] for name in self.SUFFIXES] if self._result else []
        waiting = context.layersToLoadOnCompletion()
        context.setLayersToLoadOnCompletion({  # QGIS would look for the other destination's file
            target: details for target, details in waiting.items() if target in written or target not in asked})
        return made

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        made = super().outputs(result)
        if STATIONS not in made:
            return made
        lacking = {"HOURS": not result["hours"], "SHORT": not result["short"]}
        return made | {name: f"{made[STATIONS]}|layername={table}" for name, table in TABLES.items()
                       if not lacking.get(name)}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        self.RESULT_KIND = "air_observations" if STATIONS in made else "air_raster"
        for name in [name for name in TABLES if name in made]:
            also_load(context, made[STATIONS], made[name], self._title(name), name)
        super().arrived(result, context, feedback)
