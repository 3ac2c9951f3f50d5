"""Indicators through Processing with the real engine: what is loaded, how it is drawn and named, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.indicators import Indicators
from jjj_planner_plugin.algorithms.indicators_in_space import IN_SPACE
from jjj_planner_plugin.gui.indicators_tools import indicator_values
from jjj_planner_plugin.gui.results.catalogue import panel
from jjj_planner_plugin.gui.results.chart_data import picture
from jjj_planner_plugin.gui.results.table import Table, TableReader
from jjj_planner_plugin.gui.results.table_model import ResultModel
from jjj_planner_plugin.layers.indicators_look import bounds_of, classes_of, style_indicators
from jjj_planner_plugin.layers.results import ResultLook, style_result
from tests.conftest import run_engine
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

ROWS = [(f"{code}", people, rate) for code, people, rate in (
    ("110000", 2189, 88), ("120000", 1387, 85), ("130100", 1124, 70), ("130200", 772, 65), ("130300", 314, 64),
    ("130400", 941, 59), ("130500", 711, 54), ("130600", 1154, 58), ("130700", 412, 66), ("130800", 335, 57),
    ("130900", 730, 55), ("131000", 546, 65), ("131100", 421, 55))]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The result of a first run: nothing is said but where it is written."""
    folder = tmp_path_factory.mktemp("indicators")
    answer = run_engine({"task": "indicators", "params": {"output": str(folder / "i.gpkg")}}, folder)
    return str(answer["result"]["output"])


def table_shown(uri: str, table: str) -> ResultModel:
    """A table of the result as the panel shows it."""
    read: list[Table] = []
    reader = TableReader()
    reader.done.connect(read.append)
    reader.read(uri)
    entry = next(one for one in panel()["tasks"]["indicators"]["tables"] if one.get("table") == table)
    return ResultModel(read[0], entry)


