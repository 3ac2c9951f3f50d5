"""The statistics of a year and their limits: annual mean, percentile of the days, days above, longest spell (HJ 663).

A row for each place, year, pollutant, standard and statistic. A year without enough valid days keeps its figures,
says what it lacks, and is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..kernels import Floats
from .aqi import OF_DAYS
from .hj663 import Days, longest_spell, percentile, rules, shortfall
from .standards import BY_DATE, Limit, catalogue, chosen, item_of, limits, rounded, usual_grade

MONTHS = 12
MEAN, MOVING = "mean", "3y"
UNITS = {"day": "days", "month": "months", "year": "years"}
DIGITS = 6
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Judging:
    """By what the values of a place are judged, and of which pollutants excluded days do not count."""

    standard: str
    grade: str | None = None
    excluded_from: tuple[str, ...] = ("pm25", "pm10")  # dust is particles

    def standards(self, first: date, last: date) -> list[str]:
        """Those in force in a period, or the one that was chosen."""
        return chosen(self.standard, first, last)

    def limit(self, item: str | None, standard: str) -> Limit | None:
        """The limit of an item in the grade; by itself class 2, WHO's guideline level."""
        return _limit(item, standard, self.grade or usual_grade(standard)) if item else None

    def holds(self, standard: str, days: Days) -> Flags:
        """On which days the standard is the one that a day is judged by."""
        return in_force_on(standard, days) if self.standard == BY_DATE else np.ones(len(days), dtype=bool)


@cache
def _limit(item: str, standard: str, grade: str) -> Limit | None:
    return next(iter(limits(item, [standard], [grade])), None)


def in_force_on(standard: str, days: Days) -> Flags:
    """On which days a standard is in force."""
    entry = next(one for one in catalogue()["standards"] if one["id"] == standard)
    since = np.datetime64(entry["valid_from"] or "0001-01-01", "D")
    until = np.datetime64(entry["valid_to"] or "9999-12-31", "D")
    return np.asarray((days >= since) & (days <= until))


def statistics(frame: pd.DataFrame, averaging: str, judging: Judging) -> pd.DataFrame:
    """All rows; `frame` as Observations has it: place, start, end, a column for each pollutant, and, where days are
    left out, `excluded` (true or false): such a day was measured, and counts for nothing else.

    place, year, pollutant, standard, grade, statistic (mean, p95 …, mean_3y …), item, value_raw, value (rounded as
    the standard says), limit, ratio, attained (1, 0, NULL: not judged), complete, why, judged_from (days, months,
    years), valid, above, share_above (of the periods that the standard judged), longest_spell, spell_from, spell_to
    (within the standard's days), share_of_year (of the valid periods that the standard judged). Means and percentiles
    are the whole year's under each standard.
    """
    rows = [row for (place, year), group in frame.groupby(["place", frame["start"].dt.year], sort=True)
            for row in _place_year(str(place), int(year), group, averaging, judging)]
    table = pd.DataFrame([*rows, *_moving(rows, judging)])
    return _typed(table) if len(table) else table


def _place_year(
    place: str, year: int, group: pd.DataFrame, averaging: str, judging: Judging
) -> Iterator[dict[str, Any]]:
    days = group["start"].to_numpy().astype("datetime64[D]")
    lengths = ((group["end"] - group["start"]) / pd.Timedelta(days=1)).to_numpy(float)
    first, last = days.min().item(), (group["end"].max() - pd.Timedelta(seconds=1)).date()
    standards = judging.standards(first, last)
    excluded = group["excluded"].to_numpy(bool) if "excluded" in group else np.zeros(len(days), dtype=bool)
    for pollutant, column in OF_DAYS.items():
        if column not in group or group[column].isna().all():
            continue
        values = group[column].to_numpy(float)
        left_out = excluded if pollutant in judging.excluded_from else np.zeros(len(days), dtype=bool)
        made = _of_days(days, values, left_out, pollutant, year, standards, judging) if averaging == "day" else \
            _of_means(days, values, lengths, pollutant, averaging, standards, judging)
        for row in made:
            yield {"place": place, "year": year, "pollutant": pollutant, **row}


def _of_days(
    days: Days, values: Floats, left_out: Flags, pollutant: str, year: int, standards: Sequence[str], judging: Judging
) -> Iterator[dict[str, Any]]:
    measured = np.isfinite(values)
    why = shortfall(days[measured], year)
    kept = measured & ~left_out
    days, values = days[kept], values[kept]
    if not len(days):
        return
    item = item_of(pollutant, "day")
    counted = _counted(days, values, item, standards, judging)
    percent = rules()["percentiles"][pollutant]
    for standard in standards:
        base = {"standard": standard, "judged_from": "days", **counted[standard]}
        annual = item_of(pollutant, "year")
        if annual and annual.endswith("annual"):
            yield base | _judged(MEAN, float(values.mean()), annual, standard, why, judging)
        yield base | _judged(f"p{percent}", percentile(values, percent), item, standard, why, judging)


