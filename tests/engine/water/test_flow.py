"""Filling, directions, accumulation and basins against a queue of all cells, a search by hand, and pyflwdir."""

from __future__ import annotations

import heapq

import numpy as np
import pyflwdir
import pytest
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Geod

from jjj_planner_plugin import paths
from jjj_planner_plugin.engine.grid import Grid, grid_of, opened
from jjj_planner_plugin.engine.plan.facts import facts
from jjj_planner_plugin.engine.water.directions import DOWN, NODATA, OUTLET, RIGHT, directions, nearness
from jjj_planner_plugin.engine.water.filling import Heights, fill
from jjj_planner_plugin.engine.water.flow import Flow, route

ALBERS = CRS.from_proj4("+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m")
BUNDLED = str(paths.resource("data/dem_30s.tif"))
D8 = {1: 0, 2: 1, 4: 2, 8: 3, 16: 4, 32: 5, 64: 6, 128: 7, 0: OUTLET, 247: NODATA}


def metres(rows: int, columns: int, size: float = 30.0) -> Grid:
    return Grid(ALBERS, Affine(size, 0, 0, 0, -size, 0), columns, rows)


def made(seed: int) -> Heights:
    """A small surface with many equal heights; every second one with holes in its data."""
    random = np.random.default_rng(seed)
    rows, columns = random.integers(3, 40, 2)
    heights = random.integers(0, random.integers(2, 30), (rows, columns)).astype(np.float32)
    if seed % 3 == 0:
        heights += random.random((rows, columns)).astype(np.float32)
    if seed % 2:
        heights[random.random((rows, columns)) < 0.1] = np.nan
    return heights


def flooded(heights: Heights) -> Heights:
    """Priority-flood by a queue of all cells (Barnes et al. 2014), in plain Python."""
    filled, (rows, columns) = heights.copy(), heights.shape
    padded = np.pad(heights, 1, constant_values=np.nan)
    done, queue = np.isnan(heights), list[tuple[float, int, int]]()
    for y, x in np.argwhere(~done):
        if np.isnan(padded[y:y + 3, x:x + 3]).any():
            heapq.heappush(queue, (filled[y, x], y, x))
            done[y, x] = True
    while queue:
        level, y, x = heapq.heappop(queue)
        for b in range(max(0, y - 1), min(rows, y + 2)):
            for a in range(max(0, x - 1), min(columns, x + 2)):
                if not done[b, a]:
                    done[b, a] = True
                    filled[b, a] = max(filled[b, a], level)
                    heapq.heappush(queue, (filled[b, a], b, a))
    return filled


def read_bundled() -> tuple[Heights, Grid]:
    with opened(BUNDLED) as dataset:
        heights = dataset.read(1).astype(np.float32)
        heights[heights == dataset.nodata] = np.nan
        return heights, grid_of(dataset, BUNDLED)


@pytest.mark.parametrize("seed", range(60))
def test_filled_heights_are_those_of_a_priority_flood(seed: int) -> None:
    heights = made(seed)
    expected = flooded(heights)
    fill(heights)
    np.testing.assert_array_equal(heights, expected)


@pytest.mark.parametrize("seed", range(60))
def test_every_cell_drains_to_its_steepest_neighbour_and_none_in_a_circle(seed: int) -> None:
    heights = made(seed)
    grid = metres(*heights.shape)
    flow = route(heights, grid)
    rows, columns = heights.shape
    for y, x in np.argwhere(~np.isnan(heights)):
        near = [(k, y + DOWN[k], x + RIGHT[k]) for k in range(8)]
        drops = {k: (heights[y, x] - heights[b, a]) / (30 * np.hypot(DOWN[k], RIGHT[k])) for k, b, a in near
                 if 0 <= b < rows and 0 <= a < columns and not np.isnan(heights[b, a])}
        steepest = max(drops.values(), default=0.0)
        to = flow.direction[y, x]
        if steepest > 0:
            assert drops[to] == pytest.approx(steepest, rel=1e-6)
        elif len(drops) < 8:
            assert to == OUTLET
        else:
            assert drops[to] == 0
    here = np.flatnonzero(~np.isnan(heights))
    for _ in range(heights.size):
        here = flow.below(here)
        here = here[here >= 0]
    assert len(here) == 0


@pytest.mark.parametrize("seed", range(30))
def test_what_is_accumulated_is_what_basins_hold(seed: int) -> None:
    heights = made(seed)
    grid = metres(*heights.shape)
    weights = np.random.default_rng(seed).random(heights.shape)
    flow = route(heights, grid)
    total = flow.accumulated(weights)
    assert np.array_equal(np.isnan(total), flow.direction == NODATA)
    outlets = np.flatnonzero(flow.direction == OUTLET)
    number = flow.basins(outlets)
    assert ((number > 0) == (flow.direction != NODATA)).all()
    sums = np.bincount(number.ravel(), weights.ravel(), len(outlets) + 1)[1:]
    np.testing.assert_allclose(total.ravel()[outlets], sums, rtol=1e-12)
    place = int(np.nanargmax(np.where(flow.direction == OUTLET, -1, total)))
    inside = flow.basins(np.array([place])) > 0
    assert total.ravel()[place] == pytest.approx(weights[inside].sum(), rel=1e-12)


def test_of_places_on_one_path_each_cell_has_the_first_it_meets() -> None:
    heights = np.tile(np.arange(9, 0, -1, dtype=np.float32), (3, 1))
    flow = route(heights, metres(3, 9))
    number = flow.basins(np.array([9 + 7, 9 + 3]))
    assert number[1].tolist() == [2, 2, 2, 2, 1, 1, 1, 1, 0]


