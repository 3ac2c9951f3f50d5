"""English names of what results name in Chinese: those of the plan first, then those of the bundled data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import pyogrio

from .... import paths
from ...plan.facts import facts

LISTED = "、"


class Names:
    """Chinese name → English name."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self._english = pairs

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame]) -> Names:
        """Of a plan's tables, and of the bundled data."""
        found = dict(_bundled())
        for frame in tables.values():
            if {"name_zh", "name_en"} <= set(frame):
                found.update(_pairs(frame))
        return cls(found)

    def spoken(self, text: str, language: str) -> str:
        """The name, or each of several (`北京市、天津市`), in English where it is known; other text as it is."""
        if language != "en":
            return text
        if text in self._english:
            return self._english[text]
        parts = text.split(LISTED)
        if len(parts) > 1 and all(part in self._english for part in parts):
            return ", ".join(self._english[part] for part in parts)
        return text


def _pairs(frame: pd.DataFrame) -> dict[str, str]:
    named = frame[["name_zh", "name_en"]].dropna()
    return {str(zh): str(en) for zh, en in zip(named["name_zh"], named["name_en"]) if zh and en}


@lru_cache(maxsize=1)
def _bundled() -> dict[str, str]:
    found: dict[str, str] = {}
    for layer in ("rivers", "units", "catchments"):
        found.update(_pairs(pyogrio.read_dataframe(paths.resource("data/jjj.gpkg"), layer=layer, read_geometry=False,
                                                   columns=["name_zh", "name_en"])))
    rows: list[dict[str, Any]] = [*facts()["catchments"]["reservoirs"], *facts()["platforms"], *facts()["wings"],
                                  *reversed(facts()["adcodes"])]
    found.update({row["name_zh"]: row["name_en"] for row in rows if row.get("name_en")})
    return found
