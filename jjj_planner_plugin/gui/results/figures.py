"""Numbers as planners read them: one unit a column, chosen by its size, thin spaces between thousands."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ...layers.known_names import named_in
from ...layers.results import coded_words, field_text
from . import catalogue
from .table import INTEGER, Column

THIN = "\u202f"  # narrow, and no line breaks there
MINUS = "−"
MOST_DECIMALS, SHOWN_DIGITS = 3, 5
MIXED_DECIMALS = 2
SHARE, AREA = "0–1", "m²"


class Figure(NamedTuple):
    """How the numbers of a column are shown: value × factor, in `unit`."""

    unit: str
    factor: float
    decimals: int
    grouped: bool = True
    trimmed: bool = False
    """A whole number without decimals: for a column whose rows have different units."""
    significant: int = 0
    """Above 0: so many digits of each number, for a column whose rows are of different sizes; `decimals` at most."""

    def shown(self, value: float) -> str:
        """`1 952.38`; empty for none, `0` for exactly none, `< 0.01` rather than a rounded nothing."""
        if math.isnan(value):
            return ""
        if value == 0:
            return "0"
        scaled = value * self.factor
        decimals = self._decimals(scaled)
        least = 10.0 ** -decimals
        if abs(scaled) < least / 2:
            return f"< {least:.{decimals}f}" if scaled > 0 else f"> {MINUS}{least:.{decimals}f}"
        text = grouped(scaled, decimals) if self.grouped else f"{scaled:.{decimals}f}"
        whole, _, rest = text.partition(".")
        return whole if self.trimmed and not rest.strip("0") else text

    def _decimals(self, scaled: float) -> int:
        if not self.significant or scaled == 0:
            return self.decimals
        return min(max(self.significant - 1 - math.floor(math.log10(abs(scaled))), 0), self.decimals)

    def exact(self, value: float) -> float | int | None:
        """The number in this unit with all its digits, for copies; None for none."""
        if math.isnan(value):
            return None
        scaled = float(f"{value * self.factor:.15g}")
        return int(scaled) if scaled.is_integer() and self.decimals == 0 and self.factor == 1 else scaled


def grouped(value: float, decimals: int) -> str:
    """Thin spaces between thousands, a real minus."""
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 else text


def words(name: str, language: str, beside: Collection[str] = (), sides: Mapping[str, str] | None = None) -> str:
    """What a field is called beside others, in one language; its own name when it is no result field."""
    return field_text(name, beside, sides).get(language, name)


def figure(column: Column, area_unit: str, language: str) -> Figure | None:
    """How a column's numbers are shown; None for text. `area_unit` is a unit's key, or "" to go by size."""
    if not column.is_number:
        return None
    unit = catalogue.unit_of(column.name)
    if column.name in catalogue.panel()["mixed"]:
        return Figure(unit, 1, MIXED_DECIMALS, trimmed=True)
    if unit == AREA:
        return area_figure(column.largest(), area_unit, language)
    if column.name in catalogue.panel()["lengths"]:
        return length_figure(column.largest(), language)
    if unit == SHARE:
        return Figure("%", 100, 2)
    unit = spoken_unit(unit, language)
    if column.kind == INTEGER:
        return Figure(unit, 1, 0, grouped=bool(unit) or column.name in catalogue.panel()["counts"])
    return Figure(unit, 1, decimals(column.largest()))


def area_figure(largest_m2: float, area_unit: str, language: str) -> Figure:
    """The unit for areas up to `largest_m2`: the chosen one, else the one of that size."""
    units = catalogue.panel()["area_units"]
    chosen = next((unit for unit in units if unit["key"] == area_unit), None)
    chosen = chosen or next(unit for unit in reversed(units) if largest_m2 >= unit.get("from_m2", math.inf))
    return Figure(chosen[language], chosen["per_m2"], decimals(largest_m2 * chosen["per_m2"]))


def length_figure(largest_m: float, language: str) -> Figure:
    """The unit for lengths up to `largest_m`."""
    chosen = next(unit for unit in reversed(catalogue.panel()["length_units"]) if largest_m >= unit["from_m"])
    return Figure(chosen[language], chosen["per_m"], decimals(largest_m * chosen["per_m"]))


def spoken_unit(unit: str, language: str) -> str:
    """`ha` is 公顷 and 亩 is mu."""
    known = (found for found in catalogue.panel()["area_units"] if unit in (found["zh"], found["en"]))
    return str(next((found[language] for found in known), unit))


def decimals(largest: float) -> int:
    """Decimals for a column whose largest number is `largest`: about five digits in all."""
    if largest <= 0:
        return 0
    return min(max(SHOWN_DIGITS - 1 - math.floor(math.log10(largest)), 0), MOST_DECIMALS)


def value_words(name: str, value: str, language: str) -> str:
    """A code as people read it (`dissolved`: 合并后), a name that is known in their language; other text as it is."""
    named = field_text(name).get("values")
    if not named:
        return named_in(language, value) if name in catalogue.panel()["names"] else value
    return str(coded_words(named).get(value, {}).get(language, value))
