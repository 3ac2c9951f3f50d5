"""What a tool tells when its result comes: parameters that stay usable, files, inputs as the planner knows them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessing, QgsProject, QgsSettings, QgsVectorLayer

from jjj_planner_plugin import i18n
from jjj_planner_plugin.algorithms.announcements import ANNOUNCER, Arrival, without_objects
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import MADE, newest_polygons
from tests.qgis.test_algorithms import run


@pytest.fixture
def plan(provider: Any, made_plan: Path, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    return open_plan(str(path), QgsProject.instance(), "en")


@pytest.fixture
def heard() -> Iterator[list[Arrival]]:
    arrivals: list[Arrival] = []
    ANNOUNCER.arrived.connect(arrivals.append)
    yield arrivals
    ANNOUNCER.arrived.disconnect(arrivals.append)


def test_a_result_is_told_with_parameters_files_and_inputs(
    plan: dict[str, QgsVectorLayer], heard: list[Arrival], tmp_path: Path
) -> None:
    target = str(tmp_path / "r.gpkg")
    run("ring_buffers", {"LAYER": plan["axes"], "DISTANCES": "1000", "OUTPUT": target})
    (arrival,) = heard
    assert (arrival.algorithm, arrival.kind) == ("ring_buffers", "rings")
    assert arrival.parameters["LAYER"] == plan["axes"].id(), "an object would be a trap once the layer is removed"
    assert arrival.outputs["OUTPUT"] == target and Path(arrival.result["recipe"]).exists()
    (found,) = arrival.result["inputs"]
    assert found["name"] == plan["axes"].name() and found["features"] == 3 and "source" not in found


def test_of_a_temporary_copy_the_planners_layer_is_told(
    plan: dict[str, QgsVectorLayer], heard: list[Arrival], tmp_path: Path
) -> None:
    plan["axes"].setSubsetString("\"axis_id\" = 'A1'")
    run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": "1000", "OUTPUT": str(tmp_path / "r.gpkg")})
    found = heard[0].result["inputs"][0]
    assert found["source"] == plan["axes"].source() and "/jjj-exports/" in Path(found["path"]).as_posix()


def test_a_refused_or_failed_run_tells_nothing(
    plan: dict[str, QgsVectorLayer], heard: list[Arrival], tmp_path: Path
) -> None:
    for distances in ("x", "600000"):
        run("ring_buffers", {"LAYER": plan["axes"].id(), "DISTANCES": distances, "OUTPUT": str(tmp_path / "r.gpkg")})
    assert heard == []


def test_only_files_that_were_made_are_outputs(
    plan: dict[str, QgsVectorLayer], heard: list[Arrival], tmp_path: Path
) -> None:
    made = run("overlap_table", {"LEFT": plan["zones"].id(), "RIGHT": plan["provinces"].id(),
                                 "OUTPUT": str(tmp_path / "t.csv")})
    assert set(made) == {"OUTPUT"} == set(heard[0].outputs)
    run("overlap_table", {"LEFT": plan["zones"].id(), "RIGHT": plan["provinces"].id(),
                          "OUTPUT": str(tmp_path / "u.csv"), "PIECES": QgsProcessing.TEMPORARY_OUTPUT})
    assert set(heard[1].outputs) == {"OUTPUT", "PIECES"} and Path(heard[1].outputs["PIECES"]).exists()


def test_layers_in_lists_are_told_by_their_ids(plan: dict[str, QgsVectorLayer]) -> None:
    told = without_objects({"LAYERS": [plan["zones"], "b.gpkg"], "N": 3})
    assert told == {"LAYERS": [plan["zones"].id(), "b.gpkg"], "N": 3}


def test_a_name_can_be_had_in_either_language() -> None:
    QgsSettings().setValue("locale/userLocale", "en")
    with i18n.speaking("zh"):
        assert i18n.tr("Overlap table") == "叠置统计"
        with i18n.speaking("en"):
            assert i18n.tr("Overlap table") == "Overlap table"
    assert i18n.tr("Overlap table") == "Overlap table"


def test_a_text_with_signs_beyond_ascii_can_be_had_in_chinese_too() -> None:
    with i18n.speaking("zh"):
        assert i18n.tr("Cell size (°)") == "像元大小（°）"
        assert i18n.language() == "zh"
    assert i18n.language() == "en"


def test_the_newest_result_polygons_are_found(plan: dict[str, QgsVectorLayer]) -> None:
    assert newest_polygons(QgsProject.instance()) is None
    plan["axes"].setCustomProperty(MADE, "2026-11-24T10:00:03")  # lines
    plan["wings"].setCustomProperty(MADE, "2026-11-24T10:00:01")
    plan["zones"].setCustomProperty(MADE, "2026-11-24T10:00:02")
    assert newest_polygons(QgsProject.instance()) is plan["zones"]
