"""What Indicators loads of space: layers drawn and named, the tool's own parameters, the template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.indicators_in_space import IN_SPACE
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.result_tree import place_in_group, switch_off_at_start
from jjj_planner_plugin.layers.results import style_result
from jjj_planner_plugin.paths import resource
from tests.conftest import run_engine
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

LAYERS = ("lisa", "within", "border_gap", "gravity", "gravity_sections", "breakpoints")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The result of a first run."""
    folder = tmp_path_factory.mktemp("spatial")
    answer = run_engine({"task": "indicators", "params": {"output": str(folder / "i.gpkg")}}, folder)
    return str(answer["result"]["output"])


def of(file: str, table: str, language: str = "en") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{file}|layername={table}", table, "ogr")
    assert layer.isValid(), table
    with speaking(language):
        style_result(layer, "indicators")
    return layer


def legend(layer: QgsVectorLayer) -> list[str]:
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def drawn(layer: QgsVectorLayer) -> list[Any]:
    """The category of each feature; None for one that nothing draws."""
    renderer, found = layer.renderer(), []
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        value = QgsExpression(renderer.classAttribute()).evaluate(context)
        found.append(next((category.label() for category in renderer.categories() if category.value() == value), None))
    return found


def labels(layer: QgsVectorLayer) -> set[str]:
    expression, said = QgsExpression(layer.labeling().settings().fieldName), set()
    assert not expression.hasParserError(), expression.parserErrorString()
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        said.add(str(expression.evaluate(context)))
    return said


@pytest.mark.parametrize("table", [*LAYERS, "moran", "border_summary", "sets"])
def test_every_field_has_its_name_in_both_languages(first: str, table: str) -> None:
    assert [field.name() for field in of(first, table).fields() if field.name() != "fid" and not field.alias()] == []


@pytest.mark.parametrize("table", [name for name in LAYERS if name != "breakpoints"])
def test_every_feature_is_drawn_by_a_class_of_the_legend(first: str, table: str) -> None:
    layer = of(first, table)
    assert None not in drawn(layer) and len(legend(layer)) > 1


def test_clusters_are_named_and_the_legend_says_of_what(first: str) -> None:
    assert legend(of(first, "lisa"))[0] == "Clusters: People per km²"
    assert legend(of(first, "lisa", "zh"))[0] == "空间聚集：人口密度"
    assert {"High–high", "Not significant"} <= set(legend(of(first, "lisa")))
    assert labels(of(first, "lisa")) == {"", "Langfang"}


def test_the_border_says_how_many_times_as_much_there_is_inside(first: str) -> None:
    layer = of(first, "border_gap")
    assert legend(layer) == ["inside over outside: GDP per head", "≥ 3 ×", "1.25 × – 2 ×"]
    assert labels(layer) == {"3.4 ×", "1.6 ×"}


def test_sections_show_their_share_and_breakpoints_both_ways(first: str) -> None:
    assert "62 %" in labels(of(first, "gravity_sections"))
    assert legend(of(first, "gravity_sections"))[1] == "≥ 50%"
    assert "Beijing 31 | 16 Langfang" in labels(of(first, "breakpoints"))
    gravity = of(first, "gravity")
    weak = [category.renderState() for category in gravity.renderer().categories()]
    assert weak[0] and not weak[-1]


def test_what_would_hide_the_rest_is_off_at_start(first: str, qgis_app: Any) -> None:
    project = QgsProject()
    for table, shown in (("lisa", False), ("within", False), ("border_gap", True)):
        layer = of(first, table)
        project.addMapLayer(layer)
        place_in_group(project, layer, "Indicators")
        switch_off_at_start(project, layer, "indicators")
        assert project.layerTreeRoot().findLayer(layer.id()).itemVisibilityChecked() is shown


def test_the_tool_takes_distances_a_table_of_mega_cities_and_writes_its_template(
    provider: Any, tmp_path: Path
) -> None:
    heard, template = Heard(), tmp_path / "template.csv"
    made = run("indicators", {
        "NODE_KM": "5，20", "AXIS_KM": "", "MEGA": str(resource("data/mega_regions_template.csv")),
        "MEGA_TEMPLATE": str(template), "OUTPUT": str(tmp_path / "i.gpkg")}, heard)
    assert heard.errors == []
    assert set(IN_SPACE) < set(made) and made["MEGA_TEMPLATE"] == str(template)
    assert template.read_bytes() == resource("data/mega_regions_template.csv").read_bytes()
    within = of(made["OUTPUT"], "within")
    assert {(row["around"], row["distance_km"]) for row in within.getFeatures()} == {
        ("node", 5), ("node", 20), *(("axis", km) for km in (10, 20, 30, 50))}
    mega = next(of(made["OUTPUT"], "mega_regions").getFeatures())
    assert (mega["mega_region"], mega["people"]) == ("京津冀", 110369339)


def test_what_cannot_be_taken_is_refused_with_a_sentence(provider: Any, tmp_path: Path) -> None:
    heard = Heard()
    target = {"OUTPUT": str(tmp_path / "i.gpkg")}
    assert run("indicators", {"NODE_KM": "far", **target}, heard) == {} and "far" in heard.errors[0]
    assert run("indicators", {"IN_SPACE": False, **target}, Heard()).keys().isdisjoint(IN_SPACE)
