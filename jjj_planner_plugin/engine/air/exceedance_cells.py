"""Days above a limit, cell by cell, over a series of rasters: how many, of how many valid ones, the longest spell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import outputs
from ..protocol import Job
from .series import Series, Values, write_series
from .standards import item_of, rounded, standard_name
from .yearly import Judging

BANDS = ("days_above", "valid_days", "share", "longest_spell")
Counts = NDArray[np.int16]
Period = tuple[date | None, date | None, Sequence[date]]


def write_cells(
    rasters: dict[str, Series], pollutant: str, judging: Judging, period: Period, target: Path,
    recipe: dict[str, Any], job: Job,
) -> dict[str, Any]:
    """The raster of the pollutant asked for, or of the first there is. `period`: first and last day, days left out."""
    name = pollutant if pollutant in rasters else next(iter(rasters))
    series = rasters[name]
    item = item_of(name, series.averaging)
    chosen = _slices(series, name, judging, period)
    standards = sorted({standard for _, standard in chosen})
    limits = {standard: judging.limit(item, standard) for standard in standards}
    if item is None or not any(limits.values()):
        job.warn("cells-no-limit", layer=series.title)
        return {}
    counts = _counted(series, chosen, {key: one.value if one else np.inf for key, one in limits.items()}, item, job)
    tags = {"JJJ_INDEX": "exceedance", "JJJ_POLLUTANT_ABOVE": name, "JJJ_AVERAGING_OF_DAYS": str(series.averaging),
            "JJJ_LIMITS": ", ".join(f"{standard_name(key, 'en')}: {one.value:g} {one.unit}"
                                    for key, one in limits.items() if one), "JJJ_UNIT": ""}
    if series.demonstration:
        tags["JJJ_DEMONSTRATION"] = "1"
    with outputs.whole_file(target) as part:
        write_series(part, series.grid, _bands(*counts), [None] * len(BANDS), tags)
        _describe(part)
    outputs.write_recipe(target, recipe)
    return {"cells": str(target), "cells_pollutant": name}


def _slices(series: Series, name: str, judging: Judging, period: Period) -> list[tuple[int, str]]:
    """The slices that count, in the order of their dates, with the standard that each is judged by."""
    first, last, left_out = period
    leaves_out = set(left_out) if name in judging.excluded_from else set()
    found = []
    for index, one in enumerate(series.slices):
        day = one.start.date() if one.start else None
        if day is None or (first and day < first) or (last and day > last) or day in leaves_out:
            continue
        found.append((index, judging.standards(day, day)[0]))
    return found


def _counted(
    series: Series, chosen: Sequence[tuple[int, str]], limits: dict[str, float], item: str, job: Job
) -> tuple[Counts, Counts, Counts]:
    """Slices above the limit, valid ones, and the longest run of consecutive ones, (rows, columns) each. A date that is
    missing, and a cell without a value, ends a run."""
    shape = series.grid.height, series.grid.width
    above, valid, longest = (np.zeros(shape, np.int16) for _ in range(3))
    windows = list(series.windows())
    with series.reading() as read:
        for number, window in enumerate(windows):
            row, column, rows, wide = window
            here = slice(row, row + rows), slice(column, column + wide)
            run, end = np.zeros((rows, wide), np.int16), None
            for done, (index, standard) in enumerate(chosen):
                job.progress(0.86 + 0.1 * (number + done / len(chosen)) / len(windows), "air-exceedance", done=done + 1,
                             total=len(chosen))
                values = read(index, window)
                over = rounded(values.astype(np.float64), item, limits[standard]) > limits[standard]
                if series.slices[index].start != end:
                    run[:] = 0
                run = np.where(over, run + np.int16(1), np.int16(0))
                np.maximum(longest[here], run, out=longest[here])
                above[here] += over
                valid[here] += np.isfinite(values)
                end = series.slices[index].end
    return above, valid, longest


def _bands(above: Counts, valid: Counts, longest: Counts) -> Iterator[Values]:
    """Cells that never have a value are no data."""
    there = valid > 0
    for counts in (above, valid):
        yield np.where(there, counts, np.nan).astype(np.float32)
    yield np.divide(above, valid, out=np.full(above.shape, np.nan, np.float32), where=there, dtype=np.float32)
    yield np.where(there, longest, np.nan).astype(np.float32)


def _describe(part: Path) -> None:
    import rasterio

    with rasterio.open(part, "r+") as dataset:
        for number, name in enumerate(BANDS, start=1):
            dataset.set_band_description(number, name)
