"""English names of what results name in Chinese: those of the plan first, then those of the bundled data."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pandas as pd
import pyogrio

from .... import paths
from ...plan.facts import facts
from ...plan.schema import schema
from .catalogue import resource_json
from .sources import phrases

LISTED = "、"
FILE = re.compile(r"^([a-z0-9_]+)(?=[:：\s])")  # with which a sentence on a layer or file begins
HAN = re.compile("[\u4e00-\u9fff]")
LISTED_LATIN = re.compile("、(?=[A-Za-z])|(?<=[A-Za-z])、")


class Names:
    """Chinese name → English name; texts of the bundled plan, which stand in one language only, both ways."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self._english = {**phrases("en"), **pairs}
        self._chinese = phrases("zh")
        self.zones: dict[str, str] = {}
        """Name of a zone, in either language → its zone_id."""
        longest_first = "|".join(re.escape(name) for name in sorted(self._english, key=len, reverse=True)
                                 if HAN.search(name))
        self._within = re.compile(f"(?<!{HAN.pattern})(?:{longest_first})(?!{HAN.pattern})") if longest_first else None

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame]) -> Names:
        """Of a plan's tables, and of the bundled data."""
        found = dict(_bundled())
        for frame in tables.values():
            if {"name_zh", "name_en"} <= set(frame):
                found.update(_pairs(frame))
        names = cls(found)
        zones = tables.get("zones", pd.DataFrame())
        for field in ("name_zh", "name_en"):
            if {field, "zone_id"} <= set(zones):
                names.zones |= {str(name): str(code) for name, code in zip(zones[field], zones["zone_id"]) if name}
        return names

    def spoken(self, text: str, language: str) -> str:
        """The name, or each of several (`北京市、天津市`), in English where it is known; other text as it is."""
        if language != "en":
            return self._chinese.get(text, text)
        if text in self._english:
            return self._english[text]
        parts = text.split(LISTED)
        if len(parts) > 1 and all(part in self._english for part in parts):
            return ", ".join(self._english[part] for part in parts)
        return text

    def sentence(self, text: str, language: str) -> str:
        """A sentence of the engine with the known names in it in English; part of a longer Chinese word is none."""
        text = FILE.sub(lambda found: file_name(found[1], language), text)
        if language != "en" or self._within is None or not HAN.search(text):
            return text
        return LISTED_LATIN.sub(", ", self._within.sub(lambda found: self._english[found.group()], text))


def file_name(name: str, language: str) -> str:
    """What a layer of the plan or a bundled file is called in a sentence; other names as they are."""
    known = resource_json("catalog/sources.json")["files"].get(name) or schema()["tables"].get(name) or {}
    return str(known.get(language, name))


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
