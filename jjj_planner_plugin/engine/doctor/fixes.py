"""The fixed copy: the chosen fixes, one after another, each only on what its check has found, every change listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import Geometries, area_m2
from ..repairs import enclosed_m2
from . import encoding
from .codes import CodeField, today
from .doubles import surplus
from .fields import restored
from .findings import catalogue, spoken
from .mending import Mending
from .offsets import converted_shapes
from .place import Place
from .raw import CURVES, RawLayer
from .shapes import POLYGONS, broken, reason_told, repaired

FIXES = (
    "geometry", "encoding", "field_names", "adcodes", "drop_zm", "singletype", "duplicates", "empty", "axes", "crs",
)


@dataclass(frozen=True)
class Diagnosis:
    """What the checks have learnt about a layer that the fixes need. `place.crs` is the CRS that the planner named."""

    raw: RawLayer
    mending: Mending
    codes: CodeField | None
    place: Place


@dataclass
class Copy:
    """The copy as it is being made: fields, ids, geometries, CRS, and what was changed."""

    table: pa.Table
    fids: NDArray[np.int64]
    shapes: Geometries
    crs: CRS | None
    language: str
    changes: list[dict[str, Any]] = field(default_factory=list)

    def change(self, what: str, before: Any, after: Any, fid: int | None = None, column: str = "") -> None:
        """One more line of the list; without `fid` it is the layer as a whole."""
        self.changes.append({
            "feature_id": fid, "change": what, "field": column, "before": str(before), "after": str(after),
        })

    def word(self, key: str) -> str:
        """A word of the catalogue for the list, in the planner's language."""
        return str(catalogue()["changes"][key][self.language])

    def listed(self) -> pd.DataFrame:
        """The table `changes`."""
        names = ["feature_id", "change", "field", "before", "after"]
        return pd.DataFrame(self.changes, columns=names).astype(dict.fromkeys(names, object) | {"feature_id": "Int64"})


def fixed_copy(found: Diagnosis, fixes: Sequence[str], conversion: str, language: str) -> Copy:
    """The layer with the chosen fixes; `conversion` is `none` or one of offsets.CONVERSIONS.

    Coordinates are exchanged or converted only where the layer's CRS is known and fits; see `convertible`.
    """
    copy = Copy(found.raw.table, found.raw.fids, found.raw.shapes.copy(), found.raw.crs, language)
    for name, apply in _FIELD_FIXES.items():
        if name in fixes:
            apply(copy, found)
    if "crs" in fixes and found.place.crs is not None and found.place.crs != copy.crs:
        copy.change("crs", copy.crs.to_string() if copy.crs else "", found.place.crs.to_string())
        copy.crs = found.place.crs
    curved = found.raw.fids[np.isin(found.raw.types % 1000, CURVES)]
    for fid in curved.tolist():
        copy.change("curves", copy.word("curve"), copy.word("segments"), fid)
    for name, mend in _SHAPE_FIXES.items():
        if name in fixes:
            mend(copy, found)
    if conversion != "none":
        _convert(copy, found, conversion)
    kept = np.ones(len(copy.fids), dtype=bool)
    if "duplicates" in fixes:
        kept &= _without_duplicates(copy, found)
    if "empty" in fixes:
        kept &= _without_empty(copy, found)
    copy.table, copy.fids, copy.shapes = copy.table.filter(pa.array(kept)), copy.fids[kept], copy.shapes[kept]
    return copy


def convertible(place: Place, fixes: Sequence[str]) -> bool:
    """Whether coordinates can be taken to degrees: a CRS that fits, and axes in order or to be exchanged."""
    return place.crs is not None and (place.usable or (place.swapped and "axes" in fixes))


def _encoding(copy: Copy, found: Diagnosis) -> None:
    for name, better in found.mending.names.items():
        if name != better:
            copy.change("encoding", name, better)
    for name, known in found.mending.values.items():
        _list_values(copy, "encoding", name, found.mending.names.get(name, name), _lookup(known))
    copy.table = found.mending.applied(copy.table)


def _lookup(known: dict[str, str]) -> Callable[[Any], Any]:
    return lambda value: known.get(value, value)


def _list_values(copy: Copy, what: str, name: str, shown: str, better: Callable[[Any], Any]) -> None:
    """A line for each value of a field that changes."""
    values = copy.table[name]
    changed = {value: new for value in pc.unique(values).to_pylist() if (new := better(value)) != value}
    hit = pc.is_in(values, pa.array(list(changed), type=values.type)).to_numpy(zero_copy_only=False)
    for fid, value in zip(copy.fids[hit].tolist(), values.filter(pa.array(hit)).to_pylist()):
        copy.change(what, value, changed[value], fid, shown)


