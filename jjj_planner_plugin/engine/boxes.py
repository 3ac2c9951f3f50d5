"""The search for shapes that meet, and the areas that follow from their boxes alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .kernels import Floats, Indices, compiled, room

NODE = 8  # boxes under one box of the tree
WHOLE = 1 - 1e-12  # the share of its box from which on a shape counts as covered by full pieces


class Shapes(NamedTuple):
    """One side: rings or chains of edges (see `Rings`), the area and the box of each shape.

    full: 1 where the shape is the whole of its box; owner: the feature that it is, or is a piece of.
    """

    xy: Floats
    ring: Indices
    feature: Indices
    area: Floats
    box: Floats
    full: Indices
    owner: Indices


class Tree(NamedTuple):
    """A packed R-tree over shapes: their boxes in the order of `item`, then, level by level, boxes around `NODE` each.

    level: where each level begins in `box`, and where the last one ends.
    """

    box: Floats
    level: Indices
    item: Indices


def box_tree(box: Floats) -> Tree:
    """The tree over boxes (n, 4), filled by sort-tile-recursive (Leutenegger, Lopez and Edgington 1997).

    Empty shapes, whose box is NaN, are left out. A tree, not a grid: one far outlier or big and small side by side, and
    a grid's cells hold either everything or nothing.
    """
    item = np.flatnonzero(box[:, 0] <= box[:, 2])
    x, y = box[item, 0] + box[item, 2], box[item, 1] + box[item, 3]
    strips = max(1, int(np.sqrt(len(item) / NODE)))
    strip = np.empty(len(item), np.int64)
    strip[np.argsort(x, kind="stable")] = np.arange(len(item)) * strips // max(1, len(item))
    item = item[np.lexsort((y, strip))]
    levels = [box[item]]
    while len(levels[-1]) > NODE:
        starts = np.arange(0, len(levels[-1]), NODE)
        low = np.minimum.reduceat(levels[-1][:, :2], starts)
        levels.append(np.hstack([low, np.maximum.reduceat(levels[-1][:, 2:], starts)]))
    level = np.append(0, np.cumsum([len(boxes) for boxes in levels]))
    return Tree(np.concatenate(levels), level, item)


@compiled
def _sort(numbers: Indices, count: int) -> None:
    """Sort the first `count` in place (Shell 1959, with Knuth's gaps): mostly there are one or two."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap:
        for k in range(gap, count):
            number, at = numbers[k, 0], k
            while at >= gap and numbers[at - gap, 0] > number:
                numbers[at, 0] = numbers[at - gap, 0]
                at -= gap
            numbers[at, 0] = number
        gap //= 3


@compiled
def _search(
    tree: Tree, west: float, south: float, east: float, north: float, found: Indices, waiting: Indices
) -> tuple[int, Indices]:
    """The shapes whose boxes share ground with the given one: how many, and their numbers, ascending, in `found`.

    `waiting` (NODE × levels, 2) is room for the (level, first box) that are still to be looked through.
    """
    box, level, item = tree
    count, height = 0, 1
    waiting[0, 0], waiting[0, 1] = len(level) - 2, 0
    while height:
        height -= 1
        storey, first = waiting[height, 0], waiting[height, 1]
        begin = level[storey]
        if count + NODE > len(found):  # asked here, because in this loop a call more can be felt
            found = room(found, count + NODE)
        for k in range(first, min(first + NODE, level[storey + 1] - begin)):
            b = begin + k
            hit = (box[b, 0] < east) & (box[b, 2] > west) & (box[b, 1] < north) & (box[b, 3] > south)
            if storey:  # written in any case, and kept if the count moves on
                waiting[height, 0], waiting[height, 1] = storey - 1, k * NODE
                height += int(hit)
            else:
                found[count, 0] = item[k]
                count += int(hit)
    _sort(found, count)
    return count, found


@compiled
def candidates(left: Shapes, right: Shapes, tree: Tree, first: int, end: int) -> tuple[Indices, Floats]:
    """Pairs (left shape of `first` … `end`, right shape) that may share ground, ascending, and how much they do.

    That is NaN where the boxes do not tell it and the edges have to be asked. A left shape that full pieces of one
    feature cover has one row for all of them.
    """
    l_area, l_box, l_full = left.area, left.box, left.full
    r_area, r_box, r_full, r_owner = right.area, right.box, right.full, right.owner
    keys, areas, rows = np.empty((256, 2), np.int64), np.empty((256, 1)), 0
    found, waiting = np.empty((64, 1), np.int64), np.empty((NODE * len(tree.level), 2), np.int64)
    for i in range(first, end):
        west, south, east, north = l_box[i, 0], l_box[i, 1], l_box[i, 2], l_box[i, 3]
        if not (west < east and south < north):  # empty or without ground
            continue
        count, found = _search(tree, west, south, east, north, found, waiting)
        keys, areas = room(keys, rows + count), room(areas, rows + count)
        begin, covered = rows, 0.0
        for k in range(count):
            j = found[k, 0]
            keys[rows, 0], keys[rows, 1], areas[rows, 0] = i, j, np.nan
            x0, y0 = max(west, r_box[j, 0]), max(south, r_box[j, 1])
            x1, y1 = min(east, r_box[j, 2]), min(north, r_box[j, 3])
            if r_full[j]:
                covered += (x1 - x0) * (y1 - y0)
                if l_full[i]:
                    areas[rows, 0] = (x1 - x0) * (y1 - y0)
            elif l_full[i] and x0 == r_box[j, 0] and y0 == r_box[j, 1] and x1 == r_box[j, 2] and y1 == r_box[j, 3]:
                areas[rows, 0] = r_area[j]
            rows += 1
            if k + 1 == count or r_owner[found[k + 1, 0]] != r_owner[j]:  # the last piece of this feature
                if covered >= WHOLE * (east - west) * (north - south):
                    areas[begin, 0] = l_area[i]
                    rows = begin + 1
                begin, covered = rows, 0.0
    return keys[:rows].copy(), areas[:rows, 0].copy()
