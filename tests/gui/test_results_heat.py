"""The heat map of a matrix in the panel of results."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor

from jjj_planner_plugin.gui.results.charts import Charts
from jjj_planner_plugin.gui.results.heat import heat, measures
from jjj_planner_plugin.gui.results.heat_chart import HeatCanvas, blend
from jjj_planner_plugin.gui.results.table import NUMBER, TEXT, Column, Table
from jjj_planner_plugin.gui.results.table_model import ResultModel

ENTRY: dict[str, Any] = {"chart": {
    "kind": "heat", "row": {"key": "name", "name": ["name"]}, "column": {"key": "class", "name": ["class"]},
    "values": ["area_m2", "share_of_ring", "absent"], "apart": ["not_covered"]}}
ROWS = [("Zhangjiakou", "Yongding", 17368e6, 0.47), ("Zhangjiakou", "not_covered", 20000e6, 0.2),
        ("Zhangjiakou", "Chaobai", 5610e6, 0.15), ("Beijing", "Chaobai", 4342e6, 0.26), ("Beijing", "Luan", 0.0, 0.0)]


def matrix(rows: list[tuple] = ROWS) -> ResultModel:
    names = {"name": TEXT, "class": TEXT, "area_m2": NUMBER, "share_of_ring": NUMBER}
    columns = [Column(name, kind) for name, kind in names.items()]
    for column, values in zip(columns, zip(*rows)):
        column.extend(values)
    table = Table(columns)
    table.fids.extend(range(len(rows)))
    return ResultModel(table, ENTRY)


@pytest.fixture
def model(qgis_app: Any) -> ResultModel:
    return matrix()


def test_what_can_be_shown_is_what_the_table_has(model: ResultModel) -> None:
    assert [name for name, _ in measures(model)] == ["area_m2", "share_of_ring"]


def test_every_number_has_its_cell_and_what_is_not_covered_stands_last_and_apart(model: ResultModel) -> None:
    shown = heat(model, "area_m2")
    assert shown is not None
    assert shown.rows == ["Zhangjiakou", "Beijing"]
    assert shown.columns == ["Yongding", "Chaobai", "Luan", "not_covered"]
    assert {place: cell.short for place, cell in shown.cells.items()} == {
        (0, 0): "17\u202f368", (0, 1): "5\u202f610", (1, 1): "4\u202f342", (0, 3): "20\u202f000"}
    assert shown.largest == "17\u202f368 km²", "the largest of what is in the scale"
    assert shown.cells[0, 0].depth == 1 and shown.cells[0, 1].depth == pytest.approx(5610 / 17368)
    assert shown.is_apart((0, 3)) and not shown.is_apart((0, 2))


def test_names_that_the_bundled_data_know_are_said_in_english(qgis_app: Any) -> None:
    shown = heat(matrix([("张家口市", "某河", 5e6, 0.1)]), "area_m2")
    assert shown is not None and shown.rows == ["Zhangjiakou"] and shown.columns == ["某河"]


def test_shares_are_per_cent(model: ResultModel) -> None:
    shown = heat(model, "share_of_ring")
    assert shown is not None and shown.cells[0, 0].short == "47.0" and shown.largest == "47.00 %"


def test_what_the_filter_hides_is_not_drawn(model: ResultModel) -> None:
    model.set_filter("beijing")
    shown = heat(model, "area_m2")
    assert shown is not None and shown.rows == ["Beijing"]
    assert shown.cells[0, 0].position == 3, "of the table, not of what is shown of it"


def test_a_matrix_without_numbers_has_no_picture(qgis_app: Any) -> None:
    assert heat(matrix([("Beijing", "Luan", 0.0, 0.0)]), "area_m2") is None


def test_a_click_on_a_cell_finds_its_row_and_one_on_an_empty_cell_none(model: ResultModel, qtbot: QtBot) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    charts.resize(700, 300)
    charts.show()
    charts.show_rows(model)
    canvas = charts.heat.canvas
    found: list[int] = []
    charts.picked.connect(found.append)
    qtbot.wait(50)
    for place in ((0, 1), (1, 0)):
        click(canvas, place, qtbot)
    assert found == [2]
    assert canvas.place_at(QPoint(1, 1)) is None, "the corner"


def click(canvas: HeatCanvas, place: tuple[int, int], qtbot: QtBot) -> None:
    point = next(QPoint(x, y) for x in range(0, canvas.width(), 5) for y in range(0, canvas.height(), 5)
                 if canvas.place_at(QPoint(x, y)) == place)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)


def test_the_choice_of_the_measure_redraws(model: ResultModel, qtbot: QtBot) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    charts.show_rows(model)
    charts.heat.measure.setCurrentIndex(1)
    assert charts.heat.canvas.shown is not None and charts.heat.canvas.shown.measure.startswith("Share")
    charts.heat.measure.setCurrentIndex(0)
    assert charts.heat.largest.text().endswith("km²")


def test_bars_are_drawn_where_the_catalogue_wants_no_heat_map(model: ResultModel, qtbot: QtBot) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    model.entry = {"chart": {"kind": "bars", "label": ["name", "class"], "value": "area_m2"}}
    charts.show_rows(model)
    assert charts.currentWidget() is charts.bars and charts.has_picture()


def test_the_colour_runs_from_paper_to_ink(qgis_app: Any) -> None:
    paper, ink = QColor("#FFFFFF"), QColor("#0F4A78")
    assert blend(paper, ink, 0).name() == "#ffffff" and blend(paper, ink, 1).name() == "#0f4a78"
