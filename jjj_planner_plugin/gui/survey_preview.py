"""A small map of where a survey's parcels fall, over the bundled counties."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.gui import QgsMapCanvas, QgsVertexMarker
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ..i18n import language
from ..layers.schema import catalog
from ..paths import resource

AROUND_M = 30_000
"""What is shown to every side of the parcels: the neighbouring counties can be recognised."""
LABEL_SIZE, MARK_SIZE = 8, 26


class SurveyPreview(QgsMapCanvas):
    """Counties with their names; the parcels filled, and a ring around them: they are small at this scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(300, 300)
        self.setCanvasColor(QColor(Qt.GlobalColor.white))
        self.enableAntiAliasing(True)
        self.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4509"))
        self._degrees = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4490"), self.mapSettings().destinationCrs(), QgsProject.instance())
        self._units = self._county_layer()
        self.parcels = QgsVectorLayer("MultiPolygon?crs=EPSG:4490", "parcels", "memory")
        self.parcels.setRenderer(_filled("axis", "axis", "0.5"))
        self.marks: list[QgsVertexMarker] = []
        self.setLayers([self.parcels, self._units])
        self.show_outline(None)

    def _county_layer(self) -> QgsVectorLayer:
        layer = QgsVectorLayer(f"{resource('data/jjj.gpkg')}|layername=units", "units", "ogr")
        layer.setRenderer(_filled("land", "unit", "0.2"))
        settings = QgsPalLayerSettings()
        settings.fieldName = "name_zh" if language() == "zh" else "name_en"
        text = QgsTextFormat()
        text.setSize(LABEL_SIZE)
        text.setColor(_colour("unit_text"))
        settings.setFormat(text)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        return layer

    def show_outline(self, wkt: str | None) -> None:
        """The parcels (WKT in EPSG:4490) with their surroundings; without any, the whole region."""
        self.parcels.dataProvider().truncate()
        geometry = QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry()
        if geometry.isEmpty():
            self._mark_places([])
            self._box = self._region()
        else:
            feature = QgsFeature()
            feature.setGeometry(geometry)
            self.parcels.dataProvider().addFeature(feature)
            box = self._degrees.transformBoundingBox(geometry.boundingBox())
            self._mark_places([box.center()])
            self._box = box.buffered(max(AROUND_M, box.width(), box.height()))
        self._units.setLabelsEnabled(not geometry.isEmpty())
        self.parcels.triggerRepaint()
        self._show_box()

    def show_candidates(self, places: list[tuple[float, float]]) -> None:
        """Where each CRS that is possible would put the parcels (degrees), on the whole region."""
        self.show_outline(None)
        points = [self._degrees.transform(QgsPointXY(lon, lat)) for lon, lat in places]
        self._mark_places(points)
        for point in points:
            self._box.include(point)
        self._show_box()

    def _region(self) -> QgsRectangle:
        return self.mapSettings().layerExtentToOutputExtent(self._units, self._units.extent())

    def _mark_places(self, points: list[QgsPointXY]) -> None:
        """A ring around each of these points, and around nothing else."""
        for mark in self.marks:
            self.scene().removeItem(mark)
        self.marks = [QgsVertexMarker(self) for _ in points]
        for mark, point in zip(self.marks, points):
            mark.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
            mark.setIconSize(MARK_SIZE)
            mark.setPenWidth(2)
            mark.setColor(_colour("axis"))
            mark.setCenter(point)

    def _show_box(self) -> None:
        self.setExtent(self._box)
        self.refresh()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._show_box()


def _colour(name: str) -> QColor:
    return QColor(catalog("catalog/palette.json")[name])


def _filled(inside: str, outline: str, width: str) -> QgsSingleSymbolRenderer:
    symbol = QgsFillSymbol.createSimple({"outline_color": _colour(outline).name(), "outline_width": width})
    symbol.setColor(_colour(inside))
    return QgsSingleSymbolRenderer(symbol)
