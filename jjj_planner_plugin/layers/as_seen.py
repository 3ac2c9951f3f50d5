"""Edits that no file holds yet, written into a copy of their plan: it then is as the planner sees the plan."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFeature, QgsVectorDataProvider, QgsVectorLayer, QgsVectorLayerEditBuffer

from .. import messages
from .compose import PlanError
from .reading import table_layer
from .unsaved import writable


def edited_layers(layers: dict[str, QgsVectorLayer]) -> dict[str, QgsVectorLayer]:
    """Those of a plan's layers that have edits which are not saved."""
    return {table: layer for table, layer in layers.items() if layer.isModified()}


def write_edits(edited: dict[str, QgsVectorLayer], copy: Path) -> None:
    """Do in the plan's `copy`, which holds what was saved last, what saving the layers would do in the plan.

    The layers stay as they are. Features keep their fid; a new one gets the next free one. To be called on the main
    thread. Raises PlanError where the copy does not take an edit.
    """
    for table, layer in edited.items():
        target = table_layer(copy, table)
        provider = target.dataProvider()
        if not _written(layer.editBuffer(), provider):
            raise PlanError(messages.layer_not_exported(layer.name(), "; ".join(provider.errors()) or table))
        provider.reloadData()  # closes the connections that nobody uses


def _written(edits: QgsVectorLayerEditBuffer, provider: QgsVectorDataProvider) -> bool:
    """In the order in which QGIS saves: first the fields, then values and shapes, what is gone, what is new."""
    if edits.deletedAttributeIds() and not provider.deleteAttributes(edits.deletedAttributeIds()):
        return False
    if edits.addedAttributes() and not provider.addAttributes(edits.addedAttributes()):
        return False
    if edits.changedAttributeValues() and not provider.changeAttributeValues(edits.changedAttributeValues()):
        return False
    if edits.changedGeometries() and not provider.changeGeometryValues(edits.changedGeometries()):
        return False
    if edits.deletedFeatureIds() and not provider.deleteFeatures(edits.deletedFeatureIds()):
        return False
    new = [_new(feature, provider) for feature in edits.addedFeatures().values()]
    return not new or bool(provider.addFeatures(new)[0])


def _new(feature: QgsFeature, provider: QgsVectorDataProvider) -> QgsFeature:
    made = QgsFeature(provider.fields())
    made.setGeometry(feature.geometry())
    made.setAttributes(feature.attributes()[:provider.fields().count()])
    return writable(made)
