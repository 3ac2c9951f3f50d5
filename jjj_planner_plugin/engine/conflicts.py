"""Where control lines (三区三线) overlap one another: every patch by pair, unit, area, and whether it is a sliver.

A patch is one polygon that two features share. Whether it is below the survey's smallest area or a sliver is
asked of the whole patch; then it is cut at the units' borders, so that a border makes no conflict disappear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import outputs, recipes
from .control_lines import names_of, smallest_m2, usual_sliver_width_m
from .geodesy import Geometries, multiple, projected, to_working
from .intersections import TRACE_M2, intersected
from .jurisdictions import UNIT, Jurisdictions, common_frame, divided, read_jurisdictions, told_self_overlap
from .lengths import perimeters_m
from .messages import EngineError
from .protocol import Job
from .sources import POLYGON, Source, read
from .stretches import Stretch

MU_PER_M2 = 0.0015
PATCH = ("pair", "a_line", "a_fid", "a_bsm", "b_line", "b_fid", "b_bsm", "unit", "unit_name", "area_m2", "area_ha",
         "area_mu", "share_of_a", "share_of_b", "patch", "patch_m2", "minimum_m2", "width_m", "sliver")
SUMMARY = ("pair", "a_line", "b_line", "unit", "unit_name", "conflicts", "area_m2", "area_ha", "area_mu", "slivers",
           "sliver_m2", "below_minimum", "below_m2", "overlap_m2")
DIGITS = {"area_m2": 3, "area_ha": 7, "area_mu": 6, "share_of_a": 9, "share_of_b": 9, "patch_m2": 3, "width_m": 3,
          "sliver_m2": 3, "below_m2": 3, "overlap_m2": 3}


@dataclass
class ControlLine:
    """One control layer: its name, smallest area that counts (m²), and its polygons in the working frame."""

    name: str
    minimum_m2: float
    source: Source
    shapes: Geometries
    bsm: list[str]
    """The feature's own identifier (标识码), empty where the layer has none."""


