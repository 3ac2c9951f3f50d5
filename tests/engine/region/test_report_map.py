"""Map and charts of the report: what a click tells, what the legend says, what charts show and where names stand."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from jjj_planner_plugin.engine.region.report import charts, map, points, popups
from jjj_planner_plugin.engine.region.report.catalogue import catalogue
from jjj_planner_plugin.engine.region.report.fields import field_text, plan_fields
from jjj_planner_plugin.engine.region.report.names import Names
from jjj_planner_plugin.engine.region.report.plan import Plan, read_plan
from jjj_planner_plugin.engine.region.report.still import still
from jjj_planner_plugin.engine.region.report.structure import TABLES
from tests import plans

NO_NAMES = Names({})
MEASURED = {"drawn_km2", "length_km", "period", "cited", *catalogue()["map"]["place_codes"]}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    made = plans.rows()
    made["relocations"] = [
        {"uid": f"move-{n}", "name_zh": f"项目{n}", "name_en": f"Move {n}", "status": status, "category": "market",
         "origin": "北京西城", "origin_adcode": "110102", "destination_adcode": "133100", "date_from": "2013-01-01",
         "date_to": "2017-11-01", "source": "S16; closure M; points M [S16: a newspaper]",
         "geometry": shapely.LineString([plans.degrees(5, 5), plans.degrees(25, 5)])}
        for n, status in enumerate(("moved", "building"))]
    made["wings"][0] |= {"host_adcodes": "110112,131028", "area_official_km2": 155.0}
    made["provinces"] = [{"uid": "p", "name_zh": "省", "name_en": "Province", "adcode": "130000",
                          "geometry": plans.square(0, 0, 40, 10)}]
    return read_plan(plans.write(tmp_path_factory.mktemp("plan") / "plan.gpkg", made))


def layers(plan: Plan, language: str) -> dict[str, map.Drawn]:
    return {layer.id: layer for layer in map.of_plan(plan, language, NO_NAMES)}


def told(layer: map.Drawn, place: int = 0) -> dict[str, str]:
    return dict(layer.features[place]["r"])


def test_a_zone_is_told_with_its_area_and_units(plan: Plan) -> None:
    zone = layers(plan, "zh")["plan-zones"]
    assert zone.features[0]["t"] == "中部核心功能区"
    assert told(zone)["面积 (km²)"] == "200.00"
    assert told(zone)["区县"] == "2"
    assert told(zone)["占规划范围 (%)"] == "50.0"


@pytest.mark.parametrize(("language", "expected"), [
    ("zh", {"类别": "区域性批发市场", "状态": "已迁", "迁出地": "北京西城", "时间": "2013–2017",
            "资料来源": "S16、一般知识"}),
    ("en", {"Category": "Wholesale markets", "Status": "Moved", "From": "Xicheng District, Beijing",
            "To": "Xiong'an New Area", "When": "2013–2017", "Sources": "S16, general knowledge"})])
def test_a_relocation_is_told_in_words_without_codes(plan: Plan, language: str, expected: dict[str, str]) -> None:
    said = told(layers(plan, language)["plan-relocations"])
    assert said.items() >= expected.items()
    assert not re.search(r"110102|133100|moved|\bmarket\b|closure", "".join(said.values()))


def test_a_wing_is_told_with_its_hosts_and_both_areas(plan: Plan) -> None:
    assert told(layers(plan, "zh")["plan-wings"]).items() >= {
        "所在区县": "北京市通州区、廊坊市大厂回族自治县", "公布面积 (km²)": "155", "图上面积 (km²)": "100.000"}.items()


def test_the_legend_has_words_for_the_codes_of_a_class_in_their_order(plan: Plan) -> None:
    moves = layers(plan, "zh")["plan-relocations"]
    assert moves.head == "状态"
    assert [line.label for line in moves.classes] == ["在建", "已迁"]


def test_moves_between_the_same_places_lie_apart_and_end_in_arrows(plan: Plan) -> None:
    moves = layers(plan, "zh")["plan-relocations"]
    assert shapely.hausdorff_distance(*moves.shapes) > 0.01
    figure = still("moves", [moves])
    assert figure is not None
    assert len(re.findall(r'Z" fill="#', figure.svg)) == 2
    assert moves.style["arrow"] is True


def test_a_border_lets_the_clicks_through(plan: Plan) -> None:
    found = layers(plan, "zh")
    assert found["plan-provinces"].style["border"] is True
    assert found["plan-zones"].style["border"] is False


def test_the_small_lies_over_the_large() -> None:
    frame = gpd.GeoDataFrame({"name": ["small", "large"]}, crs="EPSG:4490",
                             geometry=[plans.square(2, 2, 1, 1), plans.square(0, 0)])
    spec: dict[str, Any] = {"columns": []}
    layer = map._layer(frame, "sets", "sets", "plan", popups.told_by(spec, "en", NO_NAMES))
    assert layer is not None
    assert [feature["t"] for feature in layer.features] == ["large", "small"]


def test_widths_say_what_they_are_of_and_few_values_stand_for_themselves() -> None:
    frame = gpd.GeoDataFrame(
        {"flow_of": ["moves", "moves"], "flow_value": [10.0, 5.0], "gdp_per_head": [48528.0, 101570.0],
         "origin_name_en": ["A", "A"], "destination_name_en": ["B", "C"]}, crs="EPSG:4490",
        geometry=[shapely.LineString([(116, 39), (117, 39)]), shapely.LineString([(116, 39), (116, 38)])])
    spec = next(iter(catalogue()["tasks"]["relocation_summary"]["map"]))
    layer = map._layer(frame, "flows", "flows", "results", popups.told_by(spec, "en", NO_NAMES))
    assert layer is not None
    assert layer.head == "width: Number of moves, widest 10"
    assert [feature["w"] for feature in layer.features] == [9.0, 4.5]
    assert [feature["t"] for feature in layer.features] == ["A → B", "A → C"]
    valued = map._layer(frame, "gdp", "gdp", "results", popups.told_by({"value": "gdp_per_head"}, "en", NO_NAMES))
    assert valued is not None
    assert [line.label for line in valued.classes] == ["48\u202f528", "101\u202f570"]


def test_an_unknown_results_codes_are_not_told() -> None:
    frame = gpd.GeoDataFrame({"code": ["110000"], "largest_code": ["130700"], "zone": ["Z1"], "zone_name": ["Core"],
                              "area_m2": [2e6]}, crs="EPSG:4490", geometry=[plans.square(0, 0)])
    layer = map._layer(frame, "any", "any", "results", popups.told_by({}, "en", NO_NAMES))
    assert layer is not None
    assert list(told(layer)) == ["Area (ha)"]
    assert layer.features[0]["t"] == "Core"


def test_every_column_that_the_map_names_is_there_and_has_words() -> None:
    def asked(spec: dict[str, Any]) -> set[str]:
        columns = spec.get("columns", [])
        return set(columns) if isinstance(columns, list) else {name for one in columns.values() for name in one}

    empty = Plan("", {})
    own = {"zones": {"area_km2", "share_of_plan", "units", "parts", "function"}, "axes": {"places", "assumed"}}
    for spec in catalogue()["plan_map"]:
        known = {*plan_fields(spec["table"]), *own.get(spec["table"], ()), *MEASURED}
        assert asked(spec) <= known, spec["table"]
        assert spec["table"] not in own or spec["table"] in TABLES
    assert popups.with_figures(empty, "rivers", "zh").empty
    for task, entry in catalogue()["tasks"].items():
        for spec in entry.get("map", ()):
            assert not [name for name in asked(spec) if not field_text(name)], task


def test_shares_are_of_the_whole_and_show_what_no_class_covers() -> None:
    frame = pd.DataFrame({"left_class": ["a", "a"], "right_class": ["x", "y"], "area_m2": [39.0, 41.0],
                          "left_area_m2": [100.0, 100.0], "not_covered_m2": [20.0, 20.0]})
    spec = {"kind": "shares", "bar": "left_class", "part": "right_class", "value": "area_m2", "whole": "left_area_m2",
            "rest": "not_covered_m2"}
    chart = charts.drawn(frame, spec, "zh", NO_NAMES)
    assert chart is not None
    assert [f"{share} %" in chart.svg for share in (39, 41, 20)] == [True, True, True]
    assert "未覆盖" in chart.svg


def test_a_chart_of_two_years_has_two_bars_at_a_name_and_the_limit() -> None:
    frame = pd.DataFrame({"name": ["A", "A", "B", "B"], "year": [2014, 2015, 2014, 2015], "value": [80, 70, 60, 50],
                          "limit": [35.0] * 4, "pollutant": ["pm25"] * 4, "standard": ["gb3095-2012"] * 4,
                          "grade": ["class2"] * 4})
    chart = charts.drawn(frame, catalogue()["tasks"]["air_exceedance"]["charts"][0], "en", NO_NAMES)
    assert chart is not None
    assert chart.title == "Annual mean of PM2.5 (µg/m³); the line is the limit of 35 (GB 3095-2012, class 2)"
    assert len(re.findall(r">A</text>", chart.svg)) == 1
    assert all(f">{text}</text>" in chart.svg for text in ("80", "70", "60", "50", "2014", "2015"))


def test_names_of_points_stand_apart_and_axes_say_what_they_are() -> None:
    frame = pd.DataFrame({"size_rank": range(1, 14), "size": np.geomspace(2e7, 3e6, 13), "name_zh": ["张家口市"] * 13,
                          "expected_size": np.geomspace(2e7, 3e6, 13), "measure": ["people"] * 13})
    spec = catalogue()["tasks"]["indicators"]["charts"][0]
    chart = charts.drawn(frame, spec, "zh", NO_NAMES)
    assert chart is not None
    assert "常住人口" in chart.title
    assert ">位序</text>" in chart.svg
    places = [tuple(float(number) for number in found) for found in re.findall(
        r'translate\(([\d.]+) ([\d.]+)\)[^>]*>张家口市|x="([\d.]+)" y="([\d.]+)"[^>]*>张家口市', chart.svg)
        for found in [[part for part in found if part]]]
    assert len(places) == 13
    wide = 8 * points.LETTER_PT
    close = [(one, other) for at, one in enumerate(places) for other in places[:at]
             if abs(one[0] - other[0]) < wide - 1 and abs(one[1] - other[1]) < points.LINE_PT - 1]
    assert close == []


def test_a_label_too_long_for_its_room_is_cut_by_its_width() -> None:
    frame = pd.DataFrame({"name": ["通" * 40, "x" * 52], "area_m2": [1e9, 2e9]})
    chart = charts.drawn(frame, {"label": ["name"], "value": "area_m2"}, "zh", NO_NAMES)
    assert chart is not None
    assert "通" * 25 + "…" in chart.svg
    assert "x" * 52 in chart.svg
