"""Edit a plan and save it, while somebody waits to kill this QGIS: before, during or after the save."""

import os
import subprocess
import sys
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    editing = session.wait_until(lambda: session.plugin().workspace.plans.current, "the edit session")
    layers = editing.layers
    with editing.command("edit"):
        for layer in layers.values():
            if layer.isEditable():
                for feature in list(layer.getFeatures())[:1]:
                    layer.changeAttributeValue(feature.id(), layer.fields().lookupField("remarks"), "edited")
        node = next(layers["nodes"].getFeatures("name_zh = '保定市'"))
        layers["nodes"].changeGeometry(node.id(), QgsGeometry.fromPointXY(QgsPointXY(115.6, 38.8)))
    subprocess.Popen(["sh", "-c", f"sleep {os.environ['JJJ_DELAY']}; kill -9 {os.getpid()}"])
    errors = editing.save()
    session.wait(float(os.environ["JJJ_DELAY"]) + 20)
    return {"errors": errors}


session.start(work)
