"""Layers as the report's sheets draw them: copies in memory with less detail than the print can show.

A map of the region with every vertex would be several megabytes a page, and the files stay free.
"""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsMapLayerStyle,
    QgsProject,
    QgsVectorLayer,
)

COPY_OF = "jjj/copy_of"
"""Custom property of a copy: the id of the layer that it shows."""
METRES_PER_DEGREE = 111_000.0


def printed(project: QgsProject, layer: QgsMapLayer, tolerance_m: float) -> QgsMapLayer:
    """The layer's copy in the project (not in its tree), its lines simplified by up to `tolerance_m`; one a layer.

    A raster is its own.
    """
    if not isinstance(layer, QgsVectorLayer):
        return layer
    for known in project.mapLayers().values():
        if known.customProperty(COPY_OF) == layer.id():
            return known
    copy = layer.materialize(QgsFeatureRequest())
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    style.writeToLayer(copy)
    copy.setName(layer.name())
    copy.setMetadata(layer.metadata())
    copy.setCustomProperty(COPY_OF, layer.id())
    _simplify(copy, tolerance_m / METRES_PER_DEGREE if layer.crs().isGeographic() else tolerance_m)
    project.addMapLayer(copy, False)
    return copy


def _simplify(copy: QgsVectorLayer, tolerance: float) -> None:
    changed: dict[int, QgsGeometry] = {}
    for feature in copy.getFeatures():
        shape = feature.geometry().simplify(tolerance)
        if not shape.isNull() and not shape.isEmpty():  # what is smaller stays as it is
            changed[feature.id()] = shape
    copy.dataProvider().changeGeometryValues(changed)
