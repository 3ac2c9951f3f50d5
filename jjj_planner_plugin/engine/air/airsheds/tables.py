"""What comes of a grouping: the airsheds with their figures, and what they share with jurisdictions and regions."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from .... import paths
from ...geodesy import LONLAT, Geometries, area_m2, multiple, projected, to_working
from ...jurisdictions import Jurisdictions, divided
from ...kernels import Floats, Indices
from ...protocol import Job
from .members import CELLS, POINTS, Members

MARK = "演示 demonstration"  # in a column of every table that is made of the bundled sample
JOINED = 0.05  # an airshed joins jurisdictions of which it has such a share, or that have such a share of it
AND = "、"  # between their names
DIGITS = {"mean": 3, "r_within": 4, "r_between": 4, "area_m2": 3, "share_of_airshed": 9, "share_of_jurisdiction": 9,
          "share_of_region": 9}
REGIONS = "catalog/air_regions.json"


@cache
def policy_regions() -> dict[str, dict[str, Any]]:
    """The regions of joint control by id: names, years, `cities` (name_zh; adcode inside the region, else None)."""
    found = json.loads(paths.resource(REGIONS).read_text(encoding="utf-8"))
    return {region["id"]: region for region in found["regions"]}


def airshed_shapes(members: Members, group: Indices) -> Geometries:
    """The ground of each airshed in the members' CRS; of stations the points together."""
    count = int(group.max()) + 1
    join = shapely.coverage_union_all if members.kind == CELLS else shapely.union_all
    return np.array([join(members.shapes[group == one]) for one in range(count)], dtype=object)


def amounts(
    members: Members, group: Indices, shapes: Geometries, jurisdictions: Jurisdictions, working: CRS, job: Job
) -> pd.DataFrame:
    """`airshed` (from 1), `code` (empty outside all) and `area_m2`, of stations `stations`: a row where it is not 0."""
    if members.kind != POINTS:
        pieces = divided(to_working(shapes, members.crs, working), jurisdictions, working, job)
        return pd.DataFrame({"airshed": pieces["position"] + 1, "code": pieces["code"], "area_m2": pieces["area_m2"]})
    codes, grounds = jurisdictions.dissolved(working)
    station, place = shapely.STRtree(grounds).query(projected(members.shapes, members.crs, working), "intersects")
    found = np.full(len(members), "", dtype=object)
    found[station[::-1]] = np.array(codes, dtype=object)[place[::-1]]  # of several the first
    table = pd.DataFrame({"airshed": group + 1, "code": found})
    return table.groupby(["airshed", "code"]).size().rename("stations").reset_index()


def shares(amount: pd.DataFrame, jurisdictions: Jurisdictions, working: CRS) -> pd.DataFrame:
    """Table `airshed_jurisdictions`: each amount as share of the airshed (together 1) and of the jurisdiction."""
    what = amount.columns[-1]
    table = amount.assign(name=amount["code"].map(jurisdictions.names).fillna(""))
    table["share_of_airshed"] = table[what] / table.groupby("airshed")[what].transform("sum")
    whole = table.groupby("code")[what].sum()
    if what == "area_m2":
        codes, grounds = jurisdictions.dissolved(working)
        whole = pd.Series(shapely.area(grounds), index=codes)
    table["share_of_jurisdiction"] = (table[what] / table["code"].map(whole)).where(table["code"] != "")
    enough = (table["share_of_airshed"] >= JOINED) | (table["share_of_jurisdiction"] >= JOINED)
    table["joined"] = (enough & (table["code"] != "")).astype(np.int64)
    table = table.sort_values(["airshed", what, "code"], ascending=[True, False, True], ignore_index=True)
    return table[["airshed", "code", "name", what, "share_of_airshed", "share_of_jurisdiction", "joined"]].round(DIGITS)


