"""Runs of riparian strips: what they gave, and rivers whose figures a hand can compute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pyogrio
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="GRS80")
MERIDIAN = shapely.LineString([(116.5, 39.1), (116.5, 39.0)])  # flows south
NODE = (116.5, 39.5)
Run = Callable[..., "Result"]


class Result:
    """The layers of a run."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.notes = [warning["code"] for warning in told["warnings"]]

    def layer(self, name: str) -> gpd.GeoDataFrame:
        return pyogrio.read_dataframe(self.told["output"], layer=name)

    @property
    def strips(self) -> gpd.GeoDataFrame:
        return self.layer("strips")

    def areas(self) -> dict[tuple[str, str], float]:
        """By class and part, m²."""
        return dict(self.strips.groupby(["strip_class", "strip_part"])["area_m2"].sum())


def going(lon: float, lat: float, azimuth: float, metres: float) -> tuple[float, float]:
    x, y, _ = GEOD.fwd(lon, lat, azimuth, metres)
    return x, y


def length(shape: Any) -> float:
    return float(GEOD.geometry_length(shape))


def y_shaped() -> list[shapely.LineString]:
    """Two branches of 5 km from north-west and north-east, and the river that they make, south."""
    west, east = going(*NODE, -40, 5000), going(*NODE, 40, 5000)
    return [shapely.LineString([west, NODE]), shapely.LineString([east, NODE]),
            shapely.LineString([NODE, going(*NODE, 180, 5000)])]
