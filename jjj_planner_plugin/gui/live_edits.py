"""What the live engine must know of edits that no file holds yet: the edited features as WKB, and those deleted."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVectorLayer

from ..layers.structure import Layers, feature_of, given

TABLES = ("units", "zones", "axes", "axis_members", "catchments", "rivers", "core", "twin_cities", "nodes")
"""Those that live figures come from."""

Key = tuple[str, str]  # table, uid


class Edits(NamedTuple):
    """Unsaved edits: of a feature its shape (`wkb`, base64, None as the file has it) and the fields that differ."""

    edited: dict[Key, dict[str, Any]]
    deleted: frozenset[Key]


def unsaved_edits(layers: Layers) -> Edits:
    """What the edit buffers of a plan's layers hold now."""
    edited: dict[Key, dict[str, Any]] = {}
    deleted: set[Key] = set()
    for table in TABLES:
        layer = layers.get(table)
        buffer = layer.editBuffer() if layer is not None and layer.isEditable() else None
        if layer is None or buffer is None:
            continue
        shapes, values, added = buffer.changedGeometries(), buffer.changedAttributeValues(), buffer.addedFeatures()
        for fid in {*shapes, *values, *added}:
            feature = layer.getFeature(fid)
            if not feature.isValid() or not given(feature["uid"]):
                continue
            changed = None if fid in added else values.get(fid, {})
            shape = shapes.get(fid) if fid not in added else feature.geometry()
            told = _told(table, feature, changed, shape)
            if told["fields"] or told["wkb"]:
                edited[table, feature["uid"]] = told
        gone = QgsFeatureRequest().setFilterFids(buffer.deletedFeatureIds())
        gone.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        if buffer.deletedFeatureIds():
            deleted |= {(table, row["uid"]) for row in layer.dataProvider().getFeatures(gone) if given(row["uid"])}
    return Edits(edited, frozenset(deleted))


def _told(
    table: str, feature: QgsFeature, changed: dict[int, Any] | None, shape: QgsGeometry | None
) -> dict[str, Any]:
    """An edited feature for the engine; a zone of units is told by its units, not by its shape."""
    derived = table == "zones" and feature["origin"] == "units"
    wkb = None if shape is None or shape.isNull() or derived else _wkb(shape)
    indices = range(len(feature.fields())) if changed is None else changed
    fields = {feature.fields().at(index).name(): _plain(feature[index]) for index in indices}
    return {"table": table, "uid": feature["uid"], "wkb": wkb, "fields": fields}


def _wkb(shape: QgsGeometry) -> str:
    return base64.b64encode(shape.asWkb().data()).decode("ascii")


def _plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if not given(value):
        return None
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def value_of(layer: QgsVectorLayer, uid: str, field: str) -> Any:
    """A field of the feature with this uid, as JSON has it."""
    feature = feature_of(layer, "uid", uid)
    return None if feature is None else _plain(feature[field])
