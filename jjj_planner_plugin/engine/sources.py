"""Reading vector layers: checked, made two-dimensional, repaired; every repair is listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from .. import paths
from .geodesy import Extent, Geometries
from .layer_checks import check_coordinates, check_field, check_kind, has_crs, strings, unreadable
from .messages import LINES, NO_GEOMETRY, POINTS, POLYGONS, EngineError, Pair, either
from .protocol import Job
from .repairs import from_wkb as shapes_from_wkb
from .repairs import repaired

pyogrio.set_gdal_config_options({
    "SQLITE_BUSY_TIMEOUT": "1000",  # ms to wait for another program's lock: a save in QGIS takes a moment
    "OGR_ARC_STEPSIZE": "0.1",  # degrees of an arc that one chord stands for: a circle loses 5e-7 of its area
})

EXPORTS = "jjj-exports"  # the folder in which QGIS's side puts layers that no file holds as they are shown
POLYGON, LINE, POINT = POLYGONS, LINES, POINTS


@dataclass(frozen=True)
class Header:
    """What a layer's file tells without reading its features."""

    path: str
    layer: str
    crs: CRS
    extent: Extent  # NaN where the file tells none
    count: int
    types: dict[str, str]  # field → GDAL's type of it
    fid_field: str

    @property
    def title(self) -> str:
        """What a sentence calls the layer."""
        return titled(self.path, self.layer)

    @property
    def fields(self) -> list[str]:
        """The fields that a planner sees: the fid too, where the file gives it a name."""
        return [*self.types, *([self.fid_field] if self.fid_field not in ("", *self.types) else [])]


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
        return titled(self.path, self.layer)

    @property
    def geometries(self) -> Geometries:
        """Shape (n,), in the layer's CRS."""
        return np.asarray(self.frame.geometry.values, dtype=object)

    def described(self) -> dict[str, Any]:
        """The input's line in a recipe."""
        return described(self.path, self.layer, self.crs, self.count, len(self.frame), len(self.repairs))

    def text_fields(self) -> list[str]:
        """Names of the fields that hold text, in the layer's order."""
        return [str(name) for name in self.frame if pd.api.types.is_string_dtype(self.frame[name])]

    def classes(self, name: str | None, job: Job) -> pd.Series[str]:
        """The class of each feature as text; without a field, all are one class with the layer's name."""
        if name is None:
            return self.class_texts(name)
        check_field(name, [str(c) for c in self.frame.columns if c != "geometry"], self.title)
        empty = int(self.frame[name].isna().sum())
        if empty == len(self.frame):
            raise EngineError("null-class", path=self.title, field=name)
        if empty:
            job.warn("null-classes", layer=self.title, field=name, count=empty)
        return self.class_texts(name)

    def class_texts(self, name: str | None) -> pd.Series[str]:
        """`classes` of some features only: nothing is said of empty ones."""
        if name is None:
            return pd.Series(self.title, index=self.frame.index, dtype=object)
        return self.frame[name].map(class_text, na_action="ignore").astype(object).fillna("")


def titled(path: str, layer: str) -> str:
    """What a sentence calls a layer: its name, or its file's."""
    return layer or Path(path).stem


def described(path: str, layer: str, crs: CRS, count: int, used: int, repaired: int) -> dict[str, Any]:
    """An input's line in a recipe. A temporary export, which has gone when the recipe is read, is marked."""
    exported = {"exported": True} if EXPORTS in Path(path).parts else {}
    return {"path": path, "layer": layer, "crs": _crs_text(crs),
            "features": count, "used": used, "repaired": repaired, **exported}


@lru_cache(maxsize=32)
def _crs_text(crs: CRS) -> str:
    """`EPSG:4490` or a definition: PROJ looks through its whole database for the name."""
    return str(crs.to_string())


def class_text(value: Any) -> str:
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


def read(reference: str, kinds: Iterable[Pair], job: Job, **narrowed: Any) -> Source:
    """The layer `path` or `path|layername=name`, whose geometry must be one of `kinds`.

    `narrowed` (where, bbox) goes to pyogrio; then there may be no feature. Raises EngineError: no-file,
    unreadable-layer, file-locked, several-layers, unknown-layer, empty-layer, wrong-geometry, no-crs,
    bad-coordinates, crosses-180.
    """
    path, wanted = split_reference(reference)
    layer = find_layer(path, wanted)
    job.progress(0.02, "reading", what=layer or path)
    frame, unclosed = _load(path, layer, **narrowed)
    title = titled(path, layer)
    count = len(frame)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise EngineError("wrong-geometry", path=title, found=NO_GEOMETRY, expected=either(kinds))
    if not has_crs(frame.crs):
        raise EngineError("no-crs", path=title)
    present = ~(frame.geometry.isna() | frame.geometry.is_empty) | frame.index.isin(list(unclosed))
    if not present.any() and not narrowed:
        raise EngineError("empty-layer", path=title, count=count)
    if not present.all():
        job.warn("no-geometry", layer=title, count=int((~present).sum()))
    frame = frame[present]
    crs = CRS(frame.crs)
    check_kind(shapely.get_type_id(frame.geometry.values), kinds, title)
    check_coordinates(*strings(np.asarray(frame.geometry.values, dtype=object)), crs, title)
    source = Source(path, layer, crs, frame, count)
    _repair(source, unclosed, job)
    return source


