"""jjj:check_plan: what is wrong with a plan, where, and what would put it right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
    QgsProject,
)

from .. import messages
from ..i18n import tr
from ..layers.findings import AREAS
from ..layers.plan_file import open_plan_path
from .base import EngineAlgorithm, Parameters, also_load
from .plan_input import plan_reference


class CheckPlan(EngineAlgorithm):
    """Checks the plan that is open, unsaved edits and all, or any other plan file."""

    NAME = "check_plan"
    GROUP = "plan"
    ICON = "check.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "check"
    RECORDED = False  # a check is no analysis, and the plan may be in the midst of being edited

    def displayName(self) -> str:
        return tr("Check plan")

    def shortDescription(self) -> str:
        return tr("What is wrong with the plan, and where")

    def shortHelpString(self) -> str:
        return tr(
            "Checks a plan: every unit in one zone and only one, zones without gaps, overlaps and parts that are cut "
            "off, axes that run through their members and stay in the region, nodes and parks where their codes say, "
            "codes that are known and of today, names in both languages, uids that are unique, valid geometry, a CRS "
            "for every layer, all tables of today's schema.\n\n"
            "Each finding has a severity, a sentence with what was found and expected, a point to go to and, where it "
            "is an area, its exact polygons. Areas are ellipsoidal (CGCS2000). Patches below 1 ha are counted, not "
            "listed.\n\n"
            "Without a file the plan that is open in this project is checked, with its unsaved edits."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(
            "PLAN", tr("Plan file (empty: the plan that is open)"), extension="gpkg", optional=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Findings"), QgsProcessing.SourceType.TypeVectorPoint))
        self.addOutput(QgsProcessingOutputVectorLayer(
            "AREAS", tr("Areas of findings"), QgsProcessing.SourceType.TypeVectorPolygon))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        reason = _refusal(self._plan(parameters, context))
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def _plan(self, parameters: Parameters, context: QgsProcessingContext) -> Path | None:
        chosen = self.parameterAsFile(parameters, "PLAN", context)
        return Path(chosen) if chosen else open_plan_path(context.project() or QgsProject.instance())

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        plan = self._plan(parameters, context)
        reason = _refusal(plan)
        if plan is None or reason:
            raise QgsProcessingException(reason)
        return {"plan": plan_reference(self, str(plan), context)}

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "AREAS": f"{result['output']}|layername={AREAS}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Where no layer is to be loaded (the check panel reads the file), nothing is announced either."""
        counts = result["severities"]
        feedback.pushInfo(messages.plan_checked(counts["error"], counts["warning"], counts["note"]))
        if context.layersToLoadOnCompletion():
            table = f"{result['output']}|layername={AREAS}"
            also_load(context, result["output"], table, tr("Areas of findings"), "AREAS")
            super().arrived(result, context, feedback)


def _refusal(plan: Path | None) -> str:
    """Why there is nothing to check, as a sentence; empty if there is."""
    if plan is None:
        return messages.no_plan_to_check()
    return "" if plan.is_file() else messages.plan_missing(str(plan))
