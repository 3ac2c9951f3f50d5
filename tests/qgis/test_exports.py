"""Temporary copies of what the planner sees: none outside the profile, none after a run, whatever its end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms import base, exports
from jjj_planner_plugin.algorithms.exports import BadInputError, Exports, exports_folder, remove_stale
from jjj_planner_plugin.bridge.client import EngineError
from jjj_planner_plugin.layers.plan_file import open_plan
from tests.qgis.test_algorithms import Heard, run


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty profile of the test's own: the folder that its copies would lie in."""
    monkeypatch.setattr(exports.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path / "profile"))
    return exports_folder()


@pytest.fixture
def plan(provider: Any, made_plan: Path, tmp_path: Path, profile: Path) -> dict[str, QgsVectorLayer]:
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    return open_plan(str(path), QgsProject.instance(), "en")


def chosen(layer: QgsVectorLayer, expression: str) -> QgsProcessingFeatureSourceDefinition:
    """The layer with the features of `expression` selected, and only they asked for."""
    layer.selectByExpression(expression)
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def left_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*")) if folder.exists() else []


def test_copies_lie_in_the_profile_and_go_with_their_run(zones: QgsVectorLayer, profile: Path) -> None:
    run_copies = Exports()
    first, second = run_copies.file_for(zones), run_copies.file_for(zones)
    first.touch()
    assert first != second and first.parent.parent == profile and profile.name == "jjj-exports"
    assert run_copies.original(f"{first}|layername=x") == {"name": "四区", "source": zones.source()}
    run_copies.close()
    assert left_in(profile) == []
    assert run_copies.original(str(first)) is not None


@pytest.fixture
def zones(plan: dict[str, QgsVectorLayer]) -> QgsVectorLayer:
    plan["zones"].setName("四区")
    return plan["zones"]


def test_copies_that_are_forgotten_go_all_the_same(zones: QgsVectorLayer, profile: Path) -> None:
    run_copies = Exports()
    run_copies.file_for(zones).touch()
    assert left_in(profile)
    del run_copies
    assert left_in(profile) == []


def test_the_engine_reads_the_copy_and_nothing_is_left_after_it(
    plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path
) -> None:
    target = tmp_path / "t.csv"
    run("overlap_table", {"LEFT": chosen(plan["zones"], "\"zone_id\" = 'Z2'"), "LEFT_CLASS": "zone_id",
                          "RIGHT": plan["provinces"].id(), "OUTPUT": str(target)})
    recipe = json.loads(target.with_suffix(".recipe.json").read_text(encoding="utf-8"))
    assert "/jjj-exports/" in Path(recipe["inputs"][0]["path"]).as_posix()
    assert target.exists() and left_in(profile) == []


def test_nothing_is_left_after_the_engines_refusal(
    plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path
) -> None:
    feedback = Heard()
    run("ring_buffers", {"LAYER": chosen(plan["axes"], "true"), "DISTANCES": "600000",
                         "OUTPUT": str(tmp_path / "o.gpkg")}, feedback)
    assert any("at most 500 km" in error for error in feedback.errors) and left_in(profile) == []


def test_nothing_is_left_after_a_cancel(plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path) -> None:
    feedback = Heard(cancel_at=2)
    run("ring_buffers", {"LAYER": chosen(plan["units"], "true"), "DISTANCES": "1000,2000,3000,4000,5000,6000",
                         "OUTPUT": str(tmp_path / "o.gpkg")}, feedback)
    assert feedback.isCanceled() and left_in(profile) == []


def test_nothing_is_left_when_the_engine_fails_to_start(
    plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[Path]] = []

    def fail(*_: Any, **__: Any) -> Any:
        seen.append([path for path in left_in(profile) if path.suffix == ".gpkg"])
        raise EngineError("no", "no engine")

    monkeypatch.setattr(base, "run_task", fail)
    run("ring_buffers", {"LAYER": chosen(plan["axes"], "true"), "DISTANCES": "1000",
                         "OUTPUT": str(tmp_path / "o.gpkg")})
    assert len(seen[0]) == 1 and left_in(profile) == []


def test_the_first_copy_goes_when_the_second_layer_is_refused(
    plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path
) -> None:
    plan["provinces"].setCrs(QgsCoordinateReferenceSystem())
    feedback = Heard()
    run("overlap_table", {"LEFT": chosen(plan["zones"], "true"), "RIGHT": plan["provinces"].id(),
                          "OUTPUT": str(tmp_path / "t.csv")}, feedback)
    assert any("no CRS" in error for error in feedback.errors) and left_in(profile) == []


def test_the_run_record_names_the_planners_layer_and_not_the_copy(
    plan: dict[str, QgsVectorLayer], profile: Path, tmp_path: Path
) -> None:
    run("overlap_table", {"LEFT": chosen(plan["zones"], "\"zone_id\" = 'Z2'"), "RIGHT": plan["provinces"].id(),
                          "OUTPUT": str(tmp_path / "t.csv")})
    record = next(row for row in plan["runs"].getFeatures() if row["task"] == "overlap_table")
    left = json.loads(record["inputs"])[0]
    assert left["name"] == plan["zones"].name() and left["source"] == plan["zones"].source()
    assert json.loads(record["params"])["left"] == plan["zones"].source()
    assert (record["name_zh"], record["name_en"]) == ("叠置统计", "Overlap table")


def test_what_a_dead_session_left_is_removed_and_what_a_living_one_holds_is_kept(
    zones: QgsVectorLayer, profile: Path
) -> None:
    dead = profile / "999999-1"
    dead.mkdir(parents=True)
    (dead / "input_1.gpkg").touch()
    mine = Exports()
    kept = mine.file_for(zones)
    kept.touch()
    remove_stale()
    assert not dead.exists() and kept.exists()
    mine.close()


def test_the_lock_of_a_killed_process_does_not_protect_its_copies(profile: Path) -> None:
    script = ("import os, sys; from qgis.PyQt.QtCore import QLockFile; "
              "os.makedirs(sys.argv[1]); lock = QLockFile(sys.argv[1] + '.lock'); lock.setStaleLockTime(0); "
              "assert lock.tryLock(0); open(sys.argv[1] + '/input_1.gpkg', 'w').close(); os._exit(9)")
    folder = profile / "12-1"
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    assert (folder / "input_1.gpkg").exists() and Path(f"{folder}.lock").exists()
    remove_stale()
    assert left_in(profile) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not stop an administrator")
def test_a_profile_that_cannot_be_written_is_told_with_the_layers_name(zones: QgsVectorLayer, profile: Path) -> None:
    profile.mkdir(parents=True)
    profile.chmod(0o500)
    with pytest.raises(BadInputError, match="四区"):
        Exports().file_for(zones)


def test_a_profile_whose_folder_is_a_file_is_told_with_the_layers_name(zones: QgsVectorLayer, profile: Path) -> None:
    profile.parent.parent.mkdir(exist_ok=True)
    profile.parent.touch()
    with pytest.raises(BadInputError, match="四区"):
        Exports().file_for(zones)


def test_the_copies_of_the_real_profile_lie_below_its_settings() -> None:
    assert Path(QgsApplication.qgisSettingsDirPath()) in exports_folder().parents
