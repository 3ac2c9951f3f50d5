"""Riparian strips: areas and lengths that a hand can compute, networks that fork, meet and close, and bad input."""

from __future__ import annotations

import json
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

GEOD = pyproj.Geod(ellps="GRS80")
MERIDIAN = shapely.LineString([(116.5, 39.1), (116.5, 39.0)])  # flows south
NODE = (116.5, 39.5)
Run = Callable[..., "Result"]


class Result:
    """The layers of a run."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.notes = [warning["code"] for warning in told["warnings"]]

    def layer(self, name: str) -> gpd.GeoDataFrame:
        return pyogrio.read_dataframe(self.told["output"], layer=name)

    @property
    def strips(self) -> gpd.GeoDataFrame:
        return self.layer("strips")

    def areas(self) -> dict[tuple[str, str], float]:
        """By class and part, m²."""
        return dict(self.strips.groupby(["strip_class", "strip_part"])["area_m2"].sum())


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One jurisdiction for all tests that are not about them: the bundled ones take a while to read."""
    path = tmp_path_factory.mktemp("units") / "square.gpkg"
    gpd.GeoDataFrame({"adcode": ["1"]}, geometry=[shapely.box(114, 37, 119, 42)], crs=4490).to_file(path)
    return str(path)


@pytest.fixture
def run(perform: Callable[..., dict[str, Any]], square: str, tmp_path: Path) -> Run:
    """`run(**params)`: without heights and in one jurisdiction, unless a test wants others."""

    def go(**params: Any) -> Result:
        target = str(tmp_path / "strips.gpkg")
        given = {"direction": "digitised", "jurisdictions": square, **params}
        return Result(perform("riparian_buffers", output=target, **given))

    return go


def going(lon: float, lat: float, azimuth: float, metres: float) -> tuple[float, float]:
    x, y, _ = GEOD.fwd(lon, lat, azimuth, metres)
    return x, y


def length(shape: Any) -> float:
    return float(GEOD.geometry_length(shape))


def y_shaped() -> list[shapely.LineString]:
    """Two branches of 5 km from north-west and north-east, and the river that they make, south."""
    west, east = going(*NODE, -40, 5000), going(*NODE, 40, 5000)
    return [shapely.LineString([west, NODE]), shapely.LineString([east, NODE]),
            shapely.LineString([NODE, going(*NODE, 180, 5000)])]


# Areas


def test_a_straight_river_has_strips_of_its_length_by_the_width_and_flat_ends(run: Run, store: Any) -> None:
    result = run(rivers=store("r", [MERIDIAN]), width_m=2000)
    assert result.areas()["own", "land"] == pytest.approx(2 * 2000 * length(MERIDIAN), rel=1e-6)
    assert result.strips.geometry.total_bounds[[1, 3]] == pytest.approx([39.0, 39.1], abs=2e-5)
    assert "riparian-from-the-line" in result.notes


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_is_half_of_it_and_left_is_so_looking_downstream(run: Run, store: Any, side: str) -> None:
    result = run(rivers=store("r", [MERIDIAN]), width_m=500, side=side)
    assert result.areas()["own", "land"] == pytest.approx(500 * length(MERIDIAN), rel=1e-6)
    west, _, east, _ = result.strips.total_bounds
    assert (east > 116.501, west < 116.499) == (side == "left", side == "right")  # it flows south


def test_strips_on_land_begin_at_the_bank(run: Run, store: Any) -> None:
    result = run(rivers=store("r", [MERIDIAN]), width_m=500, half_width_m=60)
    assert result.areas()["own", "land"] == pytest.approx(2 * 500 * length(MERIDIAN), rel=1e-6)
    assert result.areas()["own", "water"] == pytest.approx(2 * 60 * length(MERIDIAN), rel=1e-6)
    assert "riparian-from-the-line" not in result.notes


