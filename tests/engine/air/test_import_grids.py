"""Products of gridded concentrations as their makers write them: read, converted, put in place, and said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rasterio
import rasterio.shutil
import xarray
from rasterio.transform import from_origin

from jjj_planner_plugin.engine.air.periods import written_period
from jjj_planner_plugin.engine.air.reading.dates import named_period
from jjj_planner_plugin.engine.air.reading.units import factor, mass_unit, readable

Import = Callable[..., dict[str, Any]]


@pytest.fixture
def imported(perform: Callable[..., dict[str, Any]], tmp_path: Path) -> Import:
    """`imported(*files, **params)`: the task's result, with `band`, `codes` (of its warnings) and `raster` added."""

    def run(*files: Any, **params: Any) -> dict[str, Any]:
        target = tmp_path / "out.tif"
        result = perform("air_import", files=[str(file) for file in files], output_raster=str(target), **params)
        with rasterio.open(target) as dataset:
            result["bands"] = dataset.read()
            result["transform"], result["crs"] = dataset.transform, dataset.crs
            result["names"], result["tags"] = dataset.descriptions, dataset.tags()
            result["spans"] = [(dataset.tags(k)["JJJ_START"], dataset.tags(k)["JJJ_END"]) for k in dataset.indexes]
        result["codes"] = [warning["code"] for warning in result["warnings"]]
        return result

    return run


@pytest.fixture
def code_of(refused: Callable[..., str], tmp_path: Path) -> Callable[..., str]:
    """`code_of(*files, **params)`: the code of the refusal; nothing was written."""

    def attempt(*files: Any, **params: Any) -> str:
        target = str(tmp_path / "no.tif")
        code = refused("air_import", files=[str(file) for file in files], output_raster=target, **params)
        assert not list(tmp_path.glob("*no.tif*"))
        return code

    return attempt


def write_nc(path: Path, name: str, values: Any, coords: dict[str, Any], attrs: dict[str, Any] | None = None,
             encoding: dict[str, Any] | None = None, engine: str = "h5netcdf", **dataset_attrs: Any) -> Path:
    """A NetCDF with one variable; `coords` in the order of its dimensions."""
    array = xarray.DataArray(values, coords=coords, dims=list(coords), attrs=attrs or {})
    dataset = xarray.Dataset({name: array}, attrs=dataset_attrs)
    dataset.to_netcdf(path, engine=engine, encoding={name: encoding or {}})
    return path


def centres(first: float, step: float, count: int) -> np.ndarray:
    return first + step * np.arange(count)


# CAMS


def test_cams_kilograms_and_longitudes_to_360_become_micrograms_in_place(imported: Import, tmp_path: Path) -> None:
    values = np.full((3, 7, 9), 3.5e-8, "float32")
    values[0, 0, 0] = 1e-8  # the north-western cell at the first time
    times = pd.to_datetime(["2020-01-14T16:00", "2020-01-14T19:00", "2020-01-14T22:00"])
    file = write_nc(tmp_path / "cams.nc", "pm2p5", values,
                    {"time": times, "latitude": centres(41.25, -0.75, 7), "longitude": centres(112.5, 0.75, 9)},
                    {"units": "kg m**-3", "long_name": "Particulate matter d < 2.5 um"})
    result = imported(file, extent="all")
    assert result["bands"][1] == pytest.approx(np.full((7, 9), 35.0), rel=1e-6)
    assert result["bands"][0, 0, 0] == pytest.approx(10.0, rel=1e-6)
    assert (result["transform"].c, result["transform"].f) == (112.5 - 0.375, 41.25 + 0.375)  # edges, half a cell out
    assert result["averaging"] == "hour"
    assert result["names"][0] == "2020-01-15 00:00"  # UTC+8
    assert result["spans"][0] == ("2020-01-15T00:00:00", "2020-01-15T03:00:00")
    assert {"air-converted", "air-crs-assumed", "air-local-time"} <= set(result["codes"])
    said = next(warning for warning in result["warnings"] if warning["code"] == "air-converted")
    assert said["detail"]["factor"] == "1e+09"
    assert said["detail"]["target"] == "µg/m³"


