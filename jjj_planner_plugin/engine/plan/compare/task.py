"""Task `compare_plans`: features, ground, places and figures that differ between two plans, in one GeoPackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ... import outputs, recipes
from ...geodesy import LONLAT
from ...messages import EngineError
from ...protocol import Job
from ...sources import split_reference
from ..schema import schema
from .changes import changes
from .differences import Slivers, lost_ground
from .drafts import drafted
from .ground import cells, difference, matrix
from .indicators import indicators
from .moves import moves, outlines
from .pairs import check_table, read_draft
from .plans import Plan, comparison, read_plan

LAYERS = {
    "difference": ("MultiPolygon", (
        "ground", "table_name", "uid", "name_zh", "name_en", "from_zone", "from_name_zh", "from_name_en", "to_zone",
        "to_name_zh", "to_name_en", "area_km2", "people")),
    "moves": ("LineString", ("kind", "table_name", "uid", "name_zh", "name_en", "length_km")),
    "changes": ("Point", (
        "table_name", "uid", "name_zh", "name_en", "kind", "field", "field_name", "from_value", "to_value", "from_raw",
        "to_raw", "amount", "amount_unit")),
}
"""What the layers hold; QGIS loads the first."""
TABLES = {
    "zone_matrix": ("from_zone", "from_name_zh", "from_name_en", "to_zone", "to_name_zh", "to_name_en", "area_km2",
                    "people"),
    "indicators": ("indicator", "name_zh", "name_en", "subject", "subject_zh", "subject_en", "amount_unit", "before",
                   "after", "difference", "direction"),
}
NUMBERS = ("area_km2", "people", "length_km", "amount", "before", "after", "difference")
Rows = dict[str, list[dict[str, Any]]]


def compare_plans(
    before: str, after: str, table: str | None, pairs: dict[str, Any] | None, name_field: str | None, output: str,
    job: Job,
) -> dict[str, Any]:
    """Task `compare_plans`. `after` is a plan, or with `table` a draft that stands for that table.

    Raises EngineError as `read_plan` and `read` do, and same-plan, unknown-plan-table, pair-unknown, pair-twice.
    """
    if table is not None:
        check_table(table)
    path = split_reference(after)[0]
    if table is None and Path(before).exists() and Path(path).exists() and Path(before).samefile(path):
        raise EngineError("same-plan", path=before)
    target = outputs.check_target(output, (".gpkg",), [before, path], [*LAYERS, *TABLES])
    old = read_plan(before, job)
    if table is None:
        new, source = read_plan(after, job), None
    else:
        draft = read_draft(after, table, name_field, job)
        new, source = drafted(old, table, draft, pairs, job), draft.source
    slivers = Slivers(comparison()["sliver_width_m"])
    try:
        rows = compared(old, new, slivers, job)
    finally:
        lost_ground.cache_clear()
    if slivers.count or slivers.moves:
        job.warn("compare-slivers", slivers.told(), count=slivers.count, area_m2=f"{slivers.area_m2:.0f}",
                 moves=slivers.moves, width_m=f"{slivers.width_m:g}")
    job.progress(0.95, "writing", what=target.name)
    _write(rows, target)
    params = {"before": before, "after": after, "table": table, "pairs": pairs, "name_field": name_field,
              "output": str(target)}
    recipe = recipes.recipe("compare_plans", params, [old, source or new], None)
    recipe |= {"boundary_set": old.info.get("boundary_set"), "slivers": slivers.told(),
               "people": comparison()["people"][job.language]}
    return {"output": str(target), "before": old.title, "after": source.title if source else new.title,
            "counts": {name: len(found) for name, found in rows.items()}, "slivers": slivers.told(),
            "boundary_set": old.info.get("boundary_set"), "recipe": outputs.write_recipe(target, recipe),
            "inputs": recipe["inputs"]}


def compared(old: Plan, new: Plan, slivers: Slivers, job: Job) -> Rows:
    """The rows of every layer and table."""
    job.progress(0.1, "comparing", what=schema()["tables"]["zones"][job.language])
    ground = cells(old, new, slivers)
    job.progress(0.3, "comparing", what=schema()["tables"]["units"][job.language])
    told = changes(old, new, slivers, job.language)
    found = [{"table_name": "zones", **row} for row in difference(ground)]
    return {"difference": [*found, *outlines(old, new, slivers.width_m)], "moves": moves(old, new, slivers.width_m),
            "changes": told, "zone_matrix": matrix(ground), "indicators": indicators(old, new, job)}


def _write(rows: Rows, target: Path) -> None:
    with outputs.whole_file(target) as part:
        for name, (kind, columns) in LAYERS.items():
            shapes = gpd.GeoSeries([row["geometry"] for row in rows[name]], crs=LONLAT)
            outputs.write_layer(gpd.GeoDataFrame(_frame(rows[name], columns), geometry=shapes), part, name, kind)
        for name, columns in TABLES.items():
            outputs.write_layer(_frame(rows[name], columns), part, name)


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows with these columns, numbers as numbers also where there is no row."""
    frame = pd.DataFrame(index=range(len(rows)))
    for name in columns:
        kind = "float64" if name in NUMBERS else object
        frame[name] = pd.Series([row.get(name) for row in rows], dtype=kind)
    return frame
