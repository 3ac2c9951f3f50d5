"""The real `qgis.bin` under Xvfb, with the plugin from the zip."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import package
import qgis_profile
import translations

from tests.desktop.conftest import Driver

NO_TOOLS = {"new_plan", "open_sample", "open_plan", "results", "engine", "options", "import_layer", "probe",
            "timeline", "relocation_width"}
"""The menu's commands that are no algorithms; nor are those of the group of edit tools."""
EDIT = "编辑"


def translated_string() -> str:
    """A string whose Chinese tells whether the plugin's translator is there."""
    return next(s for s, t in translations.messages(translations.TS).items() if t and t != s)


def test_it_loads_its_menu_opens_and_unloading_leaves_nothing_behind(
        archive: Path, tmp_path: Path, drive: Driver) -> None:
    profile = qgis_profile.make(tmp_path / "profile", language="zh", archive=archive, enabled=False)
    text = translated_string()
    seen = drive("load_and_unload", profile, JJJ_STRING=text)
    before, loaded, after = seen["before"], seen["loaded"], seen["after"]
    assert "jjj" in set(loaded["providers"]) - set(before["providers"])
    assert before["translated"] == text
    assert loaded["translated"] == translations.messages(translations.TS)[text]
    assert len(loaded["toolbars"]) == len(before["toolbars"]) + 2  # its own, and the plan dock's
    assert len(loaded["docks"]) == len(before["docks"]) + 4
    assert len(loaded["options"]) == len(before["options"]) + 1
    assert seen["menu_opened"]
    assert len(seen["entries"]) >= 8
    assert seen["unloaded"]
    assert seen["tool"], "the map is some tool's again"
    for kind, names in before.items():
        assert after[kind] == names, kind
    menu, toolbox = seen["menu_groups"], seen["toolbox_groups"]
    assert set(toolbox) <= set(menu)
    assert set(menu.pop(EDIT)) == {
        "assign", "move", "move_vertex", "draw", "bend", "members", "park", "wing", "unit_set",
        "join_population"}
    for group, commands in menu.items():
        tools = set(toolbox.get(group, ()))
        assert tools == set(commands) - NO_TOOLS, group


def test_tools_run_from_the_menu_to_their_result_layers(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan = tmp_path / "规划 plan.gpkg"
    shutil.copyfile(process_plan, plan)
    output = tmp_path / "rings.gpkg"
    seen = drive("run_tool", profile, JJJ_OPEN_PLAN=str(plan), JJJ_OUTPUT=str(output),
                 JJJ_TABLE=str(tmp_path / "table.csv"))
    assert len(seen["plan_layers"]) >= 12
    assert seen["invalid"] == []
    assert seen["valid"]
    assert seen["features"] == 2
    assert seen["crs"] == "EPSG:4490"
    assert seen["renderer"] != "singleSymbol"
    assert seen["rows"] >= 2 * 4  # two rings, four zones
    assert seen["area_type"] == "Real"
    assert output.exists()
    assert output.with_suffix(".recipe.json").exists()


def test_a_result_comes_into_the_panel_and_explains_itself_on_the_map(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan = tmp_path / "plan.gpkg"
    shutil.copyfile(process_plan, plan)
    seen = drive("result_panel", profile, JJJ_OPEN_PLAN=str(plan), JJJ_OUTPUT=str(tmp_path / "rings.gpkg"))
    assert not seen["shown_at_first"] and seen["shown"] and seen["toggled"] == [False, True]
    assert seen["area"] == "bottom" and "JjjResultsDock" in seen["in_panels_menu"]
    assert seen["active"] == "axes", "the planner's own layer stays the active one"
    assert seen["rows"] == 2 * (3 + 1)
    assert seen["explained"] == [20000.0]
    assert seen["line"].endswith("= 1 piece")
    assert seen["again"]["DISTANCES"] == "10000,20000" and seen["again"]["OUTPUT"].endswith("rings_2.gpkg")
    assert seen["proposed_left"] == str(tmp_path / "rings.gpkg"), "the rings just made, though a line layer is active"


def test_a_copied_plan_opened_by_qgis_itself_gets_its_own_layers(
        archive: Path, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    profile = qgis_profile.make(tmp_path / "profile", language="zh", archive=archive)
    plan, copy = tmp_path / "plan.gpkg", tmp_path / "copy.gpkg"
    shutil.copyfile(package.ROOT / "resources" / "data" / "sample_plan.gpkg", plan)
    seen = drive("copied_plan", profile, JJJ_OPEN_PLAN=str(plan), JJJ_COPY=str(copy))
    assert seen["copied"] == [str(copy)]
    assert any(str(copy) in text for text in seen["said"])
    assert seen["second"] == [str(plan)], "one plan a project"
    with sqlite3.connect(f"file:{plan}?mode=ro", uri=True) as database:
        styles = dict(database.execute("SELECT styleName, styleQML FROM layer_styles WHERE f_table_name = 'zones'"))
    database.close()
    assert set(styles) == {"default", "print"}, "QGIS in Chinese calls a style by another name"
    assert "LinePatternFill" in styles["print"] and "LinePatternFill" not in styles["default"]


def test_plans_in_any_state_are_opened_and_a_scenario_is_saved_from_the_menu(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan, scenario, torn = tmp_path / "plan.gpkg", tmp_path / "b.gpkg", tmp_path / "torn.gpkg"
    old = [tmp_path / "old.gpkg", tmp_path / "old_by_qgis.gpkg"]
    crashed = tmp_path / "crashed.gpkg"
    for copy in (plan, torn, crashed, *old):
        shutil.copyfile(process_plan, copy)
    older = "UPDATE plan_info SET schema_version = 1"
    for path, statement in ((torn, "DROP TABLE zones"), (old[0], older), (old[1], older)):
        with sqlite3.connect(path) as database:
            database.execute(statement)
        database.close()
    seen = drive("opening", profile, JJJ_OLD=str(old[0]), JJJ_OLD_BY_QGIS=str(old[1]), JJJ_TORN=str(torn),
                 JJJ_CRASHED=str(crashed), JJJ_PLAN=str(plan), JJJ_SCENARIO=str(scenario))
    assert any("schema 1" in text and "old.schema1.backup.gpkg" in text for text in seen["migrated"])
    assert seen["layers"] >= 20
    assert not seen["opened"] and any("Zones (zones)" in text for text in seen["lacking"])
    assert seen["zones"] == 4 and any("Made again" in text for text in seen["again"])
    assert len(seen["crashed"]["said"]) == 1 and "中部核心功能区" in seen["crashed"]["said"][0]
    assert seen["crashed"]["modified"] == [False, True]
    assert seen["quiet"] == [], "a plan that was edited and closed here is open nowhere else"
    assert ["is open in another program" in " ".join(texts) for texts in seen["held"]] == [True, False]
    first, gone_on, fresh = seen["sample"]["remarks"]
    assert gone_on == "edited" and fresh == first != "edited"
    stems = {name.removesuffix(".gpkg") for name in seen["sample"]["files"]}
    assert len(stems) == 2 and {f"{min(stems)}_2"} < stems, "the edited copy is kept"
    with sqlite3.connect(f"file:{scenario}?mode=ro", uri=True) as database:
        (told,) = database.execute("SELECT scenario, parent FROM plan_info")
    database.close()
    assert told == ("方案乙", "plan.gpkg|scenario=Baseline")
