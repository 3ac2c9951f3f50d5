"""*Add park*: a click on the map, a dialog, one step."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtCore import NULL, Qt

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.edit_tools.park_dialog import ParkDialog
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import Hand, look_at, told
from tests.qgis_plan import by_name, state_of


@pytest.fixture
def park(tools: EditTools) -> EditTools:
    tools.actions["park"].trigger()
    return tools


def dialog_of(tools: EditTools) -> ParkDialog:
    tool: Any = tools.tool("park")
    return tool.dialog


def ok_enabled(dialog: ParkDialog) -> bool:
    return bool(dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled())


def inside(editing: PlanEditing, name: str) -> tuple[float, float]:
    place = by_name(editing.layers["units"], name).geometry().pointOnSurface().asPoint()
    return place.x(), place.y()


@pytest.mark.parametrize("crs", ["EPSG:4509", "EPSG:3857"])
def test_a_click_and_the_dialog_add_a_park_in_one_step(
    park: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, crs: str
) -> None:
    look_at(canvas, crs)
    start = state_of(editing.layers)
    hand.click(*inside(editing, "固安县"))
    dialog = dialog_of(park)
    assert dialog.host.currentData() == "131022" and not ok_enabled(dialog)
    dialog.name_zh.setText("京冀合作园")
    dialog.partners.tick("110000", "131000")
    dialog.year.setValue(2024)
    dialog.area.setValue(12.5)
    assert ok_enabled(dialog)
    dialog.accept()
    added = by_name(editing.layers["parks"], "京冀合作园")
    fields = ("park_id", "host_adcodes", "partner_adcodes", "start_year", "area_km2")
    assert [added[field] for field in fields] == ["P16", "131022", "110000,131000", 2024, 12.5]
    there = hand.place(hand.pixel(*inside(editing, "固安县")))
    assert measure().measureLine(added.geometry().asPoint(), there) < 0.01 and len(added["uid"]) == 36
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_a_new_park_is_seen_and_selected_and_the_map_is_the_former_tools_again(
    tools: EditTools, editing: PlanEditing, hand: Hand, canvas: QgsMapCanvas, bar: QgsMessageBar
) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    tools.actions["park"].trigger()
    node = QgsProject.instance().layerTreeRoot().findLayer(editing.layers["parks"].id())
    assert not node.isVisible()
    hand.click(*inside(editing, "固安县"))
    dialog_of(tools).name_zh.setText("甲")
    dialog_of(tools).accept()
    assert node.isVisible()
    assert [park["name_zh"] for park in editing.layers["parks"].selectedFeatures()] == ["甲"]
    assert told(bar) == ["The park “甲” is added."]
    assert canvas.mapTool() is pan and not tools.actions["park"].isChecked()


def test_what_is_not_known_stays_empty(park: EditTools, editing: PlanEditing, hand: Hand) -> None:
    hand.click(*inside(editing, "固安县"))
    dialog_of(park).name_zh.setText("某园")
    dialog_of(park).accept()
    added = by_name(editing.layers["parks"], "某园")
    assert all(added[field] in (None, NULL) for field in ("partner_adcodes", "start_year", "area_km2", "name_en"))


def test_selected_polygons_become_its_outline_and_the_number_stays_a_number(
    park: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    drawn = QgsVectorLayer("PolygonZ?crs=EPSG:4509", "园区红线", "memory")
    features = []
    for x, width, height in ((460_000, 2000, 3000), (470_000, 1000, 1000)):
        feature = QgsFeature()
        shape = QgsGeometry.fromRect(QgsRectangle(x, 4_360_000, x + width, 4_360_000 + height))
        shape.get().addZValue(5)
        feature.setGeometry(shape)
        features.append(feature)
    drawn.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(drawn)
    drawn.selectAll()
    hand.click(*inside(editing, "固安县"))
    dialog = dialog_of(park)
    dialog.shape.setCurrentIndex(1)
    assert "7.0" in dialog.note.text()  # 2 × 3 km and 1 × 1 km
    dialog.host.setCurrentIndex(dialog.host.findData("131022"))
    dialog.name_zh.setText("红线园")
    dialog.area.setValue(20)
    dialog.accept()
    added = by_name(editing.layers["park_areas"], "红线园")
    assert added["area_km2"] == 20 and added.geometry().isMultipart() and not added.geometry().constGet().is3D()
    assert measure().measureArea(added.geometry()) / 1e6 == pytest.approx(7.0, rel=2e-3)
    assert by_names(editing.layers["parks"], "红线园") == []


def by_names(layer: QgsVectorLayer, name: str) -> list[str]:
    return [feature["name_zh"] for feature in layer.getFeatures() if feature["name_zh"] == name]


def test_outside_the_units_the_host_has_to_be_chosen(park: EditTools, editing: PlanEditing, hand: Hand) -> None:
    hand.click(113.2, 36.2)
    dialog = dialog_of(park)
    dialog.name_zh.setText("外")
    assert "no unit here" in dialog.note.text() and not ok_enabled(dialog)
    dialog.host.setCurrentIndex(0)
    assert ok_enabled(dialog)


def test_cancel_adds_nothing(park: EditTools, editing: PlanEditing, hand: Hand) -> None:
    start = state_of(editing.layers)
    hand.click(*inside(editing, "固安县"))
    dialog_of(park).reject()
    assert state_of(editing.layers) == start and not editing.is_editing()


def test_the_list_of_partners_can_be_filtered_and_keeps_what_is_ticked(
    park: EditTools, editing: PlanEditing, hand: Hand
) -> None:
    hand.click(*inside(editing, "固安县"))
    partners = dialog_of(park).partners
    partners.tick("110000")
    partners.filter.setText("1310")
    shown = [item.text() for item in partners._items() if not item.isHidden()]
    assert any("110000" in text for text in shown) and all("1310" in text or "110000" in text for text in shown)
    assert partners.codes() == ["110000"]
    assert partners.list.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable
