"""What the report holds, as `resources/catalog/report.json` says, and other resources by their name."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from .... import paths


@lru_cache(maxsize=32)
def resource_json(name: str) -> dict[str, Any]:
    """A JSON file below `resources/`."""
    found: dict[str, Any] = json.loads(paths.resource(name).read_text(encoding="utf-8"))
    return found


def catalogue() -> dict[str, Any]:
    """`resources/catalog/report.json`."""
    return resource_json("catalog/report.json")


def words(language: str) -> dict[str, str]:
    """The page's own words."""
    return {key: str(text[language]) for key, text in catalogue()["words"].items()}


def shown(task: str) -> dict[str, Any]:
    """What is shown of a task's results; of a task that the catalogue does not name, everything, among the others."""
    return dict(catalogue()["tasks"].get(task) or {"section": "other"})


def look(place: str) -> dict[str, Any]:
    """`styles/water/dependency`: the object `dependency` of `resources/styles/water.json`, a result's own classes."""
    folder, file, *steps = place.split("/")
    found: Any = resource_json(f"{folder}/{file}.json")
    for step in steps:
        found = found[step]
    return dict(found)
