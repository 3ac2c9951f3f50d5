"""Conflicts, coordination and border mirror through Processing: results styled and grouped, dialogs prefilled."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

from jjj_planner_plugin.algorithms.lists import numbers, texts
from jjj_planner_plugin.gui.border_tools import conflict_values, coordination_values, mirror_values
from jjj_planner_plugin.layers.conflict_look import class_colours
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def polygons(name: str, *wkts: str, **fields: str) -> QgsVectorLayer:
    """A layer in memory, in the project: as a planner has just drawn it."""
    columns = "".join(f"&field={field}:string" for field in fields)
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4490{columns}", name, "memory")
    for number, wkt in enumerate(wkts):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([values.split()[number] for values in fields.values()])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def box(west: float, south: float, east: float, north: float) -> str:
    return QgsGeometry.fromRect(QgsRectangle(west, south, east, north)).asWkt()


@pytest.fixture
def plan(provider: Any, made_plan: Path, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """A plan of the test's own, open in the project: its layers by table."""
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    return open_plan(str(path), QgsProject.instance(), "en")


@pytest.fixture
def lines(plan: dict[str, QgsVectorLayer]) -> list[QgsVectorLayer]:
    """Farmland and urban boundary south of Tongzhou, drawn a moment ago; they share 0.01° × 0.01°."""
    return [polygons("永久基本农田", box(116.70, 39.80, 116.72, 39.82)),
            polygons("城镇开发边界", box(116.71, 39.81, 116.74, 39.84))]


def test_conflicts_take_the_layers_names_and_the_plans_units(
    plan: dict[str, QgsVectorLayer], lines: list[QgsVectorLayer], tmp_path: Path
) -> None:
    made = run("conflicts", {"LAYERS": lines, "UNITS": plan["units"].id(), "OUTPUT": str(tmp_path / "c.gpkg")})
    (found,) = rows(made["OUTPUT"])
    assert (found["pair"], found["unit"], found["unit_name"]) == ("永久基本农田 × 城镇开发边界", "110112", "通州区")
    # 0.01° of latitude is 1 110 m at 39.8°, 0.01° of longitude 856 m
    assert found["area_ha"] == pytest.approx(111.04 * 85.6 / 100, rel=2e-3)
    assert found["area_mu"] == pytest.approx(found["area_m2"] * 0.0015, abs=1e-3)
    (total,) = rows(made["SUMMARY"])
    assert total["overlap_m2"] == pytest.approx(found["area_m2"], abs=0.01)


def test_conflicts_without_units_are_told_by_the_bundled_counties(
    lines: list[QgsVectorLayer], tmp_path: Path
) -> None:
    made = run("conflicts", {"LAYERS": lines, "NAMES": "甲，乙", "MIN_AREA_M2": "2000000", "SLIVER_WIDTH_M": 0,
                             "OUTPUT": str(tmp_path / "c.gpkg")})
    assert rows(made["OUTPUT"]) == []
    (total,) = rows(made["SUMMARY"])
    assert (total["pair"], total["unit"], total["below_minimum"]) == ("甲 × 乙", "110112", 1)


