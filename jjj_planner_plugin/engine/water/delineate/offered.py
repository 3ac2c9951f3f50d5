"""The bundled sub-basins that are offered where catchments are not to be trusted."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from ...geodesy import LONLAT, area_m2, multiple
from ...kernels import Indices
from ...sources import read_bundled

CARRIED = ["name_zh", "name_en", "next_down"]


def offered(catchments: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A row for each catchment that is not to be trusted (`trusted` 0) and each sub-basin of the Hai that it meets.

    Both frames are in EPSG:4490 with `point_id`. `holds_point`: whether the point lies in it; `met_m2`: the ground that
    both have.
    """
    known = read_bundled("catchments").to_crs(LONLAT)
    shapes = np.asarray(known.geometry.values, dtype=object)
    doubted = np.flatnonzero(catchments["trusted"].to_numpy() == 0)
    which, basin = _meeting(np.asarray(catchments.geometry.values, dtype=object)[doubted], shapes)
    both = shapely.intersection(np.asarray(catchments.geometry.values, dtype=object)[doubted[which]], shapes[basin])
    rows = catchments.iloc[doubted[which]]
    places = points.geometry.iloc[doubted[which]]
    return gpd.GeoDataFrame({
        "point_id": rows["point_id"].to_numpy(), "name": rows["name"].to_numpy(),
        "catchment_id": known["catchment_id"].to_numpy()[basin],
        **{name: known[name].to_numpy()[basin] for name in CARRIED},
        "area_m2": area_m2(shapes, LONLAT)[basin], "met_m2": area_m2(both, LONLAT) if len(both) else np.empty(0),
        "holds_point": shapely.intersects(shapes[basin], np.asarray(places.values, dtype=object)).astype(np.int64),
    }, geometry=multiple(shapes[basin]), crs=LONLAT)


def _meeting(shapes: np.ndarray, others: np.ndarray) -> tuple[Indices, Indices]:
    found = shapely.STRtree(others).query(shapes, predicate="intersects")
    order = np.lexsort((found[1], found[0]))
    return found[0][order], found[1][order]
