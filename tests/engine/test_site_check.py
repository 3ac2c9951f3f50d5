"""The site check: squares whose answer a person can check, distances against pyproj, rules, workbook, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.site.rules import catalogue

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
GRS80 = pyproj.Geod(ellps="GRS80")
FARMLAND, REDLINE, BOUNDARY = "永久基本农田", "生态保护红线", "城镇开发边界"


@pytest.fixture
def check(perform: Call, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """`check(site, controls, …)`: the findings as written; their `attrs` hold the task's result."""

    def findings(site: str, controls: list[str], **params: Any) -> pd.DataFrame:
        output = tmp_path / "checked.gpkg"
        result = perform("site_check", site=site, controls=controls, output=str(output), **params)
        found = pyogrio.read_dataframe(output, layer="findings")
        found.attrs = result
        return found

    return findings


def written(found: pd.DataFrame, layer: str) -> gpd.GeoDataFrame:
    """Another layer of the result."""
    return pyogrio.read_dataframe(found.attrs["output"], layer=layer)


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Metres from the Albers origin."""
    return shapely.box(west, south, east, north)


def moved(shapes: list[Any], target: Any, source: Any = ALBERS) -> list[Any]:
    """Shapes from the Albers frame into another CRS; edges of 10 m there are straight enough anywhere."""
    change = pyproj.Transformer.from_crs(source, target, always_xy=True)
    dense = shapely.segmentize(np.array(shapes, dtype=object), 10 if source == ALBERS else 1e-4)
    return list(shapely.transform(dense, lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1]))))


SQUARE = [box(0, 0, 1000, 1000)]  # 100 ha


# By hand


def test_a_strip_of_250_m_on_farmland_is_25_hectares_and_375_mu(check: Call, store: Call) -> None:
    site, farm = store("选址", SQUARE, ALBERS), store(FARMLAND, [box(-5000, -100, 250, 2000)], ALBERS)
    row = check(site, [farm], language="zh").iloc[0]
    assert (row["verdict"], row["rule_kind"], row["rule_from"], row["measured"]) == ("fail", "avoid", "name", "on")
    assert (row["area_m2"], row["area_ha"], row["area_mu"]) == pytest.approx((250_000, 25, 375), abs=1e-2)
    assert row["share_of_site"] == pytest.approx(0.25, abs=1e-9)
    assert row["nearest_m"] == 0


def test_the_conclusion_says_it_in_one_sentence(check: Call, store: Call) -> None:
    site, farm = store("site", SQUARE, ALBERS), store(FARMLAND, [box(-5000, 0, 250, 1000)], ALBERS)
    assert check(site, [farm], language="zh").attrs["conclusion"] == (
        "1 条规则中 1 条不符合：压占永久基本农田 25 公顷（375 亩）")
    assert check(site, [farm]).attrs["conclusion"] == "1 of 1 rules not met: 25 ha (375 mu) on 永久基本农田"
    assert check(site, [farm], rules={FARMLAND: "report"}).attrs["conclusion"].startswith("1 layers only reported")


def test_a_corner_outside_the_boundary_breaks_within_by_its_area(check: Call, store: Call) -> None:
    site = store("site", SQUARE, ALBERS)
    bounds = store("bounds", [box(-500, -500, 900, 800), box(900, -500, 2000, 800), box(-500, 800, 900, 2000)], ALBERS)
    row = check(site, [bounds], rules={"bounds": "within"}).iloc[0]
    assert (row["verdict"], row["measured"], row["features"]) == ("fail", "outside", 3)
    assert row["area_m2"] == pytest.approx(100 * 200, abs=1e-2)  # the north-east corner
    (piece,) = written(check(site, [bounds], rules={"bounds": "within"}), "site_check").geometry
    assert piece.symmetric_difference(box(900, 800, 1000, 1000)).area < 1e-3


def test_a_site_on_both_sides_of_a_seam_of_the_boundary_lies_within(check: Call, store: Call) -> None:
    halves = store(BOUNDARY, [box(-500, -500, 400, 2000), box(400, -500, 2000, 2000)], ALBERS)
    row = check(store("site", SQUARE, ALBERS), [halves]).iloc[0]
    assert (row["verdict"], row["area_m2"], row["rule_kind"]) == ("pass", 0, "within")


def test_every_parcel_has_its_own_verdict(check: Call, store: Call) -> None:
    parcels = [box(0, 0, 500, 1000), box(500, 0, 1000, 1000), box(3000, 0, 3100, 100)]
    site = store("site", parcels, ALBERS, 地块编号=["A", "B", "C"])
    farm, rail = store(FARMLAND, [box(-50, 0, 100, 1000)], ALBERS), store("铁路", [shapely.LineString(
        [(3110, -3000), (3110, 3000)])], ALBERS)
    found = check(site, [farm, rail])
    table = written(found, "site").set_index("parcel_name")
    assert table["verdict"].to_dict() == {"A": "fail", "B": "pass", "C": "fail"}
    assert table["broken"].to_dict() == {"A": FARMLAND, "B": "", "C": "铁路"}
    assert table["area_ha"].to_dict() == pytest.approx({"A": 50, "B": 50, "C": 1}, abs=1e-5)
    assert found.attrs["summary"]["area_ha"] == pytest.approx(101, abs=1e-5)
    pieces = written(found, "site_check")
    assert pieces[["control", "parcel_name"]].values.tolist() == [[FARMLAND, "A"], ["铁路", "C"]]
    assert pieces["area_m2"].iloc[0] == pytest.approx(100_000, abs=1e-2)


def test_ground_under_two_features_counts_once_and_is_told_apart(check: Call, perform: Call, store: Call,
                                                                 tmp_path: Path) -> None:
    site = store("site", SQUARE, ALBERS)
    control = store("zones", [box(-100, 0, 400, 1000), box(300, 0, 600, 1000)], ALBERS, kind=["a", "b"])
    found = check(site, [control], rules={"zones": "avoid kind"}).set_index("class")
    assert found.loc["", "area_m2"] == pytest.approx(600_000, abs=1e-2)
    assert found.loc["", "counted_twice_m2"] == pytest.approx(100_000, abs=1e-2)
    assert found.loc[["a", "b"], "area_m2"].tolist() == pytest.approx([400_000, 300_000], abs=1e-2)
    # the overlay says the same: its sum is the ground once and what is counted twice
    perform("overlap_table", left=site, right=control, right_class="kind", output=str(tmp_path / "overlay.csv"))
    overlay = pd.read_csv(tmp_path / "overlay.csv")
    total = found.loc["", ["area_m2", "counted_twice_m2"]].sum()
    assert overlay["area_m2"].sum() == pytest.approx(total, rel=1e-8)
    assert overlay["not_covered_m2"].iloc[0] == pytest.approx(1e6 - found.loc["", "area_m2"], abs=0.1)


def test_parcels_that_overlap_count_once_in_the_whole(check: Call, store: Call) -> None:
    site = store("site", [box(0, 0, 600, 1000), box(500, 0, 1000, 1000)], ALBERS)
    farm = store(FARMLAND, [box(450, 0, 550, 1000)], ALBERS)
    found = check(site, [farm])
    row = found.iloc[0]
    assert (row["area_m2"], row["share_of_site"]) == pytest.approx((100_000, 0.1), abs=1e-2)
    assert row["counted_twice_m2"] == 0
    assert written(found, "site_check")["area_m2"].tolist() == pytest.approx([100_000, 50_000], abs=1e-2)
    assert "site-self-overlap" in [warning["code"] for warning in found.attrs["warnings"]]


def test_a_shared_boundary_is_no_encroachment_and_is_noted(check: Call, store: Call) -> None:
    row = check(store("site", SQUARE, ALBERS), [store(REDLINE, [box(1000, -500, 2000, 1500)], ALBERS)]).iloc[0]
    assert (row["verdict"], row["area_m2"], row["nearest_m"], row["site_note"]) == ("pass", 0, 0, "adjoins")


@pytest.mark.parametrize("crs", [4490, 4549, 3857])
def test_a_neighbour_with_other_vertices_on_the_shared_edge_leaves_no_sliver(
    check: Call, store: Call, crs: int
) -> None:
    """Projected for measuring, the middle of a long edge strays from its neighbour's: 22 m² here in degrees."""
    corners = moved([shapely.Point(116_000, 39_000)], crs) if crs != 4490 else [shapely.Point(116.3, 39.4)]
    x, y = corners[0].x, corners[0].y
    unit = 1e-5 if crs == 4490 else 1.0
    edge = shapely.box(x, y, x + 1900 * unit, y + 800 * unit)
    site = shapely.box(x + 600 * unit, y + 800 * unit, x + 1300 * unit, y + 1500 * unit)
    row = check(store("site", [site], crs), [store(REDLINE, [edge], crs)]).iloc[0]
    assert (row["verdict"], row["area_m2"], row["site_note"]) == ("pass", 0, "adjoins")


