"""People on a piece of ground, from the units' population: a unit's people are taken as evenly spread over it.

Where one unit on that ground has no population, nothing is said of it: no sum goes without what is missing.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ...areas import overlap_areas
from ...geodesy import LONLAT, Geometries, to_working, working_crs
from ...rings import from_geometries
from .plans import Feature, Plan

TOUCHED = 1e-9
"""Share of a unit below which ground touches it only."""
DIGITS = 1


class Shares(NamedTuple):
    """For each pair of ground and unit that overlap: their positions, the area in m² and its share of the unit's."""

    ground: NDArray[np.int64]
    unit: NDArray[np.int64]
    area_m2: NDArray[np.float64]
    share: NDArray[np.float64]


def placed(plan: Plan) -> list[Feature]:
    """The units that have a shape, in the order of their keys."""
    return [unit for _, unit in sorted(plan.tables["units"].items()) if unit.shape is not None]


def shares(ground: Geometries, units: list[Feature]) -> Shares:
    """What of each unit lies on each piece of ground (both in degrees)."""
    none = Shares(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
    if len(ground) == 0 or not units:
        return none
    shapes = np.array([unit.shape for unit in units] + [None], dtype=object)[:-1]
    working = working_crs(np.concatenate([ground, shapes]), LONLAT)
    outlines = from_geometries(to_working(shapes, LONLAT, working))
    i, j, area = overlap_areas(from_geometries(to_working(ground, LONLAT, working)), outlines)
    whole = outlines.areas()[j]
    touched = area > TOUCHED * whole
    return Shares(i[touched], j[touched], area[touched], np.minimum(area[touched] / whole[touched], 1.0))


def people(ground: Geometries, plan: Plan) -> list[float | None]:
    """People on each piece of ground in the plan; None where they are not known."""
    units = placed(plan)
    if all(unit.values.get("population") is None for unit in units):
        return [None] * len(ground)
    return counted(len(ground), shares(ground, units), units)


def counted(count: int, found: Shares, units: list[Feature]) -> list[float | None]:
    """The units' people summed by piece of ground 0 … count − 1."""
    terms: list[list[float | None]] = [[] for _ in range(count)]
    for place, unit, share in zip(found.ground, found.unit, found.share):
        known = units[unit].values.get("population")
        terms[place].append(None if known is None else float(share) * known)
    return [None if None in some else round(math.fsum(t for t in some if t is not None), DIGITS) for some in terms]


def on_ground(ground: Geometries, before: Plan, after: Plan) -> list[float | None]:
    """People of both plans on each piece: of the one that knows them, and where both do and differ, their mean."""
    known = [[value for value in both if value is not None]
             for both in zip(people(ground, before), people(ground, after))]
    return [round(math.fsum(values) / len(values), DIGITS) if values else None for values in known]


def area_by(found: Shares, units: list[Feature], field: str) -> dict[tuple[int, Any], float]:
    """Area in m² of each piece of ground in the units of each value of a field."""
    terms: dict[tuple[int, Any], list[float]] = {}
    for place, unit, area in zip(found.ground, found.unit, found.area_m2):
        terms.setdefault((int(place), units[unit].values.get(field)), []).append(float(area))
    return {key: math.fsum(areas) for key, areas in terms.items()}


def unit_areas(units: list[Feature]) -> NDArray[np.float64]:
    """Ellipsoidal area of each unit, m²."""
    shapes = np.array([unit.shape for unit in units] + [None], dtype=object)[:-1]
    if len(shapes) == 0:
        return np.empty(0)
    return np.asarray(shapely.area(to_working(shapes, LONLAT, working_crs(shapes, LONLAT))))
