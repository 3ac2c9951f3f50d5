"""*Move node*, with real mouse events on a real canvas."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsFeature, QgsPointXY, QgsProject, QgsSnappingConfig, QgsTolerance, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import RIGHT, Hand, look_at
from tests.qgis_plan import by_name, point, set_value, state_of

CRS = ["EPSG:4509", "EPSG:3857"]


def at(editing: PlanEditing, table: str, name: str) -> QgsPointXY:
    return by_name(editing.layers[table], name).geometry().asPoint()


def metres(one: QgsPointXY, other: QgsPointXY) -> float:
    return float(measure().measureLine(one, other))


@pytest.fixture
def move(tools: EditTools) -> EditTools:
    tools.actions["move"].trigger()
    return tools


@pytest.mark.parametrize("crs", CRS)
def test_a_dragged_node_takes_its_axes_along_in_one_step(
    move: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    start, seen = state_of(editing.layers), []
    move.previewed.connect(seen.append)
    baoding = at(editing, "nodes", "保定市")
    to = hand.place(hand.pixel(115.0, 38.5))
    hand.drag((baoding.x(), baoding.y()), (115.2, 38.6), (115.0, 38.5))
    assert metres(at(editing, "nodes", "保定市"), to) < 1
    member = by_name(editing.layers["axis_members"], "保定市")
    assert metres(QgsPointXY(member["lon"], member["lat"]), to) < 1
    axis = by_name(editing.layers["axes"], "京保石发展轴").geometry()
    assert axis.distance(point(member["lon"], member["lat"])) < 1e-9
    change = seen[-1][0]
    assert (change["kind"], change["table"], change["adcode"]) == ("move_place", "nodes", "130600")
    assert metres(QgsPointXY(*change["to"]), to) < 1
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_while_it_moves_its_axis_is_drawn_through_it(move: EditTools, editing: PlanEditing, hand: Hand) -> None:
    start, baoding = state_of(editing.layers), at(editing, "nodes", "保定市")
    hand.press(baoding.x(), baoding.y())
    hand.move(115.0, 38.5)
    tool: Any = move.tool("move")
    (points, moving, band), = tool._stretches
    assert len(points) == 6 and len(moving) == 1  # Xingtai and Handan extend the axis: they are not on it
    drawn = band.asGeometry()
    assert drawn.distance(point(*canvas_place(hand, 115.0, 38.5))) < hand.canvas.mapUnitsPerPixel() / 100
    assert state_of(editing.layers) == start


def canvas_place(hand: Hand, lon: float, lat: float) -> tuple[float, float]:
    there = hand.canvas.mapSettings().mapToPixel().toMapCoordinates(hand.pixel(lon, lat))
    return there.x(), there.y()


@pytest.mark.parametrize("crs", CRS)
def test_it_snaps_as_qgis_snaps(
    move: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    stations = QgsVectorLayer("Point?crs=EPSG:4490", "stations", "memory")
    feature = QgsFeature()
    feature.setGeometry(point(115.0, 38.5))
    stations.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(stations)
    canvas.setLayers([stations])
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
    config.setTolerance(12)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    canvas.snappingUtils().setConfig(config)
    canvas.snappingUtils().snapToMap(canvas.center())  # builds the index, in QGIS in the background
    baoding = at(editing, "nodes", "保定市")
    near = hand.place(hand.pixel(115.0, 38.5) + type(hand.pixel(0, 38))(6, 4))
    assert metres(near, QgsPointXY(115.0, 38.5)) > 1000
    hand.drag((baoding.x(), baoding.y()), (115.2, 38.6), (near.x(), near.y()))
    assert metres(at(editing, "nodes", "保定市"), QgsPointXY(115.0, 38.5)) < 0.01


def test_the_core_takes_its_twin_and_all_its_axes_along(move: EditTools, editing: PlanEditing, hand: Hand) -> None:
    beijing = at(editing, "core", "北京市")
    hand.press(beijing.x(), beijing.y())
    hand.move(116.0, 40.2)
    tool: Any = move.tool("move")
    assert len(tool._stretches) == 3
    hand.release(116.0, 40.2)
    moved = at(editing, "core", "北京市")
    assert metres(moved, at(editing, "twin_cities", "北京市")) < 0.01 and metres(moved, beijing) > 10_000
    assert all(axis.geometry().asPolyline()[0].compare(moved, 1e-9) for axis in editing.layers["axes"].getFeatures())


def test_of_a_bent_axis_only_the_stretches_beside_it_are_drawn(
    move: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    axes = editing.layers["axes"]
    with editing.command("Bend"):
        set_value(axes, by_name(axes, "京保石发展轴"), "course", "bent")
    baoding = at(editing, "nodes", "保定市")
    hand.press(baoding.x(), baoding.y())
    hand.move(115.0, 38.5)
    tool: Any = move.tool("move")
    assert [(len(points), moving) for points, moving, _ in tool._stretches] == [(3, [1])]


@pytest.mark.parametrize("way", ["escape", "right button", "no way"])
def test_a_drag_can_be_taken_back(move: EditTools, editing: PlanEditing, hand: Hand, way: str) -> None:
    start, baoding, told_of = state_of(editing.layers), at(editing, "nodes", "保定市"), []
    move.cancelled.connect(lambda: told_of.append("cancelled"))
    hand.press(baoding.x(), baoding.y())
    if way != "no way":
        hand.move(115.0, 38.5)
    if way == "escape":
        hand.key(Qt.Key.Key_Escape)
    elif way == "right button":
        hand.press(115.0, 38.5, RIGHT)
    hand.release(*((115.0, 38.5) if way != "no way" else (baoding.x(), baoding.y())))
    assert state_of(editing.layers) == start and told_of == ["cancelled"] and not move.tool("move")._bands


def test_where_there_is_no_place_nothing_is_dragged(move: EditTools, editing: PlanEditing, hand: Hand) -> None:
    hand.drag((116.0, 38.0), (117.0, 38.0))
    assert not editing.can_undo()
