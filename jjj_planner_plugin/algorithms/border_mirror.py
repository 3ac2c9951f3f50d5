"""jjj:border_mirror: what faces what across administrative borders, by length."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare

MIRROR = "mirror"


class BorderMirror(EngineAlgorithm):
    """A polygon layer with classes against the borders between jurisdictions."""

    NAME = "border_mirror"
    GROUP = "measure"
    ICON = "borders.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "borders"

    def displayName(self) -> str:
        return tr("Border mirror")

    def shortDescription(self) -> str:
        return tr("Which classes face each other across administrative borders")

    def shortHelpString(self) -> str:
        return tr(
            "Every border between two jurisdictions, cut wherever the class on one of its sides changes, with the "
            "class on either side and the length on the ground. The class of a side is that of the nearest polygon "
            "within the distance that lies in that side's jurisdiction; where there is none it is empty. The table "
            "adds the lengths up by pair of jurisdictions and classes; for each pair they make its whole border.\n\n"
            "The border is looked at every so many metres (a tenth of the distance, 5 to 100 m), and a change between "
            "two such points is located to within 0.1 m; a class that faces the border for less than a step may be "
            "missed. Ground that spills over the border by less than the tolerance does not count as across it. With "
            "the field “city” or “province” counties are joined first."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        number = QgsProcessingParameterNumber.Type.Double
        self.addParameter(QgsProcessingParameterFeatureSource(
            "LAYER", tr("Layer with classes (land use or zones)"), [QgsProcessing.SourceType.TypeVectorPolygon]))
        self.addParameter(QgsProcessingParameterField(
            "CLASS_FIELD", tr("Class field (empty: one class)"), parentLayerParameterName="LAYER", optional=True))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999, 1:4 000 000)"))
        self.addParameter(QgsProcessingParameterNumber(
            "DISTANCE_M", tr("Distance from the border (m)"), number, 1000.0, minValue=1.0, maxValue=50_000.0))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "STEP_M", tr("Look every (m; empty: a tenth of the distance)"), number, None, optional=True, minValue=1.0,
            maxValue=50_000.0)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "TOLERANCE_M", tr("Gap or overlap that is still one border (m)"), number, 1.0, minValue=0.001,
            maxValue=1000.0)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Borders by class"), QgsProcessing.SourceType.TypeVectorLine))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "MIRROR", tr("Border mirror"), QgsProcessing.SourceType.TypeVector))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        step = parameters.get("STEP_M")
        return {
            "layer": self.source(parameters, "LAYER", context),
            "class_field": self.parameterAsString(parameters, "CLASS_FIELD", context) or None,
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "distance_m": self.parameterAsDouble(parameters, "DISTANCE_M", context),
            "step_m": None if step is None else self.parameterAsDouble(parameters, "STEP_M", context),
            "tolerance_m": self.parameterAsDouble(parameters, "TOLERANCE_M", context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "MIRROR": f"{result['output']}|layername={MIRROR}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        table = f"{result['output']}|layername={MIRROR}"
        also_load(context, result["output"], table, tr("Border mirror"), "MIRROR")
        super().arrived(result, context, feedback)
