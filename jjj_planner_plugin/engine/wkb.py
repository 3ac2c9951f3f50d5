"""Well-known binary (OGC 06-103r4, 8; EWKB as PostGIS writes it) of polygons, read into flat arrays of rings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .kernels import Indices, compiled

Bytes = NDArray[np.uint8]

POLYGON, MULTIPOLYGON = 3, 6
EWKB_Z, EWKB_M, EWKB_SRID = 0x80000000, 0x40000000, 0x20000000


@compiled
def _number(data: Bytes, at: int, little: bool) -> int:
    """The unsigned 32-bit number at `at`."""
    total = 0
    for k in range(4):
        total |= int(data[at + k]) << (8 * k if little else 24 - 8 * k)
    return total


@compiled
def _head(data: Bytes, at: int, end: int) -> tuple[int, int, bool, int]:
    """Type, ordinates of a vertex, whether little-endian, and the position behind the head of the geometry at `at`.

    Type 0: the data end before.
    """
    if at + 5 > end or data[at] > 1:
        return 0, 2, True, at
    little = data[at] == 1
    code = _number(data, at + 1, little)
    ordinates = 2 + int(code & EWKB_Z != 0) + int(code & EWKB_M != 0)
    at += 9 if code & EWKB_SRID else 5
    code &= 0x1FFFFFFF
    if 1000 <= code < 4000:  # ISO: 1000 Z, 2000 M, 3000 ZM
        ordinates = 4 if code >= 3000 else 3
        code %= 1000
    return code, ordinates, little, at


@compiled
def _copy(data: Bytes, at: int, count: int, ordinates: int, little: bool, out: Bytes, to: int) -> None:
    """Copy x and y of `count` vertices byte by byte into the order of the machine, which is little-endian."""
    if little and ordinates == 2:
        for k in range(16 * count):
            out[to + k] = data[at + k]
        return
    for v in range(count):
        a, b = at + 8 * ordinates * v, to + 16 * v
        for k in range(16):
            out[b + k] = data[a + (k if little else k ^ 7)]


@compiled
def _walk(
    data: Bytes, at: int, end: int, xy: Bytes, ring: Indices, shell: NDArray[np.bool_], v: int, r: int
) -> tuple[int, int]:
    """Write a geometry's rings from vertex v and ring r on, or only count them, where `xy` has no room at all.

    Gives the next vertex and ring; −1 where there are no polygons from `at` to `end`.
    """
    kind, ordinates, little, at = _head(data, at, end)
    parts = 1
    if kind == MULTIPOLYGON and at + 4 <= end:
        parts = _number(data, at, little)
        at += 4
    elif kind != POLYGON:
        return -1, -1
    for _ in range(parts):
        inner = POLYGON
        if kind == MULTIPOLYGON:
            inner, ordinates, little, at = _head(data, at, end)
        if inner != POLYGON or at + 4 > end:
            return -1, -1
        rings = _number(data, at, little)
        at += 4
        for k in range(rings):
            if at + 4 > end:
                return -1, -1
            count = _number(data, at, little)
            at += 4
            if at + 8 * ordinates * count > end:
                return -1, -1
            if count and len(xy):
                _copy(data, at, count, ordinates, little, xy, 16 * v)
                ring[r], shell[r] = v, k == 0
            at += 8 * ordinates * count
            v += count
            r += int(count > 0)
    return v, r


@compiled
def count(data: Bytes, offsets: Indices, first: int, end: int, vertices: Indices, rings: Indices) -> None:
    """Vertices and rings of the features `first` … `end`; −1 where the WKB is not that of polygons."""
    nothing, nowhere, none = np.empty(0, np.uint8), np.empty(0, np.int64), np.empty(0, np.bool_)
    for m in range(first, end):
        vertices[m] = rings[m] = 0
        if offsets[m] < offsets[m + 1]:
            vertices[m], rings[m] = _walk(data, offsets[m], offsets[m + 1], nothing, nowhere, none, 0, 0)


@compiled
def fill(
    data: Bytes, offsets: Indices, first: int, end: int, vertex: Indices, feature: Indices,
    xy: Bytes, ring: Indices, shell: NDArray[np.bool_],
) -> None:
    """Write the rings of the features `first` … `end` where `vertex` and `feature` say that each begins."""
    for m in range(first, end):
        if offsets[m] < offsets[m + 1]:
            _walk(data, offsets[m], offsets[m + 1], xy, ring, shell, vertex[m], feature[m])
