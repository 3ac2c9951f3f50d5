"""Seeded rasters for the benchmarks: `python rasters.py FOLDER [NAME…]` writes what is not there yet.

On the vector data's ground, in its Albers, so that all cells are as large: waves of several lengths and some noise;
and heights for flow, which are made where they are named only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from data import ALBERS, EAST, NORTH, SOUTH, WEST
from numpy.typing import NDArray
from rasterio.transform import from_origin
from scipy import fft

Band = NDArray[np.float32]
DAYS = 365


def waves(cell: float, seed: int) -> Band:
    """Concentrations like those of a winter's day, (rows, columns)."""
    random = np.random.default_rng(seed)
    rows, columns = round((NORTH - SOUTH) / cell), round((EAST - WEST) / cell)
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    right = np.linspace(0, 1, columns, dtype=np.float32)[None]
    field = random.normal(45, 5, (rows, columns)).astype(np.float32)
    for number in range(1, 7):
        along, across, phase = (np.float32(value) for value in 2 * np.pi * random.uniform(1, 25, 3))
        field += np.float32(18 / number) * np.sin(along * right + across * down + phase)
    return field


def daily() -> Iterator[Band]:
    """A year of 1 km rasters."""
    base, random = waves(1000, 1), np.random.default_rng(5)
    for day in range(DAYS):
        season = np.float32(25 * np.cos(2 * np.pi * day / DAYS))
        yield base + season + random.normal(0, 10, base.shape).astype(np.float32)


def terrain(cells: int, seed: int) -> Band:
    """Heights in m, (cells, cells): noise with a power law for its spectrum, on a slope towards the south-east."""
    noise = np.random.default_rng(seed).standard_normal((cells, cells), dtype=np.float32)
    waves = fft.rfft2(noise, workers=2, overwrite_x=True)
    along, across = np.fft.rfftfreq(cells).astype(np.float32)[None], np.fft.fftfreq(cells).astype(np.float32)
    for row, frequency in enumerate(across):  # row by row: the whole would be twice the memory
        power = along[0] ** 2 + frequency**2
        power[power == 0] = np.inf
        waves[row] *= power ** np.float32(-SPECTRUM / 4)
    heights = fft.irfft2(waves, s=(cells, cells), workers=2, overwrite_x=True).astype(np.float32, copy=False)
    heights *= ROUGH_M / heights.std()
    slope = np.linspace(FALL_M, 0, cells, dtype=np.float32)
    heights += slope[:, None]
    heights += slope[None]
    heights -= heights.min()
    return heights


SPECTRUM, ROUGH_M, FALL_M = 3.6, 120, 1200  # exponent of the power law; standard deviation; along each side
PM, DEM = {"pm100m": (100.0, 1, lambda: iter([waves(100, 3)])), "pm_daily": (1000.0, DAYS, daily)}, {
    "dem5k": (30.0, 1, lambda: iter([terrain(5_000, 9)])), "dem20k": (30.0, 1, lambda: iter([terrain(20_000, 9)]))}
SIDE = {"dem5k": 5_000, "dem20k": 20_000}
RASTERS = {**PM, **DEM}


def write(folder: Path, name: str) -> None:
    """`name`.tif, tiled and not compressed, unless it is there."""
    target, (cell, bands, made) = folder / f"{name}.tif", RASTERS[name]
    if target.exists():
        return
    part = target.with_suffix(".part.tif")
    side = SIDE.get(name)
    options = {"driver": "GTiff", "width": side or round((EAST - WEST) / cell),
               "height": side or round((NORTH - SOUTH) / cell),
               "count": bands, "dtype": "float32", "nodata": -9999, "tiled": True, "interleave": "band",
               "crs": ALBERS, "transform": from_origin(WEST, NORTH, cell, cell), "BIGTIFF": "IF_SAFER"}
    with rasterio.open(part, "w", **options) as dataset:
        for number, band in enumerate(made(), start=1):
            dataset.write(band, number)
    part.rename(target)
    print(f"{name}: {bands} bands", flush=True)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    home.mkdir(parents=True, exist_ok=True)
    for wanted in sys.argv[2:] or PM:
        write(home, wanted)
