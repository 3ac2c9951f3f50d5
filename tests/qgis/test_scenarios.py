"""A scenario: copied safely, bound to its own file, with its parent noted."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProject,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QThread

from jjj_planner_plugin.gui.running import LAST_FOLDER, folder_beside
from jjj_planner_plugin.gui.scenario_dialog import ScenarioDialog
from jjj_planner_plugin.layers import whole_copy
from jjj_planner_plugin.layers.compose import PlanError
from jjj_planner_plugin.layers.plan_file import open_plan, plan_layers
from jjj_planner_plugin.layers.presence import content
from jjj_planner_plugin.layers.scenarios import parent_of, save_scenario, scenario_name
from jjj_planner_plugin.layers.schema import tables
from jjj_planner_plugin.layers.stored_project import is_bound, project_uri
from tests.qgis.test_algorithms import Heard, run


@pytest.fixture
def project() -> Iterator[QgsProject]:
    """An empty project."""
    made = QgsProject()
    yield made
    made.clear()


def files_of(project: QgsProject) -> set[Path]:
    """The files that the project's layers read."""
    decode = QgsProviderRegistry.instance().decodeUri
    return {Path(decode("ogr", layer.source())["path"]) for layer in project.mapLayers().values()}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def first_node(layers: dict[str, QgsVectorLayer]) -> Any:
    return next(layers["nodes"].getFeatures())["remarks"]


def change_first_node(layers: dict[str, QgsVectorLayer], text: str) -> QgsVectorLayer:
    """Change the remarks of the first node; the layer is left in its edit session."""
    nodes = layers["nodes"]
    assert nodes.isEditable() or nodes.startEditing()
    assert nodes.changeAttributeValue(
        next(nodes.getFeatures()).id(), nodes.fields().lookupField("remarks"), text)
    return nodes


def test_a_scenario_notes_its_name_and_its_parent(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "方案").mkdir()
    beside, below = tmp_path / "b.gpkg", tmp_path / "方案" / "c.gpkg"
    save_scenario(plan, beside, " 方案乙 ", "另一个标题")
    save_scenario(beside, below, "C")
    info = next(QgsVectorLayer(f"{beside}|layername=plan_info", "i", "ogr").getFeatures())
    assert (info["scenario"], info["title"]) == ("方案乙", "另一个标题")
    assert info["parent"] == "plan.gpkg|scenario=Baseline"
    assert parent_of(beside) == (plan, "Baseline") and parent_of(plan) is None
    assert parent_of(below) == (beside, "方案乙") and scenario_name(below) == "C"


def test_saving_leaves_the_plan_byte_identical_and_no_file_but_the_scenario(plan: Path) -> None:
    before = digest(plan)
    save_scenario(plan, plan.with_name("b.gpkg"), "B")
    assert digest(plan) == before
    assert sorted(file.name for file in plan.parent.iterdir()) == ["b.gpkg", "plan.gpkg"]
    assert (plan.parent / "b.gpkg").read_bytes()[18:20] == b"\x01\x01"  # SQLite's mark: not in WAL mode


def test_plain_qgis_opens_the_scenario_s_own_layers_in_any_folder(plan: Path, project: QgsProject) -> None:
    (plan.parent / "elsewhere").mkdir()
    for target in (plan.with_name("b #1 100%.gpkg"), plan.parent / "elsewhere" / "plan.gpkg"):
        save_scenario(plan, target, "B")
        assert is_bound(str(target))
        assert project.read(project_uri(target))
        assert files_of(project) == {target}
        assert set(plan_layers(project, target)) == set(tables())
        project.clear()


def test_a_renamed_or_moved_scenario_still_opens_itself(plan: Path, project: QgsProject) -> None:
    saved = plan.with_name("b.gpkg")
    save_scenario(plan, saved, "B")
    (plan.parent / "far").mkdir()
    for place in (plan.with_name("renamed.gpkg"), plan.parent / "far" / "moved.gpkg"):
        saved = Path(shutil.move(str(saved), place))
        open_plan(str(saved), project)
        assert files_of(project) == {saved}
        project.clear()


