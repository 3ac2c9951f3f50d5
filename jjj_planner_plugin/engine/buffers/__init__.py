"""Buffers in metres on the ellipsoid: of any geometry, on one side of a line, and of many points together."""

from .capsules import geodesic_capsules
from .frames import geodesic_buffers

__all__ = ["geodesic_buffers", "geodesic_capsules"]
