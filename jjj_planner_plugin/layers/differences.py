"""What is derived in a plan against what it is derived from: zones and units, axes and members, members and places.

A crash between two layers' commits, or an edit made without this plugin, leaves a plan in which they disagree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from qgis.core import QgsDistanceArea, QgsFeature, QgsGeometry, QgsPointXY

from .structure import (
    Layers,
    attribute_of,
    feature_of,
    geodesic_line,
    given,
    is_bent,
    measure,
    members_of,
    place_points,
    redraw_axis,
    redraw_zone,
    zone_shape,
)

SAME_GROUND_KM2 = 0.01
"""A zone that differs from its units by less is as they are: rounding along a border of a thousand kilometres."""
SAME_COURSE_M = 5.0
"""An axis that misses its course by less is on it."""


class Difference(NamedTuple):
    """Something derived that is not what its members make: `amount` in km² (zones) or metres (axes, members)."""

    table: str
    uid: str
    name: str
    amount: float


def derived_differences(layers: Layers) -> list[Difference]:
    """Zones that are not their units, members away from their places, axes that miss their members. Zones drawn by hand
    are not derived.
    """
    found = []
    if {"zones", "units"} <= layers.keys():
        found += [difference for zone in layers["zones"].getFeatures() for difference in _zone_difference(layers, zone)]
    if {"axes", "axis_members"} <= layers.keys():
        found += _member_differences(layers)
        found += [difference for axis in layers["axes"].getFeatures() for difference in _axis_difference(layers, axis)]
    return found


def repair(layers: Layers, differences: Iterable[Difference]) -> None:
    """Make what is derived again; places move their members, members lead their axes, units make their zones."""
    order = ("axis_members", "axes", "zones")
    for difference in sorted(differences, key=lambda found: order.index(found.table)):
        if difference.table == "axis_members":
            _put_at_place(layers, difference.uid)
        elif difference.table == "axes":
            redraw_axis(layers, difference.uid)
        else:
            zone = feature_of(layers["zones"], "uid", difference.uid)
            if zone is not None:
                redraw_zone(layers, zone["zone_id"])


def _zone_difference(layers: Layers, zone: QgsFeature) -> list[Difference]:
    if zone["origin"] == "free" or not given(zone["zone_id"]):
        return []
    stored, shape = zone.geometry(), zone_shape(layers, zone["zone_id"])
    if stored.isNull() or shape.isNull():
        differs = shape if stored.isNull() else stored
    elif stored.isGeosEqual(shape):
        return []
    else:
        differs = stored.symDifference(shape)
    area = 0.0 if differs.isNull() else measure().measureArea(differs) / 1e6
    return [Difference("zones", zone["uid"], zone["name_zh"], area)] if area > SAME_GROUND_KM2 else []


def _axis_difference(layers: Layers, axis: QgsFeature) -> list[Difference]:
    places = [QgsPointXY(member.lon, member.lat) for member in members_of(layers, axis["uid"])]
    if len(places) < 2:
        return []
    line = axis.geometry()
    if line.isNull():
        return [Difference("axes", axis["uid"], axis["name_zh"], math.inf)]
    ruler = measure()
    if is_bent(axis):
        off = max(_metres_off(line, place, ruler) for place in places)
    else:
        course = geodesic_line(places)
        off = max(
            max(_metres_off(line, QgsPointXY(point), ruler) for point in course.vertices()),
            max(_metres_off(course, QgsPointXY(point), ruler) for point in line.vertices()),
        )
    return [Difference("axes", axis["uid"], axis["name_zh"], off)] if off > SAME_COURSE_M else []


def _metres_off(line: QgsGeometry, point: QgsPointXY, ruler: QgsDistanceArea) -> float:
    nearest = line.nearestPoint(QgsGeometry.fromPointXY(point))
    return float(ruler.measureLine(nearest.asPoint(), point))


def _member_differences(layers: Layers) -> list[Difference]:
    points, ruler, found = place_points(layers), measure(), []
    for member in layers["axis_members"].getFeatures():
        place = points.get(member["adcode"])
        if place is not None and given(member["lon"]) and given(member["lat"]):
            off = ruler.measureLine(QgsPointXY(member["lon"], member["lat"]), place)
            if off > SAME_COURSE_M:
                found.append(Difference("axis_members", member["uid"], member["name_zh"], off))
    return found


def _put_at_place(layers: Layers, member_uid: str) -> None:
    member = feature_of(layers["axis_members"], "uid", member_uid)
    place = place_points(layers).get(member["adcode"]) if member is not None else None
    if member is not None and place is not None:
        attribute_of(layers["axis_members"], member.id(), "lon", place.x())
        attribute_of(layers["axis_members"], member.id(), "lat", place.y())
