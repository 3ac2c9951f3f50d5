"""What the catalogue knows of control lines: their names, the survey's smallest areas, the fields layers have."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from .. import paths
from .sources import Source

OTHER = "other"  # the minimum of a line that the catalogue does not know


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """`resources/catalog/control_lines.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/control_lines.json").read_text(encoding="utf-8"))
    return found


def known_line(name: str) -> dict[str, Any] | None:
    """The control line that a layer of this name is: the one whose longest word is part of the name."""
    text = name.casefold()
    words = [(len(word), line) for line in catalogue()["lines"] for word in line["called"] if word.casefold() in text]
    found: dict[str, Any] | None = max(words, key=lambda item: item[0])[1] if words else None
    return found


def smallest_m2(name: str) -> float:
    """The survey's smallest mapped area for a control line of this name, m²."""
    line = known_line(name)
    minimums = {item["id"]: item["min_area_m2"] for item in catalogue()["minimums"]}
    return float(minimums[line["minimum"] if line else OTHER])


def usual_sliver_width_m() -> float:
    """Mean width below which an overlap is a sliver, metres."""
    return float(catalogue()["slivers"]["max_width_m"])


def first_field(source: Source, kind: str) -> str | None:
    """The first field of the layer that the catalogue lists under `kind`; case does not matter."""
    return first_of(source, catalogue()["fields"][kind])


def first_of(source: Source, wanted: Iterable[str]) -> str | None:
    """The first of these fields that the layer has, as the layer spells it."""
    present = {str(name).casefold(): str(name) for name in source.frame}
    return next((present[name.casefold()] for name in wanted if name.casefold() in present), None)


def names_of(source: Source, kind: str) -> list[str]:
    """Each feature's text in the first field of `kind`; empty where there is none."""
    field = first_field(source, kind)
    return texts(source, field) if field else [""] * len(source.frame)


def texts(source: Source, field: str) -> list[str]:
    """Each feature's value as text, a null as an empty one; a code that a layer holds as 110101.0 is 110101."""
    values = ["" if pd.isna(value) else value for value in source.frame[field]]
    return [f"{v:.0f}" if isinstance(v, float) and v.is_integer() else str(v) for v in values]