def conflicts(
    layers: list[str], names: list[str] | None, units: str, unit_field: str | None, min_area_m2: list[float] | None,
    sliver_width_m: float | None, output: str, job: Job,
) -> dict[str, Any]:
    """Task `conflicts`: layer `conflicts` (a polygon per patch and unit) and table `summary` (pair × unit).

    Patches below the minimum are in the summary only: overlap_m2 = area_m2 + below_m2. A pair that does not
    overlap has one row of zeros. Raises EngineError as `read` does, and too-few-layers, names-differ,
    names-twice, bad-minimum, no-unit-field, unknown-field.
    """
    if len(layers) < 2:
        raise EngineError("too-few-layers", count=len(layers))
    minimums, width_m = _checked_minimums(min_area_m2, len(layers)), _checked_width(sliver_width_m)
    files = [reference.split("|")[0] for reference in [*layers, units]]
    target = outputs.check_target(output, (".gpkg",), files, ("conflicts", "summary"))
    _check_names(names, len(layers))
    sources = [read(reference, (POLYGON,), job) for reference in layers]
    ground = read_jurisdictions(units, unit_field, UNIT, job)
    working = common_frame(sources)
    lines = _control_lines(sources, names, minimums, working)
    for line in lines:
        told_self_overlap("line-self-overlap", line.source, line.shapes, job)
    pieces = _all_pieces(lines, ground, working, width_m, job)
    job.progress(0.95, "writing", what=target.name)
    kept = _write(pieces, _summary(pieces, lines, ground), working, sources[0].crs, target)
    params = {"layers": layers, "names": names, "units": units, "unit_field": unit_field,
              "min_area_m2": [line.minimum_m2 for line in lines], "sliver_width_m": sliver_width_m,
              "output": str(target)}  # the minimums as applied, so that they can be varied
    recipe = recipes.recipe("conflicts", params, [*sources, *ground.sources], working)
    return {"output": str(target), "conflicts": kept, "boundary_set": None if ground.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _check_names(names: list[str] | None, count: int) -> None:
    if names and len(names) != count:
        raise EngineError("names-differ", names=len(names), layers=count)


def _checked_minimums(minimums: list[float] | None, count: int) -> list[float] | None:
    """One minimum for each layer, or None: by class. One number stands for all."""
    if not minimums:
        return None
    if len(minimums) not in (1, count) or not all(0 <= value < float("inf") for value in minimums):
        raise EngineError("bad-minimum", found=", ".join(f"{value:g}" for value in minimums), layers=count)
    return minimums * count if len(minimums) == 1 else minimums


def _checked_width(width_m: float | None) -> float:
    if width_m is None:
        return usual_sliver_width_m()
    if not 0 <= width_m < float("inf"):
        raise EngineError("bad-width", found=f"{width_m:g}")
    return width_m


def _control_lines(
    sources: Sequence[Source], names: list[str] | None, minimums: list[float] | None, working: CRS
) -> list[ControlLine]:
    given = names or [""] * len(sources)
    called = [name.strip() or source.title for name, source in zip(given, sources)]
    twice = next((name for name in called if called.count(name) > 1), None)
    if twice is not None:
        raise EngineError("names-twice", name=twice)
    smallest = minimums or [smallest_m2(name) for name in called]
    return [
        ControlLine(name, minimum, source, to_working(source.geometries, source.crs, working),
                    names_of(source, "feature_id"))
        for name, minimum, source in zip(called, smallest, sources)
    ]


def _all_pieces(
    lines: list[ControlLine], ground: Jurisdictions, working: CRS, width_m: float, job: Job
) -> pd.DataFrame:
    """The pieces of all pairs of lines, in the layers' order, with the number of the patch they belong to."""
    pairs = list(combinations(lines, 2))
    found = []
    for number, (a, b) in enumerate(pairs):
        step = Stretch(job, 0.05 + 0.6 * number / len(pairs), 0.05 + 0.6 * (number + 1) / len(pairs))
        found.append(_patches(a, b, working, width_m, step))
    patches = pd.concat([some for some in found if len(some)] or found[:1], ignore_index=True)
    patches["patch"] = np.arange(1, len(patches) + 1)
    shapes = patches.pop("geometry").to_numpy(dtype=object)
    cut = divided(shapes, ground, working, Stretch(job, 0.65, 0.95))
    position = cut["position"].to_numpy()
    pieces = patches.iloc[position].reset_index(drop=True)
    pieces["unit"], pieces["area_m2"], pieces["geometry"] = cut["code"], cut["area_m2"], cut["geometry"]
    pieces["unit_name"] = pieces["unit"].map(ground.names).fillna("")
    for side in ("a", "b"):
        pieces[f"share_of_{side}"] = pieces["area_m2"] / pieces.pop(f"{side}_m2")
    return pieces


def _patches(a: ControlLine, b: ControlLine, working: CRS, width_m: float, job: Job) -> pd.DataFrame:
    """Every single polygon that a feature of `a` shares with one of `b`, measured whole."""
    pairs = intersected(a.shapes, b.shapes, job, keep=True)
    shapes, pair = shapely.get_parts(pairs["geometry"].to_numpy(dtype=object), return_index=True)
    area = shapely.area(shapes)
    real = area > TRACE_M2
    shapes, pair, area = shapes[real], pair[real], area[real]
    i, j = pairs["left"].to_numpy()[pair], pairs["right"].to_numpy()[pair]
    width = mean_widths_m(shapes, area, working)
    minimum = min(a.minimum_m2, b.minimum_m2)
    return pd.DataFrame({
        "pair": f"{a.name} × {b.name}",
        "a_line": a.name, "a_fid": a.source.frame.index.to_numpy()[i], "a_bsm": np.array(a.bsm, dtype=object)[i],
        "b_line": b.name, "b_fid": b.source.frame.index.to_numpy()[j], "b_bsm": np.array(b.bsm, dtype=object)[j],
        "a_m2": shapely.area(a.shapes)[i], "b_m2": shapely.area(b.shapes)[j],
        "patch_m2": area, "minimum_m2": minimum, "width_m": width, "sliver": (width < width_m).astype(np.int64),
        "below": area < minimum, "geometry": shapes,
    })


def mean_widths_m(shapes: Geometries, area_m2: NDArray[np.float64], working: CRS) -> NDArray[np.float64]:
    """2 × area ÷ perimeter: a strip's width where it is much longer than wide. The perimeter is geodesic."""
    return 2 * area_m2 / perimeters_m(shapes, working) if len(shapes) else np.zeros(0)


def _summary(pieces: pd.DataFrame, lines: list[ControlLine], ground: Jurisdictions) -> pd.DataFrame:
    """Pair × unit, in the order of the pairs and of the units' codes."""
    kept, thin = ~pieces["below"], ~pieces["below"] & (pieces["sliver"] == 1)
    counted = pd.DataFrame({
        "pair": pieces["pair"], "a_line": pieces["a_line"], "b_line": pieces["b_line"], "unit": pieces["unit"],
        "conflicts": kept.astype(np.int64), "area_m2": pieces["area_m2"].where(kept, 0.0),
        "slivers": thin.astype(np.int64), "sliver_m2": pieces["area_m2"].where(thin, 0.0),
        "below_minimum": pieces["below"].astype(np.int64), "below_m2": pieces["area_m2"].where(pieces["below"], 0.0),
        "overlap_m2": pieces["area_m2"],
    }).groupby(["pair", "a_line", "b_line", "unit"], as_index=False, sort=False).sum()
    pairs = [(f"{a.name} × {b.name}", a.name, b.name) for a, b in combinations(lines, 2)]
    none = [row for row in pairs if row[0] not in set(counted["pair"])]
    zeros = dict.fromkeys(counted.columns[4:], 0)
    absent = [{"pair": pair, "a_line": a, "b_line": b, "unit": "", **zeros} for pair, a, b in none]
    table = pd.DataFrame([*counted.to_dict("records"), *absent])
    table["unit_name"] = table["unit"].map(ground.names).fillna("")
    place = {name: number for number, (name, *_) in enumerate(pairs)}
    table["place"] = table["pair"].map(place)
    return _in_hectares(table.sort_values(["place", "unit"], ignore_index=True))[list(SUMMARY)]


def _in_hectares(frame: pd.DataFrame) -> pd.DataFrame:
    """With area_ha and area_mu, rounded as they are written."""
    frame = frame.assign(area_ha=frame["area_m2"] / 10_000, area_mu=frame["area_m2"] * MU_PER_M2)
    return outputs.rounded(frame, DIGITS)


def _write(pieces: pd.DataFrame, summary: pd.DataFrame, working: CRS, crs: CRS, target: Path) -> int:
    """Both tables; the number of pieces in the layer. It has the CRS of the first control layer."""
    kept = pieces[~pieces["below"]].reset_index(drop=True)
    shapes = multiple(projected(kept["geometry"].to_numpy(dtype=object), working, crs))
    layer = gpd.GeoDataFrame(_in_hectares(kept.drop(columns="geometry"))[list(PATCH)], geometry=shapes, crs=crs)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "conflicts", "MultiPolygon")
        outputs.write_layer(summary, part, "summary")
    return len(layer)
