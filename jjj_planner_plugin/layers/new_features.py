"""A new feature of a plan table: with a `uid`, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QUuid

SOURCE = "本规划编辑 Edited in this plan"
CONFIDENCE = "medium"


def new_uid() -> str:
    """A uid that no feature has."""
    return QUuid.createUuid().toString(QUuid.StringFormat.WithoutBraces)


def free_id(layer: QgsVectorLayer, field: str, letter: str) -> str:
    """The letter with the first number, from the count of features on, that no feature has in `field`."""
    taken = {str(row[field]) for row in layer.getFeatures()}
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def add_feature(layer: QgsVectorLayer, values: Mapping[str, object], shape: QgsGeometry | None = None) -> QgsFeature:
    """Add a feature in the edit command that is open; it, with its uid. Values for fields that are not there are left.

    Raises ValueError when QGIS does not take it.
    """
    feature = QgsFeature(layer.fields())
    given = {"uid": new_uid(), "source": SOURCE, "confidence": CONFIDENCE, **values}
    for name, value in given.items():
        index = layer.fields().lookupField(name)
        if index >= 0:
            feature.setAttribute(index, value)
    if shape is not None:
        feature.setGeometry(shape)
    if not layer.addFeature(feature):
        raise ValueError(layer.name())
    return feature
