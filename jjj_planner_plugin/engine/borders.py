"""What faces what across administrative borders: the class nearest to either side, along every shared border.

Sampled every `step_m` along the border: of each side, the class of the nearest polygon that lies in that side's
jurisdiction within `distance_m` on the ground. Where two neighbouring samples differ, the place where the class
changes is found by halving, to CHANGE_M. A class that faces the border for less than a step may be missed.
Ground of a class that spills over the border by less than the tolerance (its mean width, 2 × area ÷ perimeter) is
drawing, and not on that side. Which polygon is nearest is asked in the working frame (in the region within 0.1 %),
how far it is on the ellipsoid.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import outputs, recipes
from .geodesy import Geometries, projected, to_working
from .intersections import subdivided
from .jurisdictions import (
    CITY,
    Jurisdictions,
    checked_tolerance,
    common_frame,
    divided,
    parts_wider_than,
    read_jurisdictions,
)
from .lengths import distances_m, lengths_m
from .messages import EngineError
from .parameters import checked_distances
from .protocol import Job
from .shared_borders import shared_borders
from .sources import POLYGON, Source, read
from .stretches import Stretch

LIMIT_KM = 50.0
STEP_SHARE, STEP_LEAST_M, STEP_MOST_M = 0.1, 5.0, 100.0  # of the distance, and within these
CHANGE_M = 0.05
REACH = 1.1  # the search goes this much further in the frame: there a metre may be drawn shorter
PIECE_VERTICES = 128  # a polygon with more is cut for the search: it costs its vertices
BORDERS = ("border", "a_code", "a_name", "a_class", "b_code", "b_name", "b_class", "length_m")
MIRROR = ("a_code", "a_name", "b_code", "b_name", "a_class", "b_class", "length_m", "share", "stretches", "border_m")
DIGITS = {"length_m": 3, "share": 9, "border_m": 3}
Texts = NDArray[np.object_]


class Side(NamedTuple):
    """The polygons of one jurisdiction near its borders: a search tree over them, and the class of each."""

    tree: shapely.STRtree
    classes: Texts


def border_mirror(
    layer: str, class_field: str | None, jurisdictions: str, jurisdiction_field: str | None, distance_m: float,
    step_m: float | None, tolerance_m: float, output: str, job: Job,
) -> dict[str, Any]:
    """Task `border_mirror`: layer `borders` (a line per stretch with one class on either side) and table `mirror`.

    A class is empty where nothing of the layer lies within the distance. The stretches of a pair of
    jurisdictions add up to its border. Raises EngineError as `read` does, and no-borders, bad-distance,
    bad-step, no-unit-field, unknown-field, null-class.
    """
    (distance_m,) = checked_distances([distance_m], LIMIT_KM)
    step_m = _checked_step(step_m, distance_m)
    checked_tolerance(tolerance_m, distance_m)
    files = [reference.split("|")[0] for reference in (layer, jurisdictions)]
    target = outputs.check_target(output, (".gpkg",), files, ("borders", "mirror"))
    source = read(layer, (POLYGON,), job)
    classes = source.classes(class_field, job).to_numpy(dtype=object)
    units = read_jurisdictions(jurisdictions, jurisdiction_field, CITY, job)
    working = common_frame([source, units.source])
    job.progress(0.1, "finding-borders")
    codes, whole = units.dissolved(working)
    borders = found_borders(codes, whole, tolerance_m, units)
    near = _near((source, classes), borders, distance_m * REACH, working)
    sides = _sides(near, units, tolerance_m, working, Stretch(job, 0.15, 0.6))
    stretches = _stretches(borders, codes, sides, (distance_m, step_m), working, Stretch(job, 0.6, 0.95))
    job.progress(0.95, "writing", what=target.name)
    _write(stretches, units.names, working, source.crs, target)
    params = {"layer": layer, "class_field": class_field, "jurisdictions": jurisdictions,
              "jurisdiction_field": jurisdiction_field, "distance_m": distance_m, "step_m": step_m,
              "tolerance_m": tolerance_m, "output": str(target)}
    recipe = recipes.recipe("border_mirror", params, [source, *units.sources], working)
    return {"output": str(target), "stretches": len(stretches), "boundary_set": None if units.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _checked_step(step_m: float | None, distance_m: float) -> float:
    if step_m is None:
        return min(max(distance_m * STEP_SHARE, STEP_LEAST_M), STEP_MOST_M)
    if not 1 <= step_m <= LIMIT_KM * 1000:
        raise EngineError("bad-step", found=f"{step_m:g}", limit_m=f"{LIMIT_KM * 1000:g}")
    return step_m


def found_borders(codes: list[str], whole: Geometries, tolerance_m: float, units: Jurisdictions) -> pd.DataFrame:
    """`shared_borders` of the dissolved jurisdictions. Raises no-borders."""
    borders = shared_borders(whole, tolerance_m)
    if borders.empty:
        raise EngineError("no-borders", path=units.source.title, field=units.field, count=len(codes))
    return borders


def _near(
    layer: tuple[Source, Texts], borders: pd.DataFrame, reach_m: float, working: CRS
) -> tuple[Geometries, Texts]:
    """The layer's polygons within reach of a border, in `working`, and their classes."""
    source, classes = layer
    shapes = to_working(source.geometries, source.crs, working)
    near = np.unique(shapely.STRtree(shapes).query(borders["geometry"], predicate="dwithin", distance=reach_m)[1])
    return shapes[near], classes[near]


