"""The mean of the cells within a distance of each cell, before a limit is asked: a speckled edge becomes a calm one.

The distance is kilometres on the ground: in a grid of degrees a disc is more cells wide the further north it lies.
Cells without a value neither count nor get one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...geodesy import ELLIPSOID, LONLAT, transformer
from ...grid import Grid
from ...kernels import Floats, Indices


def cell_sizes(grid: Grid) -> tuple[Floats, float]:
    """Width in metres of the cells of each row, (height,), and their height, in the grid's middle column."""
    change = transformer(grid.crs.to_wkt(), LONLAT.to_wkt())

    def places(col: float, row: Floats) -> tuple[Floats, Floats]:
        x, y = grid.transform.c + col * grid.transform.a, grid.transform.f + row * grid.transform.e
        lon, lat = change.transform(np.full(len(row), x), y)
        return np.asarray(lon), np.asarray(lat)

    middle, rows = grid.width / 2, np.arange(0.5, grid.height)
    width = ELLIPSOID.inv(*places(middle - 0.5, rows), *places(middle + 0.5, rows))[2]
    centre = np.array([grid.height / 2])
    height = ELLIPSOID.inv(*places(middle, centre - 0.5), *places(middle, centre + 0.5))[2]
    return np.asarray(width), float(np.asarray(height)[0])


class Disc:
    """The cells within `radius_km` of a cell, by row of the grid; 0: only the cell itself."""

    def __init__(self, grid: Grid, radius_km: float) -> None:
        self.radius_km = radius_km
        self.rows = 0
        self.reach: list[Indices] = [np.zeros(grid.height, dtype=np.int64)]
        if radius_km > 0:
            width, height = cell_sizes(grid)
            self.rows = int(radius_km * 1000 // height)
            self.reach = [
                (np.sqrt((radius_km * 1000) ** 2 - (step * height) ** 2) // width).astype(np.int64)
                for step in range(self.rows + 1)]
        """Of each distance in rows: how many cells the disc reaches to either side, (height,)."""

    @property
    def alone(self) -> bool:
        """Whether no cell has a neighbour within the radius: nothing is smoothed."""
        return self.rows == 0 and not self.reach[0].any()

    def mean(self, values: NDArray[np.float32]) -> NDArray[Any]:
        """The mean of the values around each cell, (rows, cols); NaN where the cell has none."""
        if self.alone:
            return values
        known = np.isfinite(values)
        total, count = _running(np.where(known, values, 0.0)), _running(known)
        sums, counts = np.zeros(values.shape), np.zeros(values.shape)
        for step in range(-self.rows, self.rows + 1):
            self._add(total, sums, step)
            self._add(count, counts, step)
        return np.asarray(np.divide(sums, counts, out=np.full(values.shape, np.nan), where=known))

    def _add(self, running: Floats, sums: Floats, step: int) -> None:
        """Add what lies `step` rows away: rows in which the disc is equally wide, together."""
        rows, cols = sums.shape
        reach, col = self.reach[abs(step)], np.arange(cols)
        first, end = max(0, -step), min(rows, rows - step)
        if first >= end:
            return
        cuts = np.flatnonzero(np.diff(reach[first:end])) + first + 1
        for top, bottom in zip([first, *cuts], [*cuts, end]):
            near = running[top + step:bottom + step]
            last, before = np.minimum(col + reach[top] + 1, cols), np.maximum(col - reach[top], 0)
            sums[top:bottom] += near[:, last] - near[:, before]


def _running(values: NDArray[np.generic]) -> Floats:
    """Sums along each row up to before each cell, (rows, cols + 1)."""
    sums = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums
