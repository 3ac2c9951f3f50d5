"""Catchments on ground whose basins are known: valleys, a cone, drawn networks; then what bad points get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyflwdir
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import CRS, Geod

from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.tasks import perform as perform_task
from jjj_planner_plugin.engine.water.delineate import basins as basins_of
from jjj_planner_plugin.engine.water.delineate.flatness import flatness, spacing
from jjj_planner_plugin.engine.water.delineate.pfafstetter import outlets
from jjj_planner_plugin.engine.water.delineate.snapping import Reach, snapped
from jjj_planner_plugin.engine.water.delineate.streams import streams
from jjj_planner_plugin.engine.water.directions import NODATA, OUTLET
from jjj_planner_plugin.engine.water.flow import Flow, route
from jjj_planner_plugin.engine.water.heights import read_heights

Call = Callable[..., Any]
GEOD = Geod(ellps="GRS80")
STEP = 0.01
WEST, NORTH = 116.0, 40.0
E, S, W, N = 0, 2, 4, 6


def grid(rows: int, columns: int, crs: int = 4490) -> Grid:
    return Grid(CRS.from_epsg(crs), Affine(STEP, 0, WEST, 0, -STEP, NORTH), columns, rows)


def middle(row: int, column: int) -> list[float]:
    return [WEST + STEP * (column + 0.5), NORTH - STEP * (row + 0.5)]


def valley(rows: int = 41, columns: int = 31) -> np.ndarray:
    """A V whose bed is the middle column and falls 5 m a row southward; the sides fall 100 m a column to it."""
    row, column = np.mgrid[:rows, :columns]
    return (1000 - 5.0 * row + 100.0 * np.abs(column - columns // 2)).astype(np.float32)


@pytest.fixture
def dem(tmp_path: Path) -> Call:
    """`dem(values)`: a raster of heights, cells of 0.01°; gives its path."""

    def write(values: np.ndarray, crs: int = 4490, transform: Affine | None = None, name: str = "dem") -> str:
        path = tmp_path / f"{name}.tif"
        with rasterio.open(path, "w", driver="GTiff", height=len(values), width=values.shape[1], count=1,
                           dtype="float32", crs=CRS.from_epsg(crs).to_wkt() if crs else None, nodata=-999,
                           transform=transform or grid(*values.shape).transform) as dataset:
            dataset.write(np.where(np.isnan(values), -999, values).astype(np.float32), 1)
        return str(path)

    return write


@pytest.fixture
def made(tmp_path: Path) -> Call:
    """`made(**params)`: the task's layers by name, its result as `result`, and the codes said as `said`."""

    def run(**params: Any) -> dict[str, Any]:
        job, target = Job({"language": "en"}), tmp_path / "made.gpkg"
        result = perform_task({"task": "delineate_catchments", "params": {
            "stream_km2": 5, "snap_cells": 0, "output": str(target), **params}}, job)
        layers = {name: pyogrio.read_dataframe(target, layer=name) for name, _ in pyogrio.list_layers(target)}
        return {**layers, "result": result, "said": {one["code"]: one["detail"] for one in job.warnings}}

    return run


def points(store: Call, places: Sequence[Sequence[float]], **fields: Any) -> str:
    return str(store("points", shapely.points(np.array(places, dtype=float)), **fields))


def area_m2(shape: Any) -> float:
    return abs(float(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.01))[0]))


# hand-made ground


def test_a_valley_drains_as_a_rectangle_of_known_area(dem: Call, made: Call) -> None:
    found = made(dem=dem(valley()), point=middle(30, 15))
    (catchment,) = found["catchments"].itertuples()
    box = shapely.box(WEST, NORTH - 0.31, WEST + 0.31, NORTH)
    # the sides run down along rows, the steepest way; so all of rows 0 … 30 and nothing else
    assert catchment.geometry.symmetric_difference(box).area < 1e-12
    assert catchment.area_m2 == pytest.approx(area_m2(box), rel=1e-6)
    assert catchment.cells == 31 * 31
    assert catchment.trusted == 1
    assert catchment.cut == 1  # it reaches the raster's edge
    assert "catchments-cut" in found["said"]
    assert found["pour_points"].geometry[0].coords[0] == pytest.approx(middle(30, 15))


