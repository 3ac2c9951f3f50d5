"""The pieces of one cell, made by jjj:overlap_pieces beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ... import messages
from ...algorithms.announcements import ANNOUNCER, Arrival
from ..running import Heard, in_a_task
from .again import is_gone, source_of
from .catalogue import TableSpec
from .result import Result

TOOL = "overlap_pieces"
_running: set[PieceRun] = set()  # a task has pointers to its context and feedback: they live until it has ended


class Cell(NamedTuple):
    """What is to be explained: a row of one of a result's tables."""

    result: Result
    spec: TableSpec
    position: int

    @property
    def row(self) -> dict[str, Any]:
        return self.result.tables[self.spec.uri].row(self.position)

    @property
    def fid(self) -> int:
        return int(self.result.tables[self.spec.uri].fids[self.position])


class PieceRun(QObject):
    """One run; `ended` comes once, with the Arrival and "", or with None and the sentence that says why."""

    ended = pyqtSignal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.context, self._feedback = QgsProcessingContext(), Heard()
        self.context.setProject(QgsProject.instance())
        self._arrival: Arrival | None = None
        self.target = ""

    def start(self, parameters: dict[str, Any]) -> None:
        """Run the tool with these parameters, of which `OUTPUT` is a new file."""
        self.target = parameters["OUTPUT"]
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"jjj:{TOOL}")
        known = {definition.name() for definition in algorithm.parameterDefinitions()}
        values = {name: value for name, value in parameters.items() if name in known}
        ok, reason = algorithm.checkParameterValues(values, self.context)
        if not ok:
            self.ended.emit(None, reason)
            return
        _running.add(self)
        ANNOUNCER.arrived.connect(self._arrived)
        in_a_task(algorithm, values, self.context, self._feedback, self._executed)

    def cancel(self) -> None:
        """End the work; `ended` still comes."""
        self._feedback.cancel()

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.outputs.get("OUTPUT") == self.target:
            self._arrival = arrival

    def _executed(self, ok: bool, results: dict[str, Any]) -> None:
        ANNOUNCER.arrived.disconnect(self._arrived)
        _running.discard(self)
        self.ended.emit(self._arrival if ok else None, self._feedback.error or messages.cancelled())


def cell_parameters(cell: Cell, explained: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
    """The result's own parameters and the classes of the cell."""
    arrival, row = cell.result.arrival, cell.row
    given = {name: _chosen(value, arrival.selected[name], context) if name in arrival.selected else value
             for name, value in arrival.parameters.items()}
    given.update(_files_of_gone_layers(arrival, explained.get("layers", ())))
    for name, source in explained.get("parameters", {}).items():
        given[name] = _told(source, given, cell.result.main_file)
    return {**given, **{name: row[column] for name, column in explained["values"].items() if column in row}}


def _chosen(value: Any, fids: list[int], context: QgsProcessingContext) -> Any:
    """The features that were selected when the result was made; as a copy when the selection is another now."""
    layer = QgsProject.instance().mapLayer(source_of(value))
    if layer is None or set(layer.selectedFeatureIds()) == set(fids):
        return value
    copy = layer.materialize(QgsFeatureRequest().setFilterFids(fids))
    copy.setName(layer.name())
    context.temporaryLayerStore().addMapLayer(copy)
    return copy.id()


def _told(source: str, given: dict[str, Any], main_file: str) -> Any:
    """What the catalogue says of a parameter: `@table` of the result, `=text` itself, or another parameter's value."""
    if source.startswith("@"):
        return f"{main_file}|layername={source[1:]}"
    return source[1:] if source.startswith("=") else given.get(source)


def _files_of_gone_layers(arrival: Arrival, names: Sequence[str]) -> dict[str, str]:
    """The files of those inputs whose layers were removed from the project; `names` are in the inputs' order."""
    asked = [name for name in names if arrival.parameters.get(name)]
    found = zip(asked, arrival.result.get("inputs", []))
    return {name: f"{entry['path']}|layername={entry['layer']}" for name, entry in found
            if is_gone(arrival.parameters[name]) and "source" not in entry}
