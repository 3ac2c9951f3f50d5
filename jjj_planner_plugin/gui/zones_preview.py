"""A small map of the four zones as a scheme makes them, from the bundled counties."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ..i18n import language
from ..layers.schema import catalog, domain
from ..paths import resource


class ZonesPreview(QgsMapCanvas):
    """Not for working in: it only shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(260, 300)
        self.setCanvasColor(QColor(Qt.GlobalColor.white))
        self.enableAntiAliasing(True)
        self.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4509"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._units = QgsVectorLayer(f"{resource('data/jjj.gpkg')}|layername=units", "units", "ogr")
        self.setLayers([self._units])

    def show_scheme(self, scheme: str) -> None:
        """Colour the counties by the zone that `scheme` puts them in."""
        palette = catalog("catalog/palette.json")["zones"]
        names = domain("zone", language())
        categories = []
        for zone, name in names.items():
            symbol = QgsFillSymbol.createSimple({"outline_color": "255,255,255,160", "outline_width": "0.1"})
            symbol.setColor(QColor(palette[zone]))
            categories.append(QgsRendererCategory(zone, symbol, name))
        self._units.setRenderer(QgsCategorizedSymbolRenderer(f"zone_{scheme}", categories))
        self._units.triggerRepaint()
        self._show_all()

    def _show_all(self) -> None:
        self.setExtent(self.mapSettings().layerExtentToOutputExtent(self._units, self._units.extent()))
        self.refresh()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._show_all()


def zones_legend() -> str:
    """The zones' names, each behind a square of its colour, as rich text."""
    palette = catalog("catalog/palette.json")["zones"]
    return "<br>".join(
        f'<span style="color:{palette[zone]}">■</span> {name}' for zone, name in domain("zone", language()).items())
