"""Rules: every unit in one zone and only one; a zone is the union of its units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from ...doctor.findings import listing
from .reading import Table
from .rules import Finding, check, km2, limit
from .structure import Structure, patches

DRAWN = "free"  # a zone's origin; any other is the union of its units


@check("unit-without-zone")
def unit_without_zone(plan: Structure) -> Iterator[Finding]:
    """Units whose zone_id is empty."""
    units = plan.table("units")
    if "zone_id" in units.fields:
        for row in plan.members.get("", []):
            yield Finding("unit-without-zone", {"unit": units.named(row)}, units, row, fix=_proposal(plan, units, row))


@check("unit-unknown-zone")
def unit_unknown_zone(plan: Structure) -> Iterator[Finding]:
    """Units whose zone_id no zone has."""
    units, known = plan.table("units"), set(plan.table("zones").texts("zone_id"))
    for zone, rows in plan.members.items():
        for row in rows if zone and zone not in known else []:
            yield Finding("unit-unknown-zone", {"unit": units.named(row), "zone": zone}, units, row,
                          fix=_proposal(plan, units, row))


def _proposal(plan: Structure, units: Table, row: int) -> dict[str, Any] | None:
    """The zone that the plan's scheme gives the unit, if the plan has it."""
    uid, zone = units.own_uid(row), plan.proposed.get(units.texts("adcode")[row])
    known = zone in plan.table("zones").texts("zone_id")
    return {"kind": "assign_zone", "uid": uid, "zone_id": zone} if uid and known else None


@check("unit-two-zones")
def unit_two_zones(plan: Structure) -> Iterator[Finding]:
    """One code in two zones."""
    units = plan.table("units")
    for code, rows in rows_by(units, "adcode").items():
        zones = sorted({units.texts("zone_id")[row] for row in rows} - {""})
        if len(zones) > 1:
            yield Finding("unit-two-zones", {"unit": units.named(rows[-1]), "code": code, "zones": listing(zones)},
                          units, rows[-1], float(len(zones)))


@check("units-overlap")
def units_overlap(plan: Structure) -> Iterator[Finding]:
    """Two units that share ground."""
    yield from overlapping(plan.table("units"), plan.unit_overlaps, "units-overlap")


@check("zone-twice")
def zone_twice(plan: Structure) -> Iterator[Finding]:
    """Two zones with one zone_id."""
    zones = plan.table("zones")
    for zone, rows in rows_by(zones, "zone_id").items():
        if len(rows) > 1:
            facts = {"zone": zone, "names": listing(zones.named(row).zh for row in rows), "count": len(rows)}
            yield Finding("zone-twice", facts, zones, rows[-1], float(len(rows)))


@check("zone-without-units")
def zone_without_units(plan: Structure) -> Iterator[Finding]:
    """Zones made of units that have none."""
    zones = plan.table("zones")
    if not plan.known("units") or "zone_id" not in plan.table("units").fields:
        return
    for row, zone in enumerate(zones.texts("zone_id")):
        if not _drawn(zones, row) and not plan.members.get(zone):
            yield Finding("zone-without-units", {"zone": zones.named(row)}, zones, row)


@check("zone-differs")
def zone_differs(plan: Structure) -> Iterator[Finding]:
    """Zones made of units whose shape is not their union."""
    zones = plan.table("zones")
    for row, zone in enumerate(zones.texts("zone_id")):
        found = None if _drawn(zones, row) else _difference(plan, zones, row, "zone-differs")
        once = zones.texts("zone_id").count(zone) == 1
        if found:
            fix = {"kind": "redraw_zone", "zone_id": zone} if once else None
            yield Finding("zone-differs", found["facts"], zones, row, found["km2"], "km²", area=found["area"], fix=fix)


@check("zone-free-differs")
def zone_free_differs(plan: Structure) -> Iterator[Finding]:
    """Where a zone drawn by hand leaves its units."""
    zones = plan.table("zones")
    for row in range(len(zones)):
        found = _difference(plan, zones, row, "zone-free-differs") if _drawn(zones, row) else None
        if found:
            yield Finding("zone-free-differs", found["facts"], zones, row, found["km2"], "km²", area=found["area"])


def _drawn(zones: Table, row: int) -> bool:
    return zones.texts("origin")[row] == DRAWN


def _difference(plan: Structure, zones: Table, row: int, rule: str) -> dict[str, Any] | None:
    """What a zone's shape has more and less than its units; None below the rule's limit and without either."""
    zone, shape = zones.texts("zone_id")[row], zones.shape(row)
    made = plan.unit_unions.get(zone)
    if shape is None or made is None:
        return None
    more, less = patches(shapely.difference(shape, made)), patches(shapely.difference(made, shape))
    total = float(more[1].sum() + less[1].sum())
    if total < limit(rule, "area_km2"):
        return None
    facts = {"zone": zones.named(row), "area": km2(total), "more": km2(more[1].sum()), "less": km2(less[1].sum()),
             "units": len(plan.members[zone])}
    return {"facts": facts, "km2": total, "area": shapely.multipolygons(np.concatenate([more[0], less[0]]))}


@check("member-without-axis")
def member_without_axis(plan: Structure) -> Iterator[Finding]:
    """Axis members whose axis does not exist."""
    members, axes = plan.table("axis_members"), set(plan.table("axes").texts("uid"))
    if not plan.known("axes"):
        return
    for row, axis in enumerate(members.texts("axis_uid")):
        if axis not in axes or not axis:
            point = _place(members, row)
            yield Finding("member-without-axis", {"member": members.named(row), "axis": axis or "—"}, members, row,
                          place=point)


def _place(members: Table, row: int) -> Any:
    lon, lat = members.numbers("lon")[row], members.numbers("lat")[row]
    return shapely.Point(lon, lat) if np.isfinite([lon, lat]).all() else None


def rows_by(table: Table, name: str) -> dict[str, list[int]]:
    """Rows of each value of a field but null."""
    found = defaultdict(list)
    for row, value in enumerate(table.texts(name)):
        if value:
            found[value].append(row)
    return found


def overlapping(table: Table, shared: list[Any], rule: str) -> Iterator[Finding]:
    """A finding for each pair of features whose common patches are not all slivers."""
    for i, j, (shapes, areas) in shared:
        real = areas >= limit(rule, "area_km2")
        if real.any():
            total = float(areas[real].sum())
            facts = {"a": table.named(i), "b": table.named(j), "area": km2(total), "places": int(real.sum())}
            yield Finding(rule, facts, table, j, total, "km²", area=shapely.multipolygons(shapes[real]))
