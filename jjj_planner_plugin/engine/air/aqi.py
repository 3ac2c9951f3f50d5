"""The air quality index (HJ 633): of each pollutant, of all together, and which one leads.

IAQI = (Ihi − Ilo) / (BPhi − BPlo) × (C − BPlo) + Ilo, rounded up (HJ 633-2012, 4.2); AQI is the largest IAQI. C is
rounded to the unit of its item first, and the rest is done in whole numbers: 75 µg/m³ is exactly 100, never 101.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..kernels import Floats
from .standards import POLLUTANTS, catalogue, rounded

BEYOND = np.inf  # of a concentration above the end of its table: the index has no number for it
SEVERAL = len(POLLUTANTS) + 1  # the code of a cell that two pollutants lead
NEEDS_1H, NOT_USED, OVER = "o3-1h", "so2-1h", "beyond"
SYMBOLS = {"pm25": "PM2.5", "pm10": "PM10", "so2": "SO2", "no2": "NO2", "co": "CO", "o3": "O3"}
COLUMNS = {pollutant: pollutant for pollutant in POLLUTANTS}
OF_DAYS, OF_HOURS = {**COLUMNS, "o3": "o3_8h"}, {**COLUMNS, "o3": "o3_1h"}


@dataclass(frozen=True)
class Index:
    """The indices of n values of each pollutant."""

    iaqi: dict[str, Floats]
    """By pollutant, shape (n,): NaN where there is none, BEYOND above the table's end."""
    note: NDArray[np.object_]
    """Shape (n,): None, `beyond`, or which value was not used (`o3-1h`, `so2-1h`)."""

    @property
    def stacked(self) -> Floats:
        """Shape (pollutants, n), in the order of `iaqi`."""
        return np.stack(list(self.iaqi.values()))

    @property
    def aqi(self) -> Floats:
        """Shape (n,): NaN without any value, BEYOND where one pollutant is."""
        return np.asarray(np.fmax.reduce(self.stacked))

    def leads(self) -> NDArray[np.bool_]:
        """Shape (pollutants, n): the primary pollutants (首要污染物), which are named above 50 only; ties all lead."""
        highest, least = self.aqi, catalogue()["aqi"]["levels"][0]["to"]
        return np.asarray((self.stacked == highest) & (highest > least))


def version(name: str) -> dict[str, Any]:
    """The entry of HJ 633 called `name`."""
    return next(entry for entry in catalogue()["aqi"]["versions"] if entry["id"] == name)


def versions_of(days: pd.Series[pd.Timestamp]) -> NDArray[np.object_]:
    """Shape (n,): the HJ 633 in force on each day."""
    named = np.full(len(days), catalogue()["aqi"]["versions"][0]["id"], dtype=object)
    for entry in catalogue()["aqi"]["versions"]:
        if entry["valid_from"]:
            named[(days >= pd.Timestamp(entry["valid_from"])).to_numpy()] = entry["id"]
    return named