def test_a_cone_drains_outward_and_its_top_into_nothing_else(dem: Call, made: Call) -> None:
    row, column = np.mgrid[:41, :41]
    heights = 2000 - 30 * np.hypot(row - 20, column - 20)
    found = made(dem=dem(heights), point=middle(20, 35), stream_km2=1)
    (catchment,) = found["catchments"].itertuples()
    assert catchment.cells < 41 * 41 / 8
    assert catchment.geometry.bounds[0] >= WEST + STEP * 20  # only ground on its side of the top
    assert catchment.cut == 0


def test_nested_catchments_overlap_and_their_sub_basins_do_not(dem: Call, made: Call, store: Call) -> None:
    given = points(store, [middle(10, 15), middle(30, 15), middle(20, 15)], name_zh=["up", "low", "mid"])
    found = made(dem=dem(valley()), points=given, sub_basins="points")
    whole = found["catchments"].set_index("name")
    own = found["sub_basins"].set_index("basin_id")
    assert [whole.loc[name, "cells"] for name in ("up", "mid", "low")] == [11 * 31, 21 * 31, 31 * 31]
    assert own["next_down"].to_dict() == {1: 3, 3: 2, 2: 0}
    assert own["area_m2"].sum() == pytest.approx(whole.loc["low", "area_m2"], rel=1e-9)
    assert own.loc[3, "area_m2"] == pytest.approx(whole.loc["mid", "area_m2"] - whole.loc["up", "area_m2"], rel=1e-9)
    assert own.geometry.union_all().symmetric_difference(whole.loc["low"].geometry).area < 1e-12
    assert shapely.area(own.geometry.values).sum() == pytest.approx(whole.loc["low"].geometry.area)


@pytest.mark.parametrize("epsg", [4549, 32650, 3857])
def test_in_a_projection_areas_are_those_of_the_ellipsoid(dem: Call, made: Call, epsg: int) -> None:
    x, y = gpd.GeoSeries([shapely.Point(WEST, NORTH)], crs=4490).to_crs(epsg)[0].coords[0]
    path = dem(valley(), epsg, Affine(1000, 0, x, 0, -1000, y))
    lonlat = gpd.GeoSeries([shapely.Point(x + 15500, y - 30500)], crs=epsg).to_crs(4490)[0].coords[0]
    (catchment,) = made(dem=path, point=list(lonlat))["catchments"].itertuples()
    assert catchment.cells == 31 * 31
    assert catchment.area_m2 == pytest.approx(area_m2(catchment.geometry), rel=1e-5)
    if epsg == 3857:
        assert catchment.area_m2 < 0.65 * 31 * 31 * 1e6  # planar area there is far too large


def test_a_raster_whose_file_has_no_crs_is_read_in_the_one_assigned(dem: Call, made: Call) -> None:
    told = made(dem=dem(valley()), point=middle(30, 15))["catchments"].geometry[0]
    found = made(dem=dem(valley(), crs=0, name="bare"), dem_crs="EPSG:4490", point=middle(30, 15))
    assert found["catchments"].geometry[0].equals(told)
    assert "heights-crs-assigned" in found["said"]


def test_rows_from_the_south_are_the_same_ground(dem: Call, made: Call) -> None:
    heights = valley()
    plain = made(dem=dem(heights), point=middle(30, 15))["catchments"].geometry[0]
    flipped = dem(heights[::-1], transform=Affine(STEP, 0, WEST, 0, STEP, NORTH - 0.41))
    assert made(dem=flipped, point=middle(30, 15))["catchments"].geometry[0].symmetric_difference(plain).area < 1e-12


# snapping


def test_a_point_moves_to_the_largest_area_within_the_window_and_both_positions_are_kept(
    dem: Call, made: Call
) -> None:
    found = made(dem=dem(valley()), point=middle(20, 13), snap_cells=3)
    (point,) = found["pour_points"].itertuples()
    assert point.geometry.coords[0] == pytest.approx(middle(23, 15))  # in the bed, as far down as the square goes
    assert (point.given_lon, point.given_lat) == pytest.approx(middle(20, 13))
    assert point.snap_m == pytest.approx(GEOD.inv(*middle(20, 13), *middle(23, 15))[2], abs=0.01)
    (line,) = found["snaps"].geometry
    assert np.array(line.coords) == pytest.approx(np.array([middle(20, 13), middle(23, 15)]))


