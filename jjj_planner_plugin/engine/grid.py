"""A raster's grid: where its cells are, and the true area of each on the ellipsoid."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from .geodesy import ELLIPSOID, Extent, equal_area, overlay_crs, transformer
from .kernels import Floats, Indices
from .messages import EngineError

Window = tuple[int, int, int, int]  # first row, first column, rows, columns

CACHE_BYTES = 64_000_000  # of blocks that GDAL keeps; unasked it takes a twentieth of the machine's memory

LATTICE_METRES = 8000.0  # in a projection, between the cells whose area is computed: linear between is within 1e-6


@dataclass(frozen=True)
class Grid:
    """Rectangular cells along the axes of `crs`. Row 0 is the first in the file, which may be the south."""

    crs: CRS
    transform: Affine
    width: int
    height: int

    @cached_property
    def geographic(self) -> bool:
        """Whether its coordinates are degrees."""
        return bool(self.crs.is_geographic)

    @property
    def whole(self) -> Window:
        """The window of all cells."""
        return 0, 0, self.height, self.width

    @property
    def bounds(self) -> Extent:
        """West, south, east, north in `crs`."""
        x = sorted((self.transform.c, self.transform.c + self.width * self.transform.a))
        y = sorted((self.transform.f, self.transform.f + self.height * self.transform.e))
        return x[0], y[0], x[1], y[1]

    def apart(self, other: Grid) -> float:
        """How far two grids are from being one: the largest difference of their transforms, in units of `crs`.

        Infinite where their size or CRS is not the same.
        """
        if (self.width, self.height) != (other.width, other.height) or self.crs != other.crs:
            return math.inf
        return float(np.abs(np.array(self.transform[:6]) - np.array(other.transform[:6])).max())

    def part(self, window: Window) -> Grid:
        """The grid of a window's cells."""
        row, column, rows, columns = window
        return Grid(self.crs, self.transform @ Affine.translation(column, row), columns, rows)

    def window(self, bounds: Extent) -> Window | None:
        """The cells that a box in `crs` meets; None if there are none."""
        west, south, east, north = bounds
        columns, rows = zip(*(~self.transform @ corner for corner in ((west, south), (east, north))))
        row, end_row = max(0, int(np.floor(min(rows)))), min(self.height, int(np.ceil(max(rows))))
        column, end_column = max(0, int(np.floor(min(columns)))), min(self.width, int(np.ceil(max(columns))))
        if end_row <= row or end_column <= column:
            return None
        return row, column, end_row - row, end_column - column

    def stripes(self, window: Window, cells: int) -> Iterator[Window]:
        """The window cut into stripes of whole rows, of at most `cells` cells each (but one row at least)."""
        row, column, rows, columns = window
        step = max(1, cells // max(columns, 1))
        for first in range(row, row + rows, step):
            yield first, column, min(step, row + rows - first), columns

    def cell_areas(self, window: Window | None = None) -> Floats:
        """m² on the ellipsoid of each cell of the window, (rows, columns); (rows, 1) where they are alike in a row.

        In degrees: the exact area between two parallels (Snyder 1987, eq. 3-12), by the width of the cell. In a
        projection: every so many cells as polygons in an equal-area frame, the others between them.
        """
        row, column, rows, columns = window or self.whole
        if self.geographic:
            edges = self.transform.f + np.arange(row, row + rows + 1) * self.transform.e
            radians = float(self.crs.axis_info[0].unit_conversion_factor)
            zone = np.abs(np.diff(_area_below(edges * radians)))
            return np.asarray(zone * abs(self.transform.a) * radians)[:, None]
        unit = float(self.crs.axis_info[0].unit_conversion_factor)
        planar = abs(self.transform.a * self.transform.e) * unit * unit
        if equal_area(self.crs):
            return np.full((rows, 1), planar)
        return self._lattice_areas((row, column, rows, columns))

    def _lattice_areas(self, window: Window) -> Floats:
        """Areas of cells here and there, as polygons in an equal-area frame, and bilinear between them."""
        row, column, rows, columns = window
        unit = float(self.crs.axis_info[0].unit_conversion_factor)
        down = _lattice(rows, abs(self.transform.e) * unit)
        right = _lattice(columns, abs(self.transform.a) * unit)
        corner_x = self.transform.c + (column + right[:, None] + np.array([0, 1, 1, 0])) * self.transform.a
        corner_y = self.transform.f + (row + down[:, None] + np.array([0, 0, 1, 1])) * self.transform.e
        x, y = np.broadcast_arrays(corner_x[None], corner_y[:, None])
        x, y = transformer(self.crs.to_wkt(), overlay_crs([(self.bounds, self.crs)]).to_wkt()).transform(x, y)
        x, y = x - x[..., :1], y - y[..., :1]
        area = np.abs((x * np.roll(y, -1, -1) - y * np.roll(x, -1, -1)).sum(-1)) / 2
        along = np.array([np.interp(np.arange(columns), right, line) for line in area])
        place = np.interp(np.arange(rows), down, np.arange(len(down)))
        low = np.floor(place).astype(np.int64)
        share = (place - low)[:, None]
        return np.asarray(along[low] * (1 - share) + along[np.minimum(low + 1, len(down) - 1)] * share)


def _lattice(count: int, size_m: float) -> Indices:
    """Every so many of `count` cells, the last one among them."""
    return np.append(np.arange(0, count - 1, max(1, int(LATTICE_METRES / size_m))), count - 1)


def _area_below(latitude: NDArray[np.floating]) -> Floats:
    """m² per radian of longitude from the equator to these latitudes (radians); negative in the south."""
    e2 = 1 - (ELLIPSOID.b / ELLIPSOID.a) ** 2
    e, sine = np.sqrt(e2), np.sin(latitude)
    q = sine / (1 - e2 * sine**2) + np.arctanh(e * sine) / e
    return np.asarray(ELLIPSOID.b**2 / 2 * q)


@contextmanager
def opened(path: str) -> Iterator[Any]:
    """A raster, open. Raises EngineError no-file, raster-unreadable (for what rasterio raises in the block too)."""
    import rasterio  # here: it takes a third of a second

    if not Path(path).exists():
        raise EngineError("no-file", path=path)
    try:
        with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES), rasterio.open(path) as dataset:
            yield dataset
    except rasterio.errors.RasterioError as error:
        raise EngineError("raster-unreadable", path=path, reason=" ".join(str(error).split())) from error


def grid_of(dataset: Any, path: str, assigned: CRS | None = None) -> Grid:
    """The grid of an open raster, in the CRS `assigned` to it where its file has none.

    Raises EngineError raster-no-crs, raster-rotated.
    """
    crs = CRS.from_wkt(dataset.crs.to_wkt()) if dataset.crs is not None else assigned
    if crs is None:
        raise EngineError("raster-no-crs", path=path)
    transform = Affine(*dataset.transform[:6])
    if transform.b or transform.d:
        raise EngineError("raster-rotated", path=path)
    return Grid(crs, transform, dataset.width, dataset.height)
