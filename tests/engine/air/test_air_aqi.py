"""Task air_aqi: the index by station, city, zone and cell, and the composite index of a year."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

from jjj_planner_plugin.engine.air.composite import composite, weights_of
from jjj_planner_plugin.engine.air.yearly import Judging, statistics
from tests.engine.air.made_days import raster, rows, stored, zones

SIX = {"pm25": 35.0, "pm10": 70.0, "so2": 60.0, "no2": 40.0, "co": 4.0, "o3_8h": 160.0}  # the limits of class 2


@pytest.fixture
def indexed(perform: Callable[..., dict[str, Any]], tmp_path: Path) -> Callable[..., Any]:
    """`indexed(**params)`: the task's layer and table by name, and its result."""

    def run(**params: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        target = tmp_path / "made.gpkg"
        result = perform("air_aqi", output=str(target), **params)
        return {name: pyogrio.read_dataframe(target, layer=name) for name, _ in pyogrio.list_layers(target)}, result

    return run


def told(result: dict[str, Any], code: str) -> str:
    return next(json.dumps(one, ensure_ascii=False) for one in result["warnings"] if one["code"] == code)


def codes(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


# Places


def test_a_day_of_each_edition_is_indexed_by_its_own(indexed: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", first="2026-02-28", count=2, pm25=60.0))
    made, result = indexed(observations=path)
    assert made["aqi"]["aqi"].tolist() == [82, 100]
    assert made["aqi"]["edition"].tolist() == ["hj633-2012", "hj633-2026"]
    assert "aqi-editions" in codes(result)
    made, _ = indexed(observations=path, edition="hj633-2012")
    assert made["aqi"]["aqi"].tolist() == [82, 82]


def test_an_aqi_of_fewer_pollutants_is_marked(indexed: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", count=2, **SIX), rows("b", count=2, pm25=[75.0, 501.0]))
    made, result = indexed(observations=path)
    layer = made["aqi"].set_index(["place", layer_day(made["aqi"])])
    assert layer.loc[("a", 1), ["aqi", "pollutants_used", "partial"]].tolist() == [100, 6, False]
    assert layer.loc[("a", 1), "primary_pollutant"] == "CO, O3"  # 100 each
    assert layer.loc[("b", 1), ["aqi", "pollutants_used", "partial"]].tolist() == [100, 1, True]
    assert pd.isna(layer.loc[("b", 2), "aqi"])
    assert layer.loc[("b", 2), ["aqi_note", "level", "colour"]].tolist() == ["beyond", 6, "#7E0023"]
    assert {"aqi-partial", "aqi-beyond"} <= set(codes(result))
    assert "SO2, NO2" in told(result, "aqi-partial")  # some place has each of the six


def test_a_pollutant_that_only_some_days_lack_is_named(indexed: Callable[..., Any], tmp_path: Path) -> None:
    frame = rows("a", count=3, **SIX)
    frame.loc[0, "co"] = frame.loc[2, "so2"] = np.nan
    _, result = indexed(observations=stored(tmp_path / "o.gpkg", frame))
    assert "SO2, CO" in told(result, "aqi-partial")
    _, result = indexed(observations=stored(tmp_path / "p.gpkg", rows("a", first="2026-02-28", count=2, **SIX)))
    assert "HJ 633-2012" in told(result, "aqi-editions")


def layer_day(layer: pd.DataFrame) -> pd.Series:
    return layer["start"].dt.day


def test_hours_take_the_columns_and_breakpoints_of_hours(indexed: Callable[..., Any], tmp_path: Path) -> None:
    start = pd.date_range("2015-06-01", periods=2, freq="h")
    frame = pd.DataFrame({"place": "a", "name": "A", "city": "甲", "adcode": None, "start": start,
                          "end": start + pd.Timedelta(hours=1), "averaging": "hour", "o3_1h": [200.0, 160.0],
                          "pm25": [75.0, 20.0], "so2": [900.0, 150.0]})
    made, result = indexed(observations=stored(tmp_path / "o.gpkg", frame))
    assert made["aqi"]["aqi"].tolist() == [100, 50]
    assert made["aqi"]["primary_pollutant"].iloc[0] == "PM2.5, O3"
    assert made["aqi"]["aqi_note"].iloc[0] == "so2-1h"
    assert "composite" not in made
    assert {"aqi-hour-of-particles", "aqi-so2-1h", "composite-not-of-hours"} <= set(codes(result))


def test_a_city_has_the_index_of_its_stations_mean(indexed: Callable[..., Any], tmp_path: Path) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", city="甲", count=1, pm25=50.0),
                  rows("b", city="甲", count=1, pm25=100.0))
    made, _ = indexed(observations=path, by="city")
    assert made["aqi"][["place", "aqi"]].iloc[0].tolist() == ["甲", 100]


def test_months_have_no_aqi_but_a_composite_index(indexed: Callable[..., Any]) -> None:
    made, result = indexed(observations="bundled")
    assert set(made) == {"composite"}
    found = made["composite"].set_index(["name", "year"])["composite"]
    assert found["北京", 2014] == pytest.approx(83 / 35, abs=1e-3)
    assert {"aqi-not-of-means", "composite-partial"} <= set(codes(result))
    assert (made["composite"]["demonstration"] == 1).all()


# The composite index


def test_at_the_limits_every_term_of_the_composite_index_is_its_weight(
    indexed: Callable[..., Any], tmp_path: Path
) -> None:
    path = stored(tmp_path / "o.gpkg", rows("a", **SIX))
    for weights, own, total in (("2013", None, 6), ("2026", None, 10), ("2013", {"pm25": 2, "co": 0}, 6)):
        made, _ = indexed(observations=path, weights=weights, own_weights=own)
        found = made["composite"].iloc[0]
        assert found["composite"] == pytest.approx(total)
        assert found["complete"] == 1 and not found["partial"]
    assert found["term_pm25"] == 2 and found["term_co"] == 0 and found["weights"] == "own"


def test_the_reported_weights_say_how_sure_they_are() -> None:
    weights, name, confidence = weights_of("2026", None)
    assert (weights["pm25"], weights["o3"], weights["no2"], weights["so2"]) == (3, 2, 2, 1)
    assert name == "2026" and "0.65" in confidence


def test_ozone_and_carbon_monoxide_enter_with_their_percentiles() -> None:
    frame = rows("a", co=np.arange(365.0) / 100, o3_8h=np.arange(365.0))
    found = composite(statistics(frame, "day", Judging("by-date")), weights_of("2013", None)[0], Judging("by-date"))
    assert found["term_co"].iloc[0] == pytest.approx(3.5 / 4)  # P95 3.458, rounded to 0.1
    assert found["term_o3"].iloc[0] == pytest.approx(round(328 / 160, 3))  # P90 327.6


# Rasters


def test_cells_and_zones_have_the_index_of_the_rasters(indexed: Callable[..., Any], tmp_path: Path) -> None:
    pm25, o3 = np.full((4, 4), 75.0), np.full((4, 4), 100.0)
    pm25[0, 0], pm25[0, 1], o3[0, 1], pm25[0, 2] = 501, 35, 161, np.nan
    o3[0, 2] = np.nan
    paths = [raster(tmp_path / "p.tif", [pm25, 10.0]), raster(tmp_path / "o.tif", [o3, 10.0], pollutant="o3")]
    made, result = indexed(rasters=paths, zones=zones(tmp_path / "z.gpkg"), zone_field="zone",
                           cells=str(tmp_path / "c.tif"))
    with rasterio.open(result["cells"]) as dataset:
        assert dataset.descriptions == ("2015-01-01", "2015-01-02")
        assert dataset.tags()["JJJ_BEYOND"] == "501"
        first, second = dataset.read()
    assert first[0, :2].tolist() == [501, 101] and np.isnan(first[0, 2]) and first[3, 3] == 100
    assert second[3, 3] == 15  # 10 of 35: 14.3, rounded up
    with rasterio.open(result["primary"]) as dataset:
        codes_read = dataset.read(1)
    assert codes_read[0, :2].tolist() == [1, 6] and codes_read[3, 3] == 1 and np.isnan(codes_read[0, 2])
    east = made["aqi"].set_index(["place", "start"]).loc["east"].iloc[0]
    assert (east["aqi"], east["primary_pollutant"], east["pollutants_used"]) == (100, "PM2.5", 2)
    assert "cells-beyond" in codes(result)


def test_cells_of_one_pollutant_have_no_second_raster(indexed: Callable[..., Any], tmp_path: Path) -> None:
    _, result = indexed(rasters=[raster(tmp_path / "p.tif", [50.0])], zones=zones(tmp_path / "z.gpkg"),
                        zone_field="zone", cells=str(tmp_path / "c.tif"))
    assert "primary" not in result
    with rasterio.open(result["cells"]) as dataset:
        assert set(dataset.read(1).ravel()) == {69}


# What is refused


def test_what_cannot_be_indexed_is_refused_with_a_sentence(refused: Callable[..., str], tmp_path: Path) -> None:
    target = str(tmp_path / "made.gpkg")
    path = stored(tmp_path / "o.gpkg", rows("a", pm25=30.0, count=1))
    assert refused("air_aqi", output=target) == "one-air-source"
    assert refused("air_aqi", output=target, observations=path, own_weights={"pm1": 3}) == "bad-weights"
    assert refused("air_aqi", output=target, observations=path, own_weights={"pm25": -1}) == "bad-weights"
    assert refused("air_aqi", output=target, observations=path, cells=str(tmp_path / "c.tif")) == "cells-no-raster"
    only = stored(tmp_path / "p.gpkg", rows("a", o3_1h=30.0, count=1))
    assert refused("air_aqi", output=target, observations=only) == "aqi-no-pollutants"
    untagged = tmp_path / "u.tif"
    with rasterio.open(untagged, "w", driver="GTiff", width=1, height=1, count=1, dtype="float32", crs="EPSG:4490",
                       transform=rasterio.Affine(1, 0, 116, 0, -1, 40)) as dataset:
        dataset.write(np.ones((1, 1, 1), np.float32))
    assert refused("air_aqi", output=target, rasters=[str(untagged)]) == "raster-no-pollutant"
    assert refused("air_aqi", output=target, rasters=[str(untagged)], pollutants=["pm25"]) == "raster-no-date"
