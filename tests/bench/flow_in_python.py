"""One contender on flow over heights: `python flow_in_python.py CONTENDER DEM` prints seconds and figures as JSON.

From opening the file to a polygon: depressions, directions (D8), accumulation, the catchment of the cell with most
above it. Imports are there and machine code is made; GRASS starts its modules by itself. DEM is a path without suffix.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Figures = dict[str, Any]
WARM = 300  # cells a side, on which everything is called once before the clock starts


def polygon(mask: Any, transform: Any) -> float:
    """Area in m² of the polygon of a mask's cells, made by GDAL as the peers' manuals do it."""
    import rasterio.features
    import shapely

    found = rasterio.features.shapes(mask.astype(np.uint8), mask=mask, connectivity=4, transform=transform)
    return float(sum(shapely.geometry.shape(shape).area for shape, _ in found))


def with_engine(path: str, window: Any = None) -> Figures:
    """The engine's kernels and outlines."""
    import shapely

    from jjj_planner_plugin.engine.grid import grid_of, opened
    from jjj_planner_plugin.engine.outlines import outlines
    from jjj_planner_plugin.engine.water.flow import route

    with opened(f"{path}.tif") as dataset:
        grid = grid_of(dataset, path)
        heights = dataset.read(1, window=window)
    if window is not None:
        grid = grid.part((0, 0, *heights.shape))
    flow = route(heights, grid)
    above = flow.accumulated()
    row = int(np.nanargmax(np.fmax.reduce(above, axis=1)))  # np.nanargmax of the whole would copy it
    place = row * grid.width + int(np.nanargmax(above[row]))
    most = above.ravel()[place]
    del above, heights
    shape = outlines(flow.basins(np.array([place])), 1, grid)[0]
    return {"upstream_m2": float(most), "vertices": int(shapely.get_num_coordinates(shape))}


def with_pyflwdir(path: str, window: Any = None) -> Figures:
    """Wang and Liu's fill, with the directions that it gives."""
    import pyflwdir
    import rasterio

    with rasterio.open(f"{path}.tif") as dataset:
        heights, transform = dataset.read(1, window=window), dataset.transform
    _, d8 = pyflwdir.dem.fill_depressions(heights, nodata=-9999.0, outlets="edge")
    flow = pyflwdir.from_array(d8, ftype="d8", check_ftype=False, transform=transform)
    above = flow.upstream_area("cell")
    place = int(above.argmax())
    basin = flow.basins(idxs=np.array([place]))
    return {"upstream_m2": float(above.ravel()[place]) * transform.a**2, "area": polygon(basin > 0, transform)}


def with_topotoolbox(path: str, window: Any = None) -> Figures:
    """Its flow object, which fills, carves and finds directions, and its dependence map."""
    import topotoolbox

    dem = topotoolbox.read_tif(f"{path}.tif")
    if window is not None:
        dem = dem.crop(0, WARM, 0, WARM, "pixel")
    flow = topotoolbox.FlowObject(dem)
    above = flow.flow_accumulation()
    cells = np.asarray(above.z)
    basin = np.asarray(flow.dependencemap(cells == cells.max()).z) > 0
    return {"upstream_m2": float(cells.max()) * dem.cellsize**2, "area": polygon(basin, dem.transform)}


GRASS = """set -e
r.external --q -o input={dem} output=dem
g.region raster=dem
start=$(date +%s.%N)
r.watershed --q -s -a elevation=dem drainage=dir accumulation=acc
pause=$(date +%s.%N)
r.mapcalc --q expression="most = if(acc == $(r.info -r acc | sed -n 's/^max=//p'), 1, null())"
at=$(r.out.xyz --q input=most separator=comma | head -1 | cut -d, -f1,2)
go=$(date +%s.%N)
r.water.outlet --q input=dir output=basin coordinates=$at
r.to.vect --q input=basin output=basin type=area
end=$(date +%s.%N)
echo "$start $pause $go $end $(r.info -r acc | sed -n 's/^max=//p')"
"""


def with_grass(path: str) -> Figures:
    """r.watershed -s (D8), r.water.outlet and r.to.vect; not counted: its session, the search for the outlet."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "run.sh")
        script.write_text(GRASS.format(dem=f"{path}.tif"), encoding="utf-8")
        done = subprocess.run(["grass", "--tmp-location", f"{path}.tif", "--exec", "bash", str(script)],
                              capture_output=True, text=True, check=True)
    start, pause, go, end, most = (float(word) for word in done.stdout.split("\n")[-2].split())
    return {"upstream_m2": most * 900, "seconds": pause - start + end - go}


CONTENDERS: dict[str, Callable[..., Figures]] = {
    "engine": with_engine, "pyflwdir": with_pyflwdir, "TopoToolbox": with_topotoolbox, "GRASS": with_grass}


def main() -> None:
    """Warm up, run, tell."""
    contender, path = sys.argv[1:3]
    if contender != "GRASS":
        CONTENDERS[contender](path, ((0, WARM), (0, WARM)))
    started = time.perf_counter()
    found = CONTENDERS[contender](path)
    print(json.dumps({"seconds": time.perf_counter() - started, **found}))


if __name__ == "__main__":
    main()
