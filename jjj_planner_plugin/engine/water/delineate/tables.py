"""The layers of the result: their columns, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ... import outputs
from ...geodesy import ELLIPSOID, LONLAT, Geometries, multiple
from ...kernels import Floats, Indices
from ..catalogue import limits
from .basins import Basins
from .flatness import Flatness
from .snapping import centres
from .streams import Streams

CATCHMENTS, SUB_BASINS, STREAMS = "catchments", "sub_basins", "streams"
POINTS, SNAPS, OFFERED = "pour_points", "snaps", "trusted_basins"
TABLES = (CATCHMENTS, SUB_BASINS, STREAMS, POINTS, SNAPS, OFFERED)
TYPES = {CATCHMENTS: "MultiPolygon", SUB_BASINS: "MultiPolygon", OFFERED: "MultiPolygon", STREAMS: "LineString",
         SNAPS: "LineString", POINTS: "Point"}
DIGITS = {"area_m2": 3, "flat_m2": 3, "upstream_m2": 3, "met_m2": 3, "length_m": 3, "snap_m": 2, "flat_share": 9,
          "plain_share": 9, "published_ratio": 6, "given_lon": 8, "given_lat": 8}


@dataclass(frozen=True)
class Drained:
    """n pour points on the river, and what is known of the ground that drains into them."""

    frame: pd.DataFrame
    """As they were given, by point_id: name, lon, lat, published_km2."""
    cells: Indices
    """(n, 2): the row and column each was moved to."""
    which: Indices
    """(n,): its place in `basins.cells`; several points may share one."""
    basins: Basins
    upstream: Floats
    flat: Flatness
    stay: bool
    """Whether no point was to be moved: then not to the middle of its cell either."""

    @property
    def area_m2(self) -> Floats:
        """That drain into each point, (n,)."""
        return np.asarray(self.upstream[self.cells[:, 0], self.cells[:, 1]])

    @property
    def first_ids(self) -> Indices:
        """The point_id of each of `basins.cells`: the first point's in it."""
        return np.asarray(self.frame.index.to_numpy(np.int64)[self._first])

    @property
    def first_names(self) -> NDArray[np.object_]:
        """The name of each of `basins.cells`, likewise."""
        return np.asarray(self.frame["name"].to_numpy(dtype=object)[self._first])

    @property
    def _first(self) -> Indices:
        return np.unique(self.which, return_index=True)[1]

    def catchments(self) -> gpd.GeoDataFrame:
        """Whole catchments, a row a point; those of points upstream lie in them."""
        rules, count = limits()["plain"], len(self.basins.cells)
        window = self.basins.window(np.arange(count))
        _, own, parts = self.flat.shares(self.basins.part(window), window, self.basins.grid, count)
        above = [self.basins.above(place) for place in range(count)]
        flat, cells = (np.array([part[one].sum() for one in above])[self.which] for part in (own, parts))
        cut = self.basins.cut()
        area, around = self.area_m2, self.flat.around(self.cells)
        share = np.minimum(flat / area, 1.0)
        whole = np.concatenate([self.basins.whole(place) for place in range(count)])
        return gpd.GeoDataFrame({
            "point_id": self.frame.index, "name": self.frame["name"].to_numpy(), "area_m2": area,
            "published_km2": self.frame["published_km2"].to_numpy(),
            "published_ratio": area / 1e6 / self.frame["published_km2"].to_numpy(),
            "flat_m2": flat, "flat_share": share, "plain_share": around,
            "trusted": ((share <= rules["share"]) & (around <= rules["around_share"])).astype(np.int64),
            "cells": cells.astype(np.int64), "coarse": (cells < limits()["coarse_cells"]).astype(np.int64),
            "cut": np.array([cut[one].any() for one in above])[self.which].astype(np.int64),
        }, geometry=multiple(whole)[self.which], crs=LONLAT)

    def points(self) -> gpd.GeoDataFrame:
        """The points where they were moved to."""
        given = self.frame[["lon", "lat"]].to_numpy(np.float64)
        lonlat = given if self.stay else centres(self.cells, self.basins.grid)
        return gpd.GeoDataFrame({
            "point_id": self.frame.index, "name": self.frame["name"].to_numpy(), "upstream_m2": self.area_m2,
            "snap_m": ELLIPSOID.inv(*given.T, *lonlat.T)[2], "given_lon": given[:, 0], "given_lat": given[:, 1],
        }, geometry=shapely.points(lonlat), crs=LONLAT)

    def snaps(self) -> gpd.GeoDataFrame:
        """A line from each point as it was given to where it was moved."""
        points = self.points()
        given = points[["given_lon", "given_lat"]].to_numpy()
        ends = np.stack([given, shapely.get_coordinates(points.geometry.values)], axis=1)
        lines = gpd.GeoDataFrame(points[["point_id", "name", "snap_m"]], geometry=shapely.linestrings(ends), crs=LONLAT)
        return lines[lines["snap_m"] > 0]


def stream_layer(found: Streams, point_ids: Indices) -> gpd.GeoDataFrame:
    """`point_ids`: of each of `Basins.cells`."""
    number = np.arange(1, len(found.lines) + 1)
    return gpd.GeoDataFrame({
        "stream_id": number, "next_stream": np.where(found.down >= 0, found.down + 1, 0),
        "point_id": point_ids[found.basin], "strahler": found.strahler, "length_m": found.length_m,
        "upstream_m2": found.upstream_m2}, geometry=found.lines, crs=LONLAT)


def basin_layer(
    parts: Geometries, area_m2: Floats, down: Indices, ids: Indices, point_ids: Indices, codes: Sequence[str],
) -> gpd.GeoDataFrame:
    """Sub-basins that do not overlap; `down` is the place of the next one downstream, −1 for none."""
    return gpd.GeoDataFrame({
        "basin_id": ids, "next_down": np.where(down >= 0, ids[down], 0), "point_id": point_ids,
        "pfafstetter": np.array([code or None for code in codes], dtype=object), "area_m2": area_m2,
    }, geometry=multiple(parts), crs=LONLAT)


def write(layers: Mapping[str, gpd.GeoDataFrame], part: Path) -> None:
    """Those that have a row, in the order of TABLES."""
    for name in TABLES:
        if name in layers and len(layers[name]):
            outputs.write_layer(outputs.rounded(layers[name], DIGITS), part, name, TYPES[name])


def counted(layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    """Rows of each layer."""
    return {name: len(layers[name]) if name in layers else 0 for name in TABLES}
