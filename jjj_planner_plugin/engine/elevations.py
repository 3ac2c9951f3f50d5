"""How high places and cells lie: the bundled 30″ model, or a raster of the planner's."""

from __future__ import annotations

import numpy as np

from .. import paths
from .geodesy import LONLAT, transformer
from .grid import Grid, grid_of, opened
from .kernels import Floats

BUNDLED = "bundled"
MODEL = "data/dem_30s.tif"


def elevation_raster(reference: str) -> str:
    """The path of the elevations; `bundled` is the 30″ model. Raises no-file, raster-unreadable, raster-no-crs,
    raster-rotated."""
    path = str(paths.resource(MODEL)) if reference == BUNDLED else reference
    with opened(path) as dataset:
        grid_of(dataset, path)
    return path


def mean_elevations(path: str, grid: Grid) -> Floats:
    """Mean elevation over each cell in metres, (rows, columns); NaN where the raster has none."""
    import rasterio
    from rasterio.warp import Resampling, reproject

    found = np.full((grid.height, grid.width), np.nan)
    with opened(path) as dataset:
        reproject(rasterio.band(dataset, 1), found, dst_transform=grid.transform, dst_crs=grid.crs.to_wkt(),
                  dst_nodata=np.nan, init_dest_nodata=True, resampling=Resampling.average)
        return np.asarray(found * dataset.scales[0] + dataset.offsets[0])


def sampled_elevations(path: str, lonlat: Floats) -> Floats:
    """Elevation of the raster's cell that each place (degrees, shape (n, 2)) lies in; NaN where there is none."""
    with opened(path) as dataset:
        change = transformer(LONLAT.to_wkt(), dataset.crs.to_wkt())
        places = np.column_stack(change.transform(lonlat[:, 0], lonlat[:, 1]))
        sampled = np.ma.vstack(list(dataset.sample(places, indexes=[1], masked=True)))[:, 0]
        heights = np.ma.filled(sampled.astype(np.float64), np.nan)
        return np.asarray(heights * dataset.scales[0] + dataset.offsets[0])
