"""How footprints move from one date to the next: what is kept, gained and lost, and which way the middle goes.

Ground without a value on either of the two dates is neither gained nor lost: its area is told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...geodesy import ELLIPSOID, LONLAT, transformer
from ...grid import Grid
from ...kernels import Floats
from .judging import Judgement
from .patches import Mask

CHANGES = ("kept", "gained", "lost")  # by code in what `changed` gives, from 1


@dataclass(frozen=True)
class State:
    """A date by one limit: the cells in its footprints, those that have a value, and the footprints' middle."""

    judgement: Judgement
    inside: Mask
    known: Mask
    end: datetime | None
    """Of its period, excluded."""
    middle: tuple[float, float] | None


def middle(inside: Mask, areas: Floats, grid: Grid) -> tuple[float, float] | None:
    """Longitude and latitude of the area-weighted mean of the cells' centres in the grid's CRS; None without cells."""
    weight = np.where(inside, areas, 0.0)
    total = weight.sum()
    if total == 0:
        return None
    col = (weight.sum(axis=0) @ (np.arange(grid.width) + 0.5)) / total
    row = (weight.sum(axis=1) @ (np.arange(grid.height) + 0.5)) / total
    x, y = grid.transform.c + col * grid.transform.a, grid.transform.f + row * grid.transform.e
    lon, lat = transformer(grid.crs.to_wkt(), LONLAT.to_wkt()).transform(x, y)
    return float(lon), float(lat)


def earlier(judgement: Judgement, states: Sequence[State]) -> State | None:
    """What a date is compared with: the date before by the same standard, else by its last."""
    same = [state for state in states if state.judgement.standard == judgement.standard]
    return (same or states)[-1] if states else None


def changed(before: State, now: State) -> NDArray[np.int32]:
    """The place of each cell's change in CHANGES, from 1; 0 where there is none, (rows, cols)."""
    code = np.zeros(now.inside.shape, dtype=np.int32)
    known = before.known & now.known
    code[known & before.inside & now.inside] = 1
    code[known & ~before.inside & now.inside] = 2
    code[known & before.inside & ~now.inside] = 3
    return code


def figures(before: State, now: State, code: NDArray[np.int32], areas: Floats) -> dict[str, Any]:
    """Areas in m² (kept + gained + no data before = now; kept + lost + no data now = before), overlap, shift.

    `overlap`: kept ÷ (kept + gained + lost), the Jaccard index; `bearing` in degrees from north, clockwise.
    """
    _, kept, gained, lost = np.bincount(code.ravel(), areas.ravel(), 4)
    union = kept + gained + lost
    moved = {"shift_km": np.nan, "bearing": np.nan}
    if before.middle and now.middle:
        azimuth, _, metres = ELLIPSOID.inv(*before.middle, *now.middle)
        moved = {"shift_km": metres / 1000, "bearing": azimuth % 360 if metres > 0 else np.nan}
    return {
        "before_m2": float(areas.sum(where=before.inside)), "kept_m2": kept, "gained_m2": gained, "lost_m2": lost,
        "no_data_before_m2": float(areas.sum(where=now.inside & ~before.known)),
        "no_data_now_m2": float(areas.sum(where=before.inside & ~now.known)),
        "overlap": kept / union if union > 0 else np.nan, **moved}
