"""Percentiles of a slice in each zone, weighed by area: exact, and in bounded memory however large the raster is.

The p-th percentile is the least value such that cells with at most this value have p % of the area with values or
more: a value that is on the raster, with nothing between two of them. It is found byte by byte (radix selection): a
pass adds the weights up by the first byte of the values, the next one by the second byte of those that begin as the
percentile does, and so on, four times in all. What is held are 256 sums for each zone and percentile, not the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..grid import Window
from ..kernels import Floats
from .coverage import Coverage
from .loops import BINS, Values, fill_bins, next_byte
from .means import over_zones

SUMS_HELD = 8_000_000  # 64 MB; with more zones, some of them at a time
CELLS_HELD = 40_000_000  # 160 MB of values; a larger raster is read again for each byte
BYTES = (24, 16, 8, 0)
ROUNDING = 1e-12  # of a zone's weight: what sums of the same weights in another order may differ by


def zone_percentiles(
    read: Callable[[Window], Values], windows: Sequence[Window], coverage: Coverage, percents: Sequence[float]
) -> Floats:
    """Each percentile (0 … 100) in each zone, (m, p); NaN without a value.

    `read` gives the values in a window, of which `windows` together hold all cells of the zones.
    """
    small = sum(rows * columns for _, _, rows, columns in windows) <= CELLS_HELD
    held = {window: read(window) for window in windows} if small else {}
    most = max(1, SUMS_HELD // (BINS * max(1, len(percents))))
    found, first = [], 0
    while first < len(coverage.parts):
        end = max(first + 1, int(np.searchsorted(coverage.places, coverage.places[first] + most, side="right")) - 1)
        found.append(_of_some(lambda window: held[window] if small else read(window), windows,
                              coverage.taken(first, end), percents))
        first = end
    return np.concatenate([np.empty((0, len(percents))), *found])


def _of_some(
    read: Callable[[Window], Values], windows: Sequence[Window], coverage: Coverage, percents: Sequence[float]
) -> Floats:
    begun = np.zeros((len(coverage), len(percents)), np.int64)
    below, target = np.zeros(begun.shape), np.zeros(begun.shape)
    valued = np.zeros(len(coverage), np.bool_)
    for shift in BYTES:
        sums = np.zeros((*begun.shape, BINS))
        for window in windows:
            bits, area = read(window).view(np.uint32), coverage.grid.cell_areas(window)
            over_zones(coverage, fill_bins, (bits, window[:2], area, shift), [begun, sums])
        if shift == BYTES[0]:
            whole = sums[:, :1].sum(axis=2) if len(percents) else np.zeros((len(coverage), 1))
            valued = whole[:, 0] > 0
            target = whole * (np.array(percents) / 100 - ROUNDING)
        next_byte(sums, target, below, begun)
    bits = np.where(begun >= 2**31, begun - 2**31, 2**32 - 1 - begun).astype(np.uint32)
    return np.where(valued[:, None], bits.view(np.float32).astype(np.float64), np.nan)
