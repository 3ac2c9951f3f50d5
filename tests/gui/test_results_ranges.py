"""Bars of a range, and of what is not to be trusted."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtGui import QImage

from jjj_planner_plugin.gui.results.chart import ChartCanvas
from jjj_planner_plugin.gui.results.chart_data import Picture, picture
from jjj_planner_plugin.gui.results.table import INTEGER, NUMBER, TEXT, Column, Table
from jjj_planner_plugin.gui.results.table_model import ResultModel

CHART = {"kind": "bars", "label": ["name"], "value": "dependency", "high": "dependency_high",
         "doubtful": {"trusted": "0"}}


def column(name: str, kind: str, values: list[Any]) -> Column:
    made = Column(name, kind)
    made.extend(values)
    return made


def drawn(trusted: list[float], low: list[float], high: list[float] | None) -> Picture:
    """The chart of A and B."""
    found = picture(modelled(trusted, low, high), "en")
    assert found is not None
    return found


def modelled(trusted: list[float], low: list[float], high: list[float] | None) -> ResultModel:
    columns = [column("name", TEXT, ["A", "B"]), column("dependency", NUMBER, low), column("trusted", INTEGER, trusted)]
    table = Table([*columns, *([column("dependency_high", NUMBER, high)] if high else [])])
    table.fids.extend([1, 2])
    return ResultModel(table, {"chart": CHART})


def test_a_range_is_a_bar_to_its_least_and_a_hatch_to_its_most(qgis_app: Any) -> None:
    wide, exact = drawn([0, 1], [0.2, 0.95], [0.905, 0.95]).bars
    assert [(one.length, one.colour is None) for one in wide.segments] == [
        (0.2, False), (pytest.approx(0.705), True)]
    assert wide.segments[-1].text == "20.00 – 90.50 %"
    assert [(one.length, one.colour is None) for one in exact.segments] == [(0.95, False)]
    assert [words for words, _ in drawn([0, 1], [0.2, 0.95], [0.905, 0.95]).legend] == ["At least", "At most"]


def test_a_range_from_nothing_is_painted_to_its_most(qgis_app: Any) -> None:
    canvas = ChartCanvas()
    canvas.resize(400, 120)
    canvas.show_picture(drawn([0, 0], [0.0, 0.0], [0.9, 0.9]))
    painted: QImage = canvas.grab().toImage()
    assert len({painted.pixelColor(x, 60).name() for x in range(painted.width())}) > 3


@pytest.mark.parametrize(("high", "head"), [
    ([0.9, 0.9], "Dependency at least (%)"), (None, "Dependency: share outside (%)")])
def test_the_least_is_called_so_beside_the_most(high: list[float] | None, head: str, qgis_app: Any) -> None:
    model = modelled([0, 0], [0.1, 0.2], high)
    model.language = "en"
    place = [one.name for one in model.columns].index("dependency")
    assert model.head(place) == head


def test_what_is_not_to_be_trusted_is_hatched_and_the_legend_says_so(qgis_app: Any) -> None:
    shown = drawn([0, 1], [0.8, 0.5], None)
    assert [bar.segments[0].colour is None for bar in shown.bars] == [True, False]
    assert [words for words, _ in shown.legend] == ["Not to be trusted"]


def test_where_all_is_certain_there_is_no_legend(qgis_app: Any) -> None:
    assert drawn([1, 1], [0.8, 0.5], None).legend == []


def test_only_the_rows_that_are_wanted_have_bars_and_none_without_a_name(qgis_app: Any) -> None:
    table = Table([column("name", TEXT, ["A", "B", ""]), column("dependency", NUMBER, [0.1, 0.2, 0.3])])
    table.fids.extend([1, 2, 3])
    spec = {"kind": "bars", "label": ["name"], "value": "dependency"}
    for more, bars in (({}, ["A", "B", "(empty)"]), ({"named": True}, ["A", "B"]), ({"only": {"name": ["B"]}}, ["B"])):
        found = picture(ResultModel(table, {"chart": {**spec, **more}}), "en")
        assert found is not None and [bar.label for bar in found.bars] == bars
