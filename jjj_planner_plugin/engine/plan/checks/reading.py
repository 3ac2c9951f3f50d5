"""A plan read for the check: whatever is in it, for what is wrong with it is what is asked.

Nothing is refused here but a file that is no plan. Shapes come in degrees, two-dimensional and valid; what they were
before is kept as a mark.
"""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import ProjError

from ...geodesy import LONLAT, Geometries, projected
from ...layer_checks import has_crs, unreadable
from ...messages import EngineError, Pair
from ...repairs import from_wkb
from ...sources import class_text
from ..schema import geometry_type, schema

Bools = NDArray[np.bool_]


@dataclass
class Table:
    """A table's rows by position: `fids`, `fields` by name, `shapes` (None for a table without geometry).

    A shape is None where there is none or none that can be placed; `missing` tells the first, `wrong` says what GEOS
    finds in an invalid one ("" if nothing). `crs` is None where the table states none.
    """

    name: str
    fids: NDArray[np.int64]
    fields: dict[str, NDArray[Any]]
    shapes: Geometries | None = None
    missing: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    wrong: NDArray[np.object_] = field(default_factory=lambda: np.zeros(0, dtype=object))
    crs: CRS | None = None
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fids)

    @property
    def title(self) -> Pair:
        """What the table is called."""
        told = schema()["tables"][self.name]
        return Pair(told["zh"], told["en"])

    def texts(self, name: str) -> list[str]:
        """The field's values as text, "" for null and where the table lacks the field."""
        if name not in self._texts:
            values = self.fields.get(name)
            self._texts[name] = [""] * len(self) if values is None else [_text(value) for value in values]
        return self._texts[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """The field's values as numbers, NaN for null, for what is none, and where the table lacks the field."""
        return np.array([_number(text) for text in self.texts(name)], dtype=np.float64)

    def named(self, row: int) -> Pair:
        """What a sentence calls the feature: its names, or one for both, or its fid."""
        zh, en = self.texts("name_zh")[row], self.texts("name_en")[row]
        number = f"fid {self.fids[row]}"
        return Pair(zh or en or number, en or zh or number)

    def shape(self, row: int) -> Any:
        """The feature's shape in degrees, or None."""
        return None if self.shapes is None else self.shapes[row]

    @cached_property
    def uid_counts(self) -> Counter[str]:
        """How often each uid occurs."""
        return Counter(self.texts("uid"))

    def own_uid(self, row: int) -> str | None:
        """The uid if it is this row's alone: what a fix can name it by."""
        uid = self.texts("uid")[row]
        return uid if uid and self.uid_counts[uid] == 1 else None


@dataclass
class Read:
    """The plan's tables that could be read, and why others could not."""

    path: str
    tables: dict[str, Table]
    unreadable: dict[str, str]

    def table(self, name: str) -> Table:
        """The table, without a row where the plan has none."""
        return self.tables.get(name) or Table(name, np.zeros(0, dtype=np.int64), {})


def read_plan(path: str) -> Read:
    """Every table of the plan. Raises EngineError: no-file, unreadable-layer, file-locked, not-a-plan."""
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    try:
        found = {str(name) for name, _ in pyogrio.list_layers(path)}
    except Exception as error:  # GDAL's, sqlite's and shapely's errors have no common class
        raise unreadable(path, error) from error
    known = [name for name in schema()["tables"] if name in found]
    if not known:
        raise EngineError("not-a-plan", path=path, tables=", ".join(sorted(found)[:5]) or "—")
    tables, failed = {}, {}
    for name in known:
        try:
            tables[name] = _read(path, name)
        except Exception as error:  # as above: a table that cannot be read is a finding
            failed[name] = " ".join(str(error).split())
    return Read(path, tables, failed)


def _read(path: str, name: str) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is wrong is told as a finding
        meta, fids, wkb, values = pyogrio.raw.read(path, layer=name, return_fids=True)
    fields = {str(field_name): column for field_name, column in zip(meta["fields"], values)}
    table = Table(name, np.asarray(fids, dtype=np.int64), fields)
    if wkb is not None and geometry_type(name) is not None:
        _give_shapes(table, wkb, CRS(meta["crs"]) if meta["crs"] else None)
    return table


def _give_shapes(table: Table, wkb: NDArray[np.object_], crs: CRS | None) -> None:
    present = np.array([data is not None for data in wkb], dtype=bool)
    shapes, wrong = np.full(len(wkb), None, dtype=object), np.full(len(wkb), "", dtype=object)
    if present.any():
        shapes[present], wrong[present] = from_wkb(wkb[present])
    table.missing = shapely.is_missing(shapes) | (shapely.is_empty(shapes) & (wrong == ""))
    reasons = np.asarray(shapely.is_valid_reason(shapes), dtype=object)
    invalid = ~shapely.is_valid(shapes) & ~table.missing
    wrong[invalid] = [str(reason).split("[")[0] for reason in reasons[invalid]]
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    mend = invalid & finite
    if mend.any():
        shapes[mend] = shapely.make_valid(shapes[mend], method="structure", keep_collapsed=False)
    shapes[~finite | shapely.is_empty(shapes)] = None
    table.wrong = wrong
    table.crs = crs if has_crs(crs) else None
    table.shapes = _placed(shapes, table.crs)


def _placed(shapes: Geometries, crs: CRS | None) -> Geometries:
    """The shapes in degrees. Without a CRS they are taken for degrees where they can be that, else there are none."""
    nowhere = np.full(len(shapes), None, dtype=object)
    if shapely.is_missing(shapes).all():
        return nowhere
    if crs is not None and crs != LONLAT:
        try:
            shapes = projected(shapes, crs, LONLAT)
        except ProjError:
            return nowhere
    bounds = shapely.bounds(shapes)
    there = np.isfinite(bounds).all(axis=1) & (np.abs(bounds) <= (180, 90, 180, 90)).all(axis=1)
    return np.where(there, shapes, nowhere)


def _text(value: Any) -> str:
    if value is None or value != value or str(value) in ("NaT", "NULL"):  # NaN differs from itself
        return ""
    return class_text(value).strip()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
