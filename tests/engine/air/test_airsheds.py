"""Airsheds: groups that a hand can tell, linkage against scipy's, then shares, regions and the 13 cities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from affine import Affine
from pyproj import CRS
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score

from jjj_planner_plugin.engine.air.airsheds.grouping import fewest, grouped, linked, silhouettes
from jjj_planner_plugin.engine.air.airsheds.likeness import correlations
from jjj_planner_plugin.engine.air.airsheds.members import touching, triangulated
from jjj_planner_plugin.engine.air.airsheds.tables import policy_regions
from jjj_planner_plugin.engine.air.series import series_tags, write_series
from jjj_planner_plugin.engine.grid import Grid

Call = Callable[..., Any]
MONTHS = [datetime(2014 + m // 12, m % 12 + 1, 1) for m in range(25)]
RNG = np.random.default_rng(7)
WEST, EAST, THIRD = RNG.normal(0, 10, (3, 24))  # how three parts of the sky move


@pytest.fixture
def raster(tmp_path: Path) -> Call:
    """`raster(stack)`: a monthly series of PM2.5 (dates, rows, columns) from 115° E, 41° N, in cells of 0.1°."""

    def write(stack: np.ndarray, dated: bool = True) -> str:
        grid = Grid(CRS.from_epsg(4490), Affine(0.1, 0, 115, 0, -0.1, 41), stack.shape[2], stack.shape[1])
        periods = list(zip(MONTHS, MONTHS[1:]))[:len(stack)] if dated else [None] * len(stack)
        write_series(tmp_path / "series.tif", grid, stack, periods, series_tags("pm25", "month", "made up"))
        return str(tmp_path / "series.tif")

    return write


@pytest.fixture
def found(perform: Call, tmp_path: Path) -> Call:
    """`found(…)`: the layers and tables of the task by name, with its result and the codes of its remarks."""

    def run(**params: Any) -> dict[str, Any]:
        target = tmp_path / "airsheds.gpkg"
        result = perform("airsheds", output=str(target), **params)
        layers = {str(name): pyogrio.read_dataframe(target, layer=name) for name, _ in pyogrio.list_layers(target)}
        return {**layers, "result": result, "told": [remark["code"] for remark in result["warnings"]]}

    return run


def stack_of(pattern: np.ndarray, noise: float = 3.0) -> np.ndarray:
    """(24, rows, columns): each cell moves as its number in the pattern says; blank where that is negative."""
    signals = np.array([WEST, EAST, THIRD])
    rng = np.random.default_rng(1)
    values = 60 + signals[pattern.clip(min=0)].transpose(2, 0, 1) + rng.normal(0, noise, (24, *pattern.shape))
    return np.where(pattern >= 0, values, np.nan)


TWO = np.repeat([[0] * 5 + [1] * 7], 6, axis=0)


# Correlation


def test_correlation_is_that_of_numpy_and_of_the_dates_that_both_have() -> None:
    series = np.random.default_rng(2).normal(50, 5, (30, 6))
    np.testing.assert_allclose(correlations(series), np.corrcoef(series.T), atol=1e-12)
    series[3:7, 1], series[5:9, 4] = np.nan, np.nan
    np.testing.assert_allclose(correlations(series), pd.DataFrame(series).corr(), atol=1e-12)


# Linkage


def random_distances(count: int) -> np.ndarray:
    return 1 - np.corrcoef(np.random.default_rng(5).normal(0, 1, (count, 12)))


@pytest.mark.parametrize("groups", [2, 5, 9])
def test_where_all_are_neighbours_average_linkage_is_scipys(groups: int) -> None:
    distance = random_distances(40)
    everyone = np.column_stack(np.triu_indices(40, 1))
    expected = fcluster(linkage(squareform(distance, checks=False), "average"), groups, "maxclust")
    for neighbours in (everyone, None):
        mine = grouped(linked(distance, neighbours), 40, groups)
        assert adjusted_rand_score(mine, expected) == 1


def test_only_neighbours_are_joined_and_parts_that_do_not_touch_stay_apart() -> None:
    # 0–1–2 and 3–4 hang together; 0 and 3 are alike, but apart
    distance = np.array([[0, 5, 9, 1, 9], [5, 0, 4, 9, 9], [9, 4, 0, 9, 9], [1, 9, 9, 0, 6], [9, 9, 9, 6, 0]], float)
    merges = linked(distance, np.array([[0, 1], [1, 2], [3, 4]]))
    assert fewest(merges, 5) == 2
    assert merges[0] == (1, 2)
    assert grouped(merges, 5, 2).tolist() == [0, 0, 0, 1, 1]
    assert grouped(merges, 5, 4).tolist() == [1, 0, 0, 2, 3]
    # the mean of *all* distances counts: {1, 2} to 0 is (5 + 9) / 2 = 7, more than 6 between 3 and 4
    assert grouped(merges, 5, 3).tolist() == [2, 0, 0, 1, 1]


def test_the_silhouette_is_best_at_the_number_of_groups_that_there_are() -> None:
    rng = np.random.default_rng(8)
    series = np.repeat([WEST, EAST, THIRD], 6, axis=0).T + rng.normal(0, 3, (24, 18))
    distance = 1 - correlations(series)
    scores = silhouettes(distance, linked(distance, None), 7)
    assert scores["k"].tolist() == [2, 3, 4, 5, 6, 7]
    assert scores.loc[scores["silhouette"].idxmax(), "k"] == 3


# Neighbours


def test_polygons_are_neighbours_over_an_edge_but_not_over_a_corner() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2)], dtype=object)
    assert touching(shapes).tolist() == [[0, 1], [1, 2]]


def test_stations_are_neighbours_in_triangles_and_in_a_line_all_are() -> None:
    corners = shapely.points([(0, 0), (1, 0), (0.5, 0.4), (0.5, -3)])
    assert [0, 1] in triangulated(corners).tolist() and [2, 3] not in triangulated(corners).tolist()
    assert len(triangulated(shapely.points([(0, 0), (1, 0), (2, 0)]))) == 3


# The task


def test_two_blocks_are_two_airsheds_along_the_line_between_them(found: Call, raster: Call) -> None:
    made = found(rasters=[raster(stack_of(TWO))], region="none")
    airsheds = made["airsheds"]
    assert airsheds["airshed"].tolist() == [1, 2]
    assert airsheds["members"].tolist() == [42, 30]  # the larger one first
    assert airsheds.geometry[0].symmetric_difference(shapely.box(115.5, 40.4, 116.2, 41)).area < 1e-9
    assert airsheds.geometry[1].symmetric_difference(shapely.box(115, 40.4, 115.5, 41)).area < 1e-9
    assert (airsheds["r_within"] > 0.8).all() and (airsheds["r_between"] < 0.5).all()
    assert made["silhouette"].set_index("k")["silhouette"].idxmax() == 2
    assert set(made) == {"airsheds", "silhouette", "airshed_jurisdictions", "result", "told"}


APART = np.array([[0, 0, 1, 1, 1, 1, 0, 0]] * 4)


@pytest.mark.parametrize(("contiguous", "groups"), [(True, 3), (False, 2)])
def test_look_alikes_that_are_far_apart_are_two_airsheds_only_if_they_must_hang_together(
    contiguous: bool, groups: int, found: Call, raster: Call
) -> None:
    airsheds = found(rasters=[raster(stack_of(APART))], contiguous=contiguous)["airsheds"]
    assert len(airsheds) == groups
    assert all(len(shape.geoms) == 1 for shape in airsheds.geometry) == contiguous


def test_blank_cells_part_the_data_and_that_is_said(found: Call, raster: Call) -> None:
    pattern = np.array([[0, 0, 0, -1, 0, 0]] * 3)
    made = found(rasters=[raster(stack_of(pattern))])
    assert made["airsheds"]["members"].tolist() == [9, 6]
    assert "airsheds-apart" in made["told"]


def test_the_number_of_airsheds_may_be_given(found: Call, raster: Call) -> None:
    path = raster(stack_of(TWO))
    assert len(found(rasters=[path], k=4)["airsheds"]) == 4


def test_there_are_no_fewer_airsheds_than_parts_that_do_not_touch(found: Call, raster: Call) -> None:
    pattern = np.array([[0, 0, -1, 0, 0, -1, 0, 0]] * 2)
    made = found(rasters=[raster(stack_of(pattern))], k=2)
    assert len(made["airsheds"]) == 3
    assert "airsheds-other-k" in made["told"]


def test_many_cells_are_averaged_over_blocks_and_that_is_said(found: Call, raster: Call) -> None:
    pattern = np.repeat([[0] * 10 + [1] * 13], 12, axis=0)  # blocks of 3: 4 × 8, the last column of 2 cells
    made = found(rasters=[raster(stack_of(pattern))], max_cells=40)
    assert made["result"]["members"] == 32
    assert "airsheds-coarsened" in made["told"]
    west, south, east, north = made["airsheds"].total_bounds
    assert (west, south, east, north) == pytest.approx((115, 39.8, 117.3, 41))
    assert made["airsheds"]["members"].tolist() == [20, 12]  # the block on the line goes with its greater part


def test_cells_outside_the_area_are_not_grouped(found: Call, raster: Call, store: Call) -> None:
    area = store("area", [shapely.box(115.2, 40.5, 115.9, 40.9)])
    made = found(rasters=[raster(stack_of(TWO))], area=area)
    assert made["airsheds"].total_bounds == pytest.approx((115.2, 40.5, 115.9, 40.9))


def test_series_that_do_not_vary_or_have_gaps_are_left_out_and_told(found: Call, raster: Call) -> None:
    stack = stack_of(TWO)
    stack[:, 0, 0] = 33
    stack[:9, 0, 1] = np.nan
    stack[:3, 0, 2] = np.nan  # 87 % are enough
    made = found(rasters=[raster(stack)])
    assert made["airsheds"]["members"].tolist() == [42, 28]
    assert {"airsheds-constant", "airsheds-gappy"} <= set(made["told"])


def test_without_the_season_what_only_shares_it_falls_apart(found: Call, raster: Call) -> None:
    season = 200 * np.cos(2 * np.pi * np.arange(24) / 12)[:, None, None]
    path = raster(stack_of(TWO) + season)
    shared = found(rasters=[path])["airsheds"]
    alone = found(rasters=[path], deseasoned=True)["airsheds"]
    assert shared["r_between"].min() > 0.9
    assert alone["r_between"].max() < 0.5
    assert alone["members"].tolist() == [42, 30]


def test_shares_of_airsheds_and_jurisdictions_are_those_of_the_squares(
    found: Call, raster: Call, store: Call
) -> None:
    half = [shapely.box(115, 40.4, 115.75, 41), shapely.box(115.75, 40.4, 116.1, 41)]
    cities = store("cities", half, XZQDM=["130700", "110000"], XZQMC=["张家口", "北京"])
    made = found(rasters=[raster(stack_of(TWO))], jurisdictions=cities)
    table = made["airshed_jurisdictions"].set_index(["airshed", "name"])
    assert table["share_of_airshed"].groupby("airshed").sum().tolist() == pytest.approx([1, 1])
    assert table.loc[(1, "北京"), "share_of_airshed"] == pytest.approx(0.5, abs=1e-4)  # 0.35 of 0.7°
    assert table.loc[(1, "张家口"), "share_of_jurisdiction"] == pytest.approx(1 / 3, abs=1e-4)
    assert table.loc[(1, ""), "share_of_airshed"] == pytest.approx(1 / 7, abs=1e-4)
    assert made["airsheds"]["joins"].tolist() == ["北京、张家口", "张家口"]
    region = made["airshed_region"].set_index(["airshed", "in_region"])
    assert region.loc[(1, 1), "share_of_airshed"] == pytest.approx(0.5, abs=1e-4)
    assert region.loc[(1, 0), "share_of_airshed"] == pytest.approx(0.5, abs=1e-4)
    assert region.loc[(2, 1), "area_m2"] == 0
    assert region["area_m2"].groupby("airshed").sum().tolist() == pytest.approx(
        made["airsheds"]["area_m2"].tolist(), rel=1e-5)


def test_the_policy_regions_have_their_cities() -> None:
    names = {region: [city["name_zh"] for city in one["cities"]] for region, one in policy_regions().items()}
    assert len(set(names["2+26"])) == len(names["2+26"]) == 28
    assert len(set(names["2+36"])) == len(names["2+36"]) == 38
    assert not {"张家口", "承德"} & {*names["2+26"], *names["2+36"]}


def test_the_bundled_cities_are_grouped_as_polygons_and_marked(found: Call) -> None:
    made = found()
    assert made["result"]["kind"] == "polygons"
    assert made["airsheds"]["members"].sum() == len(made["airshed_members"]) == 13
    assert made["airsheds"]["area_m2"].sum() / 1e6 == pytest.approx(215_227, rel=1e-3)
    table = made["airshed_jurisdictions"]
    assert table.groupby("airshed")["share_of_airshed"].sum().tolist() == pytest.approx([1] * len(made["airsheds"]))
    assert table.groupby("code")["share_of_jurisdiction"].sum().tolist() == pytest.approx([1] * 13)
    for name in ("airsheds", "airshed_members", "silhouette", "airshed_jurisdictions", "airshed_region",
                 "region_cities"):
        assert set(made[name]["warning"]) == {"演示 demonstration"}
    cities = made["region_cities"]
    assert len(cities) == 28 and cities["in_data"].sum() == 10
    assert cities.loc[cities["in_data"] == 1, "airshed"].notna().all()
    assert {"air-demonstration", "region-outside"} <= set(made["told"])


@pytest.fixture
def stations(tmp_path: Path) -> Call:
    """`stations(values)`: monthly PM2.5 of stations along 39° N, each 0.3° east of the last."""

    def write(values: np.ndarray) -> str:
        rows = [{"place": f"S{k}", "name": f"站{k}", "start": pd.Timestamp(month), "averaging": "month",
                 "pm25": values[number, k], "geometry": shapely.Point(115.5 + 0.3 * k, 39 + 0.05 * (k % 2))}
                for number, month in enumerate(MONTHS[:len(values)]) for k in range(values.shape[1])]
        path = tmp_path / "stations.gpkg"
        pyogrio.write_dataframe(gpd.GeoDataFrame(rows, crs=4490), path, layer="observations")
        return str(path)

    return write


def test_stations_are_points_and_are_counted_by_jurisdiction(found: Call, stations: Call) -> None:
    noise = np.random.default_rng(3).normal(0, 2, (24, 8))
    values = 50 + np.column_stack([WEST] * 5 + [EAST] * 3) + noise
    made = found(observations=stations(values))
    assert made["airsheds"].geom_type.unique().tolist() == ["MultiPoint"]
    assert made["airsheds"]["members"].tolist() == [5, 3]
    assert made["airsheds"]["area_m2"].isna().all()
    assert made["airshed_members"]["airshed"].tolist() == [1] * 5 + [2] * 3
    table = made["airshed_jurisdictions"]
    assert table["stations"].sum() == 8
    assert table.groupby("airshed")["share_of_airshed"].sum().tolist() == pytest.approx([1, 1])
    assert "warning" not in table


@pytest.mark.parametrize(("dates", "params", "code"), [
    (2, {}, "few-dates"),
    (24, {"k": 1.0}, "bad-k"),
    (24, {"k": 2.5}, "bad-k"),
    (24, {"k_max": 1.0}, "bad-k-max"),
    (24, {"max_cells": 1.0}, "bad-max-cells"),
    (24, {"observations": "bundled"}, "two-inputs"),
    (24, {"area": "far"}, "raster-outside-area"),
    (24, {"area": "tiny"}, "members-blank"),
    (24, {"area": "two"}, "few-members"),
    (24, {"deseasoned": True, "dated": False}, "season-undated"),
])
def test_what_cannot_be_grouped_is_refused(
    dates: int, params: dict[str, Any], code: str, raster: Call, refused: Call, store: Call, tmp_path: Path
) -> None:
    boxes = {"far": shapely.box(80, 30, 81, 31), "tiny": shapely.box(115.01, 40.91, 115.02, 40.92),
             "two": shapely.box(115, 40.9, 115.2, 41)}
    path = raster(stack_of(TWO)[:dates], params.pop("dated", True))
    if "area" in params:
        params["area"] = store(params["area"], [boxes[params["area"]]])
    assert refused("airsheds", rasters=[path], output=str(tmp_path / "a.gpkg"), **params) == code


def test_stations_without_coordinates_are_refused(refused: Call, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    pd.DataFrame({"place": ["a", "b"] * 3, "start": np.repeat(["2014-01-01", "2014-02-01", "2014-03-01"], 2),
                  "averaging": "month", "pm25": [1, 2, 3, 4, 5, 6]}).to_csv(path, index=False)
    assert refused("airsheds", observations=str(path), output=str(tmp_path / "a.gpkg")) == "members-nowhere"
