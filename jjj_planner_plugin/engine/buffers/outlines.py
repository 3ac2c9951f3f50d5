"""The union of many discs as polygons, drawn along the arcs that show.

Points on a circle come from eight exact ones by a trigonometric polynomial, which is exact to 1e-9 of the
radius. A chord lies inside its circle: rings made of chords of convex discs meet nowhere but at their ends.
To make up for what the chords cut off, each circle is drawn a little larger, by h²/12 for one that shows
whole, h the step in radians: the area of a union of discs is right to first order, whatever arcs of them show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from ..geodesy import ELLIPSOID, Geometries
from .arcs import TURN, Discs, Floats, Places, steps_of, uncovered

QUAD_SEGMENTS = 24  # a quarter circle: the outline is within 0.04 % of the distance, the area within 0.005 %
COARSE_SEGMENTS = 16  # 0.09 % and 0.01 %: where the vertices would not go into memory
CHUNK = 100_000  # vertices placed at a time


@dataclass(frozen=True)
class Outline:
    """The rings of a union: vertices in each target CRS, the ring of each vertex, and whether a ring is a hole."""

    vertices: list[Floats]
    ring: Places
    hole: NDArray[np.bool_]


def outline(
    discs: Discs, targets: Sequence[Transformer], quad_segments: int = QUAD_SEGMENTS
) -> Outline | None:
    """The outline of all discs together. `targets` turn degrees into a CRS each; the first must be equal-area.

    None where `uncovered` gives none, or a target cannot take the circles.
    """
    step = math.pi / 2 / quad_segments
    chains = uncovered(discs, step)
    if chains is None:
        return None
    arcs, alone, ring = chains.arcs, chains.alone, chains.ring
    disc = np.r_[arcs.disc, alone]
    start, end = np.r_[arcs.start, np.zeros(len(alone))], np.r_[arcs.end, np.full(len(alone), TURN)]
    ring = np.r_[ring, ring.max(initial=-1) + 1 + np.arange(len(alone))]  # whole circles at the end
    steps = steps_of(end - start, step)
    used, circle = np.unique(disc, return_inverse=True)
    waves = _waves(chains.discs.at(used), targets)
    if not np.isfinite(waves).all():
        return None
    vertices = _placed(waves, circle, start, (end - start) / steps, steps)
    owner = np.repeat(ring, steps)
    rings = int(ring[-1]) + 1
    heads = np.searchsorted(owner, np.arange(rings))
    if np.diff(np.r_[heads, len(owner)]).min() < 3:
        return None
    return Outline([vertices[:, k:k + 2] for k in range(0, 2 * len(targets), 2)], owner, _turns_left(vertices, heads))


def _waves(discs: Discs, targets: Sequence[Transformer]) -> NDArray[np.complex128]:
    """Coefficients of x and y in each target as waves around each circle; shape (n, 2 × targets, orders)."""
    azimuth = np.arange(8) * 45.0
    n = len(discs)
    lon, lat, _ = ELLIPSOID.fwd(
        np.repeat(discs.lon, 8), np.repeat(discs.lat, 8), np.tile(azimuth, n), np.repeat(discs.radius, 8))
    found = [column for target in targets for column in target.transform(lon, lat)]
    waves = np.fft.rfft(np.stack([column.reshape(n, 8) for column in found], axis=1), axis=2)[:, :, :4] / 8
    waves[:, :, 1:] *= 2
    felt = np.abs(waves).max(axis=(0, 1)) > 1e-9 * np.abs(waves[:, :, 1]).max()
    return np.asarray(waves[:, :, : max(2, int(np.flatnonzero(felt)[-1]) + 1)])


def _placed(
    waves: NDArray[np.complex128], circle: Places, start: Floats, step: Floats, steps: Places
) -> Floats:
    """x and y in each target of the first `steps` points of each arc, `step` radians apart; two threads."""
    behind = np.cumsum(steps)
    bounds = np.unique(np.r_[np.searchsorted(behind, np.arange(0, behind[-1], CHUNK)), len(steps)])
    vertices = np.empty((int(behind[-1]), waves.shape[1]))

    def place(chunk: slice) -> None:
        count = steps[chunk]
        first = np.cumsum(count) - count
        angle = np.repeat(start[chunk] - first * step[chunk], count) + np.arange(count.sum()) * np.repeat(
            step[chunk], count)
        around = np.exp(1j * angle)[:, None]
        mine = waves[np.repeat(circle[chunk], count)]
        total = mine[:, :, -1]
        for order in range(waves.shape[2] - 2, -1, -1):
            total = total * around + mine[:, :, order]
        begin = behind[chunk.start] - steps[chunk.start]
        vertices[begin:begin + len(total)] = total.real

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(place, [slice(a, b) for a, b in zip(bounds, bounds[1:])]))
    return vertices


def _turns_left(vertices: Floats, heads: Places) -> NDArray[np.bool_]:
    """Whether each ring runs anticlockwise in the first target. Azimuths run clockwise: it is a hole then."""
    sizes = np.diff(np.r_[heads, len(vertices)])
    x, y = vertices[:, 0] - np.repeat(vertices[heads, 0], sizes), vertices[:, 1] - np.repeat(vertices[heads, 1], sizes)
    # a ring's last product is with the next ring's first vertex, its own first is (0, 0): nothing is added there
    crossed = x[:-1] * y[1:] - x[1:] * y[:-1]
    crossed[heads[1:] - 1] = 0
    return np.asarray(np.add.reduceat(np.r_[crossed, 0.0], heads) > 0)


def polygons(outer: Outline, inner: Outline | None = None) -> list[Geometries] | None:
    """The polygons of the union in each target, without what `inner`, a union that lies within it, covers.

    None if they are not what they should be (seen in no test; the caller has a slower way).
    """
    outlines = [outer] if inner is None else [outer, inner]
    hole = outer.hole if inner is None else np.r_[outer.hole, ~inner.hole]
    nested: tuple[Places, Places] | None = None
    made: list[Geometries] = []
    for target in range(len(outer.vertices)):
        rings = np.concatenate([shapely.linearrings(o.vertices[target], indices=o.ring) for o in outlines])
        nested = nested or _nested(rings, hole)
        sequence, owner = nested
        made.append(np.asarray(shapely.polygons(rings[sequence], indices=owner), dtype=object))
    whole = nested is not None and len(nested[0]) == len(hole)
    return made if whole else None


def _nested(rings: Geometries, hole: NDArray[np.bool_]) -> tuple[Places, Places]:
    """The rings polygon by polygon, the shell first, and each one's polygon: a hole's is the least shell around it."""
    shells, holes = np.flatnonzero(~hole), np.flatnonzero(hole)
    filled = shapely.polygons(rings[shells])
    edge = shapely.line_interpolate_point(rings[holes], 0.5, normalized=True)  # inside a hole others may lie
    around, inside = shapely.STRtree(edge).query(filled, predicate="intersects")  # prepares the shells
    order = np.lexsort((-shapely.area(filled)[around], inside))  # the least comes last, and stays
    owner = np.full(len(rings), -1, dtype=np.intp)
    owner[shells] = np.arange(len(shells))
    owner[holes[inside[order]]] = around[order]
    sequence = np.lexsort((hole, owner))
    sequence = sequence[owner[sequence] >= 0]
    return sequence, owner[sequence]
