"""Open a plan, compare it with a scenario by the menu's own dialog; the project and the panel afterwards."""

import os
import sys
from typing import Any

from qgis.core import QgsProject

sys.path.append(os.environ["JJJ_IN_QGIS"])
import scenario
import session

from jjj_planner_plugin.gui import compared


def work() -> dict[str, Any]:
    plan = os.environ["JJJ_OPEN_PLAN"]
    scenario.make_scenario(plan, os.environ["JJJ_SCENARIO"])
    session.plugin().open_plan(plan)
    session.trigger("compare_plans")
    dialog = session.window(lambda widget: type(widget).__name__ == "CompareDialog", "the comparison's dialog")
    first = dialog.before.filePath()
    dialog.after.setFilePath(os.environ["JJJ_SCENARIO"])
    dialog.compare_button.click()
    difference = session.wait_until(
        lambda: next((layer for layer in QgsProject.instance().mapLayers().values()
                      if layer.source().endswith("layername=difference")), None), "the difference")
    session.wait(1.0)
    root = QgsProject.instance().layerTreeRoot()
    group = root.findLayer(difference.id()).parent()
    zones = root.findLayer(session.plan_layer("zones").id())
    seen = {
        "first": first, "group": group.name(), "layers": [node.name() for node in group.children()],
        "shown": [node.name() for node in group.children() if node.itemVisibilityChecked()],
        "legend": [category.label() for category in difference.renderer().categories()],
        "zones_shown": zones.itemVisibilityChecked(),
        "tables": [spec.title for spec in session.plugin().results.results[0].specs],
        "head": session.plugin().results.view.table.model.head(0),
    }
    group.setItemVisibilityChecked(False)
    seen["after_unchecking"] = zones.itemVisibilityChecked()
    group.setItemVisibilityChecked(True)
    compared.show_compared(difference.source().split("|")[0], [])
    seen["hidden_again"] = not zones.itemVisibilityChecked()
    made = [layer.id() for layer in QgsProject.instance().mapLayers().values()
            if layer.source().split("|")[0] == difference.source().split("|")[0]]
    QgsProject.instance().removeMapLayers(made)
    seen["after_removing"] = zones.itemVisibilityChecked()
    return seen


session.start(work)
