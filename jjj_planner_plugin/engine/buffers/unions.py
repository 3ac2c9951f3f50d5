"""All features together: the union of their buffers, ring by ring.

Many points are joined along the arcs that show (outlines.py). For anything else, and where that way does
not go, GEOS joins the features' own buffers.
"""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS

from ..geodesy import LONLAT, Geometries, projected, transformer
from ..sources import Source
from . import outlines
from .arcs import Discs
from .distances import Distances
from .outlines import outline, polygons

MANY = 1000  # points from which on the arcs are followed; fewer are joined as the discs that the features have
SEVERAL = 150_000  # discs in all, from which on they are drawn with fewer vertices: three rings then stay below 2 GB
NEAR = 0.998  # a disc's outline lies between 0.9995 and 1.0009 of its distance: closer rings are cut by GEOS


def of_points(
    source: Source, distances: Distances, kind: str, working: CRS
) -> list[tuple[shapely.Geometry, shapely.Geometry]] | None:
    """Per ring the union in `working` and in the layer's CRS; None where this way does not go."""
    points, owner = shapely.get_parts(source.geometries, return_index=True)
    if len(points) < MANY or (shapely.get_type_id(points) != 0).any():
        return None
    lon, lat = shapely.get_coordinates(projected(points, source.crs, LONLAT)).T
    frames = [working] if working == source.crs else [working, source.crs]
    targets = [transformer(LONLAT.to_wkt(), crs.to_wkt()) for crs in frames]
    several = len(points) * max(1, len(distances.steps)) > SEVERAL
    segments = outlines.COARSE_SEGMENTS if several else outlines.QUAD_SEGMENTS
    rings: list[tuple[shapely.Geometry, shapely.Geometry]] = []
    before = None  # only one outline is kept: each may have millions of vertices
    for number, metres in enumerate(distances.steps or [0.0]):
        radius = np.full(len(points), metres) if distances.own is None else distances.own[owner]
        found = outline(Discs(lon, lat, radius), targets, segments)
        if before is not None and distances.steps[number - 1] > NEAR * metres:
            return None
        made = polygons(found, before) if found is not None else None
        if made is None:
            return None
        drawn = [shapely.multipolygons(parts) for parts in made]
        rings.append((drawn[0], drawn[-1]))
        before = found if kind == "rings" else None
    return rings


class Growing:
    """The union of buffers that come some features at a time, one union for each distance."""

    def __init__(self, kind: str, grid_m: float | None) -> None:
        self._kind, self._grid = kind, grid_m
        self._parts: list[list[shapely.Geometry]] = []

    def add(self, discs: list[Geometries]) -> None:
        """The buffers of some features, by distance."""
        self._parts.append([self._union(disc) for disc in discs])

    def rings(self) -> Geometries:
        """The unions by distance, each without the one before where rings are wanted; shape (distances,)."""
        unions = [self._union(np.array([*parts, None], dtype=object)[:-1]) for parts in zip(*self._parts)]
        rings = [shapely.difference(far, near, grid_size=self._grid) for near, far in zip(unions, unions[1:])]
        found = [unions[0], *rings] if self._kind == "rings" else unions
        return np.array([*found, None], dtype=object)[:-1]

    def _union(self, shapes: Geometries) -> shapely.Geometry:
        if self._grid is None:
            return shapely.disjoint_subset_union_all(shapes)
        return shapely.union_all(shapes, grid_size=self._grid)
