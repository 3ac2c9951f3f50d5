"""Ground without heights: small voids filled from around, the sea found where a raster has it as height 0."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..protocol import Job
from .catalogue import limits

CORNERS = np.ones((3, 3), np.int8)  # cells that touch at a corner are one piece


def fill_voids(values: NDArray[np.float32], title: str, job: Job) -> None:
    """Fill, in place, small pieces without data (NaN) that heights enclose; larger ones stay, and water leaves there.

    Each is filled by inverse distance from around (GDAL's FillNodata), in blocks, so that it needs no second raster.
    """
    from scipy import ndimage

    known = limits()["voids"]
    pieces, count = ndimage.label(np.isnan(values), CORNERS)
    cells = np.bincount(pieces.ravel(), minlength=count + 1)
    enclosed = np.ones(count + 1, np.bool_)
    enclosed[0] = False
    enclosed[_edge(pieces)] = False
    small = enclosed & (cells <= known["cells"])
    if small.any():
        before = int(cells[small].sum())
        left = _fill(values, pieces, small, known["block"], known["reach"])
        job.warn("heights-voids-filled", layer=title, count=int(small.sum()), cells=before - left)
    large = enclosed & ~small
    if large.any():
        job.warn("heights-voids-left", layer=title, count=int(large.sum()), cells=int(cells[large].sum()))


def _edge(table: NDArray[Any]) -> NDArray[Any]:
    """The outermost cells."""
    return np.concatenate([table[0], table[-1], table[:, 0], table[:, -1]])


def _fill(
    values: NDArray[np.float32], pieces: NDArray[np.int32], small: NDArray[np.bool_], block: int, reach: int
) -> int:
    """Fill the cells of the pieces that are `small`; how many could not be."""
    from rasterio.fill import fillnodata

    rows, columns = values.shape
    void, left = small[pieces], 0
    done = []  # put in at the end, so that no block sees what another has filled
    for top in range(0, rows, block):
        for west in range(0, columns, block):
            core = (slice(top, min(top + block, rows)), slice(west, min(west + block, columns)))
            if not void[core].any():
                continue
            first, begin = max(top - reach, 0), max(west - reach, 0)
            around = values[first:core[0].stop + reach, begin:core[1].stop + reach]
            wanted = np.nonzero(void[core])
            full = fillnodata(np.nan_to_num(around), mask=~np.isnan(around), max_search_distance=reach)
            reached = fillnodata(np.where(np.isnan(around), np.float32(-1), np.float32(1)), mask=~np.isnan(around),
                                 max_search_distance=reach)
            place = (wanted[0] + top - first, wanted[1] + west - begin)
            good = reached[place] > 0
            left += int((~good).sum())
            done.append((wanted[0][good] + top, wanted[1][good] + west, full[place][good]))
    for row, column, height in done:
        values[row, column] = height
    return left


def take_out_sea(values: NDArray[np.float32], zero: int, title: str, job: Job) -> None:
    """Take out, in place, the sea where it is of height 0: large pieces at the raster's edge.

    A raster that has no data at its edge has its sea there. `zero`: how many cells are of height 0.
    """
    from scipy import ndimage

    least = limits()["sea"]["share"] * values.size
    if zero < least or np.isnan(_edge(values)).any():
        return
    pieces, count = ndimage.label(values == 0)
    cells = np.bincount(pieces.ravel(), minlength=count + 1)
    sea = np.zeros(count + 1, np.bool_)
    sea[_edge(pieces)] = True
    sea &= cells >= least
    sea[0] = False
    if sea.any():
        values[sea[pieces]] = np.nan
        job.warn("heights-sea", layer=title, count=int(cells[sea].sum()))
