"""The plan's axes against flows: which links they cover, and what each of them carries, stretch by stretch.

A place is on an axis that names it a member, or that passes it within the axis's width. An axis covers a link whose two
ends are on it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.ops import substring

from ...geodesy import LONLAT, REGION_ALBERS, azimuthal_frame, densified, length_m, moved, projected
from .catalogue import catalogue
from .ground import Axis

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
WORKING = CRS.from_proj4(REGION_ALBERS)
TRACE_KM = 0.05


def on_axes(places: pd.DataFrame, axes: list[Axis], extensions: bool) -> Bools:
    """Whether each place is on each axis, (n, axes); `extensions`: members beyond an axis's end too."""
    found = np.zeros((len(places), len(axes)), dtype=bool)
    lines = [densified(np.array([axis.line], dtype=object), LONLAT) for axis in axes]
    for row, (code, place) in enumerate(places.iterrows()):
        frame = azimuthal_frame(float(place["lon"]), float(place["lat"]))
        for column, (axis, line) in enumerate(zip(axes, lines)):
            member = code in axis.members or (extensions and code in axis.extension)
            found[row, column] = member or bool(
                shapely.distance(moved(line, frame)[0], shapely.Point(0, 0)) <= 1000 * axis.width_km)
    return found


def covering(on: Bools) -> NDArray[np.bool_]:
    """Which axes cover which pair of places, (n, n, axes)."""
    return on[:, None, :] & on[None, :, :] & ~np.eye(len(on), dtype=bool)[:, :, None]


def carried(flow: Floats, expected: Floats, places: pd.DataFrame, axes: list[Axis], on: Bools) -> pd.DataFrame:
    """A row an axis: places on it, pairs of these and how many are linked, what it carries, and against what.

    `shared` is the part of `value` that another axis covers too. `gravity_ratio` is value over what gravity expects of
    the same pairs; `mean_ratio` is value a pair over the mean of all pairs. `little`: below the catalogue's `little`
    by gravity, or by the mean where gravity cannot say.
    """
    covers = covering(on)
    several = covers.sum(axis=2) > 1
    n, whole = len(flow), float(flow.sum())
    rows = []
    for column, axis in enumerate(axes):
        mine = covers[:, :, column]
        pairs = int(np.triu(mine).sum())
        value, length = float(flow[mine].sum()), length_m(axis.line) / 1000
        known = mine & np.isfinite(expected)
        by_gravity = float(flow[known].sum() / expected[known].sum()) if expected[known].sum() > 0 else np.nan
        by_mean = (value / pairs) / (whole / (n * (n - 1) / 2)) if pairs else np.nan
        judged = by_gravity if np.isfinite(by_gravity) else by_mean
        rows.append({
            "axis": axis.id, "axis_name": axis.name, "length_km": length, "places_on": int(on[:, column].sum()),
            "places_named": ", ".join(places["told"][on[:, column]]), "pairs_on": pairs,
            "pairs_linked": int((np.triu(mine) & (flow + flow.T > 0)).sum()), "value": value, "share": value / whole,
            "shared": float(flow[mine & several].sum()), "value_per_km": value / length if length > 0 else np.nan,
            "expected": float(expected[known].sum()) if known.any() else np.nan, "gravity_ratio": by_gravity,
            "mean_ratio": by_mean, "little": int(judged < catalogue()["little"]) if pairs else 1})
    return pd.DataFrame(rows)


def loads(flow: Floats, places: pd.DataFrame, axes: list[Axis], on: Bools) -> pd.DataFrame:
    """The stretches of each axis between the places on it: axis, its name, ends, what passes, its share, geometry.

    A flow between two places on an axis passes every stretch between them; `share` is that of all flows. A place
    beside the line counts where it is nearest to it. An axis of several separate lines has no stretches.
    """
    rows = []
    points = projected(shapely.points(places["lon"], places["lat"]), LONLAT, WORKING)
    for column, axis in enumerate(axes):
        line = shapely.line_merge(densified(np.array([axis.line], dtype=object), LONLAT)[0])
        here = np.flatnonzero(on[:, column])
        if line.geom_type != "LineString" or len(here) < 2:
            continue
        flat = projected(np.array([line], dtype=object), LONLAT, WORKING)[0]
        at = shapely.line_locate_point(flat, points[here])
        order = np.argsort(at, kind="stable")
        here, at = here[order], at[order]
        for place in range(len(here) - 1):
            if at[place + 1] - at[place] < 1000 * TRACE_KM:
                continue  # both beyond the same end
            before, after = here[: place + 1], here[place + 1 :]
            passing = flow[np.ix_(before, after)].sum() + flow[np.ix_(after, before)].sum()
            stretch = substring(flat, at[place], at[place + 1])
            rows.append({
                "axis": axis.id, "axis_name": axis.name, "stretch_no": place + 1,
                "from_name": places["name"].iloc[before[-1]], "to_name": places["name"].iloc[after[0]],
                "value": float(passing), "share": float(passing / flow.sum()),
                "geometry": projected(np.array([stretch], dtype=object), WORKING, LONLAT)[0]})
    columns = ["axis", "axis_name", "stretch_no", "from_name", "to_name", "value", "share", "geometry"]
    return pd.DataFrame(rows, columns=columns)
