"""Geometries with an empty part or hole, `MULTIPOLYGON (((…)), EMPTY)`: files hold them, GEOS 3.14 crashes on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]


def hollow(shapes: Geometries) -> NDArray[np.bool_]:
    """Which have a part or a hole without a point: GEOS 3.14 ends the process when it densifies one of these."""
    found = np.zeros(len(shapes), dtype=bool)
    multiple = np.flatnonzero(shapely.get_type_id(shapes) > 3)
    parts, owner = shapely.get_parts(shapes[multiple], return_index=True)
    found[multiple[owner[shapely.is_empty(parts)]]] = True
    for whole, place in ((parts, multiple[owner]), (shapes, np.arange(len(shapes)))):
        with_holes = np.flatnonzero(shapely.get_num_interior_rings(whole) > 0)
        rings, polygon = shapely.get_rings(whole[with_holes], return_index=True)
        found[place[with_holes[polygon[shapely.is_empty(rings)]]]] = True
    return found


def without_empty(shape: Any) -> Any:
    """The geometry without empty parts and holes."""
    if isinstance(shape, shapely.Polygon):
        return shapely.Polygon(shape.exterior, [hole for hole in shape.interiors if not hole.is_empty])
    if not hasattr(shape, "geoms"):
        return shape
    return type(shape)([without_empty(part) for part in shape.geoms if not part.is_empty])


def solid(shapes: Geometries) -> Geometries:
    """The geometries, those with empty parts or holes without them; the same array where there are none."""
    positions = np.flatnonzero(hollow(shapes))
    if positions.size == 0:
        return shapes
    whole = shapes.copy()
    for position in positions:
        whole[position] = without_empty(whole[position])
    return whole
