"""In the dialog “Compare…”: which table a draft without uid stands for, and which of its features is which."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsDataProvider, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsFieldComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from .. import messages
from ..algorithms.compare_plans import draft_tables
from ..bridge.background import in_background
from ..bridge.client import EngineCancelled, EngineError, run_task
from ..i18n import language, tr
from ..layers.schema import tables

LIKELY = {
    QgsWkbTypes.GeometryType.PointGeometry: "nodes", QgsWkbTypes.GeometryType.LineGeometry: "axes",
    QgsWkbTypes.GeometryType.PolygonGeometry: "units",
}
"""What a draft with this geometry most likely is; of few polygons the zones."""
FEW = 12
NAMES_SHOWN = 6


def how_words(how: str) -> str:
    """What a pair was proposed by."""
    return {"both": tr("place and name"), "overlap": tr("place"), "name": tr("name only"), "uid": tr("UID")}[how]


class DraftPairs(QWidget):
    """Asks the engine for pairs whenever what it needs has changed; the planner confirms the doubtful ones."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proposal: dict[str, Any] | None = None
        self.before, self.path = "", ""
        self._asked = 0  # number of the last question: an older answer is not shown
        self._layer: QgsVectorLayer | None = None
        self._build()

    def _build(self) -> None:
        self.layers, self.table = QComboBox(), QComboBox()
        for name in draft_tables():
            self.table.addItem(tables()[name][language()], name)
        self.name_field = QgsFieldComboBox()
        self.name_field.setAllowEmptyFieldName(True)
        self.pairs = QTableWidget(0, 4)
        self.pairs.setHorizontalHeaderLabels([tr("In the plan"), tr("In the draft"), tr("Alike"), tr("By")])
        self.pairs.verticalHeader().setVisible(False)
        self.pairs.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for column, mode in enumerate([QHeaderView.ResizeMode.Stretch] * 2
                                      + [QHeaderView.ResizeMode.ResizeToContents] * 2):
            self.pairs.horizontalHeader().setSectionResizeMode(column, mode)
        self.all_button = QPushButton(tr("Confirm all"))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._lay_out()
        self.layers.activated.connect(self._layer_changed)
        self.table.activated.connect(self.ask)
        self.name_field.fieldChanged.connect(self._field_changed)
        self.all_button.clicked.connect(self.confirm_all)
        self.pairs.itemChanged.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.addRow(tr("Layer of the draft"), self.layers)
        self.form.addRow(tr("It stands for"), self.table)
        self.form.addRow(tr("Field with names"), self.name_field)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.form)
        whole.addWidget(self.pairs, 1)
        whole.addLayout(line)

    def show_draft(self, before: str, path: str) -> None:
        """Another plan, or another file that is no plan."""
        if (before, path) == (self.before, self.path):
            return
        another = path != self.path
        self.before, self.path = before, path
        if another:
            layer = QgsVectorLayer(path, "draft", "ogr")
            names = [text.split(QgsDataProvider.sublayerSeparator())[1] for text in layer.dataProvider().subLayers()]
            self.layers.clear()
            self.layers.addItems(names if layer.isValid() else [])
            for part in (self.layers, self.form.labelForField(self.layers)):
                part.setVisible(self.layers.count() > 1)
            self._layer_changed()
        else:
            self.ask()

    @property
    def reference(self) -> str:
        """The draft as the engine takes it."""
        return f"{self.path}|layername={self.layers.currentText()}" if self.layers.count() > 1 else self.path

    def _layer_changed(self, *_: Any) -> None:
        self._layer = QgsVectorLayer(self.reference, "draft", "ogr")
        self.name_field.blockSignals(True)
        self.name_field.setLayer(self._layer if self._layer.isValid() else None)
        self.name_field.setField("")
        self.name_field.blockSignals(False)
        if self._layer.isValid():
            likely = LIKELY.get(self._layer.geometryType(), "units")
            few = likely == "units" and self._layer.featureCount() <= FEW
            self.table.setCurrentIndex(self.table.findData("zones" if few else likely))
        self.ask()

    def _field_changed(self, name: str) -> None:
        if name != (self.proposal or {}).get("name_field"):
            self.ask()

    def ask(self, *_: Any) -> None:
        """Ask for the pairs; the window stays alive."""
        self._asked += 1
        number = self._asked
        self.proposal = None
        self.pairs.setRowCount(0)
        self.said.setText(tr("Looking for pairs…"))
        self._update()
        params = {"before": self.before, "table": self.table.currentData(), "draft": self.reference,
                  "name_field": self.name_field.currentField() or None}

        def work() -> dict[str, Any]:
            try:
                return run_task("propose_pairs", params, language=language(), outputs=(),
                                progress=lambda *_: None, warning=lambda *_: None,
                                is_cancelled=lambda: number != self._asked)
            except EngineError as error:
                return {"refused": str(error)}
            except EngineCancelled:
                return {}

        in_background(tr("Looking for pairs"), work, lambda found: self._answered(number, found), self)

    def stop(self) -> None:
        """Drop the question that is being worked on."""
        self._asked += 1

    def _answered(self, number: int, found: dict[str, Any]) -> None:
        if number != self._asked or not found:
            return
        if "refused" in found:
            self.said.setText(found["refused"])
            self._update()
            return
        self.proposal = found
        self.name_field.blockSignals(True)
        self.name_field.setField(found["name_field"] or "")
        self.name_field.blockSignals(False)
        self._show()

    def _show(self) -> None:
        """The doubtful pairs first: they wait for the planner; the certain ones are ticked."""
        found = self.proposal or {}
        pairs = sorted(found["pairs"], key=lambda pair: (pair["certain"], pair["score"]))
        self.pairs.blockSignals(True)
        self.pairs.setRowCount(len(pairs))
        for row, pair in enumerate(pairs):
            texts = (pair["name"] or pair["uid"], pair["draft_name"] or f"#{pair['draft']}",
                     f"{100 * pair['score']:.0f} %", how_words(pair["how"]))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.pairs.setItem(row, column, item)
            box = self.pairs.item(row, 0)
            box.setFlags(box.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            box.setCheckState(Qt.CheckState.Checked if pair["certain"] else Qt.CheckState.Unchecked)
            box.setData(Qt.ItemDataRole.UserRole, [pair["uid"], pair["draft"]])
        self.pairs.blockSignals(False)
        doubtful = sum(not pair["certain"] for pair in pairs)
        lines = [messages.pairs_found(len(pairs), doubtful)]
        for title, key in ((tr("Only in the plan"), "unpaired_before"), (tr("Only in the draft"), "unpaired_draft")):
            names = [left["name"] or str(left.get("draft", left.get("uid"))) for left in found[key]]
            if names:
                more = f" (+{len(names) - NAMES_SHOWN})" if names[NAMES_SHOWN:] else ""
                lines.append(f"{title}: {', '.join(names[:NAMES_SHOWN])}{more}")
        self.said.setText("\n".join(lines))
        self._update()

    def _update(self) -> None:
        self.all_button.setEnabled(self.pairs.rowCount() > 0)
        self.changed.emit()

    def confirm_all(self) -> None:
        """Tick every pair."""
        for row in range(self.pairs.rowCount()):
            self.pairs.item(row, 0).setCheckState(Qt.CheckState.Checked)

    def confirmed(self) -> dict[str, int]:
        """The pairs that are ticked: uid in the plan → the draft's feature number."""
        boxes = [self.pairs.item(row, 0) for row in range(self.pairs.rowCount())]
        return dict(box.data(Qt.ItemDataRole.UserRole) for box in boxes if box.checkState() == Qt.CheckState.Checked)
