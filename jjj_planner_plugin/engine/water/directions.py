"""Where each cell drains to: steepest descent to one of eight neighbours, and over level ground to where it ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geodesy import ELLIPSOID
from ..grid import Grid
from ..kernels import Floats, Indices, compiled, in_blocks
from .filling import ROWS, Heights

Directions = NDArray[np.uint8]
Steps = NDArray[np.int32]

DOWN = np.array([0, 1, 1, 1, 0, -1, -1, -1])  # rows to the neighbour of direction 0 … 7: E, SE, S, SW, W, NW, N, NE
RIGHT = np.array([1, 1, 0, -1, -1, -1, 0, 1])
OUTLET, NODATA = 8, 255
LEVEL, SEEN, MEASURED = 16, 17, 18  # while it is not known where a level cell drains to


def directions(filled: Heights, near: Floats) -> Directions:
    """The direction of each cell, (rows, cols): 0 … 7 clockwise from the next column, OUTLET, or NODATA.

    Steepest descent (D8, O'Callaghan and Mark 1984) by distances on the ground. Level ground drains to
    where its rim falls off steepest (a lake has one outlet), away from higher ground (Barnes et al. 2014b): its water
    gathers in the middle. `filled` has no depressions, `fill` sees to that; `near` is what
    `nearness` tells of the grid.
    """
    made = np.empty(filled.shape, dtype=np.uint8)
    level = in_blocks(lambda first, end: _steepest(filled, near, made, first, end), len(filled), ROWS)
    slope = np.zeros(filled.shape, dtype=np.int32)
    _over_levels(filled, near, made, np.empty(sum(level) + 1, dtype=np.int64), slope)
    return made


def nearness(grid: Grid) -> Floats:
    """1 / m from a cell to its neighbours in direction 0, 1 and 2 of every row, (rows, 3)."""
    down = np.full(grid.height, abs(grid.transform.e))
    right = np.full(grid.height, abs(grid.transform.a))
    unit = float(grid.crs.axis_info[0].unit_conversion_factor)
    if grid.geographic:
        latitude = (grid.transform.f + (np.arange(grid.height) + 0.5) * grid.transform.e) * unit
        e2 = 1 - (ELLIPSOID.b / ELLIPSOID.a) ** 2
        bend = 1 - e2 * np.sin(latitude) ** 2  # radii of curvature: Snyder 1987, eq. 4-18, 4-20
        down *= ELLIPSOID.a * (1 - e2) / bend**1.5
        right *= ELLIPSOID.a / np.sqrt(bend) * np.cos(latitude)
    return np.asarray(1 / (np.stack([right, np.hypot(right, down), down], axis=1) * unit))


@compiled
def _steepest(filled: Heights, near: Floats, made: Directions, first: int, end: int) -> int:
    """Fill in the directions of the rows `first` … `end`, LEVEL where nothing is lower; the number of those."""
    rows, columns = filled.shape
    level = 0
    for row in range(first, end):
        for column in range(columns):
            z = filled[row, column]
            if np.isnan(z):
                made[row, column] = NODATA
                continue
            best, to, outlet = 0.0, LEVEL, False
            for k in range(8):
                y, x = row + DOWN[k], column + RIGHT[k]
                if y < 0 or x < 0 or y == rows or x == columns or np.isnan(filled[y, x]):
                    outlet = True
                elif filled[y, x] < z:
                    slope = (z - filled[y, x]) * near[row, k & 3 if k & 3 < 3 else 1]
                    if slope > best:
                        best, to = slope, k
            if to == LEVEL and outlet:
                to = OUTLET
            made[row, column] = to
            level += to == LEVEL
    return level


@compiled
def _over_levels(filled: Heights, near: Floats, made: Directions, waiting: Indices, slope: Steps) -> None:
    """Level by level: its cells, their distances to higher ground, then to its outlet, then their directions.

    `waiting` has one place a level cell; `slope` is 0 everywhere, and made the slope laid over each level.
    """
    rows, columns = filled.shape
    for start_row in range(rows):
        for start_column in range(columns):
            if made[start_row, start_column] != LEVEL:
                continue
            start = start_row * columns + start_column
            known, outlet = _gather(filled, near, made, waiting, start)
            highest = _away(filled, made, slope, waiting, known)
            _towards(filled, made, slope, waiting, outlet, highest)
            for place in range(1, known + 1):  # the first is the outlet
                row, column = waiting[place] // columns, waiting[place] % columns
                best, lowest = 0, slope[row, column]
                for step in range(8):
                    k = 2 * step + 1 if step < 4 else 2 * step - 8  # corners first: ways join sooner
                    y, x = row + DOWN[k], column + RIGHT[k]
                    if y * columns + x == outlet:
                        best = k
                        break
                    if filled[y, x] == filled[row, column] and 0 < slope[y, x] < lowest:
                        best, lowest = k, slope[y, x]
                made[row, column] = best


@compiled
def _gather(filled: Heights, near: Floats, made: Directions, waiting: Indices, start: int) -> tuple[int, int]:
    """The level cells that hang together with `start`, in `waiting`; their number, and the outlet: of the cells that
    drain by themselves at the same height the one with the steepest fall, or at the edge."""
    columns = filled.shape[1]
    made[start // columns, start % columns] = SEEN
    waiting[0] = start
    done, known, outlet, steepest = 0, 1, -1, -1.0
    while done < known:
        row, column = waiting[done] // columns, waiting[done] % columns
        done += 1
        for k in range(8):  # no level cell lies at the edge
            y, x = row + DOWN[k], column + RIGHT[k]
            to = made[y, x]
            if filled[y, x] != filled[row, column] or to == SEEN:
                continue
            if to == LEVEL:
                made[y, x] = SEEN
                waiting[known] = y * columns + x
                known += 1
                continue
            fall = np.inf
            if to != OUTLET:
                side = to & 3 if to & 3 < 3 else 1
                fall = (filled[y, x] - filled[y + DOWN[to], x + RIGHT[to]]) * near[y, side]
            if fall > steepest:
                steepest, outlet = fall, y * columns + x
    return known, outlet


@compiled
def _away(filled: Heights, made: Directions, slope: Steps, waiting: Indices, known: int) -> int:
    """Steps from higher ground to each cell of a level, in `slope`; the most. All 1 where nothing is higher."""
    columns = filled.shape[1]
    front = 0
    for place in range(known):
        here = waiting[place]
        row, column = here // columns, here % columns
        for k in range(8):
            if filled[row + DOWN[k], column + RIGHT[k]] > filled[row, column]:
                slope[row, column] = 1
                waiting[front] = here
                front += 1
                break
    if front == 0:
        for place in range(known):
            slope[waiting[place] // columns, waiting[place] % columns] = 1
    done = 0
    while 0 < front < known:
        row, column = waiting[done] // columns, waiting[done] % columns
        done += 1
        for k in range(8):
            y, x = row + DOWN[k], column + RIGHT[k]
            if made[y, x] == SEEN and slope[y, x] == 0 and filled[y, x] == filled[row, column]:
                slope[y, x] = slope[row, column] + 1
                waiting[front] = y * columns + x
                front += 1
    return int(slope[waiting[known - 1] // columns, waiting[known - 1] % columns])


@compiled
def _towards(filled: Heights, made: Directions, slope: Steps, waiting: Indices, outlet: int, highest: int) -> None:
    """Twice the steps to the outlet, and the more the nearer to higher ground (`highest` − steps), in `slope`."""
    rows, columns = filled.shape
    z = filled[outlet // columns, outlet % columns]
    waiting[0] = outlet
    done, known, steps, ring = 0, 1, 1, 1
    while done < known:
        if done == ring:
            steps, ring = steps + 1, known
        row, column = waiting[done] // columns, waiting[done] % columns
        done += 1
        for k in range(8):
            y, x = row + DOWN[k], column + RIGHT[k]
            if 0 <= y < rows and 0 <= x < columns and made[y, x] == SEEN and filled[y, x] == z:
                made[y, x] = MEASURED
                slope[y, x] = 2 * steps + highest - slope[y, x]
                waiting[known] = y * columns + x
                known += 1
