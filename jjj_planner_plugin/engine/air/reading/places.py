"""Where stations and cities are: a list of stations, the bundled cities and their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...geodesy import LONLAT, Geometries, multiple
from ...messages import EngineError
from ...plan.facts import places
from ...sources import read_bundled
from .catalogue import catalogue
from .cells import column_of
from .findings import Findings
from .numbers import as_numbers
from .table import read_table

SHOWN = 8
EAST_OF, NORTH_OF = 70.0, 60.0  # no longitude of China is below the first, no latitude above the second


@cache
def cities() -> dict[str, str]:
    """Adcode of each of the 13 cities by its names: 石家庄, shijiazhuang."""
    codes = [code for code in city_outlines() if code in places()]
    return {_plain_city(str(places()[code][name])): code for code in codes for name in ("name_zh", "name_en")}


def _plain_city(name: str) -> str:
    text = name.strip().lower()
    for suffix in catalogue()["stations"]["city_suffixes"]:
        text = text.removesuffix(suffix)
    return text.removesuffix(" city").replace(" ", "")


def city_code(name: str) -> str | None:
    """The adcode of a city of the region by its name or its code."""
    text = name.strip()
    if text.isdigit():
        code = f"{text[:2]}0000" if text[2:] == "0100" and text[:2] in ("11", "12") else text
        return code if code in cities().values() else None
    return cities().get(_plain_city(text))


@cache
def city_outlines() -> dict[str, Any]:
    """Outlines of the 13 cities in EPSG:4490: the bundled units of 1999, dissolved by their city."""
    units = read_bundled("units")
    shapes = {str(code): shapely.union_all(part.geometry.values) for code, part in units.groupby("city")}
    return dict(zip(shapes, multiple(np.array(list(shapes.values()), dtype=object))))


def city_row(code: str) -> dict[str, Any]:
    """name, city, adcode and the seat's lon and lat of a city."""
    place = places()[code]
    return {"name": place["name_zh"], "city": place["name_zh"], "adcode": code, "lon": float(place["lon"]),
            "lat": float(place["lat"])}


def station_list(path: str, found: Findings) -> pd.DataFrame:
    """A list of stations: code (index), name, city, adcode of the city, lon, lat in degrees.

    Longitude and latitude in each other's column are put right and said; a station without usable ones is listed.
    Raises EngineError as `read_table` does, and air-stations-columns.
    """
    table = read_table(path, found)
    names = [str(name) for name in table.columns]
    at = {role: column_of(names, role) for role in ("code", "name", "city", "lon", "lat")}
    if at["code"] is None or at["lon"] is None or at["lat"] is None:
        raise EngineError("air-stations-columns", path=path, found=", ".join(names[:12]))
    lon, lat = (as_numbers(table[str(at[role])], path, found) for role in ("lon", "lat"))
    if lon.median() < NORTH_OF and lat.median() > EAST_OF:
        found.add("air-lonlat-swapped", path)
        lon, lat = lat, lon
    frame = pd.DataFrame({"name": table[at["name"]] if at["name"] else table[at["code"]],
                          "city": table[at["city"]] if at["city"] else "", "lon": lon, "lat": lat})
    frame["adcode"] = frame["city"].map(city_code)
    frame.index = pd.Index(table[at["code"]], name="place")
    on_earth = frame["lon"].between(-180, 180) & frame["lat"].between(-90, 90)
    wrong = ~on_earth | (frame[["lon", "lat"]] == 0).all(axis=1)
    if wrong.any():
        found.add("air-stations-unplaced", path, int(wrong.sum()), codes=shown(list(frame.index[wrong])))
    twice = frame.index.duplicated()
    if twice.any():
        found.add("air-stations-double", path, int(twice.sum()), codes=shown(list(frame.index[twice])))
    return frame[~wrong & ~twice]


def in_region(frame: pd.DataFrame) -> pd.Series[bool]:
    """Which rows lie in the region's box."""
    west, south, east, north = catalogue()["region"]["bounds"]
    return frame["lon"].between(west, east) & frame["lat"].between(south, north)


def shapes_of(frame: pd.DataFrame, as_cities: bool, simplified: bool = False) -> gpd.GeoSeries:
    """Points of stations, or by the index the outlines of cities; simplified: with common borders, for long series."""
    found: Geometries = shapely.points(frame["lon"], frame["lat"])
    if as_cities:
        whole = np.array(list(city_outlines().values()), dtype=object)
        drawn = multiple(shapely.coverage_simplify(whole, catalogue()["outlines"]["degrees"])) if simplified else whole
        by_code = dict(zip(city_outlines(), drawn))
        found = np.array([by_code[code] for code in frame.index], dtype=object)
    return gpd.GeoSeries(found, index=frame.index, crs=LONLAT)


def shown(codes: Sequence[Any]) -> str:
    """The first few of a list."""
    return ", ".join(str(code) for code in codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
