"""Buffers of a distance in metres on the ellipsoid, whatever CRS the geometry is in.

A geometry is cut into short parts; each part is buffered in an azimuthal equidistant frame no more than
about 20 km away, and the parts are joined again in the equal-area frame. At 50 km from the frame's
centre that frame stretches by less than 2e-5 (Snyder 1987, p. 191 ff.: k' = c / sin c).
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import EDGE_METRES, LONLAT, Geometries, azimuthal_frame, densified, moved, projected

QUAD_SEGMENTS = 64  # a quarter circle; round ends and corners then measure 0.010 % too little
FRAME_DEGREES = 0.25  # parts in one such cell share a frame


def geodesic_buffers(
    geometries: Geometries, crs: CRS, distance: float | NDArray[np.float64], working: CRS,
    quad_segments: int = QUAD_SEGMENTS,
) -> Geometries:
    """The buffer of each geometry, `distance` (or its own of shape (n,)) metres on the ground; polygons in `working`.

    Discs have their true area; round ends and corners measure 0.010 % too little.
    """
    degrees = projected(densified(geometries, crs), crs, LONLAT)
    parts, owner = _short_parts(degrees)
    chord = math.pi / 2 / quad_segments
    true_disc = math.sqrt(chord / math.sin(chord))  # so much larger (5e-5 with 64 segments), its polygon has its area
    metres = np.broadcast_to(distance, len(geometries))[owner]
    metres = np.where(shapely.get_type_id(parts) == 0, metres * true_disc, metres)
    buffered = _in_frames(parts, metres, working, quad_segments)
    areal = np.isin(shapely.get_type_id(geometries), (3, 6))  # their inside belongs to the buffer
    inside = projected(degrees[areal], LONLAT, working)
    pieces = np.concatenate([buffered, inside])
    owner = np.concatenate([owner, np.flatnonzero(areal)])
    return joined(pieces, owner, len(geometries))


def joined(
    pieces: Geometries, owner: NDArray[np.intp], count: int, grid_m: float | None = None
) -> Geometries:
    """Union of the pieces of each owner 0 … count-1, on a grid if one is given."""
    order = np.argsort(owner, kind="stable")
    pieces, owner = pieces[order], owner[order]
    starts = np.searchsorted(owner, np.arange(count + 1))
    unions = np.empty(count, dtype=object)
    for i, (start, end) in enumerate(zip(starts, starts[1:])):
        alone = end - start == 1 and grid_m is None
        unions[i] = pieces[start] if alone else shapely.union_all(pieces[start:end], grid_size=grid_m)
    return unions


def _short_parts(degrees: Geometries) -> tuple[Geometries, NDArray[np.intp]]:
    """Points, and stretches of lines and rings that stay in one frame cell, with the index of their owner."""
    areal = np.isin(shapely.get_type_id(degrees), (3, 6))
    edges = degrees.copy()
    edges[areal] = shapely.boundary(degrees[areal])
    single, owner = shapely.get_parts(edges, return_index=True)
    pointlike = shapely.get_type_id(single) == 0
    stretches, stretch_owner = _stretches(single[~pointlike], owner[~pointlike])
    parts = np.concatenate([single[pointlike], stretches])
    return parts, np.concatenate([owner[pointlike], stretch_owner])


def _stretches(lines: Geometries, owner: NDArray[np.intp]) -> tuple[Geometries, NDArray[np.intp]]:
    """Cut lines where their vertices pass into another frame cell; neighbours share the vertex between them."""
    if len(lines) == 0:
        return np.empty(0, dtype=object), np.empty(0, dtype=np.intp)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    cell = np.floor(xy / FRAME_DEGREES)
    first = np.r_[True, line[1:] != line[:-1]]  # a line's first vertex
    last = np.r_[first[1:], True]
    cut = np.r_[False, (cell[1:] != cell[:-1]).any(axis=1)] & ~first & ~last  # ends one stretch, begins the next
    repeat = 1 + cut
    stretch = np.cumsum(np.repeat(first, repeat)) + np.cumsum(_second_copies(cut, repeat)) - 1
    made = shapely.linestrings(np.repeat(xy, repeat, axis=0), indices=stretch)
    return np.asarray(made, dtype=object), owner[np.repeat(line, repeat)[np.r_[True, np.diff(stretch) > 0]]]


def _second_copies(cut: NDArray[np.bool_], repeat: NDArray[np.int_]) -> NDArray[np.int_]:
    """1 at the second copy of every cut vertex, 0 elsewhere; shape (repeat.sum(),)."""
    marks = np.zeros(int(repeat.sum()), dtype=np.int_)
    marks[(np.cumsum(repeat) - 1)[cut]] = 1
    return marks


def _in_frames(
    parts: Geometries, metres: NDArray[np.float64], working: CRS, quad_segments: int
) -> Geometries:
    """Buffer every part by its own distance in the frame of its cell; polygons in `working`, edges at most 2 km."""
    box = shapely.bounds(parts)
    cell = np.floor((box[:, :2] + box[:, 2:]) / 2 / FRAME_DEGREES).astype(int)
    cells, member = np.unique(cell, axis=0, return_inverse=True)
    buffered = np.empty(len(parts), dtype=object)
    for number, (column, row) in enumerate(cells):
        frame = azimuthal_frame((column + 0.5) * FRAME_DEGREES, (row + 0.5) * FRAME_DEGREES)
        here = member.ravel() == number
        discs = shapely.buffer(moved(parts[here], frame), metres[here], quad_segs=quad_segments)
        buffered[here] = moved(shapely.segmentize(discs, EDGE_METRES), frame, "INVERSE")
    return projected(buffered, LONLAT, working)
