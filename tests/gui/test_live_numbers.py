"""Live numbers between the tools, the real engine and the strip: previews, edits, undo, a plan that was saved."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsGeometry, QgsProject

from jjj_planner_plugin.bridge import live
from jjj_planner_plugin.gui.live_edits import unsaved_edits
from jjj_planner_plugin.gui.live_numbers import LiveNumbers
from jjj_planner_plugin.gui.plan.strip import Strip
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import feature_of, measure
from tests.qgis_plan import by_name, point, set_value

WAIT_MS = 60_000


class Told:
    """What the strip was told, as LiveNumbers calls it."""

    def __init__(self, strip: Strip) -> None:
        self.answers: list[dict[str, Any]] = []
        shown = strip.show_answer
        strip.show_answer = lambda answer, ms=None: (self.answers.append(answer), shown(answer, ms))  # type: ignore


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    made = Strip()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def numbers(qtbot: QtBot, strip: Strip, editing: PlanEditing) -> Iterator[LiveNumbers]:
    made = LiveNumbers(strip)
    with qtbot.waitSignal(made.figures_changed, timeout=WAIT_MS):
        made.set_plan(editing)
    yield made
    made.close()


def figure(subject: dict[str, Any], name: str, side: str = "before") -> float:
    return next(float(found[side]) for found in subject["figures"] if found["id"] == name)


def kept(numbers: LiveNumbers, editing: PlanEditing, zone_id: str, name: str = "area_km2") -> float:
    zone = feature_of(editing.layers["zones"], "zone_id", zone_id)
    return figure(numbers._subjects[zone["uid"]], name)


def km2(shape: QgsGeometry) -> float:
    """With edges straight in degrees, as the plan's are."""
    return float(measure().measureArea(shape.densifyByDistance(0.02))) / 1e6


def test_a_preview_shows_before_and_after_and_changes_nothing(
    qtbot: QtBot, numbers: LiveNumbers, strip: Strip, editing: PlanEditing
) -> None:
    told, unit = Told(strip), by_name(editing.layers["units"], "涿州市")
    before = kept(numbers, editing, "Z4")
    numbers.preview([{"kind": "assign", "uids": [unit["uid"]], "zone_id": "Z4"}])
    qtbot.waitUntil(lambda: bool(told.answers), timeout=WAIT_MS)
    zone = next(subject for subject in told.answers[0]["subjects"] if subject["id"] == "Z4")
    assert figure(zone, "area_km2", "before") == pytest.approx(before)
    assert figure(zone, "area_km2", "after") - before == pytest.approx(km2(unit.geometry()), rel=1e-4)
    assert strip.state.text().endswith("ms")
    assert kept(numbers, editing, "Z4") == before and not editing.is_modified()
    numbers.end_preview()
    assert "Selected" in strip.title.text() or "Select" in strip.title.text()


def test_what_an_edit_did_stays_in_the_strip_until_something_else_is_looked_at(
    qtbot: QtBot, numbers: LiveNumbers, strip: Strip, editing: PlanEditing
) -> None:
    units = editing.layers["units"]
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS), editing.command("Assign"):
        set_value(units, by_name(units, "涿州市"), "zone_id", "Z4")
    assert strip.title.text().startswith("Changed: ") and not strip.table.isHeaderHidden()
    numbers.end_preview()
    assert strip.table.isHeaderHidden()


def test_an_edit_its_undo_and_its_redo_move_the_kept_figures(
    qtbot: QtBot, numbers: LiveNumbers, editing: PlanEditing
) -> None:
    units = editing.layers["units"]
    before, moved = kept(numbers, editing, "Z1"), km2(by_name(units, "涿州市").geometry())
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS), editing.command("Assign"):
        set_value(units, by_name(units, "涿州市"), "zone_id", "Z4")
    assert before - kept(numbers, editing, "Z1") == pytest.approx(moved, rel=1e-4)
    assert kept(numbers, editing, "Z1", "units") == 34
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        editing.undo()
    assert kept(numbers, editing, "Z1") == pytest.approx(before, rel=1e-12)
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        editing.redo()
    assert before - kept(numbers, editing, "Z1") == pytest.approx(moved, rel=1e-4)


