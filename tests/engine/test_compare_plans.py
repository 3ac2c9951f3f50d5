"""Comparing plans: squares of 100 km² first, then what holds for any two plans, then the bundled plan and drafts."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.plan.schema import schema
from tests import plans
from tests.plans import Rows, point, redrawn, rows, square, write

Perform = Callable[..., dict[str, Any]]
MOVED = ("Z1", "Z4", "Z4", "Z4")
TABLES = ("changes", "difference", "moves", "zone_matrix", "indicators")


class Comparison:
    """What came of comparing two plans: the result, and each table as rows."""

    def __init__(self, result: dict[str, Any]) -> None:
        self.result = result
        self.frames = {name: pyogrio.read_dataframe(result["output"], layer=name) for name in TABLES}

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        return self.frames[name]

    def cells(self, column: str = "area_km2") -> dict[tuple[str, str], float]:
        """The matrix: (from, to) → value."""
        frame = self["zone_matrix"].fillna({"from_zone": "", "to_zone": ""})
        return {(row["from_zone"], row["to_zone"]): row[column] for row in frame.to_dict("records")}

    def figure(self, indicator: str, subject: str = "") -> dict[str, Any]:
        found = self["indicators"].fillna({"subject": ""})
        (row,) = found[(found["indicator"] == indicator) & (found["subject"] == subject)].to_dict("records")
        return dict(row)

    def fields(self) -> set[tuple[str, str, str]]:
        """Table, kind and field of every change."""
        return {(row["table_name"], row["kind"], row["field"] or "") for row in self["changes"].to_dict("records")}


Compare = Callable[..., Comparison]


@pytest.fixture
def compare(perform: Perform, tmp_path: Path) -> Compare:
    """`compare(before, after)`: plans as rows, or as files."""
    number = iter(range(1000))

    def work(before: Rows | str, after: Rows | str, **params: Any) -> Comparison:
        files = [made if isinstance(made, str) else write(tmp_path / f"plan_{next(number)}.gpkg", made)
                 for made in (before, after)]
        output = tmp_path / f"compared_{next(number)}.gpkg"
        return Comparison(perform("compare_plans", before=files[0], after=files[1], output=str(output), **params))

    return work


# Squares


def test_a_unit_that_changes_its_zone_is_the_cell_of_the_matrix(compare: Compare) -> None:
    found = compare(rows(), rows(zones=MOVED), language="zh")
    assert found.cells() == {("Z1", "Z1"): 100, ("Z1", "Z4"): 100, ("Z4", "Z4"): 200}
    assert found.cells("people") == {("Z1", "Z1"): 1000, ("Z1", "Z4"): 1000, ("Z4", "Z4"): 2000}
    (drawn,) = found["difference"].to_dict("records")
    assert (drawn["from_zone"], drawn["to_zone"], drawn["area_km2"], drawn["people"]) == ("Z1", "Z4", 100, 1000)
    assert drawn["name_zh"] == "中部核心功能区 → 西北部生态涵养区"
    assert drawn["geometry"].symmetric_difference(square(10, 0)).area == pytest.approx(0, abs=1e-12)
    assert found.fields() == {("units", "changed", "zone_id"), ("zones", "reshaped", "geometry")}
    change = found["changes"].set_index("uid").loc["unit-1"]
    assert (change["from_value"], change["to_value"]) == ("Z1 中部核心功能区", "Z4 西北部生态涵养区")
    assert (change["from_raw"], change["to_raw"]) == ("Z1", "Z4")
    assert found["changes"].set_index("uid").loc["zone-Z1", "amount"] == -100
    assert shapely.within(change["geometry"], square(10, 0))


def test_the_indicators_stand_side_by_side(compare: Compare) -> None:
    found = compare(rows(), rows(zones=MOVED))
    area = found.figure("zone_area", "Z4")
    assert (area["before"], area["after"], area["difference"]) == (200, 300, 100)
    assert pd.isna(area["direction"])  # more of one zone is neither better nor worse
    assert found.figure("zone_units", "Z1")["difference"] == -1
    assert found.figure("zone_people", "Z1")["difference"] == -1000
    assert found.figure("province_share", "Z1/130000")["after"] == 25
    assert found.figure("city_share", "Z4/130100")["before"] == 50
    assert found.figure("zone_parts", "Z4")["after"] == 1
    assert found.figure("axis_length", "A1")["before"] == pytest.approx(20, rel=1e-3)
    band = found.figure("axis_band")["before"]  # 4 km wide, round ends
    assert band == pytest.approx(20.015 * 4 + 3.14159265 * 4, rel=1e-3)
    share = found.figure("axis_band_share")["before"]
    assert share == pytest.approx(100 * band / 400, abs=1e-3)  # all of it lies in the units
    assert [found.figure(name)["after"] for name in ("nodes", "parks", "relocations")] == [1, 1, 1]
    assert found.figure("relocations", "planned")["after"] == 1
    assert found.figure("counted_twice")["direction"] == found.figure("not_covered")["direction"] == "neutral"


def test_ground_that_no_zone_takes_is_worse_and_goes_to_none(compare: Compare) -> None:
    made = rows(zones=MOVED)
    made["zones"][1]["geometry"] = square(20, 0, 20)  # Z4 does not take the unit
    found = compare(rows(), made)
    assert found.cells()["Z1", ""] == 100
    assert found.figure("not_covered")["after"] == 100 and found.figure("not_covered")["direction"] == "worse"
    back = compare(made, rows())
    assert back.cells()["", "Z1"] == 100 and back.figure("not_covered")["direction"] == "better"


def test_zones_that_overlap_one_another_change_nowhere_by_that(compare: Compare) -> None:
    made = rows()
    made["zones"][0]["geometry"] = square(0, 0, 25)  # 50 km² of Z4 too
    found = compare(made, made)
    assert found.cells() == {("Z1", "Z1"): 250, ("Z4", "Z4"): 200}
    assert found.figure("counted_twice")["before"] == pytest.approx(50, abs=1e-6)
    assert len(found["difference"]) == 0


def test_half_a_unit_has_half_its_people(compare: Compare) -> None:
    made = rows()
    made["zones"][0]["geometry"], made["zones"][1]["geometry"] = square(0, 0, 15), square(15, 0, 25)
    found = compare(rows(), made)
    assert found.cells()["Z1", "Z4"] == pytest.approx(50, abs=1e-3)
    assert found.cells("people")["Z1", "Z4"] == pytest.approx(500, abs=0.1)


def test_people_are_not_told_where_one_unit_has_none(compare: Compare) -> None:
    made = rows(zones=MOVED)
    for side in (before := rows(), made):
        side["units"][1]["population"] = None
    found = compare(before, made)
    assert pd.isna(found.cells("people")["Z1", "Z4"]) and found.cells("people")["Z4", "Z4"] == 2000
    assert pd.isna(found.figure("zone_people", "Z1")["before"])
    without = compare(rows(None), rows(None, MOVED))
    assert without["zone_matrix"]["people"].isna().all() and without["difference"]["people"].isna().all()


def test_one_plan_with_people_is_enough(compare: Compare) -> None:
    found = compare(rows(None), rows(zones=MOVED))
    assert found.cells("people")["Z1", "Z4"] == 1000
    assert pd.isna(found.figure("zone_people", "Z4")["before"]) and found.figure("zone_people", "Z4")["after"] == 3000
    assert pd.isna(found.figure("zone_people", "Z4")["difference"])


def test_a_moved_node_is_a_line_from_the_old_place_to_the_new(compare: Compare) -> None:
    made = rows()
    made["nodes"][0]["geometry"] = point(8, 9)
    found = compare(rows(), made)
    (move,) = found["moves"].to_dict("records")
    assert (move["kind"], move["uid"], move["length_km"]) == ("moved", "node-1", pytest.approx(5, rel=1e-3))
    assert move["geometry"].coords[0] == point(5, 5).coords[0] and move["geometry"].coords[-1] == point(8, 9).coords[0]
    (change,) = found["changes"].to_dict("records")
    assert (change["kind"], change["amount_unit"]) == ("moved", "m")
    assert change["amount"] == pytest.approx(1000 * move["length_km"], abs=1e-3)


def test_a_bent_axis_shows_the_old_and_the_new_course(compare: Compare) -> None:
    made = rows()
    made["axes"][0]["geometry"] = shapely.LineString(
        [plans.degrees(5, 5), plans.degrees(15, 5), plans.degrees(15, 15)])
    found = compare(rows(), made)
    assert sorted(found["moves"]["kind"]) == ["gained", "lost"]
    assert found["moves"]["length_km"].tolist() == pytest.approx([10, 10], rel=1e-2)
    assert found.fields() == {("axes", "reshaped", "geometry")}


def test_outlines_of_wings_and_parks_tell_what_they_gained_and_lost(compare: Compare) -> None:
    made = rows()
    made["wings"][0]["geometry"] = square(5, 20)
    made["park_areas"] = []
    found = compare(rows(), made)["difference"].set_index(["table_name", "ground"])["area_km2"]
    assert found["wings", "gained"] == pytest.approx(50, abs=1e-2)
    assert found["wings", "lost"] == pytest.approx(50, abs=1e-2)
    assert found["park_areas", "lost"] == pytest.approx(4, abs=1e-6) and len(found) == 3


def test_fields_are_told_in_words_with_numbers_as_differences(compare: Compare) -> None:
    made = rows()
    made["axes"][0]["width_km"] = 5.0
    made["relocations"][0]["status"] = "moved"
    found = compare(rows(), made)["changes"].set_index("field")
    assert found.loc["width_km", ["amount", "amount_unit", "from_value", "to_value"]].tolist() == [3, "km", "2", "5"]
    assert found.loc["status", ["from_value", "to_value", "from_raw", "to_raw"]].tolist() == [
        "Planned", "Moved", "planned", "moved"]
    assert found.loc["status", "geometry"] is None  # a relocation without a line


def test_what_came_and_what_went_is_added_and_removed(compare: Compare) -> None:
    made = rows()
    made["nodes"] = [{**made["nodes"][0], "uid": "node-2"}]  # the same name at the same place is another feature
    found = compare(rows(), made)
    assert found.fields() == {("nodes", "removed", ""), ("nodes", "added", "")}
    park = compare({**rows(), "park_areas": []}, rows())["changes"].iloc[0]
    assert (park["kind"], park["amount"], park["amount_unit"]) == ("added", pytest.approx(4, abs=1e-6), "km²")


def test_slivers_and_short_moves_count_as_no_change_and_are_told(compare: Compare) -> None:
    made = rows()
    made["zones"][0]["geometry"] = square(0, 0, 20).union(square(20, 0, 0.0002))  # 0.2 m into Z4
    made["nodes"][0]["geometry"] = point(5.0003, 5)
    found = compare(rows(), made)
    assert len(found["difference"]) == len(found["changes"]) == len(found["moves"]) == 0
    assert set(found.cells()) == {("Z1", "Z1"), ("Z4", "Z4")}
    told = found.result["slivers"]
    assert told["patches"] == 1 and told["moves"] == 1 and told["area_m2"] == pytest.approx(2000, rel=0.05)
    assert [warning["code"] for warning in found.result["warnings"]] == ["compare-slivers"]
    recipe = json.loads(Path(found.result["recipe"]).read_text(encoding="utf-8"))
    assert recipe["slivers"] == told and "evenly spread" in recipe["people"]


def test_a_zone_with_a_new_code_keeps_its_ground(compare: Compare) -> None:
    made = rows()
    made["zones"][1]["zone_id"] = "Z9"
    for unit in made["units"][2:]:
        unit["zone_id"] = "Z9"
    found = compare(rows(), made)
    assert found.cells() == {("Z1", "Z1"): 200, ("Z4", "Z9"): 200} and len(found["difference"]) == 0


# Any two plans


def changed_everywhere() -> Rows:
    """A plan that differs from `rows()` in every way there is."""
    made = redrawn(rows(zones=("Z2", "Z4", "Z4", "Z1"), people=1500))
    made["zones"][0]["geometry"] = square(0, 0, 9)
    made["nodes"] = [{**made["nodes"][0], "geometry": point(3, 8), "tier": "regional"}]
    made["axes"][0] |= {"width_km": 4.0,
                        "geometry": shapely.LineString([plans.degrees(5, 5), plans.degrees(30, 9)])}
    made["wings"][0]["geometry"] = square(3, 22)
    made["parks"] = [{"uid": "park-2", "name_zh": "新园区", "park_id": "P2", "geometry": point(1, 1)}]
    return made


def test_comparing_the_other_way_round_is_minus_it(compare: Compare) -> None:
    there, back = compare(rows(), changed_everywhere()), compare(changed_everywhere(), rows())
    for column in ("area_km2", "people"):
        turned = {(to, start): value for (start, to), value in there.cells(column).items()}
        assert pd.Series(back.cells(column)).sort_index().equals(pd.Series(turned).sort_index())
    figures = [found["indicators"].set_index(["indicator", "subject"]) for found in (there, back)]
    assert figures[0].index.equals(figures[1].index)
    assert (figures[0]["difference"].fillna(0) == -figures[1]["difference"].fillna(0)).all()
    assert (figures[0]["difference"].fillna(0) != 0).sum() > 10
    assert figures[0]["before"].equals(figures[1]["after"].rename("before"))
    assert _turned(there["changes"]) == _plain(back["changes"]) and len(back["changes"]) > 10
    assert _swapped_ground(there) == sorted(_ground(back["difference"].to_dict("records")))
    other = {"gained": "lost", "lost": "gained", "moved": "moved"}
    assert sorted((other[kind], km) for kind, km in there["moves"][["kind", "length_km"]].itertuples(index=False)) == (
        sorted(back["moves"][["kind", "length_km"]].itertuples(index=False, name=None)))


def _plain(changes: pd.DataFrame) -> list[tuple[str, ...]]:
    columns = ["table_name", "uid", "kind", "field", "from_value", "to_value", "from_raw", "to_raw", "amount"]
    return sorted(tuple(map(str, row)) for row in changes[columns].astype(object).fillna("").itertuples(index=False))


def _turned(changes: pd.DataFrame) -> list[tuple[str, ...]]:
    """As the rows are to be the other way round: a distance stays what it is."""
    turned = changes.rename(columns={"from_value": "to_value", "to_value": "from_value", "from_raw": "to_raw",
                                     "to_raw": "from_raw"})
    turned["amount"] = turned["amount"].where(turned["kind"] == "moved", -turned["amount"] + 0.0)
    turned["kind"] = turned["kind"].replace({"added": "removed", "removed": "added"})
    return _plain(turned)


def _ground(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["ground"], str(row["uid"]), row["from_zone"] or "", row["to_zone"] or "", row["area_km2"],
             row["people"]) for row in found]


def _swapped_ground(found: Comparison) -> list[tuple[Any, ...]]:
    other = {"gained": "lost", "lost": "gained", "zone": "zone"}
    return sorted((other[ground], uid, to, start, area, people) for ground, uid, start, to, area, people in _ground(
        found["difference"].to_dict("records")))


def test_a_plan_with_itself_is_empty(compare: Compare) -> None:
    found = compare(changed_everywhere(), changed_everywhere())
    assert len(found["changes"]) == len(found["difference"]) == len(found["moves"]) == 0
    assert all(start == to for start, to in found.cells())
    assert (found["indicators"]["difference"].dropna() == 0).all()


def test_the_rows_of_the_matrix_sum_to_the_zones(compare: Compare) -> None:
    found = compare(rows(), changed_everywhere())
    for zone in ("Z1", "Z4"):
        total = sum(area for (start, _), area in found.cells().items() if start == zone)
        assert total == pytest.approx(found.figure("zone_area", zone)["before"], abs=1e-5)
    for zone in ("Z1", "Z2", "Z4"):
        total = sum(area for (_, to), area in found.cells().items() if to == zone)
        assert total == pytest.approx(found.figure("zone_area", zone)["after"], abs=1e-5)


def test_features_without_uid_are_told_and_pair_only_with_their_equals(compare: Compare) -> None:
    before, after = rows(), rows()
    before["nodes"][0]["uid"] = after["nodes"][0]["uid"] = None
    found = compare(before, after)
    assert len(found["changes"]) == 0
    assert [warning["code"] for warning in found.result["warnings"]] == ["compare-no-uid"] * 2
    after["nodes"][0]["name_zh"] = "改名"
    assert compare(before, after).fields() == {("nodes", "removed", ""), ("nodes", "added", "")}


# The bundled plan


@pytest.fixture
def scenario(made_plan: Path, tmp_path: Path) -> Path:
    """A copy of the bundled plan."""
    return Path(shutil.copy(made_plan, tmp_path / "scenario.gpkg"))


def test_the_bundled_plan_is_as_the_check_figures_have_it(compare: Compare, made_plan: Path, scenario: Path) -> None:
    found = compare(str(made_plan), str(scenario))
    assert len(found["changes"]) == len(found["difference"]) == len(found["moves"]) == 0
    assert found.figure("axis_band")["before"] == pytest.approx(43236, rel=0.002)
    assert found.figure("axis_band_share")["before"] == pytest.approx(18.8, abs=0.1)
    lengths = [found.figure("axis_length", axis)["before"] for axis in sorted(
        set(found["indicators"].query("indicator == 'axis_length'")["subject"]))]
    assert lengths == pytest.approx([162.1, 264.8, 281.6], abs=0.1)
    assert found["indicators"].query("indicator == 'zone_area'")["before"].sum() == pytest.approx(215227, rel=1e-3)
    assert found.figure("not_covered")["before"] == found.figure("counted_twice")["before"] == 0
    assert found["indicators"].query("indicator == 'zone_people'")["before"].isna().all()


def test_one_county_given_to_another_zone(
    compare: Compare, made_plan: Path, scenario: Path, to_albers: Callable[..., Any]
) -> None:
    units = pyogrio.read_dataframe(made_plan, layer="units")
    chosen = units[(units["zone_id"] == "Z1") & (units["province"] == "130000")].iloc[0]
    _give(scenario, chosen["uid"], "Z4")
    found = compare(str(made_plan), str(scenario))
    area = float(shapely.area(to_albers([chosen["geometry"]]))[0]) / 1e6
    assert {cell for cell in found.cells() if cell[0] != cell[1]} == {("Z1", "Z4")}
    assert found.cells()["Z1", "Z4"] == pytest.approx(area, abs=1e-5)
    assert found.figure("zone_area", "Z4")["difference"] == pytest.approx(area, abs=1e-5)


def _give(plan: Path, uid: str, zone: str) -> None:
    """As the tools do it: the unit's zone_id, and both zones as unions of their units."""
    frames = {name: pyogrio.read_dataframe(plan, layer=name) for name in ("units", "zones")}
    frames["units"].loc[frames["units"]["uid"] == uid, "zone_id"] = zone
    for place, code in enumerate(frames["zones"]["zone_id"]):
        own = frames["units"][frames["units"]["zone_id"] == code].geometry.values
        union = shapely.union_all(own)
        frames["zones"].loc[place, "geometry"] = shapely.multipolygons(shapely.get_parts(union))
    for name, frame in frames.items():
        pyogrio.write_dataframe(frame, plan, layer=name, geometry_type="MultiPolygon")


