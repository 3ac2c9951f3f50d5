"""Values of every level: a place's own number, else the sum of its parts; densities, shares and values per head.

A sum is told only where every part is known. Ratios are never summed: they are means weighted by an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ...protocol import Job
from .catalogue import AREA, GDP, PEOPLE, REGISTERED, Measure, catalogue
from .join import Joined
from .places import LEVELS, OVER, Places

YUAN = 1e8  # in a unit of gdp_1e8
DIGITS = {AREA: 6, PEOPLE: 3, REGISTERED: 3, GDP: 6, "density": 6, "gdp_per_head": 3, "share_of_people": 9,
          "share_of_gdp": 9, "registered_ratio": 9}


@dataclass(frozen=True, eq=False)
class Region:
    """What the parts of a result are made from.

    levels: by name (units, cities, zones, provinces) a frame in EPSG:4490 with its code as index and the columns code,
    name_zh, name_en, city, province, zone, area_km2, those of `measures`, derived ones, places (of how many units a
    place is made; not of units) and geometry. totals: of the region, by measure.
    """

    places: Places
    joined: Joined
    levels: dict[str, gpd.GeoDataFrame]
    measures: list[Measure]
    totals: dict[str, float]

    def filled(self, level: str, *names: str) -> pd.DataFrame:
        """The rows of a level in which all these columns have a number; empty where it lacks one."""
        frame = self.levels[level]
        if any(name not in frame for name in names):
            return frame.iloc[:0]
        return frame[frame[list(names)].notna().all(axis=1)]


def region_of(joined: Joined, places: Places, job: Job) -> Region:
    """Every level with all that is known of it."""
    measures = joined.table.measures
    order = sorted(measures, key=lambda one: one.kind == "ratio")  # weights first
    made: dict[str, pd.DataFrame] = {level: joined.values[level].copy() for level in LEVELS}
    for one in order:
        _add_up(one, made, places)
        _tell_difference(one, made, joined, places, job)
    _tell_nothing(measures, made, joined, job)
    totals = {one.name: _total(one, made) for one in measures}
    levels = {level: _frame(level, made[level], places, measures, totals) for level in LEVELS}
    _tell_implausible(levels, joined, job)
    return Region(places, joined, levels, measures, totals)


def _add_up(one: Measure, made: dict[str, pd.DataFrame], places: Places) -> None:
    """Fill in what places do not say themselves from their parts: units, cities, then provinces and zones."""
    units = places.levels["units"]
    made["cities"][one.name] = made["cities"][one.name].fillna(_of_parts(one, made["units"], units["city"]))
    cities = places.levels["cities"]
    by_unit = _of_parts(one, made["units"], units["province"])
    made["provinces"][one.name] = made["provinces"][one.name].fillna(
        _of_parts(one, made["cities"], cities["province"])).fillna(by_unit)
    made["zones"][one.name] = made["zones"][one.name].fillna(_of_zones(one, made, places))


def _of_zones(one: Measure, made: dict[str, pd.DataFrame], places: Places) -> pd.Series[float]:
    """From units; where a city lies in one zone whole and its units are not all known, from the city."""
    units, cities = places.levels["units"], places.levels["cities"]
    unknown = set(units.index[made["units"][one.name].isna()])
    whole = {code for code in cities.index if cities.at[code, "zone"] and set(
        units.index[units["city"] == code]) & unknown and pd.notna(made["cities"].at[code, one.name])}
    kept = units[~units["city"].isin(whole)]
    parts = pd.concat([made["units"].loc[kept.index], made["cities"].loc[sorted(whole)]])
    zone = pd.concat([kept["zone"], cities.loc[sorted(whole), "zone"]])
    return _of_parts(one, parts, zone)


def _of_parts(one: Measure, parts: pd.DataFrame, over: pd.Series[str]) -> pd.Series[float]:
    """By what they are parts of, amounts summed and ratios weighted; NaN where one part is not known."""
    whole = over[over != ""]
    numbers = parts.loc[whole.index, one.name]
    if one.kind == "amount":
        return numbers.groupby(whole).agg(lambda some: some.sum(skipna=False))
    if one.weight not in parts:
        return pd.Series(dtype=float)
    weights = parts.loc[whole.index, one.weight]
    sums = pd.DataFrame({"over": (numbers * weights), "under": weights}).groupby(whole).agg(
        lambda some: some.sum(skipna=False))
    return sums["over"] / sums["under"].where(sums["under"] > 0)


def _total(one: Measure, made: dict[str, pd.DataFrame]) -> float:
    """The region's amount: of its provinces, else its zones; a ratio has none."""
    if one.kind == "ratio":
        return float("nan")
    sums = [float(made[level][one.name].sum(skipna=False)) for level in ("provinces", "zones") if len(made[level])]
    return next((value for value in sums if not np.isnan(value)), float("nan"))


