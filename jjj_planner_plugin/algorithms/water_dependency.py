"""jjj:water_dependency: how much of its upstream ground each jurisdiction does not have itself, and who has it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .air_series import add_people, chosen_people, refused_people
from .base import Parameters
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare
from .tabled import TabledAlgorithm
from .values import chosen
from .water_heights import add_heights, add_heights_details, chosen_heights

METHODS = ("auto", "dem", "basins")
NUMBER = QgsProcessingParameterNumber.Type.Double


class WaterDependency(TabledAlgorithm):
    """Jurisdictions, and heights or basins that tell where water runs."""

    NAME = "water_dependency"
    GROUP = "water"
    ICON = "dependency.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "dependency"
    TABLES = {"PAIRS": "pairs", "AGREEMENTS": "agreements"}

    def displayName(self) -> str:
        return tr("Water dependency")

    def shortDescription(self) -> str:
        return tr("How much of a jurisdiction's upstream ground lies outside it, and whose that is")

    def shortHelpString(self) -> str:
        return tr(
            "For each jurisdiction: the ground outside it whose water runs through it, over all the ground whose "
            "water does, its own included. Pairs from upstream to downstream are drawn as lines with their area, its "
            "shares and the people on it; where a compensation agreement is known, the pair names it. The agreements "
            "themselves are lines too, beside what is measured of the ground of their own counties or cities: where it "
            "is about a river above a reservoir, only the ground that drains into that reservoir, which only heights "
            "can tell; the pair has all the ground that drains from the one to the other. An agreement "
            "about a transfer of water across a divide is marked: that is no natural upstream relation.\n\n"
            "By heights, the water of every cell is followed down. Where it enters a jurisdiction twice, it counts "
            "once. Ground that is closed drains into nothing: with the bundled model that is the Bashang plateau, "
            "else polygons of your own. On the plain dykes and canals lead the water, not heights: a jurisdiction "
            "that lies low and flat by half or more, or that half of its upstream reaches over the plain, is marked "
            "as not to be trusted. What is upstream may go on beyond "
            "the edge of the heights; that is told.\n\n"
            "By basins that know what they drain to (HydroBASINS, a plan's catchments, sub-basins of a delineation), "
            "basins strictly upstream of one of which a jurisdiction has 45 % or more count whole; of one of which it "
            "has less, only at most, as water may pass it by. In the basins that it touches "
            "itself, the ground outside it may lie above or below it: the least and the most are given, and which "
            "basins are in question. The finer the basins, the closer the two: HydroBASINS or the sub-basins of a "
            "delineation tell much, the ten bundled sub-basins little. A wide range is not to be trusted. Where a "
            "jurisdiction and a basin share less than 1 % of either, that is taken for borders that do not match, and "
            "told.\n\n"
            "Without a layer of either kind the bundled 30″ heights are used."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999)"))
        self.addParameter(QgsProcessingParameterEnum(
            "METHOD", tr("Where water runs is told by"),
            [tr("Basins where they are given, else heights"), tr("Heights"), tr("Basins")], defaultValue=0))
        add_heights(self)
        self.addParameter(QgsProcessingParameterFeatureSource(
            "BASINS", tr("Sub-basins (empty: ten of the Hai)"), polygons, optional=True))
        add_people(self)
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Water dependency"), polygons[0]))
        self.add_table_outputs()

    def _add_rare(self) -> None:
        add_heights_details(self)
        for name, text in (("ID_FIELD", tr("Id field (empty: the usual one)")),
                           ("DOWN_FIELD", tr("Drains-to field (empty: the usual one)"))):
            self.addParameter(rare(QgsProcessingParameterField(
                name, text, parentLayerParameterName="BASINS", optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "MIN_PAIR_KM2", tr("Leave out pairs with less ground than (km²)"), NUMBER, 1.0, minValue=0)))

    def titles(self) -> dict[str, str]:
        return {"PAIRS": tr("Upstream and downstream pairs"), "AGREEMENTS": tr("Compensation agreements")}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        undecided = METHODS[self.parameterAsEnum(parameters, "METHOD", context)] == "auto"
        if undecided and parameters.get("DEM") and parameters.get("BASINS"):
            return False, messages.heights_and_basins()
        refused = refused_people(self, parameters, context)
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        basins = self.optional_source(parameters, "BASINS", context)
        fields = {name.lower(): self.parameterAsString(parameters, name, context) or None if basins else None
                  for name in ("ID_FIELD", "DOWN_FIELD")}
        return {
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "method": chosen(self, parameters, context, "METHOD", METHODS),
            **chosen_heights(self, parameters, context),
            "basins": basins,
            **fields,
            **chosen_people(self, parameters, context),
            "min_pair_km2": self.parameterAsDouble(parameters, "MIN_PAIR_KM2", context),
        }
