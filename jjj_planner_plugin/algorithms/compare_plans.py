"""jjj:compare_plans: what differs between two plans, or between a plan and a draft of one of its tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import language, tr
from ..layers.schema import tables
from .base import EngineAlgorithm, Parameters, also_load
from .plan_input import plan_reference

LAYERS = ("moves", "changes")
TABLES = ("zone_matrix", "indicators")


def draft_tables() -> list[str]:
    """The tables that a draft can stand for: those with a geometry."""
    return [name for name, table in tables().items() if table["geometry"]]


def part_title(part: str) -> str:
    """What a layer or table of the result is called."""
    return {
        "difference": tr("Difference"), "moves": tr("Moves"), "changes": tr("Changes"),
        "zone_matrix": tr("Matrix of zones"), "indicators": tr("Indicators"),
    }[part]


class ComparePlans(EngineAlgorithm):
    """The menu opens a dialog of its own, in which the pairs of a draft are confirmed."""

    NAME = "compare_plans"
    GROUP = "plan"
    ICON = "compare.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "comparison"

    def displayName(self) -> str:
        return tr("Compare scenarios")

    def shortDescription(self) -> str:
        return tr("What differs between two plans: features, ground, places, indicators")

    def shortHelpString(self) -> str:
        return tr(
            "Compares two plans feature by feature, by their uid, never by name. An open plan is compared as it is on "
            "screen, unsaved edits included.\n\n"
            "The difference map shows the ground that changed its zone, in the colour of the zone it went to, hatched "
            "in the colour of the zone it came from, and what wings and outlines of parks gained and lost. Moves go "
            "from the old to the new place; of axes the old and the new course are shown. The table of changes tells "
            "every field from → to; the matrix of zones is in km² and people; the indicators stand side by side.\n\n"
            "People come from the units' population, taken as evenly spread over each unit; where one unit has none, "
            "nothing is said. Slivers narrower than 1 m do not count as change; how many there were is told.\n\n"
            "A draft without uid (a Shapefile that came back, say): choose the table it stands for. Without pairs "
            "those that are certain by overlap and name are used."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        kinds = [tr("A plan"), *(tr("A draft of: {table}").format(table=tables()[name][language()])
                                 for name in draft_tables())]
        self.addParameter(QgsProcessingParameterFile("BEFORE", tr("Plan before"), extension="gpkg"))
        self.addParameter(QgsProcessingParameterFile("AFTER", tr("Plan after, or a draft")))
        self.addParameter(QgsProcessingParameterEnum("TABLE", tr("The second file is"), kinds, defaultValue=0))
        for parameter in (
            QgsProcessingParameterString("NAME_FIELD", tr("Field of the draft with names"), optional=True),
            QgsProcessingParameterString(
                "PAIRS", tr("Confirmed pairs of the draft (JSON: uid → feature number)"), optional=True),
        ):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Difference"), QgsProcessing.SourceType.TypeVectorPolygon))
        for part in (*LAYERS, *TABLES):
            self.addOutput(QgsProcessingOutputVectorLayer(
                part.upper(), part_title(part), QgsProcessing.SourceType.TypeVector))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        before, after = (self.parameterAsFile(parameters, name, context) for name in ("BEFORE", "AFTER"))
        drawn = self.parameterAsEnum(parameters, "TABLE", context)
        if not drawn and before and after and Path(before).resolve() == Path(after).resolve():
            return False, messages.same_plan(before)
        text = self.parameterAsString(parameters, "PAIRS", context)
        if text and read_pairs(text) is None:
            return False, messages.bad_pairs(text)
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        after = self.parameterAsFile(parameters, "AFTER", context)
        place = self.parameterAsEnum(parameters, "TABLE", context)
        pairs = self.parameterAsString(parameters, "PAIRS", context)
        return {
            "before": plan_reference(self, self.parameterAsFile(parameters, "BEFORE", context), context),
            "after": after if place else plan_reference(self, after, context),
            "table": draft_tables()[place - 1] if place else None,
            "name_field": self.parameterAsString(parameters, "NAME_FIELD", context) or None,
            "pairs": read_pairs(pairs) if pairs else None,
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        path = result["output"]
        return {"OUTPUT": path, **{part.upper(): f"{path}|layername={part}" for part in (*LAYERS, *TABLES)}}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        path = result["output"]
        for part in LAYERS:
            also_load(context, path, f"{path}|layername={part}", part_title(part), part.upper())
        super().arrived(result, context, feedback)


def read_pairs(text: str) -> dict[str, Any] | None:
    """The pairs of a JSON object; None when the text is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
