"""jjj:sensitivity: an earlier result at −10 %, 0, +10 % of its distances or threshold, and what changes order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from . import lists
from .base import EngineAlgorithm, Parameters
from .jurisdictions import rare

MINUS = "−–－"
"""What people write for a minus."""


class Sensitivity(EngineAlgorithm):
    """Takes the recipe that every result has beside it."""

    NAME = "sensitivity"
    GROUP = "measure"
    ICON = "sensitivity.svg"
    SUFFIXES = {"OUTPUT": (".gpkg", ".csv")}
    RESULT_KIND = "sensitivity"

    def displayName(self) -> str:
        return tr("Sensitivity")

    def shortDescription(self) -> str:
        return tr("A result at other distances or thresholds, and what changes order")

    def shortHelpString(self) -> str:
        return tr(
            "Runs an earlier analysis again with its distances or threshold changed by some per cent and puts the "
            "results side by side: for each row the value at each change, by how many per cent it differs from the "
            "unchanged one, its rank, and whether the rank changes.\n\n"
            "The analysis is named by its recipe, the file NAME.recipe.json beside the result: ring buffers (their "
            "distances; with polygons to measure by, the rows are the classes), conflicts of control lines (the "
            "smallest area), border mirror (the distance). Its layers must still be where they were; an analysis of a "
            "layer with unsaved edits, a filter or a selection used a temporary copy, so save that layer as a file "
            "first and run the analysis on it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(
            "RECIPE", tr("Recipe of an earlier result (NAME.recipe.json)"), fileFilter=tr("Recipes (*.recipe.json)")))
        self.addParameter(QgsProcessingParameterString(
            "FACTORS", tr("Changes (%), separated by commas"), "-10 %, 0, +10 %"))
        self.addParameter(rare(QgsProcessingParameterString(
            "PARAMETER", tr("What varies (empty: the only distance or threshold there is)"), "", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Sensitivity"), QgsProcessing.SourceType.TypeVector))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "FACTORS", context)
        try:
            factors(text)
        except ValueError:
            return False, messages.bad_factors(text)
        recipe = self.parameterAsFile(parameters, "RECIPE", context)
        if not Path(recipe).is_file():
            return False, messages.no_recipe(recipe)
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "recipe": str(Path(self.parameterAsFile(parameters, "RECIPE", context)).absolute()),
            "parameter": self.parameterAsString(parameters, "PARAMETER", context) or None,
            "factors": factors(self.parameterAsString(parameters, "FACTORS", context)),
        }


def factors(text: str) -> list[float]:
    """`-10 %, 0, +10 %` as 0.9, 1, 1.1. ValueError if one is no percentage above −100, or all are one."""
    for minus in MINUS:
        text = text.replace(minus, "-")
    changes = lists.numbers(text.replace("%", " ").replace("％", " ").replace("＋", "+"))
    found = [round(1 + change / 100, 9) for change in changes]
    if not all(0 < factor < float("inf") for factor in found) or len({*found, 1.0}) < 2:
        raise ValueError(text)
    return found
