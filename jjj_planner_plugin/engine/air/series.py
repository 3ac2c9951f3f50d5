"""A series of concentration rasters on one grid: a date a band, read by windows, in the standard's unit.

What our own tools write says in its tags what it is; of another raster the caller says so, or it stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..grid import Grid, Window, grid_of, opened
from ..messages import EngineError
from ..protocol import Job
from ..sources import titled
from .periods import Period
from .reading.dates import named_period
from .standards import AVERAGINGS, POLLUTANTS, unit_of

Values = NDArray[np.float32]

CELLS_AT_ONCE = 4_000_000  # of one band: 16 MB as they are read
LABELS = {"hour": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
TILE = 256
FACTORS = {"µg/m³": 1.0, "mg/m³": 1e3, "kg/m³": 1e9}  # micrograms in one of each
SPELLINGS = {"ug/m3": "µg/m³", "ug/m^3": "µg/m³", "ugm-3": "µg/m³", "µg/m3": "µg/m³", "µgm-3": "µg/m³",
             "mg/m3": "mg/m³", "mgm-3": "mg/m³", "kg/m3": "kg/m³", "kgm-3": "kg/m³", "kgm**-3": "kg/m³",
             "ugm**-3": "µg/m³", "mgm**-3": "mg/m³", "microgram/m3": "µg/m³", "µg/m³": "µg/m³", "mg/m³": "mg/m³",
             "kg/m³": "kg/m³", "ug/m³": "µg/m³"}


@dataclass(frozen=True)
class Slice:
    """One date of a series: where it is, and its period (local time, the end excluded), where that is known."""

    path: str
    band: int
    start: datetime | None
    end: datetime | None

    @property
    def label(self) -> str:
        """The period as a name: `2014-01`; empty where it is not known."""
        return period_label(self.start, self.end) if self.start and self.end else ""

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day of the period; None where it is not known."""
        if self.start is None or self.end is None:
            return None, None
        return self.start.date(), (self.end - timedelta(microseconds=1)).date()  # the end is excluded


@dataclass(frozen=True)
class Series:
    """Slices in the order of their dates. Values are in `unit_of(pollutant)`; NaN where there are none."""

    grid: Grid
    slices: tuple[Slice, ...]
    pollutant: str | None
    unit: str
    averaging: str | None
    source: str | None
    demonstration: bool
    factors: tuple[float, ...]
    """By slice: what its file's values are multiplied by to be in `unit`."""

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        return titled(self.slices[0].path, "")

    @property
    def dated(self) -> bool:
        """Whether every slice has its period."""
        return all(one.start and one.end for one in self.slices)

    def windows(self, window: Window | None = None) -> Iterator[Window]:
        """Stripes of the grid (or of a window of it) that are read at once."""
        yield from self.grid.stripes(window or self.grid.whole, CELLS_AT_ONCE)

    def reading(self) -> Reading:
        """The files, open for reading: `with series.reading() as read: read(0, window)`."""
        return Reading(self)

    def read(self, index: int, window: Window | None = None) -> Values:
        """Slice `index` in a window, (rows, columns)."""
        with self.reading() as reading:
            return reading(index, window or self.grid.whole)

    def described(self) -> dict[str, Any]:
        """Its line in a recipe."""
        first, last = self.slices[0], self.slices[-1]
        return {"path": first.path, "layer": "", "files": sorted({one.path for one in self.slices}),
                "crs": self.grid.crs.to_string(), "cells": [self.grid.height, self.grid.width],
                "features": len(self.slices), "used": len(self.slices), "repaired": 0, "pollutant": self.pollutant,
                "averaging": self.averaging, "unit": self.unit, "source": self.source,
                "from": first.start.isoformat() if first.start else None,
                "to": last.end.isoformat() if last.end else None, "demonstration": self.demonstration}

    repairs: tuple[dict[str, Any], ...] = ()  # a recipe asks; a raster has none


class Reading:
    """Reads windows of a series' slices; a file is opened once."""

    def __init__(self, series: Series) -> None:
        self._series = series
        self._open: dict[str, _File] = {}
        self._files = ExitStack()

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def __call__(self, index: int, window: Window) -> Values:
        """Values of a slice in a window, (rows, columns) float32. Raises raster-unreadable."""
        import rasterio

        one = self._series.slices[index]
        if one.path not in self._open:
            self._open[one.path] = _File.of(self._files.enter_context(opened(one.path)))
        row, column, rows, columns = window
        part = rasterio.windows.Window(column, row, columns, rows)
        try:
            return _values(self._open[one.path], one.band, part, self._series.factors[index])
        except rasterio.errors.RasterioError as error:
            raise EngineError("raster-unreadable", path=one.path, reason=" ".join(str(error).split())) from error


