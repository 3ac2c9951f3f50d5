"""The tools through Processing, with the real engine: parameters in, result layers and run record out."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.plan_file import open_plan
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run


@pytest.fixture
def plan(provider: Any, made_plan: Path, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """A plan of the test's own, open in the project: its layers by table."""
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    return open_plan(str(path), QgsProject.instance(), "en")


def test_the_provider_has_every_tool_with_help_and_icon(provider: Any) -> None:
    algorithms = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    assert set(algorithms) == {
        "create_plan", "plan_map", "ring_buffers", "overlap_table", "overlap_pieces", "site_check", "import_site",
        "conflicts", "coordination_matrix", "border_mirror", "sensitivity", "layer_doctor", "save_scenario",
        "compare_plans", "check_plan", "air_import", "air_interpolate", "air_zonal", "air_exceedance", "air_aqi",
        "air_footprints", "airsheds", "air_sample",
        "delineate_catchments", "trace_upstream", "catchment_matrix",
        "water_dependency", "riparian_buffers", "source_protection_check",
        "locate_features", "hour_reach",
        "relocation_summary", "import_relocations",
        "indicators", "connectivity", "flow_template", "report",
    }
    for algorithm in algorithms.values():
        assert algorithm.shortHelpString() and algorithm.group() and not algorithm.icon().isNull()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tool_says_what_it_is_in_both_languages(provider: Any, language: str) -> None:
    with speaking(language):
        for algorithm in provider.algorithms():
            name, tip, help_text = algorithm.displayName(), algorithm.shortDescription(), algorithm.shortHelpString()
            assert has_chinese(name) == has_chinese(tip or name) == (language == "zh"), algorithm.name()
            assert help_text and (has_chinese(help_text) or language == "en"), algorithm.name()


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_create_plan_makes_a_dressed_plan(provider: Any, tmp_path: Path) -> None:
    target = tmp_path / "新规划.gpkg"
    assert run("create_plan", {"OUTPUT": str(target), "TITLE": "试验"}) == {"OUTPUT": str(target)}
    project = QgsProject()
    assert project.read(f"geopackage:{target}?projectName=jjj")
    zones = next(layer for layer in project.mapLayers().values() if layer.customProperty("jjj/table") == "zones")
    assert [c.value() for c in zones.renderer().categories()] == ["Z1", "Z2", "Z3", "Z4"]