def test_encroachment_within_the_tolerance_is_told_and_passes(check: Call, store: Call) -> None:
    site, farm = store("site", SQUARE, ALBERS), store(FARMLAND, [box(-500, 0, 0.004, 1000)], ALBERS)
    assert check(site, [farm]).iloc[0]["verdict"] == "fail"
    row = check(site, [farm], tolerance_m2=5).iloc[0]
    assert (row["verdict"], row["site_note"]) == ("pass", "tolerated")
    assert row["area_m2"] == pytest.approx(4, abs=0.01)


def test_what_breaks_several_rules_is_summed_once(check: Call, store: Call) -> None:
    farm, red = store(FARMLAND, [box(0, 0, 300, 1000)], ALBERS), store(REDLINE, [box(200, 0, 500, 1000)], 4490)
    red = store(REDLINE, moved([box(200, 0, 500, 1000)], 4549), 4549)
    summary = check(store("site", SQUARE, ALBERS), [farm, red]).attrs["summary"]
    assert summary["encroached_ha"] == pytest.approx(50, abs=0.01)
    assert (summary["fails"], summary["passes"], summary["infos"], summary["verdict"]) == (2, 0, 0, "fail")


# Lines and points


def test_a_line_through_the_site_breaks_avoid_with_its_length(check: Call, store: Call) -> None:
    line = [shapely.LineString([(-500, 400), (3000, 400)])]
    row = check(store("site", SQUARE, ALBERS), [store("pipe", line, ALBERS)], rules={"pipe": "避让"}).iloc[0]
    ends = moved([shapely.LineString([(0, 400), (1000, 400)])], 4490)[0]
    assert row["length_m"] == pytest.approx(GRS80.geometry_length(ends), abs=0.01)
    assert (row["verdict"], row["site_note"], row["area_m2"]) == ("fail", "crossed", 0)


