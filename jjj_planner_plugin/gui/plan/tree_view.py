"""The tree on the screen: filter, columns that fit 300 pixels, what a double click and a right click do."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QModelIndex, QObject, QPoint, QSize, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QPainter
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTreeView, QWidget

from .content import Item
from .tree_model import FIRST, MARK, NAME, SECOND, PlanModel

WIDEST = {FIRST: 10, SECOND: 11, MARK: 6}
"""A column's most, in digits: the name needs the rest."""
ICON, BESIDE = 14, 8  # pixels: a mark, and what is free beside a text
BEFORE_TEXT = 3
INDENTATION = 14  # pixels


class Filtered(QSortFilterProxyModel):
    """The rows whose texts hold every word, with what is above them, and below them."""

    def __init__(self, model: PlanModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)

    def set_filter(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        if not self._words:
            return True
        index = self.sourceModel().index(row, 0, parent)
        return self._above(index) or self._below(index)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A group whose rows are filtered says how many of them are shown."""
        source = self.mapToSource(index)
        node = self.sourceModel().node(source)
        if self._words and role == Qt.ItemDataRole.DisplayRole and index.column() == NAME and node.item is None:
            return f"{node.group.name}  {self.rowCount(index)}/{len(node.children)}"
        return super().data(index, role)

    def _above(self, index: QModelIndex) -> bool:
        while index.isValid():
            if self._holds(index):
                return True
            index = index.parent()
        return False

    def _below(self, index: QModelIndex) -> bool:
        model = self.sourceModel()
        return any(self._holds(child) or self._below(child)
                   for child in (model.index(row, 0, index) for row in range(model.rowCount(index))))

    def _holds(self, index: QModelIndex) -> bool:
        item = self.sourceModel().item(index)
        texts = (item.name, item.first, item.details, item.code, item.also) if item else ()
        searched = " ".join(texts).casefold()
        return all(word in searched for word in self._words)


class Cells(QStyledItemDelegate):
    """Figures to the right; a group's heads are quieter than its numbers, and none while it is folded."""

    def initStyleOption(self, option: Any, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = self.parent().text_in(index) if index.column() != NAME else ""  # PlanTree.drawRow writes names
        if index.column() in (FIRST, SECOND):
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            if not index.parent().isValid():
                palette = option.palette
                quiet = palette.color(palette.ColorGroup.Disabled, palette.ColorRole.Text)
                palette.setColor(palette.ColorRole.Text, quiet)
                option.palette = palette


class PlanTree(QTreeView):
    """Tells which rows the planner chose and what is wanted of them."""

    chosen = pyqtSignal()  # other rows are selected, by whomever
    rows_changed = pyqtSignal()  # read again, or filtered: selected rows may have gone or come
    zoom_wanted = pyqtSignal()
    form_wanted = pyqtSignal()
    menu_wanted = pyqtSignal(QPoint)  # on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = PlanModel(self)
        self.shown = Filtered(self.plan, self)
        self.setModel(self.shown)
        self.setItemDelegate(Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENTATION)
        self.setIconSize(QSize(ICON, ICON))
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.hide()  # every group has heads of its own
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(8)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._double_clicked)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self._filtering = False
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.plan.modelReset.connect(self._unfold)
        self.plan.refreshed.connect(self.fit_columns)
        self.plan.refreshed.connect(self.rows_changed)
        self.expanded.connect(self.fit_columns)
        self.collapsed.connect(self.fit_columns)

    def items(self) -> list[Item]:
        """The features of the selected rows, from the top."""
        rows = self.selectionModel().selectedRows()
        found = [self.plan.item(self.shown.mapToSource(index)) for index in rows]
        return [item for item in found if item is not None]

    def set_filter(self, text: str) -> None:
        """Show only what holds every word of `text`."""
        self._filtering = True
        self.shown.set_filter(text)
        self._filtering = False
        if text.strip():
            self.expandAll()
        else:
            self.collapseAll()
            self._unfold()
        self.fit_columns()
        self.rows_changed.emit()

    def _selection_changed(self, *_: Any) -> None:
        if not (self._filtering or self.plan.refreshing):
            self.chosen.emit()

    def fit_columns(self, *_: Any) -> None:
        """Each column of figures as wide as its texts, up to its most."""
        digit = QFontMetrics(self.font()).horizontalAdvance("0")
        for column, most in WIDEST.items():
            self.setColumnWidth(column, min(self._widest(column) + BESIDE, most * digit))

    def _widest(self, column: int) -> int:
        """What the rows that are unfolded need."""
        metrics, widest = QFontMetrics(self.font()), 0
        index = self.shown.index(0, 0)
        while index.isValid():
            text = self.text_in(index.siblingAtColumn(column))
            icon = ICON + BESIDE if column == MARK and text else 0
            widest = max(widest, metrics.horizontalAdvance(text) + icon)
            index = self.indexBelow(index)
        return widest

    def text_in(self, index: QModelIndex) -> str:
        """What stands in a cell: as the model has it, but a folded group has no heads."""
        folded = not index.parent().isValid() and not self.isExpanded(index.siblingAtColumn(NAME))
        return "" if folded and index.column() in (FIRST, SECOND) else str(index.data() or "")

    def drawRow(self, painter: QPainter, option: Any, index: QModelIndex) -> None:
        """The name may run on to where the first figure's text begins: at 300 pixels names need all of the room."""
        super().drawRow(painter, option, index)
        place = self.visualRect(index)
        icon = ICON + BEFORE_TEXT if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
        place.setLeft(place.left() + icon + BEFORE_TEXT)
        place.setRight(self._free_to(index))
        font = index.data(Qt.ItemDataRole.FontRole) or self.font()
        palette, selected = self.palette(), self.selectionModel().isSelected(index)
        painter.save()
        painter.setFont(font)
        painter.setPen(palette.color(palette.ColorRole.HighlightedText if selected else palette.ColorRole.Text))
        name = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _free_to(self, index: QModelIndex) -> int:
        metrics = QFontMetrics(self.font())
        for column in (FIRST, SECOND, MARK):
            cell = index.siblingAtColumn(column)
            text, place = self.text_in(cell), self.visualRect(cell)
            if text:
                width = place.width() if column == MARK else min(metrics.horizontalAdvance(text), place.width())
                return int(place.right() - width - BESIDE)
        return int(self.viewport().width())

    def _unfold(self) -> None:
        """Groups open as the drawing has them: the short ones."""
        for row in range(self.shown.rowCount()):
            index = self.shown.index(row, 0)
            group = self.plan.node(self.shown.mapToSource(index)).group
            self.setExpanded(index, group.tables[0] in ("core", "twin_cities", "axes", "zones"))
        self.fit_columns()

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.plan.item(self.shown.mapToSource(index)) is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.zoom_wanted.emit()

    def _ask_for_menu(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.form_wanted.emit()
        else:
            super().keyPressEvent(event)
