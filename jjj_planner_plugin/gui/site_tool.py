"""What the site check's dialog begins with, and how its conclusion is told."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface

from ..i18n import tr
from ..layers.schema import catalog

REPORTED = ("zones", "units", "catchments")
"""Tables of the plan that a site is always measured against."""


def site_values(active: Any, plan: dict[str, QgsVectorLayer], project: QgsProject) -> dict[str, Any]:
    """The active polygon layer, its selection if there is one, against the known controls of the project."""
    polygons = isinstance(active, QgsVectorLayer) and active.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    values: dict[str, Any] = {}
    if polygons and (active.selectedFeatureCount() or active not in plan.values()):
        selected = active.selectedFeatureCount() > 0
        values["SITE"] = QgsProcessingFeatureSourceDefinition(active.id(), selected) if selected else active.id()
    others = [node.layer() for node in project.layerTreeRoot().findLayers() if node.layer() is not active]
    values["CONTROLS"] = [layer.id() for layer in others if is_control(layer, plan)]
    return values


def is_control(layer: Any, plan: dict[str, QgsVectorLayer]) -> bool:
    """Whether a site is to be checked against the layer: a known control line, the plan's areas, rings."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid() or not layer.isSpatial():
        return False
    if layer in plan.values():
        return layer in [plan.get(table) for table in REPORTED]
    if layer.fields().lookupField("verdict") >= 0:  # the result of a check
        return False
    name = layer.name().lower()
    patterns = [pattern for entry in catalog("catalog/site_rules.json")["known"].values() for pattern in entry["names"]]
    named = any(all(part in name for part in pattern.split("+")) for pattern in patterns)
    return named or layer.fields().lookupField("distance_to_m") >= 0


def tell_conclusion(successful: bool, results: dict[str, Any]) -> None:
    """The conclusion in the message bar, with a button that opens the sheet."""
    if not successful or "CONCLUSION" not in results:
        return
    bar = iface.messageBar()
    item = bar.createMessage(tr("Site check"), results["CONCLUSION"])
    sheet = results.get("PDF")
    if sheet:
        button = QPushButton(tr("Open the sheet"), item)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(sheet)))
        item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Warning if results.get("FAILS") else Qgis.MessageLevel.Info)
