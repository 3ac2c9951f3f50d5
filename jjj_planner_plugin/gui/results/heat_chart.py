"""The heat map beside a matrix: painted, its heads in view wherever it is scrolled to; a click finds its row."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QLinearGradient, QMouseEvent, QPainter, QPen, QTextOption
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QToolTip, QVBoxLayout, QWidget

from ...i18n import tr
from .chart import readable_on
from .heat import Heat, heat, hint, measures, tint
from .table_model import ResultModel

GAP, MARGIN = 4, 8  # pixels
LABEL_SHARE = 0.36  # of the width, at most, for the rows' names
SHORT_NAME = 3.5  # of a line's height, which holds four characters of Chinese
WRAPPED_LINES = 4  # a column's name in more lines than these stands upright instead
UPRIGHT_LINES = 8  # and is then at most as long as these lines are high
MEASURE = "jjj_planner/heat_measure"
"""Setting: the field that was looked at last."""


class HeatCanvas(QWidget):
    """Paints a Heat; `picked` gives the table's row behind a click."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Heat | None = None
        self.setMouseTracking(True)

    def show_heat(self, shown: Heat | None) -> None:
        self.shown = shown
        self.setMinimumSize(self.sizeHint())
        self.update()

    # Sizes, by the font's: so it is as readable at 150 %

    def _text(self, text: str) -> int:
        return int(self.fontMetrics().horizontalAdvance(text))

    def _line(self) -> int:
        return self.fontMetrics().height() + GAP

    def _label_width(self) -> int:
        widest = max((self._text(name) for name in self.shown.rows), default=0) + 2 * GAP
        return MARGIN + min(widest, max(int(self._seen().width() * LABEL_SHARE), 6 * self._line()))

    def _narrowest(self) -> int:
        """A cell's width, at least: its number's, and a short name's."""
        widest = max((self._text(name) for name in self.shown.columns), default=0)
        numbers = (self._text(cell.short) for cell in self.shown.cells.values())
        return max(min(widest, int(SHORT_NAME * self.fontMetrics().height())), *numbers) + 2 * GAP

    def _cell_width(self) -> int:
        room = (self.width() - self._label_width() - MARGIN) // max(len(self.shown.columns), 1)
        return min(max(room, self._narrowest()), 5 * self._line())

    def _wrapped(self, width: int) -> int:
        """How high the columns' names are in lines of `width`; 0 where one of them does not fit so."""
        room = QRect(0, 0, width - GAP, 10 * UPRIGHT_LINES * self._line())
        needed = [self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, name) for name in self.shown.columns]
        fits = all(box.width() <= room.width() and box.height() <= WRAPPED_LINES * self.fontMetrics().height()
                   for box in needed)
        return max(box.height() for box in needed) + GAP if fits else 0

    def _head_height(self, width: int | None = None) -> int:
        """Of the columns' names over cells of `width`, those that there are now."""
        longest = max(self._text(name) for name in self.shown.columns) + 3 * GAP
        return self._wrapped(width or self._cell_width()) or min(longest, UPRIGHT_LINES * self._line())

    def sizeHint(self) -> QSize:
        if self.shown is None:
            return QSize(0, 0)
        width = self._label_width() + len(self.shown.columns) * self._narrowest() + MARGIN
        rows = len(self.shown.rows) * self._line()
        return QSize(width, self._head_height(self._narrowest()) + rows + MARGIN + self._note_height())

    def _note_height(self) -> int:
        return self._line() if self.shown.left_out else 0

    def _seen(self) -> QRect:
        """The part of the canvas that is in view."""
        parent = self.parentWidget()
        return QRect(-self.pos(), parent.size()) if parent is not None else self.rect()

    # Painting

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        if self.shown is not None:
            for place in self.shown.cells:
                self._paint_cell(painter, place)
            self._paint_grid(painter)
            self._paint_names(painter)
            self._paint_heads(painter)
            self._paint_note(painter)
        painter.end()

    def _area(self, place: tuple[int, int]) -> QRect:
        width, height = self._cell_width(), self._line()
        return QRect(self._label_width() + place[1] * width, self._head_height() + place[0] * height, width, height)

    def _paint_cell(self, painter: QPainter, place: tuple[int, int]) -> None:
        cell, area = self.shown.cells[place], self._area(place)
        if self.shown.is_apart(place):
            painter.fillRect(area, self.palette().alternateBase())
            painter.fillRect(area, QBrush(self.palette().mid().color(), Qt.BrushStyle.BDiagPattern))
            written = self.palette().text().color()
        else:
            filled = blend(self.palette().base().color(), self.shown.tint, cell.depth)
            painter.fillRect(area, filled)
            written = readable_on(filled)
        painter.setPen(written)
        if self._text(cell.short) <= area.width():
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cell.short)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.palette().midlight().color(), 1))
        for row in range(len(self.shown.rows)):
            for column in range(len(self.shown.columns)):
                painter.drawRect(self._area((row, column)))

    def _paint_names(self, painter: QPainter) -> None:
        """The rows' names, at the left of what is in view."""
        left, width = self._seen().left(), self._label_width()
        painter.fillRect(QRect(left, 0, width - 1, self.height()), self.palette().base())
        painter.setPen(self.palette().text().color())
        for row, name in enumerate(self.shown.rows):
            room = QRect(left + MARGIN, self._area((row, 0)).top(), width - MARGIN - GAP, self._line())
            text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_heads(self, painter: QPainter) -> None:
        """The columns' names, at the top of what is in view."""
        top, height = max(self._seen().top(), 0), self._head_height()
        painter.fillRect(QRect(0, top, self.width(), height - 1), self.palette().base())
        width = self._cell_width()
        wrapped = self._wrapped(width)
        lines = QTextOption(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)  # they break at words
        painter.setPen(self.palette().text().color())
        for column, name in enumerate(self.shown.columns):
            left = self._area((0, column)).left()
            if wrapped:
                painter.drawText(QRectF(left + GAP / 2, top, width - GAP, height - GAP), name, lines)
                continue
            painter.save()
            painter.translate(left, top + height)
            painter.rotate(-90)
            along = QRectF(GAP, 0, height - 2 * GAP, width)
            text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(along.width()))
            painter.drawText(along, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            painter.restore()
        corner = QRect(self._seen().left(), top, self._label_width() - 1, height)
        painter.fillRect(corner, self.palette().base())

    def _paint_note(self, painter: QPainter) -> None:
        if self.shown.left_out:
            painter.setPen(self.palette().placeholderText().color())
            text = tr("… and {count} more; sort or filter the table to see them").format(count=self.shown.left_out)
            top = self._area((len(self.shown.rows), 0)).top()
            painter.drawText(QRect(MARGIN, top, self.width() - 2 * MARGIN, self._line()), 0, text)

    # What the planner does

    def place_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column under a point of the canvas, heads apart."""
        if self.shown is None:
            return None
        seen = self._seen()
        if point.x() < seen.left() + self._label_width() or point.y() < max(seen.top(), 0) + self._head_height():
            return None
        row = (point.y() - self._head_height()) // self._line()
        column = (point.x() - self._label_width()) // self._cell_width()
        inside = row < len(self.shown.rows) and column < len(self.shown.columns)
        return (row, column) if inside else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.pos())
        if place is not None and place in self.shown.cells:
            self.picked.emit(self.shown.cells[place].position)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = self.place_at(event.pos())
            if place is not None:
                QToolTip.showText(event.globalPos(), hint(self.shown, place), self)
                return True
        return super().event(event)


def blend(paper: QColor, ink: QColor, share: float) -> QColor:
    """`paper` at 0, `ink` at 1."""
    parts = zip((paper.red(), paper.green(), paper.blue()), (ink.red(), ink.green(), ink.blue()))
    return QColor(*(round(one + (other - one) * share) for one, other in parts))


class Scale(QWidget):
    """The colours from nothing to the largest number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(12 * self.fontMetrics().averageCharWidth(), self.fontMetrics().height())

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        colours = QLinearGradient(0, 0, self.width(), 0)
        colours.setColorAt(0, self.palette().base().color())
        colours.setColorAt(1, tint())
        painter.fillRect(self.rect(), QBrush(colours))
        painter.setPen(self.palette().mid().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class HeatChart(QWidget):
    """The canvas below the choice of what it shows and the scale of its colours."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ResultModel | None = None
        self.measure, self.largest = QComboBox(), QLabel()
        self.measure.currentIndexChanged.connect(self._chosen)
        self.canvas, area = HeatCanvas(), QScrollArea()
        self.canvas.picked.connect(self.picked)
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        for bar in (area.horizontalScrollBar(), area.verticalScrollBar()):
            bar.valueChanged.connect(self.canvas.update)  # names and heads stay in view
        top = QHBoxLayout()
        for widget in (self.measure, QLabel("0"), Scale(), self.largest):
            top.addWidget(widget)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(area, 1)

    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return self.canvas.shown is not None

    def clear(self) -> None:
        self._model = None
        self.canvas.show_heat(None)

    def show_rows(self, model: ResultModel) -> None:
        """Draw what the table shows, by what was looked at last."""
        self._model = model
        known = measures(model)
        last = self.measure.currentData() or QgsSettings().value(MEASURE, "")
        self.measure.blockSignals(True)
        self.measure.clear()
        for name, words in known:
            self.measure.addItem(words, name)
        self.measure.setCurrentIndex(max(self.measure.findData(last), 0) if known else -1)
        self.measure.blockSignals(False)
        self._draw()

    def _chosen(self) -> None:
        if self.measure.currentData():
            QgsSettings().setValue(MEASURE, self.measure.currentData())
        self._draw()

    def _draw(self) -> None:
        chosen = self.measure.currentData()
        self.canvas.show_heat(heat(self._model, chosen) if self._model is not None and chosen else None)
        self.largest.setText(self.canvas.shown.largest if self.canvas.shown else "")
