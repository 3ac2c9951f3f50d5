"""*Assign units to zone*, with real mouse events on a real canvas."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt

from jjj_planner_plugin import messages
from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import measure, zone_shape
from tests.qgis_canvas import LEFT, RIGHT, Hand, look_at, told
from tests.qgis_plan import by_name, set_value, state_of

CRS = ["EPSG:4509", "EPSG:3857", "EPSG:4490"]


def km2(shape: QgsGeometry) -> float:
    return float(measure().measureArea(shape)) / 1e6


def zone_areas(editing: PlanEditing) -> dict[str, float]:
    return {zone["zone_id"]: km2(zone.geometry()) for zone in editing.layers["zones"].getFeatures()}


def zones_of(editing: PlanEditing, *names: str) -> list[str]:
    return [by_name(editing.layers["units"], name)["zone_id"] for name in names]


def inside(editing: PlanEditing, name: str) -> tuple[float, float]:
    point = by_name(editing.layers["units"], name).geometry().pointOnSurface().asPoint()
    return point.x(), point.y()


def names_in(editing: PlanEditing, zone_id: str) -> set[str]:
    return {unit["name_zh"] for unit in editing.layers["units"].getFeatures() if unit["zone_id"] == zone_id}


def units_on_line(editing: PlanEditing, *places: tuple[float, float]) -> set[str]:
    """What QGIS says that a line crosses, in degrees."""
    line = QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in places])
    return {unit["name_zh"] for unit in editing.layers["units"].getFeatures() if unit.geometry().intersects(line)}


@pytest.fixture
def assign(tools: EditTools) -> EditTools:
    tools.actions["assign"].trigger()
    tools.set_zone("Z4")
    return tools


@pytest.mark.parametrize("crs", CRS)
def test_a_click_on_a_unit_gives_it_to_the_zone_in_one_step(
    assign: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    start, before = state_of(editing.layers), zone_areas(editing)
    moved = km2(by_name(editing.layers["units"], "涿州市").geometry())
    hand.click(*inside(editing, "涿州市"))
    after = zone_areas(editing)
    assert zones_of(editing, "涿州市") == ["Z4"]
    assert after["Z4"] == pytest.approx(before["Z4"] + moved, abs=1e-6)
    assert after["Z1"] == pytest.approx(before["Z1"] - moved, abs=1e-6)
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


@pytest.mark.parametrize("crs", CRS)
def test_a_fast_sweep_skips_no_unit(
    assign: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    """From Zhuozhou to Huanghua in one move: 190 km, eight counties."""
    look_at(canvas, crs)
    ends = [hand.place(hand.pixel(*inside(editing, name))) for name in ("涿州市", "黄骅市")]
    line = [(end.x(), end.y()) for end in ends]
    if crs != "EPSG:4490":  # a straight line on this map is not one in degrees
        to = [hand.pixel(*place) for place in line]
        steps = [hand.place(to[0] + (to[1] - to[0]) * (i / 400)) for i in range(401)]
        line = [(step.x(), step.y()) for step in steps]
    before, crossed = names_in(editing, "Z4"), units_on_line(editing, *line)
    hand.drag(line[0], line[-1])
    assert len(crossed) > 7 and names_in(editing, "Z4") == before | crossed
    editing.undo()
    assert not editing.can_undo()


def test_while_sweeping_the_zones_are_drawn_as_they_would_be(
    assign: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas
) -> None:
    look_at(canvas, "EPSG:4490")
    start, seen = state_of(editing.layers), []
    assign.previewed.connect(seen.append)
    before = {zone: zone_shape(editing.layers, zone) for zone in ("Z1", "Z4")}
    unit = by_name(editing.layers["units"], "涿州市")
    hand.press(*inside(editing, "涿州市"))
    tool: Any = assign.tool("assign")
    drawn = {zone: band.asGeometry() for zone, band in tool._zone_bands.items()}
    assert km2(drawn["Z4"]) == pytest.approx(km2(before["Z4"]) + km2(unit.geometry()), abs=1e-6)
    assert km2(drawn["Z1"]) == pytest.approx(km2(before["Z1"]) - km2(unit.geometry()), abs=1e-6)
    assert seen == [[{"kind": "assign", "uids": [unit["uid"]], "zone_id": "Z4"}]]
    assert state_of(editing.layers) == start
    hand.move(*inside(editing, "固安县"))
    assert by_name(editing.layers["units"], "固安县")["uid"] in seen[-1][0]["uids"]


@pytest.mark.parametrize("way", ["escape", "right button", "another tool"])
def test_a_sweep_can_be_taken_back(
    assign: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, way: str
) -> None:
    start, told_of = state_of(editing.layers), []
    assign.cancelled.connect(lambda: told_of.append("cancelled"))
    assign.committed.connect(lambda: told_of.append("committed"))
    here = inside(editing, "涿州市")
    hand.press(*here)
    if way == "escape":
        hand.key(Qt.Key.Key_Escape)
    elif way == "right button":
        hand.press(*here, RIGHT)
        hand.release(*here, RIGHT)
    else:
        assign.actions["move"].trigger()
    hand.release(*here, LEFT)
    assert state_of(editing.layers) == start and told_of == ["cancelled"]
    assert not assign.tool("assign")._bands and not editing.is_editing()


def test_units_that_are_in_the_zone_already_make_no_step(
    assign: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    assign.set_zone("Z1")
    hand.click(*inside(editing, "涿州市"))
    assert not editing.can_undo()


@pytest.mark.parametrize("way", ["right button", "alt"])
def test_the_zone_under_the_cursor_can_be_picked(
    assign: EditTools, editing: PlanEditing, hand: Hand, way: str
) -> None:
    tool: Any = assign.tool("assign")
    if way == "alt":
        hand.click(*inside(editing, "黄骅市"), LEFT, Qt.KeyboardModifier.AltModifier)
    else:
        hand.click(*inside(editing, "黄骅市"), RIGHT)
    assert tool.zone() == zones_of(editing, "黄骅市")[0] == "Z2"
    hand.click(*inside(editing, "涿州市"))
    assert zones_of(editing, "涿州市") == ["Z2"] and tool.zone() == "Z2"


def test_a_zone_drawn_by_hand_keeps_its_shape_and_that_is_told(
    assign: EditTools, editing: PlanEditing, hand: Hand, bar: QgsMessageBar
) -> None:
    zones = editing.layers["zones"]
    with editing.command("Free"):
        set_value(zones, by_name(zones, "西北部生态涵养区"), "origin", "free")
    before = zone_areas(editing)
    hand.click(*inside(editing, "涿州市"))
    after = zone_areas(editing)
    assert zones_of(editing, "涿州市") == ["Z4"]
    assert after["Z4"] == before["Z4"] and after["Z1"] < before["Z1"] - 100
    assert "North-western ecological conservation zone was drawn by hand" in told(bar)[0]


def test_the_names_of_zones_are_joined_as_the_language_joins_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Core, Coast was drawn" in messages.free_zones_kept(["Core", "Coast"])
    monkeypatch.setattr(messages, "language", lambda: "zh")
    assert "中部、东部" in messages.free_zones_kept(["中部", "东部"])


def test_after_an_undo_the_next_sweep_starts_from_the_plan_as_it_is(
    assign: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    hand.click(*inside(editing, "涿州市"))
    done = state_of(editing.layers)
    editing.undo()
    hand.click(*inside(editing, "涿州市"))
    assert state_of(editing.layers) == done


def test_the_units_are_seen_where_their_layer_does_not_show_them(
    tools: EditTools, editing: PlanEditing, canvas: QgsMapCanvas
) -> None:
    """The layer shows at 1:3 500 000 and larger; the plan is opened at a smaller scale. Its style stays."""
    units, outlines = editing.layers["units"], tools.tool("assign").outlines
    canvas.setLayers([units])
    canvas.zoomScale(3_700_000)
    assert not units.isInScaleRange(canvas.scale()) and outlines.band is None
    tools.actions["assign"].trigger()
    drawn, per_pixel = outlines.band.asGeometry(), canvas.mapUnitsPerPixel()
    unit = tools.tool("assign")._on_map(by_name(units, "涿州市").geometry())
    nearest = min((QgsGeometry(part.clone()) for part in drawn.constParts()), key=lambda p: p.distance(unit.centroid()))
    assert len(drawn.asMultiPolygon()) >= 166
    assert nearest.hausdorffDistance(unit) < 2 * per_pixel
    canvas.zoomScale(2_000_000)
    assert outlines.band is None
    canvas.setLayers([])
    assert outlines.band is not None, "the layer is off"
    tools.actions["move"].trigger()
    assert outlines.band is None and units.hasScaleBasedVisibility()


def test_the_tools_are_off_and_say_why_without_a_plan(tools: EditTools, canvas: QgsMapCanvas) -> None:
    action = tools.actions["assign"]
    action.trigger()
    assert action.isEnabled() and action.isChecked()
    tools.set_plan(None)
    assert not action.isEnabled() and "No plan is open" in action.toolTip()
    assert canvas.mapTool() is not tools.tool("assign")
