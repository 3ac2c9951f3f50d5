"""Rules: zones leave no gap, do not overlap, and hang together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...doctor.findings import listing
from ...geodesy import LONLAT, area_m2
from ...messages import Pair
from .membership import overlapping
from .reading import Table
from .rules import Finding, check, km2, limit, number, rules
from .structure import Patches, Structure, patches

MOSTLY = 0.5  # of a unit's ground, to say that the unit lies in a part
TOUCHING_DEGREES = 1e-4  # 10 m: a common border that was drawn twice
NO_UNIT = Pair("其中没有完整的区县", "no whole unit in it")


@check("zone-gap")
def zone_gap(plan: Structure) -> Iterator[Finding]:
    """Ground in no zone."""
    if not plan.known("zones"):
        return
    shapes, areas = plan.gaps
    units = plan.table("units")
    for place in np.flatnonzero(areas >= limit("zone-gap", "area_km2")):
        within = [units.named(row) for row in _units_in(units, shapes[place])]
        told = _listed(within) if within else _bare(units, shapes[place])
        facts = {"area": km2(areas[place]), "units": told}
        yield Finding("zone-gap", facts, value=float(areas[place]), unit="km²", about="zones",
                      area=shapely.multipolygons([shapes[place]]))


def _bare(units: Table, gap: Any) -> Pair:
    """Where a gap is that is in no unit: degrees, and the units around it."""
    point = shapely.point_on_surface(gap)
    rows = [] if units.shapes is None else sorted(
        _tree(units).query(gap, predicate="dwithin", distance=TOUCHING_DEGREES).tolist())
    beside = _listed([units.named(row) for row in rows]) if rows else Pair("—", "—")
    place = f"{point.x:.2f}°E, {point.y:.2f}°N"
    return Pair(f"也不属任何区县：位于 {place}，邻接{beside.zh}", f"and in no unit: at {place}, next to {beside.en}")


@check("unit-outside-region")
def unit_outside_region(plan: Structure) -> Iterator[Finding]:
    """Units with ground outside all provinces."""
    units = plan.table("units")
    if units.shapes is None or plan.beyond.is_empty:
        return
    for row in np.flatnonzero(shapely.intersects(units.shapes, plan.beyond)).tolist():
        shapes, areas = patches(shapely.intersection(units.shape(row), plan.beyond))
        if areas.sum() >= limit("unit-outside-region", "area_km2"):
            whole = float(area_m2(units.shapes[[row]], LONLAT)[0]) / 1e6
            facts = {"unit": units.named(row), "area": km2(areas.sum()), "whole": km2(whole)}
            yield Finding("unit-outside-region", facts, units, row, float(areas.sum()), "km²",
                          area=shapely.multipolygons(shapes))


@check("zone-overlap")
def zone_overlap(plan: Structure) -> Iterator[Finding]:
    """Ground in two zones."""
    yield from overlapping(plan.table("zones"), plan.zone_overlaps, "zone-overlap")


@check("slivers")
def slivers(plan: Structure) -> Iterator[Finding]:
    """How many patches were too small for the three rules above."""
    zones, units = Pair("分区之间的重叠", "overlaps of zones"), Pair("区县之间的重叠", "overlaps of units")
    gaps = plan.gaps[1] if plan.known("zones") else np.zeros(0)
    several = (
        ("zone-gap", "zones", Pair("分区之间的空隙", "gaps between zones"), gaps),
        ("zone-overlap", "zones", zones, _areas(plan.zone_overlaps)),
        ("units-overlap", "units", units, _areas(plan.unit_overlaps)),
    )
    for rule, table, what, areas in several:
        small = areas[areas < limit(rule, "area_km2")]
        if len(small):
            facts = {"what": what, "count": len(small), "limit": km2(limit(rule, "area_km2")),
                     "area": number(small.sum(), 4), "title": _title(rule)}
            yield Finding("slivers", facts, value=float(small.sum()), unit="km²", about=table)


def _areas(shared: list[tuple[int, int, Patches]]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0), *[areas for _, _, (_, areas) in shared]])


def _title(rule: str) -> Pair:
    return Pair(**rules()[rule]["title"])


@check("zone-cut-off")
def zone_cut_off(plan: Structure) -> Iterator[Finding]:
    """Detached parts of a zone that other units lie around."""
    zones, units = plan.table("zones"), plan.table("units")
    for row in range(len(zones)):
        for part, area in _detached(zones, row):
            whole = _whole_units(plan, zones, row, part)
            if not _natural(plan, zones, row, part, whole):
                facts = {"zone": zones.named(row), "area": km2(area),
                         "units": _listed([units.named(unit) for unit in whole]) if whole else NO_UNIT}
                yield Finding("zone-cut-off", facts, zones, row, area, "km²", area=shapely.multipolygons([part]))


@check("zone-parts")
def zone_parts(plan: Structure) -> Iterator[Finding]:
    """Detached parts that are there because a unit has them."""
    zones = plan.table("zones")
    for row in range(len(zones)):
        parts = [(part, area) for part, area in _detached(zones, row)
                 if _natural(plan, zones, row, part, _whole_units(plan, zones, row, part))]
        if parts:
            total = sum(area for _, area in parts)
            facts = {"zone": zones.named(row), "count": len(parts), "area": km2(total)}
            yield Finding("zone-parts", facts, zones, row, total, "km²",
                          area=shapely.multipolygons([part for part, _ in parts]))


def _detached(zones: Table, row: int) -> list[tuple[Any, float]]:
    """Every part of a zone but its largest, with its area in km²."""
    shape = zones.shape(row)
    parts = shapely.get_parts(np.array([shape], dtype=object))
    if shape is None or len(parts) < 2:
        return []
    areas = area_m2(parts, LONLAT) / 1e6
    big = areas >= limit("zone-cut-off", "area_km2")
    return [(parts[i], float(areas[i])) for i in np.flatnonzero(big) if i != areas.argmax()]


def _units_in(units: Table, part: Any) -> list[int]:
    """Rows of the units that share ground with a part, the most of it first."""
    if units.shapes is None:
        return []
    near = _tree(units).query(part, predicate="intersects")
    shared = shapely.area(shapely.intersection(units.shapes[near], part))
    real = shared > 1e-3 * shapely.area(part)
    return [int(row) for row in near[real][np.argsort(-shared[real], kind="stable")]]


def _tree(units: Table) -> shapely.STRtree:
    return shapely.STRtree(units.shapes)


def _whole_units(plan: Structure, zones: Table, row: int, part: Any) -> list[int]:
    """Rows of the zone's units that lie mostly in a part."""
    units = plan.table("units")
    own = set(plan.members.get(zones.texts("zone_id")[row], []))
    rows = [unit for unit in _units_in(units, part) if unit in own]
    return [unit for unit in rows if _share(units, unit, part) > MOSTLY]


