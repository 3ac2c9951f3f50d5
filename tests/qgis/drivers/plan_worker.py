"""A QGIS that works on plan files until it is killed: one process for each request, forked from one that is warm.

Reads a JSON object a line: `work` (edit, scenario, migrate), `plan`, and what that work needs. Says the worker's
process id, and then, asked with an empty line, the signal that ended it (0: it came to its end).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsVectorLayer

from jjj_planner_plugin.layers.compose import load_tables
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.migration import migrate
from jjj_planner_plugin.layers.scenarios import save_scenario
from jjj_planner_plugin.layers.structure import feature_of


def edit(plan: Path, kill_after: str | None = None, alone: bool = False) -> None:
    """Change every table of the plan that can be edited, in one step, and save them.

    A unit goes to another zone, so two zones follow; a node moves, so its axis member and its axis do. `alone`: the
    layers are saved one after the other, as a QGIS without the plugin does it. `kill_after`: the process ends
    itself between two commits; that table's is done, the next has not begun.
    """
    editing = PlanEditing(load_tables(plan))
    layers = editing.layers
    with editing.command("edit"):
        for table, layer in layers.items():
            if layer.isEditable():
                remark(layer, table)
        unit = feature_of(layers["units"], "name_zh", "涿州市")
        layers["units"].changeAttributeValue(unit.id(), layers["units"].fields().lookupField("zone_id"), "Z4")
        node = feature_of(layers["nodes"], "name_zh", "保定市")
        layers["nodes"].changeGeometry(node.id(), QgsGeometry.fromPointXY(QgsPointXY(115.6, 38.8)))
    if kill_after:
        layers[kill_after].afterCommitChanges.connect(lambda: os.kill(os.getpid(), signal.SIGKILL))
    if alone:
        editing.close()
        errors = [layer.commitErrors() for layer in layers.values() if layer.isEditable() and not layer.commitChanges()]
    else:
        errors = editing.save(stop=True)
    if errors:
        os._exit(1)


def remark(layer: QgsVectorLayer, table: str) -> None:
    """Put a remark on the first feature of the table."""
    for feature in list(layer.getFeatures())[:1]:
        layer.changeAttributeValue(feature.id(), layer.fields().lookupField("remarks"), f"edited {table}")


def work(request: dict[str, Any]) -> None:
    plan = Path(request["plan"])
    if request["work"] == "edit":
        edit(plan, request.get("kill_after"), "alone" in request)
    elif request["work"] == "scenario":
        save_scenario(plan, Path(request["target"]), "B")
    else:
        migrate(plan)


def say(number: int) -> None:
    print(number, flush=True)


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    say(0)
    while line := sys.stdin.readline():
        process = os.fork()
        if process == 0:
            work(json.loads(line))
            os._exit(0)
        say(process)
        sys.stdin.readline()  # until it is asked for, an ended worker keeps its number
        _, status = os.waitpid(process, 0)
        say(status & 0x7F if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status))


if __name__ == "__main__":
    main()
