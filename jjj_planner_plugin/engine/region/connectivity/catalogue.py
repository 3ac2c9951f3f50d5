"""What the catalogue says of flow tables: usual headings, words of codes, limits."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from .... import paths


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """`resources/catalog/connectivity.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/connectivity.json").read_text(encoding="utf-8"))
    return found
