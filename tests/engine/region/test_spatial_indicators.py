"""Task `indicators` in space: clusters, gravity, people within distances, the gap at the border, sets, mega-cities."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin import paths
from jjj_planner_plugin.engine.plan.schema import schema
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.region.spatial.mega import mega_regions, read_mega
from tests import plans

Perform = Callable[..., dict[str, Any]]
Refused = Callable[..., str]
LINES = ["adcode,常住人口,GDP（亿元）", "110101,40000,640", "130101,10000,40", "130102,20000,60", "130103,30000,60"]


READ = ("units", "zones", "nodes", "axes", "unit_sets", "set_members")


def layer(result: dict[str, Any], name: str) -> Any:
    return pyogrio.read_dataframe(result["output"], layer=name)


def codes_of(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from jjj_planner_plugin.engine import tasks

    output = str(tmp_path_factory.mktemp("spatial") / "first.gpkg")
    return tasks.perform({"task": "indicators", "params": {"output": output}}, Job({"language": "en"}))


def plan_rows() -> plans.Rows:
    """Four units in a row: one of Beijing, then three of Hebei; nodes in the first and the last; a set of two."""
    made = plans.rows()
    for unit, (code, city, province) in zip(made["units"], (
            ("110101", "110000", "110000"), *((f"13010{n}", "130100", "130000") for n in (1, 2, 3)))):
        unit |= {"adcode": code, "city": city, "province": province, "population": None}
    made["nodes"] = [{"uid": f"node-{code}", "name_zh": name, "adcode": code, "tier": "city",
                      "geometry": plans.point(x, 5)} for code, name, x in (("110101", "甲", 5), ("130102", "乙", 25))]
    made["unit_sets"] = [{"uid": "set-1", "set_id": "S", "name_zh": "两县", "kind": "belt", "basis": "units",
                          "standing": "assumed", "structure": "other", "geometry": plans.square(10, 0, 20)}]
    made["set_members"] = [{"uid": f"m-{code}", "set_uid": "set-1", "adcode": code, "role": "assumed"}
                           for code in ("130101", "130102", "130199")]
    return made


def written(path: Path, rows: plans.Rows, *without: str) -> str:
    """A plan of these rows, without the tables that no indicator reads."""
    return plans.write(path, rows, without=tuple(name for name in schema()["tables"] if name not in READ) + without)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The small plan, and a table of people and GDP."""
    folder = tmp_path_factory.mktemp("inputs")
    return written(folder / "plan.gpkg", plan_rows()), written_table(folder / "table.csv", *LINES)


