"""Task air_zonal: what its tables say of one raster and of a series, and what it makes of bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely

from jjj_planner_plugin.engine.geodesy import REGION_ALBERS
from jjj_planner_plugin.engine.zonal import task
from tests.engine.zonal.shapes import flat_grid

Raster = Callable[..., str]
GRID = flat_grid(4, 2)
BAND = np.array([[30.4, 75.5, 90.0, np.nan], [10.0, 20.0, 74.0, 120.0]], np.float32)
BOXES = [shapely.box(0, 0, 2000, 2000), shapely.box(2000, 0, 6000, 2000), shapely.box(8000, 0, 9000, 1000)]


def days(count: int, first: datetime) -> list[tuple[datetime, datetime]]:
    return [(first + timedelta(days=k), first + timedelta(days=k + 1)) for k in range(count)]


@pytest.fixture
def zones(store: Any) -> str:
    return str(store("zones", BOXES, crs=REGION_ALBERS, name_zh=["西", "东", "外"], kind=["a", "b", "b"]))


@pytest.fixture
def run(perform: Any, zones: str, tmp_path: Path) -> Callable[..., tuple[dict[str, Any], dict[str, pd.DataFrame]]]:
    """`run(rasters, …)`: the result, and the tables of its GeoPackage by name."""

    def call(*rasters: str, **params: Any) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        output = str(tmp_path / "air.gpkg")
        result = perform("air_zonal", **{"rasters": list(rasters), "zones": zones, "output": output, **params})
        return result, {str(name): pyogrio.read_dataframe(output, layer=name)
                        for name in pyogrio.list_layers(output)[:, 0]}

    return call


def codes(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


def test_one_day_is_told_by_its_polygons(run: Any, raster: Raster) -> None:
    result, tables = run(raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5))))
    assert set(tables) == {"zones", "above"}
    west, east, off = (row for _, row in tables["zones"].iterrows())
    assert (west["zone_name"], west["date"], west["value_unit"]) == ("西", "2014-01-05", "µg/m³")
    assert (west["mean"], west["min"], west["max"]) == pytest.approx((33.975, 10, 75.5), abs=1e-5)
    assert (west["p5"], west["p50"], west["p95"]) == pytest.approx((10, 20, 75.5))
    assert (west["standard"], west["item"], west["limit_value"]) == ("gb3095-2012", "pm25_24h", 75)
    assert (west["share_area_above"], west["no_data_share"]) == (0.25, 0)  # 75.5 is judged as 76
    assert (east["cells"], east["no_data_share"]) == (4, 0.625)  # half of it is off the raster
    assert east["mean"] == pytest.approx((90 + 74 + 120) / 3)
    assert (east["effective_cells"], bool(east["few_cells"])) == (3, True)
    assert np.isnan(off["mean"])
    assert off["no_data_share"] == 1
    assert tables["zones"]["area_m2"].tolist() == pytest.approx([4e6, 8e6, 1e6], rel=1e-6)
    assert codes(result) == ["air-zones-off", "air-few-cells"]


def test_the_table_of_limits_has_every_grade_with_its_source(run: Any, raster: Raster) -> None:
    _, tables = run(raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5))), standard="who2021")
    west = tables["above"][tables["above"]["zone_name"] == "西"].set_index("grade")
    assert west["limit_value"].to_dict() == {"it1": 75, "it2": 50, "it3": 37.5, "it4": 25, "aqg": 15}
    assert west["share_area_above"].to_dict() == {"it1": 0.25, "it2": 0.25, "it3": 0.25, "it4": 0.5, "aqg": 0.75}
    assert west["is_above"].to_dict() == {"it1": False, "it2": False, "it3": False, "it4": True, "aqg": True}
    assert west["mean_judged"].tolist() == [34] * 5
    assert west["source"].str.len().gt(0).all()
    assert tables["zones"]["grade"].tolist() == ["aqg"] * 3


def test_a_series_has_a_row_for_each_zone_and_date_judged_by_its_own_standard(run: Any, raster: Raster) -> None:
    path = raster("days", GRID, [BAND, BAND + 10, np.full((2, 4), 66)], periods=days(3, datetime(2026, 2, 27)))
    _, tables = run(path)
    rows = tables["air_zonal"].set_index(["zone_name", "date"])
    assert len(rows) == 9
    assert rows.loc["西", "limit_value"].to_dict() == {"2026-02-27": 75, "2026-02-28": 75, "2026-03-01": 60}
    assert rows.loc["西", "share_area_above"].tolist() == [0.25, 0.25, 1]
    assert rows.loc[("西", "2026-02-28"), "mean"] == pytest.approx(43.975, abs=1e-5)
    west = tables["zones"].set_index("zone_name").loc["西"]
    assert west["mean"] == pytest.approx((33.975 + 43.975 + 66) / 3, abs=1e-5)
    assert (west["min"], west["max"], west["dates"]) == pytest.approx((10, 85.5, 3))
    assert west["date"] == "2026-02-27–2026-03-01"
    assert west["standard"] == "gb3095-2012, gb3095-2026"
    assert "p50" not in west
    assert (west["start"], west["end"]) == (pd.Timestamp(2026, 2, 27), pd.Timestamp(2026, 3, 2))


def test_a_year_under_two_standards_is_judged_by_both(run: Any, raster: Raster) -> None:
    year = [(datetime(2026, 1, 1), datetime(2027, 1, 1))]
    result, tables = run(raster("year", GRID, [np.full((2, 4), 33.0)], periods=year, averaging="year"))
    west = tables["above"][tables["above"]["zone_name"] == "西"]
    above = west[west["grade"] == "class2"].set_index("standard")["share_area_above"]
    assert above.to_dict() == {"gb3095-2012": 0, "gb3095-2026": 1}
    assert "standards-straddle" in codes(result)
    assert tables["zones"]["standard"].unique().tolist() == ["gb3095-2026"]


def test_people_are_counted_where_the_air_is_known_and_where_it_is_not(
    run: Any, raster: Raster, tmp_path: Path
) -> None:
    people = tmp_path / "people.tif"
    with rasterio.open(people, "w", driver="GTiff", width=8, height=4, count=1, dtype="float32",
                       crs=GRID.crs.to_wkt(), transform=GRID.transform @ GRID.transform.scale(0.5)) as dataset:
        dataset.write(np.full((4, 8), 25, np.float32), 1)
    result, tables = run(raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5))), population=str(people))
    west, east, _ = (row for _, row in tables["zones"].iterrows())
    assert (west["people"], west["people_above"], west["share_people_above"]) == (400, 100, 0.25)
    assert (east["people"], east["people_no_data"]) == (400, 100)
    assert east["people_mean"] == pytest.approx((90 + 74 + 120) / 3)
    assert result["people"] == {"source": 800, "on_grid": 800, "difference": 0, "in_zones": 800}
    assert tables["zones"]["people_cover"].tolist() == pytest.approx([1, 0.5, 0], abs=1e-6)  # as far as the raster goes
    told = next(warning for warning in result["warnings"] if warning["code"] == "people-short")
    assert told["detail"] == {"share": "38.5%", "count": 2, "none": 1}  # 5 of 13 km²


def test_a_raster_of_people_under_all_zones_is_not_remarked(
    run: Any, raster: Raster, tmp_path: Path
) -> None:
    people = tmp_path / "people.tif"
    with rasterio.open(people, "w", driver="GTiff", width=40, height=40, count=1, dtype="float32", crs="EPSG:4490",
                       transform=rasterio.Affine(0.01, 0, 116.3, 0, -0.01, 39.2)) as dataset:
        dataset.write(np.ones((40, 40), np.float32), 1)
    path = raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5)))
    result, tables = run(path, population=str(people))
    assert "people-short" not in codes(result)
    assert "people_cover" not in tables["zones"]


def test_people_of_units_weigh_the_mean(run: Any, raster: Raster, store: Any) -> None:
    units = store("units", [shapely.box(0, 0, 1000, 2000), shapely.box(1000, 0, 2000, 2000)], crs=REGION_ALBERS,
                  people=[30, 10])
    path = raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5)))
    result, tables = run(path, population_layer=units, population_field="people")
    west = tables["zones"].iloc[0]
    assert west["people_mean"] == pytest.approx((15 * 30.4 + 15 * 10 + 5 * 75.5 + 5 * 20) / 40, abs=1e-5)
    assert [source["features"] for source in result["inputs"]] == [1, 3, 2]


def test_features_with_one_value_of_the_field_are_one_zone(run: Any, raster: Raster) -> None:
    _, tables = run(raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5))), zone_field="kind")
    assert tables["zones"]["zone"].tolist() == ["a", "b"]
    assert tables["zones"]["no_data_share"].tolist() == pytest.approx([0, 1 - 3e6 / 9e6])


def test_zones_in_degrees_have_the_means_of_the_same_ground(run: Any, raster: Raster, store: Any, perform: Any) -> None:
    import geopandas as gpd

    degrees = gpd.GeoSeries(BOXES, crs=REGION_ALBERS).to_crs(4490)
    path = raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5)))
    _, tables = run(path, zones=store("degrees", list(degrees)))
    assert tables["zones"]["mean"].iloc[0] == pytest.approx(33.975, rel=1e-4)
    assert tables["zones"].crs.to_epsg() == 4490


def test_a_long_series_is_made_in_parts_that_give_the_same_bytes(
    run: Any, raster: Raster, monkeypatch: pytest.MonkeyPatch
) -> None:
    bands = [BAND + k for k in range(7)]
    path = raster("days", GRID, bands, periods=days(7, datetime(2020, 1, 1)))
    _, whole = run(path)
    monkeypatch.setattr(task, "NUMBERS_HELD", 1)
    monkeypatch.setattr("jjj_planner_plugin.engine.air.series.CELLS_AT_ONCE", 4)
    _, parts = run(path)
    for name, table in whole.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(parts[name]), check_exact=True)


def test_a_csv_has_the_table_alone(perform: Any, raster: Raster, zones: str, tmp_path: Path) -> None:
    path = raster("days", GRID, [BAND, BAND], periods=days(2, datetime(2020, 1, 1)))
    output = tmp_path / "air.csv"
    perform("air_zonal", rasters=[path], zones=zones, output=str(output))
    table = pd.read_csv(output, encoding="utf-8-sig")
    assert table["zone_name"].tolist() == ["西", "东", "外"] * 2
    assert table["date"].tolist() == ["2020-01-01"] * 3 + ["2020-01-02"] * 3
    recipe = json.loads((tmp_path / "air.recipe.json").read_text(encoding="utf-8"))
    assert recipe["inputs"][0]["from"] == "2020-01-01T00:00:00"


def test_a_demonstration_is_marked_in_every_row(run: Any, raster: Raster) -> None:
    path = raster("shown", GRID, [BAND], periods=days(1, datetime(2014, 1, 5)), demonstration=True)
    result, tables = run(path, language="zh")
    assert "air-demonstration" in codes(result)
    for table in tables.values():
        assert table["warning"].str.contains("演示").all()


def test_a_raster_without_tags_takes_what_it_is_from_the_parameters(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "plain.tif"
    with rasterio.open(path, "w", driver="GTiff", width=4, height=2, count=1, dtype="int16", nodata=-1,
                       crs=GRID.crs.to_wkt(), transform=GRID.transform) as dataset:
        dataset.write(np.where(np.isnan(BAND), -1, BAND).astype(np.int16), 1)
    result, tables = run(str(path))
    assert "air-no-kind" in codes(result)
    assert set(tables) == {"zones"}
    result, tables = run(str(path), pollutant="pm25", averaging="year")
    assert "air-undated" in codes(result)
    assert tables["above"]["standard"].nunique() == 3
    assert tables["zones"]["standard"].fillna("").tolist() == ["", "", ""]
    _, tables = run(str(path), pollutant="pm25", date="2030")
    assert tables["zones"]["limit_value"].tolist() == [30, 30, 30]
    assert tables["zones"]["no_data_share"].tolist() == [0, 0.625, 1]


@pytest.mark.parametrize(("values", "code"), [(BAND - 50, "air-negative"), (BAND * 1e3, "air-implausible"),
                                              (BAND * 1e-9, "air-implausible")])
def test_values_that_cannot_be_are_kept_and_told(values: Any, code: str, run: Any, raster: Raster) -> None:
    result, tables = run(raster("odd", GRID, [values], periods=days(1, datetime(2014, 1, 5))))
    assert code in codes(result)
    assert tables["zones"]["min"].min() == pytest.approx(float(np.nanmin(values)), abs=1e-6)


def test_months_are_compared_with_the_annual_limit_and_it_is_said(run: Any, raster: Raster) -> None:
    month = [(datetime(2014, 1, 1), datetime(2014, 2, 1))]
    result, tables = run(raster("month", GRID, [BAND], periods=month, averaging="month"))
    assert "air-compared" in codes(result)
    assert tables["zones"]["item"].unique().tolist() == ["pm25_annual"]


def test_what_cannot_work_is_refused(refused: Any, raster: Raster, zones: str, store: Any, tmp_path: Path) -> None:
    path = raster("day", GRID, [BAND])
    known = {"rasters": [path], "zones": zones, "output": str(tmp_path / "air.gpkg")}
    assert refused("air_zonal", **known | {"zones": store("far", [shapely.box(10, 50, 11, 51)])}) == "air-apart"
    nothing = raster("nothing", GRID, [np.full((2, 4), np.nan)])
    assert refused("air_zonal", **known | {"rasters": [nothing]}) == "air-all-no-data"
    assert refused("air_zonal", **known, percentiles=[50.0, 101.0]) == "bad-percentile"
    assert refused("air_zonal", **known, date="last year") == "air-bad-date"
    assert refused("air_zonal", **known | {"rasters": []}) == "air-no-rasters"
    assert refused("air_zonal", **known, zone_field="nowhere") == "unknown-field"
    assert not (tmp_path / "air.gpkg").exists()
    with rasterio.open(path, "r+") as dataset:
        dataset.transform = dataset.transform @ dataset.transform.rotation(20)
    assert refused("air_zonal", **known) == "raster-rotated"


def test_zones_by_a_field_keep_the_name_that_all_their_features_share(run: Any, raster: Raster) -> None:
    _, tables = run(raster("day", GRID, [BAND], periods=days(1, datetime(2014, 1, 5))), zone_field="kind")
    assert tables["zones"].set_index("zone")["zone_name"].to_dict() == {"a": "西", "b": ""}
