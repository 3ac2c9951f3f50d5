"""jjj:air_footprints: where the air is above a limit, whose ground that is, and how it moves from date to date."""

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
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
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
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare
from .values import chosen, optional_number

TABLES = {"CHANGES": "changes", "SHARES": "footprint_shares", "MOVEMENT": "movement"}
NEIGHBOURS = ("8", "4")
NUMBER = QgsProcessingParameterNumber.Type.Double


class AirFootprints(EngineAlgorithm):
    """The dynamic boundary: a raster of one or many dates, and a limit."""

    NAME = "air_footprints"
    GROUP = "air"
    ICON = "air_footprints.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "air_footprints"

    def displayName(self) -> str:
        return tr("Footprints above a limit")

    def shortDescription(self) -> str:
        return tr("Where the air is above a limit, whose ground that is, and how it moves")

    def shortHelpString(self) -> str:
        return tr(
            "Polygons where a concentration is above a limit, for every date of a raster or series of rasters. They "
            "follow the edges of the cells, so that their area is that of the cells (CGCS2000 ellipsoid). Played with "
            "the temporal controller they are a boundary that moves.\n\n"
            "The limit is that of the standard in force on each date, or of one that you choose; values are rounded "
            "as the standard says before they are judged. A period under two standards is judged by both. A limit of "
            "your own is compared with values as they are. Monthly means are set beside the annual limit for "
            "comparison only: no standard has a limit for a month.\n\n"
            "Footprints and holes below the smallest area are left out and filled, and counted; holes without a value "
            "are never filled. Smoothing takes the mean of the cells within a radius on the ground before the limit "
            "is asked; means and maxima in the result are those of the raster as it is.\n\n"
            "The tables tell how much of each footprint lies in each jurisdiction and zone, and what was kept, gained "
            "and lost since the date before, with the shift of the middle and the share of overlap. Ground without a "
            "value on one of the two dates is neither gained nor lost; its area is told. With a raster of people "
            "(resampled by sum) or polygons with people, all of these are told in people too."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add_series(self)
        add_date(self)
        add_standard(self)
        self.addParameter(QgsProcessingParameterNumber(
            "LIMIT", tr("Limit of your own instead, in the raster's unit"), NUMBER, optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "MIN_AREA_KM2", tr("Smallest footprint and hole (km²; empty: 4 cells)"), NUMBER, optional=True, minValue=0))
        self.addParameter(QgsProcessingParameterNumber(
            "SMOOTHING_KM", tr("Radius of smoothing (km; 0: none)"), NUMBER, 0.0, minValue=0, maxValue=999))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999, 1:4 000 000)"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "ZONES", tr("Zones whose share is told too"), polygons, optional=True))
        self.addParameter(QgsProcessingParameterField(
            "ZONE_FIELD", tr("Field that tells zones apart (empty: zone_id)"), parentLayerParameterName="ZONES",
            optional=True))
        add_people(self)
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Footprints"), polygons[0]))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(
                name, self._title(name), QgsProcessing.SourceType.TypeVector))

    def _add_rare(self) -> None:
        self.addParameter(rare(QgsProcessingParameterEnum(
            "NEIGHBOURS", tr("Cells that touch at a corner only"),
            [tr("Are one footprint"), tr("Are two footprints")], defaultValue=0)))
        self.addParameter(rare(QgsProcessingParameterBoolean(
            "ACROSS_GAPS", tr("Compare dates with a gap between them too"), True)))

    def _title(self, name: str) -> str:
        return {"CHANGES": tr("Footprints: kept, gained, lost"), "SHARES": tr("Footprints: shares of jurisdictions"),
                "MOVEMENT": tr("Footprints: movement")}[name]

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        refused = refused_people(self, parameters, context)
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            **chosen_series(self, parameters, context),
            **chosen_date(self, parameters, context),
            **chosen_standard(self, parameters, context),
            "limit": optional_number(self, parameters, context, "LIMIT"),
            "min_area_km2": optional_number(self, parameters, context, "MIN_AREA_KM2"),
            "smoothing_km": self.parameterAsDouble(parameters, "SMOOTHING_KM", context),
            "neighbours": chosen(self, parameters, context, "NEIGHBOURS", NEIGHBOURS),
            "across_gaps": self.parameterAsBool(parameters, "ACROSS_GAPS", context),
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "zones": self.optional_source(parameters, "ZONES", context),
            "zone_field": self.parameterAsString(parameters, "ZONE_FIELD", context) or None,
            **chosen_people(self, parameters, context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        made = {name: f"{file}|layername={table}" for name, table in TABLES.items()}
        if not result["changes"]:
            del made["CHANGES"]
        return {"OUTPUT": file, **made}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        for name in [name for name in TABLES if name in made]:
            # a layer's look says it by itself
            title = marked(self._title(name), result["demonstration"] and name != "CHANGES")
            also_load(context, result["output"], made[name], title, name)
        super().arrived(result, context, feedback)
