"""Tables of stations and cities: wide as the monitoring centre publishes them (date, hour, type, 1001A, 1002A …), or
tidy (station, time, PM2.5, PM10 …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...messages import EngineError
from ...protocol import Job
from ..periods import written_period
from ..standards import unit_of
from .asked import Asked
from .catalogue import catalogue, pollutant_in
from .cells import column_of
from .doubles import Doubles, of_rows
from .findings import Findings
from .numbers import as_numbers
from .table import read_table
from .units import factor, mass_unit, readable, written

TIMES = ("time", "date", "hour", "type", "year", "month")


@dataclass(frozen=True)
class Listed:
    """Codes of a list of stations: all of them, and those that are wanted."""

    known: set[str]
    wanted: set[str]


@dataclass
class Values:
    """Item (pm25, o3_1h …) → concentrations, (times, places), in the standards' unit. Times are local, starts of hours
    (days, months); `averaging` is theirs. `words`: what the files say of a place (name, city, lon, lat). `unlisted`:
    stations that were not read, because the list does not have them."""

    averaging: str
    items: dict[str, pd.DataFrame] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)


def read_stations(
    paths: Sequence[str], asked: Asked, hour_marks: str, listed: Listed | None, found: Findings, job: Job
) -> Values:
    """All files together. An hour that is there twice counts once: the first is kept, and what differs is said.

    `hour_marks`: whether an hour is named by its start or its end; auto: by its end where the hours go to 24. Of wide
    tables only the columns of the stations that are `listed` and wanted are read.
    Raises EngineError as `read_table` does, and air-no-times, air-bad-times, air-no-items, air-averagings-differ,
    air-no-values.
    """
    pieces: list[tuple[str, str, pd.DataFrame]] = []
    values, ends = Values(""), hour_marks == "end"

    def wanted(names: list[str]) -> set[str]:
        if listed is None or column_of(names, "type") is None or not listed.wanted & set(names):
            return set(names)
        roles = {str(column_of(names, role)) for role in TIMES}
        values.unlisted |= set(names) - roles - listed.known
        return listed.wanted | roles

    for number, path in enumerate(paths):
        job.progress(0.05 + 0.4 * number / len(paths), "reading", what=Path(path).name)
        table = read_table(path, found, wanted)
        ends = ends or (hour_marks == "auto" and _has_hour_24(table))
        averaging, items = _one_table(path, table, asked, values.words, found)
        if values.averaging and averaging != values.averaging:
            raise EngineError("air-averagings-differ", first=Path(paths[0]).name, other=Path(path).name,
                              found=f"{values.averaging}, {averaging}")
        values.averaging = averaging
        pieces += [(path, item, frame) for item, frame in items.items()]
    doubles = Doubles()
    for item in dict.fromkeys(item for _, item, _ in pieces):
        whole = _together([(path, frame) for path, name, frame in pieces if name == item], item, doubles)
        if ends and values.averaging == "hour":
            whole.index = whole.index - pd.Timedelta(hours=1)
        values.items[item] = whole
    doubles.tell(paths[0], found)
    if not any(frame.notna().any(axis=None) for frame in values.items.values()):
        raise EngineError("air-no-values", path=paths[0])
    if ends and values.averaging == "hour":
        found.add("air-hours-end", paths[0])
    return values


def _one_table(
    path: str, table: pd.DataFrame, asked: Asked, words: dict[str, dict[str, str]], found: Findings
) -> tuple[str, dict[str, pd.DataFrame]]:
    """The averaging time of a table, and its items by time and place."""
    names = [str(name) for name in table.columns]
    times, averaging = _times(table, names, path, asked, found)
    table, times = table[times.notna()], times[times.notna()]
    kind = column_of(names, "type")
    if kind is not None:
        items = _items(list(table[kind].unique()), averaging, asked, path, found)
        return averaging, _wide(path, table, times, kind, items, asked.unit, found)
    return averaging, _tidy(path, table, times, averaging, asked, words, found)


def _has_hour_24(table: pd.DataFrame) -> bool:
    """Whether the hours go from 1 to 24: then each is named by its end."""
    hour = column_of([str(name) for name in table.columns], "hour")
    return hour is not None and bool(pd.to_numeric(table[hour], errors="coerce").eq(24).any())


def _times(
    table: pd.DataFrame, names: Sequence[str], path: str, asked: Asked, found: Findings
) -> tuple[pd.Series[Any], str]:
    """Where each row's period begins, NaT where it says nothing that can be read, and the averaging time.

    Raises air-no-times, air-bad-times.
    """
    at = {role: column_of(names, role) for role in ("time", "date", "hour", "year", "month")}
    column = at["time"] or at["date"]
    if column is None and not (at["year"] and at["month"]):
        raise EngineError("air-no-times", path=path, found=", ".join(names[:12]))
    texts = table[column] if column else table[str(at["year"])] + "-" + table[str(at["month"])].str.zfill(2)
    read = {text: written_period(text) for text in texts.unique()}
    times = pd.to_datetime(texts.map({text: one.start if one else None for text, one in read.items()}))
    hourly = any(one is not None and one.averaging == "hour" for one in read.values())
    if at["hour"] and not hourly:
        hours = pd.to_numeric(table[at["hour"]].str.extract(r"^(\d{1,2})", expand=False), errors="coerce")
        times = times + pd.to_timedelta(hours.where(hours.between(0, 24)), unit="h")
        hourly = True
    bad = times.isna()
    if bad.mean() > 0.5:
        shown = ", ".join(f"“{text}”" for text in list(texts[bad].unique())[:3])
        raise EngineError("air-bad-times", path=path, count=int(bad.sum()), found=shown or "–")
    if bad.any():
        found.add("air-rows-without-time", path, int(bad.sum()))
    return times, asked.averaging or ("hour" if hourly and _within_days(times) else _averaging(times, read))


def _within_days(times: pd.Series[Any]) -> bool:
    """Whether there are times other than midnight."""
    known = times.dropna()
    return bool((known.dt.hour != 0).any() or known.dt.normalize().nunique() == 1)


def _averaging(times: pd.Series[Any], read: dict[str, Any]) -> str:
    """day, month or year: as the dates are written, or by the steps between them."""
    if {one.averaging for one in read.values() if one} == {"year"}:
        return "year"
    steps = times.dropna().drop_duplicates().sort_values().diff().dt.days
    written_months = {one.averaging for one in read.values() if one} == {"month"}
    return "month" if written_months or steps.min() >= 28 else "day"


def item_of_heading(heading: str) -> str | None:
    """pm25, pm10, so2, no2, co, o3_8h, o3_1h or (without a length of time) o3 of a type or a heading; None for AQI,
    running means of 24 h, others."""
    plain = re.sub(r"[(（\[].*$", "", heading).strip().lower()
    known = catalogue()["stations"]["types"]
    if plain in known:
        return str(known[plain])
    if re.search(r"iaqi|aqi|24|指数|分指数", plain):
        return None
    pollutant = pollutant_in(plain)
    if pollutant == "o3":
        length = re.search(r"8|mda|1|一", re.sub(r"o_?3", "", plain))
        return "o3" if length is None else "o3_1h" if length[0] in "1一" else "o3_8h"
    return pollutant


def _items(
    headings: Sequence[str], averaging: str, asked: Asked, path: str, found: Findings
) -> dict[str, str | None]:
    """The item of each type or heading that is asked for, else None.

    Plain ozone is that of the hour in a table of hours. Among days, months and years it is the daily maximum of
    8 hours, which the standard judges and bulletins publish as O₃, unless another column is that; this is said.
    """
    items = {text: _asked_item(item_of_heading(text), asked) for text in headings}
    plain = [text for text, item in items.items() if item == "o3"]
    of_8h = averaging != "hour" and "o3_8h" not in items.values()
    if plain and of_8h:
        found.add("air-ozone-of-8h", path, column=", ".join(plain))
    return {**items, **dict.fromkeys(plain, "o3_8h" if of_8h else "o3_1h")}


def pollutant_of_item(item: str) -> str:
    """o3_8h → o3."""
    return item.split("_")[0]


def _wide(
    path: str, table: pd.DataFrame, times: pd.Series[Any], kind: str, items: dict[str, str | None], unit: str | None,
    found: Findings,
) -> dict[str, pd.DataFrame]:
    """Rows of a type, a column for each place. Raises air-no-items."""
    roles = {column_of([str(name) for name in table.columns], role) for role in TIMES}
    places = [name for name in table.columns if name not in roles]
    ignored = sorted(text for text, item in items.items() if item is None)
    if not any(items.values()) or not places:
        raise EngineError("air-no-items", path=path, found=", ".join(ignored[:12]) or "–")
    if ignored:
        found.add("air-types-ignored", path, types=", ".join(ignored))
    result: dict[str, pd.DataFrame] = {}
    for text, item in items.items():
        rows = table[kind] == text
        if item is None:
            continue
        cells = table.loc[rows, places].to_numpy(dtype=object)
        numbers = as_numbers(pd.Series(cells.ravel(), name=text, dtype=object), path, found).to_numpy()
        index, columns = pd.DatetimeIndex(times[rows]), [str(name) for name in places]
        frame = pd.DataFrame(numbers.reshape(cells.shape), index, columns)
        frame = _scaled(frame, item, unit, path, found)
        result[item] = pd.concat([result[item], frame]) if item in result else frame
    return result


def _tidy(
    path: str, table: pd.DataFrame, times: pd.Series[Any], averaging: str, asked: Asked,
    words: dict[str, dict[str, str]], found: Findings,
) -> dict[str, pd.DataFrame]:
    """A row for each place and time, a column for each item. Raises air-no-items, air-no-places."""
    names = [str(name) for name in table.columns]
    at = {role: column_of(names, role) for role in ("code", "name", "city", "lon", "lat")}
    place = at["code"] or at["name"] or at["city"]
    if place is None:
        raise EngineError("air-no-places", path=path, found=", ".join(names[:12]))
    taken = {*at.values(), *(column_of(names, role) for role in ("time", "date", "hour", "year", "month"))}
    items = _items([name for name in names if name not in taken], averaging, asked, path, found)
    columns = {name: item for name, item in items.items() if item is not None}
    ignored = [name for name in names if name not in taken and name not in columns]
    if not columns:
        raise EngineError("air-no-items", path=path, found=", ".join(ignored[:12]) or "–")
    if ignored:
        found.add("air-columns-ignored", path, columns=", ".join(ignored))
    nameless = table[place] == ""
    if nameless.any():
        found.add("air-rows-without-place", path, int(nameless.sum()))
        table, times = table[~nameless], times[~nameless]
    for _, row in table.drop_duplicates(place).iterrows():
        words.setdefault(row[place], {role: str(row[name]) for role, name in at.items() if name})
    numbers = {name: as_numbers(table[name], path, found) for name in columns}
    of_rows(times, table[place], {columns[name]: column for name, column in numbers.items()}).tell(path, found)
    result = {}
    for name, item in columns.items():
        rows = pd.DataFrame({"time": times, "place": table[place], "value": numbers[name]})
        frame = rows.drop_duplicates(["time", "place"]).pivot(index="time", columns="place", values="value")
        stated = re.search(r"[(（\[](.*?)[)）\]]", name)
        result[item] = _scaled(frame, item, asked.unit or (stated[1] if stated else None), path, found)
    return result


def _asked_item(item: str | None, asked: Asked) -> str | None:
    return item if item and asked.pollutant in (None, pollutant_of_item(item)) else None


def _scaled(frame: pd.DataFrame, item: str, unit: str | None, path: str, found: Findings) -> pd.DataFrame:
    """In the standards' unit; a negative value is none."""
    pollutant = pollutant_of_item(item)
    mass = mass_unit(unit) if unit else None
    if unit and mass is None and "/" in unit:
        raise EngineError("air-unknown-unit", path=path, found=unit)
    times = factor(mass, pollutant) if mass else 1.0
    if mass and times != 1:
        found.add("air-converted", path, unit=written(mass), target=unit_of(pollutant), factor=f"{times:g}")
    negative = int((frame < 0).sum().sum())
    if negative:
        found.add("import-negative", path, negative)
    return frame.where(~(frame < 0)) * times


