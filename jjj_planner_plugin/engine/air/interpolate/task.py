"""Task `air_interpolate`: a raster from stations, a band a date, with how far it can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs, recipes
from ...elevations import elevation_raster, mean_elevations, sampled_elevations
from ...geodesy import LONLAT, overlay_crs
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...sources import split_reference
from ..observations import BUNDLED, Observations, read_observations
from ..series import series_tags, write_series
from ..standards import unit_of
from .field import HELD, Fields
from .ground import Area, area_of, framed, ground_of, nearest_m, read_outline
from .methods import InverseDistance, Kriging, Method, Places
from .report import error_table, mean_errors, tag, tell
from .stations import Stations, check_enough, chosen_pollutant, stations_of

LAYER = "interpolation_errors"
MOST_POWER = 10.0
MOST_DISTANCE_M = 2e6
RASTER_POLLUTANT = {"o3_8h": "o3", "o3_1h": "o3"}  # a raster says by its averaging time which


def air_interpolate(
    observations: str, pollutant: str | None, method: str, power: float, variogram: str, elevation: str,
    beyond_elevation: str, area: str, cell_deg: float, max_distance_m: float, first_date: str | None,
    last_date: str | None, output: str, errors: str | None, job: Job,
) -> dict[str, Any]:
    """A GeoTIFF in EPSG:4490, a band a date, and the table `interpolation_errors`: a row a date (see `Fields`).

    Blank beyond `max_distance_m` from every station, and outside `area`. Estimates below 0 are 0. Raises EngineError
    as `read_observations`, `read` and `opened` do, and unknown-pollutant, several-pollutants, bad-date, no-dates,
    few-stations, stations-outside, flat-elevation, bad-cell, grid-too-fine, area-without-cells, bad-power,
    bad-max-distance.
    """
    how = _method(method, power, variogram)
    if not 0 < max_distance_m <= MOST_DISTANCE_M:
        raise EngineError("bad-max-distance", found=f"{max_distance_m:g}", most=f"{MOST_DISTANCE_M:g}")
    files = [split_reference(one)[0] for one in (observations, area, elevation) if one != BUNDLED]
    target = outputs.check_target(output, (".tif",), files)
    table_target = outputs.check_target(errors, (".csv", ".gpkg"), files, (LAYER,)) if errors else None
    observed = read_observations(observations, job)
    wanted = chosen_pollutant(observed, pollutant)
    stations = stations_of(observed, wanted, first_date, last_date, job)
    outline, layers = read_outline(area, job)
    fields, working = _prepared(stations, how, elevation, outline, cell_deg, max_distance_m, observed.title, job)
    fields.beyond_elevation = beyond_elevation
    with outputs.whole_file(target) as part:
        table = _written(part, fields, observed, wanted)
    tell(fields, table, observed.title, observed.demonstration, job)
    if table_target:
        with outputs.whole_file(table_target) as part:
            outputs.write_table(table, part, table_target, LAYER)
    params = {
        "observations": observations, "pollutant": pollutant, "method": method, "power": power,
        "variogram": variogram, "elevation": elevation, "beyond_elevation": beyond_elevation, "area": area,
        "cell_deg": cell_deg, "max_distance_m": max_distance_m, "first_date": first_date, "last_date": last_date,
        "output": str(target), "errors": str(table_target) if table_target else None}
    recipe = recipes.recipe("air_interpolate", params, [observed, *layers], working)
    return {"output": str(target), "errors": params["errors"], "pollutant": wanted, "dates": len(table),
            "stations": len(fields.stations), "method": method, **mean_errors(table),
            "demonstration": observed.demonstration, "boundary_set": recipes.BUNDLED if area == BUNDLED else None,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _method(name: str, power: float, variogram: str) -> Method:
    """Raises bad-power."""
    if name != "idw":
        return Kriging(variogram, name == "drift")
    if not 0 < power <= MOST_POWER:
        raise EngineError("bad-power", found=f"{power:g}", most=f"{MOST_POWER:g}")
    return InverseDistance(power)


def _prepared(
    stations: Stations, method: Method, elevation: str, outline: shapely.Geometry, cell_deg: float,
    max_distance_m: float, title: str, job: Job,
) -> tuple[Fields, CRS]:
    """The stations near the outline, the ground near the stations, and the frame they are in."""
    area = area_of(outline, cell_deg)
    stations = _near(area, stations, max_distance_m, title, job)
    heights, high = None, np.full(len(stations), np.nan)
    if method.drift:
        job.progress(0.08, "reading", what=elevation)
        dem = elevation_raster(elevation)
        stations, high = _with_elevation(stations, sampled_elevations(dem, stations.lonlat), title, job)
        heights = mean_elevations(dem, area.grid)
    working = overlay_crs([(area.grid.bounds, LONLAT)])
    ground = ground_of(area, stations.lonlat, max_distance_m, heights, working)
    known = Places(framed(stations.lonlat, working), high)
    return Fields(ground, stations, known, method, max_distance_m, HELD, job), working


def _near(area: Area, stations: Stations, max_distance_m: float, title: str, job: Job) -> Stations:
    """Those that reach a cell of the area. Raises EngineError stations-outside, few-stations."""
    near = nearest_m(stations.lonlat, area.lonlat) <= max_distance_m
    distance = f"{max_distance_m / 1000:g}"
    if not near.any():
        raise EngineError("stations-outside", path=title, count=len(stations), distance=distance)
    if not near.all():
        job.warn("stations-far", layer=title, count=int((~near).sum()), distance=distance)
    stations = stations.kept(near)
    check_enough(stations, title)
    return stations


def _with_elevation(stations: Stations, heights: Floats, title: str, job: Job) -> tuple[Stations, Floats]:
    """Those whose elevation is known. Raises EngineError few-stations, flat-elevation."""
    known = np.isfinite(heights)
    if not known.all():
        job.warn("stations-no-elevation", layer=title, count=int((~known).sum()))
    stations, heights = stations.kept(known), heights[known]
    check_enough(stations, title)
    if np.ptp(heights) == 0:
        raise EngineError("flat-elevation", path=title, found=f"{heights[0]:g}")
    return stations, heights


def _written(part: Path, fields: Fields, observed: Observations, pollutant: str) -> pd.DataFrame:
    """The bands, then in the tags what was found out while they were made; the table of it."""
    held = RASTER_POLLUTANT.get(pollutant, pollutant)
    tags = series_tags(held, observed.averaging, observed.title, observed.demonstration)
    write_series(part, fields.ground.grid, fields, fields.stations.periods, tags)
    table = error_table(fields, unit_of(held), observed.demonstration)
    tag(part, table)
    return table
