"""The dialog of a set of units: ticks become members in one step, and a new set is drawn of them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from qgis.PyQt.QtWidgets import QDialogButtonBox

from jjj_planner_plugin.gui.edit_tools.set_dialog import SetDialog, set_of_member
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import feature_of
from jjj_planner_plugin.layers.unit_sets import member_codes

DEMONSTRATION_ZONE = ("110112", "131082", "131028", "131024")


def ok(dialog: SetDialog) -> QDialogButtonBox:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def test_a_new_set_has_its_area_shown_before_it_is_made(qtbot: QtBot, editing: PlanEditing) -> None:
    units = editing.layers["units"]
    units.selectByExpression(f"\"adcode\" IN {DEMONSTRATION_ZONE}")
    dialog = SetDialog(editing)
    qtbot.addWidget(dialog)
    assert not ok(dialog).isEnabled()
    dialog.selected.click()
    assert dialog.note.text() == "4 units, 2\u202f173.7 km²"
    dialog.name.setText("Demonstration zone")
    assert ok(dialog).isEnabled()
    dialog.accept()
    made = feature_of(editing.layers["unit_sets"], "name_en", "Demonstration zone")
    assert made is not None and made["structure"] == "other"
    assert member_codes(editing.layers, made["uid"]) == sorted(DEMONSTRATION_ZONE)
    editing.undo()
    assert feature_of(editing.layers["unit_sets"], "name_en", "Demonstration zone") is None


def test_members_of_a_set_are_ticked_and_change_in_one_step(qtbot: QtBot, editing: PlanEditing) -> None:
    belt = feature_of(editing.layers["unit_sets"], "set_id", "PB")
    assert belt is not None
    before = member_codes(editing.layers, belt["uid"])
    member = feature_of(editing.layers["set_members"], "set_uid", belt["uid"])
    assert member is not None and set_of_member(editing, member["uid"]) == belt["uid"]
    assert not set_of_member(editing, "nobody")
    dialog = SetDialog(editing, belt["uid"])
    qtbot.addWidget(dialog)
    assert dialog.sets.currentData() == belt["uid"] and not dialog.name.isEnabled()
    assert set(dialog.units.codes()) <= set(before) and len(dialog.units.codes()) > 10
    dropped = dialog.units.codes()[0]
    dialog.units.untick()
    dialog.units.tick(*(code for code in before if code != dropped), "130638")
    dialog.accept()
    assert member_codes(editing.layers, belt["uid"]) == sorted({*before, "130638"} - {dropped})
    editing.undo()
    assert member_codes(editing.layers, belt["uid"]) == before
    names = [dialog.sets.itemText(row) for row in range(dialog.sets.count())]
    assert names[0] == "New set" and not any("radius" in name for name in names), "a disc has no members"
