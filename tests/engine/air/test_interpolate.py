"""Interpolation of stations: weights by hand, kriging by what it must do, then the figures of the 13 cities."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely
from pykrige.uk import UniversalKriging

from jjj_planner_plugin.engine.air.interpolate.errors import left_out_errors
from jjj_planner_plugin.engine.air.interpolate.ground import Area, area_of, framed, nearest_m, read_outline
from jjj_planner_plugin.engine.air.interpolate.methods import (
    InverseDistance,
    Kriging,
    Method,
    Places,
    distances,
    mean_of_others,
    nearest_other,
)
from jjj_planner_plugin.engine.air.observations import bundled_observations
from jjj_planner_plugin.engine.elevations import mean_elevations, sampled_elevations
from jjj_planner_plugin.engine.geodesy import LONLAT, overlay_crs
from jjj_planner_plugin.engine.protocol import Job

Call = Callable[..., Any]
DEM = str(Path(__file__).resolve().parents[3] / "resources" / "data" / "dem_30s.tif")
SQUARE = shapely.box(116, 38, 118, 40)


def places(*xy: tuple[float, float], elevation: list[float] | None = None) -> Places:
    return Places(np.array(xy, float), np.array(elevation if elevation else [np.nan] * len(xy), float))


@pytest.fixture
def observed(tmp_path: Path) -> Callable[..., str]:
    """`observed([(lon, lat), …], {"2014-01": [10, …], …})`: monthly PM2.5 of stations S0, S1, …, as a layer."""

    def write(lonlat: list[tuple[float, float]], months: dict[str, list[float]], **more: list[float]) -> str:
        rows = [{"place": f"S{k}", "name": f"S{k}", "start": pd.Timestamp(month), "averaging": "month", "pm25": value,
                 **{name: values[k] for name, values in more.items()}, "geometry": shapely.Point(lonlat[k])}
                for month, values in months.items() for k, value in enumerate(values)]
        path = tmp_path / "stations.gpkg"
        pyogrio.write_dataframe(gpd.GeoDataFrame(rows, crs=4490), path, layer="observations")
        return str(path)

    return write


@pytest.fixture
def interpolated(perform: Call, store: Call, tmp_path: Path) -> Call:
    """`interpolated(observations, …)`: the task's result over a square of 2°, with `bands` and the `table`."""

    def run(observations: str, **params: Any) -> dict[str, Any]:
        target, errors = tmp_path / "field.tif", tmp_path / "errors.csv"
        area = params.pop("area", None) or store("area", [SQUARE])
        given = {"method": "idw", "cell_deg": 0.25, "max_distance_m": 300_000, **params}
        result = perform("air_interpolate", observations=observations, area=area, output=str(target),
                         errors=str(errors), **given)
        with rasterio.open(target) as raster:
            result["bands"], result["tags"] = raster.read(), raster.tags()
        result["table"] = pd.read_csv(errors, encoding="utf-8-sig")
        result["told"] = [remark["code"] for remark in result["warnings"]]
        return result

    return run


FOUR = [(116.3, 38.3), (117.7, 38.4), (116.4, 39.7), (117.6, 39.6)]


# Inverse distance


@pytest.mark.parametrize(("power", "expected"), [(1, 2.0), (2, 0.8)])
def test_inverse_distance_weighs_two_stations_as_a_hand_does(power: float, expected: float) -> None:
    known = places((0, 0), (4000, 0))  # 1 km from the first, 3 from the second: 3 : 1, or 9 : 1
    found = InverseDistance(power).estimate(known, np.array([0.0, 8.0]), places((1000, 0)))
    assert found[0] == pytest.approx(expected)


def test_at_a_station_inverse_distance_has_its_value() -> None:
    known = places((0, 0), (4000, 0), (0, 3000))
    values = np.array([1.0, 8.0, 5.0])
    np.testing.assert_array_equal(InverseDistance(2).estimate(known, values, known), values)


def test_a_station_left_out_is_estimated_from_the_others_alone() -> None:
    known, values = places((0, 0), (1000, 0), (3000, 0)), np.array([0.0, 6.0, 12.0])
    # at 0: 1 km and 3 km, weights 9 : 1; at 1000: 1 km and 2 km, 4 : 1; at 3000: 3 km and 2 km, 4 : 9
    expected = [(9 * 6 + 12) / 10, 12 / 5, 9 * 6 / 13]
    np.testing.assert_allclose(InverseDistance(2).left_out(known, values), expected)


