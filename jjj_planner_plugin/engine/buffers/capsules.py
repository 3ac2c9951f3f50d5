"""The ground within a distance of a geodesic: quick enough to be made anew at every move of the mouse.

Its sides run through places that far to the right and to the left of the geodesic, its ends are half circles, all
reckoned on the ellipsoid. Nothing is buffered or joined, as it must be around a line that bends (`frames`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geodesy import ELLIPSOID, Geometries

STEP_METRES = 5000.0  # along the geodesic: between two places a straight edge in the working frame is within 0.5 m
Place = tuple[float, float]  # longitude, latitude in degrees


def geodesic_capsules(stretches: Sequence[tuple[Place, Place]], metres: float, quad_segments: int) -> Geometries:
    """The ground within `metres` of each geodesic, from place to place; polygons in degrees, counter-clockwise."""
    return np.array([shapely.Polygon(_around(*stretch, metres, quad_segments)) for stretch in stretches], dtype=object)


def _around(start: Place, end: Place, metres: float, quad_segments: int) -> NDArray[np.float64]:
    """The outline: along the right side, around the end, back along the left side, around the start."""
    azimuth, _, length = ELLIPSOID.inv(*start, *end)
    along = np.linspace(0.0, length, max(1, int(np.ceil(length / STEP_METRES))) + 1)
    same = np.ones(len(along))
    lon, lat, back = ELLIPSOID.fwd(start[0] * same, start[1] * same, azimuth * same, along)
    onward = np.asarray(back) + 180
    onward[0] = azimuth
    turn = np.linspace(0.0, 180.0, 2 * quad_segments + 1)[1:-1]
    arc = len(turn)
    order = np.arange(len(along))
    at = np.concatenate([order, np.full(arc, order[-1]), order[::-1], np.zeros(arc, order.dtype)])
    towards = np.concatenate([onward + 90, onward[-1] + 90 - turn, onward[::-1] - 90, onward[0] - 90 - turn])
    x, y, _ = ELLIPSOID.fwd(np.asarray(lon)[at], np.asarray(lat)[at], towards, np.full(len(at), metres))
    return np.column_stack([x, y])
