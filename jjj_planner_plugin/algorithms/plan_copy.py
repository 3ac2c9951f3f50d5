"""The open plan as the planner sees it, in one file: where it has unsaved edits, a temporary copy of all its tables."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject

from .. import messages
from ..layers.as_seen import edited_layers, write_edits
from ..layers.compose import PlanError
from ..layers.plan_file import plan_layers
from ..layers.whole_copy import copy_whole
from .exports import BadInputError, Exports


def plan_as_seen(plan: Path, project: QgsProject, exports: Exports) -> str:
    """The plan's file, or where it is open in `project` and edited, a copy in `exports` with the edits.

    Features keep their fid; one that was never saved gets the next free ones. Raises BadInputError.
    """
    edited = edited_layers(plan_layers(project, plan))
    if not edited:
        return str(plan)
    try:
        copy = exports.new_file("plan")
        # SQLite's own copy: tables that are not in the project are in it, and what was committed last
        copy_whole(plan, copy)
        write_edits(edited, copy)
    except (OSError, PlanError) as error:
        raise BadInputError(messages.layer_not_exported(plan.name, str(error))) from error
    exports.originals[str(copy)] = {"name": plan.name, "source": str(plan)}
    return str(copy)
