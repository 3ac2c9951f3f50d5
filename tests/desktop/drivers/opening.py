"""Open plans in every state: old, without tables, saved as a scenario from the menu and opened."""

import os
import sqlite3
import sys
from contextlib import closing
from typing import Any

from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDialogButtonBox, QMessageBox, QPushButton
from qgis.utils import iface

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session


def sources() -> list[str]:
    """The files that the open plan's layers come from."""
    return sorted({layer.source().split("|")[0] for layer in QgsProject.instance().mapLayers().values()})


def said() -> list[str]:
    return [item.text() for item in iface.messageBar().items()]


def close() -> None:
    QgsProject.instance().setDirty(False)
    iface.newProject(False)
    iface.messageBar().clearWidgets()
    session.settle()


def press_button() -> None:
    """The one button of the message."""
    (item,) = iface.messageBar().items()
    (button,) = item.findChildren(QPushButton)
    button.click()


def reopened(path: str) -> list[str]:
    """Edit the plan, save, close, open it again: what is said then."""
    session.plugin().open_plan(path)
    nodes = session.plan_layer("nodes")
    nodes.startEditing()
    nodes.changeAttributeValue(next(nodes.getFeatures()).id(), nodes.fields().lookupField("remarks"), "edited")
    nodes.commitChanges()
    close()
    session.plugin().open_plan(path)
    return said()


def repaired(path: str) -> dict[str, Any]:
    """A unit has changed its zone and the zones did not follow: what is said, and what one press of the button does."""
    units = QgsVectorLayer(f"{path}|layername=units", "u", "ogr")
    unit = next(units.getFeatures("name_zh = '涿州市'"))
    units.dataProvider().changeAttributeValues({unit.id(): {units.fields().lookupField("zone_id"): "Z4"}})
    del units
    session.plugin().open_plan(path)
    texts = session.wait_until(said, "the message of what differs")
    before = session.plan_layer("zones").isModified()
    press_button()
    after = session.plan_layer("zones").isModified()
    session.plugin().workspace.plans.current.discard()
    return {"said": texts, "modified": [before, after]}


def saved_from_the_menu(target: str) -> None:
    session.trigger("save_scenario")
    dialog = session.window(lambda found: hasattr(found, "open_wanted"), "the dialog")
    dialog.name.setText("方案乙")
    dialog.file.setFilePath(target)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    session.wait_until(lambda: sources() == [target], "the scenario's own layers")


def held(path: str) -> list[list[str]]:
    """A plan that another program is writing: what is said, and what still is once it is closed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        session.plugin().open_plan(path)
        texts = [said()]
        other.execute("ROLLBACK")
    QgsProject.instance().setDirty(False)
    iface.newProject(False)
    session.settle()
    return [*texts, said()]


def sample() -> dict[str, Any]:
    """The sample opened, edited, and opened again: gone on with, then begun afresh."""
    remarks, buttons = [], []

    def press(place: int) -> None:
        box = session.window(lambda found: isinstance(found, QMessageBox), "the question")
        texts = [button.text().replace("&", "") for button in box.buttons()]
        wanted = ("Go on with my copy", "Begin with a fresh one")[place]
        buttons.append(sorted(texts))
        box.buttons()[texts.index(wanted)].click()

    for place in (None, 0, 1):
        if place is not None:
            QTimer.singleShot(300, lambda place=place: press(place))
        session.plugin().commands.open_sample()
        nodes = session.plan_layer("nodes")
        remarks.append(str(next(nodes.getFeatures())["remarks"]))
        if place is None:
            nodes.startEditing()
            nodes.changeAttributeValue(next(nodes.getFeatures()).id(), nodes.fields().lookupField("remarks"), "edited")
            nodes.commitChanges()
        file = nodes.source().split("|")[0]
        close()
    return {"remarks": remarks, "buttons": buttons, "files": sorted(os.listdir(os.path.dirname(file)))}


def work() -> dict[str, Any]:
    # the plans lie below /tmp, whose layers QGIS calls temporary and asks about
    QgsSettings().setValue("askToSaveMemoryLayers", False, QgsSettings.Section.App)
    session.plugin().open_plan(os.environ["JJJ_OLD"])
    migrated, layers = said(), len(QgsProject.instance().mapLayers())
    close()
    opened = session.plugin().open_plan(os.environ["JJJ_TORN"])
    lacking = said()
    press_button()
    again, zones = said(), session.plan_layer("zones").featureCount()
    close()
    iface.addProject(f"geopackage:{os.environ['JJJ_OLD_BY_QGIS']}?projectName=jjj")
    session.wait_until(lambda: any("schema" in text for text in said()), "the migration of a plan that QGIS opened")
    close()
    crashed = repaired(os.environ["JJJ_CRASHED"])
    close()
    quiet = reopened(os.environ["JJJ_PLAN"])
    close()
    messages, own = held(os.environ["JJJ_PLAN"]), sample()
    session.plugin().open_plan(os.environ["JJJ_PLAN"])
    QgsProject.instance().setDirty(False)
    saved_from_the_menu(os.environ["JJJ_SCENARIO"])
    return {"migrated": migrated, "layers": layers, "opened": opened, "lacking": lacking, "again": again,
            "zones": zones, "quiet": quiet, "crashed": crashed,
            "held": messages, "sample": own}


session.start(work)
