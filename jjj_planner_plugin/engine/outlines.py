"""Outlines of numbered cells as valid multipolygons in degrees, along the cells' edges: nothing is cut off or rounded.

In a projected grid an edge that is straight there is not in degrees: vertices are put on it at fixed corners of the
grid, so that neighbours have the same ones, whichever polygon they belong to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .frame import longest_edge
from .geodesy import LONLAT, Geometries, projected
from .grid import Grid
from .kernels import Floats, Indices


def outlines(labels: NDArray[np.integer[Any]], count: int, grid: Grid) -> Geometries:
    """The multipolygon in EPSG:4490 of the cells of each number 1 … `count`, all of which are there; (count,).

    Cells that share an edge are one polygon; those that only touch at a corner are two, so that all are valid.
    """
    from rasterio.features import shapes

    if count == 0:
        return np.empty(0, dtype=object)
    found = sorted(shapes(labels, mask=labels > 0, connectivity=4), key=lambda pair: pair[1])
    rings = [np.asarray(ring) for shape, _ in found for ring in shape["coordinates"]]
    ring = _begins([len(one) for one in rings])
    polygon = _begins([len(shape["coordinates"]) for shape, _ in found])
    feature = np.searchsorted([value for _, value in found], np.arange(1, count + 2))
    xy = np.concatenate(rings)
    if not grid.geographic:
        xy, ring = _with_corners(xy, ring, _every(grid), _turns(labels))
    place = xy * (grid.transform.a, grid.transform.e) + (grid.transform.c, grid.transform.f)
    made = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, place, (ring, polygon, feature))
    return projected(shapely.orient_polygons(np.asarray(made, dtype=object)), grid.crs, LONLAT)


def _begins(counts: list[int]) -> Indices:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _every(grid: Grid) -> Indices:
    """The cells after which an edge to the east, and one to the south, gets a vertex."""
    step = longest_edge(grid.crs)
    return np.array([max(1, int(step / abs(size))) for size in (grid.transform.a, grid.transform.e)], dtype=np.int64)


def _turns(labels: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """At which corners of cells an outline turns or three meet, (rows + 1, cols + 1)."""
    around = np.pad(labels, 1)
    nw, ne, sw, se = around[:-1, :-1], around[:-1, 1:], around[1:, :-1], around[1:, 1:]
    return np.asarray(~((nw == ne) & (sw == se)) & ~((nw == sw) & (ne == se)))


def _with_corners(
    xy: Floats, ring: Indices, every: Indices, turns: NDArray[np.bool_]
) -> tuple[Floats, Indices]:
    """Rings in columns and rows with a vertex wherever they pass a corner whose number `every` divides, or a turn."""
    whole = np.rint(xy).astype(np.int64)
    step = np.diff(whole, axis=0, append=whole[-1:])
    step[ring[1:] - 1] = 0  # from the last vertex of a ring nothing leads to the next ring
    steps = np.maximum(np.abs(step).sum(axis=1), 1)
    start = np.repeat(np.arange(len(whole)), steps)
    along = np.arange(len(start)) - np.repeat(np.cumsum(steps) - steps, steps)
    passed = whole[start] + np.sign(step)[start] * along[:, None]
    moving = np.where(step[start] != 0, passed % every, 1)
    kept = (along == 0) | (moving == 0).any(axis=1) | turns[passed[:, 1], passed[:, 0]]
    count = np.concatenate([[0], np.cumsum(kept)])
    return passed[kept].astype(np.float64), count[np.concatenate([[0], np.cumsum(steps)])[ring]]
