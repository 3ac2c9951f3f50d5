"""What it takes to make a result again: task, parameters, inputs, ellipsoid, versions.

A recipe holds no time and no duration: the same job on the same data gives the same recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pyproj import CRS

from .protocol import versions

ELLIPSOID = "CGCS2000 (GRS80)"
BUNDLED = "bundled-1999"  # the 1:4 000 000 county set of 1999 in resources/data


class Input(Protocol):
    """A layer that was read."""

    @property
    def repairs(self) -> Sequence[dict[str, Any]]:
        """What was repaired in it."""

    def described(self) -> dict[str, Any]:
        """Its line in the recipe."""


def recipe(task: str, params: dict[str, Any], sources: Sequence[Input], working: CRS | None) -> dict[str, Any]:
    """The recipe of a result; `working` is the frame it was computed in."""
    return {
        "task": task, "params": params, "inputs": [source.described() for source in sources],
        "repairs": [repair for source in sources for repair in source.repairs],
        "ellipsoid": ELLIPSOID, "working_crs": working.srs if working else None,
        "boundary_set": BUNDLED, "versions": versions(),
    }
