"""Riparian strips around lakes, their overlaps with other layers, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from tests.engine.water.strip_runs import GEOD, MERIDIAN, NODE, Run, going, length, y_shaped

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
    assert north.loc["110112", "with_name"] == "通州区"
    assert north["area_m2"].sum() == pytest.approx(result.strips.set_index("name").loc["北运河", "area_m2"])
    assert set(table["with_layer"]) == {"Jurisdictions of 1999 (1:4 000 000)"}, "no name of a table"
    outside = table[table["feature_class"].fillna("") == ""]
    assert len(outside) and set(outside["with_name"]) == {"Outside all jurisdictions"}


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


def test_a_site_check_knows_strips_and_reports_them(run: Run, perform: Any, store: Any, tmp_path: Path) -> None:
    strips = run(rivers=store("r", [MERIDIAN]), intake_point=[116.5, 39.05], preset="source_river").told["output"]
    site = store("site", [shapely.box(116.4999, 39.0499, 116.5001, 39.0501)])
    told = perform("site_check", site=site, controls=[f"{strips}|layername=strips"], output=str(tmp_path / "s.gpkg"))
    assert {one["known"] for one in told["findings"]} == {"strips"}
    assert "first" in {one["class"] for one in told["findings"]}


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
