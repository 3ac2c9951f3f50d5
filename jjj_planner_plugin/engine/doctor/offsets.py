"""GCJ-02 and BD-09, the two coordinate systems of Chinese web maps, to and from CGCS2000.

GCJ-02 was never published: the formula is the one that every open implementation shares, and its figures are those
of the maps to some metres. CGCS2000 and WGS 84 are taken as one here (they differ by centimetres). Outside the box
CHINA nothing is shifted, as in those implementations. Both shifts change by less than 2 % of a step, so their inverse
converges as a fixed point: to less than a micrometre in six rounds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import LONLAT, Geometries, projected

Degrees = NDArray[np.float64]
Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # degrees; the box of the shared formula
KRASSOVSKY_A, KRASSOVSKY_E2 = 6378245.0, 0.00669342162296594323
BD_WAVE = 3000 * np.pi / 180
ROUNDS = 6

SYSTEMS = ("cgcs2000", "gcj02", "bd09")
CONVERSIONS = tuple(f"{a}-to-{b}" for a in SYSTEMS for b in SYSTEMS if a != b)


def converted(lon: Degrees, lat: Degrees, conversion: str) -> tuple[Degrees, Degrees]:
    """Longitudes and latitudes by `conversion`, one of CONVERSIONS; degrees, shape (n,)."""
    start, end = conversion.split("-to-")
    steps = {"cgcs2000": 0, "gcj02": 1, "bd09": 2}
    for step in range(steps[start], steps[end]):
        lon, lat = (gcj02_from_cgcs2000, bd09_from_gcj02)[step](lon, lat)
    for step in range(steps[start], steps[end], -1):
        lon, lat = (cgcs2000_from_gcj02, gcj02_from_bd09)[step - 1](lon, lat)
    return lon, lat


def converted_shapes(shapes: Geometries, crs: CRS, conversion: str) -> Geometries:
    """The geometries with every vertex converted, in the same CRS; Z stays, M does not."""
    degrees = projected(shapes, crs, LONLAT)

    def move(xyz: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = converted(xyz[:, 0], xyz[:, 1], conversion)
        return np.column_stack([lon, lat, *xyz.T[2:]])

    return projected(np.asarray(shapely.transform(degrees, move, include_z=True), dtype=object), LONLAT, crs)


def gcj02_from_cgcs2000(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shifted by 300 to 700 m inside the box."""
    east, north = _gcj02_shift(lon, lat)
    inside = in_box(lon, lat)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def cgcs2000_from_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The place whose GCJ-02 coordinates these are; where none in the box has them, the coordinates themselves."""
    true_lon, true_lat = _inverse(lambda x, y: _moved(_gcj02_shift, x, y), lon, lat)
    inside = in_box(true_lon, true_lat)
    return np.where(inside, true_lon, lon), np.where(inside, true_lat, lat)


def bd09_from_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Baidu's own shift on top of GCJ-02, about 0.0065° east and 0.006° north."""
    shifted = _bd09(lon, lat)
    inside = in_box(lon, lat)
    return np.where(inside, shifted[0], lon), np.where(inside, shifted[1], lat)


def gcj02_from_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The inverse of `bd09_from_gcj02`."""
    true_lon, true_lat = _inverse(_bd09, lon, lat)
    inside = in_box(true_lon, true_lat)
    return np.where(inside, true_lon, lon), np.where(inside, true_lat, lat)


def in_box(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    """Where the formulas shift at all."""
    west, south, east, north = CHINA
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _moved(shift: Shift, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    east, north = shift(lon, lat)
    return lon + east, lat + north


def _inverse(forward: Shift, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Where `forward` leads to (lon, lat) from, with no regard to the box."""
    x, y = lon, lat
    for _ in range(ROUNDS):
        there_x, there_y = forward(x, y)
        x, y = x - (there_x - lon), y - (there_y - lat)
    return x, y


def _gcj02_shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The shift in degrees, as a polynomial with waves in metres about (105, 35) on Krassovsky's ellipsoid."""
    x, y = lon - 105, lat - 35
    common = 20 * _waves(x, (6, 1), (2, 1)) + 0.1 * x * y
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * np.sqrt(np.abs(x)) + common
    east = east + 20 * _waves(x, (1, 1), (1 / 3, 2)) + 150 * _waves(x, (1 / 12, 1), (1 / 30, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * np.sqrt(np.abs(x)) + common
    north = north + 20 * _waves(y, (1, 1), (1 / 3, 2)) + 160 * _waves(y, (1 / 12, 1), (1 / 30, 2))
    latitude = np.radians(lat)
    narrowing = 1 - KRASSOVSKY_E2 * np.sin(latitude) ** 2
    across = KRASSOVSKY_A / np.sqrt(narrowing) * np.cos(latitude)
    along = KRASSOVSKY_A * (1 - KRASSOVSKY_E2) / narrowing**1.5
    return np.degrees(east / across), np.degrees(north / along)


def _waves(degrees: Degrees, *terms: tuple[float, float]) -> Degrees:
    """Two thirds of the sum of sines, each term its frequency and its weight."""
    total = sum(weight * np.sin(frequency * np.pi * degrees) for frequency, weight in terms)
    return np.asarray(total * 2 / 3)


def _bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_WAVE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006
