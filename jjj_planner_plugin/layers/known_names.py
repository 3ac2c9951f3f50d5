"""English names of what the bundled data name in Chinese: jurisdictions, reservoirs, sub-basins, parks.

Results hold one name, that of their source; who reads them in English is shown the other, where it is known.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from ..paths import resource
from .schema import catalog

NAMED = ("SELECT name_zh, name_en FROM rivers UNION ALL SELECT name_zh, name_en FROM units "
         "UNION ALL SELECT name_zh, name_en FROM catchments")


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


def named_expression(field: str, names: set[str]) -> str:
    """An expression: the field's text in the map's language, of the `names` that the layer has."""
    known = {name: english_names()[name] for name in sorted(names) if name in english_names()}
    if not known:
        return f'"{field}"'
    pairs = ", ".join(f"{_quoted(name)}, {_quoted(english)}" for name, english in known.items())
    return f"coalesce(map_get(map({pairs}), \"{field}\"), \"{field}\")"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
