"""What comes after an import: the layer in its group, on the map and active, so that the site check begins with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton, QWidget
from qgis.utils import iface

from .. import messages
from ..algorithms.import_site import LOG
from ..i18n import tr
from ..layers.results import MADE, place_in_group, result_group, style_result
from .import_site import ImportSiteDialog

KIND = "import_site"


def open_import_dialog() -> QWidget:
    """The dialog; what it imports comes into the project."""
    dialog = ImportSiteDialog(iface.mainWindow())
    dialog.made.connect(show_imported)
    return dialog


def show_imported(path: str, warnings: list[str]) -> None:
    """Load the site and its log, zoom to it, and say what was found."""
    log = _added(f"{path}|layername={LOG}", tr("Import log"))
    site = _added(f"{path}|layername=site", Path(path).stem)
    canvas = iface.mapCanvas()
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(site, site.extent()))
    canvas.zoomByFactor(1.5)
    QTimer.singleShot(0, lambda: iface.setActiveLayer(site))  # after whatever else the result's arrival set off
    bar = iface.messageBar()
    area = sum(feature["area_m2"] for feature in site.getFeatures())
    more = "".join(f" {sentence}" for sentence in warnings[:1]) + (f" (+{len(warnings) - 1})" if warnings[1:] else "")
    item = bar.createMessage(tr("Import site"), messages.site_imported(site.featureCount(), area) + more)
    button = QPushButton(tr("Import log"), item)
    button.clicked.connect(lambda: iface.showAttributeTable(log))
    item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Warning if warnings else Qgis.MessageLevel.Info)


def _added(uri: str, title: str) -> QgsVectorLayer:
    """A layer of the result in the project, styled, in its group."""
    layer = QgsVectorLayer(uri, title, "ogr")
    style_result(layer, KIND)
    layer.setCustomProperty(MADE, datetime.now().isoformat())
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    place_in_group(project, layer, result_group(KIND))
    return layer
