"""Sub-basins by the system of Pfafstetter (1989): of a catchment's tributaries the four largest have even numbers.

From the outlet up, the tributaries are 2, 4, 6, 8, the reaches of the main stem between them 1, 3, 5, 7, and what is
above the last of them 9. The main stem goes up where most ground lies upstream. Each can be divided again: the number
gets a digit more; 0 where no tributary is large enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...kernels import Floats, Indices, compiled, room
from ..directions import DOWN, RIGHT, Directions
from ..flow import Flow

MOST = 4  # tributaries that are numbered at each level


@dataclass(frozen=True)
class Outlets:
    """The cells, places in the flattened grid, through which each of n sub-basins drains, and its number."""

    cells: Indices
    codes: list[str]
    outlet: list[int]
    """The catchment's place among those given."""


def outlets(flow: Flow, upstream: Floats, cells: Indices, levels: int, least_m2: float) -> Outlets:
    """Where the sub-basins of the catchments of `cells` drain, at a level; no catchment may lie in another.

    A tributary counts where `least_m2` lie upstream of it; what has none stays whole.
    """
    made = Outlets(np.asarray(cells, np.int64), [""] * len(cells), list(range(len(cells))))
    for _ in range(levels):
        stops = np.sort(made.cells)
        found: list[int] = []
        codes: list[str] = []
        outlet: list[int] = []
        for cell, code, place in zip(made.cells, made.codes, made.outlet):
            parts = _divided(flow, upstream, int(cell), stops, least_m2)
            found += [one for one, _ in parts]
            codes += [code + digit for _, digit in parts]
            outlet += [place] * len(parts)
        made = Outlets(np.array(found, np.int64), codes, outlet)
    return made


def _divided(flow: Flow, upstream: Floats, cell: int, stops: Indices, least_m2: float) -> list[tuple[int, str]]:
    """The cells through which the parts of one basin drain, with their digits; the basin's own, 1, first."""
    stem, mouth, joint = _stem(flow.direction, upstream.ravel(), cell, stops, least_m2)
    largest = np.argsort(-upstream.ravel()[mouth], kind="stable")[:MOST]
    chosen = largest[np.argsort(joint[largest], kind="stable")]  # joint: how far up the stem; from the outlet up
    parts, ended = [(cell, "1" if len(chosen) else "0")], 0
    for number, one in enumerate(chosen, start=1):
        parts.append((int(mouth[one]), str(2 * number)))
        above = joint[one] + 1
        if above < len(stem):
            if above == ended:  # two join in one cell: no reach between them
                parts.pop(-2)
            parts.append((int(stem[above]), str(2 * number + 1)))
            ended = above
    return parts


@compiled
def _stem(
    direction: Directions, upstream: Floats, cell: int, stops: Indices, least: float
) -> tuple[Indices, Indices, Indices]:
    """The main stem from a cell up; the mouths of its tributaries; and the place on the stem where each joins it.

    `stops`, sorted: cells through which other basins drain. A stem ends below one that has most upstream.
    """
    rows, columns = direction.shape
    stem, mouths = np.empty((256, 1), np.int64), np.empty((64, 2), np.int64)
    stem[0, 0] = cell
    length, count = 1, 0
    while True:
        row, column = stem[length - 1, 0] // columns, stem[length - 1, 0] % columns
        best, most = -1, least
        for k in range(8):
            y, x = row + DOWN[k], column + RIGHT[k]
            comes = 0 <= y < rows and 0 <= x < columns and direction[y, x] == (k + 4) % 8
            if comes and upstream[y * columns + x] >= most:
                best, most = y * columns + x, upstream[y * columns + x]
        for k in range(8):
            y, x = row + DOWN[k], column + RIGHT[k]
            if 0 <= y < rows and 0 <= x < columns and direction[y, x] == (k + 4) % 8:
                other = y * columns + x
                place = np.searchsorted(stops, other)
                ends = place < len(stops) and stops[place] == other
                if other != best and not ends and upstream[other] >= least:
                    mouths = room(mouths, count + 1)
                    mouths[count, 0], mouths[count, 1] = other, length - 1
                    count += 1
        place = np.searchsorted(stops, best)
        if best < 0 or (place < len(stops) and stops[place] == best):
            break
        stem = room(stem, length + 1)
        stem[length, 0] = best
        length += 1
    return stem[:length, 0].copy(), mouths[:count, 0].copy(), mouths[:count, 1].copy()
