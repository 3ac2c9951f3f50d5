"""Where the plugin's own files are, in the source tree and in the installed zip alike.

Standard library only: the engine and the QGIS side both import it.
"""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _beside(name: str) -> Path:
    """In the zip the files lie inside the package, in the source tree beside it."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


def resource(name: str) -> Path:
    """Path of a bundled file below `resources/`, e.g. `resource("data/jjj.gpkg")`."""
    return _beside("resources") / name


@lru_cache(maxsize=1)
def version() -> str:
    """The plugin's version; `metadata.txt` is its only home."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(_beside("metadata.txt"), encoding="utf-8")
    return metadata["general"]["version"]
