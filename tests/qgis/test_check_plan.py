"""jjj:check_plan through Processing: it checks what the planner sees, unsaved edits and all."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER
from jjj_planner_plugin.algorithms.exports import exports_folder
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.findings import Finding, read_findings
from jjj_planner_plugin.layers.plan_file import open_plan
from tests.qgis_plan import by_name, point, set_value
from tests.qgis_tools import Heard, run_tool

run = partial(run_tool, "check_plan")


def checked(folder: Path, name: str = "findings.gpkg") -> dict[str, list[Finding]]:
    """The findings about the open plan, by rule."""
    heard = Heard()
    results = run({"OUTPUT": str(folder / name)}, heard)
    assert not heard.errors
    found: dict[str, list[Finding]] = {}
    for finding in read_findings(results["OUTPUT"]):
        found.setdefault(finding.rule, []).append(finding)
    return found


def only(found: dict[str, list[Finding]], rule: str) -> Finding:
    assert len(found[rule]) == 1
    return found[rule][0]


def test_the_open_plan_is_checked_with_its_unsaved_edits(
    provider: Any, plan: Path, editing: PlanEditing, tmp_path: Path
) -> None:
    assert "unit-without-zone" not in checked(tmp_path)
    with editing.command("Take out"):
        units = editing.layers["units"]
        set_value(units, by_name(units, "涿州市"), "zone_id", None)
        nodes = editing.layers["nodes"]
        nodes.changeGeometry(by_name(nodes, "沧州市").id(), point(114.5, 38.0))
    found = checked(tmp_path, "edited.gpkg")
    unit = only(found, "unit-without-zone")
    assert (unit.severity, unit.table) == ("error", "units")
    assert unit.name.startswith("Zhuozhou")
    assert unit.fix == {"kind": "assign_zone", "uid": unit.uid, "zone_id": "Z1"}
    assert only(found, "node-outside").name == "Cangzhou"
    assert by_name(QgsVectorLayer(f"{plan}|layername=units", "units", "ogr"), "涿州市")["zone_id"] == "Z1"
    assert not any(folder.is_dir() for folder in exports_folder().glob("*"))


def test_a_gap_that_was_just_made_has_its_exact_area(provider: Any, editing: PlanEditing, tmp_path: Path) -> None:
    with editing.command("Take out"):
        units = editing.layers["units"]
        unit = by_name(units, "涿州市")
        set_value(units, unit, "zone_id", None)
    gap = only(checked(tmp_path), "zone-gap")
    shape = unit.geometry()
    assert gap.area.symDifference(shape).area() < 1e-9 * shape.area()
    assert shape.contains(gap.place)


def test_a_copied_feature_that_was_never_saved_is_told_by_a_fid_of_its_own(
    provider: Any, editing: PlanEditing, tmp_path: Path
) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Copy"):
        copy = QgsFeature(by_name(nodes, "沧州市"))
        copy.setAttribute("fid", None)
        nodes.addFeature(copy)
    twice = only(checked(tmp_path), "uid-twice")
    saved = {feature.id() for feature in nodes.getFeatures() if feature.id() > 0}
    assert twice.fix is not None
    assert twice.fix["table"] == "nodes"
    assert twice.fix["fid"] not in saved


def test_a_pasted_feature_whose_fid_is_still_a_word_does_not_stop_the_check(
    provider: Any, editing: PlanEditing, tmp_path: Path
) -> None:
    units = editing.layers["units"]
    with editing.command("Paste"):
        pasted = QgsFeature(by_name(units, "涿州市"))
        pasted.setAttribute("fid", units.dataProvider().defaultValueClause(0))
        assert isinstance(pasted["fid"], str)
        units.addFeature(pasted)
    assert "uid-twice" in checked(tmp_path)


def test_features_keep_their_fid_in_the_copy(provider: Any, editing: PlanEditing, tmp_path: Path) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Break"):
        nodes.deleteFeature(by_name(nodes, "石家庄市").id())
        last = by_name(nodes, "衡水市")
        set_value(nodes, last, "uid", by_name(nodes, "沧州市")["uid"])
    twice = only(checked(tmp_path), "uid-twice")
    assert twice.fix == {"kind": "new_uid", "table": "nodes", "fid": last.id()}


def test_a_layer_taken_out_of_the_project_is_not_told_as_missing(
    provider: Any, plan: Path, tmp_path: Path
) -> None:
    layers = open_plan(str(plan), QgsProject.instance())
    QgsProject.instance().removeMapLayer(layers.pop("rivers").id())
    session = PlanEditing(layers)
    with session.command("Change"):
        nodes = session.layers["nodes"]
        set_value(nodes, by_name(nodes, "沧州市"), "name_en", None)
    found = checked(tmp_path)
    assert "table-missing" not in found
    assert only(found, "name-missing").fix is not None
    session.discard()
    session.close()


def test_another_plan_is_checked_by_its_file(provider: Any, made_plan: Path, tmp_path: Path) -> None:
    heard = Heard()
    results = run({"PLAN": str(made_plan), "OUTPUT": str(tmp_path / "out.gpkg")}, heard)
    assert {finding.rule for finding in read_findings(results["OUTPUT"])} >= {"zone-cut-off", "wing-area"}
    assert "Errors: 0, warnings: 2, notes: 9" in heard.infos


def test_without_a_plan_it_refuses_with_a_sentence(provider: Any, tmp_path: Path) -> None:
    heard = Heard()
    assert run({"OUTPUT": str(tmp_path / "out.gpkg")}, heard) == {}
    assert "No plan is open in this project" in heard.errors[0]


@pytest.mark.parametrize(("plan_name", "said"), [("gone.gpkg", "There is no file"), ("text.gpkg", "cannot be read")])
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(
    provider: Any, tmp_path: Path, plan_name: str, said: str
) -> None:
    (tmp_path / "text.gpkg").write_text("no database", encoding="utf-8")
    heard = Heard()
    assert run({"PLAN": str(tmp_path / plan_name), "OUTPUT": str(tmp_path / "out.gpkg")}, heard) == {}
    assert said in heard.errors[0]
    assert not (tmp_path / "out.gpkg").exists()


def test_the_plans_own_file_is_no_output(provider: Any, plan: Path) -> None:
    heard = Heard()
    assert run({"PLAN": str(plan), "OUTPUT": str(plan)}, heard) == {}
    assert heard.errors


def test_sentences_and_names_are_in_the_interfaces_language(provider: Any, made_plan: Path, tmp_path: Path) -> None:
    target = shutil.copy(made_plan, tmp_path / "规划.gpkg")
    results = run({"PLAN": str(target), "OUTPUT": str(tmp_path / "结果.gpkg")})
    expected = (("zh", "河北雄安新区", "全域"), ("en", "Xiong'an New Area", "whole host counties"))
    for language, name, sentence in expected:
        QgsSettings().setValue("locale/userLocale", language)
        wing = read_findings(results["OUTPUT"])[-1]
        assert wing.name == name
        assert sentence in wing.sentence


def test_findings_and_areas_are_loaded_with_a_shape_for_each_severity(
    provider: Any, editing: PlanEditing, tmp_path: Path
) -> None:
    arrived: list[Any] = []
    ANNOUNCER.arrived.connect(arrived.append)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:check_plan").create()
    output = QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())
    feedback = Heard()
    context.setFeedback(feedback)
    algorithm.run({"OUTPUT": output}, context, feedback)
    ANNOUNCER.arrived.disconnect(arrived.append)
    assert [arrival.kind for arrival in arrived] == ["check"]
    loaded = {}
    for source in context.layersToLoadOnCompletion():
        details = context.layerToLoadOnCompletionDetails(source)
        layer = QgsVectorLayer(source, details.name, "ogr")
        QgsProject.instance().addMapLayer(layer)
        details.postProcessor().postProcessLayer(layer, context, feedback)
        loaded[layer.geometryType()] = layer
    assert len(loaded) == 2
    points = next(layer for layer in loaded.values() if layer.fields().lookupField("severity") >= 0)
    shapes = {category.symbol().symbolLayer(0).properties()["name"] for category in points.renderer().categories()}
    assert len(shapes) == 3
    group = QgsProject.instance().layerTreeRoot().findGroup("Plan check")
    assert len(group.findLayers()) == 2


def test_a_run_without_layers_to_load_announces_nothing(provider: Any, editing: PlanEditing, tmp_path: Path) -> None:
    arrived: list[Any] = []
    ANNOUNCER.arrived.connect(arrived.append)
    checked(tmp_path)
    ANNOUNCER.arrived.disconnect(arrived.append)
    assert arrived == []
    assert editing.layers["runs"].featureCount() == 1
