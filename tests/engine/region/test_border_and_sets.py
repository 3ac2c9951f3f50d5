"""People within distances, the gap across a border, and sets against the rest: squares that a person can add up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from jjj_planner_plugin.engine.geodesy import LONLAT, to_working
from jjj_planner_plugin.engine.plan import facts
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.region.spatial.border_gap import border_pairs, border_summary
from jjj_planner_plugin.engine.region.spatial.sets import compare
from jjj_planner_plugin.engine.region.spatial.within import within
from jjj_planner_plugin.engine.sources import read_bundled

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
WORKING = CRS.from_proj4(ALBERS)


def km(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(1000 * west, 1000 * south, 1000 * east, 1000 * north)


def shapes(*found: Any) -> Any:
    return np.array([*found, None], dtype=object)[:-1]


# People within distances


UNITS = shapes(km(-100, -100, 0, 100), km(0, -100, 100, 100))  # 20 000 km² each
PEOPLE = np.array([1_000_000.0, 3_000_000.0])


def counted(places: pd.DataFrame, drawn: Any, distances: list[float]) -> pd.DataFrame:
    return within(places, drawn, WORKING, distances, UNITS, PEOPLE, WORKING, Job({}))


def test_a_disc_on_the_border_of_two_units_holds_its_share_of_each() -> None:
    node = pd.DataFrame({"around": ["node"], "code": ["1"], "name": ["节点"]})
    found = counted(node, shapes(shapely.Point(0, 0)), [50]).iloc[0]
    half = np.pi * 50**2 / 2
    assert found.people == pytest.approx(half / 20_000 * 4e6, rel=2e-3)
    assert found.area_m2 / 1e6 == pytest.approx(2 * half, rel=1e-3)
    assert found.people_within_share == pytest.approx(found.people / 4e6) and found.units_within == 0


def test_all_together_count_nobody_twice_and_units_count_from_half_of_their_ground_on() -> None:
    nodes = pd.DataFrame({"around": ["node", "node"], "code": ["1", "2"], "name": ["甲", "乙"]})
    found = counted(nodes, shapes(shapely.Point(0, 0), shapely.Point(0, 0)), [50, 300])
    assert found["scope"].tolist() == ["feature"] * 4 + ["dissolved"] * 2
    assert found["people"].tolist()[:2] == pytest.approx(found["people"].tolist()[4:])
    assert found["distance_km"].tolist() == [50, 300] * 3
    everyone = found[found["distance_km"] == 300]
    assert everyone["people"].tolist() == pytest.approx([4e6] * 3) and set(everyone["units_within"]) == {2}


def test_an_axis_has_round_ends_and_each_kind_is_dissolved_by_itself() -> None:
    both = pd.DataFrame({"around": ["node", "axis"], "code": ["1", "A1"], "name": ["点", "轴"]})
    line = shapely.segmentize(shapely.LineString([(-30_000, 0), (30_000, 0)]), 1000)
    found = counted(both, shapes(shapely.Point(0, 0), line), [10]).set_index(["around", "scope"])
    assert found.loc[("axis", "feature"), "area_m2"] / 1e6 == pytest.approx(60 * 20 + np.pi * 100, rel=2e-3)
    for kind in ("node", "axis"):
        assert found.loc[(kind, "dissolved"), "people"] == pytest.approx(found.loc[(kind, "feature"), "people"])


# The gap across a border


PLACES = pd.DataFrame({
    "code": ["110101", "110102", "130101", "130102", "120101"], "name": list("甲乙丙丁戊"),
    "province": ["110000", "110000", "130000", "130000", "120000"]})
GROUND = shapes(km(0, 0, 10, 10), km(0, 10, 10, 20), km(10, 0, 20, 15), km(10, 15, 20, 30), km(-10, 0, 0, 5))
PER_HEAD = np.array([160_000.0, 120_000, 40_000, np.nan, 80_000])


def across() -> pd.DataFrame:
    return border_pairs(PLACES, GROUND, (PLACES["province"] == "110000").to_numpy(), PER_HEAD, 50, WORKING)


def test_neighbours_on_either_side_and_no_others_with_their_gap_ratio_and_border() -> None:
    found = across().set_index(["inside_name", "outside_name"])
    assert found.index.tolist() == [("甲", "戊"), ("甲", "丙"), ("乙", "丙"), ("乙", "丁")]
    assert found["border_m"].tolist() == pytest.approx([5000, 10_000, 5000, 5000], rel=2e-3)
    assert found.loc[("甲", "丙"), ["gap", "gap_ratio"]].tolist() == [120_000, 4]
    assert found.loc[("乙", "丁"), ["gap", "gap_ratio"]].isna().all()
    assert shapely.length(found.loc[("乙", "丙"), "geometry"]) == pytest.approx(5000)


def test_the_summary_weighs_by_border_and_says_how_much_of_it_is_known() -> None:
    found = border_summary(across()).set_index("outside_province")
    hebei = found.loc["130000"]
    assert hebei.inside_value == pytest.approx((160_000 * 2 + 120_000) / 3, rel=1e-3)
    assert hebei.outside_value == pytest.approx(40_000)
    assert hebei.pairs == 3 and hebei.known_border_m / hebei.border_m == pytest.approx(0.75, rel=1e-3)
    assert found.loc["", "pairs"] == 4 and found.loc["120000", "gap_ratio"] == 2


def test_a_border_with_no_value_known_has_no_gap_and_one_of_nobody_no_ratio() -> None:
    inside = (PLACES["province"] == "110000").to_numpy()
    nothing = border_summary(border_pairs(PLACES, GROUND, inside, np.full(5, np.nan), 50, WORKING))
    assert nothing[["gap", "gap_ratio"]].isna().all(axis=None) and (nothing["known_border_m"] == 0).all()
    zero = border_pairs(PLACES, GROUND, inside, np.array([1.0, 1, 0, 0, 0]), 50, WORKING)
    assert zero["gap_ratio"].isna().all() and (zero["gap"] == 1).all()
    assert border_pairs(PLACES, GROUND, np.ones(5, dtype=bool), PER_HEAD, 50, WORKING).empty


# A set against the rest


def table() -> pd.DataFrame:
    return pd.DataFrame({
        "code": ["130101", "130102", "130103", "110101"], "province": ["130000"] * 3 + ["110000"],
        "area_km2": [100.0, 100, 200, 50], "people": [10_000.0, 30_000, 60_000, 100_000],
        "gdp_1e8": [1.0, 3.0, 24.0, np.nan]})


RATIOS = {"density": ("people", "area_km2", 1.0), "gdp_per_head": ("gdp_1e8", "people", 1e8)}


def test_members_the_rest_of_their_provinces_and_the_rest_add_up() -> None:
    found = compare(table(), ["130101", "130102"], ["people", "gdp_1e8"], RATIOS).rows.set_index("set_part")
    assert found["units_in_part"].to_dict() == {"members": 2, "rest_of_provinces": 1, "rest": 2}
    assert found["people"].to_dict() == {"members": 40_000, "rest_of_provinces": 60_000, "rest": 160_000}
    assert found["density"].tolist() == pytest.approx([200, 300, 640])
    assert found["gdp_per_head"].tolist() == pytest.approx([10_000, 40_000, 40_000])
    assert found["gdp_per_head_members_over"].tolist() == pytest.approx([1, 0.25, 0.25])
    assert found.loc["rest", "gdp_1e8_known"] == 1


def test_members_that_are_no_places_are_listed_and_doubles_count_once() -> None:
    found = compare(table(), ["130101", "999999", "130101"], ["people"], {})
    assert found.missing == ["999999"] and found.rows["units_in_part"].tolist() == [1, 2, 3]


def test_a_set_of_nothing_known_has_no_numbers() -> None:
    rows = compare(table().assign(people=np.nan), ["130101"], ["people"], {"density": RATIOS["density"]}).rows
    assert rows["people"].isna().all() and rows["density"].isna().all() and rows["area_km2"].tolist()[0] == 100


# The bundled region


def test_the_ground_around_the_bundled_axes_is_that_of_the_check_figures() -> None:
    units = read_bundled("units")
    ground = to_working(np.asarray(units.geometry.values, dtype=object), LONLAT, WORKING)
    axes = facts.axes()
    places = pd.DataFrame({"around": "axis", "code": [row["axis_id"] for row in axes], "name": "轴"})
    lines = shapes(*(row["geometry"] for row in axes))
    found = within(places, lines, LONLAT, [10, 30], ground, shapely.area(ground), WORKING, Job({}))
    together = found[found["scope"] == "dissolved"]
    assert (together["area_m2"] / 1e6).tolist() == pytest.approx([14_094, 40_567], rel=2e-3)
    shares = together["people_within_share"].tolist()
    assert shares == pytest.approx([0.065, 0.188], abs=1e-3)  # of people as even as ground