def test_the_bundled_plan_compared_the_other_way_round_is_minus_it(
    compare: Compare, made_plan: Path, scenario: Path
) -> None:
    units = pyogrio.read_dataframe(made_plan, layer="units")
    for start, end in (("Z1", "Z4"), ("Z3", "Z2"), ("Z4", "Z1")):
        for uid in units[units["zone_id"] == start]["uid"][:3]:
            _give(scenario, uid, end)
    there, back = compare(str(made_plan), str(scenario)), compare(str(scenario), str(made_plan))
    assert back.cells() == {(to, start): area for (start, to), area in there.cells().items()}
    assert _turned(there["changes"]) == _plain(back["changes"])
    differences = [found["indicators"].set_index(["indicator", "subject"])["difference"] for found in (there, back)]
    assert (differences[0].fillna(0) == -differences[1].fillna(0)).all()
    assert there.figure("not_covered")["after"] == there.figure("counted_twice")["after"] == 0


# Drafts


@pytest.fixture
def draft(made_plan: Path, tmp_path: Path) -> str:
    """The units as a consultant sends them back: a GBK Shapefile in Gauss-Krüger, names cut, one gone, one new."""
    units = pyogrio.read_dataframe(made_plan, layer="units").drop(columns=["uid", "source", "remarks", "parts_today"])
    units = units.iloc[1:].iloc[::-1].to_crs(4527)
    tongzhou = units["adcode"] == "110112"
    units["population"], units["pop_source"] = tongzhou.map({True: 500_000.0}), tongzhou.map({True: "七普"})
    new = gpd.GeoDataFrame({"name_zh": ["新设区"]}, geometry=[shapely.box(39200000, 3900000, 39210000, 3910000)],
                           crs=4527)
    path = tmp_path / "draft.shp"
    pyogrio.write_dataframe(pd.concat([units, new]), path, encoding="GBK")
    assert path.with_suffix(".cpg").read_text().strip() in ("GBK", "CP936")
    return str(path)


