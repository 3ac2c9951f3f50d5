"""The shapes that one short outline holds: the tree is gone down with only those of its edges that are near.

A box that no edge meets is inside or outside as a whole, with all the shapes below it. So what an outline costs grows
with the shapes along it, and hardly with those within it.
"""

from __future__ import annotations

import numpy as np

from .boxes import NODE, Tree
from .kernels import DOUBT, Floats, Indices, compiled, room
from .rings import Rings


def edges_of(outline: Rings) -> Floats:
    """All its edges, x, y, x, y, (n, 4)."""
    starts = np.delete(np.arange(len(outline.xy)), outline.ring[1:] - 1)
    return np.ascontiguousarray(np.hstack([outline.xy[starts], outline.xy[starts + 1]]))


@compiled
def _meets(edges: Floats, e: int, west: float, south: float, east: float, north: float) -> bool:
    """False where an edge certainly has no point in common with a box."""
    x0, y0, x1, y1 = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3]
    if max(x0, x1) < west or min(x0, x1) > east or max(y0, y1) < south or min(y0, y1) > north:
        return False
    dx, dy = x1 - x0, y1 - y0
    left, right = dx * ((south + north) / 2 - y0), dy * ((west + east) / 2 - x0)
    reach = abs(dx) * (north - south) / 2 + abs(dy) * (east - west) / 2  # of the box, to either side of its centre
    return bool(abs(left - right) <= reach + 4 * DOUBT * (abs(left) + abs(right) + reach))


@compiled
def _is_inside(edges: Floats, x: float, y: float) -> bool:
    """Whether the outline winds around a place that is on none of its edges."""
    winding = 0
    for e in range(len(edges)):
        x0, y0, x1, y1 = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3]
        if (y0 <= y) != (y1 <= y):
            left = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0.0
            if left == (y1 > y0):  # the edge passes east of it
                winding += 1 if left else -1
    return winding != 0


@compiled
def held(edges: Floats, tree: Tree, area: Floats) -> tuple[Indices, Floats]:
    """The shapes of a tree that the outline may hold some of, in no order, and how much.

    That is all of a shape's `area` where it is inside as a whole, and NaN where an edge is near. `waiting` holds the
    boxes still to be looked at: storey, number, and which stretch of `near` has the edges near the box around it.
    """
    box, level, item = tree
    top, count = len(level) - 2, len(edges)
    found, values, rows = np.empty((256, 1), np.int64), np.empty((256, 1)), 0
    near, waiting, height = np.arange((top + 2) * count), np.empty((NODE * (top + 2), 4), np.int64), 0
    for k in range(level[top + 1] - level[top]):
        waiting[height, 0], waiting[height, 1], waiting[height, 2], waiting[height, 3] = top, k, 0, count
        height += 1
    out_west, out_south, out_east, out_north = np.inf, np.inf, -np.inf, -np.inf
    for e in range(count):  # of a ring every vertex begins an edge
        out_west, out_east = min(out_west, edges[e, 0]), max(out_east, edges[e, 0])
        out_south, out_north = min(out_south, edges[e, 1]), max(out_north, edges[e, 1])
    while height:
        height -= 1
        storey, k, first, end = waiting[height, 0], waiting[height, 1], waiting[height, 2], waiting[height, 3]
        b = level[storey] + k
        west, south, east, north = box[b, 0], box[b, 1], box[b, 2], box[b, 3]
        if east <= out_west or west >= out_east or north <= out_south or south >= out_north:
            continue
        last = end
        for n in range(first, end):
            if _meets(edges, near[n], west, south, east, north):
                near[last] = near[n]
                last += 1
        if last > end and storey:
            for child in range(k * NODE, min((k + 1) * NODE, level[storey] - level[storey - 1])):
                waiting[height, 0], waiting[height, 1] = storey - 1, child
                waiting[height, 2], waiting[height, 3] = end, last
                height += 1
        elif last > end or _is_inside(edges, (west + east) / 2, (south + north) / 2):
            width = NODE ** storey
            begin, stop = k * width, min((k + 1) * width, len(item))
            found, values = room(found, rows + stop - begin), room(values, rows + stop - begin)
            for leaf in range(begin, stop):
                found[rows, 0] = item[leaf]
                values[rows, 0] = np.nan if last > end else area[item[leaf]]
                rows += 1
    return found[:rows, 0].copy(), values[:rows, 0].copy()
