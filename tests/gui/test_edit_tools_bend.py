"""*Bend axis*: along a line that was chosen, and back to geodesics."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtTest import QTest

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.gui.edit_tools.bend_dialog import BendDialog
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.bend import NO_LINE, NO_WAY, TOO_LONG, course_along, places_on
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import measure
from tests.qgis_canvas import LEFT, told
from tests.qgis_plan import by_name, point, state_of

AXIS = "京唐秦发展轴"


def lines(crs: str, *ways: list[tuple[float, float]], name: str = "铁路") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"LineString?crs={crs}", name, "memory")
    to_layer = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    for way in ways:
        feature = QgsFeature()
        shape = QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in way])
        shape.transform(to_layer)
        feature.setGeometry(shape)
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def length(*places: tuple[float, float]) -> float:
    return float(measure().measureLine([QgsPointXY(*place) for place in places]))


def xy(places: list[QgsPointXY]) -> list[tuple[float, float]]:
    return [(place.x(), place.y()) for place in places]


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4509", "EPSG:3857"])
def test_the_course_runs_straight_to_the_line_along_it_and_straight_off_it(qgis_app: Any, crs: str) -> None:
    """Two parts that meet; the members stand 0.1° beside their ends."""
    railway = lines(crs, [(116.0, 39.0), (116.5, 39.3)], [(116.5, 39.3), (117.0, 39.0)])
    course = course_along([QgsPointXY(115.9, 39.0), QgsPointXY(117.1, 39.0)], railway, 20)
    assert course.straight == []
    assert xy(course.points) == [pytest.approx(place, abs=1e-6) for place in (
        (115.9, 39.0), (116.0, 39.0), (116.5, 39.3), (117.0, 39.0), (117.1, 39.0))]


@pytest.mark.parametrize(("ways", "most_km", "reason"), [
    ([[(116.0, 39.0), (117.0, 39.0)]], 5, NO_LINE),
    ([[(100.0, 30.0), (101.0, 30.0)]], 20, NO_LINE),
    ([[(116.0, 39.0), (116.3, 39.0)], [(116.7, 39.0), (117.0, 39.0)]], 20, NO_WAY),
    ([[(116.0, 39.0), (116.5, 41.0), (117.0, 39.0)]], 20, TOO_LONG),
])
def test_a_stretch_without_a_line_or_a_way_stays_geodesic(
    qgis_app: Any, ways: list[list[tuple[float, float]]], most_km: float, reason: str
) -> None:
    places = [QgsPointXY(115.9, 39.0), QgsPointXY(117.1, 39.0)]
    course = course_along(places, lines("EPSG:4490", *ways), most_km)
    assert [(stretch.index, stretch.reason) for stretch in course.straight] == [(0, reason)]
    assert measure().measureLine(course.points) == pytest.approx(measure().measureLine(*places), rel=1e-9)


@pytest.fixture
def railway(editing: PlanEditing) -> list[tuple[float, float]]:
    """From Beijing by Baodi to Tangshan; Qinhuangdao has no line."""
    beijing, baodi, tangshan, _ = xy(places_on(editing.layers, by_name(editing.layers["axes"], AXIS)["uid"]))
    way = [beijing, (116.9, 40.1), baodi, (117.8, 39.9), tangshan]
    lines("EPSG:4509", way)
    return way


@pytest.fixture
def dialog(tools: EditTools, editing: PlanEditing, railway: list[tuple[float, float]]) -> BendDialog:
    tools.set_axis(by_name(editing.layers["axes"], AXIS)["uid"])
    tools.actions["bend"].trigger()
    opened: Any = tools.dialog
    opened.lines.setLayer(QgsProject.instance().mapLayersByName("铁路")[0])
    return opened


def test_an_axis_is_bent_in_one_step_and_the_rest_is_told(
    dialog: BendDialog, editing: PlanEditing, railway: list[tuple[float, float]], bar: QgsMessageBar
) -> None:
    start = state_of(editing.layers)
    uid = by_name(editing.layers["axes"], AXIS)["uid"]
    last = xy(places_on(editing.layers, uid))[-1]
    dialog.accept()
    axis = by_name(editing.layers["axes"], AXIS)
    assert (axis["course"], axis["course_source"]) == ("bent", "铁路")
    assert measure().measureLength(axis.geometry()) == pytest.approx(length(*railway) + length(railway[-1], last), 1e-6)
    assert "Tangshan – Qinhuangdao (no line within 20.0 km of both)" in told(bar)[0]
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.can_undo()
    editing.redo()
    assert state_of(editing.layers) == done


def test_a_bent_axis_keeps_its_bends_when_a_member_elsewhere_moves(dialog: BendDialog, editing: PlanEditing) -> None:
    dialog.accept()
    nodes = editing.layers["nodes"]
    with editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "秦皇岛市").id(), point(119.5, 40.0))
    bent = by_name(editing.layers["axes"], AXIS).geometry()
    assert bent.distance(point(116.9, 40.1)) < 1e-6 and bent.distance(point(119.5, 40.0)) < 1e-9


def test_straighten_leads_it_back_to_the_geodesics(
    dialog: BendDialog, tools: EditTools, editing: PlanEditing
) -> None:
    before = by_name(editing.layers["axes"], AXIS).geometry()
    assert not dialog.straighten.isEnabled()
    dialog.accept()
    tools.actions["bend"].trigger()
    again: Any = tools.dialog
    QTest.mouseClick(again.straighten, LEFT)
    axis = by_name(editing.layers["axes"], AXIS)
    assert axis["course"] == "geodesic" and axis.geometry().hausdorffDistance(before) < 1e-6
    editing.undo()
    assert by_name(editing.layers["axes"], AXIS)["course"] == "bent"


def test_where_nothing_would_bend_the_dialog_stays_and_says_so(dialog: BendDialog, editing: PlanEditing) -> None:
    far = lines("EPSG:4490", [(114.0, 36.5), (114.5, 36.6)], name="远")
    dialog.lines.setLayer(far)
    dialog.accept()
    assert "stay straight" in dialog.note.text() and not editing.can_undo()


def test_the_plans_own_rivers_can_be_followed(tools: EditTools, editing: PlanEditing) -> None:
    tools.actions["bend"].trigger()
    opened: Any = tools.dialog
    opened.lines.setLayer(editing.layers["rivers"])
    assert opened.lines.currentLayer() is editing.layers["rivers"]


def test_a_long_note_is_shown_whole_and_in_the_languages_own_marks(
    tools: EditTools, editing: PlanEditing
) -> None:
    lines("EPSG:4490", [(100.0, 30.0), (100.1, 30.0)])
    tools.set_axis(by_name(editing.layers["axes"], AXIS)["uid"])
    tools.actions["bend"].trigger()
    dialog: Any = tools.dialog
    with speaking("zh"):
        dialog.accept()
    note = dialog.note.text()
    assert note and not set("();,") & set(note), note
    assert dialog.height() >= dialog.layout().heightForWidth(dialog.width())
