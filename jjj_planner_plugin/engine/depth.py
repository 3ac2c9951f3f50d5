"""Ground that several features of the right side cover, measured inside left features without building it.

Where c features lie over a place, it counts c − 1 times: for each of them that an earlier one covers too. So what is
counted twice in a left feature L is the sum, over its right features k, of L ∩ k ∩ (the union of the earlier ones).
Mostly one of these holds another, and the overlaps say how much it is. Else an upright line is swept over the common
box of L and k, from one end or crossing of their edges to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .areas import Cover, Overlaps
from .boxes import Shapes
from .frame import shapes
from .geodesy import Geometries
from .intersections import TRACE_M2, intersection
from .kernels import Floats, Indices, compiled, in_blocks
from .rings import Rings

WHOLE = 1 - 1e-12  # the share of a feature from which on it counts as lying inside the other
MOST = 1000  # edges that are swept over; where there are more, GEOS is quicker
BLOCK = 256  # left features that a thread takes at a time
LEFT, OWN, EARLIER = 0, 1, 2  # whose an edge is: L's, k's, an earlier feature's


@compiled
def _gather(
    xy: Floats, ring: Indices, first: int, end: int, whose: int, box: tuple[float, float, float, float],
    out: Floats, n: int,
) -> int:
    """Append the edges of the rings `first` … `end` that lie in the box or over it, local to its corner.

    Columns: x, y, x of the eastern end, slope, sign (1 for an edge that runs west, with its ground below), whose.
    Gives the number of edges, which stops at MOST.
    """
    x0, y0, x1, _ = box
    for r in range(first, end):
        for v in range(ring[r], ring[r + 1] - 1):
            ax, ay, bx, by = xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1]
            if ax != bx and max(ax, bx) > x0 and min(ax, bx) < x1 and max(ay, by) >= y0 and n < MOST:
                leftward = ax > bx
                out[n, 0] = (bx if leftward else ax) - x0
                out[n, 1] = (by if leftward else ay) - y0
                out[n, 2] = (ax if leftward else bx) - x0
                out[n, 3] = (by - ay) / (bx - ax)
                out[n, 4] = 1.0 if leftward else -1.0
                out[n, 5] = whose
                n += 1
    return n


@compiled
def _sort(values: Floats, count: int) -> None:
    """Sort the first `count` in place (Shell 1959, with Knuth's gaps)."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap:
        for k in range(gap, count):
            value, at = values[k], k
            while at >= gap and values[at - gap] > value:
                values[at] = values[at - gap]
                at -= gap
            values[at] = value
        gap //= 3


@compiled
def _order(edges: Floats, active: Indices, count: int, x: float, height: Floats) -> None:
    """Sort the active edges from the highest at x to the lowest, with their heights."""
    for k in range(count):
        e = active[k]
        y, at = edges[e, 1] + edges[e, 3] * (x - edges[e, 0]), k
        while at and height[at - 1] < y:
            height[at], active[at] = height[at - 1], active[at - 1]
            at -= 1
        height[at], active[at] = y, e


@compiled
def _common(edges: Floats, active: Indices, count: int, height: Floats, all_over: Indices) -> float:
    """How much of an upright line is on L's, on k's and on an earlier feature's ground."""
    inside = all_over.copy()
    total = 0.0
    for k in range(count - 1):
        e = active[k]
        inside[int(edges[e, 5])] += int(edges[e, 4])
        if inside[LEFT] > 0 and inside[OWN] > 0 and inside[EARLIER] > 0:
            total += height[k] - height[k + 1]
    return total


@compiled
def _swept(edges: Floats, n: int, width: float, all_over: Indices) -> float:
    """Area between x = 0 and `width` on the ground of all three; NaN if it is too intricate.

    `all_over` is 1 for one that holds everything. What lies below the box is in none but the one that goes on there.
    """
    ends, height, active = np.empty(2 * n), np.empty(n), np.empty(n, np.int64)
    cuts = np.empty(4 * MOST)
    for e in range(n):
        ends[2 * e], ends[2 * e + 1] = max(edges[e, 0], 0.0), min(edges[e, 2], width)
    _sort(ends, 2 * n)
    total = 0.0
    for k in range(2 * n - 1):
        low, high = ends[k], ends[k + 1]
        if low >= high:
            continue
        count = 0
        for e in range(n):
            active[count] = e
            count += int(edges[e, 0] <= low and edges[e, 2] >= high)
        cuts[0], c = low, 1
        for a in range(count):
            f = edges[active[a]]
            for b in range(a):
                g = edges[active[b]]
                d_low = f[1] + f[3] * (low - f[0]) - g[1] - g[3] * (low - g[0])
                d_high = f[1] + f[3] * (high - f[0]) - g[1] - g[3] * (high - g[0])
                if d_low * d_high < 0.0:
                    cuts[c] = low + (high - low) * (d_low / (d_low - d_high))
                    c += 1
                    if c == len(cuts):
                        return np.nan
        _sort(cuts, c)
        cuts[c] = high
        for s in range(c):
            if cuts[s] < cuts[s + 1]:
                _order(edges, active, count, 0.5 * (cuts[s] + cuts[s + 1]), height)
                total += (cuts[s + 1] - cuts[s]) * _common(edges, active, count, height, all_over)
    return total


@compiled
def _has(values: Indices, first: int, end: int, value: int) -> bool:
    """Whether `value` is among the ascending values[first:end]."""
    low, high = first, end
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < end and values[low] == value


@compiled
def _add_owner(
    right: Shapes, begin: Indices, owner: int, whose: int, box: tuple[float, float, float, float], out: Floats, n: int,
) -> int:
    """Append the edges of the shapes (itself, or its pieces) of a right feature."""
    xy, ring, feature, boxes = right.xy, right.ring, right.feature, right.box
    for shape in range(begin[owner], begin[owner + 1]):
        b = boxes[shape]
        if b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1]:
            n = _gather(xy, ring, feature[shape], feature[shape + 1], whose, box, out, n)
    return n


