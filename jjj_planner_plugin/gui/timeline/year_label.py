"""The year that the map shows, large in its corner."""

from __future__ import annotations

from qgis.core import QgsDateTimeRange
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTime
from qgis.PyQt.QtWidgets import QLabel

MARGIN = 10
"""Pixels from the map's lower left corner: at the top lie QGIS's messages."""
POINTS = 26


class YearLabel(QLabel):
    """Follows the canvas's time while that is whole years; days and hours of other series are not its own."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        font = self.font()
        font.setPointSize(POINTS)
        font.setBold(True)
        self.setFont(font)
        self.setStyleSheet("QLabel { background: rgba(255, 255, 255, 190); color: #222222; padding: 2px 10px; }")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_years(self, years: tuple[int, int] | None) -> None:
        """Show a year, or the first and the last one of several; None: nothing."""
        self.setVisible(years is not None)
        if years is not None:
            self.setText(str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}")
            self.place()

    def place(self) -> None:
        """Keep to the corner of the map, whatever its size."""
        self.adjustSize()
        self.move(MARGIN, self._canvas.height() - self.height() - MARGIN)


def years_of(moment: QgsDateTimeRange) -> tuple[int, int]:
    """The first and the last year of a range, whose end is exclusive."""
    last = moment.end().addSecs(-1) if not moment.includeEnd() else moment.end()
    return moment.begin().date().year(), last.date().year()


def is_of_years(moment: QgsDateTimeRange) -> bool:
    """Whether a range is from the first moment of a year to that of another."""
    return not moment.isInfinite() and all(
        (at.date().month(), at.date().day(), at.time()) == (1, 1, QTime(0, 0))
        for at in (moment.begin(), moment.end()))
