"""Scatter charts in the panel of results: rank-size by logarithms, and Lorenz's curve."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.PyQt.QtCore import QPointF, Qt

from jjj_planner_plugin.gui.results.catalogue import panel
from jjj_planner_plugin.gui.results.charts import Charts
from jjj_planner_plugin.gui.results.scatter import groups, log_ticks, round_ticks, scatter
from jjj_planner_plugin.gui.results.table import NUMBER, TEXT, Column, Table
from jjj_planner_plugin.gui.results.table_model import ResultModel

ENTRIES = {entry["table"]: entry for entry in panel()["tasks"]["indicators"]["tables"]}
KINDS = {"area_level": TEXT, "index_id": TEXT, "measure": TEXT, "name_zh": TEXT, "name_en": TEXT, "code": TEXT}


def modelled(table: str, rows: list[dict[str, Any]], language: str = "en") -> ResultModel:
    columns = [Column(name, KINDS.get(name, NUMBER)) for name in rows[0]]
    for column in columns:
        column.extend([row[column.name] for row in rows])
    made = Table(columns)
    made.fids.extend(range(len(rows)))
    model = ResultModel(made, ENTRIES[table])
    model.language = language
    return model


def ranked() -> ResultModel:
    rows = [("cities", 1, "甲", "Alpha", 1000.0, 1000.0), ("cities", 2, "乙", "Beta", 400.0, 500.0),
            ("cities", 4, "丙", "Gamma", 0.0, 250.0), ("units", 1, "丁", "Delta", 80.0, 80.0)]
    names = ("area_level", "size_rank", "name_zh", "name_en", "size", "expected_size")
    return modelled("rank_size", [{**dict(zip(names, row)), "measure": "people"} for row in rows])


def curve() -> ResultModel:
    rows = [(0.5, 0.1), (0.8, 0.4), (1.0, 1.0)]
    return modelled("lorenz", [
        {"area_level": "provinces", "measure": "gdp_1e8/people", "name_zh": f"第{place}", "name_en": f"No. {place}",
         "heads_so_far": x, "amount_so_far": y} for place, (x, y) in enumerate(rows)])


def test_each_level_is_a_picture_of_its_own(qgis_app: Any) -> None:
    assert [words for _, words in groups(ranked())] == ["Cities · Residents", "Units · Residents"]


def test_what_has_no_logarithm_is_left_out_and_the_rule_is_a_line(qgis_app: Any) -> None:
    model = ranked()
    shown = scatter(model, groups(model)[0][0])
    assert shown is not None
    assert [(mark.x, mark.y) for mark in shown.marks] == [(1, 1000), (2, 400)]
    assert shown.line == [(1, 1000), (2, 500)]
    assert shown.up.share(1000) == 1
    assert shown.up.share((400 * 1000) ** 0.5) == pytest.approx(0.5)
    assert "Alpha" in shown.marks[0].label


def test_a_curve_of_shares_goes_from_nothing_to_all_beside_the_diagonal(qgis_app: Any) -> None:
    model = curve()
    shown = scatter(model, groups(model)[0][0])
    assert shown is not None
    assert shown.joined
    assert shown.line == [(0, 0), (1, 1)]
    assert (shown.across.least, shown.across.most) == (0, 1)
    assert [text for _, text in shown.across.ticks][:2] == ["0", "20"]
    assert shown.across.name.endswith("(%)")


@pytest.mark.parametrize(("ticks", "expected"), [
    (round_ticks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]), (round_ticks(-3, 12), [0, 5, 10]),
    (log_ticks(1, 13), [1, 2, 5, 10]), (log_ticks(3e6, 2.2e7), [5e6, 1e7, 2e7])])
def test_ticks_are_round_numbers(ticks: list[float], expected: list[float]) -> None:
    assert ticks == pytest.approx(expected)


def test_a_click_on_a_mark_finds_its_row_and_bars_come_back(qtbot: QtBot) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    charts.resize(420, 300)
    charts.show_rows(ranked())
    assert charts.currentWidget() is charts.scatter
    assert charts.has_picture()
    canvas = charts.scatter.canvas
    canvas.resize(400, 260)
    painted = canvas.grab().toImage()
    assert len({painted.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(0, 260, 2)}) > 4
    place = canvas.place(2, 400).toPoint()
    with qtbot.waitSignal(charts.picked) as heard:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [1]
    assert canvas.mark_at(QPointF(0, 0)) is None
    charts.scatter.group.setCurrentIndex(1)
    assert [mark.y for mark in canvas.shown.marks] == [80]
    charts.show_rows(modelled("zones", [{"name_zh": "甲", "name_en": "A", "people": 5.0, "area_km2": 1.0}]))
    assert charts.currentWidget() is charts.bars
    charts.clear()
    assert not charts.scatter.has_picture()


def test_indices_of_different_sizes_stand_in_one_column_with_the_digits_that_each_needs(qgis_app: Any) -> None:
    values = {"rank_size_slope": -0.734367, "gini": 0.312752, "primacy": 1.578904, "per_head": 164904.0492,
              "total": 110369339.0, "hhi": 0.00002}
    rows = [{"area_level": "cities", "index_id": key, "value": value} for key, value in values.items()]
    model = modelled("indices", rows)
    section = [column.name for column in model.columns].index("value")
    assert [model.shown(row, section) for row in range(len(values))] == [
        "−0.7344", "0.3128", "1.5789", "164\u202f904", "110\u202f369\u202f339", "< 0.0001"]