# What an error is set beside


def test_no_model_is_the_mean_of_the_others_and_nearest_is_the_nearest() -> None:
    values = np.array([1.0, 2.0, 6.0])
    assert mean_of_others(values).tolist() == [4, 3.5, 1.5]
    assert nearest_other(places((0, 0), (10, 0), (100, 0)), values).tolist() == [2, 1, 2]
    told = left_out_errors(InverseDistance(1), places((0, 0), (10, 0), (100, 0)), values)
    assert told["rmse_mean"] == pytest.approx(np.sqrt((9 + 1.5**2 + 4.5**2) / 3))
    assert told["rmse_nearest"] == pytest.approx(np.sqrt((1 + 1 + 16) / 3))
    assert told["sd"] == pytest.approx(np.sqrt(7))
    assert told["gain"] == pytest.approx(1 - told["rmse"] / told["rmse_mean"])


# Kriging


@pytest.fixture(scope="module")
def scattered() -> tuple[Places, np.ndarray]:
    rng = np.random.default_rng(3)
    known = Places(rng.uniform(0, 200_000, (25, 2)), rng.uniform(0, 1500, 25))
    return known, 50 + known.xy[:, 0] / 5000 - known.elevation / 100 + rng.normal(0, 4, 25)


@pytest.mark.parametrize("drift", [False, True], ids=["ordinary", "drift"])
def test_at_a_station_kriging_has_its_value(drift: bool, scattered: tuple[Places, np.ndarray]) -> None:
    known, values = scattered
    np.testing.assert_allclose(Kriging("linear", drift).estimate(known, values, known), values, atol=1e-6)


def test_what_falls_with_elevation_alone_is_found_everywhere(scattered: tuple[Places, np.ndarray]) -> None:
    known, _ = scattered
    rng = np.random.default_rng(4)
    wanted = Places(rng.uniform(0, 200_000, (40, 2)), rng.uniform(0, 3000, 40))
    found = Kriging("linear", True).estimate(known, 90 - known.elevation / 20, wanted)
    np.testing.assert_allclose(found, 90 - wanted.elevation / 20, atol=1e-6)


@pytest.mark.parametrize("drift", [False, True], ids=["ordinary", "drift"])
def test_of_many_stations_the_left_out_come_at_once_as_one_by_one(
    drift: bool, scattered: tuple[Places, np.ndarray]
) -> None:
    known, values = scattered
    fixed = Kriging("linear", drift).fitted(known, values).variogram_model_parameters
    terms = {"drift_terms": ["specified"]} if drift else {}
    expected = []
    for one in range(len(known)):
        others, own = known.taken(np.arange(25) != one), known.taken(np.arange(25) == one)
        model = UniversalKriging(*others.xy.T, values[np.arange(25) != one], variogram_model="linear",
                                 variogram_parameters=list(fixed), **terms,
                                 **({"specified_drift": [others.elevation]} if drift else {}))
        heights = {"specified_drift_arrays": [own.elevation]} if drift else {}
        expected.append(model.execute("points", *own.xy.T, **heights)[0][0])
    np.testing.assert_allclose(Kriging("linear", drift, refitted=0).left_out(known, values), expected, rtol=1e-6)


def test_distances_to_stations_are_metres_on_the_ground() -> None:
    there = np.array([[117.0, 36.0], [116.0, 42.0]])
    geod = LONLAT.get_geod()
    assert geod is not None
    for station in there:
        lon, lat, _ = geod.fwd(*station, 40, 75_000)
        assert nearest_m(np.array([[lon, lat]]), there)[0] == pytest.approx(75_000, abs=1)


# The 13 cities (figures computed once, independently of the project)


@pytest.fixture(scope="module")
def cities() -> tuple[np.ndarray, Places, np.ndarray]:
    """Longitude and latitude, places with their elevation, and PM2.5 by month (24, 13)."""
    frame = bundled_observations().frame
    first = frame.drop_duplicates("place")
    lonlat = first[["lon", "lat"]].to_numpy()
    values = frame.pivot(index="start", columns="place", values="pm25")[first["place"]].to_numpy()
    working = overlay_crs([((*lonlat.min(0), *lonlat.max(0)), LONLAT)])
    return lonlat, Places(framed(lonlat, working), sampled_elevations(DEM, lonlat)), values


