"""The source protection check through Processing with the real engine: what is taken by itself, refused, and shown."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import ResultLook, style_result
from jjj_planner_plugin.paths import resource
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

TABLES = ("OUTPUT", "LIST", "SUMMARY", "LINES", "POINTS")


@pytest.fixture
def plan(provider: Any, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """The sample, open in the project: its layers by table."""
    path = tmp_path / "plan.gpkg"
    shutil.copy(resource("data/sample_plan.gpkg"), path)
    return open_plan(str(path), QgsProject.instance(), "en")


def memory(name: str, kind: str, rows: list[tuple[str, list[Any]]], fields: str = "") -> QgsVectorLayer:
    """A layer that no file holds, in the project."""
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4490{fields}", name, "memory")
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def strips(provider: Any) -> QgsVectorLayer:
    """A first-class strip at Miyun and a second-class one beside it, as the strips of a result are called."""
    return memory("Strips", "Polygon", [
        ("POLYGON ((116.8 40.4, 116.9 40.4, 116.9 40.5, 116.8 40.5, 116.8 40.4))", ["first", "密云水库"]),
        ("POLYGON ((116.9 40.4, 117.1 40.4, 117.1 40.5, 116.9 40.5, 116.9 40.4))", ["second", "密云水库"]),
    ], "&field=strip_class:string&field=name_zh:string")


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "t", "ogr")
    assert layer.isValid(), reference
    names = layer.fields().names()
    return [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]


def test_without_planned_layers_the_open_plans_parks_and_wings_are_checked(
    plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    heard = Heard()
    made = run("source_protection_check", {"BUNDLED": True, "OUTPUT": str(tmp_path / "p.gpkg")}, heard)
    assert set(made) == {"OUTPUT", "LIST", "SUMMARY", "POINTS", "CONFLICTS"}, "a layer without lines is not shown"
    found = rows(made["LIST"])
    assert len(found) == made["CONFLICTS"]
    assert {row["plan_layer"] for row in found} == {plan["parks"].name(), plan["wings"].name()}
    assert {row["protection"] for row in found} == {"Sub-basins of the Hai"}
    sub_centre = next(row for row in found if row["plan_feature"] == "北京城市副中心")
    assert (sub_centre["contact"], sub_centre["protection_name"]) == ("inside", "潮白河下游")
    assert any("Conflicts: " in info and "to be noted" in info for info in heard.infos)


def test_strips_by_class_with_a_zone_a_line_and_points_that_no_file_holds(
    strips: QgsVectorLayer, tmp_path: Path
) -> None:
    square = "POLYGON ((116.85 40.4, 116.95 40.4, 116.95 40.5, 116.85 40.5, 116.85 40.4))"
    zone = memory("Zone", "Polygon", [(square, [])])
    road = memory("Road", "LineString", [("LINESTRING (116.7 40.45, 117.0 40.45)", [])])
    place = memory("Place", "Point", [("POINT (116.85 40.51)", [])])
    made = run("source_protection_check", {
        "FEATURES": [zone.id(), road.id(), place.id()], "PROTECTIONS": [strips.id()], "SEARCH_M": 1500,
        "OUTPUT": str(tmp_path / "p.gpkg")})
    found = {(row["plan_layer"], row["protection_class"]): row for row in rows(made["LIST"])}
    assert set(found) == {("Zone", "first"), ("Zone", "second"), ("Road", "first"), ("Road", "second"),
                          ("Place", "first")}
    assert found["Zone", "first"]["share_of_plan"] == pytest.approx(0.5, abs=1e-4)
    assert (found["Zone", "first"]["concern"], found["Zone", "second"]["concern"]) == ("severe", "serious")
    assert found["Road", "first"]["length_m"] == pytest.approx(8483, abs=10)  # a tenth of a degree at 40.45 north
    assert (found["Place", "first"]["contact"], found["Place", "first"]["concern"]) == ("near", "notice")
    assert found["Place", "first"]["edge_m"] == pytest.approx(1110, abs=3)
    assert {row["serves"] for row in found.values()} == {"110000"}
    assert [len(rows(made[name])) for name in ("LINES", "POINTS")] == [2, 1]


def test_what_is_missing_is_refused_with_what_to_do_first(strips: QgsVectorLayer, tmp_path: Path) -> None:
    output = str(tmp_path / "p.gpkg")
    heard = Heard()
    assert run("source_protection_check", {"FEATURES": [strips.id()], "OUTPUT": output}, heard) == {}
    assert "Riparian strips" in heard.errors[0] and "Delineate catchments" in heard.errors[0]
    heard = Heard()
    assert run("source_protection_check", {"PROTECTIONS": [strips.id()], "OUTPUT": output}, heard) == {}
    assert "no plan" in heard.errors[0]
    assert not Path(output).exists()


def test_a_wing_drawn_as_its_whole_host_and_a_point_for_two_prefectures_are_told(
    plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    heard = Heard()
    made = run("source_protection_check", {"BUNDLED": True, "OUTPUT": str(tmp_path / "p.gpkg")}, heard)
    notes = {row["plan_feature"]: row["extent_note"] or "" for row in rows(made["LIST"])}
    assert notes["北京城市副中心"].startswith("drawn larger") and "155 km² published" in notes["北京城市副中心"]
    assert notes["河北雄安新区"] == ""
    assert "Zhangjiakou, Chengde" in notes["张承生态功能区"]
    assert any("Tongzhou sub-centre) (drawn larger" in warning for warning in heard.warnings)


def test_conflicts_lie_over_the_plan_they_are_about(
    plan: dict[str, QgsVectorLayer], strips: QgsVectorLayer, tmp_path: Path
) -> None:
    context, project = QgsProcessingContext(), QgsProject.instance()
    context.setProject(project)
    made = run("source_protection_check", {
        "FEATURES": [strips.id()], "PROTECTIONS": [strips.id()], "OUTPUT": str(tmp_path / "p.gpkg")})
    conflicts = QgsVectorLayer(made["OUTPUT"], "conflicts", "ogr")
    project.addMapLayer(conflicts)
    ResultLook("protection").postProcessLayer(conflicts, context, QgsProcessingFeedback())
    order = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    assert order.index(conflicts.id()) < order.index(plan["wings"].id())


def test_two_layers_of_one_name_are_told_apart(strips: QgsVectorLayer, tmp_path: Path) -> None:
    corner = "POLYGON ((116.8 40.4, 116.81 40.4, 116.81 40.41, 116.8 40.41, 116.8 40.4))"
    layers = [memory("Draft", "Polygon", [(corner, [])]) for _ in range(2)]
    made = run("source_protection_check", {
        "FEATURES": [layer.id() for layer in layers], "PROTECTIONS": [strips.id()], "OUTPUT": str(tmp_path / "p.gpkg")})
    assert {row["plan_layer"] for row in rows(made["LIST"])} == {"Draft", "Draft (2)"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_has_a_readable_head_and_codes_are_words(
    strips: QgsVectorLayer, tmp_path: Path, language: str
) -> None:
    park = memory("Park", "Point", [("POINT (116.85 40.45)", [])])
    road = memory("Road", "LineString", [("LINESTRING (116.7 40.45, 117.0 40.45)", [])])
    with speaking(language):
        made = run("source_protection_check", {
            "FEATURES": [strips.id(), park.id(), road.id()], "PROTECTIONS": [strips.id()],
            "OUTPUT": str(tmp_path / "p.gpkg")})
        for name in TABLES:
            layer = QgsVectorLayer(made[name], name, "ogr")
            style_result(layer, "protection")
            bare = [field.name() for field in layer.fields() if not field.alias() and field.name() != "fid"]
            assert bare == [], name
            words = layer.editorWidgetSetup(layer.fields().lookupField("concern")).config()["map"]
            assert words["严重" if language == "zh" else "severe"] == "severe"
            if layer.isSpatial():
                labels = [category.label() for category in layer.renderer().categories()]
                assert labels[0] == ("严重" if language == "zh" else "severe"), "the gravest stands first"


def test_points_lines_and_tables_are_loaded_with_the_pieces(strips: QgsVectorLayer, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    park = memory("Park", "Point", [("POINT (116.85 40.45)", [])])
    target = str(tmp_path / "p.gpkg")
    context.addLayerToLoadOnCompletion(target, QgsProcessingContext.LayerDetails(
        "conflicts", QgsProject.instance(), "OUTPUT"))
    run("source_protection_check", {"FEATURES": [strips.id(), park.id()], "PROTECTIONS": [strips.id()],
                                    "OUTPUT": target}, context=context)
    loaded = {reference.partition("layername=")[2] for reference in context.layersToLoadOnCompletion()}
    assert loaded == {"", "conflict_list", "summary", "points"}
    for reference in context.layersToLoadOnCompletion():
        assert QgsProcessingUtils.mapLayerFromString(reference, context).isValid()
