"""What HJ 663 makes of the daily values of a year: whether there are enough, the percentile, the longest spell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels import Floats
from .standards import catalogue

Days = NDArray[np.datetime64]  # unit D
FEBRUARY = 2
NAMED = 2  # months that a shortfall names


@dataclass(frozen=True)
class Spell:
    """The longest run of days: how many, the first and the last; no days: 0 and None."""

    days: int
    first: Any = None
    last: Any = None


def rules() -> dict[str, Any]:
    """The catalogue's `hj663`: percentiles by pollutant, and how many values it takes."""
    found: dict[str, Any] = catalogue()["hj663"]
    return found


def percentile(values: Floats, percent: float) -> float:
    """HJ 663-2013, A.1: k = 1 + (n − 1) p / 100, between the two values around the k-th smallest; that is numpy's
    `linear`. NaN without values."""
    return float(np.percentile(values, percent, method="linear")) if len(values) else np.nan


def shortfall(days: Days, year: int) -> str:
    """What the valid `days` of a year lack (HJ 663-2013, table 1): `320 < 324; 2014-02: 24 < 25`; empty if nothing.

    Of many months the first are named, and how many they are: `2014-01: 4 < 27; 2014-02: 0 < 25; … (12)`.
    """
    rule = rules()
    year_lacks = [f"{len(days)} < {rule['days_of_a_year']}"] if len(days) < rule["days_of_a_year"] else []
    lacks = []
    counts = np.bincount(days.astype("datetime64[M]").astype(np.int64) % 12, minlength=12)
    for month, count in enumerate(counts, start=1):
        least = rule["days_of_february"] if month == FEBRUARY else rule["days_of_a_month"]
        if count < least:
            lacks.append(f"{year}-{month:02d}: {count} < {least}")
    more = [f"… ({len(lacks)})"] if len(lacks) > NAMED else []
    return "; ".join([*year_lacks, *lacks[:NAMED], *more])


def longest_spell(days: Days, above: NDArray[np.bool_]) -> Spell:
    """The longest run of consecutive days above a limit; of equal ones the first. `days` ascend, each once; a day that
    is not among them ends a run, as nobody knows what it was."""
    marked = days[above]
    if not len(marked):
        return Spell(0)
    starts = np.flatnonzero(np.diff(marked, prepend=marked[0] - 2) != np.timedelta64(1, "D"))
    lengths = np.diff(starts, append=len(marked))
    place = int(np.argmax(lengths))
    length = int(lengths[place])
    return Spell(length, marked[starts[place]], marked[starts[place] + length - 1])
