"""The gap per head across a border: the places that face one another over it, pair by pair, and all together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import Geometries
from ...lengths import lengths_m
from ...shared_borders import shared_borders

SIDES = ("inside", "outside")
PAIRS = ("inside_code", "inside_name", "outside_code", "outside_name", "outside_province", "inside_value",
         "outside_value", "gap", "gap_ratio", "border_m", "geometry")
SUMMARY = ("outside_province", "pairs", "inside_value", "outside_value", "gap", "gap_ratio", "border_m",
           "known_border_m")


def border_pairs(places: pd.DataFrame, shapes: Geometries, inside: NDArray[np.bool_], value: NDArray[np.float64],
                 tolerance_m: float, working: CRS) -> pd.DataFrame:
    """A row for each two places (`code`, `name`, `province`) with a common border, one inside and one outside.

    `shapes` are polygons in `working`; `value` is per head, NaN where it is not known. gap = inside − outside,
    gap_ratio = inside / outside; geometry is the border between the two, border_m its length on the ground.
    """
    borders = shared_borders(shapes, tolerance_m)
    left, right = borders["left"].to_numpy(dtype=np.intp), borders["right"].to_numpy(dtype=np.intp)
    across = inside[left] != inside[right]
    borders, left, right = borders[across], left[across], right[across]
    near, far = np.where(inside[left], left, right), np.where(inside[left], right, left)
    lines = borders["geometry"].to_numpy(dtype=object)
    found = pd.DataFrame({"near": near, "far": far, "geometry": lines, "border_m": lengths_m(lines, working)})
    rows = []
    for (one, other), part in found.groupby(["near", "far"], sort=True):
        here, there = places.iloc[one], places.iloc[other]
        a, b = float(value[one]), float(value[other])
        rows.append((here["code"], here["name"], there["code"], there["name"], there["province"], a, b, a - b,
                     a / b if b else np.nan, part["border_m"].sum(), shapely.multilinestrings(list(part["geometry"]))))
    table = pd.DataFrame(rows, columns=list(PAIRS))
    return table.sort_values(["inside_code", "outside_code"], ignore_index=True)


def border_summary(pairs: pd.DataFrame) -> pd.DataFrame:
    """By the province on the other side, and of the whole border (outside_province empty): means weighted by border.

    Of the pairs with both values known; `known_border_m` is their border. The ratio is of the means.
    """
    groups = [(str(code), part) for code, part in pairs.groupby("outside_province", sort=True)]
    rows = []
    for code, part in [*groups, ("", pairs)]:
        known = part[part["gap"].notna()]
        length = known["border_m"].to_numpy(dtype=np.float64)
        if length.sum() > 0:
            a, b = (float(np.average(known[f"{side}_value"].to_numpy(np.float64), weights=length)) for side in SIDES)
        else:
            a = b = np.nan
        rows.append((code, len(part), a, b, a - b, a / b if b else np.nan, part["border_m"].sum(), length.sum()))
    return pd.DataFrame(rows, columns=list(SUMMARY))
