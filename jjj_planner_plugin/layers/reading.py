"""One table of a plan file, read without opening the plan in a project and without keeping the file open."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFeature, QgsVectorLayer


def table_layer(path: Path, table: str) -> QgsVectorLayer:
    """The table as a layer, unstyled; not valid where the file lacks it."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsVectorLayer(f"{path.as_posix()}|layername={table}", table, "ogr", options)


def rows(layer: QgsVectorLayer) -> list[QgsFeature]:
    """Every feature of a layer made for this reading alone.

    QGIS 3.22 keeps the connection of a reading open when the layer has gone: the file would stay locked while it
    is in WAL mode, and on Windows could not be replaced.
    """
    found = list(layer.getFeatures())
    layer.dataProvider().reloadData()  # closes the connections that nobody uses
    return found