def _sides(
    near: tuple[Geometries, Texts], units: Jurisdictions, tolerance_m: float, working: CRS, job: Job
) -> dict[str, Side]:
    """By jurisdiction, the polygons that lie in it, slivers narrower than the tolerance left out."""
    shapes, classes = near
    pieces = divided(shapes, units, working, job)
    parts, piece = parts_wider_than(pieces["geometry"].to_numpy(dtype=object), tolerance_m)
    small, part = subdivided(parts, PIECE_VERTICES)
    piece = piece[part]
    code = pieces["code"].to_numpy(dtype=object)[piece]
    named = classes[pieces["position"].to_numpy()[piece]]
    return {
        name: Side(shapely.STRtree(small[code == name]), named[code == name]) for name in sorted(set(code)) if name
    }


def _stretches(
    borders: pd.DataFrame, codes: list[str], sides: dict[str, Side], limits: tuple[float, float], working: CRS, job: Job
) -> pd.DataFrame:
    """A row per stretch of border with one class on either side: codes, classes, line, length on the ground."""
    rows: list[tuple[str, str, str, str, Any]] = []
    for number, border in enumerate(borders.itertuples(index=False)):
        if number % 20 == 0:
            job.progress(number / len(borders), "mirroring", done=number, total=len(borders))
        a, b = codes[border.left], codes[border.right]
        found = [_changes(border.geometry, sides.get(code), limits, working) for code in (a, b)]
        starts = np.unique(np.concatenate([at for at, _ in found]))
        of_a, of_b = (named[np.searchsorted(at, starts, side="right") - 1] for at, named in found)
        same = np.r_[False, (of_a[1:] == of_a[:-1]) & (of_b[1:] == of_b[:-1])]
        starts, of_a, of_b = starts[~same], of_a[~same], of_b[~same]
        rows += [(a, b, *row) for row in zip(of_a, of_b, cut(border.geometry, starts))]
    table = pd.DataFrame(rows, columns=["a_code", "b_code", "a_class", "b_class", "geometry"])
    table["length_m"] = lengths_m(table["geometry"].to_numpy(dtype=object), working)
    return table


def _changes(
    line: shapely.LineString, side: Side | None, limits: tuple[float, float], working: CRS
) -> tuple[NDArray[np.float64], Texts]:
    """Where along the line the side's class changes: distances of the starts, from 0, and the class from there."""
    distance_m, step_m = limits
    count = max(1, int(np.ceil(line.length / step_m)))
    if side is None:
        return np.zeros(1), np.array([""], dtype=object)
    at = (np.arange(count) + 0.5) * line.length / count
    named = _facing(line, at, side, distance_m, working)
    before = np.flatnonzero(named[1:] != named[:-1])
    low, high = at[before], at[before + 1]
    while len(low) and (high - low).max() > CHANGE_M:
        middle = (low + high) / 2
        still = _facing(line, middle, side, distance_m, working) == named[before]
        low, high = np.where(still, middle, low), np.where(still, high, middle)
    return np.r_[0.0, (low + high) / 2], named[np.r_[0, before + 1]]


def _facing(
    line: shapely.LineString, at: NDArray[np.float64], side: Side, distance_m: float, working: CRS
) -> Texts:
    """The class nearest to each place on the line, of equally near ones the first; empty where none is in reach."""
    places = shapely.line_interpolate_point(line, at)
    (place, shape) = side.tree.query_nearest(places, max_distance=distance_m * REACH)
    shortest = shapely.get_coordinates(shapely.shortest_line(places[place], side.tree.geometries[shape]))
    reached = distances_m(shortest[::2], shortest[1::2], working) <= distance_m
    place, named = place[reached], side.classes[shape[reached]]
    order = np.lexsort((named.astype(str), place))
    found = np.full(len(at), "", dtype=object)
    found[place[order][::-1]] = named[order][::-1]  # the first of a place is written last
    return found


def cut(line: shapely.LineString, starts: NDArray[np.float64]) -> list[shapely.LineString]:
    """The line cut at these distances from its start; the first is 0."""
    xy = shapely.get_coordinates(line)
    along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
    places = shapely.get_coordinates(shapely.line_interpolate_point(line, starts))
    ends = np.r_[starts[1:], np.inf]
    lines = []
    for number, (start, end) in enumerate(zip(starts, ends)):
        between = xy[(along > start) & (along < end)]
        close = places[number + 1:number + 2]
        lines.append(shapely.LineString(np.vstack([places[number:number + 1], between, close])))
    return lines


def _write(stretches: pd.DataFrame, names: dict[str, str], working: CRS, crs: CRS, target: Path) -> None:
    stretches["border"] = np.arange(1, len(stretches) + 1)
    for side in ("a", "b"):
        stretches[f"{side}_name"] = stretches[f"{side}_code"].map(names)
    pair = ["a_code", "a_name", "b_code", "b_name"]
    table = stretches.groupby([*pair, "a_class", "b_class"], as_index=False).agg(
        length_m=("length_m", "sum"), stretches=("border", "size"))
    table["border_m"] = table.groupby(pair)["length_m"].transform("sum")
    table["share"] = table["length_m"] / table["border_m"]
    lines = projected(stretches["geometry"].to_numpy(dtype=object), working, crs)
    layer = gpd.GeoDataFrame(outputs.rounded(stretches[list(BORDERS)], DIGITS), geometry=lines, crs=crs)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "borders", "LineString")
        outputs.write_layer(outputs.rounded(table[list(MIRROR)], DIGITS), part, "mirror")
