"""The cells of a planner's table of relocations: which column is which, and what its texts mean."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from .... import paths
from ...plan.schema import schema
from ..place_names import plain_name

DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})"
                  r"(?:\s*[-/.年]\s*(0?[1-9]|1[0-2])(?:\s*[-/.月]\s*(0?[1-9]|[12]\d|3[01]))?)?(?!\d)"
                  r"(?(3)|(?![-/.]\s*\d{1,2}(?!\d)|[年月]\s*\d+\s*[月日]))")  # not the year alone of 2016-13-45
COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
BRACKETS = re.compile(r"[(\[【（].*?[)\]】）]")


@cache
def catalogue() -> dict[str, Any]:
    """`resources/catalog/relocations.json`. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/relocations.json").read_text(encoding="utf-8"))
    return found


def columns_of(headings: Iterable[str]) -> dict[str, str]:
    """The table's columns by the plan's fields, by their usual headings; each column is one field's only."""
    plain: dict[str, str] = {}
    for heading in headings:
        plain.setdefault(_plain(heading), heading)
    found: dict[str, str] = {}
    known: dict[str, list[str]] = catalogue()["headings"]
    for field, words in known.items():
        column = next((plain[_plain(word)] for word in words if _plain(word) in plain), None)
        if column is not None and column not in found.values():
            found[field] = column
    return found


def _plain(heading: str) -> str:
    return plain_name(BRACKETS.sub("", heading)).replace("_", "")


def unit_of(heading: str, units: str) -> float | None:
    """What a number under this heading is multiplied by, by the unit in its brackets; None where it names none.

    `units` is `people_units` (to people) or `area_units` (to km²).
    """
    known: dict[str, float] = catalogue()[units]
    inside = [text.strip("()[]【】（） ") for text in BRACKETS.findall(heading)]
    spelled = {plain_name(unit): factor for unit, factor in known.items()}
    if heading.casefold().endswith("km2"):
        inside.append("km2")
    return next((spelled[plain_name(text)] for text in inside if plain_name(text) in spelled), None)


def number_of(text: str) -> float | None:
    """`12 000`, `约12,000人`, `1.2万`; None for a text without exactly one number."""
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text))
    found = re.findall(r"-?\d+(?:\.\d+)?", plain)
    if len(found) != 1 or float(found[0]) < 0:
        return None
    return float(found[0]) * (10_000 if f"{found[0]}万" in plain else 1)


def dates_of(text: str) -> list[pd.Timestamp]:
    """The dates in a text, in its order: `2019-01-11`, `2019年1月`, `2014-2017`, `20190111`."""
    compact = COMPACT.match(text.strip())
    found = [compact.groups()] if compact else [match.groups() for match in DATE.finditer(text)]
    dates = []
    for year, month, day in found:
        try:
            dates.append(pd.Timestamp(int(year), int(month or 1), int(day or 1)))
        except ValueError:  # 30 February
            continue
    return dates


def coded(text: str, domain: str, words: str) -> str | None:
    """The plan's key for a text: the key itself, its name in either language, or by the catalogue's words.

    None where there is none.
    """
    plain = text.strip().casefold()
    names: dict[str, dict[str, str]] = schema()["domains"][domain]
    for key, spoken in names.items():
        if plain in (key, *(name.casefold() for name in spoken.values())):
            return key
    known: dict[str, list[str]] = catalogue()[words]
    return next((key for key, parts in known.items() if any(part in plain for part in parts)), None) if plain else None