@pytest.mark.parametrize("reach", [{"snap_cells": 0}, {"snap_km": 0}])
def test_a_point_that_is_not_to_be_moved_stays_where_it_was_given(
    dem: Call, made: Call, reach: dict[str, float]
) -> None:
    place = [middle(20, 15)[0] + 0.003, middle(20, 15)[1] - 0.002]
    found = made(dem=dem(valley()), point=place, **reach)
    (point,) = found["pour_points"].itertuples()
    assert point.snap_m == 0 and point.geometry.coords[0] == pytest.approx(tuple(place))
    assert found["result"]["snaps"] == 0 and "snaps" not in found
    assert found["catchments"]["cells"].tolist() == [21 * 31]


def test_a_distance_is_a_circle_on_the_ground() -> None:
    upstream = np.arange(11 * 11, dtype=float).reshape(11, 11)
    ground = grid(11, 11)
    cell, place = np.array([[5, 5]]), np.array([middle(5, 5)])
    found = snapped(cell, place, upstream, ground, Reach(0, 2.5))
    # rows are 1.11 km, columns 0.85 km: two down and one right are 2.38 km, two down and two right too far
    assert found.tolist() == [[7, 6]]
    assert snapped(cell, place, upstream, ground, Reach(9, 0.0)).tolist() == [[5, 5]]
    assert snapped(cell, place, upstream, ground, Reach(2, None)).tolist() == [[7, 7]]


def test_of_equal_areas_the_nearest_is_taken_and_no_data_never() -> None:
    upstream = np.full((7, 7), np.nan)
    upstream[0, 0] = upstream[3, 4] = 9.0
    upstream[3, 3] = 1.0
    assert snapped(np.array([[3, 3]]), np.array([middle(3, 3)]), upstream, grid(7, 7), Reach(3, None)).tolist() == [
        [3, 4]]


def test_without_a_snap_a_point_beside_the_river_is_said(dem: Call, made: Call) -> None:
    found = made(dem=dem(valley()), point=middle(20, 3), stream_km2=50)
    assert "pour-small" in found["said"]
    assert found["result"]["streams"] == 0
    assert "streams-none" in found["said"]
    assert found["catchments"]["cells"].tolist() == [4]


# streams


def drawn(directions: list[list[int]]) -> tuple[Flow, np.ndarray]:
    flow = Flow(grid(len(directions), len(directions[0])), np.array(directions, np.uint8))
    return flow, flow.accumulated(np.ones((1, 1)))


X = NODATA
# two sources of order 1 meet (2); a third joins (stays 2); another pair meets (2), both meet (3), down to the outlet
NETWORK = [
    [S, X, S, X, X, S, X, S],
    [E, S, W, X, X, E, S, W],
    [X, E, E, E, S, W, W, X],
    [X, X, X, N, S, X, X, X],
    [X, X, X, X, OUTLET, X, X, X],
]


def test_strahlers_order_rises_where_two_alike_meet_and_only_there() -> None:
    flow, upstream = drawn(NETWORK)
    found = streams(flow, upstream, basins_of.basins(flow, np.array([4 * 8 + 4])), 1.0)
    starts = {tuple(np.round(shapely.get_coordinates(line)[0], 6)): place for place, line in enumerate(found.lines)}

    def at(row: int, column: int) -> int:
        return starts[tuple(np.round(middle(row, column), 6))]

    orders = {cell: int(found.strahler[at(*cell)]) for cell in ((0, 0), (0, 2), (1, 1), (3, 3), (2, 3), (0, 5), (0, 7),
                                                              (1, 6), (2, 4))}
    assert orders == {(0, 0): 1, (0, 2): 1, (1, 1): 2, (3, 3): 1, (2, 3): 2, (0, 5): 1, (0, 7): 1, (1, 6): 2, (2, 4): 3}
    assert len(found.lines) == 9
    assert found.down[at(0, 0)] == at(1, 1)
    assert found.down[at(1, 6)] == at(2, 4)
    assert found.down[at(2, 4)] == -1
    assert found.upstream_m2[at(2, 4)] == np.isfinite(upstream).sum()
    assert found.upstream_m2[at(1, 1)] == 7  # at its last cell before the junction
    line = found.lines[at(0, 0)]
    assert found.length_m[at(0, 0)] == pytest.approx(GEOD.geometry_length(line))


