"""Values by place and period, wherever they come from: stations and cities as observed, or zones over rasters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..geodesy import LONLAT, Geometries, multiple, projected
from ..jurisdictions import BUNDLED, CITY, Jurisdictions, read_jurisdictions
from ..messages import EngineError
from ..outputs import write_layer
from ..protocol import Job
from ..recipes import Input
from .aqi import OF_DAYS, OF_HOURS
from .hj663 import rules, shortfall
from .observations import Observations, read_observations
from .series import Series, open_series
from .standards import POLLUTANTS
from .yearly import MONTHS

if TYPE_CHECKING:
    from ..zonal.coverage import Coverage

TEXTS = ["place", "name", "city", "adcode"]
LEAST_SHARE = 0.5  # of a zone that has values: below it a mean is none of the zone
CITY_ENDING = "市"
AUTO = "auto"
ADCODE = r"\d{6}"


@dataclass(frozen=True)
class Placed:
    """`frame`: place, name, city, adcode, start, end and a column for each of `columns` (NaN: no valid value)."""

    frame: pd.DataFrame
    averaging: str
    columns: tuple[str, ...]
    shapes: gpd.GeoSeries | None
    """By place, in the layer's CRS; None for a table without geometry."""
    title: str
    demonstration: bool
    inputs: list[Input]
    rasters: dict[str, Series] = field(default_factory=dict)
    """By pollutant, the series that the values come from; empty for observations."""
    stations: pd.DataFrame | None = None
    """Of cities: place, year, pollutant, used, known: the stations behind them."""


def check_source(observations: str | None, rasters: list[str] | None, cells: str | None) -> None:
    """Either of the two, and cells of rasters only. Raises one-air-source, cells-no-raster."""
    if (observations is None) == (not rasters):
        raise EngineError("one-air-source")
    if cells and not rasters:
        raise EngineError("cells-no-raster")


def read_placed(
    observations: str | None, rasters: list[str] | None, pollutants: list[str] | None, averaging: str | None,
    zones: str, zone_field: str | None, job: Job,
) -> Placed:
    """Observations, or the means of rasters in zones. Raises EngineError as their readers do."""
    if observations is not None:
        return _observed(read_observations(observations, job), observations == BUNDLED, job)
    series = read_rasters(rasters or [], pollutants, averaging, job)
    return _of_zones(series, read_jurisdictions(zones, zone_field, CITY, job), job)


def _observed(read: Observations, bundled: bool, job: Job) -> Placed:
    """Days of too few hours are no days, where it is clear whose hours are told: of several pollutants they are the
    fewest, and whoever made the days has judged each. The daily maximum of ozone may stand on fewer (HJ 663-2013)."""
    frame = read.frame.copy()
    if read.averaging == "day":
        short = (frame["valid_hours"] < rules()["hours_of_a_day"]).to_numpy()
        if short.any() and (len(read.pollutants) > 1 or read.pollutants == ("o3_8h",)):
            job.warn("day-hours-kept", layer=read.title, count=int(short.sum()), hours=rules()["hours_of_a_day"])
        elif short.any():
            job.warn("day-hours", layer=read.title, count=int(short.sum()), hours=rules()["hours_of_a_day"])
            frame.loc[short, list(read.pollutants)] = np.nan
    shapes = read.shapes
    if bundled:
        shapes = city_shapes(frame.drop_duplicates("place"), job)
    return Placed(frame, read.averaging, read.pollutants, shapes, read.title, read.demonstration, [read])


def read_rasters(
    rasters: list[str], pollutants: list[str] | None, averaging: str | None, job: Job
) -> dict[str, Series]:
    """A series by pollutant, all on one grid, over the same time and of the same averaging. `pollutants` says what
    each raster holds where its tags do not.

    Raises EngineError names-for-rasters, raster-no-pollutant, raster-no-date, and as `open_series` does.
    """
    if pollutants and len(pollutants) != len(rasters):
        raise EngineError("names-for-rasters", count=len(rasters), found=len(pollutants))
    by_pollutant: dict[str, list[str]] = {}
    for place, path in enumerate(rasters):
        told = pollutants[place] if pollutants else open_series([path], job).pollutant
        if told not in POLLUTANTS:
            raise EngineError("raster-no-pollutant", path=Path(path).name, known=", ".join(POLLUTANTS))
        by_pollutant.setdefault(told, []).append(path)
    found = {name: open_series(by_pollutant[name], job, name, averaging) for name in POLLUTANTS if name in by_pollutant}
    for one in found.values():
        if not one.dated or one.averaging is None:
            raise EngineError("raster-no-date", path=one.title)
    _check_alike(list(found.values()))
    return found