def test_a_field_tells_each_rivers_width_and_the_number_holds_where_it_is_silent(run: Run, store: Any) -> None:
    other = shapely.LineString([(117.5, 39.1), (117.5, 39.0)])
    layer = store("r", [MERIDIAN, other], name_zh=["a", "b"], river_width=[300.0, np.nan])
    result = run(rivers=layer, width_m=500, half_width_m=20)
    water = result.strips[result.strips["strip_part"] == "water"].set_index("name")
    assert water.loc["a", "area_m2"] == pytest.approx(300 * length(MERIDIAN), rel=1e-6)
    assert water.loc["b", "area_m2"] == pytest.approx(40 * length(other), rel=1e-6)
    assert list(water["half_width_m"]) == [150, 20]
    assert "riparian-no-width-value" in result.notes


def test_areas_and_lengths_are_the_same_in_web_mercator_and_in_degrees(run: Run, store: Any) -> None:
    bent = shapely.LineString([(116.5, 39.1), (116.5, 39.05), (116.5, 39.0)])
    degrees = run(rivers=store("d", [bent]), width_m=1000).strips
    moved = gpd.GeoSeries([bent], crs=4490).to_crs(3857)
    mercator = run(rivers=store("m", list(moved), crs=3857), width_m=1000).strips
    assert mercator.crs.to_epsg() == 3857
    assert list(mercator["area_m2"]) == pytest.approx(list(degrees["area_m2"]), rel=1e-7)


def test_a_confluence_leaves_no_gap_between_the_strips(run: Run, store: Any) -> None:
    result = run(rivers=store("r", y_shaped(), name_zh=["y"] * 3), width_m=300)
    assert len(result.strips) == 1
    metres = pyproj.Transformer.from_crs(4490, f"+proj=aeqd +lon_0={NODE[0]} +lat_0={NODE[1]} +ellps=GRS80",
                                         always_xy=True)
    flat = shapely.transform(result.strips.geometry[0], lambda xy: np.column_stack(metres.transform(*xy.T)))
    assert flat.contains(shapely.Point(0, 0).buffer(299.8))
    assert flat.area < sum(600 * 5000 for _ in range(3))


def test_the_grand_canal_has_its_two_kilometres_on_either_bank(run: Run, bundled: Callable[[str], str]) -> None:
    result = run(preset="canal_core")
    strips = result.strips.set_index("name")
    assert set(strips.index) == {"京杭运河", "北运河", "南运河"}
    assert set(strips["confidence"]) == {"high"}
    assert set(strips["checked"]) == {"0"}
    assert strips["source"].str.contains("大运河").all()
    rivers = pyogrio.read_dataframe(bundled("rivers").split("|")[0], layer="rivers").set_index("name_zh")
    for name, row in strips.iterrows():
        assert row["area_m2"] == pytest.approx(4000 * length(rivers.loc[name].geometry), rel=0.02)
        assert row["area_m2"] < 4000 * length(rivers.loc[name].geometry)  # the bends overlap
    assert {"riparian-banks", "riparian-preset-unchecked"} <= set(result.notes)


# Along the river


def test_both_branches_are_followed_for_what_is_left_of_the_length(run: Run, store: Any) -> None:
    intake = going(*NODE, 180, 300)
    result = run(rivers=store("r", y_shaped()), intake_point=list(intake), preset="source_river")
    reaches = result.layer("reaches")
    lengths = {key: sorted(group) for key, group in reaches.groupby(["strip_class", "reach_part"])["length_m"]}
    assert lengths["first", "up"] == pytest.approx([300, 700, 700], abs=0.01)
    assert lengths["first", "down"] == pytest.approx([100], abs=0.01)
    assert lengths["second", "up"] == pytest.approx([300, 2700, 2700], abs=0.01)
    assert lengths["second", "down"] == pytest.approx([300], abs=0.01)
    for shape, told in zip(reaches.geometry, reaches["length_m"]):
        assert length(shape) == pytest.approx(told, abs=2e-3)
    points = result.layer("intakes").set_index("intake_place")
    assert points.loc["snapped", "up_reached_m"] == pytest.approx(3000)
    assert points.loc["given", "snap_m"] < 1e-3


