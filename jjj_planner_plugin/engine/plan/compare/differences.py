"""What a polygon lost and gained, without the slivers that two drawings of one line leave between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely

from ...conflicts import mean_widths_m
from ...geodesy import LONLAT, area_m2, multiple
from ...intersections import TRACE_M2, intersection, left_over, objects

NOTHING = shapely.MultiPolygon()


@dataclass
class Slivers:
    """Patches thinner than `width_m` (2 × area ÷ perimeter) and moves shorter than it: counted, no change."""

    width_m: float
    count: int = 0
    area_m2: float = 0.0
    moves: int = 0

    def without(self, shape: Any, counted: bool = True) -> Any:
        """The multipolygon of those parts of a shape in degrees that are wide enough."""
        if shape.is_empty:
            return NOTHING
        parts = shapely.get_parts(shape)
        area = area_m2(parts, LONLAT)
        real = area > TRACE_M2  # what is below is rounding, not ground
        thin = real & (mean_widths_m(parts, area, LONLAT) < self.width_m)
        if counted:
            self.count += int(thin.sum())
            self.area_m2 += float(area[thin].sum())
        return shapely.multipolygons(parts[real & ~thin])

    def too_short(self, metres: float) -> bool:
        """Whether a move of so many metres is none."""
        if 0 < metres < self.width_m:
            self.moves += 1
        return metres < self.width_m

    def told(self) -> dict[str, Any]:
        """For the recipe."""
        return {"width_m": self.width_m, "patches": self.count, "area_m2": round(self.area_m2, 3), "moves": self.moves}


def same(one: Any, other: Any) -> bool:
    """Whether both are the same vertex by vertex, or both are not there."""
    if one is None or other is None:
        return one is other
    return bool(shapely.to_wkb(one) == shapely.to_wkb(other))


@lru_cache(maxsize=64)  # cells and changes ask for the same; `compare_plans` clears it
def lost_ground(before: Any, after: Any) -> Any:
    """What of a polygon in degrees the other does not cover; swapped, it is what was gained. Costs nothing if same."""
    if before is None or same(before, after):
        return NOTHING
    return before if after is None else left_over(before, objects([after]))


def common(one: Any, other: Any) -> Any:
    """What two polygons share, the same to the last digit whichever comes first."""
    if one is None or other is None:
        return NOTHING
    if same(one, other):
        return one
    first, second = sorted((one, other), key=shapely.to_wkb)
    return intersection(objects([first]), objects([second]))[0]


def joined(shapes: Iterable[Any]) -> Any:
    """The union as one multipolygon; a single shape as it is; None of none."""
    several = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if len(several) < 2:
        return several[0] if several else None
    return multiple(objects([shapely.union_all(several)]))[0]


def km2(shape: Any) -> float:
    """Ellipsoidal area of a shape in degrees; 0 of none. The sum over its parts does not depend on their order."""
    if shape is None or shape.is_empty:
        return 0.0
    return math.fsum(area_m2(shapely.get_parts(shape), LONLAT)) / 1e6