def _check_alike(several: Sequence[Series]) -> None:
    first = several[0]
    for other in several[1:]:
        if other.averaging != first.averaging:
            raise EngineError("air-averagings-differ", first=first.title, other=other.title,
                              found=f"{first.averaging}, {other.averaging}")
        if first.grid.apart(other.grid) >= 1e-9:
            raise EngineError("air-grids-differ", first=first.title, other=other.title)


def _of_zones(rasters: dict[str, Series], zones: Jurisdictions, job: Job) -> Placed:
    """Means over the true area of each cell in a zone, by date. Raises air-apart, air-all-no-data."""
    first = next(iter(rasters.values()))
    columns = OF_HOURS if first.averaging == "hour" else OF_DAYS
    codes = sorted(set(zones.codes))
    whole = zones.ground(codes)
    frame = _zone_values(rasters, columns, codes, _covered(whole, zones, first, job), job)
    held = tuple(columns[name] for name in rasters)
    if frame[list(held)].isna().all(axis=None):
        raise EngineError("air-all-no-data", raster=first.title)
    frame.insert(1, "name", frame["place"].map(zones.names).fillna(frame["place"]))
    frame["city"] = None
    frame["adcode"] = frame["place"].where(frame["place"].str.fullmatch(ADCODE), None)
    frame = frame.sort_values(["place", "start"], ignore_index=True)
    shapes = gpd.GeoSeries(whole, index=codes, crs=zones.source.crs)
    return Placed(frame, str(first.averaging), held, shapes, first.title,
                  any(one.demonstration for one in rasters.values()), [*rasters.values(), *zones.sources], rasters)


def _covered(shapes: Geometries, zones: Jurisdictions, series: Series, job: Job) -> Coverage:
    """The zones' shares in the series' cells; those that lie off it are told, and refused if all do."""
    from ..frame import in_frame
    from ..rings import from_geometries
    from ..zonal.coverage import cover

    rings = in_frame(from_geometries(shapes), zones.source.crs, series.grid.crs, zones.source.title)
    coverage = cover(rings, series.grid)
    off = int((coverage.inside == 0).sum())
    if off == len(shapes):
        raise EngineError("air-apart", raster=series.title, zones=zones.source.title)
    if off:
        job.warn("air-zones-off", raster=series.title, count=off)
    return coverage


def _zone_values(
    rasters: dict[str, Series], columns: dict[str, str], codes: list[str], coverage: Coverage, job: Job
) -> pd.DataFrame:
    """place, start, end and a column for each pollutant; NaN where less than LEAST_SHARE of the zone has values."""
    from ..zonal.means import zone_means

    frame, few = pd.DataFrame(columns=["place", "start", "end"]), 0
    for pollutant, series in rasters.items():
        means = zone_means(series, coverage, job)
        enough = means.valid_share >= LEAST_SHARE
        few += int((~enough & np.isfinite(means.mean)).sum())
        periods = pd.DataFrame([(one.start, one.end) for one in series.slices], columns=["start", "end"])
        values = periods.loc[periods.index.repeat(len(codes))].reset_index(drop=True)
        values.insert(0, "place", np.tile(np.array(codes, dtype=object), len(periods)))
        values[columns[pollutant]] = np.where(enough, means.mean, np.nan).ravel()
        frame = values if frame.empty else frame.merge(values, on=["place", "start", "end"], how="outer")
    if few:
        job.warn("zone-half-covered", count=few, share=f"{LEAST_SHARE:.0%}")
    return frame


def write_places(table: pd.DataFrame, placed: Placed, part: Path, layer: str) -> None:
    """The table with the geometry of its places, where they have one."""
    if placed.shapes is None:
        write_layer(table, part, layer)
        return
    shapes: Geometries = np.asarray(placed.shapes.reindex(table["place"]).to_numpy(), dtype=object)
    areal = bool((shapely.get_dimensions(shapes) == 2).all())
    spatial = gpd.GeoDataFrame(table, geometry=multiple(shapes) if areal else shapes, crs=placed.shapes.crs)
    write_layer(spatial, part, layer, "MultiPolygon" if areal else None)


# Cities