def _frame(
    level: str, values: pd.DataFrame, places: Places, measures: Sequence[Measure], totals: dict[str, float]
) -> gpd.GeoDataFrame:
    """The level's places with their values and what follows from them."""
    frame = places.levels[level].copy()
    for one in measures:
        frame[one.name] = values[one.name].astype(float)
    for name, column in _derived(frame, measures, totals).items():
        frame[name] = column
    if level != "units":
        known = places.levels["units"][OVER[level]]
        frame["places"] = known.groupby(known).size().reindex(frame.index).fillna(0).astype(int)
    decimals = {name: DIGITS.get(name, 9) for name in frame.select_dtypes("float").columns}
    geometry = frame.pop("geometry")
    return gpd.GeoDataFrame(frame.round(decimals), geometry=geometry, crs=places.levels[level].crs)


def _derived(frame: pd.DataFrame, measures: Sequence[Measure], totals: dict[str, float]) -> dict[str, Any]:
    """density (people per km²), gdp_per_head (yuan), shares of the region, registered over resident."""
    names, made = {one.name for one in measures}, {}
    people = frame[PEOPLE].where(frame[PEOPLE] > 0) if PEOPLE in names else None
    if people is not None:
        made["density"] = frame[PEOPLE] / frame[AREA]
        made["share_of_people"] = frame[PEOPLE] / totals[PEOPLE]
    if GDP in names:
        made["share_of_gdp"] = frame[GDP] / totals[GDP]
    if GDP in names and people is not None:
        made["gdp_per_head"] = frame[GDP] * YUAN / people
    if REGISTERED in names and people is not None:
        made["registered_ratio"] = frame[REGISTERED] / people
    for one in measures:
        if one.name not in catalogue()["measures"] and one.kind == "amount":
            made[f"{one.name}_share"] = frame[one.name] / totals[one.name] if totals[one.name] else np.nan
            if people is not None:
                made[f"{one.name}_per_head"] = frame[one.name] / people
    return made


def _tell_nothing(measures: Sequence[Measure], made: dict[str, pd.DataFrame], joined: Joined, job: Job) -> None:
    """Columns in which nothing is known, all is 0, or some is below nothing: there is no index of them."""
    for one in measures:
        known = pd.concat([made[level][one.name].dropna() for level in LEVELS])
        if known.empty:
            job.warn("indicators-all-empty", path=joined.table.title, field=one.heading)
        elif (known == 0).all():
            job.warn("indicators-all-nought", path=joined.table.title, field=one.heading)
        below = int((joined.table.numbers[one.name] < 0).sum()) if one.kind == "amount" else 0
        if below:
            job.warn("indicators-negative", path=joined.table.title, field=one.heading, count=below)


def _tell_difference(
    one: Measure, made: dict[str, pd.DataFrame], joined: Joined, places: Places, job: Job
) -> None:
    """A place's own number is taken before the sum of its parts; where the two differ, that is told."""
    if one.kind == "ratio":
        return
    units, cities = places.levels["units"], places.levels["cities"]
    sums = {"cities": _of_parts(one, made["units"], units["city"]),
            "provinces": _of_parts(one, made["cities"], cities["province"])}
    for level, added in sums.items():
        own = joined.values[level][one.name]
        both = pd.DataFrame({"own": own, "sum": added.reindex(own.index)}).dropna()
        off = both[(both["own"] - both["sum"]).abs() > catalogue()["differ"] * both["own"].abs()]
        if len(off):
            told = [f"{places.levels[level].at[code, 'name_zh']} {row['own']:,.6g} / {row['sum']:,.6g}"
                    for code, row in off.iterrows()]
            job.warn("indicators-differ", {"places": told}, path=joined.table.title, field=one.heading,
                     count=len(off), places=job.listed(told, 3))


def _tell_implausible(levels: dict[str, gpd.GeoDataFrame], joined: Joined, job: Job) -> None:
    """GDP per head beyond all that is known: one of the two is in another unit than its heading says."""
    low, high = catalogue()["plausible_per_head"]
    for level in ("units", "cities", "provinces"):
        frame = levels[level]
        per_head = frame["gdp_per_head"].dropna() if "gdp_per_head" in frame else pd.Series(dtype=float)
        if len(per_head) and not low <= float(per_head.median()) <= high:
            job.warn("indicators-implausible", path=joined.table.title, value=f"{float(per_head.median()):,.4g}")
            return
