"""The rows of `moves`, and the outlines in `difference`: where points went, what courses and outlines gained, lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely

from ...geodesy import length_m
from ...intersections import objects
from ..schema import geometry_type
from .changes import moved_m, reshaped
from .differences import Slivers, km2, lost_ground, same
from .ground import DIGITS_KM2, as_multiple
from .people import on_ground
from .plans import Feature, Plan, compared_tables, names_of

Row = dict[str, Any]
COURSES = ("axes",)
OUTLINES = ("wings", "park_areas")


def moves(before: Plan, after: Plan, width_m: float) -> list[Row]:
    """A line for each point that moved, from its old to its new place; each part of an axis that is new or gone."""
    rows = []
    for table in compared_tables():
        for old, new in _both(before, after, table):
            told = {"table_name": table, "uid": new.values.get("uid"), **names_of(new)}
            if geometry_type(table) == "Point" and old.shape is not None and new.shape is not None:
                metres = 0.0 if same(old.shape, new.shape) else moved_m(old.shape, new.shape)
                if metres >= width_m:
                    line = shapely.LineString([old.shape, new.shape])
                    rows.append({**told, "kind": "moved", "length_km": round(metres / 1000, 6), "geometry": line})
            elif table in COURSES:
                rows += [{**told, **row} for row in _courses(table, old.shape, new.shape, width_m)]
    return rows


def _both(before: Plan, after: Plan, table: str) -> Iterator[tuple[Feature, Feature]]:
    """Every feature before and after; one that is not there has no shape."""
    old, new = before.tables[table], after.tables[table]
    for key in sorted({*old, *new}):
        there = new.get(key) or old[key]
        nowhere = Feature(there.values, None)
        yield old.get(key, nowhere), new.get(key, nowhere)


def _courses(table: str, old: Any, new: Any, width_m: float) -> Iterator[Row]:
    if same(old, new) or not reshaped(table, old, new, Slivers(width_m)):
        return
    for kind, line, other in (("lost", old, new), ("gained", new, old)):
        rest = line if line is None or other is None else shapely.difference(line, other)
        for part in shapely.get_parts(rest) if rest is not None else []:
            for stretch in shapely.get_parts(shapely.line_merge(part)):
                if not stretch.is_empty:
                    yield {"kind": kind, "length_km": round(length_m(stretch) / 1000, 6), "geometry": stretch}


def outlines(before: Plan, after: Plan, width_m: float) -> list[Row]:
    """The rows of `difference` about wings and outlines of parks: what each gained and lost."""
    rows: list[Row] = []
    for table in OUTLINES:
        for old, new in _both(before, after, table):
            for ground, shape in (("lost", lost_ground(old.shape, new.shape)),
                                  ("gained", lost_ground(new.shape, old.shape))):
                kept = Slivers(width_m).without(shape)
                if not kept.is_empty:
                    rows.append({
                        "ground": ground, "table_name": table, "uid": new.values.get("uid"),
                        **names_of(new), "area_km2": round(km2(kept), DIGITS_KM2),
                        "geometry": as_multiple(kept)})
    counts = on_ground(objects(row["geometry"] for row in rows), before, after)
    return [{**row, "people": count} for row, count in zip(rows, counts)]
