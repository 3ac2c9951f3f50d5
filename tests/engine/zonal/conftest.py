"""What the tests of zonal statistics share: rasters in files, as our own tools write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from jjj_planner_plugin.engine.air.series import Series, open_series, series_tags, write_series
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.protocol import Job

Raster = Callable[..., str]
Period = tuple[datetime, datetime]


@pytest.fixture
def raster(tmp_path: Path) -> Raster:
    """`raster(name, grid, bands, starts=…, averaging="day", pollutant="pm25")`: a GeoTIFF of ours; gives its path."""

    def write(
        name: str, grid: Grid, bands: Sequence[NDArray[Any]], periods: Sequence[Period] | None = None,
        pollutant: str = "pm25", averaging: str = "day", demonstration: bool = False,
    ) -> str:
        path = tmp_path / f"{name}.tif"
        write_series(path, grid, bands, periods or [None] * len(bands),
                     series_tags(pollutant, averaging, "made up", demonstration))
        return str(path)

    return write


@pytest.fixture
def series(raster: Raster) -> Callable[..., Series]:
    """`series(grid, bands, …)`: as `raster`, opened."""
    return lambda grid, bands, **kept: open_series([raster("series", grid, bands, **kept)], Job({}))
