"""Rules: nodes and parks lie where their codes say, moves have ends, a wing's shape is not its published area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from ...doctor.findings import listing
from ...geodesy import LONLAT, area_m2
from ...messages import Pair
from ..facts import places
from .reading import Table
from .rules import Finding, check, km2, limit, number
from .structure import Structure, distance_m

CITIES = ("core", "twin_cities", "nodes")
PARKS = ("parks", "park_areas")


@check("node-outside")
def node_outside(plan: Structure) -> Iterator[Finding]:
    """Cities and nodes outside the units of their code."""
    for name in CITIES:
        table = plan.table(name)
        for row, code in enumerate(table.texts("adcode")):
            point = table.shape(row)
            metres = _away(plan, point, [code]) if point is not None else 0.0
            if metres > limit("node-outside", "distance_m"):
                facts = {"node": table.named(row), "code": code, "unit": _place_name(code),
                         "distance": number(metres / 1000, 1)}
                yield Finding("node-outside", facts, table, row, metres / 1000, "km")


def _away(plan: Structure, shape: Any, codes: list[str]) -> float:
    """Metres from a shape to the ground that the codes mean; 0 inside it and where the plan has no such unit."""
    ground = plan.ground_of(codes)
    if ground.is_empty or shapely.intersects(ground, shape):
        return 0.0
    middle = shapely.centroid(shape)
    return distance_m(middle.x, middle.y, ground)


def _place_name(code: str) -> Pair:
    place = places().get(code)
    return Pair(place["name_zh"], place["name_en"]) if place else Pair(code, code)


def codes_of(text: str) -> list[str]:
    """`130606,130602` as a list."""
    return [code for code in (part.strip() for part in text.replace("，", ",").split(",")) if code]


@check("park-without-host")
def park_without_host(plan: Structure) -> Iterator[Finding]:
    """Parks that name no host."""
    yield from _empty(plan, "host_adcodes", "park-without-host")


@check("park-without-partner")
def park_without_partner(plan: Structure) -> Iterator[Finding]:
    """Parks that name no partner."""
    yield from _empty(plan, "partner_adcodes", "park-without-partner")


def _empty(plan: Structure, field: str, rule: str) -> Iterator[Finding]:
    for name in PARKS:
        table = plan.table(name)
        for row, text in enumerate(table.texts(field) if field in table.fields else []):
            if not codes_of(text):
                yield Finding(rule, {"park": table.named(row)}, table, row)


@check("park-outside-host")
def park_outside_host(plan: Structure) -> Iterator[Finding]:
    """Parks whose point is away from their hosts, or whose outline reaches beyond them."""
    for name in PARKS:
        table = plan.table(name)
        for row, text in enumerate(table.texts("host_adcodes")):
            if table.shape(row) is not None:
                yield from _beyond(plan, table, row, codes_of(text))


def _beyond(plan: Structure, table: Table, row: int, hosts: list[str]) -> Iterator[Finding]:
    shape, ground = table.shape(row), plan.ground_of(hosts)
    named = [_place_name(code) for code in hosts]
    facts = {"park": table.named(row), "hosts": Pair(listing(h.zh for h in named).zh, listing(h.en for h in named).en)}
    metres = _away(plan, shape, hosts)
    if metres > limit("park-outside-host", "distance_m"):
        far = {"far": Pair(f"距其 {number(metres / 1000, 1)} km", f"{number(metres / 1000, 1)} km away from it")}
        yield Finding("park-outside-host", {**facts, **far}, table, row, metres / 1000, "km")
    elif table.name == "park_areas" and not ground.is_empty:
        outside = shapely.difference(shape, ground)
        part = float(area_m2(np.array([outside], dtype=object), LONLAT)[0]) / 1e6
        whole = float(area_m2(np.array([shape], dtype=object), LONLAT)[0]) / 1e6
        if part > limit("park-outside-host", "share") * whole:
            far = {"far": Pair(f"有 {km2(part)} km² 在其外", f"{km2(part)} km² of it outside")}
            yield Finding("park-outside-host", {**facts, **far}, table, row, part, "km²", area=outside)


@check("relocation-without-destination")
def relocation_without_destination(plan: Structure) -> Iterator[Finding]:
    """Moves that say not where to."""
    table = plan.table("relocations")
    for row, text in enumerate(table.texts("destination") if "destination" in table.fields else []):
        if not text:
            yield Finding("relocation-without-destination", {"move": table.named(row)}, table, row)


@check("relocation-without-line")
def relocation_without_line(plan: Structure) -> Iterator[Finding]:
    """Moves with a destination and no line to it."""
    table = plan.table("relocations")
    if table.shapes is None:
        return
    ends = zip(table.texts("origin"), table.texts("destination"))
    for row, (origin, destination) in enumerate(ends):
        if table.missing[row] and destination:
            facts = {"move": table.named(row), "origin": origin or "—", "destination": destination}
            yield Finding("relocation-without-line", facts, table, row)


@check("wing-area")
def wing_area(plan: Structure) -> Iterator[Finding]:
    """Wings whose shape is not of the published area."""
    table = plan.table("wings")
    for row, published in enumerate(table.numbers("area_official_km2")):
        shape = table.shape(row)
        if shape is None or not published > 0:
            continue
        area = float(area_m2(np.array([shape], dtype=object), LONLAT)[0]) / 1e6
        if abs(area / published - 1) > limit("wing-area", "share"):
            hosts = len(codes_of(table.texts("host_adcodes")[row]))
            facts = {"wing": table.named(row), "area": number(area), "published": number(published), "hosts": hosts}
            yield Finding("wing-area", facts, table, row, area, "km²")