def test_a_threshold_leaves_small_streams_out_and_a_pour_point_ends_a_link() -> None:
    flow, upstream = drawn(NETWORK)
    few = streams(flow, upstream, basins_of.basins(flow, np.array([4 * 8 + 4])), 5.0)
    assert len(few.lines) == 3
    assert few.strahler.tolist().count(2) == 1
    cut = streams(flow, upstream, basins_of.basins(flow, np.array([4 * 8 + 4, 3 * 8 + 4])), 5.0)
    assert len(cut.lines) == 4
    assert sorted(cut.basin.tolist()) == [0, 1, 1, 1]


def test_streams_of_a_valley_are_its_bed(dem: Call, made: Call) -> None:
    found = made(dem=dem(valley()), point=middle(30, 15), stream_km2=200)["streams"]
    assert found["strahler"].tolist() == [1]
    xy = shapely.get_coordinates(found.geometry.values)
    assert np.unique(xy[:, 0]).tolist() == pytest.approx([middle(0, 15)[0]])
    assert xy[-1] == pytest.approx(middle(30, 15))
    assert found["length_m"][0] == pytest.approx(GEOD.line_length(xy[:, 0], xy[:, 1]), abs=1e-3)


def test_basins_and_orders_of_real_ground_are_those_of_pyflwdir() -> None:
    heights = read_heights("bundled", Job({}), window=(300, 300, 200, 250))
    flow = route(heights.values, heights.grid)
    upstream = flow.accumulated()
    cells = np.argsort(-np.nan_to_num(upstream).ravel())[:1]
    ours = basins_of.basins(flow, cells)
    found = streams(flow, upstream, ours, 20e6)
    codes = np.array([1, 2, 4, 8, 16, 32, 64, 128, 0] + [247] * 247, np.uint8)
    peer = pyflwdir.from_array(codes[flow.direction], ftype="d8", transform=heights.grid.transform, latlon=True)
    assert np.array_equal(peer.basins(idxs=cells) > 0, ours.labels > 0)
    order = peer.stream_order(type="strahler", mask=(upstream >= 20e6) & (ours.labels > 0))
    column, row = np.floor(np.array(~heights.grid.transform @ shapely.get_coordinates(
        shapely.get_point(found.lines, 0)).T)).astype(int)
    assert len(found.lines) > 200
    assert found.strahler.max() == 5
    assert np.array_equal(order[row, column], found.strahler)


# Pfafstetter

# a main stem up the first column, with tributaries of 1 to 5 cells from the east
TRIBUTARIES = {1: 2, 3: 5, 5: 1, 7: 4, 9: 3}


def comb() -> tuple[Flow, np.ndarray]:
    direction = np.full((12, 7), NODATA, np.uint8)
    direction[:, 0] = S
    direction[11, 0] = OUTLET
    for row, cells in TRIBUTARIES.items():
        direction[row, 1:cells + 1] = W
    direction[0, 0:7] = [S, *[W] * 6]  # the source, so that the column is the main stem all the way
    flow = Flow(grid(12, 7), direction)
    return flow, flow.accumulated(np.ones((1, 1)))


def test_pfafstetters_numbers_go_up_from_the_outlet() -> None:
    flow, upstream = comb()
    found = outlets(flow, upstream, np.array([11 * 7]), 1, 1.0)
    cells = dict(zip(found.codes, found.cells.tolist()))
    # the four largest: of 3, 4, 5 and 2 cells in rows 9, 7, 3 and 1; the one of row 5 is too small
    assert {code: divmod(cell, 7) for code, cell in cells.items()} == {
        "1": (11, 0), "2": (9, 1), "3": (8, 0), "4": (7, 1), "5": (6, 0), "6": (3, 1), "7": (2, 0), "8": (1, 1),
        "9": (0, 0)}
    parts = basins_of.basins(flow, found.cells)
    down = {code: found.codes[place] if place >= 0 else "" for code, place in zip(found.codes, parts.down)}
    assert down == {"1": "", "2": "1", "3": "1", "4": "3", "5": "3", "6": "5", "7": "5", "8": "7", "9": "7"}
    sizes = np.bincount(parts.labels.ravel())[1:]
    assert dict(zip(found.codes, sizes.tolist())) == {
        "1": 3, "2": 3, "3": 2, "4": 4, "5": 5, "6": 5, "7": 2, "8": 2, "9": 7}


