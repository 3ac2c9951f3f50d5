"""The dialog “Save as scenario…” as a planner uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from jjj_planner_plugin.gui.scenario_dialog import ScenarioDialog
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.scenarios import parent_of, scenario_name
from tests.qgis_plan import by_name, set_value

SAVED_MS = 30_000


@pytest.fixture
def dialog(provider: Any, qtbot: QtBot, plan: Path, editing: PlanEditing) -> ScenarioDialog:
    """The dialog on a plan that is being edited, with one edit that is not saved."""
    nodes = editing.layers["nodes"]
    assert editing.start()
    with editing.command("edit"):
        set_value(nodes, by_name(nodes, "保定市"), "remarks", "edited")
    made = ScenarioDialog(plan, editing.layers)
    made.editing = editing
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def press_ok(dialog: ScenarioDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)


def type_name(dialog: ScenarioDialog, qtbot: QtBot, name: str) -> None:
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, name)


def remarks(path: str) -> Any:
    nodes = QgsVectorLayer(f"{path}|layername=nodes", "n", "ogr")
    return by_name(nodes, "保定市")["remarks"]


def test_unsaved_edits_are_saved_first_and_the_copy_is_opened(dialog: ScenarioDialog, qtbot: QtBot, plan: Path) -> None:
    assert dialog.unsaved.isVisible() and dialog.save_first.isChecked() and dialog.open_it.isChecked()
    type_name(dialog, qtbot, "East: 2035")
    target = plan.with_name("plan_East_ 2035.gpkg")
    assert dialog.file.filePath() == str(target)
    with qtbot.waitSignal(dialog.open_wanted, timeout=SAVED_MS) as wanted:
        press_ok(dialog, qtbot)
    assert wanted.args == [str(target)]
    assert scenario_name(target) == "East: 2035" and parent_of(target) == (plan, "Baseline")
    assert remarks(str(target)) == remarks(str(plan)) == "edited"
    assert dialog.editing is not None and not dialog.editing.is_modified() and dialog.editing.is_editing()


def test_copied_without_them_the_edits_stay_unsaved_in_the_plan(
        dialog: ScenarioDialog, qtbot: QtBot, editing: PlanEditing) -> None:
    qtbot.mouseClick(dialog.without, Qt.MouseButton.LeftButton)
    dialog.without.setChecked(True)
    dialog.open_it.setChecked(False)
    opened: list[str] = []
    dialog.open_wanted.connect(opened.append)
    with qtbot.waitSignal(dialog.made, timeout=SAVED_MS) as made:
        press_ok(dialog, qtbot)
    path, warnings = made.args
    assert remarks(path) != "edited" and len(warnings) == 1
    assert editing.is_modified() and opened == []


def test_cancelled_nothing_is_written(dialog: ScenarioDialog, qtbot: QtBot, plan: Path) -> None:
    qtbot.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert [file.name for file in plan.parent.glob("*.gpkg")] == ["plan.gpkg"]


def test_edits_that_are_not_saved_after_all_stop_the_copy(
        dialog: ScenarioDialog, qtbot: QtBot, editing: PlanEditing, plan: Path) -> None:
    editing.before_save.append(lambda: False)
    press_ok(dialog, qtbot)
    assert dialog.isVisible() and "were not saved" in dialog.message.text()
    assert editing.is_modified()
    assert [file.name for file in plan.parent.glob("*.gpkg")] == ["plan.gpkg"]


def test_a_file_that_exists_is_refused_before_anything_is_saved(
        dialog: ScenarioDialog, qtbot: QtBot, editing: PlanEditing, plan: Path) -> None:
    other = plan.with_name("other.gpkg")
    other.write_bytes(b"somebody's")
    dialog.file.setFilePath(str(other))
    press_ok(dialog, qtbot)
    assert "exists already" in dialog.message.text() and other.read_bytes() == b"somebody's"
    assert editing.is_modified()


def test_without_a_name_there_is_nothing_to_press(dialog: ScenarioDialog) -> None:
    dialog.name.clear()
    dialog.name.textEdited.emit("")
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


@pytest.mark.parametrize("opens", [True, False])
def test_edits_only_in_the_scenario_are_discarded_in_the_plan_when_it_opens(
        dialog: ScenarioDialog, qtbot: QtBot, plan: Path, opens: bool) -> None:
    assert dialog.discarded.isVisible() and not dialog.discarded.isEnabled()
    dialog.only_here.setChecked(True)
    assert dialog.discarded.isEnabled()
    dialog.open_it.setChecked(opens)
    assert dialog.discarded.isEnabled() is opens
    target = plan.with_name("b.gpkg")
    dialog.file.setFilePath(str(target))
    with qtbot.waitSignal(dialog.made, timeout=SAVED_MS):
        press_ok(dialog, qtbot)
    assert remarks(str(target)) == "edited" != remarks(str(plan))
    assert dialog.editing is not None and dialog.editing.is_modified() is not opens
