"""Two years, tables or plans side by side: each number before, after, and the difference; lists one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from .levels import Region

AFTER, DIFFERENCE = "_after", "_difference"
SIDES = {"zh": ("前", "后"), "en": ("before", "after")}
GROUND = ("area_km2", "area_m2", "places", "length_km", "distance_km", "border_m")
"""Measures of the ground and counts of places: where both sides have the same, they are told once."""


def sides(first: Region, second: Region) -> tuple[str, str] | None:
    """What tells the two apart: their years, tables or plans; None where these are called the same."""
    pairs = [(first.joined.table.year, second.joined.table.year),
             (first.joined.table.title, second.joined.table.title),
             (Path(first.places.plan).stem, Path(second.places.plan).stem)]
    return next(((one, other) for one, other in pairs if one and other and one != other), None)


def sides_table(named: tuple[str, str] | None) -> Mapping[str, pd.DataFrame]:
    """Table `compared`: by a column's ending what its side is called; none where that is not known."""
    return {"compared": pd.DataFrame({"ending": ["", AFTER], "called": list(named)})} if named else {}


def below(frames: Sequence[pd.DataFrame], called: Sequence[str]) -> pd.DataFrame:
    """The rows of the frames one below the other; `values_of` says whose they are."""
    told = [frame.assign(values_of=name) for frame, name in zip(frames, called) if len(frame)]
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame()


def side_by_side(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows of either frame by their keys; beside each column of numbers NAME_after and NAME_difference, but of
    GROUND only where the two are not the same.

    Difference = after − before, and not known where one of the two is not. Texts and shapes are those before, or
    after where a row is there only then.
    """
    left, right = (pd.DataFrame(frame).drop_duplicates(list(keys)).set_index(list(keys)) for frame in (before, after))
    rows = left.index.append(right.index.difference(left.index, sort=False))
    left, right = left.reindex(rows), right.reindex(rows)
    made: dict[str, pd.Series] = {}
    for name in [*left.columns, *(one for one in right.columns if one not in left)]:
        first = left[name] if name in left else pd.Series(index=rows, dtype=float)
        second = right[name] if name in right else pd.Series(index=rows, dtype=float)
        if name != "geometry" and pd.api.types.is_numeric_dtype(first) and pd.api.types.is_numeric_dtype(second):
            made[name] = first
            if name not in GROUND or not first.astype(float).equals(second.astype(float)):
                made |= {f"{name}{AFTER}": second, f"{name}{DIFFERENCE}": (second - first).round(9)}
        else:
            made[name] = first.where(first.notna(), second)
    shapes = made.pop("geometry", None)
    frame = pd.DataFrame(made, index=rows).reset_index()
    if shapes is None:
        return frame
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes.to_numpy(), crs=before.crs), crs=before.crs)