def written_table(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def small(perform: Perform, tmp_path: Path, inputs: tuple[str, str]) -> Callable[..., dict[str, Any]]:
    """`small(…)`: the task on the small plan with the table."""
    plan, table = inputs
    return partial(perform, "indicators", **{"plan": plan, "table": table, "output": str(tmp_path / "out.gpkg")})


def test_the_first_run_has_every_layer_and_says_what_is_rough(bundled: dict[str, Any]) -> None:
    assert {name: bundled[name] > 0 for name in ("lisa", "within", "border_gap", "gravity", "gravity_sections",
                                                 "breakpoints", "moran", "border_summary", "sets")} == dict.fromkeys(
        ("lisa", "within", "border_gap", "gravity", "gravity_sections", "breakpoints", "moran", "border_summary",
         "sets"), True)
    assert bundled["mega_regions"] == 0
    assert {"gravity-people-only", "gravity-off-axes", "within-level"} <= set(codes_of(bundled))


def test_beijing_has_three_and_a_half_times_as_much_per_head_as_hebei(bundled: dict[str, Any]) -> None:
    gap = layer(bundled, "border_gap").set_index("outside_name")
    assert set(gap["area_level"]) == {"provinces"}
    assert gap.loc["河北省", "gap_ratio"] == pytest.approx(164_904 / 48_528, abs=1e-4)
    assert gap.loc["天津市", "gap"] == pytest.approx(164_904 - 101_570, abs=1)
    assert gap.geometry.geom_type.eq("MultiLineString").all()


def test_the_axes_carry_most_between_beijing_and_langfang(bundled: dict[str, Any]) -> None:
    pairs = layer(bundled, "gravity").set_index("rank")
    assert (pairs.loc[1, "a_name"], pairs.loc[1, "b_name"]) == ("北京市", "廊坊市")
    assert pairs.loc[1, "gravity"] == pytest.approx(2189.3095 * 546.4087 / pairs.loc[1, "distance_km"] ** 2)
    sections = layer(bundled, "gravity_sections")
    assert sections["gravity_share"].idxmax() == 0 and set(sections["axis_id"]) == {"A1", "A2", "A3"}


def test_people_around_all_nodes_grow_with_the_distance_and_stay_below_everyone(bundled: dict[str, Any]) -> None:
    within = layer(bundled, "within")
    assert within.geometry.geom_type.eq("MultiPolygon").all()
    nodes = within[(within["around"] == "node") & (within["scope"] == "dissolved")]
    assert nodes["distance_km"].tolist() == [10, 30, 50, 100] and nodes["people"].is_monotonic_increasing
    assert nodes["people"].iloc[-1] < 110_369_339
    axes = within[(within["around"] == "axis") & (within["scope"] == "dissolved")].set_index("distance_km")
    assert axes.loc[30, "area_m2"] / 1e6 == pytest.approx(40_567, rel=2e-3)


def test_the_poverty_belt_is_twenty_two_counties_beside_the_rest(bundled: dict[str, Any]) -> None:
    sets = layer(bundled, "sets").set_index(["set_id", "set_part"])
    assert sets.loc[("PB", "members"), "units_in_part"] == 22
    hebei = sets.loc["PB"]["area_km2"]
    assert hebei["members"] + hebei["rest_of_provinces"] == pytest.approx(187_217, rel=1e-3)


def test_every_city_has_a_class_and_moran_s_i_its_chance(bundled: dict[str, Any]) -> None:
    lisa, moran = layer(bundled, "lisa"), layer(bundled, "moran")
    assert len(lisa) == 13 and set(lisa["lisa"]) <= {"HH", "LL", "HL", "LH", "NS"}
    assert moran["expected_i"].tolist() == pytest.approx([-1 / 12], abs=1e-6) and moran["places"].tolist() == [13]
    assert (lisa["own_z"].mean(), lisa["own_z"].std(ddof=0)) == pytest.approx((0, 1), abs=1e-4)


def test_values_of_a_table_cluster_pull_and_differ_across_the_border_by_hand(small: Any) -> None:
    made = small(node_km=[5], axis_km=[5])
    gap = layer(made, "border_gap").iloc[0]
    assert (gap["inside_code"], gap["outside_code"], gap["inside_value"], gap["gap_ratio"]) == (
        "110101", "130101", 1.6e6, 4)
    assert gap["border_m"] == pytest.approx(10_000, rel=2e-3)
    pair = layer(made, "gravity").iloc[0]
    assert pair["gravity"] == pytest.approx((4 * 640 * 2 * 60) ** 0.5 / pair["distance_km"] ** 2)
    assert pair["distance_km"] == pytest.approx(20, rel=1e-3)
    assert pair["breakpoint_km"] == pytest.approx(20 / (1 + (120 / 2560) ** 0.25), rel=1e-3)
    around = layer(made, "within").set_index(["around", "scope", "code"])
    assert around.loc[("node", "feature", "110101"), "people"] == pytest.approx(40_000 * 0.7854, rel=1e-3)
    lisa = layer(made, "lisa")
    assert set(lisa["measure"]) == {"gdp_per_head"} and set(lisa["area_level"]) == {"units"}


def test_a_set_beside_the_rest_and_its_members_that_are_no_units(small: Any) -> None:
    made = small()
    sets = layer(made, "sets").set_index("set_part")
    assert sets["people"].to_dict() == {"members": 30_000, "rest_of_provinces": 30_000, "rest": 70_000}
    assert sets.loc["members", "gdp_per_head"] == pytest.approx(1e8 * 100 / 30_000)
    assert sets.loc["rest_of_provinces", "gdp_per_head_members_over"] == pytest.approx(100 / 60, rel=1e-6)
    assert "sets-missing" in codes_of(made)


def test_the_planner_chooses_what_clusters(
    small: Any, refused: Refused, tmp_path: Path, inputs: tuple[str, str]
) -> None:
    made = small(focus="density")
    assert {measure for name in ("lisa", "border_gap") for measure in layer(made, name)["measure"]} == {"density"}
    plan, table = inputs
    for code, asked in (("spatial-unknown-focus", {"focus": "luck"}), ("spatial-bad-significance", {"significance": 0}),
                        ("spatial-bad-k", {"gravity_k": -1}), ("bad-distance", {"node_km": [0]})):
        assert refused("indicators", plan=plan, table=table, output=str(tmp_path / "r.gpkg"), **asked) == code


def test_nothing_is_made_of_nothing_and_told(perform: Perform, tmp_path: Path) -> None:
    made_rows = plan_rows()
    for unit in made_rows["units"]:
        unit["population"] = 0
    made = perform("indicators", plan=written(tmp_path / "zero.gpkg", made_rows), output=str(tmp_path / "o.gpkg"))
    assert {"spatial-all-the-same", "within-no-people", "border-no-gap", "gravity-no-people"} <= set(codes_of(made))
    assert not any(made[name] for name in ("lisa", "moran", "within", "border_gap", "gravity"))
    assert isinstance(layer(made, "units"), gpd.GeoDataFrame)


def test_an_axis_in_parts_is_followed_along_its_longest(small: Any, tmp_path: Path) -> None:
    rows = plan_rows()
    whole = rows["axes"][0]["geometry"]
    rows["axes"].append({"uid": "axis-2", "name_zh": "断轴", "axis_id": "A2", "geometry": shapely.MultiLineString(
        [whole, shapely.LineString([plans.degrees(60, 5), plans.degrees(61, 5)])])})
    plan = tmp_path / "parts.gpkg"
    written(plan, rows, "axes")
    axes = gpd.GeoDataFrame(rows["axes"], crs=4490)
    pyogrio.write_dataframe(axes, plan, layer="axes", geometry_type="MultiLineString", promote_to_multi=True)
    made = small(plan=str(plan))
    assert "spatial-axis-in-parts" in codes_of(made) and made["gravity"] == 1


# Mega-city regions


def test_regions_stand_beside_one_another_from_a_table(tmp_path: Path) -> None:
    job, head = Job({}), "城市群,城市,常住人口（万人）,GDP（亿元）,面积（平方公里）"
    table = written_table(tmp_path / "mega.csv", head, "甲,一,100,1000,100", "甲,二,50,250,100", "乙,三,30,90,50",
                          "乙,四,,,", ",五,1,1,1", "乙,六,-1,,")
    found = mega_regions(read_mega(table, job)).set_index("mega_region")
    assert found.index.tolist() == ["甲", "乙"] and found["people"].tolist() == [1.5e6, 3e5]
    assert found["gdp_per_head"].tolist() == pytest.approx([1250e8 / 1.5e6, 30_000], abs=0.1)
    assert found["density"].tolist() == pytest.approx([7500, 6000]) and found.loc["甲", "primacy"] == 2
    assert [warning["code"] for warning in job.warnings] == ["mega-negative", "mega-empty-rows"]


def test_this_region_is_put_beside_others_that_a_table_has_alone(small: Any, tmp_path: Path) -> None:
    other = written_table(tmp_path / "other.csv", "城市群,城市,常住人口", "长三角,上海,24870895", "长三角,南京,9314685")
    both = small(mega=other)
    assert layer(both, "mega_regions")["mega_region"].tolist() == ["Beijing-Tianjin-Hebei", "长三角"]
    assert "mega-own" in [warning["code"] for warning in both["warnings"]]


def test_the_template_is_a_table_that_can_be_read_as_it_is(small: Any) -> None:
    template = paths.resource("data/mega_regions_template.csv")
    rows = pd.read_csv(template, dtype=str)
    assert rows["region_zh"].value_counts().to_dict() == {"长三角": 41, "京津冀": 13, "粤港澳大湾区": 11}
    assert rows["adcode"].is_unique and rows["adcode"].str.fullmatch(r"\d{6}").all()
    found = layer(small(mega=str(template)), "mega_regions").iloc[0]
    assert found["people"] == 110_369_339 and found["rank_size_slope"] == pytest.approx(-0.7344, abs=1e-4)


def test_a_table_without_regions_or_numbers_is_refused(refused: Refused, tmp_path: Path) -> None:
    for lines, code in ((["城市,常住人口", "一,1"], "mega-no-region"), (["城市群,常住人口", "甲,"], "mega-no-values")):
        table = written_table(tmp_path / "mega.csv", *lines)
        assert refused("indicators", mega=table, output=str(tmp_path / "o.gpkg")) == code
