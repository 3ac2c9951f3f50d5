"""Relocations in the interface: what their tools' dialogs begin with, a table's moves into the plan, and the width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    Qgis,
    QgsExpressionContextUtils,
    QgsMapLayer,
    QgsMessageLog,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QInputDialog, QWidget

from .. import messages
from ..algorithms.announcements import ANNOUNCER, Arrival
from ..i18n import language, tr
from ..layers.editing import PlanEditing
from ..layers.flows import WIDTH_FIELDS, chosen_width, set_width, width_words
from ..layers.import_features import carry_out, prepare
from ..layers.import_values import propose
from ..layers.result_shown import keep_off
from .reveal import reveal

MOVES_TOOLS = ("relocation_summary", "import_relocations")
TABLE = "relocations"
REMARKS_SHOWN = 3

Plan = dict[str, QgsVectorLayer]


def moves_values(name: str, active: QgsMapLayer | None, plan: Plan) -> dict[str, Any]:
    """Values by parameter: the active layer of moves, else the plan's; its units and wings."""
    if name != "relocation_summary":
        return {}
    wings = plan.get("wings")
    found = {"RELOCATIONS": active if _is_moves(active) else plan.get(TABLE), "UNITS": plan.get("units"),
             "WINGS": wings if wings is not None and wings.featureCount() > 0 else None}
    return {key: layer.id() for key, layer in found.items() if layer is not None}


def _is_moves(layer: QgsMapLayer | None) -> bool:
    """Whether it is a layer of lines, or a table, that says where moves come from or go to."""
    if not isinstance(layer, QgsVectorLayer):
        return False
    plain = (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.NullGeometry)
    names = {"origin", "destination", "origin_adcode", "destination_adcode", "迁出地", "迁入地"}
    return layer.geometryType() in plain and bool(names.intersection(layer.fields().names()))


class MovesIntoPlan(QObject):
    """Puts what `import_relocations` read into the plan that is open, where the planner asked for it."""

    def __init__(self, current: Callable[[], PlanEditing | None], tell: Callable[[str], None],
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current, self._tell = current, tell
        ANNOUNCER.arrived.connect(self._arrived)

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.algorithm != "import_relocations" or not arrival.parameters.get("INTO_PLAN", True):
            return
        editing = self._current()
        if editing is None or TABLE not in editing.layers:
            self._tell(messages.no_plan_for_relocations())
        else:
            file = arrival.outputs["OUTPUT"].split("|")[0]
            self._tell(put_into_plan(editing, file))
            keep_off(QgsProject.instance(), file)  # or every move were on the map twice

    def close(self) -> None:
        """Hear no more."""
        ANNOUNCER.arrived.disconnect(self._arrived)


def put_into_plan(editing: PlanEditing, file: str) -> str:
    """The rows of an import's result into the plan, in one undo step; the sentence about it."""
    source = QgsVectorLayer(f"{file}|layername={TABLE}", TABLE, "ogr")
    prepared = prepare(editing.layers, TABLE, source, propose(TABLE, source))
    target = editing.layers[TABLE]
    before = target.allFeatureIds()
    if prepared.rows:
        with editing.command(tr("Import relocations")):
            carry_out(editing.layers, TABLE, prepared.rows)
        reveal(target, set(target.allFeatureIds()).difference(before))
    remarks = [*prepared.skipped, *prepared.emptied]
    for remark in remarks:
        QgsMessageLog.logMessage(remark, "JJJ Planner", Qgis.MessageLevel.Info)
    return messages.relocations_in_plan(prepared.added(), prepared.updated(), remarks[:REMARKS_SHOWN])


def choose_width(editing: PlanEditing, parent: QWidget | None = None) -> str:
    """Ask by which number the plan's moves are wide, and draw them so; a sentence where no move has that number."""
    layer, words = editing.layers[TABLE], width_words()
    names = [words[field] for field in WIDTH_FIELDS]
    chosen, agreed = QInputDialog.getItem(parent, tr("Width of the relocations"), tr("As wide as"), names,
                                          WIDTH_FIELDS.index(chosen_width(layer)), False)
    return draw_width(layer, WIDTH_FIELDS[names.index(chosen)]) if agreed else ""


def draw_width(layer: QgsVectorLayer, field: str) -> str:
    """Draw the moves as wide as the number in `field`; a sentence where none has one."""
    spoken = QgsExpressionContextUtils.projectScope(QgsProject.instance()).variable("jjj_language")
    if not set_width(layer, field, str(spoken or language())):
        return messages.width_without_numbers(width_words()[field])
    reveal(layer, ())
    return ""
