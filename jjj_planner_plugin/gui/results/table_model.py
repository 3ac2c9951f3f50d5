"""A result's table for Qt's views: sorted and filtered here, since 100 000 rows are too many for a proxy in Python."""

from __future__ import annotations

import math
import re
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ...i18n import language, tr
from ...layers.compared import AFTER, DIFFERENCE
from . import catalogue
from .figures import AREA, Figure, figure, value_words, words
from .table import Column, Table

DIGITS = re.compile(r"([0-9]+)")
REGION_M2 = 1e8
SIGNIFICANT, MOST_DECIMALS = 5, 4  # of a column whose rows are of different sizes
TOLD = QColor(255, 243, 205)
"""Behind a number that keeps the table honest and is not zero."""


class ResultModel(QAbstractTableModel):
    """Columns in the catalogue's order, numbers with their unit in the head; `rows` are positions in the table."""

    sorted = pyqtSignal()
    narrowed = pyqtSignal()  # by the filter: other rows, other totals

    def __init__(self, table: Table, entry: dict[str, Any], area_unit: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table, self.entry = table, entry
        self.language = language()
        self.columns = _arranged(table, entry, self.language)
        self.rows = list(range(len(table)))
        self._order = list(self.rows)
        self._sorted_by: tuple[int, Any] = (-1, None)
        self._firsts: dict[tuple[str, ...], list[int]] = {}  # of the rows that are shown
        self._filter: list[str] = []
        self._searched: list[str] | None = None
        self.figures: list[Figure | None] = []
        self.show_areas_in(area_unit)

    def show_areas_in(self, area_unit: str) -> None:
        """All areas in one unit, by its key; "" for each column's own, by its size."""
        self.figures = [self._in_rows_unit(column, figure(column, area_unit or self._own_unit(column), self.language))
                        for column in self.columns]
        self.headDataChanged()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def _own_unit(self, column: Column) -> str:
        """m² beside a column that has the same area in hectares, up to a region's; else an area goes by its size."""
        stem, is_area, _ = column.name.rpartition("_m2")
        beside = is_area and self.table.column(f"{stem}_ha") is not None
        return "m2" if beside and column.largest() < REGION_M2 else ""

    def _in_rows_unit(self, column: Column, shown: Figure | None) -> Figure | None:
        """With the unit that the rows themselves state (value_unit), where all state one; digits row by row where the
        catalogue says so."""
        if shown is not None and column.name in self.entry.get("significant", ()):
            return shown._replace(significant=SIGNIFICANT, decimals=MOST_DECIMALS)
        if shown is None or column.name not in self.entry.get("in_value_unit", ()):
            return shown
        stated = self.table.column("value_unit")
        units = set(stated.values) if stated else set()
        return shown._replace(unit=units.pop()) if len(units) == 1 else shown

    def has_areas(self) -> bool:
        """Whether a column is shown in the unit that is chosen for areas."""
        return any(column.is_number and catalogue.unit_of(column.name) == AREA for column in self.columns)

    def headDataChanged(self) -> None:
        """Heads hold units, which may have changed."""
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # What Qt asks

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head(section)
        return self.columns[section].name if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(self.rows[index.row()], index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._precise(self.rows[index.row()], index.column())
        if role == Qt.ItemDataRole.BackgroundRole:
            column = self.columns[index.column()]
            told = column.name in catalogue.panel()["honest"] and column.values[self.rows[index.row()]] > 0
            return TOLD if told else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if (column, order) == self._sorted_by or column < 0:  # QTableView asks twice, and for no column at first
            return
        self._sorted_by = (column, order)
        down = order == Qt.SortOrder.DescendingOrder
        self._order = _sorted(self.columns[column], len(self.table), down)
        self._show(self._narrowed())
        self.sorted.emit()

    # What the panel asks

    def head(self, section: int) -> str:
        """`面积 (km²)`."""
        shown = self.figures[section]
        field = self.columns[section].name
        own = self.entry.get("heads", {}).get(field, {})
        beside = [one.name for one in self.columns]
        name = own.get(self.language) or words(field, self.language, beside, self.table.sides)
        return f"{name} ({shown.unit})" if shown and shown.unit else name

    def shown(self, position: int, section: int) -> str:
        """The cell of a row of the table, as text."""
        column, figure_ = self.columns[section], self.figures[section]
        value = column.values[position]
        return figure_.shown(value) if figure_ else value_words(column.name, value, self.language)

    def exact(self, position: int, section: int) -> float | int | str | None:
        """The cell for a copy: all digits, in the head's unit."""
        figure_ = self.figures[section]
        value = self.columns[section].values[position]
        return figure_.exact(value) if figure_ else value_words(self.columns[section].name, value, self.language)

    def set_filter(self, text: str) -> None:
        """Show only the rows whose texts hold every word of `text`."""
        self._filter = text.casefold().split()
        self._firsts = {}
        self._show(self._narrowed())
        self.narrowed.emit()

    def totals(self) -> list[str]:
        """The totals row over the rows that are shown: a text a column, empty where a sum means nothing."""
        sums = [self.total(section) for section in range(len(self.columns))]
        texts = ["" if total is None else self._figure(place).shown(total) for place, total in enumerate(sums)]
        if texts and not texts[0]:
            count = tr("{shown} of {all} rows") if len(self.rows) < len(self.table) else tr("{all} rows")
            texts[0] = tr("Total") + "  " + count.format(shown=len(self.rows), all=len(self.table))
        return texts

    def total(self, section: int) -> float | None:
        """The sum of a column, each class once where its number stands on every row; None where it has no sense."""
        column = self.columns[section]
        once_per = self.entry.get("once_per", {}).get(column.name)
        summed = column.name in self.entry.get("sums", catalogue.panel()["sums"])
        if not column.is_number or not (summed or once_per):
            return None
        positions = self._one_each(tuple(once_per)) if once_per else self.rows
        return math.fsum(value for value in map(column.values.__getitem__, positions) if not math.isnan(value))

    def _one_each(self, keys: tuple[str, ...]) -> list[int]:
        """A shown row of each combination of the key columns."""
        if keys not in self._firsts:
            columns = [column.values for column in map(self.table.column, keys) if column is not None]
            values = zip(*(map(column.__getitem__, self.rows) for column in columns))
            self._firsts[keys] = list(dict(zip(values, self.rows)).values())
        return self._firsts[keys]

    def _figure(self, section: int) -> Figure:
        return self.figures[section] or Figure("", 1, 0)

    def _precise(self, position: int, section: int) -> str:
        """All digits in the file's own unit."""
        column = self.columns[section]
        value = column.values[position]
        if not column.is_number:
            return str(value)
        unit = catalogue.unit_of(column.name)
        return "" if math.isnan(value) else f"{value:.15g} {unit}".strip()

    def _narrowed(self) -> list[int]:
        """The rows that the filter lets through, in order."""
        if not self._filter:
            return list(self._order)
        texts = self._texts()
        return [row for row in self._order if all(word in texts[row] for word in self._filter)]

    def _show(self, rows: list[int]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _texts(self) -> list[str]:
        """Each row's texts in one, made when first searched."""
        if self._searched is None:
            texts = [[value_words(column.name, value, self.language) for value in column.values]
                     for column in self.columns if not column.is_number]
            self._searched = [" ".join(row).casefold() for row in zip(*texts)] or [""] * len(self.table)
        return self._searched


def _arranged(table: Table, entry: dict[str, Any], shown_language: str) -> list[Column]:
    """The columns to show: those the catalogue orders first, then the others as they come.

    Of two years, tables or plans the second's and the difference follow the first's at once.
    """
    other = "_en" if shown_language == "zh" else "_zh"
    hidden = {column.name for column in table.columns
              if column.name.endswith(other) and table.column(f"{column.name[:-3]}_{shown_language}")}
    wanted = [name + ending for name in entry.get("order", ()) for ending in ("", AFTER, DIFFERENCE)]
    wanted = list(dict.fromkeys(wanted))
    ordered = [column for column in map(table.column, wanted) if column and column.name not in hidden]
    hidden = {*hidden, *catalogue.panel()["not_shown"], *entry.get("hidden", ())}
    return ordered + [column for column in table.columns if column.name not in hidden and column not in ordered]


def _sorted(column: Column, count: int, down: bool) -> list[int]:
    """Positions in the column's order, ascending or `down`; no number comes last either way."""
    values = column.values
    if column.is_number:
        worst = -math.inf if down else math.inf
        keys: list[Any] = [worst if math.isnan(value) else value for value in values]
    else:
        known = {text: _natural(text) for text in set(values)}
        keys = [known[text] for text in values]
    return sorted(range(count), key=keys.__getitem__, reverse=down)


def _natural(text: str) -> list[Any]:
    """`9 km` before `10 km`."""
    return [int(part) if place % 2 else part.casefold() for place, part in enumerate(DIGITS.split(text))]
