"""Joining people to the units: by code, by parts of today, never by spreading a city's total."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsFeature, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from jjj_planner_plugin.gui.plan.population import PopulationDialog
from jjj_planner_plugin.gui.plan.population_match import NotJoinedError, code_of, match_units, read_people
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.encodings import read_as_written
from tests.qgis_plan import by_name, state_of

PEOPLE = {"130602": 1_000_000, "130606": 200_000, "130638": 480_000, "110112": 1_840_000}


def table(values: dict[str, Any], kind: str = "double", name: str = "census", field: str = "people") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"NoGeometry?field=code:string&field={field}:{kind}", name, "memory")
    for code, people in values.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, people])
        assert layer.dataProvider().addFeatures([feature])[0]
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def opened(editing: PlanEditing, qtbot: QtBot) -> Callable[[QgsVectorLayer], PopulationDialog]:
    def make(layer: QgsVectorLayer) -> PopulationDialog:
        dialog = PopulationDialog(editing)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.layer.setLayer(layer)
        return dialog

    return make


def ok(dialog: PopulationDialog) -> Any:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def people_of(editing: PlanEditing, name: str) -> Any:
    return by_name(editing.layers["units"], name)["population"]


# By code


def test_ok_writes_people_and_source_in_one_step(
    opened: Callable[..., PopulationDialog], editing: PlanEditing, qtbot: QtBot
) -> None:
    start = state_of(editing.layers)
    dialog = opened(table(PEOPLE))
    assert (dialog.code.currentField(), dialog.people.currentField()) == ("code", "people")
    assert dialog.message.text().startswith(
        "3 of 166 units get a number (1 as the sum of today's parts): 3\u202f520\u202f000 people.")
    dialog.source.clear()
    qtbot.keyClicks(dialog.source, "2020 census")
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    assert people_of(editing, "雄县") == 480_000 and people_of(editing, "通州区") == 1_840_000
    assert people_of(editing, "保定市区") == 1_200_000  # 130602 + 130606
    assert by_name(editing.layers["units"], "雄县")["pop_source"] == "2020 census"
    assert people_of(editing, "迁安市") == NULL
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()


def test_people_in_ten_thousands_are_told_by_the_fields_name(
    opened: Callable[..., PopulationDialog], editing: PlanEditing, qtbot: QtBot
) -> None:
    dialog = opened(table({"130638": 48.0}, field="常住人口_万人"))
    assert dialog.factor.currentData() == 10_000
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    assert people_of(editing, "雄县") == 480_000


def test_a_file_can_be_joined_whose_columns_are_all_text(
    opened: Callable[..., PopulationDialog], editing: PlanEditing, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "census.csv"
    file.write_text("code,people\n130638,\"480,000\"\n", encoding="utf-8")
    dialog = opened(table({}))
    dialog.file.setFilePath(str(file))
    assert dialog.message.text().startswith("1 of 166 units")
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    assert people_of(editing, "雄县") == 480_000
    assert by_name(editing.layers["units"], "雄县")["pop_source"] == "census"


def test_without_a_source_nothing_is_written(opened: Callable[..., PopulationDialog], qtbot: QtBot) -> None:
    dialog = opened(table(PEOPLE))
    assert ok(dialog).isEnabled()
    dialog.source.setFocus()
    dialog.source.selectAll()
    qtbot.keyClick(dialog.source, Qt.Key.Key_Delete)
    assert not ok(dialog).isEnabled() and "Name the source" in ok(dialog).toolTip()


@pytest.mark.parametrize(("value", "code"), [
    ("130638", "130638"), (130638, "130638"), (130638.0, "130638"), ("156130638", "130638"),
    ("130638000000", "130638"), (" 130638 ", "130638"), ("雄县", ""), (None, ""), ("1306", "")])
def test_codes_are_read_however_they_are_written(value: Any, code: str) -> None:
    assert code_of(value) == code


# Parts of today


def test_a_city_proper_is_not_summed_while_one_of_its_parts_is_missing(editing: PlanEditing) -> None:
    found = match_units(editing.layers["units"], {"130602": 1_000_000.0})
    assert found.people == {}
    assert any("130601" in line and "lacks 130606" in line for line in found.unmatched)


def test_parts_that_lie_in_two_units_are_given_to_neither(editing: PlanEditing) -> None:
    found = match_units(editing.layers["units"], dict.fromkeys(("130303", "130302", "130304", "130306"), 1e5))
    assert found.people == {}
    assert any("130301" in line and "lie in other units too: 130302, 130304" in line for line in found.unmatched)


def test_districts_that_no_unit_accounts_for_forbid_the_sum(editing: PlanEditing) -> None:
    districts = ("110111", "110105", "110108", "110106", "110101", "110102")
    found = match_units(editing.layers["units"], dict.fromkeys(districts, 1e6))
    assert found.people == {}
    assert any("110100" in line and "belong to no unit: 110101, 110102" in line for line in found.unmatched)


def test_a_sum_over_part_of_the_ground_only_is_not_made(editing: PlanEditing) -> None:
    found = match_units(editing.layers["units"], dict.fromkeys(("110111", "110105", "110108", "110106"), 1e6))
    assert any("110100" in line and "92% of its ground" in line for line in found.unmatched)


def test_city_totals_are_named_and_never_spread(
    opened: Callable[..., PopulationDialog], editing: PlanEditing
) -> None:
    dialog = opened(table({"110100": 21_890_000, "130100": 11_200_000, "130638": 480_000}))
    assert dialog.message.text().startswith("1 of 166 units")
    assert dialog.unmatched.toPlainText().startswith(
        "Totals of cities and provinces, which are not spread over units: 110100, 130100\n")


def test_the_total_of_todays_districts_is_not_the_city_proper_of_1999(editing: PlanEditing) -> None:
    found = match_units(editing.layers["units"], {"130601": 3e6, "130602": 1e6, "130606": 2e5})
    units = editing.layers["units"]
    assert found.people == {by_name(units, "保定市区").id(): 1_200_000}
    alone = match_units(units, {"130601": 3e6})  # a table of its time
    assert alone.people == {by_name(units, "保定市区").id(): 3_000_000}


# Sentences


@pytest.mark.parametrize(("values", "kind", "sentence"), [
    ({"999999": 1}, "double", "No unit has a code that is in the field code."),
    ({"130638": "many"}, "string", "The field people holds “many” at 130638, which is no number."),
    ({"130638": -5}, "integer", "The field people holds -5 at 130638; people cannot be fewer than none."),
    ({"130638": 1, "156130638": 2}, "integer", "In the field code these codes stand more than once: 130638.")])
def test_what_cannot_be_joined_is_said_in_one_sentence(
    opened: Callable[..., PopulationDialog], values: dict[str, Any], kind: str, sentence: str
) -> None:
    dialog = opened(table(values, kind))
    assert dialog.message.text().startswith(sentence) and not ok(dialog).isEnabled()


def test_a_file_that_is_no_table_is_refused(opened: Callable[..., PopulationDialog], tmp_path: Path) -> None:
    file = tmp_path / "notes.xlsx"
    file.write_text("nothing", encoding="utf-8")
    dialog = opened(table(PEOPLE))
    dialog.file.setFilePath(str(file))
    assert "cannot be read as a table" in dialog.message.text() and not ok(dialog).isEnabled()


def test_a_read_only_plan_says_so(
    opened: Callable[..., PopulationDialog], editing: PlanEditing, qtbot: QtBot
) -> None:
    dialog = opened(table(PEOPLE))
    for layer in editing.layers.values():
        layer.setReadOnly(True)
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    assert "read-only" in dialog.message.text() and dialog.isVisible()


def test_rows_without_a_number_are_passed_over() -> None:
    layer = table({"130638": None, "110112": 5})
    assert read_people(layer, "code", "people", 1) == {"110112": 5}
    with pytest.raises(NotJoinedError):
        read_people(table({"130638": "n/a"}, "string"), "code", "people", 1)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig"])
def test_a_csv_is_read_in_the_encoding_it_is_written_in(
    opened: Callable[..., PopulationDialog], editing: PlanEditing, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "人口.csv"
    path.write_text("县名,区划代码,常住人口\n雄县,130638,480000\n", encoding=encoding)
    dialog = opened(table({}))
    dialog.file.setFilePath(str(path))
    assert [field.name() for field in dialog.table().fields()] == ["县名", "区划代码", "常住人口"]
    assert next(dialog.table().getFeatures())["县名"] == "雄县"
    assert dialog.people.currentField() == "常住人口"


def test_a_shapefile_that_does_not_say_its_encoding_is_read_as_gb18030(qgis_app: Any, tmp_path: Path) -> None:
    path, options = str(tmp_path / "县.shp"), QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    layer = QgsVectorLayer("Point?crs=EPSG:4490&field=名称:string", "x", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["雄县"])
    layer.dataProvider().addFeature(feature)
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)
    (tmp_path / "县.cpg").unlink()
    data = bytearray((tmp_path / "县.dbf").read_bytes())
    data[29] = 0  # no code page either
    (tmp_path / "县.dbf").write_bytes(data)
    read = read_as_written(QgsVectorLayer(path, "县", "ogr"), path)
    assert next(read.getFeatures())["名称"] == "雄县"
