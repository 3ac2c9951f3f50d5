"""Which column of a table is what: by its heading, or without headings by its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from .coordinates import fits
from .numbers import number
from .statement import catalog, plain

PAIRS = (("east", "north"), ("lon", "lat"))  # metres before degrees: degrees are often rounded to a second
FEWEST_POINTS = 3


def coordinate_columns(columns: dict[str, int]) -> tuple[int, int] | None:
    """(east, north) columns of those that were recognised."""
    for east, north in PAIRS:
        if east in columns and north in columns:
            return columns[east], columns[north]
    return None


def columns_by_heading(row: Sequence[Any], above: Sequence[Any]) -> dict[str, int]:
    """Role → column of a row of headings; a cell that is empty takes the one above it (merged heads)."""
    roles = catalog()["columns"]
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        text = cell if plain(cell) else above[place] if place < len(above) else ""
        role = next((role for role in roles if role != "_" and role not in found and _is(text, roles[role])), None)
        if role is not None and isinstance(text, str):
            found[role] = place
    return found


def _is(text: Any, words: Sequence[str]) -> bool:
    whole = plain(text)
    bare = re.sub(r"[(\[].*?[)\]]", "", whole)  # X(m), 面积(公顷)
    return any(_fits(word, heading) for heading in (bare, whole) for word in words)


def _fits(word: str, heading: str) -> bool:
    """A word of letters stands alone between other characters; a Chinese one of two characters may be a part.

    A single letter beside Chinese is a coordinate's only where 坐标 says so: 边长L is a length.
    """
    if word.isascii():
        found = re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", heading) is not None
        return found and (len(word) > 1 or heading.isascii() or "坐标" in heading)
    return heading == word or (len(word) > 1 and word in heading)


def columns_by_number(rows: Sequence[Sequence[Any]], packed: bool) -> dict[str, int]:
    """Role → column of a table without headings: the first two columns that can be a pair of coordinates."""
    width = max((len(row) for row in rows), default=0)
    values = [[number(row[place], packed) if place < len(row) else None for row in rows] for place in range(width)]
    roles: dict[str, int] = {}
    for place, column in enumerate(values):
        given = np.array([value for value in column if value is not None])
        if len(given) < FEWEST_POINTS:
            continue
        for role in ("east", "north", "lon", "lat"):
            if role not in roles and bool(fits(role, given).all()):
                roles[role] = place
    pair = coordinate_columns(roles)
    if pair is None:
        return {}
    first = [place for place in range(min(pair)) if any(str(row[place]).strip() for row in rows if place < len(row))]
    names = {"east": pair[0], "north": pair[1]}
    return {**names, "point": first[0]} if first else names
