"""jjj:save_scenario: a copy of a plan under a name of its own; it needs no engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .. import messages
from ..i18n import tr
from ..layers.as_seen import edited_layers
from ..layers.compose import PlanError
from ..layers.plan_file import plan_layers
from ..layers.scenarios import save_scenario
from .base import Parameters, PlannerAlgorithm


class SaveScenario(PlannerAlgorithm):
    """Copies the plan on the main thread: QGIS may be reading the open plan's layers, and two threads must not."""

    NAME = "save_scenario"
    GROUP = "plan"
    ICON = "scenario.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}

    def displayName(self) -> str:
        return tr("Save as scenario")

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortDescription(self) -> str:
        return tr("Copy the plan under a name of its own, to change it and compare")

    def shortHelpString(self) -> str:
        return tr(
            "Copies the plan, also while it is open, as a scenario that notes which plan it comes from. Edits that are "
            "not saved come into the scenario only where that is asked for; in the plan they stay as they are. A file "
            "that exists is not replaced."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("PLAN", tr("Plan file"), extension="gpkg"))
        self.addParameter(QgsProcessingParameterString("NAME", tr("Name of the scenario")))
        self.addParameter(QgsProcessingParameterBoolean(
            "WITH_EDITS", tr("Put edits of the open plan that are not saved in the scenario"), False))
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Scenario file"), tr("Plan") + " (*.gpkg)"))

    def prepareAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        plan = self.parameterAsFile(parameters, "PLAN", context)
        opened = plan_layers(context.project(), Path(plan)) if context.project() is not None else {}
        self._edited = edited_layers(opened)
        if self._edited and not self.parameterAsBool(parameters, "WITH_EDITS", context):
            self._edited = {}
            feedback.pushWarning(messages.scenario_lacks_edits(plan))
        return True

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        plan = self.parameterAsFile(parameters, "PLAN", context)
        name = self.parameterAsString(parameters, "NAME", context)
        target = self.destination(parameters, "OUTPUT", context)
        try:
            save_scenario(Path(plan), Path(target), name, edited=self._edited)
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
        feedback.pushInfo(messages.scenario_saved(name, target))
        return {"OUTPUT": target}
