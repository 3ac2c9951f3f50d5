"""Who and what lies within reach of places: along straight roads and rails in km, and as the crow flies."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from jjj_planner_plugin.engine.region.reach.lines import mode_of, speed_of
from tests.plans import degrees, point, rows, write_some

Reach = Callable[..., dict[str, Any]]


def line(*places: tuple[float, float]) -> shapely.LineString:
    """Through places in km; a vertex every 5 km, so that it is straight on the ground."""
    flat = shapely.segmentize(shapely.LineString(places), 5.0)
    return shapely.transform(flat, lambda xy: [degrees(x, y) for x, y in xy])


@pytest.fixture(scope="module")
def four_units(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The plan of four units of 10 km; read only."""
    return write_some(tmp_path_factory.mktemp("plan") / "plan.gpkg", rows(), "units")


@pytest.fixture
def reach(perform: Reach, store: Callable[..., str], four_units: str, tmp_path: Path) -> Reach:
    """`reach(lines=[…], places=[…])`: on a plan of four units of 10 km, 1000 people each; lines as (shape, speed, mode)
    or a path, places in km."""

    def run(lines: Any = None, places: Any = ((20, 5),), **params: Any) -> dict[str, Any]:
        plan = params.pop("plan", four_units)
        if "access_kmh" in params:  # so that what lines give can be reckoned by hand
            params.setdefault("assumed_kmh", params["access_kmh"])
        if isinstance(lines, list):
            shapes, speeds, modes = zip(*lines)
            lines = store("lines", shapes, 4490, maxspeed=list(speeds), mode=list(modes))
        if places is not None:
            names = [f"P{number}" for number in range(len(places))]
            params["places"] = store("places", [point(*xy) for xy in places], name_zh=names)
        target = str(tmp_path / "reach.gpkg")
        given = {"lines": [lines]} if lines else {}
        result = perform("hour_reach", plan=plan, output=target, **given, **params)
        tables = {str(name) for name, _ in pyogrio.list_layers(target)}
        result |= {name: pyogrio.read_dataframe(target, layer=name) for name in tables}
        return result

    return run


def said(result: dict[str, Any]) -> str:
    return " ".join(warning["warning"] for warning in result["warnings"])


def km2(result: dict[str, Any], place: str = "P0") -> list[float]:
    bands = result["bands"]
    return [area / 1e6 for area in bands[bands["place_name"] == place].sort_values("minutes")["area_m2"]]


def test_without_lines_a_place_has_a_disc_at_the_assumed_speed_and_its_people(reach: Reach) -> None:
    result = reach(minutes=[30, 60], assumed_kmh=20)
    assert km2(result) == pytest.approx([math.pi * 100, math.pi * 400], rel=2e-4)
    band = result["bands"].query("place_name == 'P0' and minutes == 30").iloc[0]
    inside = 2 * (5 * math.sqrt(75) + 100 * math.asin(0.5))  # the disc of 10 km in a strip of 10 km
    assert band["region_area_m2"] / 1e6 == pytest.approx(inside, rel=1e-3)
    assert band["people"] == pytest.approx(10 * inside, rel=1e-3)
    assert band["share_of_people"] == pytest.approx(inside / 400, rel=1e-3) and band["reckoned"] == "geodesic"
    assert band["units_reached"] == 2 and band["share_of_units"] == 0.5
    assert "as the crow flies" in said(result) and result["methods"] == {"network": 0, "geodesic": 1}


def test_a_road_is_entered_anywhere_and_what_is_reached_tapers_along_it(reach: Reach) -> None:
    result = reach([(line((20, 5), (80, 5)), "60", "primary")], minutes=[30], access_kmh=10)
    # a disc of 5 km around the place and discs that shrink to nothing 30 km on: a drop, of a kite and a sector
    kite, sector = 5 * math.sqrt(30**2 - 5**2), 25 * (math.pi - math.acos(5 / 30))
    assert km2(result)[0] == pytest.approx(kite + sector, rel=1e-2) and km2(result)[0] <= kite + sector
    assert result["bands"]["reckoned"].tolist() == ["network", "network"] and result["by_network"] == 1