def test_a_globe_from_0_to_360_is_cut_open_at_180(imported: Import, tmp_path: Path) -> None:
    lon = centres(0, 10, 36)
    values = np.tile(lon, (17, 1)).astype("float32") + 5
    file = write_nc(tmp_path / "globe.nc", "pm25", values, {"lat": centres(80, -10, 17), "lon": lon},
                    {"units": "ug/m3"})
    result = imported(file, extent="all", date="2020")
    assert result["transform"].c == -175.0
    column = int((-10 - result["transform"].c) // 10)
    assert result["bands"][0, 0, column] == 355.0
    assert "air-wrapped" in result["codes"]


def test_the_dateline_belongs_to_one_column_only(imported: Import, tmp_path: Path) -> None:
    lon = centres(5, 10, 36)  # 5 … 355: −175 … 175
    file = write_nc(tmp_path / "globe.nc", "pm25", np.tile(lon, (4, 1)), {"lat": centres(50, -10, 4), "lon": lon},
                    {"units": "ug/m3"})
    result = imported(file, extent="all", date="2020")
    assert result["transform"].c == -180.0
    assert result["bands"][0, 0, 0] == 185.0
    assert result["bands"][0, 0, -1] == 175.0


def test_grib_is_read_with_its_unit_and_time(imported: Import, tmp_path: Path) -> None:
    pattern = np.full((1, 6, 8), 3.5e-8)
    pattern[0, 0, 0] = 1e-8
    source, file = tmp_path / "source.tif", tmp_path / "cams_pm2p5.grib2"
    identity = ("CENTER=98(ECMWF) SUBCENTER=0 MASTER_TABLE=4 LOCAL_TABLE=0 SIGNF_REF_TIME=1(Start_of_Forecast) "
                "REF_TIME=2020-01-15T03:00:00Z PROD_STATUS=0(Operational) TYPE=1(Forecast)")
    with rasterio.open(source, "w", driver="GTiff", width=8, height=6, count=1, dtype="float64", crs="EPSG:4326",
                       transform=from_origin(112.875, 41.125, 0.75, 0.75)) as dataset:
        dataset.write(pattern)
        dataset.update_tags(1, GRIB_DISCIPLINE="0", GRIB_IDS=identity, GRIB_PDS_PDTN="40", GRIB_PDS_TEMPLATE_NUMBERS=(
            "20 0 0 0 2 0 255 0 0 0 1 0 0 0 0 1 0 0 0 0 0 255 0 0 0 0 0"))
    rasterio.shutil.copy(source, file, driver="GRIB", strict=False)
    result = imported(file, extent="all")
    assert result["pollutant"] == "pm25"  # by the file's name
    assert result["bands"][0, 0, 0] == pytest.approx(10.0, rel=1e-3)
    assert result["bands"][0, 5, 7] == pytest.approx(35.0, rel=1e-3)
    assert result["names"] == ("2020-01-15 11:00",)
    assert "air-local-time" in result["codes"]
    assert (result["transform"].c, result["transform"].f) == pytest.approx((112.875, 41.125))


def test_a_forecasts_lead_time_is_added_and_an_ensembles_first_member_is_said(
    imported: Import, tmp_path: Path
) -> None:
    values = np.zeros((1, 2, 2, 3, 3)) + np.array([20.0, 30.0])[None, :, None, None, None]
    file = write_nc(tmp_path / "f.nc", "pm2p5", values, {
        "forecast_reference_time": pd.to_datetime(["2024-05-01"]), "forecast_period": pd.to_timedelta([4, 8], "h"),
        "number": [0, 1], "latitude": [40.0, 39.0, 38.0], "longitude": [115.0, 116.0, 117.0]}, {"units": "ug m-3"})
    result = imported(file)
    assert result["names"] == ("2024-05-01 12:00", "2024-05-01 16:00")
    assert result["bands"][:, 1, 1].tolist() == [20.0, 30.0]
    assert "air-level" in result["codes"]


def test_of_pressure_levels_the_one_at_the_ground_is_read(imported: Import, tmp_path: Path) -> None:
    values = np.ones((3, 3, 3)) * np.array([1.0, 50.0, 7.0])[:, None, None]
    file = write_nc(tmp_path / "l_2020.nc", "pm10", values, {
        "level": ("level", [500.0, 1000.0, 850.0], {"units": "hPa"}), "lat": [40.0, 39.0, 38.0],
        "lon": [115.0, 116.0, 117.0]}, {"units": "ug m-3"})
    result = imported(file)
    assert (result["bands"] == 50.0).all()
    assert next(w for w in result["warnings"] if w["code"] == "air-level")["detail"]["chosen"] == "1000.0"


# ACAG and CHAP


def test_acag_goes_from_south_to_north_and_lies_on_cell_centres(imported: Import, tmp_path: Path) -> None:
    lat = centres(34.995, 0.01, 900).astype("float32")
    lon = centres(112.005, 0.01, 900).astype("float32")
    values = np.full((900, 900), 40.0, "float32")
    row, column = 400, 500  # centre 38.995, 117.005
    values[row, column] = 77.0
    values[0, 0] = -1.0
    values[row, column + 1] = 5000.0
    values[row, column + 2] = np.nan
    file = write_nc(tmp_path / "V5GL04.HybridPM25.Global.202001-202012.nc", "GWRPM25", values,
                    {"lat": lat, "lon": lon})
    result = imported(file)
    at = ~result["transform"] @ (117.005, 38.995)
    assert at == pytest.approx((round(at[0] - 0.5) + 0.5, round(at[1] - 0.5) + 0.5), abs=1e-6)  # in a cell's middle
    assert result["bands"][0, int(at[1]), int(at[0])] == 77.0
    assert np.isnan(result["bands"][0, int(at[1]), int(at[0]) + 1 : int(at[0]) + 3]).all()
    assert result["transform"].a == 0.01
    assert result["transform"].c == pytest.approx(113.4 - 0.02, abs=1e-9)  # the region and two cells
    assert result["transform"].f == pytest.approx(42.7 + 0.02, abs=1e-9)
    assert result["names"] == ("2020",)
    assert (result["tags"]["JJJ_SOURCE"], result["tags"]["JJJ_UNIT"]) == ("ACAG/SatPM", "µg/m³")
    assert {"air-turned", "air-crs-assumed", "air-unit-assumed", "air-cropped", "air-masked"} <= set(result["codes"])


def test_chap_is_unpacked_and_its_variable_has_a_dot(imported: Import, tmp_path: Path) -> None:
    packed = np.full((4, 5), 352, "int16")  # 0.1 × 352 + 5 = 40.2
    packed[1, 2] = 1000  # 105
    packed[0, 0] = -32768
    array = xarray.Dataset({"PM2.5": (("lat", "lon"), packed, {
        "scale_factor": 0.1, "add_offset": 5.0, "_FillValue": np.int16(-32768), "units": "µg/m3"})},
        coords={"lat": centres(38.0, 0.01, 4), "lon": centres(116.0, 0.01, 5)})
    file = tmp_path / "CHAP_PM2.5_M1K_202007_V4.nc"
    array.to_netcdf(file, engine="h5netcdf", encoding={"PM2.5": {"dtype": "int16"}})
    result = imported(file)
    assert result["bands"][0, 2, 2] == pytest.approx(105.0, abs=1e-4)
    assert result["bands"][0, 0, 0] == pytest.approx(40.2, abs=1e-4)
    assert np.isnan(result["bands"][0, 3, 0])  # the south-western cell, first in the file
    assert result["names"] == ("2020-07",)
    assert result["averaging"] == "month"
    assert "air-unpacked" in result["codes"]
    assert result["transform"].f == pytest.approx(38.03 + 0.005, abs=1e-9)


def test_an_undeclared_minus_999_is_no_concentration(imported: Import, tmp_path: Path) -> None:
    values = np.full((4, 5), 30.0, "float32")
    values[0, 0], values[3, 4] = -999.0, -0.3
    file = write_nc(tmp_path / "CHAP_PM2.5_D1K_20200731_V4.nc", "PM2.5", values,
                    {"lat": centres(38.0, 0.01, 4), "lon": centres(116.0, 0.01, 5)})
    result = imported(file)
    assert np.isnan(result["bands"][0, [3, 0], [0, 4]]).all()
    assert np.isfinite(result["bands"]).sum() == 18
    counts = {told["code"]: told["detail"]["count"] for told in result["warnings"]
              if told["code"] in ("air-fill", "import-negative")}
    assert counts == {"air-fill": 1, "import-negative": 1}
    assert result["spans"] == [("2020-07-31T00:00:00", "2020-08-01T00:00:00")]


def test_netcdf_3_is_read_too(imported: Import, tmp_path: Path) -> None:
    file = write_nc(tmp_path / "pm10_2019.nc", "pm10", np.full((3, 3), 80.0),
                    {"lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]}, {"units": "μg/m3"}, engine="scipy")
    result = imported(file)
    assert (result["bands"] == 80.0).all()
    assert (result["pollutant"], result["averaging"]) == ("pm10", "year")


def test_carbon_monoxide_is_held_in_milligrams(imported: Import, tmp_path: Path) -> None:
    file = write_nc(tmp_path / "d_2019.nc", "co", np.full((3, 3), 800.0),
                    {"lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]}, {"units": "ug/m3"})
    result = imported(file)
    assert result["bands"] == pytest.approx(np.full((1, 3, 3), 0.8))
    assert result["tags"]["JJJ_UNIT"] == "mg/m³"


# Time


def test_twelve_months_on_a_time_axis_are_twelve_bands(imported: Import, tmp_path: Path) -> None:
    times = pd.date_range("2014-01-16", periods=12, freq="MS") + pd.Timedelta(days=15)
    values = np.arange(12.0)[:, None, None] + np.full((12, 3, 3), 20.0)
    file = write_nc(tmp_path / "m.nc", "PM25", values, {"time": times, "lat": [40.0, 39.0, 38.0],
                                                        "lon": [115.0, 116.0, 117.0]}, {"units": "ug m^-3"})
    result = imported(file)
    assert result["names"][0] == "2014-02"
    assert len(result["names"]) == 12
    assert result["bands"][:, 0, 0].tolist() == list(np.arange(20.0, 32.0))


def test_files_of_a_series_come_in_the_order_of_their_dates(imported: Import, tmp_path: Path) -> None:
    coords = {"lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]}
    files = [write_nc(tmp_path / f"CHAP_PM2.5_M1K_2020{month:02}_V4.nc", "PM2.5", np.full((3, 3), 10.0 * month), coords)
             for month in (3, 1, 2)]
    result = imported(*files)
    assert result["names"] == ("2020-01", "2020-02", "2020-03")
    assert result["bands"][:, 1, 1].tolist() == [10.0, 20.0, 30.0]
    assumed = [w for w in result["warnings"] if w["code"] == "air-unit-assumed"]
    assert len(assumed) == 1  # said once for all three
    assert assumed[0]["detail"]["files"] == 3
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert [one["product"] for one in recipe["inputs"]] == ["CHAP"] * 3
    assert any(note["code"] == "air-unit-assumed" for note in recipe["notes"])


def test_a_date_given_counts_on_from_the_first_band(imported: Import, tmp_path: Path) -> None:
    file = write_nc(tmp_path / "x.nc", "pm25", np.full((2, 3, 3), 9.0), {
        "band": [1, 2], "lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]}, {"units": "ug/m3"})
    assert imported(file, date="2020-12")["names"] == ("2020-12",)  # a dimension without times is no series


@pytest.mark.parametrize(("stem", "start", "averaging"), [
    ("V5GL04.HybridPM25.Asia.202001-202012", datetime(2020, 1, 1), "year"),
    ("V6GL02.04.CNNPM25.AS.202003-202003", datetime(2020, 3, 1), "month"),
    ("CHAP_PM2.5_Y1K_2020_V4", datetime(2020, 1, 1), "year"),
    ("CHAP_NO2_D1K_20200731_V2", datetime(2020, 7, 31), "day"),
    ("china_pm25_2020-07-31", datetime(2020, 7, 31), "day"),
    ("tap_2020年7月", datetime(2020, 7, 1), "month"),
    ("cams_2020013105", datetime(2020, 1, 31, 5), "hour"),
])
def test_the_period_is_in_the_files_name(stem: str, start: datetime, averaging: str) -> None:
    found = named_period(stem)
    assert found is not None
    assert (found.start, found.averaging) == (start, averaging)


def test_a_name_with_two_dates_is_asked_about() -> None:
    assert named_period("pm25_2015_2020") is None
    assert named_period("pm25_0.1deg") is None


def test_a_written_period_has_the_length_of_its_words() -> None:
    found = written_period("2020-02")
    assert found is not None
    assert (found.end - found.start).days == 29
    assert written_period("PM2.5") is None


# Units


@pytest.mark.parametrize("text", ["µg/m³", "μg/m³", "ug/m3", "ug m-3", "ug/m^3", "ug m**-3", "µg m⁻³", "[ug/(m^3)]",
                                  "microgram per cubic meter", "micrograms/m3", "UG/M3", "微克/立方米"])
def test_micrograms_are_known_however_they_are_written(text: str) -> None:
    assert mass_unit(text) == "ug"


@pytest.mark.parametrize("text", ["mol m-2", "ppb", "kg kg**-1", "1", "ug", "kg/m2", "K"])
def test_what_is_no_mass_in_a_volume_is_no_unit_of_ours(text: str) -> None:
    assert mass_unit(text) is None


def test_factors_lead_to_the_standards_unit() -> None:
    assert factor("kg", "pm25") == 1e9
    assert factor("mg", "pm25") == 1e3
    assert factor("ug", "co") == 1e-3
    assert factor("kg", "co") == 1e6


# GeoTIFF


def write_tif(path: Path, values: Any, transform: Any = None, crs: Any = "EPSG:4326", scale: float = 1.0,
              unit: str = "ug/m3", **profile: Any) -> Path:
    array = np.asarray(values)
    with rasterio.open(path, "w", driver="GTiff", width=array.shape[2], height=array.shape[1], count=len(array),
                       dtype=array.dtype, crs=crs, transform=transform or from_origin(115, 40, 0.5, 0.5),
                       **profile) as dataset:
        dataset.write(array)
        dataset.scales = [scale] * len(array)
        dataset.units = [unit] * len(array)
    return path


def test_a_packed_bottom_up_geotiff_without_crs_is_put_right(imported: Import, tmp_path: Path) -> None:
    values = np.full((1, 3, 4), 400, "int16")
    values[0, 0, 0] = 100  # the south-western cell
    values[0, 2, 3] = -1
    upward = from_origin(115, 38.5, 0.5, -0.5)
    file = write_tif(tmp_path / "pm25_2020.tif", values, upward, None, 0.1, nodata=-1)
    result = imported(file)
    assert result["bands"][0, 2, 0] == pytest.approx(10.0)
    assert np.isnan(result["bands"][0, 0, 3])
    assert (result["transform"].f, result["transform"].e) == (40.0, -0.5)
    assert result["crs"] == rasterio.crs.CRS.from_epsg(4326)
    assert {"air-turned", "air-crs-assumed", "air-unpacked"} <= set(result["codes"])


def test_a_projected_raster_keeps_its_crs_and_is_cut_to_the_region(imported: Import, tmp_path: Path) -> None:
    transform = from_origin(0, 5_400_000, 100_000, 100_000)  # UTM zone 50: far beyond the region
    file = write_tif(tmp_path / "pm25_2020.tif", np.full((1, 20, 20), 33.0, "float32"), transform, "EPSG:32650")
    result = imported(file)
    assert result["crs"] == rasterio.crs.CRS.from_epsg(32650)
    assert result["bands"].shape[1:] < (20, 20)
    assert result["transform"].c % 100_000 == 0


def test_our_own_raster_can_be_imported_again(imported: Import, tmp_path: Path) -> None:
    file = write_nc(tmp_path / "CHAP_PM2.5_M1K_202007_V4.nc", "PM2.5", np.full((3, 3), 44.0),
                    {"lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]})
    first = imported(file)
    again = tmp_path / "again.tif"
    Path(first["output"]).rename(again)
    result = imported(again)
    assert (result["bands"] == first["bands"]).all()
    assert result["names"] == ("2020-07",)


# Tables of cells


def test_a_table_of_cells_becomes_a_grid_with_holes(imported: Import, tmp_path: Path) -> None:
    lon, lat = np.meshgrid([115.05, 115.15, 115.25], [39.05, 39.15, 39.25])
    rows = pd.DataFrame({"lon": lon.ravel(), "lat": lat.ravel(), "PM2.5": np.arange(9.0) + 30}).drop(index=4)
    file = tmp_path / "TAP_20200131.csv"
    rows.sample(frac=1, random_state=1).to_csv(file, index=False)
    result = imported(file)
    assert result["bands"][0].tolist()[2] == [30.0, 31.0, 32.0]  # the southern row
    assert np.isnan(result["bands"][0, 1, 1])
    assert (result["transform"].c, result["transform"].f) == pytest.approx((115.0, 39.3))
    assert result["names"] == ("2020-01-31",)


def test_cells_are_found_by_their_identifiers(imported: Import, tmp_path: Path) -> None:
    lon, lat = np.meshgrid([115.05, 115.15], [39.05, 39.15])
    cells = tmp_path / "grid.csv"
    pd.DataFrame({"GridID": range(4), "lon": lon.ravel(), "lat": lat.ravel()}).to_csv(cells, index=False)
    file = tmp_path / "TAP_20200131.csv"
    pd.DataFrame({"gridid": [3, 0, 1, 2, 9], "PM2.5": [13.0, 10.0, 11.0, 12.0, 1.0]}).to_csv(file, index=False)
    result = imported(file, cells=str(cells))
    assert result["bands"][0].tolist() == [[12.0, 13.0], [10.0, 11.0]]
    assert "air-cells-unknown" in result["codes"]


# What is refused

PLAIN = {"lat": [40.0, 39.0, 38.0], "lon": [115.0, 116.0, 117.0]}
UG = {"units": "ug/m3"}


def test_several_variables_are_listed_and_one_can_be_chosen(
    imported: Import, code_of: Callable[..., str], tmp_path: Path
) -> None:
    dataset = xarray.Dataset({name: (("lat", "lon"), np.full((3, 3), value), UG) for name, value in
                              (("pm25", 30.0), ("pm10", 60.0), ("count", 5.0))}, coords=PLAIN)
    file = tmp_path / "both_2020.nc"
    dataset.to_netcdf(file, engine="h5netcdf")
    assert code_of(file) == "air-several-variables"
    assert (imported(file, pollutant="pm10")["bands"] == 60.0).all()
    assert (imported(file, variable="pm25")["bands"] == 30.0).all()
    assert code_of(file, variable="pm1") == "air-unknown-variable"


@pytest.mark.parametrize(("name", "attrs", "stem", "params", "code"), [
    ("pm25", {}, "x_2020", {}, "air-no-unit"),
    ("no2", {"units": "mol m-2"}, "x_2020", {}, "air-unknown-unit"),
    ("stuff", UG, "x_2020", {}, "air-no-pollutant"),
    ("pm25", UG, "x", {}, "air-no-date"),
    ("pm25", UG, "x_2020", {"date": "last year"}, "air-bad-date"),
    ("pm25", {"units": "kg/m3"}, "x_2020", {}, "air-implausible"),
    ("pm10", UG, "x_2020", {"pollutant": "pm25"}, "air-no-variable"),
])
def test_what_a_file_does_not_say_is_asked_for(
    code_of: Callable[..., str], tmp_path: Path, name: str, attrs: dict[str, Any], stem: str, params: dict[str, Any],
    code: str,
) -> None:
    file = write_nc(tmp_path / f"{stem}.nc", name, np.full((3, 3), 30.0), PLAIN, attrs)
    assert code_of(file, **params) == code


def test_kilograms_taken_for_micrograms_are_refused_until_the_unit_is_given(
    imported: Import, code_of: Callable[..., str], tmp_path: Path
) -> None:
    file = write_nc(tmp_path / "x_2020.nc", "pm25", np.full((3, 3), 3.5e-8), PLAIN, UG)
    assert code_of(file) == "air-implausible"
    assert imported(file, unit="kg/m³")["bands"] == pytest.approx(np.full((1, 3, 3), 35.0))


def test_a_truncated_file_is_told_from_a_whole_one(code_of: Callable[..., str], tmp_path: Path) -> None:
    values = np.random.default_rng(1).uniform(1, 90, (200, 200))
    coords = {"lat": centres(42, -0.02, 200), "lon": centres(114, 0.02, 200)}
    for engine in ("h5netcdf", "scipy"):
        whole = write_nc(tmp_path / f"{engine}_2020.nc", "pm25", values, coords, UG, engine=engine).read_bytes()
        for share in (0.1, 0.6, 0.95):
            (tmp_path / "cut_2020.nc").write_bytes(whole[: int(len(whole) * share)])
            assert code_of(tmp_path / "cut_2020.nc") == "air-unreadable"
    (tmp_path / "cut_2020.nc").write_bytes(b"<html>Not found</html>")
    assert code_of(tmp_path / "cut_2020.nc") == "air-unreadable"
    tif = write_tif(tmp_path / "pm25_2020.tif", values[None].astype("float32"))
    tif.write_bytes(tif.read_bytes()[:60_000])
    assert code_of(tif) == "air-unreadable"


def test_grids_and_coordinates_that_cannot_be_used_are_refused(code_of: Callable[..., str], tmp_path: Path) -> None:
    far = write_nc(tmp_path / "far_2020.nc", "pm25", np.full((3, 3), 9.0),
                   {"lat": [10.0, 9.0, 8.0], "lon": [5.0, 6.0, 7.0]}, UG)
    assert code_of(far) == "air-outside-region"
    uneven = write_nc(tmp_path / "u_2020.nc", "pm25", np.full((3, 3), 9.0),
                      {"lat": [40.0, 39.4, 38.0], "lon": [115.0, 116.0, 117.0]}, UG)
    assert code_of(uneven) == "air-uneven"
    metres = write_nc(tmp_path / "m_2020.nc", "pm25", np.full((3, 3), 9.0),
                      {"y": [4.4e6, 4.3e6, 4.2e6], "x": [4e5, 5e5, 6e5]}, UG)
    assert code_of(metres) == "air-no-crs"
    empty = write_nc(tmp_path / "e_2020.nc", "pm25", np.full((3, 3), np.nan), PLAIN, UG)
    assert code_of(empty) == "air-all-nodata"
    negative = write_nc(tmp_path / "n_2020.nc", "pm25", np.full((3, 3), -9.0), PLAIN, UG)
    assert code_of(negative) == "air-all-negative"
    none = write_nc(tmp_path / "n_2020.nc", "pm25", np.arange(3.0), {"time": [1, 2, 3]}, UG)
    assert code_of(none) == "air-no-variable"
    swath = tmp_path / "s_2020.nc"
    xarray.Dataset({"no2": (("scan", "pixel"), np.ones((3, 3)), UG)}, coords={
        "latitude": (("scan", "pixel"), np.ones((3, 3))), "longitude": (("scan", "pixel"), np.ones((3, 3)))},
    ).to_netcdf(swath, engine="h5netcdf")
    assert code_of(swath) == "air-curvilinear"
    bare = write_tif(tmp_path / "pm25_2020.tif", np.full((1, 3, 3), 9.0, "float32"), from_origin(5e5, 4.4e6, 1e3, 1e3),
                     None)
    assert code_of(bare) == "air-no-crs"


def test_files_that_do_not_belong_together_are_refused(code_of: Callable[..., str], tmp_path: Path) -> None:
    one = write_nc(tmp_path / "a_2020.nc", "pm25", np.full((3, 3), 9.0), PLAIN, UG)
    same = write_nc(tmp_path / "b_2020.nc", "pm25", np.full((3, 3), 9.0), PLAIN, UG)
    other = write_nc(tmp_path / "c_2021.nc", "pm25", np.full((3, 3), 9.0), {**PLAIN, "lon": [115.1, 116.1, 117.1]}, UG)
    coarse = write_nc(tmp_path / "d_2021.nc", "pm10", np.full((3, 3), 9.0), PLAIN, UG)
    month = write_nc(tmp_path / "e_202101.nc", "pm25", np.full((3, 3), 9.0), PLAIN, UG)
    assert code_of(one, same) == "air-files-same-date"
    assert code_of(one, other) == "air-grids-differ"
    assert code_of(one, coarse) == "air-pollutants-differ"
    assert code_of(one, month) == "air-averagings-differ"
    assert code_of() == "air-no-files"
    assert code_of(tmp_path / "missing.nc") == "no-file"
    (tmp_path / "x.zip").write_bytes(b"PK")
    assert code_of(tmp_path / "x.zip") == "air-file-type"


def test_the_destination_has_to_fit(refused: Callable[..., str], tmp_path: Path) -> None:
    file = write_nc(tmp_path / "a_2020.nc", "pm25", np.full((3, 3), 9.0), PLAIN, UG)
    assert refused("air_import", files=[str(file)], output_stations=str(tmp_path / "x.gpkg")) == "air-no-destination"
    assert refused("air_import", files=[str(file)], output_raster=str(tmp_path / "x.gpkg")) == "bad-output-type"


@pytest.mark.parametrize(("value", "text"), [
    (83_000.0, "83\u202f000"), (35e-9, "0.000000035"), (12.345, "12.3"), (1_234_567.0, "1\u202f230\u202f000"),
])
def test_numbers_in_sentences_are_written_out(value: float, text: str) -> None:
    assert readable(value) == text
