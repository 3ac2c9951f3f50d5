"""The polygons that pairs of features share, made by shapely: for where geometries are wanted, not areas alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .geodesy import Geometries
from .protocol import Job

CHUNK = 5000  # pairs intersected at a time; between chunks progress is told
TRACE_M2 = 1e-3  # overlaps below this are rounding along shared edges, not ground


def intersected(left: Geometries, right: Geometries, job: Job, keep: bool) -> pd.DataFrame:
    """All pairs that overlap: positions `left`, `right`, `area_m2`, `parts`, and `geometry` (None unless `keep`)."""
    i, j = meeting(left, right)
    area, parts = np.zeros(len(i)), np.zeros(len(i), dtype=np.int64)
    shapes = np.full(len(i), None, dtype=object)
    for start in range(0, len(i), CHUNK):
        job.progress(0.2 + 0.6 * start / len(i), "overlaying", done=start, total=len(i))
        chunk = slice(start, start + CHUNK)
        common = common_ground(left[i[chunk]], right[j[chunk]])
        area[chunk], parts[chunk] = shapely.area(common), shapely.get_num_geometries(common)
        if keep:
            shapes[chunk] = common
    pairs = pd.DataFrame({"left": i, "right": j, "area_m2": area, "parts": parts, "geometry": shapes})
    return pairs[pairs["area_m2"] > TRACE_M2]


def meeting(left: Geometries, right: Geometries) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions of all pairs that overlap or touch, sorted. Prepares the shapes, for speed."""
    i, j = shapely.STRtree(right).query(left)
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    shapely.prepare(left)
    shapely.prepare(right)
    asked = shapely.get_num_coordinates(left)[i] > shapely.get_num_coordinates(right)[j]
    meets = np.empty(len(i), dtype=bool)  # a test uses the index of its first shape: that should be the larger
    meets[asked] = shapely.intersects(left[i[asked]], right[j[asked]])
    meets[~asked] = shapely.intersects(right[j[~asked]], left[i[~asked]])
    return i[meets], j[meets]


def common_ground(left: Geometries, right: Geometries) -> Geometries:
    """The polygons that each pair shares, shape (n,). One that lies inside the other is taken as it is."""
    inside = shapely.contains_properly(right, left)
    around = shapely.contains_properly(left, right)
    common = np.where(inside, left, right)
    crossing = ~(inside | around)
    common[crossing] = polygonal(shapely.intersection(left[crossing], right[crossing]))
    return common


def polygonal(geometries: Geometries) -> Geometries:
    """Only the polygons of each geometry: two polygons may also meet in lines and points."""
    result = np.asarray(geometries, dtype=object).copy()
    for position in np.flatnonzero(shapely.get_type_id(result) == 7):
        areas = [g for g in shapely.get_parts(result[position]) if shapely.get_type_id(g) in (3, 6)]
        result[position] = shapely.union_all(areas)
    return result
