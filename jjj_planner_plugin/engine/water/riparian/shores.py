"""Strips around lakes and reservoirs: the water near an intake, the land along it, up to the watershed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from ...buffers import geodesic_buffers
from ...buffers.sides import GRID_M
from ...control_lines import first_of, texts
from ...geodesy import LONLAT, Geometries, projected, to_working
from ...intersections import objects, polygonal_one
from ...protocol import Job
from ...sources import POLYGON, Source, read
from .intakes import Intake
from .reaches import SAME_M
from .rivers import NAME_FIELDS
from .rules import Rule, Rules
from .strips import Strip

NESTED = 0.9  # of two catchments that hold nearly as much of a lake the smaller one is the lake's


@dataclass(frozen=True, eq=False)
class Lakes:
    """Polygons of water and their names, in the working frame."""

    source: Source
    shapes: Geometries
    names: list[str]
    together: Any


def read_lakes(reference: str, job: Job) -> Source:
    """The layer. Raises EngineError as `read` does."""
    return read(reference, (POLYGON,), job)


def placed(source: Source, working: CRS) -> Lakes:
    """The lakes in the frame of the run."""
    named = first_of(source, NAME_FIELDS)
    names = texts(source, named) if named else [""] * len(source.frame)
    shapes = to_working(source.geometries, source.crs, working)
    return Lakes(source, shapes, names, shapely.union_all(shapes, grid_size=GRID_M))


def lake_strips(
    lakes: Lakes, rules: Rules, intakes: Sequence[Intake], catchments: Geometries | None, working: CRS, job: Job
) -> list[Strip]:
    """The strips of every lake, or with intakes of those that have one."""
    made: list[Strip] = []
    uncut: list[str] = []
    chosen = sorted({intake.lake for intake in intakes}) if intakes else range(len(lakes.shapes))
    for number in chosen:
        name = lakes.names[number] or str(lakes.source.frame.index[number])
        mine = [intake for intake in intakes if intake.lake == number]
        limit = _catchment(lakes.shapes[number], catchments) if catchments is not None and rules.watershed else None
        if rules.watershed and limit is None:
            uncut.append(name)
        owner = {"name": name, "intake_id": mine[0].number if len(mine) == 1 else None}
        made += _one_lake(lakes, number, rules, mine, limit, owner, working)
    if uncut and any(rule.land_m is None for rule in rules.classes):
        job.warn("riparian-no-catchment", {"lakes": uncut[:100]}, count=len(uncut), name=uncut[0])
    if uncut:
        job.warn("riparian-uncut", {"lakes": uncut[:100]}, count=len(uncut), name=uncut[0])
    if not intakes and any(rule.water_m not in (None, math.inf) for rule in rules.classes):
        job.warn("riparian-whole-lakes", count=len(lakes.shapes))
    return made


def _one_lake(
    lakes: Lakes, number: int, rules: Rules, intakes: Sequence[Intake], limit: Any, owner: dict[str, Any], working: CRS
) -> list[Strip]:
    """By class: the water within its radius (all without an intake), then the land as far from the ground so far."""
    lake, taken, made = lakes.shapes[number], shapely.Polygon(), []
    water_taken = shapely.Polygon()
    for rule in rules.classes:
        water = shapely.Polygon() if rule.strip_class == "own" else _water(lake, rule, intakes, water_taken, working)
        water_taken = shapely.union_all([water_taken, water], grid_size=GRID_M)
        start = taken if not taken.is_empty else lake if water.is_empty else water
        land = _land(start, rule, limit, working)
        land = polygonal_one(shapely.difference(land, lakes.together, grid_size=GRID_M))
        cut = "" if not rules.watershed else "not cut"
        if limit is not None:
            land, cut = polygonal_one(shapely.intersection(land, limit, grid_size=GRID_M)), "cut"
        parts = {"water": water, "land": land}
        if not taken.is_empty:
            parts = {part: polygonal_one(shapely.difference(shape, taken, grid_size=GRID_M))
                     for part, shape in parts.items()}
        taken = shapely.union_all([taken, water, land], grid_size=GRID_M)
        made += [Strip(rule, part, shape, owner, cut if part == "land" else "") for part, shape in parts.items()
                 if rule.strip_class in rules.wanted and shape.area > SAME_M]
    return made


def _water(lake: Any, rule: Rule, intakes: Sequence[Intake], before: Any, working: CRS) -> Any:
    """The lake within the radius of its intakes, or beyond the water of the class before."""
    if rule.water_m is None:
        return before
    if math.isinf(rule.water_m) or not intakes:
        return lake
    if not before.is_empty:
        around = geodesic_buffers(objects([before]), working, rule.water_m, working)
    else:
        places = shapely.points(np.array([intake.snapped for intake in intakes]))
        around = geodesic_buffers(projected(places, LONLAT, working), working, rule.water_m, working)
    return polygonal_one(shapely.intersection(lake, shapely.union_all(around), grid_size=GRID_M))


def _land(start: Any, rule: Rule, limit: Any, working: CRS) -> Any:
    """All within the rule's width of the ground it starts from; of a rule without a width the catchment."""
    if rule.land_m is None:
        return limit if limit is not None else shapely.Polygon()
    return geodesic_buffers(objects([start]), working, rule.land_m, working)[0]


def _catchment(lake: Any, catchments: Geometries) -> Any | None:
    """The catchment that the lake is in: the least of those that hold most of it; None if none does."""
    common = shapely.area(shapely.intersection(catchments, lake))
    if not common.max(initial=0.0) > 0:
        return None
    near = np.flatnonzero(common >= NESTED * common.max())
    return catchments[near[shapely.area(catchments[near]).argmin()]]
