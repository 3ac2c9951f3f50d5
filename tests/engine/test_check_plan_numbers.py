"""The check of a plan: areas, lengths and distances that can be computed by hand, then the bundled plan."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine import outputs
from jjj_planner_plugin.engine.plan.schema import geometry_type, uid
from tests.engine.square_plan import WEST, broken, fix_of, hole, km2, multi, of, provinces, rows, write

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "data" / "sample_plan.gpkg"
Perform = Callable[..., dict[str, Any]]
Found = Callable[[str], gpd.GeoDataFrame]


def test_a_hole_in_a_zone_is_a_gap_of_its_area_at_its_place(findings_of: Found, tmp_path: Path) -> None:
    frame = findings_of(broken("zone-gap", tmp_path))
    gap, square = of(frame, "zone-gap"), shapely.box(116.2, 39.2, 116.3, 39.3)
    # 0.1° of latitude and of longitude at 39.25°: 11.1025 km × 8.6338 km
    assert gap["value"] == pytest.approx(11.1025 * 8.6338, rel=1e-3)
    assert gap["value"] == pytest.approx(km2(square))
    assert gap["area"].equals(shapely.MultiPolygon([square]))
    assert square.contains(gap.geometry)
    assert "95.8 km²" in gap["sentence_en"]
    assert "通州区" in gap["sentence_zh"]
    differs = of(frame, "zone-differs")
    assert differs["value"] == pytest.approx(gap["value"])
    assert fix_of(differs) == {"kind": "redraw_zone", "zone_id": "Z1"}


def test_overlaps_of_zones_and_of_units_are_told_with_their_area(findings_of: Found, tmp_path: Path) -> None:
    strip = shapely.box(117.9, 39, 118, 40)
    assert of(findings_of(broken("zone-overlap", tmp_path)), "zone-overlap")["value"] == pytest.approx(km2(strip))
    (tmp_path / "units").mkdir()
    unit = of(findings_of(broken("units-overlap", tmp_path / "units")), "units-overlap")
    assert unit["value"] == pytest.approx(km2(shapely.box(116.9, 39, 117, 40)))
    assert unit["area"].equals(multi(shapely.box(116.9, 39, 117, 40)))


def test_what_a_zone_has_too_much_and_too_little_is_told_apart(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["zones"][0]["geometry"] = multi(shapely.box(115.5, 39, 117.5, 40))
    sentence = of(findings_of(write(made, tmp_path)), "zone-differs")["sentence_en"]
    half = f"{km2(shapely.box(115.5, 39, 116, 40)):,.0f}".replace(",", " ")
    assert f"{half} km² too much, {half} km² too little" in sentence


def test_slivers_are_counted_and_not_listed(findings_of: Found, tmp_path: Path) -> None:
    frame = findings_of(broken("slivers", tmp_path))
    assert list(frame["rule"]) == ["slivers"]
    assert "not listed: 1, 0.0061 km²" in frame["sentence_en"][0]


def test_a_hole_between_the_units_is_no_gap(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    lake = shapely.box(116.2, 39.2, 116.3, 39.3)
    made["units"][0]["geometry"] = multi(WEST - lake)
    hole(made)
    made["wings"] = []
    assert findings_of(write(made, tmp_path)).empty


def test_ground_of_the_provinces_in_no_unit_and_no_zone_is_a_gap(findings_of: Found, tmp_path: Path) -> None:
    """A square replaces the middle unit and leaves what was around it bare."""
    made = rows()
    provinces(made, shapely.box(116, 39, 119, 40))
    made["units"][1]["geometry"] = multi(shapely.box(117, 39, 118, 39.5))
    made["zones"][0]["geometry"] = multi(WEST, shapely.box(117, 39, 118, 39.5))
    bare = shapely.box(117, 39.5, 118, 40)
    gap = of(findings_of(write(made, tmp_path)), "zone-gap")
    assert gap["value"] == pytest.approx(km2(bare))
    assert gap["area"].equals(multi(bare))
    assert "no unit: at 117.50°E, 39.75°N, next to 通州区, 顺义区, 昌平区" in gap["sentence_en"].replace(" and ", ", ")


def test_an_edge_as_wide_as_a_border_is_drawn_is_neither_a_gap_nor_outside(
    findings_of: Found, tmp_path: Path
) -> None:
    made = rows()
    provinces(made, shapely.box(115.993, 39.005, 119, 40))
    assert findings_of(write(made, tmp_path)).empty


def test_a_unit_in_the_sea_is_told_with_the_area_outside(findings_of: Found, tmp_path: Path) -> None:
    found = of(findings_of(broken("unit-outside-region", tmp_path)), "unit-outside-region")
    outside = shapely.box(118.5, 39, 119, 40)
    assert (found["name_zh"], found["value"]) == ("昌平区", pytest.approx(km2(outside)))
    assert found["area"].equals(multi(outside))


def test_zones_without_units_are_asked_for_holes_between_them(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["units"] = []
    hole(made)
    gap = of(findings_of(write(made, tmp_path)), "zone-gap")
    assert gap["value"] == pytest.approx(km2(shapely.box(116.2, 39.2, 116.3, 39.3)))


def test_a_part_of_whole_units_is_cut_off_and_an_island_is_not(findings_of: Found, tmp_path: Path) -> None:
    frame = findings_of(broken("zone-cut-off", tmp_path))
    assert "zone-parts" not in set(frame["rule"])
    cut = of(frame, "zone-cut-off")
    assert (cut["severity"], cut["table_name"]) == ("warning", "zones")
    (tmp_path / "island").mkdir()
    frame = findings_of(broken("zone-parts", tmp_path / "island"))
    assert list(frame["rule"]) == ["zone-parts"]
    assert frame["value"][0] == pytest.approx(km2(shapely.box(115, 39, 115.5, 39.5)))


def test_a_unit_that_is_an_island_as_a_whole_is_a_note(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    off = multi(shapely.box(114, 39, 114.5, 39.5))
    made["units"].append({**made["units"][0], "key": "island", "adcode": "110115", "geometry": off})
    made["zones"][0]["geometry"] = multi(shapely.box(116, 39, 118, 40), off)
    assert list(findings_of(write(made, tmp_path))["rule"]) == ["zone-parts"]


def test_the_distance_of_a_missed_member_is_on_the_ground(findings_of: Found, tmp_path: Path) -> None:
    missed = of(findings_of(broken("axis-misses-member", tmp_path)), "axis-misses-member")
    # 0.2° of latitude at 39.6°: 22 206 m; the line there is the geodesic, 30 m north of the parallel at most
    assert missed["value"] == pytest.approx(22206, abs=40)
    assert missed.geometry.equals(shapely.Point(117.5, 39.7))
    assert fix_of(missed) == {"kind": "redraw_axis", "axis_uid": uid("axes", "A1")}


def test_a_bent_axis_that_misses_a_member_is_not_redrawn(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["axis_members"][1]["lat"] = 39.7
    made["axes"][0]["course"] = "bent"
    assert fix_of(of(findings_of(write(made, tmp_path)), "axis-misses-member")) is None


def test_extensions_need_not_be_on_the_line(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["axis_members"].append({**made["axis_members"][0], "key": "x", "seq": 9, "role": "extension", "lat": 39.9,
                                 "adcode": "110115"})
    assert findings_of(write(made, tmp_path)).empty


def test_the_length_outside_the_region_is_told_and_a_little_is_not(findings_of: Found, tmp_path: Path) -> None:
    outside = of(findings_of(broken("axis-leaves-region", tmp_path)), "axis-leaves-region")
    assert outside["value"] == pytest.approx(43.0, abs=0.1)  # 0.5° at 39.5°
    made = rows()
    made["axes"][0].update(course="bent", geometry=shapely.LineString(
        [(116.5, 39.5), (117.5, 39.5), (118.5, 39.5), (119.05, 39.5)]))  # 4.3 km
    (tmp_path / "little").mkdir()
    assert findings_of(write(made, tmp_path / "little")).empty


def test_a_member_away_from_its_node_is_told_with_the_distance(findings_of: Found, tmp_path: Path) -> None:
    away = of(findings_of(broken("member-off-place", tmp_path)), "member-off-place")
    assert away["value"] == pytest.approx(11102, abs=5)  # 0.1° of latitude at 39.55°
    assert away.geometry.equals(shapely.Point(116.5, 39.6))


def test_a_node_lies_in_the_units_of_its_city(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["nodes"][0].update(adcode="110000", geometry=shapely.Point(118.5, 39.5))
    assert findings_of(write(made, tmp_path)).empty
    made["nodes"][0]["geometry"] = shapely.Point(119.5, 39.5)
    (tmp_path / "away").mkdir()
    assert of(findings_of(write(made, tmp_path / "away")), "node-outside")["value"] == pytest.approx(43.0, abs=0.1)


def test_a_district_of_today_is_the_unit_of_1999_that_holds_it(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["units"][1].update(adcode="110100", parts_today="110111:0.58 110105:0.13")
    made["parks"][0].update(host_adcodes="110105", geometry=shapely.Point(117.5, 39.5))
    made["axis_members"][1]["adcode"] = "110111"
    assert findings_of(write(made, tmp_path)).empty


def test_an_outline_that_reaches_beyond_its_host_is_told_with_that_area(findings_of: Found, tmp_path: Path) -> None:
    made = rows()
    made["park_areas"][0]["geometry"] = multi(shapely.box(116.9, 39.4, 117.1, 39.6))
    beyond = of(findings_of(write(made, tmp_path)), "park-outside-host")
    assert beyond["value"] == pytest.approx(km2(shapely.box(117, 39.4, 117.1, 39.6)))
    assert beyond["table_name"] == "park_areas"


def test_a_wing_says_what_its_shape_is(findings_of: Found, tmp_path: Path) -> None:
    sentence = of(findings_of(broken("wing-area", tmp_path)), "wing-area")["sentence_en"]
    area = f"{km2(WEST):,.0f}".replace(",", " ")
    assert f"the whole host counties (1), {area} km² by this plan's units, not the published 1 000 km²" in sentence


# The bundled plan


def altered(folder: Path, name: str, change: Callable[[Any], Any]) -> str:
    """A copy of the bundled plan with one table changed."""
    path = folder / "sample.gpkg"
    shutil.copyfile(SAMPLE, path)
    frame = pyogrio.read_dataframe(path, layer=name)
    outputs.write_layer(change(frame), path, name, geometry_type(name))
    return str(path)


def test_the_bundled_plan_has_only_what_is_really_so(findings_of: Found) -> None:
    frame = findings_of(str(SAMPLE))
    assert frame.groupby("rule").size().to_dict() == {
        "zone-cut-off": 1, "zone-parts": 2, "relocation-without-destination": 1, "relocation-without-line": 5,
        "wing-area": 2}
    assert "涉县" in of(frame, "zone-cut-off")["sentence_zh"]
    xiongan = frame[frame["name_zh"] == "河北雄安新区"].iloc[0]
    assert "1 586 km² by this plan's units, not the published 1 770 km²" in xiongan["sentence_en"]
    assert frame["fix"].isna().all()


def test_the_bundled_plan_gives_the_same_file_twice(perform: Perform, tmp_path: Path) -> None:
    frames = []
    for name in ("one.gpkg", "two.gpkg"):
        perform("check_plan", plan=str(SAMPLE), output=str(tmp_path / name))
        frames.append(pyogrio.read_dataframe(tmp_path / name, layer="findings"))
    pd.testing.assert_frame_equal(*frames)


def test_a_unit_moved_to_another_zone_makes_both_zones_differ(findings_of: Found, tmp_path: Path) -> None:
    def move(units: Any) -> Any:
        units.loc[units["adcode"] == "110112", "zone_id"] = "Z4"
        return units

    frame = findings_of(altered(tmp_path, "units", move))
    differ = frame[frame["rule"] == "zone-differs"]
    assert [json.loads(fix)["zone_id"] for fix in differ["fix"]] == ["Z1", "Z4"]
    assert differ["value"].tolist() == pytest.approx([930.5, 930.5], rel=1e-3)  # Tongzhou


def test_a_unit_without_zone_is_found_by_name_with_its_zone_as_fix(findings_of: Found, tmp_path: Path) -> None:
    def drop(units: Any) -> Any:
        units.loc[units["adcode"] == "130101", "zone_id"] = None
        return units

    unit = of(findings_of(altered(tmp_path, "units", drop)), "unit-without-zone")
    assert unit["name_zh"] == "石家庄市区"
    assert fix_of(unit) is not None
    assert fix_of(unit)["zone_id"] == "Z3"  # type: ignore[index]


def test_a_node_dragged_to_its_neighbour_is_outside(findings_of: Found, tmp_path: Path) -> None:
    def drag(nodes: Any) -> Any:
        nodes.loc[nodes["adcode"] == "130600", "geometry"] = shapely.Point(116.4, 39.9)
        return nodes

    frame = findings_of(altered(tmp_path, "nodes", drag))
    assert of(frame, "node-outside")["name_zh"] == "保定市"


def test_a_zone_pulled_over_its_neighbour_overlaps_it(findings_of: Found, tmp_path: Path) -> None:
    def pull(zones: Any) -> Any:
        pulled = zones.geometry[0].union(shapely.box(116, 40, 116.5, 41))
        zones.loc[zones["zone_id"] == "Z1", "geometry"] = multi(pulled)
        return zones

    frame = findings_of(altered(tmp_path, "zones", pull))
    assert {"zone-overlap", "zone-differs"} <= set(frame["rule"])
