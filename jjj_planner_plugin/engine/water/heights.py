"""The heights that water flows over: a raster of the planner's or the bundled one, in metres, its faults told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from ... import paths
from ..elevations import MODEL
from ..geodesy import LONLAT, Geometries, densified, projected
from ..grid import Grid, Window, grid_of, opened
from ..messages import EngineError
from ..protocol import Job
from ..sources import POLYGON, read, read_bundled
from .burnt import burnt
from .catalogue import limits
from .cleaning import Counts, cleaned
from .flow import code_is_kept
from .likeness import tell_other_unit
from .voids import fill_voids, take_out_sea

BUNDLED = "bundled"
AUTO, NONE = "auto", "none"  # of closed ground
METRE, FOOT = "m", "ft"
STRIPE_CELLS = 4_000_000  # of a mask that are read at a time
NAMES = {METRE: 1.0, FOOT: 0.3048}


@dataclass(frozen=True)
class Heights:
    """Metres on a grid, float32, (rows, columns); NaN where there are none: at sea, outside, in large voids."""

    path: str
    grid: Grid
    values: NDArray[np.float32]
    unit: str
    """Of the raster, as a recipe has it."""
    bundled: bool
    repairs: tuple[dict[str, Any], ...] = ()  # a recipe asks; a raster has none

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        return Path(self.path).stem

    def described(self) -> dict[str, Any]:
        """Its line in a recipe."""
        return {"path": self.path, "layer": "", "crs": self.grid.crs.to_string(),
                "cells": [self.grid.height, self.grid.width], "features": 1, "used": 1, "repaired": 0,
                "unit": self.unit}


def read_heights(
    reference: str, job: Job, window: Window | None = None, height_unit: str | None = None,
    assigned_crs: str | None = None,
) -> Heights:
    """The raster at a path, or `bundled` (30″), in metres; `height_unit` ('m', 'ft') where it does not say its own.

    `assigned_crs` (EPSG code or WKT) is used, and told, where its file has none.

    Numbers that no land has are no data, small voids are filled from around, the sea is no data: all told.
    Raises EngineError no-file, raster-unreadable, raster-no-crs, heights-bad-crs, raster-rotated, heights-empty,
    heights-constant.
    """
    import rasterio

    path = str(paths.resource(MODEL)) if reference == BUNDLED else reference
    if not code_is_kept():
        job.progress(0.01, "machine-code")
    job.progress(0.02, "reading", what=Path(path).name)
    with rasterio.Env(GDAL_NUM_THREADS="ALL_CPUS"), opened(path) as dataset:
        title = Path(path).stem
        grid = _grid(dataset, path, title, assigned_crs, job)
        grid = grid.part(window) if window else grid
        if dataset.count > 1:
            job.warn("heights-first-band", layer=title, count=dataset.count)
        unit, factor = _unit(str(dataset.units[0] or "").strip(), height_unit, title, job)
        row, column, rows, columns = window or grid.whole
        place = rasterio.windows.Window(column, row, columns, rows)
        values = np.empty((rows, columns), np.float32)
        dataset.read(1, window=place, out=values)
        _mask(dataset, (row, column, rows, columns), values)
        scale, offset = float(dataset.scales[0]), float(dataset.offsets[0])
        declared = dataset.nodata
    counts = cleaned(values, declared, scale, offset, factor)
    _tell(counts, unit, factor, title, job)
    if counts.void or counts.wild:
        fill_voids(values, title, job)
    take_out_sea(values, counts.zero, title, job)
    if reference != BUNDLED:
        tell_other_unit(values, grid, title, job)
    return Heights(path, grid, values, unit, reference == BUNDLED)


def _grid(dataset: Any, path: str, title: str, assigned: str | None, job: Job) -> Grid:
    if dataset.crs is not None or assigned is None:
        return grid_of(dataset, path)
    try:
        crs = CRS.from_user_input(assigned)
    except CRSError as error:
        raise EngineError("heights-bad-crs", path=title, found=assigned) from error
    job.warn("heights-crs-assigned", layer=title, crs=crs.name)
    return grid_of(dataset, path, crs)


def _unit(told: str, asked: str | None, title: str, job: Job) -> tuple[str, float]:
    """What the raster's numbers are in, and metres in one of it: as asked, else as its band says, else metres."""
    known = limits()["heights"]["units"]
    factor = known.get(told.lower())
    if asked is not None:
        if factor is not None and abs(factor / NAMES[asked] - 1) > 1e-3:
            job.warn("heights-unit-differs", layer=title, told=told, asked=asked)
        return asked, NAMES[asked]
    if told and factor is None:
        job.warn("heights-unit-unknown", layer=title, told=told)
    if factor is None:
        return METRE, 1.0
    return told, float(factor)


def _mask(dataset: Any, window: Window, values: NDArray[np.float32]) -> None:
    """Take out what a mask or alpha band says has no data; a no-data value alone is looked for later."""
    import rasterio
    from rasterio.enums import MaskFlags

    flags = dataset.mask_flag_enums[0]
    if MaskFlags.per_dataset not in flags and MaskFlags.alpha not in flags:
        return
    for row, column, rows, columns in Grid(LONLAT, dataset.transform, dataset.width, dataset.height).stripes(
            window, STRIPE_CELLS):
        mask = dataset.read_masks(1, window=rasterio.windows.Window(column, row, columns, rows))
        values[row - window[0]:row - window[0] + rows][mask == 0] = np.nan


def _tell(counts: Counts, unit: str, factor: float, title: str, job: Job) -> None:
    """What the planner must know of the numbers. Raises heights-empty, heights-constant."""
    if counts.lowest > counts.highest:
        raise EngineError("heights-empty", path=title)
    if counts.lowest == counts.highest:
        raise EngineError("heights-constant", path=title, height=f"{counts.lowest:g}")
    if counts.wild:
        job.warn("heights-wild", layer=title, count=counts.wild, low=f"{counts.wild_low:g}",
                 high=f"{counts.wild_high:g}")
    if factor != 1.0:
        job.warn("heights-converted", layer=title, unit=unit, low=f"{counts.lowest:.0f}", high=f"{counts.highest:.0f}")
    if counts.highest > limits()["heights"]["suspicious_m"]:
        job.warn("heights-suspicious", layer=title, high=f"{counts.highest:.0f}")


def chosen_closed(closed: str, heights: Heights) -> str | None:
    """What `closed_ground` is asked: with `auto` the plateau where the heights are the bundled ones; `none` is None."""
    if closed == AUTO:
        return BUNDLED if heights.bundled else None
    return None if closed == NONE else closed


def closed_ground(reference: str | None, grid: Grid, job: Job) -> NDArray[np.bool_]:
    """Cells whose centre lies where water stays, (rows, columns): nothing of them drains into anything.

    `bundled`: the Bashang plateau, what lies outside the bundled sub-basins in its box (never all that lies outside
    them: their outline cuts into other catchments). Raises EngineError as `read` does.
    """
    if reference is None:
        return np.zeros((grid.height, grid.width), np.bool_)
    if reference == BUNDLED:
        polygons, crs = _bashang(), LONLAT
    else:
        source = read(reference, (POLYGON,), job)
        polygons, crs = source.geometries, source.crs
    return burnt(projected(densified(polygons, crs), crs, grid.crs), grid).view(np.bool_)


def _bashang() -> Geometries:
    basins = read_bundled("catchments").to_crs(LONLAT)
    closed = shapely.difference(shapely.box(*limits()["bashang"]), shapely.union_all(basins.geometry.values))
    return np.array([closed], dtype=object)
