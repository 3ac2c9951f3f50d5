"""jjj:conflicts: where control lines (三区三线) overlap one another, by pair and unit."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from ..layers.schema import catalog
from . import lists
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare

SUMMARY = "summary"


class Conflicts(EngineAlgorithm):
    """Any number of polygon layers, each a control line with a name."""

    NAME = "conflicts"
    GROUP = "measure"
    ICON = "conflicts.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "conflicts"

    def displayName(self) -> str:
        return tr("Conflicts of control lines")

    def shortDescription(self) -> str:
        return tr("Where farmland, red line and urban boundary overlap")

    def shortHelpString(self) -> str:
        return tr(
            "Every place where two of the layers overlap, as a polygon with both features' numbers (fid and BSM), its "
            "area in m², hectares and mu on the CGCS2000 ellipsoid, its share of either feature, and the unit it "
            "lies in: a place over a border is cut there. The summary adds them up by pair and unit; a pair without "
            "overlap has a row of zeros.\n\n"
            "Overlaps below the smallest area are counted in the summary and not drawn. Without a number the land "
            "survey's smallest parcel holds, told by the layer's name: 200 m² for built-up land, 400 m² for farmland, "
            "600 m² for the rest; of two lines the smaller one. A place narrower than the sliver width (2 × area ÷ "
            "perimeter) is marked as a sliver and kept. Both are asked of the whole place, before it is cut at a "
            "border."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "LAYERS", tr("Control lines (two or more layers)"), QgsProcessing.SourceType.TypeVectorPolygon))
        add_jurisdictions(self, "UNITS", "UNIT_FIELD", tr("Units (empty: counties of 1999, 1:4 000 000)"))
        self.addParameter(QgsProcessingParameterString(
            "MIN_AREA_M2", tr("Smallest area (m²): one number, or one a layer (empty: by the survey)"), "",
            optional=True))
        self.addParameter(rare(QgsProcessingParameterString(
            "NAMES", tr("Names of the layers, separated by commas (empty: their own)"), "", optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "SLIVER_WIDTH_M", tr("Slivers are narrower than (m)"), QgsProcessingParameterNumber.Type.Double,
            float(catalog("catalog/control_lines.json")["slivers"]["max_width_m"]), minValue=0.0)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Conflicts"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "SUMMARY", tr("Conflicts by pair and unit"), QgsProcessing.SourceType.TypeVector))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "MIN_AREA_M2", context)
        try:
            lists.numbers(text)
        except ValueError:
            return False, messages.bad_areas(text)
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        named = lists.texts(self.parameterAsString(parameters, "NAMES", context))
        return {
            "layers": self.sources(parameters, "LAYERS", context),
            "names": named or lists.layer_names(self, parameters, "LAYERS", context),
            **chosen_jurisdictions(self, parameters, context, "UNITS", "UNIT_FIELD"),
            "min_area_m2": lists.numbers(self.parameterAsString(parameters, "MIN_AREA_M2", context)) or None,
            "sliver_width_m": self.parameterAsDouble(parameters, "SLIVER_WIDTH_M", context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "SUMMARY": f"{result['output']}|layername={SUMMARY}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        table = f"{result['output']}|layername={SUMMARY}"
        also_load(context, result["output"], table, tr("Conflicts by pair and unit"), "SUMMARY")
        super().arrived(result, context, feedback)