def airshed_layer(
    members: Members, group: Indices, shapes: Geometries, r: Floats, table: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Layer `airsheds`: a feature each with its size, mean, r inside and to the others, and whom it joins."""
    weight = np.ones(len(members)) if members.kind == POINTS else area_m2(members.shapes, members.crs)
    rows = []
    for one, shape in enumerate(shapes):
        inside = group == one
        names = table.loc[(table["airshed"] == one + 1) & (table["joined"] == 1), "name"]
        area = np.nan if members.kind == POINTS else float(area_m2(np.array([shape], dtype=object), members.crs)[0])
        rows.append({
            "airshed": one + 1, "members": int(inside.sum()), "mean": _mean(members.values[:, inside], weight[inside]),
            "r_within": _mean_r(r[np.ix_(inside, inside)], own=True),
            "r_between": _mean_r(r[np.ix_(inside, ~inside)], own=False),
            "area_m2": area, "joins": AND.join(names)})
    layer = pd.DataFrame(rows).round(DIGITS)
    points = members.kind == POINTS
    geometry = np.array([_points(shape) for shape in shapes], dtype=object) if points else multiple(shapes)
    return gpd.GeoDataFrame(layer, geometry=geometry, crs=members.crs)


def _points(shape: shapely.Geometry) -> shapely.MultiPoint:
    return shapely.multipoints(shapely.get_coordinates(shape))


def _mean(values: Floats, weight: Floats) -> float:
    """Mean of what is there, each member by its weight."""
    there = np.isfinite(values)
    return float((np.where(there, values, 0) * weight).sum() / (there * weight).sum())


def _mean_r(r: Floats, own: bool) -> float:
    """Mean correlation of pairs; NaN without any. `own`: a square whose diagonal is no pair."""
    pairs = r.size - (len(r) if own else 0)
    return float((r.sum() - (np.trace(r) if own else 0)) / pairs) if pairs else float("nan")


def region_table(region: str, shared: pd.DataFrame, jurisdictions: Jurisdictions) -> pd.DataFrame:
    """Table `airshed_region`: what of each airshed lies in the policy region (`in_region` 1) and what does not."""
    what = shared.columns[3]
    adcodes = [city["adcode"] for city in policy_regions()[region]["cities"] if city["adcode"]]
    of_region = {code for code in jurisdictions.names if any(jurisdictions.belongs(code, one) for one in adcodes)}
    rows = shared.assign(in_region=shared["code"].isin(of_region).astype(np.int64))
    table = rows.groupby(["airshed", "in_region"])[[what, "share_of_airshed"]].sum()
    both = pd.MultiIndex.from_product([sorted(set(rows["airshed"])), [1, 0]], names=["airshed", "in_region"])
    table = table.reindex(both, fill_value=0).reset_index()
    table["share_of_region"] = (table[what] / table.groupby("in_region")[what].transform("sum")).where(
        table["in_region"] == 1)
    return table.assign(region=region)[
        ["region", "airshed", "in_region", what, "share_of_airshed", "share_of_region"]].round(DIGITS)


def region_cities(region: str, shared: pd.DataFrame, jurisdictions: Jurisdictions) -> pd.DataFrame:
    """Table `region_cities`: each city of the policy region, whether the data reach it, and the airshed with most of
    it."""
    rows = []
    what = shared.columns[3]
    for city in policy_regions()[region]["cities"]:
        code = city["adcode"] or ""
        own = [one for one in jurisdictions.names if code and jurisdictions.belongs(one, code)]
        mine = shared[shared["code"].isin(own)].groupby("airshed")[what].sum()
        rows.append({"region": region, "code": code, "name_zh": city["name_zh"], "in_data": int(len(mine) > 0),
                     "airshed": int(mine.idxmax()) if len(mine) else pd.NA})
    return pd.DataFrame(rows).astype({"airshed": "Int64"})


def member_layer(members: Members, group: Indices, r: Floats) -> gpd.GeoDataFrame:
    """Layer `airshed_members`: each city or station, its airshed, its mean r with the others there and elsewhere."""
    same = group[:, None] == group
    other = same & ~np.eye(len(group), dtype=bool)
    rows = pd.DataFrame({
        "place": members.codes, "name": members.names, "airshed": group + 1,
        "mean": np.nanmean(members.values, axis=0),
        "r_within": [float(np.mean(r[k, other[k]])) if other[k].any() else np.nan for k in range(len(group))],
        "r_between": [float(np.mean(r[k, ~same[k]])) if (~same[k]).any() else np.nan for k in range(len(group))]})
    geometry = members.shapes if members.kind == POINTS else multiple(members.shapes)
    return gpd.GeoDataFrame(rows.round(DIGITS), geometry=geometry, crs=members.crs)


def marked(table: pd.DataFrame, demonstration: bool) -> pd.DataFrame:
    """The table, of a demonstration with its mark in `warning`."""
    return table.assign(warning=MARK) if demonstration else table


def lonlat_box(members: Members) -> tuple[float, float, float, float]:
    """The extent of the members in degrees."""
    west, south, east, north = shapely.total_bounds(projected(members.shapes, members.crs, LONLAT))
    return float(west), float(south), float(east), float(north)
