"""The layers: each jurisdiction with its share from outside, and the pairs, from upstream to downstream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ...geodesy import LONLAT, Geometries, geodesic_line, multiple, projected
from ...jurisdictions import Jurisdictions
from ...kernels import Floats
from .agreements import agreements_of, catalogue
from .paths import Paths

Population = tuple[Optional[str], Optional[str], Optional[str]]  # a raster, or a layer and its field

DIGITS = 3  # of m² and people
SHARE_DIGITS = 9


@dataclass(frozen=True, eq=False)
class Reckoning:
    """What was found of some jurisdictions: `codes`, numbered from 1 in the paths, and the ground of each, (count,).

    most: where only a range is known, its upper end, `least` the lower one. remarks: a row for each code of what the
    way by which it was found says of it. known, (count,): which of them the data reaches, enough to say what drains
    through them. partly, (count,): those of whose ground it does not reach all.
    """

    units: Jurisdictions
    codes: list[str]
    ground: Geometries
    least: Paths
    most: Paths | None
    remarks: pd.DataFrame
    known: NDArray[np.bool_]
    partly: NDArray[np.bool_]

    @property
    def names(self) -> list[str]:
        """What each is called."""
        return [self.units.names.get(code, code) for code in self.codes]


def dependency_layer(found: Reckoning, peopled: bool) -> gpd.GeoDataFrame:
    """Layer `dependency`: a polygon for each jurisdiction."""
    least = found.least.matrix()
    table = pd.DataFrame({"code": found.codes, "name": found.names})
    inside = np.diag(least)[1:]
    table["inside_m2"] = inside
    for suffix, paths in (("", found.least), ("_high", found.most)):
        if paths is None:
            continue
        amounts = paths.matrix()
        table[f"upstream{suffix}_m2"] = amounts[:, 1:].sum(axis=0)
        table[f"outside{suffix}_m2"] = table[f"upstream{suffix}_m2"] - inside
        table[f"dependency{suffix}"] = share(table[f"outside{suffix}_m2"], table[f"upstream{suffix}_m2"])
    table["beyond_m2"] = least[0, 1:]
    if peopled:
        people = found.least.matrix(found.least.people)
        table["inside_people"] = np.diag(people)[1:]
        table["outside_people"] = people[:, 1:].sum(axis=0) - table["inside_people"]
        table["people_share"] = share(table["outside_people"], people[:, 1:].sum(axis=0))
    table = pd.concat([table, _largest(least, found), found.remarks.reset_index(drop=True)], axis=1)
    ground = multiple(found.ground)
    return gpd.GeoDataFrame(rounded(table), geometry=ground, crs=found.units.source.crs)


def _largest(amounts: Floats, found: Reckoning) -> pd.DataFrame:
    """The jurisdiction with most ground upstream of each; none where all that is upstream is beyond or its own."""
    others = amounts[1:, 1:].copy()
    np.fill_diagonal(others, 0)
    place, most = others.argmax(axis=0), others.max(axis=0)
    there = most > 0
    codes, names = np.array(found.codes, dtype=object), np.array(found.names, dtype=object)
    return pd.DataFrame({
        "largest_code": np.where(there, codes[place], None), "largest_name": np.where(there, names[place], None),
        "largest_m2": np.where(there, most, np.nan),
        "largest_share": np.where(there, share(most, amounts[:, 1:].sum(axis=0)), np.nan)})


def pair_layer(found: Reckoning, peopled: bool) -> gpd.GeoDataFrame:
    """Layer `pairs`: a line from the upstream to the downstream jurisdiction, what is to be trusted and large first."""
    least = found.least.matrix()
    most = least if found.most is None else found.most.matrix()
    people = found.least.matrix(found.least.people)
    ups, downs = (place + 1 for place in np.nonzero(most[1:, 1:]))
    apart = ups != downs
    ups, downs = ups[apart], downs[apart]
    codes, names = np.array(["", *found.codes], dtype=object), np.array(["", *found.names], dtype=object)
    table = pd.DataFrame({
        "upstream_code": codes[ups], "upstream_name": names[ups], "downstream_code": codes[downs],
        "downstream_name": names[downs], "area_m2": least[ups, downs]})
    if found.most is not None:
        table["area_high_m2"] = most[ups, downs]
    if peopled:
        table["people"] = people[ups, downs]
    table["share_of_downstream"] = share(least[ups, downs], least[:, 1:].sum(axis=0)[downs - 1])
    table["share_of_upstream"] = share(least[ups, downs], np.diag(least)[ups])
    table = table.assign(**_agreed(codes[ups], codes[downs], found.units))
    if found.most is None:
        doubt = share(found.least.in_doubt()[ups, downs], least[ups, downs])
        table["trusted"] = (doubt < catalogue()["flat"]["most_share"]).astype(np.int64)
    else:
        table["trusted"] = (least[ups, downs] >= (1 - catalogue()["most_range"]) * most[ups, downs]).astype(np.int64)
    table = rounded(table)
    at = middles(found)
    lines = [geodesic_line([at[up - 1], at[down - 1]]) for up, down in zip(ups, downs)]
    frame = gpd.GeoDataFrame(table, geometry=np.array([*lines, None], dtype=object)[:-1], crs=LONLAT)
    first = [name for name in ("trusted", "area_m2", "area_high_m2") if name in frame]
    down = [False] * len(first) + [True, True]
    return frame.sort_values([*first, "upstream_code", "downstream_code"], ascending=down, ignore_index=True)


def _agreed(ups: NDArray[np.object_], downs: NDArray[np.object_], units: Jurisdictions) -> dict[str, list[str | None]]:
    """The agreements of each pair, in columns; None where there is none."""
    several = [agreements_of(up, down, units) for up, down in zip(ups, downs)]
    return {
        "agreements": [", ".join(one.key for one in some) or None for some in several],
        "agreements_zh": ["、".join(one.names["zh"] for one in some) or None for some in several],
        "agreements_en": [", ".join(one.names["en"] for one in some) or None for some in several],
        "agreement_kinds": [", ".join(dict.fromkeys(one.kind for one in some)) or None for some in several]}


def middles(found: Reckoning) -> list[tuple[float, float]]:
    """A place in degrees in the largest part of each jurisdiction: its centroid, where that lies inside."""
    largest = np.array([max(shapely.get_parts(one), key=shapely.area, default=one) for one in found.ground])
    centre = shapely.centroid(largest)
    centre = np.where(shapely.contains(largest, centre), centre, shapely.point_on_surface(largest))
    there: Geometries = projected(centre, found.units.source.crs, LONLAT)
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(there)]


def share(part: Any, whole: Any) -> Floats:
    """part / whole; 0 where there is no whole."""
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.asarray(np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0))


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Amounts to the mm² and shares to nine places: what rounding leaves beyond differs from machine to machine."""
    numbers = table.select_dtypes("float64").columns
    digits = {name: SHARE_DIGITS if "share" in name or name.startswith("dependency") else DIGITS for name in numbers}
    return table.round(digits)
