"""Streams: where enough ground lies upstream, as lines from source or junction to the next, with Strahler's order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import ELLIPSOID, Geometries
from ...kernels import Floats, Indices, compiled, room
from ..directions import DOWN, NODATA, OUTLET, RIGHT
from ..flow import Flow
from .basins import Basins
from .snapping import centres

Bytes = NDArray[np.uint8]

COMING, ALIKE = 16, 128  # see _ordered


@dataclass(frozen=True)
class Streams:
    """n links, each from a source, a junction or a pour point to the next of them downstream."""

    lines: Geometries
    """(n,), EPSG:4490, through the middles of cells, the last of which the next link begins with."""
    strahler: Indices
    length_m: Floats
    upstream_m2: Floats
    """Of the last cell that is the link's alone; at a pour point, of its cell."""
    down: Indices
    """The next link downstream, its place among them; −1: none."""
    basin: Indices
    """The place in `Basins.cells` whose own part the link is in: a pour point that it begins with is the next one's."""


def streams(flow: Flow, upstream: Floats, basins: Basins, least_m2: float) -> Streams:
    """The links in all basins where `upstream` is `least_m2` or more (Strahler 1957; order 1 at the sources)."""
    window = basins.window(np.arange(len(basins.cells)))
    row, column, rows, columns = window
    part = (slice(row, row + rows), slice(column, column + columns))
    labels, area = basins.labels[part], upstream[part]
    wet = (labels > 0) & (area >= least_m2)
    direction = flow.direction[part]
    stop = np.zeros(wet.shape, np.bool_)
    stop[basins.cells // flow.grid.width - row, basins.cells % flow.grid.width - column] = True
    above, order = _ordered(direction, wet)
    cells, begin = _links(direction, wet, above, stop)
    first, last = cells[begin[:-1]], cells[begin[1:] - 1]
    ended = np.where(stop.ravel()[last], last, cells[begin[1:] - 2])
    places = np.column_stack([cells // columns + row, cells % columns + column])
    lonlat = centres(places, flow.grid)
    which = np.repeat(np.arange(len(first)), np.diff(begin))
    lines = shapely.linestrings(lonlat, indices=which) if len(first) else np.empty(0, dtype=object)
    return Streams(np.asarray(lines, dtype=object), order.ravel()[first].astype(np.int64), _lengths(lonlat, which),
                   area.ravel()[ended], _next(first, last), labels.ravel()[cells[begin[:-1] + 1]].astype(np.int64) - 1)


def _next(first: Indices, last: Indices) -> Indices:
    """The link that begins in the cell in which each ends; −1: none."""
    if len(first) == 0:
        return first
    by = np.argsort(first)
    place = np.minimum(np.searchsorted(first[by], last), len(first) - 1)
    return np.where(first[by[place]] == last, by[place], -1)


def _lengths(lonlat: Floats, which: Indices) -> Floats:
    """Metres on the ellipsoid of each link."""
    count = int(which[-1]) + 1 if len(which) else 0
    step = np.flatnonzero(np.diff(which) == 0)
    metres = ELLIPSOID.inv(*lonlat[step].T, *lonlat[step + 1].T)[2]
    return np.asarray(np.bincount(which[step], metres, count), np.float64)


@compiled
def _ordered(direction: Bytes, wet: NDArray[np.bool_]) -> tuple[Bytes, Bytes]:
    """How many streams flow into each stream's cell, and its order; 0 elsewhere.

    On the way `above` has those still to come in its upper half, and an order the flag ALIKE while two have it: a
    second pair of arrays would be a tenth of the memory that the whole may take.
    """
    rows, columns = wet.shape
    above, order = np.zeros(wet.shape, np.uint8), np.zeros(wet.shape, np.uint8)
    for row in range(rows):
        for column in range(columns):
            to = direction[row, column]
            if wet[row, column] and to not in (OUTLET, NODATA):
                y, x = row + DOWN[to], column + RIGHT[to]
                if 0 <= y < rows and 0 <= x < columns and wet[y, x]:
                    above[y, x] += 1 + COMING
    for start_row in range(rows):
        for start_column in range(columns):
            if not wet[start_row, start_column] or above[start_row, start_column] > 0:
                continue
            row, column = start_row, start_column
            order[row, column] = 1
            while True:
                to = direction[row, column]
                if to in (OUTLET, NODATA):
                    break
                y, x = row + DOWN[to], column + RIGHT[to]
                if not (0 <= y < rows and 0 <= x < columns and wet[y, x]):
                    break
                most = order[y, x] % ALIKE
                if order[row, column] > most:
                    order[y, x] = order[row, column]
                elif order[row, column] == most:
                    order[y, x] = most + ALIKE
                above[y, x] -= COMING
                if above[y, x] >= COMING:
                    break
                if order[y, x] > ALIKE:
                    order[y, x] += 1 - ALIKE
                row, column = y, x
    return above, order


@compiled
def _links(
    direction: Bytes, wet: NDArray[np.bool_], above: Bytes, stop: NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """The cells of all links one after another, and where each link begins in them."""
    rows, columns = wet.shape
    cells, begin = np.empty((1024, 1), np.int64), np.empty((256, 1), np.int64)
    used, count = 0, 0
    for start_row in range(rows):
        for start_column in range(columns):
            here = wet[start_row, start_column]
            if not here or (above[start_row, start_column] == 1 and not stop[start_row, start_column]):
                continue
            row, column, first = start_row, start_column, used
            cells = room(cells, used + 1)
            cells[used, 0] = row * columns + column
            used += 1
            while True:
                to = direction[row, column]
                if to in (OUTLET, NODATA):
                    break
                row, column = row + DOWN[to], column + RIGHT[to]
                if not (0 <= row < rows and 0 <= column < columns and wet[row, column]):
                    break
                cells = room(cells, used + 1)
                cells[used, 0] = row * columns + column
                used += 1
                if above[row, column] > 1 or stop[row, column]:
                    break
            if used == first + 1:  # one cell is no line
                used = first
                continue
            begin = room(begin, count + 2)
            begin[count, 0] = first
            count += 1
    begin[count, 0] = used
    return cells[:used, 0].copy(), begin[:count + 1, 0].copy()
