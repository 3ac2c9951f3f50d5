"""The reservoirs of the Hai basin on the bundled 30″ model: areas, positions and whose ground it is.

Figures to compare with were computed once, from the same data, with another library (CHECKS: ± 2 % where both route
alike); the published ones are those of the bundled facts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.tasks import perform

Call = Callable[..., Any]

# where each point was moved to: column and row of the 30″ grid that begins at 111° E, 43° N
SNAPPED = {
    "密云水库": (703, 298),
    "官厅水库": (554, 337),
    "潘家口水库": (872, 314),
    "大黑汀水库": (880, 340),
    "于桥水库": (778, 355),
    "云州水库": (573, 237),
    "怀柔水库": (675, 327),
    "岗南水库": (365, 561),
    "黄壁庄水库": (396, 573),
    "西大洋水库": (456, 513),
    "王快水库": (425, 516),
    "岳城水库": (389, 808),
    "桃林口水库": (960, 347),
}
EXPECTED_KM2 = {
    "密云水库": 15327, "官厅水库": 42890, "潘家口水库": 34036, "大黑汀水库": 35314, "于桥水库": 2063, "岗南水库": 16484,
    "黄壁庄水库": 23339, "西大洋水库": 4543, "王快水库": 3699, "岳城水库": 17919, "桃林口水库": 4980}
TOO_SMALL = ["云州水库", "怀柔水库"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reservoirs") / "made.gpkg"


@pytest.fixture(scope="module")
def said(file: Path) -> dict[str, str]:
    """The task as it runs from the menu, with nothing given; what it said by code."""
    job = Job({"language": "en"})
    perform({"task": "delineate_catchments", "params": {"output": str(file)}}, job)
    return {one["code"]: one["warning"] for one in job.warnings}


@pytest.fixture(scope="module")
def catchments(file: Path, said: dict[str, str]) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(file, layer="catchments").set_index("name")


def test_the_eleven_are_within_five_per_cent_of_the_published_areas(catchments: gpd.GeoDataFrame) -> None:
    ratio = catchments.loc[list(EXPECTED_KM2), "published_ratio"]
    assert ((ratio - 1).abs() < 0.05).all(), ratio.to_dict()
    assert catchments.loc[list(EXPECTED_KM2), "trusted"].eq(1).all()
    assert catchments.loc[list(EXPECTED_KM2), "coarse"].eq(0).all()
    assert catchments["cut"].eq(0).all()


def test_they_agree_with_another_library_within_three_per_cent(catchments: gpd.GeoDataFrame) -> None:
    ratio = catchments["area_m2"] / 1e6 / pd.Series(EXPECTED_KM2)
    assert (ratio.dropna() - 1).abs().max() < 0.03


def test_the_two_small_ones_are_shown_as_such(catchments: gpd.GeoDataFrame, said: dict[str, str]) -> None:
    assert catchments.index[catchments["coarse"] == 1].tolist() == TOO_SMALL
    assert all(name in said["catchments-coarse"] for name in TOO_SMALL)
    assert "云州水库" in said["catchments-apart"]
    assert set(said) == {"heights-voids-filled", "water-closed", "catchments-coarse", "catchments-apart"}
    assert "99,620 km²" in said["water-closed"]


def test_they_are_moved_to_the_river_where_it_was_found(file: Path, catchments: gpd.GeoDataFrame) -> None:
    points = pyogrio.read_dataframe(file, layer="pour_points").set_index("name")
    xy = shapely.get_coordinates(points.geometry.values)
    cells = np.floor(np.column_stack([(xy[:, 0] - 111) * 120, (43 - xy[:, 1]) * 120])).astype(int)
    assert dict(zip(points.index, map(tuple, cells.tolist()))) == SNAPPED
    given = np.column_stack([(points["given_lon"] - 111) * 120, (43 - points["given_lat"]) * 120])
    assert np.abs(cells + 0.5 - given).max() <= 5.5 + 1e-6  # at most five cells from that in which the point lies


def test_polygons_have_the_area_of_their_cells_and_are_valid(catchments: gpd.GeoDataFrame, to_albers: Call) -> None:
    area = shapely.area(to_albers(catchments.geometry.values))
    assert np.abs(area / catchments["area_m2"] - 1).max() < 1e-6
    assert catchments.geometry.is_valid.all()


def test_zhangjiakou_holds_two_fifths_of_guanting_and_more_than_a_third_of_miyun(
    catchments: gpd.GeoDataFrame, to_albers: Call, bundled: Call
) -> None:
    units = pyogrio.read_dataframe(bundled("units").split("|")[0], layer="units")
    city = shapely.union_all(to_albers(units.geometry[units["city"] == "130700"].values))
    for name, share in (("官厅水库", 40.5), ("密云水库", 37.3)):
        (whole,) = to_albers([catchments.geometry[name]])
        assert 100 * shapely.area(whole & city) / shapely.area(whole) == pytest.approx(share, abs=0.3)


def test_the_bashang_plateau_would_drain_into_guanting_if_it_were_not_cut_away(
    file: Path, catchments: gpd.GeoDataFrame
) -> None:
    other = file.with_name("open.gpkg")
    perform({"task": "delineate_catchments", "params": {"output": str(other), "closed": "none"}}, Job({}))
    grown = pyogrio.read_dataframe(other, layer="catchments").set_index("name")
    assert grown.loc["官厅水库", "published_ratio"] > 1.05 or grown.loc["密云水库", "published_ratio"] > 1.05
    assert grown.loc["岳城水库", "area_m2"] == pytest.approx(catchments.loc["岳城水库", "area_m2"])


def test_a_snap_of_twenty_cells_leaves_the_reservoir_and_says_so(file: Path) -> None:
    job, target = Job({"language": "en"}), file.with_name("far.gpkg")
    perform({"task": "delineate_catchments", "params": {"output": str(target), "snap_cells": 20}}, job)
    far = pyogrio.read_dataframe(target, layer="catchments").set_index("name")
    assert far.loc["于桥水库", "published_ratio"] > 1.1
    assert any("于桥水库" in one["warning"] for one in job.warnings if one["code"] == "catchments-apart")