@compiled
def _within_itself(
    right: Shapes, begin: Indices, box: Floats, lower: Indices, earlier: Indices, chosen: Indices,
    first: int, end: int, doubled: Floats,
) -> None:
    """Fill in how much of each right feature `chosen` earlier ones cover; NaN where it was not swept."""
    edges, all_over = np.empty((MOST, 6)), np.array([1, 0, 0])
    for c in range(first, end):
        k = chosen[c]
        here = (box[k, 0], box[k, 1], box[k, 2], box[k, 3])
        n = _add_owner(right, begin, k, OWN, here, edges, 0)
        for q in range(lower[k], lower[k + 1]):
            n = _add_owner(right, begin, earlier[q], EARLIER, here, edges, n)
        doubled[k] = _swept(edges, n, here[2] - here[0], all_over) if n < MOST else np.nan


@compiled
def _within_left(
    xy: Floats, ring: Indices, feature: Indices, left_box: Floats,
    right: Shapes, begin: Indices, box: Floats, area: Floats, lower: Indices, earlier: Indices, doubled: Floats,
    pair: Indices, j: Indices, shared: Floats, first: int, end: int, found: Floats,
) -> None:
    """Fill in what is counted twice in each pair of left features `first` … `end`; NaN where it was not swept."""
    edges, all_over = np.empty((MOST, 6)), np.zeros(3, np.int64)
    for i in range(first, end):
        for p in range(pair[i], pair[i + 1]):
            k, covered, n = j[p], 0, 0
            for q in range(lower[k], lower[k + 1]):
                covered += int(_has(j, pair[i], pair[i + 1], earlier[q]))
            if covered == 0 or shared[p] >= WHOLE * area[k]:
                found[p] = 0.0 if covered == 0 else doubled[k]
                continue
            here = (max(left_box[i, 0], box[k, 0]), max(left_box[i, 1], box[k, 1]),
                    min(left_box[i, 2], box[k, 2]), min(left_box[i, 3], box[k, 3]))
            n = _gather(xy, ring, feature[i], feature[i + 1], LEFT, here, edges, n)
            n = _add_owner(right, begin, k, OWN, here, edges, n)
            for q in range(lower[k], lower[k + 1]):
                if _has(j, pair[i], pair[i + 1], earlier[q]):
                    n = _add_owner(right, begin, earlier[q], EARLIER, here, edges, n)
            found[p] = _swept(edges, n, here[2] - here[0], all_over) if n < MOST else np.nan