def test_lines_only_add_to_the_disc_that_there_is_without_them(reach: Reach) -> None:
    road, asked = [(line((20, 5), (80, 5)), "60", "primary")], {"minutes": [30], "access_kmh": 10, "assumed_kmh": 20}
    alone, lined = reach(**asked), reach(road, **asked)
    # the disc of 10 km, and the drop around the road that reaches out of it up to 30 km on
    disc, added = (one["bands"].query("place_name == 'P0'").iloc[0] for one in (alone, lined))
    assert shapely.area(shapely.difference(disc.geometry, added.geometry)) == pytest.approx(0, abs=1e-9)
    assert added["area_m2"] > disc["area_m2"] + 30e6 and added["reckoned"] == "network"
    assert "lines only add" in said(lined) and "lines only add" not in said(alone)
    first, then = (one["reached"]["minutes_to"].fillna(np.inf).to_numpy() for one in (alone, lined))
    assert (then <= first + 1e-9).all() and (then < first).any()


def test_rail_is_entered_at_stations_only_where_they_are_given(reach: Reach, store: Callable[..., str]) -> None:
    stations = store("stations", [point(60, 5.5)])
    rail = [(line((20, 5), (80, 5)), "120", "rail")]
    result = reach(rail, minutes=[30], access_kmh=12, stations=stations)
    # 40 km take 20 min; where the line passes the station 10 min are left, 2 km, and the station's disc lies in that
    assert km2(result)[0] == pytest.approx(math.pi * (6**2 + 2**2), rel=1e-3)
    ends = reach(rail, minutes=[40], access_kmh=12)
    assert km2(ends)[0] == pytest.approx(math.pi * (8**2 + 2**2), rel=1e-3)  # its end, after 30 min


def test_ends_that_hardly_miss_are_joined_and_told_and_wider_gaps_are_islands(reach: Reach) -> None:
    lines = [(line((20, 5), (40, 5)), 60, "road"), (line((40.04, 5), (60, 5)), 60, "road")]
    joined = reach(lines, minutes=[30], access_kmh=10)
    assert "1 ends" in said(joined) or "2 ends" in said(joined)
    assert "40.0 m" in said(joined) and "parts that do not meet" not in said(joined)
    assert joined["network"]["network_part"].tolist() == [1, 1]
    apart = reach(lines, minutes=[30], access_kmh=10, snap_m=20)
    assert "2 parts that do not meet: 1 lines (20.0 km)" in said(apart)
    assert sorted(apart["network"]["network_part"].tolist()) == [1, 2]
    assert km2(apart)[0] < km2(joined)[0]


def test_lines_meet_where_they_share_a_vertex_or_end_and_pass_where_they_only_cross(reach: Reach) -> None:
    road = line((20, 5), (50, 5))
    vertex = shapely.get_coordinates(road)[2]  # 10 km on
    across = shapely.transform(shapely.LineString([(30, 5), (30, 35)]), lambda xy: [degrees(x, y) for x, y in xy])
    ending = (across, 60, "road")
    assert said(reach([(road, 60, "road"), ending], minutes=[30])).count("parts") == 0
    crossing = shapely.LineString([degrees(32.5, -20), degrees(32.5, 35)])
    assert "2 parts" in said(reach([(road, 60, "road"), (crossing, 60, "road")], minutes=[30]))
    shared = shapely.LineString([degrees(30, -20), tuple(vertex), degrees(30, 35)])
    assert "parts" not in said(reach([(road, 60, "road"), (shared, 60, "road")], minutes=[30]))


def test_two_rails_are_changed_at_a_stop_near_both(reach: Reach, store: Callable[..., str]) -> None:
    lines = [(line((20, 5), (50, 5)), 120, "rail"), (line((50, 6), (50, 46)), 240, "rail")]
    stops = store("stations", [point(50, 5.5), point(50, 46)])
    result = reach(lines, minutes=[60], access_kmh=20, stations=stops)
    # 15 min, 2 × 500 m at 20 km/h = 3 min, 40 km in 10 min: 32 min are left at (50, 46), 10.67 km
    bands = result["bands"].query("place_name == 'P0'").geometry.iloc[0]
    assert shapely.contains(bands, point(50, 46 + 10.5)) and not shapely.contains(bands, point(50, 46 + 10.8))