def _share(units: Table, row: int, part: Any) -> float:
    shape = units.shape(row)
    return float(shapely.area(shapely.intersection(shape, part)) / shapely.area(shape))


def _natural(plan: Structure, zones: Table, row: int, part: Any, whole: list[int]) -> bool:
    """A part of a unit that has several, or an island: no unit of another zone touches it."""
    units = plan.table("units")
    own = set(plan.members.get(zones.texts("zone_id")[row], []))
    if not whole:
        there = [units.shape(unit) for unit in _units_in(units, part) if unit in own]
        several = shapely.union_all([shape for shape in there if shapely.get_num_geometries(shape) > 1])
        covered = shapely.area(shapely.intersection(several, part))
        return bool(covered > MOSTLY * shapely.area(part))
    near = _tree(units).query(part, predicate="dwithin", distance=TOUCHING_DEGREES)
    return set(near.tolist()) <= own


def _listed(names: list[Pair]) -> Pair:
    """The first names, in both languages."""
    most = int(rules()["zone-gap"]["thresholds"]["listed_units"]["value"])
    more = ["…"] if len(names) > most else []
    zh, en = ([getattr(name, language) for name in names[:most]] for language in ("zh", "en"))
    return Pair(listing([*zh, *more]).zh, listing([*en, *more]).en) if names else NO_UNIT
