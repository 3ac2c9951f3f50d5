"""What becomes of a polygon that is none: unclosed or collapsed rings, bow-ties, nested shells, holes outside.

Each is repaired and listed with its area before and after, a feature that has no area left too.
"""

from __future__ import annotations

import struct
import warnings
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .geodesy import Geometries, area_m2, to_working, working_crs

UNCLOSED, COLLAPSED = "Ring not closed", "Ring of fewer than three points"


class Repaired(NamedTuple):
    """The valid polygons (empty where nothing was left), and the list for the planner."""

    geometries: Geometries
    repairs: list[dict[str, Any]]


def repaired(wkb: NDArray[np.object_], fids: NDArray[np.int64], crs: CRS, title: str) -> Repaired:
    """Make polygons given as WKB valid. A repair says layer, fid, wrong, area_before_m2 and area_after_m2."""
    before, malformed = from_wkb(wkb)
    after = np.asarray(shapely.make_valid(before, method="structure", keep_collapsed=False), dtype=object)
    reasons = np.where(malformed == "", shapely.is_valid_reason(before), malformed)
    areas = zip(enclosed_m2(before, crs), area_m2(after, crs))
    return Repaired(after, [
        {"layer": title, "fid": int(fid), "wrong": str(reason),
         "area_before_m2": round(float(was), 3), "area_after_m2": round(float(now), 3)}
        for fid, reason, (was, now) in zip(fids, reasons, areas)
    ])


def enclosed_m2(shapes: Geometries, crs: CRS) -> NDArray[np.float64]:
    """Area in m² of polygons that may be invalid: each ring's by itself, shells less holes, as a GIS would add it up.

    Densifying an invalid polygon as a whole makes GEOS repair it, by its own rules, or fail: so the rings.
    """
    polygons, owner = shapely.get_parts(shapes, return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    sign = np.where(np.r_[True, polygon[1:] != polygon[:-1]], 1.0, -1.0)
    drawn = shapely.length(rings) > 0
    if not drawn.any():
        return np.zeros(len(shapes))
    lines = to_working(np.asarray(rings[drawn], dtype=object), crs, working_crs(shapes, crs))
    xy, ring = shapely.get_coordinates(lines, return_index=True)
    x, y = (xy - xy.mean(axis=0)).T
    same = ring[1:] == ring[:-1]
    twice = np.bincount(ring[1:][same], (x[:-1] * y[1:] - x[1:] * y[:-1])[same], len(lines))
    area = sign[drawn] * np.abs(twice) / 2
    return np.asarray(np.bincount(owner[polygon[drawn]], area, len(shapes)), dtype=np.float64)


def from_wkb(wkb: NDArray[np.object_]) -> tuple[Geometries, NDArray[np.object_]]:
    """Shapes of WKB, two-dimensional, and per shape what GEOS would not have read in it ("" if nothing)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what cannot be read is dealt with here
        shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    wrong = np.full(len(wkb), "", dtype=object)
    for place in np.flatnonzero(shapely.is_missing(shapes)):
        shapes[place], wrong[place] = _mended(wkb[place])
    return np.asarray(shapely.force_2d(shapes), dtype=object), wrong


def wkb_type(wkb: bytes) -> int:
    """The OGC's number of a geometry type: 3 polygon, 6 multipolygon, 10 curve polygon, 12 multisurface; no Z, no M."""
    return _Reader(wkb).header()[0]


def _mended(wkb: bytes) -> tuple[Any, str]:
    """The polygons in WKB whose rings GEOS refuses: open ones closed, those of one or two points left out."""
    if wkb_type(wkb) not in (3, 6):
        return shapely.LineString(), COLLAPSED
    polygons = []
    wrong = UNCLOSED
    for rings in _Reader(wkb).polygons():
        closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings if ring]
        whole = [ring for ring in closed if len(ring) > 3]
        if len(whole) < len(closed):
            wrong = COLLAPSED
        if whole and whole[0] is closed[0]:  # without its shell, a hole is nothing
            polygons.append(shapely.Polygon(whole[0], whole[1:]))
    return shapely.MultiPolygon(polygons), wrong


class _Reader:
    """ISO or extended WKB, read vertex by vertex where GEOS refuses it as a whole."""

    def __init__(self, wkb: bytes) -> None:
        self._wkb = wkb
        self._order = "<" if wkb[0] else ">"
        self._place = 0

    def polygons(self) -> list[list[list[tuple[float, float]]]]:
        """The rings of x, y of each polygon."""
        kind, width = self.header()
        if kind == 3:
            return [self._rings(width)]
        return [self._rings(self.header()[1]) for _ in range(self._number())]

    def header(self) -> tuple[int, int]:
        """Type, and values per vertex."""
        self._place += 1  # the byte order, which parts have in common with the whole
        code = self._number()
        if code & 0x20000000:  # an SRID follows
            self._place += 4
        flat = code & 0xFFFF
        return flat % 1000, 2 + (flat >= 1000) + (flat >= 3000) + bool(code & 0x80000000) + bool(code & 0x40000000)

    def _number(self) -> int:
        self._place += 4
        return int(struct.unpack_from(f"{self._order}I", self._wkb, self._place - 4)[0])

    def _rings(self, width: int) -> list[list[tuple[float, float]]]:
        rings = []
        for _ in range(self._number()):
            count = self._number() * width
            values = struct.unpack_from(f"{self._order}{count}d", self._wkb, self._place)
            self._place += 8 * count
            rings.append(list(zip(values[::width], values[1::width])))
        return rings
