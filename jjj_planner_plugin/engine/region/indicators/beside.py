"""Two years, tables or plans side by side: each number before, after, and the difference."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

AFTER, DIFFERENCE = "_after", "_difference"


def side_by_side(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows of either frame by their keys; each column of numbers with two more, NAME_after and NAME_difference.

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
            made |= {name: first, f"{name}{AFTER}": second, f"{name}{DIFFERENCE}": (second - first).round(9)}
        else:
            made[name] = first.where(first.notna(), second)
    shapes = made.pop("geometry", None)
    frame = pd.DataFrame(made, index=rows).reset_index()
    if shapes is None:
        return frame
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes.to_numpy(), crs=before.crs), crs=before.crs)