def test_create_plan_takes_the_planners_own_counties(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard()
    made = run("create_plan", {"UNITS": plan["units"].id(), "UNIT_CODE_FIELD": "adcode", "SCHEME": 1,
                               "OUTPUT": str(tmp_path / "own.gpkg")}, feedback)
    info = next(QgsVectorLayer(f"{made['OUTPUT']}|layername=plan_info", "i", "ogr").getFeatures())
    assert info["scheme"] == "prefecture" and info["boundary_set"] == "units"
    assert any("not in the layer" in warning for warning in feedback.warnings)


def test_create_plan_with_counties_needs_the_code_field(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard()
    assert run("create_plan", {"UNITS": plan["units"].id(), "OUTPUT": str(tmp_path / "o.gpkg")}, feedback) == {}
    assert "adcode" in feedback.errors[0]


def test_ring_buffers_of_the_axes_measure_as_published(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    made = run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": "10000，30000", "KIND": 1, "DISSOLVE": True,
                                "OUTPUT": str(tmp_path / "rings.gpkg")})
    rings = QgsVectorLayer(made["OUTPUT"], "rings", "ogr")
    areas = {feature["distance_to_m"]: feature["area_m2"] / 1e6 for feature in rings.getFeatures()}
    assert areas == {10000: pytest.approx(14304, rel=2e-3), 30000: pytest.approx(43236, rel=2e-3)}
    table = QgsVectorLayer(made["AREAS"], "areas", "ogr")
    assert table.featureCount() == 2 * (3 + 1)


def test_a_run_is_recorded_in_the_open_plan(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    run("ring_buffers", {"LAYER": plan["core"].id(), "DISTANCES": "50000", "OUTPUT": str(tmp_path / "r.gpkg")})
    record = [feature for feature in plan["runs"].getFeatures() if feature["task"] == "ring_buffers"]
    assert len(record) == 1
    assert json.loads(record[0]["params"])["distances_m"] == [50000]
    assert "shapely" in json.loads(record[0]["versions"])
    assert record[0]["boundary_set"] == "bundled-1999" and record[0]["seconds"] > 0


def test_overlap_table_as_csv_with_pieces(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    made = run("overlap_table", {
        "LEFT": plan["provinces"].id(), "LEFT_CLASS": "name_en", "RIGHT": plan["zones"].id(), "RIGHT_CLASS": "zone_id",
        "OUTPUT": str(tmp_path / "table.csv"), "PIECES": str(tmp_path / "pieces.gpkg")})
    with open(made["OUTPUT"], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    beijing = [row for row in rows if row["left_class"].startswith("Beijing")]
    assert sum(float(row["area_m2"]) for row in beijing) / 1e6 == pytest.approx(16388, rel=1e-3)
    assert QgsVectorLayer(made["PIECES"], "p", "ogr").featureCount() == len(rows)
    numbers = QgsVectorLayer(made["OUTPUT"], "t", "ogr").fields()
    assert numbers.field("area_m2").isNumeric() and not numbers.field("left_class").isNumeric()


def test_selected_only_reaches_the_engine(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    plan["zones"].selectByExpression("\"zone_id\" = 'Z2'")
    made = run("overlap_table", {
        "LEFT": QgsProcessingFeatureSourceDefinition(plan["zones"].id(), True), "LEFT_CLASS": "zone_id",
        "RIGHT": plan["provinces"].id(), "RIGHT_CLASS": "adcode", "OUTPUT": str(tmp_path / "t.gpkg")})
    table = QgsVectorLayer(made["OUTPUT"], "t", "ogr")
    assert {feature["left_class"] for feature in table.getFeatures()} == {"Z2"}


def test_nothing_selected_is_refused_and_writes_nothing(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback, target = Heard(), tmp_path / "t.gpkg"
    run("ring_buffers", {"LAYER": QgsProcessingFeatureSourceDefinition(plan["axes"].id(), True),
                         "DISTANCES": "1000", "OUTPUT": str(target)}, feedback)
    assert any("none is selected" in error for error in feedback.errors) and not target.exists()


@pytest.mark.parametrize("distances", ["", "abc", "0", "-5", "nan", "inf", "1000, x"])
def test_distances_that_are_none_are_refused(plan: dict[str, QgsVectorLayer], tmp_path: Path, distances: str) -> None:
    feedback = Heard()
    run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": distances, "OUTPUT": str(tmp_path / "o.gpkg")},
        feedback)
    assert "is not a list of distances" in feedback.errors[0] and not list(tmp_path.glob("o.gpkg*"))


def test_the_engines_refusal_is_told_with_its_hint(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard()
    run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": "600000", "OUTPUT": str(tmp_path / "o.gpkg")},
        feedback)
    assert any("at most 500 km" in error for error in feedback.errors)


def test_an_output_that_is_open_is_refused(plan: dict[str, QgsVectorLayer]) -> None:
    feedback = Heard()
    own_file = plan["axes"].source().split("|")[0]
    run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": "1000", "OUTPUT": own_file}, feedback)
    assert "is open in this project" in feedback.errors[0]


def test_cancel_leaves_no_file_and_no_error(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    feedback = Heard(cancel_at=5)
    folder = tmp_path / "out"
    folder.mkdir()
    distances = ", ".join(str(1000 * km) for km in range(1, 60))
    run("ring_buffers", {"LAYER": plan["units"].id(), "DISTANCES": distances, "OUTPUT": str(folder / "r.gpkg")},
        feedback)
    assert feedback.isCanceled() and list(folder.iterdir()) == [] and feedback.errors == []


def test_a_temporary_output_becomes_a_geopackage(plan: dict[str, QgsVectorLayer]) -> None:
    made = run("ring_buffers", {"LAYER": plan["core"].id(), "DISTANCES": "1000",
                                "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT})
    assert made["OUTPUT"].endswith(".gpkg") and Path(made["OUTPUT"]).exists()


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 34200, reason="asks for the real window; tests/desktop has it")
def test_results_arrive_styled_in_their_group(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    from processing.gui.Postprocessing import handleAlgorithmResults

    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:ring_buffers").create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    target = str(tmp_path / "rings.gpkg")
    parameters = {"LAYER": plan["axes"].id(), "DISTANCES": "10000,20000",
                  "OUTPUT": QgsProcessingOutputLayerDefinition(target, QgsProject.instance())}
    _, ok = algorithm.run(parameters, context, Heard())
    assert ok and handleAlgorithmResults(algorithm, context, Heard())
    group = QgsProject.instance().layerTreeRoot().findGroup("Rings")
    layers = {node.layer().name(): node.layer() for node in group.findLayers()}
    assert set(layers) == {"Rings", "Ring areas"}
    assert layers["Rings"].renderer().type() == "categorizedSymbol" and layers["Rings"].labelsEnabled()


def test_the_plan_map_prints_without_an_engine(plan: dict[str, QgsVectorLayer], tmp_path: Path) -> None:
    QgsSettings().setValue("jjj_planner/engine_python", "/nowhere/python")
    target = tmp_path / "map.png"
    made = run("plan_map", {"PLAN": plan["zones"].source().split("|")[0], "LANGUAGE": 2, "DPI": 72,
                            "OUTPUT": str(target)})
    assert made == {"OUTPUT": str(target)} and target.read_bytes().startswith(b"\x89PNG")
