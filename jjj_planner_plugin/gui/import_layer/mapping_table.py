"""The table plan field ← source field, or a constant, or leave it."""

from __future__ import annotations

import json

from qgis.core import QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from ...i18n import tr
from ...layers.import_values import Choice, Mapping, import_fields, propose, settings_key
from ...layers.schema import alias

LEAVE, CONSTANT = "", "\x00constant"
"""Data of the two entries above the fields."""


class MappingTable(QTableWidget):
    """A row a plan field."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([tr("Field of the plan"), tr("From"), tr("Constant")])
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._names: list[str] = []

    def show_fields(self, table: str, layer: QgsVectorLayer) -> None:
        """The fields of `table`, with what was chosen last for such a layer, or what is likely."""
        mapping = remembered(table, layer) or propose(table, layer)
        own = import_fields(table)
        self._names = [field["name"] for field in own]
        self.blockSignals(True)  # one change, not one a field
        self.setRowCount(len(own))
        for row, field in enumerate(own):
            self.setItem(row, 0, QTableWidgetItem(alias(field)))
            self.setCellWidget(row, 1, self._sources(layer))
            constant = QLineEdit()
            constant.textChanged.connect(self.changed)
            self.setCellWidget(row, 2, constant)
            self.choose(field["name"], mapping.get(field["name"], Choice()))
        self.blockSignals(False)
        self.changed.emit()

    def _sources(self, layer: QgsVectorLayer) -> QComboBox:
        box = QComboBox()
        box.addItem(tr("(leave)"), LEAVE)
        box.addItem(tr("(constant)"), CONSTANT)
        for field in layer.fields():
            shown = field.name() if not field.alias() else f"{field.name()}  {field.alias()}"
            box.addItem(shown, field.name())
        box.currentIndexChanged.connect(self._source_changed)
        return box

    def _source_changed(self) -> None:
        for row in range(len(self._names)):
            box, constant = self.cellWidget(row, 1), self.cellWidget(row, 2)
            if constant is not None:
                constant.setEnabled(box.currentData() == CONSTANT)
        self.changed.emit()

    def choose(self, name: str, choice: Choice) -> None:
        """Set one field's source."""
        row = self._names.index(name)
        box, constant = self.cellWidget(row, 1), self.cellWidget(row, 2)
        box.setCurrentIndex(max(box.findData(choice.field or (CONSTANT if choice.constant else LEAVE)), 0))
        constant.setText(choice.constant)
        constant.setEnabled(box.currentData() == CONSTANT)

    def mapping(self) -> Mapping:
        """What is chosen; fields that are left are not in it."""
        chosen: Mapping = {}
        for row, name in enumerate(self._names):
            source = self.cellWidget(row, 1).currentData()
            text = self.cellWidget(row, 2).text().strip()
            choice = Choice(constant=text) if source == CONSTANT else Choice(field=source)
            if choice.is_made():
                chosen[name] = choice
        return chosen


def remembered(table: str, layer: QgsVectorLayer) -> Mapping:
    """The mapping of the last import of a layer with these fields into this table; empty without one."""
    stored = json.loads(QgsSettings().value(settings_key(table, layer), "{}"))
    known = [field.name() for field in layer.fields()]
    return {name: Choice(*choice) for name, choice in stored.items() if not choice[0] or choice[0] in known}


def remember(table: str, layer: QgsVectorLayer, mapping: Mapping) -> None:
    """For the next layer with these fields into this table."""
    stored = {name: list(choice) for name, choice in mapping.items()}
    QgsSettings().setValue(settings_key(table, layer), json.dumps(stored, ensure_ascii=False))
