"""Cells of a raster series, averaged over blocks so that there are not too many to compare each with each."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import Geometries, densified, projected
from ...grid import Grid, Window
from ...kernels import Floats, Indices
from ...messages import EngineError
from ...protocol import Job
from ...sources import Source
from ..series import CELLS_AT_ONCE, Reading, Series
from .members import CELLS, Members

LEAST_SHARE = 0.5  # of a block's cells that must have a value


def cells_of(series: Series, most: int, area: Source | None, job: Job) -> Members:
    """Blocks of cells, at most `most` of them, whose centre lies in the area; those without any value are left out.

    Raises EngineError raster-outside-area, members-blank.
    """
    window, outline = _window(series, area)
    side = math.ceil(math.sqrt(window[2] * window[3] / most))
    while math.ceil(window[2] / side) * math.ceil(window[3] / side) > most:
        side += 1
    means = _block_means(series, window, side, job)
    boxes = _boxes(series.grid, window, side)
    there = np.isfinite(means).any(axis=0)
    if outline is not None:
        shapely.prepare(outline)
        there &= shapely.contains(outline, shapely.centroid(boxes))
    if not there.any():
        raise EngineError("members-blank", path=series.title)
    if side > 1:
        job.warn("airsheds-coarsened", layer=series.title, side=side, cells=int(there.sum()))
    rows, columns = there.shape
    whole = Members(
        CELLS, boxes.ravel(), series.grid.crs, means.reshape(len(means), -1), tuple(one.start for one in series.slices),
        ("",) * there.size, ("",) * there.size, _rook(rows, columns))
    return whole.kept(there.ravel())


def _window(series: Series, area: Source | None) -> tuple[Window, shapely.Geometry | None]:
    """The cells that are read, and the area in the raster's CRS."""
    if area is None:
        return series.grid.whole, None
    outline = _moved(area, series.grid.crs)
    west, south, east, north = (float(value) for value in outline.bounds)
    window = series.grid.window((west, south, east, north))
    if window is None:
        raise EngineError("raster-outside-area", path=series.title, area=area.title)
    return window, outline


def _moved(area: Source, crs: CRS) -> shapely.Geometry:
    return shapely.union_all(projected(densified(area.geometries, area.crs), area.crs, crs))


def _block_means(series: Series, window: Window, side: int, job: Job) -> Floats:
    """Mean of each block on each date, (dates, rows, columns); NaN where fewer than half of its cells have a value."""
    row, column, rows, columns = window
    found = np.full((len(series.slices), math.ceil(rows / side), math.ceil(columns / side)), np.nan)
    step = max(1, CELLS_AT_ONCE // columns // side) * side
    with series.reading() as reading:
        for index in range(len(series.slices)):
            job.progress(0.05 + 0.4 * index / len(series.slices), "air-slices", done=index + 1,
                         total=len(series.slices))
            for first in range(0, rows, step):
                part = (row + first, column, min(step, rows - first), columns)
                block = _reduced(reading, index, part, side)
                found[index, first // side:first // side + len(block)] = block
    return found


def _reduced(reading: Reading, index: int, part: Window, side: int) -> Floats:
    values = reading(index, part).astype(np.float64)
    whole = _summed(np.ones(values.shape), side)
    there = np.isfinite(values)
    count = _summed(there.astype(np.float64), side)
    total = _summed(np.where(there, values, 0.0), side)
    return np.where(count >= LEAST_SHARE * whole, total / np.maximum(count, 1), np.nan)


def _summed(values: NDArray[np.float64], side: int) -> Floats:
    """Sums over blocks; those at the far edges are smaller."""
    down = np.add.reduceat(values, np.arange(0, values.shape[0], side), axis=0)
    return np.asarray(np.add.reduceat(down, np.arange(0, values.shape[1], side), axis=1))


def _boxes(grid: Grid, window: Window, side: int) -> Geometries:
    """The blocks' outlines, (rows, columns); cut at the window's edge."""
    row, column, rows, columns = window
    y = grid.transform.f + (row + _edges(rows, side)) * grid.transform.e
    x = grid.transform.c + (column + _edges(columns, side)) * grid.transform.a
    left, first = np.meshgrid(x[:-1], y[:-1])
    right, last = np.meshgrid(x[1:], y[1:])
    boxes = shapely.box(np.minimum(left, right), np.minimum(first, last), np.maximum(left, right),
                        np.maximum(first, last))
    return np.asarray(boxes, dtype=object)


def _edges(count: int, side: int) -> Indices:
    return np.append(np.arange(0, count, side), count)


def _rook(rows: int, columns: int) -> Indices:
    """Pairs of blocks that share an edge."""
    number = np.arange(rows * columns).reshape(rows, columns)
    beside = np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    below = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    return np.concatenate([beside, below]).astype(np.int64)
