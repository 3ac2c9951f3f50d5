"""The checks `coordinates` and `outliers`: numbers that are no coordinates, and features far away from all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .findings import Finding, limits
from .place import Place
from .raw import RawLayer


def coordinates(raw: RawLayer, place: Place) -> Finding:
    """Features with a coordinate that is not finite, too large to be one, or off the earth by the layer's CRS."""
    facts = {"limit": f"{limits()['huge']:.0e}"}
    bad = np.flatnonzero(raw.present & ~place.on_earth)
    return Finding("coordinates", "unusable", facts, bad) if bad.size else Finding("coordinates", facts=facts)


def outliers(raw: RawLayer) -> tuple[Finding, NDArray[np.bool_]]:
    """Features far from the middle half of all others, and which of the layer's are sound and not among them.

    Far is more than so many interquartile ranges, or median sizes of a feature if that is more, in x or in y.
    """
    positions = np.flatnonzero(raw.sound)
    if positions.size < limits()["few_features"]:
        return Finding("outliers", "unknown", {"few": limits()["few_features"]}), raw.sound
    low, high = raw.bounds[positions, :2], raw.bounds[positions, 2:]
    middle = (low + high) / 2
    first, third = np.quantile(middle, [0.25, 0.75], axis=0)
    spread = np.maximum(third - first, np.median(high - low, axis=0)).max()
    reach = limits()["outlier_spreads"] * spread
    far = ((middle < first - reach) | (middle > third + reach)).any(axis=1)
    if not far.any() or spread == 0:  # all in one place: nothing tells what is far
        return Finding("outliers"), raw.sound
    near = raw.sound.copy()
    near[positions[far]] = False
    x, y = middle[far][0]
    return Finding("outliers", "far", {"example": f"{x:.8g}, {y:.8g}"}, positions[far]), near