def test_a_place_out_of_reach_of_any_line_is_reckoned_as_the_crow_flies(reach: Reach) -> None:
    result = reach([(line((20, 5), (50, 5)), 60, "road")], [(20, 5), (20, 200)], minutes=[30], access_kmh=10,
                   assumed_kmh=40)
    by = result["bands"].set_index("place_name")["reckoned"]
    assert by.to_dict() == {"P0": "network", "P1": "geodesic", "Any place": "mixed"}
    assert "From 1 places no line is in reach" in said(result) and "P1" in said(result)
    assert km2(result, "P1")[0] == pytest.approx(math.pi * 400, rel=2e-4)


def test_lines_without_speed_and_lines_not_open_are_left_out_and_told(
    reach: Reach, store: Callable[..., str]
) -> None:
    shapes = [line((20, 5), (50, 5)), line((20, 5), (20, 40)), line((20, 5), (0, 5)), line((20, 5), (20, -40))]
    lines = store("lines", shapes, 4490, speed_kmh=[60, None, 60, 0], status=["", "moved", "building", ""],
                  mode=["road"] * 4)
    result = reach(lines, minutes=[30])
    assert result["network"]["not_used_why"].fillna("").tolist() == ["", "no_speed", "not_open", "no_speed"]
    assert result["network"]["used"].tolist() == [1, 0, 0, 0]
    assert "2 lines (79.9 km) have no speed" in said(result) and "1 lines (20.0 km) are not open" in said(result)
    assert reach(lines, minutes=[30], planned=True)["network"]["used"].tolist() == [1, 0, 1, 0]


def test_the_plan_s_own_lines_and_places_are_taken(reach: Reach, tmp_path: Path) -> None:
    made = rows()
    made["transport"] = [{"uid": "t-1", "name_zh": "线", "mode": "road", "speed_kmh": 60.0,
                          "geometry": shapely.MultiLineString([line((5, 5), (45, 5))])}]
    plan = write_some(tmp_path / "lined.gpkg", made, "units", "nodes", "transport")
    result = reach(plan=plan, places=None, minutes=[30])
    assert result["bands"]["place_name"].tolist() == ["Node", "Any place"] and result["by_network"] == 1
    assert result["network"]["length_m"].tolist() == pytest.approx([40_000], rel=1e-3)


def test_a_unit_knows_when_it_is_reached_and_from_how_many_places(reach: Reach) -> None:
    result = reach(places=((6, 5), (24, 5)), minutes=[30], assumed_kmh=20)
    units = result["reached"].set_index("unit")
    assert units.loc["130100"]["place_name"] == "P0" and units.loc["130102"]["place_name"] == "P1"
    assert units.loc["130100"]["minutes_to"] == pytest.approx(3, abs=0.2)  # its middle is 1 km away
    assert pd.isna(units.loc["130103"]["minutes_to"])  # 11 km
    assert units["places"].tolist() == [1, 2, 1, 0] and units["reached_share"].between(0, 1).all()
    everyone = result["bands"].iloc[-1]
    assert everyone["scope"] == "any" and everyone["units_reached"] == 3


def test_more_time_reaches_more_and_any_place_no_more_than_all_together(reach: Reach) -> None:
    lines = [(line((0, 5), (20, 5), (40, 30)), 80, "road"), (line((20, 5), (40, -10)), 100, "motorway")]
    result = reach(lines, ((5, 5), (30, 5)), minutes=[10, 20, 40])
    table = result["bands"].pivot_table(index="place_name", columns="minutes", values="people")
    assert (np.diff(table.to_numpy(), axis=1) >= 0).all()
    assert (table.loc["Any place"] <= table.loc["P0"] + table.loc["P1"] + 1e-6).all()
    assert (table.loc["Any place"] >= table.loc[["P0", "P1"]].max() - 1e-6).all()
    assert result["bands"]["minutes"].tolist()[0] == 40, "the widest lies lowest"


def test_the_lines_crs_changes_nothing(reach: Reach, tmp_path: Path) -> None:
    road = line((20, 5), (60, 5))
    first = reach([(road, 60, "road")], minutes=[30])["bands"]["area_m2"].iloc[0]
    other = tmp_path / "mercator.gpkg"
    gpd.GeoDataFrame({"maxspeed": [60], "mode": ["road"]}, geometry=[road], crs=4490).to_crs(3857).to_file(other)
    assert reach(str(other), minutes=[30])["bands"]["area_m2"].iloc[0] == pytest.approx(first, rel=1e-3)


