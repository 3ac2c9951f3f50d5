"""What comes after a comparison: the difference on the map, styled, in its group; one sentence of what differs."""

from __future__ import annotations

from datetime import datetime

from qgis.core import Qgis, QgsFeatureRequest, QgsLayerTreeLayer, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

from .. import messages
from ..algorithms.compare_plans import LAYERS, part_title
from ..i18n import tr
from ..layers.plan_file import plan_layers
from ..layers.results import MADE, place_in_group, result_group, style_result
from .compare_dialog import CompareDialog

KIND = "comparison"
OFF_AT_START = ("changes",)  # a mark for every feature: the table tells them, the map is for the ground


def open_compare_dialog() -> QWidget:
    """The dialog; what differs comes into the project."""
    dialog = CompareDialog(iface.mainWindow())
    dialog.made.connect(show_compared)
    return dialog


def show_compared(path: str, warnings: list[str]) -> None:
    """Load the layers that are not empty, zoom to them, and say how much differs.

    The plan's zones are switched off while the difference is shown: under it they would be a second map.
    """
    layers = {part: QgsVectorLayer(f"{path}|layername={part}", part_title(part), "ogr")
              for part in (*reversed(LAYERS), "difference")}
    changes = layers["changes"].featureCount()
    ground = sum(feature["area_km2"] for feature in layers["difference"].getFeatures(
        QgsFeatureRequest().setFilterExpression("\"ground\" = 'zone'")))
    shown = [part for part, layer in layers.items() if layer.featureCount() > 0]
    for part in shown:
        _add(layers[part], part not in OFF_AT_START)
    if ground:
        _hide_zones([layers[part].id() for part in shown])
    _zoom([layers[part] for part in shown if part not in OFF_AT_START] or [layers[part] for part in shown])
    more = "".join(f" {sentence}" for sentence in warnings[:1]) + (f" (+{len(warnings) - 1})" if warnings[1:] else "")
    level = Qgis.MessageLevel.Warning if warnings else Qgis.MessageLevel.Info
    iface.messageBar().pushMessage(tr("Compare scenarios"), messages.compared(changes, ground) + more, level)


def _add(layer: QgsVectorLayer, visible: bool) -> None:
    """Into the project, styled, on top of its group."""
    style_result(layer, KIND)
    layer.setCustomProperty(MADE, datetime.now().isoformat())
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    place_in_group(project, layer, result_group(KIND), on_top=True)
    node = project.layerTreeRoot().findLayer(layer.id())
    node.setItemVisibilityChecked(visible)
    for part, shown in ((node, visible), (node.parent(), True)):
        part.setExpanded(not shown)  # the tree's view hears of a change only
        part.setExpanded(shown)


class ZonesBehind(QObject):
    """The plan's zones, switched off behind a comparison; on again once nothing of it is shown any more."""

    def __init__(self, zones: QgsVectorLayer) -> None:
        super().__init__(zones)  # it goes with the layer
        self._zones, self._compared = zones.id(), set[str]()
        QgsProject.instance().layersRemoved.connect(self._look)
        QgsProject.instance().layerTreeRoot().visibilityChanged.connect(self._look)

    def stand_behind(self, layer_ids: list[str]) -> None:
        """Off as long as one of these layers is shown."""
        self._compared.update(layer_ids)
        self._node().setItemVisibilityChecked(False)

    def _node(self) -> QgsLayerTreeLayer | None:
        return QgsProject.instance().layerTreeRoot().findLayer(self._zones)

    def _look(self, *_: object) -> None:
        root, zones = QgsProject.instance().layerTreeRoot(), self._node()
        shown = [node for node in map(root.findLayer, self._compared) if node is not None and node.isVisible()]
        if zones is None or (shown and not zones.itemVisibilityChecked()):
            return
        QgsProject.instance().layersRemoved.disconnect(self._look)
        root.visibilityChanged.disconnect(self._look)
        zones.setItemVisibilityChecked(True)
        self.setParent(None)
        self.deleteLater()


def _hide_zones(compared: list[str]) -> None:
    """The open plan's zones off: where nothing differs the map is to be empty. Those that are off already stay so."""
    zones = plan_layers(QgsProject.instance()).get("zones")
    node = QgsProject.instance().layerTreeRoot().findLayer(zones.id()) if zones else None
    if zones is None or node is None:
        return
    behind = zones.findChild(ZonesBehind)
    if behind is None and node.itemVisibilityChecked():
        behind = ZonesBehind(zones)
    if behind is not None:
        behind.stand_behind(compared)


def _zoom(layers: list[QgsVectorLayer]) -> None:
    canvas, whole = iface.mapCanvas(), QgsRectangle()
    for layer in layers:
        whole.combineExtentWith(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
    if layers:
        canvas.setExtent(whole)
        canvas.zoomByFactor(1.3)
