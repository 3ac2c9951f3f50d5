"""The scatter chart beside the table: marks with names where there is room, painted; a click on one finds its row."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QComboBox, QToolTip, QVBoxLayout, QWidget

from ...i18n import tr
from ...layers.schema import catalog
from .scatter import Mark, Scatter, groups, is_scatter, scatter
from .table_model import ResultModel

MARGIN, GAP, RADIUS, NEAR = 10, 4, 4, 9  # pixels


class ScatterCanvas(QWidget):
    """Paints a Scatter; `picked` gives the table's row behind a click."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Scatter | None = None
        self.setMouseTracking(True)

    def show_scatter(self, shown: Scatter | None) -> None:
        self.shown = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 140)

    def _line(self) -> int:
        return int(self.fontMetrics().height())

    def area(self) -> QRectF:
        """Where the marks lie: beside the numbers at the left, above those below and the name of the way across."""
        widest = max((self.fontMetrics().horizontalAdvance(text) for _, text in self.shown.up.ticks), default=0)
        left, top = MARGIN + widest + GAP, MARGIN + self._line() + GAP
        return QRectF(left, top, max(self.width() - left - 2 * MARGIN, 20),
                      max(self.height() - top - MARGIN - 2 * self._line() - 2 * GAP, 20))

    def place(self, x: float, y: float) -> QPointF:
        """Where two values lie on the widget."""
        area = self.area()
        return QPointF(area.left() + area.width() * self.shown.across.share(x),
                       area.bottom() - area.height() * self.shown.up.share(y))

    # Painting

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        if self.shown is not None:
            self._paint_scales(painter)
            self._paint_line(painter)
            self._paint_marks(painter)
        painter.end()

    def _paint_scales(self, painter: QPainter) -> None:
        area, height = self.area(), self._line()
        for value, text in self.shown.up.ticks:
            y = area.bottom() - area.height() * self.shown.up.share(value)
            self._grid(painter, QPointF(area.left(), y), QPointF(area.right(), y))
            room = QRectF(0, y - height / 2, area.left() - GAP, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for value, text in self.shown.across.ticks:
            x = area.left() + area.width() * self.shown.across.share(value)
            self._grid(painter, QPointF(x, area.top()), QPointF(x, area.bottom()))
            room = QRectF(x - 60, area.bottom() + GAP, 120, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, text)
        painter.drawText(QRectF(MARGIN, MARGIN / 2, self.width() - 2 * MARGIN, height), 0, self.shown.up.name)
        below = QRectF(MARGIN, self.height() - MARGIN / 2 - height, self.width() - 2 * MARGIN, height)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.shown.across.name)

    def _grid(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        """A thin line; the pen is that of texts afterwards."""
        painter.setPen(QPen(self.palette().midlight().color(), 1))
        painter.drawLine(start, end)
        painter.setPen(self.palette().text().color())

    def _paint_line(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.palette().mid().color(), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([self.place(x, y) for x, y in self.shown.line]))
        if self.shown.joined:
            painter.setPen(QPen(self._tint(), 2))
            curve = [QPointF(self.place(0.0, 0.0)), *(self.place(mark.x, mark.y) for mark in self.shown.marks)]
            painter.drawPolyline(QPolygonF(curve))

    def _paint_marks(self, painter: QPainter) -> None:
        """Each mark, and its name where no other one is."""
        taken = [self._box(self.place(mark.x, mark.y)) for mark in self.shown.marks]
        for mark in self.shown.marks:
            place = self.place(mark.x, mark.y)
            painter.setPen(QPen(self.palette().base().color(), 1))
            painter.setBrush(self._tint())
            painter.drawEllipse(place, RADIUS, RADIUS)
            own = self._box(place)
            for room in self._rooms(place, self.fontMetrics().horizontalAdvance(mark.label)):
                inside = self.area().left() <= room.left() and room.right() <= self.width() and (
                    room.bottom() <= self.area().bottom())
                if inside and not any(room.intersects(other) for other in taken if other != own):
                    painter.setPen(self.palette().text().color())
                    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, mark.label)
                    taken.append(room)
                    break

    def _rooms(self, place: QPointF, width: int) -> list[QRectF]:
        """Where a name of this width may stand: right of its mark, left, above, below."""
        right, left = place.x() + RADIUS + GAP, place.x() - RADIUS - GAP - width
        middle, height = place.y() - self._line() / 2, self._line()
        return [QRectF(right, middle, width, height), QRectF(left, middle, width, height),
                QRectF(place.x() - width / 2, place.y() - RADIUS - height, width, height),
                QRectF(place.x() - width / 2, place.y() + RADIUS, width, height)]

    def _box(self, place: QPointF) -> QRectF:
        return QRectF(place.x() - RADIUS, place.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)

    def _tint(self) -> QColor:
        return QColor(catalog("catalog/palette.json")["classes"][0])

    # What the planner does

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark nearest to a point of the widget, if it is near."""
        if self.shown is None:
            return None
        far = {mark: (self.place(mark.x, mark.y) - point).manhattanLength() for mark in self.shown.marks}
        nearest = min(far, key=lambda mark: far[mark])
        return nearest if far[nearest] <= NEAR else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.mark_at(QPointF(event.pos()))
        if found is not None:
            self.picked.emit(found.position)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            found = self.mark_at(QPointF(event.pos()))
            if found is not None:
                QToolTip.showText(event.globalPos(), f"{found.label}: {found.text}", self)
                return True
        return super().event(event)


class ScatterChart(QWidget):
    """The canvas below the choice of the rows that it shows, where there are several sets of them."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ResultModel | None = None
        self.group, self.canvas = QComboBox(), ScatterCanvas()
        self.group.setToolTip(tr("Which rows are drawn"))
        self.group.currentIndexChanged.connect(self._draw)
        self.canvas.picked.connect(self.picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.group)
        layout.addWidget(self.canvas, 1)

    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return self.canvas.shown is not None

    def clear(self) -> None:
        self._model = None
        self.canvas.show_scatter(None)

    def show_rows(self, model: ResultModel) -> None:
        """Draw what the table shows, of the set that was looked at last."""
        last = self.group.currentData()
        self._model = model
        known = groups(model) if is_scatter(model) else []
        self.group.blockSignals(True)
        self.group.clear()
        for key, words in known:
            self.group.addItem(words, key)
        self.group.setCurrentIndex(max(self.group.findData(last), 0) if known else -1)
        self.group.blockSignals(False)
        self.group.setVisible(len(known) > 1)
        self._draw()

    def _draw(self) -> None:
        chosen = self.group.currentData()
        drawn = scatter(self._model, chosen) if self._model is not None and chosen is not None else None
        self.canvas.show_scatter(drawn)
