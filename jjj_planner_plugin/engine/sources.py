"""Reading vector layers: checked, made two-dimensional, repaired; every repair is listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from .. import paths
from .geodesy import LONLAT, Geometries, area_m2, transformer
from .messages import LINES, MIXED, NO_GEOMETRY, POINTS, POLYGONS, EngineError, Pair, either
from .protocol import Job

# How long GDAL waits for another program's lock, ms: a save in QGIS takes a moment.
pyogrio.set_gdal_config_options({"SQLITE_BUSY_TIMEOUT": "1000"})

POLYGON, LINE, POINT = POLYGONS, LINES, POINTS
KINDS = {0: POINT, 4: POINT, 1: LINE, 2: LINE, 5: LINE, 3: POLYGON, 6: POLYGON}


@dataclass
class Source:
    """One input layer as the analyses see it.

    `frame` keeps the fields; its geometry is valid, two-dimensional, never null. Its index is the layer's fid.
    """

    path: str
    layer: str
    crs: CRS
    frame: gpd.GeoDataFrame
    count: int
    repairs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a sentence calls it: the layer's name, or the file's."""
        return self.layer or Path(self.path).stem

    @property
    def geometries(self) -> Geometries:
        """Shape (n,), in the layer's CRS."""
        return np.asarray(self.frame.geometry.values, dtype=object)

    def described(self) -> dict[str, Any]:
        """The input's line in a recipe."""
        return {
            "path": self.path, "layer": self.layer, "crs": self.crs.to_string(),
            "features": self.count, "used": len(self.frame), "repaired": len(self.repairs),
        }

    def text_fields(self) -> list[str]:
        """Names of the fields that hold text, in the layer's order."""
        return [str(name) for name in self.frame if pd.api.types.is_string_dtype(self.frame[name])]

    def classes(self, name: str | None, job: Job) -> pd.Series[str]:
        """The class of each feature as text; without a field, all are one class with the layer's name."""
        if name is None:
            return pd.Series(self.title, index=self.frame.index, dtype=object)
        if name not in self.frame:
            known = ", ".join(str(c) for c in self.frame.columns if c != "geometry")
            raise EngineError("unknown-field", path=self.title, field=name, fields=known)
        values = self.frame[name]
        empty = int(values.isna().sum())
        if empty == len(values):
            raise EngineError("null-class", path=self.title, field=name)
        if empty:
            job.warn("null-classes", layer=self.title, field=name, count=empty)
        return values.map(_class_text, na_action="ignore").fillna("").astype(object)


def _class_text(value: Any) -> str:
    """Codes that a layer holds as 110101.0 are 110101."""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def read_bundled(layer: str) -> gpd.GeoDataFrame:
    """A layer of the bundled data."""
    return pyogrio.read_dataframe(paths.resource("data/jjj.gpkg"), layer=layer)


def split_reference(reference: str) -> tuple[str, str | None]:
    """`path|layername=name` as (path, name); a plain path has no name."""
    path, *options = reference.split("|")
    for option in options:
        if option.startswith("layername="):
            return path, option.removeprefix("layername=")
    return path, None


def read(reference: str, kinds: Iterable[Pair], job: Job) -> Source:
    """The layer `path` or `path|layername=name`, whose geometry must be one of `kinds`.

    Raises EngineError: no-file, unreadable-layer, file-locked, several-layers, unknown-layer, empty-layer,
    wrong-geometry, no-crs, bad-coordinates.
    """
    path, wanted = split_reference(reference)
    layer = _find_layer(path, wanted)
    job.progress(0.02, "reading", what=layer or path)
    frame = _load(path, layer)
    title = layer or Path(path).stem
    count = len(frame)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise EngineError("wrong-geometry", path=title, found=NO_GEOMETRY, expected=either(kinds))
    if not _has_crs(frame):
        raise EngineError("no-crs", path=title)
    present = ~(frame.geometry.isna() | frame.geometry.is_empty)
    if not present.any():
        raise EngineError("empty-layer", path=title, count=count)
    if not present.all():
        job.warn("no-geometry", layer=title, count=int((~present).sum()))
    frame = frame[present]
    crs = CRS(frame.crs)
    _check_kind(frame, kinds, title)
    _check_coordinates(frame, crs, title)
    source = Source(path, layer, crs, frame, count)
    _repair(source, job)
    return source


