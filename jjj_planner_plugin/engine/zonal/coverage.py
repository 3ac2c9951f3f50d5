"""What share of each cell of a grid every zone has: exact, without cutting a single polygon.

By signed areas, as fonts are drawn (Levien, font-rs, 2016). Go along an outline, in units of cells. In each cell, an
edge covers what lies to its right in this cell, and its whole height in every cell further right; going down it adds
that, going up it takes it away. The sum from the left is the share. Nothing is done for cells that no edge passes:
side by side they have the same share and become one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..kernels import BLOCK, Floats, Indices, compiled, in_blocks, room
from ..rings import Rings

if TYPE_CHECKING:
    from ..grid import Grid, Window

Places = NDArray[np.int32]
Runs = tuple[Places, Floats, Indices, Places]  # of some zones: run, share, begin, box (see Coverage)

TINY = 1e-11  # a share that rounding may leave of nothing, or take from a whole cell
INSIDE = 1 - 1e-9  # share of a zone on the grid from which on all of it is
PARTS = 64  # blocks of zones, at least where there are as many
LIKELY = 128  # runs of a zone


@dataclass(frozen=True, eq=False)
class Coverage:
    """The shares that m zones have in the cells of a grid, as runs: cells side by side in which the share is the same.

    parts: the zones in their order, some in each. Of p zones and n runs in a part: run, (n, 3): row, first column,
    column after the last; a zone's runs by row, then by column. share, (n,): in (0, 1]. begin, (p + 1,): where each
    zone's runs begin. box, (p, 4): its first row and column, and those after the last; all 0 off the grid.
    cells, (m,): in how many cells a zone has a share. inside, (m,): share of the zone, planar in the grid's CRS, that
    is on the grid; 0 of an empty one.
    """

    grid: Grid
    parts: tuple[Runs, ...]
    cells: Indices
    inside: Floats

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def places(self) -> Indices:
        """The first zone of each part, and the number of zones, (parts + 1,)."""
        return np.cumsum([0, *(len(box) for _, _, _, box in self.parts)])

    @cached_property
    def run(self) -> Places:
        """The runs of all zones, (n, 3); with many zones a second copy of them."""
        return np.concatenate([run for run, _, _, _ in self.parts])

    @cached_property
    def share(self) -> Floats:
        """The share of each of `run`, (n,)."""
        return np.concatenate([share for _, share, _, _ in self.parts])

    @cached_property
    def begin(self) -> Indices:
        """Where each zone's runs begin in `run`, (m + 1,)."""
        return np.cumsum([0, *np.concatenate([np.diff(begin) for _, _, begin, _ in self.parts])])

    @cached_property
    def window(self) -> Window:
        """The smallest window with all cells in which a zone has a share; 0 rows if there are none."""
        box = np.concatenate([box for _, _, _, box in self.parts])[self.cells > 0]
        if len(box) == 0:
            return 0, 0, 0, 0
        row, column = int(box[:, 0].min()), int(box[:, 1].min())
        return row, column, int(box[:, 2].max()) - row, int(box[:, 3].max()) - column

    def taken(self, first: int, end: int) -> Coverage:
        """The zones of the parts `first` … `end` alone."""
        zones = slice(self.places[first], self.places[end])
        return Coverage(self.grid, self.parts[first:end], self.cells[zones], self.inside[zones])

    def dense(self, zone: int) -> Floats:
        """One zone's share in every cell, (height, width): for looking at, and for tests."""
        number = int(np.searchsorted(self.places, zone, side="right")) - 1
        run, share, begin, _ = self.parts[number]
        whole = np.zeros((self.grid.height, self.grid.width))
        for k in range(begin[zone - self.places[number]], begin[zone - self.places[number] + 1]):
            row, start, stop = run[k]
            whole[row, start:stop] = share[k]
        return whole