@dataclass(frozen=True, eq=False)
class Depth:
    """The right side's features that overlap one another, and which ones: `earlier`[`lower`[k] : `lower`[k + 1]] for k.

    related, (n,): whether a feature overlaps any other. doubled, (n,): of each feature the area that earlier ones
    cover, NaN until it is asked for.
    """

    cover: Cover
    right: Callable[[], Geometries]  # the features' shapes
    begin: Indices  # where each feature's shapes begin in the cover's
    box: Floats
    area: Floats
    lower: Indices
    earlier: Indices
    related: NDArray[np.bool_]
    doubled: Floats

    @classmethod
    def of(cls, cover: Cover, rings: Rings, right: Callable[[], Geometries], overlaps: Overlaps) -> Depth | None:
        """From the pairs (i < j) of features that overlap; None if there are none."""
        i, j, shared = overlaps
        real = shared > TRACE_M2
        if not real.any():
            return None
        i, j = i[real], j[real]
        order = np.lexsort((i, j))
        area, box = rings.measured()
        lower = np.searchsorted(j[order], np.arange(len(rings) + 1))
        begin = np.searchsorted(cover.shapes.owner, np.arange(len(rings) + 1))
        related = np.zeros(len(rings), dtype=bool)
        related[i] = related[j] = True
        doubled = np.where(np.diff(lower) > 0, np.nan, 0.0)
        return cls(cover, right, begin, box, area, lower, i[order], related, doubled)

    def counted_twice(self, left: Rings, left_area: Floats, overlaps: Overlaps) -> Floats:
        """Area (m²) in each left feature under several right ones, once for each beyond the first; shape (len(left),).

        `overlaps` are all pairs of the left features with the right side, sorted.
        """
        i, j, shared = overlaps
        twice = np.zeros(len(left))
        asked = np.bincount(i[self.related[j]], minlength=len(left)) > 1
        inside = np.zeros(len(left), dtype=bool)  # of one right feature: then all others' ground is extra
        inside[i[shared >= WHOLE * left_area[i]]] = True
        over = np.bincount(i, shared, len(left)) - left_area
        twice[asked & inside] = over[asked & inside].clip(min=0)
        some = np.flatnonzero(asked & ~inside)
        if some.size:
            mine = np.isin(i, some)
            twice[some] = self._summed(left.taken(some), np.searchsorted(some, i[mine]), j[mine], shared[mine])
        return twice

    def _summed(self, left: Rings, i: Indices, j: Indices, shared: Floats) -> Floats:
        """`counted_twice` of left features that lie in no right one."""
        self._look_into(np.unique(j[shared >= WHOLE * self.area[j]]))
        box, pair, found = left.bounds(), np.searchsorted(i, np.arange(len(left) + 1)), np.empty(len(i))
        in_blocks(lambda first, end: _within_left(
            left.xy, left.ring, left.feature, box, self.cover.shapes, self.begin, self.box, self.area,
            self.lower, self.earlier, self.doubled, pair, j, shared, first, end, found), len(left), BLOCK)
        hard = np.flatnonzero(np.isnan(found))
        if hard.size:
            some, place = np.unique(i[hard], return_inverse=True)
            for p, shape in zip(hard, shapes(left.taken(some))[place]):
                found[p] = self._by_geos(j[p], shape)
        return np.asarray(np.bincount(i, found, len(left)), dtype=np.float64)

    def _look_into(self, features: Indices) -> None:
        """Fill in `doubled` of the features where it is not known yet."""
        chosen = features[np.isnan(self.doubled[features])]
        in_blocks(lambda first, end: _within_itself(
            self.cover.shapes, self.begin, self.box, self.lower, self.earlier, chosen, first, end, self.doubled),
            len(chosen), BLOCK)
        for k in chosen[np.isnan(self.doubled[chosen])]:
            self.doubled[k] = self._by_geos(k, self.right()[k])

    def _by_geos(self, k: int, within: Any) -> float:
        """Area of k that earlier ones cover, within a shape."""
        own = intersection(np.array([within], dtype=object), self.right()[[k]])
        earlier = self.right()[self.earlier[self.lower[k]:self.lower[k + 1]]]
        return float(shapely.area(shapely.union_all(intersection(earlier, own))))
