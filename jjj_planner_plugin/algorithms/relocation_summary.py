"""jjj:relocation_summary: moves out of the core as flows, and counted."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import Parameters
from .jurisdictions import BUNDLED, chosen_jurisdictions, rare
from .tabled import TabledAlgorithm
from .values import chosen

LEVELS = ("unit", "city", "province")
WIDTHS = ("moves", "people", "area")


class RelocationSummary(TabledAlgorithm):
    """The plan's relocations, other lines, or a table with places; without any those of the sample."""

    NAME = "relocation_summary"
    GROUP = "region"
    ICON = "relocations.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "relocations"
    TABLES = {"MOVES": "moves", "CATEGORIES": "by_category", "YEARS": "by_year", "DESTINATIONS": "by_destination",
              "WINGS": "by_wing"}

    def displayName(self) -> str:
        return tr("Relocations")

    def shortDescription(self) -> str:
        return tr("Moves out of the core as flows, by category, year, receiving jurisdiction and wing")

    def shortHelpString(self) -> str:
        return tr(
            "From a plan's relocations, other lines from origin to destination, or a table loaded as a layer (places "
            "by adcode, or by name and city): each move as a curved line, and the moves of one origin and destination "
            "together as a flow whose width is a number: how many, people, or area.\n\n"
            "Four tables count moves by category, year, receiving jurisdiction and wing, with their statuses, people "
            "and area; sums are of the moves that have a number, and say how many these are. The year is that in "
            "which a move was done, else that in which it began. Xiong'an's three counties are its own, not "
            "Baoding's.\n\n"
            "A move without both ends is counted and not drawn. A row that stands for many moves (category: summary) "
            "is named and not counted, unless this is asked for. Moves whose ends lie within 15 km of one another "
            "coincide: they bend to different sides.\n\n"
            "Without a layer those of the bundled sample are used."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        types = QgsProcessing.SourceType
        self.addParameter(QgsProcessingParameterFeatureSource(
            "RELOCATIONS", tr("Relocations (empty: the sample's)"), [types.TypeVector], optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "LEVEL", tr("Receiving jurisdictions"), [tr("Counties and districts"), tr("Cities"), tr("Provinces")],
            defaultValue=1))
        self.addParameter(QgsProcessingParameterEnum(
            "WIDTH", tr("Width of the flows"), [tr("Number of moves"), tr("People"), tr("Area")], defaultValue=0))
        for parameter in (
            QgsProcessingParameterFeatureSource(
                "UNITS", tr("Units, for ends without a code (empty: 1999)"), [types.TypeVectorPolygon], optional=True),
            QgsProcessingParameterField("UNIT_FIELD", tr("Field with the adcode (empty: the usual one)"),
                                        parentLayerParameterName="UNITS", optional=True),
            QgsProcessingParameterFeatureSource(
                "WINGS", tr("Wings (empty: by their host counties)"), [types.TypeVectorPolygon], optional=True),
            QgsProcessingParameterBoolean("WITH_SUMMARIES", tr("Count rows that stand for many moves"), False),
        ):
            self.addParameter(rare(parameter))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Flows"), types.TypeVectorLine))
        self.add_table_outputs()

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "relocations": self.optional_source(parameters, "RELOCATIONS", context) or BUNDLED,
            **chosen_jurisdictions(self, parameters, context, "UNITS", "UNIT_FIELD"),
            "wings": self.optional_source(parameters, "WINGS", context),
            "level": chosen(self, parameters, context, "LEVEL", LEVELS),
            "width": chosen(self, parameters, context, "WIDTH", WIDTHS),
            "with_summaries": self.parameterAsBool(parameters, "WITH_SUMMARIES", context),
        }

    def titles(self) -> dict[str, str]:
        return {"MOVES": tr("Single relocations"), "CATEGORIES": tr("Relocations by category"),
                "YEARS": tr("Relocations by year"),
                "DESTINATIONS": tr("Relocations by receiving jurisdiction"), "WINGS": tr("Relocations by wing")}