def test_a_line_along_the_edge_and_a_point_on_the_corner_only_adjoin(check: Call, store: Call) -> None:
    line = store("line", [shapely.LineString([(1000, -100), (1000, 1200)])], ALBERS)
    point = store("point", [shapely.Point(0, 0)], ALBERS)
    found = check(store("site", SQUARE, ALBERS), [line, point], rules={"line": "avoid", "point": "avoid"})
    assert found["verdict"].tolist() == ["pass", "pass"]
    assert found["site_note"].tolist() == ["adjoins", "adjoins"]


def test_points_inside_are_counted_by_class(check: Call, store: Call) -> None:
    points = [shapely.Point(100, 100), shapely.Point(200, 200), shapely.Point(900, 900), shapely.Point(5000, 0)]
    wells = store("wells", points, ALBERS, use=["水", "水", "热", "水"])
    found = check(store("site", SQUARE, ALBERS), [wells], rules={"wells": "统计 use"}).set_index("class")
    assert found["features"].to_dict() == {"": 3, "水": 2, "热": 1}


# Distances


@pytest.mark.parametrize("metres", [0.5, 20.0, 3_000.0, 49_000.0])
@pytest.mark.parametrize("azimuth", [0.0, 37.0, 90.0, 200.0])
def test_the_distance_to_a_point_is_the_geodesic_within_a_centimetre(
    check: Call, store: Call, metres: float, azimuth: float
) -> None:
    """From a corner outwards: the corner is then the nearest place of the site."""
    site = shapely.box(116.3, 39.4, 116.31, 39.41)
    lon, lat = (116.31 if azimuth < 180 else 116.3), (39.41 if azimuth < 90 else 39.4)
    east, north, _ = GRS80.fwd(lon, lat, azimuth, metres)
    target = store("target", [shapely.Point(east, north), shapely.Point(116.0, 38.0)], MC=["near", "far"])
    row = check(store("site", [site]), [target]).iloc[0]
    assert row["nearest_m"] == pytest.approx(metres, abs=0.01)
    if metres < 49_000:
        assert (row["nearest_id"], row["nearest_name"]) == (1, "near")


