"""Live figures: squares that can be counted by hand, then increments against a fresh load of the changed plan."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely

from jjj_planner_plugin.engine.live import loops, requests
from jjj_planner_plugin.engine.plan import schema
from jjj_planner_plugin.engine.protocol import Waiting

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "data" / "sample_plan.gpkg"
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m"
TO_DEGREES = pyproj.Transformer.from_crs(ALBERS, "EPSG:4490", always_xy=True)
Perform = Callable[..., dict[str, Any]]
Figures = dict[tuple[Any, ...], Any]


def degrees(shape: Any) -> Any:
    """A shape in km of the region's frame, in degrees."""
    return shapely.transform(shape, lambda xy: np.column_stack(TO_DEGREES.transform(xy[:, 0] * 1e3, xy[:, 1] * 1e3)))


def km(*box: float) -> Any:
    return degrees(shapely.box(*box))


def text(shape: Any) -> str:
    return base64.b64encode(shapely.to_wkb(shape)).decode()


def closed(*corners: tuple[float, float]) -> str:
    """Corners in km as a closed line."""
    return text(degrees(shapely.LineString([*corners, corners[0]])))


def figures(subjects: list[dict[str, Any]], subject: str, side: str = "after") -> Figures:
    """One subject's figures by what tells them apart."""
    (found,) = [one for one in subjects if one["uid"] == subject or one["id"] == subject]
    return {tuple(figure[name] for name in ("id", "key", "name", "class") if name in figure): figure[side]
            for figure in found["figures"]}


def write_plan(path: Path, **tables: list[dict[str, Any]]) -> str:
    for name, rows in tables.items():
        pyogrio.write_dataframe(schema.table(name, rows), path, layer=name, append=path.exists(),
                                geometry_type=schema.geometry_type(name))
    return str(path)


def multi(shape: Any) -> Any:
    return shapely.multipolygons([shape]) if shape.geom_type == "Polygon" else shape


FREE = shapely.Polygon([(0, 2), (4, 2), (4, 3), (0, 3)])  # anticlockwise; above the units, 4 km²
HOLED = shapely.Polygon([(0, 10), (0, 14), (4, 14), (4, 10)], [[(1, 11), (1, 12), (2, 12), (2, 11)]])  # both clockwise


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """Eight units of 1 km² in two rows; the two left columns are zone A, the right ones B; C and D are free."""
    units = [
        {"uid": f"u{x}{y}", "name_zh": f"单元{x}{y}", "adcode": f"11010{x}", "city": "110000" if y == 0 else "130600",
         "city_zh": "北京市" if y == 0 else "保定市", "zone_id": "A" if x < 2 else "B",
         "population": None if (x, y) == (0, 0) else 100 * (x + 1), "geometry": multi(km(x, y, x + 1, y + 1))}
        for x in range(4) for y in range(2)]
    zones = [{"uid": "za", "zone_id": "A", "name_zh": "甲", "name_en": "A", "origin": "units"},
             {"uid": "zb", "zone_id": "B", "origin": "units"},
             {"uid": "zc", "zone_id": "C", "origin": "free", "geometry": multi(degrees(FREE))},
             {"uid": "zd", "zone_id": "D", "origin": "free", "geometry": multi(degrees(HOLED))}]
    catchments = [{"uid": "c1", "catchment_id": "H1", "name_zh": "西", "geometry": multi(km(0, 0, 1.5, 4))},
                  {"uid": "c2", "catchment_id": "H2", "name_zh": "东", "geometry": multi(km(1.5, 0, 4, 4))}]
    nodes = [{"uid": "n1", "adcode": "110000", "geometry": degrees(shapely.Point(0, 0))}]
    axes = [{"uid": "x1", "axis_id": "A1", "width_km": 1.0, "geometry": degrees(shapely.LineString([(0, 0), (3, 0)]))}]
    members = [
        {"uid": f"m{seq}", "axis_uid": "x1", "seq": seq, "adcode": code, "role": role,
         "lon": degrees(shapely.Point(x, 0)).x, "lat": degrees(shapely.Point(x, 0)).y}
        for seq, (code, x, role) in enumerate([("110000", 0, "official"), ("120000", 3, "official"),
                                               ("130000", 9, "extension")])]
    return write_plan(tmp_path / "plan.gpkg", units=units, zones=zones, catchments=catchments, nodes=nodes, axes=axes,
                      axis_members=members)


@pytest.fixture
def parcels(store: Callable[..., str]) -> str:
    """A field of half a km² in every unit's lower half, a town in the upper one; the same beyond, up to 4 km."""
    boxes = [(x, y / 2, "field" if y % 2 == 0 else "town") for x in range(4) for y in range(8)]
    return store("parcels", [km(x, y, x + 1, y + 0.5) for x, y, _ in boxes], use=[use for _, _, use in boxes])