def city_shapes(places: pd.DataFrame, job: Job) -> gpd.GeoSeries | None:
    """The bundled outlines of cities by place, where every place is one of them by its code or name; else None."""
    cities = read_jurisdictions(BUNDLED, None, CITY, job)
    names = {name.removesuffix(CITY_ENDING): code for code, name in cities.names.items()}
    known = set(cities.names)
    found = {}
    for place, adcode in zip(places["place"].astype(str), places["adcode"].astype(str)):
        code = next((one for one in (adcode, place) if one in known), names.get(place.removesuffix(CITY_ENDING)))
        if code is None:
            return None
        found[place] = cities.ground([code])[0]
    return gpd.GeoSeries(projected(np.array([*found.values(), None], dtype=object)[:-1], cities.source.crs, LONLAT),
                         index=list(found), crs=LONLAT)


def as_asked(placed: Placed, by: str, complete_only: bool, job: Job) -> Placed:
    """The places themselves (`place`), their cities (`city`: by_city), or `auto`: cities if each place has one and
    several share one, else the places."""
    if by == "city":
        return by_city(placed, complete_only, job)
    places = placed.frame.drop_duplicates("place")
    cities = places["city"].where(places["city"].notna() & (places["city"] != ""))
    if by != AUTO or cities.isna().any() or not cities.duplicated().any():
        return placed
    if complete_only:
        job.warn("stations-as-cities", layer=placed.title, stations=len(places), cities=int(cities.nunique()))
    return by_city(placed, complete_only, job)


def by_city(placed: Placed, complete_only: bool, job: Job) -> Placed:
    """Each city's value: the mean over its stations. With `complete_only`, for a year only over those whose year is
    complete (HJ 663); a city without any has them all, and is marked. Raises EngineError no-city."""
    frame = placed.frame
    city = frame["city"].where(frame["city"].notna() & (frame["city"] != ""))
    if city.isna().all():
        raise EngineError("no-city", path=placed.title)
    if city.isna().any():
        job.warn("no-city-rows", layer=placed.title, count=int(frame.loc[city.isna(), "place"].nunique()))
    frame = frame.assign(city=city)[city.notna()].reset_index(drop=True)
    values, stations = frame[list(placed.columns)].copy(), None
    if complete_only:
        stations = pd.concat([_stations(frame, pollutant, column, values, placed.averaging)
                              for pollutant, column in OF_DAYS.items() if column in placed.columns])
    if "excluded" in frame:
        values["excluded"] = frame["excluded"].astype(float)
    means = pd.concat([frame[["city", "start", "end"]], values], axis=1).groupby(
        ["city", "start", "end"], as_index=False).mean()
    if "excluded" in means:
        means["excluded"] = means["excluded"] > 0
    means.insert(0, "place", means["city"])
    means.insert(1, "name", means["city"])
    code = frame["adcode"].astype("string").str[:4].add("00").groupby(frame["city"]).first()
    means["adcode"] = means["city"].map(code).astype(object)
    places = means.drop_duplicates("place")
    shapes = city_shapes(places, job)
    if shapes is None and placed.shapes is not None:
        middle = frame.drop_duplicates("place").groupby("city")[["lon", "lat"]].mean()
        shapes = gpd.GeoSeries(shapely.points(middle["lon"], middle["lat"]), index=middle.index, crs=LONLAT)
    return replace(placed, frame=means, shapes=shapes, stations=stations)


def _stations(
    frame: pd.DataFrame, pollutant: str, column: str, values: pd.DataFrame, averaging: str
) -> pd.DataFrame:
    """Blank in `values` the stations whose year falls short, and tell how many of each city are used: place, year,
    pollutant, used, known."""
    years = frame["start"].dt.year
    measured = frame[values[column].notna()]
    rows = []
    for (city, station, year), group in measured.groupby(["city", "place", years[measured.index]]):
        days = group["start"].to_numpy().astype("datetime64[D]")
        enough = not shortfall(days, int(year)) if averaging == "day" else len(days) == MONTHS
        rows.append((city, station, int(year), enough))
    told = pd.DataFrame(rows, columns=["city", "station", "year", "enough"])
    counts = told.groupby(["city", "year"])["enough"].agg(used="sum", known="size").reset_index()
    short = told[~told["enough"]].merge(counts[counts["used"] > 0], on=["city", "year"])
    dropped = pd.MultiIndex.from_frame(short[["station", "year"]])
    gone = pd.MultiIndex.from_arrays([frame["place"], years]).isin(dropped)
    values.loc[gone, column] = np.nan
    return counts.rename(columns={"city": "place"}).assign(pollutant=pollutant)