def test_the_distance_between_edges_agrees_with_a_search_by_pyproj(check: Call, store: Call) -> None:
    site = shapely.box(117.2, 39.1, 117.21, 39.105)
    line = shapely.LineString([(117.25, 39.0), (117.235, 39.12), (117.28, 39.3)])
    for crs in (4490, 4549, 3857):
        found = check(store(f"s{crs}", moved([site], crs, 4490), crs), [store(f"l{crs}", moved(
            [line], crs, 4490), crs)]).iloc[0]
        near = shapely.get_coordinates(shapely.segmentize(site, 1e-5))
        near = near[near[:, 0] > 117.2099]
        far = shapely.get_coordinates(shapely.segmentize(line, 1e-5))
        far = far[np.abs(far[:, 1] - 39.1) < 0.03]
        pairs = [(a, b) for a in near[:: 5] for b in far[:: 5]]
        start, end = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
        apart = GRS80.inv(*start.T, *end.T)[2].min()
        assert apart - 0.5 < found["nearest_m"] < apart + 0.01


def test_of_the_nearest_features_the_one_that_is_near_is_named_in_every_direction(check: Call, store: Call) -> None:
    """In degrees the eastern one would look nearer: a degree of longitude is shorter there."""
    site = shapely.box(116.3, 39.4, 116.31, 39.41)
    east = shapely.Point(*GRS80.fwd(116.31, 39.405, 90, 1000)[:2])
    north = shapely.Point(*GRS80.fwd(116.305, 39.41, 0, 1100)[:2])
    row = check(store("site", [site]), [store("posts", [north, east], MC=["北", "东"])], language="zh").iloc[0]
    assert (row["nearest_name"], row["nearest_m"]) == ("东", pytest.approx(1000, abs=0.01))


@pytest.mark.parametrize(("metres", "verdict"), [(29.99, "fail"), (30.0, "pass"), (30.01, "pass")])
def test_thirty_metres_are_asked_and_thirty_are_enough(check: Call, store: Call, metres: float, verdict: str) -> None:
    corner = (116.31, 39.405)
    at = GRS80.fwd(*corner, 90, metres)[:2]
    road = shapely.LineString([(at[0], 39.404), (at[0], 39.406)])
    site = store("site", [shapely.box(116.3, 39.4, 116.31, 39.41)])
    row = check(site, [store("road", [road])], rules={"road": "距离 30"}).iloc[0]
    assert row["nearest_m"] == pytest.approx(metres, abs=0.005)
    assert row["verdict"] == verdict


