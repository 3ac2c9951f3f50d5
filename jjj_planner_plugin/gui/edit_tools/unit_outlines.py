"""The units' outlines over the map, where their own layer does not show them: who sweeps over units has to see them."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from .plan_tool import colour_of

ROUGH_PX = 0.5
"""Pixels: an outline is drawn no finer than this; at full length it would be painted anew with every move."""


class UnitOutlines(QObject):
    """A rubber band of thin lines, there while its tool is active and the units' layer is off or out of its scales."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._units: QgsVectorLayer | None = None
        self.band: QgsRubberBand | None = None
        canvas.scaleChanged.connect(self.redraw)
        canvas.destinationCrsChanged.connect(self.redraw)
        canvas.layersChanged.connect(self.redraw)

    def show(self, units: QgsVectorLayer | None) -> None:
        """Draw this layer's outlines where they are needed, from now on; None: no more."""
        self._units = units
        self.redraw()

    def redraw(self, *_: object) -> None:
        """Draw them as coarse as the map is, or take them off."""
        self.clear()
        units = self._units
        if units is None or (units in self._canvas.layers() and units.isInScaleRange(self._canvas.scale())):
            return
        to_map = QgsCoordinateTransform(
            units.crs(), self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        shapes = [QgsGeometry(unit.geometry()) for unit in units.getFeatures() if not unit.geometry().isNull()]
        try:
            for shape in shapes:
                shape.transform(to_map)
        except QgsCsException:  # a map without degrees: nothing can be swept over there either
            return
        rough = ROUGH_PX * self._canvas.mapUnitsPerPixel()
        self.band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.band.setStrokeColor(colour_of("unit"))
        self.band.setFillColor(QColor(0, 0, 0, 0))
        self.band.setBrushStyle(Qt.BrushStyle.NoBrush)
        self.band.setWidth(1)
        self.band.setToGeometry(QgsGeometry.collectGeometry([shape.simplify(rough) for shape in shapes]), None)

    def clear(self) -> None:
        """Take the lines off the map."""
        if self.band is not None:
            self._canvas.scene().removeItem(self.band)
            self.band = None

    def take_down(self) -> None:
        """Leave nothing on the canvas."""
        self._units = None
        self.clear()
        self.deleteLater()