def test_editing_the_scenario_leaves_the_parent_byte_identical(plan: Path, project: QgsProject) -> None:
    saved = plan.with_name("b.gpkg")
    save_scenario(plan, saved, "B")
    before = digest(plan)
    assert project.read(project_uri(saved))
    assert change_first_node(plan_layers(project, saved), "changed in B").commitChanges()
    project.clear()
    assert digest(plan) == before
    assert first_node({"nodes": QgsVectorLayer(f"{saved}|layername=nodes", "n", "ogr")}) == "changed in B"


def test_saved_during_an_edit_session_it_holds_what_was_committed(plan: Path, project: QgsProject) -> None:
    layers = open_plan(str(plan), project)
    nodes = change_first_node(layers, "committed")
    assert nodes.commitChanges() and nodes.startEditing()
    change_first_node(layers, "not committed")
    assert Path(f"{plan}-wal").exists()
    saved = plan.with_name("b.gpkg")
    save_scenario(plan, saved, "B")
    assert first_node({"nodes": QgsVectorLayer(f"{saved}|layername=nodes", "n", "ogr")}) == "committed"
    assert nodes.isEditable() and first_node(layers) == "not committed"
    assert nodes.rollBack()
    with closing(sqlite3.connect(saved)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_layer_from_elsewhere_is_found_from_another_folder(plan: Path, project: QgsProject) -> None:
    roads = plan.with_name("道路.geojson")
    roads.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, '
                     '"geometry": {"type": "Point", "coordinates": [116, 39]}}]}', encoding="utf-8")
    assert project.read(project_uri(plan))
    project.addMapLayer(QgsVectorLayer(str(roads), "roads", "ogr"))
    assert project.write()
    project.clear()
    (plan.parent / "far").mkdir()
    saved = plan.parent / "far" / "b.gpkg"
    save_scenario(plan, saved, "B")
    assert project.read(project_uri(saved))
    assert files_of(project) == {saved, roads}
    assert all(layer.isValid() for layer in project.mapLayers().values())


def test_a_copy_of_a_copy_that_was_never_opened_is_bound_too(plan: Path, project: QgsProject) -> None:
    copied = Path(shutil.copy(plan, plan.with_name("copied.gpkg")))
    saved = plan.with_name("b.gpkg")
    save_scenario(copied, saved, "B")
    assert project.read(project_uri(saved))
    assert files_of(project) == {saved}


def test_nothing_that_is_there_is_replaced(plan: Path, tmp_path: Path) -> None:
    before = digest(plan)
    with pytest.raises(PlanError, match="is the plan itself"):
        save_scenario(plan, plan, "B")
    other = tmp_path / "other.gpkg"
    other.write_bytes(b"somebody's")
    with pytest.raises(PlanError, match="exists already and is not replaced"):
        save_scenario(plan, other, "B")
    left = tmp_path / "gone.gpkg"
    Path(f"{left}-wal").write_bytes(b"left")
    with pytest.raises(PlanError, match=r"gone\.gpkg-wal"):
        save_scenario(plan, left, "B")
    assert digest(plan) == before and other.read_bytes() == b"somebody's" and not left.exists()


