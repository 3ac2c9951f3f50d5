"""Task `import_relocations`: a table of moves as rows of the plan's layer, and what could not be placed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ... import outputs, recipes
from ...geodesy import LONLAT
from ...messages import EngineError, note
from ...plan.schema import fields
from ...protocol import Job
from .reading import ENDS, TABLES, Moves, read_moves

LAYER, LEFT = "relocations", "not_placed"


def import_relocations(path: str, output: str, job: Job) -> dict[str, Any]:
    """Layer `relocations`: the plan's fields, a straight line where both ends were found. Every row is kept.

    Table `not_placed`: row, name, end, what the table has, and why it is no place. Raises EngineError as `read_moves`
    does, and moves-not-a-table.
    """
    target = outputs.check_target(output, (".gpkg",), [path], (LAYER, LEFT))
    if Path(path).suffix.lower() not in TABLES:
        raise EngineError("moves-not-a-table", path=path)
    read = read_moves(path, job)
    left = _not_placed(read.frame, job)
    if len(left):
        job.warn("moves-not-placed", count=len(left))
    _tell_doubles(read, job)
    rows = _rows(read.frame)
    job.progress(0.9, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        outputs.write_layer(rows, part, LAYER, "LineString")
        outputs.write_layer(left, part, LEFT)
    recipe = recipes.recipe("import_relocations", {"path": path, "output": str(target)}, [read], None)
    return {"output": str(target), "rows": len(rows), "placed": int(rows.geometry.notna().sum()), LEFT: len(left),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _rows(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The fields that the plan's layer has, empty texts as nothing."""
    made = pd.DataFrame(index=frame.index)
    for name, kind in fields(LAYER).items():
        if name not in frame or name == "uid":
            continue
        column = frame[name]
        made[name] = column.replace("", None) if kind == "text" else column
        if kind == "int":
            made[name] = column.round().astype("Int64")
    return gpd.GeoDataFrame(made, geometry=frame.geometry, crs=LONLAT)


def _not_placed(frame: gpd.GeoDataFrame, job: Job) -> pd.DataFrame:
    """A row for each end that was not found, and one for a move that ends where it begins."""
    rows = []
    for row in frame.to_dict("records"):
        lacking = [(end, row[end], row[f"{end}_why"]) for end in ENDS if row[f"{end}_why"]]
        if not lacking and row["geometry"] is None:
            place = row["destination"]
            lacking = [("destination", place, note("moves-same-place", job.language, place=place))]
        rows += [{"row_no": row["line"], "name_zh": row["name_zh"], "which_end": end, "given_place": given, "why": why}
                 for end, given, why in lacking]
    return pd.DataFrame(rows, columns=["row_no", "name_zh", "which_end", "given_place", "why"])


def _tell_doubles(read: Moves, job: Job) -> None:
    """Rows that are likely one move twice."""
    frame = read.frame
    by_id = frame["relocation_id"].ne("") & frame.duplicated("relocation_id")
    same = frame["name_zh"].ne("") & frame.duplicated(["name_zh", "origin", "destination"])
    twice = by_id | same
    if twice.any():
        job.warn("moves-doubles", layer=Path(read.path).name, count=int(twice.sum()),
                 names=job.listed(list(frame.loc[twice, "name_zh"]), 3))
