"""The tables of the plan file, as `resources/catalog/plan_schema.json` describes them."""

from __future__ import annotations

import json
import uuid
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from ... import paths

DTYPES = {"text": object, "int": "Int64", "real": "float64", "datetime": "datetime64[ms]"}


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The whole description: version, CRS, common fields, tables, domains."""
    description: dict[str, Any] = json.loads(paths.resource("catalog/plan_schema.json").read_text(encoding="utf-8"))
    return description


def fields(table: str) -> dict[str, str]:
    """Field name → type (text, int, real, datetime) of a table, the common fields first."""
    own = schema()["tables"][table]["fields"]
    return {field["name"]: field["type"] for field in schema()["common_fields"] + own}


def uid(table: str, key: str) -> str:
    """The UUID of a feature that the facts give, the same in every plan: scenarios are compared by it."""
    namespace = uuid.UUID(schema()["uid_namespace"])  # the project's own; it never changes
    return str(uuid.uuid5(namespace, f"{table}/{key}"))


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows (dicts; `key` gives the uid, `geometry` the shape) as the plan's table `name`, typed as it says."""
    unknown = {key for row in rows for key in row} - set(fields(name)) - {"key", "geometry"}
    if unknown:
        raise KeyError(f"{name} has no field {sorted(unknown)}")
    made = [{"uid": uid(name, str(row["key"]))} | row if "key" in row else row for row in rows]
    frame = pd.DataFrame(index=range(len(made)))
    for field, kind in fields(name).items():
        frame[field] = pd.Series([row.get(field) for row in made], dtype=DTYPES[kind])
    if schema()["tables"][name]["geometry"] is None:
        return frame
    shapes = gpd.GeoSeries([row.get("geometry") for row in made], crs=CRS(schema()["crs"]))
    return gpd.GeoDataFrame(frame, geometry=shapes)


def geometry_type(name: str) -> str | None:
    """Point, LineString, MultiPolygon …; None for a table without geometry."""
    found: str | None = schema()["tables"][name]["geometry"]
    return found
