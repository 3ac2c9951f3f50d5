"""The water tools in the desktop, each from the menu as it begins there; a place in a basin clicked on the map."""

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsProject

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session
import water

OUT = Path(os.environ["JJJ_OUT"])


def run(name: str) -> dict[str, Any]:
    """A tool from the menu with one click on Run: the layers it made, their legends and their group, from above."""
    session.trigger(name)
    dialog = session.tool_dialog(f"jjj:{name}")
    layers = session.run_tool(dialog, {"OUTPUT": str(OUT / f"{name}.gpkg")})
    dialog.close()
    session.wait(0.5)
    root = QgsProject.instance().layerTreeRoot()
    nodes = [root.findLayer(layer.id()) for layer in layers]
    group = nodes[0].parent()
    order = [node.name() for node in group.children() if node in nodes]
    return {"group": group.name(), "order": order, "legends": {layer.name(): water.labels(layer) for layer in layers},
            "aliases": {layer.name(): [field.name() for field in layer.fields() if not field.alias()
                                       and field.name() != "fid"] for layer in layers},
            "tables": session.plugin().results.view.which.count()}


def clicked() -> str:
    """What QGIS's own widget makes of a click."""
    session.trigger("trace_upstream")
    dialog = session.tool_dialog("jjj:trace_upstream")
    session.wait(0.5)
    text = water.click_point(dialog, water.GUANTING)
    dialog.close()
    return text


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait_until(QgsProject.instance().mapLayers, "the plan's layers")
    session.wait(1.0)
    answer: dict[str, Any] = {"clicked": clicked()}
    for name in water.TOOLS:
        if name in session.plugin().actions:
            answer[name] = run(name)
    answer["results"] = len(session.plugin().results.results)
    return answer


session.start(work)
