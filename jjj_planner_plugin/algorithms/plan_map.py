"""jjj:plan_map: the plan's print map as PNG or PDF; it needs no engine."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProject,
)

from ..i18n import language, speaking, tr
from ..layers.compose import PlanError
from ..layers.layout import export_map
from ..layers.plan_file import open_plan
from ..layers.result_map import put_on_map
from .base import Parameters, PlannerAlgorithm

LANGUAGES = ("", "zh", "en")


class PlanMap(PlannerAlgorithm):
    """Prints on the main thread: layouts are not for workers."""

    NAME = "plan_map"
    GROUP = "plan"
    ICON = "map.svg"
    SUFFIXES = {"OUTPUT": (".pdf", ".png")}

    def displayName(self) -> str:
        return tr("Plan map")

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortDescription(self) -> str:
        return tr("Print the plan as PDF or PNG")

    def shortHelpString(self) -> str:
        return tr(
            "Prints the plan on an A3 sheet with title, legend, scale bar and title block. Boundaries are "
            "schematic and no basis for demarcation; the map review number stays empty until you enter it.\n\n"
            "A result of an air tool can be laid over the zones, of a series one date: the legend names the standard, "
            "and a demonstration is called one in title and legend. A result of a water tool comes with the other "
            "layers of its file that belong to the picture: catchments with their streams and pour points."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("PLAN", tr("Plan file"), extension="gpkg"))
        self.addParameter(QgsProcessingParameterMapLayer(
            "LAYER", tr("Air or water result laid over the zones"), optional=True))
        self.addParameter(QgsProcessingParameterString(
            "DATE", tr("Its date (2014-01 and the like; empty: the newest)"), optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "LANGUAGE", tr("Language"), [tr("As the interface"), "中文", "English"], defaultValue=0))
        self.addParameter(QgsProcessingParameterNumber(
            "DPI", tr("Resolution (dpi)"), QgsProcessingParameterNumber.Type.Integer, 200, minValue=72, maxValue=600))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Map"), "PDF (*.pdf);;PNG (*.png)"))

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        plan = self.parameterAsFile(parameters, "PLAN", context)
        chosen = LANGUAGES[self.parameterAsEnum(parameters, "LANGUAGE", context)] or language()
        target = self.destination(parameters, "OUTPUT", context)
        result = self.parameterAsLayer(parameters, "LAYER", context)
        project = QgsProject()
        try:
            open_plan(plan, project, chosen)
            if result is not None:
                with speaking(chosen):
                    shown = put_on_map(project, result, self.parameterAsString(parameters, "DATE", context).strip())
                feedback.pushInfo(" ".join(filter(None, (result.name(), shown))))
            return {"OUTPUT": export_map(project, target, self.parameterAsInt(parameters, "DPI", context))}
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