@dataclass(frozen=True)
class _File:
    """An open raster, and what its bands say: each of these is asked of all bands at once, of thousands for long."""

    dataset: Any
    nodata: Sequence[float | None]
    scales: Sequence[float]
    offsets: Sequence[float]
    masks: Sequence[list[Any]]

    @classmethod
    def of(cls, dataset: Any) -> _File:
        return cls(dataset, dataset.nodatavals, dataset.scales, dataset.offsets, dataset.mask_flag_enums)


def _values(file: _File, band: int, part: Any, factor: float) -> Values:
    """Scale, offset and no-data applied, in the standard's unit."""
    read = file.dataset.read(band, window=part)
    nodata = file.nodata[band - 1]
    scale, offset = file.scales[band - 1] * factor, file.offsets[band - 1] * factor
    nothing = None if nodata is None or np.isnan(nodata) else read == np.asarray(nodata).astype(read.dtype)
    if file.masks[band - 1] == ["per_dataset"]:  # a mask beside the data
        nothing = file.dataset.read_masks(band, window=part) == 0
    value: Values = read.astype(np.float32, copy=False)
    if scale != 1 or offset != 0:
        value = (read * scale + offset).astype(np.float32)
    if nothing is not None and nothing.any():
        value = value.copy() if value is read else value
        value[nothing] = np.nan
    return value


def open_series(
    paths: Sequence[str], job: Job, pollutant: str | None = None, averaging: str | None = None,
    period: Period | None = None,
) -> Series:
    """The bands of one or more rasters on one grid, in the order of their dates.

    `pollutant`, `averaging` and `period` (of a raster of one band) hold where the file's own tags say nothing; of
    rasters of one band each that have no date at all, the files' names tell it if all of them do, which is said.
    Raises EngineError no-file, raster-unreadable, raster-no-crs, raster-rotated, air-no-rasters, air-grids-differ,
    air-pollutants-differ, air-averagings-differ, air-dates-twice.
    """
    if not paths:
        raise EngineError("air-no-rasters")
    parts = [_one_file(path) for path in paths]
    first = parts[0]
    for part in parts[1:]:
        _check_alike(first, part)
    slices = [one for part in parts for one in part.slices]
    factors = [factor for part in parts for factor in part.factors]
    if period and len(slices) == 1 and slices[0].start is None:
        slices = [replace(slices[0], start=period.start, end=period.end)]
    elif named := _named(parts, job):
        slices = [replace(one, start=its.start, end=its.end) for one, its in zip(slices, named)]
        period = named[0] if len({its.averaging for its in named}) == 1 else None
    order = sorted(range(len(slices)), key=lambda k: slices[k].start or datetime.min)
    _check_dates([slices[k] for k in order])
    held = pollutant or first.pollutant
    return replace(
        first, slices=tuple(slices[k] for k in order), factors=tuple(factors[k] for k in order), pollutant=held,
        unit=unit_of(held) if held else first.unit,
        averaging=averaging or first.averaging or (period.averaging if period else None),
        demonstration=any(part.demonstration for part in parts))


def _named(parts: Sequence[Series], job: Job) -> list[Period]:
    """The periods in the names of rasters of one band without a date; none if one of them has none, or has a date."""
    if any(len(part.slices) > 1 or part.slices[0].start for part in parts):
        return []
    named = [its for part in parts if (its := named_period(Path(part.slices[0].path).stem))]
    if len(named) < len(parts):
        return []
    ends = sorted({period_label(its.start, its.end) for its in named})
    job.warn("air-date-of-name", layer=parts[0].title, count=len(parts), dates="–".join(dict.fromkeys(
        (ends[0], ends[-1]))))
    return named


def tell_demonstration(title: str, demonstration: bool, job: Job) -> None:
    """Warn that data are made for show."""
    if demonstration:
        job.warn("air-demonstration", layer=title)


