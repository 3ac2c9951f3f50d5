"""Edit a plan with the mouse: sweep, undo with QGIS's own action from another layer, drag a node, save, check."""

import gc
import os
import sys
from typing import Any

from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import hand
import session


def zones_of_units() -> dict[str, str]:
    """Name of each unit → its zone, as the layers have it now."""
    return {unit["name_zh"]: unit["zone_id"] for unit in session.plan_layer("units").getFeatures()}


def trigger_own(name: str) -> None:
    """Press one of QGIS's own actions."""
    action = iface.mainWindow().findChild(QAction, name)
    if not action.isEnabled():
        raise AssertionError(f"{name} is greyed")
    action.trigger()
    session.wait(0.5)


def swept(workspace: Any) -> dict[str, Any]:
    """Sweep from Baoding's plain to the east; what the strip shows meanwhile, then undone and done again."""
    before, strip = zones_of_units(), workspace.dock.strip
    workspace.tools.set_zone("Z4")
    session.plugin().actions["assign"].trigger()
    hand.drag((116.0, 39.45), (116.35, 39.1))
    session.wait_until(lambda: "ms" in strip.state.text(), "the numbers of the sweep")
    seen = {"title": strip.title.text(), "columns": not strip.table.isHeaderHidden()}
    hand.release((116.35, 39.1))
    session.wait_until(lambda: zones_of_units() != before, "the units' new zone")
    after = zones_of_units()
    iface.setActiveLayer(session.plan_layer("nodes"))
    session.wait(0.2)
    trigger_own("mActionUndo")
    seen["undone"] = zones_of_units() == before
    trigger_own("mActionRedo")
    seen["redone"] = zones_of_units() == after
    seen["given"] = sorted(name for name, zone in after.items() if zone != before[name])
    return seen


def moved() -> list[float]:
    """Drag Baoding; where its axis member stands then."""
    session.plugin().actions["move"].trigger()
    hand.drag((115.458, 38.874), (115.9, 38.6))
    hand.release((115.9, 38.6))
    session.wait(0.5)
    member = next(row for row in session.plan_layer("axis_members").getFeatures() if row["name_zh"] == "保定市")
    return [member["lon"], member["lat"]]


def people_joined(workspace: Any) -> list[int]:
    """Join people by the dialog as a planner does; the numbers in the units then."""
    table = QgsVectorLayer("None?field=code:string&field=people:integer", "people", "memory")
    for code, people in (("130681", 600_000), ("130632", 400_000)):
        row = QgsFeature(table.fields())
        row.setAttributes([code, people])
        table.dataProvider().addFeatures([row])
    QgsProject.instance().addMapLayer(table)
    workspace.actions["join_population"].trigger()
    gc.collect()  # an open dialog that nobody holds would lose its slots
    dialog = session.window(lambda widget: widget.windowTitle() == "Join population", "the dialog")
    dialog.layer.setLayer(table)
    session.wait(0.3)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    session.wait(0.5)
    return sorted(unit["population"] for unit in session.plan_layer("units").getFeatures() if unit["population"])


def work() -> dict[str, Any]:
    plugin = session.plugin()
    plugin.open_plan(os.environ["JJJ_OPEN_PLAN"])
    workspace = plugin.workspace
    session.wait_until(lambda: workspace.live._engine.current_state == "ready", "the live engine")
    active = iface.activeLayer()
    seen = {"active": active is not None and active.id() == session.plan_layer("zones").id()}
    seen |= {"dock": workspace.dock.isVisible(), "sweep": swept(workspace), "member": moved()}
    seen["people"] = people_joined(workspace)
    iface.setActiveLayer(session.plan_layer("zones"))
    trigger_own("mActionSaveEdits")
    seen["unsaved"] = [layer.name() for layer in QgsProject.instance().mapLayers().values() if layer.isModified()]
    plugin.actions["check_plan"].trigger()
    panel = workspace.check_panel
    session.wait_until(lambda: panel._run is None and panel.list.findings(), "the findings")
    seen["rules"] = sorted({finding.rule for finding in panel.list.findings()})
    seen["marks"] = workspace.check_dock.isVisible()
    return seen


session.start(work)
