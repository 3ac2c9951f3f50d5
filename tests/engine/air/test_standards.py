"""Which limit holds on which day, and how a value is rounded before it is judged."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from jjj_planner_plugin import paths
from jjj_planner_plugin.engine.air import standards


@pytest.mark.parametrize("first,last,expected", [
    ("2014-01-01", "2015-12-31", ["gb3095-2012"]),
    ("2026-02-28", "2026-02-28", ["gb3095-2012"]),
    ("2026-03-01", "2026-03-01", ["gb3095-2026"]),
    ("2026-01-01", "2026-12-31", ["gb3095-2012", "gb3095-2026"]),
    ("2031-01-01", "2031-01-01", ["gb3095-2031"]),
    ("2025-01-01", "2031-12-31", ["gb3095-2012", "gb3095-2026", "gb3095-2031"])])
def test_the_date_of_the_data_chooses_the_standard(first: str, last: str, expected: list[str]) -> None:
    assert standards.in_force(date.fromisoformat(first), date.fromisoformat(last)) == expected


@pytest.mark.parametrize("item,standard,grade,value", [
    ("pm25_annual", "gb3095-2012", "class2", 35), ("pm25_annual", "gb3095-2026", "class2", 30),
    ("pm25_annual", "gb3095-2031", "class2", 25), ("pm25_24h", "gb3095-2012", "class2", 75),
    ("pm25_24h", "gb3095-2026", "class2", 60), ("pm25_24h", "gb3095-2031", "class2", 50),
    ("pm10_24h", "gb3095-2026", "class2", 120), ("o3_8h", "gb3095-2012", "class2", 160),
    ("pm25_annual", "who2021", "aqg", 5), ("pm25_24h", "who2021", "it3", 37.5), ("co_24h", "who2021", "aqg", 4)])
def test_the_limits_are_those_of_the_published_tables(item: str, standard: str, grade: str, value: float) -> None:
    found = standards.limits(item, [standard], [grade])
    assert [one.value for one in found] == [value]
    assert found[0].unit == ("mg/m³" if item.startswith("co") else "µg/m³")


def test_figures_that_rest_on_one_source_are_marked() -> None:
    assert standards.limits("no2_annual", ["gb3095-2031"])[0].confidence == "medium"
    assert standards.limits("pm25_annual", ["gb3095-2031"])[0].confidence == "high"


@pytest.mark.parametrize("value,item,expected", [
    (75.4, "pm25_24h", 75), (75.5, "pm25_24h", 76), (34.5, "pm25_annual", 34), (34.499999999999993, "pm25_annual", 34),
    (35.5, "pm25_annual", 36), (35.500000000000007, "pm25_annual", 36), (35.50001, "pm25_annual", 36),
    (4.05, "co_24h", 4.0), (4.15, "co_24h", 4.2), (4.06, "co_24h", 4.1)])
def test_a_value_is_rounded_half_to_even_before_it_is_judged(value: float, item: str, expected: float) -> None:
    assert standards.rounded(value, item) == pytest.approx(expected, abs=1e-12)


def test_what_is_not_there_stays_so() -> None:
    assert np.isnan(standards.rounded(np.array([np.nan, 1.0]), "pm25_24h")).tolist() == [True, False]


@pytest.mark.parametrize("pollutant,averaging,item", [
    ("pm25", "day", "pm25_24h"), ("pm25", "month", "pm25_annual"), ("pm25", "year", "pm25_annual"),
    ("pm25", "hour", None), ("o3", "day", "o3_8h"), ("o3", "hour", "o3_1h"), ("co", "year", None),
    (None, "day", None), ("pm25", None, None)])
def test_a_pollutant_and_an_averaging_time_make_an_item(
    pollutant: str | None, averaging: str | None, item: str | None
) -> None:
    assert standards.item_of(pollutant, averaging) == item


def test_without_a_date_every_national_standard_is_given() -> None:
    assert standards.chosen("by-date", None, None) == ["gb3095-2012", "gb3095-2026", "gb3095-2031"]
    assert standards.chosen("who2021", None, None) == ["who2021"]


def test_a_limit_with_a_fraction_is_met_by_a_value_that_equals_it() -> None:
    assert standards.rounded(37.5, "pm25_24h", 37.5) == 37.5
    assert standards.rounded(37.54, "pm25_24h", 37.5) == 37.5
    assert standards.rounded(37.56, "pm25_24h", 37.5) == pytest.approx(37.6)


def test_every_confidence_and_weight_of_the_catalogue_has_words() -> None:
    words = json.loads(paths.resource("catalog/air_words.json").read_text(encoding="utf-8"))
    weights = standards.catalogue()["composite"]["weights"]
    used = {entry["confidence"] for entry in (*standards.catalogue()["standards"], *weights)}
    used |= {one for entry in standards.catalogue()["standards"] for one in entry.get("doubts", {}).values()}
    assert len(used) > 1 and used <= set(words["confidences"])
    assert {entry["id"] for entry in weights} <= set(words["weights"])
