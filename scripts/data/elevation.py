"""The elevation model of the Hai basin, from a 30-second grid of China."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import netCDF4
import numpy as np
import rasterio
import rasterio.features
import rasterio.transform

FILE = "dem_0.00833.nc"
NODATA = -999
CELLS_A_DEGREE = 120
# What has to be added to the source's coordinates for its cells to lie on the 30-second grid, in degrees.
SHIFT_LON, SHIFT_LAT = 0.00721, 0.00219
WEST, EAST, SOUTH, NORTH = 111, 120, 34.5, 43
THRESHOLD = 100  # metres
SHARES_ABOVE = {"110000": 0.618, "120000": 0.038, "130000": 0.590}  # of land, measured on the 1999 units
SHARE_TOLERANCE = 0.002


def read(folder: Path) -> np.ndarray:
    """Elevation in metres, int16, north up, (1020, 1080) cells of 30 arc-seconds, NODATA outside China."""
    with netCDF4.Dataset(folder / FILE) as dataset:
        first_row = _on_grid(float(dataset["lat"][0]) + SHIFT_LAT, SOUTH)
        first_column = _on_grid(float(dataset["lon"][0]) + SHIFT_LON, WEST)
        height, width = int((NORTH - SOUTH) * CELLS_A_DEGREE), (EAST - WEST) * CELLS_A_DEGREE
        rows = slice(-first_row, -first_row + height)
        columns = slice(-first_column, -first_column + width)
        dataset.set_auto_mask(False)
        values = np.asarray(dataset["data0"][0, 0, 0, 0, rows, columns])
    if values.shape != (height, width):
        raise SystemExit(f"The elevation crop is {values.shape}, expected {(height, width)}.")
    return np.flipud(values).astype(np.int16)


def _on_grid(centre: float, edge: float) -> int:
    """Cells from `edge` to the cell centred at `centre`; stops when that is not a cell centre of the grid."""
    cells = (centre - edge) * CELLS_A_DEGREE - 0.5
    if abs(cells - round(cells)) > 0.01:
        raise SystemExit(f"The elevation model is {cells - round(cells):+.3f} cells off the 30-second grid.")
    return round(cells)


def transform() -> rasterio.Affine:
    """Cell to longitude and latitude."""
    return rasterio.transform.from_origin(WEST, NORTH, 1 / CELLS_A_DEGREE, 1 / CELLS_A_DEGREE)


def write(values: np.ndarray, target: Path) -> None:
    """Write the grid as a compressed GeoTIFF."""
    with rasterio.open(
        target,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype="int16",
        crs="EPSG:4326",
        transform=transform(),
        nodata=NODATA,
        compress="deflate",
        predictor=2,
        zlevel=9,
        tiled=True,
        blockxsize=256,
        blockysize=256,
    ) as raster:
        raster.write(values, 1)
        raster.units = ("m",)


def check(values: np.ndarray, units: gpd.GeoDataFrame) -> dict[str, float]:
    """Share of each province above 100 m, weighted by cell area; stops when it is not the known one."""
    latitudes = NORTH - (np.arange(values.shape[0]) + 0.5) / CELLS_A_DEGREE
    weights = np.broadcast_to(np.cos(np.radians(latitudes))[:, None], values.shape)
    shares = {}
    for province, shapes in units.groupby("province").geometry:
        inside = rasterio.features.geometry_mask(list(shapes), values.shape, transform(), invert=True) & (
            values != NODATA
        )
        shares[str(province)] = float(weights[inside & (values > THRESHOLD)].sum() / weights[inside].sum())
    wrong = {
        code: share for code, share in shares.items() if abs(share - SHARES_ABOVE[code]) > SHARE_TOLERANCE
    }
    if wrong:
        raise SystemExit(f"Shares above {THRESHOLD} m are {wrong}, expected {SHARES_ABOVE}.")
    return shares
