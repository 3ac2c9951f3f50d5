"""What the catalogue knows of indicators, `resources/catalog/indicators.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from .... import paths

PEOPLE, REGISTERED, GDP, AREA = "people", "registered", "gdp_1e8", "area_km2"


class Measure(NamedTuple):
    """A column of values: its field, the heading it came from, amount or ratio, and what a ratio is weighted by."""

    name: str
    heading: str
    kind: str = "amount"
    weight: str = PEOPLE


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """The whole catalogue."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/indicators.json").read_text(encoding="utf-8"))
    return found


def first_of(names: list[str], wanted: list[str]) -> str | None:
    """The first of `wanted` that is among the names, as they spell it; case does not matter."""
    present = {name.casefold(): name for name in names}
    return next((present[one.casefold()] for one in wanted if one.casefold() in present), None)
