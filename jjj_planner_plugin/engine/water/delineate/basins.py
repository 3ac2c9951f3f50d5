"""What drains into each of some cells: the ground between them and the next ones upstream, and all of it together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...geodesy import Geometries
from ...grid import Grid, Window
from ...kernels import Indices, compiled
from ...outlines import outlines
from ..flow import Flow


@dataclass(frozen=True)
class Basins:
    """Ground numbered by the first of n cells that its water passes: each cell's own part, nested."""

    grid: Grid
    cells: Indices
    """(n,) places in the flattened grid, all different."""
    labels: NDArray[np.int32]
    """(rows, columns): 1 … n, or 0 for ground that none of them drains."""
    down: Indices
    """(n,): the next of them downstream, its place in `cells`; −1 where there is none."""
    box: Indices
    """(n, 4): first row and column of each own part, and those after the last."""

    def above(self, place: int) -> Indices:
        """The cell itself and all of them whose water passes it, as places in `cells`."""
        inside = np.zeros(len(self.cells), np.bool_)
        inside[place] = True
        while True:
            more = inside | ((self.down >= 0) & inside[self.down])
            if (more == inside).all():
                return np.flatnonzero(inside)
            inside = more

    def window(self, places: Indices) -> Window:
        """The cells around the own parts of these."""
        box = self.box[places]
        (row, column), (end_row, end_column) = box[:, :2].min(axis=0), box[:, 2:].max(axis=0)
        return int(row), int(column), int(end_row - row), int(end_column - column)

    def part(self, window: Window) -> NDArray[np.int32]:
        """The labels of a window."""
        row, column, rows, columns = window
        return self.labels[row:row + rows, column:column + columns]

    def whole(self, place: int) -> Geometries:
        """The polygon of all that drains into one cell, EPSG:4490, in an array of one."""
        above = self.above(place)
        window = self.window(above)
        chosen = np.zeros(len(self.cells) + 1, np.uint8)
        chosen[above + 1] = 1
        return outlines(chosen[self.part(window)], 1, self.grid.part(window))

    def parts(self) -> Geometries:
        """The polygon of each own part, EPSG:4490, (n,)."""
        window = self.window(np.arange(len(self.cells)))
        return outlines(self.part(window), len(self.cells), self.grid.part(window))

    def cut(self) -> NDArray[np.bool_]:
        """Which own parts reach the grid's edge: more may drain into them from beyond it."""
        edge = np.concatenate([self.labels[0], self.labels[-1], self.labels[:, 0], self.labels[:, -1]])
        return np.isin(np.arange(1, len(self.cells) + 1), edge)


def basins(flow: Flow, cells: Indices) -> Basins:
    """Of different cells, places in the flattened grid."""
    labels = flow.basins(cells)
    below = flow.below(cells)
    down = np.where(below >= 0, labels.ravel()[below].astype(np.int64) - 1, -1)
    return Basins(flow.grid, cells, labels, down, _boxes(labels, len(cells)))


@compiled
def _boxes(labels: NDArray[np.int32], count: int) -> Indices:
    """First row and column of each number 1 … `count`, and those after the last, (count, 4)."""
    box = np.zeros((count, 4), np.int64)
    box[:, 0], box[:, 1] = labels.shape[0], labels.shape[1]
    for row in range(labels.shape[0]):
        for column in range(labels.shape[1]):
            place = labels[row, column] - 1
            if place >= 0:
                box[place, 0] = min(box[place, 0], row)
                box[place, 1] = min(box[place, 1], column)
                box[place, 2] = max(box[place, 2], row + 1)
                box[place, 3] = max(box[place, 3], column + 1)
    return box
