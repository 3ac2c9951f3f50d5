"""*Wing from townships*: Xiong'an is its three counties and four townships, and is not called so without them."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.wing_dialog import WingDialog
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import measure, union_of
from tests.qgis_plan import by_name, state_of

COUNTIES = ("雄县", "容城县", "安新县")
BOXES = {
    ("鄚州镇", "130982100000"): (116.10, 38.80, 116.18, 38.86),
    ("苟各庄镇", "130982101000"): (116.18, 38.80, 116.26, 38.86),
    ("七间房乡", "130982200000"): (116.10, 38.74, 116.18, 38.80),
    ("龙化乡", "130628200000"): (115.85, 38.70, 115.93, 38.76),
    ("龙化乡", "410000200000"): (114.0, 37.0, 114.2, 37.2),
    ("出岸镇", "130982102000"): (116.0, 38.6, 116.1, 38.7),
}


def townships(crs: str = "EPSG:4490", without: str = "") -> QgsVectorLayer:
    """The four, another of the same name far away, and one of the same county."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=XZQMC:string&field=XZQDM:string", "乡镇", "memory")
    to_layer = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    for (name, code), box in BOXES.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name, code])
        shape = QgsGeometry.fromRect(QgsRectangle(*box)).densifyByDistance(0.005)
        shape.transform(to_layer)
        feature.setGeometry(shape)
        if name != without:
            layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def expected(editing: PlanEditing) -> QgsGeometry:
    counties = [by_name(editing.layers["units"], name).geometry() for name in COUNTIES]
    boxes = [QgsGeometry.fromRect(QgsRectangle(*box)).densifyByDistance(0.005) for box in list(BOXES.values())[:4]]
    return union_of([*counties, *boxes])


def km2(shape: QgsGeometry) -> float:
    return float(measure().measureArea(shape)) / 1e6


@pytest.fixture
def dialog(tools: EditTools) -> WingDialog:
    tools.actions["wing"].trigger()
    return tools.dialog


def test_without_a_township_layer_the_three_counties_are_not_called_the_new_area(
    dialog: WingDialog, editing: PlanEditing
) -> None:
    area = sum(km2(by_name(editing.layers["units"], name).geometry()) for name in COUNTIES)
    assert dialog.layer.currentText() == "none: the three counties alone"
    assert f"{area:,.1f} km²".replace(",", "\u202f") in dialog.found.text()
    assert "Published: 1\u202f770 km²; the three counties alone: 1\u202f558.5 km²" in dialog.found.text()
    assert "not the 1\u202f770 km² of the New Area" in dialog.note.text() and "任丘市鄚州镇" in dialog.note.text()
    dialog.accept()
    wing = by_name(editing.layers["wings"], "河北雄安新区")
    assert "不是公布的范围" in wing["remarks"] and wing["host_adcodes"] == "130629,130632,130638"


def test_a_wing_that_is_just_that_already_is_not_made_again(
    dialog: WingDialog, tools: EditTools, editing: PlanEditing
) -> None:
    dialog.accept()
    assert editing.can_undo()
    editing.undo()
    tools.actions["wing"].trigger()
    tools.dialog.accept()
    editing.save()
    tools.actions["wing"].trigger()
    tools.dialog.accept()
    assert not editing.is_modified()


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4509", "EPSG:3857"])
@pytest.mark.parametrize("by_code", [True, False])
def test_the_four_townships_are_found_in_their_counties_and_join_in_one_step(
    dialog: WingDialog, editing: PlanEditing, crs: str, by_code: bool
) -> None:
    start = state_of(editing.layers)
    dialog.layer.setLayer(townships(crs))
    assert (dialog.name_field.currentField(), dialog.code_field.currentField()) == ("XZQMC", "XZQDM")
    if not by_code:
        dialog.code_field.setField("")
    assert dialog.note.text() == "" and dialog.parts.found == ["鄚州镇", "苟各庄镇", "七间房乡", "龙化乡"]
    dialog.accept()
    wing = by_name(editing.layers["wings"], "河北雄安新区")
    assert km2(wing.geometry()) == pytest.approx(km2(expected(editing)), abs=0.01)
    assert wing["host_adcodes"] == "130628,130629,130632,130638,130982" and wing["area_official_km2"] == 1770
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_a_township_that_is_not_there_is_named(dialog: WingDialog, editing: PlanEditing) -> None:
    dialog.layer.setLayer(townships(without="七间房乡"))
    assert "任丘市七间房乡" in dialog.note.text()
    dialog.accept()
    assert "七间房乡" in by_name(editing.layers["wings"], "河北雄安新区")["remarks"]


def test_a_layer_without_a_crs_is_refused_with_a_sentence(dialog: WingDialog) -> None:
    layer = townships()
    layer.setCrs(QgsCoordinateReferenceSystem())
    dialog.layer.setLayer(layer)
    assert "has no CRS" in dialog.note.text()
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
