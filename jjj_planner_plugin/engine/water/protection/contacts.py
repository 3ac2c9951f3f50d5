"""How what is planned meets what is protected: ground shared, metres of line inside, points inside or near an edge."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import ELLIPSOID, LONLAT, Geometries, azimuthal_frame, moved, projected, transformer
from ...intersections import intersected, meeting
from ...jurisdictions import RELATIVE
from ...lengths import lengths_m
from ...protocol import Job
from .rules import NEAR
from .sides import Protections, Side

INSIDE, CONTAINS, TOUCHES = "inside", "contains", "touches"
PAIRS = ("feature", "protection", "contact", "area_m2", "length_m", "edge_m", "share_of_plan", "share_of_protection",
         "geometry")
EDGE_M = 1e-3  # nearer than this to the edge a line runs along it, not inside
TRACE_M = 1e-2  # what runs inside for less touches
MARGIN = 1.25  # around what is looked for in a frame whose scale is not quite 1


def contacts(features: Side, protections: Protections, working: CRS, search_m: float, job: Job) -> pd.DataFrame:
    """A row for each feature (position) and protection (position) that meet: PAIRS, sorted by both.

    area_m2, shares: of polygons; length_m: of lines inside; edge_m: of a point, how far from the protection's edge it
    is. geometry, in `working`: what is shared; of a point the point.
    """
    rows = [
        _ground(features, protections, job),
        _stretches(features, protections, working),
        _places(features, protections, working, search_m),
    ]
    filled = [frame for frame in rows if len(frame)]
    found = pd.concat(filled, ignore_index=True) if filled else rows[0]
    return found.sort_values(["feature", "protection"], ignore_index=True)[list(PAIRS)]


def _ground(features: Side, protections: Protections, job: Job) -> pd.DataFrame:
    own = features.of_dimension(2)
    pairs = intersected(features.shapes[own], protections.shapes, job, keep=True)
    feature, protection = own[pairs["left"].to_numpy()], pairs["right"].to_numpy()
    area = pairs["area_m2"].to_numpy()
    of_plan = area / shapely.area(features.shapes[feature])
    of_protection = area / shapely.area(protections.shapes[protection])
    contact = np.where(of_plan >= 1 - RELATIVE, INSIDE, np.where(of_protection >= 1 - RELATIVE, CONTAINS, TOUCHES))
    return pd.DataFrame({
        "feature": feature, "protection": protection, "contact": contact, "area_m2": area, "length_m": np.nan,
        "edge_m": np.nan, "share_of_plan": np.minimum(of_plan, 1.0),
        "share_of_protection": np.minimum(of_protection, 1.0), "geometry": pairs["geometry"].to_numpy()})


def _stretches(features: Side, protections: Protections, working: CRS) -> pd.DataFrame:
    own = features.of_dimension(1)
    i, j = meeting(features.shapes[own], protections.shapes)
    met, place = np.unique(j, return_inverse=True)
    inner = shapely.buffer(protections.shapes[met], -EDGE_M)
    inside = lines_of(shapely.intersection(features.shapes[own][i], inner[place]))
    length, whole = lengths_m(inside, working), lengths_m(features.shapes[own], working)[i]
    real = length > TRACE_M
    contact = np.where(whole - length <= TRACE_M, INSIDE, TOUCHES)
    return pd.DataFrame({
        "feature": own[i[real]], "protection": j[real], "contact": contact[real],
        "area_m2": np.nan, "length_m": length[real], "edge_m": np.nan,
        "share_of_plan": np.minimum(length / whole, 1.0)[real],
        "share_of_protection": np.nan, "geometry": inside[real]})


def lines_of(shapes: Geometries) -> Geometries:
    """Only the lines of each: where a line touches an edge, an overlay leaves points too."""
    shapes = shapes.copy()
    for place in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (1, 5))):
        parts = [part for part in shapely.get_parts(shapes[place]) if part.geom_type == "LineString"]
        shapes[place] = shapely.multilinestrings(parts)
    return shapes


def _places(features: Side, protections: Protections, working: CRS, search_m: float) -> pd.DataFrame:
    """Points inside, and those outside within `search_m` of the edge; of several points in one the nearest counts."""
    own = features.of_dimension(0)
    degrees, areas = (projected(shapes, working, LONLAT) for shapes in (features.shapes[own], protections.shapes))
    i, j = shapely.STRtree(areas).query(_around(degrees, search_m), predicate="intersects")
    shapely.prepare(protections.shapes)
    inside = shapely.intersects(protections.shapes[j], features.shapes[own[i]])
    edges = shapely.boundary(protections.shapes)
    edge_m = np.array([_distance_m(features.shapes[own[n]], edges[m], working) for n, m in zip(i, j)], dtype=np.float64)
    kept = inside | (edge_m <= search_m)
    feature = own[i[kept]]
    return pd.DataFrame({
        "feature": feature, "protection": j[kept], "contact": np.where(inside[kept], INSIDE, NEAR),
        "area_m2": np.nan, "length_m": np.nan, "edge_m": edge_m[kept], "share_of_plan": np.nan,
        "share_of_protection": np.nan, "geometry": features.shapes[feature]})


def _around(points: Geometries, distance_m: float) -> Geometries:
    """Boxes in degrees that hold all within that distance of the points."""
    west, south, east, north = shapely.bounds(points).T
    up = MARGIN * distance_m / (ELLIPSOID.b * math.pi / 180) + 1e-9
    steepest = np.minimum(np.maximum(np.abs(south), np.abs(north)) + up, 89.0)
    aside = up / np.cos(np.radians(steepest))
    return np.asarray(shapely.box(west - aside, south - up, east + aside, north + up), dtype=object)


def _distance_m(point: shapely.Geometry, edge: shapely.Geometry, working: CRS) -> float:
    """Geodesic distance of a point (of several the nearest) from an edge, taken in a frame around that point."""
    near = shapely.get_coordinates(shapely.shortest_line(point, edge))
    reach = MARGIN * math.dist(*near) + 1.0
    x, y = near[0]
    around = shapely.clip_by_rect(edge, x - reach, y - reach, x + reach, y + reach)
    to_degrees = transformer(working.to_wkt(), LONLAT.to_wkt())
    lon, lat = to_degrees.transform(x, y)
    fine = moved(np.array([shapely.segmentize(around, max(reach / 50, 1.0))], dtype=object), to_degrees)
    return float(shapely.distance(shapely.Point(0, 0), moved(fine, azimuthal_frame(lon, lat))[0]))


def units_of_lines(
    lines: Geometries, units: Geometries, working: CRS
) -> tuple[NDArray[np.intp], NDArray[np.intp], Geometries]:
    """The lines cut at the borders of units: positions of line and unit (−1: outside all), and the stretches.

    Where units overlap, a stretch is the first one's.
    """
    i, j = meeting(lines, units)
    begins = np.searchsorted(i, np.arange(len(lines) + 1))
    rows: list[tuple[int, int, shapely.Geometry]] = []
    for line in range(len(lines)):
        rest = lines[line]
        for unit in j[begins[line]:begins[line + 1]]:
            inside = lines_of(np.array([shapely.intersection(rest, units[unit])], dtype=object))[0]
            if not shapely.is_empty(inside):
                rows.append((line, int(unit), inside))
                rest = lines_of(np.array([shapely.difference(rest, units[unit])], dtype=object))[0]
        if not shapely.is_empty(rest):
            rows.append((line, -1, rest))
    position, unit, shapes = zip(*rows) if rows else ((), (), ())
    cut = np.array([*shapes, None], dtype=object)[:-1]
    real = lengths_m(cut, working) > TRACE_M
    return np.array(position, np.intp)[real], np.array(unit, np.intp)[real], cut[real]
