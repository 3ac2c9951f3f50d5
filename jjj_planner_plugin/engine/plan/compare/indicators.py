"""The plan in figures, before and after: zones, jurisdictions in zones, axes, counts, what is covered twice or not."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import shapely

from ...areas import overlap_areas
from ...buffers.frames import geodesic_buffers
from ...geodesy import LONLAT, Geometries, length_m, to_working, working_crs
from ...intersections import TRACE_M2, intersection, left_over, objects
from ...protocol import Job
from ...rings import from_geometries
from ..facts import places
from ..schema import schema
from .differences import joined, km2
from .ground import Zone, zones_of
from .people import area_by, counted, placed, shares, unit_areas
from .plans import Plan, comparison, shapes_of

LEAST_SHARE = 1e-3
"""Per cent of a jurisdiction below which a zone only touches it: two drawings of one border differ by as much."""


class Subject(NamedTuple):
    """What a figure is about: its code and names."""

    code: str
    zh: str
    en: str


Figures = dict[tuple[str, Subject], float | None]
"""By indicator and subject; None where it is not known."""


def indicators(before: Plan, after: Plan, job: Job) -> list[dict[str, Any]]:
    """The rows of `indicators`. Difference = after − before; direction only where better and worse are defined."""
    old, new = figures(before, job), figures(after, job)
    rows, known = [], comparison()["indicators"]
    codes = {(name, subject.code): subject for name, subject in [*old, *new]}
    values = [{(name, subject.code): value for (name, subject), value in some.items()} for some in (old, new)]
    order = {name: place for place, name in enumerate(known)}
    for name, code in sorted(codes, key=lambda found: (order[found[0]], found[1])):
        subject, text = codes[name, code], known[name]
        # a zone that is not there has no ground: 0. What is not known in one plan has no difference.
        was, now = (some.get((name, code), 0.0) for some in values)
        change = None if was is None or now is None else round(now - was, text["digits"]) + 0.0
        rows.append({
            "indicator": name, "name_zh": text["zh"], "name_en": text["en"], "subject": subject.code,
            "subject_zh": subject.zh, "subject_en": subject.en,
            "amount_unit": comparison()["units"][text["unit"]][job.language],
            "before": was, "after": now, "difference": change, "direction": direction(text.get("better"), change)})
    return rows


def direction(better: str | None, change: float | None) -> str | None:
    """better, worse or neutral; None where neither is defined."""
    if better is None or change is None:
        return None
    if change == 0:
        return "neutral"
    return "better" if (change < 0) == (better == "less") else "worse"


def figures(plan: Plan, job: Job) -> Figures:
    """Every indicator of one plan, rounded as it is written."""
    job.progress(0.5, "measuring")
    zones = list(zones_of(plan).values())
    found: Figures = {**_zones(plan, zones), **_axes(plan), **_counts(plan), **_cover(plan, zones)}
    known = comparison()["indicators"]
    return {key: None if value is None else round(value, known[key[0]]["digits"]) for key, value in found.items()}


def _whole() -> Subject:
    return Subject("", comparison()["whole"]["zh"], comparison()["whole"]["en"])


def _zones(plan: Plan, zones: list[Zone]) -> Figures:
    """Area, units, people, parts of each zone, and each province's and city's share in it."""
    units, drawn = placed(plan), [zone for zone in zones if zone.shape is not None]
    found = shares(objects(zone.shape for zone in drawn), units)
    people = dict(zip((zone.code for zone in drawn), counted(len(drawn), found, units)))
    members = Counter(str(unit.values.get("zone_id")) for unit in plan.tables["units"].values())
    nobody = all(unit.values.get("population") is None for unit in units)
    made: Figures = {}
    for zone in zones:
        subject = Subject(zone.code, zone.name_zh, zone.name_en)
        made["zone_area", subject] = km2(zone.shape)
        made["zone_units", subject] = members[zone.code]
        made["zone_people", subject] = None if nobody else people.get(zone.code, 0.0)
        made["zone_parts", subject] = 0 if zone.shape is None else shapely.get_num_geometries(zone.shape)
    areas = unit_areas(units)
    for field in ("province", "city"):
        whole: dict[Any, list[float]] = {}
        for unit, area in zip(units, areas):
            whole.setdefault(unit.values.get(field), []).append(float(area))
        names = {unit.values.get(field): unit.values.get(f"{field}_zh") for unit in units}
        for (place, code), area in sorted(area_by(found, units, field).items(), key=str):
            if code is not None:
                subject = _jurisdiction(drawn[place], str(code), names[code])
                share = 100 * min(area / math.fsum(whole[code]), 1.0)
                if share >= LEAST_SHARE:
                    made[f"{field}_share", subject] = share
    return made


def _jurisdiction(zone: Zone, code: str, name: str | None) -> Subject:
    known = places().get(code, {})
    zh, en = name or known.get("name_zh") or code, known.get("name_en") or name or code
    return Subject(f"{zone.code}/{code}", f"{zone.name_zh} · {zh}", f"{zone.name_en} · {en}")


def _axes(plan: Plan) -> Figures:
    """The length of each axis; the ground within the axes' widths, each piece once, and its share of the region."""
    made: Figures = {}
    drawn = [axis for _, axis in sorted(plan.tables["axes"].items()) if axis.shape is not None]
    for axis in drawn:
        code = str(axis.values.get("axis_id") or axis.values.get("uid"))
        subject = Subject(code, str(axis.values.get("name_zh") or code), str(axis.values.get("name_en") or code))
        made["axis_length", subject] = length_m(axis.shape) / 1000
    wide = [axis for axis in drawn if (axis.values.get("width_km") or 0.0) > 0]
    if not wide:
        return {**made, ("axis_band", _whole()): 0.0, ("axis_band_share", _whole()): 0.0}
    lines = shapes_of(wide)
    working = working_crs(lines, LONLAT)
    width_m = np.array([1000.0 * axis.values["width_km"] for axis in wide])
    band = shapely.union_all(geodesic_buffers(lines, LONLAT, width_m, working))
    made["axis_band", _whole()] = float(shapely.area(band)) / 1e6
    region = joined(shapes_of(placed(plan)))
    if region is not None:
        ground = to_working(objects([region]), LONLAT, working)
        inside = intersection(ground, objects([band]))
        made["axis_band_share", _whole()] = 100 * float(shapely.area(inside[0]) / shapely.area(ground[0]))
    return made


