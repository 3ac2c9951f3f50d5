"""The rivers under the plan: how many metres of each some ground holds, without building what they share.

A point is inside where the signs of the ground's edges above it sum to 1. So the length of a river's edge inside is the
sum, over the ground's edges, of how much of it lies below each, with that edge's sign: the same sum as for two polygons
(`edgepairs`), one dimension less. It holds for pieces of big polygons and for loops that cross themselves too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..areas import FEW, UNCUT_LEFT, Overlaps, shapes_of, whole
from ..boxes import Shapes, Tree, box_tree, candidates
from ..geodesy import ELLIPSOID, LONLAT, Geometries, densified, projected
from ..kernels import Floats, Indices, compiled, in_blocks
from ..pieces import cut
from ..rings import Rings
from ..within import edges_of, held

LINE = 1  # shapely's type number
MARGIN_M = 1e-3  # around the box of an edge that runs due north or east: without ground nothing would meet it


@compiled
def _below(ax: float, ay: float, bx: float, by: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """The share of the edge a → b that lies over x0 … x1 (x0 < x1) and below the edge between these ends."""
    first, last = 0.0, 1.0
    if ax == bx:
        if not x0 <= ax < x1:
            return 0.0
    else:
        t, u = (x0 - ax) / (bx - ax), (x1 - ax) / (bx - ax)
        first, last = max(min(t, u), 0.0), min(max(t, u), 1.0)
        if first >= last:
            return 0.0
    slope = (y1 - y0) / (x1 - x0)
    over = ay + first * (by - ay) - y0 - slope * (ax + first * (bx - ax) - x0)
    there = ay + last * (by - ay) - y0 - slope * (ax + last * (bx - ax) - x0)
    if over >= 0.0 and there >= 0.0:
        return 0.0
    if over < 0.0 and there < 0.0:
        return last - first
    return (last - first) * abs(min(over, there)) / (abs(over) + abs(there))


@compiled
def _hold(ground: Shapes, rivers: Shapes, key: Indices, unknown: Indices, first: int, end: int, value: Floats) -> None:
    """Fill in the metres of the river's edge inside the ground for the pairs `unknown[first:end]` of `key`."""
    xy, ring, feature, course = ground.xy, ground.ring, ground.feature, rivers.xy
    for n in range(first, end):
        i, j = key[unknown[n], 0], key[unknown[n], 1]
        ax, ay, bx, by = course[2 * j, 0], course[2 * j, 1], course[2 * j + 1, 0], course[2 * j + 1, 1]
        west, east, low = min(ax, bx), max(ax, bx), min(ay, by)
        share = 0.0
        for r in range(feature[i], feature[i + 1]):
            for v in range(ring[r], ring[r + 1] - 1):
                x0, x1 = xy[v, 0], xy[v + 1, 0]
                if x0 == x1 or max(x0, x1) < west or min(x0, x1) > east or max(xy[v, 1], xy[v + 1, 1]) < low:
                    continue
                if x0 < x1:
                    share -= _below(ax, ay, bx, by, x0, xy[v, 1], x1, xy[v + 1, 1])
                else:
                    share += _below(ax, ay, bx, by, x1, xy[v + 1, 1], x0, xy[v, 1])
        value[unknown[n]] = share * rivers.area[j]


