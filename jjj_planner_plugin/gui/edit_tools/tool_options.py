"""The small frame in a corner of the map that holds a tool's own settings while it is active."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

MARGIN = 10
"""Pixels from the map's lower right corner: at the top lie QGIS's messages."""


class ToolOptions(QFrame):
    """A label and widgets in a row, over the map."""

    def __init__(self, canvas: QgsMapCanvas, label: str, *widgets: QWidget) -> None:
        super().__init__(canvas)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        for widget in (QLabel(label), *widgets):
            row.addWidget(widget)
        canvas.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._to_corner()
        return False

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._to_corner()

    def _to_corner(self) -> None:
        self.adjustSize()
        canvas = self.parentWidget()
        self.move(canvas.width() - self.width() - MARGIN, canvas.height() - self.height() - MARGIN)