def test_people_of_a_raster_are_counted_on_the_region_s_ground(reach: Reach, tmp_path: Path) -> None:
    raster = tmp_path / "people.tif"
    with rasterio.open(raster, "w", driver="GTiff", width=600, height=300, count=1, dtype="float64", crs=4490,
                       transform=from_origin(116.3, 39.3, 1 / 600, 1 / 600)) as file:
        file.write(np.full((300, 600), 2.0), 1)
    result = reach(minutes=[30], assumed_kmh=20, population=str(raster))
    even = reach(minutes=[30], assumed_kmh=20)["bands"].iloc[0]["share_of_people"]
    assert result["bands"].iloc[0]["share_of_people"] == pytest.approx(even, rel=3e-3)
    assert any(one["path"] == str(raster) for one in result["inputs"])


def test_where_nobody_is_known_shares_of_people_are_empty_and_told(reach: Reach, tmp_path: Path) -> None:
    result = reach(plan=write_some(tmp_path / "empty.gpkg", rows(people=None), "units"), minutes=[30])
    assert result["bands"]["share_of_people"].isna().all() and result["bands"]["share_of_units"].notna().all()
    assert "No people are known" in said(result)


def test_the_bundled_cities_and_the_same_again_from_the_recipe(perform: Reach, tmp_path: Path) -> None:
    first, again = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    result = perform("hour_reach", output=str(first))
    bands = pyogrio.read_dataframe(first, layer="bands")
    assert len(bands) == 14 and result["inputs"] == []
    assert bands["area_m2"].iloc[0] / 1e6 == pytest.approx(math.pi * 3600, rel=2e-4)  # 60 km around Beijing
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    perform("hour_reach", **{**recipe["params"], "output": str(again)})
    for name in ("bands", "reached"):
        one, other = (pd.DataFrame(pyogrio.read_dataframe(path, layer=name)) for path in (first, again))
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(("text", "kmh"), [
    ("120", 120), ("120 km/h", 120), ("350公里/小时", 350), ("60 mph", 96.56064), ("100;80", 100), ("80.0", 80)])
def test_a_speed_is_read_as_it_is_written(text: str, kmh: float) -> None:
    assert speed_of(text) == pytest.approx(kmh)


@pytest.mark.parametrize("text", ["", "0", "-5", "CN:urban", "fast", "4000", "nan"])
def test_what_is_no_speed_is_none(text: str) -> None:
    assert math.isnan(speed_of(text))


def test_modes_are_known_by_usual_words() -> None:
    assert [mode_of(word) for word in ("高铁", "Subway", "motorway_link", "国道", "驿道", "")] == [
        "rail", "metro", "motorway", "road", "other", ""]


@pytest.mark.parametrize(("params", "code"), [
    ({"minutes": []}, "reach-bad-minutes"), ({"minutes": [0]}, "reach-bad-minutes"),
    ({"minutes": [1e9]}, "reach-bad-minutes"), ({"access_kmh": 0}, "reach-bad-speed"),
    ({"assumed_kmh": float("inf")}, "reach-bad-speed"), ({"snap_m": -1}, "reach-bad-distance"),
    ({"stop_m": 1e6}, "reach-bad-distance"), ({"population_layer": "p"}, "no-population-field"),
    ({"population": "p", "population_layer": "p"}, "two-populations"), ({"speed_field": "no"}, "unknown-field"),
    ({"plan": "no.gpkg"}, "no-file"), ({"output": "t.csv"}, "bad-output-type")])
def test_what_cannot_be_meant_is_refused(
    refused: Callable[..., str], store: Callable[..., str], four_units: str, tmp_path: Path, params: dict[str, Any],
    code: str
) -> None:
    lines = store("lines", [line((0, 0), (5, 0))], speed=[50])
    places = store("places", [point(0, 0)])
    asked = {"lines": [lines], "places": places, "minutes": [5.0], "output": str(tmp_path / "t.gpkg"),
             "plan": four_units, **params}
    assert refused("hour_reach", **asked) == code


def test_a_plan_without_places_is_refused(refused: Callable[..., str], four_units: str, tmp_path: Path) -> None:
    assert refused("hour_reach", plan=four_units, output=str(tmp_path / "t.gpkg")) == "reach-no-places"
