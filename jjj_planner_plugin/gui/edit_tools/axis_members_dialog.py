"""The members of an axis as a list that can be put into another order."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.members import AxisMember, members_in_order, write_members
from ...layers.schema import domain
from ...layers.structure import given
from .axis_dialog import ok_and_cancel
from .move_place import places_of


class AxisMembersDialog(QDialog):
    """Up, down, insert, remove; OK is one undo step."""

    def __init__(self, editing: PlanEditing, axis_uid: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Members of an axis"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editing = editing
        self.members: list[AxisMember] = []
        self._build()
        for axis in editing.layers["axes"].getFeatures():
            self.axis.addItem(str(axis[f"name_{language()}"]), axis["uid"])
        for place in _candidates(editing):
            self.place.addItem(f"{_name(place)} {place.adcode}", tuple(place))
        self.axis.currentIndexChanged.connect(self._read)
        self.axis.setCurrentIndex(max(self.axis.findData(axis_uid), 0))
        self._read()

    def _build(self) -> None:
        self.axis, self.place, self.role = QComboBox(), QComboBox(), QComboBox()
        self.list = QListWidget()
        for value, text in domain("role", language()).items():
            self.role.addItem(text, value)
        self.up, self.down = QPushButton(tr("Up")), QPushButton(tr("Down"))
        self.insert, self.remove = QPushButton(tr("Insert")), QPushButton(tr("Remove"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.insert.clicked.connect(self._insert)
        self.remove.clicked.connect(self._remove)
        self.role.activated.connect(self._set_role)
        self.list.currentRowChanged.connect(self._row_changed)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.buttons = ok_and_cancel(self)
        self._lay_out()

    def _lay_out(self) -> None:
        whole, form, middle, side, below = QVBoxLayout(self), QFormLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        form.addRow(tr("Axis"), self.axis)
        for button in (self.up, self.down, self.remove):
            side.addWidget(button)
        side.addStretch(1)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        below.addWidget(self.place, 1)
        below.addWidget(self.insert)
        lower = QFormLayout()
        lower.addRow(tr("Role"), self.role)
        lower.addRow(tr("Insert after it"), below)
        whole.addLayout(form)
        whole.addLayout(middle, 1)
        whole.addLayout(lower)
        whole.addWidget(self.note)
        whole.addWidget(self.buttons)

    def _read(self) -> None:
        uid = self.axis.currentData()
        self.members = members_in_order(self._editing.layers, uid) if uid else []
        self._show(0)

    def _show(self, row: int) -> None:
        roles = domain("role", language())
        self.list.clear()
        for number, member in enumerate(self.members, 1):
            self.list.addItem(f"{number}  {_name(member)}  · {roles.get(member.role, member.role)}")
        self.list.setCurrentRow(min(row, len(self.members) - 1))
        enough = sum(member.is_on_line() for member in self.members) >= 2
        self.note.setText("" if enough else messages.axis_needs_two())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(enough)
        self._row_changed(self.list.currentRow())

    def _row_changed(self, row: int) -> None:
        there = 0 <= row < len(self.members)
        self.up.setEnabled(there and row > 0)
        self.down.setEnabled(there and row < len(self.members) - 1)
        self.remove.setEnabled(there)
        self.role.setEnabled(there)
        if there:
            self.role.setCurrentIndex(self.role.findData(self.members[row].role))

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        self.members.insert(row + by, self.members.pop(row))
        self._show(row + by)

    def _insert(self) -> None:
        row = self.list.currentRow() + 1
        self.members.insert(row, AxisMember(*self.place.currentData()))
        self._show(row)

    def _remove(self) -> None:
        row = self.list.currentRow()
        del self.members[row]
        self._show(row)

    def _set_role(self) -> None:
        row = self.list.currentRow()
        self.members[row] = self.members[row]._replace(role=self.role.currentData())
        self._show(row)

    def accept(self) -> None:
        """Write the list back, if it is another."""
        uid, layers = self.axis.currentData(), self._editing.layers
        if self.members != members_in_order(layers, uid):
            with self._editing.command(tr("Change the members of an axis")):
                write_members(layers, uid, self.members)
        super().accept()


def _name(member: AxisMember) -> str:
    return member.name_zh if language() == "zh" else member.name_en or member.name_zh


def _candidates(editing: PlanEditing) -> list[AxisMember]:
    """What can be inserted: core, twin cities and nodes, then the units at a point in them."""
    found = [AxisMember("", place.name_zh, place.name_en, place.adcode, "assumed", place.point.x(), place.point.y())
             for place in places_of(editing.layers)]
    known = {member.adcode for member in found}
    for unit in editing.layers["units"].getFeatures() if "units" in editing.layers else ():
        texts = [str(unit[name]) if given(unit[name]) else "" for name in ("name_zh", "name_en", "adcode")]
        if texts[2] not in known and not unit.geometry().isNull():
            inside = unit.geometry().pointOnSurface().asPoint()
            found.append(AxisMember("", *texts, "assumed", inside.x(), inside.y()))
    unique = {member.adcode: member for member in reversed(found)}
    return [member for member in found if unique.get(member.adcode) is member]
