"""Riparian strips along rivers: areas and lengths that a hand can compute, networks that fork, meet and close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from tests.engine.water.strip_runs import GEOD, MERIDIAN, NODE, Run, going, length, y_shaped

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


def test_of_a_plans_rivers_the_canals_preset_takes_the_canals(run: Run, store: Any) -> None:
    other = shapely.LineString([(117.5, 39.1), (117.5, 39.0)])
    layer = store("r", [MERIDIAN, other], name_zh=["北运河", "海河"], river_class=[9, 2])
    both = run(rivers=layer, preset="canal_core")
    assert list(both.strips["name"]) == ["北运河"]
    assert "riparian-only-meant" in both.notes
    none = run(rivers=store("o", [other], name_zh=["引渠"], river_class=[2]), preset="canal_core")
    assert list(none.strips["name"]) == ["引渠"]  # whatever is chosen is taken


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


def test_a_bundled_river_that_is_drawn_uphill_is_turned_by_the_bundled_heights(run: Run) -> None:
    # 滹沱河 rises near 113.9 E and flows south-west, 400 m down; the source draws it the other way
    result = run(intake_point=[113.4, 39.12], snap_m=20_000, width_m=50, up_m=5000, down_m=3000, direction="auto")
    reaches = result.layer("reaches").set_index("reach_part")
    assert set(reaches["flow_from"]) == {"heights"}
    assert set(reaches["in_doubt"]) == {"0"}
    assert reaches.loc["up"].geometry.centroid.x > reaches.loc["down"].geometry.centroid.x
    assert {"riparian-turned", "riparian-moved"} <= set(result.notes)


def test_on_the_plain_the_drawn_direction_is_kept_and_in_doubt(run: Run, store: Any) -> None:
    result = run(rivers=store("r", [MERIDIAN]), intake_point=[116.5, 39.05], width_m=50, up_m=1000, direction="auto")
    reach = result.layer("reaches").iloc[0]
    assert reach.geometry.centroid.y > 39.05
    assert (reach["turned"], reach["in_doubt"]) == ("0", "1")
