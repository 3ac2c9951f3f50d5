"""A plan as the comparison reads it: every table's features in degrees, each under the key that it is paired by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from .... import paths
from ...geodesy import LONLAT, Geometries, densified, multiple, projected
from ...intersections import objects
from ...layer_checks import has_crs, unreadable
from ...messages import EngineError
from ...protocol import Job
from ...repairs import repaired
from ...sources import described, tell_repairs
from ..schema import fields, geometry_type, schema

ESSENTIAL = ("core", "twin_cities", "nodes", "axes", "zones", "units", "plan_info")
"""Tables without which a file is no plan; layers/compose.py asks for the same."""


class Feature(NamedTuple):
    """One row: its values by field, as `value` gives them, and its shape in EPSG:4490 (None without any)."""

    values: dict[str, Any]
    shape: Any


Table = dict[str, Feature]
"""Features by key: their uid."""


@dataclass
class Plan:
    """A plan's tables by name; a table that the file lacks is empty."""

    path: str
    tables: dict[str, Table]
    info: dict[str, Any]
    count: int = 0
    repairs: list[dict[str, Any]] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        """Its line in a recipe."""
        return described(self.path, "", LONLAT, self.count, self.count, len(self.repairs))

    @property
    def title(self) -> str:
        """`title · scenario`, or the file's name."""
        named = [str(self.info[name]) for name in ("title", "scenario") if self.info.get(name)]
        return " · ".join(named) or Path(self.path).stem


@lru_cache(maxsize=1)
def comparison() -> dict[str, Any]:
    """`resources/catalog/plan_comparison.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/plan_comparison.json").read_text(encoding="utf-8"))
    return found


def compared_tables() -> list[str]:
    """The tables whose features are compared, in the schema's order."""
    return [name for name in schema()["tables"] if name not in comparison()["not_compared"]]


def read_plan(path: str, job: Job) -> Plan:
    """The plan at `path`, its invalid polygons repaired.

    Raises EngineError: no-file, unreadable-layer, file-locked, plan-lacks-tables, plan-version, no-crs.
    """
    present = _tables_in(path)
    missing = [name for name in ESSENTIAL if name not in present]
    if missing:
        raise EngineError("plan-lacks-tables", path=path, missing=", ".join(missing))
    info = next(iter(_rows(_read(path, "plan_info"), "plan_info")), {})
    found, expected = info.get("schema_version"), schema()["schema_version"]
    if found != expected:
        raise EngineError("plan-version", path=path, found="—" if found is None else found, expected=expected)
    plan = Plan(path, {}, info)
    for name in compared_tables():
        job.progress(0.02, "reading", what=name)
        plan.tables[name] = _table(plan, name, job) if name in present else {}
    tell_repairs(plan.repairs, Path(path).stem, job)
    return plan


def _tables_in(path: str) -> set[str]:
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    try:
        return {str(name) for name, _ in pyogrio.list_layers(path)}
    except Exception as error:  # as in `sources`: GDAL's errors have no common class
        raise unreadable(path, error) from error


def _read(path: str, name: str) -> pd.DataFrame:
    """A table; its dates as they are written, whether the QGIS that wrote them marked them as UTC or not."""
    try:
        frame = pyogrio.read_dataframe(path, layer=name, fid_as_index=True, force_2d=True)
    except Exception as error:
        raise unreadable(path, error) from error
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
            frame[column] = frame[column].dt.tz_localize(None)
    return frame


def _table(plan: Plan, name: str, job: Job) -> Table:
    frame = _read(plan.path, name)
    plan.count += len(frame)
    shapes = _shapes(plan, frame, name) if geometry_type(name) else objects([None] * len(frame))
    table: Table = {}
    without = 0
    for values, shape in zip(_rows(frame, name), shapes):
        uid = values.get("uid")
        without += uid is None or uid in table
        table[free_key(table, uid or content_key(values, shape))] = Feature(values, shape)
    if without:
        job.warn("compare-no-uid", table=name, count=without, plan=Path(plan.path).stem)
    return table


def free_key(table: Table, wanted: str) -> str:
    """The key, or for one that is taken `key/2`, `key/3` …: two features with one uid are both compared."""
    key, number = wanted, 2
    while key in table:
        key, number = f"{wanted}/{number}", number + 1
    return key


def content_key(values: dict[str, Any], shape: Any) -> str:
    """The key of a feature without uid: only one that is the same in every value has it too."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    wkb = b"" if shape is None else shapely.to_wkb(shape)
    return f"~{hashlib.sha256(text.encode() + wkb).hexdigest()[:32]}"


def _rows(frame: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    """The schema's fields of each row; one that the table lacks is None."""
    kinds = fields(name)
    columns = {column: frame[column] if column in frame else [None] * len(frame) for column in kinds}
    return [{column: value(found, kinds[column]) for column, found in zip(columns, row)}
            for row in zip(*columns.values())]


def value(found: Any, kind: str) -> Any:
    """A field's value as text, int, float or None, so that it can be compared: a date is its ISO text."""
    if found is None or found is pd.NaT or (isinstance(found, float) and np.isnan(found)) or found == "":
        return None
    try:
        if kind == "int":
            return int(float(found))
        if kind == "real":
            return float(found)
        if kind == "datetime":
            return pd.Timestamp(found).isoformat()
    except (TypeError, ValueError):
        pass  # a draft's text where the plan has a number: it is told as it is
    return str(found)


def _shapes(plan: Plan, frame: pd.DataFrame, name: str) -> Geometries:
    """The geometries in EPSG:4490, polygons valid; None where there is none."""
    if "geometry" not in frame:
        return objects([None] * len(frame))
    crs = frame.crs
    if not has_crs(crs):
        raise EngineError("no-crs", path=f"{Path(plan.path).stem}: {name}")
    shapes = objects(frame.geometry.values)
    shapes[shapely.is_empty(shapes)] = None
    broken = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_valid(shapes))
    if broken.size and geometry_type(name) == "MultiPolygon":
        fids = frame.index.to_numpy()[broken].astype(np.int64)
        shapes[broken], repairs = repaired(shapely.to_wkb(shapes[broken]), fids, CRS(crs), name)
        plan.repairs += repairs
    return in_degrees(shapes, CRS(crs))


def in_degrees(shapes: Geometries, crs: CRS) -> Geometries:
    """The shapes in EPSG:4490: those that are there already stay vertex by vertex as they are."""
    there = ~shapely.is_missing(shapes)
    moved = shapes.copy()
    if crs != LONLAT and there.any():
        moved[there] = projected(densified(shapes[there], crs), crs, LONLAT)
    areal = shapely.get_type_id(moved) == 3
    moved[areal] = multiple(moved[areal])
    return moved


def names_of(feature: Feature) -> dict[str, Any]:
    """The two name fields."""
    return {"name_zh": feature.values.get("name_zh"), "name_en": feature.values.get("name_en")}


def shapes_of(features: Iterable[Feature]) -> Geometries:
    """The shapes of those features that have one."""
    return objects(feature.shape for feature in features if feature.shape is not None)
