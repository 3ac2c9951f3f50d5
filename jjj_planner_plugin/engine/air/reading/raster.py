"""A field of concentrations in a file: its grid, its slices and how to read them, whatever the format."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from ...grid import Grid, Window
from ...kernels import Floats, Indices
from ...messages import EngineError
from ..periods import Period

Read = Callable[[int, Window], Floats]

UNEVEN = 0.05  # of a cell: a centre farther from its place makes an axis uneven
SNAP = 0.01  # of a cell: what single precision leaves in the coordinates of centres


@dataclass(frozen=True)
class Raster:
    """One variable of one file. `open()` gives `read(slice, window) -> (rows, columns)`, floats in the file's unit,
    NaN where it has none; the window is of `grid`, whose first row is the north."""

    path: str
    variable: str
    pollutant: str
    unit: str | None  # as the file writes it
    grid: Grid
    periods: list[Period]
    product: dict[str, Any] | None
    open: Callable[[], AbstractContextManager[Read]]


@dataclass(frozen=True)
class Axis:
    """Where cells are along one axis: `order` are their places in the file, from west to east or from north to south.

    `first` is the centre of the first cell in that order, `step` the width of a cell.
    """

    first: float
    step: float
    order: Indices
    turned: bool  # whether the file has them the other way round
    wrapped: bool = False  # whether longitudes went beyond 180


def axis(centres: NDArray[Any], down: bool, degrees: bool, path: str, step: float | None = None) -> Axis:
    """The axis with these cell centres in the file's order; `down`: from the largest to the smallest (north first).

    Longitudes beyond 180 are brought into −180 … 180. `step` is used for a single cell. Raises air-uneven.
    """
    values = np.asarray(centres, np.float64)
    wrapped = degrees and not down and bool(values.max() > 180 + 1e-6)
    if wrapped:
        values = np.where(values > 180, values - 360, values)
    sorted_values, order = np.unique(np.round(values, 9), return_index=True)
    if len(order) > 1:
        step = (sorted_values[-1] - sorted_values[0]) / (len(order) - 1)
    if step is None or not np.isfinite(values).all():
        raise EngineError("air-uneven", path=path)
    even = sorted_values[0] + np.arange(len(order)) * step
    if np.abs(sorted_values - even).max() > UNEVEN * step:
        raise EngineError("air-uneven", path=path)
    first, step = _snapped(sorted_values[0], step, len(order))
    if down:
        return Axis(first + (len(order) - 1) * step, step, order[::-1], bool(len(order) > 1 and values[0] < values[-1]))
    return Axis(first, step, order, bool(len(order) > 1 and values[0] > values[-1]), wrapped)


def _snapped(first: float, step: float, count: int) -> tuple[float, float]:
    """Step and first centre without the noise of single precision: 0.0099999 is 0.01 where no cell notices."""
    decimal = round(step, 6)
    if abs(decimal - step) * count < SNAP * step:
        step = decimal
    halves = first / (step / 2)
    if abs(halves - round(halves)) < 2 * SNAP:
        first = round(halves) * step / 2
    return first, step


def grid_of_axes(crs: CRS, x: Axis, y: Axis) -> Grid:
    """The grid whose first row is the north: its edges lie half a cell outside the outermost centres."""
    corner = Affine(x.step, 0, x.first - x.step / 2, 0, -y.step, y.first + y.step / 2)
    return Grid(crs, corner, len(x.order), len(y.order))


def stretch(order: Indices, first: int, count: int) -> tuple[int, int, Indices]:
    """Of the cells `first` … `first + count` in an axis's order: the stretch of the file that holds them (from, to),
    and their places in that stretch."""
    places = order[first : first + count]
    low, high = int(places.min()), int(places.max()) + 1
    return low, high, places - low


def plain_degrees(west: float, south: float, east: float, north: float) -> bool:
    """Whether bounds without a CRS can only be degrees."""
    return -181 <= west < east <= 361 and -91 <= south < north <= 91
