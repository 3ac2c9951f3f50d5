"""The chart beside the table: horizontal bars, painted; a click on one finds its row."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPen
from qgis.PyQt.QtWidgets import QScrollArea, QToolTip, QWidget

from ...i18n import language, tr
from .chart_data import Bar, Picture, Segment, picture
from .table_model import ResultModel

GAP, SQUARE, MARGIN = 6, 10, 8  # pixels
LABEL_SHARE = 0.42  # of the width, at most, for the bars' names
DARK = 140  # of 255: on darker colours the text is white


class ChartCanvas(QWidget):
    """Paints a Picture; `picked` gives the table's row behind a click."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._places: list[tuple[QRectF, Bar, Segment]] = []
        self.setMouseTracking(True)

    def show_picture(self, shown: Picture | None) -> None:
        self._picture = shown
        self.updateGeometry()
        self.setMinimumHeight(self._height())
        self.update()

    def has_picture(self) -> bool:
        return self._picture is not None

    def sizeHint(self) -> QSize:
        return QSize(260, self._height())

    def _line(self) -> int:
        return self.fontMetrics().height() + 4

    def _height(self) -> int:
        if self._picture is None:
            return 40
        bars = len(self._picture.bars) * (self._line() + GAP)
        note = self._line() if self._picture.left_out else 0
        return MARGIN + self._legend(None) + bars + note + MARGIN

    def resizeEvent(self, event: object) -> None:
        self.setMinimumHeight(self._height())  # the legend breaks elsewhere

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        self._places = []
        if self._picture is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing to draw for these rows."))
        else:
            top = MARGIN + self._legend(painter)
            left = self._label_width()
            longest = max(max((bar.length for bar in self._picture.bars), default=0), 1e-12)
            room = self.width() - left - 2 * MARGIN - self._value_width()
            for bar in self._picture.bars:
                self._paint_bar(painter, bar, QRect(left, top, max(room, 10), self._line()), longest)
                top += self._line() + GAP
            self._paint_note(painter, top)
        painter.end()

    def _legend(self, painter: QPainter | None) -> int:
        """Paint the legend, in lines as wide as the widget (or only measure it); its height."""
        x, y = MARGIN, MARGIN
        entries = self._picture.legend if self._picture else []
        for text, colour in entries:
            width = SQUARE + 4 + self.fontMetrics().horizontalAdvance(text) + 12
            if x > MARGIN and x + width > self.width() - MARGIN:
                x, y = MARGIN, y + self._line()
            if painter:
                square = QRect(x, y + (self._line() - SQUARE) // 2, SQUARE, SQUARE)
                self._fill(painter, QRectF(square), colour)
                painter.setPen(self.palette().text().color())
                painter.drawText(QRect(x + SQUARE + 4, y, width, self._line()), Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        return y - MARGIN + self._line() + GAP if entries else 0

    def _label_width(self) -> int:
        names = (self.fontMetrics().horizontalAdvance(bar.label) for bar in self._picture.bars)
        return MARGIN + min(max(names, default=0) + 2 * GAP, int(self.width() * LABEL_SHARE))

    def _value_width(self) -> int:
        """Room to the right of the bars for their numbers, where these are not written inside."""
        if self._picture.of_shares:
            return 0
        texts = (self.fontMetrics().horizontalAdvance(bar.segments[-1].text) for bar in self._picture.bars)
        return max(texts, default=0) + GAP

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRect, longest: float) -> None:
        painter.setPen(self.palette().text().color())
        room = QRect(MARGIN, place.top(), place.left() - MARGIN - GAP, place.height())
        label = self.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, label)
        x = float(place.left())
        for segment in bar.segments:
            width = place.width() * segment.length / longest
            area = QRectF(x, place.top(), width, place.height())
            self._fill(painter, area, segment.colour)
            self._places.append((area, bar, segment))
            if not self._picture.of_shares:
                area = QRectF(x + width + GAP, place.top(), self._value_width(), place.height())
                painter.setPen(self.palette().text().color())
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, segment.text)
            elif self.fontMetrics().horizontalAdvance(segment.text) + 4 < width:
                painter.setPen(readable_on(segment.colour) if segment.colour else self.palette().text().color())
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, segment.text)
            x += width
        if self._picture.of_shares and longest > 1 + 1e-9:
            whole = place.left() + place.width() / longest
            painter.setPen(QPen(self.palette().text().color(), 1, Qt.PenStyle.DashLine))
            painter.drawLine(int(whole), place.top() - GAP // 2, int(whole), place.bottom() + GAP // 2)

    def _fill(self, painter: QPainter, area: QRectF, colour: QColor | None) -> None:
        """A colour with a thin edge; hatched grey for what is not covered."""
        edge = self.palette().mid().color()
        if colour is None:
            painter.fillRect(area, self.palette().alternateBase())
            painter.fillRect(area, QBrush(edge, Qt.BrushStyle.BDiagPattern))
        else:
            painter.fillRect(area, colour)
        painter.setPen(QPen(self.palette().base().color() if colour else edge, 1))
        painter.drawRect(area)

    def _paint_note(self, painter: QPainter, top: int) -> None:
        if self._picture.left_out:
            painter.setPen(self.palette().placeholderText().color())
            text = tr("… and {count} more; sort or filter the table to see them").format(count=self._picture.left_out)
            painter.drawText(QRect(MARGIN, top, self.width() - 2 * MARGIN, self._line()), 0, text)

    def _at(self, point: QPoint) -> tuple[Bar, Segment] | None:
        return next(((bar, segment) for area, bar, segment in self._places if area.contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.pos())
        if found:
            self.picked.emit(found[1].position)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            found = self._at(event.pos())
            if found:
                bar, segment = found
                text = f"{bar.label} · {segment.label}: {segment.text}" if self._picture.of_shares else (
                    f"{bar.label}: {segment.label}")
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)


def readable_on(colour: QColor) -> QColor:
    """White on dark colours, else black."""
    grey = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return QColor(Qt.GlobalColor.white) if grey < DARK else QColor(Qt.GlobalColor.black)


class Chart(QScrollArea):
    """The canvas, scrolled when there are more bars than room."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = ChartCanvas()
        self.canvas.picked.connect(self.picked)
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return self.canvas.has_picture()

    def clear(self) -> None:
        self.canvas.show_picture(None)

    def show_rows(self, model: ResultModel) -> None:
        """Draw what the table shows."""
        self.canvas.show_picture(picture(model, language()))