def _of_means(
    days: Days, values: Floats, lengths: Floats, pollutant: str, averaging: str, standards: Sequence[str],
    judging: Judging,
) -> Iterator[dict[str, Any]]:
    """From months: their mean weighted by days; a month is set beside the annual limit for comparison only."""
    measured = np.isfinite(values)
    item = item_of(pollutant, "year")
    if not item or not item.endswith("annual"):
        return
    days, values, lengths = days[measured], values[measured], lengths[measured]
    why = f"{len(days)} < {MONTHS}" if averaging == "month" and len(days) < MONTHS else ""
    counted = _counted(days, values, item, standards, judging)
    for standard in standards:
        told = counted[standard] | {"longest_spell": None, "spell_from": None, "spell_to": None}
        mean = float(np.average(values, weights=lengths))
        yield {"standard": standard, "judged_from": UNITS[averaging], **told,
               **_judged(MEAN, mean, item, standard, why, judging)}


def _counted(
    days: Days, values: Floats, item: str | None, standards: Sequence[str], judging: Judging
) -> dict[str, dict[str, Any]]:
    """By standard: how many valid periods it judges, how many of them are above its limit, and the longest spell."""
    found = {}
    for standard in standards:
        limit, holds = judging.limit(item, standard), judging.holds(standard, days)
        above = np.zeros(len(days), dtype=bool)
        if limit and item:
            above = holds & (rounded(values, item, limit.value) > limit.value)
        spell = longest_spell(days, above)
        valid, over = int(holds.sum()), int(above.sum())
        found[standard] = {"valid": valid, "above": over if limit else None,
                           "share_above": over / valid if valid and limit else None,
                           "share_of_year": valid / len(days) if len(days) else None,
                           "longest_spell": spell.days, "spell_from": spell.first, "spell_to": spell.last}
    return found


def _judged(
    statistic: str, raw: float, item: str | None, standard: str, why: str, judging: Judging
) -> dict[str, Any]:
    """A figure beside its limit; judged only where the year is complete."""
    limit = judging.limit(item, standard)
    value = float(rounded(raw, item, limit.value if limit else 0.0)) if item else raw
    return {
        "grade": judging.grade or usual_grade(standard), "statistic": statistic, "item": item, "value_raw": raw,
        "value": value, "limit": limit.value if limit else None, "value_unit": limit.unit if limit else None,
        "ratio": value / limit.value if limit else None,
        "attained": int(value <= limit.value) if limit and not why else None, "complete": int(not why), "why": why}


def _moving(rows: Sequence[dict[str, Any]], judging: Judging) -> Iterator[dict[str, Any]]:
    """The mean of three years (HJ 663-2026), where the two years before are there too. It is judged from the year on
    that the rule is in force, and only if all three are complete."""
    rule = rules()["moving_years"]
    since, span = date.fromisoformat(rule["from"]).year, int(rule["years"])
    known = {(row["place"], row["pollutant"], row["statistic"], row["year"]): row for row in rows}
    for row in rows:
        years = range(row["year"] - span + 1, row["year"] + 1)
        several = [known.get((row["place"], row["pollutant"], row["statistic"], year)) for year in years]
        present = [one for one in several if one is not None]
        if len(present) < span:
            continue
        why = "; ".join(f"{one['year']}: {one['why']}" for one in present if one["why"])
        mean = float(np.mean([one["value_raw"] for one in present]))
        made = _judged(f"{row['statistic']}_{MOVING}", mean, row["item"], row["standard"], why, judging)
        early = {"attained": None} if row["year"] < since else {}
        yield dict.fromkeys(row) | {
            name: row[name] for name in ("place", "year", "pollutant", "standard", "judged_from")} | made | early


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers that may be NULL, and dates."""
    whole = ("attained", "complete", "valid", "above", "longest_spell")
    for name in whole:
        table[name] = table[name].astype("Float64").astype("Int64")
    for name in ("spell_from", "spell_to"):
        table[name] = pd.to_datetime(table[name])
    for name in ("value_raw", "value", "limit", "ratio", "share_above", "share_of_year"):
        table[name] = table[name].astype(float).round(DIGITS)
    return table.sort_values(["place", "year", "pollutant", "standard", "statistic"], ignore_index=True)
