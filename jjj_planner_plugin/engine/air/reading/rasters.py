"""Fields of concentrations in GeoTIFF and GRIB, read by rasterio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from pyproj import CRS

from ...grid import Window
from ...grid import opened as open_raster
from ...kernels import Floats
from ...messages import EngineError
from ..periods import Period, written_period
from .asked import Asked, check_pollutant, choose
from .catalogue import pollutant_in, product_of
from .dates import periods
from .findings import Findings
from .raster import Axis, Raster, Read, axis, grid_of_axes, plain_degrees, stretch

WGS84 = CRS.from_epsg(4326)
GRIB = "GRIB"


@dataclass(frozen=True)
class Band:
    """A band and what it says of itself. `field`: what tells one quantity of the file from another."""

    number: int
    field: str
    words: tuple[str, ...]
    unit: str | None
    stamp: datetime | None
    period: Period | None


def read_raster(path: str, asked: Asked, found: Findings) -> list[Raster]:
    """The bands of the quantity that is meant, as one raster.

    Raises EngineError no-file, air-unreadable, air-no-crs, raster-rotated, air-no-variable, air-several-variables,
    air-unknown-variable, air-no-pollutant, air-uneven, air-no-date, air-no-averaging.
    """
    with _opened(path) as dataset:
        crs, x, y = _placed(dataset, path, found)
        bands = [_band(dataset, number) for number in range(1, dataset.count + 1)]
        fields: dict[str, tuple[str, ...]] = {}
        for band in bands:
            fields.setdefault(band.field, band.words)
        name = choose(fields, path, asked, found)
        bands = [band for band in bands if band.field == name]
        tagged = dataset.tags().get("JJJ_POLLUTANT", "")
        pollutant = check_pollutant(asked, path, *bands[0].words, tagged, Path(path).stem)
        timed = _periods(bands, path, asked, dataset.tags().get("JJJ_AVERAGING"))
        if asked.period is None and bands[0].stamp is not None and timed[0].averaging == "hour":
            found.add("air-local-time", path)
        packed = [(dataset.scales[band.number - 1], dataset.offsets[band.number - 1]) for band in bands]
        for scale, offset in sorted({pair for pair in packed if pair != (1.0, 0.0)}):
            found.add("air-unpacked", path, variable=name or "–", scale=f"{scale:g}", offset=f"{offset:g}")

    @contextmanager
    def reading() -> Iterator[Read]:
        with _opened(path) as again:
            yield lambda index, window: _values(again, bands[index].number, x, y, window, path)

    return [Raster(path, name, pollutant, bands[0].unit, grid_of_axes(crs, x, y), timed,
                   product_of(name, path), reading)]


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    try:
        with open_raster(path) as dataset:
            yield dataset
    except EngineError as error:
        if error.code != "raster-unreadable":
            raise
        raise EngineError("air-unreadable", path=path, reason=str(error.facts["reason"])[:200]) from error


def _values(dataset: Any, band: int, x: Axis, y: Axis, window: Window, path: str) -> Floats:
    from rasterio.errors import RasterioError
    from rasterio.windows import Window as Part

    row, column, rows, columns = window
    top, bottom, down = stretch(y.order, row, rows)
    left, right, across = stretch(x.order, column, columns)
    try:
        read = dataset.read(band, window=Part(left, top, right - left, bottom - top), masked=True)
    except RasterioError as error:
        raise EngineError("air-unreadable", path=path, reason=" ".join(str(error).split())[:200]) from error
    values = np.ma.filled(read.astype(np.float64), np.nan)
    values = values * dataset.scales[band - 1] + dataset.offsets[band - 1]
    return np.asarray(values[np.ix_(down, across)])


def _placed(dataset: Any, path: str, found: Findings) -> tuple[CRS, Axis, Axis]:
    transform = Affine(*dataset.transform[:6])
    if transform.b or transform.d:
        raise EngineError("raster-rotated", path=path)
    xs = transform.c + (np.arange(dataset.width) + 0.5) * transform.a
    ys = transform.f + (np.arange(dataset.height) + 0.5) * transform.e
    if dataset.crs is None:
        bare = transform == Affine.identity()
        if bare or not plain_degrees(xs.min(), ys.min(), xs.max(), ys.max()):
            shown = "–" if bare else f"{xs.min():g} … {xs.max():g}, {ys.min():g} … {ys.max():g}"
            raise EngineError("air-no-crs", path=path, found=shown)
        found.add("air-crs-assumed", path)
    crs = CRS.from_wkt(dataset.crs.to_wkt()) if dataset.crs else WGS84
    across = axis(xs, False, crs.is_geographic, path, abs(transform.a))
    down = axis(ys, True, crs.is_geographic, path, abs(transform.e))
    if down.turned:
        found.add("air-turned", path)
    if across.wrapped:
        found.add("air-wrapped", path)
    return crs, across, down


def _band(dataset: Any, number: int) -> Band:
    """What a band says: GRIB by its element and level, others by their description and tags."""
    tags, description = dataset.tags(number), dataset.descriptions[number - 1] or ""
    unit = dataset.units[number - 1] or tags.get("units") or tags.get("unit") or tags.get("JJJ_UNIT")
    if dataset.driver == GRIB:
        element, level = tags.get("GRIB_ELEMENT", ""), tags.get("GRIB_SHORT_NAME", "")
        seconds = re.search(r"-?\d+", tags.get("GRIB_VALID_TIME", ""))
        stamp = datetime.fromtimestamp(int(seconds[0]), timezone.utc).replace(tzinfo=None) if seconds else None
        return Band(number, f"{element} {level}".strip(), (element, tags.get("GRIB_COMMENT", "")),
                    tags.get("GRIB_UNIT"), stamp, None)
    own = tags.get("JJJ_START")
    named = written_period(own.replace("T", " ")) if own else None
    dated = written_period(description) if description else None
    unit = unit or dataset.tags().get("units") or dataset.tags().get("unit") or dataset.tags().get("JJJ_UNIT")
    field = pollutant_in(description) or ""
    return Band(number, description if field else "", (description,), unit or None, None, dated or named)


def _periods(bands: list[Band], path: str, asked: Asked, averaging: str | None) -> list[Period]:
    """The bands' periods: as each says, else as `periods` finds them."""
    told = [band.period for band in bands if band.period is not None]
    if asked.period is None and len(told) == len(bands):
        return told
    return periods([band.stamp for band in bands], path, Path(path).stem, asked.period, asked.averaging or averaging)
