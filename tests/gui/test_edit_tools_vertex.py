"""*Move vertex of a zone*, with real mouse events on a real canvas."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.edit_tools.move_vertex import vertex_at
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import feature_of, measure
from tests.qgis_canvas import RIGHT, Hand, look_at, told
from tests.qgis_plan import state_of

STEP = 0.002
"""Degrees that a vertex is moved by."""


def km2(shape: QgsGeometry) -> float:
    return float(measure().measureArea(shape)) / 1e6


def zone(editing: PlanEditing, zone_id: str) -> Any:
    return feature_of(editing.layers["zones"], "zone_id", zone_id)


def shared_vertex(editing: PlanEditing) -> QgsPointXY:
    """A vertex of Z1 and Z4, far from its neighbours, that can be moved by STEP without crossing anything."""
    core, west = zone(editing, "Z1").geometry(), zone(editing, "Z4").geometry()
    others = {(vertex.x(), vertex.y()) for vertex in west.vertices()}
    for number, vertex in enumerate(core.vertices()):
        place = QgsPointXY(vertex)
        beside = [QgsPointXY(core.vertexAt(next_to)) for next_to in core.adjacentVertices(number)]
        shared = all((point.x(), point.y()) in others for point in (place, *beside))
        if shared and min(place.distance(point) for point in beside) > 0.012:
            moved = QgsGeometry(core)
            moved.moveVertex(place.x() + STEP, place.y() + STEP, number)
            if moved.isGeosValid():
                return place
    raise AssertionError("no such vertex")


@pytest.fixture
def vertex(tools: EditTools, editing: PlanEditing, canvas: QgsMapCanvas) -> QgsPointXY:
    """The tool is active and the map shows the vertex closely."""
    place = shared_vertex(editing)
    look_closely(canvas, place, "EPSG:4509")
    tools.actions["move_vertex"].trigger()
    return place


def look_closely(canvas: QgsMapCanvas, place: QgsPointXY, crs: str) -> None:
    look_at(canvas, crs, (place.x() - 0.01, place.y() - 0.01, place.x() + 0.01, place.y() + 0.01))


@pytest.mark.parametrize("crs", ["EPSG:4509", "EPSG:3857"])
def test_the_neighbours_vertex_moves_along_so_that_no_gap_opens(
    tools: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, vertex: QgsPointXY, crs: str
) -> None:
    look_closely(canvas, vertex, crs)
    start, seen = state_of(editing.layers), []
    tools.previewed.connect(seen.append)
    before = {zone_id: zone(editing, zone_id).geometry() for zone_id in ("Z1", "Z4")}
    goal = vertex.x() + STEP, vertex.y() + STEP
    hand.drag((vertex.x(), vertex.y()), goal)
    after = {zone_id: zone(editing, zone_id).geometry() for zone_id in ("Z1", "Z4")}
    there = hand.place(hand.pixel(*goal))
    old = [before["Z1"].closestVertex(vertex)[1], before["Z4"].closestVertex(vertex)[1]]
    for (zone_id, shape), number in zip(after.items(), old):
        assert measure().measureLine(QgsPointXY(shape.vertexAt(number)), there) < 0.01, zone_id
        assert zone(editing, zone_id)["origin"] == "free"
    gained, lost = (km2(after[zone_id]) - km2(before[zone_id]) for zone_id in ("Z1", "Z4"))
    loop = QgsGeometry()
    loop.fromWkb(seen[-1][0]["loop"])
    points = loop.asPolyline()
    by_hand = km2(QgsGeometry.fromPolygonXY([[*points[:4], points[0]]]))
    assert gained == pytest.approx(-lost, abs=1e-6) and abs(gained) == pytest.approx(by_hand, abs=1e-6) and by_hand > 0
    assert len(points) == 5 and points[0] == points[4] and points[3].compare(vertex, 1e-9)
    assert {change["uid"] for change in seen[-1]} == {zone(editing, "Z1")["uid"], zone(editing, "Z4")["uid"]}
    done = state_of(editing.layers)
    assert {table for table in start if start[table] != done[table]} == {"zones"}
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_the_nearest_vertex_is_marked(tools: EditTools, hand: Hand, vertex: QgsPointXY) -> None:
    tool: Any = tools.tool("move_vertex")
    hand.hover(vertex.x() + 1e-4, vertex.y())
    assert tool._mark.numberOfVertices() == 1
    hand.hover(vertex.x() + 0.002, vertex.y() + 0.001)
    assert tool._mark.numberOfVertices() == 0


@pytest.mark.parametrize("way", ["escape", "right button", "no way"])
def test_a_drag_can_be_taken_back(
    tools: EditTools, editing: PlanEditing, hand: Hand, vertex: QgsPointXY, way: str
) -> None:
    start, told_of = state_of(editing.layers), []
    tools.cancelled.connect(lambda: told_of.append("cancelled"))
    hand.press(vertex.x(), vertex.y())
    goal = (vertex.x(), vertex.y()) if way == "no way" else (vertex.x() + STEP, vertex.y())
    hand.move(*goal)
    if way == "escape":
        hand.key(Qt.Key.Key_Escape)
    elif way == "right button":
        hand.press(*goal, RIGHT)
    hand.release(*goal)
    assert state_of(editing.layers) == start and told_of == ["cancelled"]


def test_an_outline_that_would_cross_itself_stays_and_that_is_told(
    tools: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, vertex: QgsPointXY, bar: QgsMessageBar
) -> None:
    start = state_of(editing.layers)
    look_at(canvas, "EPSG:4509", (vertex.x() - 3, vertex.y() - 3, vertex.x() + 3, vertex.y() + 3))
    hand.drag((vertex.x(), vertex.y()), (vertex.x() + 2.5, vertex.y() + 2.5))
    assert state_of(editing.layers) == start
    assert any("would cross itself" in sentence for sentence in told(bar))


def test_that_the_zone_is_free_from_then_on_is_told_once(
    tools: EditTools, hand: Hand, vertex: QgsPointXY, bar: QgsMessageBar
) -> None:
    for _ in range(2):
        hand.press(vertex.x(), vertex.y())
        hand.key(Qt.Key.Key_Escape)
        hand.release(vertex.x(), vertex.y())
    assert ["drawn by hand" in sentence for sentence in told(bar)] == [True]


def test_an_outline_that_runs_through_a_place_gets_a_vertex_there() -> None:
    """Where three zones meet, the third may have no vertex."""
    square = QgsGeometry.fromWkt("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))")
    assert vertex_at(square, QgsPointXY(2, 0)) == 1
    assert vertex_at(square, QgsPointXY(2, 1)) == 2
    assert square.asWkt() == "Polygon ((0 0, 2 0, 2 1, 2 2, 0 2, 0 0))"
    assert vertex_at(square, QgsPointXY(1, 1)) == -1
