"""Air quality standards: which limit holds for which pollutant, averaging time and day (resources/catalog).

GB 3095 by the date of the data; WHO 2021 with its interim targets where it is asked for. A value is rounded to the
decimals of its item, half to even (GB/T 8170-2008), before it is judged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from ..protocol import Job

if TYPE_CHECKING:  # the list of tasks asks for the choices, and is not to wait for numba
    from ..kernels import Floats

POLLUTANTS = ("pm25", "pm10", "so2", "no2", "co", "o3")
AVERAGINGS = ("hour", "day", "month", "year")
BY_DATE = "by-date"
CHOICES = (BY_DATE, "gb3095-2012", "gb3095-2026", "gb3095-2031", "who2021")
CLASS_2 = "class2"  # where people live: GB 3095, 4.1

_ITEM = {"hour": "1h", "day": "24h", "month": "annual", "year": "annual"}
_OF_OZONE = {"hour": "1h", "day": "8h", "month": "8h", "year": "8h"}  # its day is the daily maximum of 8 hours


@dataclass(frozen=True)
class Limit:
    """One limit: of an item (`pm25_24h`) in a grade (class1, class2; WHO: it1 … it4, aqg), in the item's unit."""

    standard: str
    item: str
    grade: str
    value: float
    unit: str
    source: str
    confidence: str


@cache
def catalogue() -> dict[str, Any]:
    """resources/catalog/air_standards.json."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/air_standards.json").read_text(encoding="utf-8"))
    return found


def unit_of(pollutant: str) -> str:
    """The unit in which a pollutant is held: µg/m³, carbon monoxide mg/m³."""
    return "mg/m³" if pollutant == "co" else "µg/m³"


def item_of(pollutant: str | None, averaging: str | None) -> str | None:
    """The item that a value is judged by; None where the standards have none.

    A month has no limit of its own: it is set beside the annual one, for comparison only (`compared_only`).
    """
    if pollutant is None or averaging is None:
        return None
    ending = (_OF_OZONE if pollutant == "o3" else _ITEM)[averaging]
    item = f"{pollutant}_{ending}"
    return item if item in catalogue()["items"] else None


def compared_only(averaging: str | None) -> bool:
    """Whether the item of `item_of` is set beside such a value only for comparison."""
    return averaging == "month"


def in_force(first: date, last: date) -> list[str]:
    """The national standards in force between two days, both included: two or more when the period straddles."""
    return [standard["id"] for standard in catalogue()["standards"]
            if standard["kind"] == "national" and _holds(standard, first, last)]


def chosen(standard: str, first: date | None, last: date | None) -> list[str]:
    """The standards that the choice `standard` means for data of a period; by date without a date: all national."""
    if standard != BY_DATE:
        return [standard]
    if first is None or last is None:
        return [one["id"] for one in catalogue()["standards"] if one["kind"] == "national"]
    return in_force(first, last)


def _holds(entry: dict[str, Any], first: date, last: date) -> bool:
    since, until = entry["valid_from"], entry["valid_to"]
    return ((since is None or date.fromisoformat(since) <= last)
            and (until is None or first <= date.fromisoformat(until)))


def grades(standard: str) -> list[str]:
    """The grades of a standard, the usual one first: class 2, WHO's guideline level."""
    entry = next(one for one in catalogue()["standards"] if one["id"] == standard)
    known = sorted({grade for item in entry["limits"].values() for grade in item})
    usual = CLASS_2 if CLASS_2 in known else known[0]
    return [usual, *(grade for grade in known if grade != usual)]


@cache
def usual_grade(standard: str) -> str:
    """The grade where none is asked for."""
    return grades(standard)[0]


def limits(item: str, standards: Sequence[str], grades: Sequence[str] | None = None) -> list[Limit]:
    """The limits of an item in these standards, in their order; of `grades` only, where given."""
    found = []
    for standard in (one for wanted in standards for one in catalogue()["standards"] if one["id"] == wanted):
        for grade, value in standard["limits"].get(item, {}).items():
            if grades is None or grade in grades:
                found.append(Limit(standard["id"], item, grade, float(value), catalogue()["items"][item]["unit"],
                                   standard["source"], standard.get("doubts", {}).get(item, standard["confidence"])))
    return found


def rounded(value: Floats | float, item: str, limit: float = 0.0) -> Floats:
    """Values as they are judged: to the item's decimals (or the limit's: WHO's 37.5), half to even; NaN stays.

    A binary 34.5 that came out of a sum as 34.499999999999993 is meant as the half: 1e-9 of the last place is given.
    """
    scale = 10 ** max(catalogue()["items"][item]["decimals"], len(f"{limit:g}".partition(".")[2]))
    places = np.round(np.asarray(value, np.float64) * scale, 9)
    return np.asarray(np.round(places) / scale)


def standard_name(standard: str, language: str) -> str:
    """`GB 3095-2012`, as people write it."""
    return next(str(one[language]) for one in catalogue()["standards"] if one["id"] == standard)


def tell_straddle(standards: Sequence[str], period: Any, job: Job) -> None:
    """Warn where several national standards hold in one period: which of them counts is the planner's choice."""
    if len(standards) > 1:
        names = ", ".join(standard_name(one, job.language) for one in standards)
        job.warn("standards-straddle", period=period, standards=names)
