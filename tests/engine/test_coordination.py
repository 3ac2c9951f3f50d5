"""The coordination table: its matrix and its places by hand, its rules as data, then the bundled plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.coordination.rules import KEYS, read_rules
from jjj_planner_plugin.engine.messages import EngineError

Call = Callable[..., Any]
NORTH = "+proj=aeqd +lat_0=39 +lon_0=116.5 +ellps=GRS80"  # metres on the ground near its origin
FACING = {"id": "facing", "kind": "across-border", "zh": "相对", "en": "facing", "a_class": ["works"],
          "b_class": ["homes"], "within_m": 300}


@pytest.fixture
def coordinated(perform: Call, tmp_path: Path) -> Callable[..., tuple[gpd.GeoDataFrame, pd.DataFrame]]:
    """`coordinated(plan, rules=[…], …)`: the layer `places` and the table `matrix`; `attrs` hold the result."""

    def run(plan: str, rules: list[dict[str, Any]] | None = None, **params: Any) -> Any:
        output = tmp_path / "coordination.gpkg"
        if rules is not None:
            params["rules"] = written(tmp_path, {"rules": rules})
        result = perform("coordination_matrix", plan_layer=plan, output=str(output), **params)
        places = pyogrio.read_dataframe(output, layer="places")
        places.attrs = result
        return places, pyogrio.read_dataframe(output, layer="matrix")

    return run


def written(folder: Path, rules: Any) -> str:
    path = folder / "rules.json"
    path.write_text(rules if isinstance(rules, str) else json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def halves(store: Call) -> str:
    """Two cities that meet on the meridian 116.5°, 10 km on the ground."""
    boxes = [shapely.box(-10_000, -5000, 0, 5000), shapely.box(0, -5000, 10_000, 5000)]
    return store("cities", boxes, NORTH, XZQDM=["110105", "131082"], XZQMC=["朝阳区", "三河市"])


def check_identity(table: pd.DataFrame) -> None:
    """Of each class in each jurisdiction: Σ constraints + none − counted twice = its area."""
    for _, rows in table.groupby(["code", "plan_class"]):
        whole = rows["area_m2"].sum() - rows["counted_twice_m2"].iloc[0]
        assert whole == pytest.approx(rows["class_ha"].iloc[0] * 1e4, rel=1e-9, abs=0.01)
        assert rows["percent"].to_numpy() == pytest.approx(rows["area_ha"] / rows["class_ha"] * 100, abs=1e-4)
        assert rows["constraint"].iloc[-1] == ""


# The matrix


def test_a_class_is_divided_among_constraints_and_what_is_on_none(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(-1000, 0, 1000, 1000)], NORTH, kind=["town"])
    red = store("red", [shapely.box(-600, 0, 200, 1000)], NORTH)
    water = store("water", [shapely.box(-800, 0, -400, 1000)], NORTH)
    _, table = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves, constraints=[red, water])
    assert table[["name", "constraint"]].to_numpy().tolist() == [
        ["朝阳区", "red"], ["朝阳区", "water"], ["朝阳区", ""], ["三河市", "red"], ["三河市", ""]]
    # west: 60 ha on the red line, 40 on the water, 20 of them on both, 20 on none; east: 20 and 80
    assert table["area_ha"].tolist() == pytest.approx([60, 40, 20, 20, 80], rel=1e-5)
    assert table["percent"].tolist() == pytest.approx([60, 40, 20, 20, 80], rel=1e-5)
    assert table["class_ha"].tolist() == pytest.approx([100] * 5, rel=1e-5)
    assert table["counted_twice_m2"].tolist() == pytest.approx([200_000] * 3 + [0, 0], rel=1e-5, abs=0.01)
    check_identity(table)


def test_a_constraint_that_overlaps_itself_covers_its_ground_once(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(100, 0, 1100, 1000)], NORTH, kind=["town"])
    red = store("red", [shapely.box(100, 0, 700, 1000), shapely.box(500, 0, 900, 1000)], NORTH)
    _, table = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves, constraints=[red])
    assert table["area_ha"].tolist() == pytest.approx([80, 20], rel=1e-5)
    check_identity(table)


def test_a_constraint_may_be_told_by_its_class(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(0, 0, 1000, 1000)], NORTH, kind=["town"])
    water = store("water", [shapely.box(0, 0, 300, 1000), shapely.box(300, 0, 500, 1000)], NORTH, grade=["I", "II"])
    _, table = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves, constraints=[water],
                           constraint_names=["水源"], constraint_fields=["grade"])
    assert dict(zip(table["constraint"], table["area_ha"])) == pytest.approx(
        {"水源: I": 30, "水源: II": 20, "": 50}, rel=1e-5)


def test_ground_of_the_plan_outside_all_jurisdictions_is_a_row_of_its_own(
    coordinated: Call, store: Call, halves: str
) -> None:
    plan = store("plan", [shapely.box(9000, 0, 11_000, 1000)], NORTH, kind=["town"])
    places, table = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    assert dict(zip(table["code"], table["area_ha"])) == pytest.approx({"": 100, "131082": 100}, rel=1e-5)
    assert len(places) == 0
    assert places.attrs["places"] == 0


# Places


def test_works_that_face_homes_across_the_border_are_a_place(coordinated: Call, store: Call, halves: str) -> None:
    """Works end 100 m west of the border, homes begin 100 m east of it: of either 100 m lie within 300 m."""
    plan = store("plan", [shapely.box(-400, 0, -100, 1000), shapely.box(100, 0, 300, 1000)], NORTH,
                 kind=["works", "homes"])
    places, _ = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    place = places.iloc[0]
    assert len(places) == 1
    assert place[["place", "rule", "rule_zh", "rule_en"]].tolist() == ["facing-0001", "facing", "相对", "facing"]
    assert place[["a_code", "a_name", "a_class"]].tolist() == ["110105", "朝阳区", "works"]
    assert place[["b_code", "b_name", "b_class"]].tolist() == ["131082", "三河市", "homes"]
    assert place["a_area_m2"] == pytest.approx(100_000, rel=1e-4)
    assert place["b_area_m2"] == pytest.approx(100_000, rel=1e-4)
    assert place["area_ha"] == pytest.approx(20, rel=1e-4)
    assert place.geometry.bounds == pytest.approx((-200, 0, 200, 1000), abs=0.1)


def test_homes_on_the_first_side_are_still_named_second(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(-200, 0, 0, 1000), shapely.box(0, 0, 300, 1000)], NORTH, kind=["homes", "works"])
    places, _ = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    assert places[["a_name", "a_class", "b_name", "b_class"]].to_numpy().tolist() == [
        ["三河市", "works", "朝阳区", "homes"]]


@pytest.mark.parametrize(("east", "count"), [(180, 1), (220, 0)])
def test_the_distance_is_metres_on_the_ground(
    coordinated: Call, store: Call, halves: str, east: float, count: int
) -> None:
    plan = store("plan", [shapely.box(-400, 0, -100, 1000), shapely.box(east, 0, 500, 1000)], NORTH,
                 kind=["works", "homes"])
    places, _ = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    assert len(places) == count


def test_works_and_homes_of_one_jurisdiction_are_its_own_affair(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(-400, 0, -100, 1000), shapely.box(-100, 0, 0, 1000)], NORTH,
                 kind=["works", "homes"])
    places, _ = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    assert len(places) == 0


def test_what_hangs_together_is_one_place_and_what_does_not_are_two(
    coordinated: Call, store: Call, halves: str
) -> None:
    """Two blocks of works face one row of homes: one place. Works 3 km north face their own: another, smaller."""
    works = [shapely.box(-100, 0, 0, 200), shapely.box(-100, 600, 0, 800), shapely.box(-50, 4000, 0, 4100)]
    homes = [shapely.box(0, 0, 100, 800), shapely.box(0, 4000, 50, 4100)]
    plan = store("plan", [*works, *homes], NORTH, kind=["works"] * 3 + ["homes"] * 2)
    places, _ = coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)
    assert places["place"].tolist() == ["facing-0001", "facing-0002"]
    assert places["a_area_m2"].tolist() == pytest.approx([40_000, 5000], rel=1e-4)
    # homes within 300 m of works: all of 0–500 and of 300–800, so all of them
    assert places["b_area_m2"].tolist() == pytest.approx([80_000, 5000], rel=1e-4)


def test_places_below_the_smallest_area_are_counted_and_not_listed(
    coordinated: Call, store: Call, halves: str
) -> None:
    plan = store("plan", [shapely.box(-10, 0, 0, 20), shapely.box(0, 0, 10, 20)], NORTH, kind=["works", "homes"])
    rule = {**FACING, "min_area_m2": 500}
    places, _ = coordinated(plan, [rule], plan_class="kind", jurisdictions=halves)
    assert len(places) == 0
    (warning,) = [w for w in places.attrs["warnings"] if w["code"] == "places-small"]
    assert warning["detail"] == {"count": 1, "area_m2": "400"}
    assert len(coordinated(plan, [FACING], plan_class="kind", jurisdictions=halves)[0]) == 1


def test_drawing_that_spills_over_the_border_is_no_place(coordinated: Call, store: Call, halves: str) -> None:
    """Homes of the west reach 0.6 m into the east, where works begin: not a matter between the two."""
    plan = store("plan", [shapely.box(-500, 0, 0.6, 1000), shapely.box(-0.6, 2000, 500, 3000)], NORTH,
                 kind=["homes", "works"])
    rule = {**FACING, "within_m": 5000, "a_class": ["homes"], "b_class": ["homes"]}
    places, _ = coordinated(plan, [rule], plan_class="kind", jurisdictions=halves)
    assert len(places) == 0


def test_one_protected_area_planned_differently_on_either_side_is_a_place(
    coordinated: Call, store: Call, halves: str
) -> None:
    rule = {"id": "one", "kind": "shared", "zh": "一", "en": "one", "constraint": ["red"], "within_m": 200}
    plan = store("plan", [shapely.box(-1000, 0, 0, 1000), shapely.box(0, 0, 1000, 500),
                          shapely.box(0, 500, 1000, 1000)], NORTH, kind=["wood", "wood", "town"])
    patches = store("red", [shapely.box(-500, 100, 500, 900), shapely.box(500, 0, 900, 900)], NORTH,
                    name_zh=["山", "东"])
    places, _ = coordinated(plan, [rule], plan_class="kind", jurisdictions=halves, constraints=[patches])
    place = places.iloc[0]
    assert len(places) == 1
    assert place[["a_class", "b_class", "constraint", "feature_name"]].tolist() == ["wood", "town", "red", "山"]
    # town 500–900 within 200 m of wood at x ≤ 0: 0–200; wood within 200 m of town: 500–900, and below it
    # 300–500 by a quarter disc's share: 200 × 400 + π·200²/4
    assert place["b_area_m2"] == pytest.approx(200 * 400, rel=1e-3)
    assert place["a_area_m2"] == pytest.approx(200 * 400 + np.pi * 200**2 / 4, rel=2e-3)


def test_development_in_water_that_serves_another_is_a_place(coordinated: Call, store: Call, halves: str) -> None:
    rule = {"id": "up", "kind": "on-constraint", "zh": "上游", "en": "upstream", "plan_class": ["town"],
            "constraint": ["water"], "serves_field": "serves",
            "serves": {"白河": {"code": "120000", "zh": "天津市", "en": "Tianjin", "why": "引水"}}}
    plan = store("plan", [shapely.box(-500, 0, 500, 1000)], NORTH, kind=["town"])
    water = store("water", [shapely.box(-300, 0, 300, 400), shapely.box(-300, 500, 300, 600)], NORTH,
                  name_zh=["潮河", "白河"], serves=["110000", None])
    places, _ = coordinated(plan, [rule], plan_class="kind", jurisdictions=halves, constraints=[water])
    found = places[["a_name", "b_code", "b_name", "feature_name", "why"]].to_numpy().tolist()
    assert found == [  # 朝阳区 lies in Beijing, which the first water serves
        ["朝阳区", "120000", "天津市", "白河", "引水"],
        ["三河市", "110000", "110000", "潮河", ""],
        ["三河市", "120000", "天津市", "白河", "引水"],
    ]
    assert places["area_ha"].tolist() == pytest.approx([3, 12, 3], rel=1e-4)


def test_without_adcodes_nobody_can_say_whom_the_water_serves(coordinated: Call, store: Call, halves: str) -> None:
    plan = store("plan", [shapely.box(-500, 0, 500, 1000)], NORTH, kind=["Z1"])
    water = store("catchments", [shapely.box(-300, 0, 300, 400)], NORTH, name_zh=["滦河"])
    places, _ = coordinated(plan, plan_class="kind", jurisdictions=halves, jurisdiction_field="XZQMC",
                            constraints=[water])
    assert len(places) == 0
    assert [w["code"] for w in places.attrs["warnings"]] == ["rule-needs-codes"]


# Rules


def test_every_rule_of_the_catalogue_is_in_both_languages_with_its_source() -> None:
    rules = read_rules(None, None)
    assert {rule["kind"] for rule in rules.rules} == set(KEYS)
    for rule in rules.rules:
        assert rule["zh"] != rule["en"]
        assert rule["source"]
    assert all(group["zh"] and group["en"] for group in rules.groups.values())
    named = {word[1:] for rule in rules.rules for key in ("a_class", "b_class", "plan_class", "constraint")
             for word in rule.get(key, []) if word.startswith("@")}
    assert named <= set(rules.groups)


@pytest.mark.parametrize(
    ("field", "value", "industry"),
    [
        ("DLBM", "0601", True), ("DLBM", "1001", False), ("YDYHFLDM", "100101", True), ("ydyhfldm", "0601", False),
        ("DLMC", "工业用地", True), ("DLMC", "0601", False), ("kind", "采矿用地", True), (None, "林地", False),
    ],
)
def test_a_code_counts_in_the_classification_of_its_field_only(field: str | None, value: str, industry: bool) -> None:
    """1001 is a railway in the land survey and industry in the classification of land and sea use."""
    assert read_rules(None, field).is_of(["@industry"], value) is industry


def test_a_file_of_one_s_own_keeps_the_catalogue_s_groups_and_may_add_some(tmp_path: Path) -> None:
    mine = {"groups": [{"id": "mine", "names": ["甲"]}], "min_area_m2": 7,
            "rules": [{**FACING, "a_class": ["@mine"], "b_class": ["@ecology"]}]}
    rules = read_rules(written(tmp_path, mine), None)
    assert [rule["id"] for rule in rules.rules] == ["facing"]
    assert rules.is_of(["@mine"], "甲") and rules.is_of(["@ecology"], "湿地")
    assert rules.smallest_m2(rules.rules[0]) == 7


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in FACING.items() if name != key}


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        ("not json", "Expecting value"), ("[]", "an object"), ({}, "a list of objects"), ({"rules": []}, "rules"),
        ({"rules": ["x"]}, "rules"), ({"rules": [_without("within_m")]}, "rules[1] (facing) within_m"),
        ({"rules": [FACING, {**FACING, "id": "b", "within_m": -1}]}, "rules[2] (b) within_m"),
        ({"rules": [{**FACING, "within_m": "300"}]}, "within_m"),
        ({"rules": [{**FACING, "within_m": True}]}, "within_m"),
        ({"rules": [{**FACING, "a_class": "works"}]}, "a_class"), ({"rules": [{**FACING, "a_class": []}]}, "a_class"),
        ({"rules": [{**FACING, "b_class": ["@nobody"]}]}, "@industry"),
        ({"rules": [{**FACING, "kind": "odd"}]}, "kind"),
        ({"rules": [{**FACING, "witin_m": 3}]}, "no such key"), ({"rules": [FACING, FACING]}, "another id"),
        ({"rules": [_without("zh")]}, "zh"), ({"rules": [FACING], "min_area_m2": "x"}, "min_area_m2"),
        ({"rules": [FACING], "groups": [{"id": "g"}]}, "groups[1].names"),
        ({"rules": [FACING], "groups": [{"id": "g", "names": ["x"], "codes": {"survey": "01"}}]}, "groups[1].codes"),
        ({"rules": [FACING], "groups": {"g": []}}, "groups[1].id"),
        ({"rules": [{"id": "u", "kind": "on-constraint", "zh": "一", "en": "u", "plan_class": ["x"],
                     "constraint": ["y"]}]}, "serves"),
        ({"rules": [{"id": "u", "kind": "on-constraint", "zh": "一", "en": "u", "plan_class": ["x"],
                     "constraint": ["y"], "serves": {"z": {"en": "Z"}}}]}, "serves"),
    ],
)
def test_a_file_that_is_no_set_of_rules_is_refused_where_it_is_wrong(
    refused: Call, halves: str, tmp_path: Path, rules: Any, where: str
) -> None:
    path = written(tmp_path, rules)
    params = {"plan_layer": halves, "jurisdictions": halves, "rules": path, "output": str(tmp_path / "o.gpkg")}
    assert refused("coordination_matrix", **params) in ("bad-rules-file", "bad-rule")
    with pytest.raises(EngineError, match=re.escape(where)):
        read_rules(path, None)
    assert not list(tmp_path.glob("o.*"))


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"rules": "/nowhere/rules.json"}, "bad-rules-file"), ({"constraint_names": ["x"]}, "names-differ"),
        ({"constraints": ["a", "a"]}, "names-twice"), ({"tolerance_m": -1}, "bad-border-tolerance"),
        ({"plan_class": "none"}, "unknown-field"),
        ({"constraints": ["a"], "constraint_fields": ["no"]}, "unknown-field"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    refused: Call, halves: str, tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    if "constraints" in params:
        params = {**params, "constraints": [halves] * len(params["constraints"])}
    given = {"plan_layer": halves, "jurisdictions": halves, "output": str(tmp_path / "o.gpkg"), **params}
    assert refused("coordination_matrix", **given) == code
    assert not list(tmp_path.glob("o.*"))


# The bundled plan


def test_zones_by_cities_by_catchments_sum_to_the_zones_in_each_city(
    coordinated: Call, bundled: Call, bundled_zones: str, to_albers: Call
) -> None:
    places, table = coordinated(bundled_zones, plan_class="zone_county", constraints=[bundled("catchments")])
    check_identity(table)
    units = pyogrio.read_dataframe(bundled("units").split("|")[0], layer="units")
    units["area"] = shapely.area(to_albers(units.geometry))
    expected = units.groupby(["city", "zone_county"])["area"].sum() / 1e4
    stated = table[table["code"] != ""].drop_duplicates(["code", "plan_class"]).set_index(["code", "plan_class"])
    assert stated["class_ha"].to_dict() == pytest.approx(expected.to_dict(), rel=1e-6)
    assert set(table["constraint"]) == {"catchments", ""}
    assert table.loc[table["constraint"] == "catchments", "area_m2"].sum() / 1e6 == pytest.approx(196_662, rel=1e-3)
    assert set(places["rule"]) == {"zones-face", "upstream", "shared-water"}


def test_tangshans_and_qinhuangdaos_coast_in_the_luan_basin_is_tianjins_concern(
    coordinated: Call, bundled: Call, bundled_zones: str, to_albers: Call
) -> None:
    places, _ = coordinated(bundled_zones, plan_class="zone_county", constraints=[bundled("catchments")])
    upstream = places[places["rule"] == "upstream"].set_index("a_name")
    assert set(upstream.index) == {"唐山市", "秦皇岛市"}
    assert set(upstream["b_name"]) == {"天津市"}
    path = bundled("units").split("|")[0]
    units = pyogrio.read_dataframe(path, layer="units")
    basins = pyogrio.read_dataframe(path, layer="catchments").set_index("name_zh")
    luan = to_albers([basins.geometry["滦河"]])[0]
    for city, row in upstream.iterrows():
        own = to_albers(units[(units["city_zh"] == city) & (units["zone_county"] == "Z2")].geometry)
        assert row["area_m2"] == pytest.approx(shapely.area(shapely.intersection(own, luan)).sum(), rel=1e-6)


def test_every_place_lies_by_the_border_of_its_two_cities(
    coordinated: Call, bundled: Call, bundled_zones: str, to_albers: Call
) -> None:
    places, _ = coordinated(bundled_zones, plan_class="zone_county", constraints=[bundled("catchments")])
    units = pyogrio.read_dataframe(bundled("units").split("|")[0], layer="units").dissolve("city")
    shapes = dict(zip(units.index, to_albers(units.geometry)))
    near = places[places["within_m"] > 0]
    assert places["place"].is_unique
    for row, shape in zip(near.itertuples(), to_albers(near.geometry)):
        for own, area in ((row.a_code, row.a_area_m2), (row.b_code, row.b_area_m2)):
            assert shape.intersection(shapes[own]).area == pytest.approx(area, rel=1e-3)
        strip = shapes[row.a_code].buffer(row.within_m * 1.01).intersection(
            shapes[row.b_code].buffer(row.within_m * 1.01))
        assert shape.difference(strip).area < 1e-3 * shape.area


def test_the_recipe_run_again_gives_the_same_rows(
    coordinated: Call, perform: Call, bundled: Call, bundled_zones: str
) -> None:
    first, table = coordinated(bundled_zones, plan_class="zone_county", constraints=[bundled("catchments")])
    recipe = json.loads(Path(first.attrs["recipe"]).read_text(encoding="utf-8"))
    assert recipe["params"]["jurisdictions"] == "bundled"
    perform(recipe["task"], **recipe["params"])
    pd.testing.assert_frame_equal(table, pyogrio.read_dataframe(recipe["params"]["output"], layer="matrix"))
    again = pyogrio.read_dataframe(recipe["params"]["output"], layer="places")
    pd.testing.assert_frame_equal(pd.DataFrame(first.drop(columns="geometry")), again.drop(columns="geometry"))
