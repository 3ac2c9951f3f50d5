"""The structures and the timeline in the desktop: chosen in the dock, played by QGIS's own time controller."""

import os
import sys
from typing import Any

from qgis.core import QgsProject, QgsTemporalNavigationObject
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait_until(QgsProject.instance().mapLayers, "the plan's layers")
    session.wait_until(lambda: session.plugin().workspace.plans.current, "the dock's plan")
    workspace = session.plugin().workspace
    workspace.dock.header.structure_chosen.emit("2026")
    session.wait(0.5)
    layers = workspace.plans.current.layers
    shown = [table for table in ("axes", "zones", "corridors", "unit_sets")
             if QgsProject.instance().layerTreeRoot().findLayer(layers[table].id()).isVisible()]
    session.trigger("timeline")
    timeline, controller = workspace.timeline, iface.mapCanvas().temporalController()
    timeline.first.setValue(2014)
    timeline.play.click()
    session.wait_until(lambda: controller.currentFrameNumber() >= 2, "the third year", 60)
    controller.pause()
    playing = controller.navigationMode() == QgsTemporalNavigationObject.NavigationMode.Animated
    bold = [event.when for row, event in enumerate(timeline.model.events) if timeline.model.is_now(row)]
    if os.environ.get("JJJ_SHOT"):
        session.wait(1.5)
        iface.mainWindow().grab().save(os.environ["JJJ_SHOT"])
    timeline.all.click()
    session.wait(0.3)
    return {
        "shown": shown, "structure": workspace.dock.header.structure.currentData(), "playing": playing,
        "year": controller.temporalExtents().begin().date().year(), "bold": bold,
        "visible": timeline.isVisible(), "off": not iface.mapCanvas().mapSettings().isTemporal(),
    }


session.start(work)