def test_lengths_on_a_straight_river_make_areas_that_a_hand_computes(run: Run, store: Any) -> None:
    layer = store("r", [MERIDIAN])
    result = run(rivers=layer, intake_point=[116.5, 39.05], preset="source_river", half_width_m=25)
    areas = result.areas()
    assert areas["first", "water"] == pytest.approx(50 * 1100, rel=1e-6)
    assert areas["first", "land"] == pytest.approx(100 * 1100, rel=1e-6)
    assert areas["second", "water"] == pytest.approx(50 * 2200, rel=1e-6)
    assert areas["second", "land"] == pytest.approx(2000 * 3300 - 100 * 1100, rel=1e-6)
    alone = run(rivers=layer, intake_point=[116.5, 39.05], preset="source_river", half_width_m=25, strip_class="second")
    assert set(alone.areas()) == {("second", "water"), ("second", "land")}
    assert alone.areas()["second", "land"] == areas["second", "land"]
    assert {"riparian-preset-unchecked", "riparian-river-uncut"} <= set(alone.notes)


def test_an_intake_at_the_confluence_itself_has_both_branches_above_it(run: Run, store: Any) -> None:
    result = run(rivers=store("r", y_shaped()), intake_point=list(NODE), width_m=50, up_m=1000, down_m=100)
    lengths = result.layer("reaches").groupby("reach_part")["length_m"].apply(sorted)
    assert lengths["up"] == pytest.approx([1000, 1000])
    assert lengths["down"] == pytest.approx([100])


def test_a_tributary_that_ends_inside_a_line_is_joined_there(run: Run, store: Any) -> None:
    middle = going(116.5, 39.05, 90, 3)  # three metres beside the river
    layer = store("r", [MERIDIAN, shapely.LineString([going(*middle, 90, 4000), middle])])
    result = run(rivers=layer, intake_point=[116.5, 39.04], width_m=50, up_m=3000)
    reaches = result.layer("reaches")
    below = GEOD.inv(116.5, 39.05, 116.5, 39.04)[2]
    assert sorted(reaches["length_m"]) == pytest.approx([below, 3000 - below, 3000 - below], abs=0.01)
    assert "riparian-splits" in result.notes
    apart = run(rivers=layer, intake_point=[116.5, 39.04], width_m=50, up_m=3000, tolerance_m=1)
    assert list(apart.layer("reaches")["length_m"]) == pytest.approx([3000])


def test_lines_that_end_before_the_length_are_told_with_what_there_is(run: Run, store: Any) -> None:
    result = run(rivers=store("r", [MERIDIAN]), intake_point=[116.5, 39.01], width_m=50, up_m=500, down_m=5000)
    below = GEOD.inv(116.5, 39.01, 116.5, 39.0)[2]
    assert result.areas()["own", "land"] == pytest.approx(100 * (500 + below), rel=1e-6)
    assert "riparian-short" in result.notes


def test_a_circle_of_lines_is_followed_once_and_told(run: Run, store: Any) -> None:
    corners = [(116.5, 39.0), (116.52, 39.0), (116.51, 39.02)]
    ring = [shapely.LineString([a, b]) for a, b in zip(corners, corners[1:] + corners[:1])]
    result = run(rivers=store("r", ring), intake_point=[116.51, 39.0], width_m=30, up_m=900_000)
    assert "riparian-loops" in result.notes
    assert result.layer("reaches")["length_m"].sum() == pytest.approx(sum(map(length, ring)))
    alone = run(rivers=store("o", [shapely.LineString([*corners, corners[0]])]), intake_point=[116.51, 39.0],
                width_m=30, down_m=900_000)
    assert alone.layer("reaches")["length_m"].sum() == pytest.approx(sum(map(length, ring)))


def test_channels_that_part_and_meet_again_are_both_followed(run: Run, store: Any) -> None:
    top, bottom = (116.5, 39.04), (116.5, 39.02)
    braided = [shapely.LineString([(116.5, 39.06), top]), shapely.LineString([top, (116.49, 39.03), bottom]),
               shapely.LineString([top, (116.51, 39.03), bottom]), shapely.LineString([bottom, (116.5, 39.0)])]
    result = run(rivers=store("r", braided), intake_point=[116.5, 39.01], width_m=30, up_m=50_000)
    above = GEOD.inv(116.5, 39.01, *bottom)[2]
    assert result.layer("reaches")["length_m"].sum() == pytest.approx(above + sum(map(length, braided[:3])))
    assert "riparian-loops" not in result.notes


