"""The table `summary`: the year of each place on one page, in the columns and the order of a Chinese bulletin."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from ... import paths
from .attainment import KEYS, LEVELS, WORST
from .composite import composite, weights_of
from .hj663 import rules
from .standards import POLLUTANTS, rounded
from .yearly import MEAN, MOVING, Judging

PLACE, ALL = "place", "all"
OF_MEANS = ("pm25", "pm10", "so2", "no2")
WEIGHTS = "2013"  # all weigh 1
DAYS = ("good_days", "aqi_days", *LEVELS)
COUNTS = ("above", "valid", *DAYS, "attained", "complete", "places", "places_complete", "places_attained")
SHARE_DIGITS, INDEX_DIGITS = 4, 2


def figures_of(pollutant: str) -> tuple[str, str]:
    """What a bulletin gives of a pollutant (mean, of CO and ozone the percentile), and the column of the page."""
    statistic = MEAN if pollutant in OF_MEANS else f"p{rules()['percentiles'][pollutant]}"
    return statistic, f"{pollutant}_{statistic}"


def summary(
    statistics: pd.DataFrame, attained: pd.DataFrame, levels: pd.DataFrame, pollutant: str, names: pd.DataFrame,
    judging: Judging, language: str,
) -> pd.DataFrame:
    """For each year and standard a row for each place, and one of all places (scope `all`) after them.

    Figures are rounded as the standard says, `pm25_mean` … `o3_p90` in the order of POLLUTANTS, each only if it was
    measured. above and valid (days, or months) are those of `above_pollutant`: `pollutant`, or the one with the most.
    The AQI's days (`levels`: attainment.days_by_level) are the whole year's whatever the standard; good_share is
    good_days / aqi_days. composite is of all six pollutants or none. The row of all is the mean over the places whose
    year is complete (of a figure: that pollutant's), days rounded to whole ones; places, places_complete and
    places_attained count them.
    """
    used = statistics[~statistics["statistic"].str.endswith(MOVING)]
    page = attained[[*KEYS, "attained", "complete", "why"]]
    shown = {name: used[(used["pollutant"] == name) & (used["statistic"] == figures_of(name)[0])]
             for name in POLLUTANTS}
    for name, figures in shown.items():
        page = page.merge(figures[[*KEYS, "value"]].rename(columns={"value": figures_of(name)[1]}), on=KEYS, how="left")
    page = page.merge(_above(used, pollutant), on=KEYS, how="left")
    page = page.merge(levels, on=["place", "year"], how="left").merge(_composites(used, judging), on=KEYS, how="left")
    page = names[["place", "name"]].merge(page, on="place").sort_values(["year", "standard", "place"])
    page["good_share"] = _share(page)
    parts = []
    for _, group in page.groupby(["year", "standard"]):
        everybody = pd.DataFrame([_all(group, shown, language)])
        parts += [group.assign(scope=PLACE).astype(object), everybody.astype(object)]
    return _typed(pd.concat(parts, ignore_index=True))


def _above(used: pd.DataFrame, pollutant: str) -> pd.DataFrame:
    """By place, year and standard: above, valid and above_pollutant."""
    asked = used if pollutant == WORST else used[used["pollutant"] == pollutant]
    most = asked.sort_values("above", ascending=False, na_position="last", kind="stable").drop_duplicates(KEYS)
    return most[[*KEYS, "above", "valid", "pollutant"]].rename(columns={"pollutant": "above_pollutant"})


def _composites(used: pd.DataFrame, judging: Judging) -> pd.DataFrame:
    """By place, year and standard: composite, of all six pollutants or none."""
    found = composite(used, weights_of(WEIGHTS, None)[0], judging)
    if found.empty:
        return pd.DataFrame({name: [] for name in (*KEYS, "composite")})
    return found.loc[~found["partial"], [*KEYS, "composite"]]


def _share(page: pd.DataFrame) -> pd.Series[float]:
    days = page["aqi_days"].astype(float)
    return page["good_days"].astype(float) / days.where(days > 0)


def _all(group: pd.DataFrame, shown: dict[str, pd.DataFrame], language: str) -> dict[str, Any]:
    """The means of the places whose year is complete, and how many of them attain."""
    year, standard = int(group["year"].iloc[0]), str(group["standard"].iloc[0])
    complete = group[group["complete"] == 1]
    row: dict[str, Any] = {
        "scope": ALL, "name": _words()["mean_of_places"][language], "year": year, "standard": standard,
        "places": len(group), "places_complete": len(complete),
        "places_attained": int((complete["attained"] == 1).sum())}
    for name, figures in shown.items():
        mine = figures[(figures["year"] == year) & (figures["standard"] == standard) & (figures["complete"] == 1)]
        if len(mine):
            row[figures_of(name)[1]] = float(rounded(mine["value_raw"].mean(), str(mine["item"].iloc[0])))
    if complete["above_pollutant"].nunique() == 1:  # of different pollutants there is no mean
        row["above_pollutant"] = complete["above_pollutant"].iloc[0]
        row |= {name: complete[name].astype(float).mean() for name in ("above", "valid")}
    row |= {name: complete[name].astype(float).mean() for name in (*DAYS, "composite")}
    row["good_share"] = row["good_days"] / row["aqi_days"] if row["aqi_days"] else np.nan
    return row


def _typed(whole: pd.DataFrame) -> pd.DataFrame:
    """The columns in their order, without those that nobody has a figure in; whole numbers as such, and NULL."""
    figures = [figures_of(name)[1] for name in POLLUTANTS]
    order = ["scope", "name", "year", "standard", "attained", *figures, "composite", "good_days", "aqi_days",
             "good_share", *LEVELS, "above", "above_pollutant", "valid", "complete", "why", "places",
             "places_complete", "places_attained", "place"]
    always = {"attained", "complete", "why"}
    kept = [name for name in order if name in always or (name in whole and whole[name].notna().any())]
    made = whole.reindex(columns=kept)
    for name in (one for one in ("year", *COUNTS) if one in kept):
        made[name] = made[name].astype("Float64").round().astype("Int64")
    for name, digits in (("good_share", SHARE_DIGITS), ("composite", INDEX_DIGITS)):
        if name in kept:
            made[name] = made[name].astype(float).round(digits)
    for name in (one for one in figures if one in kept):
        made[name] = made[name].astype(float)
        if (made[name].dropna() % 1 == 0).all():  # µg/m³ are whole; CO has a decimal
            made[name] = made[name].astype("Float64").astype("Int64")
    return made


def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paths.resource("catalog/air_words.json").read_text(encoding="utf-8"))
    return found
