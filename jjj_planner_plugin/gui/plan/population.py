"""The dialog “Join population”: people by unit from a table of the planner's, in one undo step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...i18n import tr
from ...layers.editing import PlanEditing
from ...layers.encodings import read_as_written
from ..new_plan import CODE_FIELDS
from ..results.figures import grouped
from .population_match import Match, NotJoinedError, match_units, read_people

PEOPLE_FIELDS = ("常住人口", "人口", "population", "people", "pop", "persons")
"""What the name of a field with people is or holds, the likeliest first."""
SIZE = (520, 460)  # pixels


class PopulationDialog(QDialog):
    """Writes `population` and `pop_source` of the plan's units on OK."""

    def __init__(self, editing: PlanEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._units: QgsVectorLayer = editing.layers["units"]
        self._of_file: QgsVectorLayer | None = None
        self._match: Match | None = None
        self.setWindowTitle(tr("Join population"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._build()
        self._lay_out()
        self._table_chosen()

    def _build(self) -> None:
        self.layer = QgsMapLayerComboBox()
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
        self.layer.setExceptedLayerList(list(self._editing.layers.values()))
        self.layer.setAllowEmptyLayer(True)
        self.file = QgsFileWidget()
        self.file.setFilter(tr("Tables") + " (*.csv *.xlsx *.xls *.ods *.dbf *.gpkg *.shp)")
        self.code = QgsFieldComboBox()
        self.people = QgsFieldComboBox()
        self.factor = QComboBox()
        for text, factor in ((tr("persons"), 1), (tr("10 thousand persons"), 10_000)):
            self.factor.addItem(text, factor)
        self.source = QLineEdit()
        self.source.setPlaceholderText(tr("for example: census of 2020, table 1-2"))
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.unmatched = QPlainTextEdit()
        self.unmatched.setReadOnly(True)
        self.unmatched.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Join"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self.layer.layerChanged.connect(self._table_chosen)
        self.file.fileChanged.connect(self._file_chosen)
        self.code.fieldChanged.connect(self._update)
        self.people.fieldChanged.connect(self._people_chosen)
        self.factor.currentIndexChanged.connect(self._update)
        self.source.textChanged.connect(self._enable)
        self.buttons.accepted.connect(self.join)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Table of the project"), self.layer)
        form.addRow(tr("or a file"), self.file)
        form.addRow(tr("Adcode field"), self.code)
        form.addRow(tr("People"), self.people)
        form.addRow(tr("Counted in"), self.factor)
        form.addRow(tr("Source"), self.source)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addWidget(self.unmatched, 1)
        layout.addWidget(self.buttons)

    def table(self) -> QgsVectorLayer | None:
        """The file's table if one is named, else the chosen layer."""
        return self._of_file or self.layer.currentLayer()

    def _file_chosen(self, path: str) -> None:
        self._of_file = None
        if path:
            found = read_as_written(QgsVectorLayer(path, Path(path).stem, "ogr"), path)
            self._of_file = found if found.isValid() and found.fields().count() else None
        self.layer.setEnabled(not path)
        self._table_chosen()

    def _table_chosen(self, *_: Any) -> None:
        table = self.table()
        for box, likely in ((self.code, CODE_FIELDS), (self.people, PEOPLE_FIELDS)):
            box.blockSignals(True)
            box.setLayer(table)
            names = [field.name() for field in table.fields()] if table is not None else []
            box.setField(next((name for part in likely for name in names if part in name.lower()), ""))
            box.blockSignals(False)
        self._people_chosen()

    def _people_chosen(self, *_: Any) -> None:
        """A head that says 万 is counted in 万."""
        if "万" in self.people.currentField():
            self.factor.setCurrentIndex(1)
        if self.table() is not None and not self.source.isModified():
            self.source.setText(self.table().name())
        self._update()

    def _update(self, *_: Any) -> None:
        """Match anew, and say how many units would get a number."""
        self._match = None
        self.unmatched.clear()
        if self.file.filePath() and self._of_file is None:
            self.message.setText(messages.table_unreadable(self.file.filePath()))
        elif self.table() is None or not self.code.currentField() or not self.people.currentField():
            self.message.setText(tr("Choose a table, its field with the codes and its field with the people."))
        else:
            self._try()
        self._enable()

    def _try(self) -> None:
        try:
            people = read_people(self.table(), self.code.currentField(), self.people.currentField(),
                                 self.factor.currentData())
        except NotJoinedError as error:
            self.message.setText(str(error))
            return
        found = match_units(self._units, people)
        count = int(self._units.featureCount())
        if not found.people:
            self.message.setText(messages.no_unit_matches(self.code.currentField()))
        else:
            self._match = found
            told = tr("{matched} of {all} units get a number ({summed} as the sum of today's parts): {total} people.")
            total = grouped(sum(found.people.values()), 0)
            self.message.setText(told.format(matched=len(found.people), all=count, summed=len(found.summed),
                                             total=total))
        lines = [messages.city_totals_left_out(", ".join(found.totals))] if found.totals else []
        self.unmatched.setPlainText("\n".join(lines + found.unmatched))

    def _enable(self, *_: Any) -> None:
        ready = self._match is not None and bool(self.source.text().strip())
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(ready)
        lacks_source = self._match is not None and not ready
        button.setToolTip(tr("Name the source: every number of a plan has one.") if lacks_source else "")

    def join(self) -> None:
        """Write the numbers and their source in one undo step; units that did not match stay as they are."""
        fields = self._units.fields()
        people, source = fields.lookupField("population"), fields.lookupField("pop_source")
        try:
            with self._editing.command(tr("Join population")):
                for fid, number in self._match.people.items():
                    self._units.changeAttributeValues(fid, {people: number, source: self.source.text().strip()})
        except PermissionError:
            self.message.setText(messages.plan_not_editable())
            return
        self.accept()
