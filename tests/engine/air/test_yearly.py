"""Statistics of a year by HJ 663: percentiles, completeness to the day, spells, two standards in one year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jjj_planner_plugin.engine.air import hj663, standards
from jjj_planner_plugin.engine.air.observations import bundled_observations
from jjj_planner_plugin.engine.air.yearly import Judging, statistics

BY_DATE = Judging(standards.BY_DATE)


def daily(values: Any, first: str = "2015-01-01", column: str = "pm25", place: str = "a") -> pd.DataFrame:
    """Days from `first` on, one value each; None is a day that was not measured."""
    start = pd.date_range(first, periods=len(values))
    return pd.DataFrame({"place": place, "start": start, "end": start + pd.Timedelta(days=1),
                         column: np.array(values, dtype=float)})


def row(table: pd.DataFrame, **wanted: Any) -> Any:
    """The one row with these values."""
    found = table
    for name, value in wanted.items():
        found = found[found[name] == value]
    assert len(found) == 1
    return found.iloc[0]


def days_of(year: int) -> np.ndarray[Any, Any]:
    return np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")


# The percentile


@pytest.mark.parametrize("percent", [90, 95, 98])
def test_the_percentile_is_the_rules_own(percent: int) -> None:
    values = np.arange(365.0)[np.argsort(np.arange(365) * 7919 % 365)] ** 1.3
    ordered = sorted(values.tolist())
    k = 1 + (len(values) - 1) * percent / 100
    s = int(k)
    by_hand = ordered[s - 1] + (ordered[s] - ordered[s - 1]) * (k - s)
    assert hj663.percentile(values, percent) == pytest.approx(by_hand, rel=1e-12)


def test_a_percentile_of_few_values_can_be_done_by_hand() -> None:
    assert hj663.percentile(np.array([40.0, 10.0, 20.0, 30.0]), 90) == pytest.approx(37)  # k = 3.7
    assert hj663.percentile(np.array([5.0]), 95) == 5
    assert np.isnan(hj663.percentile(np.array([]), 95))


# Enough days


def test_a_year_of_324_days_is_enough_and_one_of_323_is_not() -> None:
    every = days_of(2015)
    spread = np.concatenate([days[:27] for days in np.split(every, np.flatnonzero(
        np.diff(every.astype("datetime64[M]").astype(int))) + 1)])
    assert len(spread) == 324
    assert hj663.shortfall(spread, 2015) == ""
    assert hj663.shortfall(np.delete(spread, 30), 2015) == "323 < 324"  # February still has 26


@pytest.mark.parametrize("month,kept,text", [
    (3, 27, ""), (3, 26, "2015-03: 26 < 27"), (2, 25, ""), (2, 24, "2015-02: 24 < 25"), (7, 0, "2015-07: 0 < 27")])
def test_each_month_has_its_days(month: int, kept: int, text: str) -> None:
    every = days_of(2015)
    inside = every.astype("datetime64[M]") == np.datetime64(f"2015-{month:02d}")
    assert hj663.shortfall(np.concatenate([every[~inside], every[inside][:kept]]), 2015) == text


def test_of_many_months_that_fall_short_the_first_are_named() -> None:
    assert hj663.shortfall(days_of(2015)[:4], 2015) == "4 < 324; 2015-01: 4 < 27; 2015-02: 0 < 25; … (12)"


# The longest spell


def test_a_spell_runs_over_the_end_of_a_month() -> None:
    days = days_of(2015)
    above = (days >= np.datetime64("2015-01-30")) & (days <= np.datetime64("2015-02-02"))
    above |= (days >= np.datetime64("2015-05-01")) & (days <= np.datetime64("2015-05-03"))
    assert hj663.longest_spell(days, above) == hj663.Spell(
        4, np.datetime64("2015-01-30"), np.datetime64("2015-02-02"))


def test_a_missing_day_breaks_a_spell_and_of_equal_ones_the_first_counts() -> None:
    days = np.array(["2015-01-01", "2015-01-02", "2015-01-04", "2015-01-05", "2015-01-06"], "datetime64[D]")
    found = hj663.longest_spell(days, np.ones(5, dtype=bool))
    assert (found.days, found.first, found.last) == (3, days[2], days[4])
    assert hj663.longest_spell(days[:4], np.ones(4, dtype=bool)).first == days[0]
    assert hj663.longest_spell(days, np.zeros(5, dtype=bool)) == hj663.Spell(0)


# A year by hand


def test_a_year_made_by_hand_has_the_counts_that_a_hand_finds() -> None:
    values = [50.0] * 365
    values[10:20] = [76.0] * 10  # above 75
    values[30] = 75.4  # is 75 after rounding
    values[40] = 75.5  # is 76
    made = row(statistics(daily(values), "day", BY_DATE), statistic="p95")
    assert (made.valid, made.above) == (365, 11)
    assert made.share_above == pytest.approx(11 / 365, abs=1e-6)
    assert (made.longest_spell, made.spell_from, made.spell_to) == (
        10, pd.Timestamp("2015-01-11"), pd.Timestamp("2015-01-20"))
    assert (made.value, made.limit, made.attained, made.complete) == (50, 75, 1, 1)
    mean = row(statistics(daily(values), "day", BY_DATE), statistic="mean")
    assert mean.value_raw == pytest.approx(sum(values) / 365, abs=1e-6)
    assert (mean.value, mean.limit, mean.attained) == (51, 35, 0)


def test_values_are_rounded_before_they_are_judged_and_the_raw_value_is_kept() -> None:
    made = row(statistics(daily([35.4] * 365), "day", BY_DATE), statistic="mean")
    assert (made.value_raw, made.value, made.attained) == (35.4, 35, 1)
    made = row(statistics(daily([35.6] * 365), "day", BY_DATE), statistic="mean")
    assert (made.value, made.attained) == (36, 0)


def test_a_year_that_falls_short_keeps_its_figures_and_is_not_judged() -> None:
    values = [100.0] * 365
    values[31:36] = [np.nan] * 5  # of February 23 days are left
    made = statistics(daily(values), "day", BY_DATE)
    assert made["complete"].tolist() == [0, 0]
    assert made["attained"].isna().all()
    assert made["why"].tolist() == ["2015-02: 23 < 25"] * 2
    assert made["value"].tolist() == [100, 100]
    assert row(made, statistic="p95").above == 360


@pytest.mark.parametrize("column,pollutant,statistic", [
    ("so2", "so2", "p98"), ("no2", "no2", "p98"), ("pm10", "pm10", "p95"), ("co", "co", "p95"), ("o3_8h", "o3", "p90")])
def test_each_pollutant_has_its_percentile(column: str, pollutant: str, statistic: str) -> None:
    made = statistics(daily(np.arange(365.0) / 100, column=column), "day", BY_DATE)
    found = row(made, statistic=statistic)
    percent = int(statistic[1:])
    assert found.value_raw == pytest.approx(np.percentile(np.arange(365.0) / 100, percent), abs=1e-6)
    assert ("mean" in set(made["statistic"])) == (pollutant not in ("co", "o3"))


# Two standards in one year


def test_each_day_of_2026_is_judged_by_the_standard_of_its_date() -> None:
    values = [70.0] * 365  # below 75, above 60
    values[57:59] = [80.0, 80.0]  # 27 and 28 February
    made = statistics(daily(values, "2026-01-01"), "day", BY_DATE)
    old, new = (row(made, statistic="p95", standard=name) for name in ("gb3095-2012", "gb3095-2026"))
    assert (old.valid, old.above, new.valid, new.above) == (59, 2, 306, 306)
    assert old.share_of_year == pytest.approx(59 / 365, abs=1e-6)
    assert old.share_of_year + new.share_of_year == pytest.approx(1)
    assert (old.limit, new.limit, old.attained, new.attained) == (75, 60, 1, 0)
    assert old.value_raw == new.value_raw  # the percentile is the year's
    assert (old.longest_spell, new.longest_spell) == (2, 306)  # within the days of each
    assert (old.spell_from, old.spell_to) == (pd.Timestamp("2026-02-27"), pd.Timestamp("2026-02-28"))
    assert (new.spell_from, new.spell_to) == (pd.Timestamp("2026-03-01"), pd.Timestamp("2026-12-31"))


def test_a_standard_that_was_chosen_judges_every_day() -> None:
    made = statistics(daily([70.0] * 365, "2026-01-01"), "day", Judging("gb3095-2012"))
    assert set(made["standard"]) == {"gb3095-2012"}
    assert row(made, statistic="p95").valid == 365
    who = row(statistics(daily([70.0] * 365), "day", Judging("who2021")), statistic="p95")
    assert (who.grade, who.limit, who.above) == ("aqg", 15, 365)
    assert row(statistics(daily([70.0] * 365), "day", Judging("who2021", "it1")), statistic="p95").above == 0
    assert standards.grades("gb3095-2026") == ["class2", "class1"]


# Days left out


def test_days_of_dust_leave_the_particles_statistics_and_do_not_make_the_year_short() -> None:
    values = [50.0] * 365
    values[100:103] = [900.0] * 3
    frame = daily(values)
    frame["no2"] = 30.0
    made = statistics(frame.assign(excluded=frame.index.isin([100, 101, 102])), "day", BY_DATE)
    found = row(made, pollutant="pm25", statistic="mean")
    assert (found.value_raw, found.valid, found.above, found.complete) == (50, 362, 0, 1)
    assert row(made, pollutant="pm25", statistic="p95").above == 0
    assert row(made, pollutant="no2", statistic="p98").valid == 365
    assert row(statistics(frame, "day", BY_DATE), pollutant="pm25", statistic="p95").above == 3


# Three years


def test_the_mean_of_three_years_needs_three_years() -> None:
    frame = pd.concat([daily([value] * (366 if year % 4 == 0 else 365), f"{year}-01-01")
                       for year, value in ((2025, 30.0), (2026, 31.0), (2027, 32.0), (2028, 40.0))])
    made = statistics(frame, "day", BY_DATE)
    moving = made[made["statistic"] == "mean_3y"]
    assert moving["year"].tolist() == [2027, 2028]
    assert moving["value_raw"].round(3).tolist() == [31, 34.333]
    assert moving["attained"].tolist() == [0, 0]  # 31 and 34 of 30
    early = pd.concat([daily([30.0] * 365, f"{year}-01-01") for year in (2013, 2014, 2015)])
    found = row(statistics(early, "day", BY_DATE), statistic="mean_3y")
    assert found.value_raw == 30 and found.attained is pd.NA


def test_a_year_that_falls_short_leaves_the_three_years_unjudged() -> None:
    frame = pd.concat([daily([20.0] * days, f"{year}-01-01") for year, days in ((2027, 365), (2028, 200), (2029, 365))])
    found = row(statistics(frame, "day", BY_DATE), statistic="mean_3y")
    assert found.attained is pd.NA
    assert found.why.startswith("2028: 200 < 324")


# Months


def test_the_sample_gives_the_published_check_figures() -> None:
    made = statistics(bundled_observations().frame, "month", BY_DATE)
    assert set(made["statistic"]) == {"mean"}
    assert set(made["judged_from"]) == {"months"}
    for year, beijing, cities in ((2014, 82.9, 89.4), (2015, 77.8, 74.7)):
        assert row(made, place="110000", year=year).value_raw == pytest.approx(beijing, abs=0.05)
        assert made[made["year"] == year]["value_raw"].mean() == pytest.approx(cities, abs=0.05)


def test_a_mean_of_months_weighs_them_by_their_days_and_needs_all_twelve() -> None:
    start = pd.to_datetime(["2015-01-01", "2015-02-01"])
    frame = pd.DataFrame({"place": "a", "start": start, "end": start + pd.DateOffset(months=1), "pm25": [10.0, 69.0]})
    found = row(statistics(frame, "month", BY_DATE), statistic="mean")
    assert found.value_raw == pytest.approx((31 * 10 + 28 * 69) / 59, abs=1e-6)
    assert (found.complete, found.why, found.valid, found.above) == (0, "2 < 12", 2, 1)
    assert found.attained is pd.NA
