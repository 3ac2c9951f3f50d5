"""The polygons that pairs of features share, made by shapely: for where geometries are wanted, not areas alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .geodesy import Geometries
from .protocol import Job

CHUNK = 5000  # pairs intersected at a time; between chunks progress is told
TOGETHER = 64  # of them in one thread
TRACE_M2 = 1e-3  # overlaps below this are rounding along shared edges, not ground
BIG = 2000  # vertices from which on a shape is cut before it is intersected with small ones
PIECE = 250  # vertices of a piece at most
MANY = 12  # pieces that are worth joining

_threads = ThreadPoolExecutor(os.cpu_count())


def intersected(left: Geometries, right: Geometries, job: Job, keep: bool) -> pd.DataFrame:
    """All pairs that overlap: positions `left`, `right`, `area_m2`, `parts`, and `geometry` (None unless `keep`)."""
    i, j = meeting(left, right)
    pair = Pairs(left, right)
    area, parts = np.zeros(len(i)), np.zeros(len(i), dtype=np.int64)
    shapes = np.full(len(i), None, dtype=object)
    for start in range(0, len(i), CHUNK):
        job.progress(0.2 + 0.6 * start / len(i), "overlaying", done=start, total=len(i))
        chunk = slice(start, start + CHUNK)
        common = pair.common_ground(i[chunk], j[chunk])
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
    return Pairs(left, right).common_ground(np.arange(len(left)), np.arange(len(left)))


class Pairs:
    """Two layers of which pairs are intersected. Big shapes are cut once, so that a small one meets what is near it."""

    def __init__(self, left: Geometries, right: Geometries | Cut) -> None:
        self._left = Cut(left)
        self._right = right if isinstance(right, Cut) else Cut(right)

    def common_ground(self, i: NDArray[np.integer], j: NDArray[np.integer]) -> Geometries:
        """What left i and right j share, shape (n,); one that lies inside the other is taken as it is."""
        left, right = self._left.shapes[i], self._right.shapes[j]
        inside = shapely.contains_properly(right, left)
        around = shapely.contains_properly(left, right)
        common: Geometries = np.where(inside, left, right)
        crossing = ~(inside | around)
        common[crossing] = self.crossing(i[crossing], j[crossing])
        return common

    def crossing(self, i: NDArray[np.integer], j: NDArray[np.integer]) -> Geometries:
        """What left i and right j share, by intersection, shape (n,)."""
        left, right = self._left.shapes[i], self._right.shapes[j]
        left_bigger = self._left.vertices[i] > self._right.vertices[j]
        for mine, cut, number, small in (
            (left_bigger, self._left, i, right), (~left_bigger, self._right, j, left),
        ):
            big = mine & (cut.vertices[number] > BIG)
            (left if cut is self._left else right)[big] = cut.near(number[big], small[big])
        return in_threads(lambda part: intersection(left[part], right[part]), len(left))


class Cut:
    """Shapes, with those of many vertices also as pieces."""

    def __init__(self, shapes: Geometries) -> None:
        self.shapes = shapes
        self.vertices = shapely.get_num_coordinates(shapes)
        self._big = np.flatnonzero(self.vertices > BIG)
        self._tree: shapely.STRtree | None = None

    def near(self, number: NDArray[np.integer], small: Geometries) -> Geometries:
        """Of each big shape `number` what lies around the small one: at least all that is in the small one's box.

        Where that would be many pieces, the whole shape: to join them takes longer than to intersect it.
        """
        if len(number) == 0:
            return np.empty(0, dtype=object)
        if self._tree is None:
            self._pieces, owner = subdivided(self.shapes[self._big])
            self._owner = self._big[owner]
            self._tree = shapely.STRtree(self._pieces)
        pair, piece = self._tree.query(small)
        mine = self._owner[piece] == number[pair]
        pair, piece = pair[mine], piece[mine]
        order = np.argsort(pair, kind="stable")
        groups = np.split(piece[order], np.searchsorted(pair[order], np.arange(1, len(number))))

        def joined(part: slice) -> Geometries:
            return objects(
                shapely.union_all(self._pieces[group]) if len(group) <= MANY else self.shapes[n]
                for n, group in zip(number[part], groups[part]))

        return in_threads(joined, len(groups))


def subdivided(shapes: Geometries, most: int = PIECE) -> tuple[Geometries, NDArray[np.intp]]:
    """The shapes cut by a k-d tree into pieces of at most `most` vertices or so, and whose piece each is."""
    done: list[Any] = []
    owners: list[int] = []
    waiting = list(zip(shapes, range(len(shapes))))
    while waiting:
        shape, owner = waiting.pop()
        west, south, east, north = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
        if shapely.get_num_coordinates(shape) <= most or max(east - west, north - south) < 1:
            done.append(shape)
            owners.append(owner)
            continue
        x, y = (west + east) / 2, (south + north) / 2
        halves = [(west, south, x, north), (x, south, east, north)]
        if east - west < north - south:
            halves = [(west, south, east, y), (west, y, east, north)]
        waiting += [(polygonal_one(shapely.clip_by_rect(shape, *half)), owner) for half in halves]
    pieces = objects(done)
    broken = ~shapely.is_valid(pieces)
    pieces[broken] = shapely.make_valid(pieces[broken], method="structure", keep_collapsed=False)
    return pieces, np.array(owners, dtype=np.intp)


def in_threads(work: Callable[[slice], Geometries], count: int, together: int = TOGETHER) -> Geometries:
    """`work` on slices of 0 … count, on all cores; the results joined in their order, shape (count,)."""
    parts = [slice(start, start + together) for start in range(0, count, together)]
    return np.concatenate([np.empty(0, dtype=object), *_threads.map(work, parts)])


def objects(shapes: Iterable[Any]) -> Geometries:
    """The shapes as an array, which numpy would not make of multipolygons."""
    return np.array([*shapes, None], dtype=object)[:-1]


def intersection(left: Geometries, right: Geometries) -> Geometries:
    """The polygons that each left and right shape share, whichever way they lie."""
    try:
        return polygonal(shapely.intersection(left, right))
    except shapely.errors.GEOSException:  # rounding by a projection has made a ring cross itself
        left, right = shapely.make_valid(left), shapely.make_valid(right)
        return polygonal(shapely.intersection(left, right))


def left_over(shape: Any, others: Geometries) -> Any:
    """What of a shape none of the others covers."""
    try:
        return polygonal_one(shapely.difference(shape, shapely.union_all(others)))
    except shapely.errors.GEOSException:  # as in `intersection`
        ground = shapely.union_all(shapely.make_valid(others))
        return polygonal_one(shapely.difference(shapely.make_valid(shape), ground))


def polygonal(geometries: Geometries) -> Geometries:
    """Only the polygons of each geometry: two polygons may also meet in lines and points."""
    result = np.asarray(geometries, dtype=object).copy()
    for position in np.flatnonzero(~np.isin(shapely.get_type_id(result), (3, 6))):
        result[position] = polygonal_one(result[position])
    return result


def polygonal_one(geometry: Any) -> Any:
    """The polygons of one geometry; an empty one if there are none."""
    if shapely.get_type_id(geometry) in (3, 6):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if shapely.get_type_id(part) in (3, 6)]
    return shapely.union_all(parts) if parts else shapely.Polygon()
