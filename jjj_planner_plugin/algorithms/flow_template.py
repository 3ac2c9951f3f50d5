"""jjj:flow_template: a table of flows between the plan's cities, to fill in."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import Parameters
from .connectivity import plan_or_bundled
from .tabled import TabledAlgorithm


class FlowTemplate(TabledAlgorithm):
    """The cities of a plan, each with each other one."""

    NAME = "flow_template"
    GROUP = "region"
    ICON = "flow_template.svg"
    SUFFIXES = {"OUTPUT": (".csv",)}
    RESULT_KIND = "flow_template"
    RECORDED = False  # it measures nothing

    def displayName(self) -> str:
        return tr("Flow table template")

    def shortDescription(self) -> str:
        return tr("A table of flows between the plan's cities, to fill in for “Connectivity”")

    def shortHelpString(self) -> str:
        return tr(
            "Writes a CSV (UTF-8, opens in a spreadsheet) with a row for each city of the plan and each other city: "
            "codes and names are filled in, value, kind and year are empty. Fill in what is known and delete the rest "
            "or leave it empty; rows of districts and counties may be added, with their adcode. Kind tells people, "
            "freight, capital and trips apart, as they are never added up."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(
            "PLAN", tr("Plan file (empty: open or bundled one)"), extension="gpkg", optional=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Flow table"), QgsProcessing.SourceType.TypeVector))

    def titles(self) -> dict[str, str]:
        return {}

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {"plan": plan_or_bundled(self, parameters, "PLAN", context)}
