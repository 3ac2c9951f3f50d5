"""Open a plan that has no styles yet, copy it, open the copy with QGIS's own Open, then a second plan."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsSettings
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def sources() -> list[str]:
    """The files that the open plan's layers come from."""
    return sorted({layer.source().split("|")[0] for layer in QgsProject.instance().mapLayers().values()})


def work() -> dict[str, Any]:
    # the plans lie below /tmp, whose layers QGIS calls temporary and asks about
    QgsSettings().setValue("askToSaveMemoryLayers", False, QgsSettings.Section.App)
    project = QgsProject.instance()
    plan, copy = Path(os.environ["JJJ_OPEN_PLAN"]), Path(os.environ["JJJ_COPY"])
    session.plugin().open_plan(str(plan))
    drawn = session.plan_layer("zones").renderer().categories()[0].symbol().symbolLayerCount()
    project.setDirty(False)
    iface.newProject(False)
    shutil.copyfile(plan, copy)
    iface.addProject(f"geopackage:{copy}?projectName=jjj")
    session.wait_until(lambda: sources() == [str(copy)], "the copy's own layers")
    session.wait(0.5)
    copied = sources()
    said = [item.text() for item in iface.messageBar().items()]
    project.setDirty(False)
    session.plugin().open_plan(str(plan))
    return {"symbol_layers": drawn, "copied": copied, "said": said, "second": sources()}


session.start(work)