@pytest.fixture(scope="module")
def region() -> Area:
    """The region in cells of 0.05°."""
    return area_of(read_outline("bundled", Job({}))[0], 0.05)


@pytest.mark.parametrize(("method", "mean", "april_2015"), [
    (InverseDistance(2), 23.2, None), (Kriging("linear", False), 21.5, None), (Kriging("linear", True), 18.8, 21.3),
], ids=["idw", "ordinary", "drift"])
def test_left_out_errors_are_the_check_figures(
    method: Method, mean: float, april_2015: float | None, cities: tuple[np.ndarray, Places, np.ndarray]
) -> None:
    _, known, values = cities
    told = pd.DataFrame([left_out_errors(method, known, month) for month in values])
    assert told["rmse"].mean() == pytest.approx(mean, abs=0.5)
    assert told[["sd", "rmse_mean", "rmse_nearest"]].mean().tolist() == pytest.approx([26.1, 27.1, 25.0], abs=0.5)
    assert told["sd"][15] == pytest.approx(17.0, abs=0.5)
    if april_2015:
        assert told["rmse"][15] == pytest.approx(april_2015, abs=0.5)


def test_most_of_the_region_is_far_from_a_city_or_above_the_highest(
    region: Area, cities: tuple[np.ndarray, Places, np.ndarray]
) -> None:
    lonlat, known, _ = cities
    assert known.elevation.max() == 1054
    area = np.broadcast_to(region.grid.cell_areas(), region.inside.shape)[region.inside]
    away, height = nearest_m(region.lonlat, lonlat), mean_elevations(DEM, region.grid)[region.inside]
    for shown, expected in ((away > 50_000, 58.6), (away > 75_000, 27.1), (height > 1054, 20.9)):
        assert 100 * area[shown].sum() / area.sum() == pytest.approx(expected, abs=0.5)


def test_a_drift_that_is_not_held_goes_far_below_zero(
    region: Area, cities: tuple[np.ndarray, Places, np.ndarray]
) -> None:
    lonlat, known, values = cities
    working = overlay_crs([((*lonlat.min(0), *lonlat.max(0)), LONLAT)])
    cells = Places(framed(region.lonlat, working), mean_elevations(DEM, region.grid)[region.inside])
    found = np.array([Kriging("linear", True).estimate(known, month, cells) for month in values])
    assert (found.min(axis=1) < 0).sum() == 22
    assert found.min() == pytest.approx(-106, abs=10)  # the smaller the cells, the lower: −78 at 0.1°, −118 at 0.02°
    assert (found < 0).mean(axis=1).max() == pytest.approx(0.16, abs=0.01)


# The task


def test_the_bundled_cities_become_a_series_that_says_what_it_is(perform: Call, tmp_path: Path) -> None:
    target, errors = tmp_path / "pm25.tif", tmp_path / "errors.gpkg"
    result = perform("air_interpolate", method="drift", cell_deg=0.1, first_date="2014-07", last_date="2014-12",
                     output=str(target), errors=str(errors))
    with rasterio.open(target) as raster:
        bands, tags, july = raster.read(), raster.tags(), raster.tags(1)
        assert raster.crs.to_epsg() == 4490
        assert raster.descriptions == tuple(f"2014-{month:02d}" for month in range(7, 13))
    assert (tags["JJJ_POLLUTANT"], tags["JJJ_AVERAGING"], tags["JJJ_METHOD"]) == ("pm25", "month", "drift")
    assert tags["JJJ_DEMONSTRATION"] == "1"
    assert float(tags["JJJ_LOO_RMSE"]) == pytest.approx(result["rmse"])
    assert (july["JJJ_START"], july["JJJ_END"]) == ("2014-07-01T00:00:00", "2014-08-01T00:00:00")
    assert float(tags["JJJ_NO_MODEL_RMSE"]) == pytest.approx(result["rmse_mean"])
    table = pyogrio.read_dataframe(errors)
    assert set(table["warning"]) == {"演示 demonstration"}
    assert float(july["JJJ_LOO_RMSE"]) == pytest.approx(table["rmse"][0])
    assert table["rmse_mean"][0] == pytest.approx(22.2, abs=0.1)
    assert (table["clamped_cells"] > 0).any() and np.nanmin(bands) == 0
    assert "air-demonstration" in {remark["code"] for remark in result["warnings"]}
    held = {remark["code"]: remark["warning"] for remark in result["warnings"]}["field-elevation-held"]
    assert float(held.split()[2]) == pytest.approx(100 * table["held_cells"][0] / table["cells"][0], abs=0.1)


