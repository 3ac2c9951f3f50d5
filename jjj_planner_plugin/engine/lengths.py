"""Lengths on the ground: every edge of a line or ring as a geodesic of the ellipsoid, in metres."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .geodesy import ELLIPSOID, LONLAT, Geometries, transformer


def lengths_m(lines: Geometries, crs: CRS) -> NDArray[np.float64]:
    """Length of each line, of all its parts, or ring, shape (n,). Long edges are to be densified first."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    if len(xy) == 0:
        return np.zeros(len(lines))
    line = owner[part]
    lon, lat = transformer(crs.to_wkt(), LONLAT.to_wkt()).transform(xy[:, 0], xy[:, 1])
    edges = ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
    within = part[1:] == part[:-1]  # not from one part to the next
    return np.asarray(np.bincount(line[1:][within], edges[within], minlength=len(lines)), dtype=np.float64)


def perimeters_m(polygons: Geometries, crs: CRS) -> NDArray[np.float64]:
    """Length of all rings of each polygon, holes too, shape (n,)."""
    rings, owner = shapely.get_rings(polygons, return_index=True)
    return np.asarray(np.bincount(owner, lengths_m(rings, crs), minlength=len(polygons)), dtype=np.float64)


def distances_m(start: NDArray[np.float64], end: NDArray[np.float64], crs: CRS) -> NDArray[np.float64]:
    """Distance between points of two arrays of shape (n, 2), shape (n,)."""
    degrees = transformer(crs.to_wkt(), LONLAT.to_wkt())
    (lon, lat), (lon2, lat2) = (degrees.transform(xy[:, 0], xy[:, 1]) for xy in (start, end))
    return np.asarray(ELLIPSOID.inv(lon, lat, lon2, lat2)[2])
