"""Relocations through Processing with the real engine, their look, their time, and a table's moves into the plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from jjj_planner_plugin.gui.moves_tools import put_into_plan
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.flows import RANKS, chosen_width, set_width
from jjj_planner_plugin.layers.results import style_result
from jjj_planner_plugin.layers.symbols import expression
from tests.qgis_plan import state_of
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

TABLE = """名称,类别,状态,迁出地,迁出城市,迁入地,迁入城市,迁入地代码,时间,人数
首钢二期,制造业,已迁,石景山区,北京,曹妃甸区,唐山,,2015,1200
某市场,批发,关停,丰台区,北京,新华区,,,2017-11,300
首钢,制造业,已迁,石景山区,北京,,,130209,2010,6000
"""


def value(layer: QgsVectorLayer, feature: QgsFeature, text: str) -> Any:
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.layerScope(layer))
    context.setFields(layer.fields())
    context.setFeature(feature)
    return QgsExpression(expression(text)).evaluate(context)


def shown(layer: QgsVectorLayer, year: int) -> set[str]:
    """What the time controller shows in that year."""
    begin, end = (QDateTime(QDate(y, 1, 1), QTime(0, 0), Qt.TimeSpec.UTC) for y in (year, year + 1))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    text = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(begin, end, True, False))
    return {row["relocation_id"] for row in layer.getFeatures(QgsFeatureRequest().setFilterExpression(text))}


@pytest.fixture(scope="module")
def summed(provider: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, QgsVectorLayer]:
    """The sample's moves, summed up: the result's layers, styled. Read only."""
    made = run("relocation_summary", {"OUTPUT": str(tmp_path_factory.mktemp("flows") / "flows.gpkg")})
    layers = {name: QgsVectorLayer(reference, name, "ogr") for name, reference in made.items()}
    assert all(layer.isValid() for layer in layers.values()), made
    for layer in layers.values():
        style_result(layer, "relocations")
    return layers


def test_a_first_run_needs_nothing_and_gives_flows_moves_and_four_tables(summed: dict[str, QgsVectorLayer]) -> None:
    assert set(summed) == {"OUTPUT", "MOVES", "CATEGORIES", "YEARS", "DESTINATIONS", "WINGS"}
    assert sum(row["moves"] for row in summed["WINGS"].getFeatures()) == 19
    assert "Code" in summed["OUTPUT"].attributeAlias(summed["OUTPUT"].fields().lookupField("destination_code"))


def test_flows_are_as_wide_as_their_number_and_the_legend_says_so(summed: dict[str, QgsVectorLayer]) -> None:
    layer = summed["OUTPUT"]
    widths = {row["moves"]: value(layer, row, "@amount_mm") for row in layer.getFeatures()}
    most = max(widths)
    assert widths[most] == pytest.approx(6) and widths[1] == pytest.approx(6 / most)
    labels = [category.label() for category in layer.renderer().categories()]
    assert f"widest {most}" in labels[0] or f"最宽 {most}" in labels[0]
    assert len(labels) == 3


def test_moves_that_coincide_bend_to_different_lines(summed: dict[str, QgsVectorLayer]) -> None:
    layer = summed["MOVES"]
    curves = {value(layer, row, "@ranked").asWkt(4) for row in layer.getFeatures()}
    assert len(curves) == layer.featureCount() > 10


def test_moves_add_up_in_the_time_controller(summed: dict[str, QgsVectorLayer]) -> None:
    layer = summed["MOVES"]
    assert layer.temporalProperties().isActive()
    before, after = shown(layer, 2018), shown(layer, 2019)
    assert "R02" in after - before and "R01" in before and before < after < shown(layer, 2025)


def test_the_plans_moves_are_played_and_drawn_apart_too_and_as_wide_as_chosen(editing: PlanEditing) -> None:
    layer = editing.layers["relocations"]
    assert "R02" in shown(layer, 2019) - shown(layer, 2018)
    ranks = json.loads(QgsExpressionContextUtils.layerScope(layer).variable(RANKS))
    drawn = [row for row in layer.getFeatures() if not row.geometry().isNull()]
    assert set(ranks) == {row["uid"] for row in drawn} and max(ranks.values()) > 2
    assert len({value(layer, row, "@bent").asWkt(4) for row in drawn}) == len(drawn)

    plain = len(layer.renderer().categories()) - 1
    assert chosen_width(layer) == "people", "one move says how many: the first look of a plan shows it"
    by_id = {row["relocation_id"]: value(layer, row, "@flow_mm") for row in layer.getFeatures()}
    assert by_id["R02"] == pytest.approx(4) and by_id["R01"] == pytest.approx(0.5)
    assert "12\u202f000" in layer.renderer().categories()[-1].label()
    assert not set_width(layer, "area_km2") and chosen_width(layer) == ""
    assert len(layer.renderer().categories()) == plain and value(layer, next(layer.getFeatures()), "@flow_mm") == 0.5


@pytest.fixture(scope="module")
def imported(provider: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table's moves. Read only."""
    folder = tmp_path_factory.mktemp("imported")
    table, target = folder / "moves.csv", folder / "imported.gpkg"
    table.write_text(TABLE, encoding="utf-8")
    heard = Heard()
    made = run("import_relocations", {"PATH": str(table), "OUTPUT": str(target)}, heard)
    assert set(made) == {"OUTPUT", "NOT_PLACED"}
    assert any("not_placed" in warning for warning in heard.warnings)
    return target


def test_an_import_lists_what_it_could_not_place_and_is_drawn_as_the_plan_draws_its_own(imported: Path) -> None:
    left = QgsVectorLayer(f"{imported}|layername=not_placed", "left", "ogr")
    assert [(row["row_no"], row["given_place"]) for row in left.getFeatures()] == [(3, "新华区")]
    layer = QgsVectorLayer(f"{imported}|layername=relocations", "moves", "ogr")
    style_result(layer, "imported_relocations")
    assert len(layer.renderer().categories()) == 5
    assert layer.editorWidgetSetup(layer.fields().lookupField("status")).type() == "ValueMap"


def test_a_summary_of_the_import_counts_every_row(imported: Path, tmp_path: Path) -> None:
    layer = QgsVectorLayer(f"{imported}|layername=relocations", "moves", "ogr")
    QgsProject.instance().addMapLayer(layer)
    made = run("relocation_summary", {"RELOCATIONS": layer.id(), "WIDTH": 1, "OUTPUT": str(tmp_path / "s.gpkg")})
    years = QgsVectorLayer(made["YEARS"], "years", "ogr")
    assert {row["year"]: row["people"] for row in years.getFeatures()} == {2010: 6000, 2015: 1200, 2017: 300}


def test_an_import_into_the_plan_is_one_step_that_can_be_undone(editing: PlanEditing, imported: Path) -> None:
    before = state_of(editing.layers)
    told = put_into_plan(editing, str(imported))
    layer = editing.layers["relocations"]
    rows = {row["name_zh"]: row for row in layer.getFeatures()}
    assert layer.featureCount() == 22 and "2" in told and "1" in told  # the third row is the plan's own first
    assert rows["首钢"]["people"] == 6000 and rows["首钢"]["relocation_id"] == "R01"
    assert rows["首钢二期"]["destination_adcode"] == "130209" and rows["首钢二期"]["category"] == "industry"
    assert rows["某市场"].geometry().isNull() and rows["某市场"]["uid"]
    editing.undo()
    assert state_of(editing.layers) == before
