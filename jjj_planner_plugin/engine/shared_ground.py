"""The polygons of an overlay's pairs, written as they are made: chunk by chunk, each with the area of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS

from . import outputs
from .depth import WHOLE
from .frame import shapes
from .geodesy import Geometries, multiple, projected
from .intersections import Cut, Pairs
from .kernels import Floats, Indices
from .right_side import OUTSIDE, Placed, RightSide
from .rings import Rings
from .stream import Chunk, PolygonLayer


@dataclass(frozen=True)
class Measured:
    """A chunk of the left layer: its rings and their areas in the working frame, and the pairs that share ground.

    left: positions in the chunk; patch: positions in the right side; shared: m².
    """

    chunk: Chunk
    rings: Rings
    area: Floats
    left: Indices
    patch: Indices
    shared: Floats


def write_pieces(
    measured: Iterable[Measured], left: PolygonLayer, side: RightSide, working: CRS, part: Path
) -> None:
    """Layer `pieces` of the GeoPackage `part`: a multipolygon for every pair, in the left layer's CRS."""
    text, number = pa.string(), pa.int64()
    kinds = {"left_class": text, "right_class": text, "by_class": text, "left_fid": number, "right_fid": number,
             "by_fid": number, "area_m2": pa.float64(), "geom": pa.binary()}
    if side.by_layer is None:
        kinds = {name: kind for name, kind in kinds.items() if not name.startswith("by_")}
    schema = pa.schema(list(kinds.items()))
    cut = Cut(side.shapes)

    def batches() -> Iterator[pa.RecordBatch]:
        for chunk in measured:
            fields = _fields(chunk, left, side)
            fields["geom"] = shapely.to_wkb(_geometries(chunk, left.crs, side, cut, working))
            yield pa.record_batch([pa.array(fields[name], kinds[name]) for name in kinds], schema=schema)

    outputs.write_stream(schema, batches(), part, "pieces", left.crs)


def _fields(measured: Measured, left: PolygonLayer, side: RightSide) -> dict[str, object]:
    i, patch = measured.left, measured.patch
    right = side.layer
    fields: dict[str, object] = {
        "left_class": left.classes[measured.chunk.code[i]], "right_class": _class(right, side.right[patch]),
        "left_fid": measured.chunk.fid[i], "right_fid": right.fid[side.right[patch]],
        "area_m2": measured.shared.round(3),
    }
    if side.by_layer:
        by = side.by[patch]
        outside = by == OUTSIDE
        fields["by_class"] = np.where(outside, "", _class(side.by_layer, by))
        fields["by_fid"] = np.ma.masked_array(side.by_layer.fid[by], outside)
    return fields


def _class(layer: Placed, feature: Indices) -> Geometries:
    return np.asarray(layer.layer.classes[layer.code[feature]], dtype=object)


def _geometries(measured: Measured, crs: CRS, side: RightSide, cut: Cut, working: CRS) -> Geometries:
    """One that lies inside the other is taken as it is; the left one as its own layer has it."""
    i, patch, shared = measured.left, measured.patch, measured.shared
    made = np.empty(len(i), dtype=object)
    inside = shared >= WHOLE * measured.area[i]
    made[inside] = shapes(measured.chunk.rings.taken(i[inside]))
    around = ~inside & (shared >= WHOLE * side.area[patch])
    made[around] = side.shapes[patch[around]]
    crossing = ~inside & ~around
    some, place = np.unique(i[crossing], return_inverse=True)
    made[crossing] = Pairs(shapes(measured.rings.taken(some)), cut).crossing(place, patch[crossing])
    made[~inside] = projected(made[~inside], working, crs)
    return multiple(made)
