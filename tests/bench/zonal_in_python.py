"""One contender on one zonal job: `python zonal_in_python.py CONTENDER ZONES RASTER RESULT` prints seconds as JSON.

ZONES and RASTER are paths without suffix; RESULT is an .npz for the means and sums, (bands, zones), so that they are
compared with exactextract's. The seconds are those from opening the files to the figures: imports
and machine code are there.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np
from in_python import _wkb
from numpy.typing import NDArray

Figures = tuple[NDArray[Any], NDArray[Any]]


def with_engine(zones: str, raster: str) -> Figures:
    """The engine's kernels; the shares of the cells once for all bands."""
    from jjj_planner_plugin.engine import rings
    from jjj_planner_plugin.engine.air.series import open_series
    from jjj_planner_plugin.engine.protocol import Job
    from jjj_planner_plugin.engine.zonal.coverage import cover
    from jjj_planner_plugin.engine.zonal.means import zone_means

    job = Job({})
    series = open_series([f"{raster}.tif"], job)
    coverage = cover(rings.from_wkb(*_wkb(zones)), series.grid)
    means = zone_means(series, coverage, job)
    cells = means.area_m2 / abs(series.grid.transform.a * series.grid.transform.e)  # none is without a value
    return means.mean, means.mean * cells


def with_exactextract(zones: str, raster: str) -> Figures:
    """exactextract on all bands at once, as its own documentation has it."""
    import geopandas
    import rasterio
    from exactextract import exact_extract

    with rasterio.open(f"{raster}.tif") as dataset:
        frame = geopandas.read_file(f"{zones}.gpkg", columns=[])
        found = exact_extract(dataset, frame, ["mean", "sum"], output="pandas")
    columns = {name: [column for column in found if column.endswith(name)] for name in ("mean", "sum")}
    return found[columns["mean"]].to_numpy().T, found[columns["sum"]].to_numpy().T


def load_compiled() -> None:
    """Two zones on two cells: the engine's machine code is read from its cache, as a library is at its import."""
    import shapely
    from affine import Affine

    from jjj_planner_plugin.engine import rings
    from jjj_planner_plugin.engine.geodesy import LONLAT
    from jjj_planner_plugin.engine.grid import Grid
    from jjj_planner_plugin.engine.zonal.coverage import cover
    from jjj_planner_plugin.engine.zonal.loops import add_means

    wkb = shapely.to_wkb(shapely.box(0.2, 0.2, 1.7, 0.9))
    outlines = rings.from_wkb(np.frombuffer(wkb + wkb, np.uint8), np.array([0, len(wkb), 2 * len(wkb)]))
    outlines.areas()
    coverage = cover(outlines, Grid(LONLAT, Affine(1, 0, 0, 0, -1, 1), 2, 1))
    add_means(np.ones((1, 2), np.float32), (0, 0), np.ones((1, 1)), coverage.parts[0], np.zeros((1, 4)))


CONTENDERS = {"engine": with_engine, "exactextract": with_exactextract}

if __name__ == "__main__":
    contender, zones_path, raster_path, result = sys.argv[1:5]
    import geopandas  # noqa: F401  not counted: the interpreter's and the libraries' own start
    import rasterio  # noqa: F401

    import jjj_planner_plugin.engine.zonal.means  # noqa: F401

    if contender == "engine":
        load_compiled()
    started = time.perf_counter()
    mean, total = CONTENDERS[contender](zones_path, raster_path)
    seconds = time.perf_counter() - started
    np.savez(result, mean=mean, sum=total)
    print(json.dumps({"seconds": seconds}), flush=True)
