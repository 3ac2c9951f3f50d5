"""What has just come into the plan is to be seen: its layer is switched on, and it is selected."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsProject, QgsVectorLayer


def reveal(layer: QgsVectorLayer, fids: Collection[int]) -> None:
    """Switch a layer on, with the groups it is in, and select these features; none: the selection stays."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityCheckedParentRecursive(True)
    if fids:
        layer.selectByIds(list(fids))