def test_a_shapefile_without_uid_is_paired_by_overlap_and_name(perform: Perform, made_plan: Path, draft: str) -> None:
    found = perform("propose_pairs", before=str(made_plan), table="units", draft=draft)
    units = pyogrio.read_dataframe(made_plan, layer="units")
    names = units.set_index("uid")["name_zh"]
    assert len(found["pairs"]) == 165 and all(pair["certain"] for pair in found["pairs"])
    assert all(names[pair["uid"]] == pair["draft_name"] for pair in found["pairs"])
    assert {pair["how"] for pair in found["pairs"]} == {"both"} and min(p["score"] for p in found["pairs"]) > 0.99
    assert [left["uid"] for left in found["unpaired_before"]] == [units["uid"].iloc[0]]
    assert [left["name"] for left in found["unpaired_draft"]] == ["新设区"] and found["name_field"] == "name_zh"


def test_a_draft_from_another_crs_differs_only_where_it_was_changed(
    compare: Compare, made_plan: Path, draft: str
) -> None:
    found = compare(str(made_plan), draft, table="units")
    assert found.fields() == {("units", "removed", ""), ("units", "added", ""), ("units", "changed", "population"),
                              ("units", "changed", "pop_source")}
    assert set(found["changes"]["to_value"].dropna()) == {"500000", "七普"}
    assert len(found["difference"]) == 0  # its zones are the plan's


