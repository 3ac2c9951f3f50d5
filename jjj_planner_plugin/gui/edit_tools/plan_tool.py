"""What the edit tools share: the plan, coordinates, rubber bands, Esc, and one undo step an edit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointLocator,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import (
    QgsAdvancedDigitizingDockWidget,
    QgsMapCanvas,
    QgsMapMouseEvent,
    QgsMapTool,
    QgsMapToolAdvancedDigitizing,
    QgsRubberBand,
    QgsSnapIndicator,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent
from qgis.utils import iface

from ... import messages
from ...layers.editing import PlanEditing
from ...layers.schema import catalog

NEAR_PX = 12
"""Pixels: what lies nearer to the cursor than this is meant."""


class PlanTool(QgsMapToolAdvancedDigitizing):
    """A map tool on the open plan. What is handed to `pressed`, `moved` and `released` is in the plan's degrees."""

    previewed = pyqtSignal(list)
    """What the edit under way changes, for live numbers (see the package)."""
    committed = pyqtSignal()
    cancelled = pyqtSignal()
    told = pyqtSignal(str)
    """A sentence for the message bar."""

    PLACES_POINTS = True
    """Whether points are placed: snapping and the advanced digitising panel are of use."""

    NEEDS_PLAN = True

    def __init__(self, canvas: QgsMapCanvas, cad: QgsAdvancedDigitizingDockWidget) -> None:
        super().__init__(canvas, cad)
        self.editing: PlanEditing | None = None
        self.before: QgsMapTool | None = None
        """The tool that this one took the place of."""
        self._snap = QgsSnapIndicator(canvas)
        self._bands: list[QgsRubberBand] = []
        self.setAdvancedDigitizingAllowed(self.PLACES_POINTS)
        self.setAutoSnapEnabled(self.PLACES_POINTS)
        self.setSnapToLayerGridEnabled(False)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def flags(self) -> QgsMapTool.Flag:
        """Not an edit tool of the active layer's: QGIS would put it away with a layer that is not being edited."""
        return super().flags() & ~QgsMapTool.Flag.EditTool

    def set_plan(self, editing: PlanEditing | None) -> None:
        """The plan to edit; None: there is none."""
        self.cancel()
        self.editing = editing

    def activate(self) -> None:
        super().activate()
        self.canvas().keyPressed.connect(self._key_while_pressed)

    def deactivate(self) -> None:
        self.cancel()
        self._snap.setMatch(QgsPointLocator.Match())
        self.canvas().keyPressed.disconnect(self._key_while_pressed)
        super().deactivate()

    def put_away(self) -> None:
        """Give the canvas back to the tool that was there before, or to QGIS's own for moving the map."""
        if not self.isActive():
            return
        before, self.before = self.before, None
        if before is None or sip.isdeleted(before):
            self.canvas().unsetMapTool(self)
            if iface is not None and iface.mapCanvas() is self.canvas():
                iface.actionPan().trigger()
        else:
            self.canvas().setMapTool(before)

    def take_down(self) -> None:
        """Leave nothing on the canvas: its items are gone before it is."""
        self.clear_bands()
        self._snap = None
        self.deleteLater()

    # What a tool answers to

    def pressed(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        """A mouse button went down."""

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        """The mouse moved."""

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        """A mouse button went up."""

    def is_busy(self) -> bool:
        """Whether an edit is under way that can be taken back."""
        return False

    def clear(self) -> None:
        """Forget the edit under way."""

    def key(self, key: int) -> bool:
        """A key other than Esc; whether it was meant for the tool."""
        return False

    # Events

    def cadCanvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        self._hand_on(self.pressed, event)

    def cadCanvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        self._snap.setMatch(event.mapPointMatch())
        self._hand_on(self.moved, event)

    def cadCanvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        self._hand_on(self.released, event)

    def _hand_on(self, answer: Callable[[QgsPointXY, QgsMapMouseEvent], None], event: QgsMapMouseEvent) -> None:
        if self.editing is None and self.NEEDS_PLAN:
            return
        try:
            place = self.to_plan(event.mapPoint())
        except QgsCsException:  # where the map's CRS has no degrees there is nothing to edit
            return
        answer(place, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif not self.key(event.key()):
            super().keyPressEvent(event)
            return
        event.ignore()  # or the canvas does what it does with the key

    def _key_while_pressed(self, event: QKeyEvent) -> None:
        """The canvas gives tools no key while a mouse button is down; it tells of it."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()

    def escape(self) -> None:
        """Esc."""
        self.cancel()

    def cancel(self) -> None:
        """Take back what is under way."""
        busy = self.is_busy()
        self.clear()
        self.clear_bands()
        if busy:
            self.cadDockWidget().clear()
            self.cancelled.emit()

    def commit(self, text: str, edit: Callable[[], Any]) -> bool:
        """Do it as one undo step; False, and a sentence, when the plan cannot be edited."""
        if self.editing is None:
            return False
        try:
            with self.editing.command(text):
                edit()
        except PermissionError:
            self.told.emit(messages.plan_not_editable())
            return False
        self.cadDockWidget().clear()  # the next edit does not go on from this one's points
        self.committed.emit()
        return True

    # Coordinates

    def to_map_transform(self) -> QgsCoordinateTransform:
        """From the plan's degrees to the canvas."""
        return QgsCoordinateTransform(plan_crs(), self.canvas().mapSettings().destinationCrs(), QgsProject.instance())

    def to_plan_transform(self) -> QgsCoordinateTransform:
        """From the canvas to the plan's degrees."""
        return QgsCoordinateTransform(self.canvas().mapSettings().destinationCrs(), plan_crs(), QgsProject.instance())

    def to_plan(self, point: QgsPointXY) -> QgsPointXY:
        """From the canvas to the plan's degrees. Raises QgsCsException."""
        return self.to_plan_transform().transform(point)

    def pixels_between(self, place: QgsPointXY, event: QgsMapMouseEvent) -> float:
        """From the cursor to a place of the plan."""
        try:
            there = self.toCanvasCoordinates(self.to_map_transform().transform(place))
        except QgsCsException:
            return math.inf
        cursor = event.originalPixelPoint()
        return math.hypot(there.x() - cursor.x(), there.y() - cursor.y())

    # Rubber bands

    def band(self, kind: QgsWkbTypes.GeometryType, colour: QColor, width: int = 2, fill: int = 110) -> QgsRubberBand:
        """An empty rubber band, gone with `clear_bands`. `fill` is how opaque it is, of 255."""
        band = QgsRubberBand(self.canvas(), kind)
        filling = QColor(colour)
        filling.setAlpha(fill)
        band.setFillColor(filling)
        band.setStrokeColor(colour)
        band.setWidth(width)
        self._bands.append(band)
        return band

    def show_shape(self, band: QgsRubberBand, shape: QgsGeometry) -> None:
        """Draw a shape in the plan's degrees."""
        band.setToGeometry(shape, plan_crs())

    def clear_bands(self) -> None:
        """Take all rubber bands off the map."""
        for band in self._bands:
            self.canvas().scene().removeItem(band)
        self._bands.clear()


def plan_crs() -> QgsCoordinateReferenceSystem:
    """The CRS of every plan: CGCS2000."""
    return QgsCoordinateReferenceSystem("EPSG:4490")


def colour_of(name: str) -> QColor:
    """A colour of the palette."""
    return QColor(catalog("catalog/palette.json")[name])


def zone_colour(zone_id: str) -> QColor:
    """The zone's colour on the map; grey for a zone that the palette does not know."""
    palette = catalog("catalog/palette.json")
    return QColor(palette["zones"].get(zone_id, palette["other"]))
