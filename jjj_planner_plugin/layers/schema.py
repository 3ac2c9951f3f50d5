"""What a plan file holds and how it looks, read from `resources/catalog` and `resources/styles`.

The catalogues are data: tables, fields and value lists (`plan_schema.json`), order and scales
(`layers.json`), colours (`palette.json`), symbols and labels (`styles/plan.json`).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ..paths import resource


@cache
def catalog(name: str) -> dict[str, Any]:
    """A bundled JSON file, e.g. `catalog("catalog/palette.json")`. Read only: it is shared."""
    return json.loads(resource(name).read_text(encoding="utf-8"))


def plan_schema() -> dict[str, Any]:
    """Tables, fields and domains of a plan file."""
    return catalog("catalog/plan_schema.json")


def look() -> dict[str, Any]:
    """Groups, visibility, scale limits and form details of a plan's layers."""
    return catalog("catalog/layers.json")


def styles() -> dict[str, Any]:
    """Symbols and labels by table."""
    return catalog("styles/plan.json")


def tables() -> dict[str, Any]:
    """Every application table of a plan file, by name."""
    return plan_schema()["tables"]


def fields(table: str) -> list[dict[str, Any]]:
    """The fields of a table: those all tables share, then its own."""
    return plan_schema()["common_fields"] + tables()[table]["fields"]


def domain(name: str, language: str) -> dict[str, str]:
    """Stored value → what people read, in `language` (`zh` or `en`)."""
    return {value: text[language] for value, text in plan_schema()["domains"][name].items()}


def alias(field: dict[str, Any]) -> str:
    """Both languages and the unit once: `面积 Area (km²)`."""
    unit = field.get("unit_en")
    words = f"{field['zh']} {field['en']}"
    return f"{words} ({unit})" if unit else words
