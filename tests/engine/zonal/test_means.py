"""Means over zones: by hand, as properties that must hold, and against exactextract where it weighs cells alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from jjj_planner_plugin.engine.air.series import Series
from jjj_planner_plugin.engine.geodesy import LONLAT, area_m2, transformer
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.zonal import means
from jjj_planner_plugin.engine.zonal.means import ZoneMeans, weights, windows_read, zone_means, zone_sums
from tests.engine.zonal.shapes import flat_grid, over, stars

Open = Callable[..., Series]
REGION = shapely.box(113.5, 36.0, 119.9, 42.7)
GAUSS = CRS.from_epsg(4549)


def measured(series: Series, shapes: Any, crs: Any = None) -> ZoneMeans:
    return zone_means(series, over(series.grid, shapes, crs), Job({}))


def degrees(step: float, upward: bool = False) -> Grid:
    width, height = round(6.4 / step), round(6.7 / step)
    return Grid(LONLAT, Affine(step, 0, 113.5, 0, step if upward else -step, 36.0 if upward else 42.7), width, height)


def gauss(cell: float) -> Grid:
    x, y = transformer(LONLAT.to_wkt(), GAUSS.to_wkt()).transform(*shapely.get_coordinates(REGION.segmentize(0.1)).T)
    west, north = x.min() - cell, y.max() + cell
    return Grid(GAUSS, Affine(cell, 0, west, 0, -cell, north), int((x.max() - west) / cell) + 2,
                int((north - y.min()) / cell) + 2)


def smooth(grid: Grid) -> Any:
    """A field that changes with the place by a tenth or so in a zone, at the cells' centres."""
    x, y = grid.transform @ np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    lon, lat = transformer(grid.crs.to_wkt(), LONLAT.to_wkt()).transform(x, y)
    return (60 + 25 * np.sin((lat - 36) / 2) + 10 * np.cos(lon - 113)).astype(np.float32)


def lonlat_zones(seed: int = 2) -> Any:
    inner = shapely.transform(stars(24, 4.0, seed), lambda xy: xy * [1.2, 1.2] + [114.3, 36.9])
    return [shape for shape in inner if shapely.box(113.6, 36.1, 119.8, 42.6).contains(shape)]


def test_progress_counts_from_one_in_few_lines_and_never_goes_back(series: Open) -> None:
    class Told(Job):
        lines: ClassVar[list[tuple[float, int]]] = []

        def progress(self, fraction: float, code: str, **facts: Any) -> None:
            self.lines.append((fraction, facts["done"]))

    grid, job = flat_grid(4, 4), Told({})
    many = series(grid, [np.ones((4, 4), np.float32)] * 240)
    coverage = over(grid, [shapely.box(0, 0, 3000, 3000)])
    for some in (range(0, 120), range(120, 240)):
        for _ in windows_read(many, coverage, job, some):
            pass
    assert job.lines[0] == (0.1, 1)
    assert job.lines == sorted(job.lines)
    assert 40 < len(job.lines) <= 140


def test_a_mean_is_weighed_by_the_share_of_each_cell(series: Open) -> None:
    band = np.array([[10, 20, 30], [40, np.nan, 60]], np.float32)
    found = measured(series(flat_grid(3, 2), [band]), [
        shapely.box(500, 1000, 2000, 2000), shapely.box(0, 0, 2000, 1000), shapely.box(1100, 100, 1900, 900),
        shapely.box(2000, 1000, 4000, 2000)])
    assert found.mean[0, :2] == pytest.approx([(0.5 * 10 + 20) / 1.5, 40])
    assert np.isnan(found.mean[0, 2])
    assert found.mean[0, 3] == 30
    assert found.valid_share[0] == pytest.approx([1, 0.5, 0, 0.5])
    assert found.cells.tolist() == [2, 2, 1, 1]
    assert found.effective_cells == pytest.approx([1.5**2 / 1.25, 2, 1, 1])


def test_a_zone_off_the_raster_has_no_mean_and_nothing_valid(series: Open) -> None:
    found = measured(series(flat_grid(3, 2), [np.ones((2, 3))]), [shapely.box(9000, 0, 9900, 900)])
    assert np.isnan(found.mean).all()
    assert (found.valid_share[0, 0], found.cells[0], found.effective_cells[0]) == (0, 0, 0)


