"""Riparian strips through Processing with the real engine: one click on Run, presets, intakes, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.riparian_buffers import RiparianBuffers
from jjj_planner_plugin.layers.results import name_fields, style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

RIVER = "LINESTRING (116.5 39.1, 116.5 39.0)"  # flows south


def preset(words: str) -> int:
    """Place in the parameter's list of the preset whose name holds `words`."""
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:riparian_buffers").create()
    options = algorithm.parameterDefinition("PRESET").options()
    return next(place for place, option in enumerate(options) if words in option)


def layer(name: str, kind: str, shapes: dict[str, str]) -> QgsVectorLayer:
    """A layer in memory and in the project; features by their field `name`."""
    made = QgsVectorLayer(f"{kind}?crs=EPSG:4490&field=name:string&field=river_width:double", name, "memory")
    for called, wkt in shapes.items():
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes([called, 50.0])
        made.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(made)
    return made


def rows(reference: str) -> list[dict[str, Any]]:
    found = QgsVectorLayer(reference, "t", "ogr")
    assert found.isValid(), reference
    return [feature.attributeMap() for feature in found.getFeatures()]


@pytest.fixture
def river(provider: Any) -> QgsVectorLayer:
    """A straight river of 11.1 km and 50 m across."""
    return layer("river", "LineString", {"白河": RIVER})


def test_one_click_on_run_gives_the_strip_of_the_grand_canal(provider: Any, tmp_path: Path) -> None:
    feedback, context = Heard(), QgsProcessingContext()
    made = run("riparian_buffers", {"OUTPUT": str(tmp_path / "canal.gpkg")}, feedback, context)
    assert set(made) == {"OUTPUT", "REACHES", "OVERLAPS"}
    strips = rows(made["OUTPUT"])
    assert {row["name"] for row in strips} == {"京杭运河", "北运河", "南运河"}
    assert {row["preset"] for row in strips} == {"canal_core"}
    assert any("not checked against the document" in warning for warning in feedback.warnings)
    assert "通州区" in {row["with_name"] for row in rows(made["OVERLAPS"])}
    recipe = json.loads((tmp_path / "canal.recipe.json").read_text(encoding="utf-8"))
    assert recipe["preset_used"]["classes"][0]["land"]["distances_m"] == [2000]


def test_a_click_on_the_map_is_an_intake_with_two_classes(river: QgsVectorLayer, tmp_path: Path) -> None:
    zone = layer("zone", "Polygon", {"Z1": "POLYGON ((116.4 39, 116.5 39, 116.5 39.2, 116.4 39.2, 116.4 39))"})
    made = run("riparian_buffers", {
        "RIVERS": river.id(), "INTAKE_POINT": "12968721.0,4730000.0 [EPSG:3857]", "PRESET": preset("River intake"),
        "WITH_LAYERS": [zone.id()], "WITH_FIELDS": "name", "OUTPUT": str(tmp_path / "intake.gpkg")})
    areas = {(row["strip_class"], row["strip_part"]): row["area_m2"] for row in rows(made["OUTPUT"])}
    assert areas["first", "water"] == pytest.approx(50 * 1100, rel=1e-5)
    assert areas["first", "land"] == pytest.approx(100 * 1100, rel=1e-5)
    assert areas["second", "land"] == pytest.approx(2000 * 3300 - 100 * 1100, rel=1e-5)
    assert [row["intake_place"] for row in rows(made["PLACES"])] == ["given", "snapped"]
    assert sum(row["length_m"] for row in rows(made["REACHES"])) == pytest.approx(1100 + 3300, abs=0.1)
    overlaps = [row for row in rows(made["OVERLAPS"]) if row["with_layer"] == "zone"]
    half = next(row for row in overlaps if row["overlap_level"] == "class" and row["strip_class"] == "second")
    assert half["share_of_strip"] == pytest.approx(0.5, abs=1e-3)
    assert half["feature_class"] == "Z1"


def test_a_width_of_ones_own_goes_around_a_lake(provider: Any, tmp_path: Path) -> None:
    lake = layer("lake", "Polygon", {"密云": "POLYGON ((116.8 40.4, 116.9 40.4, 116.9 40.5, 116.8 40.5, 116.8 40.4))"})
    made = run("riparian_buffers", {"LAKES": lake.id(), "PRESET": 0, "WIDTH_M": 100,
                                    "OUTPUT": str(tmp_path / "lake.gpkg")})
    assert set(made) == {"OUTPUT", "OVERLAPS"}
    (row,) = rows(made["OUTPUT"])
    assert row["area_m2"] == pytest.approx(100 * 2 * (11_105 + 8_480) + math.pi * 100**2, rel=2e-3)


def test_what_a_preset_lacks_is_refused_before_it_runs(river: QgsVectorLayer, tmp_path: Path) -> None:
    for words, said in (("River intake", "needs intakes"), ("Large reservoir", "needs lakes")):
        feedback = Heard()
        assert run("riparian_buffers", {"RIVERS": river.id(), "PRESET": preset(words),
                                        "OUTPUT": str(tmp_path / "x.gpkg")}, feedback) == {}
        assert said in feedback.errors[0]
    feedback = Heard()
    assert run("riparian_buffers", {"RIVERS": river.id(), "PRESET": 0, "WIDTH_M": None,
                                    "OUTPUT": str(tmp_path / "x.gpkg")}, feedback) == {}
    assert "width" in feedback.errors[0]
    assert list(tmp_path.iterdir()) == []


def test_presets_are_listed_in_the_interfaces_language(provider: Any) -> None:
    for locale, words in (("zh_CN", "大运河"), ("en", "Grand Canal")):
        QgsSettings().setValue("locale/userLocale", locale)
        assert preset(words) == 1


def test_every_column_has_a_readable_head_and_layers_are_drawn(river: QgsVectorLayer, tmp_path: Path) -> None:
    made = run("riparian_buffers", {
        "RIVERS": river.id(), "INTAKE_POINT": "116.5,39.05", "PRESET": 0, "WIDTH_M": 100, "UP_M": 500,
        "OUTPUT": str(tmp_path / "own.gpkg")})
    assert set(made) == {"OUTPUT", "REACHES", "PLACES", "OVERLAPS"}
    for reference in made.values():
        found = QgsVectorLayer(reference, "t", "ogr")
        name_fields(found)
        heads = {field.name(): found.attributeAlias(place) for place, field in enumerate(found.fields())}
        assert [name for name, head in heads.items() if not head and name != "fid"] == []
        style_result(found, "riparian")
    found = QgsVectorLayer(made["OUTPUT"], "t", "ogr")
    name_fields(found)
    setup = found.editorWidgetSetup(found.fields().lookupField("strip_class"))
    assert setup.config()["map"]["Own width"] == "own"


def test_the_preset_which_decides_what_else_is_needed_comes_first(provider: Any) -> None:
    algorithm = RiparianBuffers()
    algorithm.initAlgorithm()
    assert algorithm.parameterDefinitions()[0].name() == "PRESET"
