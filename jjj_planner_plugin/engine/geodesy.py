"""Areas, lengths and frames on the CGCS2000 ellipsoid (GRS80), whatever CRS a layer has.

An edge is straight in its layer's own CRS: long edges are densified there before anything is projected.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from .hollow import Geometries as Geometries
from .hollow import solid

Extent = tuple[float, float, float, float]  # west, south, east, north in a layer's own CRS

ELLIPSOID = Geod(ellps="GRS80")
LONLAT = CRS.from_epsg(4490)

# The region's equal-area frame (DESIGN.md, 4): under 0.001 % from the ellipsoid.
REGION_ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m +no_defs"
REGION_BOUNDS = (108.0, 33.0, 125.0, 46.0)  # degrees; where that frame is used as it is

# EPSG's numbers of Albers, Lambert's azimuthal and Lambert's cylindrical equal-area projection of an ellipsoid.
EQUAL_AREA_METHODS = ("9822", "9820", "9835")

# Longest edge before projecting. 0.02° is the step of the check figures; 2 km is as long on the ground.
EDGE_DEGREES = 0.02
EDGE_METRES = 2000.0


@lru_cache(maxsize=32)
def transformer(source: str, target: str) -> Transformer:
    """A cached transformer, x before y always."""
    return Transformer.from_crs(source, target, always_xy=True)


def projected(geometries: Geometries, source: CRS, target: CRS) -> Geometries:
    """The geometries in another CRS. No densifying: see `densified`."""
    if source == target:
        return geometries
    return moved(geometries, transformer(source.to_wkt(), target.to_wkt()))


def moved(geometries: Geometries, change: Transformer, direction: str = "FORWARD") -> Geometries:
    """The geometries with every vertex transformed."""

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1], direction=direction))

    return np.asarray(shapely.transform(geometries, move), dtype=object)


def azimuthal_frame(lon: float, lat: float) -> Transformer:
    """From degrees to metres in the azimuthal equidistant projection around a point, and back (INVERSE).

    A bare pipeline, because a transformer between two CRS takes pyproj milliseconds to make.
    """
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=GRS80"
    )


def densified(geometries: Geometries, crs: CRS) -> Geometries:
    """The geometries with no edge longer than 0.02° or 2 km, points added along the straight edge in `crs`."""
    step = EDGE_DEGREES if crs.is_geographic else EDGE_METRES / crs.axis_info[0].unit_conversion_factor
    return np.asarray(shapely.segmentize(solid(geometries), step), dtype=object)


def working_crs(geometries: Geometries, crs: CRS) -> CRS:
    """The equal-area frame for an overlay: the region's Albers, or for data elsewhere a cylindrical one.

    That one is true at the data's middle latitude and takes any extent, the whole world too.
    """
    left, bottom, right, top = shapely.total_bounds(geometries)
    corners = shapely.box(left, bottom, right + 1e-6, top + 1e-6)  # a single point has no extent, a box needs one
    west, south, east, north = shapely.bounds(projected(densified(np.array([corners]), crs), crs, LONLAT)[0])
    inside = REGION_BOUNDS[0] <= west and REGION_BOUNDS[1] <= south
    if inside and east <= REGION_BOUNDS[2] and north <= REGION_BOUNDS[3]:
        return CRS.from_proj4(REGION_ALBERS)
    true_at = min(max((south + north) / 2, -80), 80)
    return CRS.from_proj4(
        f"+proj=cea +lat_ts={true_at:.4f} +lon_0={(west + east) / 2:.4f} +ellps=GRS80 +units=m +no_defs"
    )


def equal_area(crs: CRS) -> bool:
    """Whether planar areas in `crs` are ellipsoidal ones in m²: an ellipsoidal equal-area projection in metres.

    Its ellipsoid may differ from GRS80 by 1e-8. That of WGS 84 does by 2e-11: 16 mm² in a square kilometre.
    """
    operation, ellipsoid = crs.coordinate_operation, crs.ellipsoid
    if not crs.is_projected or operation is None or ellipsoid is None:
        return False
    if operation.method_code not in EQUAL_AREA_METHODS or crs.axis_info[0].unit_conversion_factor != 1:
        return False
    ours = (ELLIPSOID.a, ELLIPSOID.b)
    return bool(np.allclose((ellipsoid.semi_major_metre, ellipsoid.semi_minor_metre), ours, rtol=1e-8, atol=0))


def overlay_crs(layers: Sequence[tuple[Extent, CRS]]) -> CRS:
    """The frame in which layers, each by its extent and CRS, are overlaid: metres, equal-area.

    Where all of them share one CRS that is equal-area itself, nothing need be moved; else it is `working_crs`.
    """
    first = layers[0][1]
    if equal_area(first) and all(crs == first for _, crs in layers):
        return first
    corners = [_corners(extent, crs) for extent, crs in layers]
    return working_crs(np.concatenate(corners), LONLAT)


def _corners(extent: Extent, crs: CRS) -> Geometries:
    """The extent in degrees; the whole world where a file tells none, or one that is nowhere on the earth."""
    if np.isfinite(extent).all():
        degrees = projected(np.array([shapely.box(*extent)], dtype=object), crs, LONLAT)
        west, south, east, north = shapely.total_bounds(degrees)
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            return degrees
    return np.array([shapely.box(-180, -90, 180, 90)], dtype=object)


def to_working(geometries: Geometries, crs: CRS, working: CRS) -> Geometries:
    """Densified in their own CRS, then projected: the shapes that areas in m² are taken from."""
    return projected(densified(geometries, crs), crs, working)


def area_m2(geometries: Geometries, crs: CRS) -> NDArray[np.float64]:
    """Ellipsoidal area of each geometry in m², shape (n,)."""
    if shapely.is_empty(geometries).all():
        return np.zeros(len(geometries))
    return np.asarray(shapely.area(to_working(geometries, crs, working_crs(geometries, crs))))


def geodesic_line(places: list[tuple[float, float]], step_km: float = 10.0) -> shapely.LineString:
    """The line through `places` (longitude, latitude in degrees), geodesic between them.

    A vertex every `step_km` at most: there a straight edge in degrees is within 2 m of the geodesic.
    """
    points = [places[0]]
    for start, end in zip(places, places[1:]):
        length = ELLIPSOID.inv(*start, *end)[2]
        between = int(np.ceil(length / (step_km * 1000))) - 1
        if between > 0:
            points += ELLIPSOID.npts(*start, *end, between)
        points.append(end)
    return shapely.LineString(points)


def length_m(line: Any) -> float:
    """Geodesic length in metres of a line in degrees, edges as geodesics."""
    return float(ELLIPSOID.geometry_length(line))


def multiple(polygons: Geometries) -> Geometries:
    """Every polygon as a multipolygon, so that a layer has one geometry type."""
    several = np.asarray(polygons, dtype=object).copy()
    single = shapely.get_type_id(several) != 6
    several[single] = shapely.multipolygons(several[single], indices=np.arange(single.sum()))
    return several
