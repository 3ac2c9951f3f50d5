"""*Draw axis* and *Members of an axis*, with real mouse and key events on a real canvas."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.edit_tools.axis_members_dialog import AxisMembersDialog
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.members import members_in_order
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import LEFT, RIGHT, Hand, look_at, told
from tests.qgis_plan import by_name, point, state_of

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def draw(tools: EditTools) -> EditTools:
    tools.actions["draw"].trigger()
    return tools


def at(editing: PlanEditing, table: str, name: str) -> tuple[float, float]:
    place = by_name(editing.layers[table], name).geometry().asPoint()
    return place.x(), place.y()


def names(editing: PlanEditing, axis: str) -> list[str]:
    uid = by_name(editing.layers["axes"], axis)["uid"]
    return [member.name_zh for member in members_in_order(editing.layers, uid)]


def seqs(editing: PlanEditing, axis: str) -> list[int]:
    uid = by_name(editing.layers["axes"], axis)["uid"]
    return sorted(row["seq"] for row in editing.layers["axis_members"].getFeatures() if row["axis_uid"] == uid)


def length_km(editing: PlanEditing, axis: str) -> float:
    return float(measure().measureLength(by_name(editing.layers["axes"], axis).geometry())) / 1000


@pytest.mark.parametrize("crs", ["EPSG:4509", "EPSG:3857"])
def test_clicks_in_order_make_an_axis_with_its_members_in_one_step(
    draw: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    start = state_of(editing.layers)
    stations = [at(editing, "nodes", name) for name in ("石家庄市", "衡水市", "沧州市")]
    for place in stations:
        hand.click(*place)
    hand.click(*stations[-1], RIGHT)
    tool: Any = draw.tool("draw")
    assert tool.dialog.name_zh.text() == "石家庄沧州发展轴"
    tool.dialog.name_zh.setText("石衡沧发展轴")
    tool.dialog.width.setValue(20)
    tool.dialog.accept()
    axis = by_name(editing.layers["axes"], "石衡沧发展轴")
    assert (axis["name_en"], axis["width_km"], axis["axis_id"]) == ("Shijiazhuang-Cangzhou axis", 20, "A4")
    members = members_in_order(editing.layers, axis["uid"])
    assert [(member.name_zh, member.adcode, member.role) for member in members] == [
        ("石家庄市", "130100", "assumed"), ("衡水市", "131100", "assumed"), ("沧州市", "130900", "assumed")]
    stretches = sum(measure().measureLine(QgsPointXY(*a), QgsPointXY(*b)) for a, b in zip(stations, stations[1:]))
    assert length_km(editing, "石衡沧发展轴") == pytest.approx(stretches / 1000, rel=1e-5)
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_a_click_elsewhere_gives_a_member_named_after_the_unit(
    draw: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    inside = by_name(editing.layers["units"], "黄骅市").geometry().pointOnSurface().asPoint()
    hand.click(*at(editing, "nodes", "沧州市"))
    hand.click(inside.x(), inside.y())
    hand.key(Qt.Key.Key_Return)
    tool: Any = draw.tool("draw")
    tool.dialog.official.setChecked(True)
    tool.dialog.accept()
    member = members_in_order(editing.layers, by_name(editing.layers["axes"], "沧州黄骅发展轴")["uid"])[1]
    assert (member.name_zh, member.adcode, member.role) == ("黄骅市", "130983", "official")
    there = hand.place(hand.pixel(inside.x(), inside.y()))
    assert (member.lon, member.lat) == pytest.approx((there.x(), there.y()), abs=1e-9)


def test_backspace_takes_the_last_place_back_and_the_line_follows_the_cursor(
    draw: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    for name in ("石家庄市", "衡水市", "沧州市"):
        hand.click(*at(editing, "nodes", name))
    hand.key(Qt.Key.Key_Backspace)
    hand.hover(117.0, 39.0)
    tool: Any = draw.tool("draw")
    assert [member.name_zh for member in tool._members] == ["石家庄市", "衡水市"]
    end = hand.canvas.mapSettings().mapToPixel().toMapCoordinates(hand.pixel(117.0, 39.0))
    assert tool._line.asGeometry().distance(point(end.x(), end.y())) < hand.canvas.mapUnitsPerPixel() / 100


def test_while_the_dialog_is_open_the_line_ends_at_the_last_member(
    draw: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    for name in ("石家庄市", "衡水市"):
        hand.click(*at(editing, "nodes", name))
    hand.hover(117.0, 39.0)
    hand.click(117.0, 39.0, RIGHT)
    hand.hover(117.5, 39.5)
    tool: Any = draw.tool("draw")
    end = hand.canvas.mapSettings().mapToPixel().toMapCoordinates(hand.pixel(*at(editing, "nodes", "衡水市")))
    last = tool._line.asGeometry().vertexAt(tool._line.numberOfVertices() - 1)
    assert tool.dialog.isVisible() and abs(last.x() - end.x()) < hand.canvas.mapUnitsPerPixel()
    tool.dialog.reject()


@pytest.mark.parametrize("way", ["escape", "one place only", "cancel"])
def test_an_axis_that_is_not_finished_changes_nothing(
    draw: EditTools, editing: PlanEditing, hand: Hand, way: str
) -> None:
    start = state_of(editing.layers)
    hand.click(*at(editing, "nodes", "石家庄市"))
    if way == "one place only":
        hand.click(114.0, 39.0, RIGHT)
    else:
        hand.click(*at(editing, "nodes", "衡水市"))
        if way == "cancel":
            hand.key(Qt.Key.Key_Return)
            draw.tool("draw").dialog.reject()
        hand.key(Qt.Key.Key_Escape)
    assert state_of(editing.layers) == start and not draw.tool("draw")._bands


def test_shift_inserts_a_member_into_the_nearest_stretch(draw: EditTools, editing: PlanEditing, hand: Hand) -> None:
    draw.set_axis(by_name(editing.layers["axes"], "京唐秦发展轴")["uid"])
    start = state_of(editing.layers)
    inside = by_name(editing.layers["units"], "玉田县").geometry().pointOnSurface().asPoint()
    hand.click(inside.x(), inside.y(), LEFT, SHIFT)
    assert names(editing, "京唐秦发展轴") == ["北京市", "宝坻区", "玉田县", "唐山市", "秦皇岛市"]
    assert seqs(editing, "京唐秦发展轴") == [1, 2, 3, 4, 5]
    editing.undo()
    assert state_of(editing.layers) == start


def test_shift_beyond_the_end_continues_the_axis(draw: EditTools, editing: PlanEditing, hand: Hand) -> None:
    draw.set_axis(by_name(editing.layers["axes"], "京唐秦发展轴")["uid"])
    before = length_km(editing, "京唐秦发展轴")
    end = at(editing, "nodes", "秦皇岛市")
    hand.click(end[0] + 0.5, end[1] + 0.3, LEFT, SHIFT)
    assert names(editing, "京唐秦发展轴")[:4] == ["北京市", "宝坻区", "唐山市", "秦皇岛市"]
    assert length_km(editing, "京唐秦发展轴") > before + 30


def test_ctrl_drops_a_member(draw: EditTools, editing: PlanEditing, hand: Hand, bar: QgsMessageBar) -> None:
    draw.set_axis(by_name(editing.layers["axes"], "京唐秦发展轴")["uid"])
    hand.click(*at(editing, "nodes", "唐山市"), LEFT, CTRL)
    assert names(editing, "京唐秦发展轴") == ["北京市", "宝坻区", "秦皇岛市"]
    hand.click(114.0, 37.0, LEFT, CTRL)
    assert "no member of an axis here" in told(bar)[0]


def test_an_axis_keeps_two_members(draw: EditTools, editing: PlanEditing, hand: Hand, bar: QgsMessageBar) -> None:
    draw.set_axis(by_name(editing.layers["axes"], "京唐秦发展轴")["uid"])
    hand.click(*at(editing, "nodes", "唐山市"), LEFT, CTRL)
    hand.click(*at(editing, "nodes", "秦皇岛市"), LEFT, CTRL)
    hand.click(*at(editing, "core", "北京市"), LEFT, CTRL)
    assert names(editing, "京唐秦发展轴") == ["北京市", "宝坻区"]
    assert "needs two members" in told(bar)[0]


@pytest.fixture
def dialog(tools: EditTools, editing: PlanEditing) -> AxisMembersDialog:
    tools.set_axis(by_name(editing.layers["axes"], "京唐秦发展轴")["uid"])
    tools.actions["members"].trigger()
    return tools.dialog


def test_members_put_into_another_order_lead_the_axis_anew_in_one_step(
    dialog: AxisMembersDialog, editing: PlanEditing
) -> None:
    start, before = state_of(editing.layers), length_km(editing, "京唐秦发展轴")
    dialog.list.setCurrentRow(1)
    QTest.mouseClick(dialog.down, LEFT)
    dialog.accept()
    assert names(editing, "京唐秦发展轴") == ["北京市", "唐山市", "宝坻区", "秦皇岛市"]
    assert seqs(editing, "京唐秦发展轴") == [1, 2, 3, 4]
    assert length_km(editing, "京唐秦发展轴") > before + 100
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()


def test_members_are_inserted_removed_and_given_a_role_in_the_list(
    dialog: AxisMembersDialog, editing: PlanEditing
) -> None:
    dialog.list.setCurrentRow(2)
    dialog.place.setCurrentIndex(dialog.place.findText("Chengde", Qt.MatchFlag.MatchStartsWith))
    QTest.mouseClick(dialog.insert, LEFT)
    dialog.role.setCurrentIndex(dialog.role.findData("extension"))
    dialog.role.activated.emit(dialog.role.currentIndex())
    dialog.list.setCurrentRow(1)
    QTest.mouseClick(dialog.remove, LEFT)
    dialog.accept()
    assert names(editing, "京唐秦发展轴") == ["北京市", "唐山市", "承德市", "秦皇岛市"]
    uid = by_name(editing.layers["axes"], "京唐秦发展轴")["uid"]
    assert [member.role for member in members_in_order(editing.layers, uid)][2] == "extension"


def test_nothing_changed_makes_no_step_and_too_few_members_cannot_be_accepted(
    dialog: AxisMembersDialog, editing: PlanEditing
) -> None:
    for _ in range(3):
        QTest.mouseClick(dialog.remove, LEFT)
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
    dialog.reject()
    assert not editing.can_undo()
