"""The timeline's panel beside a real canvas: filter by year, places on the map, the time controller."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsDateTimeRange, QgsProject, QgsTemporalNavigationObject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from jjj_planner_plugin.gui.timeline import TimelineDock
from jjj_planner_plugin.gui.timeline.model import POLICY, WHEN
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.timeline import range_of
from tests.qgis_plan import by_name, set_value


@pytest.fixture
def dock(qtbot: QtBot, editing: PlanEditing) -> Iterator[TimelineDock]:
    canvas = QgsMapCanvas()
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    made = TimelineDock(canvas)
    for widget in (canvas, made):
        qtbot.addWidget(widget)
    made.set_plan(editing)
    yield made
    controller.pause()
    made.take_down()


def column(dock: TimelineDock, number: int) -> list[str]:
    return [dock.shown.index(row, number).data() for row in range(dock.shown.rowCount())]


def test_the_table_has_every_policy_and_is_filtered_by_year_and_facet(
    dock: TimelineDock, editing: PlanEditing
) -> None:
    assert (dock.first.value(), dock.last.value()) == (1976, 2026)
    assert len(column(dock, WHEN)) == 35 and dock.count.text() == "35 of 35"
    dock.first.setValue(1980)
    dock.last.setValue(1988)
    assert column(dock, WHEN) == ["1976-1981", "1982", "1986", "1988"]
    dock.last.setValue(2026)
    dock.facet.setCurrentIndex(dock.facet.findData("Environmental protection"))
    assert column(dock, WHEN) == ["2019-08", "2026-03-01"]
    with editing.command("facet"):
        set_value(editing.layers["policies"], by_name(editing.layers["policies"], "廊坊共识"), "facet", "environment")
    assert "2004-02" in column(dock, WHEN), "an edit is followed"


def test_a_row_selects_its_places(dock: TimelineDock, editing: PlanEditing) -> None:
    dock.first.setValue(1988)
    dock.last.setValue(1988)
    dock.table.selectRow(0)
    assert editing.layers["policy_places"].selectedFeatureCount() == 7
    dock.last.setValue(2026)
    dock.table.clearSelection()
    assert editing.layers["policy_places"].selectedFeatureCount() == 0


def test_the_time_controller_plays_the_years_and_the_table_follows(dock: TimelineDock, editing: PlanEditing) -> None:
    node = QgsProject.instance().layerTreeRoot().findLayer(editing.layers["policy_places"].id())
    assert not node.isVisible()
    dock.play.click()
    controller = dock._canvas.temporalController()
    projects = QgsProject.instance().layerTreeRoot().findLayer(editing.layers["projects"].id())
    assert node.isVisible() and projects.isVisible() and not editing.layers["projects"].hasScaleBasedVisibility()
    assert controller.navigationMode() == QgsTemporalNavigationObject.NavigationMode.Animated
    assert controller.temporalExtents() == range_of(1976, 2026) and controller.totalFrameCount() in (51, 52)
    assert dock.play.text() == "Hold"
    dock.play.click()
    assert dock.play.text() == "Play year by year"
    shown = controller.currentFrameNumber()
    dock.forward.click()
    assert controller.currentFrameNumber() == shown + 1, "it goes on from where it was held"
    dock._canvas.setTemporalRange(range_of(1988, 1988))
    assert dock.year.text() == "1988" and not dock.year.isHidden()
    bold = [dock.shown.index(row, POLICY).data() for row in range(dock.shown.rowCount())
            if dock.shown.index(row, POLICY).data(Qt.ItemDataRole.FontRole) is not None]
    assert len(bold) == 1 and "economic cooperation" in bold[0]
    day = QDateTime(QDate(2019, 3, 1), QTime(0, 0), Qt.TimeSpec.UTC)
    dock._canvas.setTemporalRange(QgsDateTimeRange(day, day.addDays(1), True, False))
    assert dock.year.isHidden(), "another series is played, day by day"


def test_some_years_are_shown_at_once_and_all_times_again(dock: TimelineDock) -> None:
    modes = QgsTemporalNavigationObject.NavigationMode
    dock.first.setValue(2014)
    dock.last.setValue(2017)
    dock.only.click()
    controller = dock._canvas.temporalController()
    assert controller.navigationMode() == modes.FixedRange and controller.temporalExtents() == range_of(2014, 2017)
    assert dock.year.text() == "2014–2017"
    dock.all.click()
    assert dock.year.isHidden()
    assert controller.navigationMode() == modes.NavigationOff
    dock.show()
    dock.set_plan(None)
    assert dock.isHidden() and not column(dock, WHEN), "without a plan it is empty"
