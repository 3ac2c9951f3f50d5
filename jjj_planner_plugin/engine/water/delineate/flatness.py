"""Where the ground is too flat for the steepest way down to be the water's: dykes and canals lead it there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from ...geodesy import ELLIPSOID
from ...grid import Grid, Window
from ...kernels import Floats, Indices, compiled
from ..catalogue import limits
from .snapping import centres

CELLS = 4_000_000  # of labels whose areas are looked up at a time


@dataclass(frozen=True)
class Flatness:
    """Blocks of cells, (block rows, block columns), and which of them are flat."""

    grid: Grid
    """Of the blocks."""
    rows: int
    columns: int
    """Cells of a block."""
    flat: NDArray[np.bool_]
    known: NDArray[np.bool_]

    def shares(
        self, labels: NDArray[np.int32], window: Window, grid: Grid, count: int
    ) -> tuple[Floats, Floats, Floats]:
        """m² of the cells of each number 1 … `count`, m² of those in flat blocks, and their number, (count,) each.

        `labels` are those of the window of the grid that the blocks were made of.
        """
        total = np.zeros((count + 1, 3))
        for stripe in grid.stripes(window, CELLS):
            part = labels[stripe[0] - window[0]:stripe[0] - window[0] + stripe[2]]
            _add(part, stripe[0], stripe[1], grid.cell_areas(stripe), self.flat, self.rows, self.columns, total)
        return total[1:, 0], total[1:, 1], total[1:, 2]

    def around(self, cells: Indices) -> Floats:
        """Share of the known blocks within some km of each cell (row, column) that are flat, (n,)."""
        far = limits()["plain"]["around_km"] * 1000
        down, right = spacing(self.grid)
        found = np.empty(len(cells))
        for place, (row, column) in enumerate(cells // (self.rows, self.columns)):
            high, wide = round(far / down[row]), round(far / right[row])
            part = (slice(max(row - high, 0), row + high + 1), slice(max(column - wide, 0), column + wide + 1))
            found[place] = self.flat[part].sum() / max(int(self.known[part].sum()), 1)
        return found


def flatness(values: NDArray[np.float32], grid: Grid, slope_percent: float) -> Flatness:
    """Blocks of about the catalogue's size, and where the slope between them is below `slope_percent`.

    The slope is that of Horn (1981), from the eight blocks around, with distances on the ground; where one of them has
    no height, the block's own stands in.
    """
    wanted = limits()["plain"]["block_m"]
    down, right = spacing(grid)
    middle = grid.height // 2
    rows, columns = max(1, round(wanted / down[middle])), max(1, round(wanted / right[middle]))
    means = _block_means(values, rows, columns)
    blocks = Grid(grid.crs, grid.transform @ Affine.scale(columns, rows), means.shape[1], means.shape[0])
    down, right = spacing(blocks)
    slope = _horn(means, down[:, None], right[:, None])
    known = ~np.isnan(means)
    return Flatness(blocks, rows, columns, known & (slope * 100 < slope_percent), known)


def spacing(grid: Grid) -> tuple[Floats, Floats]:
    """Metres on the ground from a cell to the next below and to the next on its right, by row, in the middle column."""
    row = np.arange(grid.height)
    column = np.full(grid.height, grid.width // 2)
    here, below, beside = (centres(np.column_stack(place), grid) for place in (
        (row, column), (row + 1, column), (row, column + 1)))
    return (np.asarray(ELLIPSOID.inv(*here.T, *below.T)[2]), np.asarray(ELLIPSOID.inv(*here.T, *beside.T)[2]))


def _horn(heights: Floats, down: Floats, right: Floats) -> Floats:
    """Slope, rise over run, (rows, columns)."""
    around = np.pad(heights, 1, constant_values=np.nan)
    rows, columns = heights.shape
    z = {(y, x): np.where(np.isnan(part), heights, part) for y in range(3) for x in range(3)
         for part in [around[y:y + rows, x:x + columns]]}
    east = z[0, 2] + 2 * z[1, 2] + z[2, 2] - z[0, 0] - 2 * z[1, 0] - z[2, 0]
    south = z[2, 0] + 2 * z[2, 1] + z[2, 2] - z[0, 0] - 2 * z[0, 1] - z[0, 2]
    return np.asarray(np.hypot(east / (8 * right), south / (8 * down)))


@compiled
def _block_means(values: NDArray[np.float32], rows: int, columns: int) -> Floats:
    """The mean of the cells with heights of each block of `rows` × `columns`; NaN where there are none."""
    high, wide = (values.shape[0] + rows - 1) // rows, (values.shape[1] + columns - 1) // columns
    total, count = np.zeros((high, wide)), np.zeros((high, wide))
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            height = values[row, column]
            if not np.isnan(height):
                total[row // rows, column // columns] += height
                count[row // rows, column // columns] += 1
    return total / count


@compiled
def _add(
    labels: NDArray[np.int32], first_row: int, first_column: int, areas: Floats, flat: NDArray[np.bool_], rows: int,
    columns: int, total: Floats,
) -> None:
    wide = areas.shape[1] > 1
    for row in range(labels.shape[0]):
        for column in range(labels.shape[1]):
            number = labels[row, column]
            if number > 0:
                area = areas[row, column if wide else 0]
                total[number, 0] += area
                total[number, 2] += 1
                if flat[(row + first_row) // rows, (column + first_column) // columns]:
                    total[number, 1] += area