@pytest.fixture
def raster(tmp_path: Path) -> Callable[..., str]:
    """`raster(values, crs, corner, size)`: a GeoTIFF, first row in the north; corner is its north-west."""

    def write(values: Any, crs: Any = ALBERS, corner: tuple[float, float] = (0, 4000), size: float = 1000,
              nodata: float | None = None) -> str:
        data = np.asarray(values, dtype=np.float32)
        path = tmp_path / "pm25 浓度.tif"
        with rasterio.open(path, "w", driver="GTiff", height=data.shape[0], width=data.shape[1], count=1,
                           dtype="float32", crs=crs, nodata=nodata,
                           transform=rasterio.transform.from_origin(*corner, size, size)) as target:
            target.write(data, 1)
        return str(path)

    return write


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    requests._held.clear()


# Squares


def test_a_zone_of_units_is_the_sum_of_its_units(perform: Perform, plan: str, parcels: str) -> None:
    told = perform("live_load", plan=plan, behind=[{"name": "land", "reference": parcels, "class_field": "use"}])
    assert told["counts"] == {"units": 8, "zones": 4, "axes": 1}
    found = figures(told["subjects"], "A")
    assert found[("area_km2",)] == pytest.approx(4, rel=1e-6)
    assert found[("units",)] == 4
    assert found[("people",)] == 100 + 200 + 200
    assert found[("jurisdiction", "110000")] == pytest.approx(0.5, rel=1e-6)
    assert found[("jurisdiction", "130600")] == pytest.approx(0.5, rel=1e-6)
    assert found[("catchment", "H1")] == pytest.approx(3, rel=1e-6)
    assert found[("catchment", "H2")] == pytest.approx(1, rel=1e-6)
    assert found[("behind", "land", "field")] == pytest.approx(2, rel=1e-6)
    assert found[("behind_count", "land", "town")] == 4
    assert ("pm25_mean",) not in found
    assert ("people_exposed",) not in found
    (zone,) = [one for one in told["subjects"] if one["uid"] == "za"]
    assert (zone["subject"], zone["id"], zone["name_zh"], zone["name_en"]) == ("zone", "A", "甲", "A")
    (people,) = [figure for figure in zone["figures"] if figure["id"] == "people"]
    assert people["units_without_after"] == 1


def test_a_swept_unit_takes_all_it_holds_along(perform: Perform, plan: str, parcels: str) -> None:
    perform("live_load", plan=plan, behind=[{"name": "land", "reference": parcels, "class_field": "use"}])
    told = perform("live_change", changes=[{"kind": "assign", "uids": ["u10", "u11"], "zone_id": "B"}])
    assert {one["id"] for one in told["subjects"]} == {"A", "B"}
    before, after = (figures(told["subjects"], "B", side) for side in ("before", "after"))
    assert (before[("area_km2",)], after[("area_km2",)]) == pytest.approx((4, 6), rel=1e-6)
    assert (before[("people",)], after[("people",)]) == (1400, 1800)
    assert (before[("catchment", "H1")], after[("catchment", "H1")]) == (0, pytest.approx(1, rel=1e-6))
    assert after[("behind_count", "land", "field")] == 6
    assert figures(told["subjects"], "A")[("people",)] == 100
    assert told["notes"] == []


