"""Series of concentration rasters: order, units, no data, and what the tags say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import CRS

from jjj_planner_plugin.engine.air.periods import period
from jjj_planner_plugin.engine.air.series import canonical_unit, open_series, period_label, series_tags, write_series
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job

JOB = Job({})
GRID = Grid(CRS.from_epsg(4490), Affine(0.5, 0, 114, 0, -0.5, 41), 3, 2)
JANUARY, FEBRUARY, MARCH = (datetime(2014, month, 1) for month in (1, 2, 3))
FIRST = np.array([[1, 2, 3], [4, 5, np.nan]], np.float32)


def written(path: Path, bands: list[Any], periods: list[Any], grid: Grid = GRID, pollutant: str = "pm25") -> str:
    write_series(path, grid, bands, periods, series_tags(pollutant, "month", "made up"))
    return str(path)


def foreign(path: Path, data: Any, **options: Any) -> str:
    """A raster that no tool of ours wrote."""
    scales, offsets, unit = (options.pop(key, None) for key in ("scales", "offsets", "unit"))
    with rasterio.open(path, "w", driver="GTiff", width=data.shape[1], height=data.shape[0], count=1, dtype=data.dtype,
                       crs="EPSG:4490", transform=GRID.transform, **options) as made:
        made.write(data, 1)
        if scales:
            made.scales, made.offsets = scales, offsets
        if unit:
            made.set_band_unit(1, unit)
    return str(path)


def test_what_is_written_is_read_again_with_its_dates_and_its_gaps(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", [FIRST, FIRST * 2], [(JANUARY, FEBRUARY), (FEBRUARY, MARCH)])
    series = open_series([path], JOB)
    assert (series.pollutant, series.averaging, series.unit, series.source) == ("pm25", "month", "µg/m³", "made up")
    assert [one.label for one in series.slices] == ["2014-01", "2014-02"]
    assert series.dated and not series.demonstration
    np.testing.assert_array_equal(series.read(1), FIRST * 2)
    np.testing.assert_array_equal(series.read(0, (1, 1, 1, 2)), FIRST[1:, 1:])


def test_files_are_put_in_the_order_of_their_dates(tmp_path: Path) -> None:
    later = written(tmp_path / "a.tif", [FIRST * 2], [(FEBRUARY, MARCH)])
    earlier = written(tmp_path / "b.tif", [FIRST], [(JANUARY, FEBRUARY)])
    series = open_series([later, earlier], JOB)
    np.testing.assert_array_equal(series.read(0), FIRST)


def test_rasters_without_a_date_take_it_from_their_names_and_say_so(tmp_path: Path) -> None:
    paths = [foreign(tmp_path / f"pm25_{month}.tif", FIRST) for month in ("2014-02", "2014-01")]
    job = Job({})
    series = open_series(paths, job, "pm25")
    assert [one.label for one in series.slices] == ["2014-01", "2014-02"]
    assert series.averaging == "month"
    (said,) = job.warnings
    assert said["code"] == "air-date-of-name"
    assert (said["detail"]["count"], said["detail"]["dates"]) == (2, "2014-01–2014-02")


def test_what_is_known_of_a_date_goes_before_the_name(tmp_path: Path) -> None:
    job = Job({})
    asked = open_series([foreign(tmp_path / "pm25_2014.tif", FIRST)], job, "pm25", period=period(MARCH, "month"))
    tagged = open_series([written(tmp_path / "pm25_2015.tif", [FIRST], [(JANUARY, FEBRUARY)])], job)
    mixed = open_series([foreign(tmp_path / f"{name}.tif", FIRST) for name in ("2014", "other")], job)
    assert [series.slices[0].label for series in (asked, tagged, mixed)] == ["2014-03", "2014-01", ""]
    assert not job.warnings


def test_a_bottom_up_grid_is_written_north_up(tmp_path: Path) -> None:
    upward = Grid(GRID.crs, Affine(0.5, 0, 114, 0, 0.5, 40), 3, 2)
    series = open_series([written(tmp_path / "a.tif", [FIRST], [None], upward)], JOB)
    np.testing.assert_array_equal(series.read(0), FIRST[::-1])
    assert series.grid.transform == GRID.transform


def test_packed_values_no_data_and_units_are_applied(tmp_path: Path) -> None:
    packed = np.array([[350, 400, -999]], np.int16)
    path = foreign(tmp_path / "p.tif", packed, nodata=-999, scales=(0.1,), offsets=(5.0,))
    np.testing.assert_allclose(open_series([path], JOB, "pm25").read(0), [[40, 45, np.nan]])
    heavy = foreign(tmp_path / "k.tif", np.array([[3.5e-8]]), unit="kg m-3")
    np.testing.assert_allclose(open_series([heavy], JOB, "pm25").read(0), [[35]], rtol=1e-6)
    monoxide = foreign(tmp_path / "c.tif", np.array([[1200.0]]), unit="ug/m3")
    assert open_series([monoxide], JOB).read(0)[0, 0] == 1200  # no pollutant known: as it is


def test_a_foreign_raster_takes_what_the_caller_says_of_it(tmp_path: Path) -> None:
    path = foreign(tmp_path / "f.tif", FIRST)
    series = open_series([path], JOB, "pm25", None, period(datetime(2020, 1, 1), "year"))
    assert (series.pollutant, series.averaging, series.slices[0].label) == ("pm25", "year", "2020")
    assert not open_series([path], JOB).dated


def test_rasters_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    here = written(tmp_path / "a.tif", [FIRST], [(JANUARY, FEBRUARY)])
    moved = Grid(GRID.crs, Affine(0.5, 0, 114.1, 0, -0.5, 41), 3, 2)
    others = {
        "air-grids-differ": written(tmp_path / "b.tif", [FIRST], [(FEBRUARY, MARCH)], moved),
        "air-pollutants-differ": written(tmp_path / "c.tif", [FIRST], [(FEBRUARY, MARCH)], pollutant="pm10"),
        "air-dates-twice": written(tmp_path / "d.tif", [FIRST], [(JANUARY, FEBRUARY)])}
    for code, path in others.items():
        with pytest.raises(EngineError) as raised:
            open_series([here, path], JOB)
        assert raised.value.code == code
    with pytest.raises(EngineError) as raised:
        open_series([], JOB)
    assert raised.value.code == "air-no-rasters"


@pytest.mark.parametrize("text,unit", [
    ("ug/m3", "µg/m³"), ("ug m-3", "µg/m³"), ("μg/m3", "µg/m³"), ("µg m-3", "µg/m³"), ("kg m**-3", "kg/m³"),
    ("mg/m^3", None), ("ppb", None), ("KG/M3", "kg/m³")])
def test_units_are_known_by_their_spellings(text: str, unit: str | None) -> None:
    assert canonical_unit(text) == unit


def test_a_period_is_named_by_its_length() -> None:
    assert period_label(datetime(2014, 1, 31, 5), datetime(2014, 1, 31, 6)) == "2014-01-31 05:00"
    assert period_label(datetime(2014, 1, 31), datetime(2014, 2, 1)) == "2014-01-31"
    assert period_label(JANUARY, FEBRUARY) == "2014-01"
    assert period_label(datetime(2014, 1, 1), datetime(2015, 1, 1)) == "2014"