@pytest.mark.parametrize("crs", [4527, 3857])
def test_zones_that_were_only_drawn_in_another_crs_did_not_change(
    compare: Compare, made_plan: Path, tmp_path: Path, crs: int
) -> None:
    zones = pyogrio.read_dataframe(made_plan, layer="zones").drop(columns="uid").to_crs(crs)
    pyogrio.write_dataframe(zones, tmp_path / "zones.shp", encoding="GBK")
    found = compare(str(made_plan), str(tmp_path / "zones.shp"), table="zones")
    assert len(found["changes"]) == len(found["difference"]) == 0
    assert found.result["slivers"]["patches"] > 0


def test_doubtful_pairs_wait_to_be_confirmed(
    compare: Compare, perform: Perform, store: Callable[..., str], tmp_path: Path
) -> None:
    plan = write(tmp_path / "plan.gpkg", rows())
    sent = store("sent", [square(0, 0, 20), square(21, 0, 6), square(30, 0), square(60, 0)],
                 mc=["0号县", "2号县", "3号县", "另一县"])
    pairs = perform("propose_pairs", before=plan, table="units", draft=sent)["pairs"]
    told = {pair["uid"]: (pair["draft_name"], pair["how"], pair["certain"]) for pair in pairs}
    assert told == {"unit-0": ("0号县", "both", True), "unit-2": ("2号县", "both", True),
                    "unit-3": ("3号县", "both", True)}
    renamed = store("renamed", [square(0, 0, 13)], mc=["甲"])
    (doubtful,) = perform("propose_pairs", before=plan, table="units", draft=renamed)["pairs"]
    assert not doubtful["certain"] and doubtful["how"] == "overlap" and doubtful["uid"] == "unit-0"
    without = compare(plan, renamed, table="units")
    assert ("units", "added", "") in without.fields()
    assert [warning["code"] for warning in without.result["warnings"]] == ["pairs-not-certain"]
    confirmed = compare(plan, renamed, table="units", pairs={"unit-0": doubtful["draft"]})
    assert {("units", "reshaped", "geometry"), ("units", "changed", "name_zh")} < confirmed.fields()
    assert ("units", "added", "") not in confirmed.fields()


