"""Observations of stations and cities: one row for each place and period, a column for each pollutant.

Times are local (UTC+8), ends are exclusive; concentrations are in µg/m³, CO in mg/m³.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from ... import paths
from .. import sources
from ..geodesy import LONLAT, projected
from ..layer_checks import unreadable
from ..messages import EngineError
from ..protocol import Job

POLLUTANTS = ("pm25", "pm10", "so2", "no2", "co", "o3_8h", "o3_1h")
AVERAGINGS = ("hour", "day", "month", "year")
LAYER = "observations"
BUNDLED = "bundled"
TEXTS = ("place", "name", "city", "adcode")
SHOWN = 3  # examples in a sentence
LOCAL_TIME = "Etc/GMT-8"  # POSIX's sign: eight hours ahead of Greenwich
HOURS = {"hour": (1, 1), "day": (24, 24), "month": (28 * 24, 31 * 24), "year": (365 * 24, 366 * 24)}


@dataclass(frozen=True, eq=False)
class Observations:
    """Values by place and period.

    `frame`: place, name, city, adcode (texts), start, end (datetime64, local, end exclusive), the `pollutants`
    (float, NaN where there is no value), valid_hours (NaN where not told), lon, lat (degrees, EPSG:4490; NaN without
    geometry); sorted by place and start. `shapes`: geometry of each place in EPSG:4490, None for a table.
    """

    frame: pd.DataFrame
    averaging: str
    pollutants: tuple[str, ...]
    title: str
    demonstration: bool
    path: str
    layer: str
    shapes: gpd.GeoSeries | None = None
    count: int = 0
    crs: CRS | None = None
    repairs: list[dict[str, Any]] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        """The input's line in a recipe."""
        told = sources.described(self.path, self.layer, self.crs or LONLAT, self.count, len(self.frame),
                                 len(self.repairs))
        if self.shapes is None:
            told["crs"] = None
        return {**told, "averaging": self.averaging, "pollutants": list(self.pollutants),
                "places": int(self.frame["place"].nunique()), "demonstration": self.demonstration}


def read_observations(reference: str, job: Job) -> Observations:
    """The layer or table of observations `path` or `path|layername=name`, checked.

    Where the file has a layer `observations`, that is taken unless another is named. Raises EngineError as
    `sources.read` does, and obs-columns, obs-no-time, obs-not-a-number, obs-averaging, obs-duplicates, obs-empty.
    """
    path, wanted = sources.split_reference(reference)
    if reference == BUNDLED:
        return bundled_observations()
    layer = sources.find_layer(path, wanted or _usual_layer(path))
    frame, crs, repairs = _loaded(path, layer, job)
    title = sources.titled(path, layer)
    found = tuple(name for name in POLLUTANTS if name in frame)
    _check_columns(frame, found, title)
    values = pd.DataFrame({name: frame[name].map(sources.class_text, na_action="ignore") for name in TEXTS
                           if name in frame}).reindex(columns=list(TEXTS)).astype(object)
    values["name"] = values["name"].where(values["name"].notna(), values["place"])
    values["start"] = _times(frame["start"], title)
    for name in (*found, "valid_hours"):
        values[name] = _numbers(frame, name, title)
    _drop_negatives(values, found, title, job)
    averaging = _averaging(frame, values["start"], title)
    values["end"] = ends(values["start"], averaging)
    _check_rows(values, found, title)
    shapes, lonlat = _places(frame, values["place"], crs)
    values[["lon", "lat"]] = lonlat
    order = ["place", "name", "city", "adcode", "start", "end", *found, "valid_hours", "lon", "lat"]
    values = values[order].sort_values(["place", "start"], ignore_index=True)
    kept = tuple(name for name in found if values[name].notna().any())
    marked = "demonstration" in frame and bool(pd.to_numeric(frame["demonstration"], errors="coerce").eq(1).any())
    return Observations(values, averaging, kept, title, marked, path, layer, shapes, len(frame), crs, repairs)


def bundled_observations() -> Observations:
    """Monthly means of PM2.5 of the 13 cities, 2014–2015, at the cities' points: a demonstration."""
    path = paths.resource("data/pm25_city_monthly.csv")
    table = pd.read_csv(path, dtype={"adcode": str}, comment="#")
    start = pd.to_datetime({"year": table["year"], "month": table["month"], "day": 1})
    frame = pd.DataFrame({
        "place": table["adcode"], "name": table["name_zh"], "city": table["name_zh"], "adcode": table["adcode"],
        "start": start, "end": ends(start, "month"), "pm25": table["pm25_ugm3"].astype(float), "valid_hours": np.nan,
        "lon": table["lon"].astype(float), "lat": table["lat"].astype(float),
    }).sort_values(["place", "start"], ignore_index=True)
    first = frame.drop_duplicates("place")
    shapes = gpd.GeoSeries(shapely.points(first["lon"], first["lat"]), index=first["place"].to_numpy(), crs=LONLAT)
    return Observations(frame, "month", ("pm25",), path.stem, True, str(path), "", shapes, len(frame), LONLAT)


def ends(start: pd.Series[Any], averaging: str) -> pd.Series[Any]:
    """The exclusive ends of periods that begin at `start`."""
    return start + pd.DateOffset(**{f"{averaging}s": 1})


def _usual_layer(path: str) -> str | None:
    """`observations`, where the file has such a layer."""
    try:
        return LAYER if LAYER in [str(name) for name, _ in pyogrio.list_layers(path)] else None
    except Exception:  # what is wrong with the file is told by whoever opens it
        return None


