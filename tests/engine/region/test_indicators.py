"""Task `indicators`: the bundled figures, tables joined by adcode, sums, two years side by side, what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from jjj_planner_plugin.engine.plan.facts import places, zone_members
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.region.indicators.join import matched
from jjj_planner_plugin.engine.region.indicators.places import read_places
from tests import plans

Perform = Callable[..., dict[str, Any]]
Refused = Callable[..., str]
BENCHMARKS = {
    ("cities", "people", "rank_size_slope"): -0.7344, ("cities", "people", "rank_size_inverse"): -1.255,
    ("cities", "people", "rank_size_r2"): 0.922, ("cities", "people", "primacy"): 1.579,
    ("cities", "people", "four_city"): 0.5974, ("cities", "people", "eleven_city"): 0.5341,
    ("cities", "people", "gini"): 0.3128, ("cities", "people", "gini_unbiased"): 0.3388,
    ("cities", "people", "hhi"): 0.1042, ("cities", "people", "green"): 0.5385,
    ("provinces", "gdp_1e8/people", "theil_t"): 0.1535, ("provinces", "gdp_1e8/people", "theil_l"): 0.1427,
    ("provinces", "gdp_1e8/people", "gini_weighted"): 0.2771, ("provinces", "gdp_1e8/people", "williamson"): 0.5930,
}


def layer(result: dict[str, Any], name: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(result["output"], layer=name, read_geometry=False)


def by_code(result: dict[str, Any], name: str) -> pd.DataFrame:
    return layer(result, name).set_index("code")


def codes_of(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from jjj_planner_plugin.engine import tasks

    output = str(tmp_path_factory.mktemp("indicators") / "first.gpkg")
    params = {"output": output, "in_space": False}
    return tasks.perform({"task": "indicators", "params": params}, Job({"language": "zh"}))


@pytest.fixture
def perform(perform: Perform) -> Perform:
    """Without what lies in space, which has tests of its own."""
    return partial(perform, in_space=False)


def four(path: Path, node: dict[str, Any] | None = None, **said: Any) -> str:
    """A plan of four units of 100 km², 130101 to 130104, all of 石家庄; 1 000 people each, two in Z1, two in Z4."""
    made = plans.rows(**said)
    for place, unit in enumerate(made["units"], start=1):
        unit["adcode"] = f"1301{place:02d}"
    made["nodes"][0].update(node or {})
    return plans.write(path, made, without=("policies", "rivers", "land", "stations", "runs", "catchments"))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return four(tmp_path_factory.mktemp("plan") / "plan.gpkg")


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., str]:
    """`csv(heading, row, row …, name=…)`: a table; gives its path."""

    def write(*lines: str, name: str = "table") -> str:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


# The bundled figures


@pytest.mark.parametrize(("key", "expected"), BENCHMARKS.items(), ids=lambda part: str(part))
def test_the_first_run_tells_the_published_indices(
    bundled: dict[str, Any], key: tuple[str, str, str], expected: float
) -> None:
    rows = layer(bundled, "indices").set_index(["area_level", "measure", "index_id"])["value"]
    digits = len(str(expected).split(".")[1])
    assert rows[key] == pytest.approx(expected, abs=0.6 * 10 ** -digits)


def test_the_first_run_tells_gdp_per_head_of_the_provinces_and_the_region(bundled: dict[str, Any]) -> None:
    rows = layer(bundled, "indices")
    told = rows[rows["index_id"] == "per_head"].set_index("code")["value"].round()
    assert told.to_dict() == {"110000": 164904, "120000": 101570, "130000": 48528, "": 78276}


def test_the_first_run_says_that_its_figures_are_the_bundled_ones(bundled: dict[str, Any]) -> None:
    assert codes_of(bundled) == ["indicators-bundled"]
    assert {name: bundled[name] for name in ("units", "cities", "zones", "provinces", "unmatched")} == {
        "units": 166, "cities": 13, "zones": 4, "provinces": 3, "unmatched": 0}


def test_cities_sum_to_their_province_and_a_part_of_a_city_is_not_guessed(bundled: dict[str, Any]) -> None:
    cities, provinces = by_code(bundled, "cities"), by_code(bundled, "provinces")
    assert provinces.at["130000", "people"] == cities.loc[cities["province"] == "130000", "people"].sum() == 74610235
    assert provinces["people"].sum() == 110369339
    assert layer(bundled, "units")["people"].isna().all()
    assert layer(bundled, "zones")["people"].isna().all()
    assert pd.isna(cities.at["130100", "gdp_1e8"])


# Codes


def test_each_county_of_today_counts_for_a_bundled_unit_of_its_own_city_and_zone() -> None:
    bundled = read_places("bundled", "county", Job({}))
    units = bundled.levels["units"]
    counties = [code for code, place in places().items() if place["level"] == "county"]
    found = [match.code for match in matched(counties, bundled)]
    assert set(found) == set(units.index)
    assert units.loc[found, "zone"].tolist() == [zone_members("county")[code] for code in counties]
    cities = [{"11": "110000", "12": "120000"}.get(code[:2], f"{code[:4]}00") for code in counties]
    assert units.loc[found, "city"].tolist() == cities


def test_110100_is_beijing_but_for_a_table_that_has_its_other_units_and_no_part_of_it() -> None:
    bundled = read_places("bundled", "county", Job({}))
    assert matched(["110100"], bundled)[0][:2] == ("cities", "110000")
    assert matched(["110100", "110101", "110112"], bundled)[0][:2] == ("cities", "110000")
    assert matched(["110100", "110109", "110112"], bundled)[0][:2] == ("units", "110100")


# A plan's own people


def test_a_plans_people_are_summed_and_spread_over_its_ground(plan: str, tmp_path: Path, perform: Perform) -> None:
    found = perform("indicators", plan=plan, output=str(tmp_path / "o.gpkg"))
    assert codes_of(found) == []
    units, zones = by_code(found, "units"), by_code(found, "zones")
    assert units["density"].round(3).tolist() == [10.0] * 4
    assert zones["people"].tolist() == [2000, 2000]
    assert zones["share_of_people"].tolist() == [0.5, 0.5]
    assert by_code(found, "cities").at["130100", "people"] == 4000
    assert zones["places"].tolist() == [2, 2]


def test_a_plan_without_people_takes_the_bundled_figures(tmp_path: Path, perform: Perform) -> None:
    path = four(tmp_path / "plan.gpkg", people=None)
    found = perform("indicators", plan=path, output=str(tmp_path / "o.gpkg"))
    assert "indicators-bundled" in codes_of(found)
    assert "indicators-nodes" not in codes_of(found)
    assert by_code(found, "cities").at["130100", "people"] == 11235086


def test_people_that_a_planner_gave_the_nodes_are_used(tmp_path: Path, perform: Perform) -> None:
    found = perform("indicators", plan=four(tmp_path / "plan.gpkg", people=None, node={
        "adcode": "130100", "pop2020": 12000000}), output=str(tmp_path / "o.gpkg"))
    assert "indicators-nodes" in codes_of(found)
    assert by_code(found, "cities").at["130100", "people"] == 12000000


# Tables


def test_a_table_in_ten_thousands_is_joined_by_code(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("行政区划代码,地区,常住人口（万人）,户籍人口（万人）,GDP（亿元）", "130101,甲,10,12,100",
                "156130102,乙,20,18,100", "130103.0,丙,30,30,100", "130104000000,丁,40,44,100")
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    units = by_code(found, "units")
    assert units["people"].tolist() == [1e5, 2e5, 3e5, 4e5]
    assert units["registered_ratio"].tolist() == [1.2, 0.9, 1, 1.1]
    assert units["gdp_per_head"].tolist() == [100000, 50000, pytest.approx(33333.333), 25000]
    assert found["unmatched"] == 0


def test_a_sum_is_not_told_where_one_part_is_missing(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people", "130101,1", "130102,2", "130103,3")
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    assert by_code(found, "zones")["people"].tolist()[0] == 3
    assert by_code(found, "zones")["people"].isna().tolist() == [False, True]
    assert by_code(found, "cities")["people"].isna().all()
    assert layer(found, "unmatched")[["side", "reason", "code"]].to_numpy().tolist() == [["plan", "no_row", "130104"]]
    assert codes_of(found) == ["indicators-no-row"]


def test_what_belongs_nowhere_is_listed_with_why(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,name,people", "130101,甲,1", "130102,乙,2", "130103,丙,3", "130104,丁,4", "130101,甲,9",
                "310101,黄浦区,5", "999999,无,6", ",空,7", "130103,丙,3", "130103,丙,3", "130521,邢台县,8",
                "130202,路南区,1")
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    assert by_code(found, "units")["people"].tolist() == [1, 2, 3, 4]
    listed = layer(found, "unmatched")[["reason", "code", "row_no"]].to_numpy().tolist()
    assert listed == [["double", "130101", 6], ["elsewhere", "310101", 7], ["unknown", "999999", 8], ["empty", "", 9],
                      ["double", "130103", 10], ["double", "130103", 11], ["abolished", "130521", 12],
                      ["not_in_plan", "130202", 13]]
    assert set(codes_of(found)) == {"indicators-double", "indicators-elsewhere", "indicators-unknown",
                                    "indicators-empty", "indicators-abolished", "indicators-not-in-plan"}


def test_an_old_code_is_joined_by_the_new_one_and_beside_it_left_out(
    csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people", "110228,47", "110229,31", "110118,52")
    found = perform("indicators", table=table, output=str(tmp_path / "o.gpkg"))
    units = by_code(found, "units")
    assert units.loc[["110118", "110119"], "people"].tolist() == [52, 31]
    assert layer(found, "unmatched")[["reason", "code"]].to_numpy().tolist() == [["old_and_new", "110228"]]
    assert {"indicators-stale", "indicators-old-and-new"} <= set(codes_of(found))


def test_todays_districts_are_summed_into_the_unit_of_1999_once_all_are_there(
    csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    districts = {"130902": 1, "130903": 2}
    rows = [f"{code},{people}" for code, people in districts.items()]
    whole = perform("indicators", table=csv("adcode,people", *rows), output=str(tmp_path / "o.gpkg"))
    assert by_code(whole, "units").at["130901", "people"] == 3
    assert "indicators-parts" in codes_of(whole)
    part = perform("indicators", table=csv("adcode,people", rows[0]), output=str(tmp_path / "p.gpkg"))
    assert pd.isna(by_code(part, "units").at["130901", "people"])


def test_a_citys_own_number_is_taken_before_the_sum_of_its_units_and_the_difference_told(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people", "130101,1", "130102,2", "130103,3", "130104,4", "130100,20")
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    assert by_code(found, "cities").at["130100", "people"] == 20
    assert codes_of(found) == ["indicators-differ"]


def test_a_ratio_is_a_mean_weighted_by_people_or_by_what_is_said(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people,城镇化率,jobs,wage_rate", "130101,1,50,1,10", "130102,3,70,1,20", "130103,1,80,1,30",
                "130104,1,80,3,40")
    kinds = {"城镇化率": "ratio", "wage_rate": "ratio jobs"}
    found = perform("indicators", plan=plan, table=table, kinds=kinds, output=str(tmp_path / "o.gpkg"))
    zones = by_code(found, "zones")
    assert zones["城镇化率"].tolist() == [65, 80]
    assert zones["wage_rate"].tolist() == [15, 37.5]
    assert zones["jobs"].tolist() == [2, 4]
    assert zones["jobs_share"].tolist() == [pytest.approx(1 / 3), pytest.approx(2 / 3)]


# Side by side


def test_two_years_of_one_table_stand_side_by_side(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,year,people", *[f"1301{n:02d},2010,{n}" for n in range(1, 5)],
                *[f"1301{n:02d},2020,{3 * n}" for n in range(1, 5)], "130101,2010,9", "310101,2020,9")
    found = perform("indicators", plan=plan, table=table, year="2010", second_year="2020",
                    output=str(tmp_path / "o.gpkg"))
    units = by_code(found, "units")
    assert units["people"].tolist() == [1, 2, 3, 4]
    assert units["people_after"].tolist() == [3, 6, 9, 12]
    assert units["people_difference"].tolist() == [2, 4, 6, 8]
    rows = layer(found, "indices").set_index(["area_level", "measure", "index_id"])
    assert rows.loc[("units", "people", "total"), ["value", "value_after", "value_difference"]].tolist() == [10, 30, 20]
    assert rows.at[("units", "people", "gini"), "value_difference"] == 0
    shown = list(units.columns)
    assert shown[shown.index("people"):][:3] == ["people", "people_after", "people_difference"]
    assert "area_km2" in shown and "area_km2_after" not in shown
    assert layer(found, "compared")["called"].tolist() == ["2010", "2020"]
    assert layer(found, "rank_size").query("area_level == 'units'")["values_of"].value_counts().to_dict() == {
        "2010": 4, "2020": 4}
    assert layer(found, "unmatched")[["reason", "row_no", "values_of"]].to_numpy().tolist() == [
        ["double", 10, "2010"], ["elsewhere", 11, "2020"]]  # rows of the file, whose first is the headings
    last = perform("indicators", plan=plan, table=table, output=str(tmp_path / "p.gpkg"))
    assert by_code(last, "units")["people"].tolist() == [3, 6, 9, 12]
    assert codes_of(last) == ["indicators-last-year", "indicators-elsewhere"]


def test_two_plans_stand_side_by_side(plan: str, tmp_path: Path, perform: Perform) -> None:
    second = four(tmp_path / "other.gpkg", people=3000, zones=("Z1", "Z1", "Z1", "Z4"))
    found = perform("indicators", plan=plan, second_plan=second, output=str(tmp_path / "o.gpkg"))
    zones = by_code(found, "zones")
    assert zones["people_after"].tolist() == [9000, 3000]
    assert zones["area_km2_difference"].round(3).tolist() == [100, -100]


# What is refused


def test_what_cannot_be_read_is_refused_with_a_sentence(
    plan: str, csv: Callable[..., str], tmp_path: Path, refused: Refused
) -> None:
    cases = {
        "indicators-no-code": {"table": csv("place,people", "a,1", name="a")},
        "indicators-no-values": {"table": csv("adcode,name", "130101,a", name="b")},
        "indicators-nothing-matches": {"table": csv("adcode,people", "310101,1", name="c")},
        "indicators-kind": {"table": csv("adcode,people,城镇化率", "130101,1,50", name="d")},
        "indicators-bad-kind": {"table": csv("adcode,jobs", "130101,1", name="e"), "kinds": {"jobs": "mean"}},
        "indicators-no-year": {"table": csv("adcode,people", "130101,1", name="f"), "year": "2010"},
        "indicators-same-twice": {"second_plan": plan},
        "unknown-field": {"table": csv("adcode,people", "130101,1", name="g"), "gdp_field": "GDP"},
        "unknown-layer": {"plan": csv("adcode,people", "130101,1", name="h")},
        "no-file": {"plan": str(tmp_path / "none.gpkg")},
    }
    for code, params in cases.items():
        assert refused("indicators", **{"plan": plan, "output": str(tmp_path / "o.gpkg"), **params}) == code


def test_fields_of_nothing_or_of_noughts_make_no_index_and_no_error(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people,gdp", *[f"1301{n:02d},0," for n in range(1, 5)])
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    assert by_code(found, "units")["people"].tolist() == [0] * 4
    assert layer(found, "indices")["index_id"].tolist() == ["total"]
    assert codes_of(found) == ["indicators-all-nought", "indicators-all-empty"]


def test_a_field_with_numbers_below_nothing_has_no_indices_and_says_so(
    plan: str, csv: Callable[..., str], tmp_path: Path, perform: Perform
) -> None:
    table = csv("adcode,people", *[f"1301{n:02d},{n}" for n in range(1, 4)], "130104,-4")
    found = perform("indicators", plan=plan, table=table, output=str(tmp_path / "o.gpkg"))
    assert codes_of(found) == ["indicators-negative"]
    assert "indices" not in {name for name, _ in pyogrio.list_layers(found["output"])}
