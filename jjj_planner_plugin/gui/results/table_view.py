"""One table of a result: filter, head with units, rows, and a totals row that stays in view."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...i18n import language, tr
from . import catalogue
from .table import Table
from .table_model import ResultModel

AREA_UNIT = "jjj_planner/result_area_unit"
"""Setting: the unit of all areas; empty to go by size."""
MARGIN, WIDEST = 12, 280  # pixels beside a cell's text, and the widest that a column opens
MEASURED_ROWS = 200


class Cells(QStyledItemDelegate):
    """Numbers to the right."""

    def initStyleOption(self, option: Any, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.model().columns[index.column()].is_number:
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rows(QTableView):
    """QTableView copies nothing by itself."""

    copy_asked = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)


class TotalsRow(QWidget):
    """Paints the totals under the columns of a view, wherever these are scrolled to."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view.parentWidget())
        self._view = view
        self.texts: list[str] = []
        header = view.horizontalHeader()
        for changed in (header.sectionResized, header.geometriesChanged, view.horizontalScrollBar().valueChanged):
            changed.connect(self.update)

    def show_totals(self, texts: list[str]) -> None:
        self.texts = texts
        self.update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def bold_metrics(self) -> QFontMetrics:
        """What the totals' texts are measured with."""
        return QFontMetrics(self._bold())

    def sizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().height() + MARGIN // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setFont(self._bold())
        painter.fillRect(self.rect(), self.palette().alternateBase())
        painter.setPen(self.palette().text().color())
        header = self._view.horizontalHeader()
        for section, text in enumerate(self.texts):
            left = header.sectionViewportPosition(section) + self._view.frameWidth()
            cell = QRect(left, 0, header.sectionSize(section), self.height())
            number = self._view.model().columns[section].is_number
            if section == 0 and not number:  # the count of rows stays in view, as far as no total needs the room
                cell.setLeft(self._view.frameWidth())
                cell.setRight(self._free_to())
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            inside = cell.adjusted(MARGIN // 3, 0, -MARGIN // 3, 0)
            painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _free_to(self) -> int:
        """Where the first total that is in view begins."""
        header = self._view.horizontalHeader()
        ends = [header.sectionViewportPosition(place) + header.sectionSize(place) - self._width(self.texts[place])
                for place in range(1, len(self.texts)) if self.texts[place]]
        return min((end for end in ends if end > 0), default=self.width())

    def _width(self, text: str) -> int:
        return self.bold_metrics().horizontalAdvance(text) + MARGIN


class TableView(QWidget):
    """`picked` tells of a double click, `rows_changed` of other rows or of another order."""

    picked = pyqtSignal(int, str)  # row of the table, column's name
    current_changed = pyqtSignal()
    rows_changed = pyqtSignal()
    copy_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ResultModel | None = None
        self.filter = QgsFilterLineEdit()
        self.filter.setShowSearchIcon(True)
        self.filter.setPlaceholderText(tr("Filter rows…"))
        self.filter.textChanged.connect(self._filtered)
        self.unit = QComboBox()
        self.unit.addItem(tr("by size"), "")
        for unit in catalogue.panel()["area_units"]:
            self.unit.addItem(unit[language()], unit["key"])
        self.unit.setCurrentIndex(max(self.unit.findData(QgsSettings().value(AREA_UNIT, "")), 0))
        self.unit.currentIndexChanged.connect(self._unit_chosen)
        self.view = Rows()
        self.view.setItemDelegate(Cells(self.view))
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + MARGIN // 2)
        self.view.doubleClicked.connect(self._picked)
        self.view.copy_asked.connect(self.copy_asked)
        self.totals = TotalsRow(self.view)
        self._lay_out()

    def _lay_out(self) -> None:
        self.top = QHBoxLayout()
        self.top.addWidget(self.filter, 1)
        self.unit_label = QLabel(tr("Areas in"))
        self.top.addWidget(self.unit_label)
        self.top.addWidget(self.unit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self.top)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.totals)

    def show_table(self, table: Table, entry: dict[str, Any]) -> None:
        """Show a table anew, in the file's order."""
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self.view.setSortingEnabled(False)
        old, self.model = self.model, ResultModel(table, entry, self.unit.currentData(), self)
        self.view.setModel(self.model)
        if old is not None:
            old.deleteLater()
        for widget in (self.unit_label, self.unit):
            widget.setVisible(self.model.has_areas())
        header = self.view.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # else switching sorting on sorts
        self.view.setSortingEnabled(True)
        self.view.selectionModel().currentChanged.connect(self.current_changed)
        self.model.narrowed.connect(self._rows_changed)
        self.model.sorted.connect(self._order_changed)
        self._rows_changed()
        self._fit_columns()

    def clear(self) -> None:
        """Show no table: another one is being read."""
        self.view.setModel(None)
        if self.model is not None:
            self.model.deleteLater()
            self.model = None
        self.totals.show_totals([])

    def current(self) -> tuple[int, str] | None:
        """Row of the table and column's name of the current cell."""
        index = self.view.currentIndex()
        if self.model is None or not index.isValid():
            return None
        return self.model.rows[index.row()], self.model.columns[index.column()].name

    def select_row(self, position: int) -> None:
        """Make a row of the table current and scroll to it."""
        if self.model is not None and position in self.model.rows:
            index = self.model.index(self.model.rows.index(position), max(self._first_number(), 0))
            self.view.setCurrentIndex(index)
            self.view.selectRow(index.row())
            self.view.scrollTo(index)

    def _first_number(self) -> int:
        return next((place for place, column in enumerate(self.model.columns) if column.is_number), -1)

    def _filtered(self, text: str) -> None:
        if self.model is not None:
            self.model.set_filter(text)

    def _unit_chosen(self) -> None:
        QgsSettings().setValue(AREA_UNIT, self.unit.currentData())
        if self.model is not None:
            self.model.show_areas_in(self.unit.currentData())
            self._rows_changed()
            self._fit_columns()

    def _picked(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.rows[index.row()], self.model.columns[index.column()].name)

    def _rows_changed(self) -> None:
        self.totals.show_totals(self.model.totals())
        self._order_changed()

    def _order_changed(self) -> None:
        self.rows_changed.emit()
        self.current_changed.emit()

    def _fit_columns(self) -> None:
        """Each column as wide as its head, its total and its first rows need."""
        metrics = self.view.fontMetrics()
        bold = self.totals.bold_metrics()
        for section in range(self.model.columnCount()):
            rows = self.model.rows[:MEASURED_ROWS]
            texts = [self.model.shown(position, section) for position in rows]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            if self.model.columns[section].is_number:
                widest = max(widest, bold.horizontalAdvance(self.totals.texts[section]))
            head = metrics.horizontalAdvance(self.model.head(section)) + MARGIN  # the sort indicator
            self.view.setColumnWidth(section, min(max(widest, head) + MARGIN, WIDEST))
