"""What of each ground a feature lies on: a point inside or near a polygon, an area with its share in each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ...geodesy import ELLIPSOID, LONLAT, Geometries, projected
from ...intersections import TRACE_M2, intersection, meeting
from .features import Features
from .grounds import Ground

INSIDE, PART, NEAR, OUTSIDE = "inside", "part", "near", "outside"
RELATIONS = (INSIDE, PART, NEAR, OUTSIDE)
WHOLE = 1 - 1e-9  # share from which on an area lies wholly inside
STRETCH = 1.01  # of distances in the working frame, against those on the ground
COLUMNS = ("position", "located_on", "ground_layer", "class", "class_name", "relation", "area_m2", "share_of_feature",
           "apart_m")


def placed(features: Features, ground: Ground, border_m: float, working: CRS) -> pd.DataFrame:
    """A row of COLUMNS for each feature and polygon it lies in, or as a point within `border_m` of; by feature.

    An area's rows are by share, and have one more for what no polygon covers; a point's are by distance from the
    polygon in metres on the ground, 0 inside.
    """
    rows = pd.concat([_points(features, ground, border_m, working), _areas(features, ground)], ignore_index=True)
    rows["located_on"], rows["ground_layer"] = ground.key, ground.title
    number = rows.pop("row").to_numpy(np.int64)
    outside = number < 0
    rows["class"] = np.where(outside, "", np.array([*ground.codes, ""], dtype=object)[number])
    rows["class_name"] = np.where(outside, "", np.array([*ground.names, ""], dtype=object)[number])
    rows["last"], rows["order"] = rows["relation"] == OUTSIDE, number
    rows["by"] = rows["apart_m"].fillna(-rows["share_of_feature"])
    rows = rows.sort_values(["position", "last", "by", "order"], kind="stable", ignore_index=True)
    return rows[list(COLUMNS)]


def _points(features: Features, ground: Ground, border_m: float, working: CRS) -> pd.DataFrame:
    position = np.flatnonzero(~features.areal)
    points = features.shapes[position]
    tree = shapely.STRtree(ground.shapes)
    i, row = tree.query(points, predicate="dwithin", distance=STRETCH * border_m)
    distance = metres_between(points[i], ground.shapes[row], working)
    kept = distance <= border_m
    return pd.DataFrame({
        "position": position[i[kept]], "row": row[kept], "area_m2": np.nan, "share_of_feature": np.nan,
        "relation": np.where(distance[kept] == 0, INSIDE, NEAR), "apart_m": distance[kept]})


def metres_between(one: Geometries, other: Geometries, working: CRS) -> np.ndarray:
    """Geodesic distance of the two nearest points of each pair, in metres; 0 in contact."""
    lines = projected(np.asarray(shapely.shortest_line(one, other), dtype=object), working, LONLAT)
    ends = shapely.get_coordinates(lines).reshape(-1, 4)
    return np.asarray(np.where(shapely.distance(one, other) == 0, 0.0, ELLIPSOID.inv(*ends.T)[2]))


def _areas(features: Features, ground: Ground) -> pd.DataFrame:
    position = np.flatnonzero(features.areal)
    shapes = features.shapes[position]
    i, row = meeting(shapes, ground.shapes)
    common = intersection(shapes[i], ground.shapes[row])
    area, whole = np.asarray(shapely.area(common)), np.asarray(shapely.area(shapes))
    kept = area > TRACE_M2
    share = np.minimum(area[kept] / whole[i[kept]], 1.0)
    inside = pd.DataFrame({
        "position": position[i[kept]], "row": row[kept], "area_m2": area[kept], "share_of_feature": share,
        "relation": np.where(share >= WHOLE, INSIDE, PART), "apart_m": np.nan})
    rest = _uncovered(position, whole, i[kept], common[kept])
    return pd.concat([frame for frame in (inside, rest) if len(frame)] or [inside], ignore_index=True)


def _uncovered(position: np.ndarray, whole: np.ndarray, i: np.ndarray, common: Geometries) -> pd.DataFrame:
    """Of each area what no polygon covers, where that is more than rounding."""
    covered = np.array([shapely.area(shapely.union_all(common[i == place])) for place in range(len(position))])
    left = whole - covered
    open_ = left > np.maximum(TRACE_M2, whole * (1 - WHOLE))
    return pd.DataFrame({
        "position": position[open_], "row": -1, "area_m2": left[open_], "share_of_feature": left[open_] / whole[open_],
        "relation": OUTSIDE, "apart_m": np.nan})
