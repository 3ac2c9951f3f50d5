"""Rings moved from their layer's CRS into the frame in which areas are taken, and back into shapes.

The flat-array counterpart of geodesy's `to_working`: the same steps, the same longest edge.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .geodesy import EDGE_DEGREES, EDGE_METRES, Geometries, transformer
from .kernels import Floats, Indices
from .messages import EngineError
from .rings import Rings

ALONE = 50_000  # vertices that are not worth a second thread
LEAP_METRES = 1e6  # no edge of 2 km becomes as long as this, but one that the frame's rim cuts

THREADS = os.cpu_count() or 1

_threads = ThreadPoolExecutor(THREADS)  # each keeps its own transformers, which take milliseconds to make


def in_frame(rings: Rings, crs: CRS, working: CRS, title: str) -> Rings:
    """The rings in `working`, long edges densified in `crs` first. Raises crosses-180, bad-coordinates."""
    if crs == working:
        return rings
    dense = densified(rings, longest_edge(crs))
    xy = _moved(dense.xy, crs.to_wkt(), working.to_wkt())
    if not np.isfinite(xy).all():
        raise EngineError("bad-coordinates", path=title, found="∞")
    leaps = np.abs(np.diff(xy[:, 0])) > LEAP_METRES
    if leaps.any() and (leaps & _inner(dense)).any():
        raise EngineError("crosses-180", path=title)
    return Rings(xy, dense.ring, dense.feature)


def longest_edge(crs: CRS) -> float:
    """Longest edge before projecting, in units of `crs`: 0.02° or 2 km."""
    return EDGE_DEGREES if crs.is_geographic else EDGE_METRES / float(crs.axis_info[0].unit_conversion_factor)


def densified(rings: Rings, step: float) -> Rings:
    """The rings with no edge longer than `step`, each long one cut into equal parts.

    Neighbours that share an edge get the same points on it, whichever way each runs along it.
    """
    start, end = rings.xy[:-1], rings.xy[1:]
    along = end - start
    length2 = np.einsum("ij,ij->i", along, along)
    long = np.flatnonzero((length2 > step * step) & _inner(rings))
    if long.size == 0:
        return rings
    parts = np.ceil(np.sqrt(length2[long]) / step).astype(np.int64)
    added = np.zeros(len(rings.xy), dtype=np.int64)  # vertices that come right after each one
    added[long] = parts - 1
    place = np.arange(len(rings.xy)) + np.cumsum(added) - added
    xy = np.empty((len(rings.xy) + int(added.sum()), 2))
    xy[place] = rings.xy
    edge = np.repeat(long, parts - 1)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(parts - 1) - (parts - 1), parts - 1) + 1
    xy[place[edge] + nth] = _between(start[edge], end[edge], nth, np.repeat(parts, parts - 1))
    return Rings(xy, np.append(place, len(xy))[rings.ring], rings.feature)


def _between(start: Floats, end: Floats, nth: Indices, parts: Indices) -> Floats:
    """The nth of `parts` equal steps from start to end, reckoned from the end that is further west (or south)."""
    turned = (end[:, 0] < start[:, 0]) | ((end[:, 0] == start[:, 0]) & (end[:, 1] < start[:, 1]))
    origin, target = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    share = np.where(turned, parts - nth, nth) / parts
    return np.asarray(origin + (target - origin) * share[:, None])


def _inner(rings: Rings) -> NDArray[np.bool_]:
    """Which steps from a vertex to the next are edges, not leaps to the next ring; shape (n - 1,)."""
    inner = np.ones(max(len(rings.xy) - 1, 0), dtype=bool)
    last = rings.ring[1:-1] - 1
    inner[last[(last >= 0) & (last < len(inner))]] = False
    return inner


def _moved(xy: Floats, source: str, target: str) -> Floats:
    """Every vertex transformed, on all cores when there are many."""

    def part(piece: Floats) -> Floats:
        x, y = (np.ascontiguousarray(piece[:, column]) for column in (0, 1))
        return np.column_stack(transformer(source, target).transform(x, y, inplace=True))

    if len(xy) < ALONE:
        return part(xy)
    return np.concatenate(list(_threads.map(part, np.array_split(xy, THREADS))))


def shapes(rings: Rings) -> Geometries:
    """The rings of valid features as shapely's multipolygons: a shell and the holes that follow it are a polygon."""
    shell = signed_areas(rings) > 0
    polygon = np.append(np.flatnonzero(shell), len(shell))
    feature = np.searchsorted(polygon, rings.feature)
    made = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON, rings.xy, (rings.ring, polygon, feature))
    return np.asarray(made, dtype=object)


def signed_areas(rings: Rings) -> Floats:
    """Planar area of each ring, positive for one that runs counter-clockwise."""
    if len(rings.ring) == 1:
        return np.zeros(0)
    origin = np.repeat(rings.xy[rings.ring[:-1]], np.diff(rings.ring), axis=0)
    x, y = (rings.xy - origin).T
    cross = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    cross[rings.ring[1:] - 1] = 0
    return np.asarray(np.add.reduceat(cross, rings.ring[:-1]) / 2)
