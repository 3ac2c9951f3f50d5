"""Task `flow_template`: a CSV to fill in with flows between the plan's cities."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ... import outputs, recipes
from ...protocol import Job
from ..plan_tables import BUNDLED
from .catalogue import catalogue
from .ground import read_ground


def flow_template(plan: str, output: str, job: Job) -> dict[str, Any]:
    """A row for each city and other city of the plan, with the codes and names filled in; value, kind, year are empty.

    Raises EngineError as `read_ground` does.
    """
    target = outputs.check_target(output, (".csv",), [] if plan == BUNDLED else [plan])
    ground = read_ground(plan, None, None, None, job)
    cities = ground.cities.sort_index()
    heads = catalogue()["template"]
    rows = [[a, cities["name"][a], b, cities["name"][b], "", "", ""]
            for a in cities.index for b in cities.index if a != b]
    table = pd.DataFrame(rows, columns=heads, dtype=object)
    with outputs.whole_file(target) as part:
        outputs.write_table(table, part, target, target.stem)
    recipe = recipes.recipe("flow_template", {"plan": plan, "output": str(target)}, ground.inputs, None)
    return {"output": str(target), "rows": len(table), "boundary_set": None,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}