def iaqi(values: Floats, item: str, entry: Mapping[str, Any]) -> Floats:
    """The index of one pollutant, shape of `values` (µg/m³, CO mg/m³), by the HJ 633 `entry`.

    NaN where there is no value or a negative one. Above the table's end: BEYOND; of a table that ends below 500 what
    the standard fixes there, NaN where it has the value not used.
    """
    points, index = entry["breakpoints"][item], catalogue()["aqi"]["index"]
    like = item if item in catalogue()["items"] else item.replace("_1h", "_24h")  # no limit for an hour of particles
    scale = 10 ** catalogue()["items"][like]["decimals"]
    used = np.isfinite(values) & (values >= 0)
    whole = np.rint(rounded(np.where(used, values, 0.0), like) * scale).astype(np.int64)
    steps, marks = np.rint(np.array(points) * scale).astype(np.int64), np.array(index, np.int64)
    upper = np.clip(np.searchsorted(steps, whole), 1, len(steps) - 1)
    width, rise = steps[upper] - steps[upper - 1], marks[upper] - marks[upper - 1]
    found = marks[upper - 1] - (-rise * (whole - steps[upper - 1]) // width)
    above = BEYOND if len(points) == len(index) else entry["beyond"].get(item, np.nan)
    return np.where(used, np.where(whole > steps[-1], above, found), np.nan)


def item_for(pollutant: str, averaging: str, entry: Mapping[str, Any]) -> str:
    """The row of the table for a day's or an hour's value. HJ 633-2012 has none for an hour of particles: the day's."""
    if averaging == "day":
        return "o3_8h" if pollutant == "o3" else f"{pollutant}_24h"
    hourly = f"{pollutant}_1h"
    return hourly if hourly in entry["breakpoints"] else f"{pollutant}_24h"


def indices(values: Mapping[str, Floats], averaging: str, entry: Mapping[str, Any]) -> Index:
    """The indices by HJ 633 `entry`; `values` by column (pm25 … co, o3_8h, o3_1h), shape (n,) each.

    Of days ozone is the maximum of 8 hours; above 800 the 2012 edition takes the hour's (HJ 633-2012, table 1).
    """
    columns = OF_DAYS if averaging == "day" else OF_HOURS
    found = {pollutant: iaqi(values[column], item_for(pollutant, averaging, entry), entry)
             for pollutant, column in columns.items() if column in values}
    note = np.full(next(iter(found.values())).shape, None, dtype=object) if found else np.empty(0, dtype=object)
    for pollutant, word in (("o3", NEEDS_1H), ("so2", NOT_USED)):
        if pollutant in found:
            left_out = np.isnan(found[pollutant]) & (values[columns[pollutant]] >= 0)
            if pollutant == "o3" and averaging == "day" and "o3_1h" in values:
                found["o3"] = np.where(left_out, iaqi(values["o3_1h"], "o3_1h", entry), found["o3"])
                left_out &= np.isnan(found["o3"])
            note[left_out] = word
    for one in found.values():
        note[np.isposinf(one)] = OVER
    return Index(found, note)


def indices_by(values: Mapping[str, Floats], averaging: str, versions: NDArray[np.object_]) -> Index:
    """`indices`, each value by the HJ 633 that `versions`, shape (n,), names for it."""
    parts = {name: indices({column: one[versions == name] for column, one in values.items()}, averaging, version(name))
             for name in sorted(set(versions))}
    note = np.full(len(versions), None, dtype=object)
    together: dict[str, Floats] = {}
    for name, part in parts.items():
        note[versions == name] = part.note
        for pollutant, one in part.iaqi.items():
            together.setdefault(pollutant, np.full(len(versions), np.nan))[versions == name] = one
    return Index(together, note)


def level(aqi: Floats) -> Floats:
    """1 (优) to 6 (严重污染), NaN where there is no index; what is beyond the index is 6."""
    ends = [entry["to"] for entry in catalogue()["aqi"]["levels"]]
    return np.where(np.isnan(aqi), np.nan, np.minimum(np.searchsorted(ends, aqi), len(ends) - 1) + 1.0)


def table(index: Index) -> pd.DataFrame:
    """A row a value: `aqi` (NULL beyond the index), `aqi_note`, `level`, `colour`, `primary_pollutant` (PM2.5, O3),
    `pollutants_used`, `partial` (fewer than the six), `missing`, and `iaqi_…` of each pollutant."""
    aqi, colours = index.aqi, catalogue()["aqi"]["colours"]
    there = {name: ~np.isnan(one) for name, one in index.iaqi.items()}
    nothing = np.zeros(len(aqi), dtype=bool)
    levels = level(aqi)
    used = np.sum([there.get(name, nothing) for name in POLLUTANTS], axis=0)
    found = {
        "aqi": _whole(aqi), "aqi_note": pd.Series(index.note, dtype=object), "level": _whole(levels),
        "colour": pd.Series([None if np.isnan(one) else colours[int(one) - 1] for one in levels], dtype=object),
        "primary_pollutant": _listed(dict(zip(index.iaqi, index.leads()))), "pollutants_used": used,
        "partial": used < len(POLLUTANTS),
        "missing": _listed({name: ~there.get(name, nothing) for name in POLLUTANTS}),
    }
    return pd.DataFrame(found | {f"iaqi_{name}": _whole(one) for name, one in index.iaqi.items()})


def _whole(values: Floats) -> Any:
    """Whole numbers, NULL where there is none or no number for it."""
    return pd.array(np.where(np.isfinite(values), values, np.nan), dtype="Float64").astype("Int64")


def _listed(marked: Mapping[str, NDArray[np.bool_]]) -> pd.Series[Any]:
    """`PM2.5, O3` of those that are marked; None where none is."""
    names, flags = [SYMBOLS[name] for name in marked], np.stack(list(marked.values()))
    texts = [", ".join(name for name, yes in zip(names, column) if yes) or None for column in flags.T]
    return pd.Series(texts, dtype=object)


def leading_code(index: Index) -> Floats:
    """Shape (n,): 0 where none leads (AQI up to 50), the pollutant's place in POLLUTANTS from 1 on, or SEVERAL."""
    leads = index.leads()
    codes = np.array([POLLUTANTS.index(name) + 1 for name in index.iaqi])
    found = np.where(leads.sum(axis=0) > 1, SEVERAL, (leads * codes[:, None]).sum(axis=0))
    return np.where(np.isnan(index.aqi), np.nan, found.astype(np.float64))