# Which way it flows


@pytest.fixture
def slope(tmp_path: Path) -> str:
    """Heights that rise by 100 m a tenth of a degree to the south."""
    import rasterio

    path = tmp_path / "slope.tif"
    rows = np.repeat(np.arange(40.0)[:, None] * 10, 40, axis=1).astype("float32")
    with rasterio.open(path, "w", driver="GTiff", width=40, height=40, count=1, dtype="float32", crs="EPSG:4326",
                       transform=rasterio.transform.from_origin(116.3, 39.2, 0.01, 0.01)) as file:
        file.write(rows, 1)
    return str(path)


@pytest.mark.parametrize(("how", "north"), [("auto", False), ("heights", False), ("digitised", True)])
def test_heights_turn_a_line_that_was_drawn_uphill(run: Run, store: Any, slope: str, how: str, north: bool) -> None:
    result = run(rivers=store("r", [MERIDIAN]), intake_point=[116.5, 39.05], width_m=50, up_m=1000, direction=how,
                 heights=slope)
    reach = result.layer("reaches").iloc[0]
    assert (reach.geometry.centroid.y > 39.05) == north
    assert reach["flow_from"] == ("digitised" if north else "heights")
    assert (reach["turned"], reach["in_doubt"]) == (("0", "1") if north else ("1", "0"))
    assert ("riparian-in-doubt" if north else "riparian-turned") in result.notes


def test_a_field_says_that_water_flows_against_the_vertices(run: Run, store: Any, slope: str) -> None:
    layer = store("r", [MERIDIAN], direction=["-1"])
    result = run(rivers=layer, intake_point=[116.5, 39.05], width_m=50, up_m=1000, direction="auto", heights=slope)
    reach = result.layer("reaches").iloc[0]
    assert reach.geometry.centroid.y < 39.05
    assert (reach["flow_from"], reach["turned"], reach["in_doubt"]) == ("field", "1", "0")
    words = run(rivers=store("w", [MERIDIAN], direction=["south"]), intake_point=[116.5, 39.05], width_m=50, up_m=100)
    assert "riparian-direction-words" in words.notes


def test_on_the_plain_the_drawn_direction_is_kept_and_in_doubt(run: Run, store: Any) -> None:
    result = run(rivers=store("r", [MERIDIAN]), intake_point=[116.5, 39.05], width_m=50, up_m=1000, direction="auto")
    reach = result.layer("reaches").iloc[0]
    assert reach.geometry.centroid.y > 39.05
    assert (reach["turned"], reach["in_doubt"]) == ("0", "1")


# Lakes and reservoirs

LAKE = shapely.box(116.5, 40.4, 116.6, 40.5)


def lake_area() -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(LAKE, 0.001))[0])


def test_a_strip_around_a_lake_has_round_corners_and_no_water(run: Run, store: Any) -> None:
    result = run(lakes=store("l", [LAKE], name_zh=["密云"]), width_m=1000)
    around = abs(GEOD.geometry_area_perimeter(shapely.segmentize(LAKE, 0.001))[1])
    assert result.areas() == {("own", "land"): pytest.approx(around * 1000 + np.pi * 1000**2, rel=1e-3)}
    assert result.strips["name"][0] == "密云"
    assert pyogrio.list_layers(result.told["output"])[:, 0].tolist() == ["strips", "overlaps"]


def test_a_large_reservoirs_first_class_is_a_disc_of_water_and_the_shore_beside_it(run: Run, store: Any) -> None:
    lakes = store("l", [LAKE])
    inside = run(lakes=lakes, intake_point=[116.55, 40.45], preset="source_reservoir_large")
    areas = inside.areas()
    assert areas["first", "water"] == pytest.approx(np.pi * 500**2, rel=1e-3)
    assert ("first", "land") not in areas  # in the middle of a lake there is none
    assert areas["second", "water"] == pytest.approx(np.pi * (2500**2 - 500**2), rel=1e-3)
    shore = run(lakes=lakes, intake_point=[116.55, 40.5], preset="source_reservoir_large")
    assert shore.areas()["first", "water"] == pytest.approx(np.pi * 500**2 / 2, rel=1e-3)
    assert "riparian-uncut" in shore.notes
    assert set(shore.strips[shore.strips["strip_part"] == "land"]["watershed"]) == {"not cut"}


