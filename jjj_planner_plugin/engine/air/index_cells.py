"""The air quality index of every cell of rasters, date by date, and the pollutant that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import outputs
from ..kernels import Floats
from ..protocol import Job
from . import aqi
from .series import Series, Values, write_series
from .standards import BY_DATE, POLLUTANTS

BEYOND_CODE = 501.0  # of a cell beyond the index: a hole would look like no data, 500 like a value
Periods = list[tuple[datetime, datetime]]


def write_cells(
    rasters: dict[str, Series], edition: str, target: Path, recipe: dict[str, Any], job: Job
) -> dict[str, Any]:
    """The raster `target` and, of several pollutants, `NAME_primary.tif`: what was written, by name."""
    first = next(iter(rasters.values()))
    if first.averaging not in ("hour", "day"):
        job.warn("aqi-not-of-means", layer=first.title)
        return {}
    periods: Periods = sorted({(one.start, one.end) for series in rasters.values() for one in series.slices
                               if one.start and one.end})
    tags = {"JJJ_INDEX": "aqi", "JJJ_AVERAGING": str(first.averaging), "JJJ_UNIT": "", "JJJ_SOURCE": edition,
            "JJJ_BEYOND": f"{BEYOND_CODE:g}"}
    if any(one.demonstration for one in rasters.values()):
        tags["JJJ_DEMONSTRATION"] = "1"
    made = {"cells": str(target)}
    beyond = np.zeros(1, np.int64)
    _write(target, rasters, periods, edition, tags, False, beyond, job)
    if beyond[0]:
        job.warn("cells-beyond", count=int(beyond[0]), value=f"{BEYOND_CODE:g}")
    if len(rasters) > 1:
        primary = target.with_name(f"{target.stem}_primary.tif")
        codes = ", ".join(f"{place} {aqi.SYMBOLS[name]}" for place, name in enumerate(POLLUTANTS, start=1))
        told = {**tags, "JJJ_INDEX": "primary", "JJJ_CODES": f"0 -, {codes}, {aqi.SEVERAL} *"}
        _write(primary, rasters, periods, edition, told, True, beyond, job)
        made["primary"] = str(primary)
    outputs.write_recipe(target, recipe)
    return made


def _write(
    target: Path, rasters: dict[str, Series], periods: Periods, edition: str, tags: dict[str, str], primary: bool,
    beyond: Any, job: Job,
) -> None:
    grid = next(iter(rasters.values())).grid
    with outputs.whole_file(target) as part:
        write_series(part, grid, _bands(rasters, periods, edition, primary, beyond, job), periods, tags)


def _bands(
    rasters: dict[str, Series], periods: Periods, edition: str, primary: bool, beyond: Any, job: Job
) -> Iterator[Values]:
    """A band for each period, in stripes that fit in memory."""
    first = next(iter(rasters.values()))
    places = {name: {one.start: index for index, one in enumerate(series.slices)} for name, series in rasters.items()}
    columns = aqi.OF_DAYS if first.averaging == "day" else aqi.OF_HOURS
    with ExitStack() as held:
        readers = {name: held.enter_context(series.reading()) for name, series in rasters.items()}
        for number, (start, _) in enumerate(periods):
            job.progress(0.5 + 0.4 * number / len(periods), "air-index-bands", done=number + 1, total=len(periods))
            named = str(aqi.versions_of(pd.Series([pd.Timestamp(start)]))[0]) if edition == BY_DATE else edition
            band = np.full((first.grid.height, first.grid.width), np.nan, np.float32)
            for window in first.windows():
                row, column, rows, wide = window
                values = {columns[name]: read(places[name][start], window).ravel().astype(np.float64)
                          for name, read in readers.items() if start in places[name]}
                found = aqi.indices(values, str(first.averaging), aqi.version(named))
                band[row:row + rows, column:column + wide] = _shown(found, primary, beyond).reshape(rows, wide)
            yield band


def _shown(found: aqi.Index, primary: bool, beyond: Any) -> Floats:
    if primary:
        return aqi.leading_code(found)
    beyond[0] += int(np.isposinf(found.aqi).sum())
    return np.where(np.isposinf(found.aqi), BEYOND_CODE, found.aqi)
