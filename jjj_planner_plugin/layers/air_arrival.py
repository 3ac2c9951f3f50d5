"""What becomes of an air result as it comes into a project, beside its style."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from .air_look import looks


def let_through(layer: QgsMapLayer, kind: str) -> None:
    """Let outlines below be seen through what covers the whole map: rasters, and polygons in full colours."""
    spec = looks()["let_through"]
    polygons = isinstance(layer, QgsVectorLayer) and (
        layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)
    if (kind in spec["rasters"] and isinstance(layer, QgsRasterLayer)) or (kind in spec["polygons"] and polygons):
        layer.setOpacity(spec["opacity"])