def test_strips_of_a_reservoir_end_at_its_catchment(run: Run, store: Any) -> None:
    lakes = store("l", [LAKE])
    catchments = store("c", [shapely.box(116.4, 40.3, 116.7, 40.505), shapely.box(100, 30, 110, 35)])
    free = run(lakes=lakes, preset="source_reservoir_large").areas()
    cut = run(lakes=lakes, preset="source_reservoir_large", catchments=catchments)
    assert "riparian-whole-lakes" in cut.notes
    assert "riparian-uncut" not in cut.notes
    land = cut.strips[cut.strips["strip_part"] == "land"]
    assert set(land["watershed"]) == {"cut"}
    assert land.total_bounds[3] == pytest.approx(40.505, abs=1e-6)
    assert cut.areas()["second", "land"] < free["second", "land"] * 0.9
    assert free["first", "water"] == pytest.approx(lake_area(), rel=1e-6)


def test_the_second_class_of_a_small_reservoir_is_the_rest_of_its_catchment(run: Run, store: Any, refused: Any) -> None:
    lakes, outline = store("l", [LAKE]), shapely.box(116.4, 40.3, 116.7, 40.6)
    result = run(lakes=lakes, preset="source_reservoir_small", catchments=store("c", [outline])).areas()
    whole = abs(GEOD.geometry_area_perimeter(shapely.segmentize(outline, 0.001))[0])
    assert sum(result.values()) == pytest.approx(whole, rel=1e-6)
    without = run(lakes=lakes, preset="source_reservoir_small")
    assert "riparian-no-catchment" in without.notes
    assert set(without.areas()) == {("first", "water"), ("first", "land")}
    assert refused("riparian_buffers", lakes=lakes, preset="source_reservoir_small", strip_class="second",
                   output=str(Path(lakes).with_name("x.gpkg"))) == "riparian-nothing"


def test_strips_along_a_river_leave_out_the_lake_that_it_runs_through(run: Run, store: Any) -> None:
    river = shapely.LineString([(116.55, 40.6), (116.55, 40.3)])
    result = run(rivers=store("r", [river]), lakes=store("l", [LAKE]), preset="canal_core")
    assert list(result.strips["name"]) == ["1"]
    assert result.strips.geometry[0].intersection(LAKE).area < 1e-8
    rings = run(rivers=store("r", [river]), lakes=store("l", [LAKE]), width_m=300)
    assert len(rings.strips) == 2  # the river's, and the lake's own


# Together, and with other layers


def test_strips_of_one_class_may_be_one_and_ground_in_two_has_the_stricter(run: Run, store: Any) -> None:
    rivers = store("r", [MERIDIAN])
    intakes = store("i", [shapely.Point(116.5, 39.05), shapely.Point(116.5, 39.055)], name_zh=["a", "b"])
    each = run(rivers=rivers, intakes=intakes, preset="source_river")
    assert sorted(each.strips["name"]) == ["a", "a", "b", "b"]
    together = run(rivers=rivers, intakes=intakes, preset="source_river", dissolve="class")
    apart = GEOD.inv(116.5, 39.05, 116.5, 39.055)[2]
    areas = together.areas()
    assert areas["first", "land"] == pytest.approx(100 * (1100 + apart), rel=1e-6)
    assert areas["second", "land"] == pytest.approx(2000 * (3300 + apart) - areas["first", "land"], rel=1e-6)