def test_areas_that_are_none_are_refused(lines: list[QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard()
    run("conflicts", {"LAYERS": lines, "MIN_AREA_M2": "200 m", "OUTPUT": str(tmp_path / "c.gpkg")}, feedback)
    assert "is not a list of areas" in feedback.errors[0]
    run("conflicts", {"LAYERS": lines[:1], "OUTPUT": str(tmp_path / "c.gpkg")}, feedback)
    assert any("at least two are needed" in error for error in feedback.errors)
    assert not list(tmp_path.glob("c.gpkg*"))


def test_the_coordination_table_of_the_plans_zones(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    values = coordination_values(None, plan, QgsProject.instance())
    assert values == {
        "PLAN_LAYER": plan["zones"].id(), "PLAN_CLASS": "zone_id", "JURISDICTIONS": plan["units"].id(),
        "JURISDICTION_FIELD": "city", "CONSTRAINTS": [plan["catchments"].id()]}
    made = run("coordination_matrix", {**values, "OUTPUT": str(tmp_path / "m.gpkg")})
    places = rows(made["OUTPUT"])
    assert {place["rule"] for place in places} == {"zones-face", "upstream", "shared-water"}
    assert {place["b_name"] for place in places if place["rule"] == "upstream"} == {"天津市"}
    table = rows(made["MATRIX"])
    assert sum(row["area_m2"] for row in table if row["constraint"]) / 1e6 == pytest.approx(196_662, rel=1e-3)


def test_a_file_of_rules_that_is_wrong_is_told_where(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    rules, feedback = tmp_path / "rules.json", Heard()
    rules.write_text('{"rules": [{"id": "x", "kind": "odd"}]}', encoding="utf-8")
    run("coordination_matrix", {"PLAN_LAYER": plan["zones"].id(), "RULES": str(rules),
                                "OUTPUT": str(tmp_path / "m.gpkg")}, feedback)
    assert any("rules[1] (x) kind" in error for error in feedback.errors)


def test_the_border_mirror_of_the_plans_zones(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    values = mirror_values(plan["units"], plan)
    assert values == {"LAYER": plan["zones"].id(), "CLASS_FIELD": "zone_id", "JURISDICTIONS": plan["units"].id(),
                      "JURISDICTION_FIELD": "city"}
    made = run("border_mirror", {**values, "JURISDICTION_FIELD": "province", "DISTANCE_M": 2000, "STEP_M": None,
                                 "OUTPUT": str(tmp_path / "b.gpkg")})
    table = rows(made["MIRROR"])
    assert {(row["a_name"], row["b_name"]) for row in table} == {
        ("北京市", "天津市"), ("北京市", "河北省"), ("天津市", "河北省")}
    assert sum(row["length_m"] for row in rows(made["OUTPUT"])) == pytest.approx(
        sum(row["length_m"] for row in table), abs=1)


def test_a_dialog_offers_the_control_lines_of_the_project(
    plan: dict[str, QgsVectorLayer], lines: list[QgsVectorLayer]
) -> None:
    polygons("底图", box(116, 39, 117, 40))
    values = conflict_values(plan, QgsProject.instance())
    assert set(values["LAYERS"]) == {layer.id() for layer in lines}
    assert (values["UNITS"], values["UNIT_FIELD"]) == (plan["units"].id(), "adcode")
    land = polygons("地类图斑", box(116, 39, 117, 40), dlbm="0101")
    assert coordination_values(land, plan, QgsProject.instance())["PLAN_CLASS"] == "dlbm"
    assert set(coordination_values(land, plan, QgsProject.instance())["CONSTRAINTS"]) == {
        *(layer.id() for layer in lines), plan["catchments"].id()}


def test_lists_may_be_written_with_chinese_commas() -> None:
    assert texts("永农，红线、 边界 ") == ["永农", "红线", "边界"]
    assert texts(" ") == [] and texts("a,,b") == ["a", "", "b"]
    assert numbers("200，400 600") == [200, 400, 600]


# How they look


def test_conflicts_have_a_colour_for_each_pair(provider: Any) -> None:
    layer = polygons("c", box(116, 39, 117, 40), box(117, 39, 118, 40), pair="甲×乙 甲×丙")
    style_result(layer, "conflicts")
    categories = layer.renderer().categories()
    assert [category.value() for category in categories] == ["甲×丙", "甲×乙"]
    assert len({category.symbol().color().name() for category in categories}) == 2


def test_places_are_told_by_their_rule_in_words(provider: Any) -> None:
    layer = polygons("p", box(116, 39, 117, 40), rule="up", rule_zh="上游", rule_en="upstream")
    style_result(layer, "coordination")
    (category,) = layer.renderer().categories()
    assert (category.value(), category.label()) == ("up", "upstream")


def test_a_class_keeps_its_colour_on_either_side_of_a_border() -> None:
    tints = class_colours(["b", "Z1", "a", ""])
    assert tints["Z1"] == "#E0A030" and tints["a"] != tints["b"]
    assert class_colours(["a", "b"])["a"] == tints["a"]


def test_the_first_jurisdictions_class_is_drawn_on_the_left_of_the_border(provider: Any) -> None:
    """A line to the north: what is on its left is drawn west of it."""
    layer = QgsVectorLayer("LineString?crs=EPSG:4490&field=a_class:string&field=b_class:string", "b", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["Z1", "Z4"])
    feature.setGeometry(QgsGeometry.fromWkt("LINESTRING (116 39, 116 40)"))
    layer.dataProvider().addFeature(feature)
    style_result(layer, "borders")
    (category,) = layer.renderer().categories()
    assert category.label() == "Z1 | Z4"
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(115.9, 39.4, 116.1, 39.6))
    settings.setOutputSize(QSize(200, 200))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    row = [image.pixelColor(x, 100).name() for x in range(200)]
    tints = class_colours([])
    west, east = (tints[zone].lower() for zone in ("Z1", "Z4"))
    assert west in row[:100] and west not in row[101:]
    assert east in row[100:] and east not in row[:99]


def test_borders_of_very_many_classes_are_drawn_alike(provider: Any) -> None:
    layer = QgsVectorLayer("LineString?crs=EPSG:4490&field=a_class:string&field=b_class:string", "b", "memory")
    for number in range(50):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"{number}", "x"])
        layer.dataProvider().addFeature(feature)
    style_result(layer, "borders")
    assert layer.renderer().type() == "singleSymbol"


def test_results_of_the_border_tools_have_readable_heads(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    """Every field that the three tools write has an alias."""
    values = coordination_values(None, plan, QgsProject.instance())
    coordination = run("coordination_matrix", {**values, "OUTPUT": str(tmp_path / "m.gpkg")})
    mirror = run("border_mirror", {**mirror_values(None, plan), "OUTPUT": str(tmp_path / "b.gpkg")})
    conflicts = run("conflicts", {"LAYERS": [plan["zones"], plan["catchments"]], "OUTPUT": str(tmp_path / "c.gpkg")})
    kinds = (("coordination", coordination), ("borders", mirror), ("conflicts", conflicts))
    for kind, made in kinds:
        for reference in made.values():
            layer = QgsVectorLayer(reference, kind, "ogr")
            style_result(layer, kind)
            bare = [field.name() for field in layer.fields() if not field.alias() and field.name() != "fid"]
            assert bare == [], (kind, reference)