def test_the_ground_nearer_than_asked_is_a_strip(check: Call, store: Call) -> None:
    road = shapely.LineString([(1020, -3000), (1020, 0), (1020, 3000)])
    found = check(store("site", SQUARE, ALBERS), [store("road", [road], ALBERS)], rules={"road": {
        "kind": "distance", "distance_m": 120, "name_zh": "规划路", "name_en": "planned road"}})
    row = found.iloc[0]
    assert (row["control"], row["verdict"], row["measured"]) == ("planned road", "fail", "nearer")
    assert row["area_m2"] == pytest.approx(100 * 1000, rel=2e-3)  # Albers stretches metres a little
    assert written(found, "site_check")["area_m2"].sum() == pytest.approx(row["area_m2"], abs=0.01)


def test_a_far_feature_is_found_however_far(check: Call, store: Call) -> None:
    site, there = shapely.box(116.3, 39.4, 116.31, 39.41), shapely.Point(87.6, 43.8)
    row = check(store("site", [site]), [store("far", [there])]).iloc[0]
    corners = [GRS80.inv(x, y, 87.6, 43.8)[2] for x, y in shapely.get_coordinates(site)]
    assert row["nearest_m"] == pytest.approx(min(corners), rel=1e-4)


# Properties


def test_the_same_site_in_three_crs_has_the_same_figures(check: Call, store: Call) -> None:
    parcels = [box(0, 0, 500, 1000), box(500, 0, 1000, 900)]
    controls = {FARMLAND: [box(-900, -900, 250, 300), box(700, 650, 1600, 1300)], BOUNDARY: [box(-90, -90, 950, 2000)],
                "高速公路": [shapely.LineString([(1020, -2000), (1020, 2000)])]}
    tables = []
    for epsg in (4490, 4549, 3857):
        layers = [store(f"{name}{epsg}", moved(shapes, epsg), epsg) for name, shapes in controls.items()]
        tables.append(check(store(f"site{epsg}", moved(parcels, epsg), epsg), layers))
    # the layers in one CRS, the site in another
    tables.append(check(store("mixed", moved(parcels, 3857), 3857), [
        layers[0], store(f"{BOUNDARY}x", moved(controls[BOUNDARY], 4490), 4490),
        store("高速公路x", moved(controls["高速公路"], 4549), 4549)]))
    first = tables[0]
    assert first["verdict"].tolist() == ["fail", "fail", "fail"]
    assert first["area_m2"].iloc[0] == pytest.approx(250 * 300 + 300 * 250, abs=1)
    for table in tables[1:]:
        assert table["verdict"].tolist() == first["verdict"].tolist()
        for column, tolerance in (("area_m2", 0.5), ("share_of_site", 1e-6), ("nearest_m", 0.002)):
            assert table[column].to_numpy() == pytest.approx(first[column].to_numpy(), abs=tolerance)


def test_inside_and_outside_make_the_site(check: Call, store: Call) -> None:
    rng = np.random.default_rng(8)
    site = [shapely.Point(x, y).buffer(300, quad_segs=8) for x, y in rng.uniform(0, 3000, (12, 2))]
    control = [shapely.box(x, y, x + 900, y + 500) for x, y in rng.uniform(0, 3000, (9, 2))]
    where = store("site", moved(site, 4490)), [store("control", moved(control, 4490))]
    on = check(*where, rules={"control": "report"})
    outside = check(*where, rules={"control": "within"})
    whole = shapely.union_all(site)
    covered = whole.intersection(shapely.union_all(control)).area
    assert on.attrs["summary"]["area_m2"] == pytest.approx(whole.area, rel=1e-6)
    assert on["area_m2"].iloc[0] == pytest.approx(covered, rel=1e-6)
    assert on["area_m2"].iloc[0] + outside["area_m2"].iloc[0] == pytest.approx(on.attrs["summary"]["area_m2"], rel=1e-8)
    assert on["share_of_site"].iloc[0] + outside["share_of_site"].iloc[0] == pytest.approx(1, abs=1e-8)