def test_a_square_zone_over_half_of_a_strip_has_half_of_it(run: Run, store: Any) -> None:
    zone, line = shapely.box(116.4, 39.05, 116.6, 39.2), shapely.LineString([(116.4, 39.025), (116.6, 39.025)])
    layers = [store("zones", [zone], zone=["Z1"], name_zh=["north"]), store("roads", [line], name_zh=["road"]),
              store("wells", [shapely.Point(116.5001, 39.01), shapely.Point(116.7, 39.01)])]
    result = run(rivers=store("r", [MERIDIAN]), width_m=1000, with_layers=layers, with_fields=["zone", "", ""],
                 with_names=["分区", "", ""])
    half = length(shapely.LineString([(116.5, 39.05), (116.5, 39.1)])) * 2000
    table = result.layer("overlaps")
    zones = table[table["with_layer"] == "分区"].set_index("overlap_level")
    for level in ("feature", "class"):
        assert zones.loc[level, "area_m2"] == pytest.approx(half, rel=1e-5)
        assert zones.loc[level, "share_of_strip"] == pytest.approx(0.5, abs=1e-4)
        assert zones.loc[level, "feature_class"] == "Z1"
    whole = abs(GEOD.geometry_area_perimeter(shapely.segmentize(zone, 0.001))[0])
    assert zones.loc["feature", "share_of_feature"] == pytest.approx(half / whole, rel=1e-5)
    assert zones.loc["outside", "area_m2"] == pytest.approx(result.strips["area_m2"][0] - half, rel=1e-4)
    road = table[table["with_layer"] == "roads"].iloc[0]
    assert road["length_m"] == pytest.approx(2000, abs=0.2)
    assert road["share_of_feature"] == pytest.approx(2000 / length(shapely.segmentize(line, 0.001)), rel=1e-3)
    assert table[table["with_layer"] == "wells"]["points_inside"].tolist() == [1]


def test_jurisdictions_share_each_strip_and_nothing_is_lost(run: Run) -> None:
    result = run(preset="canal_core", jurisdictions="bundled")
    table = result.layer("overlaps")
    assert set(table["overlap_level"]) == {"jurisdiction"}
    assert table.groupby("strip_id")["share_of_strip"].sum().to_numpy() == pytest.approx(1, abs=1e-8)
    north = table[table["name"] == "北运河"].set_index("feature_class")
    assert north.loc["110112", "feature_name"] == "通州区"
    assert north["area_m2"].sum() == pytest.approx(result.strips.set_index("name").loc["北运河", "area_m2"])


# Bad input


def test_lines_without_length_and_heights_of_vertices_do_no_harm(run: Run, store: Any) -> None:
    tall = shapely.LineString([(116.5, 39.1, 50), (116.5, 39.1, 49), (116.5, 39.0, 10)])
    layer = store("r", [tall, shapely.LineString([(116.6, 39.1, 1), (116.6, 39.1, 1)])])
    result = run(rivers=layer, width_m=100)
    assert result.areas()["own", "land"] == pytest.approx(200 * length(MERIDIAN), rel=1e-6)
    assert len(result.strips) == 1
    assert {"riparian-no-length", "repaired"} & set(result.notes)


def test_intakes_far_from_any_river_are_left_out_and_shown(run: Run, store: Any) -> None:
    far, beside = shapely.Point(116.9, 39.05), shapely.Point(*going(116.5, 39.05, 90, 400))
    result = run(rivers=store("r", [MERIDIAN]), intakes=store("i", [far, beside]), width_m=50, up_m=100)
    points = result.layer("intakes")
    assert dict(zip(points["intake_place"], points["intake_id"])) == {"left out": 1, "given": 2, "snapped": 2}
    moved = points.set_index("intake_place").loc["snapped"]
    assert moved["snap_m"] == pytest.approx(400, abs=0.01)
    assert moved.geometry.x == pytest.approx(116.5, abs=1e-7)
    assert {"riparian-left-out", "riparian-moved"} <= set(result.notes)


