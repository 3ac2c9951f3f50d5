"""Flows between places through Processing with the real engine, and how they are drawn."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsExpression,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER, Arrival
from jjj_planner_plugin.gui.links_tools import flow_table, links_values
from jjj_planner_plugin.gui.results import catalogue
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.results import style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

HEAD = ["origin_adcode", "destination_adcode", "value", "kind", "year"]
ROWS = [["110000", "120000", 300, "trips", 2020], ["120000", "110000", 300, "trips", 2020],
        ["110000", "131000", 90, "trips", 2020], ["120000", "130200", 600, "trips", 2020],
        ["130400", "130500", 4, "trips", 2020], ["110000", "999999", 9, "trips", 2020],
        ["110000", "120000", 7, "trips", 2019]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEAD, *ROWS])
    return path


def table(rows: list[list[Any]] = ROWS) -> QgsVectorLayer:
    """The same in memory, in the project."""
    fields = "&".join(f"field={name}:string" for name in HEAD)
    layer = QgsVectorLayer(f"None?{fields}", "flows", "memory")
    for values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([str(value) for value in values])
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def labels(layer: QgsVectorLayer) -> dict[str, bool]:
    """The legend's lines, and which are on."""
    return {category.label(): category.renderState() for category in layer.renderer().categories()}


def test_a_table_becomes_links_places_and_loads_with_readable_heads_and_a_legend(
        provider: Any, file: Path, tmp_path: Path) -> None:
    heard, arrived, context = Heard(), [], QgsProcessingContext()
    ANNOUNCER.arrived.connect(arrived.append)
    try:
        with speaking("en"):
            made = run("connectivity", {"FILE": str(file), "OUTPUT": str(tmp_path / "c.gpkg")}, heard, context)
    finally:
        ANNOUNCER.arrived.disconnect(arrived.append)
    assert set(made) == {"OUTPUT", "LOADS", "PLACES"}
    assert any("999999" in warning for warning in heard.warnings)
    links = QgsVectorLayer(made["OUTPUT"], "links", "ogr")
    loads, places = (QgsProcessingUtils.mapLayerFromString(made[name], context) for name in ("LOADS", "PLACES"))
    with speaking("en"):
        for layer in (links, loads, places):
            style_result(layer, "connectivity")
            assert all(layer.attributeAlias(place) for place in range(layer.fields().count())
                       if layer.fields().at(place).name() != "fid")
    shown = labels(links)
    assert shown["≥ 10 % · strong, on no axis · trips 2020"] and shown["≥ 10 % · on an axis · trips 2020"]
    assert not any(on for label, on in shown.items() if "weak, on no axis" in label), "a hairball"
    assert not shown["≥ 10 % · on an axis · trips 2019"], "years are not drawn over one another"
    assert {"Independent · trips 2020", "Subordinate · trips 2020"} <= set(labels(places))
    [arrival] = arrived
    assert isinstance(arrival, Arrival)
    with speaking("zh"):
        told = [spec.title for spec in catalogue.tables_of(arrival)]
    assert told[:3] == ["无轴覆盖的联系", "各轴承载", "联系"] and "未计入的行" in told and "引力拟合" not in told


def test_every_feature_of_a_result_is_drawn(provider: Any, file: Path, tmp_path: Path) -> None:
    made = run("connectivity", {"FILE": str(file), "YEAR": 2020, "OUTPUT": str(tmp_path / "c.gpkg")})
    for output in ("OUTPUT", "LOADS", "PLACES"):
        layer = QgsVectorLayer(made[output], output, "ogr")
        style_result(layer, "connectivity")
        renderer, context = layer.renderer(), layer.createExpressionContext()
        key = QgsExpression(renderer.classAttribute())
        known = {category.value() for category in renderer.categories()}
        for feature in layer.getFeatures():
            context.setFeature(feature)
            assert key.evaluate(context) in known, key.evalErrorString()


def test_a_table_of_the_project_gives_the_same_and_modelled_flows_say_so(provider: Any, tmp_path: Path) -> None:
    layer = table()
    assert flow_table(None, {}, QgsProject.instance()) == layer
    assert links_values("connectivity", None, {}, QgsProject.instance()) == {"FLOWS": layer.id()}
    made = run("connectivity", {"FLOWS": layer.id(), "VALUE_FIELD": "value", "OUTPUT": str(tmp_path / "c.gpkg")})
    links = QgsVectorLayer(made["OUTPUT"], "links", "ogr")
    assert sum(row["flow"] for row in links.getFeatures()) == 300 + 300 + 90 + 600 + 4 + 7
    made = run("connectivity", {"SOURCE": 1, "OUTPUT": str(tmp_path / "m.gpkg")})
    modelled = QgsVectorLayer(made["OUTPUT"], "modelled", "ogr")
    with speaking("zh"):
        style_result(modelled, "connectivity")
    assert "模型引力，非观测流量" in labels(modelled)


@pytest.mark.parametrize(("parameters", "said"), [
    ({}, "Flow table template"), ({"FILE": "missing.csv"}, "missing.csv"),
    ({"SOURCE": 1, "MASSES": "flows"}, "column"), ({"SOURCE": 1, "AXES": "flows"}, "km"),
])
def test_what_is_missing_is_asked_for_before_the_run(
        provider: Any, tmp_path: Path, parameters: dict[str, Any], said: str) -> None:
    layer = table()
    given = {name: layer.id() if value == "flows" else value for name, value in parameters.items()}
    heard = Heard()
    with speaking("en"):
        assert run("connectivity", {**given, "OUTPUT": str(tmp_path / "c.gpkg")}, heard) == {}
    assert any(said in error for error in heard.errors)


def test_a_template_has_the_plans_cities(provider: Any, tmp_path: Path) -> None:
    made = run("flow_template", {"OUTPUT": str(tmp_path / "t.csv")})
    with Path(made["OUTPUT"]).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 13 * 12
    assert rows[0]["origin"] == "北京市" and rows[0]["value"] == ""
