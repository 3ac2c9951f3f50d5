"""*Move a vertex* of a zone's outline: the neighbours' vertices at the same place move along, so that no gap opens."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import QgsGeometry, QgsPointLocator, QgsPointXY, QgsProject, QgsWkbTypes
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ... import messages
from ...i18n import tr
from ...layers.editing import PlanEditing
from .plan_tool import NEAR_PX, PlanTool, colour_of

SAME_VERTEX = 1e-9
"""Degrees (0.1 mm): vertices nearer than this are at one place."""


class Corner(NamedTuple):
    """One zone's vertex that moves; `shape` is the zone's with the vertex where it was, added where it was missing."""

    fid: int
    uid: str
    shape: QgsGeometry
    vertex: int
    before: QgsPointXY
    after: QgsPointXY


class MoveVertexTool(PlanTool):
    """Drag a vertex; release is one undo step, Esc or the right button takes it back."""

    def __init__(self, canvas: QgsMapCanvas, cad: QgsAdvancedDigitizingDockWidget) -> None:
        super().__init__(canvas, cad)
        self._locator: QgsPointLocator | None = None
        self._corners: list[Corner] = []
        self._old: QgsPointXY | None = None
        self._lines: list[QgsRubberBand] = []
        self._mark: QgsRubberBand | None = None
        self._told_free = False  # once a session is enough
        canvas.destinationCrsChanged.connect(self._forget)

    def set_plan(self, editing: PlanEditing | None) -> None:
        super().set_plan(editing)
        self._forget()

    def _forget(self) -> None:
        self._locator = None

    def is_busy(self) -> bool:
        return bool(self._corners)

    def clear(self) -> None:
        self._corners, self._lines = [], []
        self._old, self._mark = None, None

    def pressed(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.cancel()
        elif event.button() == Qt.MouseButton.LeftButton and not self.is_busy():
            found = self._vertex_near(event)
            if not found.isValid():
                return
            self.clear_bands()
            self._mark = None
            self._take(found)
            if not self._told_free:
                self._told_free = True
                self.told.emit(messages.zone_becomes_free())

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if not self.is_busy():
            found = self._vertex_near(event)
            self._show_mark(found.point() if found.isValid() else None)
            return
        to = self._target(place, event)
        self._show_mark(self.to_map_transform().transform(to))
        for corner, band in zip(self._corners, self._lines):
            self.show_shape(band, QgsGeometry.fromPolylineXY([corner.before, to, corner.after]))
        self.previewed.emit([self._patch(corner, to) for corner in self._corners])

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.is_busy():
            return
        if self.pixels_between(self._old, event) < 2:  # a click is no move
            self.cancel()
            return
        to, shapes = self._target(place, event), {}
        for corner in self._corners:
            shape = shapes.get(corner.fid, QgsGeometry(corner.shape))
            shape.moveVertex(to.x(), to.y(), corner.vertex)
            shapes[corner.fid] = shape
        if not all(shape.isGeosValid() for shape in shapes.values()):
            self.cancel()
            self.told.emit(messages.outline_would_cross())
            return
        self.clear()
        self.clear_bands()
        zones = self.editing.layers["zones"]
        self.commit(tr("Move a vertex of a zone"),
                    lambda: [zones.changeGeometry(fid, shape) for fid, shape in shapes.items()])

    def _vertex_near(self, event: QgsMapMouseEvent) -> QgsPointLocator.Match:
        if self._locator is None:
            self._locator = QgsPointLocator(
                self.editing.layers["zones"], self.canvas().mapSettings().destinationCrs(),
                QgsProject.instance().transformContext())
        tolerance = NEAR_PX * self.canvas().mapUnitsPerPixel()
        return self._locator.nearestVertex(event.originalMapPoint(), tolerance)

    def _take(self, found: QgsPointLocator.Match) -> None:
        """The vertex, and those of the other zones at its place; a zone without one there gets one."""
        zones = self.editing.layers["zones"]
        vertex = zones.getFeature(found.featureId()).geometry().vertexAt(found.vertexIndex())
        self._old = QgsPointXY(vertex)
        for zone in zones.getFeatures():
            shape, number = zone.geometry(), found.vertexIndex()
            if zone.id() != found.featureId():
                number = vertex_at(shape, self._old)
            if number < 0:
                continue
            before, after = (QgsPointXY(shape.vertexAt(beside)) for beside in shape.adjacentVertices(number))
            self._corners.append(Corner(zone.id(), zone["uid"], shape, number, before, after))
            self._lines.append(self.band(QgsWkbTypes.GeometryType.LineGeometry, colour_of("core")))

    def _target(self, place: QgsPointXY, event: QgsMapMouseEvent) -> QgsPointXY:
        """Where it is dragged to: it does not snap to where it still is."""
        match = event.mapPointMatch()
        own = match.isValid() and place.compare(self._old, SAME_VERTEX * 100)
        return self.to_plan(event.originalMapPoint()) if own else place

    def _patch(self, corner: Corner, to: QgsPointXY) -> dict[str, Any]:
        loop = QgsGeometry.fromPolylineXY([corner.before, to, corner.after, self._old, corner.before])
        return {"kind": "patch", "table": "zones", "uid": corner.uid, "loop": bytes(loop.asWkb())}

    def _show_mark(self, point: QgsPointXY | None) -> None:
        """A square at the vertex that is meant, in the canvas's CRS."""
        if self._mark is None:
            self._mark = self.band(QgsWkbTypes.GeometryType.PointGeometry, QColor(colour_of("core")), 2)
            self._mark.setIcon(QgsRubberBand.IconType.ICON_BOX)
            self._mark.setIconSize(12)
        self._mark.reset(QgsWkbTypes.GeometryType.PointGeometry)
        if point is not None:
            self._mark.addPoint(point)


def vertex_at(shape: QgsGeometry, place: QgsPointXY) -> int:
    """The number of the shape's vertex at `place`, which is added where the outline only runs through it; else -1."""
    if shape.isNull() or not shape.boundingBox().buffered(SAME_VERTEX).contains(place):
        return -1
    _point, number, _before, _after, squared = shape.closestVertex(place)
    if squared <= SAME_VERTEX**2:
        return int(number)
    squared, _nearest, after, _side = shape.closestSegmentWithContext(place)
    if squared > SAME_VERTEX**2 or not shape.insertVertex(place.x(), place.y(), after):
        return -1
    return int(after)
