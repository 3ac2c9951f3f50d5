"""Where coordinates fall: on which ground of the region, and whether a CRS is made for that part of the earth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from ..geodesy import LONLAT, transformer
from ..messages import EngineError, Pair
from ..sources import read_bundled
from .coordinates import Numbers
from .findings import OUTSIDE
from .statement import catalog


@dataclass(frozen=True)
class Place:
    """A point in degrees, and the bundled unit it falls in."""

    lon: float
    lat: float
    name: Pair
    in_region: bool


@lru_cache(maxsize=1)
def _units() -> gpd.GeoDataFrame:
    return read_bundled("units")


def place_at(lon: float, lat: float) -> Place:
    """The place in words: its unit of 1999, or that it lies outside the region."""
    units = _units()
    here = np.flatnonzero(shapely.covers(units.geometry.values, shapely.Point(lon, lat)))
    if len(here) == 0:
        return Place(lon, lat, OUTSIDE, False)
    unit = units.iloc[here[0]]
    cities = dict.fromkeys(name for name in (unit["province_zh"], unit["city_zh"]) if name)
    return Place(lon, lat, Pair("".join(cities) + unit["name_zh"], unit["name_en"]), True)


def place_in(crs: CRS, en: Numbers) -> Place:
    """Where the middle of the coordinates (east, north in `crs`) falls. Raises EngineError survey-off-map."""
    west, south, east, north = degrees_box(crs, en)
    reach = catalog()["tolerances"]["outside_area_degrees"]
    area = crs.area_of_use.bounds if crs.area_of_use else (-180.0, -90.0, 180.0, 90.0)
    finite = bool(np.isfinite([west, south, east, north]).all())
    inside = (west >= area[0] - reach and south >= area[1] - reach
              and east <= area[2] + reach and north <= area[3] + reach)
    if not (finite and inside):
        found = f"{west:.3f}, {south:.3f} … {east:.3f}, {north:.3f}" if finite else "–"
        raise EngineError("survey-off-map", crs=label(crs), found=found)
    return place_at((west + east) / 2, (south + north) / 2)


def degrees_box(crs: CRS, en: Numbers) -> tuple[float, float, float, float]:
    """West, south, east and north of the coordinates' box in degrees; infinite where the CRS ends."""
    low, high = en.min(axis=0), en.max(axis=0)
    x, y = [low[0], high[0], low[0], high[0]], [low[1], low[1], high[1], high[1]]
    lon, lat = transformer(crs.to_wkt(), LONLAT.to_wkt()).transform(x, y)
    return min(lon), min(lat), max(lon), max(lat)


def label(crs: CRS) -> str:
    """What a sentence calls a CRS: `EPSG:4527 CGCS2000 / 3-degree Gauss-Kruger zone 39`."""
    code = crs.to_epsg()
    return f"EPSG:{code} {crs.name}" if code else str(crs.name)


def meridian(crs: CRS) -> float | None:
    """The central meridian of a projected CRS in degrees; None when it has none."""
    operation: Any = crs.coordinate_operation
    for parameter in operation.params if operation else ():
        if parameter.name == "Longitude of natural origin":
            return float(parameter.value)
    return None
