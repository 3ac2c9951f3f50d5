"""How a plan's parts hang together: zones are unions of units, axes run through members, members stand at places.

Geometry in degrees (EPSG:4490) and QGIS's own, so that it works while the mouse moves and without the engine;
`check_plan` is its oracle. Functions that change a layer do so in the edit command that is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

Layers = dict[str, QgsVectorLayer]

PLACES = ("core", "twin_cities", "nodes")
"""Tables of points at which axis members stand."""
STEP_KM = 10.0
"""A vertex of an axis at least so often, as the engine makes them: within 2 m of the geodesic."""
SAME_PLACE = 1e-5
"""Degrees (1 m): points nearer than this are one place."""


class Member(NamedTuple):
    """An axis member that the line runs through."""

    seq: int
    lon: float
    lat: float
    role: str
    adcode: str


def given(value: object) -> bool:
    """Whether an attribute has a value."""
    return value not in (None, NULL, "")


def name_of(row: QgsFeature, language: str) -> str:
    """A feature's name in a language, else in the other; empty without one."""
    order = ("name_en", "name_zh") if language == "en" else ("name_zh", "name_en")
    return next((str(row[field]) for field in order if given(row[field])), "")


def measure() -> QgsDistanceArea:
    """Lengths (m) and areas (m²) of degrees on the CGCS2000 ellipsoid, whatever the project says."""
    ruler = QgsDistanceArea()
    ruler.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateTransformContext())
    ruler.setEllipsoid("EPSG:7019")
    return ruler


def features_of(layer: QgsVectorLayer, field: str, value: str) -> Iterator[QgsFeature]:
    """The features whose text field is `value`."""
    clause = f'"{field}" = \'{value.replace(chr(39), chr(39) * 2)}\''
    return layer.getFeatures(QgsFeatureRequest().setFilterExpression(clause))


def feature_of(layer: QgsVectorLayer, field: str, value: str) -> QgsFeature | None:
    """The first feature whose text field is `value`."""
    return next(features_of(layer, field, value), None)


def attribute_of(layer: QgsVectorLayer, fid: int, field: str, value: object) -> None:
    """Change one attribute, if it is another and the table has it."""
    index = layer.fields().lookupField(field)
    if index >= 0 and layer.getFeature(fid)[field] != value:
        layer.changeAttributeValue(fid, index, value)


def _give_shape(layer: QgsVectorLayer, feature: QgsFeature, shape: QgsGeometry) -> None:
    """Change its geometry, if it is another."""
    if not shape.equals(feature.geometry()):
        layer.changeGeometry(feature.id(), shape)


# Zones


def union_of(geometries: Iterable[QgsGeometry]) -> QgsGeometry:
    """The union as a multipolygon; null for none."""
    parts = [geometry for geometry in geometries if not geometry.isNull()]
    if not parts:
        return QgsGeometry()
    union = QgsGeometry.unaryUnion(parts)
    union.convertToMultiType()
    return union


def units_of(layers: Layers, zone_id: str) -> list[QgsFeature]:
    """The units whose zone it is."""
    return list(features_of(layers["units"], "zone_id", zone_id))


def zone_shape(layers: Layers, zone_id: str) -> QgsGeometry:
    """What the zone's units make together; null when it has none."""
    return union_of(unit.geometry() for unit in units_of(layers, zone_id))


def redraw_zone(layers: Layers, zone_id: str) -> None:
    """Make the zone what its units are, also if it was drawn by hand."""
    zone = feature_of(layers["zones"], "zone_id", zone_id)
    if zone is None:
        return
    _give_shape(layers["zones"], zone, zone_shape(layers, zone_id))
    attribute_of(layers["zones"], zone.id(), "origin", "units")


# Axes


def members_of(layers: Layers, axis_uid: str) -> list[Member]:
    """The members that the axis runs through, in order; extensions and members without a place are not on it."""
    found = []
    for row in layers["axis_members"].getFeatures():
        on_line = row["axis_uid"] == axis_uid and row["role"] != "extension"
        if on_line and given(row["lon"]) and given(row["lat"]):
            seq = int(row["seq"]) if given(row["seq"]) else 10**6
            found.append(Member(seq, float(row["lon"]), float(row["lat"]), str(row["role"]), str(row["adcode"])))
    return sorted(found)


def geodesic_line(places: Sequence[QgsPointXY]) -> QgsGeometry:
    """The line through `places`, geodesic between them, with a vertex every 10 km; null for fewer than two."""
    if len(places) < 2:
        return QgsGeometry()
    ruler, points = measure(), [places[0]]
    for start, end in zip(places, places[1:]):
        points += geodesic(start, end, ruler)[1:]
    return QgsGeometry.fromPolylineXY(points)


def geodesic(start: QgsPointXY, end: QgsPointXY, ruler: QgsDistanceArea) -> list[QgsPointXY]:
    """Both ends and the points between them, evenly spaced."""
    length = ruler.measureLine(start, end)
    if length < 1:
        return [start, end]
    pieces = math.ceil(length / (STEP_KM * 1000))
    interval = length / pieces * (1 + 1e-9)  # rounding must not add a point just before the end
    return list(ruler.geodesicLine(start, end, interval, False)[0])


def axis_shape(layers: Layers, axis: QgsFeature) -> QgsGeometry:
    """The line through the axis's members: geodesic, or where its course is bent, along the line it has.

    Of a bent axis the stretches between members that it ran through already are kept.
    """
    places = [QgsPointXY(member.lon, member.lat) for member in members_of(layers, axis["uid"])]
    if not is_bent(axis) or len(places) < 2:
        return geodesic_line(places)
    old, ruler = axis.geometry(), measure()
    points = [places[0]]
    for start, end in zip(places, places[1:]):
        points += (_kept(old, start, end) or geodesic(start, end, ruler))[1:]
    return QgsGeometry.fromPolylineXY(points)


def is_bent(axis: QgsFeature) -> bool:
    """Whether the axis follows a line that was chosen or drawn, not the geodesic."""
    return axis.fields().lookupField("course") >= 0 and axis["course"] == "bent"


def _kept(line: QgsGeometry, start: QgsPointXY, end: QgsPointXY) -> list[QgsPointXY]:
    """The stretch of the line from one place to the other; empty if it does not run through both in this order."""
    ends = [QgsGeometry.fromPointXY(point) for point in (start, end)]
    if line.isNull() or any(line.distance(point) > SAME_PLACE for point in ends):
        return []
    first, last = (line.lineLocatePoint(point) for point in ends)
    curve = line.constGet() if not line.isMultipart() else line.constGet().geometryN(0)
    if first >= last:
        return []
    points = [QgsPointXY(point) for point in curve.curveSubstring(first, last).points()]
    return [start, *points[1:-1], end]


def redraw_axis(layers: Layers, axis_uid: str) -> None:
    """Lead the axis through its members again."""
    axis = feature_of(layers["axes"], "uid", axis_uid)
    if axis is None:
        return
    _give_shape(layers["axes"], axis, axis_shape(layers, axis))


# Places


def place_points(layers: Layers) -> dict[str, QgsPointXY]:
    """Adcode → where the core, a twin city or a node is."""
    points: dict[str, QgsPointXY] = {}
    for table in PLACES:
        for place in layers[table].getFeatures() if table in layers else ():
            if given(place["adcode"]) and not place.geometry().isNull():
                points.setdefault(place["adcode"], place.geometry().asPoint())
    return points