def test_a_lake_drains_through_the_notch_in_its_rim() -> None:
    """A lake of five by five cells in a plateau, filled to the notch in its eastern rim."""
    heights = np.full((7, 7), 9, dtype=np.float32)
    heights[1:-1, 1:-1] = 5
    heights[3, 6] = 7
    flow = route(heights, metres(7, 7))
    assert (heights[1:-1, 1:-1] == 7).all()
    here, steps = np.array([3 * 7 + 1]), 0
    while here[0] >= 0:
        here, steps = flow.below(here), steps + 1
    assert steps == 6
    assert flow.accumulated(np.ones((7, 1)))[3, 6] == 49  # the rim falls to the lake all around


def test_a_lake_with_two_notches_of_one_height_leaves_by_the_steeper() -> None:
    heights = np.full((9, 9), 9, dtype=np.float32)
    heights[2:-2, 2:-2] = 5
    heights[4, [1, 7]] = 6
    heights[4, 0], heights[4, 8] = 5, 2
    total = route(heights, metres(9, 9)).accumulated(np.ones((9, 1)))
    assert total[4, 0] < 10
    assert total[4, 8] > 50


def test_a_cell_in_degrees_drains_by_distances_on_the_ground() -> None:
    """At 60° a degree of longitude is half one of latitude: 1.2 m down to the east is steeper than 2 to the south."""
    grid = Grid(CRS.from_epsg(4490), Affine(0.01, 0, 116, 0, -0.01, 60.015), 3, 3)
    heights = np.full((3, 3), 50, dtype=np.float32)
    heights[1, 1], heights[1, 2], heights[2, 1] = 10, 8.8, 8
    assert route(heights, grid).direction[1, 1] == 0
    heights[1, 1], heights[1, 2], heights[2, 1] = 10, 9.2, 8
    assert route(heights, grid).direction[1, 1] == 2


@pytest.mark.parametrize("latitude", [10.0, 36.0, 60.0])
def test_distances_to_neighbours_are_those_on_the_ellipsoid(latitude: float) -> None:
    grid = Grid(CRS.from_epsg(4490), Affine(1 / 120, 0, 116, 0, -1 / 120, latitude + 0.5 / 120), 5, 1)
    right, slant, down = 1 / nearness(grid)[0]
    geod = Geod(ellps="GRS80")
    assert right == pytest.approx(geod.inv(116, latitude, 116 + 1 / 120, latitude)[2], rel=1e-6)
    half = 0.5 / 120
    assert down == pytest.approx(geod.inv(116, latitude - half, 116, latitude + half)[2], rel=1e-6)
    assert slant == pytest.approx(np.hypot(right, down), rel=1e-12)


def test_a_surface_without_data_has_no_flow() -> None:
    flow = route(np.full((4, 5), np.nan, dtype=np.float32), metres(4, 5))
    assert (flow.direction == NODATA).all()
    assert np.isnan(flow.accumulated()).all()


@pytest.fixture(scope="module")
def pyflwdirs() -> tuple[Heights, Heights, NDArray[np.uint8], Grid]:
    """The bundled heights, as pyflwdir fills them, and where they drain to by it."""
    heights, grid = read_bundled()
    known = ~np.isnan(heights)
    filled, d8 = pyflwdir.dem.fill_depressions(np.where(known, heights, -999), nodata=-999.0, outlets="edge")
    words = np.full(256, NODATA, dtype=np.uint8)
    words[list(D8)] = list(D8.values())
    return heights, np.where(known, filled, np.nan).astype(np.float32), words[d8], grid


def test_the_bundled_heights_are_filled_as_pyflwdir_fills_them(pyflwdirs: tuple[Heights, ...]) -> None:
    heights, theirs, _, _ = pyflwdirs
    ours = heights.copy()
    fill(ours)
    np.testing.assert_array_equal(ours, theirs)
    assert 0.05 < (ours > heights).mean() < 0.5


def test_with_all_distances_one_directions_are_pyflwdirs(
    pyflwdirs: tuple[Heights, Heights, NDArray[np.uint8], Grid]
) -> None:
    """pyflwdir drains a cell to its lowest neighbour, however far it is; of several as low to any."""
    _, filled, theirs, grid = pyflwdirs
    ours = directions(filled, np.ones((grid.height, 3)))
    around = np.pad(filled, 1, constant_values=np.inf)
    rows, columns = filled.shape
    beside = np.stack([around[1 + y:1 + y + rows, 1 + x:1 + x + columns] for y, x in zip(DOWN, RIGHT)])
    lowest = np.where(np.isnan(beside), np.inf, beside).min(axis=0)
    certain = (lowest < filled) & ((beside == lowest).sum(axis=0) == 1)
    assert certain.sum() > 400_000
    assert (ours == theirs)[certain].mean() >= 0.999


def test_areas_upstream_are_pyflwdirs(pyflwdirs: tuple[Heights, Heights, NDArray[np.uint8], Grid]) -> None:
    """At the large reservoirs of the facts (nothing cut away, so not their published areas)."""
    _, filled, theirs, grid = pyflwdirs
    ours = Flow(grid, directions(filled, nearness(grid))).accumulated()
    expected = Flow(grid, theirs).accumulated()
    places = [one for one in facts()["catchments"]["reservoirs"] if one["catchment_km2"] > 3000]
    assert len(places) == 10
    for one in places:
        column, row = (int(place) for place in ~grid.transform @ (one["lon"], one["lat"]))
        near = np.s_[row - 5:row + 6, column - 5:column + 6]
        assert np.nanmax(ours[near]) == pytest.approx(np.nanmax(expected[near]), rel=0.005), one["name_en"]
