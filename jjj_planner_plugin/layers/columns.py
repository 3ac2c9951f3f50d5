"""The attribute table as it opens: heads that can be read, what a planner looks for first."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsAttributeTableConfig, QgsVectorLayer
from qgis.PyQt.QtGui import QFont, QFontMetrics

NARROWEST, MARGIN = 100, 30
"""Pixels: QGIS's own width of every column, and what a head needs beside its text."""


def arrange_columns(layer: QgsVectorLayer, hidden: Collection[str] = (), last: Collection[str] = ()) -> None:
    """Columns as wide as their heads; the fields `hidden` not shown, the fields `last` at the end."""
    config = layer.attributeTableConfig()
    config.update(layer.fields())
    columns = sorted(config.columns(), key=lambda column: column.name in last)
    metrics = QFontMetrics(QFont())
    for column in columns:
        if column.type == QgsAttributeTableConfig.Type.Field:
            head = layer.attributeDisplayName(layer.fields().lookupField(column.name))
            column.width = max(NARROWEST, metrics.horizontalAdvance(head) + MARGIN)
            column.hidden = column.name in hidden
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)
