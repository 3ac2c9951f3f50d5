"""Small rasters as the air tools write them, made by the engine's own writer in its own process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import ENGINE_PYTHON, ROOT

MAKE = """
import json, sys
from datetime import datetime
from pathlib import Path
import numpy as np
from pyproj import CRS
from rasterio import Affine
from jjj_planner_plugin.engine.air.series import series_tags, write_series
from jjj_planner_plugin.engine.grid import Grid

for one in json.loads(sys.stdin.read()):
    bands = [np.array(band, dtype=float) for band in one["bands"]]
    rows, columns = bands[0].shape
    west, north, size = one["corner"]
    grid = Grid(CRS(4326), Affine(size, 0, west, 0, -size, north), columns, rows)
    periods = [tuple(map(datetime.fromisoformat, period)) if period else None for period in one["periods"]]
    tags = series_tags(one["pollutant"], one["averaging"], "made for a test", one["demonstration"]) | one["tags"]
    write_series(Path(one["path"]), grid, bands, periods, tags, one["band_tags"] or None)
"""

NAN = float("nan")


def raster(
    path: Path, bands: list[list[list[float]]], periods: list[tuple[str, str] | None], pollutant: str = "pm25",
    averaging: str = "month", demonstration: bool = False, band_tags: list[dict[str, str]] | None = None,
    corner: tuple[float, float, float] = (115.0, 41.0, 0.5), tags: dict[str, str] | None = None,
) -> dict[str, Any]:
    """One raster to be made: its bands by row, periods (ISO), and tags. corner: west, north, cell size in degrees."""
    return {"path": str(path), "bands": bands, "periods": periods, "pollutant": pollutant, "averaging": averaging,
            "demonstration": demonstration, "band_tags": band_tags, "corner": corner,
            "tags": tags or {}}


def make_rasters(*wanted: dict[str, Any]) -> list[Path]:
    """Write them; their paths."""
    subprocess.run([str(ENGINE_PYTHON), "-c", MAKE], cwd=ROOT, input=json.dumps(wanted), text=True, check=True)
    return [Path(one["path"]) for one in wanted]
