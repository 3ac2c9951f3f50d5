"""The air quality index: every breakpoint to the digit, what is beyond it, and which pollutant leads."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pandas as pd
import pytest

from jjj_planner_plugin.engine.air import aqi
from jjj_planner_plugin.engine.air.standards import catalogue

V2012, V2026 = aqi.version("hj633-2012"), aqi.version("hj633-2026")
EVERY = [(entry["id"], item) for entry in (V2012, V2026) for item in entry["breakpoints"]]


def one(value: float, item: str, year: int) -> float:
    return float(aqi.iaqi(np.array([value]), item, V2012 if year == 2012 else V2026)[0])


@pytest.mark.parametrize("item,year,value,expected", [
    ("pm25_24h", 2012, 35, 50), ("pm25_24h", 2012, 50, 69), ("pm25_24h", 2012, 60, 82), ("pm25_24h", 2012, 75, 100),
    ("pm25_24h", 2012, 76, 102), ("pm25_24h", 2026, 50, 80), ("pm25_24h", 2026, 60, 100), ("pm25_24h", 2026, 75, 114),
    ("pm10_24h", 2012, 120, 85), ("pm10_24h", 2012, 150, 100), ("pm10_24h", 2026, 120, 100),
    ("pm10_24h", 2026, 150, 112), ("o3_8h", 2012, 161, 101), ("no2_24h", 2012, 100, 110), ("pm25_24h", 2012, 0, 0),
    ("co_24h", 2012, 2.0, 50), ("co_24h", 2012, 2.1, 53), ("so2_24h", 2012, 2620, 500)])
def test_the_index_is_that_of_the_published_figures(item: str, year: int, value: float, expected: int) -> None:
    assert one(value, item, year) == expected


@pytest.mark.parametrize("name,item", EVERY)
def test_every_breakpoint_is_its_index_exactly(name: str, item: str) -> None:
    entry, index = aqi.version(name), catalogue()["aqi"]["index"]
    points = np.array(entry["breakpoints"][item], float)
    assert aqi.iaqi(points, item, entry).tolist() == index[:len(points)]
    hair = np.nextafter(points, np.inf)  # what a sum of floats may leave
    assert aqi.iaqi(hair, item, entry).tolist() == index[:len(points)]


@pytest.mark.parametrize("name,item", EVERY)
def test_every_concentration_agrees_with_rational_arithmetic(name: str, item: str) -> None:
    entry, index = aqi.version(name), catalogue()["aqi"]["index"]
    points, scale = entry["breakpoints"][item], 10 ** catalogue()["items"].get(item, {}).get("decimals", 0)
    whole = range(1, points[-1] * scale + 1)
    expected = []
    for value in (Fraction(one, scale) for one in whole):
        k = next(k for k in range(1, len(points)) if value <= points[k])
        rise = Fraction(index[k] - index[k - 1], points[k] - points[k - 1])
        expected.append(ceil(rise * (value - points[k - 1]) + index[k - 1]))
    assert aqi.iaqi(np.array(whole) / scale, item, entry).tolist() == expected


def test_concentrations_are_rounded_before_and_half_goes_to_even() -> None:
    assert one(74.5, "pm25_24h", 2012) == one(74, "pm25_24h", 2012) == 99
    assert one(75.5, "pm25_24h", 2012) == 102
    assert one(2.05, "co_24h", 2012) == 50


def test_above_the_tables_end_is_beyond_the_index_and_never_500() -> None:
    assert one(500, "pm25_24h", 2012) == 500
    for value in (501, 5000, 1e12):
        assert one(value, "pm25_24h", 2012) == aqi.BEYOND
    made = aqi.table(aqi.indices({"pm25": np.array([501.0, 500.0])}, "day", V2012))
    assert made["aqi"].isna().tolist() == [True, False]
    assert made["aqi_note"].tolist() == ["beyond", None]
    assert made["level"].tolist() == [6, 6]
    assert made["colour"].tolist() == ["#7E0023", "#7E0023"]
    assert made["primary_pollutant"].tolist() == ["PM2.5", "PM2.5"]


def test_tables_that_end_early_follow_their_edition() -> None:
    assert np.isnan(one(801, "so2_1h", 2012)) and one(801, "so2_1h", 2026) == 200
    assert one(801, "o3_8h", 2026) == 300 and one(800, "o3_8h", 2012) == 300
    days = {"o3_8h": np.array([900.0, 900.0, 100.0]), "o3_1h": np.array([1100.0, np.nan, 1100.0])}
    found = aqi.indices(days, "day", V2012)
    assert found.iaqi["o3"].tolist()[0] == 450 and np.isnan(found.iaqi["o3"][1]) and found.iaqi["o3"][2] == 50
    assert found.note.tolist() == [None, "o3-1h", None]
    hours = aqi.indices({"so2": np.array([900.0]), "no2": np.array([100.0])}, "hour", V2012)
    assert hours.note.tolist() == ["so2-1h"] and hours.aqi.tolist() == [50]


@pytest.mark.parametrize("value", [np.nan, -1.0, -999.0, np.inf])
def test_what_is_no_concentration_has_no_index(value: float) -> None:
    made = aqi.table(aqi.indices({"pm25": np.array([value]), "pm10": np.array([20.0])}, "day", V2012))
    assert made["aqi"].tolist() == [20]
    assert made["pollutants_used"].tolist() == [1]
    assert made["missing"].tolist() == ["PM2.5, SO2, NO2, CO, O3"]
    assert made["iaqi_pm25"].isna().all()


def test_the_largest_leads_ties_are_listed_and_nobody_leads_clean_air() -> None:
    values = {"pm25": np.array([75.0, 75.0, 35.0]), "pm10": np.array([150.0, 40.0, 50.0]),
              "so2": np.array([5.0, 5.0, 5.0]), "no2": np.array([10.0, 10.0, 10.0]), "co": np.array([1.0, 1.0, 1.0]),
              "o3_8h": np.array([90.0, 161.0, 100.0])}
    found = aqi.indices(values, "day", V2012)
    made = aqi.table(found)
    assert made["aqi"].tolist() == [100, 101, 50]
    assert made["primary_pollutant"].tolist() == ["PM2.5, PM10", "O3", None]
    assert made["partial"].tolist() == [False] * 3
    assert made["level"].tolist() == [2, 3, 1]
    assert aqi.leading_code(found).tolist() == [aqi.SEVERAL, 6, 0]


def test_the_date_chooses_the_edition() -> None:
    days = pd.Series(pd.to_datetime(["2026-02-28", "2026-03-01"]))
    versions = aqi.versions_of(days)
    assert versions.tolist() == ["hj633-2012", "hj633-2026"]
    assert aqi.indices_by({"pm25": np.array([60.0, 60.0])}, "day", versions).aqi.tolist() == [82, 100]


def test_an_hour_of_particles_takes_the_days_row_where_there_is_no_other() -> None:
    assert aqi.item_for("pm25", "hour", V2012) == "pm25_24h"
    assert aqi.item_for("pm25", "hour", V2026) == "pm25_1h"
    assert aqi.item_for("o3", "hour", V2012) == "o3_1h"
    assert aqi.indices({"pm25": np.array([60.0]), "o3_1h": np.array([160.0])}, "hour", V2026).aqi.tolist() == [100]
