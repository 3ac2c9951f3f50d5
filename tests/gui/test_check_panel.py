"""The check panel as a planner uses it: find, go there, fix, undo; with the real engine behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsRectangle,
    QgsSettings,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt

from jjj_planner_plugin.algorithms.check_plan import CheckPlan
from jjj_planner_plugin.gui.check_panel import POINT_SCALE, CheckPanel
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.findings import Finding
from jjj_planner_plugin.layers.structure import zone_shape
from tests.qgis_plan import by_name, point, set_value, state_of

LEFT = Qt.MouseButton.LeftButton
CHECK_MS = 60_000


@pytest.fixture
def canvas(qtbot: QtBot) -> QgsMapCanvas:
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4509"))
    made.resize(600, 400)
    made.setExtent(QgsRectangle(2e5, 4e6, 1e6, 4.7e6))
    made.show()
    return made


@pytest.fixture
def panel(provider: Any, editing: PlanEditing, canvas: QgsMapCanvas, qtbot: QtBot) -> Iterator[CheckPanel]:
    made = CheckPanel(canvas)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.set_plan(editing)
    yield made
    made.close_down()


def check(panel: CheckPanel, qtbot: QtBot) -> dict[tuple[str, str], list[Finding]]:
    """Press the button; what `checked` carries."""
    with qtbot.waitSignal(panel.checked, timeout=CHECK_MS) as heard:
        qtbot.mouseClick(panel.recheck_button, LEFT)
        assert not panel.recheck_button.isEnabled()
    return heard.args[0]


def of(panel: CheckPanel, rule: str) -> list[Finding]:
    return [finding for finding in panel.list.findings() if finding.rule == rule]


def place(panel: CheckPanel, finding: Finding) -> QPoint:
    item = panel.list.item_of(finding)
    panel.list.scrollToItem(item)
    return panel.list.visualItemRect(item).center()


def click(panel: CheckPanel, finding: Finding, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=place(panel, finding))


def press_and_wait(panel: CheckPanel, button: Any, qtbot: QtBot) -> None:
    """Press a button that fixes; the plan is checked again after it."""
    with qtbot.waitSignal(panel.checked, timeout=CHECK_MS):
        qtbot.mouseClick(button, LEFT)


def take_out(editing: PlanEditing, *names: str) -> None:
    units = editing.layers["units"]
    with editing.command("Take out"):
        for name in names:
            set_value(units, by_name(units, name), "zone_id", None)


def degrees(canvas: QgsMapCanvas, x: float, y: float) -> QgsPointXY:
    move = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    return move.transform(QgsPointXY(x, y))


def test_what_is_wrong_is_found_fixed_undone_and_found_again(
    panel: CheckPanel, editing: PlanEditing, qtbot: QtBot
) -> None:
    whole = state_of(editing.layers)
    take_out(editing, "涿州市")
    broken = state_of(editing.layers)
    about = check(panel, qtbot)
    unit = of(panel, "unit-without-zone")[0]
    assert [finding.rule for finding in about["units", unit.uid]] == ["unit-without-zone"]
    assert not panel.fix_button.isEnabled()
    click(panel, unit, qtbot)
    assert panel.fix_button.isEnabled()
    assert panel.detail.text() == unit.sentence
    press_and_wait(panel, panel.fix_button, qtbot)
    assert not of(panel, "unit-without-zone") and not of(panel, "zone-gap")
    assert not [finding for finding in panel.list.findings() if finding.severity == "error"]
    zone = by_name(editing.layers["zones"], "中部核心功能区")
    assert zone.geometry().isGeosEqual(zone_shape(editing.layers, "Z1"))
    editing.undo()
    assert state_of(editing.layers) == broken
    assert "edited since" in panel.message.text()
    check(panel, qtbot)
    assert of(panel, "unit-without-zone")
    editing.undo()
    assert state_of(editing.layers) == whole
    check(panel, qtbot)
    assert not [finding for finding in panel.list.findings() if finding.severity == "error"]


def test_all_of_one_kind_are_fixed_in_one_step(panel: CheckPanel, editing: PlanEditing, qtbot: QtBot) -> None:
    take_out(editing, "涿州市", "武清区", "滦州市")
    broken = state_of(editing.layers)
    check(panel, qtbot)
    click(panel, of(panel, "unit-without-zone")[1], qtbot)
    assert panel.fix_all_button.text() == "Fix all of this kind (3)"
    press_and_wait(panel, panel.fix_all_button, qtbot)
    assert not of(panel, "unit-without-zone")
    editing.undo()
    assert state_of(editing.layers) == broken


def test_a_double_click_goes_to_the_exact_area(
    panel: CheckPanel, editing: PlanEditing, canvas: QgsMapCanvas, qtbot: QtBot
) -> None:
    take_out(editing, "涿州市")
    check(panel, qtbot)
    gap = of(panel, "zone-gap")[0]
    where = place(panel, gap)
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=where)
    qtbot.mouseDClick(panel.list.viewport(), LEFT, pos=where)
    box = by_name(editing.layers["units"], "涿州市").geometry().boundingBox()
    for x, y in ((box.xMinimum(), box.yMinimum()), (box.xMaximum(), box.yMaximum())):
        assert canvas.extent().contains(degrees(canvas, x, y))
    assert canvas.extent().height() < 6 * box.height() * 111_000


def test_enter_goes_to_a_point_at_a_sensible_scale(
    panel: CheckPanel, editing: PlanEditing, canvas: QgsMapCanvas, qtbot: QtBot
) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Drag"):
        nodes.changeGeometry(by_name(nodes, "沧州市").id(), point(114.5, 38.0))
    check(panel, qtbot)
    click(panel, of(panel, "node-outside")[0], qtbot)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert canvas.scale() == pytest.approx(POINT_SCALE, rel=0.01)
    assert canvas.center().distance(degrees(canvas, 114.5, 38.0)) < 100


def test_a_finding_without_a_place_says_so(panel: CheckPanel, qtbot: QtBot) -> None:
    check(panel, qtbot)
    finding = of(panel, "relocation-without-destination")[0]
    click(panel, finding, qtbot)
    assert not panel.fix_button.isEnabled()
    assert "no safe fix" in panel.fix_button.toolTip()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert "no place" in panel.message.text()


def test_groups_count_what_the_filter_leaves(panel: CheckPanel, qtbot: QtBot) -> None:
    check(panel, qtbot)
    groups = [panel.list.topLevelItem(row) for row in range(panel.list.topLevelItemCount())]
    assert [group.text(0) for group in groups] == ["warning  2", "note  9"]
    qtbot.keyClicks(panel.filter, "xiong'an")
    assert [group.isHidden() for group in groups] == [True, False]
    assert groups[1].text(0) == "note  1 / 9"
    panel.filter.clear()
    assert [group.text(0) for group in groups] == ["warning  2", "note  9"]


def test_without_a_plan_nothing_can_be_pressed(panel: CheckPanel, qtbot: QtBot) -> None:
    check(panel, qtbot)
    with qtbot.waitSignal(panel.checked) as heard:
        panel.set_plan(None)
    assert heard.args == [{}]
    assert panel.list.topLevelItemCount() == 0
    assert not panel.recheck_button.isEnabled() and not panel.fix_button.isEnabled()


def test_findings_of_a_plan_that_was_closed_meanwhile_are_not_shown(
    panel: CheckPanel, editing: PlanEditing, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.recheck_button, LEFT)
    run = panel._run
    with qtbot.waitSignal(run.ended, timeout=CHECK_MS):
        panel.set_plan(None)
    assert panel.list.topLevelItemCount() == 0
    panel.set_plan(editing)
    check(panel, qtbot)
    assert panel.list.topLevelItemCount() == 2


def test_a_fix_of_a_plan_that_changed_is_refused_with_a_sentence(
    panel: CheckPanel, editing: PlanEditing, qtbot: QtBot
) -> None:
    take_out(editing, "涿州市")
    check(panel, qtbot)
    with editing.command("Delete"):
        units = editing.layers["units"]
        units.deleteFeature(by_name(units, "涿州市").id())
    click(panel, of(panel, "unit-without-zone")[0], qtbot)
    qtbot.mouseClick(panel.fix_button, LEFT)
    assert "has changed since" in panel.message.text()


def test_an_engine_that_is_not_there_is_told_in_the_panel(panel: CheckPanel, qtbot: QtBot) -> None:
    QgsSettings().setValue("jjj_planner/engine_python", "/nowhere/python")
    qtbot.mouseClick(panel.recheck_button, LEFT)
    qtbot.waitUntil(lambda: "/nowhere/python" in panel.message.text(), timeout=CHECK_MS)
    assert panel.recheck_button.isEnabled()


def test_a_check_that_cannot_be_prepared_ends_with_the_sentence(
    panel: CheckPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> dict[str, Any]:
        raise QgsProcessingException("No room for a copy")

    monkeypatch.setattr(CheckPlan, "job", refuse)
    qtbot.mouseClick(panel.recheck_button, LEFT)
    qtbot.waitUntil(lambda: "No room for a copy" in panel.message.text(), timeout=5000)
    assert panel.recheck_button.isEnabled()
