"""A layer as its file holds it, sick or not: nothing is refused, repaired or left out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..geodesy import Geometries
from ..messages import EngineError
from ..sources import split_reference
from . import encoding
from .findings import limits

SHAPEFILE = "ESRI Shapefile"
CURVES = (8, 9, 10, 11, 12)  # ISO WKB: circular string, compound curve, curve polygon, multicurve, multisurface
WKB_HEAD = np.dtype([("order", "u1"), ("type", "<u4")])


@dataclass
class RawLayer:
    """One layer. `shapes` is None where the file has no geometry or none that can be read; Z and M are kept.

    `types` are the ISO WKB codes as stored (0: none), curves among them; `malformed` are the positions of geometries
    that break the format (a ring that is not closed is closed, others are None). `as_bytes`: the file does not say
    how its text is encoded, or says it wrongly; then text is held as bytes (see encoding.py).
    """

    path: str
    layer: str
    driver: str
    crs: CRS | None
    fids: NDArray[np.int64]
    table: pa.Table
    shapes: Geometries
    types: NDArray[np.int64]
    malformed: NDArray[np.intp]
    spatial: bool
    encoding: str | None
    as_bytes: bool
    remarks: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        return self.layer or Path(self.path).stem

    @cached_property
    def flat(self) -> Geometries:
        """The geometries without Z and M."""
        deep = self.types >= 1000
        if not deep.any():
            return self.shapes
        flat = self.shapes.copy()
        flat[deep] = shapely.force_2d(flat[deep])
        return flat

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which features have a geometry that is not empty."""
        return np.asarray(~(shapely.is_missing(self.flat) | shapely.is_empty(self.flat)), dtype=bool)

    @cached_property
    def sound(self) -> NDArray[np.bool_]:
        """Which have one whose every coordinate is a finite number of a sensible size."""
        xy, owner = shapely.get_coordinates(self.flat, return_index=True)
        bad = ~(np.abs(xy) <= limits()["huge"]).all(axis=1)
        sound = self.present.copy()
        sound[owner[bad]] = False
        return sound

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """Shape (n, 4): west, south, east, north of each feature in the layer's own numbers; NaN without geometry."""
        return np.asarray(shapely.bounds(self.flat), dtype=np.float64)

    def described(self, crs: CRS | None) -> dict[str, Any]:
        """The input's line in a recipe."""
        return {"path": self.path, "layer": self.layer, "crs": crs.to_string() if crs else None,
                "features": len(self.fids), "used": int(self.sound.sum()), "repaired": 0}


def located(reference: str) -> tuple[str, str]:
    """File and name of the layer `path` or `path|layername=name`.

    Raises EngineError: no-file, unreadable-layer, file-locked, several-layers, unknown-layer.
    """
    path, wanted = split_reference(reference)
    if not Path(path).exists():
        raise EngineError("no-file", path=path)
    with _told(path):
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    names = [name for name, _ in layers]
    if wanted is not None:
        if wanted not in names:
            raise EngineError("unknown-layer", path=path, layer=wanted, layers=", ".join(names))
        return path, wanted
    spatial = [name for name, kind in layers if kind is not None] or names
    if len(spatial) > 1:
        raise EngineError("several-layers", path=path, layers=", ".join(spatial))
    if not spatial:
        raise EngineError("unreadable-layer", path=path, reason="0 layers")
    return path, spatial[0]


def read_raw(path: str, layer: str) -> RawLayer:
    """The layer. Raises EngineError unreadable-layer or file-locked, and never for what is in the layer."""
    with _told(path), np.errstate(all="ignore"), warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        driver = str(pyogrio.read_info(path, layer=layer, encoding="ISO-8859-1")["driver"])
        meta, table, as_bytes = _read(path, layer, driver)
        found = _layer_of(path, layer, driver, meta, table, as_bytes)
    said = [str(warning.message) for warning in heard if issubclass(warning.category, RuntimeWarning)]
    found.remarks += list(dict.fromkeys(said))
    return found


@contextmanager
def _told(path: str) -> Iterator[None]:
    """The libraries' errors as one of ours."""
    try:
        yield
    except Exception as error:  # GDAL's, Arrow's and shapely's errors have no common class
        code = "file-locked" if "locked" in str(error) else "unreadable-layer"
        raise EngineError(code, path=path, reason=" ".join(str(error).split())) from error


def _read(path: str, layer: str, driver: str) -> tuple[dict[str, Any], pa.Table, bool]:
    """What GDAL says of the layer, its rows, and whether its text is held as bytes."""
    on_disk = driver == SHAPEFILE and not path.lower().endswith((".zip", ".shz"))
    options = {"ENCODING": "ISO-8859-1"} if on_disk else {}
    try:
        meta, table = pyogrio.read_arrow(path, layer=layer, return_fids=True, **options)
        return meta, table, on_disk
    except UnicodeDecodeError:  # field names that are no UTF-8
        meta, fids, wkb, columns = pyogrio.raw.read(path, layer=layer, return_fids=True, encoding="ISO-8859-1")
        rows = {str(name): pa.array(values, from_pandas=True) for name, values in zip(meta["fields"], columns)}
        rows |= {"OGC_FID": pa.array(fids)} | ({"wkb_geometry": pa.array(wkb, pa.binary())} if wkb is not None else {})
        return {**meta, "fid_column": "OGC_FID", "geometry_name": ""}, pa.table(rows), True