def test_a_cell_at_a_station_has_about_its_value(interpolated: Call, observed: Call) -> None:
    result = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50]}), method="ordinary", cell_deg=0.02,
                          variogram="exponential")
    for (lon, lat), value in zip(FOUR, (10, 20, 30, 50)):
        row, column = int((40 - lat) / 0.02), int((lon - 116) / 0.02)
        assert result["bands"][0, row, column] == pytest.approx(value, abs=1)


def test_cells_beyond_the_distance_and_outside_the_area_are_blank(
    interpolated: Call, observed: Call, store: Call
) -> None:
    corner = store("corner", [shapely.Polygon([(116, 38), (117.97, 38), (116, 39.97)])])
    result = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50]}), area=corner, cell_deg=0.05,
                          max_distance_m=50_000)
    y, x = np.mgrid[0:40, 0:40]
    lon, lat = 116 + (x + 0.5) * 0.05, 40 - (y + 0.5) * 0.05
    near = nearest_m(np.column_stack([lon.ravel(), lat.ravel()]), np.array(FOUR)).reshape(lon.shape) <= 50_000
    np.testing.assert_array_equal(np.isfinite(result["bands"][0]), near & (lon + lat < 155.97))
    assert "field-far" in result["told"]


def test_an_area_in_another_crs_gives_the_same_field(interpolated: Call, observed: Call, store: Call) -> None:
    stations = observed(FOUR, {"2014-01": [10, 20, 30, 50]})
    there = interpolated(stations, area=store("a", [shapely.box(116.01, 38.01, 117.99, 39.99)]))["bands"]
    square = gpd.GeoSeries([shapely.segmentize(shapely.box(116.01, 38.01, 117.99, 39.99), 0.01)], crs=4490)
    np.testing.assert_array_equal(interpolated(stations, area=store("b", square.to_crs(4549), 4549))["bands"], there)


def test_stations_at_one_place_are_averaged(interpolated: Call, observed: Call) -> None:
    twice = interpolated(observed([*FOUR, FOUR[3]], {"2014-01": [10, 20, 30, 40, 60]}))
    once = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50]}))
    np.testing.assert_allclose(twice["bands"], once["bands"])
    assert twice["stations"] == 4
    assert "stations-at-one-place" in twice["told"]


def test_a_station_far_from_the_area_is_left_out(interpolated: Call, observed: Call) -> None:
    more = interpolated(observed([*FOUR, (113.3, 23.1)], {"2014-01": [10, 20, 30, 50, 500]}))
    less = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50]}))
    np.testing.assert_array_equal(more["bands"], less["bands"])
    assert "stations-far" in more["told"]


@pytest.mark.parametrize("method", ["idw", "ordinary", "drift"])
def test_stations_that_are_all_alike_give_that_value(method: str, interpolated: Call, observed: Call) -> None:
    result = interpolated(observed(FOUR, {"2014-01": [33, 33, 33, 33]}), method=method)
    known = result["bands"][np.isfinite(result["bands"])]
    assert known.size > 50 and (known == 33).all()
    assert result["table"]["rmse"][0] == 0


def test_a_date_with_too_few_values_is_an_empty_band(interpolated: Call, observed: Call) -> None:
    result = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50], "2014-02": [10, np.nan, np.nan, 20]}))
    assert np.isfinite(result["bands"][0]).all() and np.isnan(result["bands"][1]).all()
    assert result["table"]["stations"].tolist() == [4, 2]
    assert "field-few-stations" in result["told"]