def of(file: str, table: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{file}|layername={table}", table, "ogr")
    assert layer.isValid(), table
    style_result(layer, "indicators")
    return layer


def legend(layer: QgsVectorLayer) -> list[str]:
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_a_first_run_tells_the_indices_in_words(first: str) -> None:
    layer = of(first, "indices")
    found = {row["index_id"]: row["value"] for row in layer.getFeatures() if row["area_level"] == "cities"
             and row["measure"] == "people"}
    assert found["rank_size_slope"] == pytest.approx(-0.7344, abs=1e-4)
    assert all(field.alias() for field in layer.fields() if field.name() != "fid")
    setup = layer.editorWidgetSetup(layer.fields().lookupField("index_id"))
    assert {"gini", "theil_t", "per_head"} <= set(setup.config()["map"].values())


@pytest.mark.parametrize("table", ["cities", "provinces", "zones", "decomposition", "rank_size", "lorenz"])
def test_every_field_has_its_name_in_both_languages(first: str, table: str) -> None:
    assert all(field.alias() for field in of(first, table).fields() if field.name() != "fid")


def test_each_indicator_is_a_style_of_its_layer_and_the_head_names_it(first: str) -> None:
    provinces = of(first, "provinces")
    assert provinces.styleManager().currentStyle().startswith("GDP per head")
    assert legend(provinces)[0].startswith("GDP per head")
    assert len(legend(provinces)) == 1 + 3  # a class for each of three places
    names = provinces.styleManager().styles()
    assert any(name.startswith("People per area") for name in names)
    provinces.styleManager().setCurrentStyle(next(name for name in names if name.startswith("People per area")))
    assert legend(provinces)[0].startswith("People per area")


def test_of_the_levels_one_is_seen_at_first_and_none_of_which_nothing_is_known(first: str) -> None:
    project = QgsProject.instance()
    for table in ("units", "cities", "provinces", "zones"):  # as Processing loads them
        layer = QgsVectorLayer(f"{first}|layername={table}", table, "ogr")
        project.addMapLayer(layer)
        context = QgsProcessingContext()
        context.setProject(project)
        ResultLook("indicators").postProcessLayer(layer, context, Heard())
    group = project.layerTreeRoot().findGroup("Indicators")
    assert [node.name() for node in group.children()] == ["units", "cities", "zones", "provinces"]
    assert [node.name() for node in group.children() if node.isVisible()] == ["cities"], "the finest complete one"


def test_what_is_not_known_is_in_the_legend(first: str) -> None:
    assert legend(of(first, "units")) == ["not known"]
    cities = of(first, "cities")
    cities.styleManager().setCurrentStyle(next(
        name for name in cities.styleManager().styles() if name.startswith("People per area")))
    assert "not known" not in legend(cities)
    assert len(legend(cities)) == 1 + 5


@pytest.fixture
def table(tmp_path: Path, provider: Any) -> QgsVectorLayer:
    """Two years of the 13 cities, in ten thousands, in GBK."""
    lines = ["adcode,年份,常住人口（万人）,城镇化率"]
    lines += [f"{code},2010,{people},{rate}" for code, people, rate in ROWS]
    lines += [f"{code},2020,{people + 10},{rate + 5}" for code, people, rate in ROWS]
    path = tmp_path / "cities.csv"
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    layer = QgsVectorLayer(str(path), "cities", "ogr")
    layer.setProviderEncoding("GB18030")
    layer.updateFields()
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_a_table_of_two_years_is_drawn_by_what_changed(table: QgsVectorLayer, tmp_path: Path) -> None:
    heard = Heard()
    made = run("indicators", {"TABLE": table.id(), "YEAR": "2010", "SECOND_YEAR": "2020", "RATIOS": ["城镇化率"],
                              "SCHEME": 1, "IN_SPACE": False, "OUTPUT": str(tmp_path / "i.gpkg")}, heard)
    assert heard.errors == []
    assert set(made) == {"OUTPUT", *Indicators.TABLES} - {"UNMATCHED", *IN_SPACE}
    cities = of(made["OUTPUT"], "cities")
    assert {row["people_difference"] for row in cities.getFeatures()} == {100000}
    assert "· change" in legend(cities)[0]
    alias = cities.fields().field("people_difference").alias()
    assert "变化" in alias
    assert "change" in alias
    heads = {field.name(): field.alias() for field in cities.fields()}
    assert "2010" in heads["people"] and "2020" in heads["people_after"] and "area_km2_after" not in heads
    assert any("2020" in name for name in cities.styleManager().styles())
    shown = table_shown(f"{made['OUTPUT']}|layername=cities", "cities")
    place = [column.name for column in shown.columns].index("people")
    assert [column.name for column in shown.columns[place:place + 3]] == [
        "people", "people_after", "people_difference"]
    assert ["2010" in shown.head(place), "2020" in shown.head(place + 1)] == [True, True]
    drawn = picture(shown, "en")
    assert [name for name, _ in drawn.legend] == ["2010", "2020"] and len(drawn.bars) == 2 * 13
    assert sum(segment.length for bar in drawn.bars[:2] for segment in bar.segments) == 2 * 21890000 + 100000
    zones = {row["code"]: row for row in of(made["OUTPUT"], "zones").getFeatures()}
    assert zones["Z4"]["people"] == 7470000


def test_percentages_are_asked_about_and_one_field_cannot_be_both(table: QgsVectorLayer, tmp_path: Path) -> None:
    heard = Heard()
    assert run("indicators", {"TABLE": table.id(), "OUTPUT": str(tmp_path / "i.gpkg")}, heard) == {}
    assert "城镇化率" in heard.errors[0]
    both = {"TABLE": table.id(), "RATIOS": ["城镇化率"], "AMOUNTS": "城镇化率", "OUTPUT": str(tmp_path / "i.gpkg")}
    assert run("indicators", both, heard) == {}
    assert "城镇化率" in heard.errors[1]


def test_the_dialog_begins_with_the_open_plan_and_the_only_table(table: QgsVectorLayer) -> None:
    project = QgsProject.instance()
    assert indicator_values(None, {}, project) == {"TABLE": table.id()}
    units = QgsVectorLayer("Polygon?crs=EPSG:4490&field=adcode:string&field=population:integer", "units", "memory")
    project.addMapLayer(units)
    assert "TABLE" not in indicator_values(None, {"units": units, "more": table}, project)


# Classes


def test_classes_hold_all_values_and_each_value_once() -> None:
    values = sorted([3.14159, 27.1828, 99.5, 100.4, 250.0, 999.9, 1234.5])
    bounds = bounds_of(values, 5)
    assert bounds[0] <= values[0]
    assert bounds[-1] >= values[-1]
    for change, shown in ((False, values), (True, [-250.0, -3.0, 0.0, 0.0, 7.0, 100.0])):
        classes = classes_of(shown, change)
        layer = QgsVectorLayer("Point?crs=EPSG:4490&field=v:double", "v", "memory")
        for value in shown:
            held = [one for one in classes if holds(one.holds("v"), value, layer)]
            assert len(held) == 1, value


def holds(expression: str, value: float, layer: QgsVectorLayer) -> bool:
    from qgis.core import QgsExpression, QgsExpressionContext, QgsFeature

    feature = QgsFeature(layer.fields())
    feature.setAttributes([value])
    context = QgsExpressionContext()
    context.setFeature(feature)
    context.setFields(layer.fields())
    return bool(QgsExpression(expression).evaluate(context))


def test_a_layer_of_another_table_is_left_alone(first: str) -> None:
    layer = QgsVectorLayer(f"{first}|layername=indices", "indices", "ogr")
    before = layer.renderer()
    style_indicators(layer)
    assert layer.renderer() is before or layer.renderer() is None
