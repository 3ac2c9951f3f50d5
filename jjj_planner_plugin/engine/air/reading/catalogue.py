"""What files of air quality are recognised by: resources/catalog/air_import.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from .... import paths


@cache
def catalogue() -> dict[str, Any]:
    """The catalogue. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/air_import.json").read_text(encoding="utf-8"))
    return found


def pollutant_in(*texts: str) -> str | None:
    """The pollutant that the first of the texts that names any names; None if none does, or one names several."""
    for text in texts:
        named = [name for name, entry in catalogue()["pollutants"].items() if re.search(entry["words"], text.lower())]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def item_names(items: Iterable[str]) -> str:
    """Items as people write them: `PM2.5, O₃-8h`."""
    return ", ".join(str(catalogue()["item_names"].get(item, item)) for item in items)


def product_of(variable: str, path: str) -> dict[str, Any] | None:
    """The product that a file's name belongs to, or else its variable's."""
    stem, products = Path(path).stem.lower(), catalogue()["products"]
    by_file = (product for product in products if re.search(product["files"], stem))
    by_variable = (product for product in products if variable and re.search(product["variables"], variable.lower()))
    return next(by_file, None) or next(by_variable, None)
