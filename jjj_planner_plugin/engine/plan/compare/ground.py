"""The ground that changed its zone, cell by cell: from this zone to that one, or to none.

A zone is what has one `zone_id`. What it lost is set against what the others gained, so that zones that were not
touched cost nothing and zones that overlap one another change nowhere by that alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import shapely

from ...intersections import left_over, objects
from .differences import Slivers, common, joined, km2, lost_ground
from .people import on_ground
from .plans import Feature, Plan, comparison

DIGITS_KM2, DIGITS_PEOPLE = 6, 1


class Zone(NamedTuple):
    """One zone of a plan: its code, what it is called, its ground in degrees (None without any)."""

    code: str
    name_zh: str
    name_en: str
    shape: Any


class Cell(NamedTuple):
    """The ground that was in one zone and is in another, or stayed; None stands for no zone."""

    before: Zone | None
    after: Zone | None
    shape: Any
    stayed: bool
    area_km2: float
    people: float | None


def code_of(key: str, zone: Feature) -> str:
    """What units call the zone; one without a code goes by its name."""
    return str(zone.values.get("zone_id") or zone.values.get("name_zh") or key)


def zones_of(plan: Plan) -> dict[str, Zone]:
    """The zones by code."""
    grouped: dict[str, list[Feature]] = {}
    for key, zone in plan.tables["zones"].items():
        grouped.setdefault(code_of(key, zone), []).append(zone)
    return {code: Zone(code, str(features[0].values.get("name_zh") or code),
                       str(features[0].values.get("name_en") or code), joined(f.shape for f in features))
            for code, features in sorted(grouped.items())}


def paired_zones(before: Plan, after: Plan) -> list[tuple[Zone | None, Zone | None]]:
    """Each zone before and after: by its code, and where that is gone by the uid of its feature."""
    old, new = zones_of(before), zones_of(after)
    renamed = {}
    for key, zone in after.tables["zones"].items():
        code, was = code_of(key, zone), before.tables["zones"].get(key)
        if was is not None and code not in old and code_of(key, was) not in new:
            renamed[code_of(key, was)] = code
    pairs = [(zone, new.get(renamed.get(code, code))) for code, zone in old.items()]
    return [*pairs, *((None, zone) for code, zone in new.items() if code not in {*old, *renamed.values()})]


def cells(before: Plan, after: Plan, slivers: Slivers) -> list[Cell]:
    """Every cell with ground, in the order of the codes, no zone last."""
    pairs = sorted(paired_zones(before, after), key=lambda pair: sorted(zone.code for zone in pair if zone))
    shapes = [(_shape(old), _shape(new)) for old, new in pairs]
    lost = [lost_ground(old, new) for old, new in shapes]
    gained = [lost_ground(new, old) for old, new in shapes]
    found: list[tuple[Zone | None, Zone | None, Any, bool]] = []
    for place, (old, new) in enumerate(pairs):
        found.append((old, new, common(*shapes[place]), True))
        for other, (_, taker) in enumerate(pairs):
            if other != place and not lost[place].is_empty and not gained[other].is_empty:
                found.append((old, taker, slivers.without(common(lost[place], gained[other])), False))
        found.append((old, None, slivers.without(_rest(lost[place], gained)), False))
        found.append((None, new, slivers.without(_rest(gained[place], lost)), False))
    there = [cell for cell in found if not cell[2].is_empty]
    people = on_ground(objects(shape for _, _, shape, _ in there), before, after)
    made = [Cell(old, new, shape, stayed, round(km2(shape), DIGITS_KM2), count)
            for (old, new, shape, stayed), count in zip(there, people)]
    return sorted(made, key=lambda cell: (_order(cell.before), _order(cell.after)))


def _shape(zone: Zone | None) -> Any:
    return zone.shape if zone else None


def _rest(shape: Any, others: list[Any]) -> Any:
    """What of the shape none of the others covers."""
    ground = [other for other in others if not other.is_empty]
    return left_over(shape, objects(ground)) if ground and not shape.is_empty else shape


def _order(zone: Zone | None) -> tuple[bool, str]:
    return (zone is None, zone.code if zone else "")


def matrix(found: list[Cell]) -> list[dict[str, Any]]:
    """The rows of `zone_matrix`: every cell with ground, those that stayed too."""
    return [{**named(cell), "area_km2": cell.area_km2, "people": cell.people} for cell in found]


def difference(found: list[Cell]) -> list[dict[str, Any]]:
    """The rows of `difference` that are about zones."""
    rows = []
    for cell in found:
        if not cell.stayed:
            names = named(cell)
            rows.append({
                "ground": "zone", "uid": None, "name_zh": f"{names['from_name_zh']} → {names['to_name_zh']}",
                "name_en": f"{names['from_name_en']} → {names['to_name_en']}", **names,
                "area_km2": cell.area_km2, "people": cell.people, "geometry": as_multiple(cell.shape)})
    return rows


def as_multiple(shape: Any) -> Any:
    """A polygon as a multipolygon."""
    return shapely.multipolygons(shapely.get_parts(shape))


def named(cell: Cell) -> dict[str, str]:
    """from_zone, to_zone and their names; no zone is empty and has a name all the same."""
    row = {}
    for end, zone in (("from", cell.before), ("to", cell.after)):
        none = comparison()["none"]
        row[f"{end}_zone"] = zone.code if zone else ""
        row[f"{end}_name_zh"] = zone.name_zh if zone else none["zh"]
        row[f"{end}_name_en"] = zone.name_en if zone else none["en"]
    return row
