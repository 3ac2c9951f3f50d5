"""jjj:coordination_matrix: plan class × jurisdiction × constraint, and the places where two of them have to talk."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from . import lists
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import add_jurisdictions, chosen_jurisdictions, rare

MATRIX = "matrix"


class CoordinationMatrix(EngineAlgorithm):
    """A plan, whose ground it is, what limits it, and the rules."""

    NAME = "coordination_matrix"
    GROUP = "measure"
    ICON = "coordination.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "coordination"

    def displayName(self) -> str:
        return tr("Coordination matrix")

    def shortDescription(self) -> str:
        return tr("Plan classes by jurisdiction and constraint, and where two have to talk")

    def shortHelpString(self) -> str:
        return tr(
            "How much of each class of the plan lies in each jurisdiction, on each constraint and on none of them, "
            "in hectares and per cent of the class there (counted twice: on several constraints at once).\n\n"
            "The places are where two jurisdictions have to talk, each with both names, both sides' classes, the "
            "rule and the area: classes that face each other across a border (works near homes), one protected area "
            "or catchment planned differently on either side, development in the catchment of another's water "
            "source. A place can be zoomed to; its number begins with the rule's.\n\n"
            "The rules are data: resources/catalog/conflict_rules.json. A file of your own may be named instead; "
            "where it is wrong, you are told where. Classes are matched by their text or name, codes where the class "
            "field is DLBM (land survey) or YDYHFLDM (land and sea use). Distances in the catalogue are working "
            "values, not statutory ones."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(QgsProcessingParameterFeatureSource("PLAN_LAYER", tr("Plan (land use or zones)"), [polygons]))
        self.addParameter(QgsProcessingParameterField(
            "PLAN_CLASS", tr("Class field of the plan (empty: one class)"), parentLayerParameterName="PLAN_LAYER",
            optional=True))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999, 1:4 000 000)"))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "CONSTRAINTS", tr("Constraints (red lines, catchments …)"), polygons, optional=True))
        self.addParameter(rare(QgsProcessingParameterString(
            "CONSTRAINT_FIELDS", tr("Class field of each constraint, separated by commas"), "", optional=True)))
        self.addParameter(rare(QgsProcessingParameterFile(
            "RULES", tr("Rules (empty: those of the catalogue)"), extension="json", optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "TOLERANCE_M", tr("Gap or overlap that is still one border (m)"), QgsProcessingParameterNumber.Type.Double,
            1.0, minValue=0.001, maxValue=1000.0)))
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Places to talk about"), polygons))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "MATRIX", tr("Coordination matrix"), QgsProcessing.SourceType.TypeVector))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        fields = lists.texts(self.parameterAsString(parameters, "CONSTRAINT_FIELDS", context))
        return {
            "plan_layer": self.source(parameters, "PLAN_LAYER", context),
            "plan_class": self.parameterAsString(parameters, "PLAN_CLASS", context) or None,
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "constraints": self.sources(parameters, "CONSTRAINTS", context),
            "constraint_names": lists.layer_names(self, parameters, "CONSTRAINTS", context),
            "constraint_fields": fields or None,
            "rules": self.parameterAsFile(parameters, "RULES", context) or None,
            "tolerance_m": self.parameterAsDouble(parameters, "TOLERANCE_M", context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "MATRIX": f"{result['output']}|layername={MATRIX}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        table = f"{result['output']}|layername={MATRIX}"
        also_load(context, result["output"], table, tr("Coordination matrix"), "MATRIX")
        super().arrived(result, context, feedback)