def test_without_a_value_on_a_date_a_station_reaches_no_cells(interpolated: Call, observed: Call) -> None:
    result = interpolated(observed(FOUR, {"2014-01": [10, 20, 30, 50], "2014-02": [10, 20, 30, np.nan]}),
                          max_distance_m=60_000)
    full, less = np.isfinite(result["bands"])
    assert (full & ~less).any() and not (less & ~full).any()


def test_beyond_the_stations_elevations_the_drift_is_held_or_there_is_no_value(
    interpolated: Call, store: Call
) -> None:
    held = interpolated("bundled", area="bundled", method="drift", last_date="2014-01")
    blank = interpolated("bundled", area="bundled", method="drift", last_date="2014-01", beyond_elevation="blank")
    lost = np.isfinite(held["bands"]) & np.isnan(blank["bands"])
    assert lost.sum() == held["table"]["held_cells"][0] > 0
    there = np.isfinite(blank["bands"])
    np.testing.assert_array_equal(held["bands"][there], blank["bands"][there])


def test_where_kriging_is_no_better_than_no_model_it_is_said(interpolated: Call, observed: Call) -> None:
    result = interpolated(observed(FOUR, {"2014-01": [10, 50, 50, 10]}))  # across each diagonal: alike
    assert result["table"]["gain"][0] <= 0
    assert "field-no-gain" in result["told"]


@pytest.mark.parametrize(("lonlat", "params", "code"), [
    (FOUR[:2], {}, "few-stations"),
    ([FOUR[0]] * 4, {}, "few-stations"),
    ([(lon - 10, lat) for lon, lat in FOUR], {}, "stations-outside"),
    (FOUR, {"method": "drift", "elevation": "flat"}, "flat-elevation"),
    (FOUR, {"first_date": "soon"}, "bad-date"),
    (FOUR, {"first_date": "2014-13"}, "bad-date"),
    (FOUR, {"first_date": "2016"}, "no-dates"),
    (FOUR, {"pollutant": "so2"}, "unknown-pollutant"),
    (FOUR, {"cell_deg": 0.0}, "bad-cell"),
    (FOUR, {"cell_deg": 0.0001}, "grid-too-fine"),
    (FOUR, {"cell_deg": 5.0, "area": "small"}, "area-without-cells"),
    (FOUR, {"power": 0.0}, "bad-power"),
    (FOUR, {"max_distance_m": -1.0}, "bad-max-distance"),
    (FOUR, {"elevation": "no.tif", "method": "drift"}, "no-file"),
    (FOUR, {"output": "field.gpkg"}, "bad-output-type"),
])
def test_what_cannot_be_interpolated_is_refused(
    lonlat: list[tuple[float, float]], params: dict[str, Any], code: str, observed: Call, refused: Call, store: Call,
    tmp_path: Path,
) -> None:
    given = {"method": "idw", "area": store("area", [SQUARE]), "output": "field.tif", "cell_deg": 0.25, **params}
    if given["area"] == "small":
        given["area"] = store("small", [shapely.box(116.1, 38.1, 116.2, 38.2)])
    if given.get("elevation") == "flat":
        given["elevation"] = str(tmp_path / "flat.tif")
        with rasterio.open(given["elevation"], "w", driver="GTiff", width=4, height=4, count=1, dtype="float32",
                           crs="EPSG:4490", transform=rasterio.Affine(1, 0, 115, 0, -1, 41)) as made:
            made.write(np.full((1, 4, 4), 7, np.float32))
    given["output"] = str(tmp_path / given["output"])
    stations = observed(lonlat, {"2014-01": [10.0 * k for k in range(len(lonlat))]})
    assert refused("air_interpolate", observations=stations, **given) == code


def test_of_several_pollutants_one_must_be_chosen(interpolated: Call, observed: Call, refused: Call) -> None:
    stations = observed(FOUR, {"2014-01": [10, 20, 30, 50]}, no2=[1.0, 2.0, 3.0, 4.0])
    assert refused("air_interpolate", observations=stations, output="field.tif") == "several-pollutants"
    assert interpolated(stations, pollutant="no2")["tags"]["JJJ_POLLUTANT"] == "no2"


def test_distances_are_planar() -> None:
    assert distances(np.array([[0.0, 0]]), np.array([[3.0, 4]])).tolist() == [[5]]
