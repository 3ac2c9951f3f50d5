"""Heights beside the bundled ones: feet taken for metres are 3.28 times as high, and nothing else is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..elevations import BUNDLED, elevation_raster, sampled_elevations
from ..geodesy import LONLAT, transformer
from ..grid import Grid
from ..kernels import Floats
from ..protocol import Job
from .catalogue import limits

FOOT_M = 0.3048


def tell_other_unit(values: NDArray[np.float32], grid: Grid, title: str, job: Job) -> None:
    """Say where heights in metres, (rows, columns), look like feet, or like metres that were taken for feet.

    By their ratio to the bundled model at some places, on ground high enough for it; none outside its extent.
    """
    rules = limits()["heights"]["likeness"]
    rows, columns = (np.unique(np.linspace(0, count - 1, rules["across"]).astype(np.int64)) for count in values.shape)
    x = grid.transform.c + (columns + 0.5) * grid.transform.a
    y = grid.transform.f + (rows + 0.5) * grid.transform.e
    here = values[np.ix_(rows, columns)]
    across, down = np.meshgrid(x, y)
    known = _bundled(across, down, grid)
    usable = np.isfinite(here) & (known > rules["above_m"])
    if usable.sum() < rules["least"]:
        return
    ratio = here[usable] / known[usable]
    for code, factor in (("heights-like-feet", 1 / FOOT_M), ("heights-like-metres", FOOT_M)):
        if np.mean(np.abs(ratio / factor - 1) < rules["apart"]) > rules["share"]:
            job.warn(code, layer=title, ratio=f"{np.median(ratio):.2f}")


def _bundled(x: Floats, y: Floats, grid: Grid) -> Floats:
    """Heights of the bundled model at places in the grid's CRS, of their shape; NaN outside it and without data."""
    lonlat = np.stack(transformer(grid.crs.to_wkt(), LONLAT.to_wkt()).transform(x, y), axis=-1)
    found, there = np.full(x.shape, np.nan), np.isfinite(lonlat).all(axis=-1)
    if there.any():
        found[there] = sampled_elevations(elevation_raster(BUNDLED), lonlat[there])
    return found
