"""Shares of cells: squares that can be reckoned by hand, then shapely and exactextract."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine

from jjj_planner_plugin.engine.grid import Grid
from tests.engine.zonal.shapes import flat_grid, over, stars


@pytest.mark.parametrize("upward", [False, True])
def test_a_rectangle_has_the_shares_that_a_person_would_write_down(upward: bool) -> None:
    coverage = over(flat_grid(4, 3, upward=upward), [shapely.box(500, 250, 3000, 2000)])
    south_up = [[0.375, 0.75, 0.75, 0], [0.5, 1, 1, 0], [0, 0, 0, 0]]
    assert np.array_equal(coverage.dense(0), south_up if upward else south_up[::-1])
    assert coverage.cells.tolist() == [6]
    assert coverage.inside.tolist() == [1.0]


def test_a_triangle_has_half_of_the_cells_that_its_long_side_passes() -> None:
    coverage = over(flat_grid(3, 3), [shapely.Polygon([(0, 0), (3000, 0), (0, 3000)])])
    assert np.array_equal(coverage.dense(0), [[0.5, 0, 0], [1, 0.5, 0], [1, 1, 0.5]])


def test_a_hole_and_a_second_part_count_as_they_are() -> None:
    holed = shapely.box(0, 0, 3000, 3000).difference(shapely.box(1000, 1000, 2000, 1500))
    two = shapely.union_all([holed, shapely.box(4000, 0, 4500, 1000)])
    coverage = over(flat_grid(5, 3), [two])
    assert np.array_equal(coverage.dense(0), [[1, 1, 1, 0, 0], [1, 0.5, 1, 0, 0], [1, 1, 1, 0, 0.5]])


def test_cells_without_an_edge_are_one_run_however_many_they_are() -> None:
    coverage = over(flat_grid(100_000, 3), [shapely.box(500, 0, 99_999_500, 2500)])
    run, share, _, _ = coverage.parts[0]
    assert len(run) == 9
    assert share.tolist() == [0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.5, 1, 0.5]
    assert coverage.cells.tolist() == [300_000]


def test_what_is_off_the_grid_is_told_as_a_share_of_the_zone() -> None:
    boxes = [shapely.box(-1000, 0, 1000, 1000), shapely.box(2500, 2500, 3500, 3500), shapely.box(9000, 0, 9900, 900),
             shapely.box(-5000, -5000, 9000, 9000), shapely.box(0, 5000, 1000, 6000), shapely.Polygon()]
    coverage = over(flat_grid(3, 3), boxes)
    assert coverage.inside == pytest.approx([0.5, 0.25, 0, 9 / 196, 0, 0], abs=1e-12)
    assert coverage.cells.tolist() == [1, 1, 0, 9, 0, 0]
    assert coverage.window == (0, 0, 3, 3)
    assert (coverage.dense(3) == 1).all()


def test_no_zone_on_the_grid_leaves_an_empty_window() -> None:
    coverage = over(flat_grid(3, 3), [shapely.box(9000, 0, 9900, 900)])
    assert coverage.window == (0, 0, 0, 0)
    assert coverage.cells.tolist() == [0]


@pytest.mark.parametrize("upward", [False, True])
def test_every_cell_agrees_with_geos(upward: bool) -> None:
    grid, shapes = flat_grid(23, 17, upward=upward), stars(120, 17_000, 4)
    coverage = over(grid, shapes)
    row, column = np.mgrid[0:17, 0:23] * 1000.0
    south = row if upward else 16_000 - row
    cells = shapely.box(column, south, column + 1000, south + 1000)
    for zone, shape in enumerate(shapes):
        cut = shapely.area(shapely.intersection(cells, shape)) / 1e6
        assert np.abs(coverage.dense(zone) - cut).max() < 1e-12
        inside = shapely.intersection(shape, shapely.box(0, 0, 23_000, 17_000)).area / shape.area
        assert coverage.inside[zone] == pytest.approx(inside, abs=1e-9)


def test_every_cell_agrees_with_exactextract_to_its_single_precision() -> None:
    from exactextract import exact_extract
    from exactextract.feature import JSONFeatureSource
    from exactextract.raster import NumPyRasterSource

    shapes = stars(60, 40_000, 9)
    coverage = over(flat_grid(40, 40), shapes)
    number = np.arange(1600, dtype=np.float64).reshape(40, 40)
    source = NumPyRasterSource(number, 0, 0, 40_000, 40_000)
    features = [{"type": "Feature", "properties": {"number": k}, "geometry": shapely.geometry.mapping(shape)}
                for k, shape in enumerate(shapes)]
    told = exact_extract(source, JSONFeatureSource(features), ["values", "coverage"], include_cols=["number"])
    compared = 0
    for one in told:
        values, shares = (np.asarray(one["properties"][name]) for name in ("values", "coverage"))
        theirs = np.zeros(1600)
        theirs[values.astype(np.int64)] = shares
        assert np.abs(coverage.dense(one["properties"]["number"]).ravel() - theirs).max() < 2.0**-24
        compared += len(values)
    assert compared > 5000


def test_zones_that_share_edges_cover_every_cell_once() -> None:
    grid = flat_grid(50, 50)
    places = np.random.default_rng(3).uniform(0, 50_000, (400, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=shapely.box(
        -1000, -1000, 51_000, 51_000)))
    coverage = over(grid, cells)
    whole = sum(coverage.dense(zone) for zone in range(len(coverage)))
    assert np.abs(whole - 1).max() < 1e-12


def test_blocks_of_zones_on_many_threads_change_nothing() -> None:
    shapes = stars(300, 20_000, 5)
    together, alone = over(flat_grid(20, 20), shapes), [over(flat_grid(20, 20), [shape]) for shape in shapes]
    assert len(together.parts) > 50
    for place in (0, 1):  # runs, shares
        assert np.array_equal(np.concatenate([part[place] for part in together.parts]),
                              np.concatenate([one.parts[0][place] for one in alone]))


def test_a_grid_in_degrees_far_from_its_origin_keeps_its_precision() -> None:
    grid = Grid(flat_grid(1, 1).crs, Affine(0.01, 0, 113.0, 0, -0.01, 43.0), 700, 700)
    coverage = over(grid, [shapely.box(116.123, 39.456, 116.789, 39.987)])
    assert (coverage.dense(0).sum() * 1e-4) == pytest.approx(0.666 * 0.531, rel=1e-11)
