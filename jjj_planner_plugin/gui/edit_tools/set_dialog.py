"""The members of a set of units, ticked in a list; or a new set of them."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.parks import units_by_code
from ...layers.schema import domain
from ...layers.structure import feature_of, given, measure, name_of, union_of
from ...layers.unit_sets import DISC, add_members, add_set, drop_members, member_codes
from ..results.figures import grouped
from .axis_dialog import ok_and_cancel
from .jurisdiction_list import JurisdictionList

SQUARE_KM = 1e6  # in m²
NEW = ""


class SetDialog(QDialog):
    """OK is one undo step: members come and go, and the set is drawn anew. A disc has no members and is not here."""

    def __init__(self, editing: PlanEditing, set_uid: str = NEW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Set of units"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editing = editing
        self._build()
        self._lay_out()
        self.sets.currentIndexChanged.connect(self._read)
        self.name.textChanged.connect(self._update)
        self.units.list.itemChanged.connect(self._update)
        self.sets.setCurrentIndex(max(self.sets.findData(set_uid), 0))
        self._read()

    def _build(self) -> None:
        self.sets, self.structure, self.name = QComboBox(), QComboBox(), QLineEdit()
        self.sets.addItem(tr("New set"), NEW)
        for row in self._editing.layers["unit_sets"].getFeatures():
            if row["basis"] != DISC:
                self.sets.addItem(name_of(row, language()) or str(row["set_id"]), row["uid"])
        for key, text in domain("structure", language()).items():
            self.structure.addItem(text, key)
        self.structure.setCurrentIndex(self.structure.findData("other"))
        self.units = JurisdictionList(units_by_code(self._editing.layers))
        self.selected = QPushButton(tr("Tick the units selected on the map"))
        self.selected.setEnabled(bool(self._editing.layers["units"].selectedFeatureCount()))
        self.selected.clicked.connect(self._tick_selected)
        self.note = QLabel()
        self.buttons = ok_and_cancel(self)

    def _lay_out(self) -> None:
        whole, form = QVBoxLayout(self), QFormLayout()
        form.addRow(tr("Set"), self.sets)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Structure"), self.structure)
        whole.addLayout(form)
        for widget in (self.units, self.selected, self.note, self.buttons):
            whole.addWidget(widget)

    def _read(self) -> None:
        """Tick the members of the set that was chosen; only a new one is named here."""
        uid = self.sets.currentData()
        for field in (self.name, self.structure):
            field.setEnabled(uid == NEW)
        self.units.list.blockSignals(True)  # or every tick would be measured
        self.units.untick()
        self.units.tick(*member_codes(self._editing.layers, uid) if uid else ())
        self.units.list.blockSignals(False)
        self._update()

    def _tick_selected(self) -> None:
        self.units.list.blockSignals(True)
        self.units.tick(*(unit["adcode"] for unit in self._editing.layers["units"].selectedFeatures()))
        self.units.list.blockSignals(False)
        self._update()

    def _update(self, *_: object) -> None:
        codes = set(self.units.codes())
        units = self._editing.layers["units"]
        shape = union_of(unit.geometry() for unit in units.getFeatures() if unit["adcode"] in codes)
        area = 0.0 if shape.isNull() else measure().measureArea(shape) / SQUARE_KM
        self.note.setText(tr("{count} units, {area} km²").format(count=len(codes), area=grouped(area, 1)))
        named = self.sets.currentData() != NEW or bool(self.name.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(named and bool(codes))

    def accept(self) -> None:
        """Write what was ticked and unticked, if anything was. Members that the plan has no unit for stay."""
        layers, uid, ticked = self._editing.layers, self.sets.currentData(), self.units.codes()
        if uid == NEW:
            with self._editing.command(tr("New set of units")):
                add_set(layers, self.name.text().strip(), ticked, self.structure.currentData())
        else:
            known = {unit.adcode for unit in units_by_code(layers)}
            members = set(member_codes(layers, uid)) & known
            if members != set(ticked):
                with self._editing.command(tr("Change the members of a set")):
                    add_members(layers, uid, ticked)
                    drop_members(layers, uid, members - set(ticked))
        super().accept()


def set_of_member(editing: PlanEditing, member_uid: str) -> str:
    """The uid of the set that a member belongs to; "" without one."""
    row = feature_of(editing.layers["set_members"], "uid", member_uid) if "set_members" in editing.layers else None
    return str(row["set_uid"]) if row is not None and given(row["set_uid"]) else ""