def _layer_of(
    path: str, layer: str, driver: str, meta: dict[str, Any], table: pa.Table, as_bytes: bool
) -> RawLayer:
    geometry, fid = meta["geometry_name"] or "wkb_geometry", meta["fid_column"]
    spatial = geometry in table.column_names
    fids = table[fid].to_numpy().astype(np.int64)
    wkb = table[geometry] if spatial else pa.chunked_array([pa.nulls(len(fids), pa.binary())])
    shapes, types, malformed = _shapes(wkb, path, layer, fids)
    fields = table.drop_columns([name for name in (fid, geometry) if name in table.column_names])
    stated = encoding.declared(path, layer) if as_bytes and driver == SHAPEFILE else None if as_bytes else "utf-8"
    fields, as_bytes = _decoded(fields, stated, as_bytes)
    return RawLayer(path, layer, driver, _crs(meta["crs"]), fids, fields, shapes, types, malformed, spatial, stated,
                    as_bytes)


def _decoded(table: pa.Table, stated: str | None, as_bytes: bool) -> tuple[pa.Table, bool]:
    """The fields as the stated encoding reads them; held as bytes where none is stated or it cannot be that."""
    if not as_bytes:
        for name in encoding.text_columns(table):
            table = table.set_column(table.column_names.index(name), name, encoding.as_text(table[name]))
        return table, False
    found = encoding.texts(table)
    if not found:
        return table, False
    if stated is None or any(encoding.decode_bytes(text, stated) is None for text in found):
        return table, True
    return redecoded(table, stated), False


def redecoded(table: pa.Table, codec: str) -> pa.Table:
    """A table whose text is held as bytes, decoded, field names too."""
    for name in encoding.text_columns(table):
        column = encoding.replaced(table[name], lambda text: text and encoding.decode_bytes(text, codec))
        table = table.set_column(table.column_names.index(name), name, column)
    return table.rename_columns([encoding.decode_bytes(name, codec) or name for name in table.column_names])


def _crs(text: str | None) -> CRS | None:
    """None also for GeoPackage's ways to say "unknown", and for what is no CRS on the earth."""
    try:
        crs = CRS.from_user_input(text) if text else None
    except CRSError:
        return None
    return crs if crs and (crs.is_geographic or crs.is_projected) and not crs.name.startswith("Undefined") else None


def _shapes(
    wkb: pa.ChunkedArray, path: str, layer: str, fids: NDArray[np.int64]
) -> tuple[Geometries, NDArray[np.int64], NDArray[np.intp]]:
    """Geometries, ISO WKB codes, and the positions of those that break the format.

    Of these, rings that are not closed are closed; the others are None. Curves are drawn as segments by GDAL.
    """
    types = _types(wkb)
    stored = wkb.to_numpy(zero_copy_only=False)
    curved = np.isin(types % 1000, CURVES)
    shapes = np.full(len(fids), None, dtype=object)
    shapes[~curved] = shapely.from_wkb(stored[~curved], on_invalid="ignore")
    failed = np.flatnonzero((types > 0) & ~curved & shapely.is_missing(shapes))
    shapes[failed] = shapely.from_wkb(stored[failed], on_invalid="fix")
    if curved.any():
        _, kept, linear, _ = pyogrio.raw.read(path, layer=layer, columns=[], fids=fids[curved], return_fids=True)
        place = dict(zip(fids.tolist(), range(len(fids))))
        shapes[[place[fid] for fid in kept.tolist()]] = shapely.from_wkb(linear, on_invalid="ignore")
    return shapes, types, failed


def _types(wkb: pa.ChunkedArray) -> NDArray[np.int64]:
    """The ISO code of each geometry, Z 1000, M 2000 and ZM 3000 above it; 0 for null."""
    present = np.asarray(wkb.is_valid())
    heads = pc.binary_slice(wkb.drop_null().cast(pa.binary()), 0, WKB_HEAD.itemsize)
    head = np.frombuffer(b"".join(heads.to_pylist()), dtype=WKB_HEAD)
    code = np.where(head["order"] == 1, head["type"], head["type"].byteswap()).astype(np.int64)
    high = code >> 28  # the older way to say Z (8) and M (4)
    types = np.zeros(len(present), dtype=np.int64)
    types[present] = (code & 0x0FFFFFFF) + 1000 * ((high & 8) // 8) + 2000 * ((high & 4) // 4)
    return types
