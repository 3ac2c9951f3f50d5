"""*Import layer*: a planner's own layer into a plan table, in one step, with a report."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import NULL

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.import_layer import ImportLayerDialog
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.import_values import Choice
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import told
from tests.qgis_plan import by_name, point, state_of


def own_layer(uri: str, rows: list[tuple[QgsGeometry | None, list[Any]]], name: str = "我的图层") -> QgsVectorLayer:
    layer = QgsVectorLayer(uri, name, "memory")
    for shape, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(attributes)
        if shape is not None:
            feature.setGeometry(shape)
        assert layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def in_crs(shape: QgsGeometry, crs: str) -> QgsGeometry:
    moved = QgsGeometry(shape)
    moved.transform(QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()))
    return moved


def square(x: float, y: float, side: float = 0.1) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def opened(tools: EditTools, table: str) -> ImportLayerDialog:
    tools.actions["import_layer"].trigger()
    dialog: Any = tools.dialog
    dialog.table.setCurrentIndex(dialog.table.findData(table))
    assert dialog.table.currentData() == table
    return dialog


def test_points_of_another_crs_become_parks_in_one_step(
    tools: EditTools, editing: PlanEditing, bar: QgsMessageBar
) -> None:
    """The Chinese headings are known; the area is the number of the table."""
    start = state_of(editing.layers)
    rows = [(in_crs(point(116.0, 39.0), "EPSG:3857"), ["甲园", "12.5", 2021, "131022"]),
            (in_crs(point(116.5, 39.2), "EPSG:3857"), ["乙园", "1,200", 2022, "110112"])]
    heads = "field=园区名称:string&field=面积(km²):string&field=年份:int&field=所在地:string"
    own_layer(f"Point?crs=EPSG:3857&{heads}", rows)
    dialog = opened(tools, "parks")
    assert {name: choice.field for name, choice in dialog.mapping.mapping().items()} == {
        "name_zh": "园区名称", "area_km2": "面积(km²)", "start_year": "年份", "host_adcodes": "所在地"}
    assert dialog.preview.rowCount() == 2 and dialog.preview.item(1, 3).text() == "1200.0"
    node = QgsProject.instance().layerTreeRoot().findLayer(editing.layers["parks"].id())
    assert not node.isVisible()
    dialog.accept()
    assert node.isVisible()
    assert {park["name_zh"] for park in editing.layers["parks"].selectedFeatures()} == {"甲园", "乙园"}
    first, second = by_name(editing.layers["parks"], "甲园"), by_name(editing.layers["parks"], "乙园")
    assert (first["area_km2"], first["start_year"], first["host_adcodes"], second["area_km2"]) == (
        12.5, 2021, "131022", 1200.0)
    assert measure().measureLine(first.geometry().asPoint(), QgsPointXY(116.0, 39.0)) < 0.01
    assert told(bar) == ["Cooperation parks: added 2, updated 0."]
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_polygons_become_outlines_multi_and_flat_and_invalid_ones_are_told(
    tools: EditTools, editing: PlanEditing, bar: QgsMessageBar
) -> None:
    flat = square(116.0, 39.0)
    raised = QgsGeometry(flat)
    raised.get().addZValue(7)
    bow = QgsGeometry.fromWkt("POLYGON Z ((116 38 0, 117 39 0, 117 38 0, 116 39 0, 116 38 0))")
    own_layer("PolygonZ?crs=EPSG:4490&field=name:string", [(raised, ["好园"]), (bow, ["坏园"]), (None, ["无图园"])])
    dialog = opened(tools, "park_areas")
    assert "To be added: 2, updated: 0, skipped: 1" in dialog.note.text()
    dialog.accept()
    good = by_name(editing.layers["park_areas"], "好园").geometry()
    assert good.isMultipart() and not good.constGet().is3D() and good.isGeosEqual(flat)
    assert by_name(editing.layers["park_areas"], "无图园").geometry().isNull()
    assert "坏园: its geometry is invalid" in told(bar)[0]


def test_railways_and_roads_in_pieces_become_transport_with_their_mode_and_speed(
    tools: EditTools, editing: PlanEditing, bar: QgsMessageBar
) -> None:
    """OpenStreetMap's words and a planner's are known; pieces of one name are all added; nonsense is told."""
    def piece(x: float) -> QgsGeometry:
        return QgsGeometry.fromPolylineXY([QgsPointXY(x, 39), QgsPointXY(x + 0.1, 39.1)])

    own_layer("LineString?crs=EPSG:4490&field=线路名称:string&field=fclass:string&field=maxspeed:string&"
              "field=开通年份:int", [
                  (piece(116.0), ["京广铁路", "rail", "160"]), (piece(116.1), ["京广铁路", "高速铁路", "350 km/h"]),
                  (piece(116.2), ["大路", "motorway_link", "50 mph", 2008]),
                  (piece(116.3), ["小路", "elf", "schnell"])])
    dialog = opened(tools, "transport")
    assert {name: choice.field for name, choice in dialog.mapping.mapping().items()} == {
        "name_zh": "线路名称", "mode": "fclass", "speed_kmh": "maxspeed", "opened": "开通年份"}
    dialog.accept()
    lines = [[line[name] for name in ("name_zh", "mode", "speed_kmh", "opened")]
             for line in editing.layers["transport"].getFeatures()]
    assert lines == [["京广铁路", "rail", 160.0, NULL], ["京广铁路", "rail", 350.0, NULL],
                     ["大路", "motorway", pytest.approx(80.47, abs=0.01), 2008], ["小路", NULL, NULL, NULL]]
    assert all(line.geometry().isMultipart() for line in editing.layers["transport"].getFeatures())
    assert "added 4, updated 0" in told(bar)[0] and "elf" in told(bar)[0] and "schnell" in told(bar)[0]
    editing.undo()
    assert editing.layers["transport"].featureCount() == 0


def test_features_with_the_same_code_are_updated(tools: EditTools, editing: PlanEditing) -> None:
    """A table without geometry joins people to units; no shape is touched."""
    before = by_name(editing.layers["units"], "涿州市")
    own_layer("NoGeometry?field=区划代码:double&field=常住人口:string&field=人口来源:string", [
        (None, [130681.0, "660 000", "七普"]), (None, [999999.0, "5", "七普"])])
    dialog = opened(tools, "units")
    assert "updated: 1, skipped: 1" in dialog.note.text() and "no geometry, and none is invented" in dialog.note.text()
    dialog.accept()
    after = by_name(editing.layers["units"], "涿州市")
    assert (after["population"], after["pop_source"], after["name_en"]) == (660_000, "七普", before["name_en"])
    assert after.geometry().equals(before.geometry()) and editing.layers["units"].featureCount() == 166


def test_without_a_code_the_name_decides_and_several_of_a_name_are_skipped(
    tools: EditTools, editing: PlanEditing
) -> None:
    own_layer("Point?crs=EPSG:4490&field=名称:string&field=备注:string", [
        (point(115.4, 38.8), ["保定市", "迁"]), (point(115.4, 38.8), ["保定市", "又"]),
        (point(115, 37), ["新城", "新"])])
    dialog = opened(tools, "nodes")
    assert "To be added: 1, updated: 1, skipped: 1" in dialog.note.text() and "twice in the layer" in dialog.note.text()
    dialog.match.setCurrentIndex(1)
    assert "To be added: 3, updated: 0, skipped: 0" in dialog.note.text()
    dialog.match.setCurrentIndex(0)
    dialog.accept()
    moved = by_name(editing.layers["nodes"], "保定市")
    assert moved["remarks"] == "迁" and moved.geometry().equals(point(115.4, 38.8))
    assert by_name(editing.layers["axis_members"], "保定市")["lon"] == 115.4  # what hangs on it follows


def test_an_imported_zone_is_drawn_by_hand(
    tools: EditTools, editing: PlanEditing
) -> None:
    own_layer("Polygon?crs=EPSG:4490&field=zone_id:string&field=name:string", [(square(118, 40), ["Z9", "新分区"])])
    opened(tools, "zones").accept()
    assert by_name(editing.layers["zones"], "新分区")["origin"] == "free"


def test_only_what_is_selected_is_imported(tools: EditTools, editing: PlanEditing) -> None:
    layer = own_layer("Point?crs=EPSG:4490&field=name:string", [(point(116, 39), ["一"]), (point(117, 39), ["二"])])
    layer.selectByExpression("\"name\" = '二'")
    dialog = opened(tools, "parks")
    assert dialog.selected.isChecked() and "To be added: 1" in dialog.note.text()
    dialog.accept()
    assert by_name(editing.layers["parks"], "二") is not None
    assert "一" not in [park["name_zh"] for park in editing.layers["parks"].getFeatures()]


def test_the_mapping_is_remembered_for_such_layers_and_a_constant_fills_a_field(
    tools: EditTools, editing: PlanEditing
) -> None:
    own_layer("Point?crs=EPSG:4490&field=甲:string&field=乙:string", [(point(116, 39), ["X园", "y"])])
    dialog = opened(tools, "parks")
    assert not dialog.mapping.mapping() and "To be added: 1" in dialog.note.text()  # its geometry
    dialog.mapping.choose("name_zh", Choice(field="甲"))
    dialog.mapping.choose("partner_adcodes", Choice(constant="110000"))
    dialog.accept()
    assert by_name(editing.layers["parks"], "X园")["partner_adcodes"] == "110000"
    again = opened(tools, "parks")
    assert again.mapping.mapping() == {"name_zh": Choice("甲"), "partner_adcodes": Choice(constant="110000")}
    other = opened(tools, "wing_points")
    assert not other.mapping.mapping()


def test_a_value_that_does_not_fit_is_left_out_and_told(
    tools: EditTools, editing: PlanEditing, bar: QgsMessageBar
) -> None:
    own_layer("Point?crs=EPSG:4490&field=名称:string&field=等级:string&field=pop2020:string", [
        (point(116, 39), ["甲市", "节点城市", "很多"]), (point(117, 39), ["乙市", "超级城市", "100"])])
    opened(tools, "nodes").accept()
    first, second = by_name(editing.layers["nodes"], "甲市"), by_name(editing.layers["nodes"], "乙市")
    assert first["tier"] == "city" and first["pop2020"] in (None, NULL)
    assert second["tier"] in (None, NULL) and second["pop2020"] == 100
    assert "很多" in told(bar)[0] and "超级城市" in told(bar)[0]


def test_a_layer_without_a_crs_is_refused_with_a_sentence(tools: EditTools) -> None:
    layer = own_layer("Point?field=name:string", [(point(116, 39), ["甲"])])
    layer.setCrs(QgsCoordinateReferenceSystem())
    dialog = opened(tools, "parks")
    assert "has no CRS" in dialog.note.text()
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()


def test_only_tables_of_the_layers_kind_are_offered(tools: EditTools) -> None:
    own_layer("LineString?crs=EPSG:4490&field=name:string", [])
    dialog = opened(tools, "axes")
    offered = [dialog.table.itemData(i) for i in range(dialog.table.count())]
    assert offered == ["axes", "relocations", "rivers", "transport", "corridors"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_file_can_be_chosen(tools: EditTools, editing: PlanEditing, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "园区.csv"
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([["园区名称", "面积"], ["仅有面积的园", "30"]])
    own_layer("Polygon?crs=EPSG:4490&field=name:string", [])
    tools.actions["import_layer"].trigger()
    dialog: Any = tools.dialog
    dialog.open_file(str(path))
    dialog.table.setCurrentIndex(dialog.table.findData("parks"))
    dialog.accept()
    park = by_name(editing.layers["parks"], "仅有面积的园")
    assert park["area_km2"] == 30 and park.geometry().isNull()


def test_names_of_hosts_become_codes_and_what_is_not_clear_is_told_before(
    tools: EditTools, editing: PlanEditing
) -> None:
    """新华区 is in Shijiazhuang and in Cangzhou."""
    own_layer("Point?crs=EPSG:4490&field=名称:string&field=host_adcodes:string&field=partner_adcodes:string", [
        (point(116, 39), ["甲园", "武清区", "北京市、保定市"]), (point(117, 39), ["乙园", "新华区，武清", "瀛洲"])])
    dialog = opened(tools, "parks")
    assert "“新华区” is no known place" in dialog.note.text() and "“瀛洲” is no known place" in dialog.note.text()
    dialog.accept()
    first, second = by_name(editing.layers["parks"], "甲园"), by_name(editing.layers["parks"], "乙园")
    assert (first["host_adcodes"], first["partner_adcodes"]) == ("120114", "110000,130600")
    assert second["host_adcodes"] == "120114" and second["partner_adcodes"] in (None, NULL)


def test_a_row_with_nothing_in_it_is_skipped_and_counted(tools: EditTools) -> None:
    own_layer("Point?crs=EPSG:4490&field=名称:string", [(point(116, 39), ["甲园"]), (None, [None])])
    dialog = opened(tools, "parks")
    assert "To be added: 1, updated: 0, skipped: 1" in dialog.note.text() and "no value" in dialog.note.text()


def test_units_keep_their_shape_on_an_update_unless_the_planner_says_otherwise(
    tools: EditTools, editing: PlanEditing
) -> None:
    before = by_name(editing.layers["units"], "涿州市").geometry()
    own_layer("Polygon?crs=EPSG:4490&field=区划代码:string", [(square(116, 39.4), ["130681"])])
    dialog = opened(tools, "units")
    assert "keep the shape" in dialog.note.text()
    dialog.accept()
    assert by_name(editing.layers["units"], "涿州市").geometry().equals(before)
    dialog = opened(tools, "units")
    dialog.shapes.setCurrentIndex(dialog.shapes.findData(False))
    assert "take the shape of the layer" in dialog.note.text()
    dialog.accept()
    assert by_name(editing.layers["units"], "涿州市").geometry().isGeosEqual(square(116, 39.4))


def test_the_active_layer_is_chosen(tools: EditTools, canvas: QgsMapCanvas) -> None:
    own_layer("Point?crs=EPSG:4490&field=名称:string", [], "一")
    second = own_layer("Point?crs=EPSG:4490&field=名称:string", [], "二")
    canvas.setCurrentLayer(second)
    tools.actions["import_layer"].trigger()
    dialog: Any = tools.dialog
    assert dialog.layer() == second