def test_a_second_level_divides_reaches_by_the_tributaries_that_are_left() -> None:
    flow, upstream = comb()
    found = outlets(flow, upstream, np.array([11 * 7]), 2, 1.0)
    assert {"51", "52", "53"} <= set(found.codes)  # the tributary of row 5
    assert {"10", "20", "30"} <= set(found.codes)  # nothing to divide by
    assert len(set(found.codes)) == len(found.codes) == len(set(found.cells.tolist()))
    parts = basins_of.basins(flow, found.cells)
    assert (parts.labels > 0).sum() == np.isfinite(upstream).sum()


def test_tributaries_that_join_in_one_cell_leave_no_reach_between_them() -> None:
    direction = np.array([[X, S, X], [E, S, W], [X, S, X], [X, OUTLET, X]], np.uint8)
    direction[0, 1] = S
    flow = Flow(grid(4, 3), direction)
    upstream = flow.accumulated(np.array([[1, 5, 1], [2, 1, 3], [1, 1, 1], [1, 1, 1]], float))
    found = outlets(flow, upstream, np.array([3 * 3 + 1]), 1, 1.0)
    assert sorted(found.codes) == ["1", "2", "4", "5"]
    assert len(set(found.cells.tolist())) == 4


def test_sub_basins_by_pfafstetter_fill_the_catchment_once(dem: Call, made: Call, store: Call) -> None:
    given = points(store, [middle(20, 15), middle(30, 15)], name_zh=["up", "low"])
    found = made(dem=dem(valley()), points=given, sub_basins="pfafstetter", level=2, stream_km2=3)
    whole, own = found["catchments"].set_index("name"), found["sub_basins"]
    assert set(own["point_id"]) == {2}  # the upper catchment lies in the lower one
    assert own["area_m2"].sum() == pytest.approx(whole.loc["low", "area_m2"], rel=1e-9)
    assert own.geometry.union_all().symmetric_difference(whole.loc["low"].geometry).area < 1e-10
    assert (own["next_down"] == 0).sum() == 1
    assert set(own["next_down"]) - {0} <= set(own["basin_id"])
    assert set(own["pfafstetter"].str.len()) == {2}
    assert "pfafstetter-undivided" not in found["said"]


@pytest.mark.parametrize("level", [1, 2])
def test_a_catchment_without_a_tributary_stays_whole_and_is_named(dem: Call, made: Call, level: int) -> None:
    found = made(dem=dem(valley()), point=middle(30, 15), sub_basins="pfafstetter", level=level, stream_km2=100)
    assert found["sub_basins"]["pfafstetter"].tolist() == ["0" * level]
    assert found["said"]["pfafstetter-undivided"] == {"count": 1, "names": "point on the map", "km2": "100"}


# flat ground


def test_a_slope_is_rise_over_distance_on_the_ground() -> None:
    ground = grid(30, 30)
    down, right = spacing(ground)
    assert down[0] == pytest.approx(GEOD.inv(*middle(0, 0), *middle(1, 0))[2])
    assert right[29] == pytest.approx(GEOD.inv(*middle(29, 0), *middle(29, 1))[2])
    east = np.broadcast_to(0.003 * right.mean() * np.arange(30), (30, 30)).astype(np.float32)
    assert flatness(east, ground, 0.31).flat[1:-1, 1:-1].all()
    assert not flatness(east, ground, 0.29).flat[1:-1, 1:-1].any()


def test_noise_of_a_fine_model_is_no_slope() -> None:
    ground = Grid(CRS.from_epsg(4490), Affine(STEP / 36, 0, WEST, 0, -STEP / 36, NORTH), 360, 360)  # 1″
    noise = 10 + np.indices((360, 360)).sum(axis=0) % 2 * 3.0  # ± 1.5 m from cell to cell: 10 % of slope
    found = flatness(noise.astype(np.float32), ground, 0.2)
    assert found.rows > 20
    assert found.flat.all()


