"""Rules: an axis runs through its members and stays in the region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely

from ...geodesy import ELLIPSOID, LONLAT, REGION_ALBERS, geodesic_line, projected
from .reading import Table
from .rules import Finding, check, limit, number
from .structure import Structure, distance_m

BENT = "bent"  # an axis's course; any other is geodesic


class Stop(NamedTuple):
    """A member on the line: its row, and where it is in degrees."""

    row: int
    lon: float
    lat: float


def _stops(plan: Structure, axis: str) -> list[Stop]:
    """The axis's members with a place, in order; extensions are not on the line."""
    members = plan.table("axis_members")
    columns = (members.texts("axis_uid"), members.texts("role"), members.numbers("seq"), members.numbers("lon"),
               members.numbers("lat"))
    found = [(seq, row, lon, lat) for row, (uid, role, seq, lon, lat) in enumerate(zip(*columns))
             if axis and uid == axis and role != "extension" and np.isfinite([lon, lat]).all()]
    ordered = sorted(found, key=lambda stop: (np.isnan(stop[0]), stop[0], stop[1]))
    return [Stop(row, lon, lat) for _, row, lon, lat in ordered]


def redraw_axis(axes: Table, row: int, stops: int) -> dict[str, Any] | None:
    """The fix of an axis that is a geodesic through at least two members."""
    uid = axes.own_uid(row)
    geodesic = axes.texts("course")[row] != BENT
    return {"kind": "redraw_axis", "axis_uid": uid} if uid and geodesic and stops > 1 else None


@check("axis-few-members")
def axis_few_members(plan: Structure) -> Iterator[Finding]:
    """Axes with fewer than two members that have a place."""
    axes = plan.table("axes")
    for row, uid in enumerate(axes.texts("uid") if plan.known("axis_members") else []):
        count = len(_stops(plan, uid))
        if count < 2:
            yield Finding("axis-few-members", {"axis": axes.named(row), "count": count}, axes, row, float(count))


@check("member-without-place")
def member_without_place(plan: Structure) -> Iterator[Finding]:
    """Members whose longitude or latitude is empty."""
    members = plan.table("axis_members")
    for row, place in enumerate(zip(members.numbers("lon"), members.numbers("lat"))):
        if not np.isfinite(place).all():
            yield Finding("member-without-place", {"member": members.named(row)}, members, row)


def _missed(plan: Structure, axes: Table, row: int) -> list[tuple[float, Stop]]:
    """Metres from the line of the members that it misses, the farthest first."""
    line, stops = axes.shape(row), _stops(plan, axes.texts("uid")[row])
    if line is None:
        return []
    apart = [(distance_m(stop.lon, stop.lat, line), stop) for stop in stops]
    least = limit("axis-misses-member", "distance_m")
    return sorted((pair for pair in apart if pair[0] > least), key=lambda pair: -pair[0])


@check("axis-misses-member")
def axis_misses_member(plan: Structure) -> Iterator[Finding]:
    """Axes that do not run through all of their members."""
    axes, members = plan.table("axes"), plan.table("axis_members")
    for row, uid in enumerate(axes.texts("uid")):
        missed = _missed(plan, axes, row)
        if missed:
            metres, far = missed[0]
            stops = len(_stops(plan, uid))
            facts = {"axis": axes.named(row), "count": len(missed), "of": stops, "member": members.named(far.row),
                     "distance": number(metres)}
            yield Finding("axis-misses-member", facts, axes, row, metres, "m", place=shapely.Point(far.lon, far.lat),
                          fix=redraw_axis(axes, row, stops))


@check("axis-differs")
def axis_differs(plan: Structure) -> Iterator[Finding]:
    """Geodesic axes through all their members that take another way between them."""
    axes = plan.table("axes")
    for row, uid in enumerate(axes.texts("uid")):
        line, stops = axes.shape(row), _stops(plan, uid)
        if line is None or len(stops) < 2 or axes.texts("course")[row] == BENT or _missed(plan, axes, row):
            continue
        metres, place = _astray(line, geodesic_line([(stop.lon, stop.lat) for stop in stops]))
        if metres > limit("axis-differs", "distance_m"):
            facts = {"axis": axes.named(row), "distance": number(metres)}
            yield Finding("axis-differs", facts, axes, row, metres, "m", place=place,
                          fix=redraw_axis(axes, row, len(stops)))


def _astray(line: Any, expected: Any) -> tuple[float, Any]:
    """How far (m) two lines in degrees are apart at their vertices at most, and where."""
    both = projected(np.array([line, expected], dtype=object), LONLAT, _frame())
    corners = shapely.points(shapely.get_coordinates([line, expected]))
    flat = shapely.points(shapely.get_coordinates(both))
    mine = shapely.get_num_coordinates(line)
    apart = np.concatenate([shapely.distance(flat[:mine], both[1]), shapely.distance(flat[mine:], both[0])])
    return float(apart.max()), corners[apart.argmax()]


def _frame() -> Any:
    return LONLAT.from_proj4(REGION_ALBERS)


@check("axis-leaves-region")
def axis_leaves_region(plan: Structure) -> Iterator[Finding]:
    """Axes with a stretch outside all provinces."""
    axes = plan.table("axes")
    if plan.region.is_empty or axes.shapes is None:
        return
    for row in range(len(axes)):
        line = axes.shape(row)
        outside = shapely.difference(line, plan.region) if line is not None else None
        kilometres = float(ELLIPSOID.geometry_length(outside)) / 1000 if outside is not None else 0.0
        if kilometres > limit("axis-leaves-region", "length_km"):
            facts = {"axis": axes.named(row), "length": number(kilometres, 1)}
            yield Finding("axis-leaves-region", facts, axes, row, kilometres, "km",
                          place=shapely.line_interpolate_point(_longest(outside), 0.5, normalized=True))


def _longest(lines: Any) -> Any:
    parts = shapely.get_parts(lines)
    return parts[shapely.length(parts).argmax()]