def _one_file(path: str) -> Series:
    """A file's bands, with what its tags say."""
    with opened(path) as dataset:
        grid, tags = grid_of(dataset, path), dataset.tags()
        pollutant = tags.get("JJJ_POLLUTANT") if tags.get("JJJ_POLLUTANT") in POLLUTANTS else None
        averaging = tags.get("JJJ_AVERAGING") if tags.get("JJJ_AVERAGING") in AVERAGINGS else None
        unit = unit_of(pollutant) if pollutant else "µg/m³"
        slices, factors, units = [], [], dataset.units
        for band in range(1, dataset.count + 1):
            own = dataset.tags(band)
            slices.append(Slice(path, band, _moment(own.get("JJJ_START")), _moment(own.get("JJJ_END"))))
            held = canonical_unit(units[band - 1] or tags.get("JJJ_UNIT") or unit) or unit
            factors.append(FACTORS[held] / FACTORS[unit])
        return Series(grid, tuple(slices), pollutant, unit, averaging, tags.get("JJJ_SOURCE"),
                      tags.get("JJJ_DEMONSTRATION") == "1", tuple(factors))


def canonical_unit(text: str) -> str | None:
    """µg/m³, mg/m³ or kg/m³ from the ways they are written; None for anything else."""
    plain = text.strip().replace("μ", "µ").replace(" ", "")  # the Greek letter is not the micro sign
    return SPELLINGS.get(plain) or SPELLINGS.get(plain.lower())


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _check_alike(first: Series, other: Series) -> None:
    """One grid, one pollutant, one averaging time."""
    if first.grid.apart(other.grid) > 1e-6 * abs(first.grid.transform.a):
        raise EngineError("air-grids-differ", first=first.title, other=other.title)
    if first.pollutant != other.pollutant:
        raise EngineError("air-pollutants-differ", first=first.title, other=other.title,
                          found=f"{first.pollutant}, {other.pollutant}")
    if first.averaging != other.averaging:
        raise EngineError("air-averagings-differ", first=first.title, other=other.title,
                          found=f"{first.averaging}, {other.averaging}")


def _check_dates(slices: Sequence[Slice]) -> None:
    starts = [one.start for one in slices if one.start]
    for earlier, later in zip(starts, starts[1:]):
        if earlier == later:
            raise EngineError("air-dates-twice", date=later.isoformat(sep=" ", timespec="minutes"))


def period_label(start: datetime, end: datetime) -> str:
    """A period's name by its length: 2014, 2014-01, 2014-01-31 or 2014-01-31 05:00."""
    hours = (end - start).total_seconds() / 3600
    averaging = "hour" if hours < 20 else "day" if hours < 48 else "month" if hours < 24 * 45 else "year"
    return start.strftime(LABELS[averaging])


def write_series(
    part: Path, grid: Grid, bands: Iterable[NDArray[Any]], periods: Sequence[tuple[datetime, datetime] | None],
    tags: dict[str, str], band_tags: Sequence[dict[str, str]] | None = None,
) -> None:
    """A GeoTIFF of float32 bands, NaN where there is nothing, into the part file of an output.

    `tags`: JJJ_POLLUTANT, JJJ_AVERAGING, JJJ_SOURCE, JJJ_DEMONSTRATION (`series_tags`). A band each is written as it
    comes. The grid is written north-up: bands of a bottom-up one are turned.
    """
    import rasterio

    upward = grid.transform.e > 0
    transform = grid.transform
    if upward:
        transform = transform @ type(transform).translation(0, grid.height) @ type(transform).scale(1, -1)
    options = {"driver": "GTiff", "width": grid.width, "height": grid.height, "count": len(periods),
               "dtype": "float32", "nodata": float("nan"), "compress": "deflate", "predictor": 3, "tiled": True,
               "blockxsize": TILE, "blockysize": TILE, "interleave": "band", "BIGTIFF": "IF_SAFER"}
    with rasterio.open(part, "w", crs=grid.crs.to_wkt(), transform=transform, **options) as dataset:
        dataset.update_tags(**tags)
        for number, (band, period) in enumerate(zip(bands, periods), start=1):
            dataset.write(np.asarray(band[::-1] if upward else band, np.float32), number)
            if period:
                dataset.set_band_description(number, period_label(*period))
                dataset.update_tags(number, JJJ_START=period[0].isoformat(), JJJ_END=period[1].isoformat())
            dataset.set_band_unit(number, tags.get("JJJ_UNIT", ""))
            if band_tags:
                dataset.update_tags(number, **band_tags[number - 1])


def series_tags(pollutant: str, averaging: str, source: str, demonstration: bool = False) -> dict[str, str]:
    """The tags by which `open_series` knows what a raster is."""
    return {"JJJ_POLLUTANT": pollutant, "JJJ_UNIT": unit_of(pollutant), "JJJ_AVERAGING": averaging,
            "JJJ_SOURCE": source, **({"JJJ_DEMONSTRATION": "1"} if demonstration else {})}
