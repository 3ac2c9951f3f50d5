"""What columns are called, their units, and how their values read: as in QGIS's tables and the result panel."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...plan.facts import places
from ...plan.schema import schema
from .catalogue import resource_json
from .names import Names
from .sources import short

THIN, MINUS = "\u202f", "−"
SHARE, AREA = "0–1", "m²"
MOST_DECIMALS, LOOSE_DECIMALS, SHOWN_DIGITS = 3, 4, 5


@dataclass(frozen=True)
class Column:
    """A column as it is shown: numbers are multiplied by `factor` and stand in `unit`."""

    name: str
    head: str
    unit: str = ""
    number: bool = False
    factor: float = 1.0
    decimals: int = 0
    grouped: bool = True
    loose: bool = False
    """Its numbers have nothing in common: each has decimals of its own."""
    words: str = ""
    """Where the words for its codes are; nowhere: its values are no codes."""

    @property
    def headed(self) -> str:
        """The head with its unit."""
        return f"{self.head} ({self.unit})" if self.unit else self.head


def column(name: str, values: pd.Series[Any], language: str, beside: Collection[str],
           heads: dict[str, Any] | None = None) -> Column:
    """How a column is shown among the others of its table; `heads` is what the table itself says of its columns."""
    text = {**field_text(name, beside), **(heads or {}).get(name, {})}
    head = str(text.get(language, name))
    if text.get("values") or not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return Column(name, head, words=str(text.get("values", "")))
    if text.get("loose"):
        return Column(name, head, str(text.get("unit", "")), True, loose=True)
    unit, factor, places = _unit(name, text, values, language)
    whole = pd.api.types.is_integer_dtype(values)
    if places and factor == 1 and (values.dropna() % 1 == 0).all():
        places = 0  # 30 km, not 30.000 km
    panel = resource_json("catalog/result_tables.json")
    grouped = not whole or bool(unit) or name in panel["counts"] or name in PLAIN_COUNTS
    return Column(name, head, unit, True, factor, 0 if whole and factor == 1 else places, grouped)


LENGTHS = ("axis_m", "border_m")  # told in km where they are long
PLAIN_COUNTS = ("population", "pop2020", "pop_cap_2035", "number")


def field_text(name: str, beside: Collection[str] = ()) -> dict[str, Any]:
    """What a field is called in both languages, its unit and where the words of its codes are; else nothing.

    A result's field is looked for first, then a plan's. Beside the most of a range a field is called the least.
    """
    looks = resource_json("styles/results.json")
    least = looks["least"].get(name)
    known: dict[str, Any] = dict(looks["fields"].get(name) or plan_fields().get(name, {}))
    if least and least["high"] in beside:
        known |= {"zh": least["zh"], "en": least["en"]}
    return known


def plan_fields(table: str | None = None) -> dict[str, dict[str, Any]]:
    """What the fields of a table of the plan are called, or those of all tables."""
    tables = schema()["tables"]
    held = [tables[table]] if table in tables else [] if table else list(tables.values())
    found: dict[str, dict[str, Any]] = {}
    for field in (*(field for one in held for field in one["fields"]), *schema()["common_fields"]):
        told = {"zh": field["zh"], "en": field["en"], "unit": field.get("unit_en", ""),
                "unit_zh": field.get("unit_zh", "")}
        place = {"values": f"plan_schema/domains/{field['domain']}"} if "domain" in field else {}
        found.setdefault(field["name"], {**told, **place})
    return found


def _unit(name: str, text: dict[str, Any], values: pd.Series[Any], language: str) -> tuple[str, float, int]:
    """Unit, factor and decimals of a column of numbers: areas and lengths by the largest of them."""
    panel, unit = resource_json("catalog/result_tables.json"), str(text.get("unit", ""))
    largest = float(values.abs().max()) if values.notna().any() else 0.0
    if name in panel["mixed"]:
        return unit, 1.0, 2
    if unit == AREA:
        chosen = next(one for one in reversed(panel["area_units"]) if largest >= one.get("from_m2", math.inf))
        return str(chosen[language]), float(chosen["per_m2"]), decimals(largest * chosen["per_m2"])
    if name in panel["lengths"] or name in LENGTHS:
        chosen = next(one for one in reversed(panel["length_units"]) if largest >= one["from_m"])
        return str(chosen[language]), float(chosen["per_m"]), decimals(largest * chosen["per_m"])
    if unit == SHARE:
        return "%", 100.0, 1
    known = next((one for one in panel["area_units"] if unit in (one["zh"], one["en"])), None)
    own = str(text.get("unit_zh") or unit) if language == "zh" and unit != "km" else unit
    unit = str(known[language]) if known else own
    return unit, 1.0, decimals(largest)


def decimals(largest: float, most: int = MOST_DECIMALS) -> int:
    """Decimals for a column whose largest number is `largest`: about five digits in all."""
    if largest <= 0 or not math.isfinite(largest):
        return 0
    return min(max(SHOWN_DIGITS - 1 - math.floor(math.log10(largest)), 0), most)


def missing(value: Any) -> bool:
    """Whether there is no value."""
    return value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) or value is pd.NA


def shown(value: Any, of: Column, language: str, names: Names) -> str:
    """A value as a reader sees it: `1 952.4`, `18.8`, a word for a code, a day; empty for none."""
    if missing(value):
        return ""
    if of.loose:
        return number(float(value), 0 if float(value).is_integer() else decimals(abs(float(value)), LOOSE_DECIMALS))
    if of.number:
        return number(float(value) * of.factor, of.decimals, of.grouped)
    if isinstance(value, pd.Timestamp):
        return str(value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(int(value)) if isinstance(value, bool) else str(value)
    if of.name == "source":
        return short(text, language)
    if of.name.endswith("_adcodes"):
        return _named_places(text, language)
    if of.words:
        return coded(of.words, text, language)
    return names.sentence(text, language) if of.name.startswith("sentence") else names.spoken(text, language)


def _named_places(codes: str, language: str) -> str:
    """The names of places listed by their adcodes; a code that is none of today's stays."""
    told = [str(places().get(code.strip(), {}).get(f"name_{language}", code.strip())) for code in codes.split(",")]
    return ("、" if language == "zh" else ", ").join(filter(None, told))


def number(value: float, places: int, grouped: bool = True) -> str:
    """Thin spaces between thousands, a real minus; `< 0.01` rather than a rounded nothing."""
    least = 10.0 ** -places
    if value != 0 and abs(value) < least / 2:
        return f"< {least:.{places}f}" if value > 0 else f"> {MINUS}{least:.{places}f}"
    text = f"{abs(value):,.{places}f}" if grouped else f"{abs(value):.{places}f}"
    text = text.replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 and text.strip("0.\u202f") else text


def coded(place: str, code: str, language: str) -> str:
    """The word for a code; `place` is where such words are: `site_rules/verdicts`, or several with blanks."""
    for one in place.split():
        file, *steps = one.split("/")
        found: Any = resource_json(f"catalog/{file}.json")
        for step in steps:
            found = found[step]
        entries = {entry["id"]: entry for entry in found} if isinstance(found, list) else found
        if code in entries:
            return str(entries[code].get(language, code))
    return code
