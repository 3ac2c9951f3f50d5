"""How conflicts with source protection are drawn: ground, lines and points by how grave they are."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsSymbol, QgsVectorLayer, QgsWkbTypes

from ..i18n import language
from .schema import catalog
from .symbols import colour

FIELD = "concern"
WASH = 0.5  # of ground, so that the map is read through it


def style_protection(layer: QgsVectorLayer) -> None:
    """A colour for each severity that the layer has, gravest first in the legend."""
    present = layer.uniqueValues(layer.fields().lookupField(FIELD))
    categories = []
    for concern, words in catalog("catalog/source_protection.json")["concerns"].items():
        if concern not in present:
            continue
        drawn, tint = QgsSymbol.defaultSymbol(layer.geometryType()), colour(words["tint"])
        if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
            tint.setAlphaF(WASH)
        drawn.setColor(tint)
        categories.append(QgsRendererCategory(concern, drawn, words[language()]))
    layer.setRenderer(QgsCategorizedSymbolRenderer(FIELD, categories))
