"""The parameter that says which plan a tool of the region works on: a file, the open plan, or the bundled sample."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingParameterFile, QgsProject

from .. import messages
from ..i18n import tr
from ..layers.plan_file import open_plan_path
from .base import Parameters, PlannerAlgorithm
from .plan_input import plan_reference

SAMPLE = "bundled"


def add_plan(algorithm: PlannerAlgorithm) -> None:
    """PLAN, optional."""
    algorithm.addParameter(QgsProcessingParameterFile(
        "PLAN", tr("Plan (empty: the open one or the sample)"), extension="gpkg", optional=True))


def refused_plan(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Why the plan that was chosen cannot be read, as a sentence; empty if it can."""
    chosen = algorithm.parameterAsFile(parameters, "PLAN", context)
    return messages.plan_missing(chosen) if chosen and not Path(chosen).is_file() else ""


def chosen_plan(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """What the task's parameter `plan` is given: the plan with its unsaved edits, or the bundled sample's word.

    Raises QgsProcessingException where the file does not exist.
    """
    reason = refused_plan(algorithm, parameters, context)
    if reason:  # a model asks no checkParameterValues
        raise QgsProcessingException(reason)
    chosen = algorithm.parameterAsFile(parameters, "PLAN", context)
    plan = Path(chosen) if chosen else open_plan_path(context.project() or QgsProject.instance())
    return plan_reference(algorithm, str(plan), context) if plan is not None else SAMPLE
