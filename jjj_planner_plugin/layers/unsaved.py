"""Features that were never saved, as they can be written: their key is a text such as *Autogenerate*, not a number."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer


def writable(feature: QgsFeature) -> QgsFeature:
    """A copy without what stands in a number's place and is none: the writer numbers it."""
    copy = QgsFeature(feature)
    for index in range(copy.fields().count()):
        if copy.fields().at(index).isNumeric() and not isinstance(copy.attribute(index), (int, float)):
            copy.setAttribute(index, None)
    return copy


def has_unsaved(layer: QgsVectorLayer) -> bool:
    """Whether a feature of the layer is in no file yet."""
    buffer = layer.editBuffer()
    return buffer is not None and bool(buffer.addedFeatures())


def in_memory(layer: QgsVectorLayer, request: QgsFeatureRequest) -> QgsVectorLayer:
    """A layer in memory of the features that the request lets through, unsaved ones and all."""
    copy = layer.materialize(QgsFeatureRequest().setFilterFids([]))  # the fields; it would drop what is no number
    copy.setName(layer.name())
    copy.dataProvider().addFeatures([writable(feature) for feature in layer.getFeatures(request)])
    return copy
