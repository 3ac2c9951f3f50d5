"""What of a site lies on a control, outside it, or too near to it.

Site and control meet in the control's own CRS: two neighbours share an edge there to the last digit, while in
another frame an edge with more vertices than its neighbour's would leave slivers of square metres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from ..geodesy import (
    EDGE_DEGREES,
    EDGE_METRES,
    ELLIPSOID,
    LONLAT,
    Geometries,
    azimuthal_frame,
    moved,
    projected,
    working_crs,
)
from ..intersections import TRACE_M2, meeting, polygonal
from ..sources import Source

AREA_STEP_M = 20.0  # an edge this long strays 7 µm from its chord in any frame
NEAR_STEP_M = 200.0  # 0.7 mm
TOUCH_M = 1e-3  # nearer than this is contact; a line or point this near to the edge lies outside
CELL_DEGREES = 0.05  # parcels in one such cell share a frame for distances
MARGINS_M = (2_000.0, 20_000.0, 200_000.0, np.inf)  # how far around a nearest feature is looked for, step by step
QUAD_SEGMENTS = 64  # of a strip's round end
PIECES = ("parcel", "feature", "area_m2", "length_m", "geometry")


@dataclass
class Site:
    """The parcels of a site: geometries in `source.crs`, areas in m² on the ellipsoid, each alone and as one."""

    source: Source
    name: str
    working: CRS = field(init=False)
    area_m2: NDArray[np.float64] = field(init=False)
    whole_m2: float = field(init=False)
    degrees: Geometries = field(init=False)

    def __post_init__(self) -> None:
        crs, parcels = self.source.crs, self.source.geometries
        self.working = working_crs(parcels, crs)
        self.area_m2 = measured_m2(parcels, crs, self.working)
        self.whole_m2 = once_m2(parcels, self.area_m2, crs, self.working)
        self.degrees = projected(fine(parcels, crs, NEAR_STEP_M), crs, LONLAT)

    def parcels(self, crs: CRS, step_m: float = AREA_STEP_M) -> Geometries:
        """The parcels in another CRS, valid there too."""
        own = self.source.crs
        if own.equals(crs, ignore_axis_order=True):
            return self.source.geometries
        shapes = projected(fine(self.source.geometries, own, step_m), own, crs)
        broken = ~shapely.is_valid(shapes)
        shapes[broken] = polygonal(shapely.make_valid(shapes[broken]))
        return shapes


def fine(geometries: Geometries, crs: CRS, step_m: float) -> Geometries:
    """No edge longer than about `step_m`, points added along the straight edge in `crs`."""
    unit = EDGE_DEGREES / EDGE_METRES if crs.is_geographic else 1 / crs.axis_info[0].unit_conversion_factor
    return np.asarray(shapely.segmentize(geometries, step_m * unit), dtype=object)


def measured_m2(geometries: Geometries, crs: CRS, working: CRS) -> NDArray[np.float64]:
    """Area of each on the ellipsoid, taken in the equal-area frame `working`."""
    if len(geometries) == 0:
        return np.zeros(0)
    return np.asarray(shapely.area(projected(fine(geometries, crs, AREA_STEP_M), crs, working)))


def once_m2(geometries: Geometries, area_m2: NDArray[np.float64], crs: CRS, working: CRS) -> float:
    """Area of all together, ground that several cover counted once; `area_m2` is that of each."""
    if len(geometries) < 2:
        return float(area_m2.sum())
    union = shapely.union_all(geometries)
    planar = shapely.area(geometries).sum()
    if planar - shapely.area(union) <= 1e-10 * planar:  # nothing in common: the sum, to the last digit
        return float(area_m2.sum())
    return float(measured_m2(np.array([union], dtype=object), crs, working)[0])


def pieces(parcel: NDArray[np.intp], feature: NDArray[np.intp], shapes: Geometries, area: NDArray[np.float64]
           ) -> pd.DataFrame:
    """Rows of PIECES for polygons; traces are left out."""
    rows = pd.DataFrame({"parcel": parcel, "feature": feature, "area_m2": area, "length_m": 0.0, "geometry": shapes})
    return rows[rows["area_m2"] > TRACE_M2].reset_index(drop=True)


def on_control(site: Site, control: Source) -> pd.DataFrame:
    """A row per parcel and feature that share ground, or a stretch of line or a point inside the parcel.

    Columns PIECES, geometries in the control's CRS and None for lines and points.
    """
    parcels, features = site.parcels(control.crs), control.geometries
    i, j = meeting(parcels, features)
    areal = shapely.get_dimensions(features)[j] == 2
    common = _common(parcels[i[areal]], features[j[areal]])
    area = measured_m2(common, control.crs, site.working)
    rows = [pieces(i[areal], j[areal], common, area)]
    if not areal.all():
        rows.append(_crossing(site, control, i[~areal], j[~areal]))
    return pd.concat(rows, ignore_index=True).sort_values(["parcel", "feature"], ignore_index=True)


def _common(left: Geometries, right: Geometries) -> Geometries:
    """The polygons that each pair shares; of two of which one lies inside the other the inner, as it is."""
    inside, around = shapely.contains_properly(right, left), shapely.contains_properly(left, right)
    common = np.where(inside, left, right)
    crossing = ~(inside | around)
    common[crossing] = polygonal(shapely.intersection(left[crossing], right[crossing]))
    return common


def _crossing(site: Site, control: Source, parcel: NDArray[np.intp], feature: NDArray[np.intp]) -> pd.DataFrame:
    """Lines and points that lie inside a parcel, and not merely along its edge."""
    inner = shapely.buffer(site.parcels(site.working), -TOUCH_M)
    drawn = projected(fine(control.geometries[feature], control.crs, AREA_STEP_M), control.crs, site.working)
    common = shapely.intersection(drawn, inner[parcel])
    inside = ~shapely.is_empty(common)
    lengths = [ELLIPSOID.geometry_length(shape) for shape in projected(common[inside], site.working, LONLAT)]
    return pd.DataFrame({"parcel": parcel[inside], "feature": feature[inside], "area_m2": 0.0,
                         "length_m": np.array(lengths, dtype=float), "geometry": None})


def outside_control(site: Site, control: Source) -> pd.DataFrame:
    """A row for each parcel that reaches outside the control's polygons; `feature` is −1. Columns PIECES."""
    parcels, features = site.parcels(control.crs), control.geometries
    areal = np.flatnonzero(shapely.get_dimensions(features) == 2)
    i, j = meeting(parcels, features[areal])
    left = parcels.copy()
    for parcel in np.unique(i):
        inside = shapely.union_all(features[areal[j[i == parcel]]])
        left[parcel] = shapely.difference(parcels[parcel], inside)
    left = polygonal(left)
    number = np.arange(len(parcels))
    return pieces(number, np.full(len(parcels), -1), left, measured_m2(left, control.crs, site.working))


