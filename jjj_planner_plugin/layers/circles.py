"""Circles whose radius is kilometres on the ground, in whatever CRS they are drawn."""

from __future__ import annotations

import math

from qgis.core import QgsGeometry, QgsPointXY

from .structure import measure

CORNERS = 180
"""Points of a circle: its area is 0.02 % short."""


def circle(centre: QgsPointXY, radius_km: float, corners: int = CORNERS) -> QgsGeometry:
    """All points `radius_km` from `centre` on the CGCS2000 ellipsoid, as a polygon in degrees (EPSG:4490)."""
    ruler = measure()
    ring = [
        ruler.computeSpheroidProject(centre, radius_km * 1000, 2 * math.pi * corner / corners)
        for corner in range(corners)
    ]
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]])
