"""Edit a plan, save it as a scenario from the menu with the edits saved first, then with them in the scenario only."""

import os
import sys
from typing import Any

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QDialogButtonBox

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def sources() -> list[str]:
    """The files that the open plan's layers come from."""
    return sorted({layer.source().split("|")[0] for layer in QgsProject.instance().mapLayers().values()})


def edit(text: str) -> None:
    """One edit of the open plan that no file holds."""
    nodes = session.plan_layer("nodes")
    editing = session.wait_until(lambda: session.plugin().workspace.plans.current, "the plan's edit session")
    with editing.command(text):
        nodes.changeAttributeValue(next(nodes.getFeatures()).id(), nodes.fields().lookupField("remarks"), text)
    session.wait(0.5)


def saved(target: str, choice: str = "") -> bool:
    """Save as a scenario and wait until it is open; whether what was chosen stood there at once."""
    session.trigger("save_scenario")
    dialog = session.window(lambda found: hasattr(found, "open_wanted"), "the dialog")
    at_once = dialog.save_first.isChecked()
    if choice:
        getattr(dialog, choice).setChecked(True)
    dialog.name.setText("方案乙")
    dialog.file.setFilePath(target)
    QgsProject.instance().setDirty(False)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    session.wait_until(lambda: sources() == [target], "the scenario's own layers")
    return at_once


def work() -> dict[str, Any]:
    # the plans lie below /tmp, whose layers QGIS calls temporary and asks about
    QgsSettings().setValue("askToSaveMemoryLayers", False, QgsSettings.Section.App)
    plan = os.environ["JJJ_OPEN_PLAN"]
    session.plugin().open_plan(plan)
    default = []
    for number in range(3):  # a race
        edit(f"saved first {number}")
        default.append(saved(os.environ["JJJ_FIRST"].format(number=number)))
        QgsProject.instance().setDirty(False)
        session.plugin().open_plan(plan)
    edit("only in the scenario")
    saved(os.environ["JJJ_ONLY"], "only_here")
    shown = next(session.plan_layer("nodes").getFeatures())["remarks"]
    return {"default": default, "shown": shown}


session.start(work)
