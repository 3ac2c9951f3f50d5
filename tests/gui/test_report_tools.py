"""What the report's dialog begins with, the switch in the results panel, and how the report is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QPushButton

from jjj_planner_plugin.algorithms.announcements import Arrival
from jjj_planner_plugin.algorithms.report import Report
from jjj_planner_plugin.gui.report_tools import report_values, tell_report
from jjj_planner_plugin.gui.results.dock import ResultsDock
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.layout import enter_in_title_block
from jjj_planner_plugin.layers.report_choice import choose_result, chosen_results


def test_it_begins_with_the_open_plan_the_chosen_results_and_a_folder_beside_the_plan(
    editing: PlanEditing, provider: Any, tmp_path: Path
) -> None:
    project = QgsProject.instance()
    for name in ("loaded.csv", "other.csv"):
        (tmp_path / name).write_text("a\n1\n", encoding="utf-8")
        choose_result(project, str(tmp_path / name), True)
    layer = QgsVectorLayer(str(tmp_path / "loaded.csv"), "loaded", "ogr")
    project.addMapLayer(layer)
    enter_in_title_block(project, {"jjj_organisation": "Office 7"})
    values = report_values(project)
    assert values == {"PLAN": str(tmp_path / "plan.gpkg"), "FOLDER": str(tmp_path / "plan report"),
                      "RESULTS": [layer.id(), str(tmp_path / "other.csv")], "ORGANISATION": "Office 7"}
    tool = Report()
    tool.initAlgorithm()
    assert set(values) <= {definition.name() for definition in tool.parameterDefinitions()}


def test_without_a_plan_and_without_results_nothing_is_proposed(provider: Any) -> None:
    assert report_values(QgsProject.instance()) == {}


def test_the_switch_in_the_panel_shows_of_each_result_whether_it_goes_into_the_report(
    provider: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    dock = ResultsDock(canvas)
    qtbot.addWidget(dock)
    files = [tmp_path / f"{name}.csv" for name in ("first", "second")]
    for file in files:
        file.write_text("left_class,area_m2\na,1\n", encoding="utf-8")
        dock.add(Arrival("overlap_table", "overlap", datetime.now(), {}, {}, {"OUTPUT": str(file)},
                         {"output": str(file), "seconds": 1.0, "inputs": []}))
    button = dock.view.report_button
    assert button.isCheckable() and not button.isChecked()
    button.click()
    assert chosen_results(QgsProject.instance()) == [str(files[1])], "that which came last is shown"
    dock.chooser.setCurrentIndex(1)
    assert not button.isChecked()
    dock.chooser.setCurrentIndex(0)
    assert button.isChecked()
    button.click()
    assert chosen_results(QgsProject.instance()) == []
    dock.take_down()


def test_a_report_is_told_in_the_message_bar_with_one_button(qgis_iface: Any, monkeypatch: Any) -> None:
    told: list[tuple[str, list[str]]] = []

    class Bar:
        def createMessage(self, title: str, text: str) -> Any:  # noqa: N802 - QGIS's name
            from qgis.gui import QgsMessageBarItem

            return QgsMessageBarItem(title, text)

        def pushWidget(self, item: Any, level: Any) -> None:  # noqa: N802 - as above
            told.append((item.text(), [button.text() for button in item.findChildren(QPushButton)]))

    monkeypatch.setattr(qgis_iface, "messageBar", Bar)
    monkeypatch.setattr("jjj_planner_plugin.gui.report_tools.iface", qgis_iface)
    tell_report(True, {"CONCLUSION": "another tool's"})
    tell_report(False, {})
    tell_report(True, {"FOLDER": "/r", "HTML": "/r/report.html", "WORKBOOK": "/r/tables.xlsx", "FAILED": 2})
    assert told == [("The report is in /r (analyses that failed: 2)", ["Open the report"])]