def test_a_catchment_on_the_plain_is_not_trusted_and_the_sub_basins_are_offered(dem: Call, made: Call) -> None:
    row, column = np.mgrid[:41, :31]
    plain = 20 - 0.1 * row + 0.2 * np.abs(column - 15)  # 0.02 %
    found = made(dem=dem(plain), point=middle(30, 15))
    (catchment,) = found["catchments"].itertuples()
    assert catchment.flat_share == pytest.approx(1)
    assert catchment.trusted == 0
    assert "catchments-flat" in found["said"]
    offered = found["trusted_basins"]
    assert found["result"]["not_trusted"] == 1
    assert offered["met_m2"].sum() == pytest.approx(catchment.area_m2, rel=1e-3)  # it lies in the Hai basin
    assert offered["holds_point"].sum() == 1
    assert {"catchment_id", "name_zh", "area_m2"} <= set(offered.columns)


def test_a_mountain_catchment_with_its_outlet_on_the_plain_is_not_trusted(dem: Call, made: Call) -> None:
    heights = valley(61, 31)
    heights[40:] = 20 - 0.05 * np.arange(21)[:, None] + 0.05 * np.abs(np.arange(31) - 15)
    (catchment,) = made(dem=dem(heights), point=middle(46, 15))["catchments"].itertuples()
    assert catchment.flat_share < 0.2
    assert catchment.plain_share > 0.5
    assert catchment.trusted == 0


# what is done to the ground first


def test_closed_ground_is_cut_away_and_said(dem: Call, made: Call, store: Call) -> None:
    closed = store("closed", [shapely.box(WEST, NORTH - 0.1, WEST + 0.31, NORTH)])
    found = made(dem=dem(valley()), point=middle(30, 15), closed=closed)
    assert found["catchments"]["cells"].tolist() == [21 * 31]
    assert float(found["said"]["water-closed"]["area_km2"].replace(",", "")) == pytest.approx(
        area_m2(shapely.box(WEST, NORTH - 0.1, WEST + 0.31, NORTH)) / 1e6, abs=1)


def test_a_river_cut_in_leads_the_water_across_a_divide(dem: Call, made: Call, store: Call) -> None:
    path = dem(valley())
    line = shapely.LineString([middle(0, 2), middle(40, 2)])
    without = made(dem=path, point=middle(30, 2))
    burnt = made(dem=path, point=middle(30, 2), rivers=store("rivers", [line]), burn_m=1000)
    assert without["catchments"]["cells"].tolist() == [3]
    assert burnt["catchments"]["cells"][0] >= 31 * 2
    assert "rivers-burnt" in burnt["said"]
    far = store("far", [shapely.LineString([(100, 30), (101, 30)])])
    assert "rivers-off-grid" in made(dem=path, point=middle(30, 2), rivers=far)["said"]


# bad points


def test_points_that_have_no_cell_are_named_and_left_out(dem: Call, made: Call, store: Call) -> None:
    heights = valley()
    heights[:, -3:] = np.nan
    closed = store("closed", [shapely.box(WEST, NORTH - 0.1, WEST + 0.05, NORTH)])
    given = points(store, [middle(30, 15), [120, 40], middle(5, 30), middle(5, 2)],
                   name_zh=["good", "outside", "sea", "closed"])
    found = made(dem=dem(heights), points=given, closed=closed)
    assert found["catchments"]["name"].tolist() == ["good"]
    assert found["result"]["left_out"] == [
        {"name": "outside", "reason": "outside"}, {"name": "sea", "reason": "no-data"},
        {"name": "closed", "reason": "closed"}]
    assert [found["said"][code]["points"] for code in ("pour-outside", "pour-no-data", "pour-closed")] == [
        ["outside"], ["sea"], ["closed"]]


def test_a_refusal_of_all_points_names_them_and_why_and_nothing_is_said_twice(
    dem: Call, store: Call, tmp_path: Path
) -> None:
    job, given = Job({"language": "en"}), points(store, [[120, 40], [121, 40]], name_zh=["a", "b"])
    with pytest.raises(EngineError) as caught:
        perform_task({"task": "delineate_catchments", "params": {
            "dem": dem(valley()), "points": given, "output": str(tmp_path / "made.gpkg")}}, job)
    assert caught.value.facts["names"] == "a, b" and caught.value.facts["reason"].en == "outside the model"
    assert [one["code"] for one in job.warnings if one["code"].startswith("pour")] == []


