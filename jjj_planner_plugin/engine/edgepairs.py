"""The area that two polygons share as a sum over pairs of their edges.

For two sets of directed edges A and B, each going around its ground, the area of A ∩ B is Σ ± ∫ min(a(x), b(x)) dx over
all pairs of an edge a and an edge b, where both lie over the same x; the sign says whether they run the same way. For
the signs of the edges above a point sum to 1 inside and to 0 outside, the product of both sums is 1 on common ground
only, and multiplied out it is a sum over pairs: the trapezoid rule for one polygon's area, carried over to two. No
point of intersection is ever made: edges that are shared, that touch or that lie in one line are no special case.
"""

from __future__ import annotations

import numpy as np

from .boxes import Shapes
from .kernels import Floats, Indices, compiled

RESOLUTION = 16 * float(np.finfo(np.float64).eps)  # of a coordinate: what is thinner touches, as far as floats can say
WORTH = 4  # pairs of edges whose sum takes as long as to look if one edge is in a slab
X, Y, SLOPE, LOW, HIGH, SIGN = range(6)  # columns of an edge: its western end, and from which x to which it counts


@compiled
def _put(out: Floats, n: int, ax: float, ay: float, bx: float, by: float, width: float) -> None:
    """Write edge n of a shape's, from a to b, as far as it lies over 0 … width."""
    leftward = ax > bx
    out[n, X] = bx if leftward else ax
    out[n, Y] = by if leftward else ay
    out[n, SLOPE] = (by - ay) / (bx - ax)
    out[n, LOW] = max(out[n, X], 0.0)
    out[n, HIGH] = min(ax if leftward else bx, width)
    out[n, SIGN] = 1.0 if leftward else -1.0


@compiled
def _near(
    xy: Floats, ring: Indices, first: int, end: int, deeper: bool,
    x0: float, y0: float, x1: float, y1: float, out: Floats,
) -> int:
    """The edges of the rings `first` … `end` that lie over x0 … x1, local to (x0, y0), in `out`; gives their number.

    (x0, y0, x1, y1) is the box common with the other shape. If this one goes on above it, the other has no ground
    there, and a run of edges wholly above is as good as one level edge along the box. If it goes on below (`deeper`),
    the other has none there either, and edges wholly below count for nothing.
    """
    n, began, now = 0, 0.0, 0.0  # the run above, from x to x
    floor = y0 if deeper else -np.inf
    for r in range(first, end):
        bx, by = xy[ring[r], 0], xy[ring[r], 1]
        for v in range(ring[r] + 1, ring[r + 1]):
            ax, ay, bx, by = bx, by, xy[v, 0], xy[v, 1]
            here = (max(ax, bx) > x0) & (min(ax, bx) < x1) & (ax != bx) & (max(ay, by) > floor)
            if min(ay, by) >= y1 and here:
                if ax != now:
                    _put(out, n, began - x0, y1 - y0, now - x0, y1 - y0, x1 - x0)
                    n += int(began != now)
                    began = ax
                now = bx
            else:  # written in any case and kept if `n` moves on: a branch less, and one that is hard to foretell
                _put(out, n, ax - x0, ay - y0, bx - x0, by - y0, x1 - x0)
                n += int(here)
    _put(out, n, began - x0, y1 - y0, now - x0, y1 - y0, x1 - x0)
    return n + int(began != now)