def too_near(site: Site, control: Source, distance_m: float) -> pd.DataFrame:
    """A row per parcel and feature that comes within `distance_m`: the ground that is nearer. In LONLAT; PIECES."""
    found, surroundings = [], _Surroundings(control)
    for frame, members in _frames(site.degrees):
        parcels = moved(site.degrees[members], frame)
        features, positions = surroundings.around(frame, parcels, 1.01 * distance_m + 10)
        box = shapely.total_bounds(parcels) + 1.1 * distance_m * np.array([-1, -1, 1, 1])
        strips = shapely.buffer(shapely.clip_by_rect(features, *box), distance_m, quad_segs=QUAD_SEGMENTS)
        i, j = meeting(parcels, np.asarray(strips, dtype=object))
        common = moved(polygonal(shapely.intersection(parcels[i], strips[j])), frame, "INVERSE")
        found.append(pieces(members[i], positions[j], common, measured_m2(common, LONLAT, site.working)))
    return pd.concat(found, ignore_index=True).sort_values(["parcel", "feature"], ignore_index=True)


def nearest(site: Site, control: Source) -> pd.DataFrame:
    """For each parcel the nearest feature: see `nearest_to`."""
    return nearest_to(site.degrees, control)


def nearest_to(degrees: Geometries, control: Source) -> pd.DataFrame:
    """For each shape in LONLAT the nearest feature: `distance_m` on the ellipsoid (0 in contact), `feature`; in order.

    The two nearest points are found in an azimuthal frame around the shape and measured as a geodesic: for
    shapes of up to 5 km within 1 cm up to 50 km away.
    """
    distance, feature = np.zeros(len(degrees)), np.zeros(len(degrees), dtype=np.intp)
    surroundings = _Surroundings(control)
    for frame, members in _frames(degrees):
        parcels = moved(degrees[members], frame)
        for margin in MARGINS_M:
            features, positions = surroundings.around(frame, parcels, margin)
            if len(features):
                (i, j), apart = shapely.STRtree(features).query_nearest(parcels, return_distance=True)
                if apart.max() <= margin:
                    break
        order = np.lexsort((j, i))  # of several equally near the first in the layer
        first = j[order][np.unique(i[order], return_index=True)[1]]
        lines = moved(shapely.shortest_line(parcels, features[first]), frame, "INVERSE")
        ends = shapely.get_coordinates(lines).reshape(-1, 4)
        metres = ELLIPSOID.inv(*ends.T)[2]
        distance[members] = np.where(metres < TOUCH_M, 0.0, metres)
        feature[members] = positions[first]
    return pd.DataFrame({"distance_m": distance, "feature": feature})


def _frames(degrees: Geometries) -> Iterator[tuple[Transformer, NDArray[np.intp]]]:
    """Groups of shapes that lie together, each with an azimuthal frame around its middle."""
    box = shapely.bounds(degrees)
    middle = (box[:, :2] + box[:, 2:]) / 2
    cells, member = np.unique(np.floor(middle / CELL_DEGREES).astype(int), axis=0, return_inverse=True)
    for number in range(len(cells)):
        here = np.flatnonzero(member.ravel() == number)
        west, south, east, north = shapely.total_bounds(degrees[here])
        yield azimuthal_frame((west + east) / 2, (south + north) / 2), here


class _Surroundings:
    """The features of a control around parcels, found by their boxes."""

    def __init__(self, control: Source) -> None:
        self._crs = control.crs
        self._features = control.geometries
        self._tree = shapely.STRtree(self._features)

    def around(
        self, frame: Transformer, parcels: Geometries, margin_m: float
    ) -> tuple[Geometries, NDArray[np.intp]]:
        """Those whose box comes within `margin_m` of the parcels', in the frame, and their positions in the layer."""
        positions = np.arange(len(self._features))
        if np.isfinite(margin_m):
            box = shapely.box(*(shapely.total_bounds(parcels) + margin_m * np.array([-1, -1, 1, 1])))
            degrees = moved(np.array([shapely.segmentize(box, box.length / 64)]), frame, "INVERSE")
            there = shapely.total_bounds(projected(degrees, LONLAT, self._crs))
            positions = np.sort(self._tree.query(shapely.box(*there)))
        near = fine(self._features[positions], self._crs, NEAR_STEP_M)
        return moved(projected(near, self._crs, LONLAT), frame), positions
