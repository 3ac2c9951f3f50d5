"""The limits of the water tools that start from heights: resources/catalog/delineation.json."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ... import paths


@cache
def limits() -> dict[str, Any]:
    """The catalogue. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/delineation.json").read_text(encoding="utf-8"))
    return found