@compiled
def _shared(a: Floats, a_count: int, b: Floats, b_count: int) -> float:
    """Σ ± ∫ min over all pairs of the edges of `_near`."""
    total = 0.0
    for i in range(a_count):
        part = 0.0
        for j in range(b_count):
            low = max(a[i, LOW], b[j, LOW])
            high = min(a[i, HIGH], b[j, HIGH])
            if low >= high:
                continue
            a_low, a_high = a[i, Y] + a[i, SLOPE] * (low - a[i, X]), a[i, Y] + a[i, SLOPE] * (high - a[i, X])
            b_low, b_high = b[j, Y] + b[j, SLOPE] * (low - b[j, X]), b[j, Y] + b[j, SLOPE] * (high - b[j, X])
            d_low, d_high = a_low - b_low, a_high - b_high
            if d_low <= 0.0 and d_high <= 0.0:
                under = a_low + a_high
            else:  # under b, less the triangle where the edges cross and a is the lower one
                under = b_low + b_high
                if d_low < 0.0:
                    under += d_low * (d_low / (d_low - d_high))
                elif d_high < 0.0:
                    under += d_high * (d_high / (d_high - d_low))
            part += b[j, SIGN] * under * (high - low)
        total += a[i, SIGN] * part
    return 0.5 * total


@compiled
def _in_slab(edges: Floats, count: int, west: float, east: float, out: Floats) -> int:
    """The edges over west … east, and no further; gives their number."""
    n = 0
    for k in range(count):
        if edges[k, LOW] < east and edges[k, HIGH] > west:
            for column in range(SIGN + 1):
                out[n, column] = edges[k, column]
            out[n, LOW], out[n, HIGH] = max(edges[k, LOW], west), min(edges[k, HIGH], east)
            n += 1
    return n


@compiled
def _shared_by_slabs(a: Floats, a_count: int, b: Floats, b_count: int, width: float) -> float:
    """`_shared`, where the edges are many slab by slab: most pairs have no x in common. To look for those costs too."""
    slabs = int(np.sqrt(a_count * b_count / (WORTH * (a_count + b_count + 1))))
    if slabs < 2:
        return _shared(a, a_count, b, b_count)
    some, others, total = np.empty((a_count, SIGN + 1)), np.empty((b_count, SIGN + 1)), 0.0
    for k in range(slabs):
        west, east = width * (k / slabs), width * ((k + 1) / slabs)
        m, n = _in_slab(a, a_count, west, east, some), _in_slab(b, b_count, west, east, others)
        total += _shared(some, m, others, n)
    return total


@compiled
def share(
    left: Shapes, right: Shapes, keys: Indices, chosen: Indices, first: int, end: int, area: Floats, noise: Floats
) -> None:
    """Fill in what the pairs `chosen` (`first` … `end` of them) of `keys` share, and what of it may be rounding.

    That is an area as long as half the way around their common box, and `RESOLUTION` wide.
    """
    l_xy, l_ring, l_feature, l_box = left.xy, left.ring, left.feature, left.box
    r_xy, r_ring, r_feature, r_box = right.xy, right.ring, right.feature, right.box
    a, b = np.empty((64, SIGN + 1)), np.empty((64, SIGN + 1))
    for n in range(first, end):
        i, j = keys[chosen[n], 0], keys[chosen[n], 1]
        a_first, a_end, b_first, b_end = l_feature[i], l_feature[i + 1], r_feature[j], r_feature[j + 1]
        if l_ring[a_end] - l_ring[a_first] >= len(a):
            a = np.empty((2 * (l_ring[a_end] - l_ring[a_first]), SIGN + 1))
        if r_ring[b_end] - r_ring[b_first] >= len(b):
            b = np.empty((2 * (r_ring[b_end] - r_ring[b_first]), SIGN + 1))
        x0, y0 = max(l_box[i, 0], r_box[j, 0]), max(l_box[i, 1], r_box[j, 1])
        x1, y1 = min(l_box[i, 2], r_box[j, 2]), min(l_box[i, 3], r_box[j, 3])
        a_count = _near(l_xy, l_ring, a_first, a_end, l_box[i, 1] < y0, x0, y0, x1, y1, a)
        b_count = _near(r_xy, r_ring, b_first, b_end, r_box[j, 1] < y0, x0, y0, x1, y1, b)
        area[chosen[n]] = _shared_by_slabs(a, a_count, b, b_count, x1 - x0)
        noise[chosen[n]] = RESOLUTION * max(abs(x0), abs(x1), abs(y0), abs(y1)) * (x1 - x0 + y1 - y0)
