"""For `make screenshots`: a plan while it is edited, with its dock, its live numbers and its check."""

from __future__ import annotations

from typing import Any, Callable

import hand
import session
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QModelIndex
from qgis.utils import iface

Shoot = Callable[[str], None]


def row(tree: Any, uid: str, parent: QModelIndex | None = None) -> QModelIndex:
    """The row of the plan's tree that shows the feature with this uid."""
    model, parent = tree.shown, parent or QModelIndex()
    for number in range(model.rowCount(parent)):
        index = model.index(number, 0, parent)
        item = tree.plan.item(model.mapToSource(index))
        if item is not None and item.uid == uid:
            return index
        below = row(tree, uid, index)
        if below.isValid():
            return below
    return QModelIndex()


def shoot_editing(shoot: Shoot) -> None:
    """The dock, a sweep, a node on its way, a circle, the findings; the plan is then as it was."""
    workspace = session.plugin().workspace
    session.wait_until(lambda: workspace.live._engine.current_state == "ready", "the live engine")
    north_west = next(zone for zone in session.plan_layer("zones").getFeatures() if zone["zone_id"] == "Z4")
    tree = workspace.dock.tree
    tree.setCurrentIndex(row(tree, north_west["uid"]))
    shoot("dock-zone")
    actions = session.plugin().actions
    actions["assign"].trigger()
    hand.drag((116.0, 39.45), (116.35, 39.1))
    shoot("sweep")
    hand.release((116.35, 39.1))
    shoot("swept")
    actions["move"].trigger()
    hand.drag((115.458, 38.874), (115.9, 38.6))
    shoot("node-on-its-way")
    hand.release((115.9, 38.6))
    actions["probe"].trigger()
    hand.move((117.2, 39.1), held=False)
    shoot("probe")
    iface.actionPan().trigger()
    workspace.check()
    session.wait_until(lambda: workspace.check_panel._run is None and workspace.check_panel.list.findings(), "findings")
    shoot("check")
    workspace.check_dock.hide()
    for name in ("bend", "members", "wing", "import_layer", "join_population"):
        session.with_dialog(actions[name].trigger, lambda _dialog, name=name: shoot(f"{name}-dialog"), name)
    workspace.plans.current.discard()
    for layer in QgsProject.instance().mapLayers().values():
        if hasattr(layer, "removeSelection"):
            layer.removeSelection()
