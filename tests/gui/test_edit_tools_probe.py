"""*Probe circle*: kilometres on the ground in whatever CRS the map is."""

from __future__ import annotations

import math
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import QApplication

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.layers.circles import circle
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import RIGHT, Hand, look_at


@pytest.fixture
def probe(tools: EditTools) -> EditTools:
    tools.actions["probe"].trigger()
    return tools


def test_a_circle_has_its_radius_in_every_direction_and_its_area() -> None:
    centre = QgsPointXY(116.5, 39.5)
    ring = circle(centre, 30).asPolygon()[0]
    assert {round(measure().measureLine(centre, corner), 3) for corner in ring} == {30_000.0}
    assert measure().measureArea(circle(centre, 30)) / 1e6 == pytest.approx(math.pi * 30**2, rel=4e-4)


@pytest.mark.parametrize("crs", ["EPSG:4509", "EPSG:3857", "EPSG:4490"])
def test_the_circle_under_the_cursor_is_true_in_any_crs(
    probe: EditTools, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    seen: list[tuple[float, float, float]] = []
    probe.probed.connect(lambda *values: seen.append(values))
    hand.hover(116.5, 39.5)
    tool: Any = probe.tool("probe")
    drawn = QgsGeometry(tool._circle.asGeometry())
    drawn.transform(QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(crs), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance()))
    there = hand.place(hand.pixel(116.5, 39.5))
    assert seen == [(pytest.approx(there.x()), pytest.approx(there.y()), 30.0)]
    distances = [measure().measureLine(there, QgsPointXY(corner)) for corner in drawn.vertices()]
    assert min(distances) == pytest.approx(30_000, abs=1) and max(distances) == pytest.approx(30_000, abs=1)


def test_ctrl_and_the_wheel_change_the_radius(probe: EditTools, hand: Hand, canvas: QgsMapCanvas) -> None:
    seen: list[float] = []
    hand.hover(116.5, 39.5)
    probe.probed.connect(lambda lon, lat, km: seen.append(km))
    scale, at = canvas.scale(), QPointF(hand.pixel(116.5, 39.5))
    for turn in (120, 120, -120):
        wheel = QWheelEvent(at, at, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
                            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(canvas.viewport(), wheel)
    assert seen == [33.0, 36.3, 33.0] and canvas.scale() == scale


def test_a_click_pins_the_circle_and_the_plan_is_left_alone(probe: EditTools, hand: Hand) -> None:
    probe.tool("probe").radius.setValue(10)
    hand.click(116.5, 39.5)
    hand.click(117.5, 39.5)
    layer, = QgsProject.instance().mapLayersByName("Probe circles")
    first, _second = layer.getFeatures()
    there = hand.place(hand.pixel(116.5, 39.5))
    assert first["radius_km"] == 10 and first["lon"] == pytest.approx(there.x())
    assert measure().measureArea(first.geometry()) / 1e6 == pytest.approx(math.pi * 100, rel=4e-4)
    assert not probe.editing.is_editing()


def test_a_click_keeps_nothing_when_that_is_off(probe: EditTools, hand: Hand) -> None:
    probe.tool("probe").pin.setChecked(False)
    hand.click(116.5, 39.5)
    assert not QgsProject.instance().mapLayersByName("Probe circles")


@pytest.mark.parametrize("way", ["escape", "right button"])
def test_when_it_is_ended_the_tool_before_it_is_back(
    tools: EditTools, hand: Hand, canvas: QgsMapCanvas, way: str
) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    tools.actions["move"].trigger()
    tools.actions["probe"].trigger()
    hand.hover(116.5, 39.5)
    if way == "escape":
        hand.key(Qt.Key.Key_Escape)
    else:
        hand.click(116.5, 39.5, RIGHT)
    assert canvas.mapTool() is pan and not tools.tool("probe")._bands
    assert not tools.actions["probe"].isChecked()


def test_it_needs_no_plan(probe: EditTools, hand: Hand) -> None:
    seen: list[float] = []
    probe.set_plan(None)
    probe.probed.connect(lambda lon, lat, km: seen.append(km))
    assert probe.actions["probe"].isEnabled()
    probe.actions["probe"].trigger()
    hand.hover(116.5, 39.5)
    assert seen == [30.0]
