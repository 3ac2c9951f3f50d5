"""Explain: the polygons behind a row are made or found, selected, flashed and zoomed to, and summed in one line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Optional

from qgis.core import NULL, QgsExpression, QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ... import messages
from ...algorithms.announcements import Arrival
from ...algorithms.exports import Exports
from ...i18n import tr
from ...layers.results import place_in_group, result_group, style_result
from .again import source_of
from .arithmetic import NOTICED_M2, arithmetic, counted_twice, in_words, shared_with
from .catalogue import unit_of
from .figures import AREA, grouped
from .pieces import Cell, PieceRun, cell_parameters
from .result import Result

Ended = Callable[[Optional[Arrival], str], None]
MOST_FLASHED = 500
NO_DIFFERENCE_M2, NO_DIFFERENCE = 0.01, 1e-6
"""A sum of pieces that differs from its cell by more has another reason than rounding."""


def can_explain(cell: Cell, column: str) -> bool:
    """Whether a number of this column has polygons behind it that can be shown."""
    table, explained = cell.result.tables[cell.spec.uri], cell.spec.entry.get("explain", {})
    fits = all(cell.row.get(name) == value for name, value in explained.get("where", {}).items())
    return bool(explained or table.is_spatial) and fits and column not in explained.get("except", ())


class Explainer(QObject):
    """Explains one cell at a time; a new one cancels the one before."""

    said = pyqtSignal(str)
    """The line to show; what is being done, then the arithmetic or why there is none."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._copies = Exports()  # pieces of classified land do not outlive the session either
        self._run: PieceRun | None = None
        self._own: set[str] = set()
        self._layer_ids: dict[int, str] = {}

    def is_own(self, arrival: Arrival) -> bool:
        """Whether this is a result that explains another."""
        return arrival.outputs.get("OUTPUT") in self._own

    def cancel(self) -> None:
        """Drop the question that is being worked on."""
        if self._run is not None:
            run, self._run = self._run, None
            run.cancel()

    def explain(self, cell: Cell) -> None:
        """Start with a cell; the rest is told by `said`."""
        self.cancel()
        explained = cell.spec.entry.get("explain", {})
        ways = {"pieces": self._make_pieces, "input": self._find_in_input}
        ways.get(explained.get("by", "layer"), self._find)(cell, explained)

    # Polygons that are in the result already

    def _find(self, cell: Cell, explained: dict[str, Any]) -> None:
        """Select the row's polygons in the result's own layer; the layer is loaded if it is not."""
        table = explained.get("table") or cell.spec.entry.get("table", "")
        layer = cell.result.layer(table) or self._load(cell, table)
        if layer is None:
            self.said.emit(messages.result_layer_gone())
            return
        keys = explained.get("keys")
        if keys:
            request = QgsFeatureRequest(QgsExpression(_same(cell.row, keys, layer)))
        else:
            request = QgsFeatureRequest(cell.fid)
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        features = list(layer.getFeatures(request))
        if not features:
            self.said.emit(messages.no_polygons_of_row(layer.name()))
            return
        summed = explained.get("sum", "area_m2")
        index = layer.fields().lookupField(summed)
        total = math.fsum(feature[index] for feature in features if feature[index] != NULL) if index >= 0 else math.nan
        self._show(layer, [feature.id() for feature in features])
        self.said.emit(arithmetic(total, len(features), unit_of(summed)))

    def _find_in_input(self, cell: Cell, explained: dict[str, Any]) -> None:
        """Select the features that a finding lists, in the layer that was examined."""
        layer = QgsProject.instance().mapLayer(source_of(cell.result.arrival.parameters.get(explained["parameter"])))
        fids = [int(part) for part in re.findall("[0-9]+", str(cell.row[explained["fids"]]))]
        copied = any("source" in found for found in cell.result.arrival.result.get("inputs", []))
        if layer is None or copied or not fids:
            self.said.emit(messages.no_features_of_finding())
            return
        self._show(layer, fids)
        self.said.emit(tr("{count} features of “{layer}”").format(count=grouped(len(fids), 0), layer=layer.name()))

    def _load(self, cell: Cell, table: str) -> QgsVectorLayer | None:
        """The result's layer, into its group."""
        output = cell.result.arrival.outputs.get(cell.spec.entry["output"], "").split("|")[0]
        layer = QgsVectorLayer(f"{output}|layername={table}" if table else output, cell.spec.title, "ogr")
        if not layer.isValid() or not layer.isSpatial():
            return None
        self._put(layer, cell.result.kind, cell.result.kind)
        return layer

    # Polygons that have to be made

    def _make_pieces(self, cell: Cell, explained: dict[str, Any]) -> None:
        """Have the cell's pieces made."""
        if not cell.row.get(explained["sum"]):
            self.said.emit(messages.no_pieces())
            return
        self.said.emit(tr("Making the pieces of this number…"))
        run = PieceRun()
        parameters = cell_parameters(cell, explained, run.context)
        self._start(run, parameters, lambda made, reason: self._made(cell, explained, parameters, made, reason))

    def _start(self, run: PieceRun, parameters: dict[str, Any], ended: Ended) -> None:
        """Start a run; `ended` is called unless another question has taken its place."""
        try:
            target = str(self._copies.new_file("pieces"))
        except OSError as error:
            self.said.emit(messages.pieces_not_made(str(error)))
            return
        self._own.add(target)

        def over(made: Arrival | None, reason: str) -> None:
            run.ended.disconnect(over)  # else the two would keep each other
            if self._run is run:
                self._run = None
                ended(made, reason)

        self._run = run
        run.ended.connect(over)
        run.start({**parameters, "OUTPUT": target})

    def _made(
        self, cell: Cell, explained: dict[str, Any], parameters: dict[str, Any], made: Arrival | None, reason: str
    ) -> None:
        """Show the pieces; where ground is counted twice, look for whom they share it with."""
        if made is None:
            self.said.emit(reason)
            return
        row = cell.row
        title = " × ".join(str(row[column]) for column in explained["values"].values() if row.get(column))
        layer = QgsVectorLayer(made.outputs["OUTPUT"], tr("Pieces: {cell}").format(cell=title), "ogr")
        features = list(layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)))
        if not features:
            self.said.emit(messages.no_pieces())
            return
        self._replace(cell.result)
        self._put(layer, "overlap", cell.result.kind)
        self._layer_ids[id(cell.result)] = layer.id()
        area = math.fsum(feature["area_m2"] for feature in features)
        self._show(layer, [feature.id() for feature in features])
        line = arithmetic(area, len(features), AREA) + counted_twice(made.result)
        expected = row.get(explained["sum"], math.nan)
        if abs(area - expected) > max(NO_DIFFERENCE_M2, NO_DIFFERENCE * abs(expected)):
            line += " " + messages.layers_changed_since(in_words(expected))
        self.said.emit(line)
        if row.get("counted_twice_m2", 0.0) >= NOTICED_M2 and parameters.get("RIGHT_CLASS"):
            self._look_for_others(made, parameters, line)

    def _look_for_others(self, made: Arrival, parameters: dict[str, Any], line: str) -> None:
        """Which other classes lie on the pieces: these are crossed with the whole right layer."""
        run = PieceRun()
        right = {name: parameters[name] for name in ("RIGHT", "RIGHT_CLASS")}
        own = parameters.get("RIGHT_VALUE")
        self._start(run, {"LEFT": made.outputs["OUTPUT"], **right},
                    lambda others, _: self.said.emit(line + _shared(others, own)))

    def _replace(self, result: Result) -> None:
        """Take away the pieces of the number explained before: each click would leave a layer."""
        before = self._layer_ids.pop(id(result), "")
        if QgsProject.instance().mapLayer(before) is not None:
            QgsProject.instance().removeMapLayer(before)

    # What both do

    def _put(self, layer: QgsVectorLayer, look: str, group: str) -> None:
        """Into the project: drawn as results of one kind are, in the group of another."""
        project = QgsProject.instance()
        style_result(layer, look)
        project.addMapLayer(layer, False)
        place_in_group(project, layer, result_group(group))

    def _show(self, layer: QgsVectorLayer, fids: list[int]) -> None:
        """Select, zoom and flash, in a layer that is made visible."""
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is not None:
            node.setItemVisibilityCheckedParentRecursive(True)
        layer.selectByIds(fids)
        self._canvas.zoomToFeatureIds(layer, fids)
        if len(fids) <= MOST_FLASHED:
            self._canvas.flashFeatureIds(layer, fids)


def _shared(others: Arrival | None, own: Any) -> str:
    """What `_look_for_others` found, as the end of the line."""
    if others is None:
        return ""
    areas: dict[str, float] = {}
    layer = QgsVectorLayer(others.outputs["OUTPUT"], "others", "ogr")
    for piece in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
        areas[str(piece["right_class"])] = areas.get(str(piece["right_class"]), 0.0) + piece["area_m2"]
    return shared_with({name: area for name, area in areas.items() if name != own})


def _same(row: dict[str, Any], keys: list[str], layer: QgsVectorLayer) -> str:
    """The expression that finds the row's polygons by the fields that both have; an empty `key?` stands for all."""
    tests = []
    for named in keys:
        key, may_be_empty = named.rstrip("?"), named.endswith("?")
        if layer.fields().lookupField(key) < 0 or key not in row:
            continue
        value = row[key]
        empty = value == "" or (isinstance(value, float) and math.isnan(value))
        if empty and may_be_empty:
            continue
        field = QgsExpression.quotedColumnRef(key)
        tests.append(f"({field} IS NULL OR {field} = '')" if empty else f"{field} = {QgsExpression.quotedValue(value)}")
    return " AND ".join(tests) or "FALSE"
