"""Buffers in metres on the ellipsoid, as rings or discs, with the area of each on land and in the region.

A geometry is cut into short parts; each part is buffered in an azimuthal equidistant frame no more than
about 20 km away, and the parts are joined again in the equal-area frame. At 50 km from the frame's
centre that frame stretches by less than 2e-5 (Snyder 1987, p. 191 ff.: k' = c / sin c).
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import outputs, recipes
from .geodesy import (
    EDGE_METRES,
    LONLAT,
    Geometries,
    azimuthal_frame,
    densified,
    moved,
    multiple,
    projected,
    to_working,
    working_crs,
)
from .protocol import Job
from .sources import LINE, POINT, POLYGON, Source, read, read_bundled
from .tasks import checked_distances

QUAD_SEGMENTS = 64  # a quarter circle; a disc then measures 0.010 % too little
FRAME_DEGREES = 0.25  # parts in one such cell share a frame
LIMIT_KM = 500.0  # beyond, the frame's stretch passes 0.1 %
LAND_BOX = (110.0, 33.0, 123.0, 45.0)  # degrees; outside, nothing is known of land and sea
RESULT_FIELDS = (
    "scope", "feature_id", "distance_from_m", "distance_to_m", "ring", "area_m2", "land_share", "region_share",
    "boundary_set", "geometry",
)
CARRIED = ("uid", "adcode", "axis_id", "name_zh", "name_en", "name")  # fields of the layer that the rings keep


def ring_buffers(
    layer: str, distances_m: list[float], kind: str, dissolve: bool, output: str, job: Job
) -> dict[str, Any]:
    """Task `ring_buffers`: layer `rings` (polygons in the layer's CRS) and table `ring_areas`.

    The table has a row for each feature and distance and, whatever `dissolve` is, for all features together
    (`scope` = feature | dissolved): area_m2, land_share, region_share. Raises EngineError as `read` does,
    and bad-distance, no-distances.
    """
    distances = checked_distances(distances_m, LIMIT_KM)
    target = outputs.check_target(output, (".gpkg",), [layer.split("|")[0]], ("rings", "ring_areas"))
    source = read(layer, (POINT, LINE, POLYGON), job)
    working = working_crs(source.geometries, source.crs)
    discs = []
    for number, distance in enumerate(distances):
        job.progress(0.1 + 0.5 * number / len(distances), "buffering", distance=f"{distance:g}")
        discs.append(geodesic_buffers(source.geometries, source.crs, distance, working))
    single = _labelled(_stacked(discs, distances, kind), source)
    joint = _stacked([np.array([shapely.union_all(disc)], dtype=object) for disc in discs], distances, kind)
    joint.insert(0, "scope", "dissolved")
    job.progress(0.7, "measuring")
    rows = pd.concat([single, joint], ignore_index=True)
    _measure(rows, working, job)
    job.progress(0.9, "writing", what=target.name)
    chosen = rows[rows["scope"] == ("dissolved" if dissolve else "feature")]
    _write(chosen, rows, working, source, target)
    recipe = recipes.recipe("ring_buffers", {
        "layer": layer, "distances_m": distances_m, "kind": kind, "dissolve": dissolve, "output": str(target)
    }, [source], working)
    return {"output": str(target), "rings": len(chosen), "boundary_set": recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def geodesic_buffers(geometries: Geometries, crs: CRS, distance: float, working: CRS) -> Geometries:
    """The buffer of each geometry, `distance` metres on the ground, as polygons in `working`; shape (n,)."""
    degrees = projected(densified(geometries, crs), crs, LONLAT)
    parts, owner = _short_parts(degrees)
    buffered = _in_frames(parts, distance, working)
    areal = np.isin(shapely.get_type_id(geometries), (3, 6))  # their inside belongs to the buffer
    inside = projected(degrees[areal], LONLAT, working)
    pieces = np.concatenate([buffered, inside])
    owner = np.concatenate([owner, np.flatnonzero(areal)])
    return _joined(pieces, owner, len(geometries))


def _joined(pieces: Geometries, owner: NDArray[np.intp], count: int) -> Geometries:
    """Union of the pieces of each owner 0 … count-1."""
    order = np.argsort(owner, kind="stable")
    pieces, owner = pieces[order], owner[order]
    starts = np.searchsorted(owner, np.arange(count + 1))
    joined = np.empty(count, dtype=object)
    for i, (start, end) in enumerate(zip(starts, starts[1:])):
        joined[i] = pieces[start] if end - start == 1 else shapely.union_all(pieces[start:end])
    return joined


def _short_parts(degrees: Geometries) -> tuple[Geometries, NDArray[np.intp]]:
    """Points, and stretches of lines and rings that stay in one frame cell, with the index of their owner."""
    areal = np.isin(shapely.get_type_id(degrees), (3, 6))
    edges = degrees.copy()
    edges[areal] = shapely.boundary(degrees[areal])
    single, owner = shapely.get_parts(edges, return_index=True)
    pointlike = shapely.get_type_id(single) == 0
    stretches, stretch_owner = _stretches(single[~pointlike], owner[~pointlike])
    parts = np.concatenate([single[pointlike], stretches])
    return parts, np.concatenate([owner[pointlike], stretch_owner])


def _stretches(lines: Geometries, owner: NDArray[np.intp]) -> tuple[Geometries, NDArray[np.intp]]:
    """Cut lines where their vertices pass into another frame cell; neighbours share the vertex between them."""
    if len(lines) == 0:
        return np.empty(0, dtype=object), np.empty(0, dtype=np.intp)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    cell = np.floor(xy / FRAME_DEGREES)
    first = np.r_[True, line[1:] != line[:-1]]  # a line's first vertex
    last = np.r_[first[1:], True]
    cut = np.r_[False, (cell[1:] != cell[:-1]).any(axis=1)] & ~first & ~last  # ends one stretch, begins the next
    repeat = 1 + cut
    stretch = np.cumsum(np.repeat(first, repeat)) + np.cumsum(_second_copies(cut, repeat)) - 1
    made = shapely.linestrings(np.repeat(xy, repeat, axis=0), indices=stretch)
    return np.asarray(made, dtype=object), owner[np.repeat(line, repeat)[np.r_[True, np.diff(stretch) > 0]]]


def _second_copies(cut: NDArray[np.bool_], repeat: NDArray[np.int_]) -> NDArray[np.int_]:
    """1 at the second copy of every cut vertex, 0 elsewhere; shape (repeat.sum(),)."""
    marks = np.zeros(int(repeat.sum()), dtype=np.int_)
    marks[(np.cumsum(repeat) - 1)[cut]] = 1
    return marks


def _in_frames(parts: Geometries, distance: float, working: CRS) -> Geometries:
    """Buffer every part in the frame of its cell; polygons in `working`, edges at most 2 km."""
    box = shapely.bounds(parts)
    cell = np.floor((box[:, :2] + box[:, 2:]) / 2 / FRAME_DEGREES).astype(int)
    cells, member = np.unique(cell, axis=0, return_inverse=True)
    buffered = np.empty(len(parts), dtype=object)
    for number, (column, row) in enumerate(cells):
        frame = azimuthal_frame((column + 0.5) * FRAME_DEGREES, (row + 0.5) * FRAME_DEGREES)
        here = member.ravel() == number
        discs = shapely.buffer(moved(parts[here], frame), distance, quad_segs=QUAD_SEGMENTS)
        buffered[here] = moved(shapely.segmentize(discs, EDGE_METRES), frame, "INVERSE")
    return projected(buffered, LONLAT, working)


def _stacked(discs: list[Geometries], distances: list[float], kind: str) -> pd.DataFrame:
    """A row per distance and feature: feature (its position), distance_from_m, distance_to_m, geometry."""
    frames = []
    for number, (disc, distance) in enumerate(zip(discs, distances)):
        ring = kind == "rings" and number > 0
        frames.append(pd.DataFrame({
            "feature": np.arange(len(disc)),
            "distance_from_m": distances[number - 1] if ring else 0.0,
            "distance_to_m": distance,
            "geometry": shapely.difference(disc, discs[number - 1]) if ring else disc,
        }))
    rows = pd.concat(frames, ignore_index=True).sort_values(["feature", "distance_to_m"], ignore_index=True)
    near, far = rows["distance_from_m"] / 1000, rows["distance_to_m"] / 1000
    rows.insert(3, "ring", [f"{a:g}–{b:g} km" for a, b in zip(near, far)])
    return rows


def _labelled(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Per-feature rows with the layer's own fid and the name fields it has."""
    position = rows.pop("feature")
    rows.insert(0, "scope", "feature")
    rows.insert(1, "feature_id", pd.array(source.frame.index.to_numpy()[position], dtype="Int64"))
    for place, name in enumerate(_carried(source), start=2):
        rows.insert(place, name, source.frame[name].iloc[position].astype(object).to_numpy())
    return rows


def _carried(source: Source) -> list[str]:
    """The fields that tell the planner which feature it is: the plan's own, else the layer's first text field."""
    found = [name for name in CARRIED if name in source.frame]
    return found or [name for name in source.text_fields() if name not in RESULT_FIELDS][:1]


def _measure(rows: pd.DataFrame, working: CRS, job: Job) -> None:
    """Add area_m2 (ellipsoidal) and the shares of it on land and in the region (0 to 1)."""
    shapes = np.asarray(rows["geometry"].values, dtype=object)
    area = shapely.area(shapes)
    rows["area_m2"] = area
    known = shapely.covers(_box(working), shapes)
    on_land = np.where(known, _inside(shapes, _bundled("land", working)) / area, np.nan)
    rows["land_share"] = on_land.clip(0, 1)
    rows["region_share"] = (_inside(shapes, _bundled("units", working)) / area).clip(0, 1)
    rows["boundary_set"] = recipes.BUNDLED
    if not known.all():
        job.warn("outside-land")


def _box(working: CRS) -> Any:
    box = to_working(np.array([shapely.box(*LAND_BOX)]), LONLAT, working)[0]
    shapely.prepare(box)
    return box


def _bundled(layer: str, working: CRS) -> Any:
    """One multipolygon of the bundled data in `working`: the land, or the region (all units)."""
    outline = shapely.union_all(read_bundled(layer).geometry.values)
    return to_working(np.array([outline]), LONLAT, working)[0]


def _inside(shapes: Geometries, outline: Any) -> NDArray[np.float64]:
    """Area of each shape inside the outline, m²."""
    shapely.prepare(outline)
    area = np.zeros(len(shapes))
    whole = shapely.contains_properly(outline, shapes)
    area[whole] = shapely.area(shapes[whole])
    crossing = ~whole & shapely.intersects(outline, shapes)
    area[crossing] = shapely.area(shapely.intersection(shapes[crossing], outline))
    return area


def _write(rings: pd.DataFrame, rows: pd.DataFrame, working: CRS, source: Source, target: Any) -> None:
    digits = {"area_m2": 3, "land_share": 9, "region_share": 9}
    table = outputs.rounded(rows.drop(columns=["geometry", "feature"], errors="ignore"), digits)
    shapes = projected(np.asarray(rings["geometry"].values, dtype=object), working, source.crs)
    layer = gpd.GeoDataFrame(table.loc[rings.index], geometry=multiple(shapes), crs=source.crs)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "rings", "MultiPolygon")
        outputs.write_layer(table, part, "ring_areas")
