"""Numbers and codes on the report's sheets, as planners read them: km², per cent, words, names in one language."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import NULL

from .known_names import named_in
from .results import coded_words, field_text
from .schema import catalog, plan_schema

AREA, SHARE = "m²", "0–1"
SHOWN_DIGITS, MOST_DECIMALS, MOST_MIXED = 4, 3, 4
MIXED = 1e4
"""Where the largest number of a column is so many times the smallest, each has decimals of its own."""
MINUS = "−"


class Figure(NamedTuple):
    """How the numbers of a column are shown: value × factor with so many decimals, in `unit`."""

    unit: str
    factor: float
    decimals: int
    mixed: bool = False

    def shown(self, value: float) -> str:
        """`1 952.4`; a number too small for the decimals is not shown as none."""
        scaled = value * self.factor
        if self.mixed:
            return grouped(scaled, 0 if scaled == round(scaled) else _decimals(abs(scaled), MOST_MIXED))
        if scaled and abs(scaled) < 10.0 ** -self.decimals / 2:
            return f"{'< ' if scaled > 0 else '> ' + MINUS}{10.0 ** -self.decimals:.{self.decimals}f}"
        return grouped(scaled, self.decimals)


def grouped(value: float, decimals: int) -> str:
    """Spaces between thousands, a real minus."""
    text = f"{abs(value):,.{decimals}f}".replace(",", " ")
    return f"{MINUS}{text}" if round(value, decimals) < 0 else text


def figure(field: str, values: Sequence[float], whole: bool) -> Figure:
    """How a column is shown, by its unit and its largest number; `whole`: its numbers have no decimals."""
    unit = str(field_text(field).get("unit", ""))
    largest = max((abs(value) for value in values), default=0.0)
    if unit == AREA:
        return Figure("km²", 1e-6, _decimals(largest / 1e6))
    if unit == SHARE:
        return Figure("%", 100, 1)
    whole = whole or all(value == round(value) for value in values)
    if field in catalog("catalog/result_tables.json")["lengths"] and largest >= 10_000:
        return Figure("km", 1e-3, _decimals(largest / 1e3))
    if whole:
        return Figure(unit, 1, 0)
    least = min((abs(value) for value in values if value), default=largest)
    return Figure(unit, 1, _decimals(largest), mixed=not unit and (
        field in catalog("catalog/result_tables.json")["mixed"] or least * MIXED <= largest))


def _decimals(largest: float, most: int = MOST_DECIMALS) -> int:
    """About four digits in all."""
    if largest <= 0:
        return 0
    return min(max(SHOWN_DIGITS - 1 - math.floor(math.log10(largest)), 0), most)


def number(value: Any) -> float | None:
    """The value as a number; None for an empty one and for what is none."""
    if value in (None, NULL) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def head(field: str, figure_: Figure | None, language: str, beside: Collection[str] = ()) -> str:
    """What a column is called, with its unit: `面积 (km²)`."""
    name = str(field_text(field, beside).get(language) or spoken(field, language))
    return f"{name} ({figure_.unit})" if figure_ is not None and figure_.unit else name


def text(field: str, value: Any, language: str) -> str:
    """A code as people read it, a name that is known in their language, a date without its time; one line."""
    if value in (None, NULL):
        return ""
    if hasattr(value, "toString"):
        return str(value.toString("yyyy-MM-dd"))
    named = field_text(field).get("values")
    found = str(coded_words(named).get(_code(value), {}).get(language, value)) if named else str(value)
    return " ".join(spoken(found, language).split())


def spoken(name: str, language: str) -> str:
    """A name in `language`, as far as it is known: of places, also without 市, of the zones and the axes."""
    if language != "en":
        return name
    known = {words["zh"]: words["en"] for words in plan_schema()["domains"]["zone"].values()}
    known.update({axis["name_zh"]: axis["name_en"] for axis in catalog("data/plan_structure.json")["axes"]})
    named = known.get(name) or named_in(language, name)
    return named if named != name else named_in(language, f"{name}市").replace(f"{name}市", name)


def _code(value: Any) -> str:
    """The key of a catalogue's words: true and false are 1 and 0 there."""
    return str(int(value)) if isinstance(value, (bool, float)) else str(value)
