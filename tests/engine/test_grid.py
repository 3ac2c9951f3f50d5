"""The grid of a raster: windows, and areas of cells against pyproj's geodesic polygons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import CRS, Geod

from jjj_planner_plugin.engine.geodesy import REGION_ALBERS, transformer
from jjj_planner_plugin.engine.grid import Grid, grid_of, opened
from jjj_planner_plugin.engine.messages import EngineError

GEOD = Geod(ellps="GRS80")


def degrees(step: float = 0.5, width: int = 12, height: int = 12, upward: bool = False) -> Grid:
    e, f = (step, 36.5) if upward else (-step, 42.5)
    return Grid(CRS.from_epsg(4490), Affine(step, 0, 113.5, 0, e, f), width, height)


def geodesic_m2(grid: Grid, row: int, column: int) -> float:
    """The cell as a polygon with vertices along its edges, so that parallels are followed."""
    t = np.linspace(0, 1, 400 if grid.geographic else 4, endpoint=False)
    path = [(column + t, 0 * t + row), (0 * t + column + 1, row + t), (column + 1 - t, 0 * t + row + 1),
            (0 * t + column, row + 1 - t)]
    x, y = grid.transform @ (np.concatenate([p[0] for p in path]), np.concatenate([p[1] for p in path]))
    lon, lat = transformer(grid.crs.to_wkt(), CRS.from_epsg(4490).to_wkt()).transform(x, y)
    return abs(GEOD.polygon_area_perimeter(lon, lat)[0])


@pytest.mark.parametrize("upward", [False, True])
def test_cells_in_degrees_have_the_area_of_their_zone_of_the_ellipsoid(upward: bool) -> None:
    grid = degrees(upward=upward)
    areas = grid.cell_areas()
    assert areas.shape == (12, 1)
    for row in (0, 5, 11):
        assert areas[row, 0] == pytest.approx(geodesic_m2(grid, row, 3), rel=1e-6)


def test_a_cell_in_the_north_is_nine_per_cent_smaller_than_in_the_south() -> None:
    areas = degrees(0.01, 1, 660).cell_areas()[:, 0]
    assert areas[0] / areas[-1] == pytest.approx(np.cos(np.radians(42.5)) / np.cos(np.radians(35.9)), rel=2e-3)


@pytest.mark.parametrize("epsg", [4549, 4547, 32650, 3857])
def test_projected_cells_have_their_true_area_not_their_planar_one(epsg: int) -> None:
    crs = CRS.from_epsg(epsg)
    x, y = transformer("EPSG:4490", crs.to_wkt()).transform(114.0, 41.0)
    grid = Grid(crs, Affine(1000, 0, x, 0, -1000, y), 130, 97)
    areas = grid.cell_areas()
    assert areas.shape == (97, 130)
    for row, column in ((0, 0), (40, 70), (96, 129)):
        assert areas[row, column] == pytest.approx(geodesic_m2(grid, row, column), rel=1e-6)
    assert grid.cell_areas((30, 50, 20, 40))[10, 20] == pytest.approx(areas[40, 70], rel=1e-7)


def test_cells_in_an_equal_area_frame_are_as_large_as_drawn() -> None:
    grid = Grid(CRS.from_proj4(REGION_ALBERS), Affine(500, 0, 0, 0, -500, 0), 4, 3)
    assert (grid.cell_areas() == 250_000).all()


def test_the_window_of_a_box_holds_the_cells_that_it_meets_and_no_more() -> None:
    grid = degrees()
    assert grid.window((114.1, 41.1, 114.9, 41.9)) == (1, 1, 2, 2)
    assert grid.window((100, 30, 130, 50)) == grid.whole
    assert grid.window((100, 30, 113.4, 50)) is None
    assert degrees(upward=True).window((114.1, 37.1, 114.9, 37.9)) == (1, 1, 2, 2)
    assert grid.part((1, 2, 3, 4)).bounds == (114.5, 40.5, 116.5, 42.0)


def test_stripes_cover_a_window_once() -> None:
    grid = degrees()
    assert list(grid.stripes((2, 3, 7, 4), 12)) == [(2, 3, 3, 4), (5, 3, 3, 4), (8, 3, 1, 4)]
    assert list(grid.stripes((0, 0, 2, 12), 5)) == [(0, 0, 1, 12), (1, 0, 1, 12)]


def test_a_rotated_raster_and_one_without_crs_are_refused(tmp_path: Path) -> None:
    for name, transform, crs, code in (
        ("turned", Affine.rotation(10), "EPSG:4490", "raster-rotated"), ("bare", Affine(1, 0, 1, 0, -1, 1), None,
                                                                        "raster-no-crs")):
        path = str(tmp_path / f"{name}.tif")
        with rasterio.open(path, "w", driver="GTiff", width=2, height=2, count=1, dtype="float32", crs=crs,
                           transform=transform) as made:
            made.write(np.ones((1, 2, 2), np.float32))
        with pytest.raises(EngineError) as raised, opened(path) as dataset:
            grid_of(dataset, path)
        assert raised.value.code == code
