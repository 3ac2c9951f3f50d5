"""The layers and tables of the result: their columns, and how they are written while the dates go by."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ... import outputs
from ...geodesy import LONLAT
from ..series import Series, Slice
from .judging import Judgement

TIME, TEXT, NUMBER, COUNT = "datetime64[ms]", "object", "float64", "Int64"
HEAD = {"start": TIME, "end": TIME, "pollutant": TEXT, "standard": TEXT, "grade": TEXT, "limit_value": NUMBER,
        "limit_unit": TEXT}
COLUMNS: dict[str, dict[str, str]] = {
    "footprints": {**HEAD, "footprint": COUNT, "cells": COUNT, "area_m2": NUMBER, "people": NUMBER, "mean": NUMBER,
                   "max": NUMBER},
    "changes": {**HEAD, "change": TEXT, "area_m2": NUMBER, "people": NUMBER},
    "footprint_shares": {**HEAD, "footprint": COUNT, "of": TEXT, "code": TEXT, "name": TEXT, "area_m2": NUMBER,
                         "people": NUMBER, "share_of_footprint": NUMBER, "share_of_jurisdiction": NUMBER},
    "movement": {**HEAD, "footprints": COUNT, "cells": COUNT, "area_m2": NUMBER, "people": NUMBER, "known_m2": NUMBER,
                 "before_m2": NUMBER, "kept_m2": NUMBER, "gained_m2": NUMBER, "lost_m2": NUMBER,
                 "no_data_before_m2": NUMBER, "no_data_now_m2": NUMBER, "overlap": NUMBER, "lon": NUMBER,
                 "lat": NUMBER, "shift_km": NUMBER, "bearing": NUMBER, "gap_days": NUMBER, "standard_before": TEXT,
                 "limit_before": NUMBER, "dropped": COUNT, "dropped_m2": NUMBER, "filled": COUNT,
                 "filled_m2": NUMBER}}
TABLES = tuple(COLUMNS)
SPATIAL = ("footprints", "changes")
DIGITS = {**{name: 3 for columns in COLUMNS.values() for name in columns if name.endswith("_m2")},
          "people": 3, "mean": 4, "max": 4, "share_of_footprint": 9, "share_of_jurisdiction": 9, "overlap": 9, "lon": 8,
          "lat": 8, "shift_km": 6, "bearing": 4, "gap_days": 6}
WARNING = "演示 demonstration"
OF_GDAL = ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")  # named by the triggers of its spatial index
VERTICES = 500_000  # of polygons that wait to be written
MILLISECONDS = {  # GDAL writes them into a new layer and not into more rows of it, and warns when it reads these
    "footprints": """UPDATE footprints SET start = start || '.000', "end" = "end" || '.000' WHERE length(start) = 19""",
    "changes": """UPDATE changes SET start = start || '.000', "end" = "end" || '.000' WHERE length(start) = 19"""}


class Tables:
    """A GeoPackage that grows: polygons are written as they come, so that memory holds those of some dates only."""

    def __init__(self, part: Path, series: Series, counted: bool) -> None:
        """`counted`: whether people are known."""
        self._part, self._series = part, series
        self._waiting: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
        self._vertices = 0
        self._columns = {name: {column: kind for column, kind in columns.items() if counted or column != "people"}
                         | ({"warning": TEXT} if series.demonstration else {}) for name, columns in COLUMNS.items()}
        self.rows = dict.fromkeys(TABLES, 0)
        self.movement = pd.DataFrame()
        """The whole table, once closed."""

    def head(self, one: Slice, judgement: Judgement) -> dict[str, Any]:
        """What every row of a date by one limit begins with."""
        return {"start": one.start, "end": one.end, "pollutant": self._series.pollutant,
                "standard": judgement.standard, "grade": judgement.grade, "limit_value": judgement.limit,
                "limit_unit": self._series.unit}

    def add(self, name: str, rows: pd.DataFrame) -> None:
        """More rows of a table; those of a layer with their geometry in EPSG:4490."""
        self._waiting[name].append(rows)
        self.rows[name] += len(rows)
        if name in SPATIAL:
            self._vertices += int(shapely.get_num_coordinates(rows.geometry.values).sum())
            if self._vertices > VERTICES:
                self._flush()

    def close(self) -> None:
        """Write what waits; a layer or table without any row is there too."""
        self._flush()
        with closing(sqlite3.connect(self._part)) as connection, connection:
            for function in OF_GDAL:  # must be there; called they are only where a geometry or a fid changes
                connection.create_function(function, 1, lambda _: None)
            for name in SPATIAL:
                connection.execute(MILLISECONDS[name])
        for name in TABLES[len(SPATIAL):]:
            table = self._typed(name)
            outputs.write_layer(table, self._part, name)
            if name == "movement":
                self.movement = table

    def _flush(self) -> None:
        for name in SPATIAL:
            outputs.write_layer(self._typed(name), self._part, name, "MultiPolygon", append=True)
        self._vertices = 0

    def _typed(self, name: str) -> pd.DataFrame:
        """The rows that wait, with all the columns and their types."""
        waiting, columns = [one for one in self._waiting[name] if len(one)], self._columns[name]
        self._waiting[name] = []
        rows = [pd.DataFrame(one).reindex(columns=list(columns)).astype(object) for one in waiting]
        frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(columns), dtype=object)
        frame = frame.where(frame.notna(), None).astype(columns)
        if "warning" in columns:
            frame["warning"] = WARNING
        frame = outputs.rounded(frame, DIGITS)
        if name not in SPATIAL:
            return frame
        shapes = np.concatenate([np.empty(0, dtype=object), *[one.geometry.values for one in waiting]])
        return gpd.GeoDataFrame(frame, geometry=shapes, crs=LONLAT)
