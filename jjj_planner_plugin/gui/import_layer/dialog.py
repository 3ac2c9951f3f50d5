"""The dialog “Import layer…”: source, table, mapping of fields, and the first rows as they would be."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsMessageLog,
    QgsProject,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.encodings import read_as_written
from ...layers.import_features import Preparation, carry_out, keeps_shapes, prepare, tables_that_fit
from ...layers.schema import alias, tables
from ...layers.schema import fields as fields_of
from ..edit_tools.axis_dialog import ok_and_cancel
from ..reveal import reveal
from ..running import LAST_FOLDER
from .mapping_table import MappingTable, remember

ROWS_SHOWN = 5
REMARKS_SHOWN = 5
SIZE = (760, 640)


class ImportLayerDialog(QDialog):
    """OK imports in one undo step; `imported` carries the sentence about it."""

    imported = pyqtSignal(str)

    def __init__(self, editing: PlanEditing, parent: QWidget | None = None,
                 active: QgsMapLayer | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import layer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editing = editing
        self._sources: list[QgsVectorLayer] = []
        self.prepared: Preparation | None = None
        self._build()
        self._lay_out()
        for layer in QgsProject.instance().mapLayers().values():
            if isinstance(layer, QgsVectorLayer) and layer.isValid() and layer not in editing.layers.values():
                self.add_source(layer)
        if active in self._sources:
            self.source.setCurrentIndex(self._sources.index(active))
        self.source.currentIndexChanged.connect(self._source_changed)
        self.table.currentIndexChanged.connect(self._table_changed)
        self.mapping.changed.connect(self._update)
        self.match.currentIndexChanged.connect(self._update)
        self.shapes.currentIndexChanged.connect(self._update)
        self.selected.toggled.connect(self._update)
        self._source_changed()

    def _build(self) -> None:
        self.source, self.table, self.match, self.shapes = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.file = QPushButton(tr("File…"))
        self.file.clicked.connect(self._choose_file)
        self.selected = QCheckBox(tr("Selected features only"))
        self.match.addItem(tr("Update features that have the same code or name"), True)
        self.match.addItem(tr("Add all as new"), False)
        self.shapes.addItem(tr("Keep the shape in the plan"), True)
        self.shapes.addItem(tr("Take the shape of the layer"), False)
        self.mapping = MappingTable()
        self.preview = QTableWidget()
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.buttons = ok_and_cancel(self, tr("Import"))

    def _lay_out(self) -> None:
        whole, form, row = QVBoxLayout(self), QFormLayout(), QHBoxLayout()
        row.addWidget(self.source, 1)
        row.addWidget(self.file)
        form.addRow(tr("Layer"), row)
        form.addRow("", self.selected)
        form.addRow(tr("Into the table"), self.table)
        form.addRow(tr("What is there"), self.match)
        form.addRow(tr("Shape of what is updated"), self.shapes)
        whole.addLayout(form)
        whole.addWidget(self.mapping, 3)
        whole.addWidget(QLabel(tr("The first rows as they will be")))
        whole.addWidget(self.preview, 2)
        whole.addWidget(self.note)
        whole.addWidget(self.buttons)
        self.resize(*SIZE)

    # The source

    def add_source(self, layer: QgsVectorLayer) -> None:
        """Offer a layer."""
        self._sources.append(layer)
        self.source.addItem(layer.name(), len(self._sources) - 1)

    def open_file(self, path: str) -> None:
        """Offer the vector layers of a file, and take the first."""
        first = self.source.count()
        for part in QgsProviderRegistry.instance().querySublayers(path):
            layer = read_as_written(QgsVectorLayer(part.uri(), part.name(), part.providerKey()), path)
            if layer.isValid():  # a raster in the file is no vector layer
                self.add_source(layer)
        if self.source.count() > first:
            self.source.setCurrentIndex(first)
        else:
            self.note.setText(messages.no_layer(path))

    def _choose_file(self) -> None:
        folder = QgsSettings().value(LAST_FOLDER, str(Path.home()))
        path, _ = QFileDialog.getOpenFileName(self, tr("Import layer"), folder)
        if path:
            self.open_file(path)

    def layer(self) -> QgsVectorLayer | None:
        """The layer that is imported."""
        number = self.source.currentData()
        return None if number is None else self._sources[number]

    def _source_changed(self) -> None:
        layer = self.layer()
        self.selected.setChecked(layer is not None and layer.selectedFeatureCount() > 0)
        self.selected.setEnabled(layer is not None and layer.selectedFeatureCount() > 0)
        self.table.blockSignals(True)
        self.table.clear()
        for table in tables_that_fit(layer, self._editing.layers) if layer is not None else ():
            self.table.addItem(tables()[table][language()], table)
        self.table.blockSignals(False)
        self._table_changed()

    def _table_changed(self) -> None:
        if self.layer() is not None and self.table.currentData():
            self.shapes.blockSignals(True)
            self.shapes.setCurrentIndex(self.shapes.findData(keeps_shapes(self.table.currentData())))
            self.shapes.blockSignals(False)
            self.mapping.show_fields(self.table.currentData(), self.layer())
        self._update()

    # What it will be

    def _update(self) -> None:
        layer, table = self.layer(), self.table.currentData()
        self.prepared, note = None, ""
        shaped = layer is not None and layer.isSpatial() and bool(table) and self._editing.layers[table].isSpatial()
        self.shapes.setEnabled(shaped and self.match.currentData())
        if layer is None or not table:
            note = messages.import_nothing_chosen()
        elif layer.isSpatial() and not layer.crs().isValid():
            note = messages.layer_without_crs(layer.name())
        elif not self.mapping.mapping() and not shaped:
            note = messages.import_nothing_chosen()
        else:
            self.prepared = prepare(self._editing.layers, table, layer, self.mapping.mapping(),
                                    self.selected.isChecked(), self.match.currentData(), self.shapes.currentData())
            note = self._told(self.prepared, shaped)
        self.note.setText(note)
        self._show_rows()
        ready = self.prepared is not None and bool(self.prepared.rows)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)

    def _told(self, prepared: Preparation, shaped: bool) -> str:
        """What would be done, and what is not understood; the whole of that in the note's tip."""
        remarks = [*prepared.emptied, *prepared.skipped]
        self.note.setToolTip("\n".join(remarks))
        more = f" (+{len(remarks) - REMARKS_SHOWN})" if len(remarks) > REMARKS_SHOWN else ""
        sentences = [messages.import_would(prepared.added(), prepared.updated(), len(prepared.skipped))]
        if shaped and prepared.updated():
            sentences.append(messages.import_shapes(self.shapes.currentData()))
        return " ".join([*sentences, messages.several(remarks[:REMARKS_SHOWN]) + more]).strip()

    def _show_rows(self) -> None:
        rows = self.prepared.rows[:ROWS_SHOWN] if self.prepared is not None else []
        heads = {field["name"]: alias(field) for field in fields_of(self.table.currentData())} if rows else {}
        names = list(rows[0].values) if rows else []
        self.preview.setColumnCount(len(names))
        self.preview.setRowCount(len(rows))
        self.preview.setHorizontalHeaderLabels([heads[name] for name in names])
        for number, row in enumerate(rows):
            for column, name in enumerate(names):
                self.preview.setItem(number, column, QTableWidgetItem(_shown(row.values.get(name))))
        self.preview.resizeColumnsToContents()

    def accept(self) -> None:
        """Import, in one step, and remember the mapping."""
        layer, table, prepared = self.layer(), self.table.currentData(), self.prepared
        if layer is None or prepared is None:
            return
        target = self._editing.layers[table]
        before = target.allFeatureIds()
        with self._editing.command(tr("Import a layer")):
            carry_out(self._editing.layers, table, prepared.rows)
        reveal(target, set(target.allFeatureIds()).difference(before))
        remember(table, layer, self.mapping.mapping())
        remarks = [*prepared.skipped, *prepared.emptied]
        for remark in remarks:
            QgsMessageLog.logMessage(remark, "JJJ Planner", Qgis.MessageLevel.Info)
        super().accept()
        self.imported.emit(messages.import_done(
            self.table.currentText(), prepared.added(), prepared.updated(), remarks))


def _shown(value: object) -> str:
    if isinstance(value, QDateTime):
        return str(value.toString("yyyy-MM-dd"))
    return "" if value is None else str(value)
