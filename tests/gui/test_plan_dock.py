"""The plan dock as a planner uses it: real clicks on the real tree, beside a real canvas."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsGeometry, QgsProject, QgsRectangle, QgsSettings
from qgis.gui import QgsAttributeForm, QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QToolButton

from jjj_planner_plugin.gui.plan import dock as dock_module
from jjj_planner_plugin.gui.plan import selection as selection_module
from jjj_planner_plugin.gui.plan.current import CurrentPlan
from jjj_planner_plugin.gui.plan.dock import PlanDock
from jjj_planner_plugin.gui.plan.findings import by_feature
from jjj_planner_plugin.gui.plan.tree_model import FIRST, MARK, SECOND
from jjj_planner_plugin.gui.reveal import reveal
from jjj_planner_plugin.i18n import install_translator
from jjj_planner_plugin.layers.circle_choice import show_circles
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.findings import Finding
from jjj_planner_plugin.layers.parks import add_park
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.structure import feature_of
from tests.gui.plan_dock import cell, click, find, rows
from tests.qgis_plan import by_name, point, set_value

SQUARE = "MultiPolygon(((116 39, 117 39, 117 40, 116 40, 116 39)))"
SQUARE_KM2 = 9549.469  # by PROJ's geod on GRS80
EDITS = ("assign", "move", "draw", "bend", "move_vertex", "park")


@pytest.fixture
def canvas(qtbot: QtBot, editing: PlanEditing) -> QgsMapCanvas:
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    made.setDestinationCrs(QgsProject.instance().crs())
    made.setLayers([editing.layers["zones"], editing.layers["units"]])
    made.resize(400, 300)
    made.zoomToFullExtent()
    return made


def made_dock(qtbot: QtBot, canvas: QgsMapCanvas) -> PlanDock:
    dock = PlanDock(canvas)
    qtbot.addWidget(dock)
    dock.resize(340, 900)
    dock.show()
    return dock


@pytest.fixture
def dock(qtbot: QtBot, canvas: QgsMapCanvas, editing: PlanEditing) -> Iterator[PlanDock]:
    made = made_dock(qtbot, canvas)
    made.show_plan(editing)
    yield made
    made.take_down()


@pytest.fixture
def chinese() -> Iterator[None]:
    QgsSettings().setValue("locale/userLocale", "zh-Hans")
    translator = install_translator()
    yield
    QCoreApplication.removeTranslator(translator)


def selected(editing: PlanEditing, table: str) -> set[str]:
    return {feature["name_en"] for feature in editing.layers[table].selectedFeatures()}


def chosen(dock: PlanDock) -> list[str]:
    return sorted(item.name for item in dock.tree.items())


def units_of(dock: PlanDock, zone: str) -> list[str]:
    """The units that stand below an unfolded zone."""
    return [row[0] for row in rows(dock.tree, find(dock.tree, zone))]


# The tree


def test_the_groups_stand_in_the_plans_order_with_counts_and_heads(dock: PlanDock) -> None:
    assert rows(dock.tree) == [
        ["Core  1", "", "", ""], ["Twin cities  2", "", "", ""], ["Axes  3", "Length km", "Members", ""],
        ["Zones  4", "Area km²", "Units", ""], ["Circles and sets of units  1", "Area km²", "Official km²", ""],
        ["Nodes  11", "", "People 10³", ""],
        ["Wings  2", "Official km²", "Drawn km²", ""], ["Cooperation parks  15", "Host", "Area km²", ""],
        ["Relocations  20", "Status", "Since", ""]]


def test_the_tree_speaks_chinese(chinese: None, qtbot: QtBot, canvas: QgsMapCanvas, editing: PlanEditing) -> None:
    dock = made_dock(qtbot, canvas)
    dock.show_plan(editing)
    names = [row[0] for row in rows(dock.tree)]
    assert names == ["一核  1", "双城  2", "三轴  3", "四区  4", "圈层与区县名单  1", "多节点  11", "两翼  2",
                     "合作园区  15", "功能疏解  20"]
    assert [row[0] for row in rows(dock.tree, find(dock.tree, "四区"))] == [
        "中部核心功能区", "东部滨海发展区", "南部功能拓展区", "西北部生态涵养区"]
    assert rows(dock.tree, find(dock.tree, "多节点"))[0][SECOND] == "1\u202f123.5"  # 11 235 086 in 万
    assert cell(dock.tree, "保定·中关村创新中心", FIRST).startswith("保定市")
    assert dock.header.scenario.whole() == "方案：Baseline"
    dock.take_down()


def test_areas_are_ellipsoidal_whatever_the_projects_ellipsoid(dock: PlanDock, editing: PlanEditing) -> None:
    QgsProject.instance().setEllipsoid("NONE")
    zones = editing.layers["zones"]
    with editing.command("square"):
        zones.changeGeometry(by_name(zones, "南部功能拓展区").id(), QgsGeometry.fromWkt(SQUARE))
    dock.read_again()
    item = dock.tree.plan.item(dock.tree.shown.mapToSource(find(dock.tree, "Southern")))
    assert dock.tree.plan.measured(item) == pytest.approx(SQUARE_KM2, abs=0.001)
    assert cell(dock.tree, "Southern", FIRST) == "9\u202f549"


def test_an_axis_counts_the_members_that_it_reaches(dock: PlanDock, editing: PlanEditing) -> None:
    members = list(editing.layers["axis_members"].getFeatures())
    axis = by_name(editing.layers["axes"], "京保石发展轴")
    own = [member for member in members if member["axis_uid"] == axis["uid"]]
    reached = [member for member in own if member["role"] != "extension"]
    assert len(reached) < len(own)
    assert cell(dock.tree, "Beijing-Baoding", SECOND) == str(len(reached))
    assert "Extension: " in find(dock.tree, "Beijing-Baoding").data(Qt.ItemDataRole.ToolTipRole)


def test_a_park_has_its_host_and_its_area_as_published(dock: PlanDock) -> None:
    parks = find(dock.tree, "Cooperation parks")
    found = {row[0]: row[1:3] for row in rows(dock.tree, parks)}
    assert found["Tianjin Binhai-ZGC Science Park"][1] == "10.3"
    assert found["Baoding ZGC Innovation Centre"] == ["Baoding", "0.062"]


def test_areas_in_the_tree_have_one_decimal_at_the_most(dock: PlanDock, editing: PlanEditing) -> None:
    with editing.command("Add"):
        side = 0.0979  # of a degree in latitude; 95.9 km² at 39° N
        outline = QgsGeometry.fromRect(QgsRectangle(116, 39, 116.1019, 39 + side))
        outline.convertToMultiType()
        add_park(editing.layers, {"name_en": "Alpha", "area_km2": 95.699}, outline)
        add_park(editing.layers, {"name_en": "Beta", "area_km2": 95.699}, point(116, 39))
    dock.read_again()
    assert [cell(dock.tree, name, SECOND) for name in ("Alpha", "Beta")] == ["95.9", "95.7"]


def test_a_zone_has_its_units_once_it_is_unfolded(dock: PlanDock, qtbot: QtBot) -> None:
    zone = find(dock.tree, "Eastern coastal")
    count = int(cell(dock.tree, "Eastern coastal", SECOND))
    assert not dock.tree.isExpanded(zone)
    click(qtbot, dock, "Eastern coastal")
    qtbot.keyClick(dock.tree, Qt.Key.Key_Right)
    assert dock.tree.isExpanded(find(dock.tree, "Eastern coastal"))
    assert dock.tree.shown.rowCount(find(dock.tree, "Eastern coastal")) == count > 20


# The structures beside one another


def test_the_structure_of_2026_has_its_own_elements_with_their_measures(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot
) -> None:
    header = dock.header.structure
    assert [header.itemText(place) for place in range(header.count())] == [
        "Jing-Jin-Ji 2015", "Capital Metropolitan Area 2026", "Both structures"]
    header.setCurrentIndex(1)
    header.activated.emit(1)
    tops = [row[0] for row in rows(dock.tree)]
    assert tops == ["Core  1", "Twin cities  2", "Corridors  2", "Circles and sets of units  7", "Nodes  4", "Wings  2",
                    "Cooperation parks  15", "Relocations  20"]
    assert cell(dock.tree, "Commuting circle (radius 50 km)", FIRST) == "7\u202f854"
    assert cell(dock.tree, "Functional circle (radius 100 km)", FIRST) == "31\u202f415"
    assert cell(dock.tree, "Beijing-Tianjin corridor", SECOND) == "220"
    corridor = float(cell(dock.tree, "Beijing-Tianjin corridor", FIRST))
    assert 195 < corridor < 225, "about what is published; its course is assumed"
    assert "Assumed" in find(dock.tree, "Beijing-Tianjin corridor").data(Qt.ItemDataRole.ToolTipRole)
    units = find(dock.tree, "Commuting circle (by unit")
    assert units.siblingAtColumn(SECOND).data() == "≠ 27\u202f000", "its shape is far from what was published"
    assert "The shape is 61 % of what was published" in units.data(Qt.ItemDataRole.ToolTipRole)
    dock.tree.setCurrentIndex(units)
    lines = [dock.strip.table.topLevelItem(row) for row in range(dock.strip.table.topLevelItemCount())]
    assert ("Shape against it %", "−38.7") in [(line.text(0), line.text(1)) for line in lines]
    dock.tree.setCurrentIndex(find(dock.tree, "Beijing-Tianjin corridor"))
    assert not any(dock.strip.table.topLevelItem(row).text(0).startswith("Shape against")
                   for row in range(dock.strip.table.topLevelItemCount())), "it is near what was published"
    root = QgsProject.instance().layerTreeRoot()
    assert root.findLayer(editing.layers["unit_sets"].id()).itemVisibilityChecked()
    assert dock.header.circles.isVisible() and dock.header.circles.currentData() == "discs"
    show_circles(editing.layers["unit_sets"], "lists")
    qtbot.waitUntil(lambda: dock.header.circles.currentData() == "lists")
    assert not root.findLayer(editing.layers["zones"].id()).itemVisibilityChecked()


def test_the_dock_follows_the_layer_tree_to_another_structure(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot
) -> None:
    node = QgsProject.instance().layerTreeRoot().findLayer(editing.layers["corridors"].id())
    node.setItemVisibilityChecked(True)
    qtbot.waitUntil(lambda: dock.header.structure.currentData() == "both")
    assert {"Zones  4", "Corridors  2"} <= {row[0] for row in rows(dock.tree)}


def test_a_set_has_its_members_below_and_a_mark_while_drawn_by_hand(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot
) -> None:
    belt = feature_of(editing.layers["unit_sets"], "set_id", "PB")
    assert belt is not None
    members = dock.tree.plan.content.members(belt["uid"])
    assert dock.tree.shown.rowCount(find(dock.tree, belt["name_en"])) == len(members) > 10
    assert click(qtbot, dock, belt["name_en"], double=True).isValid()
    sets, root = editing.layers["unit_sets"], QgsProject.instance().layerTreeRoot()
    ticked = {category.value() for category in sets.renderer().categories() if category.renderState()}
    assert root.findLayer(sets.id()).isVisible() and "belt list assumed" in ticked, "what is zoomed to is drawn"
    assert not any(str(value).startswith("circle") for value in ticked), "and the circles are not"
    qtbot.wait(50)
    assert dock.header.structure.currentData() == "2015" and dock.header.circles.currentData() == ""
    assert dock.remake_action not in dock.menu().actions()
    with editing.command("by hand"):
        editing.layers["unit_sets"].changeGeometry(belt.id(), QgsGeometry.fromWkt(SQUARE))
    dock.read_again()
    assert find(dock.tree, f"{belt['name_en']} (by hand)").isValid() and dock.remake_action in dock.menu().actions()
    dock.remake_action.trigger()
    assert editing.layers["unit_sets"].getFeature(belt.id()).geometry().isGeosEqual(belt.geometry())


# Filter


def test_the_filter_shows_what_holds_the_words_and_says_how_many(dock: PlanDock, qtbot: QtBot) -> None:
    qtbot.keyClicks(dock.filter, "tangshan")
    tops = [row[0] for row in rows(dock.tree)]
    assert tops[0].startswith("Axes  1/3") and "Nodes  1/11" in tops and "Core  0/1" not in tops
    units = rows(dock.tree, find(dock.tree, "Eastern coastal"))
    assert units and all("Tangshan" in row[0] for row in units)
    dock.filter.clear()
    assert len(rows(dock.tree)) == 9 and rows(dock.tree)[0][0] == "Core  1"


def test_the_filter_finds_codes(dock: PlanDock, qtbot: QtBot) -> None:
    qtbot.keyClicks(dock.filter, "130638")
    assert [row[0] for row in rows(dock.tree, find(dock.tree, "Central core"))] == ["Xiong County"]


def test_the_filter_finds_the_name_in_the_other_language(
    chinese: None, qtbot: QtBot, canvas: QgsMapCanvas, editing: PlanEditing
) -> None:
    dock = made_dock(qtbot, canvas)
    dock.show_plan(editing)
    qtbot.keyClicks(dock.filter, "baoding")
    assert [row[0] for row in rows(dock.tree, find(dock.tree, "多节点"))] == ["保定市"]
    dock.filter.setText("130600")
    assert [row[0] for row in rows(dock.tree, find(dock.tree, "多节点"))] == ["保定市"]
    dock.take_down()


def test_filtering_keeps_what_is_selected_on_the_map(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    click(qtbot, dock, "Central core")
    qtbot.keyClicks(dock.filter, "shougang")
    assert selected(editing, "zones") == {"Central core functional zone"}
    dock.filter.clear()
    qtbot.waitUntil(lambda: chosen(dock) == ["Central core functional zone"])


# Tree and map


def test_a_click_selects_on_the_map(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    click(qtbot, dock, "Central core")
    assert selected(editing, "zones") == {"Central core functional zone"}
    click(qtbot, dock, "Beijing-Tianjin", Qt.KeyboardModifier.ControlModifier)
    assert selected(editing, "axes") == {"Beijing-Tianjin axis"} and len(selected(editing, "zones")) == 1
    click(qtbot, dock, "Eastern coastal")
    assert selected(editing, "zones") == {"Eastern coastal development zone"} and not selected(editing, "axes")


def test_a_selection_on_the_map_comes_to_the_tree(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    unit = by_name(editing.layers["units"], "迁安市")
    editing.layers["units"].selectByIds([unit.id()])
    qtbot.waitUntil(lambda: chosen(dock) == [unit["name_en"]])
    index = find(dock.tree, unit["name_en"])
    assert dock.tree.viewport().rect().contains(dock.tree.visualRect(index).center())
    editing.layers["units"].removeSelection()
    qtbot.waitUntil(lambda: chosen(dock) == [])


def test_nothing_echoes_between_tree_and_map(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    heard: list[str] = []
    for table in ("zones", "axes", "units"):
        editing.layers[table].selectionChanged.connect(lambda *_, table=table: heard.append(table))
    click(qtbot, dock, "Central core")
    qtbot.wait(100)
    assert heard == ["zones"]
    dock.tree.chosen.connect(lambda: heard.append("tree"))
    editing.layers["axes"].selectByIds([1])
    qtbot.waitUntil(lambda: "tree" in heard)
    qtbot.wait(100)
    assert heard == ["zones", "axes", "zones", "tree"]  # the zone gives way to the axis


@pytest.fixture
def select_tool(canvas: QgsMapCanvas, editing: PlanEditing) -> QgsMapTool:
    """A tool of the map that selects in every layer, as QGIS's own does in the active one."""
    return SelectTool(canvas, editing)