def _find_layer(path: str, wanted: str | None) -> str:
    if not Path(path).exists():
        raise EngineError("no-file", path=path)
    try:
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except Exception as error:
        raise _unreadable(path, error) from error
    names = [name for name, _ in layers]
    if wanted is not None:
        if wanted not in names:
            raise EngineError("unknown-layer", path=path, layer=wanted, layers=", ".join(names))
        return wanted
    spatial = [name for name, kind in layers if kind is not None] or names
    if len(spatial) > 1:
        raise EngineError("several-layers", path=path, layers=", ".join(spatial))
    if not spatial:
        raise EngineError("unreadable-layer", path=path, reason="0 layers")
    return spatial[0]


def _load(path: str, layer: str) -> pd.DataFrame:
    """The layer with its fid as index, and as a field too where the file gives it a name (QGIS shows it so)."""
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True, force_2d=True)
        fid_field = pyogrio.read_info(path, layer=layer)["fid_column"]
    except Exception as error:  # GDAL's, sqlite's and shapely's errors have no common class
        raise _unreadable(path, error) from error
    if fid_field and fid_field not in frame:
        frame[fid_field] = frame.index
    return frame


def _unreadable(path: str, error: Exception) -> EngineError:
    if "locked" in str(error):
        return EngineError("file-locked", path=path)
    return EngineError("unreadable-layer", path=path, reason=" ".join(str(error).split()))


def _has_crs(frame: gpd.GeoDataFrame) -> bool:
    """False also for GeoPackage's two ways to say "unknown", which GDAL gives as a CRS of that name."""
    crs = frame.crs
    return crs is not None and (crs.is_geographic or crs.is_projected) and not crs.name.startswith("Undefined")


def _check_kind(frame: gpd.GeoDataFrame, kinds: Iterable[Pair], title: str) -> None:
    present = {KINDS.get(int(code), MIXED) for code in np.unique(shapely.get_type_id(frame.geometry.values))}
    if not present <= set(kinds):
        found = present.pop() if len(present) == 1 else MIXED
        raise EngineError("wrong-geometry", path=title, found=found, expected=either(kinds))


def _check_coordinates(frame: gpd.GeoDataFrame, crs: CRS, title: str) -> None:
    """Finite, and somewhere on the earth in the layer's CRS."""
    west, south, east, north = frame.total_bounds
    finite = bool(np.isfinite(shapely.get_coordinates(frame.geometry.values)).all())
    if crs.is_geographic:
        on_earth = west >= -180 and east <= 180 and south >= -90 and north <= 90
    else:
        degrees = transformer(crs.to_wkt(), LONLAT.to_wkt())
        corners = degrees.transform([west, east, west, east], [south, south, north, north])
        on_earth = bool(np.isfinite(corners).all() and (np.abs(corners[1]) < 90).all())
    if not (finite and on_earth):
        raise EngineError("bad-coordinates", path=title, found=f"{west:g} … {east:g}, {south:g} … {north:g}")


def _repair(source: Source, job: Job) -> None:
    """Make invalid polygons valid and list each: the feature, what was wrong, its area before and after (m²)."""
    frame = source.frame
    broken = np.flatnonzero(~shapely.is_valid(frame.geometry.values))
    if broken.size == 0:
        return
    before = source.geometries[broken]
    after = np.asarray(shapely.make_valid(before, method="structure", keep_collapsed=False), dtype=object)
    reasons = shapely.is_valid_reason(before)
    areas = zip(area_m2(before, source.crs), area_m2(after, source.crs))
    for row, reason, (was, now) in zip(broken, reasons, areas):
        source.repairs.append({
            "layer": source.title, "fid": int(frame.index[row]), "wrong": str(reason),
            "area_before_m2": round(float(was), 3), "area_after_m2": round(float(now), 3),
        })
    whole = source.geometries
    whole[broken] = after
    source.frame = frame.set_geometry(gpd.GeoSeries(whole, index=frame.index, crs=frame.crs))
    source.frame = source.frame[~source.frame.geometry.is_empty]
    job.warn("repaired", {"repairs": source.repairs[:100]}, layer=source.title, count=len(source.repairs))
