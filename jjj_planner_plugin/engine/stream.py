"""Polygon layers of any size, read through Arrow in chunks: each checked, repaired and classified, as flat rings.

What `sources.read` does for a layer that fits into memory as shapes; errors, warnings and repairs are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import sources
from .geodesy import Extent
from .kernels import Floats, Indices, in_blocks, simple
from .layer_checks import check_coordinates, check_field, unreadable
from .messages import LINES, MIXED, POINTS, POLYGONS, EngineError
from .protocol import Job
from .repairs import repaired, wkb_type
from .rings import NotPolygons, Rings, from_geometries, from_wkb, stacked

CHUNK = 32_768  # features at a time: no slower than more, and memory stays small
CHECKED = 512  # shapes that GEOS checks in one go, in one thread
CURVED = (10, 12)  # the OGC's numbers of curve polygons and multisurfaces
WKB_KINDS = {1: POINTS, 4: POINTS, 2: LINES, 5: LINES, 8: LINES, 9: LINES, 11: LINES, 10: POLYGONS, 12: POLYGONS}


@dataclass(frozen=True)
class Chunk:
    """Some features of a layer: valid rings in its CRS, their classes (places in `classes`), their fids."""

    rings: Rings
    code: Indices
    fid: Indices


@dataclass
class PolygonLayer:
    """One input layer. What is counted and listed here is complete when its last chunk has been taken."""

    path: str
    layer: str
    crs: CRS
    extent: Extent  # as its file tells it
    class_field: str | None
    is_fid: bool  # whether that field is the fid
    count: int
    used: int = 0
    nulls: int = 0
    without_geometry: int = 0
    arcs: int = 0
    planar_area_m2: float = 0.0  # in the layer's own CRS, by its unit
    area_m2: float = 0.0  # ellipsoidal
    self_overlap_m2: float | None = None  # None: not looked at
    repairs: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What a sentence calls it: the layer's name, or the file's."""
        return sources.titled(self.path, self.layer)

    @property
    def classes(self) -> NDArray[np.object_]:
        """The classes found, as text."""
        return np.array(list(self.numbers), dtype=object)

    def described(self) -> dict[str, Any]:
        """The input's line in a recipe."""
        planar = None if self.crs.is_geographic else round(self.planar_area_m2, 3)
        doubled = None if self.self_overlap_m2 is None else round(self.self_overlap_m2, 3)
        return {
            **sources.described(self.path, self.layer, self.crs, self.count, self.used, len(self.repairs)),
            "planar_area_m2": planar, "area_m2": round(self.area_m2, 3), "self_overlap_m2": doubled,
        }

    def add_area(self, area: Floats) -> None:
        """More features' areas in the working frame, m²."""
        self.area_m2 = _running(self.area_m2, area)

    def whole(self, job: Job) -> Chunk:
        """All features at once; `chunks` says what is raised."""
        several = list(self.chunks(job))
        code, fid = (np.concatenate([getattr(chunk, name) for chunk in several]) for name in ("code", "fid"))
        return Chunk(stacked([chunk.rings for chunk in several]), code, fid)

    def chunks(self, job: Job) -> Iterator[Chunk]:
        """The layer's features, each once, in its order; after the last one, what was repaired or left out is told.

        Raises EngineError: unreadable-layer, file-locked, empty-layer, wrong-geometry, bad-coordinates,
        crosses-180, null-class.
        """
        told, self.count = self.count, 0
        for batch in self._batches():
            self.count += batch.num_rows
            chunk = self._checked(batch)
            self.used += len(chunk.fid)
            if not self.crs.is_geographic:
                metres = float(self.crs.axis_info[0].unit_conversion_factor)
                self.planar_area_m2 = _running(self.planar_area_m2, chunk.rings.areas() * metres**2)
            yield chunk
        if self.count < told:  # a damaged database ends early and says nothing
            raise EngineError("unreadable-layer", path=self.path, reason=f"{self.count} / {told}")
        if self.used == 0:
            raise EngineError("empty-layer", path=self.title, count=self.count)
        if self.nulls and self.nulls == self.used:
            raise EngineError("null-class", path=self.title, field=self.class_field)
        self._tell(job)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        """Columns fid, class (the fid if there is no field of it) and geometry."""
        columns = [] if self.class_field is None or self.is_fid else [self.class_field]
        try:
            with pyogrio.raw.open_arrow(
                self.path, layer=self.layer, columns=columns, return_fids=True, use_pyarrow=True, batch_size=CHUNK
            ) as (_, reader):
                for batch in reader:  # fid, fields, geometry; by place, for a field may be called as GDAL calls the fid
                    fid, *classes, shape = batch.columns
                    yield pa.record_batch([fid, classes[0] if classes else fid, shape], ["fid", "class", "geometry"])
        except Exception as error:  # GDAL's, sqlite's and Arrow's errors have no common class
            raise unreadable(self.path, error) from error

    def _checked(self, batch: pa.RecordBatch) -> Chunk:
        fid = batch.column("fid").to_numpy().astype(np.int64)
        rings, wkb = self._rings(batch.column("geometry"), fid)
        present = np.diff(rings.feature) > 0
        self.without_geometry += int((~present).sum())
        check_coordinates(rings.xy, np.diff(rings.ring), self.crs, self.title)
        rings = self._valid(rings, np.flatnonzero(present & ~simple(rings)), wkb, fid)
        kept = np.flatnonzero(np.diff(rings.feature) > 0)
        if len(kept) < len(fid):
            rings, fid, batch = rings.taken(kept), fid[kept], batch.take(pa.array(kept))
        return Chunk(rings, self._codes(batch), fid)

    def _rings(self, wkb: pa.Array, fid: Indices) -> tuple[Rings, pa.Array]:
        """As they are in the file, arcs as chords; and the WKB of this."""
        try:
            return from_wkb(*_bytes(wkb)), wkb
        except NotPolygons as error:
            odd = error.features
        kinds = np.array([wkb_type(data) for data in wkb.take(pa.array(odd)).to_pylist()])
        if np.isin(kinds, (3, 6)).any():
            raise EngineError("unreadable-layer", path=self.path, reason=f"WKB, fid {fid[odd[0]]}")
        if not np.isin(kinds, CURVED).all():
            found = {WKB_KINDS.get(int(kind), MIXED) for kind in kinds} | ({POLYGONS} if len(odd) < len(fid) else set())
            raise EngineError("wrong-geometry", path=self.title, expected=POLYGONS,
                              found=found.pop() if len(found) == 1 else MIXED)
        self.arcs += len(odd)
        straight = np.asarray(wkb.to_numpy(zero_copy_only=False), dtype=object)
        straight[odd] = pyogrio.raw.read(self.path, layer=self.layer, columns=[], fids=fid[odd])[2]
        wkb = pa.array(straight, wkb.type)
        return from_wkb(*_bytes(wkb)), wkb

    def _valid(self, rings: Rings, doubtful: NDArray[np.intp], wkb: pa.Array, fid: Indices) -> Rings:
        """The same features; what is invalid is made valid and listed, and may have no ring left."""
        if doubtful.size == 0:
            return rings
        asked = wkb.take(pa.array(doubtful)).to_numpy(zero_copy_only=False)
        broken = ~np.concatenate(in_blocks(lambda first, end: _is_valid(asked[first:end]), len(asked), CHECKED))
        if not broken.any():
            return rings
        place = doubtful[broken]
        found = repaired(asked[broken], fid[place], self.crs, self.title)
        self.repairs += found.repairs
        order = np.arange(len(rings))
        order[place] = len(rings) + np.arange(len(place))
        return stacked([rings, from_geometries(found.geometries)]).taken(order)

    def _codes(self, batch: pa.RecordBatch) -> Indices:
        """The class of each feature; what is new becomes a class."""
        if self.class_field is None:
            return np.full(batch.num_rows, self.numbers.setdefault(self.title, 0))
        column = batch.column("class")
        if pa.types.is_dictionary(column.type):  # a field with coded values, of which these are the codes
            column = column.indices
        empty = column.is_null(nan_is_null=True)
        nulls = pc.sum(empty).as_py() or 0
        self.nulls += nulls
        encoded = _dictionary(pc.if_else(empty, None, column) if nulls else column)
        values = [*_texts(encoded.dictionary), *([""] if nulls else [])]
        number = np.array([self.numbers.setdefault(value, len(self.numbers)) for value in values], dtype=np.int64)
        return np.asarray(number[encoded.indices.fill_null(len(number) - 1).to_numpy()])

    def _tell(self, job: Job) -> None:
        if self.without_geometry:
            job.warn("no-geometry", layer=self.title, count=self.without_geometry)
        if self.arcs:
            job.warn("arcs", layer=self.title, count=self.arcs)
        sources.tell_repairs(self.repairs, self.title, job)
        if self.nulls:
            job.warn("null-classes", layer=self.title, field=self.class_field, count=self.nulls)


