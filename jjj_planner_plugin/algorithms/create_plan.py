"""jjj:create_plan: a new plan file, with its styles and its project in it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .. import messages
from ..i18n import tr
from ..layers.compose import PlanError
from ..layers.plan_file import dress_plan, open_plan
from .base import EngineAlgorithm, Parameters

SCHEMES = ("county", "prefecture")


class CreatePlan(EngineAlgorithm):
    """Makes the plan and, on the main thread, dresses it."""

    NAME = "create_plan"
    GROUP = "plan"
    IN_MENU = False  # the New plan dialog runs it
    ICON = "new.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}

    def displayName(self) -> str:
        return tr("New plan")

    def shortHelpString(self) -> str:
        return tr(
            "Makes a plan file: one core, twin cities, three axes, four zones, nodes, wings, planning units, "
            "parks, relocations, water and the policy timeline, styled and labelled.\n\n"
            "Without a layer of units the bundled counties of 1999 (1:4 000 000, generalised) are used. "
            "With your own county layer, choose the field that holds the six-digit adcode (or the nine-digit "
            "GB code); codes that are unknown, old, twice there or missing are listed.\n\n"
            "No official list says which county lies in which zone: both schemes are proposals that you can edit."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        units = QgsProcessingParameterFeatureSource(
            "UNITS", tr("County layer (empty: the bundled counties of 1999)"),
            [QgsProcessing.SourceType.TypeVectorPolygon], optional=True)
        field = QgsProcessingParameterField(
            "UNIT_CODE_FIELD", tr("Field with the adcode"), parentLayerParameterName="UNITS", optional=True)
        scheme = QgsProcessingParameterEnum(
            "SCHEME", tr("Membership of the four zones"), [tr("By county"), tr("By prefecture")], defaultValue=0)
        title = QgsProcessingParameterString("TITLE", tr("Title"), "京津冀协同发展规划")
        opened = QgsProcessingParameterBoolean("OPEN", tr("Open the plan afterwards"), False)
        output = QgsProcessingParameterFileDestination("OUTPUT", tr("Plan file"), tr("Plan") + " (*.gpkg)")
        for parameter in (units, field, scheme, title, opened, output):
            self.addParameter(parameter)

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        if parameters.get("UNITS") and not parameters.get("UNIT_CODE_FIELD"):
            return False, messages.no_code_field()
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        self._open = self.parameterAsBool(parameters, "OPEN", context)
        own = bool(parameters.get("UNITS"))
        return {
            "units": self.source(parameters, "UNITS", context) if own else "bundled",
            "unit_code_field": self.parameterAsString(parameters, "UNIT_CODE_FIELD", context) if own else None,
            "scheme": SCHEMES[self.parameterAsEnum(parameters, "SCHEME", context)],
            "title": self.parameterAsString(parameters, "TITLE", context),
        }

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """The plan gets its styles and project; its first run is in it already."""
        try:
            dress_plan(result["output"])
            if self._open:
                open_plan(result["output"], context.project())
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
        for zone, area in result["zone_km2"].items():
            feedback.pushInfo(f"{zone}  {area:,.1f} km²")
