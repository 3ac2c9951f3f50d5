"""The check `area_factor`: by how much planar areas in the layer's CRS differ from those on the ellipsoid."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import Geometries, area_m2
from ..messages import Pair
from .findings import Finding, catalogue, limits, pair
from .place import Place
from .raw import RawLayer
from .shapes import Ground

WEB_MERCATOR = "Popular Visualisation Pseudo Mercator"
SAMPLED = 5000
STEP_M = 100.0  # side of the square whose areas are compared where a layer has no polygons


def area_factor(raw: RawLayer, near: NDArray[np.bool_], place: Place, land: Ground) -> Finding:
    """The check, by all areas together: of polygons, else of small squares at the features."""
    facts: dict[str, Any] = {"limit": f"{100 * limits()['distortion']:g}"}
    if place.crs is None or not place.usable:
        return Finding("area_factor", "unknown", facts)
    if place.crs.is_geographic:
        return Finding("area_factor", facts={**facts, "told": _words("none")})
    counted = near[land.positions] & shapely.is_valid(raw.flat[land.positions])
    metre = place.crs.axis_info[0].unit_conversion_factor
    planar = shapely.area(raw.flat[land.positions[counted]]).sum() * metre**2
    true = shapely.area(land.shapes[counted]).sum()
    what = _words("area")
    if true == 0:
        squares = _squares(raw.bounds[near & place.on_earth], STEP_M / metre)
        planar, true, what = len(squares) * STEP_M**2, area_m2(squares, place.crs).sum(), _words("scale")
    factor = planar / true - 1
    facts |= {"crs": place.crs.to_string(), "percent": f"{100 * factor:+.2f}", "what": what}
    if abs(factor) <= limits()["distortion"]:
        return Finding("area_factor", facts={**facts, "told": pair(catalogue()["measures"]["percent"], **facts)})
    effect = float(planar - true) if what == _words("area") else None
    return Finding("area_factor", "mercator" if _is_web_mercator(place.crs) else "distorted", facts, None, effect)


def _squares(bounds: NDArray[np.float64], side: float) -> Geometries:
    """Squares of that side, in the CRS's unit, at the middle of some of the features."""
    west, south, east, north = bounds[:: max(1, len(bounds) // SAMPLED)].T
    x, y, half = (west + east) / 2, (south + north) / 2, side / 2
    return np.asarray(shapely.box(x - half, y - half, x + half, y + half), dtype=object)


def _words(measure: str) -> Pair:
    return pair(catalogue()["measures"][measure])


def _is_web_mercator(crs: CRS) -> bool:
    operation = crs.coordinate_operation
    return operation is not None and operation.method_name == WEB_MERCATOR
