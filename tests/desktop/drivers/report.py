"""The report from the menu as it begins there: a result chosen in the panel, Run, what came and how it is told."""

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session

OUT = Path(os.environ["JJJ_OUT"])


def chosen_in_the_panel() -> str:
    """Rings around the axes, added to the report by the switch; the panel's sentence."""
    session.trigger("ring_buffers")
    dialog = session.tool_dialog("jjj:ring_buffers")
    session.run_tool(dialog, {"LAYER": session.plan_layer("axes").id(), "DISTANCES": "5000, 15000",
                              "OUTPUT": str(OUT / "own_rings.gpkg")})
    dialog.close()
    view = session.plugin().results.view
    view.report_button.click()
    return str(view.line.text())


def work() -> dict[str, Any]:
    session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"])
    session.wait_until(QgsProject.instance().mapLayers, "the plan's layers")
    session.wait(1.0)
    answer: dict[str, Any] = {"said": chosen_in_the_panel()}
    session.trigger("report")
    dialog = session.tool_dialog("jjj:report")
    begins = dialog.createProcessingParameters()
    answer["begins"] = {name: str(begins.get(name)) for name in ("PLAN", "FOLDER")}
    answer["results"] = len(begins["RESULTS"])
    dialog.setParameters({**begins, "ORGANISATION": "规划一室", "SECTIONS": [0, 1, 2], "LANGUAGE": 1, "DPI": 96})
    dialog.runButton().click()
    bar = iface.messageBar()
    found = session.wait_until(
        lambda: next((item for item in bar.items() if item.findChildren(QPushButton)
                      and "report" in item.text()), None), "the message that the report is there", 240)
    answer["told"] = found.text()
    answer["panel"] = session.plugin().results.results[0].tool
    dialog.close()
    return answer


session.start(work)
