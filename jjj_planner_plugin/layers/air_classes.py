"""The classes that concentrations are drawn in: the AQI's for hours and days, the annual limits' for months and years.

A class holds what is above the class before it and up to its own upper bound.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any, NamedTuple

from ..i18n import language, tr
from .air_standards import (
    LONG,
    classes_catalog,
    index_on,
    item_of,
    limit_names,
    pollutant_name,
    standard_on,
    standards,
    unit_of,
)
from .schema import catalog


class AirClass(NamedTuple):
    """One class: up to `upper` (infinite for the last), its colour and what the legend says."""

    upper: float
    colour: str
    label: str


class Classes(NamedTuple):
    """All of them, lowest first, and a head that names pollutant, unit and standard."""

    head: str
    classes: list[AirClass]

    @property
    def lines(self) -> list[str]:
        """The head in lines as narrow as the panel of layers."""
        return self.head.split(" · ")


def classes_of(pollutant: str, averaging: str | None, day: date | None) -> Classes:
    """The classes of a pollutant's means, by the standard in force on `day`; without a known averaging as for years."""
    return _short(pollutant, averaging, day) if averaging in ("hour", "day") else _long(pollutant, averaging, day)


def _short(pollutant: str, averaging: str | None, day: date | None) -> Classes:
    """By the breakpoints of the AQI; an hour's mean without any of its own by those of 24 hours."""
    version = index_on(day)
    item = item_of(pollutant, averaging)
    if item not in version["breakpoints"]:
        item = item_of(pollutant, "day")
    index = standards()["aqi"]
    steps = dict(zip(index["index"], version["breakpoints"][item]))
    found: list[AirClass] = []
    lower = 0.0
    for level, colour in zip(index["levels"], index["colours"]):
        if level["to"] not in steps:
            break
        upper = float(steps[level["to"]])
        found.append(AirClass(upper, colour, f"{lower:g}–{upper:g}  {level[language()]}"))
        lower = upper
    rest = _beyond(version, item, index, len(found))
    found.append(AirClass(math.inf, rest["colour"], f"> {lower:g}  {rest[language()]}"))
    words = (pollutant_name(pollutant), _item_word(item), unit_of(pollutant), version[language()])
    return Classes("{} {} {} · {}".format(*words), found)


def _beyond(version: dict[str, Any], item: str, index: dict[str, Any], known: int) -> dict[str, Any]:
    """What lies above the last breakpoint: above index 500; at a fixed index; or at none, as another mean is used."""
    if known == len(index["levels"]):
        return dict(classes_catalog()["beyond_index"])
    if item in version["beyond"]:
        return {**index["levels"][known], "colour": index["colours"][known]}
    return dict(classes_catalog()["no_index"])


def _long(pollutant: str, averaging: str | None, day: date | None) -> Classes:
    """By all limits for a year, so that one list serves every date; the head names the standard in force."""
    spec = classes_catalog()["long"][pollutant]
    bounds = [float(bound) for bound in spec["bounds"]]
    found = []
    for lower, upper, colour in zip([0.0, *bounds], [*bounds, math.inf], spec["colours"]):
        names = limit_names(spec["item"], upper)
        span = f"> {lower:g}" if math.isinf(upper) else f"{lower:g}–{upper:g}"
        found.append(AirClass(upper, colour, f"{span}  ≤ {names}" if names else span))
    comparison = averaging != "year" or not spec["item"].endswith("annual")
    mean = classes_catalog()["averagings"].get(averaging or "", {}).get(language(), "")
    head = " ".join(filter(None, (pollutant_name(pollutant), mean, unit_of(pollutant))))
    name = standard_on(day)[language()]
    if comparison and averaging in LONG:
        told = tr("compared with limits for {item}").format(item=_item_word(spec["item"]))
        return Classes(f"{head} · {told} · {name}", found)
    return Classes(f"{head} · {name}", found)


def index_classes(day: date | None, named: str = "") -> Classes:
    """The levels of the AQI and, above 500, what is beyond it; `named`: an edition, else that in force on `day`."""
    index = standards()["aqi"]
    version = next((one for one in index["versions"] if one["id"] == named), None) or index_on(day)
    found, lower = [], 0
    for level, colour in zip(index["levels"], index["colours"]):
        found.append(AirClass(float(level["to"]), colour, f"{lower}–{level['to']}  {level[language()]}"))
        lower = level["to"] + 1  # an index is a whole number
    rest = classes_catalog()["beyond_index"]
    return Classes(f"AQI · {version[language()]}", [*found, AirClass(math.inf, rest["colour"], rest[language()])])


def count_classes(averaging: str | None) -> Classes:
    """Classes of a count of days (or hours, months) above a limit."""
    spec = catalog("styles/air.json")["counts"]
    bounds = [*spec["bounds"], math.inf]
    lowers = [None, *spec["bounds"]]
    found = [AirClass(float(upper), colour, f"{upper:g}" if lower is None else f"> {lower:g}" if math.isinf(upper)
                      else f"{lower + 1:g}–{upper:g}") for lower, upper, colour in zip(lowers, bounds, spec["colours"])]
    heads = spec["heads"]
    return Classes(str(heads.get(averaging or "", heads["day"])[language()]), found)


def _item_word(item: str) -> str:
    """What kind of mean an item is, without the pollutant: `24 小时平均`."""
    entry = standards()["items"][item]
    return str(entry[language()]).removeprefix(pollutant_name(entry["pollutant"])).strip()
