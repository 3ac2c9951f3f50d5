"""Open a plan, import a survey text file by the menu's own dialog; what it shows, and the project afterwards."""

import os
import sys
from typing import Any

from qgis.core import QgsProject
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.trigger("import_site")
    dialog = session.window(lambda widget: type(widget).__name__ == "ImportSiteDialog", "the import's dialog")
    dialog.file.setFilePath(os.environ["JJJ_SURVEY"])
    session.wait_until(lambda: dialog.seen, "what the file holds")
    shown = {"crs": dialog.choice.crs.currentData(), "place": dialog.place.text(),
             "can": dialog.import_button.isEnabled()}
    dialog.import_button.click()
    site = session.wait_until(
        lambda: next((layer for layer in QgsProject.instance().mapLayers().values()
                      if layer.source().endswith("layername=site")), None), "the imported layer")
    session.wait(1.0)
    session.trigger("site_check")
    check = session.tool_dialog("jjj:site_check")
    source = check.createProcessingParameters()["SITE"]
    answer = {
        **shown, "features": site.featureCount(), "crs_after": site.crs().authid(),
        "active": iface.activeLayer().id() == site.id(),
        "checked": getattr(source, "source", source) == site.id(),
        "group": QgsProject.instance().layerTreeRoot().findLayer(site.id()).parent().name(),
        "extent_in_view": iface.mapCanvas().extent().contains(
            iface.mapCanvas().mapSettings().layerExtentToOutputExtent(site, site.extent())),
    }
    check.close()
    return answer


session.start(work)