def test_a_name_that_occurs_twice_makes_no_pair_certain(
    perform: Perform, store: Callable[..., str], tmp_path: Path
) -> None:
    made = rows()
    made["units"][0]["name_zh"] = made["units"][1]["name_zh"] = "新华区"
    plan = write(tmp_path / "plan.gpkg", made)
    sent = store("sent", [square(4, 0), square(12, 0)], mc=["新华区", "新华区"])
    pairs = perform("propose_pairs", before=plan, table="units", draft=sent)["pairs"]
    assert [(pair["uid"], pair["certain"]) for pair in pairs] == [("unit-0", False), ("unit-1", False)]


def test_a_draft_of_zones_moves_ground_between_them(compare: Compare, store: Callable[..., str]) -> None:
    sent = store("zones", [square(20, 0, 20), square(0, 0, 10).union(square(10, 0, 5))],
                 name_zh=["西北部生态涵养区", "中部核心功能区"])
    found = compare(rows(), sent, table="zones")
    assert found.cells() == {("Z1", "Z1"): pytest.approx(150, abs=1e-3), ("Z1", ""): pytest.approx(50, abs=1e-3),
                             ("Z4", "Z4"): 200}


def test_moved_points_of_a_draft_are_paired_by_nearness_and_name(compare: Compare, store: Callable[..., str]) -> None:
    sent = store("nodes", [point(6, 5)], name_zh=["节点"])
    found = compare(rows(), sent, table="nodes")
    assert found["moves"]["length_km"].tolist() == pytest.approx([1], rel=1e-3)


