"""jjj:report: the folder it makes, the sheets printed from the plan as the planner sees it, and what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import open_plan_path
from jjj_planner_plugin.layers.report_choice import choose_result, chosen_results
from tests.qgis_plan import by_name, set_value
from tests.qgis_tools import Heard, run_tool

STRUCTURE = 0  # of the sections, the one that needs no analysis


def test_a_report_is_page_sheets_and_workbook_from_the_plan_on_the_screen(
    provider: Any, editing: PlanEditing, tmp_path: Path,
) -> None:
    """With an edit that is not saved, a result of the planner's own, in the other language."""
    layers = editing.layers
    layers["zones"].startEditing()
    set_value(layers["zones"], by_name(layers["zones"], "中部核心功能区"), "name_en", "Renamed <core>")
    own = tmp_path / "own.csv"
    own.write_text("class,count\na,1\n", encoding="utf-8")
    arrivals: list[Any] = []
    ANNOUNCER.arrived.connect(arrivals.append)
    heard = Heard()
    try:
        done = run_tool("report", {
            "PLAN": str(open_plan_path(QgsProject.instance())), "RESULTS": [str(own)], "LANGUAGE": 2,
            "ORGANISATION": "Office 7", "SECTIONS": [STRUCTURE], "DPI": 72, "FOLDER": str(tmp_path / "report")}, heard)
    finally:
        ANNOUNCER.arrived.disconnect(arrivals.append)
        layers["zones"].rollBack()
    assert heard.errors == [] and done["FAILED"] == 0
    assert {name: Path(done[name]).name for name in ("HTML", "PDF", "WORKBOOK")} == {
        "HTML": "report.html", "PDF": "report.pdf", "WORKBOOK": "tables.xlsx"}
    page = Path(done["HTML"]).read_text(encoding="utf-8")
    assert 'lang="en"' in page and "Renamed &lt;core&gt;" in page and "Renamed <core>" not in page
    sheets = Path(done["PDF"]).read_bytes()
    assert len(re.findall(rb"/Type /Page\b", sheets)) == 3, "the structure, the circles, the planner's own"
    assert any("Report with 3 sheets" in text for text in heard.infos)
    assert [arrival.algorithm for arrival in arrivals] == ["report"]
    recipe = json.loads((tmp_path / "report" / "report.recipe.json").read_text(encoding="utf-8"))
    assert recipe["params"]["organisation"] == "Office 7" and recipe["params"]["sections"] == ["structure"]
    assert not Path(recipe["params"]["plan"]).exists(), "the copy with the edits is gone"


def test_a_folder_that_cannot_be_written_and_a_layer_without_a_file_are_refused_with_a_sentence(
    provider: Any, plan: Path, tmp_path: Path,
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "sketch", "memory")
    QgsProject.instance().addMapLayer(layer)
    for more, sentence in (
        ({"FOLDER": str(taken)}, "is a file"), ({"FOLDER": str(tmp_path / "no" / "report")}, "does not exist"),
        ({"FOLDER": str(tmp_path / "r"), "RESULTS": [layer.id()]}, "“sketch” is in no file"),
    ):
        heard = Heard()
        assert run_tool("report", {"PLAN": str(plan), **more}, heard) == {}
        assert any(sentence in error for error in heard.errors), (more, heard.errors)
    assert not (tmp_path / "r").exists()


def test_where_no_section_is_ticked_all_are_made(provider: Any, plan: Path, tmp_path: Path) -> None:
    tool = QgsApplication.processingRegistry().algorithmById("jjj:report").create()
    context = QgsProcessingContext()
    asked = {"PLAN": str(plan), "FOLDER": str(tmp_path / "r")}
    for given, sections in (({}, None), ({"SECTIONS": []}, None), ({"SECTIONS": [0, 2]}, ["structure", "rings"])):
        assert tool.job({**asked, **given}, context)["sections"] == sections


def test_results_are_chosen_in_the_project_and_forgotten_when_their_file_is_gone(tmp_path: Path) -> None:
    first, second = tmp_path / "first.gpkg", tmp_path / "second.csv"
    for file in (first, second):
        file.write_text("", encoding="utf-8")
        choose_result(QgsProject.instance(), str(file), True)
    assert chosen_results(QgsProject.instance()) == [str(first), str(second)]
    choose_result(QgsProject.instance(), str(first), False)
    assert chosen_results(QgsProject.instance()) == [str(second)]
    second.unlink()
    assert chosen_results(QgsProject.instance()) == []
