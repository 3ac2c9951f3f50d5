"""What the spatial indicators take from the catalogue: significance, tolerances, distances, the core, the template."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from .... import paths


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """resources/catalog/spatial_indicators.json."""
    text = paths.resource("catalog/spatial_indicators.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def spoken(measure: str, language: str) -> str:
    """What a measure is called; a column of the planner's as it is."""
    return str(catalogue()["measures"].get(measure, {}).get(language, measure))
