"""What compiled loops need: how they are compiled, how they share the cores, and the first of them, over rings.

numba's cache does not notice a change in another file: a compiled function calls those of its own file only, and
`room`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .rings import Rings

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
P = ParamSpec("P")
R = TypeVar("R")

THREADS = os.cpu_count() or 1
BLOCK = 4096  # features a thread takes at a time. Fixed, so that no result depends on the number of threads
LONGEST_SIMPLE = 64  # vertices; every pair of edges is looked at, and for more GEOS is quicker
DOUBT = 4e-16  # Shewchuk (1997): rounding of an orientation is below (3 + 16 ε) ε = 3.4e-16 of its terms


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Machine code, made at the first call and kept in numba's cache; it runs beside Python's other threads."""
    return cast(Callable[P, R], numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def kept(function: Callable[..., Any]) -> bool:
    """Whether numba's cache holds machine code of a compiled function that is as new as its source."""
    own: Any = function
    source = Path(own.py_func.__code__.co_filename)
    folder = own.stats.cache_path
    made = Path(folder).glob(f"{source.stem}.{own.py_func.__qualname__}-*.nbi") if folder else ()
    return any(index.stat().st_mtime >= source.stat().st_mtime for index in made)


def in_blocks(work: Callable[[int, int], R], count: int, block: int = BLOCK) -> list[R]:
    """`work(first, end)` over blocks of 0 … count on all cores; the results in the order of the blocks."""
    starts = range(0, count, block)
    if len(starts) < 2 or THREADS == 1:
        return [work(first, min(first + block, count)) for first in starts]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda first: work(first, min(first + block, count)), starts))


@compiled
def room(table: Any, need: int) -> Any:
    """The table, or one with twice the rows needed and the same rows first."""
    if need <= len(table):
        return table
    bigger = np.empty((2 * need, table.shape[1]), table.dtype)
    for row in range(len(table)):
        for column in range(table.shape[1]):
            bigger[row, column] = table[row, column]
    return bigger


@compiled
def measure(xy: Floats, ring: Indices, feature: Indices, first: int, end: int, area: Floats, box: Floats) -> None:
    """Fill in area and box (west, south, east, north; NaN without vertices) of the features `first` … `end`.

    The area is the sum of trapezoids under the edges, from a height of the feature's own.
    """
    for m in range(first, end):
        west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
        total = 0.0
        low = xy[ring[feature[m]], 1] if feature[m] < feature[m + 1] else 0.0
        for r in range(feature[m], feature[m + 1]):
            x0, y0 = xy[ring[r], 0], xy[ring[r], 1] - low
            for v in range(ring[r], ring[r + 1]):
                x, y = xy[v, 0], xy[v, 1]
                west = x if x < west else west
                south = y if y < south else south
                east = x if x > east else east
                north = y if y > north else north
                y -= low
                total += (x0 - x) * (y0 + y)
                x0, y0 = x, y
        area[m] = 0.5 * total
        if west > east:
            west = south = east = north = np.nan
        box[m, 0], box[m, 1], box[m, 2], box[m, 3] = west, south, east, north


@compiled
def wind(xy: Floats, ring: Indices, shell: NDArray[np.bool_], first: int, end: int) -> None:
    """Turn the rings `first` … `end` in place: shells counter-clockwise, holes clockwise."""
    for r in range(first, end):
        a, b = ring[r], ring[r + 1]
        total = 0.0
        for v in range(a + 1, b):
            total += (xy[v - 1, 0] - xy[v, 0]) * (xy[v - 1, 1] - xy[a, 1] + xy[v, 1] - xy[a, 1])
        if (total < 0.0) == shell[r]:
            for k in range((b - a) // 2):
                for axis in range(2):
                    xy[a + k, axis], xy[b - 1 - k, axis] = xy[b - 1 - k, axis], xy[a + k, axis]


@compiled
def _side(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> int:
    """1 where c is left of a → b, −1 where it is right, 0 where rounding leaves it in doubt."""
    left, right = (bx - ax) * (cy - ay), (by - ay) * (cx - ax)
    doubt = DOUBT * (abs(left) + abs(right))
    return int(left - right > doubt) - int(right - left > doubt)


@compiled
def _apart(xy: Floats, e: int, f: int) -> bool:
    """True where the edges that begin at the vertices e and f certainly have no point in common."""
    ax, ay, bx, by = xy[e, 0], xy[e, 1], xy[e + 1, 0], xy[e + 1, 1]
    cx, cy, dx, dy = xy[f, 0], xy[f, 1], xy[f + 1, 0], xy[f + 1, 1]
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return True
    if max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return True
    if _side(ax, ay, bx, by, cx, cy) * _side(ax, ay, bx, by, dx, dy) > 0:
        return True
    return _side(cx, cy, dx, dy, ax, ay) * _side(cx, cy, dx, dy, bx, by) > 0


@compiled
def _simple(xy: Floats, ring: Indices, feature: Indices, first: int, end: int, found: NDArray[np.bool_]) -> None:
    for m in range(first, end):
        found[m] = False
        r = feature[m]
        if feature[m + 1] != r + 1 or not 4 <= ring[r + 1] - ring[r] <= LONGEST_SIMPLE:
            continue
        a, last = ring[r], ring[r + 1] - 1
        good = xy[a, 0] == xy[last, 0] and xy[a, 1] == xy[last, 1]
        for e in range(a, last):  # the edges e and its next: no standing still, no turning back on itself
            after = e + 2 if e + 2 <= last else a + 1
            good = good and np.isfinite(xy[e, 0]) and np.isfinite(xy[e, 1])
            ux, uy = xy[e + 1, 0] - xy[e, 0], xy[e + 1, 1] - xy[e, 1]
            vx, vy = xy[after, 0] - xy[e + 1, 0], xy[after, 1] - xy[e + 1, 1]
            turns = _side(xy[e, 0], xy[e, 1], xy[e + 1, 0], xy[e + 1, 1], xy[after, 0], xy[after, 1]) != 0
            good = good and (turns or ux * vx + uy * vy > 0.0)
        e = a
        while good and e < last - 2:
            for f in range(e + 2, last if e > a else last - 1):
                if not _apart(xy, e, f):
                    good = False
                    break
            e += 1
        found[m] = good


def simple(rings: Rings) -> NDArray[np.bool_]:
    """Which features are certainly valid: one short ring of which no two edges meet but neighbours, in their vertex.

    Of the others, (m,) False, nothing is said: GEOS is to be asked.
    """
    found = np.empty(len(rings), dtype=np.bool_)
    in_blocks(lambda first, end: _simple(rings.xy, rings.ring, rings.feature, first, end, found), len(rings))
    return found