def test_what_appears_meanwhile_is_not_replaced_either(
        plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "b.gpkg"
    copy = whole_copy.copy_whole

    def copy_while_another_saves(source: Path, part: Path) -> None:
        copy(source, part)
        target.write_bytes(b"somebody's")

    monkeypatch.setattr("jjj_planner_plugin.layers.scenarios.copy_whole", copy_while_another_saves)
    with pytest.raises(PlanError, match="exists already"):
        save_scenario(plan, target, "B")
    assert target.read_bytes() == b"somebody's"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.gpkg", "plan.gpkg"]


@pytest.mark.parametrize(("target", "name", "sentence"), [
    ("nowhere/b.gpkg", "B", "folder .*nowhere does not exist"),
    ("b.shp", "B", r"does not end in \.gpkg"),
    ("b.gpkg", "  ", "has no name"),
])
def test_what_cannot_be_saved_is_said(plan: Path, target: str, name: str, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        save_scenario(plan, plan.parent / target, name)


class Usage(NamedTuple):
    """As shutil.disk_usage gives it, in bytes."""

    total: int
    used: int
    free: int


def test_a_full_disk_is_said_before_anything_is_written(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_copy.shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 2**20, 2**20))
    with pytest.raises(PlanError, match=r"no room .* 1\.0 MB are free"):
        save_scenario(plan, plan.with_name("b.gpkg"), "B")
    assert [file.name for file in plan.parent.iterdir()] == ["plan.gpkg"]


def test_a_plan_that_another_program_is_writing_is_not_waited_for_without_end(
        plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_copy, "WAIT_S", 0.1)
    with closing(sqlite3.connect(plan, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlanError, match="database is locked"):
            whole_copy.copy_whole(plan, plan.with_name("b.gpkg"))


def test_edits_that_no_file_holds_come_into_the_scenario_alone(plan: Path, project: QgsProject) -> None:
    layers, before = open_plan(str(plan), project), content(plan)
    nodes = change_first_node(layers, "only in B")
    first, second = list(nodes.getFeatures())[:2]
    nodes.deleteFeature(second.id())
    added = QgsFeature(nodes.fields())
    added.setAttribute("uid", "new-node")
    added.setGeometry(QgsGeometry.fromWkt("Point (116.5 39.5)"))
    assert nodes.addFeature(added)
    nodes.changeGeometry(first.id(), QgsGeometry.fromWkt("Point (115 38)"))
    saved = plan.with_name("b.gpkg")
    save_scenario(plan, saved, "B", edited={"nodes": nodes})
    copied = QgsVectorLayer(f"{saved}|layername=nodes", "n", "ogr")
    found = {feature["uid"]: feature for feature in copied.getFeatures()}
    assert found[first["uid"]]["remarks"] == "only in B"
    assert found[first["uid"]].id() == first.id() and found[first["uid"]].geometry().asWkt() == "Point (115 38)"
    assert second["uid"] not in found and found["new-node"].geometry().asWkt(1) == "Point (116.5 39.5)"
    assert len(found) == nodes.featureCount() and nodes.isModified()
    assert nodes.rollBack() and content(plan) == before


def test_the_sample_s_scenario_is_not_proposed_in_the_plugin_s_hidden_folder(
        plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder_beside(plan) == plan.parent
    monkeypatch.setattr("jjj_planner_plugin.gui.running.data_folder", lambda: plan.parent)
    QgsSettings().setValue(LAST_FOLDER, "/somewhere")
    assert folder_beside(plan) == Path("/somewhere")
    QgsSettings().remove(LAST_FOLDER)
    assert folder_beside(plan) != plan.parent


def test_nothing_that_opens_the_plan_leaves_the_main_thread(provider: Any, plan: Path) -> None:
    """QGIS guards a file's layers with locks that wait for one another when two threads open some."""
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:save_scenario")
    assert algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading
    dialog = ScenarioDialog(plan, {})
    threads: list[QThread] = []
    dialog.made.connect(lambda *_: threads.append(QThread.currentThread()))
    dialog.open_it.setChecked(False)
    dialog.file.setFilePath(str(plan.with_name("b.gpkg")))
    dialog.run()
    assert threads == [QgsApplication.instance().thread()] and scenario_name(plan.with_name("b.gpkg"))


def test_the_algorithm_saves_a_scenario_and_tells_of_unsaved_edits(provider: Any, plan: Path) -> None:
    layers = open_plan(str(plan), QgsProject.instance())
    nodes = change_first_node(layers, "not saved")
    target, heard = plan.with_name("b.gpkg"), Heard()
    results = run("save_scenario", {"PLAN": str(plan), "NAME": "B", "OUTPUT": str(target)}, heard)
    assert results == {"OUTPUT": str(target)} and scenario_name(target) == "B"
    assert len(heard.warnings) == 1 and "not saved" in heard.warnings[0]
    assert nodes.rollBack()
    assert run("save_scenario", {"PLAN": str(plan), "NAME": "B", "OUTPUT": str(target)}, heard) == {}