@dataclass(frozen=True, eq=False)
class Courses:
    """`count` courses in the working frame, prepared once.

    edges: every edge as a chain of its own, its length (ellipsoidal, m) in the place of an area, its course as owner.
    length_m, (count,): of each course.
    """

    edges: Shapes
    tree: Tree
    length_m: Floats

    @classmethod
    def of(cls, lines: Geometries, course: Sequence[int], count: int, working: CRS) -> Courses:
        """From lines in EPSG:4490; course: which of the `count` courses each is part of. What is no line has none."""
        parts, line = shapely.get_parts(densified(lines, LONLAT), return_index=True)
        drawn = shapely.get_type_id(parts) == LINE
        parts, line = parts[drawn], line[drawn]
        degrees, part = shapely.get_coordinates(parts, return_index=True)
        moved = shapely.get_coordinates(projected(parts, LONLAT, working))
        starts = np.flatnonzero(part[:-1] == part[1:])
        ends = starts + 1
        length = np.asarray(ELLIPSOID.inv(*degrees[starts].T, *degrees[ends].T)[2], dtype=np.float64)
        owner = np.asarray(course, dtype=np.int64)[line[part[starts]]]
        xy = np.hstack([moved[starts], moved[ends]]).reshape(-1, 2)
        low, high = np.minimum(xy[::2], xy[1::2]) - MARGIN_M, np.maximum(xy[::2], xy[1::2]) + MARGIN_M
        edges = Shapes(xy, 2 * np.arange(len(length) + 1), np.arange(len(length) + 1), length, np.hstack([low, high]),
                       np.zeros(len(length), np.int64), owner)
        return cls(edges, box_tree(edges.box), np.bincount(owner, length, count).astype(np.float64))

    def shared(self, ground: Rings, signed: bool, short: int) -> Floats:
        """Metres of each course in all of the ground together, (count,); negative where a loop runs clockwise.

        signed: the ground is loops. An outline of at most `short` vertices goes down the tree in one piece.
        """
        if not signed and len(ground) == 1 and len(ground.xy) <= short:
            edge, value = held(edges_of(ground), self.tree, self.edges.area)
            value = self._measured(whole(ground), np.column_stack([np.zeros(len(edge), np.int64), edge]), value)
            course = self.edges.owner[edge]
        else:
            _, course, value = self._rows(ground, signed)
        return np.bincount(course, value, len(self.length_m)).astype(np.float64)

    def pairs(self, ground: Rings) -> Overlaps:
        """(feature of the ground, course, m), one row for each two that meet."""
        feature, course, value = self._rows(ground, signed=False)
        both, place = np.unique(feature * len(self.length_m) + course, return_inverse=True)
        total = np.bincount(place, value, len(both)).astype(np.float64)
        met = total > 0
        return *np.divmod(both[met], len(self.length_m)), total[met]

    def _rows(self, ground: Rings, signed: bool) -> Overlaps:
        """`pairs`, with a row for each edge of a course and shape of the ground whose boxes meet."""
        shapes = whole(ground)
        key, value = self._candidates(shapes)
        many = np.bincount(key[:, 0], minlength=len(ground)) > FEW
        big = np.flatnonzero(many & (ground.vertices() > UNCUT_LEFT)) if not signed else np.empty(0, np.int64)
        stays = ~np.isin(key[:, 0], big)
        key, value = key[stays], self._measured(shapes, key[stays], value[stays])
        feature = key[:, 0]
        if big.size:
            pieces = cut(ground, big)
            shapes = shapes_of(pieces.edges, pieces.full, pieces.owner)
            more, length = self._candidates(shapes)
            value = np.concatenate([value, self._measured(shapes, more, length)])
            feature = np.concatenate([feature, pieces.owner[more[:, 0]]])
            key = np.concatenate([key, more])
        return feature, self.edges.owner[key[:, 1]], value

    def _candidates(self, ground: Shapes) -> tuple[Indices, Floats]:
        """Pairs (shape of the ground, edge) whose boxes meet, and NaN for each: their lengths are not known yet."""
        found = in_blocks(lambda first, end: candidates(ground, self.edges, self.tree, first, end), len(ground.area))
        keys = np.concatenate([np.empty((0, 2), np.int64), *[keys for keys, _ in found]])
        return keys, np.full(len(keys), np.nan)

    def _measured(self, ground: Shapes, key: Indices, value: Floats) -> Floats:
        """The metres of all pairs, of which `value` has some already."""
        unknown: NDArray[np.int64] = np.flatnonzero(np.isnan(value))
        in_blocks(lambda first, end: _hold(ground, self.edges, key, unknown, first, end, value), len(unknown))
        return value
