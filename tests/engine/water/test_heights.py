"""Heights as planners have them: units, voids, numbers that are none, the sea, and ground whose water stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import CRS

from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.water.heights import Heights, closed_ground, read_heights

Call = Callable[..., Any]


PLACE = Affine(0.01, 0, 116, 0, -0.01, 40)


def slope(rows: int = 20, columns: int = 30) -> np.ndarray:
    """100 m in the first column, 10 m more in each next."""
    return np.broadcast_to(100 + 10 * np.arange(columns), (rows, columns)).astype(np.float32)


@pytest.fixture
def dem(tmp_path: Path) -> Call:
    """`dem(values, …)`: a raster of heights in EPSG:4490, cells of 0.01°; gives its path."""

    def write(
        values: np.ndarray, nodata: float | None = None, unit: str = "", crs: Any = 4490, scale: float = 1.0,
        offset: float = 0.0, mask: np.ndarray | None = None, transform: Affine = PLACE,
    ) -> str:
        path = tmp_path / "dem.tif"
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
                path, "w", driver="GTiff", height=len(values), width=values.shape[1], count=1, dtype=values.dtype,
                crs=CRS(crs).to_wkt() if crs else None, transform=transform,
                nodata=nodata) as dataset:
            dataset.write(values, 1)
            dataset.scales, dataset.offsets = (scale,), (offset,)
            if unit:
                dataset.units = (unit,)
            if mask is not None:
                dataset.write_mask(mask)
        return str(path)

    return write


def read(path: str, **options: Any) -> tuple[Heights, list[str]]:
    """The heights and the codes of what was said."""
    job = Job({})
    found = read_heights(path, job, **options)
    assert found.values.dtype == np.float32
    return found, [warning["code"] for warning in job.warnings]


def refused(path: str) -> str:
    with pytest.raises(EngineError) as caught:
        read_heights(path, Job({}))
    return caught.value.code


def test_the_bundled_model_is_read_whole_and_its_few_voids_are_filled() -> None:
    found, said = read("bundled")
    assert found.values.shape == (1020, 1080)
    assert said == ["heights-voids-filled"]
    assert int(np.isnan(found.values).sum()) == 67979 - 6
    assert float(np.nanmax(found.values)) == 2969
    assert found.bundled


@pytest.mark.parametrize("kind", [np.int16, np.float32, np.float64, np.int32])
def test_whatever_the_type_metres_are_metres(dem: Call, kind: type) -> None:
    found, said = read(dem(slope().astype(kind)))
    assert said == []
    assert np.array_equal(found.values, slope())


def test_scale_and_offset_are_applied_after_no_data_is_taken_out(dem: Call) -> None:
    values = (slope() * 10).astype(np.int16)
    values[:, -1] = -1
    found, said = read(dem(values, nodata=-1, scale=0.1, offset=5))
    assert said == []
    assert np.isnan(found.values[:, -1]).all()
    assert np.allclose(found.values[:, :-1], slope()[:, :-1] + 5)


@pytest.mark.parametrize("unit,metres", [("ft", 0.3048), ("Feet", 0.3048), ("US survey foot", 1200 / 3937)])
def test_feet_are_converted_and_said(dem: Call, unit: str, metres: float) -> None:
    found, said = read(dem(slope(), unit=unit))
    assert said == ["heights-converted"]
    assert np.allclose(found.values, slope() * metres)
    assert found.described()["unit"] == unit


def test_the_planners_unit_goes_before_the_bands(dem: Call) -> None:
    found, said = read(dem(slope(), unit="m"), height_unit="ft")
    assert said == ["heights-unit-differs", "heights-converted"]
    assert np.allclose(found.values, slope() * 0.3048)
    assert read(dem(slope(), unit="furlong"))[1] == ["heights-unit-unknown"]


def test_heights_above_any_mountain_are_suspected_to_be_feet(dem: Call) -> None:
    path = dem(slope() * 60)
    assert read(path)[1] == ["heights-suspicious"]
    assert read(path, height_unit="ft")[1] == ["heights-converted"]


def test_feet_without_a_word_are_suspected_by_the_bundled_model(dem: Call) -> None:
    metres = read("bundled")[0]
    part = metres.grid.window((116, 40, 116.5, 40.4))
    row, column, rows, columns = part
    ground = metres.values[row:row + rows, column:column + columns]
    feet = ground / 0.3048
    for values, unit, said in ((feet, None, ["heights-like-feet"]), (feet, "ft", []), (ground, None, []),
                               (ground, "ft", ["heights-like-metres"])):
        path = dem(values.astype(np.float32), transform=metres.grid.part(part).transform)
        assert [code for code in read(path, height_unit=unit)[1] if code != "heights-converted"] == said


@pytest.mark.parametrize("place", [(10, 50), (117, 38.5)], ids=["elsewhere", "on the plain"])
def test_where_the_bundled_model_has_no_hills_nothing_is_suspected(dem: Call, place: tuple[float, float]) -> None:
    assert read(dem(slope() * 3.28, transform=Affine(0.01, 0, place[0], 0, -0.01, place[1])))[1] == []


@pytest.mark.parametrize("wild", [-32768.0, -9999.0, 32767.0, -3.4e38, 1e20])
def test_numbers_that_no_land_has_are_no_data_and_said(dem: Call, wild: float) -> None:
    values = slope()
    values[:, -3:] = wild
    found, said = read(dem(values))
    assert said == ["heights-wild"]
    assert np.isnan(found.values[:, -3:]).all()
    assert np.array_equal(found.values[:, :-3], slope()[:, :-3])


def test_declared_no_data_nan_and_infinity_are_no_data_without_a_word(dem: Call) -> None:
    values = slope()
    values[0], values[-1], values[:, 0] = -32768, np.nan, np.inf
    found, said = read(dem(values, nodata=-32768))
    assert said == []
    assert np.isnan(found.values[[0, -1]]).all()
    assert np.isnan(found.values[:, 0]).all()
    assert np.isfinite(found.values[1:-1, 1:]).all()


def test_a_mask_in_the_file_is_no_data(dem: Call) -> None:
    mask = np.full((20, 30), 255, np.uint8)
    mask[:5] = 0
    found, _ = read(dem(slope(), mask=mask))
    assert np.isnan(found.values[:5]).all()
    assert np.isfinite(found.values[5:]).all()


def test_a_small_void_is_filled_from_around_and_counted(dem: Call) -> None:
    values = slope()
    values[8:11, 10:13] = -32768
    values[4, 20] = -32768
    job = Job({})
    found = read_heights(dem(values, nodata=-32768), job)
    assert [(one["code"], one["detail"]["count"], one["detail"]["cells"]) for one in job.warnings] == [
        ("heights-voids-filled", 2, 10)]
    assert 190 <= found.values[8:11, 10:13].min() <= found.values[8:11, 10:13].max() <= 230


def test_a_large_void_stays_and_no_data_at_the_edge_is_no_void(dem: Call) -> None:
    values = slope(60, 60)
    values[10:45, 10:45] = -32768  # 1225 cells
    values[:, 55:] = -32768
    job = Job({})
    found = read_heights(dem(values, nodata=-32768), job)
    assert [(one["code"], one["detail"]["cells"]) for one in job.warnings] == [("heights-voids-left", 1225)]
    assert int(np.isnan(found.values).sum()) == 1225 + 60 * 5


def test_a_void_across_the_blocks_is_filled_as_one(dem: Call) -> None:
    values = slope(540, 540)
    values[500:525, 505:520] = np.nan
    found, said = read(dem(values))
    assert said == ["heights-voids-filled"]
    assert np.abs(found.values - slope(540, 540))[500:525, 505:520].max() < 60
    assert (np.diff(found.values[512, 503:522]) > 0).mean() > 0.8  # rises eastward through it


def test_the_sea_at_height_0_is_no_data_and_an_inland_flat_of_0_is_land(dem: Call) -> None:
    values = slope()
    values[:, :4] = 0
    values[8:12, 10:14] = 0
    found, said = read(dem(values))
    assert said == ["heights-sea"]
    assert np.isnan(found.values[:, :4]).all()
    assert (found.values[8:12, 10:14] == 0).all()


def test_zeros_by_a_sea_without_data_are_land(dem: Call) -> None:
    values = slope()
    values[:, :4], values[:, 4:8] = -999, 0
    found, said = read(dem(values, nodata=-999))
    assert said == []
    assert (found.values[:, 4:8] == 0).all()


def test_rasters_without_sense_are_refused(dem: Call) -> None:
    assert refused(dem(np.full((5, 5), 7.0, np.float32))) == "heights-constant"
    assert refused(dem(np.full((5, 5), -999.0, np.float32), nodata=-999)) == "heights-empty"
    assert refused(dem(slope(), crs=None)) == "raster-no-crs"
    assert refused("no such file.tif") == "no-file"


def test_a_crs_assigned_in_qgis_is_used_where_the_file_has_none_and_said(dem: Call) -> None:
    for assigned in ("EPSG:4490", CRS(4490).to_wkt()):
        found, said = read(dem(slope(), crs=None), assigned_crs=assigned)
        assert said == ["heights-crs-assigned"] and found.grid.crs.to_epsg() == 4490
    found, said = read(dem(slope()), assigned_crs="EPSG:3857")
    assert said == [] and found.grid.crs.to_epsg() == 4490, "the file's own stays"
    with pytest.raises(EngineError) as caught:
        read_heights(dem(slope(), crs=None), Job({}), assigned_crs="EPSG:1")
    assert caught.value.code == "heights-bad-crs"


def test_a_window_has_its_own_grid(dem: Call) -> None:
    found, _ = read(dem(slope()), window=(2, 3, 4, 5))
    assert found.values.shape == (4, 5)
    assert found.values[0, 0] == 130
    assert found.grid.bounds == pytest.approx((116.03, 39.94, 116.08, 39.98))


def test_the_bashang_is_closed_and_nothing_else_outside_the_basin() -> None:
    heights, _ = read("bundled")
    closed = closed_ground("bundled", heights.grid, Job({}))
    assert closed.shape == heights.values.shape

    def at(lon: float, lat: float) -> bool:
        column, row = ~heights.grid.transform @ (lon, lat)
        return bool(closed[int(row), int(column)])

    assert at(114.7, 41.6)  # 康保 and 张北: the plateau
    assert not at(115.6, 40.3)  # 官厅
    assert not at(118.5, 42.5)  # 辽河: east of the plateau
    assert not at(113.0, 36.0)  # outside the outline, but in the south
    assert closed_ground(None, heights.grid, Job({})).sum() == 0


def test_a_polygon_in_any_crs_closes_the_cells_whose_centres_it_holds(store: Call) -> None:
    grid = Grid(CRS.from_epsg(4490), Affine(0.01, 0, 116, 0, -0.01, 40), 30, 20)
    box = shapely.box(116.05, 39.9, 116.1, 39.95)
    plain = closed_ground(store("plain", [box]), grid, Job({}))
    assert plain.sum() == 25
    assert plain[5:10, 5:10].all()
    moved = gpd.GeoSeries([box.buffer(1e-5)], crs=4490).to_crs(4549)
    assert np.array_equal(closed_ground(store("moved", moved, 4549), grid, Job({})), plain)
    upward = Grid(grid.crs, Affine(0.01, 0, 116, 0, 0.01, 39.8), 30, 20)
    assert np.array_equal(closed_ground(store("again", [box]), upward, Job({})), plain[::-1])
