"""For `make screenshots` and the tests in the desktop: the water tools from the menu, and a place that is clicked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable

import hand
import session
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QLineEdit, QToolButton, QWidget
from qgis.utils import iface

Shoot = Callable[[str], None]
ShootTool = Callable[[str, dict[str, Any]], list[Any]]
MADE = "jjj/made"  # of the results of the scenes before
TOOLS = ("delineate_catchments", "trace_upstream", "catchment_matrix", "water_dependency", "riparian_buffers",
         "source_protection_check")
GUANTING = (115.60, 40.23)


def shoot_water(shoot: Shoot, shoot_tool: ShootTool) -> list[str]:
    """The tools one after the other as they begin from the menu, with what they make; the names of those shot."""
    out = Path(os.environ["JJJ_OUT"])
    hide([layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(MADE)])
    iface.messageBar().clearWidgets()
    shot = [name for name in TOOLS if name in session.plugin().actions]
    for name in shot:
        layers = shoot_tool(name, {"OUTPUT": str(out / f"{name}.gpkg")})
        show_panel(False)
        show_all()
        shoot(f"{name}-map")
        show_panel(True)
        hide(layers)
    return shot


def show_all() -> None:
    """The plan as a whole on the map."""
    canvas, zones = iface.mapCanvas(), session.plan_layer("zones")
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(zones, zones.extent()))
    canvas.refresh()


def show_panel(shown: bool) -> None:
    """Show or hide the results, which take a third of the map's height."""
    session.plugin().results.setUserVisible(shown)
    session.wait(0.5)


def hide(layers: list[Any]) -> None:
    """Switch layers off."""
    for layer in layers:
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is not None:
            node.setItemVisibilityChecked(False)


def click_point(dialog: Any, place: hand.Place) -> str:
    """Press the button of the dialog's point parameter, click on the map; what the dialog has then."""
    panel = next(widget for widget in dialog.findChildren(QWidget)
                 if widget.metaObject().className() == "QgsProcessingPointPanel")
    before = iface.mapCanvas().mapTool()
    panel.findChild(QToolButton).click()
    session.wait_until(lambda: iface.mapCanvas().mapTool() is not before, "the map tool of the point")
    session.wait(0.3)
    hand.click(place)
    session.wait_until(dialog.isVisible, "the dialog after the click")
    return str(panel.findChild(QLineEdit).text())


def labels(layer: QgsVectorLayer) -> list[str]:
    """What the layer's legend says."""
    return [item.label() for item in layer.renderer().legendSymbolItems()] if layer.isSpatial() else []