def test_the_classes_of_a_coverage_sum_to_the_whole_of_a_site(check: Call, store: Call, bundled: Call) -> None:
    site = store("site", [shapely.box(116.0, 39.3, 117.0, 40.0)])
    found = check(site, [bundled("units")], names=["区县"])
    total, classes = found[found["class"] == ""].iloc[0], found[found["class"] != ""]
    assert (total["verdict"], total["rule_kind"], total["class_field"]) == ("info", "report", "name_en")
    assert len(classes) > 10
    assert classes["area_m2"].sum() == pytest.approx(total["area_m2"], rel=1e-9)
    assert total["share_of_site"] == pytest.approx(1, abs=1e-6)
    assert total["counted_twice_m2"] == 0


def test_the_same_job_gives_the_same_bytes(check: Call, perform: Call, store: Call, tmp_path: Path) -> None:
    site = store("site", SQUARE, ALBERS)
    farm = store(FARMLAND, [box(-50, 0, 250, 1000), box(200, 0, 300, 500)], ALBERS, DLMC=["水田", "旱地"])
    result = check(site, [farm], xlsx=str(tmp_path / "checked.xlsx")).attrs
    before = (tmp_path / "checked.xlsx").read_bytes(), Path(result["recipe"]).read_bytes()
    tables = [pyogrio.read_dataframe(result["output"], layer=name) for name in ("site_check", "findings", "summary")]
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    perform(recipe["task"], **recipe["params"])
    assert ((tmp_path / "checked.xlsx").read_bytes(), Path(result["recipe"]).read_bytes()) == before
    for name, table in zip(("site_check", "findings", "summary"), tables, strict=True):
        assert pyogrio.read_dataframe(result["output"], layer=name).equals(table)


# Rules


@pytest.mark.parametrize(("name", "kind", "known"), [
    ("武清区永久基本农田2023", "avoid", "farmland"), ("YJJBNTTB", "avoid", "farmland"), ("STBHHX", "avoid", "redline"),
    ("CZKFBJ_2035", "within", "growth_boundary"), ("永久基本农田储备区", "report", "farmland_reserve"),
    ("饮用水水源二级保护区", "report", "source_other"), ("饮用水水源一级保护区", "avoid", "source_first"),
    ("汇水区", "report", "catchments"), ("地块", "report", ""),
])
def test_a_control_is_known_by_what_it_is_called(check: Call, store: Call, name: str, kind: str, known: str) -> None:
    row = check(store("site", SQUARE, ALBERS), [store(name, [box(9000, 0, 9100, 100)], ALBERS)]).iloc[0]
    assert (row["rule_kind"], row["known"]) == (kind, known)
    assert row["rule_from"] == ("name" if known else "default")


def test_what_the_planner_calls_a_layer_counts_before_its_table_and_its_fields(check: Call, store: Call) -> None:
    table = store("STBHHX", [box(0, 0, 10, 10)], ALBERS, YJJBNTTBBH=["1"])
    site = store("site", SQUARE, ALBERS)
    assert check(site, [table])["known"].iloc[0] == "redline"
    assert check(site, [table], names=["城镇开发边界"])["known"].iloc[0] == "growth_boundary"
    fields = store("export", [box(0, 0, 10, 10)], ALBERS, YJJBNTTBBH=["1"])
    row = check(site, [fields]).iloc[0]
    assert (row["known"], row["rule_from"]) == ("farmland", "field")


def test_the_tables_of_a_plan_are_known_by_their_fields(check: Call, store: Call, made_plan: Path) -> None:
    site = store("site", [shapely.box(116.3, 39.4, 116.31, 39.41)])
    layers = [f"{made_plan}|layername={table}" for table in ("zones", "units", "catchments")]
    found = check(site, layers, language="zh")
    assert found["known"].unique().tolist() == ["zones", "units", "catchments"]
    assert found[found["no"] == 1]["class"].tolist() == ["", "中部核心功能区"]