class SelectTool(QgsMapTool):
    """QGIS's own is not in its API: a click selects what is there in `table`, Shift adds to it."""

    def __init__(self, canvas: QgsMapCanvas, editing: PlanEditing) -> None:
        super().__init__(canvas)
        self.editing, self.table = editing, "zones"
        canvas.setMapTool(self)

    def canvasReleaseEvent(self, event: Any) -> None:  # noqa: N802 - QGIS's name
        layer = self.editing.layers[self.table]
        place = QgsRectangle.fromCenterAndSize(self.toLayerCoordinates(layer, event.mapPoint()), 0.1, 0.1)
        added = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        behaviour = layer.SelectBehavior.AddToSelection if added else layer.SelectBehavior.SetSelection
        layer.selectByRect(place, behaviour)

    def click(self, qtbot: QtBot, table: str, name: str, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.table = table
        shape = by_name(self.editing.layers[table], name).geometry()
        place = self.toCanvasCoordinates(self.toMapCoordinates(self.editing.layers[table], shape.centroid().asPoint()))
        qtbot.mouseClick(self.canvas().viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_a_click_on_the_map_takes_the_place_of_what_was_selected(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot, select_tool: SelectTool
) -> None:
    click(qtbot, dock, "Beijing-Baoding")
    select_tool.click(qtbot, "nodes", "承德市")
    qtbot.waitUntil(lambda: chosen(dock) == ["Chengde"])
    assert not selected(editing, "axes") and dock.strip.title.text() == "Selected: Chengde"
    nodes = find(dock.tree, "Nodes")
    assert dock.tree.isExpanded(nodes)
    assert dock.tree.viewport().rect().contains(dock.tree.visualRect(find(dock.tree, "Chengde", nodes)).center())


def test_what_is_added_and_selected_comes_into_view_once_it_has_a_row(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot
) -> None:
    click(qtbot, dock, "Beijing-Baoding")
    parks = editing.layers["parks"]
    with editing.command("Add"):
        park_id = add_park(editing.layers, {"name_zh": "甲", "name_en": "Alpha"}, point(116, 39))
    reveal(parks, [feature_of(parks, "park_id", park_id).id()])
    qtbot.waitUntil(lambda: chosen(dock) == ["Alpha"])
    assert dock.tree.isExpanded(find(dock.tree, "Cooperation parks")) and not selected(editing, "axes")
    assert dock.tree.viewport().rect().contains(dock.tree.visualRect(find(dock.tree, "Alpha")).center())


def test_with_shift_a_click_on_the_map_adds_to_the_selection_and_the_strip_shows_the_last(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot, select_tool: SelectTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, dock, "Beijing-Baoding")
    held = Qt.KeyboardModifier.ShiftModifier
    monkeypatch.setattr(selection_module.QGuiApplication, "keyboardModifiers", lambda: held)  # no screen, no keys
    select_tool.click(qtbot, "nodes", "承德市", held)
    qtbot.waitUntil(lambda: len(chosen(dock)) == 2)
    assert selected(editing, "axes") and selected(editing, "nodes") == {"Chengde"}
    assert dock.strip.title.text() == "Selected: Chengde"


def test_a_double_click_zooms_the_canvas_there(dock: PlanDock, canvas: QgsMapCanvas, qtbot: QtBot) -> None:
    before = canvas.extent().width()
    click(qtbot, dock, "Eastern coastal", double=True)
    assert canvas.extent().width() < before


def test_the_units_of_a_zone_are_selected(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    assert not dock.units_action.isEnabled()
    click(qtbot, dock, "Southern")
    dock.units_action.trigger()
    found = editing.layers["units"].selectedFeatures()
    assert {unit["zone_id"] for unit in found} == {"Z3"} and str(len(found)) == cell(dock.tree, "Southern", SECOND)
    qtbot.waitUntil(lambda: len(dock.tree.items()) == 1 + len(found))


def test_enter_opens_the_form(dock: PlanDock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    class Interface:
        def openFeatureForm(self, layer: Any, feature: Any, *_: bool) -> None:  # noqa: N802 - QGIS's name
            opened.append(feature["name_en"])

    monkeypatch.setattr(dock_module, "iface", Interface())
    click(qtbot, dock, "Central core")
    qtbot.keyClick(dock.tree, Qt.Key.Key_Return)
    assert opened == ["Central core functional zone"]


def test_the_form_can_be_edited_and_its_ok_is_one_step(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms: list[QgsAttributeForm] = []

    class Interface:
        def openFeatureForm(self, layer: Any, feature: Any, *_: bool) -> None:  # noqa: N802 - QGIS's name
            forms.append(QgsAttributeForm(layer, feature))

    monkeypatch.setattr(dock_module, "iface", Interface())
    click(qtbot, dock, "Central core")
    dock.form_action.trigger()
    forms[0].changeAttribute("name_en", "Core zone")
    forms[0].changeAttribute("remarks", "x")
    assert forms[0].save()
    zone = by_name(editing.layers["zones"], "中部核心功能区")
    assert (zone["name_en"], zone["remarks"]) == ("Core zone", "x")
    editing.undo()
    assert not editing.can_undo()
    assert by_name(editing.layers["zones"], "中部核心功能区")["name_en"] == "Central core functional zone"
    forms[0].deleteLater()


def test_the_form_of_a_read_only_plan_is_only_looked_at(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interface:
        def openFeatureForm(self, *_: Any) -> None:  # noqa: N802 - QGIS's name
            pass

    monkeypatch.setattr(dock_module, "iface", Interface())
    for layer in editing.layers.values():
        layer.setReadOnly(True)
    click(qtbot, dock, "Central core")
    dock.form_action.trigger()
    assert not editing.is_editing()


# Following edits


def test_the_tree_follows_an_edit_and_its_undo(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    before = {zone: (cell(dock.tree, zone, FIRST), cell(dock.tree, zone, SECOND)) for zone in ("Central", "North")}
    dock.tree.setExpanded(find(dock.tree, "Central core"), True)
    units = editing.layers["units"]
    moved = by_name(units, "涿州市")
    with editing.command("Assign"):
        set_value(units, moved, "zone_id", "Z4")
    central, north = (int(before[zone][1]) for zone in ("Central", "North"))
    qtbot.waitUntil(lambda: cell(dock.tree, "Central", SECOND) == str(central - 1))
    assert cell(dock.tree, "North", SECOND) == str(north + 1)
    assert cell(dock.tree, "Central", FIRST) != before["Central"][0]
    assert moved["name_en"] not in units_of(dock, "Central core")
    assert dock.tree.isExpanded(find(dock.tree, "Central core"))
    editing.undo()
    qtbot.waitUntil(lambda: cell(dock.tree, "Central", SECOND) == str(central))
    assert {zone: (cell(dock.tree, zone, FIRST), cell(dock.tree, zone, SECOND)) for zone in before} == before
    assert moved["name_en"] in units_of(dock, "Central core")


def test_a_unit_that_moves_stays_selected(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    units = editing.layers["units"]
    moved = by_name(units, "涿州市")
    dock.tree.setExpanded(find(dock.tree, "Central core"), True)
    click(qtbot, dock, moved["name_en"])
    with editing.command("Assign"):
        set_value(units, moved, "zone_id", "Z4")
    dock.tree.plan.refresh()
    qtbot.waitUntil(lambda: chosen(dock) == [moved["name_en"]])
    assert selected(editing, "units") == {moved["name_en"]}


def test_a_deleted_feature_leaves_the_tree_and_comes_back(dock: PlanDock, editing: PlanEditing, qtbot: QtBot) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Delete"):
        nodes.deleteFeature(by_name(nodes, "邯郸市").id())
    qtbot.waitUntil(lambda: "Nodes  10" in [row[0] for row in rows(dock.tree)])
    assert not find(dock.tree, "Handan", find(dock.tree, "Nodes")).isValid()
    editing.undo()
    qtbot.waitUntil(lambda: "Nodes  11" in [row[0] for row in rows(dock.tree)])


def test_units_of_a_folded_zone_are_not_measured(dock: PlanDock, qtbot: QtBot) -> None:
    dock.tree.grab()
    measures = dock.tree.plan._measures
    assert len(measures["zones"]._known) == 4 and not measures["units"]._known
    dock.tree.setExpanded(find(dock.tree, "Eastern coastal"), True)
    dock.tree.grab()
    assert measures["units"]._known


def test_only_what_changed_is_measured_again(dock: PlanDock, editing: PlanEditing,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    rows(dock.tree, find(dock.tree, "Zones"))
    measures = dock.tree.plan._measures["zones"]
    measured: list[float] = []
    original = measures.measured
    monkeypatch.setattr(measures, "measured", lambda shape: measured.append(original(shape)) or measured[-1])
    zones = editing.layers["zones"]
    with editing.command("square"):
        zones.changeGeometry(by_name(zones, "南部功能拓展区").id(), QgsGeometry.fromWkt(SQUARE))
    dock.tree.plan.refresh()
    rows(dock.tree, find(dock.tree, "Zones"))
    assert measured == [pytest.approx(SQUARE_KM2, abs=0.001)]


# Marks


def test_marks_say_how_much_was_found_and_what(dock: PlanDock, editing: PlanEditing) -> None:
    zone = by_name(editing.layers["zones"], "中部核心功能区")
    unit = by_name(editing.layers["units"], "涿州市")
    member = next(row for row in editing.layers["axis_members"].getFeatures() if row["role"] == "assumed")
    found = (("zones", zone, "warning", "It differs from its units."), ("units", unit, "error", "It has no zone."),
             ("units", unit, "note", "Its outline is schematic."), ("axis_members", member, "note", "It is assumed."))
    dock.set_findings(by_feature(Finding(number, "rule", severity, table, feature["uid"], feature["name_en"], sentence)
                                 for number, (table, feature, severity, sentence) in enumerate(found)))
    assert cell(dock.tree, "Central core", MARK) == "3" and cell(dock.tree, "Zones", MARK) == "3"
    tip = find(dock.tree, "Central core").siblingAtColumn(MARK).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "• It has no zone.\n• It differs from its units.\n• Its outline is schematic."
    assert cell(dock.tree, "Beijing-Tianjin", MARK) == "1"
    assert cell(dock.tree, "Southern", MARK) == ""
    assert dock.header.check.text() == "Check (4)"
    dock.set_findings(None)
    assert cell(dock.tree, "Zones", MARK) == "" and dock.header.check.text() == "Check"


# Actions


def given_actions(dock: PlanDock, *names: str) -> dict[str, QAction]:
    actions = {}
    for name in names:
        actions[name] = QAction(name, dock)
        actions[name].setToolTip(f"Does {name}")
    dock.set_actions(actions)
    return actions


def test_without_a_plan_nothing_can_be_pressed_and_the_tooltip_says_why(dock: PlanDock) -> None:
    actions = given_actions(dock, "join_population", "live_layers", "undo", "check_plan")
    dock.show_plan(None)
    assert not any(action.isEnabled() for action in actions.values())
    assert actions["undo"].toolTip() == "Does undo\nNo plan is open. Open one, or make a new one."
    assert not dock.header.check.isEnabled() and dock.header.title.whole() == "No plan is open"


def test_a_read_only_plan_is_measured_and_not_edited(dock: PlanDock, editing: PlanEditing) -> None:
    actions = given_actions(dock, "join_population", "live_layers", "check_plan")
    assert actions["join_population"].isEnabled()
    for layer in editing.layers.values():
        layer.setReadOnly(True)
    editing.state_changed.emit()
    assert actions["live_layers"].isEnabled() and actions["check_plan"].isEnabled()
    assert "read-only" in actions["join_population"].toolTip() and "read-only" in dock.header.scenario.whole()


def test_the_edit_tools_see_to_their_own_actions(dock: PlanDock) -> None:
    actions = given_actions(dock, *EDITS)
    dock.show_plan(None)
    assert all(action.isEnabled() and action.toolTip() == f"Does {name}" for name, action in actions.items())


def test_units_of_a_zone_are_selected_only_when_a_zone_is(dock: PlanDock, qtbot: QtBot) -> None:
    given_actions(dock)
    click(qtbot, dock, "Beijing-Tianjin")
    assert not dock.units_action.isEnabled() and "Select first" in dock.units_action.toolTip()
    click(qtbot, dock, "Southern")
    assert dock.units_action.isEnabled()


def test_an_action_that_can_work_does_not_say_why_it_could_not(dock: PlanDock, qtbot: QtBot) -> None:
    """The dock lays its actions out before any plan is open, and again with the others."""
    given_actions(dock)
    click(qtbot, dock, "Southern")
    tips = {action.text(): action.toolTip() for action in (dock.zoom_action, dock.form_action, dock.units_action)}
    assert all(action.isEnabled() for action in (dock.zoom_action, dock.form_action, dock.units_action))
    assert tips == {text: text for text in tips}


def test_undo_and_save_follow_the_edits(dock: PlanDock, editing: PlanEditing) -> None:
    actions = given_actions(dock, "undo", "redo", "save", "discard")
    assert not any(action.isEnabled() for action in actions.values())
    nodes = editing.layers["nodes"]
    with editing.command("Rename"):
        set_value(nodes, by_name(nodes, "邯郸市"), "remarks", "x")
    assert [actions[name].isEnabled() for name in ("undo", "redo", "save", "discard")] == [True, False, True, True]
    assert "edits not saved" in dock.header.scenario.whole()
    editing.undo()
    assert [actions[name].isEnabled() for name in ("undo", "redo", "save")] == [False, True, False]


def test_at_300_pixels_the_rest_of_the_actions_is_behind_an_arrow(dock: PlanDock, qtbot: QtBot) -> None:
    given_actions(dock, "undo", "redo", "save", "discard", *EDITS, "probe", "wing", "import_layer")
    dock.resize(300, 900)
    qtbot.wait(50)
    arrow = next(child for child in dock.bar.findChildren(QToolButton) if child.objectName() == "qt_toolbar_ext_button")
    assert dock.width() == 300 and arrow.isVisible()


def test_the_menu_of_a_row_offers_what_suits_it(dock: PlanDock, qtbot: QtBot) -> None:
    given_actions(dock, "assign", "bend", "move")
    click(qtbot, dock, "Southern")
    texts = [action.text() for action in dock.menu().actions() if not action.isSeparator()]
    assert texts == ["Zoom to it", "Open its form", "Select the zone's units", "assign"]


def test_a_zone_drawn_by_hand_is_marked_and_made_of_its_units_again(
    dock: PlanDock, editing: PlanEditing, qtbot: QtBot
) -> None:
    zones = editing.layers["zones"]
    whole = by_name(zones, "南部功能拓展区").geometry()
    with editing.command("By hand"):
        zones.changeGeometry(by_name(zones, "南部功能拓展区").id(), QgsGeometry.fromWkt(SQUARE))
    qtbot.waitUntil(lambda: find(dock.tree, "Southern").data().endswith(" (by hand)"))
    click(qtbot, dock, "Central core")
    assert "Make it of its units again" not in [action.text() for action in dock.menu().actions()]
    click(qtbot, dock, "Southern")
    next(action for action in dock.menu().actions() if action.text() == "Make it of its units again").trigger()
    made = by_name(zones, "南部功能拓展区")
    assert made["origin"] == "units" and made.geometry().symDifference(whole).area() < 1e-9
    qtbot.waitUntil(lambda: not find(dock.tree, "Southern").data().endswith(" (by hand)"))
    editing.undo()
    drawn = by_name(zones, "南部功能拓展区")
    assert drawn["origin"] == "free" and drawn.geometry().isGeosEqual(QgsGeometry.fromWkt(SQUARE))
    editing.undo()
    assert not editing.can_undo()


# Several plans, none


def test_the_dock_follows_the_plans_of_the_project(qtbot: QtBot, dressed: Path, tmp_path: Path) -> None:
    project, canvas = QgsProject.instance(), QgsMapCanvas()
    qtbot.addWidget(canvas)
    current = CurrentPlan(project)
    dock = made_dock(qtbot, canvas)
    dock.hide()
    dock.follow(current)
    seen: list[Any] = []
    current.plan_changed.connect(seen.append)
    open_plan(shutil.copy(dressed, tmp_path / "a.gpkg"), project)
    qtbot.waitUntil(lambda: current.current is not None)
    first = current.current
    assert len(current.plans) == 1 and dock.isVisible() and not dock.header.chooser.isVisible()
    open_plan(shutil.copy(dressed, tmp_path / "b.gpkg"), project)
    qtbot.waitUntil(lambda: len(current.plans) == 2)
    assert current.current is current.plans[1] and dock.header.chooser.isVisible()
    qtbot.keyClick(dock.header.chooser, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: current.current is first)
    project.removeMapLayers([layer.id() for layer in first.layers.values()])
    assert seen[-1] is None
    qtbot.waitUntil(lambda: current.current is not None)
    assert current.plans == [current.current] and current.current is not first
    project.clear()
    qtbot.waitUntil(lambda: seen[-1] is None and not current.plans)
    assert rows(dock.tree) == []
    current.close()


def test_a_plan_that_loses_a_layer_has_a_new_session_without_it(qtbot: QtBot, plan: Path) -> None:
    project = QgsProject.instance()
    layers = open_plan(str(plan), project)
    current = CurrentPlan(project)
    qtbot.waitUntil(lambda: current.current is not None)
    old = current.current
    project.removeMapLayer(layers["rivers"].id())
    qtbot.waitUntil(lambda: current.current is not None and current.current is not old)
    assert "rivers" not in current.current.layers and "zones" in current.current.layers
    current.close()


def test_the_dock_is_one_of_the_windows_panels(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    canvas = QgsMapCanvas(window)
    dock = PlanDock(canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    assert dock.objectName() == "JjjPlanDock" and dock in window.findChildren(QDockWidget)
    assert dock.toggleViewAction() in window.createPopupMenu().actions()
