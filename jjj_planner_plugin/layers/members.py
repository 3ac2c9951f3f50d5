"""The members of an axis as a list: read in order, changed as a list, written back renumbered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from qgis.core import QgsGeometry, QgsPointXY

from .new_features import add_feature, free_id
from .structure import SAME_PLACE, Layers, attribute_of, features_of, geodesic_line, given, measure


class AxisMember(NamedTuple):
    """One member; `uid` is "" for one that the plan does not have yet."""

    uid: str
    name_zh: str
    name_en: str
    adcode: str
    role: str
    lon: float | None
    lat: float | None

    def is_on_line(self) -> bool:
        """Whether the axis runs through it."""
        return self.role != "extension" and self.lon is not None and self.lat is not None


def members_in_order(layers: Layers, axis_uid: str) -> list[AxisMember]:
    """All members of the axis by `seq`, those of an extension too."""
    table = layers["axis_members"]
    rows = list(features_of(table, "axis_uid", axis_uid))
    rows.sort(key=lambda row: int(row["seq"]) if given(row["seq"]) else 10**6)
    return [
        AxisMember(
            row["uid"], *(str(row[name]) if given(row[name]) else "" for name in AxisMember._fields[1:5]),
            *(float(row[name]) if given(row[name]) else None for name in ("lon", "lat")))
        for row in rows
    ]


def write_members(layers: Layers, axis_uid: str, members: Sequence[AxisMember]) -> None:
    """Make these the axis's members, numbered from 1, in the edit command that is open; the axis follows."""
    table = layers["axis_members"]
    stored = {row["uid"]: row.id() for row in features_of(table, "axis_uid", axis_uid)}
    kept = {member.uid for member in members}
    for uid, fid in stored.items():
        if uid not in kept:
            table.deleteFeature(fid)
    for seq, member in enumerate(members, 1):
        values = {**member._asdict(), "seq": seq, "axis_uid": axis_uid}
        uid = values.pop("uid")
        if uid not in stored:
            add_feature(table, values)
            continue
        for name in ("seq", "role"):
            attribute_of(table, stored[uid], name, values[name])


def place_in_order(members: Sequence[AxisMember], place: QgsPointXY) -> int:
    """Where in the list a new member at `place` belongs: between the two of the nearest stretch, or beyond an end."""
    on_line = [(i, QgsPointXY(member.lon, member.lat)) for i, member in enumerate(members) if member.is_on_line()]
    if len(on_line) < 2:
        return len(members)
    ruler, point = measure(), QgsGeometry.fromPointXY(place)
    best, at = math.inf, len(members)
    for (_, start), (second, end) in zip(on_line, on_line[1:]):
        nearest = geodesic_line([start, end]).nearestPoint(point).asPoint()
        distance = ruler.measureLine(nearest, place)
        if distance < best:
            best, at, foot = distance, second, nearest
    (first, start), (last, end) = on_line[0], on_line[-1]
    if foot.compare(start, SAME_PLACE):
        return first
    return last + 1 if foot.compare(end, SAME_PLACE) else at


def add_axis(layers: Layers, values: dict[str, object], members: Sequence[AxisMember]) -> str:
    """A new axis with its members, in the edit command that is open; its uid."""
    points = [QgsPointXY(member.lon, member.lat) for member in members if member.is_on_line()]
    named = {"axis_id": free_id(layers["axes"], "axis_id", "A"), "course": "geodesic", **values}
    axis = add_feature(layers["axes"], named, geodesic_line(points))
    write_members(layers, axis["uid"], members)
    return str(axis["uid"])
