"""Overlap of two polygon layers: who covers how much of whom, in ellipsoidal square metres.

Areas are summed over pairs of features, so that for every left class
left area = Σ overlap + not covered − counted twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import outputs, recipes
from .geodesy import LONLAT, Geometries, multiple, projected, to_working, working_crs
from .intersections import TRACE_M2, intersected, meeting
from .protocol import Job
from .sources import POLYGON, Source, read

COLUMNS = (
    "left_class", "right_class", "area_m2", "share_of_left", "share_of_right", "pieces",
    "left_area_m2", "right_area_m2", "not_covered_m2", "counted_twice_m2",
)


def overlap_table(
    left: str, right: str, left_class: str | None, right_class: str | None, output: str, pieces: str | None, job: Job
) -> dict[str, Any]:
    """Task `overlap_table`: a row per left class × right class that meet.

    A left class that meets nothing has one row with an empty right class. `not_covered_m2` and
    `counted_twice_m2` belong to the left class and stand on each of its rows. Raises EngineError as `read`
    does, and unknown-field, null-class.
    """
    files = [left.split("|")[0], right.split("|")[0]]
    target, pieces_target = outputs.check_targets(
        output, (".csv", ".gpkg"), pieces, files, ("overlap_table", "pieces"))
    a, b = read(left, (POLYGON,), job), read(right, (POLYGON,), job)
    a_class, b_class = a.classes(left_class, job), b.classes(right_class, job)
    working = working_crs(np.concatenate([_corners(a), _corners(b)]), LONLAT)
    a_shapes, b_shapes = (to_working(s.geometries, s.crs, working) for s in (a, b))
    pairs = intersected(a_shapes, b_shapes, job, keep=pieces_target is not None)
    job.progress(0.8, "measuring")
    _told_overlaps("left-self-overlap", a, a_shapes, job)
    overlapping = _told_overlaps("self-overlap", b, b_shapes, job)
    twice = doubly_covered(a_shapes, b_shapes, pairs, overlapping)
    table = tabulated(pairs, twice, (a_class, shapely.area(a_shapes)), (b_class, shapely.area(b_shapes)))
    job.progress(0.95, "writing", what=target.name)
    with ExitStack() as files_in_place:  # both or none
        if pieces_target:
            part = files_in_place.enter_context(outputs.whole_file(pieces_target))
            _write_pieces(pairs, (a, a_class), (b, b_class), working, part)
        part = files_in_place.enter_context(outputs.whole_file(target))
        outputs.write_table(table, part, target, "overlap_table")
    params = {"left": left, "right": right, "left_class": left_class, "right_class": right_class,
              "output": str(target), "pieces": str(pieces_target) if pieces_target else None}
    recipe = recipes.recipe("overlap_table", params, [a, b], working)
    return {"output": params["output"], "pieces": params["pieces"], "rows": len(table),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _corners(source: Source) -> Geometries:
    """The layer's extent in degrees."""
    return projected(np.array([shapely.box(*source.frame.total_bounds)], dtype=object), source.crs, LONLAT)


def doubly_covered(
    left: Geometries, right: Geometries, pairs: pd.DataFrame, overlapping: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Per left feature the area (m²) that more than one right feature covers, once for each extra cover.

    `overlapping` are the right features that share ground with another one: no others can cover twice.
    """
    extra = np.zeros(len(left))
    for position, mine in pairs[pairs["right"].isin(overlapping)].groupby("left"):
        if len(mine) > 1:
            common = shapely.intersection(left[position], right[mine["right"].to_numpy()])
            extra[position] = max(0.0, mine["area_m2"].sum() - shapely.area(shapely.union_all(common)))
    return extra


def _told_overlaps(code: str, source: Source, shapes: Geometries, job: Job) -> NDArray[np.intp]:
    """Positions of the features that share ground with another of their layer; the planner is told how much."""
    i, j = meeting(shapes, shapes)
    i, j = i[i < j], j[i < j]
    area = shapely.area(shapely.intersection(shapes[i], shapes[j]))
    if area.sum() > 1:  # m²; below, it is rounding
        job.warn(code, layer=source.title, area_m2=f"{area.sum():.0f}")
    real = area > TRACE_M2
    return np.unique(np.concatenate([i[real], j[real]]))


def tabulated(
    pairs: pd.DataFrame, twice: NDArray[np.float64],
    left: tuple[pd.Series[str], NDArray[np.float64]], right: tuple[pd.Series[str], NDArray[np.float64]],
) -> pd.DataFrame:
    """The table of `COLUMNS`, sorted by class. `left` and `right` are each feature's class and area (m²)."""
    (a_class, a_area), (b_class, b_area) = left, right
    cells = pairs.assign(
        left_class=a_class.to_numpy()[pairs["left"].to_numpy()],
        right_class=b_class.to_numpy()[pairs["right"].to_numpy()],
    ).groupby(["left_class", "right_class"], as_index=False)[["area_m2", "parts"]].sum()
    classes = pd.DataFrame({"left_class": a_class.to_numpy(), "left_area_m2": a_area, "counted_twice_m2": twice})
    classes = classes.groupby("left_class", as_index=False).sum()
    wholes = pd.DataFrame({"right_class": b_class.to_numpy(), "right_area_m2": b_area})
    wholes = wholes.groupby("right_class", as_index=False).sum()
    table = classes.merge(cells, on="left_class", how="left").merge(wholes, on="right_class", how="left")
    covered = table.groupby("left_class")["area_m2"].transform("sum")
    table["not_covered_m2"] = (table["left_area_m2"] - covered + table["counted_twice_m2"]).clip(lower=0)
    table["share_of_left"] = table["area_m2"] / table["left_area_m2"]
    table["share_of_right"] = table["area_m2"] / table["right_area_m2"]
    table["pieces"] = table["parts"].fillna(0).astype("int64")
    met_nothing = table["right_class"].isna()
    table.loc[met_nothing, ["area_m2", "share_of_left"]] = 0.0
    table["right_class"] = table["right_class"].fillna("")
    digits = {name: 3 for name in COLUMNS if name.endswith("_m2")} | {"share_of_left": 9, "share_of_right": 9}
    ordered = table[list(COLUMNS)].sort_values(["left_class", "right_class"], ignore_index=True)
    return outputs.rounded(ordered, digits)


def _write_pieces(
    pairs: pd.DataFrame, left: tuple[Source, pd.Series[str]], right: tuple[Source, pd.Series[str]],
    working: CRS, part: Path,
) -> None:
    """The overlap polygons in the left layer's CRS, layer `pieces`."""
    (a, a_class), (b, b_class) = left, right
    i, j = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    shapes = projected(np.asarray(pairs["geometry"].values, dtype=object), working, a.crs)
    frame = gpd.GeoDataFrame({
        "left_class": a_class.to_numpy()[i], "right_class": b_class.to_numpy()[j],
        "left_fid": a.frame.index.to_numpy()[i], "right_fid": b.frame.index.to_numpy()[j],
        "area_m2": pairs["area_m2"].to_numpy().round(3),
    }, geometry=multiple(shapes), crs=a.crs)
    outputs.write_layer(frame, part, "pieces", "MultiPolygon")