def test_the_rule_that_was_not_known_is_told(check: Call, store: Call) -> None:
    found = check(store("site", SQUARE, ALBERS), [store("x", SQUARE, ALBERS)])
    assert [warning["code"] for warning in found.attrs["warnings"]] == ["rule-unknown"]


@pytest.mark.parametrize(("text", "kind", "metres", "field"), [
    ("避让", "avoid", None, ""), ("Avoid", "avoid", None, ""), ("内部", "within", None, ""),
    ("距离 30", "distance", 30, ""), ("距离≥30米", "distance", 30, ""), ("distance 1.5 km", "distance", 1500, ""),
    ("距离：2千米", "distance", 2000, ""), ("统计 kind", "report", None, "kind"),
    ("report kind", "report", None, "kind"), ("统计", "report", None, ""),
])
def test_rules_are_read_as_people_write_them(
    check: Call, store: Call, text: str, kind: str, metres: float | None, field: str
) -> None:
    control = store("control", SQUARE, ALBERS, kind=["a"])
    row = check(store("site", SQUARE, ALBERS), [control], rules={"control": text}).iloc[0]
    assert (row["rule_kind"], row["class_field"], row["rule_from"]) == (kind, field, "given")
    assert row["distance_m"] == metres or np.isnan(row["distance_m"])


def test_one_control_may_have_two_rules(check: Call, store: Call) -> None:
    control = store("control", [box(1010, 0, 2000, 1000)], ALBERS)
    found = check(store("site", SQUARE, ALBERS), [control], rules={"control": ["avoid", "distance 50"]})
    assert found["verdict"].tolist() == ["pass", "fail"]


def test_every_known_control_has_a_rule_that_can_be_used() -> None:
    for entry in catalogue()["known"].values():
        assert entry["kind"] in catalogue()["kinds"]
        assert (entry["kind"] == "distance") == ("distance_m" in entry)
        assert {"zh", "en"} <= set(entry["basis"])
        assert all(name == name.lower() for name in entry["names"] + entry["fields"])


# The workbook


def test_the_workbook_holds_the_findings_as_numbers_under_heads_with_units(
    check: Call, store: Call, tmp_path: Path
) -> None:
    site = store("site", SQUARE, ALBERS, MC=["=cmd|x"])
    farm, rail = store(FARMLAND, [box(-5000, 0, 250, 1000)], ALBERS), store("铁路", [shapely.LineString(
        [(1010, 0), (1010, 1000)])], ALBERS)
    check(site, [farm, rail], xlsx=str(tmp_path / "审查.xlsx"), language="zh")
    book = openpyxl.load_workbook(tmp_path / "审查.xlsx")
    assert book.sheetnames == ["结论", "明细", "地块"]
    sheet = book["结论"]
    assert sheet["A1"].value == "项目选址审查表"
    assert "压占永久基本农田 25 公顷（375 亩）" in sheet["A3"].value
    head = [cell.value for cell in sheet[5]]
    first = dict(zip(head, sheet[6], strict=True))
    assert (first["控制要素"].value, first["规则"].value, first["结论"].value) == (FARMLAND, "不得压占", "不符合")
    assert first["面积 (m²)"].value == pytest.approx(250_000, abs=0.01)
    assert (first["面积 (公顷)"].value, first["面积 (亩)"].value) == pytest.approx((25, 375), abs=1e-5)
    assert first["占选址 (%)"].value == pytest.approx(0.25) and first["占选址 (%)"].number_format == "0.00%"
    assert first["面积 (m²)"].number_format == "#,##0.00"
    assert first["依据"].value == "《土地管理法》第三十五条"
    assert sheet.freeze_panes == "C6"
    assert any("CGCS2000 (GRS80)" in str(row[0].value) for row in sheet.iter_rows(min_row=8))
    assert min(sheet.column_dimensions[letter].width for letter in "ABCDEFGH") >= 8
    parcel = book["地块"]["B6"]
    assert (parcel.value, parcel.data_type) == ("=cmd|x", "s"), "a name is no formula"


