"""From the statistics of a year to what is read: attained or not by place, and the days of each AQI level."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import aqi
from .placed import TEXTS, Placed
from .standards import POLLUTANTS
from .yearly import MOVING

WORST = "worst"
GOOD = 2  # the AQI levels 优 and 良 make a good day (达标天)
LEVELS = tuple(f"days_level{number}" for number in range(1, 7))
KEYS = ["place", "year", "standard"]
FIGURES = ["grade", "judged_from", "attained", "complete", "why", "pollutant", "statistic", "value_raw", "value",
           "limit", "value_unit", "ratio", "valid", "above", "share_above", "longest_spell", "spell_from", "spell_to",
           "share_of_year"]


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


def days_by_level(placed: Placed, excluded_from: tuple[str, ...]) -> pd.DataFrame:
    """place, year, good_days (AQI up to 100), aqi_days (all six pollutants valid), and how many of them are of each
    level: days_level1 (优) … days_level6 (严重污染, with what is beyond the index). Empty if a pollutant is missing or
    the values are none of days."""
    columns = {aqi.OF_DAYS[name]: name for name in POLLUTANTS}
    if placed.averaging != "day" or not set(columns) <= set(placed.columns):
        return pd.DataFrame({name: [] for name in ("place", "year", "good_days", "aqi_days", *LEVELS)})
    frame = placed.frame.reset_index(drop=True)
    values = {column: frame[column].to_numpy(float) for column in placed.columns}
    if "excluded" in frame:
        for name in excluded_from:
            values[aqi.OF_DAYS[name]] = np.where(frame["excluded"], np.nan, values[aqi.OF_DAYS[name]])
    index = aqi.indices_by(values, "day", aqi.versions_of(frame["start"]))
    whole = ~np.isnan(index.stacked).any(axis=0)
    levels = np.where(whole, aqi.level(index.aqi), np.nan)
    told = pd.DataFrame({
        "place": frame["place"], "year": frame["start"].dt.year, "good_days": levels <= GOOD, "aqi_days": whole,
        **{name: levels == number for number, name in enumerate(LEVELS, start=1)}})
    return told.groupby(["place", "year"], as_index=False).sum()


def named(table: pd.DataFrame, placed: Placed) -> pd.DataFrame:
    """The rows with what their places are called in front."""
    texts = placed.frame.drop_duplicates("place")[TEXTS]
    return texts.merge(table, on="place")