def _counts(plan: Plan) -> Figures:
    """Nodes by tier, parks, relocations by status, and each of them in all."""
    made: Figures = {}
    for name, field in (("nodes", "tier"), ("relocations", "status")):
        rows = plan.tables[name].values()
        made[name, _whole()] = len(rows)
        words = next(f["domain"] for f in schema()["tables"][name]["fields"] if f["name"] == field)
        by = Counter(str(row.values.get(field)) for row in rows if row.values.get(field) is not None)
        for code, text in schema()["domains"][words].items():
            if by[code]:
                made[name, Subject(code, text["zh"], text["en"])] = by[code]
    parks = [*plan.tables["parks"].items(), *plan.tables["park_areas"].items()]
    made["parks", _whole()] = len({row.values.get("park_id") or key for key, row in parks})
    return made


def _cover(plan: Plan, zones: list[Zone]) -> Figures:
    """Ground that two zones claim, for each two that do; ground of the units in no zone."""
    shapes = objects(zone.shape for zone in zones if zone.shape is not None)
    twice = _shared_m2(shapes) if len(shapes) else 0.0
    region = joined(shapes_of(placed(plan)))
    bare = left_over(region, shapes) if region is not None and len(shapes) else region
    parts = shapely.get_parts(bare) if bare is not None else []
    return {("counted_twice", _whole()): twice / 1e6, ("not_covered", _whole()): _ground(parts)}


def _shared_m2(shapes: Geometries) -> float:
    """Area that two of the shapes in degrees have in common, summed over all two."""
    rings = from_geometries(to_working(shapes, LONLAT, working_crs(shapes, LONLAT)))
    i, j, area = overlap_areas(rings, rings)
    return math.fsum(area[i < j])


def _ground(parts: Any) -> float:
    """km² of the parts that are more than rounding."""
    return math.fsum(area for area in (km2(part) for part in parts) if area * 1e6 > TRACE_M2)