def _loaded(path: str, layer: str, job: Job) -> tuple[pd.DataFrame, CRS | None, list[dict[str, Any]]]:
    """The rows; CRS None for a table. With geometry as `sources.read` checks and repairs it."""
    try:
        spatial = pyogrio.read_info(path, layer=layer)["geometry_type"] is not None
        if not spatial:
            return pyogrio.read_dataframe(path, layer=layer, read_geometry=False), None, []
    except Exception as error:  # GDAL's errors have no common class
        raise unreadable(path, error) from error
    source = sources.read(f"{path}|layername={layer}", (sources.POINT, sources.POLYGON), job)
    return source.frame, source.crs, source.repairs


def _check_columns(frame: pd.DataFrame, found: tuple[str, ...], title: str) -> None:
    missing = [name for name in ("place", "start") if name not in frame]
    missing += [] if found else [" / ".join(POLLUTANTS)]
    if missing:
        shown = ", ".join(str(name) for name in frame.columns if name != "geometry")
        raise EngineError("obs-columns", path=title, missing=", ".join(missing), found=shown)


def _times(column: pd.Series[Any], title: str) -> pd.Series[Any]:
    """Local times without a zone; a time with one is put into UTC+8. Raises obs-no-time."""
    times = column
    if not pd.api.types.is_datetime64_any_dtype(column):
        times = pd.to_datetime(column.astype("string"), errors="coerce", format="ISO8601")
    if times.dt.tz is not None:
        times = times.dt.tz_convert(LOCAL_TIME).dt.tz_localize(None)
    wrong = times.isna()
    if wrong.any():
        raise EngineError("obs-no-time", path=title, count=int(wrong.sum()), found=_shown(column[wrong]))
    return times.astype("datetime64[ms]")


def _numbers(frame: pd.DataFrame, name: str, title: str) -> pd.Series[float]:
    """A column as floats; NaN throughout where there is none. Raises obs-not-a-number."""
    if name not in frame:
        return pd.Series(np.nan, index=frame.index)
    column = frame[name]
    if not pd.api.types.is_numeric_dtype(column):
        column = column.astype("string").str.strip().replace("", pd.NA)
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = (numbers.isna() & column.notna()) | np.isinf(numbers)
    if wrong.any():
        raise EngineError("obs-not-a-number", path=title, field=name, count=int(wrong.sum()),
                          found=_shown(frame[name][wrong]))
    return numbers


def _drop_negatives(values: pd.DataFrame, found: tuple[str, ...], title: str, job: Job) -> None:
    """No concentration is below 0: such a value (−999 often) is none."""
    for name in found:
        negative = values[name] < 0
        if negative.any():
            job.warn("obs-negative", path=title, field=name, count=int(negative.sum()),
                     lowest=f"{values[name].min():g}")
            values.loc[negative, name] = np.nan


def _averaging(frame: pd.DataFrame, start: pd.Series[Any], title: str) -> str:
    """hour, day, month or year: as the column says, else by the length of the periods. Raises obs-averaging."""
    if "averaging" in frame:
        told = [str(value) for value in frame["averaging"].dropna().unique()]
        if len(told) == 1 and told[0] in AVERAGINGS:
            return told[0]
        raise EngineError("obs-averaging", path=title, found=", ".join(told[:SHOWN]) or "–")
    if "end" not in frame:
        raise EngineError("obs-columns", path=title, missing="averaging / end",
                          found=", ".join(str(name) for name in frame.columns if name != "geometry"))
    hours = (_times(frame["end"], title) - start) / pd.Timedelta(hours=1)
    for name, (least, most) in HOURS.items():
        if hours.between(least, most).all():
            return name
    raise EngineError("obs-averaging", path=title, found=f"{hours.min():g}–{hours.max():g} h")


def _check_rows(values: pd.DataFrame, found: tuple[str, ...], title: str) -> None:
    """Raises obs-columns for a row without a place, obs-duplicates, obs-empty."""
    nameless = int(values["place"].isna().sum())
    if nameless:
        raise EngineError("obs-no-place", path=title, count=nameless)
    twice = values.duplicated(["place", "start"])
    if twice.any():
        first = values[twice].iloc[0]
        raise EngineError("obs-duplicates", path=title, count=int(twice.sum()),
                          example=f"{first['place']}, {first['start']:%Y-%m-%d %H:%M}")
    if values[list(found)].isna().all(axis=None):
        raise EngineError("obs-empty", path=title, count=len(values), fields=", ".join(found))


def _places(
    frame: pd.DataFrame, place: pd.Series[Any], crs: CRS | None
) -> tuple[gpd.GeoSeries | None, np.ndarray[Any, Any]]:
    """The geometry of each place in EPSG:4490, and longitude and latitude of each row (n, 2).

    A polygon stands where its fields lon and lat say, else at a point inside it.
    """
    if crs is None:
        return None, np.full((len(frame), 2), np.nan)
    first = ~place.duplicated()
    shapes = projected(np.asarray(frame.geometry.values, dtype=object)[first.to_numpy()], crs, LONLAT)
    points = shapely.point_on_surface(shapes)
    lonlat = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    if {"lon", "lat"} <= set(frame.columns) and (shapely.get_dimensions(shapes) == 2).all():
        told = frame.loc[first, ["lon", "lat"]].apply(pd.to_numeric, errors="coerce").to_numpy(float)
        lonlat = np.where(np.isfinite(told).all(axis=1, keepdims=True), told, lonlat)
    names = place[first].to_numpy()
    by_place = pd.DataFrame(lonlat, index=names).reindex(place).to_numpy()
    return gpd.GeoSeries(shapes, index=names, crs=LONLAT), by_place


def _shown(column: pd.Series[Any]) -> str:
    """The first different values, for a sentence."""
    return ", ".join("–" if pd.isna(value) else f"“{value}”" for value in column.unique()[:SHOWN])