def _together(pieces: list[tuple[str, pd.DataFrame]], item: str, doubles: Doubles) -> pd.DataFrame:
    """The pieces of all files under one another, each time once. Raises air-implausible."""
    whole = pd.concat([frame for _, frame in pieces])
    twice = whole.index.duplicated(keep="first")
    if twice.any():
        kept = whole[~twice]
        again, first = whole[twice], kept.loc[whole.index[twice]]
        both = again.notna().to_numpy() & first.notna().to_numpy()
        differ = int((both & (again.to_numpy() != first.to_numpy())).sum())
        doubles.add([item], [f"{time:%Y-%m-%d %H:%M}" for time in whole.index[twice]], differ)
        whole = kept
        blank = whole.isna()
        if blank.any(axis=None):  # what the first lacks and a later one has
            whole = whole.where(~blank, again[~again.index.duplicated()].reindex_like(whole))
    _check_size(whole.to_numpy(), item, pieces[0][0])
    return whole.sort_index()


def _check_size(values: np.ndarray[Any, Any], item: str, path: str) -> None:
    """Raises air-implausible for a median that no air has."""
    known = values[np.isfinite(values) & (values > 0)]
    least, most = catalogue()["pollutants"][pollutant_of_item(item)]["plausible"]
    if known.size and not least <= np.median(known) <= most:
        raise EngineError("air-implausible", path=path, median=readable(float(np.median(known))),
                          unit=unit_of(pollutant_of_item(item)), least=f"{least:g}", most=f"{most:g}")