def test_a_zone_reshaped_by_hand_is_told_as_wkb(qtbot: QtBot, numbers: LiveNumbers, editing: PlanEditing) -> None:
    zones = editing.layers["zones"]
    zone = feature_of(zones, "zone_id", "Z3")
    smaller = zone.geometry().intersection(QgsGeometry.fromWkt("Polygon((113 36,118 36,118 37.5,113 37.5,113 36))"))
    smaller.convertToMultiType()
    editing.start()
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        zones.changeGeometry(zone.id(), smaller)
    told = unsaved_edits(editing.layers).edited["zones", zone["uid"]]
    assert told["wkb"] and told["fields"]["origin"] == "free"
    assert kept(numbers, editing, "Z3") == pytest.approx(km2(smaller), rel=1e-5)


def test_a_river_redrawn_by_hand_counts_in_its_zones_at_once(
    qtbot: QtBot, numbers: LiveNumbers, editing: PlanEditing
) -> None:
    rivers = editing.layers["rivers"]
    river = by_name(rivers, "永定河")
    zone = feature_of(editing.layers["zones"], "zone_id", "Z1")
    editing.start()
    line = QgsGeometry.fromWkt("MultiLineString((116.3 39.5, 116.4 39.5))")  # in the plain south of Beijing
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        rivers.changeGeometry(river.id(), line)
    figures = {found["key"]: found["before"] for found in numbers._subjects[zone["uid"]]["figures"]
               if found["id"] == "river"}
    assert figures["永定河"] == pytest.approx(measure().measureLength(line) / 1000, rel=1e-5)


def test_edits_discarded_and_edits_saved_are_no_longer_told_as_edits(
    qtbot: QtBot, numbers: LiveNumbers, editing: PlanEditing
) -> None:
    nodes = editing.layers["nodes"]
    axis = by_name(editing.layers["axes"], "京保石发展轴")["uid"]
    before = figure(numbers._subjects[axis], "length_km")
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS), editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "保定市").id(), point(115.9, 38.6))
    longer = figure(numbers._subjects[axis], "length_km")
    assert longer > before + 30
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        editing.discard()
    assert figure(numbers._subjects[axis], "length_km") == pytest.approx(before, rel=1e-9)
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS), editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "保定市").id(), point(115.9, 38.6))
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        editing.save()
    assert numbers._told.edited == {} and figure(numbers._subjects[axis], "length_km") == pytest.approx(longer)


def test_an_engine_that_dies_is_started_again_and_says_so(
    qtbot: QtBot, numbers: LiveNumbers, strip: Strip, editing: PlanEditing
) -> None:
    units, said = editing.layers["units"], []
    numbers.told.connect(said.append)
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS), editing.command("Assign"):
        set_value(units, by_name(units, "涿州市"), "zone_id", "Z4")
    changed = kept(numbers, editing, "Z4")
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        os.kill(numbers._engine.process_id, signal.SIGKILL)
    assert len(said) == 1
    told = Told(strip)
    numbers.probe(116.4, 39.9, 50.0)
    qtbot.waitUntil(lambda: bool(told.answers), timeout=WAIT_MS)
    assert figure(told.answers[0]["subjects"][0], "area_km2", "after") == pytest.approx(7853.94, rel=2e-5)
    assert kept(numbers, editing, "Z4") == changed


def test_without_an_engine_the_strip_says_so_and_editing_goes_on(
    qtbot: QtBot, strip: Strip, editing: PlanEditing
) -> None:
    from qgis.core import QgsSettings

    QgsSettings().setValue("jjj_planner/engine_python", "/nowhere/python3")
    made = LiveNumbers(strip)
    made.set_plan(editing)
    assert "/nowhere/python3" in strip.state.text() and made._engine.current_state == live.GONE
    with editing.command("Assign"):
        set_value(editing.layers["units"], by_name(editing.layers["units"], "涿州市"), "zone_id", "Z4")
    made.preview([{"kind": "assign", "uids": [], "zone_id": "Z4"}])
    made.close()
    assert QgsProject.instance().mapLayers()
