"""Layers as the water tools make them, small and by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

SQUARE = "Polygon(({0} 39, {1} 39, {1} 40, {0} 40, {0} 39))"
LINE = "LineString({0} 39.5, {1} 39.5)"
POINT = "Point({0} 39.5)"


def layer(shape: str, fields: dict[str, str], rows: Sequence[Sequence[Any]], name: str = "made") -> QgsVectorLayer:
    """A layer in memory; its features stand a degree apart from 115° E on. `fields`: name → QGIS's name of its type."""
    declared = "&".join(f"field={field}:{kind}" for field, kind in fields.items())
    made = QgsVectorLayer(f"{shape.split('(')[0]}?crs=EPSG:4490&{declared}", name, "memory")
    features = []
    for place, row in enumerate(rows):
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape.format(115 + place, 116 + place)))
        feature.setAttributes(list(row))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    made.updateExtents()
    return made


def columns(text: str) -> int:
    """How wide a text is, in Latin letters: a Chinese one has two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
