"""Big polygons cut into pieces of few edges by a k-d tree, so that each neighbour meets only the edges near it.

A piece is a set of directed edges, not of rings: the areas under its edges, each with its sign, sum to that of the
polygon in the piece's box. Therefore a cut needs no topology and makes no slivers. What an edge has beyond a level cut
goes on as a level edge along it, a run of such edges as one; what lies beyond an upright cut is left out, and so are
vertical edges, for they have nothing under them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .kernels import Floats, Indices, compiled, in_blocks, room
from .rings import Rings, stacked

LIMIT = 48  # edges of a piece: fewer make more pieces to cut and to find than they save in edges
DEEPEST = 48  # cuts in a row: where many edges meet in one point, no cut makes them fewer
GROWTH = 8.0  # times the edges a stretch began with: long edges side by side, which every cut cuts in two
TOGETHER = 16384  # vertices cut in one go by one thread


@dataclass(frozen=True, eq=False)
class Pieces:
    """`edges`: the pieces as open chains of edges in the place of rings. owner, (p,): whose piece each is.

    full, (p,): 1 where the piece is the whole of its box.
    """

    edges: Rings
    owner: Indices
    full: Indices


@compiled
def _put(edges: Floats, n: int, x0: float, y0: float, x1: float, y1: float) -> int:
    """Write edge n unless it is vertical; gives the next n."""
    edges[n, 0], edges[n, 1], edges[n, 2], edges[n, 3] = x0, y0, x1, y1
    return n + int(x0 != x1)


@compiled
def _sort(ends: Floats, count: int) -> None:
    """Sort the first `count` rows (x, step) by x, in place (Shell 1959, with Knuth's gaps)."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap:
        for k in range(gap, count):
            x, step, at = ends[k, 0], ends[k, 1], k
            while at >= gap and ends[at - gap, 0] > x:
                ends[at, 0], ends[at, 1] = ends[at - gap, 0], ends[at - gap, 1]
                at -= gap
            ends[at, 0], ends[at, 1] = x, step
        gap //= 3


@compiled
def _changes(edges: Floats, first: int, end: int, y: float) -> tuple[int, Floats]:
    """Where the net direction of the level edges at height y changes: how many rows, and (x, direction from there on).

    The direction is 1 eastward, −1 westward, 0 none; any other is not of a valid polygon, and the number of rows is −1.
    """
    level = 0
    for e in range(first, end):
        level += int(edges[e, 1] == y and edges[e, 3] == y)
    ends, k = np.empty((2 * level, 2)), 0
    for e in range(first, end):
        if edges[e, 1] == y and edges[e, 3] == y:
            ends[k, 0], ends[k, 1], ends[k + 1, 0], ends[k + 1, 1] = edges[e, 0], 1.0, edges[e, 2], -1.0
            k += 2
    _sort(ends, k)
    rows, net, k = 0, 0.0, 0
    while k < 2 * level:
        x, before = ends[k, 0], net
        while k < 2 * level and ends[k, 0] == x:
            net += ends[k, 1]
            k += 1
        if abs(net) > 1.0:
            return -1, ends
        if net != before:
            ends[rows, 0], ends[rows, 1] = x, net
            rows += 1
    return rows, ends


@compiled
def _net(edges: Floats, first: int, end: int, y: float) -> int:
    """Level edges to and fro at the height `y` become those that remain of them. Gives where the edges end then."""
    rows, change = _changes(edges, first, end, y)
    if rows < 0:
        return end
    n = first
    for e in range(first, end):
        if edges[e, 1] != y or edges[e, 3] != y:
            for column in range(4):
                edges[n, column] = edges[e, column]
            n += 1
    for k in range(rows - 1):
        if change[k, 1] > 0.0:
            n = _put(edges, n, change[k, 0], y, change[k + 1, 0], y)
        elif change[k, 1] < 0.0:
            n = _put(edges, n, change[k + 1, 0], y, change[k, 0], y)
    return n


@compiled
def _cut_upright(edges: Floats, first: int, end: int, c: float, west: Floats, east: Floats) -> tuple[int, int]:
    """What lies west and what lies east of x = c; gives the numbers of edges."""
    w = e = 0
    for k in range(first, end):
        x0, y0, x1, y1 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        if x0 <= c and x1 <= c:
            w = _put(west, w, x0, y0, x1, y1)
        elif x0 >= c and x1 >= c:
            e = _put(east, e, x0, y0, x1, y1)
        else:
            y = y0 + (y1 - y0) * ((c - x0) / (x1 - x0))
            y = min(max(y, min(y0, y1)), max(y0, y1))
            if x0 < c:
                w = _put(west, w, x0, y0, c, y)
                e = _put(east, e, c, y, x1, y1)
            else:
                e = _put(east, e, x0, y0, c, y)
                w = _put(west, w, c, y, x1, y1)
    return w, e


@compiled
def _cut_level(edges: Floats, first: int, end: int, c: float, low: Floats, high: Floats) -> tuple[int, int]:
    """What lies below and what lies above y = c; gives the numbers of edges.

    Each side has a run of edges beyond the cut under way, from `began` to `now`.
    """
    n = m = 0
    low_began = low_now = high_began = high_now = 0.0
    for k in range(first, end):
        x0, y0, x1, y1 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        crosses = (y0 < c and y1 > c) or (y0 > c and y1 < c)
        x, y = x1, y1
        if crosses:
            x, y = x0 + (x1 - x0) * ((c - y0) / (y1 - y0)), c
            x = min(max(x, min(x0, x1)), max(x0, x1))
        for _ in range(2 if crosses else 1):  # to the cut, and on from there
            if y0 <= c and y <= c:
                n = _put(low, n, x0, y0, x, y)
                if high_now != x0:
                    m = _put(high, m, high_began, c, high_now, c)
                    high_began = x0
                high_now = x
            else:
                m = _put(high, m, x0, y0, x, y)
                if low_now != x0:
                    n = _put(low, n, low_began, c, low_now, c)
                    low_began = x0
                low_now = x
            x0, y0, x, y = x, y, x1, y1
    return _put(low, n, low_began, c, low_now, c), _put(high, m, high_began, c, high_now, c)


@compiled
def _box(edges: Floats, first: int, end: int) -> tuple[float, float, float, float]:
    """West, south, east, north of the edges."""
    west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
    for e in range(first, end):
        west = min(west, edges[e, 0], edges[e, 2])
        east = max(east, edges[e, 0], edges[e, 2])
        south = min(south, edges[e, 1], edges[e, 3])
        north = max(north, edges[e, 1], edges[e, 3])
    return west, south, east, north


@compiled
def _cut(edges: Floats, first: int, end: int, one: Floats, other: Floats) -> tuple[int, int]:
    """Cut across the longer side of their box, or across the other where that would cut a comb's teeth.

    Gives the numbers of edges in `one` and `other`; none where the box is too small for floats to have a middle.
    """
    west, south, east, north = _box(edges, first, end)
    x, y = 0.5 * (west + east), 0.5 * (south + north)
    if not (west < x < east and south < y < north):
        return 0, 0
    over_x = over_y = 0
    for e in range(first, end):
        over_x += int((edges[e, 0] < x) != (edges[e, 2] < x))
        over_y += int((edges[e, 1] < y) != (edges[e, 3] < y))
    upright = east - west >= north - south
    if max(over_x, over_y) > (end - first) // 4:
        upright = over_x <= over_y
    return _cut_upright(edges, first, end, x, one, other) if upright else _cut_level(edges, first, end, y, one, other)


@compiled
def _is_full(edges: Floats, first: int, end: int) -> bool:
    """True for two level edges, one above the other: with the vertical ones they go around the box."""
    if end != first + 2 or edges[first, 1] != edges[first, 3] or edges[first + 1, 1] != edges[first + 1, 3]:
        return False
    return bool(edges[first, 0] == edges[first + 1, 2] and edges[first, 2] == edges[first + 1, 0])


@compiled
def _edges(xy: Floats, ring: Indices, first: int, end: int) -> tuple[int, Floats]:
    """The edges x, y, x, y of the rings `first` … `end`, none of them vertical, and their number."""
    edges, count = np.empty((ring[end] - ring[first] + 1, 4)), 0
    for r in range(first, end):
        for v in range(ring[r], ring[r + 1] - 1):
            count = _put(edges, count, xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1])
    return count, edges


