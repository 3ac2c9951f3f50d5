"""Buffers in metres on the ellipsoid: of any geometry, on one side of a line, and of many points together."""

from .frames import geodesic_buffers

__all__ = ["geodesic_buffers"]
