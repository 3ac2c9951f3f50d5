"""The numbers of a raster of heights put into metres, and what is none put out of the way, in one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..kernels import compiled, in_blocks
from .catalogue import limits

ROWS = 128  # of a raster that a thread looks at, at a time


@dataclass(frozen=True)
class Counts:
    """Cells without data, with numbers that no land has, of height 0; the range (metres), and that of the numbers
    that no land has, as they were."""

    void: int
    wild: int
    zero: int
    lowest: float
    highest: float
    wild_low: float
    wild_high: float


def cleaned(values: NDArray[np.float32], nodata: float | None, scale: float, offset: float, factor: float) -> Counts:
    """Heights in metres put in place of the raster's numbers, NaN for what is none; how many of each."""
    known = limits()["heights"]
    declared = np.float32(np.nan if nodata is None else nodata)
    lowest, highest = float(known["lowest"]), float(known["highest"])
    parts = np.array(in_blocks(
        lambda first, end: _clean(values[first:end], declared, scale, offset, lowest, highest, factor), len(values),
        ROWS))
    least, most = parts.min(axis=0), parts.max(axis=0)
    total = parts.sum(axis=0)
    return Counts(int(total[0]), int(total[1]), int(total[2]), least[3], most[4], least[5], most[6])


@compiled
def _clean(
    values: NDArray[np.float32], nodata: np.float32, scale: float, offset: float, lowest: float, highest: float,
    factor: float,
) -> tuple[float, float, float, float, float, float, float]:
    void, wild, zero = 0.0, 0.0, 0.0
    low, high, wild_low, wild_high = np.inf, -np.inf, np.inf, -np.inf
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            found = values[row, column]
            if not np.isfinite(found) or found == nodata:
                values[row, column] = np.nan
                void += 1
                continue
            number = found * scale + offset
            if number < lowest or number > highest:
                values[row, column] = np.nan
                wild += 1
                wild_low, wild_high = min(wild_low, number), max(wild_high, number)
                continue
            number *= factor
            values[row, column] = number
            zero += number == 0.0
            low, high = min(low, number), max(high, number)
    return void, wild, zero, low, high, wild_low, wild_high