def test_two_points_in_one_cell_are_both_kept_and_said(dem: Call, made: Call, store: Call) -> None:
    place = middle(30, 15)
    given = points(store, [place, [place[0] + 0.002, place[1]], middle(20, 15)], name_zh=["a", "b", "c"])
    found = made(dem=dem(valley()), points=given, sub_basins="points")
    assert found["said"]["pour-same-cell"]["names"] == "a = b"
    assert found["catchments"]["cells"].tolist() == [31 * 31, 31 * 31, 21 * 31]
    assert len(found["sub_basins"]) == 2
    assert found["sub_basins"].set_index("basin_id")["next_down"].to_dict() == {1: 0, 3: 1}


def test_a_published_area_far_off_is_said_with_the_ratio(dem: Call, made: Call, store: Call) -> None:
    given = points(store, [middle(30, 15), middle(20, 15)], name_zh=["wrong", "unknown"], catchment_km2=[90.0, None])
    found = made(dem=dem(valley()), points=given)
    wrong, unknown = found["catchments"]["published_ratio"]
    assert wrong == pytest.approx(found["catchments"]["area_m2"][0] / 90e6, rel=1e-5)
    assert np.isnan(unknown)
    assert found["said"]["catchments-apart"]["names"].startswith("wrong (1")


def test_a_click_takes_the_place_of_a_layer_and_says_so(dem: Call, made: Call, store: Call) -> None:
    given = points(store, [middle(30, 15), middle(20, 15)], name_zh=["a", "b"])
    found = made(dem=dem(valley()), points=given, point=middle(10, 15))
    assert found["catchments"]["cells"].tolist() == [11 * 31]
    assert "pour-click-alone" in found["said"]
    assert "pour-click-alone" not in made(dem=dem(valley()), point=middle(10, 15))["said"]


def test_of_a_plans_stations_only_reservoirs_are_asked_for(dem: Call, made: Call, store: Call) -> None:
    given = points(store, [middle(30, 15), middle(20, 15)], name_zh=["库", "站"], kind=["reservoir", "air"])
    found = made(dem=dem(valley()), points=given)
    assert found["catchments"]["name"].tolist() == ["库"]
    assert "pour-reservoirs-only" in found["said"]


@pytest.mark.parametrize("params,code", [
    ({"point": [120.0, 30.0]}, "pour-none-left"), ({"point": [500.0, 30.0]}, "pour-bad-click"),
    ({"point": [116.0]}, "pour-bad-click"), ({"snap_cells": 2.5}, "pour-bad-snap"),
    ({"snap_cells": -1}, "pour-bad-snap"),
    ({"snap_km": 1e6}, "pour-bad-snap"), ({"stream_km2": 0}, "water-bad-threshold"),
    ({"level": 3}, "pfafstetter-bad-level"), ({"flat_slope": -1}, "flat-bad-slope"),
    ({"rivers": "bundled", "burn_m": 0}, "burn-bad-depth"), ({"dem": "no.tif"}, "no-file"),
    ({"closed": "no.gpkg"}, "no-file"), ({"output": "here.tif"}, "bad-output-type"),
])
def test_what_makes_no_sense_is_refused_with_a_sentence(
    refused: Call, dem: Call, tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    sound = {"dem": dem(valley()), "point": middle(30, 15), "output": str(tmp_path / "made.gpkg")}
    assert refused("delineate_catchments", **{**sound, **params}) == code
    assert not (tmp_path / "made.gpkg").exists()


def test_a_field_that_is_not_there_is_refused(refused: Call, dem: Call, store: Call, tmp_path: Path) -> None:
    assert refused("delineate_catchments", dem=dem(valley()), points=points(store, [middle(30, 15)]),
                   name_field="nowhere", output=str(tmp_path / "made.gpkg")) == "unknown-field"


def test_the_same_job_gives_the_same_bytes_and_a_recipe(dem: Call, tmp_path: Path) -> None:
    path, texts = dem(valley()), []
    for _ in range(2):
        result = perform_task({"task": "delineate_catchments", "params": {
            "dem": path, "point": middle(30, 15), "output": str(tmp_path / "made.gpkg")}}, Job({}))
        texts.append(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert result["inputs"][0]["cells"] == [41, 31]
    with pytest.raises(EngineError):
        perform_task({"task": "delineate_catchments", "params": {"output": path}}, Job({}))