@pytest.mark.parametrize("grid", [degrees(0.05), degrees(0.05, upward=True), gauss(5000.0)],
                         ids=["4490", "bottom-up", "4549"])
def test_a_uniform_raster_gives_its_constant_in_every_zone(grid: Grid, series: Open) -> None:
    constant = np.float32(37.3)
    found = measured(series(grid, [np.full((grid.height, grid.width), constant)]), lonlat_zones(), LONLAT)
    assert np.abs(found.mean / constant - 1).max() < 1e-12
    assert found.valid_share == pytest.approx(1, abs=1e-12)


def test_weights_are_true_areas_in_degrees_and_in_a_projection() -> None:
    zones = lonlat_zones()
    truth = area_m2(np.array(zones, dtype=object), LONLAT)
    assert weights(over(degrees(0.02), zones)).area_m2 == pytest.approx(truth, rel=1e-4)
    assert weights(over(gauss(2000.0), zones, LONLAT)).area_m2 == pytest.approx(truth, rel=1e-5)


def test_a_smooth_field_has_the_same_means_in_degrees_and_in_gauss_kruger(series: Open) -> None:
    zones = [*lonlat_zones(), shapely.box(114, 37, 119, 42)]
    a, b = (measured(series(grid, [smooth(grid)]), zones, LONLAT) for grid in (degrees(0.02), gauss(2000.0)))
    assert a.mean == pytest.approx(b.mean, rel=1e-3)


def test_without_true_areas_a_large_zone_would_be_off() -> None:
    grid, zone = degrees(0.05), [shapely.box(114, 36.5, 119, 42.5)]
    coverage, field = over(grid, zone), smooth(degrees(0.05)).astype(np.float64)
    plain = zone_sums(field, coverage) / zone_sums(np.ones_like(field), coverage)
    area = np.broadcast_to(grid.cell_areas(), field.shape)
    true = zone_sums(field * area, coverage) / zone_sums(area, coverage)
    assert abs(plain[0] / true[0] - 1) > 1e-3


def test_sums_over_zones_that_part_the_raster_add_up_to_the_whole() -> None:
    people = np.random.default_rng(8).gamma(0.3, 900, (40, 40))
    places = np.random.default_rng(9).uniform(0, 40_000, (90, 2))
    zones = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=shapely.box(
        -9000, -9000, 49_000, 49_000)))
    assert zone_sums(people, over(flat_grid(40, 40), zones)).sum() == pytest.approx(people.sum(), rel=1e-12)


def test_means_agree_with_exactextract_where_all_cells_are_as_large(series: Open) -> None:
    from exactextract import exact_extract
    from exactextract.feature import JSONFeatureSource
    from exactextract.raster import NumPyRasterSource

    random = np.random.default_rng(6)
    band = random.normal(50, 20, (60, 60)).astype(np.float32)
    band[random.uniform(size=band.shape) < 0.1] = np.nan
    shapes = stars(80, 60_000, 11)
    found = measured(series(flat_grid(60, 60), [band]), shapes)
    features = [{"type": "Feature", "geometry": shapely.geometry.mapping(shape)} for shape in shapes]
    told = exact_extract(NumPyRasterSource(band, 0, 0, 60_000, 60_000, nodata=np.nan), JSONFeatureSource(features),
                         ["mean", "count"])
    for zone, one in enumerate(told):
        theirs = one["properties"]["mean"]
        if theirs is None or np.isnan(theirs):
            assert np.isnan(found.mean[0, zone])
        else:
            assert found.mean[0, zone] == pytest.approx(theirs, rel=1e-7)


def test_rows_read_in_stripes_give_the_same_bits_as_the_whole(series: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    bands = [random.normal(50, 20, (134, 128)).astype(np.float32) for _ in range(3)]
    opened = series(degrees(0.05), bands)
    whole = measured(opened, lonlat_zones())
    monkeypatch.setattr("jjj_planner_plugin.engine.air.series.CELLS_AT_ONCE", 1000)
    monkeypatch.setattr(means, "CELLS", 500)
    in_stripes = measured(opened, lonlat_zones())
    assert np.array_equal(whole.mean, in_stripes.mean)
    assert np.array_equal(whole.effective_cells, in_stripes.effective_cells)
