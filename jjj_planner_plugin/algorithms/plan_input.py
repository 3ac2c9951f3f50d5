"""What a parameter that names a plan becomes for the engine: a plan file that holds what the planner sees."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject

from .base import PlannerAlgorithm
from .exports import BadInputError
from .plan_copy import plan_as_seen


def plan_reference(algorithm: PlannerAlgorithm, path: str, context: QgsProcessingContext) -> str:
    """The plan's file; or, while it is open with unsaved edits, a copy of all its tables as they are on screen.

    The copy goes with the algorithm's other exports. Touches layers: call it where that is allowed.
    Raises QgsProcessingException when the copy cannot be made. Whether the file is a plan, the engine says.
    """
    try:
        return plan_as_seen(Path(path).resolve(), context.project() or QgsProject.instance(), algorithm.exports)
    except BadInputError as error:
        raise QgsProcessingException(str(error)) from error
