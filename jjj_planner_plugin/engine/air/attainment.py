"""From the statistics of a year to what is read: attained or not by place, and one page for the region."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from ... import paths
from . import aqi
from .placed import TEXTS, Placed
from .standards import POLLUTANTS
from .yearly import MEAN, MOVING

WORST = "worst"
PLACE, ALL = "place", "all"
GOOD = 100  # an AQI up to it makes a good day (达标天)
KEYS = ["place", "year", "standard"]
DIGITS = 3
FIGURES = ["grade", "judged_from", "attained", "complete", "why", "pollutant", "statistic", "value_raw", "value",
           "limit", "ratio", "valid", "above", "share_above", "longest_spell", "spell_from", "spell_to",
           "share_of_year"]
PAGE = ["scope", "name", "year", "standard", "pollutant", "mean", "percentile", "above", "valid", "share_above",
        "longest_spell", "good_days", "aqi_days", "attained", "complete", "places", "places_complete",
        "places_attained", "place"]
FLOATS = ("mean", "percentile", "above", "valid", "share_above", "longest_spell", "complete", "attained", "good_days",
          "aqi_days")


def attainment(statistics: pd.DataFrame, pollutant: str) -> pd.DataFrame:
    """A row for each place, year and standard.

    attained: 1 if every item of every pollutant is, 0 if one is not, NULL while one is not judged and none fails. The
    figures are those of `pollutant`, or of the pollutant that is furthest above its limits (`worst`), of complete years
    first; complete and why are of all that was measured.
    """
    used = statistics[~statistics["statistic"].str.endswith(MOVING)]
    asked = used if pollutant == WORST else used[used["pollutant"] == pollutant]
    worst_first = asked.sort_values(["complete", "ratio"], ascending=False, na_position="last", kind="stable")
    shown = worst_first.drop_duplicates(KEYS).sort_values(KEYS).set_index(KEYS)
    lacks = used[used["why"] != ""].drop_duplicates([*KEYS, "pollutant"])
    alike = lacks.assign(pollutant=lacks["pollutant"].map(aqi.SYMBOLS)).groupby([*KEYS, "why"], as_index=False)
    told = alike["pollutant"].agg(", ".join)
    told["told"] = told["pollutant"] + ": " + told["why"]
    groups = used.groupby(KEYS)
    lowest, short = groups["attained"].min(), groups["complete"].min() == 0
    table = shown[FIGURES].drop(columns=["attained", "complete", "why"])
    table["attained"] = lowest.mask(short & (lowest != 0)).reindex(shown.index)
    table["complete"] = (~short).astype(int).reindex(shown.index)
    table["why"] = told.groupby(KEYS)["told"].agg("; ".join).reindex(shown.index)
    table["pollutants_used"] = groups["pollutant"].nunique().reindex(shown.index)
    return table.reset_index()


def good_days(placed: Placed, excluded_from: tuple[str, ...]) -> pd.DataFrame:
    """place, year, good_days (AQI up to 100), aqi_days (all six pollutants valid); empty if a pollutant is missing or
    the values are none of days."""
    columns = {aqi.OF_DAYS[name]: name for name in POLLUTANTS}
    if placed.averaging != "day" or not set(columns) <= set(placed.columns):
        return pd.DataFrame({name: [] for name in ("place", "year", "good_days", "aqi_days")})
    frame = placed.frame.reset_index(drop=True)
    values = {column: frame[column].to_numpy(float) for column in placed.columns}
    if "excluded" in frame:
        for name in excluded_from:
            values[aqi.OF_DAYS[name]] = np.where(frame["excluded"], np.nan, values[aqi.OF_DAYS[name]])
    index = aqi.indices_by(values, "day", aqi.versions_of(frame["start"]))
    whole = ~np.isnan(index.stacked).any(axis=0)
    told = pd.DataFrame({"place": frame["place"], "year": frame["start"].dt.year,
                         "good_days": whole & (index.aqi <= GOOD), "aqi_days": whole})
    return told.groupby(["place", "year"], as_index=False).sum()


def summary(statistics: pd.DataFrame, attained: pd.DataFrame, pollutant: str, names: pd.DataFrame) -> pd.DataFrame:
    """One page: a row for each place, and last, for each year and standard, one of all whose year is complete (scope
    `all`): mean, percentile, days above, attained; places, places_complete and places_attained count them."""
    named = pollutant if pollutant != WORST else next(
        name for name in POLLUTANTS if name in set(statistics["pollutant"]))
    mine = statistics[(statistics["pollutant"] == named) & ~statistics["statistic"].str.endswith(MOVING)]
    means = mine[mine["statistic"] == MEAN].set_index(KEYS)
    percent = mine[mine["statistic"] != MEAN].set_index(KEYS)
    base = mine.drop_duplicates(KEYS, keep="last").set_index(KEYS)
    page = pd.DataFrame({
        "scope": PLACE, "pollutant": named, "mean": means["value_raw"].reindex(base.index),
        "percentile": percent["value_raw"].reindex(base.index), "above": base["above"], "valid": base["valid"],
        "share_above": base["share_above"], "longest_spell": base["longest_spell"], "complete": base["complete"],
    }).reset_index()
    page = page.merge(attained[[*KEYS, "attained", "good_days", "aqi_days"]], on=KEYS, how="left")
    page = names[["place", "name"]].merge(page, on="place").sort_values(["year", "standard", "place"])
    rows = [_region(group, int(year), str(standard)) for (year, standard), group in page.groupby(["year", "standard"])]
    whole = pd.concat([page, pd.DataFrame(rows)], ignore_index=True)
    for name in FLOATS:
        whole[name] = whole[name].astype("Float64").astype(float)
    return whole.reindex(columns=PAGE).round(dict.fromkeys(("mean", "percentile", "above", "valid"), DIGITS))


def _region(group: pd.DataFrame, year: int, standard: str) -> dict[str, Any]:
    """The means of the complete places, and how many of them attain."""
    complete = group[group["complete"] == 1]
    averaged = {name: float(complete[name].astype(float).mean()) if complete[name].notna().any() else None
                for name in ("mean", "percentile", "above", "valid", "share_above", "good_days", "aqi_days")}
    return {"scope": ALL, "place": None, "name": _mean_of_places(), "year": year, "standard": standard,
            "pollutant": group["pollutant"].iloc[0], **averaged,
            "attained": None, "complete": None, "places": len(group), "places_complete": len(complete),
            "places_attained": int((complete["attained"] == 1).sum())}


def _mean_of_places() -> str:
    """What the region's row is called, in both languages."""
    words = json.loads(paths.resource("catalog/air_words.json").read_text(encoding="utf-8"))["mean_of_places"]
    return f"{words['zh']} {words['en']}"


def named(table: pd.DataFrame, placed: Placed) -> pd.DataFrame:
    """The rows with what their places are called in front."""
    texts = placed.frame.drop_duplicates("place")[TEXTS]
    return texts.merge(table, on="place")
