"""Flow over a surface: where each cell drains to, how much lies above it, and what drains into a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..grid import Grid
from ..kernels import Floats, Indices, compiled, in_blocks, kept, room
from .directions import DOWN, NODATA, OUTLET, RIGHT, Directions, directions, nearness
from .filling import ROWS, Heights, Labels, fill

LOST = 255  # neighbours that are still to come, of a cell that is done


@dataclass(frozen=True)
class Flow:
    """The direction of each cell of a grid, (rows, cols): 0 … 7 clockwise from the next column, OUTLET or NODATA."""

    grid: Grid
    direction: Directions

    def accumulated(self, weights: NDArray[np.floating] | None = None) -> Floats:
        """The sum of `weights` over each cell and all that drains through it, (rows, cols); NaN without data.

        weights: (rows, cols) or (rows, 1), finite where there is data; none: the cells' areas in m².
        """
        given = self.grid.cell_areas() if weights is None else weights
        total = np.array(np.broadcast_to(given, self.direction.shape), dtype=np.float64)
        coming = np.empty_like(self.direction)
        in_blocks(lambda first, end: _count_above(self.direction, coming, first, end), len(coming), ROWS)
        _accumulate(self.direction, coming, total)
        return total

    def basins(self, cells: Indices) -> Labels:
        """1 + the place in `cells` of the first of them that each cell's path meets, itself included; 0: none.

        cells: (n,) places in the flattened grid. The result is (rows, cols).
        """
        number = np.zeros(self.direction.shape, dtype=np.int32)
        number.ravel()[cells] = np.arange(1, len(cells) + 1)
        _climb(self.direction, number, np.asarray(cells, dtype=np.int64))
        return number

    def below(self, cells: Indices) -> Indices:
        """The next cell downstream of each, (n,) places in the flattened grid; −1 where the water leaves."""
        to = self.direction.ravel()[cells]
        leaves = to >= OUTLET
        step = np.where(leaves, 0, to)
        return np.where(leaves, -1, np.asarray(cells) + DOWN[step] * self.direction.shape[1] + RIGHT[step])


def code_is_kept() -> bool:
    """Whether the machine code of what is compiled here need not be made first, which takes a while."""
    return kept(_accumulate)


def route(heights: Heights, grid: Grid) -> Flow:
    """Flow over a surface of heights in m, (rows, cols) with NaN where there is no data.

    `heights` are filled in place: what is needed of them as they were is to be taken before.
    """
    fill(heights)
    return Flow(grid, directions(heights, nearness(grid)))


@compiled
def _count_above(direction: Directions, coming: Directions, first: int, end: int) -> None:
    """How many neighbours drain into each cell of the rows `first` … `end`; LOST where there is no data."""
    rows, columns = direction.shape
    for row in range(first, end):
        for column in range(columns):
            if direction[row, column] == NODATA:
                coming[row, column] = LOST
                continue
            count = 0
            for k in range(8):
                y, x = row + DOWN[k], column + RIGHT[k]
                if 0 <= y < rows and 0 <= x < columns:
                    count += direction[y, x] == (k + 4) % 8
            coming[row, column] = count


@compiled
def _accumulate(direction: Directions, coming: Directions, total: Floats) -> None:
    """Down from each source, and on where the last of the neighbours above has come. `coming` is used up."""
    rows, columns = direction.shape
    for start_row in range(rows):
        for start_column in range(columns):
            row, column = start_row, start_column
            if direction[row, column] == NODATA:
                total[row, column] = np.nan
                continue
            while coming[row, column] == 0:
                coming[row, column] = LOST
                to = direction[row, column]
                if to == OUTLET:
                    break
                carried = total[row, column]
                row, column = row + DOWN[to], column + RIGHT[to]
                total[row, column] += carried
                coming[row, column] -= 1


@compiled
def _climb(direction: Directions, number: Labels, cells: Indices) -> None:
    """Give all that drains into each of `cells` its number, as far as there is none."""
    rows, columns = direction.shape
    waiting = np.empty((1024, 1), dtype=np.int64)
    for place in range(len(cells)):
        waiting[0, 0] = cells[place]
        left = 1
        while left > 0:
            left -= 1
            row, column = waiting[left, 0] // columns, waiting[left, 0] % columns
            waiting = room(waiting, left + 8)
            for k in range(8):
                y, x = row + DOWN[k], column + RIGHT[k]
                inside = 0 <= y < rows and 0 <= x < columns
                if inside and number[y, x] == 0 and direction[y, x] == (k + 4) % 8:
                    number[y, x] = number[row, column]
                    waiting[left, 0] = y * columns + x
                    left += 1
