"""Gravity along axes: masses and distances by hand, ways over junctions, breakpoints where the pulls are equal."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from jjj_planner_plugin.engine.geodesy import geodesic_line
from jjj_planner_plugin.engine.plan import facts
from jjj_planner_plugin.engine.region.spatial.courses import Axis, point_at
from jjj_planner_plugin.engine.region.spatial.gravity import Gravity, gravity, masses

GEOD = Geod(ellps="GRS80")


def along(*km: float) -> list[tuple[float, float]]:
    """Places so many km along the equator, where a degree is the same everywhere."""
    return [(GEOD.fwd(0, 0, 90, 1000 * one)[0], 0.0) for one in km]


def table(**places: tuple[float, float]) -> pd.DataFrame:
    rows = [(code, f"城{code}", *place) for code, place in places.items()]
    return pd.DataFrame(rows, columns=["code", "name", "lon", "lat"])


A, B, C = along(0, 100, 160)
LINE = Axis("A1", "一轴", geodesic_line([A, C]))


def pairs_of(found: Gravity) -> dict[str, tuple[float, float]]:
    return {f"{row.a_code}{row.b_code}": (row.distance_km, row.gravity) for row in found.pairs.itertuples()}


def test_flows_are_the_masses_over_the_squared_way_by_hand() -> None:
    found = gravity(table(a=A, b=B, c=C), np.array([400.0, 100, 900]), [LINE], 2, 5)
    assert pairs_of(found) == {
        "ab": pytest.approx((100, 2 * 400 * 100 / 100**2)), "bc": pytest.approx((60, 2 * 100 * 900 / 60**2)),
        "ac": pytest.approx((160, 2 * 400 * 900 / 160**2))}
    assert found.pairs["rank"].tolist() == [1, 2, 3]
    assert found.pairs["gravity"].is_monotonic_decreasing and found.pairs["gravity_share"].sum() == pytest.approx(1)


def test_a_section_carries_all_pairs_whose_way_leads_through_it() -> None:
    found = gravity(table(a=A, b=B, c=C), np.array([400.0, 100, 900]), [LINE], 1, 5)
    flow = {pair: value for pair, (_, value) in pairs_of(found).items()}
    load = dict(zip(found.sections["a_code"], found.sections["gravity"]))
    assert load == pytest.approx({"a": flow["ab"] + flow["ac"], "b": flow["bc"] + flow["ac"]})
    assert found.sections["pairs"].tolist() == [2, 2] and found.sections["length_km"].tolist() == pytest.approx(
        [100, 60])


def test_the_breakpoint_is_where_both_pull_alike() -> None:
    found = gravity(table(a=A, c=C), np.array([900.0, 100]), [LINE], 1, 5).breakpoints.iloc[0]
    assert found.breakpoint_km == pytest.approx(120)  # 3 : 1
    away = [GEOD.inv(found.geometry.x, found.geometry.y, *place)[2] / 1000 for place in (A, C)]
    assert away == pytest.approx([120, 40], abs=1e-3)
    assert 900 / away[0] ** 2 == pytest.approx(100 / away[1] ** 2)


def test_places_of_two_axes_are_joined_over_their_junction() -> None:
    north = (0.0, 1.0)
    second = Axis("A2", "二轴", geodesic_line([A, north]))
    found = gravity(table(a=A, c=C, n=north), np.array([1.0, 1, 1]), [LINE, second], 1, 5)
    across = found.pairs.set_index(["a_code", "b_code"]).loc[("c", "n")]
    assert across.axis_ids == "A1,A2" and across.distance_km == pytest.approx(160 + GEOD.inv(0, 0, 0, 1)[2] / 1000)
    assert across.geometry.coords[0] == pytest.approx(C) and across.geometry.coords[-1] == pytest.approx(north)
    assert GEOD.geometry_length(across.geometry) / 1000 == pytest.approx(across.distance_km, abs=1e-4)
    assert sorted(found.breakpoints["axis_ids"]) == ["A1", "A2"]


def test_who_lies_away_from_every_axis_is_told_and_has_no_flow() -> None:
    found = gravity(table(a=A, c=C, x=(0.5, 0.2)), np.array([1.0, 1, 1]), [LINE], 1, 5)
    assert found.off_axes == ["城x"] and list(pairs_of(found)) == ["ac"]
    assert gravity(table(x=(5.0, 5.0)), np.array([1.0]), [LINE], 1, 5).pairs.empty


def test_a_seat_beside_a_line_counts_from_the_nearest_point_on_it() -> None:
    beside = (B[0], 0.02)  # 2.2 km off
    found = gravity(table(a=A, b=beside, c=C), np.array([1.0, 1, 1]), [LINE], 1, 5)
    assert pairs_of(found)["ab"][0] == pytest.approx(100, abs=0.01)


def test_an_axis_drawn_the_other_way_gives_the_same_flows() -> None:
    places, mass = table(a=A, b=B, c=C), np.array([3.0, 2, 1])
    backwards = Axis("A1", "一轴", LINE.line.reverse())
    one, other = (gravity(places, mass, [axis], 1, 5) for axis in (LINE, backwards))
    assert pairs_of(one).keys() == pairs_of(other).keys()
    for pair, values in pairs_of(one).items():
        assert pairs_of(other)[pair] == pytest.approx(values)
    assert shapely.distance(one.breakpoints["geometry"][0], other.breakpoints["geometry"][0]) < 1e-7


def test_the_mass_is_the_root_of_people_times_product_or_people_alone() -> None:
    assert masses(np.array([4.0, 9]), np.array([9.0, 4])).tolist() == [6, 6]
    assert masses(np.array([4.0, 9]), None).tolist() == [4, 9]


def test_a_point_along_a_bent_line_is_on_it_at_that_length() -> None:
    line = geodesic_line([(116.4, 39.9), (115.5, 38.9), (114.5, 38.0)])
    point = point_at(line, 200)
    assert line.distance(point) < 1e-3
    before = shapely.LineString([*[xy for xy in line.coords if xy[1] > point.y], point.coords[0]])
    assert GEOD.geometry_length(before) == pytest.approx(200_000, abs=1)


def test_the_bundled_axes_join_their_cities_by_the_documented_lengths() -> None:
    axes = [Axis(row["axis_id"], row["name_zh"], row["geometry"]) for row in facts.axes()]
    rows = [*facts.cities("twin_cities"), *facts.nodes()]
    places = pd.DataFrame([(row["adcode"], row["name_zh"], row["geometry"].x, row["geometry"].y) for row in rows],
                          columns=["code", "name", "lon", "lat"])
    found = gravity(places, np.ones(len(rows)), axes, 1, 15)
    length = found.pairs.set_index(["a_code", "b_code"])["distance_km"]
    by_wuqing = [facts.point(facts.places()[code]).coords[0] for code in ("110000", "131000", "120114", "120000")]
    assert length["110000", "120000"] == pytest.approx(GEOD.line_length(*zip(*by_wuqing)) / 1000, abs=0.1)
    assert length["110000", "130100"] == pytest.approx(264.8, abs=0.1)
    assert length["110000", "130300"] == pytest.approx(281.6, abs=0.1)
    assert set(found.off_axes) == {"邯郸市", "邢台市", "张家口市", "承德市", "沧州市", "衡水市"}