def open_layer(reference: str, class_field: str | None) -> PolygonLayer:
    """The layer `path` or `path|layername=name`, of which no feature has been read yet.

    Raises EngineError as `sources.header` does, and unknown-field.
    """
    header = sources.header(reference, (POLYGONS,))
    if class_field is not None:
        check_field(class_field, header.fields, header.title)
    is_fid = class_field not in header.types
    return PolygonLayer(header.path, header.layer, header.crs, header.extent, class_field, is_fid, header.count)


def _running(total: float, values: Floats) -> float:
    """The total with the values added one after another: the same however they come in chunks."""
    return float(np.cumsum(np.append(total, values))[-1])


def _bytes(wkb: pa.Array) -> tuple[NDArray[np.uint8], Indices]:
    """An Arrow column's bytes, and where each feature's begin and end in them."""
    if wkb.null_count:
        wkb = wkb.fill_null(b"")
    wide = np.int64 if pa.types.is_large_binary(wkb.type) else np.int32
    _, offsets, data = wkb.buffers()
    begin = np.frombuffer(offsets, wide)[wkb.offset:wkb.offset + len(wkb) + 1]
    return np.frombuffer(data or b"", np.uint8), begin.astype(np.int64)


def _is_valid(wkb: NDArray[np.object_]) -> NDArray[np.bool_]:
    """False also for what GEOS cannot read."""
    return np.asarray(shapely.is_valid(shapely.from_wkb(wkb, on_invalid="ignore")))


def _dictionary(column: pa.Array) -> pa.DictionaryArray:
    """Each different value once; of values that Arrow cannot compare (lists) their texts."""
    try:
        return column.dictionary_encode()
    except pa.ArrowNotImplementedError:
        return pa.array([None if value is None else str(value) for value in column.to_pylist()]).dictionary_encode()


def _texts(values: pa.Array) -> list[str]:
    """As `class_text` has it; of whole numbers and texts all at once."""
    if pa.types.is_integer(values.type) or pa.types.is_string(values.type):
        texts: list[str] = values.cast(pa.string()).to_pylist()
        return texts
    return [sources.class_text(value) for value in values.to_pylist()]
