"""Pour points moved to the river: to the largest area upstream within a few cells, or a distance on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geodesy import ELLIPSOID, LONLAT, transformer
from ...grid import Grid
from ...kernels import Floats, Indices
from ...messages import EngineError
from ..catalogue import limits


@dataclass(frozen=True)
class Reach:
    """How far a point may be moved: so many cells each way (a square), or where `km` is given, so far on the ground."""

    cells: int
    km: float | None

    @property
    def none(self) -> bool:
        """Whether points stay in their cells."""
        return self.cells == 0 if self.km is None else self.km == 0


def reach(cells: float, km: float | None) -> Reach:
    """Raises EngineError pour-bad-snap."""
    most = limits()["snap"]
    if not (cells == int(cells) and 0 <= cells <= most["cells"]) or (km is not None and not 0 <= km <= most["km"]):
        raise EngineError("pour-bad-snap", found=f"{cells if km is None else km:g}", cells=most["cells"],
                          km=most["km"])
    return Reach(int(cells), km)


def snapped(cells: Indices, lonlat: Floats, upstream: Floats, grid: Grid, far: Reach) -> Indices:
    """The cell (row, column) of the largest `upstream` that each point may be moved to, (n, 2).

    Where several have as much, the nearest to its own cell. `lonlat`: where the points were given.
    """
    return np.array([_best(cell, place, upstream, grid, far) for cell, place in zip(cells, lonlat)],
                    dtype=np.int64).reshape(-1, 2)


def _best(cell: Indices, place: Floats, upstream: Floats, grid: Grid, far: Reach) -> Indices:
    if far.none:
        return cell
    down, right = (far.cells, far.cells) if far.km is None else _cells_of(cell, far.km, grid)
    beyond = np.array([down, right])
    first, end = np.maximum(cell - beyond, 0), np.minimum(cell + beyond + 1, (grid.height, grid.width))
    rows, columns = np.mgrid[first[0]:end[0], first[1]:end[1]]
    found = upstream[first[0]:end[0], first[1]:end[1]]
    allowed = ~np.isnan(found)
    if far.km is not None:
        lon, lat = centres(np.column_stack([rows.ravel(), columns.ravel()]), grid).T
        metres = ELLIPSOID.inv(np.full(lon.size, place[0]), np.full(lon.size, place[1]), lon, lat)[2]
        allowed &= metres.reshape(found.shape) <= far.km * 1000
        allowed |= (rows == cell[0]) & (columns == cell[1])
    best = allowed & (found == found[allowed].max())
    apart = np.where(best, np.hypot(rows - cell[0], columns - cell[1]), np.inf)
    nearest = np.unravel_index(int(np.argmin(apart)), apart.shape)
    return np.asarray(first + np.array(nearest), np.int64)


def _cells_of(cell: Indices, km: float, grid: Grid) -> tuple[int, int]:
    """How many rows and columns a distance is, at most."""
    near = centres(cell + np.array([[0, 0], [1, 0], [0, 1]]), grid)
    down, right = ELLIPSOID.inv([near[0, 0]] * 2, [near[0, 1]] * 2, near[1:, 0], near[1:, 1])[2]
    return int(1.05 * km * 1000 / down) + 1, int(1.05 * km * 1000 / right) + 1


def centres(cells: Indices, grid: Grid) -> Floats:
    """Longitude and latitude of the middle of cells (row, column), (n, 2)."""
    x = grid.transform.c + (cells[:, 1] + 0.5) * grid.transform.a
    y = grid.transform.f + (cells[:, 0] + 0.5) * grid.transform.e
    return np.column_stack(transformer(grid.crs.to_wkt(), LONLAT.to_wkt()).transform(x, y))