@pytest.mark.parametrize(("params", "code"), [
    ({}, "riparian-no-width"),
    ({"width_m": 0}, "riparian-bad-width"),
    ({"width_m": -5}, "riparian-bad-width"),
    ({"width_m": 5, "preset": "canal_core"}, "riparian-two-widths"),
    ({"preset": "moat"}, "riparian-unknown-preset"),
    ({"preset": "source_river"}, "riparian-no-intakes"),
    ({"preset": "source_reservoir_large"}, "riparian-no-lakes"),
    ({"preset": "canal_core", "strip_class": "first"}, "riparian-no-class"),
    ({"width_m": 5, "intake_point": [116.5, 39.05]}, "riparian-no-lengths"),
    ({"width_m": 5, "intake_point": [116.5, 39.05], "up_m": -1}, "riparian-bad-length"),
    ({"width_m": 5, "intake_point": [117.5, 39.05], "up_m": 1}, "riparian-far"),
    ({"width_m": 5, "intake_point": [1165, 39.05], "up_m": 1}, "riparian-bad-point"),
    ({"width_m": 5, "half_width_m": -1}, "riparian-bad-half-width"),
    ({"width_m": 5, "snap_m": 0}, "riparian-bad-snap"),
    ({"width_m": 5, "tolerance_m": 0}, "riparian-bad-tolerance"),
    ({"width_m": 5, "river_width_field": "breadth"}, "unknown-field"),
    ({"width_m": 5, "with_layers": [], "with_names": ["a"]}, "riparian-unlike-lists"),
])
def test_what_cannot_be_done_is_a_sentence(
    refused: Any, store: Any, tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    rivers = store("r", [MERIDIAN])
    assert refused("riparian_buffers", rivers=rivers, output=str(tmp_path / "x.gpkg"), **params) == code
    assert not (tmp_path / "x.gpkg").exists()


def test_layers_that_a_preset_has_no_use_for_are_told(run: Run, store: Any) -> None:
    rivers, lakes = store("r", [MERIDIAN]), store("l", [LAKE])
    around = run(rivers=rivers, lakes=lakes, preset="source_reservoir_medium")
    assert "riparian-rivers-unused" in around.notes
    assert set(around.strips["confidence"]) == {"low"}
    along = run(rivers=rivers, catchments=lakes, preset="canal_core", intake_point=[116.5, 39.05])
    assert {"riparian-catchments-unused", "riparian-intakes-unused"} <= set(along.notes)
    stretch = run(rivers=rivers, preset="canal_core", intake_point=[116.5, 39.05], up_m=1000, down_m=500)
    assert stretch.areas()["core", "land"] == pytest.approx(4000 * 1500, rel=1e-6)


def test_a_width_of_ones_own_may_be_varied(perform: Any, store: Any, run: Run, tmp_path: Path) -> None:
    zones = store("zones", [shapely.box(116.4, 39.05, 116.6, 39.2)], zone=["Z1"])
    made = run(rivers=store("r", [MERIDIAN]), width_m=1000, with_layers=[zones], with_fields=["zone"])
    varied = perform("sensitivity", recipe=made.told["recipe"], output=str(tmp_path / "varied.csv"))
    table = pd.read_csv(varied["output"])
    one = table[(table["overlap_level"] == "class")].iloc[0]
    assert one["area_m2_110"] / one["area_m2_100"] == pytest.approx(1.1, rel=1e-4)


def test_a_layer_of_banks_only_has_no_river(refused: Any, store: Any, tmp_path: Path) -> None:
    banks = store("r", [MERIDIAN], name_zh=["永定河（水库或湖泊岸线）"])
    assert refused("riparian_buffers", rivers=banks, width_m=5, output=str(tmp_path / "x.gpkg")) == "riparian-no-rivers"


def test_the_recipe_makes_the_same_strips_again(run: Run, perform: Any, store: Any, tmp_path: Path) -> None:
    first = run(rivers=store("r", y_shaped()), intake_point=list(going(*NODE, 180, 300)), preset="source_river")
    recipe = json.loads(Path(first.told["recipe"]).read_text(encoding="utf-8"))
    used = recipe["preset_used"]["classes"]
    assert [(one["class"], one["up_m"], one["down_m"], one["land"]["confidence"], one["land"]["checked"])
            for one in used] == [("first", 1000, 100, "medium", False), ("second", 3000, 300, "medium", False)]
    assert [one["layer"] for one in recipe["inputs"]] == ["r", "square"]
    again = perform(recipe["task"], **{**recipe["params"], "output": str(tmp_path / "again.gpkg")})
    for layer in ("strips", "reaches", "intakes", "overlaps"):
        pd.testing.assert_frame_equal(first.layer(layer), pyogrio.read_dataframe(again["output"], layer=layer))
