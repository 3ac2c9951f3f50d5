"""An axis along a line that was chosen: a railway, a road, a river."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qgis.analysis import (
    QgsGraph,
    QgsGraphAnalyzer,
    QgsGraphBuilder,
    QgsNetworkDistanceStrategy,
    QgsVectorLayerDirector,
)
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from .structure import Layers, attribute_of, feature_of, geodesic, measure, members_of, redraw_axis

DETOUR = 2.0
"""A way along the lines longer than so many times the geodesic is none."""
SNAP_DEGREES = 1e-5
"""Ends of lines nearer than this (1 m) meet."""
MARGIN_DEGREES = 0.5
"""Lines so far beyond the axis's members are looked at, besides the largest distance."""

NO_LINE, NO_WAY, TOO_LONG = "no_line", "no_way", "too_long"


class Straight(NamedTuple):
    """A stretch that stays geodesic: from the member `index` to the next, and why."""

    index: int
    reason: str


class Course(NamedTuple):
    """An axis's course: its points in degrees, and the stretches that do not follow the lines."""

    points: list[QgsPointXY]
    straight: list[Straight]


def course_along(places: Sequence[QgsPointXY], lines: QgsVectorLayer, most_km: float) -> Course:
    """From place to place along `lines`, each reached by a straight line of at most `most_km`.

    A stretch without such a line, without a way, or with a way more than twice as long as the geodesic stays geodesic.
    """
    ruler, straight = measure(), []
    graph, ties = _network(places, lines, most_km)
    away = [ruler.measureLine(place, tie) for place, tie in zip(places, ties)]
    points = [places[0]]
    for index, (start, end) in enumerate(zip(places, places[1:])):
        reason, way = NO_LINE, []
        if graph is not None and max(away[index:index + 2]) <= most_km * 1000:
            way = _way(graph, ties[index], ties[index + 1])
            too_long = bool(way) and _length([start, *way, end]) > DETOUR * ruler.measureLine(start, end)
            reason, way = (TOO_LONG, []) if too_long else (NO_WAY, way)
        if not way:
            straight.append(Straight(index, reason))
        stretch = [start, *way, end] if way else geodesic(start, end, ruler)
        points += [point for before, point in zip(stretch, stretch[1:]) if point != before]
    return Course(points, straight)


def _network(places: Sequence[QgsPointXY], lines: QgsVectorLayer,
             most_km: float) -> tuple[QgsGraph | None, list[QgsPointXY]]:
    """The lines near the places as a graph in degrees, and where on it each place is; (None, places) without lines."""
    crs = QgsCoordinateReferenceSystem("EPSG:4490")
    box = QgsRectangle(places[0], places[0])
    for place in places:
        box.include(place)
    box.grow(MARGIN_DEGREES + most_km / 85)  # a degree of longitude here is 85 km
    request = QgsFeatureRequest().setNoAttributes().setFilterRect(box)
    request.setDestinationCrs(crs, QgsProject.instance().transformContext())
    near = QgsVectorLayer("LineString?crs=EPSG:4490", "near", "memory")
    near.dataProvider().addFeatures([_bare(row) for row in lines.getFeatures(request) if not row.geometry().isNull()])
    if not near.featureCount():
        return None, list(places)
    director = QgsVectorLayerDirector(near, -1, "", "", "", QgsVectorLayerDirector.Direction.DirectionBoth)
    director.addStrategy(QgsNetworkDistanceStrategy())
    builder = QgsGraphBuilder(crs, True, SNAP_DEGREES, "EPSG:7019")
    ties = director.makeGraph(builder, list(places))
    return builder.takeGraph(), ties


def _bare(row: QgsFeature) -> QgsFeature:
    bare, shape = QgsFeature(), QgsGeometry(row.geometry())
    shape.get().dropZValue()
    shape.get().dropMValue()
    bare.setGeometry(shape)
    return bare


def _way(graph: QgsGraph, start: QgsPointXY, end: QgsPointXY) -> list[QgsPointXY]:
    """The shortest way along the graph; empty for none."""
    first, last = graph.findVertex(start), graph.findVertex(end)
    if first < 0 or last < 0 or first == last:
        return []
    tree, _costs = QgsGraphAnalyzer.dijkstra(graph, first, 0)
    if tree[last] < 0:
        return []
    way = [graph.vertex(last).point()]
    while last != first:
        last = graph.edge(tree[last]).fromVertex()
        way.append(graph.vertex(last).point())
    return way[::-1]


def _length(points: list[QgsPointXY]) -> float:
    return float(measure().measureLine(points))


def bend_axis(layers: Layers, axis_uid: str, lines: QgsVectorLayer, course: Course) -> None:
    """Give the axis that course, in the edit command that is open."""
    axes, axis = layers["axes"], feature_of(layers["axes"], "uid", axis_uid)
    if axis is None:
        return
    axes.changeGeometry(axis.id(), QgsGeometry.fromPolylineXY(course.points))
    attribute_of(axes, axis.id(), "course", "bent")
    attribute_of(axes, axis.id(), "course_source", lines.name())


def straighten_axis(layers: Layers, axis_uid: str) -> None:
    """Back to the geodesics between its members, in the edit command that is open."""
    axis = feature_of(layers["axes"], "uid", axis_uid)
    if axis is None:
        return
    attribute_of(layers["axes"], axis.id(), "course", "geodesic")
    attribute_of(layers["axes"], axis.id(), "course_source", NULL)
    redraw_axis(layers, axis_uid)


def places_on(layers: Layers, axis_uid: str) -> list[QgsPointXY]:
    """Where the members stand that the axis runs through, in order."""
    return [QgsPointXY(member.lon, member.lat) for member in members_of(layers, axis_uid)]