def test_a_preview_is_not_kept_and_a_kept_change_is(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    to_b = [{"kind": "assign", "uids": ["u00"], "zone_id": "B"}]
    first = perform("live_change", changes=to_b)
    assert perform("live_change", changes=to_b)["subjects"] == first["subjects"]
    assert perform("live_change", changes=to_b, keep=True)["subjects"] == first["subjects"]
    assert perform("live_change", changes=to_b)["subjects"] == []
    back = perform("live_change", changes=[{"kind": "assign", "uids": ["u00"], "zone_id": "A"}], keep=True)
    for one in ("A", "B"):
        assert figures(back["subjects"], one) == figures(first["subjects"], one, "before")


def test_a_unit_in_no_zone_is_in_none(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    told = perform("live_change", changes=[{"kind": "assign", "uids": ["u00"], "zone_id": None}])
    assert [one["id"] for one in told["subjects"]] == ["A"]
    assert figures(told["subjects"], "A")[("units",)] == 3


def test_the_mean_weighs_each_cell_by_the_area_it_has_in_the_zone(
    perform: Perform, plan: str, raster: Callable[..., str]
) -> None:
    path = raster([[10, 10, 30, 30]] * 4)
    told = perform("live_load", plan=plan, raster={"path": path, "band": 1, "limit": 20})
    assert figures(told["subjects"], "A")[("pm25_mean",)] == pytest.approx(10)
    assert figures(told["subjects"], "B")[("pm25_mean",)] == pytest.approx(30)
    assert figures(told["subjects"], "A")[("area_exposed_km2",)] == pytest.approx(0, abs=1e-4)
    assert figures(told["subjects"], "B")[("people_exposed",)] == pytest.approx(1400, rel=1e-4)
    moved = perform("live_change", changes=[{"kind": "assign", "uids": ["u20"], "zone_id": "A"}])
    found = figures(moved["subjects"], "A")
    assert found[("pm25_mean",)] == pytest.approx((4 * 10 + 30) / 5, rel=1e-4)
    assert found[("area_exposed_km2",)] == pytest.approx(1, rel=1e-4)
    assert found[("people_exposed",)] == pytest.approx(300, rel=1e-4)


def test_cells_without_a_value_have_no_part_in_the_mean(
    perform: Perform, plan: str, raster: Callable[..., str]
) -> None:
    path = raster([[-9, 10, -9, -9]] * 2 + [[-9, 10, -9, -9]] * 2, nodata=-9)
    told = perform("live_load", plan=plan, raster={"path": path})
    assert figures(told["subjects"], "A")[("pm25_mean",)] == pytest.approx(10)
    found = figures(told["subjects"], "D")
    assert ("pm25_mean",) not in found
    assert ("area_exposed_km2",) not in figures(told["subjects"], "A")


def test_a_raster_in_degrees_gives_the_same_mean_as_its_field(
    perform: Perform, plan: str, raster: Callable[..., str]
) -> None:
    lon, lat = degrees(shapely.Point(0, 0)).coords[0]
    size = 0.002
    path = raster(np.full((60, 60), 42.0), crs="EPSG:4326", corner=(lon - 0.01, lat + 0.08), size=size)
    told = perform("live_load", plan=plan, raster={"path": path, "limit": 42})
    found = figures(told["subjects"], "A")
    assert found[("pm25_mean",)] == pytest.approx(42, rel=1e-9)
    assert found[("area_exposed_km2",)] == 0


def test_a_raster_elsewhere_is_said_and_gives_no_figure(
    perform: Perform, plan: str, raster: Callable[..., str]
) -> None:
    told = perform("live_load", plan=plan, raster={"path": raster([[1.0]], corner=(500_000, 500_000))})
    assert any("does not reach" in text for text in told["notes"])
    assert ("pm25_mean",) not in figures(told["subjects"], "A")


# Outlines drawn by hand


def test_a_free_zone_counts_people_by_share_of_area_and_says_so(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan, edited=[
        {"table": "zones", "uid": "zc", "wkb": text(km(0, 1.5, 4, 3)), "fields": {}}])
    found = figures(told["subjects"], "C")
    assert found[("people",)] == pytest.approx((100 + 200 + 300 + 400) / 2, rel=1e-3)
    assert found[("units",)] == 4
    assert any("share of their area" in text for text in told["notes"])


def test_a_vertex_dragged_outward_gains_a_triangle(perform: Perform, plan: str, parcels: str) -> None:
    perform("live_load", plan=plan, behind=[{"name": "land", "reference": parcels, "class_field": "use"}])
    change = {"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((0, 2), (2, 1), (4, 2))}
    told = perform("live_change", changes=[change])
    assert [one["id"] for one in told["subjects"]] == ["C"]
    before, after = (figures(told["subjects"], "C", side) for side in ("before", "after"))
    assert (before[("area_km2",)], after[("area_km2",)]) == pytest.approx((4, 6), rel=1e-3)
    assert after[("units",)] == 4
    assert after[("people",)] == pytest.approx(100 / 4 + 200 * 0.75 + 300 * 0.75 + 400 / 4, rel=2e-3)
    assert after[("behind", "land", "town")] - before[("behind", "land", "town")] == pytest.approx(1.5, rel=2e-3)
    assert after[("behind", "land", "field")] - before[("behind", "land", "field")] == pytest.approx(0.5, rel=2e-3)


@pytest.mark.parametrize(("corners", "area"), [
    ([(4, 14), (5, 12), (4, 10)], 17),  # of the shell, which is clockwise: outward
    ([(4, 14), (3, 12), (4, 10)], 13),  # inward
    ([(2, 12), (3, 11.5), (2, 11)], 14.5),  # the hole grows
])
def test_which_way_a_ring_is_drawn_does_not_matter(
    corners: list[tuple[float, float]], area: float, perform: Perform, plan: str
) -> None:
    perform("live_load", plan=plan)
    change = {"kind": "patch", "table": "zones", "uid": "zd", "loop": closed(*corners)}
    told = perform("live_change", changes=[change])
    found = [figures(told["subjects"], "D", side)[("area_km2",)] for side in ("before", "after")]
    assert found == pytest.approx([15, area], rel=1e-3)


def test_a_bow_tie_gains_on_one_side_and_loses_on_the_other(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    crossing = closed((0, 2), (1, 1), (3, 3 - 1e-3), (4, 2))
    told = perform("live_change", changes=[{"kind": "patch", "table": "zones", "uid": "zc", "loop": crossing}])
    before, after = (figures(told["subjects"], "C", side) for side in ("before", "after"))
    whole = shapely.Polygon([(0, 2), (1, 1), (3, 3 - 1e-3), (4, 2), (4, 3), (0, 3)])
    assert after[("area_km2",)] == pytest.approx(whole.area, rel=1e-3)
    assert before[("catchment", "H1")] == pytest.approx(1.5, rel=1e-3)
    assert after[("catchment", "H1")] == pytest.approx(whole.intersection(shapely.box(0, 0, 1.5, 4)).area, rel=1e-3)


def test_a_vertex_dragged_back_gives_exactly_the_baseline(perform: Perform, plan: str, parcels: str) -> None:
    told = perform("live_load", plan=plan, behind=[{"name": "land", "reference": parcels, "class_field": "use"}])
    baseline = figures(told["subjects"], "C")
    away, back = closed((0, 2), (1.3, 1.1), (4, 2)), closed((0, 2), (4, 2), (1.3, 1.1))
    patch = {"kind": "patch", "table": "zones", "uid": "zc"}
    perform("live_change", changes=[{**patch, "loop": away}], keep=True)
    told = perform("live_change", changes=[{**patch, "loop": back}], keep=True)
    assert figures(told["subjects"], "C") == baseline
    standing = closed((0, 2), (2, 2), (4, 2), (2, 2))
    assert perform("live_change", changes=[{**patch, "loop": standing}])["subjects"] == []


def test_a_whole_outline_and_its_changed_section_give_the_same(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    dent = shapely.Polygon([(0, 2), (2, 1.2), (4, 2), (4, 3), (0, 3)])
    patched = perform("live_change", changes=[
        {"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((0, 2), (2, 1.2), (4, 2))}])
    whole = perform("live_change", changes=[
        {"kind": "replace", "table": "zones", "uid": "zc", "wkb": text(degrees(dent)), "fields": {}}])
    assert figures(whole["subjects"], "C") == pytest.approx(figures(patched["subjects"], "C"), rel=1e-9)


def test_the_first_vertex_of_a_ring_can_be_dragged(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    shape = shapely.Polygon([(-1, 2), (4, 2), (4, 3), (0, 3)])
    told = perform("live_change", changes=[
        {"kind": "replace", "table": "zones", "uid": "zc", "wkb": text(degrees(shape)), "fields": {}}])
    assert figures(told["subjects"], "C")[("area_km2",)] == pytest.approx(4.5, rel=1e-3)


def test_a_zone_of_units_that_is_dragged_goes_on_from_the_sum_of_its_units(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan, edited=[
        {"table": "zones", "uid": "za", "wkb": text(km(0, 0, 2, 2)), "fields": {}}])
    patch = {"kind": "patch", "table": "zones", "uid": "za", "loop": closed((2, 0), (3, 1), (2, 2))}
    told = perform("live_change", changes=[patch], keep=True)
    found = figures(told["subjects"], "A")
    assert found[("area_km2",)] == pytest.approx(5, rel=1e-3)
    assert found[("units",)] == 6
    swept = perform("live_change", changes=[{"kind": "assign", "uids": ["u00"], "zone_id": "B"}])
    assert [one["id"] for one in swept["subjects"]] == ["B"]


# Axes, probes


def test_an_axis_follows_its_place_and_its_corridor_too(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan)
    found = figures(told["subjects"], "A1")
    assert found[("length_km",)] == pytest.approx(3, rel=2e-3)
    assert found[("area_km2",)] == pytest.approx(6 + np.pi, rel=4e-3)
    lon, lat = degrees(shapely.Point(0, 4)).coords[0]
    move = {"kind": "move_place", "table": "nodes", "uid": "n1", "adcode": "110000", "to": [lon, lat]}
    told = perform("live_change", changes=[move], keep=True)
    after = figures(told["subjects"], "A1")
    assert after[("length_km",)] == pytest.approx(5, rel=2e-3)
    assert after[("area_km2",)] == pytest.approx(10 + np.pi, rel=4e-3)
    origin = list(degrees(shapely.Point(0, 0)).coords[0])
    member = {"kind": "move_place", "table": "axis_members", "uid": "m0", "to": origin}
    told = perform("live_change", changes=[member])
    assert figures(told["subjects"], "A1") == pytest.approx(found, rel=1e-9)


def test_an_extension_is_no_part_of_the_line(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    move = {"kind": "move_place", "table": "axis_members", "uid": "m2", "to": [117.0, 39.5]}
    assert perform("live_change", changes=[move])["subjects"] == []


def test_a_bent_axis_keeps_its_course_and_a_note_says_so(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan, edited=[{"table": "axes", "uid": "x1", "wkb": None,
                                                    "fields": {"course": "bent"}}])
    assert any("chosen line" in text for text in told["notes"])
    move = {"kind": "move_place", "table": "nodes", "uid": "n1", "adcode": "110000", "to": [116.0, 39.0]}
    assert perform("live_change", changes=[move])["subjects"] == []


@pytest.mark.parametrize("center", [(116.4, 39.9), (114.5, 36.6), (118.0, 41.0)])
def test_a_probe_of_50_km_has_its_true_area_anywhere(center: tuple[float, float], perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    (subject,) = perform("live_probe", center=list(center), radius_km=50)["subjects"]
    assert figures([subject], "probe")[("area_km2",)] == pytest.approx(7853.94, abs=0.01)


def test_a_probe_tells_the_zones_as_they_are_now(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    center = list(degrees(shapely.Point(2, 2)).coords[0])

    def zones() -> Figures:
        (subject,) = perform("live_probe", center=center, radius_km=10)["subjects"]
        return {key[1]: value for key, value in figures([subject], "probe").items() if key[0] == "zone"}

    assert {name: zones()[name] for name in "ABC"} == pytest.approx({"A": 4, "B": 4, "C": 4}, rel=1e-3)
    perform("live_change", keep=True, changes=[
        {"kind": "assign", "uids": ["u00"], "zone_id": "B"},
        {"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((0, 2), (2, 2.5), (4, 2))}])
    assert {name: zones()[name] for name in "ABC"} == pytest.approx({"A": 3, "B": 5, "C": 3}, rel=1e-3)


# Edits that no file holds, and what is refused


def test_unsaved_edits_lie_over_the_file(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan, dropped=[{"table": "zones", "uid": "zd"}], edited=[
        {"table": "units", "uid": "u00", "wkb": None, "fields": {"zone_id": "B", "population": 50}},
        {"table": "zones", "uid": "new", "wkb": text(km(5, 5, 7, 6)), "fields": {"zone_id": "N", "origin": "free"}}])
    assert {one["id"] for one in told["subjects"]} == {"A", "B", "C", "N", "A1"}
    assert figures(told["subjects"], "B")[("people",)] == 1450
    assert figures(told["subjects"], "N")[("area_km2",)] == pytest.approx(2, rel=1e-3)


def test_dropped_edits_are_forgotten_and_the_others_stay(perform: Perform, plan: str) -> None:
    loaded = perform("live_load", plan=plan)["subjects"]
    perform("live_change", keep=True, changes=[
        {"kind": "assign", "uids": ["u00"], "zone_id": "B"},
        {"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((0, 2), (2, 2.5), (4, 2))}])
    told = perform("live_drop", features=[{"table": "units", "uid": "u00"}])
    assert {one["id"] for one in told["subjects"]} == {"A", "B"}
    told = perform("live_drop")
    assert [one["id"] for one in told["subjects"]] == ["C"]
    assert figures(told["subjects"], "C") == figures(loaded, "C")


def test_a_units_new_outline_is_measured_anew_and_patches_stay(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    perform("live_change", keep=True, changes=[
        {"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((0, 2), (2, 2.5), (4, 2))}])
    told = perform("live_change", keep=True, changes=[
        {"kind": "replace", "table": "units", "uid": "u00", "wkb": text(multi(km(-1, 0, 1, 1))), "fields": {}}])
    assert {one["id"] for one in told["subjects"]} >= {"A"}
    assert figures(told["subjects"], "A")[("area_km2",)] == pytest.approx(5, rel=1e-5)
    told = perform("live_drop")
    assert figures(told["subjects"], "C", "before")[("area_km2",)] == pytest.approx(3, rel=1e-3)


def test_a_deleted_zone_has_figures_before_only(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    told = perform("live_change", changes=[{"kind": "delete", "table": "zones", "uid": "zc"}])
    assert figures(told["subjects"], "C")[("area_km2",)] is None
    assert figures(told["subjects"], "C", "before")[("area_km2",)] == pytest.approx(4, rel=1e-3)


def test_a_plan_without_zones_or_without_most_tables_still_has_probes(perform: Perform, tmp_path: Path) -> None:
    unit = {"uid": "u", "adcode": "110101", "geometry": multi(km(0, 0, 1, 1))}
    told = perform("live_load", plan=write_plan(tmp_path / "bare.gpkg", units=[unit]))
    assert told["subjects"] == []
    (subject,) = perform("live_probe", center=[116.5, 39.0], radius_km=5)["subjects"]
    assert figures([subject], "probe")[("units",)] == 1
    empty = write_plan(tmp_path / "empty.gpkg", zones=[{"uid": "z", "zone_id": "Z"}])
    (zone,) = perform("live_load", plan=empty)["subjects"]
    assert [figure["id"] for figure in zone["figures"]] == ["area_km2"]


@pytest.mark.parametrize(("change", "code"), [
    ({"kind": "assign", "uids": ["nobody"], "zone_id": "A"}, "live-unknown-feature"),
    ({"kind": "patch", "table": "zones", "uid": "nobody", "loop": closed((0, 2), (2, 1), (4, 2))},
     "live-unknown-feature"),
    ({"kind": "move_place", "table": "nodes", "uid": "nobody", "to": [116, 39]}, "live-unknown-feature"),
    ({"kind": "delete", "table": "zones", "uid": "nobody"}, "live-unknown-feature"),
    ({"kind": "assign", "uids": "u00", "zone_id": "A"}, "live-bad-change"),
    ({"kind": "assign", "uids": ["u00"], "zone_id": 3}, "live-bad-change"),
    ({"kind": "bend"}, "live-bad-change"),
    ({"kind": "patch", "table": "units", "uid": "u00", "loop": closed((0, 2), (2, 1), (4, 2))}, "live-bad-change"),
    ({"kind": "patch", "table": "zones", "uid": "zc", "loop": "!"}, "live-bad-geometry"),
    ({"kind": "patch", "table": "zones", "uid": "zc", "loop": text(shapely.LineString([(0, 0), (1, 1)]))},
     "live-bad-geometry"),
    ({"kind": "patch", "table": "zones", "uid": "zc", "loop": closed((50, 50), (51, 50), (51, 51))},
     "live-loop-elsewhere"),
    ({"kind": "move_place", "table": "nodes", "uid": "n1", "to": [116]}, "live-bad-change"),
    ({"kind": "move_place", "table": "nodes", "uid": "n1", "to": [116, 99]}, "live-bad-change"),
    ({"kind": "move_place", "table": "zones", "uid": "zc", "to": [116, 39]}, "live-bad-change"),
    ({"kind": "replace", "table": "zones", "wkb": None}, "live-bad-change"),
    ({"kind": "replace", "table": "zones", "uid": "zc", "wkb": "AAAA"}, "live-bad-geometry"),
])
def test_a_change_that_cannot_be_is_refused_and_nothing_is_kept(
    change: dict[str, Any], code: str, refused: Callable[..., str], perform: Perform, plan: str
) -> None:
    perform("live_load", plan=plan)
    assign = {"kind": "assign", "uids": ["u00"], "zone_id": "B"}
    assert refused("live_change", changes=[assign, change], keep=True) == code
    assert len(perform("live_change", changes=[assign])["subjects"]) == 2


def test_without_a_plan_or_with_a_wrong_one_a_sentence_says_so(
    refused: Callable[..., str], perform: Perform, plan: str, raster: Callable[..., str], tmp_path: Path
) -> None:
    assert refused("live_change", changes=[]) == "live-not-loaded"
    assert refused("live_probe", center=[116.0, 39.0], radius_km=1.0) == "live-not-loaded"
    assert refused("live_load", plan=str(tmp_path / "none.gpkg")) == "no-file"
    assert refused("live_load", plan=plan, raster={"path": 1}) == "live-bad-raster"
    assert refused("live_load", plan=plan, raster={"path": raster([[1.0]]), "band": 2}) == "raster-no-band"
    assert refused("live_load", plan=plan, raster={"path": raster([[1.0]], crs=None)}) == "raster-no-crs"
    assert refused("live_load", plan=plan, raster={"path": plan}) == "raster-unreadable"
    assert refused("live_load", plan=plan, behind=[{"name": "x"}]) == "live-bad-behind"
    perform("live_load", plan=plan)
    for center, radius in (([116.0], 1.0), ([116.0, 95.0], 1.0), ([116.0, 39.0], 0.0), ([116.0, 39.0], 2000.0)):
        assert refused("live_probe", center=center, radius_km=radius) == "live-bad-probe"


# Increments against a fresh load


@pytest.fixture
def whole(tmp_path: Path, store: Callable[..., str], raster: Callable[..., str]) -> dict[str, Any]:
    """The sample with people in most units, parcels behind it, a smooth raster, and zone Z1 drawn by hand."""
    rng = np.random.default_rng(4)
    units = pyogrio.read_dataframe(SAMPLE, layer="units")
    zones = pyogrio.read_dataframe(SAMPLE, layer="zones")
    edited = [{"table": "units", "uid": uid, "wkb": None, "fields": {"population": int(count)}}
              for uid, count in zip(units["uid"][:150], rng.integers(1e5, 1e6, 150))]
    first = zones[zones["zone_id"] == "Z1"].iloc[0]
    edited.append({"table": "zones", "uid": first["uid"], "wkb": text(first.geometry), "fields": {"origin": "free"}})
    x, y = rng.uniform(114, 119, 3000), rng.uniform(37.5, 41.5, 3000)
    parcels = store("parcels", list(shapely.box(x, y, x + 0.02, y + 0.01)), use=list(rng.choice(list("abc"), 3000)))
    row, column = np.mgrid[0:80, 0:80]
    field = raster(60 + 30 * np.sin(row / 7) + 10 * np.cos(column / 5), crs="EPSG:4326", corner=(113, 43), size=0.1)
    return {"plan": str(SAMPLE), "edited": edited, "raster": {"path": field, "band": 1, "limit": 75},
            "behind": [{"name": "land", "reference": parcels, "class_field": "use"}]}


def dragged(ring: np.ndarray, vertex: int) -> tuple[np.ndarray, str]:
    """A ring with one vertex (not the first) a third of an edge aside, and the loop of its changed section."""
    moved = ring.copy()
    along = ring[vertex + 1] - ring[vertex]
    moved[vertex] += np.array([-along[1], along[0]]) / 3
    assert shapely.is_valid(shapely.Polygon(moved))
    section = [*moved[vertex - 1:vertex + 2], ring[vertex], ring[vertex - 1]]
    return moved, text(shapely.LineString(section))


def all_figures(subjects: list[dict[str, Any]], side: str = "after") -> dict[str, Figures]:
    return {one["uid"]: figures([one], one["uid"], side) for one in subjects}


def test_any_sequence_of_changes_equals_a_fresh_load_of_the_changed_plan(
    whole: dict[str, Any], perform: Perform
) -> None:
    rng = np.random.default_rng(11)
    units = pyogrio.read_dataframe(SAMPLE, layer="units")
    members = pyogrio.read_dataframe(SAMPLE, layer="axis_members")
    zone = whole["edited"][-1]
    polygons = list(shapely.from_wkb(base64.b64decode(zone["wkb"])).geoms)
    shell = max(range(len(polygons)), key=lambda n: polygons[n].area)
    ring, others = shapely.get_coordinates(polygons[shell].exterior), polygons[shell].interiors
    now = all_figures(perform("live_load", **whole)["subjects"])
    assigned: dict[str, str] = {}
    for _ in range(12):
        uid, target = str(rng.choice(units["uid"])), str(rng.choice(["Z2", "Z3", "Z4"]))
        ring, section = dragged(ring, int(rng.integers(1, len(ring) - 1)))
        assigned[uid] = target
        told = perform("live_change", keep=True, changes=[
            {"kind": "assign", "uids": [uid], "zone_id": target},
            {"kind": "patch", "table": "zones", "uid": zone["uid"], "loop": section}])
        for one, found in all_figures(told["subjects"], "before").items():
            assert {key: value for key, value in found.items() if value} == {
                key: value for key, value in now[one].items() if value}
        now |= all_figures(told["subjects"])
    place = pyogrio.read_dataframe(SAMPLE, layer="core")["uid"][0]
    move = {"kind": "move_place", "table": "core", "uid": place, "adcode": "110000", "to": [116.6, 40.1]}
    now |= all_figures(perform("live_change", keep=True, changes=[move])["subjects"])
    polygons[shell] = shapely.Polygon(ring, others)
    fresh = {**whole, "edited": [
        *whole["edited"][:-1], {**zone, "wkb": text(shapely.MultiPolygon(polygons))},
        *({"table": "units", "uid": uid, "wkb": None, "fields": {"zone_id": to}} for uid, to in assigned.items()),
        *({"table": "axis_members", "uid": uid, "wkb": None, "fields": {"lon": 116.6, "lat": 40.1}}
          for uid in members["uid"][members["adcode"] == "110000"])]}
    expected = all_figures(perform("live_load", **fresh)["subjects"])
    for uid, found in expected.items():
        kept = {key: value for key, value in now[uid].items() if value}
        assert kept == pytest.approx({key: value for key, value in found.items() if value}, rel=1e-9, abs=1e-9)


def test_areas_are_those_of_shapely_in_the_equal_area_frame(
    whole: dict[str, Any], perform: Perform, to_albers: Callable[..., np.ndarray]
) -> None:
    zone = whole["edited"][-1]
    polygons = list(shapely.from_wkb(base64.b64decode(zone["wkb"])).geoms)
    shell = max(range(len(polygons)), key=lambda n: polygons[n].area)
    ring, section = dragged(shapely.get_coordinates(polygons[shell].exterior), 200)
    perform("live_load", **whole)
    told = perform("live_change", changes=[
        {"kind": "patch", "table": "zones", "uid": zone["uid"], "loop": section}])
    found = figures(told["subjects"], zone["uid"])
    polygons[shell] = shapely.Polygon(ring, polygons[shell].interiors)
    outline = to_albers([shapely.MultiPolygon(polygons)])[0]
    assert found[("area_km2",)] == pytest.approx(outline.area / 1e6, rel=1e-9)
    for layer, name, key in (("catchments", "catchment_id", "catchment"),):
        frame = pyogrio.read_dataframe(SAMPLE, layer=layer)
        for code, shape in zip(frame[name], to_albers(frame.geometry.values)):
            shared = shapely.intersection(outline, shape).area / 1e6
            assert found.get((key, code), 0) == pytest.approx(shared, rel=1e-7, abs=1e-5)
    parcels = pyogrio.read_dataframe(whole["behind"][0]["reference"])
    for use, group in parcels.groupby("use"):
        shared = shapely.area(shapely.intersection(to_albers(group.geometry.values), outline)).sum() / 1e6
        assert found[("behind", "land", use)] == pytest.approx(shared, rel=1e-7)


def test_zone_areas_are_those_of_an_overlap_table(perform: Perform, tmp_path: Path) -> None:
    told = perform("live_load", plan=str(SAMPLE))
    perform("overlap_table", left=f"{SAMPLE}|layername=units", left_class="zone_id",
            right=f"{SAMPLE}|layername=catchments", right_class="catchment_id", output=str(tmp_path / "t.csv"))
    table = pyogrio.read_dataframe(tmp_path / "t.csv")
    for row in table[table["right_class"] != ""].itertuples():
        found = figures(told["subjects"], row.left_class)[("catchment", row.right_class)]
        assert found == pytest.approx(float(row.area_m2) / 1e6, rel=1e-9, abs=1e-8)


# The protocol


def test_a_request_that_waits_is_superseded_by_the_next_of_its_stream_only() -> None:
    waiting = Waiting()
    kept = {"id": 1, "stream": "sweep", "params": {"keep": True}}
    requests_ = [kept, {"id": 2, "stream": "sweep"}, {"id": 3, "stream": "probe"}, {"id": 4}, {"id": 5}]
    assert [waiting.put(request) for request in requests_] == [[]] * 5
    assert waiting.put({"id": 6, "stream": "sweep"}) == [{"id": 2, "stream": "sweep"}]
    assert waiting.put({"id": 7, "stream": "sweep", "params": {"keep": True}}) == []
    assert [waiting.get()["id"] for _ in range(6)] == [1, 3, 4, 5, 6, 7]


def test_the_serving_process_answers_every_number_and_the_newest_of_a_stream(engine_python: Path, plan: str) -> None:
    assign = {"task": "live_change", "stream": "sweep",
              "params": {"changes": [{"kind": "assign", "uids": ["u00"], "zone_id": "B"}]}}
    lines = [{"id": 1, "task": "live_load", "params": {"plan": plan}}, *({"id": n, **assign} for n in range(2, 30))]
    served = subprocess.Popen([str(engine_python), "-m", "jjj_planner_plugin.engine", "serve"], cwd=ROOT,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert served.stdin and served.stdout
    try:
        served.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        served.stdin.flush()
        answers: dict[int, dict[str, Any]] = {}
        while len(answers) < 29:
            told = json.loads(served.stdout.readline())
            if {"result", "superseded", "error"} & set(told):
                answers[told["id"]] = told
    finally:
        served.kill()
        served.wait()
        served.stdin.close()
        served.stdout.close()
    assert [n for n, told in answers.items() if "error" in told] == []
    assert len(answers[29]["result"]["subjects"]) == 2
    assert sum("superseded" in told for told in answers.values()) > 20
    assert set(answers[29]["result"]) == {"task", "subjects", "notes", "kept", "warnings", "seconds"}


@pytest.mark.parametrize("vertex", [0, 1, 500, 998])
@pytest.mark.parametrize("how", ["moved", "removed", "added"])
def test_of_a_long_outline_only_the_changed_section_is_a_loop(how: str, vertex: int) -> None:
    ring = shapely.get_coordinates(shapely.Point(116, 39).buffer(1, quad_segs=250))[:-1][::-1]
    changed = {"moved": ring.copy(), "removed": np.delete(ring, vertex, axis=0),
               "added": np.insert(ring, vertex + 1, ring[vertex] * 1.0001, axis=0)}[how]
    if how == "moved":
        changed[vertex] *= 1.0001
    old, new = shapely.Polygon(ring), shapely.Polygon(changed)
    found = loops.between(old, new)
    assert sum(map(len, found)) < 10
    gained = sum(shapely.Polygon(loop).area * (1 if shapely.is_ccw(shapely.LinearRing(loop)) else -1) for loop in found)
    assert gained == pytest.approx(new.area - old.area, rel=1e-6)