# What is refused


def test_what_cannot_be_compared_is_refused_with_a_sentence(
    refused: Callable[..., str], store: Callable[..., str], tmp_path: Path
) -> None:
    plan, other = write(tmp_path / "a.gpkg", rows()), write(tmp_path / "b.gpkg", rows())
    output = {"output": str(tmp_path / "out.gpkg")}
    lacking = write(tmp_path / "c.gpkg", rows(), without=("units",))
    layer = store("polygons", [square(0, 0)])
    points = store("points", [point(1, 1)])
    assert refused("compare_plans", before=plan, after=plan, **output) == "same-plan"
    assert refused("compare_plans", before=plan, after=lacking, **output) == "plan-lacks-tables"
    assert refused("compare_plans", before=plan, after=layer, **output) == "plan-lacks-tables"
    assert refused("compare_plans", before=plan, after=str(tmp_path / "none.gpkg"), **output) == "no-file"
    assert refused("compare_plans", before=plan, after=layer, table="policies", **output) == "unknown-plan-table"
    assert refused("compare_plans", before=plan, after=points, table="units", **output) == "wrong-geometry"
    for pairs in ({"nobody": 1}, {"unit-0": 99}, {"unit-0": "x"}):
        assert refused("compare_plans", before=plan, after=layer, table="units", pairs=pairs,
                       **output) == "pair-unknown"
    assert refused("compare_plans", before=plan, after=layer, table="units", pairs={"unit-0": 1, "unit-1": 1},
                   **output) == "pair-twice"
    assert refused("propose_pairs", before=plan, table="units", draft=layer, name_field="x") == "unknown-field"
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE plan_info SET schema_version = 1")
    connection.close()
    assert refused("compare_plans", before=plan, after=other, **output) == "plan-version"
    assert not (tmp_path / "out.gpkg").exists()


def test_a_date_that_another_qgis_marked_as_utc_is_the_same_date(compare: Compare, tmp_path: Path) -> None:
    before, after = (write(tmp_path / f"{name}.gpkg", rows()) for name in ("before", "after"))
    for path, ending in ((before, ".000"), (after, "Z")):
        event = pd.DataFrame({"uid": ["p"], "name_zh": ["x"], "date_from": pd.to_datetime(["2017-04-01"])})
        pyogrio.write_dataframe(event, path, layer="policies", driver="GPKG")
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE policies SET date_from = ?", (f"2017-04-01T00:00:00{ending}",))
        connection.close()
    assert compare(before, after)["changes"].empty


def test_every_table_with_features_is_compared() -> None:
    from jjj_planner_plugin.engine.plan.compare.plans import compared_tables

    assert set(schema()["tables"]) - set(compared_tables()) == {"runs", "plan_info"}
