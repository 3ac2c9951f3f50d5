"""The plan file: its tables, what holds between them, and what a planner's own units give.

Boundary set unless said: bundled 1999. Areas in km².
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.plan.facts import dated
from jjj_planner_plugin.engine.plan.units import adcode

Call = Callable[..., Any]
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SCHEMA = json.loads((RESOURCES / "catalog/plan_schema.json").read_text(encoding="utf-8"))
FACTS = json.loads((RESOURCES / "data/plan_structure.json").read_text(encoding="utf-8"))
TABLES = SCHEMA["tables"]
EMPTY = {"park_areas", "wing_points", "transport"}  # of a new plan: they are for the planner's own
SQL_TYPES = {"text": "TEXT", "int": "INTEGER", "real": "REAL", "datetime": "DATETIME"}
COUNTIES = {place["adcode"] for place in FACTS["adcodes"] if place["level"] == "county"}


def table(plan: Path | str, name: str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(plan, layer=name)


@pytest.fixture(scope="module")
def prefecture_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jjj_planner_plugin.engine import tasks
    from jjj_planner_plugin.engine.protocol import Job

    output = tmp_path_factory.mktemp("prefecture") / "plan.gpkg"
    tasks.perform({"task": "create_plan", "params": {"output": str(output), "scheme": "prefecture"}}, Job({}))
    return output


@pytest.fixture
def plan_of(scheme: str, made_plan: Path, prefecture_plan: Path) -> Path:
    return made_plan if scheme == "county" else prefecture_plan


# The file


def test_it_is_a_sound_geopackage_1_2(made_plan: Path) -> None:
    connection = sqlite3.connect(f"file:{made_plan}?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (10200,)
    assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    contents = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert contents == {n: "features" if TABLES[n]["geometry"] else "attributes" for n in TABLES}
    systems = connection.execute("SELECT table_name, srs_id, geometry_type_name FROM gpkg_geometry_columns").fetchall()
    connection.close()
    assert systems
    for name, srs_id, kind in systems:
        assert (srs_id, kind) == (4490, TABLES[name]["geometry"].upper()), name
    assert [file.name for file in made_plan.parent.glob(".*")] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_fields_and_types_of_the_schema(name: str, made_plan: Path) -> None:
    connection = sqlite3.connect(f"file:{made_plan}?mode=ro", uri=True)
    columns = {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{name}")')}
    connection.close()
    columns.pop("fid")
    if TABLES[name]["geometry"]:
        columns.pop("geom")
    expected = {field["name"]: SQL_TYPES[field["type"]] for field in SCHEMA["common_fields"] + TABLES[name]["fields"]}
    assert columns == expected


@pytest.mark.parametrize("name", [name for name in TABLES if TABLES[name]["geometry"]])
def test_every_shape_is_valid_and_of_its_type(name: str, made_plan: Path) -> None:
    shapes = table(made_plan, name).geometry
    present = shapes[shapes.notna()]
    assert set(present.geom_type) == ({TABLES[name]["geometry"]} if name not in EMPTY else set())
    assert present.is_valid.all()
    assert shapes.notna().all() or name == "relocations"  # a move whose ends are not both known has no line


@pytest.mark.parametrize("scheme", ["county", "prefecture"])
def test_the_plan_has_its_counts(scheme: str, plan_of: Path) -> None:
    counts = {name: len(table(plan_of, name)) for name in TABLES}
    expected = {
        "core": 1, "twin_cities": 2, "axes": 3, "zones": 4, "nodes": 11, "wings": 2, "units": 166, "provinces": 3,
        "parks": 15, "park_areas": 0, "wing_points": 0, "relocations": 20, "policies": 35, "catchments": 10,
        "rivers": 16, "land": 1,
        "runs": 1, "plan_info": 1, "policy_places": 64, "projects": 8, "transport": 0, "corridors": 2, "unit_sets": 8,
        "set_members": 4 + 1 + 10 + 20 + 12 + 166 + 22,
        "axis_members": 17, "stations": len(FACTS["catchments"]["reservoirs"]) + 13,
    }
    assert counts == expected
    assert table(plan_of, "nodes")["tier"].value_counts().to_dict() == {"city": 7, "regional": 4}
    assert table(plan_of, "plan_info")["scheme"].item() == scheme


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"runs", "plan_info"}))
def test_every_feature_has_a_name_a_source_and_a_confidence(name: str, made_plan: Path) -> None:
    rows = table(made_plan, name)
    for field in ("uid", "name_zh", "name_en", "source"):
        assert (rows[field].str.len() > 0).all(), field
    assert set(rows["confidence"]) <= set(SCHEMA["domains"]["confidence"])


def test_values_are_keys_of_their_domains(made_plan: Path) -> None:
    for name, description in TABLES.items():
        rows = table(made_plan, name)
        for field in SCHEMA["common_fields"] + description["fields"]:
            if "domain" in field:
                assert set(rows[field["name"]].dropna().astype(str)) <= set(SCHEMA["domains"][field["domain"]]), field


def test_uids_are_unique_and_the_same_in_a_second_build(made_plan: Path, prefecture_plan: Path) -> None:
    first = {name: list(table(made_plan, name)["uid"]) for name in TABLES}
    assert first == {name: list(table(prefecture_plan, name)["uid"]) for name in TABLES}
    every = [uid for uids in first.values() for uid in uids]
    assert len(set(every)) == len(every)


# Between the tables


def test_an_axis_runs_through_its_members_in_order(made_plan: Path) -> None:
    axes, members = table(made_plan, "axes").set_index("axis_id"), table(made_plan, "axis_members")
    for fact in FACTS["axes"]:
        axis = axes.loc[fact["id"]]
        mine = members[members["axis_uid"] == axis["uid"]].sort_values("seq")
        assert list(mine["adcode"]) == fact["order"] + fact.get("extension", [])
        on_line = mine[mine["role"] != "extension"]
        along = [axis.geometry.project(shapely.Point(xy)) for xy in on_line[["lon", "lat"]].to_numpy()]
        assert along == sorted(along)
        assert axis.geometry.distance(shapely.points(on_line[["lon", "lat"]].to_numpy())).max() < 1e-9
        assert set(mine["adcode"][mine["role"] == "official"]) == set(fact["official_named"])
    lengths = {i: pyproj.Geod(ellps="GRS80").geometry_length(line) / 1000 for i, line in axes.geometry.items()}
    assert lengths == pytest.approx({"A1": 162.1, "A2": 264.8, "A3": 281.6}, abs=0.1)


@pytest.mark.parametrize("scheme", ["county", "prefecture"])
def test_a_zone_is_the_union_of_its_units(scheme: str, plan_of: Path, to_albers: Call) -> None:
    units, zones = table(plan_of, "units"), table(plan_of, "zones").set_index("zone_id")
    for zone, shape in zones.geometry.items():
        mine = units[units["zone_id"] == zone]
        assert shapely.equals(shape, shapely.union_all(mine.geometry.values))
        total = shapely.area(to_albers(mine.geometry)).sum()
        assert shapely.area(to_albers([shape]))[0] == pytest.approx(total, rel=1e-9)
    assert units["zone_id"].notna().all()


@pytest.mark.parametrize(
    ("scheme", "expected", "tolerance"),
    [("county", (31_900, 32_000, 36_651, 114_600), 400), ("prefecture", (56_721, 34_898, 47_423, 76_186), 80)],
)
def test_zones_have_their_known_areas(
    scheme: str, expected: tuple[float, ...], tolerance: float, plan_of: Path, to_albers: Call
) -> None:
    zones = table(plan_of, "zones").sort_values("zone_id")
    assert list(zones["zone_id"]) == ["Z1", "Z2", "Z3", "Z4"]
    assert shapely.area(to_albers(zones.geometry)) / 1e6 == pytest.approx(np.array(expected), abs=tolerance)


@pytest.mark.parametrize(
    ("scheme", "zone", "lon", "lat"),
    [
        ("county", "Z1", 116.401, 39.903), ("county", "Z1", 117.195, 39.083), ("county", "Z2", 117.692, 39.016),
        ("county", "Z4", 115.70, 39.97), ("county", "Z3", 114.533, 36.626), ("county", "Z2", 119.594, 39.936),
        ("county", "Z4", 117.93, 40.97), ("prefecture", "Z1", 116.401, 39.903), ("prefecture", "Z1", 115.70, 39.97),
        ("prefecture", "Z1", 115.458, 38.874), ("prefecture", "Z2", 118.174, 39.63),
        ("prefecture", "Z3", 114.509, 38.042), ("prefecture", "Z4", 117.93, 40.97),
    ],
)
def test_a_place_lies_in_its_zone(scheme: str, zone: str, lon: float, lat: float, plan_of: Path) -> None:
    zones = table(plan_of, "zones")
    assert list(zones[zones.contains(shapely.Point(lon, lat))]["zone_id"]) == [zone]


def test_homonyms_are_joined_by_their_code(made_plan: Path) -> None:
    """新华区 and 桥西区 exist in two cities each: the units of a city lie near that city."""
    units = table(made_plan, "units")
    seats = {place["adcode"]: shapely.Point(place["lon"], place["lat"]) for place in FACTS["adcodes"]}
    assert units["adcode"].is_unique
    assert (units["adcode"].str[:4] == units["city"].str[:4])[units["province"] == "130000"].all()
    away = [row.geometry.distance(seats[row.city]) for row in units.itertuples()]
    assert max(away) < 2.7  # degrees: the largest city, Chengde or Zhangjiakou, is about 2.5 from its seat
    names = {place["adcode"]: place["name_zh"] for place in FACTS["adcodes"]}
    known = units[units["adcode"].isin(COUNTIES) & (units["schematic"] == 0)]
    assert (known["name_zh"] == known["adcode"].map(names)).all()


def test_wings_are_their_host_counties(made_plan: Path, to_albers: Call) -> None:
    wings = table(made_plan, "wings").set_index("wing_id")
    found = dict(zip(wings.index, shapely.area(to_albers(wings.geometry)) / 1e6, strict=True))
    assert found == pytest.approx({"W1": 930.5, "W2": 1_585.9}, rel=1e-3)


def test_the_plan_records_its_own_making(made_plan: Path, perform: Call, tmp_path: Path) -> None:
    run = table(made_plan, "runs").iloc[0]
    assert run["task"] == "create_plan"
    assert json.loads(run["params"])["scheme"] == "county"
    assert {"shapely", "pyproj"} <= set(json.loads(run["versions"]))
    assert run["boundary_set"] == table(made_plan, "plan_info")["boundary_set"].item() == "bundled-1999"
    result = perform("create_plan", output=str(tmp_path / "规划.gpkg"), title="我的规划")
    assert table(tmp_path / "规划.gpkg", "plan_info")["title"].item() == "我的规划"
    assert result["zone_km2"] == pytest.approx({"Z1": 31_900, "Z2": 32_000, "Z3": 36_651, "Z4": 114_600}, abs=400)
    assert result["axis_km"] == pytest.approx({"A1": 162.1, "A2": 264.8, "A3": 281.6}, abs=0.1)
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert recipe["params"]["title"] == "我的规划"


def test_a_plan_replaces_an_older_one_whole(perform: Call, tmp_path: Path) -> None:
    output = tmp_path / "plan.gpkg"
    perform("create_plan", output=str(output), title="old")
    perform("create_plan", output=str(output), title="new")
    assert list(table(output, "plan_info")["title"]) == ["new"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015-04 start; 2016-10-18 production", "2015-04-01", "2016-10-18"), ("2017", "2017-01-01", None),
        ("not known", None, None), ("2014-2016", "2014-01-01", "2016-01-01"),
    ],
)
def test_dates_are_found_in_free_text(text: str, first: str | None, last: str | None) -> None:
    found = dated(text)
    assert found["when_text"] == text
    for name, expected in (("date_from", first), ("date_to", last)):
        assert pd.isna(found[name]) if expected is None else found[name] == pd.Timestamp(expected)


# The planner's own units


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110101", "110101"), ("156110101", "110101"), ("110101000000", "110101"), ("110101001", "110101"),
        (" 110101 ", "110101"), ("110101.0", "110101"), ("东城区", "东城区"), ("", ""), ("1101", "1101"),
    ],
)
def test_a_code_is_read_as_layers_write_it(text: str, code: str) -> None:
    assert adcode(text) == code


def cells(codes: list[str | None]) -> list[shapely.Polygon]:
    """A made-up unit a code: squares of 0.3° side by side."""
    return [shapely.box(114 + 0.3 * (k % 15), 37 + 0.3 * (k // 15), 114.3 + 0.3 * (k % 15), 37.3 + 0.3 * (k // 15))
            for k in range(len(codes))]


@pytest.fixture
def own_units(store: Call) -> str:
    """All counties but two by their nine-digit codes, one under its old code, one twice, one abolished, two unknown."""
    codes: list[str | None] = [f"156{code}" for code in sorted(COUNTIES - {"130102", "110118", "130929"})]
    codes += ["156110228", codes[0], "156130103", "156999999", None]  # 110228 is Miyun's before 2015
    return str(store("own", cells(codes), gb=codes))


def test_every_own_unit_is_kept_and_what_does_not_fit_is_listed(own_units: str, perform: Call, tmp_path: Path) -> None:
    output = tmp_path / "plan.gpkg"
    result = perform("create_plan", units=own_units, unit_code_field="gb", output=str(output))
    findings = {finding["code"]: finding["codes"] for finding in result["findings"]}
    assert findings["unit-outdated"] == ["110228"]
    assert findings["unit-abolished"] == ["130103"]
    assert findings["unit-twice"] == [min(COUNTIES)]
    assert findings["unit-unknown"] == ["156999999", f"fid {len(COUNTIES) + 2}"]
    assert [entry.split()[0] for entry in findings["unit-missing"]] == ["130102", "130929"]
    assert {"unit-outdated", "unit-abolished", "unit-twice", "unit-unknown", "unit-missing"} <= {
        warning["code"] for warning in result["warnings"]}
    units = table(output, "units")
    assert len(units) == len(COUNTIES) + 2
    assert units["uid"].is_unique
    assert (units["adcode"] == min(COUNTIES)).sum() == 2
    miyun = units[units["adcode"] == "110118"].iloc[0]
    assert (miyun["name_zh"], miyun["city"], miyun["province_zh"]) == ("密云区", "110000", "北京市")
    assert set(units["adcode"][units["zone_id"].isna()].fillna("")) == {"130103", "999999", ""}
    assert set(units["source"]) == {"own"}
    assert result["boundary_set"] == table(output, "plan_info")["boundary_set"].item() == "own"
    assert json.loads(table(output, "runs")["result"].item())["findings"] == result["findings"]


def test_a_wing_without_its_hosts_is_told(store: Call, perform: Call, tmp_path: Path) -> None:
    codes = ["130629", "130632", "110101"]
    result = perform("create_plan", units=store("few", cells(codes), code=codes), unit_code_field="code",
                     output=str(tmp_path / "plan.gpkg"))
    told = {warning["detail"]["codes"] for warning in result["warnings"] if warning["code"] == "wing-incomplete"}
    assert told == {"110112", "130638"}
    wings = table(tmp_path / "plan.gpkg", "wings").set_index("wing_id")
    assert wings.geometry["W1"] is None
    assert wings.geometry["W2"].area == pytest.approx(0.18)
    zones = table(tmp_path / "plan.gpkg", "zones")
    assert zones.geometry.isna().sum() >= 2  # a zone without a unit keeps its row


@pytest.mark.parametrize("epsg", [4490, 4549, 3857, 32650])
def test_own_units_in_any_crs_join_without_slivers(epsg: int, store: Call, perform: Call, tmp_path: Path) -> None:
    """Long common edges are densified from either side: the union must close all the same."""
    codes = sorted(member for zone in FACTS["zones"] if zone["id"] == "Z3"
                   for member in zone["members_county_operational"]["adcodes"] if member in COUNTIES)[:45]
    move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
    shapes = shapely.transform(cells(codes), lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
    perform("create_plan", units=store("own", shapes, epsg, code=codes), unit_code_field="code",
            output=str(tmp_path / "plan.gpkg"))
    zone = table(tmp_path / "plan.gpkg", "zones").set_index("zone_id").geometry["Z3"]
    assert shapely.get_num_geometries(zone) == 1
    assert shapely.get_num_interior_rings(zone.geoms[0]) == 0
    assert zone.area == pytest.approx(15 * 0.3 * 3 * 0.3, rel=2e-3)
    assert zone.is_valid


def test_a_plans_own_units_make_the_same_zones_again(
    made_plan: Path, perform: Call, tmp_path: Path, to_albers: Call
) -> None:
    output = str(tmp_path / "again.gpkg")
    made = perform("create_plan", output=output, units=f"{made_plan}|layername=units", unit_code_field="adcode")
    listed = {finding["code"]: finding["codes"] for finding in made["findings"]}
    assert set(listed) == {"unit-1999", "unit-outdated", "unit-missing"}
    assert len(listed["unit-1999"]) == 13 and listed["unit-outdated"] == ["130323"]
    before, after = (shapely.area(to_albers(table(plan, "zones").geometry)) for plan in (made_plan, output))
    assert after == pytest.approx(before, rel=1e-6)


def test_a_unit_with_an_unknown_code_keeps_its_name(store: Call, perform: Call, tmp_path: Path) -> None:
    layer = store("own", cells(["110112", "abc"]), 码=["110112", "abc"], 县名=["通州区", "某新区"])
    output = str(tmp_path / "plan.gpkg")
    perform("create_plan", output=output, units=layer, unit_code_field="码")
    names = table(output, "units").set_index("adcode")["name_zh"]
    assert (names["110112"], names["abc"]) == ("通州区", "某新区")
