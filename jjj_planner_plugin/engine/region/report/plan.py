"""The plan as the report tells of it: its tables, and what is measured of them here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ...geodesy import LONLAT, area_m2, length_m
from ...layer_checks import unreadable
from ...messages import EngineError
from ...plan.schema import schema
from ...sources import described

ESSENTIAL = ("zones", "units", "plan_info")
MARK = "|scenario="  # in plan_info.parent, between the parent's file and its scenario's name


@dataclass
class Plan:
    """The tables of a plan file by name, those it lacks empty."""

    path: str
    tables: dict[str, pd.DataFrame]
    info: dict[str, Any] = field(default_factory=dict)
    repairs: list[dict[str, Any]] = field(default_factory=list)

    def rows(self, name: str) -> pd.DataFrame:
        """A table's rows; none where the plan has no such table."""
        return self.tables.get(name, pd.DataFrame())

    @property
    def parent(self) -> str | None:
        """The parent scenario's file, where the plan names one that is there."""
        file = str(self.info.get("parent") or "").partition(MARK)[0]
        path = Path(self.path).resolve().parent / file if file else None
        return str(path.resolve()) if path and path.is_file() else None

    @property
    def parent_scenario(self) -> str:
        """The parent scenario's name; empty without one."""
        return str(self.info.get("parent") or "").partition(MARK)[2]

    def described(self) -> dict[str, Any]:
        """Its line in a recipe."""
        count = sum(len(frame) for frame in self.tables.values())
        return described(self.path, "", LONLAT, count, count, 0)


def read_plan(path: str) -> Plan:
    """The plan at `path`. Raises EngineError: no-file, unreadable-layer, file-locked, plan-lacks-tables."""
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    tables: dict[str, pd.DataFrame] = {}
    try:
        present = {str(name) for name, _ in pyogrio.list_layers(path)}
        for name in schema()["tables"]:
            if name in present:
                tables[name] = pyogrio.read_dataframe(path, layer=name, force_2d=True)
    except Exception as error:  # GDAL's, sqlite's and shapely's errors have no common class
        raise unreadable(path, error) from error
    lacking = [name for name in ESSENTIAL if name not in tables]
    if lacking:
        raise EngineError("plan-lacks-tables", path=path, missing=", ".join(lacking))
    info: dict[Any, Any] = next(iter(tables["plan_info"].to_dict("records")), {})
    return Plan(path, tables, {str(key): value for key, value in info.items() if pd.notna(value)})


def areas_km2(frame: pd.DataFrame) -> pd.Series[float]:
    """Ellipsoidal area of each row's polygon; NaN for a row without one."""
    shapes = _shapes(frame)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    found = np.full(len(frame), np.nan)
    if there.any():
        found[there] = area_m2(shapely.make_valid(shapes[there]), LONLAT) / 1e6
    return pd.Series(found, index=frame.index)


def lengths_km(frame: pd.DataFrame) -> pd.Series[float]:
    """Geodesic length of each row's line; NaN for a row without one."""
    return pd.Series([np.nan if shape is None else length_m(shape) / 1000 for shape in _shapes(frame)],
                     index=frame.index)


def _shapes(frame: pd.DataFrame) -> Any:
    if not isinstance(frame, gpd.GeoDataFrame):
        return np.full(len(frame), None, dtype=object)
    moved = frame if frame.crs is None or frame.crs == LONLAT else frame.to_crs(LONLAT)
    return np.asarray(moved.geometry.values, dtype=object)
