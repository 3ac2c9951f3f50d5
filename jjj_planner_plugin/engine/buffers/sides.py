"""The strip on one side of a line or on both, in metres on the ground, with flat ends.

Each segment has a strip between the geodesics that leave its ends at a right angle; where the line turns
away from the side, a sector joins two strips. What the strips cover across the line is taken off again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import EDGE_METRES, ELLIPSOID, LONLAT, Geometries, densified, projected
from .frames import QUAD_SEGMENTS, joined

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

TURN_OF = {"left": -90.0, "right": 90.0}  # degrees from the line's direction
STRAIGHT = 0.1  # degrees; so small a turn makes no sector, for which the strip is 4e-7 too narrow at most
GRID_M = 1e-4  # strips share edges: what rounding makes of these is taken away
PROBE = 1e-3  # beside a segment, in parts of its length or of the distance


def one_sided(
    lines: Geometries, crs: CRS, distance: float | Floats, side: str, working: CRS
) -> Geometries:
    """The strip `distance` (or its own of shape (n,)) metres wide on the `side` (left, right) of each line.

    Polygons in `working`, shape (n,). Left and right are those of the line's direction.
    """
    degrees = projected(densified(lines, crs), crs, LONLAT)
    single, owner = shapely.get_parts(degrees, return_index=True)
    metres = np.broadcast_to(np.asarray(distance, dtype=float), len(lines))[owner]
    pieces, piece_owner = _strips(single, metres, side)
    strips = joined(projected(pieces, LONLAT, working), piece_owner, len(single), GRID_M)
    flat = shapely.set_precision(projected(single, LONLAT, working), GRID_M)
    crossed = shapely.relate_pattern(flat, strips, "T********")
    for place in np.flatnonzero(crossed):
        strips[place] = _on_side(strips[place], flat[place], metres[place], side)
    return joined(strips, owner, len(lines), GRID_M)


def both_sided(lines: Geometries, crs: CRS, distance: float | Floats, working: CRS) -> Geometries:
    """The strip `distance` (or its own of shape (n,)) metres wide to either side of each line, with flat ends.

    Polygons in `working`, shape (n,). `geodesic_buffers` has round ends.
    """
    degrees = projected(densified(lines, crs), crs, LONLAT)
    single, owner = shapely.get_parts(degrees, return_index=True)
    metres = np.broadcast_to(np.asarray(distance, dtype=float), len(lines))[owner]
    halves = [_strips(single, metres, side) for side in TURN_OF]
    pieces = projected(np.concatenate([strips for strips, _ in halves]), LONLAT, working)
    return joined(pieces, owner[np.concatenate([line for _, line in halves])], len(lines), GRID_M)


@dataclass(frozen=True)
class Segments:
    """Of lines in degrees: ends, line, and the azimuths (degrees) in which the side lies at the start and at the end.

    `following` is the next segment of the same line, and `turn` how far the line turns there; NaN where it ends.
    """

    start: Floats
    end: Floats
    line: Places
    at_start: Floats
    at_end: Floats
    following: Places
    turn: Floats


def _segments(lines: Geometries, side: str) -> Segments:
    xy, line = shapely.get_coordinates(lines, return_index=True)
    moves = (line[1:] == line[:-1]) & (np.diff(xy, axis=0) != 0).any(axis=1)
    start, end, of = xy[:-1][moves], xy[1:][moves], line[:-1][moves]
    ahead, back, _ = ELLIPSOID.inv(*start.T, *end.T)
    at_start, at_end = np.asarray(ahead) + TURN_OF[side], np.asarray(back) + 180 + TURN_OF[side]
    last = np.flatnonzero(np.r_[of[1:] != of[:-1], True])
    following = np.arange(1, len(of) + 1)
    following[last] = np.r_[0, last[:-1] + 1]  # a closed line goes on where it began
    turn = (at_start[following] - at_end + 180) % 360 - 180
    turn[(start[following] != end).any(axis=1)] = np.nan
    # along an edge that was densified the ends of two strips are one, halfway between
    straight = np.flatnonzero(np.abs(turn) < STRAIGHT)
    at_end[straight] += turn[straight] / 2
    at_start[following[straight]] = at_end[straight]
    turn[straight] = 0
    return Segments(start, end, of, at_start, at_end, following, turn)


def _strips(lines: Geometries, metres: Floats, side: str) -> tuple[Geometries, Places]:
    """Polygons in degrees for the segments of the lines and for the turns between, and the line of each."""
    segments = _segments(lines, side)
    reach = metres[segments.line]
    steps = max(1, math.ceil(metres.max() / EDGE_METRES))
    near = _offsets(segments.start, segments.at_start, reach, steps)
    far = _offsets(segments.end, segments.at_end, reach, steps)
    rings = np.concatenate([segments.start[:, None], segments.end[:, None], far, near[:, ::-1]], axis=1)
    opens = segments.turn > 0 if side == "left" else segments.turn < 0  # away from the side
    sectors, at = _sectors(segments, np.flatnonzero(opens), reach, steps)
    return np.concatenate([shapely.polygons(rings), sectors]), np.concatenate([segments.line, segments.line[at]])


def _offsets(points: Floats, azimuth: Floats, metres: Floats, steps: int) -> Floats:
    """`steps` points at even distances up to `metres` from each point; shape (n, steps, 2)."""
    n, parts = len(points), np.arange(1, steps + 1) / steps
    lon, lat, _ = ELLIPSOID.fwd(
        np.repeat(points[:, 0], steps), np.repeat(points[:, 1], steps), np.repeat(azimuth, steps),
        (metres[:, None] * parts).ravel())
    return np.column_stack([lon, lat]).reshape(n, steps, 2)


def _sectors(segments: Segments, places: Places, reach: Floats, steps: int) -> tuple[Geometries, Places]:
    """The sectors between the strips of the segments `places` and the strips that follow, and the segment of each."""
    chords = np.ceil(np.abs(segments.turn[places]) / (90 / QUAD_SEGMENTS)).astype(int)
    made, at = [np.empty(0, dtype=object)], [np.empty(0, dtype=np.intp)]
    for count in np.unique(chords):  # those with equally many chords at once
        some = places[chords == count]
        arc = segments.at_end[some, None] + segments.turn[some, None] * np.arange(1, count) / count
        around = _offsets(np.repeat(segments.end[some], count - 1, axis=0), arc.ravel(),
                          np.repeat(reach[some], count - 1), 1)
        onward = _offsets(segments.end[some], segments.at_start[segments.following[some]], reach[some], steps)
        rings = np.concatenate([
            segments.end[some, None], _offsets(segments.end[some], segments.at_end[some], reach[some], steps),
            around.reshape(len(some), count - 1, 2), onward[:, ::-1]], axis=1)
        made.append(np.asarray(shapely.polygons(rings), dtype=object))
        at.append(some)
    return np.concatenate(made), np.concatenate(at)


def _on_side(strip: shapely.Geometry, line: shapely.Geometry, metres: float, side: str) -> shapely.Geometry:
    """What of the strip can be reached from the side of the line without crossing the line."""
    faces = shapely.get_parts(shapely.polygonize([shapely.union(shapely.boundary(strip), line, grid_size=GRID_M)]))
    xy = shapely.get_coordinates(line)
    along = np.diff(xy, axis=0)
    length = np.hypot(*along.T)
    away = np.minimum(length, metres)[:, None] * PROBE
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None] * (1 if side == "left" else -1)
    probes = shapely.points((xy[1:] + xy[:-1]) / 2 + normal * away)
    reached = np.unique(shapely.STRtree(probes).query(faces, predicate="contains")[0])
    return shapely.union_all(faces[reached], grid_size=GRID_M)
