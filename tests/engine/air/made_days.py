"""Made observations and rasters of days, for the tests of air_aqi and air_exceedance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from affine import Affine
from pyproj import CRS

from jjj_planner_plugin.engine.air.series import series_tags, write_series
from jjj_planner_plugin.engine.grid import Grid

GRID = Grid(CRS.from_epsg(4490), Affine(0.5, 0, 116, 0, -0.5, 41), 4, 4)
WEST, EAST = shapely.box(116, 39, 117, 41), shapely.box(117, 39, 118, 41)


def days(first: str, count: int) -> pd.DatetimeIndex:
    return pd.date_range(first, periods=count)


def rows(
    place: str, first: str = "2015-01-01", city: str | None = None, count: int = 365, **values: Any
) -> pd.DataFrame:
    """Days of one place, a column for each pollutant (a number, or one for each day)."""
    start = days(first, count)
    frame = pd.DataFrame({"place": place, "name": place.upper(), "city": city, "adcode": None, "start": start,
                          "end": start + pd.Timedelta(days=1), "averaging": "day"})
    return frame.assign(**values)


def stored(path: Path, *parts: pd.DataFrame) -> str:
    """A layer `observations` of points, half a degree apart."""
    frame = pd.concat(parts, ignore_index=True)
    order = {place: k for k, place in enumerate(dict.fromkeys(frame["place"]))}
    shapes = shapely.points([[116 + order[place] / 2, 39.5] for place in frame["place"]])
    pyogrio.write_dataframe(gpd.GeoDataFrame(frame, geometry=shapes, crs=4490), path, layer="observations")
    return str(path)


def raster(path: Path, bands: Sequence[Any], first: str = "2015-01-01", pollutant: str = "pm25",
           skip: Callable[[int], bool] = lambda day: False) -> str:
    """Daily bands of 4 × 4 cells; a number fills a band. Days that `skip` says are not there."""
    start = datetime.fromisoformat(first)
    whole = [np.full((4, 4), band, np.float32) if np.ndim(band) == 0 else np.asarray(band, np.float32)
             for band in bands]
    kept = [day for day in range(len(whole)) if not skip(day)]
    periods = [(start + timedelta(days=day), start + timedelta(days=day + 1)) for day in kept]
    write_series(path, GRID, [whole[day] for day in kept], periods, series_tags(pollutant, "day", "made up"))
    return str(path)


def zones(path: Path, off: float = 0) -> str:
    """Two zones of eight cells each, `zone` west and east; `off`: degrees further west."""
    shapes = shapely.transform([WEST, EAST], lambda xy: xy - [off, 0])
    pyogrio.write_dataframe(
        gpd.GeoDataFrame({"zone": ["west", "east"]}, geometry=list(shapes), crs=4490), path, layer="zones")
    return str(path)
