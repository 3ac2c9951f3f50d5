"""What coordinates look like: degrees or Gauss-Krüger metres, which axis is which, and the zone number in eastings.

The ranges that coordinates in China have (catalog/survey.json) do not meet one another, so a pair of columns fits one
reading at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .statement import catalog, zone_width

Numbers = NDArray[np.float64]
ZONE = 1e6  # the zone's number is the millions of an easting


def fits(role: str, values: Numbers) -> NDArray[np.bool_]:
    """Whether each value can be a `lat`, `lon`, `north` or `east` in China; shape of `values`."""
    low, high = catalog()["numbers"][role]
    if role != "east":
        return np.asarray((values >= low) & (values <= high))
    zone = zone_numbers(values)
    known = np.array([number == 0 or zone_width(int(number)) is not None for number in zone.ravel()])
    easting = values - zone * ZONE
    return np.asarray(known.reshape(values.shape) & (easting >= low) & (easting <= high))


def zone_numbers(east: Numbers) -> NDArray[np.int64]:
    """The zone number that each easting carries; 0 without one, or where it cannot be one."""
    millions = np.floor(np.where(np.isfinite(east), east, 0.0) / ZONE)
    return np.where((millions > 0) & (millions < 100), millions, 0).astype(np.int64)


@dataclass(frozen=True)
class Look:
    """What the numbers of a file look like.

    `kind` is metres, degrees, or unknown; `swapped`: what the file calls east is north; `zones`: the numbers that
    the eastings carry; `odd`: rows that do not fit what most fit.
    """

    kind: str
    swapped: bool
    zones: tuple[int, ...] = ()
    odd: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    def described(self, en: Numbers) -> dict[str, Any]:
        """For the dialog and the recipe; `en` as the file names them."""
        return {
            "kind": self.kind, "swapped": self.swapped, "zones": list(self.zones),
            "east": [float(en[:, 0].min()), float(en[:, 0].max())],
            "north": [float(en[:, 1].min()), float(en[:, 1].max())],
        }


def look(en: Numbers) -> Look:
    """What coordinates named east, north (shape (n, 2)) look like. Unknown unless every one fits."""
    best: tuple[int, Look] = (0, Look("unknown", False))
    for kind, (easting, northing) in {"metres": ("east", "north"), "degrees": ("lon", "lat")}.items():
        for swapped in (False, True):
            east, north = (en[:, 1], en[:, 0]) if swapped else (en[:, 0], en[:, 1])
            fit = fits(easting, east) & fits(northing, north)
            if fit.sum() > best[0]:
                zones = tuple(sorted({int(zone) for zone in zone_numbers(east[fit])} - {0})) if kind == "metres" else ()
                mixed = kind == "metres" and zones and bool((zone_numbers(east[fit]) == 0).any())
                best = int(fit.sum()), Look(kind, swapped, (0, *zones) if mixed else zones, np.flatnonzero(~fit))
    count, found = best
    if count == len(en):
        return found
    return Look("unknown", False, odd=found.odd if count > len(en) / 2 else np.empty(0, dtype=np.intp))
