"""The plan's own record of every analysis: a row of its table `runs`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime, Qt, QUuid

from .plan_file import plan_layers


def _runs_table(plan: str | QgsVectorLayer | None, project: QgsProject) -> QgsVectorLayer | None:
    if isinstance(plan, QgsVectorLayer):
        return plan
    return plan_layers(project, Path(plan) if plan else None).get("runs")


def record_run(
    plan: str | QgsVectorLayer | None, run: dict[str, Any], project: QgsProject | None = None
) -> bool:
    """Append a run to the plan at path `plan` that is open in `project` (the session's by default).

    `run` holds fields of the table by name; lists and dictionaries are stored as JSON. `plan` may be the
    table itself, or None for whichever plan is open. False when no plan is open or it takes no row.
    """
    table = _runs_table(plan, project or QgsProject.instance())
    if table is None or not table.isValid():
        return False
    feature = QgsFeature(table.fields())
    values = {"uid": QUuid.createUuid().toString(QUuid.StringFormat.WithoutBraces), **run}
    for name, value in values.items():
        if table.fields().lookupField(name) < 0:
            continue
        if isinstance(value, (dict, list, tuple)):
            value = json.dumps(value, ensure_ascii=False, sort_keys=True)
        elif name == "started" and isinstance(value, str):
            value = QDateTime.fromString(value, Qt.DateFormat.ISODate)
        feature.setAttribute(name, value)
    # through the provider: an edit session of the planner is neither needed nor disturbed
    written, _ = table.dataProvider().addFeatures([feature])
    table.reload()
    return bool(written)