def header(reference: str, kinds: Iterable[Pair]) -> Header:
    """Of the layer `path` or `path|layername=name`.

    Raises EngineError: no-file, unreadable-layer, file-locked, several-layers, unknown-layer, no-crs, and
    wrong-geometry for a table without any.
    """
    path, wanted = split_reference(reference)
    layer = find_layer(path, wanted)
    try:
        info = pyogrio.read_info(path, layer=layer, force_total_bounds=True)
    except Exception as error:
        raise unreadable(path, error) from error
    if info["geometry_type"] is None:
        raise EngineError("wrong-geometry", path=titled(path, layer), found=NO_GEOMETRY, expected=either(kinds))
    crs = CRS(info["crs"]) if info["crs"] else None
    if crs is None or not has_crs(crs):
        raise EngineError("no-crs", path=titled(path, layer))
    west, south, east, north = (float(value) for value in info["total_bounds"] or [np.nan] * 4)
    types = {str(name): str(kind) for name, kind in zip(info["fields"], info["ogr_types"])}
    return Header(path, layer, crs, (west, south, east, north), info["features"], types, info["fid_column"])


def find_layer(path: str, wanted: str | None) -> str:
    """The one layer of the file, or the one wanted. Raises no-file, unreadable-layer, several-layers, unknown-layer."""
    if not Path(path).exists():
        raise EngineError("no-file", path=path)
    try:
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except Exception as error:
        raise unreadable(path, error) from error
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


def _load(path: str, layer: str, **narrowed: Any) -> tuple[pd.DataFrame, dict[int, bytes]]:
    """The layer with its fid as index, and as a field too where the file gives it a name (QGIS shows it so).

    Second, by fid, the WKB of rings that GEOS would not read; the frame has what can be made of them.
    """
    asked: dict[str, Any] = {"layer": layer, **narrowed}
    unclosed: dict[int, bytes] = {}
    try:
        try:
            frame = pyogrio.read_dataframe(path, fid_as_index=True, force_2d=True, **asked)
        except shapely.errors.GEOSException:
            frame = pyogrio.read_dataframe(path, fid_as_index=True, force_2d=True, on_invalid="ignore", **asked)
            unclosed = _put_in_unclosed(frame, pyogrio.raw.read(path, columns=[], return_fids=True, **asked))
        fid_field = pyogrio.read_info(path, layer=layer)["fid_column"]
    except Exception as error:  # GDAL's, sqlite's and shapely's errors have no common class
        raise unreadable(path, error) from error
    if fid_field and fid_field not in frame:
        frame[fid_field] = frame.index
    return frame, unclosed


def _put_in_unclosed(frame: gpd.GeoDataFrame, raw: tuple[Any, ...]) -> dict[int, bytes]:
    _, fids, wkb, _ = raw
    whole = np.asarray(frame.geometry.values, dtype=object)
    refused = np.flatnonzero(shapely.is_missing(whole) & np.array([data is not None for data in wkb]))
    whole[refused] = shapes_from_wkb(wkb[refused])[0]
    frame.geometry = gpd.GeoSeries(whole, index=frame.index, crs=frame.crs)
    return {int(fid): bytes(data) for fid, data in zip(fids[refused], wkb[refused])}


def _repair(source: Source, unclosed: dict[int, bytes], job: Job) -> None:
    """Make what is invalid valid and list each: the feature, what was wrong, its area before and after (m²)."""
    frame = source.frame
    broken = np.flatnonzero(~shapely.is_valid(frame.geometry.values) | frame.index.isin(list(unclosed)))
    if broken.size == 0:
        return
    whole, fids = source.geometries, frame.index.to_numpy()[broken].astype(np.int64)
    wkb = [unclosed.get(int(fid)) or shapely.to_wkb(shape) for fid, shape in zip(fids, whole[broken])]
    after, source.repairs = repaired(np.array(wkb, dtype=object), fids, source.crs, source.title)
    whole[broken] = after
    source.frame = frame.set_geometry(gpd.GeoSeries(whole, index=frame.index, crs=frame.crs))
    source.frame = source.frame[~source.frame.geometry.is_empty]
    tell_repairs(source.repairs, source.title, job)


def tell_repairs(repairs: list[dict[str, Any]], title: str, job: Job) -> None:
    """Warn of what was repaired; the first hundred go along."""
    if repairs:
        job.warn("repaired", {"repairs": repairs[:100]}, layer=title, count=len(repairs))
