"""The circles and corridors of the Capital Metropolitan Area of 2026, and other sets of units such as the poverty belt.

What a document names is kept apart from what is assumed: a member by its role, a set and a corridor by its standing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from ..geodesy import ELLIPSOID, LONLAT, area_m2, geodesic_line, multiple
from .facts import Row, facts, named, places, provenance, region
from .schema import uid
from .units import Units

DISC_VERTICES = 1440
"""Of a geodesic disc: its area is then 3e-6 below the circle's."""
MOSTLY = 0.5
"""Share of its area inside the circle from which a unit is assumed to belong to it."""


def disc(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """The ground within `radius_m` of a place, along geodesics; in degrees."""
    turned = np.linspace(0, 360, DISC_VERTICES, endpoint=False)
    around = np.ones_like(turned)
    x, y, _ = ELLIPSOID.fwd(lon * around, lat * around, turned, radius_m * around)
    return shapely.Polygon(np.column_stack([x, y]))


def set_members(units: Units) -> list[Row]:
    """Which units belong to the sets that are lists of units: official where named, else assumed."""
    rows = []
    for fact in region()["sets"]:
        if fact["basis"] != "units":
            continue
        official = {code for field, values in fact.get("official", {}).items() for code in _with(units, field, values)}
        assumed = set(fact.get("assumed", ())) | set(_mostly_within(units, fact))
        for role, codes in (("official", official), ("assumed", assumed - official)):
            rows += [{"key": f"{fact['id']}/{code}", **_name(units, code), "set_uid": uid("unit_sets", fact["id"]),
                      "adcode": code, "role": role, **provenance(fact)} for code in sorted(codes)]
    return rows


def unit_sets(units: Units, members: list[Row]) -> list[Row]:
    """The sets with their shapes: a disc around the core, or the union of the members that the plan has."""
    core = facts()["core"][0]["members"][0]
    rows = []
    for fact in region()["sets"]:
        belonging = {row["adcode"] for row in members if row["set_uid"] == uid("unit_sets", fact["id"])}
        if fact["basis"] == "disc":
            shape = shapely.MultiPolygon([disc(core["lon"], core["lat"], fact["radius_km"] * 1000)])
        else:
            shape = units.union("adcode", belonging)
        rows.append({"key": fact["id"], **named(fact), "set_id": fact["id"], "kind": fact["kind"],
                     "structure": "2026" if fact["kind"] == "circle" else "other", "basis": fact["basis"],
                     "radius_km": fact["radius_km"], "area_official_km2": fact["area_official_km2"],
                     "standing": fact["standing"], "geometry": shape, **provenance(fact)})
    return rows


def corridors() -> list[Row]:
    """The two corridors, geodesic between the places they are led through; only their ends are documented."""
    rows = []
    for fact in region()["corridors"]:
        line = geodesic_line([(lon, lat) for _, lon, lat in fact["through"]])
        course = " – ".join(name for name, *_ in fact["through"])
        rows.append({"key": fact["id"], **named(fact), "corridor_id": fact["id"], "structure": "2026",
                     "width_km": 30.0, "length_official_km": fact["length_official_km"], "standing": "assumed",
                     "geometry": line, **provenance(fact, f"走向 Course: {course}")})
    return rows


def _with(units: Units, field: str, values: list[str]) -> list[str]:
    return [row["adcode"] for row in units.rows if row.get(field) in values and row["adcode"]]


def _mostly_within(units: Units, fact: dict[str, Any]) -> list[str]:
    """Of the units that may belong to a circle, those of which at least half lies inside its disc."""
    rows = [row for field, values in fact.get("assumed_within", {}).items() for row in units.rows
            if row.get(field) in values and row["adcode"]]
    if not rows:
        return []
    core = facts()["core"][0]["members"][0]
    shapes = multiple(np.array([row["geometry"] for row in rows]))
    inside = shapely.intersection(shapes, disc(core["lon"], core["lat"], fact["radius_km"] * 1000))
    shares = area_m2(inside, LONLAT) / area_m2(shapes, LONLAT)
    return [row["adcode"] for row, share in zip(rows, shares) if share >= MOSTLY]


def _name(units: Units, code: str) -> Row:
    """The unit's names; of a unit that the plan lacks, what the code stands for."""
    found = next((row for row in units.rows if row["adcode"] == code), None) or places().get(code, {})
    return {"name_zh": found.get("name_zh"), "name_en": found.get("name_en")}
