"""Plans that are open are watched: what a crash left is offered for repair, nobody's work is overwritten in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QMessageBox

from jjj_planner_plugin.gui import guard as guard_module
from jjj_planner_plugin.gui.guard import PlanGuard
from jjj_planner_plugin.layers.differences import derived_differences
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.presence import lock_name
from jjj_planner_plugin.layers.reading import table_layer
from tests.qgis_plan import by_name, set_value


class Told:
    """What was said, and the buttons that were offered."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, Callable[[], Any] | None]] = []

    def __call__(
        self, text: str, button: str = "", pressed: Callable[[], Any] | None = None, beside: bool = False,
        about: Path | None = None,
    ) -> None:
        self.messages.append((text, button, pressed))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def guard(told: Told, qgis_app: Any) -> Iterator[PlanGuard]:
    made = PlanGuard(told)
    yield made
    made.close()


def by_a_stranger(plan: Path, table: str, name: str, field: str, value: object) -> None:
    """Another program changes one value in the file."""
    layer = table_layer(plan, table)
    row = by_name(layer, name)
    layer.dataProvider().changeAttributeValues({row.id(): {layer.fields().lookupField(field): value}})


@pytest.fixture
def torn(plan: Path) -> Path:
    """A plan as a crash between two commits leaves it: a unit changed its zone, the zones did not follow."""
    by_a_stranger(plan, "units", "涿州市", "zone_id", "Z4")
    return plan


def test_what_a_crash_left_is_told_once_and_repaired_in_one_step(torn: Path, guard: PlanGuard, told: Told) -> None:
    editing = PlanEditing(open_plan(str(torn), QgsProject.instance()))
    guard.attend(editing)
    guard.attend(editing)
    ((text, button, pressed),) = told.messages
    assert "中部核心功能区" in text and "西北部生态涵养区" in text and button == "Repair"
    pressed()
    assert derived_differences(editing.layers) == [] and editing.is_modified()
    editing.undo()
    assert len(derived_differences(editing.layers)) == 2 and not editing.can_undo()
    editing.discard()
    editing.close()


def test_a_whole_plan_says_nothing_and_is_marked_while_it_is_open(
        plan: Path, guard: PlanGuard, told: Told) -> None:
    editing = PlanEditing(open_plan(str(plan), QgsProject.instance()))
    guard.attend(editing)
    assert told.messages == [] and lock_name(plan).exists() and guard.session(plan) is editing
    editing.close()
    QgsProject.instance().clear()
    guard.attend(None)
    assert not lock_name(plan).exists() and guard.session(plan) is None


@pytest.mark.parametrize(("answer", "kept"), [("Cancel", "by another"), ("Save", "mine")])
def test_saving_over_another_program_s_edits_is_asked_first(
        plan: Path, editing: PlanEditing, guard: PlanGuard, monkeypatch: pytest.MonkeyPatch, answer: str, kept: str
) -> None:
    asked: list[str] = []

    def question(_parent: Any, _title: str, text: str, *_: Any) -> Any:
        asked.append(text)
        return getattr(QMessageBox.StandardButton, answer)

    monkeypatch.setattr(guard_module.QMessageBox, "question", question)
    monkeypatch.setattr(guard_module, "_window", lambda: None)
    guard.attend(editing)
    nodes = editing.layers["nodes"]
    with editing.command("edit"):
        set_value(nodes, by_name(nodes, "保定市"), "remarks", "mine")
    by_a_stranger(plan, "nodes", "保定市", "remarks", "by another")
    assert editing.save() == []
    assert len(asked) == 1 and "(nodes)" in asked[0]
    assert by_name(table_layer(plan, "nodes"), "保定市")["remarks"] == kept
    assert editing.is_modified() == (answer == "Cancel")


def test_one_s_own_saves_are_never_asked_about(
        editing: PlanEditing, guard: PlanGuard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module.QMessageBox, "question", lambda *_: pytest.fail("asked"))
    guard.attend(editing)
    units = editing.layers["units"]
    for zone in ("Z4", "Z1"):
        with editing.command("assign"):
            set_value(units, by_name(units, "涿州市"), "zone_id", zone)
        assert editing.save() == [] and not editing.is_modified()