def cover(rings: Rings, grid: Grid) -> Coverage:
    """The zones' shares in the grid's cells.

    `rings` are valid polygons in the grid's CRS (`frame.in_frame`); they may be outside the grid in part or as a whole.
    Time and memory go with the cells that the outlines pass, not with those inside.
    """
    frame = grid.transform.c, grid.transform.f, grid.transform.a, grid.transform.e
    block = max(1, min(BLOCK, len(rings) // PARTS))
    found = in_blocks(
        lambda first, end: _cover(rings.xy, rings.ring, rings.feature, first, end, frame, grid.width, grid.height),
        len(rings), block) or [_cover(rings.xy, rings.ring, rings.feature, 0, 0, frame, grid.width, grid.height)]
    parts = tuple((run, share, np.concatenate([[0], np.cumsum(runs)]), box) for run, share, runs, box, _, _ in found)
    cells, covered = (np.concatenate([part[k] for part in found]) for k in (4, 5))
    whole = rings.areas() / abs(grid.transform.a * grid.transform.e)
    share = np.divide(covered, whole, out=np.zeros(len(rings)), where=whole > 0)
    return Coverage(grid, parts, cells, np.where(share >= INSIDE, 1.0, np.maximum(share, 0.0)))


@compiled
def _note(place: Places, value: Floats, count: int, row: int, column: int, here: float, right: float) -> int:
    """An edge adds `here` to the share in its own cell and `right` in all cells further right; the new count."""
    last = count - 1
    if last >= 0 and place[last, 0] == row and place[last, 1] == column:
        value[last, 0] += here
        value[last, 1] += right
        return count
    place[count, 0], place[count, 1] = row, column
    value[count, 0], value[count, 1] = here, right
    return count + 1


@compiled
def _cross_row(
    place: Places, value: Floats, count: int, row: int, xa: float, xb: float, height: float, width: int
) -> int:
    """Note what the part of an edge that is in one row, between two x, adds; `height` is signed. The new count."""
    low, high = min(xa, xb), max(xa, xb)
    if low >= width:
        return count
    if high <= 0.0:  # west of the grid: all of the row is to its right
        return _note(place, value, count, row, 0, height, height)
    column = int(np.floor(low))
    if high <= column + 1.0:
        return _note(place, value, count, row, column, height * (column + 1.0 - 0.5 * (low + high)), height)
    slope, rest, x = height / (high - low), height, low
    if low < 0.0:
        part = slope * -low
        count = _note(place, value, count, row, 0, part, part)
        rest, x, column = rest - part, 0.0, 0
    while column < width and x < high:
        to = min(column + 1.0, high)
        part = rest if to == high else slope * (to - x)
        count = _note(place, value, count, row, column, part * (column + 1.0 - 0.5 * (x + to)), part)
        rest, x, column = rest - part, to, column + 1
    return count


@compiled
def _cross(
    xy: Floats, ring: Indices, first: int, end: int, frame: tuple[float, float, float, float], width: int, height: int,
    place: Places, value: Floats,
) -> tuple[int, Places, Floats]:
    """What the edges of the rings `first` … `end` add, in the order in which they run; the tables may be new ones."""
    x_origin, y_origin, dx, dy = frame
    count, sign = 0, -1.0 if dx * dy > 0.0 else 1.0
    for r in range(first, end):
        for v in range(ring[r], ring[r + 1] - 1):
            x0, y0 = (xy[v, 0] - x_origin) / dx, (xy[v, 1] - y_origin) / dy
            x1, y1 = (xy[v + 1, 0] - x_origin) / dx, (xy[v + 1, 1] - y_origin) / dy
            turn = sign
            if y0 > y1:  # always down, so that neighbours reckon a common edge alike
                x0, y0, x1, y1, turn = x1, y1, x0, y0, -sign
            if y0 == y1 or y1 <= 0.0 or y0 >= height:
                continue
            slope = (x1 - x0) / (y1 - y0)
            across = min(max(x0, x1), float(width)) - max(min(x0, x1), 0.0)
            most = count + 3 * int(min(y1, float(height)) - max(y0, 0.0) + 2.0) + int(max(across, 0.0))
            if most > len(place):  # not asked for nothing: an array that is handed back costs as much as a cell
                place, value = room(place, most), room(value, most)
            ya, xa = y0, x0
            if y0 < 0.0:
                ya, xa = 0.0, x0 - slope * y0
            for row in range(int(np.floor(ya)), int(min(float(height), np.ceil(y1)))):
                yb, xb = row + 1.0, x0 + slope * (row + 1.0 - y0)
                if yb >= y1:
                    yb, xb = y1, x1
                count = _cross_row(place, value, count, row, xa, xb, turn * (yb - ya), width)
                ya, xa = yb, xb
    return count, place, value


@compiled
def _in_order(place: Places, count: int, order: Indices, other: Indices) -> None:
    """Put the notes' numbers into `order`, by row, in a row by column; `other` is as long.

    Sorted by counting, first by column, then by row.
    """
    for axis in (1, 0):
        low = high = place[0, axis]
        for k in range(count):
            low, high = min(low, place[k, axis]), max(high, place[k, axis])
        begin = np.zeros(high - low + 2, np.int64)
        for k in range(count):
            begin[place[k, axis] - low + 1] += 1
        for k in range(1, len(begin)):
            begin[k] += begin[k - 1]
        for k in range(count):
            note = k if axis == 1 else other[k]
            group = place[note, axis] - low
            if axis == 1:
                other[begin[group]] = note
            else:
                order[begin[group]] = note
            begin[group] += 1


@compiled
def _put(run: Places, share: Floats, first: int, count: int, row: int, start: int, end: int, part: float) -> int:
    """One more run of the zone whose runs begin at `first`, joined to the last where that goes on. The new count."""
    if part >= 1.0 - TINY:
        part = 1.0
        last = count - 1
        if last >= first and run[last, 2] == start and run[last, 0] == row and share[last, 0] == part:
            run[last, 2] = end
            return count
    run[count, 0], run[count, 1], run[count, 2] = row, start, end
    share[count, 0] = part
    return count + 1


@compiled
def _cover(
    xy: Floats, ring: Indices, feature: Indices, first: int, end: int, frame: tuple[float, float, float, float],
    width: int, height: int,
) -> tuple[Places, Floats, Indices, Places, Indices, Floats]:
    """The runs of the zones `first` … `end` and their shares; how many runs and cells each has, its box, its sum."""
    place, value = np.empty((256, 2), np.int32), np.empty((256, 2))
    order, other = np.empty(256, np.int64), np.empty(256, np.int64)
    guess = LIKELY * (end - first)  # memory that is not touched costs nothing, tables that grow do
    run, share, count = np.empty((guess, 3), np.int32), np.empty((guess, 1)), 0
    runs, cells, covered = np.zeros(end - first, np.int64), np.zeros(end - first, np.int64), np.zeros(end - first)
    box = np.zeros((end - first, 4), np.int32)
    for m in range(first, end):
        notes, place, value = _cross(xy, ring, feature[m], feature[m + 1], frame, width, height, place, value)
        if notes == 0:
            continue
        if notes > len(order):
            order, other = np.empty(2 * notes, np.int64), np.empty(2 * notes, np.int64)
        if count + 3 * notes > len(run):
            run, share = room(run, count + 3 * notes), room(share, count + 3 * notes)
        _in_order(place, notes, order, other)
        begin, k = count, 0
        while k < notes:
            note = order[k]
            row, column, right = place[note, 0], place[note, 1], 0.0
            while k < notes and place[note, 0] == row:
                if right > TINY and place[note, 1] > column:
                    count = _put(run, share, begin, count, row, column, place[note, 1], right)
                column, here = place[note, 1], right
                while place[note, 0] == row and place[note, 1] == column:
                    here += value[note, 0]
                    right += value[note, 1]
                    k += 1
                    if k == notes:
                        break
                    note = order[k]
                if here > TINY:
                    count = _put(run, share, begin, count, row, column, column + 1, here)
                column += 1
            if right > TINY and width > column:
                count = _put(run, share, begin, count, row, column, width, right)
        runs[m - first] = count - begin
        if count > begin:
            box[m - first, 0], box[m - first, 2] = run[begin, 0], run[count - 1, 0] + 1
            box[m - first, 1] = width
        for k in range(begin, count):
            cells[m - first] += run[k, 2] - run[k, 1]
            covered[m - first] += share[k, 0] * (run[k, 2] - run[k, 1])
            box[m - first, 1] = min(box[m - first, 1], run[k, 1])
            box[m - first, 3] = max(box[m - first, 3], run[k, 2])
    return run[:count], share.reshape(-1)[:count], runs, box, cells, covered
