"""A result's table in memory, column by column, read from its file in slices so that the window stays alive."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, QDateTime, QObject, QTime, QTimer, pyqtSignal

from ...layers.compared import sides_of
from ...layers.results import field_text

SLICE_ROWS = 10_000  # read in about 0.1 s
MOST_ROWS = 1_000_000
"""Beyond these the panel would take more memory than QGIS itself; the layer and the file hold them all."""

NUMBER, INTEGER, TEXT = "number", "integer", "text"


class Column:
    """One field: numbers as doubles (NaN where there is none), anything else as text ("" where there is none)."""

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        self.values: Any = [] if kind == TEXT else array("d")
        self._known: dict[str, str] = {}

    @property
    def is_number(self) -> bool:
        return self.kind != TEXT

    def extend(self, values: Sequence[Any]) -> None:
        """Append a slice as QGIS gives it."""
        if self.is_number:
            self.values.extend(map(_number, values))
        else:  # a class stands on many rows: one object for all of them
            self.values.extend(self._known.setdefault(text, text) for text in map(_text, values))

    def largest(self) -> float:
        """The largest absolute value; 0 for a column without one."""
        return max((abs(value) for value in self.values if not math.isnan(value)), default=0.0)


class Table:
    """Columns of equal length, and the feature id of each row."""

    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns
        self.fids = array("q")
        self.rows_in_file = 0
        self.is_spatial = False
        self.sides: dict[str, str] = {}  # of two years, tables or plans what each is called

    def __len__(self) -> int:
        return len(self.fids)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def row(self, position: int) -> dict[str, Any]:
        """A row's values by column; NaN and "" for none."""
        return {column.name: column.values[position] for column in self.columns}


class TableReader(QObject):
    """Reads one table; `done` comes before `read` returns when the table is small. One reader, one table."""

    done = pyqtSignal(object)
    progress = pyqtSignal(int, int)  # rows read, rows in the file

    def read(self, uri: str) -> None:
        """Read `path` or `path|layername=table`. A table that cannot be read has no columns."""
        self._layer = QgsVectorLayer(uri, "result", "ogr")
        fields = self._layer.fields()
        self._table = Table([Column(field.name(), _kind(field)) for field in fields])
        self._table.rows_in_file = max(self._layer.featureCount(), 0) if self._layer.isValid() else 0
        self._table.is_spatial = self._layer.isSpatial()
        self._table.sides = sides_of(uri, fields.names())
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setLimit(MOST_ROWS)
        self._features = self._layer.getFeatures(request)
        self._slice()

    def _slice(self) -> None:
        rows, fids = [], []
        for feature in self._features:
            rows.append(feature.attributes())
            fids.append(feature.id())
            if len(rows) == SLICE_ROWS:
                break
        self._table.fids.extend(fids)
        for column, values in zip(self._table.columns, zip(*rows)):
            column.extend(values)
        if len(rows) == SLICE_ROWS:
            self.progress.emit(len(self._table), self._table.rows_in_file)
            QTimer.singleShot(0, self._slice)
            return
        self._features.close()
        del self._features, self._layer  # the file is free again
        self.done.emit(self._table)


def _kind(field: Any) -> str:
    """Codes that stand for words are text."""
    if not field.isNumeric() or "values" in field_text(field.name()):
        return TEXT
    return NUMBER if "real" in field.typeName().lower() or field.precision() else INTEGER


def _number(value: Any) -> float:
    try:
        return float(value)
    except TypeError:  # NULL
        return math.nan


def _text(value: Any) -> str:
    if value is None or value == NULL:
        return ""
    return value if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    """A date (with its time, if it has one), a truth value or a list as text."""
    if isinstance(value, QDateTime):
        return str(value.toString("yyyy-MM-dd" if value.time() == QTime(0, 0) else "yyyy-MM-dd hh:mm"))
    return str(value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value)
