"""Task air_exceedance: attainment by station, city and zone, and days above the limit by cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

from tests.engine.air.made_days import raster, rows, stored, zones


@pytest.fixture
def judged(perform: Callable[..., dict[str, Any]], tmp_path: Path) -> Callable[..., Any]:
    """`judged(**params)`: the task's layer and tables by name, and its result."""

    def run(**params: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        target = tmp_path / "made.gpkg"
        result = perform("air_exceedance", output=str(target), **params)
        return {name: pyogrio.read_dataframe(target, layer=name) for name, _ in pyogrio.list_layers(target)}, result

    return run


def codes(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


# The sample


def test_the_sample_gives_the_published_check_figures(judged: Callable[..., Any]) -> None:
    made, result = judged(observations="bundled")
    page = made["summary"]
    everybody = page[page["scope"] == "all"].set_index("year")
    assert everybody["pm25_mean"].to_dict() == {2014: 89, 2015: 75}  # 89.4, 74.7
    assert everybody["places_complete"].tolist() == [13, 13]
    beijing = page[page["name"] == "北京"].set_index("year")
    assert beijing["pm25_mean"].to_dict() == {2014: 83, 2015: 78}  # 82.9, 77.8
    measured = [name for name in page if name.partition("_")[0] in {"pm25", "pm10", "so2", "no2", "co", "o3", "days"}]
    assert measured == ["pm25_mean"]  # nothing of what was not measured
    assert not {"composite", "good_days", "good_share"} & set(page)
    assert set(made["attainment"]["judged_from"]) == {"months"}
    assert (made["attainment"]["demonstration"] == 1).all()
    assert {"months-only", "air-demonstration"} <= set(codes(result))
    assert set(made["attainment"].geometry.geom_type) == {"MultiPolygon"}  # cities, not points


# Stations and cities


def test_a_place_that_falls_short_is_marked_and_left_out_of_the_mean_of_all(
    judged: Callable[..., Any], tmp_path: Path
) -> None:
    short = rows("b", pm25=100.0)
    short.loc[150:180, "pm25"] = np.nan
    path = stored(tmp_path / "o.gpkg", rows("a", pm25=30.0), short)
    made, result = judged(observations=path)
    layer = made["attainment"].set_index("place")
    assert layer["complete"].to_dict() == {"a": 1, "b": 0}
    assert layer.loc["a", "attained"] == 1 and pd.isna(layer.loc["b", "attained"])
    assert layer.loc["b", "why"] == "PM2.5: 2015-06: 0 < 27"
    assert layer.loc["b", "value"] == 100
    page = made["summary"]
    everybody = page[page["scope"] == "all"].iloc[0]
    assert (everybody["pm25_mean"], everybody["places"], everybody["places_complete"]) == (30, 2, 1)
    assert "places-incomplete" in codes(result)


def test_pollutants_that_fall_short_alike_are_named_together(judged: Callable[..., Any], tmp_path: Path) -> None:
    short = rows("b", pm25=30.0, no2=20.0, co=1.0)
    short.loc[150:180, ["pm25", "no2"]] = np.nan
    made, _ = judged(observations=stored(tmp_path / "o.gpkg", short))
    assert made["attainment"]["why"].tolist() == ["NO2, PM2.5: 2015-06: 0 < 27"]


def test_a_city_is_the_mean_of_its_complete_stations(judged: Callable[..., Any], tmp_path: Path) -> None:
    short = rows("c", city="甲市", pm25=500.0, count=200)
    path = stored(tmp_path / "o.gpkg", rows("a", city="甲市", pm25=20.0), rows("b", city="甲市", pm25=40.0), short,
                  rows("d", city="乙市", pm25=10.0, count=100))
    made, _ = judged(observations=path, by="city")
    every = made["statistics"].set_index(["place", "statistic"])
    assert every.loc[("甲市", "mean"), "value_raw"] == 30
    assert every.loc[("甲市", "mean"), "stations_used"] == "2/3"
    assert every.loc[("甲市", "mean"), "attained"] == 1
    assert every.loc[("乙市", "mean"), "stations_used"] == "0/1"
    assert every.loc[("乙市", "mean"), "complete"] == 0
    assert made["attainment"].geometry.geom_type.unique().tolist() == ["Point"]


def test_cities_of_the_region_are_drawn_as_their_outlines(judged: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", city="北京市", pm25=20.0), rows("b", city="石家庄", pm25=40.0))
    made, _ = judged(observations=path, by="city")
    assert set(made["attainment"].geometry.geom_type) == {"MultiPolygon"}


def test_every_pollutant_is_judged_and_the_worst_is_shown(judged: Callable[..., Any], tmp_path: Path) -> None:
    values = {"pm25": 20.0, "pm10": 50.0, "so2": 10.0, "no2": 30.0, "co": 1.0, "o3_8h": 200.0}
    path = stored(tmp_path / "o.gpkg", rows("a", **values))
    made, _ = judged(observations=path)
    layer = made["attainment"].iloc[0]
    assert (layer["pollutant"], layer["statistic"], layer["ratio"], layer["attained"]) == ("o3", "p90", 1.25, 0)
    assert (layer["good_days"], layer["aqi_days"], layer["pollutants_used"]) == (0, 365, 6)
    assert len(made["statistics"]) == 4 * 2 + 2
    made, _ = judged(observations=path, pollutant="no2")
    layer = made["attainment"].iloc[0]
    assert (layer["pollutant"], layer["value"], layer["limit"], layer["attained"]) == ("no2", 30, 40, 0)
    assert made["summary"].iloc[0]["above_pollutant"] == "no2"


def test_good_days_need_all_six_pollutants(judged: Callable[..., Any], tmp_path: Path) -> None:
    pm25 = np.array([75.0] * 10 + [76.0] * 355)
    values = {"pm25": pm25, "pm10": 50.0, "so2": 10.0, "no2": 30.0, "co": 1.0, "o3_8h": 100.0}
    frame = rows("a", **values)
    frame.loc[0, "co"] = np.nan
    made, _ = judged(observations=stored(tmp_path / "o.gpkg", frame))
    assert made["attainment"][["good_days", "aqi_days"]].iloc[0].tolist() == [9, 364]
    made, _ = judged(observations=stored(tmp_path / "p.gpkg", rows("a", pm25=10.0)))
    assert made["attainment"]["good_days"].isna().all()


def test_2026_is_reported_by_both_standards(judged: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", first="2026-01-01", pm25=32.0))
    made, result = judged(observations=path)
    layer = made["attainment"].set_index("standard")
    assert layer["attained"].to_dict() == {"gb3095-2012": 1, "gb3095-2026": 0}
    assert layer["share_of_year"].round(4).to_dict() == {"gb3095-2012": 0.1616, "gb3095-2026": 0.8384}
    assert "standards-straddle" in codes(result)
    assert "straddle-figures" in codes(result)
    assert made["summary"]["scope"].tolist() == ["place", "all"] * 2  # each standard with its mean below
    assert layer["longest_spell"].to_dict() == {"gb3095-2012": 0, "gb3095-2026": 0}


SIX = {"pm25": 20.0, "pm10": 50.0, "so2": 12.0, "no2": 20.0, "co": 1.0, "o3_8h": 80.0}


def test_the_page_is_a_bulletin_of_all_that_was_measured(judged: Callable[..., Any], tmp_path: Path) -> None:
    pm25 = np.repeat([20.0, 60.0, 100.0, 130.0, 200.0, 300.0, 900.0], [165, 100, 50, 30, 10, 8, 2])
    first = rows("a", **{**SIX, "pm25": pm25})  # IAQI 29, 79, 131, 170, 250, 350, beyond
    second = rows("b", **SIX)  # PM10 50, O3 80: AQI 50
    second.loc[:3, "co"] = np.nan
    made, _ = judged(observations=stored(tmp_path / "o.gpkg", first, second))
    page = made["summary"]
    assert page.columns.tolist() == [
        "scope", "name", "year", "standard", "attained", "pm25_mean", "pm10_mean", "so2_mean", "no2_mean", "co_p95",
        "o3_p90", "composite", "good_days", "aqi_days", "good_share", *(f"days_level{k}" for k in range(1, 7)),
        "above", "above_pollutant", "valid", "complete", "why", "places", "places_complete", "places_attained", "place"]
    a, b, everybody = (page.iloc[number] for number in range(3))
    levels = [f"days_level{number}" for number in range(1, 7)]
    assert a[levels].tolist() == [165, 100, 50, 30, 10, 10]  # beyond the index is of the last level
    assert b[levels].tolist() == [361, 0, 0, 0, 0, 0]
    assert (a["good_days"], a["aqi_days"], a["good_share"]) == (265, 365, 0.726)
    assert (b["good_days"], b["aqi_days"], b["good_share"]) == (361, 361, 1)
    # (165×20 + 100×60 + 50×100 + 30×130 + 10×200 + 8×300 + 2×900) / 365 = 24 400 / 365
    assert a[["pm25_mean", "pm10_mean", "so2_mean", "no2_mean", "co_p95", "o3_p90"]].tolist() == [67, 50, 12, 20, 1, 80]
    assert (a["above"], a["above_pollutant"], a["attained"], b["above"], b["attained"]) == (100, "pm25", 0, 0, 1)
    # 67/35 + 50/70 + 12/60 + 20/40 + 1/4 + 80/160, 20/35 + …
    assert (a["composite"], b["composite"]) == (4.08, 2.74)
    assert (everybody["pm25_mean"], everybody["good_days"], everybody["good_share"]) == (43, 313, 0.8623)
    assert (everybody["name"], everybody["places"], everybody["places_attained"]) == ("mean of places", 2, 1)


def test_whole_numbers_of_the_page_are_stored_as_such(judged: Callable[..., Any], tmp_path: Path) -> None:
    judged(observations=stored(tmp_path / "o.gpkg", rows("a", **{**SIX, "co": 1.25}), rows("b", **SIX)))
    info = pyogrio.read_info(tmp_path / "made.gpkg", layer="summary")
    kinds = dict(zip(info["fields"], (np.dtype(kind).kind for kind in info["dtypes"])))
    assert {name for name, kind in kinds.items() if kind == "f"} == {"co_p95", "composite", "good_share"}
    assert {name for name, kind in kinds.items() if kind == "O"} == {
        "scope", "name", "standard", "above_pollutant", "why", "place"}


def test_stations_that_share_a_city_are_judged_as_it_where_nothing_else_is_asked(
    judged: Callable[..., Any], tmp_path: Path
) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", city="甲市", pm25=20.0), rows("b", city="甲市", pm25=40.0))
    made, result = judged(observations=path, by="auto")
    assert made["attainment"][["place", "value"]].to_numpy().tolist() == [["甲市", 30]]
    assert "stations-as-cities" in codes(result)
    for one in (rows("c", city="乙市", pm25=20.0), rows("c", pm25=20.0)):  # one in its city, or of no city
        made, _ = judged(observations=stored(tmp_path / "p.gpkg", rows("a", city="甲市", pm25=20.0), one), by="auto")
        assert made["attainment"]["place"].tolist() == ["a", "c"]


def test_what_months_cannot_judge_is_named_and_only_if_there_is_any(
    judged: Callable[..., Any], tmp_path: Path
) -> None:
    _, result = judged(observations="bundled")
    assert "months-not-judged" not in codes(result)
    start = pd.date_range("2015-01-01", periods=12, freq="MS")
    months = rows("a", count=12, pm25=30.0, co=1.0, o3_8h=100.0).assign(
        start=start, end=start + pd.offsets.MonthBegin(1), averaging="month")
    _, result = judged(observations=stored(tmp_path / "o.gpkg", months))
    told = next(warning for warning in result["warnings"] if warning["code"] == "months-not-judged")
    assert "CO, O3" in json.dumps(told, ensure_ascii=False)


def test_days_of_dust_are_left_out_by_date_or_by_a_field(judged: Callable[..., Any], tmp_path: Path) -> None:
    frame = rows("a", pm25=np.where(np.arange(365) < 3, 800.0, 30.0), dust=np.where(np.arange(365) < 3, "是", "否"))
    path = stored(tmp_path / "o.gpkg", frame)
    plain, _ = judged(observations=path)
    dates, result = judged(observations=path, exclude_dates=["2015-01-01", "2015-01-02", "2015-01-03"])
    field, _ = judged(observations=path, exclude_field="dust")
    assert plain["attainment"]["above"].tolist() == [3]
    for made in (dates, field):
        assert made["attainment"][["above", "valid", "complete"]].iloc[0].tolist() == [0, 362, 1]
        assert made["statistics"]["value_raw"].unique().tolist() == [30]
    assert "days-excluded" in codes(result)


def test_a_period_within_the_year_is_told_and_not_judged(judged: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", pm25=100.0))
    made, _ = judged(observations=path, first_date="2015-02-01", last_date="2015-02")
    assert made["attainment"][["valid", "above", "longest_spell", "complete"]].iloc[0].tolist() == [28, 28, 28, 0]
    assert made["attainment"]["spell_from"].tolist() == ["2015-02-01"]


def test_days_of_too_few_hours_are_not_valid(judged: Callable[..., Any], tmp_path: Path) -> None:
    frame = rows("a", pm25=30.0, valid_hours=np.where(np.arange(365) < 2, 19, 20))
    made, result = judged(observations=stored(tmp_path / "o.gpkg", frame))
    assert made["attainment"]["valid"].tolist() == [363]
    assert "day-hours" in codes(result)
    several = stored(tmp_path / "p.gpkg", frame.assign(no2=20.0))  # whose hours they are is not told
    made, result = judged(observations=several)
    assert set(made["statistics"]["valid"]) == {365}
    assert "day-hours-kept" in codes(result)


def test_gases_over_the_amendment_of_2018_are_said_not_to_compare(judged: Callable[..., Any], tmp_path: Path) -> None:
    for column, told in (("no2", True), ("pm25", False)):
        path = stored(tmp_path / f"{column}.gpkg", rows("a", first="2018-08-01", count=60, **{column: 20.0}))
        _, result = judged(observations=path)
        assert ("gases-changed" in codes(result)) is told


# Rasters


def test_zones_over_daily_rasters_are_judged_like_stations(judged: Callable[..., Any], tmp_path: Path) -> None:
    half = np.hstack([np.full((4, 2), 20.0), np.full((4, 2), 100.0)])
    path = raster(tmp_path / "r.tif", [half] * 365)
    made, _ = judged(rasters=[path], zones=zones(tmp_path / "z.gpkg"), zone_field="zone")
    layer = made["attainment"].set_index("place")
    assert layer["value_raw"].to_dict() == pytest.approx({"east": 100, "west": 20})
    assert layer["attained"].to_dict() == {"east": 0, "west": 1}
    assert layer["above"].to_dict() == {"east": 365, "west": 0}
    assert isinstance(made["attainment"], gpd.GeoDataFrame)


def test_cells_count_days_valid_days_and_the_longest_spell(judged: Callable[..., Any], tmp_path: Path) -> None:
    bands = np.full((10, 4, 4), 50.0)
    bands[2:5, 0, 0] = 76  # three days
    bands[6:9, 0, 0] = 80  # day 7 will be missing: 1 and 1
    bands[3, 0, 1] = np.nan
    bands[2:5, 0, 1] = [90, np.nan, 90]
    bands[:, 3, 3] = np.nan
    path = raster(tmp_path / "r.tif", list(bands), skip=lambda day: day == 7)
    _, result = judged(rasters=[path], zones=zones(tmp_path / "z.gpkg"), zone_field="zone",
                       cells=str(tmp_path / "c.tif"))
    with rasterio.open(result["cells"]) as dataset:
        assert dataset.descriptions == ("days_above", "valid_days", "share", "longest_spell")
        above, valid, share, longest = dataset.read()
    assert above[0, :3].tolist() == [5, 2, 0]
    assert valid[0, :3].tolist() == [9, 8, 9]
    assert longest[0, :3].tolist() == [3, 1, 0]
    assert share[0, 1] == pytest.approx(0.25)
    assert np.isnan([above[3, 3], valid[3, 3], share[3, 3], longest[3, 3]]).all()


def test_each_date_of_a_raster_is_judged_by_its_own_standard(judged: Callable[..., Any], tmp_path: Path) -> None:
    path = raster(tmp_path / "r.tif", [70.0] * 4, first="2026-02-27")  # 27, 28 February, 1, 2 March
    _, result = judged(rasters=[path], zones=zones(tmp_path / "z.gpkg"), zone_field="zone",
                       cells=str(tmp_path / "c.tif"))
    with rasterio.open(result["cells"]) as dataset:
        assert dataset.read()[:, 0, 0].tolist() == [2, 4, 0.5, 2]


def test_a_zone_of_which_less_than_half_has_values_has_no_mean(judged: Callable[..., Any], tmp_path: Path) -> None:
    few = np.full((4, 4), 30.0)
    few[:3, :2] = np.nan  # two of the eight cells in the west
    path = raster(tmp_path / "r.tif", [30.0] * 30 + [few])
    made, result = judged(rasters=[path], zones=zones(tmp_path / "z.gpkg"), zone_field="zone")
    assert made["attainment"].set_index("place")["valid"].to_dict() == {"east": 31, "west": 30}
    assert "zone-half-covered" in codes(result)


def test_zones_off_the_raster_are_told(judged: Callable[..., Any], tmp_path: Path) -> None:
    path = raster(tmp_path / "r.tif", [30.0] * 3)
    made, result = judged(rasters=[path])  # the 13 cities; the raster has only a few of them
    assert 0 < len(made["attainment"]) < 13
    assert {"air-zones-off", "places-silent"} <= set(codes(result))
    assert made["attainment"]["adcode"].str.len().unique().tolist() == [6]


# What is refused


def test_what_cannot_be_judged_is_refused_with_a_sentence(refused: Callable[..., str], tmp_path: Path) -> None:
    target = str(tmp_path / "made.gpkg")
    path = stored(tmp_path / "o.gpkg", rows("a", pm25=30.0))
    grid = raster(tmp_path / "r.tif", [30.0])
    assert refused("air_exceedance", output=target) == "one-air-source"
    assert refused("air_exceedance", output=target, observations=path, rasters=[grid]) == "one-air-source"
    assert refused("air_exceedance", output=target, observations=path, cells=str(tmp_path / "c.tif")) == \
        "cells-no-raster"
    assert refused("air_exceedance", output=target, observations=path, grade="aqg") == "unknown-grade"
    assert refused("air_exceedance", output=target, observations=path, first_date="01/02/2015") == "bad-date"
    assert refused("air_exceedance", output=target, observations=path, first_date="2020-01-01") == "no-dates"
    assert refused("air_exceedance", output=target, observations=path, exclude_dates=["2015-02"]) == "bad-day"
    assert refused("air_exceedance", output=target, observations=path, pollutant="so2") == "unknown-pollutant"
    assert refused("air_exceedance", output=target, observations=path, by="city") == "no-city"
    assert refused("air_exceedance", output=target, observations=path, exclude_field="dust") == "unknown-field"
    assert refused("air_exceedance", output=target, observations=path, exclude_from=["pm1"]) == "no-pollutant"
    empty = raster(tmp_path / "n.tif", [np.nan])
    assert refused("air_exceedance", output=target, rasters=[empty]) == "air-all-no-data"
    away = zones(tmp_path / "away.gpkg", 50)
    assert refused("air_exceedance", output=target, rasters=[grid], zones=away, zone_field="zone") == "air-apart"
    assert refused("air_exceedance", output=target, rasters=[grid], pollutants=["pm25", "o3"]) == "names-for-rasters"
    hours = rows("a", pm25=30.0).assign(averaging="hour")
    assert refused("air_exceedance", output=target, observations=stored(tmp_path / "h.gpkg", hours)) == \
        "exceedance-hours"
    assert not Path(target).exists()
