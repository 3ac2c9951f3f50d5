"""The compiled loops over the runs of a coverage, window by window: weights, means, amounts, statistics, bins.

Each goes on with a zone's sums in the order of the rows. A window is told by its corner: first row, first column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels import Floats, Indices, compiled
from .coverage import Places, Runs

Values = NDArray[np.float32]
BINS = 256  # of a pass over one byte of the values


@compiled
def _first_run(run: Places, begin: int, end: int, box: Places, zone: int, row: int, end_row: int) -> int:
    """The first of a zone's runs that is in `row` or after it; the end of its runs, if none is before `end_row`."""
    if box[zone, 0] >= end_row or box[zone, 2] <= row:
        return end
    while begin < end:
        middle = (begin + end) // 2
        if run[middle, 0] < row:
            begin = middle + 1
        else:
            end = middle
    return begin


@compiled
def add_weights(
    window: tuple[int, int, int], area: Floats, runs: Runs, found: Floats
) -> None:
    """Add Σ w and Σ w² of some zones in a window (first row, first column, rows)."""
    top, left, rows = window
    run, share, begin, box = runs
    wide = area.shape[1] > 1
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + rows)
        while k < begin[zone + 1] and run[k, 0] < top + rows:
            row, part = run[k, 0] - top, share[k]
            if wide:
                total = squared = 0.0
                for column in range(run[k, 1] - left, run[k, 2] - left):
                    total += area[row, column]
                    squared += area[row, column] * area[row, column]
            else:
                total = area[row, 0] * (run[k, 2] - run[k, 1])
                squared = area[row, 0] * total
            found[zone, 0] += part * total
            found[zone, 1] += part * part * squared
            k += 1


@compiled
def add_means(
    values: Values, corner: tuple[int, int], area: Floats, runs: Runs, found: Floats
) -> None:
    """Add Σ w and Σ w × value of some zones over a window's cells with a value, and Σ w and Σ w² of all.

    `found`, (zones, 4), has them in this order.
    """
    top, left = corner
    run, share, begin, box = runs
    wide = area.shape[1] > 1
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + len(values))
        while k < begin[zone + 1] and run[k, 0] < top + len(values):
            row, part, start, stop = run[k, 0] - top, share[k], run[k, 1] - left, run[k, 2] - left
            total = weighed = 0.0
            for column in range(start, stop):
                value = values[row, column]
                if value == value:
                    weight = area[row, column] if wide else 1.0
                    total += weight
                    weighed += weight * value
            whole = squared = 0.0
            if wide:
                for column in range(start, stop):
                    whole += area[row, column]
                    squared += area[row, column] * area[row, column]
            else:
                total, weighed = area[row, 0] * total, area[row, 0] * weighed
                whole = area[row, 0] * (stop - start)
                squared = area[row, 0] * whole
            found[zone, 0] += part * total
            found[zone, 1] += part * weighed
            found[zone, 2] += part * whole
            found[zone, 3] += part * part * squared
            k += 1


@compiled
def add_sums(
    amounts: Floats, corner: tuple[int, int], runs: Runs, found: Floats
) -> None:
    """Add Σ amount × share of some zones over a window's cells; NaN counts as 0."""
    top, left = corner
    run, share, begin, box = runs
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + len(amounts))
        while k < begin[zone + 1] and run[k, 0] < top + len(amounts):
            total = 0.0
            for column in range(run[k, 1] - left, run[k, 2] - left):
                amount = amounts[run[k, 0] - top, column]
                if amount == amount:
                    total += amount
            found[zone] += share[k] * total
            k += 1


@compiled
def add_statistics(
    values: Values, people: Floats, area: Floats, least: NDArray[np.float32], corner: tuple[int, int],
    runs: Runs, found: Floats, reach: Floats, above: Floats
) -> None:
    """Add a window's cells to the sums of some zones."""
    top, left = corner
    run, share, begin, box = runs
    wide, peopled = area.shape[1] > 1, people.shape[0] > 0
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + len(values))
        while k < begin[zone + 1] and run[k, 0] < top + len(values):
            row = run[k, 0] - top
            weight, person = share[k] * area[row, 0], 0.0
            for column in range(run[k, 1] - left, run[k, 2] - left):
                value = values[row, column]
                if peopled:
                    person = share[k] * people[row, column]
                if value != value:
                    found[zone, 5] += person
                    continue
                if wide:
                    weight = share[k] * area[row, column]
                found[zone, 0] += weight
                found[zone, 1] += weight * value
                found[zone, 2] += weight * weight
                found[zone, 3] += person
                found[zone, 4] += person * value
                reach[zone, 0] = min(reach[zone, 0], value)
                reach[zone, 1] = max(reach[zone, 1], value)
                for limit in range(len(least)):
                    if value >= least[limit]:
                        above[zone, limit, 0] += weight
                        above[zone, limit, 1] += person
            k += 1


@compiled
def spread(
    density: Floats, corner: tuple[int, int], area: Floats, runs: Runs, people: Floats
) -> None:
    """Add to each cell of a window what the zones have there: density (per m²) × share × area."""
    top, left = corner
    run, share, begin, box = runs
    wide = area.shape[1] > 1
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + people.shape[0])
        while k < begin[zone + 1] and run[k, 0] < top + people.shape[0]:
            row = run[k, 0] - top
            for column in range(max(run[k, 1] - left, 0), min(run[k, 2] - left, people.shape[1])):
                people[row, column] += density[zone] * share[k] * area[row, column if wide else 0]
            k += 1


@compiled
def fill_bins(
    bits: NDArray[np.uint32], corner: tuple[int, int], area: Floats, shift: int, runs: Runs,
    begun: Indices, bins: Floats
) -> None:
    """Add the weights of some zones to `bins`, (zones, percentiles, BINS), by one byte of the values.

    Only of cells whose values begin, above that byte (`shift` bits from the right), as `begun`, (zones, percentiles),
    says.
    """
    top, left = corner
    run, share, begin, box = runs
    wide = area.shape[1] > 1
    for zone in range(len(begin) - 1):
        k = _first_run(run, begin[zone], begin[zone + 1], box, zone, top, top + len(bits))
        while k < begin[zone + 1] and run[k, 0] < top + len(bits):
            row = run[k, 0] - top
            for column in range(run[k, 1] - left, run[k, 2] - left):
                order = np.int64(bits[row, column])
                if order & 0x7FFFFFFF > 0x7F800000:
                    continue  # not a number
                # negative values turned, so that a greater value has the greater number
                order = (order ^ 0xFFFFFFFF if order & 0x80000000 else order | 0x80000000) >> shift
                weight = share[k] * area[row, column if wide else 0]
                for number in range(begun.shape[1]):
                    if order >> 8 == begun[zone, number]:
                        bins[zone, number, order & 0xFF] += weight
            k += 1


@compiled
def next_byte(bins: Floats, target: Floats, below: Floats, begun: Indices) -> None:
    """The next byte of each percentile, (zones, percentiles): the first in whose bin the weights reach the target.

    `begun` gets it, `below` the weight of what is less. Where rounding keeps the sum below the target: the last bin
    that has any.
    """
    for zone in range(begun.shape[0]):
        for number in range(begun.shape[1]):
            total, byte, before = 0.0, BINS - 1, 0.0
            for place in range(BINS):
                weight = bins[zone, number, place]
                if weight > 0:
                    byte, before = place, total
                    total += weight
                    if below[zone, number] + total >= target[zone, number]:
                        break
            below[zone, number] += before
            begun[zone, number] = begun[zone, number] * BINS + byte
