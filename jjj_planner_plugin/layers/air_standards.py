"""The air quality standards as the map needs them: which is in force on a day, what a limit is and is called."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ..i18n import language
from .schema import catalog

LONG = ("month", "year")
"""What is judged by annual limits; of a month's mean that is a comparison only."""


class Limit(NamedTuple):
    """A limit (µg/m³, of CO mg/m³), its standard's id and grade, and its item."""

    value: float
    standard: str
    grade: str
    item: str

    @property
    def text(self) -> str:
        """`GB 3095-2012 二级，PM2.5 年平均`."""
        words = (standard(self.standard)[language()], grade_name(self.grade))
        comma = "，" if language() == "zh" else ", "
        return f"{words[0]} {words[1]}{comma}{standards()['items'][self.item][language()]}"


def standards() -> dict[str, Any]:
    """The catalogue of limits, indices and their dates."""
    return catalog("catalog/air_standards.json")


def classes_catalog() -> dict[str, Any]:
    """The catalogue of classes and words."""
    return catalog("catalog/air_classes.json")


def standard(key: str) -> dict[str, Any]:
    """A standard's entry by its id."""
    return next(entry for entry in standards()["standards"] if entry["id"] == key)


def standard_on(day: date | None) -> dict[str, Any]:
    """The national standard in force on a day; today's, where the day is not known."""
    national = [entry for entry in standards()["standards"] if entry["kind"] == "national"]
    return _in_force(national, day)


def index_on(day: date | None) -> dict[str, Any]:
    """The version of the AQI in force on a day; today's, where the day is not known."""
    return _in_force(standards()["aqi"]["versions"], day)


def _in_force(entries: list[dict[str, Any]], day: date | None) -> dict[str, Any]:
    on = (day or date.today()).isoformat()
    return next(entry for entry in entries
                if (entry["valid_from"] or "") <= on <= (entry["valid_to"] or "9999"))


def grade_name(grade: str) -> str:
    """`二级`, `IT-1`."""
    return str(classes_catalog()["grades"][grade][language()])


def pollutant_name(pollutant: str) -> str:
    """`PM2.5`, `O₃`."""
    return str(classes_catalog()["pollutants"][pollutant][language()])


def item_of(pollutant: str, averaging: str | None) -> str:
    """The item that a mean of that kind is compared with: `pm25_annual`, `o3_8h`, `so2_1h`."""
    short = classes_catalog()["short_items"].get(averaging or "")
    if short is None:
        return str(classes_catalog()["long"][pollutant]["item"])
    return str(short.get(pollutant, short["*"])).format(pollutant=pollutant)


def unit_of(pollutant: str) -> str:
    """The unit that its limits are in."""
    item = classes_catalog()["long"][pollutant]["item"]
    return str(standards()["items"][item]["unit"])


def limit(item: str, key: str, grade: str) -> Limit | None:
    """A limit of a standard; None where it has none for that item and grade."""
    value = standard(key)["limits"].get(item, {}).get(grade)
    return None if value is None else Limit(float(value), key, grade, item)


def usual_limit(pollutant: str, averaging: str | None, day: date | None) -> Limit | None:
    """Class 2 of the national standard in force on that day; hourly particles have none and take the 24-hour one."""
    key = standard_on(day)["id"]
    return (limit(item_of(pollutant, averaging), key, "class2")
            or limit(item_of(pollutant, "day"), key, "class2"))


def limit_names(item: str, value: float) -> str:
    """All that a value is the limit of: `一级 2012/2026 · IT-3`; empty where it is none."""
    words = classes_catalog()
    found: dict[str, list[str]] = {}
    for entry in standards()["standards"]:
        for grade, known in entry["limits"].get(item, {}).items():
            if known == value:
                versions = found.setdefault(grade, [])
                versions += [words["short"][entry["id"]]] if entry["id"] in words["short"] else []
    return " · ".join(" ".join(filter(None, (grade_name(grade), "/".join(versions))))
                      for grade, versions in found.items())
