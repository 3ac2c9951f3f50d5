"""Means of days and months from hours, by the rules of completeness of HJ 663 (numbers: air_standards.json)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..kernels import Floats
from .standards import CLASS_2, catalogue, in_force, limits

HOURS = 24
WINDOW = 8
LAST_START = 16  # windows of 8 hours end at 8:00 … 24:00: they begin at 0:00 … 16:00


@dataclass(frozen=True)
class Daily:
    """An item by day and place: values, NaN where too few hours, and how many hours (O₃ of 8 h: windows) there are."""

    values: pd.DataFrame
    counted: pd.DataFrame
    needed: int


def hourly_grid(frame: pd.DataFrame) -> tuple[pd.DatetimeIndex, Floats]:
    """The days, and the hours of each day and place, (days, 24, places); NaN where an hour is missing."""
    first, last = frame.index.min().normalize(), frame.index.max().normalize()
    days = pd.date_range(first, last, freq="D")
    every = pd.date_range(first, periods=len(days) * HOURS, freq="h")
    on_the_hour = frame.groupby(frame.index.floor("h")).first()
    return days, on_the_hour.reindex(every).to_numpy(np.float64).reshape(len(days), HOURS, -1)


def daily(frame: pd.DataFrame, item: str) -> Daily:
    """Days of an item from its hours (times × places): means; of o3_1h the largest hour.

    A day needs 20 hours.
    """
    days, hours = hourly_grid(frame)
    counted = np.isfinite(hours).sum(axis=1)
    needed = int(catalogue()["hj663"]["hours_of_a_day"])
    whole = np.where(np.isfinite(hours), hours, -np.inf if item == "o3_1h" else 0.0)
    values = whole.max(axis=1) if item == "o3_1h" else whole.sum(axis=1) / np.maximum(counted, 1)
    return _daily(days, frame, np.where(counted >= needed, values, np.nan), counted, needed)


def daily_8h(frame: pd.DataFrame, running: bool = False) -> Daily:
    """The daily maximum of the means of 8 hours that end at 8:00 … 24:00, from hours of ozone.

    A mean needs 6 hours, a day 14 means; with fewer, a maximum above the limit (class 2) of that day stands all the
    same (HJ 663-2013). `running`: `frame` holds running means of 8 hours already, each at its last hour.
    """
    days, hours = hourly_grid(frame)
    rules = catalogue()["hj663"]
    if running:
        means = hours[:, WINDOW - 1 :]
    else:
        means = np.stack([_mean(hours[:, start : start + WINDOW], int(rules["hours_of_8h"]))
                          for start in range(LAST_START + 1)], axis=1)
    counted = np.isfinite(means).sum(axis=1)
    largest = np.where(np.isfinite(means), means, -np.inf).max(axis=1)
    needed = int(rules["windows_of_a_day"])
    limit = np.array([_limit_8h(day.date()) for day in days])[:, None]
    kept = (counted >= needed) | (largest > limit)
    return _daily(days, frame, np.where(kept & np.isfinite(largest), largest, np.nan), counted, needed)


def _limit_8h(day: date) -> float:
    return min(limit.value for limit in limits("o3_8h", in_force(day, day), (CLASS_2,)))


def _mean(hours: Floats, needed: int) -> Floats:
    """Means over the second axis of at least `needed` hours."""
    counted = np.isfinite(hours).sum(axis=1)
    return np.where(counted >= needed, np.nansum(hours, axis=1) / np.maximum(counted, 1), np.nan)


def _daily(
    days: pd.DatetimeIndex, frame: pd.DataFrame, values: Floats, counted: NDArray[np.integer], needed: int
) -> Daily:
    return Daily(pd.DataFrame(values, days, frame.columns), pd.DataFrame(counted, days, frame.columns), needed)


def days_needed(month: pd.Timestamp) -> int:
    """How many valid days a month needs: 27, February 25."""
    rules = catalogue()["hj663"]
    return int(rules["days_of_february" if month.month == 2 else "days_of_a_month"])


def monthly(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Means of months from days (days × places), NaN with too few of them; and how many valid days there are."""
    months = days.groupby(days.index.to_period("M"))
    counted = months.count()
    needed = pd.Series([days_needed(month.start_time) for month in counted.index], index=counted.index)
    means = months.mean().where(counted.ge(needed, axis=0))
    for frame in (counted, means):
        frame.index = frame.index.to_timestamp()
    return means, counted
