"""What the report's dialog begins with, and how it is told that the report is there."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface

from .. import messages
from ..i18n import tr
from ..layers.layout import title_block
from ..layers.plan_file import open_plan_path
from ..layers.report_choice import chosen_results
from .running import folder_beside


def report_values(project: QgsProject) -> dict[str, Any]:
    """The open plan, the results that were chosen in the panel, and a folder beside the plan."""
    plan = open_plan_path(project)
    values: dict[str, Any] = {"RESULTS": [_as_loaded(project, file) for file in chosen_results(project)],
                              "ORGANISATION": title_block(project).get("jjj_organisation", "")}
    if plan is not None:
        values.update(PLAN=str(plan), FOLDER=str(folder_beside(plan) / tr("{plan} report").format(plan=plan.stem)))
    return {name: value for name, value in values.items() if value}


def _as_loaded(project: QgsProject, file: str) -> str:
    """The id of a layer on the file, by which the dialog ticks it; the file where none is loaded."""
    return next((str(layer.id()) for layer in project.mapLayers().values()
                 if isinstance(layer, QgsVectorLayer) and layer.source().split("|")[0] == file), file)


def tell_report(successful: bool, results: dict[str, Any]) -> None:
    """Where the report is, in the message bar, with a button that opens its page."""
    if not successful or "WORKBOOK" not in results or "HTML" not in results:
        return
    bar = iface.messageBar()
    item = bar.createMessage(tr("Report"), messages.report_there(results["FOLDER"], results["FAILED"]))
    button = QPushButton(tr("Open the report"), item)
    button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(results["HTML"])))
    item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Warning if results["FAILED"] else Qgis.MessageLevel.Info)
