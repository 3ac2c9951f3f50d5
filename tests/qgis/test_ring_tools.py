"""Ring buffers with all their parameters, and their sensitivity, through Processing with the real engine."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.sensitivity import factors
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import name_fields, style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run


def preset(words: str) -> int:
    """Place in the parameter's list of the preset whose name holds `words`."""
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:ring_buffers").create()
    options = algorithm.parameterDefinition("PRESET").options()
    return next(place for place, option in enumerate(options) if words in option)


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "t", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    return [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]


@pytest.fixture
def plan(provider: Any, made_plan: Path, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """A plan of the test's own, open in the project: its layers by table."""
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    return open_plan(str(path), QgsProject.instance(), "en")


@pytest.fixture
def road(provider: Any) -> QgsVectorLayer:
    """A road from west to east, in memory, with a distance of its own."""
    layer = QgsVectorLayer("LineString?crs=EPSG:4490&field=name:string&field=strip:double", "road", "memory")
    for wkt, metres in (("LINESTRING (116 39, 116.1 39)", 40.0), ("LINESTRING (117 39, 117.1 39)", None)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(["S1", metres])
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


LENGTH_M = 8657.0  # of 0.1° on the parallel of 39°, to 1 m


# Ring buffers


def test_a_preset_is_used_instead_of_the_distances_and_named_with_its_source(
    road: QgsVectorLayer, tmp_path: Path
) -> None:
    feedback = Heard()
    made = run("ring_buffers", {"LAYER": road.id(), "PRESET": preset("motorway"), "DISTANCES": "10000",
                                "DISSOLVE": False, "OUTPUT": str(tmp_path / "r.gpkg")}, feedback)
    assert {row["distance_to_m"] for row in rows(made["OUTPUT"])} == {30}
    assert {row["preset"] for row in rows(made["AREAS"])} == {"road_motorway"}
    assert any("State Council Decree 593" in warning for warning in feedback.warnings)
    recipe = json.loads((tmp_path / "r.recipe.json").read_text(encoding="utf-8"))
    assert recipe["preset_used"]["id"] == "road_motorway"


def test_the_presets_are_listed_in_the_interfaces_language(provider: Any) -> None:
    for locale, words in (("zh_CN", "大运河"), ("en", "Grand Canal")):
        QgsSettings().setValue("locale/userLocale", locale)
        assert preset(words) > 0


def test_one_side_of_a_line_is_a_strip_with_flat_ends(road: QgsVectorLayer, tmp_path: Path) -> None:
    areas = {}
    for side in (0, 1, 2):
        made = run("ring_buffers", {"LAYER": road.id(), "DISTANCES": "100", "SIDE": side, "DISSOLVE": False,
                                    "OUTPUT": str(tmp_path / f"{side}.gpkg")})
        areas[side] = rows(made["OUTPUT"])[0]["area_m2"]
    assert areas[1] == pytest.approx(100 * LENGTH_M, rel=1e-3)
    assert areas[2] == pytest.approx(100 * LENGTH_M, rel=1e-3)
    assert areas[0] == pytest.approx(200 * LENGTH_M + math.pi * 1e4, rel=1e-3)


def test_a_field_gives_each_feature_its_distance_and_one_without_is_told(
    road: QgsVectorLayer, tmp_path: Path
) -> None:
    feedback = Heard()
    made = run("ring_buffers", {"LAYER": road.id(), "DISTANCE_FIELD": "strip", "DISTANCES": "", "DISSOLVE": False,
                                "OUTPUT": str(tmp_path / "r.gpkg")}, feedback)
    assert [row["ring"] for row in rows(made["OUTPUT"])] == ["0–40 m"]
    assert any("no usable distance" in warning for warning in feedback.warnings)


def test_a_preset_and_a_field_are_not_both_taken(road: QgsVectorLayer, tmp_path: Path) -> None:
    feedback = Heard()
    assert run("ring_buffers", {"LAYER": road.id(), "PRESET": 1, "DISTANCE_FIELD": "strip",
                                "OUTPUT": str(tmp_path / "r.gpkg")}, feedback) == {}
    assert "both chosen" in feedback.errors[0]


def test_rings_are_measured_by_the_zones_of_the_plan(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    made = run("ring_buffers", {
        "LAYER": plan["core"].id(), "DISTANCES": "50000, 100000", "AREA_BY": plan["zones"].id(),
        "AREA_BY_CLASS": "zone_id", "OUTPUT": str(tmp_path / "r.gpkg")})
    divided = [row for row in rows(made["AREAS_BY_CLASS"]) if row["scope"] == "dissolved"]
    for ring in (1, 2):
        mine = [row for row in divided if row["ring_no"] == ring]
        assert sum(row["area_m2"] for row in mine) == pytest.approx(mine[0]["ring_area_m2"], rel=1e-6)
        assert {row["class"] for row in mine if row["part"] == "inside"} <= {"Z1", "Z2", "Z3", "Z4"}
        assert [row["class"] for row in mine if row["part"] == "outside"] == [""]
    total = math.pi * 100**2 * 1e6
    assert sum(row["area_m2"] for row in divided) == pytest.approx(total, rel=2e-4)


def test_without_polygons_to_measure_by_there_is_no_such_table(
    plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    made = run("ring_buffers", {"LAYER": plan["core"].id(), "DISTANCES": "1000", "OUTPUT": str(tmp_path / "r.gpkg")})
    assert set(made) == {"OUTPUT", "AREAS"}


def test_the_legend_says_of_each_ring_what_the_table_says(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    made = run("ring_buffers", {"LAYER": plan["core"].id(), "DISTANCES": "500, 10000, 20000",
                                "OUTPUT": str(tmp_path / "r.gpkg")})
    layer = QgsVectorLayer(made["OUTPUT"], "rings", "ogr")
    style_result(layer, "rings")
    legend = [category.label() for category in layer.renderer().categories()]
    assert legend == ["0–500 m", "0.5–10 km", "10–20 km"]
    assert legend == [row["ring"] for row in rows(made["OUTPUT"])]


# Sensitivity


def test_rings_by_zone_at_minus_ten_zero_and_plus_ten_per_cent(
    plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    run("ring_buffers", {"LAYER": plan["core"].id(), "DISTANCES": "50000", "AREA_BY": plan["zones"].id(),
                         "AREA_BY_CLASS": "zone_id", "OUTPUT": str(tmp_path / "r.gpkg")})
    made = run("sensitivity", {"RECIPE": str(tmp_path / "r.recipe.json"), "FACTORS": "-10 %, 0, +10 %",
                               "OUTPUT": str(tmp_path / "s.gpkg")})
    found = [row for row in rows(made["OUTPUT"]) if row["scope"] == "dissolved"]
    sums = [sum(row[f"area_m2_{percent}"] or 0 for row in found) / 1e6 for percent in (90, 100, 110)]
    assert sums == pytest.approx([math.pi * radius**2 for radius in (45, 50, 55)], rel=2e-4)
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


@pytest.mark.parametrize("at", [3, 30])
def test_a_cancelled_sensitivity_leaves_no_file_of_its_runs(
    at: float, plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    run("ring_buffers", {"LAYER": plan["units"].id(), "DISTANCES": "5000", "OUTPUT": str(tmp_path / "r.gpkg")})
    before = {path.name for path in tmp_path.iterdir()}
    feedback = Heard(cancel_at=at)
    run("sensitivity", {"RECIPE": str(tmp_path / "r.recipe.json"), "OUTPUT": str(tmp_path / "s.gpkg"),
                        "FACTORS": ", ".join(str(number) for number in range(1, 40))}, feedback)
    assert feedback.isCanceled() and feedback.errors == []
    assert {path.name for path in tmp_path.iterdir()} == before


def test_every_column_of_a_sensitivity_has_a_readable_head(
    plan: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": "1000", "AREA_BY": plan["zones"].id(),
                         "AREA_BY_CLASS": "zone_id", "OUTPUT": str(tmp_path / "r.gpkg")})
    made = run("sensitivity", {"RECIPE": str(tmp_path / "r.recipe.json"), "FACTORS": "5",
                               "OUTPUT": str(tmp_path / "s.gpkg")})
    for reference in (made["OUTPUT"], *(f"{tmp_path / 'r.gpkg'}|layername={name}" for name in (
            "rings", "ring_areas", "area_by"))):
        layer = QgsVectorLayer(reference, "t", "ogr")
        name_fields(layer)
        heads = {field.name(): layer.attributeAlias(place) for place, field in enumerate(layer.fields())}
        assert [name for name, head in heads.items() if not head and name != "fid"] == []
    layer = QgsVectorLayer(made["OUTPUT"], "t", "ogr")
    name_fields(layer)
    assert layer.attributeAlias(layer.fields().lookupField("area_m2_105")) == "面积 105 % Area 105 % (m²)"


@pytest.mark.parametrize(("text", "expected"), [
    ("-10 %, 0, +10 %", [0.9, 1, 1.1]), ("-10, 0, 10", [0.9, 1, 1.1]), ("−20％，+20％", [0.8, 1.2]), ("5", [1.05]),
    ("-7.5 12.5", [0.925, 1.125]),
])
def test_changes_are_percentages_with_or_without_their_sign(text: str, expected: list[float]) -> None:
    assert factors(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "0", "abc", "-100", "-150, 10", "nan", "inf"])
def test_changes_that_are_none_are_refused(text: str, plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard()
    assert run("sensitivity", {"RECIPE": str(tmp_path / "r.recipe.json"), "FACTORS": text,
                               "OUTPUT": str(tmp_path / "s.gpkg")}, feedback) == {}
    assert "is not a list of changes" in feedback.errors[0]


def test_a_recipe_that_is_not_there_is_refused(provider: Any, tmp_path: Path) -> None:
    feedback = Heard()
    run("sensitivity", {"RECIPE": str(tmp_path / "no.recipe.json"), "OUTPUT": str(tmp_path / "s.gpkg")}, feedback)
    assert "There is no recipe" in feedback.errors[0]


def test_the_recipe_of_a_temporary_copy_is_refused_with_what_to_do(road: QgsVectorLayer, tmp_path: Path) -> None:
    feedback = Heard()
    run("ring_buffers", {"LAYER": road.id(), "DISTANCES": "100", "OUTPUT": str(tmp_path / "r.gpkg")})
    run("sensitivity", {"RECIPE": str(tmp_path / "r.recipe.json"), "OUTPUT": str(tmp_path / "s.gpkg")}, feedback)
    assert any("save the layer as a file" in error for error in feedback.errors)


def test_what_is_rarely_needed_is_among_the_advanced_parameters(provider: Any) -> None:
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    for name, expected in (
        ("ring_buffers", {"DISTANCE_FIELD", "DISTANCE_FACTOR", "SIDE", "AREAS_OF"}), ("sensitivity", {"PARAMETER"}),
    ):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{name}")
        rare = {p.name() for p in algorithm.parameterDefinitions() if p.flags() & advanced}
        assert rare == expected