def test_the_workbook_is_english_in_english_and_opens_in_gdal(check: Call, store: Call, tmp_path: Path) -> None:
    target = tmp_path / "check.xlsx"
    found = check(store("site", SQUARE, ALBERS), [store(FARMLAND, SQUARE, ALBERS)], xlsx=str(target))
    assert found.attrs["xlsx"] == str(target)
    assert [name for name, _ in pyogrio.list_layers(target)] == ["Conclusion", "Pieces", "Parcels"]
    sheet = openpyxl.load_workbook(target)["Conclusion"]
    assert [cell.value for cell in sheet[5]][6:9] == ["Area (m²)", "Area (ha)", "Area (mu)"]
    assert sheet["E6"].value == "Not met"


# What bad input gets


def test_what_cannot_be_checked_is_refused_with_a_sentence(refused: Call, store: Call, tmp_path: Path) -> None:
    site, lines = store("site", SQUARE, ALBERS), store("lines", [shapely.LineString([(0, 0), (1, 1)])], ALBERS)
    target, folder = str(tmp_path / "o.gpkg"), sorted(tmp_path.iterdir())

    def code(**changes: Any) -> str:
        return str(refused("site_check", **{"site": site, "controls": [lines], "output": target, **changes}))

    assert code(controls=[]) == "no-controls"
    assert code(site=lines) == "wrong-geometry"
    assert code(rules={"lines": "within"}) == "rule-needs-polygons"
    assert code(rules={"rivers": "avoid"}) == "unknown-control"
    assert code(names=["a", "b"]) == "names-differ"
    assert code(tolerance_m2=-1) == "bad-tolerance"
    assert code(rules={"lines": "report colour"}) == "unknown-field"
    assert code(output=site) == "output-is-input"
    assert code(xlsx=str(tmp_path / "o.xls")) == "bad-output-type"
    assert sorted(tmp_path.iterdir()) == folder


@pytest.mark.parametrize("rule", [
    "", "禁止", "距离", "距离 abc", "distance -5", "distance 0", "距离 200 km", 5, {"kind": "near"},
    {"kind": "distance"}, {"kind": "avoid", "colour": 1}, {"kind": "distance", "distance_m": "30"}, [["avoid"]],
])
def test_a_rule_that_is_none_is_refused_with_the_right_form(refused: Call, perform: Call, store: Call, rule: Any,
                                                           tmp_path: Path) -> None:
    site = store("site", SQUARE, ALBERS)
    job = {"site": site, "controls": [site], "rules": {"site": rule}, "output": str(tmp_path / "o.gpkg")}
    assert refused("site_check", **job) == "bad-site-rule"


def test_a_control_without_a_crs_is_named(refused: Call, store: Call, tmp_path: Path) -> None:
    site, bare = store("site", SQUARE, ALBERS), tmp_path / "bare.shp"
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.write_dataframe(gpd.GeoDataFrame({"n": [1]}, geometry=SQUARE), bare)
    assert refused("site_check", site=site, controls=[str(bare)], output=str(tmp_path / "o.gpkg")) == "no-crs"


def test_an_invalid_control_is_repaired_and_listed(check: Call, store: Call) -> None:
    bow_tie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    found = check(store("site", SQUARE, ALBERS), [store(FARMLAND, [bow_tie], ALBERS)])
    assert found["area_m2"].iloc[0] == pytest.approx(500_000, abs=0.1)
    recipe = json.loads(Path(found.attrs["recipe"]).read_text(encoding="utf-8"))
    assert [repair["layer"] for repair in recipe["repairs"]] == [FARMLAND]


def test_a_name_with_control_characters_does_no_harm(check: Call, store: Call, tmp_path: Path) -> None:
    found = check(store("site", SQUARE, ALBERS), [store("a", SQUARE, ALBERS)], names=["a\x07b"], site_name="s\x00",
                  xlsx=str(tmp_path / "o.xlsx"))
    assert len(found) == 1
