"""Shares of people, units and ground within reach of each place and of any, and when each unit is reached."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ...geodesy import Geometries
from ...intersections import intersected
from ...kernels import Floats
from ...protocol import Job
from ...stretches import Stretch
from .lines import Lines, catalogue
from .network import Network
from .times import GEODESIC, MIXED, NETWORK, Times

ANY = {"zh": "任一地点", "en": "Any place"}
DIGITS = {"area_m2": 3, "region_area_m2": 3, "share_of_area": 9, "people": 3, "share_of_people": 9, "share_of_units": 9,
          "minutes": 3, "minutes_to": 3, "length_m": 3, "reached_share": 9, "access_kmh": 3, "assumed_kmh": 3}


def bands_table(
    codes: Sequence[str], names: Sequence[str], times: Times, minutes: Sequence[float], language: str
) -> pd.DataFrame:
    """A row for each place and time, at last those of any place; `reckoned` says by which way."""
    methods = [NETWORK if by else GEODESIC for by in times.by_network]
    one = {methods[0]} == set(methods)
    rows = [*zip(codes, names, methods), ("", ANY[language], methods[0] if one else MIXED)]
    return pd.DataFrame([
        {"place_id": code, "place_name": name, "minutes": float(minute), "reckoned": method,
         "scope": "any" if place == len(codes) else "place"}
        for place, (code, name, method) in enumerate(rows) for minute in minutes])


def with_ground(
    bands: pd.DataFrame, shapes: Geometries, units: Geometries | None, working: CRS, job: Job
) -> tuple[pd.DataFrame, Floats, Geometries]:
    """The bands with areas and counts of units; the share of each unit in each band, (b, u); the bands in the region.

    A unit counts as reached where at least the catalogue's share of its ground is.
    """
    bands = bands.assign(area_m2=shapely.area(shapes))
    if units is None:
        unknown = pd.array([pd.NA] * len(bands), "Int64")
        return bands.assign(region_area_m2=np.nan, share_of_area=np.nan, units_reached=unknown,
                            share_of_units=np.nan), np.empty((len(bands), 0)), shapes
    pairs = intersected(shapes, units, Stretch(job, 0.5, 0.7), keep=True)
    whole = np.asarray(shapely.area(units))
    share = np.zeros((len(shapes), len(units)))
    i, j = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    share[i, j] = np.minimum(pairs["area_m2"].to_numpy() / whole[j], 1.0)
    ground = pairs["geometry"].to_numpy(dtype=object)
    inside = np.array([*(shapely.union_all(ground[i == band]) for band in range(len(shapes))), None], dtype=object)[:-1]
    area = np.asarray(shapely.area(inside))
    count = (share >= catalogue()["unit_share"] - 1e-9).sum(axis=1)
    region = float(shapely.area(shapely.union_all(units)))
    return bands.assign(region_area_m2=area, share_of_area=area / region, units_reached=pd.array(count, "Int64"),
                        share_of_units=count / len(units)), share, inside


def units_table(
    codes: Sequence[str], names: Sequence[str], share: Floats, bands: pd.DataFrame, hours: Floats,
    places: Sequence[str]
) -> pd.DataFrame:
    """A row a unit: minutes from the nearest place to a point in it, which place, from how many places it is reached in
    the longest time, and its share of ground reached from any."""
    nothing = np.asarray(np.isnan(hours).all(axis=0))
    least = np.where(nothing, 0, np.where(np.isnan(hours), np.inf, hours).argmin(axis=0))
    last = bands["minutes"] == bands["minutes"].max()
    ours = share[(last & (bands["scope"] == "place")).to_numpy()]
    any_ = share[(last & (bands["scope"] == "any")).to_numpy()][0]
    return pd.DataFrame({
        "unit": list(codes), "unit_name": list(names),
        "minutes_to": np.where(nothing, np.nan, 60 * hours[least, np.arange(len(nothing))]),
        "place_name": np.where(nothing, "", np.array(places, dtype=object)[least]),
        "places": (ours >= catalogue()["unit_share"] - 1e-9).sum(axis=0), "reached_share": any_})


def network_table(lines: Lines, network: Network | None) -> pd.DataFrame:
    """The lines as they were taken: `network_part` is 1 for the longest connected part, empty of what is left out."""
    part = np.full(len(lines.table), -1) if network is None else network.line_part
    _, rank = np.unique(part[part >= 0], return_inverse=True)
    number = pd.array([pd.NA] * len(part), "Int64")
    number[part >= 0] = rank.ravel() + 1
    return lines.table.assign(network_part=number)
