"""Rivers in the live figures: lengths that can be counted by hand, then shapely's on the sample plan."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.buffers import geodesic_buffers
from jjj_planner_plugin.engine.geodesy import LONLAT, working_crs
from jjj_planner_plugin.engine.live import requests
from jjj_planner_plugin.engine.live.courses import Courses
from jjj_planner_plugin.engine.plan import schema
from jjj_planner_plugin.engine.rings import from_geometries

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "data" / "sample_plan.gpkg"
GEOD = pyproj.Geod(ellps="GRS80")
WEST, SOUTH = 116.0, 39.0
Perform = Callable[..., dict[str, Any]]


def length_km(*places: tuple[float, float]) -> float:
    """Along the ellipsoid, in steps so short that a straight edge in degrees is the geodesic."""
    line = shapely.segmentize(shapely.LineString(places), 0.001)
    return float(GEOD.geometry_length(line)) / 1000


def text(shape: Any) -> str:
    return base64.b64encode(shapely.to_wkb(shape)).decode()


def multi(shape: Any) -> Any:
    return shapely.multipolygons([shape]) if shape.geom_type == "Polygon" else shapely.multilinestrings([shape])


def square(column: int, row: int) -> Any:
    """A tenth of a degree each way."""
    return shapely.box(WEST + column / 10, SOUTH + row / 10, WEST + (column + 1) / 10, SOUTH + (row + 1) / 10)


def rivers_of(subjects: list[dict[str, Any]], subject: str, side: str = "after") -> dict[str, float]:
    """Kilometres of each river in a zone or under an axis."""
    (found,) = [one for one in subjects if one["uid"] == subject or one["id"] == subject]
    return {figure["key"]: figure[side] for figure in found["figures"] if figure["id"] == "river"}


MIDDLE = SOUTH + 0.05  # along the middle of the lower row
EASTWARD = [(WEST - 0.05, MIDDLE), (WEST + 0.4, MIDDLE)]
NORTHWARD = [(WEST + 0.1, SOUTH - 0.1), (WEST + 0.1, SOUTH + 0.3)]  # exactly on the border of the zones A and B
NAMELESS = [(WEST + 0.02, SOUTH + 0.12), (WEST + 0.08, SOUTH + 0.12)]


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """Four units in two rows; the west is zone A, the east B; C is drawn by hand; an axis along the river."""
    units = [{"uid": f"u{x}{y}", "adcode": f"11010{x}", "zone_id": "AB"[x], "geometry": multi(square(x, y))}
             for x in range(2) for y in range(2)]
    zones = [{"uid": "za", "zone_id": "A", "origin": "units"}, {"uid": "zb", "zone_id": "B", "origin": "units"},
             {"uid": "zc", "zone_id": "C", "origin": "free", "geometry": multi(square(2, 0))}]
    rivers = [
        {"uid": "r1", "name_zh": "东河", "name_en": "East River", "geometry": multi(shapely.LineString(EASTWARD))},
        {"uid": "r2", "name_zh": "界河", "geometry": multi(shapely.LineString(NORTHWARD))},
        {"uid": "r3", "geometry": multi(shapely.LineString(NAMELESS))},
        {"uid": "r4", "name_zh": "东河", "geometry": multi(shapely.LineString(
            [(WEST + 0.02, SOUTH + 0.15), (WEST + 0.05, SOUTH + 0.15)]))}]
    line = shapely.LineString([(WEST + 0.02, MIDDLE), (WEST + 0.08, MIDDLE)])
    axes = [{"uid": "x1", "axis_id": "A1", "width_km": 1.0, "geometry": line}]
    path = tmp_path / "plan.gpkg"
    for name, rows in {"units": units, "zones": zones, "rivers": rivers, "axes": axes}.items():
        pyogrio.write_dataframe(schema.table(name, rows), path, layer=name, append=path.exists(),
                                geometry_type=schema.geometry_type(name))
    return str(path)


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    requests._held.clear()


def test_a_zone_holds_the_kilometres_of_each_river_by_its_name(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan)
    found = rivers_of(told["subjects"], "A")
    lower = length_km((WEST, MIDDLE), (WEST + 0.1, MIDDLE))
    upper = length_km((WEST + 0.02, SOUTH + 0.15), (WEST + 0.05, SOUTH + 0.15))
    assert found["东河"] == pytest.approx(lower + upper, rel=1e-6), "two lines of one name are one river"
    assert found[""] == pytest.approx(length_km(*NAMELESS), rel=1e-6)
    (zone,) = [one for one in told["subjects"] if one["id"] == "A"]
    names = {figure["key"]: (figure["name_zh"], figure["name_en"], figure["unit"])
             for figure in zone["figures"] if figure["id"] == "river"}
    assert names["东河"] == ("东河", "East River", "km")
    assert names[""] == ("未命名", "without a name", "km")


def test_a_river_along_a_border_is_on_one_of_its_sides_and_never_on_both(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan)
    shares = [rivers_of(told["subjects"], zone).get("界河", 0.0) for zone in ("A", "B")]
    assert sum(shares) == pytest.approx(length_km((WEST + 0.1, SOUTH), (WEST + 0.1, SOUTH + 0.2)), rel=1e-5)


def test_a_swept_unit_takes_its_river_along(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    told = perform("live_change", changes=[{"kind": "assign", "uids": ["u00"], "zone_id": "B"}])
    lower = length_km((WEST, MIDDLE), (WEST + 0.1, MIDDLE))
    before, after = (rivers_of(told["subjects"], "B", side)["东河"] for side in ("before", "after"))
    assert (before, after) == pytest.approx((lower, 2 * lower), rel=1e-6)


def test_a_dragged_vertex_gains_and_loses_kilometres_and_back_is_exactly_the_start(perform: Perform, plan: str) -> None:
    at_rest = rivers_of(perform("live_load", plan=plan)["subjects"], "C")["东河"]
    east, corner = WEST + 0.3, SOUTH + 0.1
    assert at_rest == pytest.approx(length_km((WEST + 0.2, MIDDLE), (east, MIDDLE)), rel=1e-6)
    out = [(east, SOUTH), (east + 0.05, MIDDLE), (east, corner)]  # the eastern side, which runs north, bulges
    dent = [(east, SOUTH), (east - 0.04, MIDDLE), (east, corner)]
    patch = {"kind": "patch", "table": "zones", "uid": "zc"}
    for side, more in ((out, length_km((east, MIDDLE), (east + 0.05, MIDDLE))),
                       (dent, -length_km((east - 0.04, MIDDLE), (east, MIDDLE)))):
        loop = text(shapely.LineString([*side, side[0]]))
        told = perform("live_change", changes=[{**patch, "loop": loop}])
        assert rivers_of(told["subjects"], "C")["东河"] == pytest.approx(at_rest + more, rel=1e-5)
    loop, back = (text(shapely.LineString([*side, side[0]])) for side in (out, [out[0], out[2], out[1]]))
    perform("live_change", changes=[{**patch, "loop": loop}], keep=True)
    told = perform("live_change", changes=[{**patch, "loop": back}], keep=True)
    assert rivers_of(told["subjects"], "C")["东河"] == at_rest


def test_a_corridor_tells_the_rivers_it_crosses_before_and_after_it_is_moved(perform: Perform, plan: str) -> None:
    told = perform("live_load", plan=plan)
    along = length_km((WEST + 0.02, MIDDLE), (WEST + 0.08, MIDDLE)) + 2  # a kilometre more at each end
    assert rivers_of(told["subjects"], "A1") == {"东河": pytest.approx(along, abs=0.01)}
    line = shapely.LineString([(WEST + 0.1, MIDDLE - 0.1), (WEST + 0.1, MIDDLE + 0.02)])
    told = perform("live_change", changes=[{"kind": "replace", "table": "axes", "uid": "x1", "wkb": text(line),
                                            "fields": {}}])
    after = rivers_of(told["subjects"], "A1")
    assert after["东河"] == pytest.approx(2, abs=0.01)
    over = length_km((WEST + 0.1, SOUTH - 0.05), (WEST + 0.1, MIDDLE + 0.02))
    assert after["界河"] == pytest.approx(over + 2, abs=0.02)
    assert rivers_of(told["subjects"], "A1", "before")["界河"] == 0


def test_a_circle_on_a_straight_river_holds_its_diameter(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    (probe,) = perform("live_probe", center=[WEST + 0.2, MIDDLE], radius_km=3.0)["subjects"]
    found = {figure["key"]: figure["after"] for figure in probe["figures"] if figure["id"] == "river"}
    assert found == {"东河": pytest.approx(6, rel=1e-3)}


def test_a_river_that_is_edited_drawn_or_deleted_counts_at_once(perform: Perform, plan: str) -> None:
    perform("live_load", plan=plan)
    longer = [{"kind": "replace", "table": "rivers", "uid": "r3", "fields": {"name_zh": "新河"},
               "wkb": text(shapely.LineString([(WEST + 0.02, SOUTH + 0.12), (WEST + 0.15, SOUTH + 0.12)]))}]
    told = perform("live_change", changes=longer, keep=True)
    found = rivers_of(told["subjects"], "A")
    assert found["新河"] == pytest.approx(length_km((WEST + 0.02, SOUTH + 0.12), (WEST + 0.1, SOUTH + 0.12)), rel=1e-6)
    assert found[""] == 0
    told = perform("live_change", changes=[{"kind": "delete", "table": "rivers", "uid": "r1"}], keep=True)
    assert rivers_of(told["subjects"], "B")["东河"] == 0
    assert rivers_of(told["subjects"], "B", "before")["东河"] > 8
    told = perform("live_drop")
    assert rivers_of(told["subjects"], "A")[""] == pytest.approx(
        length_km(*NAMELESS), rel=1e-6)


def test_a_plan_without_rivers_tells_of_none(perform: Perform, tmp_path: Path) -> None:
    path = tmp_path / "bare.gpkg"
    pyogrio.write_dataframe(schema.table("zones", [{"uid": "z", "zone_id": "Z", "origin": "free",
                                                    "geometry": multi(square(0, 0))}]), path, layer="zones")
    assert rivers_of(perform("live_load", plan=str(path))["subjects"], "Z") == {}


def test_lengths_are_those_of_shapely_on_the_sample_plan(to_albers: Callable[..., np.ndarray]) -> None:
    """Zones of tens of thousands of vertices go in pieces, a disc goes down the tree: each is the same intersection."""
    frame, zones = (pyogrio.read_dataframe(SAMPLE, layer=name) for name in ("rivers", "zones"))
    working = working_crs(zones.geometry.values, LONLAT)
    courses = Courses.of(frame.geometry.values, range(len(frame)), len(frame), working)
    lines = to_albers(frame.geometry.values)
    degrees = shapely.length(frame.geometry.values) > 0
    true = np.array([GEOD.geometry_length(shapely.segmentize(line, 0.02)) for line in frame.geometry.values])
    assert courses.length_m[degrees] == pytest.approx(true[degrees], rel=1e-12)
    disc = geodesic_buffers(np.array([shapely.Point(116.4, 39.5)], dtype=object), LONLAT, 60_000, working)
    for ground in (*to_albers(zones.geometry.values), disc[0]):
        found = courses.shared(from_geometries(np.array([ground], dtype=object)), False, 1024)
        expected = shapely.length(shapely.intersection(lines, ground)) / shapely.length(lines) * true
        assert found == pytest.approx(expected, rel=2e-3, abs=1)  # the frame stretches lengths by place


def test_zones_that_cover_the_plan_without_overlap_hold_every_river_once(perform: Perform) -> None:
    frame, units = (pyogrio.read_dataframe(SAMPLE, layer=name) for name in ("rivers", "units"))
    told = perform("live_load", plan=str(SAMPLE))
    held: dict[str, float] = {}
    for one in told["subjects"]:
        if one["subject"] == "zone":
            for key, value in rivers_of([one], one["id"]).items():
                held[key] = held.get(key, 0.0) + value
    region = shapely.union_all(units.geometry.values)
    for name, line in zip(frame["name_zh"], frame.geometry):
        inside = shapely.segmentize(shapely.intersection(line, region), 0.02)
        assert held.get(name, 0.0) == pytest.approx(GEOD.geometry_length(inside) / 1000, rel=1e-4, abs=0.01)
