"""English names of what the bundled data name in Chinese: jurisdictions, reservoirs, sub-basins, parks.

Results hold one name, that of their source; who reads them in English is shown the other, where it is known.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache

from ..paths import resource
from .schema import catalog

NAMED = ("SELECT name_zh, name_en FROM rivers UNION ALL SELECT name_zh, name_en FROM units "
         "UNION ALL SELECT name_zh, name_en FROM catchments")
HAN = re.compile("[\u4e00-\u9fff]")


@cache
def english_names() -> dict[str, str]:
    """Chinese name → English name; today's jurisdictions come before those of 1999."""
    facts = catalog("data/plan_structure.json")
    found: dict[str, str] = {}
    with closing(sqlite3.connect(f"{resource('data/jjj.gpkg').as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found.update((name, english) for name, english in connection.execute(NAMED) if name and english)
    rows = (*facts["catchments"]["reservoirs"], *facts["platforms"], *facts["wings"], *reversed(facts["adcodes"]))
    for row in rows:  # of Beijing's two codes the first is the municipality's
        if row.get("name_en"):
            found[row["name_zh"]] = row["name_en"]
    return found


def named_in(language: str, name: str) -> str:
    """The name in `language`, as far as it is known."""
    return english_names().get(name, name) if language == "en" else name


def sentence_in(language: str, text: str) -> str:
    """A sentence of the engine with the known names in it in `language`; part of a longer Chinese word is none."""
    if language != "en" or not HAN.search(text):
        return text
    named = _names().sub(lambda found: english_names()[found.group()], text)
    return re.sub("、(?=[A-Za-z])|(?<=[A-Za-z])、", ", ", named)


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(english_names(), key=len, reverse=True)
    return re.compile(f"(?<!{HAN.pattern})(?:{'|'.join(map(re.escape, longest_first))})(?!{HAN.pattern})")


def named_expression(field: str, names: set[str]) -> str:
    """An expression: the field's text in the map's language, of the `names` that the layer has."""
    known = {name: english_names()[name] for name in sorted(names) if name in english_names()}
    if not known:
        return f'"{field}"'
    pairs = ", ".join(f"{_quoted(name)}, {_quoted(english)}" for name, english in known.items())
    return f"coalesce(map_get(map({pairs}), \"{field}\"), \"{field}\")"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
