"""The tables of a plan file that live figures come from, with the edits laid over them that no file holds yet."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from ..geodesy import Geometries
from ..layer_checks import unreadable
from ..messages import EngineError
from ..repairs import from_wkb

TABLES = ("units", "zones", "axes", "axis_members", "catchments", "rivers", "core", "twin_cities", "nodes")
PLACES = ("core", "twin_cities", "nodes")
Key = tuple[str, str]  # table, uid


@dataclass(frozen=True, eq=False)
class Feature:
    """A row of a table; shape is in EPSG:4490, None if it has none."""

    uid: str
    fields: Mapping[str, Any]
    shape: shapely.Geometry | None

    def text(self, name: str) -> str | None:
        """A field as text; None where it is null, empty or not there."""
        value = self.fields.get(name)
        return None if value is None or value == "" else str(value)

    def number(self, name: str) -> float | None:
        """A field as a number, likewise."""
        value = self.fields.get(name)
        return None if value is None or value == "" else float(value)


Table = dict[str, Feature]


@dataclass(frozen=True, eq=False)
class Edit:
    """What an edit says of a feature: its shape (None: as it was), the fields that are told, or that it is gone."""

    shape: shapely.Geometry | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    dropped: bool = False

    def then(self, later: Edit) -> Edit:
        """Both, the later one over this."""
        if later.dropped:
            return later
        return Edit(later.shape if later.shape is not None else self.shape, {**self.fields, **later.fields})


@dataclass(frozen=True, eq=False)
class Plan:
    """The tables by name, each by uid, in the file's order; tables that the file misses are empty."""

    tables: Mapping[str, Table]

    def edited(self, edits: Mapping[Key, Edit]) -> Plan:
        """The plan with the edits laid over it; a feature that it does not have is new."""
        tables = {name: dict(rows) for name, rows in self.tables.items()}
        for (name, uid), edit in edits.items():
            if name not in tables:
                continue
            if edit.dropped:
                tables[name].pop(uid, None)
                continue
            was = tables[name].get(uid, Feature(uid, {}, None))
            tables[name][uid] = replace(
                was, fields={**was.fields, **edit.fields}, shape=was.shape if edit.shape is None else edit.shape)
        return Plan(tables)

    def feature(self, table: str, uid: str) -> Feature:
        """Raises EngineError live-unknown-feature."""
        found = self.tables.get(table, {}).get(uid)
        if found is None:
            raise EngineError("live-unknown-feature", table=table, uid=uid)
        return found


def read_plan(path: str) -> Plan:
    """Raises EngineError no-file, unreadable-layer, file-locked."""
    if not Path(path).exists():
        raise EngineError("no-file", path=path)
    try:
        present = {str(name) for name, _ in pyogrio.list_layers(path)}
        read = {name: pyogrio.raw.read(path, layer=name, return_fids=True) for name in TABLES if name in present}
    except Exception as error:  # GDAL's and sqlite's errors have no common class
        raise unreadable(path, error) from error
    return Plan({name: _table(*read[name]) if name in read else {} for name in TABLES})


def _table(meta: dict[str, Any], fids: Any, wkb: Any, columns: Any) -> Table:
    """A table's rows. One without uid, or with one that another row has, is told apart by its fid."""
    values = {str(field): [_plain(value) for value in column] for field, column in zip(meta["fields"], columns)}
    shapes = np.full(len(fids), None, dtype=object)
    if wkb is not None:
        drawn = np.flatnonzero([data is not None for data in wkb])
        shapes[drawn] = from_wkb(wkb[drawn])[0]
    rows: Table = {}
    for n, fid in enumerate(fids):
        fields = {field: column[n] for field, column in values.items()}
        uid = str(fields.get("uid") or f"fid {fid}")
        key = uid if uid not in rows else f"{uid} (fid {fid})"
        empty = shapes[n] is None or shapely.is_empty(shapes[n])
        rows[key] = Feature(key, fields, None if empty else shapes[n])
    return rows


def _plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if value is None or pd.isna(value) else value


def told_edits(edited: Iterable[Any], dropped: Iterable[Any]) -> dict[Key, Edit]:
    """Edits as a request tells them, by table and uid. Raises EngineError live-bad-change, live-bad-geometry."""
    edits: dict[Key, Edit] = {}
    for told in edited:
        key = key_of(told)
        edits[key] = edits.get(key, Edit()).then(edit_of(told))
    return edits | {key_of(told): Edit(dropped=True) for told in dropped}


def key_of(told: Any) -> Key:
    """The feature that a request names."""
    table, uid = (told.get(name) if isinstance(told, dict) else None for name in ("table", "uid"))
    if not isinstance(table, str) or not isinstance(uid, str):
        raise EngineError("live-bad-change", found=_shown(told), expected="{table, uid, …}")
    return table, uid


def edit_of(told: dict[str, Any]) -> Edit:
    """The edit that a request tells of a feature."""
    fields = told.get("fields") or {}
    if not isinstance(fields, dict):
        raise EngineError("live-bad-change", found=_shown(told), expected="fields: {…}")
    data = told.get("wkb")
    return Edit(None if data is None else shape_of(data), fields)


def shape_of(data: Any) -> shapely.Geometry:
    """The geometry of base64 text of WKB. Raises EngineError live-bad-geometry."""
    try:
        wkb = base64.b64decode(data, validate=True)
        shape = from_wkb(np.array([wkb], dtype=object))[0][0]
    except (TypeError, ValueError, IndexError, struct.error, shapely.errors.ShapelyError) as error:
        raise EngineError("live-bad-geometry", reason=f"{type(error).__name__}: {error}") from error
    if shape is None or not np.isfinite(shapely.get_coordinates(shape)).all():
        raise EngineError("live-bad-geometry", reason="NaN")
    return shape


def _shown(told: Any) -> str:
    """The beginning of what a request said."""
    text = str(told)
    return text if len(text) <= 120 else f"{text[:120]}…"


def valid(shapes: Geometries) -> tuple[Geometries, int]:
    """Polygons made valid, and how many were not."""
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if broken.size:
        shapes = shapes.copy()
        shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return shapes, int(broken.size)


def polygonal(shapes: Geometries) -> Geometries:
    """Only the ground of them: where outlines touch, an overlay leaves points and lines too."""
    shapes = shapes.copy()
    for place in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        parts = [part for part in shapely.get_parts(shapes[place]) if part.geom_type in ("Polygon", "MultiPolygon")]
        shapes[place] = shapely.union_all(parts) if parts else shapely.MultiPolygon()
    return shapes
