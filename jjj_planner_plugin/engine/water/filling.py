"""Depressions filled: every cell raised to the lowest level over which its water can leave.

What priority-flood (Barnes et al. 2014) finds by a queue of all cells is found here in passes over rows, which go on
all cores and read memory in order: every cell belongs to the pit that it descends to; the passes between pits are a
graph, whose minimum spanning tree (Borůvka) gives the level over which each pit leaves (Cordonnier et al. 2019).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels import compiled, in_blocks, room

Heights = NDArray[np.float32]
Labels = NDArray[np.int32]

OUTSIDE = 0  # the number of all that leaves the surface at once; pits are 1, 2 …
SLOTS = 4096  # a power of two: pairs of pits that a thread remembers
ROWS = 64  # a thread takes at a time; fixed, so that no result depends on the number of threads


def fill(heights: Heights) -> int:
    """Fill the depressions of `heights` (rows, cols; NaN: no data) in place; how many pits there were.

    Water leaves at the edge of the raster and beside cells without data. A filled cell has the lowest level over
    which a path of cells (by sides and corners) leads from it to such a cell.
    """
    labels = np.empty(heights.shape, dtype=np.int32)
    rows = len(heights)
    pits = np.array([0, *in_blocks(lambda first, end: _descend(heights, labels, first, end), rows, ROWS)])
    begin = np.cumsum(pits)
    in_blocks(lambda first, end: _number(labels, first, end, begin[first // ROWS]), rows, ROWS)
    in_blocks(lambda first, end: _follow(labels, first, end), rows, ROWS)
    levels = _levels(heights, labels, int(begin[-1]) + 1)
    in_blocks(lambda first, end: _raise(heights, labels, levels, first, end), rows, ROWS)
    return int(begin[-1])


def _levels(heights: Heights, labels: Labels, count: int) -> Heights:
    """The level over which each of `count` pits leaves, (count,); −∞ for the outside."""
    found = in_blocks(lambda first, end: _passes(heights, labels, first, end), len(heights), ROWS)
    ends, height = (np.concatenate(parts) for parts in zip(*found))
    del found
    tree, over = _spanning_tree(ends, height, count)
    del ends, height
    order = np.argsort(tree.ravel(), kind="stable")
    start = np.searchsorted(tree.ravel()[order], np.arange(count + 1))
    return _flooded(tree, over, order // 2, start)


@compiled
def _descend(heights: Heights, labels: Labels, first: int, end: int) -> int:
    """Rows `first` … `end`: the cell that each descends to, its own place for a pit, −1 − OUTSIDE at outlets; pits.

    Of level cells each goes to one before it in the file, so that a plain is one pit and nothing goes in circles.
    """
    rows, columns = heights.shape
    pits = 0
    for row in range(first, end):
        for column in range(columns):
            z = heights[row, column]
            outlet = np.isnan(z) or row == 0 or column == 0 or row == rows - 1 or column == columns - 1
            here = row * columns + column
            to, lowest = here, z
            if not outlet:
                for y in range(row - 1, row + 2):
                    for x in range(column - 1, column + 2):
                        height = heights[y, x]
                        if np.isnan(height):
                            outlet = True
                        elif height < lowest or (height == lowest and lowest == z and y * columns + x < to):
                            lowest, to = height, y * columns + x
            if outlet:
                labels[row, column] = -1
            else:
                labels[row, column] = to
                pits += to == here
    return pits


@compiled
def _number(labels: Labels, first: int, end: int, before: int) -> None:
    """Give pits their number: −1 − number, those of earlier rows being `before`."""
    columns = labels.shape[1]
    for row in range(first, end):
        for column in range(columns):
            if labels[row, column] == row * columns + column:
                before += 1
                labels[row, column] = -1 - before


@compiled
def _follow(labels: Labels, first: int, end: int) -> None:
    """Every cell the number of the pit that its path ends in.

    Other threads may write the same numbers to the same cells: whichever is read, the path has the same end.
    """
    flat = labels.reshape(-1)
    columns = labels.shape[1]
    for start in range(first * columns, end * columns):
        number = flat[start]
        while number >= 0:
            number = flat[number]
        here = start
        after = flat[here]
        while after >= 0:  # each cell is read once: another thread may come between
            flat[here] = number
            here = after
            after = flat[here]


@compiled
def _passes(heights: Heights, labels: Labels, first: int, end: int) -> tuple[Labels, Heights]:
    """Pairs of neighbours of different pits, the second behind the first in the file: (n, 2) pits, (n,) heights.

    The height is that of the higher cell. Of a pair of pits that was seen a moment ago the lowest is kept.
    """
    rows, columns = labels.shape
    ends, height = np.empty((1024, 2), dtype=np.int32), np.empty((1024, 1), dtype=np.float32)
    seen = np.zeros(SLOTS, dtype=np.int32)
    count = 0
    for row in range(first, end):
        for column in range(columns):
            label, z = labels[row, column], heights[row, column]
            for step in range(4):
                y, x = (row, column + 1) if step == 0 else (row + 1, column + step - 2)
                if not (y < rows and 0 <= x < columns) or labels[y, x] == label:
                    continue
                a, b = -1 - max(label, labels[y, x]), -1 - min(label, labels[y, x])
                level = max(z, heights[y, x])
                slot = (a * 31 + b) & (SLOTS - 1)
                place = seen[slot]
                if place < count and ends[place, 0] == a and ends[place, 1] == b:
                    height[place, 0] = min(height[place, 0], level)
                    continue
                ends, height = room(ends, count + 1), room(height, count + 1)
                ends[count, 0], ends[count, 1], height[count, 0] = a, b, level
                seen[slot] = count
                count += 1
    return ends[:count].copy(), height[:count, 0].copy()


@compiled
def _top(parent: Labels, one: int) -> int:
    """The first of the pits that `one` is joined with."""
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


@compiled
def _spanning_tree(ends: Labels, height: Heights, count: int) -> tuple[Labels, Heights]:
    """The passes of the minimum spanning tree: (count − 1, 2) pits, (count − 1,) heights. `ends`, `height` are used up.

    Borůvka: in each round every group takes its lowest pass to another; of equal ones the first, which no circle
    can come of.
    """
    parent = np.arange(count).astype(np.int32)
    tree, over = np.empty((count - 1, 2), dtype=np.int32), np.empty(count - 1, dtype=np.float32)
    best = np.empty(count, dtype=np.int64)
    made, left = 0, len(ends)
    while made < count - 1:
        best[:] = -1
        kept = 0
        for place in range(left):
            a, b = _top(parent, ends[place, 0]), _top(parent, ends[place, 1])
            if a == b:
                continue
            level = height[place]
            ends[kept, 0], ends[kept, 1], height[kept] = ends[place, 0], ends[place, 1], level
            for one in (a, b):
                if best[one] < 0 or level < height[best[one]]:
                    best[one] = kept
            kept += 1
        left = kept
        for one in range(count):
            place = best[one]
            if place < 0:
                continue
            a, b = _top(parent, ends[place, 0]), _top(parent, ends[place, 1])
            if a != b:
                parent[max(a, b)] = min(a, b)
                tree[made, 0], tree[made, 1], over[made] = ends[place, 0], ends[place, 1], height[place]
                made += 1
    return tree, over


@compiled
def _flooded(tree: Labels, over: Heights, edges: Any, start: Any) -> Heights:
    """From the outside through the tree: the highest pass on each pit's way, (count,)."""
    levels = np.full(len(tree) + 1, np.float32(np.inf), dtype=np.float32)
    levels[OUTSIDE] = -np.inf
    waiting = np.empty(len(tree) + 1, dtype=np.int32)
    waiting[0] = OUTSIDE
    done, known = 0, 1
    while done < known:
        here = waiting[done]
        done += 1
        for place in range(start[here], start[here + 1]):
            edge = edges[place]
            there = tree[edge, 0] + tree[edge, 1] - here
            if levels[there] == np.inf:
                levels[there] = max(levels[here], over[edge])
                waiting[known] = there
                known += 1
    return levels


@compiled
def _raise(heights: Heights, labels: Labels, levels: Heights, first: int, end: int) -> None:
    for row in range(first, end):
        for column in range(heights.shape[1]):
            level = levels[-1 - labels[row, column]]
            if level > heights[row, column]:
                heights[row, column] = level
