"""The check of a plan: each rule finds what it is for, and nothing else; its fixes; plans in a bad state."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.plan.checks.check import check_plan  # noqa: F401 - its modules register the rules
from jjj_planner_plugin.engine.plan.checks.rules import CHECKS, SEVERITIES, rules
from jjj_planner_plugin.engine.plan.schema import schema, uid
from tests.engine.square_plan import (
    BOW_TIE,
    CODES,
    FILES,
    PROVOKED,
    WEST,
    broken,
    fix_of,
    multi,
    of,
    rows,
    without_crs,
    write,
)

Found = Callable[[str], gpd.GeoDataFrame]


def test_catalogue_and_functions_list_the_same_rules_and_each_is_provoked_here() -> None:
    assert set(CHECKS) == set(rules()) == set(PROVOKED) | set(FILES)
    assert {rule["severity"] for rule in rules().values()} == set(SEVERITIES)


def test_every_threshold_has_a_reason_in_both_languages_and_a_unit() -> None:
    told = [limit for rule in rules().values() for limit in rule.get("thresholds", {}).values()]
    assert len(told) >= 10
    assert all(limit["zh"] and limit["en"] and limit["unit"] is not None and limit["value"] > 0 for limit in told)


def test_a_plan_without_fault_has_no_finding(findings_of: Found, tmp_path: Path) -> None:
    assert findings_of(write(rows(), tmp_path)).empty


@pytest.mark.parametrize("rule", [*PROVOKED, *FILES])
def test_each_rule_finds_what_it_is_for(rule: str, findings_of: Found, tmp_path: Path) -> None:
    frame = findings_of(broken(rule, tmp_path))
    chosen = frame[frame["rule"] == rule]
    assert len(chosen) >= 1, frame[["rule", "sentence_en"]].to_string()
    assert set(chosen["severity"]) == {rules()[rule]["severity"]}
    for language in ("zh", "en"):
        assert chosen[f"sentence_{language}"].str.len().min() > 8
        assert not chosen[f"sentence_{language}"].str.contains(r"\{|nan|None").any()
    assert chosen["table_name"].isin(schema()["tables"]).all()


# Fixes


def test_the_zone_of_the_scheme_is_proposed_for_a_unit_without_one(findings_of: Found, tmp_path: Path) -> None:
    for rule in ("unit-without-zone", "unit-unknown-zone"):
        (tmp_path / rule).mkdir()
        unit = of(findings_of(broken(rule, tmp_path / rule)), rule)
        assert fix_of(unit) == {"kind": "assign_zone", "uid": uid("units", CODES[0]), "zone_id": "Z1"}
    made = rows()
    made["units"][0].update(zone_id=None, adcode="110111")
    made["zones"] = [made["zones"][1]]  # the scheme's zone is not in the plan
    (tmp_path / "none").mkdir()
    frame = findings_of(write(made, tmp_path / "none"))
    assert fix_of(of(frame, "unit-without-zone")) is None


def test_an_outdated_code_is_replaced_in_place(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["parks"][0]["host_adcodes"] = f"{CODES[0]},110228"
    fix = fix_of(of(findings_of(write(made, tmp_path)), "code-outdated"))
    assert fix == {"kind": "set_field", "table": "parks", "uid": uid("parks", "p"), "field": "host_adcodes",
                   "value": f"{CODES[0]},110118"}


def test_an_outdated_code_is_not_replaced_by_one_that_is_taken(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["units"][1]["adcode"] = "110118"
    made["units"][2]["adcode"] = "110228"
    assert fix_of(of(findings_of(write(made, tmp_path)), "code-outdated")) is None


def test_a_missing_name_comes_from_the_code(findings_of: Found, tmp_path: Path) -> None:
    named = of(findings_of(broken("name-missing", tmp_path)), "name-missing")
    assert fix_of(named) == {"kind": "set_field", "table": "nodes", "uid": uid("nodes", "n"), "field": "name_en",
                             "value": "Tongzhou District"}
    made = rows()
    made["relocations"][0]["name_en"] = None
    (tmp_path / "unknown").mkdir()
    assert fix_of(of(findings_of(write(made, tmp_path / "unknown")), "name-missing")) is None


def test_the_second_of_two_with_one_uid_gets_a_new_one(findings_of: Found, tmp_path: Path) -> None:
    twice = of(findings_of(broken("uid-twice", tmp_path)), "uid-twice")
    assert fix_of(twice) == {"kind": "new_uid", "table": "nodes", "fid": 2}


def test_what_has_no_uid_of_its_own_has_no_fix_by_uid(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["park_areas"][0]["geometry"] = BOW_TIE
    made["park_areas"].append({**made["park_areas"][0], "geometry": multi(shapely.box(116.4, 39.4, 116.5, 39.5))})
    assert fix_of(of(findings_of(write(made, tmp_path)), "geometry-invalid")) is None
    assert fix_of(of(findings_of(broken_alone(tmp_path)), "geometry-invalid")) == {
        "kind": "make_valid", "table": "park_areas", "uid": uid("park_areas", "p")}


def broken_alone(folder: Path) -> str:
    (folder / "alone").mkdir()
    return broken("geometry-invalid", folder / "alone")


def test_a_missing_zone_and_a_missing_axis_are_drawn_anew(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["zones"][0]["geometry"] = made["axes"][0]["geometry"] = None
    frame = findings_of(write(made, tmp_path))
    fixes = [fix_of(row) for _, row in frame[frame["rule"] == "geometry-missing"].iterrows()]
    assert fixes == [{"kind": "redraw_axis", "axis_uid": uid("axes", "A1")}, {"kind": "redraw_zone", "zone_id": "Z1"}]


def test_an_unknown_host_is_not_looked_for_in_units_without_a_city(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["units"][2].update(city=None, province=None)
    made["parks"][0]["host_adcodes"] = "889999"
    assert "park-outside-host" not in set(findings_of(write(made, tmp_path))["rule"])


# Plans in a bad state


def test_a_plan_with_a_single_table_is_checked(findings_of: Found, tmp_path: Path) -> None:
    frame = findings_of(write({"nodes": rows()["nodes"]}, tmp_path))
    assert (frame["rule"] == "table-missing").sum() == len(schema()["tables"]) - 1
    assert set(frame["rule"]) == {"table-missing", "schema-older"}


def test_a_plan_of_empty_tables_is_checked(findings_of: Found, tmp_path: Path) -> None:
    assert list(findings_of(write({name: [] for name in schema()["tables"]}, tmp_path))["rule"]) == ["schema-older"]


def test_a_layer_without_crs_is_taken_for_degrees_where_it_can_be(findings_of: Found, tmp_path: Path) -> None:
    assert list(findings_of(broken("crs-missing", tmp_path))["rule"]) == ["crs-missing"]
    made = rows()
    made["nodes"][0]["geometry"] = shapely.Point(500000, 4300000)
    (tmp_path / "metres").mkdir()
    path = write(made, tmp_path / "metres")
    with sqlite3.connect(path) as plan:
        without_crs(plan)
    plan.close()
    assert list(findings_of(path)["rule"]) == ["crs-missing"]


def test_units_in_metres_are_compared_with_zones_in_degrees(findings_of: Found, tmp_path: Path) -> None:
    path = write(rows(), tmp_path)
    units = pyogrio.read_dataframe(path, layer="units").to_crs("EPSG:4549")
    pyogrio.write_dataframe(units, path, layer="units")
    assert list(findings_of(path)["rule"]) == ["crs-other"]


def test_coordinates_that_are_none_do_not_stop_the_check(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["nodes"][0]["geometry"] = shapely.Point(math.inf, 39.5)
    made["relocations"][0]["geometry"] = shapely.LineString([(116.5, 39.5), (math.inf, 39.5)])
    assert "geometry-invalid" in set(findings_of(write(made, tmp_path))["rule"])


def test_a_file_that_is_no_plan_is_refused(
    refused: Callable[..., str], store: Callable[..., str], tmp_path: Path
) -> None:
    target = str(tmp_path / "out.gpkg")
    assert refused("check_plan", plan=store("roads", [WEST]), output=target) == "not-a-plan"
    assert refused("check_plan", plan=str(tmp_path / "gone.gpkg"), output=target) == "no-file"
    (tmp_path / "text.gpkg").write_text("no database", encoding="utf-8")
    assert refused("check_plan", plan=str(tmp_path / "text.gpkg"), output=target) == "unreadable-layer"
    path = write(rows(), tmp_path)
    assert refused("check_plan", plan=path, output=path) == "output-is-input"
