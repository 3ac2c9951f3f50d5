"""Loops: the closed lines around the ground that a feature gains or loses where its outline changes.

A loop runs along the new section of a ring and back along the old one. Gained ground is wound around
counter-clockwise, lost ground clockwise, and both at once where the sections cross. A feature whose new outline
crosses itself is weighed the same way: by how often it winds around each place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import CRS

from ..frame import in_frame
from ..geodesy import LONLAT
from ..kernels import Floats
from ..rings import Rings, from_geometries

TITLE = "loop"


def as_rings(loops: Sequence[Floats], working: CRS) -> Rings:
    """Loops of (n, 2) degrees as `Rings` in the working frame, each a feature of its own."""
    begins = np.concatenate([[0], np.cumsum([len(loop) for loop in loops])]).astype(np.int64)
    xy = np.concatenate([np.empty((0, 2)), *loops])
    return in_frame(Rings(xy, begins, np.arange(len(loops) + 1)), LONLAT, working, TITLE)


def between(old: shapely.Geometry, new: shapely.Geometry) -> list[Floats]:
    """The loops from one polygon or multipolygon to another, from which their common rings and ends are left out."""
    before, after = _rings(old), _rings(new)
    kept = {ring.tobytes() for ring in before} & {ring.tobytes() for ring in after}
    before, after = ([ring for ring in rings if ring.tobytes() not in kept] for rings in (before, after))
    if len(before) == len(after):
        return [loop for was, now in zip(before, after) for loop in _sections(was, now)]
    return [*after, *(ring[::-1] for ring in before)]


def _rings(shape: shapely.Geometry) -> list[Floats]:
    """Its rings, shells counter-clockwise, holes clockwise."""
    rings = from_geometries(np.array([shape], dtype=object))
    return [rings.xy[begin:end] for begin, end in zip(rings.ring, rings.ring[1:])]


def _sections(was: Floats, now: Floats) -> list[Floats]:
    """The loop where a ring has changed; two whole rings if it has nothing in common at either end."""
    shorter = min(len(was), len(now))
    same = (was[:shorter] == now[:shorter]).all(axis=1)
    ahead = shorter if same.all() else int(np.argmin(same))
    same = (was[::-1][:shorter] == now[::-1][:shorter]).all(axis=1)
    behind = shorter if same.all() else int(np.argmin(same))
    behind = min(behind, shorter - ahead)
    if ahead == 0:  # the vertex where the ring begins and ends has changed: begin elsewhere
        turned = _turned(was, now)
        return _sections(*turned) if turned else [now, was[::-1]]
    first = ahead - 1
    old, new = was[first:len(was) - behind + 1], now[first:len(now) - behind + 1]
    return [np.concatenate([new, old[-2::-1]])]


def _turned(was: Floats, now: Floats) -> tuple[Floats, Floats] | None:
    """Both rings from a vertex half-way round that they have in common; None if there is none."""
    middle = len(was) // 2
    for other in (middle, middle + len(now) - len(was)):
        if 0 < other < len(now) and (was[middle] == now[other]).all():
            return _from(was, middle), _from(now, other)
    return None


def _from(ring: Floats, first: int) -> Floats:
    return np.concatenate([ring[first:-1], ring[:first + 1]])


def undone(loops: Sequence[Floats]) -> bool:
    """Whether every edge is run as often one way as the other: then nothing is gained or lost, to the last digit."""
    edges = np.concatenate([np.empty((0, 4)), *[np.hstack([loop[:-1], loop[1:]]) for loop in loops]])
    edges = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    _, edge = np.unique(edges, axis=0, return_inverse=True)
    return not np.bincount(edge.ravel(), np.where(turned, -1.0, 1.0)).any()