@compiled
def _append(table: Floats, end: int, edges: Floats, first: int, count: int) -> tuple[int, Floats]:
    """Put `count` edges behind the first `end` of the table; gives the new end and the table, which may have grown."""
    table = room(table, end + count)
    for e in range(count):
        for column in range(4):
            table[end + e, column] = edges[first + e, column]
    return end + count, table


@compiled
def _cut_features(
    xy: Floats, ring: Indices, feature: Indices, chosen: Indices, limit: int
) -> tuple[Floats, Indices]:
    """Cut the features `chosen`. Gives the pieces' edges, and of each piece where they end, the owner, if it is full.

    `heap` holds the stretches of edges that wait, from `start` on; the last one, which is cut next, always ends it.
    """
    cut, done, pieces, p = np.empty((1024, 4)), 0, np.empty((64, 3), np.int64), 0
    start, cuts, growth = np.empty(DEEPEST + 2, np.int64), np.empty(DEEPEST + 2, np.int64), np.empty(DEEPEST + 2)
    for m in chosen:
        end, heap = _edges(xy, ring, feature[m], feature[m + 1])
        start[0], cuts[0], growth[0], waiting = 0, 0, 1.0, 1
        while waiting:
            waiting -= 1
            first, deep, grown = start[waiting], cuts[waiting], growth[waiting]
            count, a, b = end - first, 0, 0
            if count > limit and deep < DEEPEST and grown < GROWTH:
                one, other = np.empty((2 * count + 2, 4)), np.empty((2 * count + 2, 4))
                a, b = _cut(heap, first, end, one, other)
            if a + b:
                start[waiting], start[waiting + 1] = first, first + a
                cuts[waiting] = cuts[waiting + 1] = deep + 1
                growth[waiting] = growth[waiting + 1] = grown * (a + b) / count
                end, heap = _append(heap, first, one, 0, a)
                end, heap = _append(heap, end, other, 0, b)
                waiting += 2
                continue
            low, high = _box(heap, first, end)[1::2]
            end = _net(heap, first, _net(heap, first, end, low), high)
            if end > first:
                full = _is_full(heap, first, end)
                done, cut = _append(cut, done, heap, first, end - first)
                pieces = room(pieces, p + 1)
                pieces[p, 0], pieces[p, 1], pieces[p, 2] = done, m, int(full)
                p += 1
            end = first
    return cut[:done].copy(), pieces[:p].copy()


def cut(rings: Rings, chosen: NDArray[np.integer]) -> Pieces:
    """The features `chosen` of `rings` in pieces, feature by feature.

    A piece has at most `LIMIT` edges, unless they meet in one point or run side by side too closely for cuts to part.
    """
    total = np.cumsum(rings.vertices()[chosen])
    groups = np.split(chosen, np.flatnonzero(np.diff(total // TOGETHER)) + 1) if len(chosen) else []

    def chains(k: int, _: int) -> tuple[Rings, Indices]:
        edges, rows = _cut_features(rings.xy, rings.ring, rings.feature, groups[k], LIMIT)
        return Rings(edges.reshape(-1, 2), 2 * np.arange(len(edges) + 1), np.append(0, rows[:, 0])), rows

    found = in_blocks(chains, len(groups), block=1)
    rows = np.concatenate([np.empty((0, 3), np.int64), *[rows for _, rows in found]])
    _, owner, full = np.ascontiguousarray(rows.T)
    return Pieces(stacked([edges for edges, _ in found]), owner, full)