def _field_names(copy: Copy, found: Diagnosis) -> None:
    """By the field's place: its name in the copy is misread still where `encoding` was not chosen."""
    readable = found.mending.applied(found.raw.table)
    full = restored(readable)
    names = list(copy.table.column_names)
    for place, name in enumerate(readable.column_names):
        if name in full and full[name] not in names:
            copy.change("field_names", name, full[name])
            names[place] = full[name]
    copy.table = copy.table.rename_columns(names)


def _adcodes(copy: Copy, found: Diagnosis) -> None:
    if found.codes is None:
        return
    place = found.mending.applied(found.raw.table).column_names.index(found.codes.name)
    name = copy.table.column_names[place]
    _list_values(copy, "adcodes", name, found.codes.name, today)
    copy.table = copy.table.set_column(place, name, encoding.replaced(copy.table[place], today))


def _axes(copy: Copy, found: Diagnosis) -> None:
    if not found.place.swapped:
        return
    present = ~shapely.is_missing(copy.shapes)
    copy.shapes[present] = shapely.transform(
        copy.shapes[present], lambda xyz: xyz[:, [1, 0, *range(2, xyz.shape[1])]], include_z=None)
    copy.change("axes", "y, x", "x, y")


def _convert(copy: Copy, found: Diagnosis, conversion: str) -> None:
    """Sound geometries only: a coordinate that is none stays what it is. M is not kept."""
    assigned = found.place.crs
    sound = found.place.on_earth
    if assigned is None or not sound.any():
        return
    copy.shapes[sound] = converted_shapes(copy.shapes[sound], assigned, conversion)
    start, end = conversion.split("-to-")
    copy.change("convert", start, end)


def _drop_zm(copy: Copy, found: Diagnosis) -> None:
    more = np.flatnonzero(found.raw.types // 1000)
    if more.size:
        dimensions = {1: "Z", 2: "M", 3: "ZM"}
        for code, name in dimensions.items():
            count = int((found.raw.types // 1000 == code).sum())
            if count:
                copy.change("drop_zm", f"{name}: {count}", "")
        copy.shapes = np.asarray(shapely.force_2d(copy.shapes), dtype=object)


def _geometry(copy: Copy, found: Diagnosis) -> None:
    reasons = broken(found.raw)
    positions = np.array(sorted(reasons), dtype=np.intp)
    if positions.size == 0:
        return
    before = found.raw.flat[positions]
    copy.shapes[positions] = repaired(copy.shapes[positions])
    after = np.asarray(shapely.force_2d(copy.shapes[positions]), dtype=object)
    measured = found.place.on_earth[positions] & np.isin(shapely.get_type_id(before), POLYGONS)
    areas = np.full((len(positions), 2), np.nan)
    if found.place.crs is not None and found.place.usable and measured.any():
        areas[measured, 0] = enclosed_m2(before[measured], found.place.crs)
        areas[measured, 1] = area_m2(after[measured], found.place.crs)
    for position, (was, now) in zip(positions, areas):
        told = ("", "") if np.isnan(was) else (f"; {was:.3f} m²", f"; {now:.3f} m²")
        valid = copy.word("empty" if shapely.is_empty(copy.shapes[position]) else "valid")
        reason = spoken(reason_told(reasons[int(position)]), copy.language)
        copy.change("geometry", reason + told[0], valid + told[1], int(copy.fids[position]))


def _without_duplicates(copy: Copy, found: Diagnosis) -> NDArray[np.bool_]:
    """All but the later ones of features that are the same in geometry and attributes."""
    again, alike = surplus(found.raw)
    kept = np.ones(len(copy.fids), dtype=bool)
    kept[again[alike]] = False
    for fid in copy.fids[~kept].tolist():
        copy.change("duplicates", copy.word("duplicate"), copy.word("left_out"), fid)
    return kept


def _without_empty(copy: Copy, found: Diagnosis) -> NDArray[np.bool_]:
    """All but features without a geometry and those whose coordinates are none."""
    kept = np.asarray(found.place.on_earth & ~(shapely.is_missing(copy.shapes) | shapely.is_empty(copy.shapes)))
    for fid in copy.fids[~kept].tolist():
        copy.change("empty", copy.word("unusable"), copy.word("left_out"), fid)
    return kept


_FIELD_FIXES: dict[str, Callable[[Copy, Diagnosis], None]] = {
    "adcodes": _adcodes, "encoding": _encoding, "field_names": _field_names,
}
_SHAPE_FIXES: dict[str, Callable[[Copy, Diagnosis], None]] = {
    "axes": _axes, "drop_zm": _drop_zm, "geometry": _geometry,
}
