"""The trace up and down the basins through Processing with the real engine: by id, by a click, by what is selected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.layers.results import style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

ROWS = ((70, 71), (71, 72), (72, 0), (80, 81), (81, 80))  # two that flow in a ring


@pytest.fixture
def basins(provider: Any) -> QgsVectorLayer:
    """Five squares side by side, in memory, with HydroBASINS' fields."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=HYBAS_ID:double&field=NEXT_DOWN:int", "basins", "memory")
    for place, values in enumerate(ROWS):
        west = 116 + 0.1 * place
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(
            f"POLYGON (({west} 39, {west + 0.1} 39, {west + 0.1} 39.1, {west} 39.1, {west} 39))"))
        feature.setAttributes(list(values))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def roles(reference: str) -> dict[str, str]:
    layer = QgsVectorLayer(reference, "t", "ogr")
    assert layer.isValid(), reference
    return {row["basin_id"]: row["role"] for row in layer.getFeatures()}


def test_with_nothing_chosen_the_bundled_sub_basin_with_the_most_upstream_is_traced(
        provider: Any, tmp_path: Path) -> None:
    heard = Heard()
    made = run("trace_upstream", {"OUTPUT": str(tmp_path / "t.gpkg")}, heard)
    assert set(made) == {"OUTPUT", "SHARES"}
    assert roles(made["OUTPUT"]) == {"H08": "given", **dict.fromkeys(("H05", "H06", "H07", "H09"), "upstream")}
    assert any("H08" in warning for warning in heard.warnings)
    shares = QgsVectorLayer(made["SHARES"], "s", "ogr")
    assert sum(row["share_of_traced"] for row in shares.getFeatures()) == pytest.approx(1, abs=1e-8)


@pytest.mark.parametrize(("asked", "given"), [
    ({"START": "72"}, {"72"}), ({"START": "71，72.0"}, {"71", "72"}), ({"POINT": "116.25,39.05 [EPSG:4326]"}, {"72"}),
    ({"POINT": "116.25,39.05"}, {"72"}), ({"POINT": "12941000,4728000 [EPSG:3857]", "START": "70"}, {"72", "70"})])
def test_a_basin_is_named_by_its_id_or_by_a_place_in_any_crs(
        basins: QgsVectorLayer, tmp_path: Path, asked: dict[str, Any], given: set[str]) -> None:
    made = run("trace_upstream", {"BASINS": basins.id(), **asked, "OUTPUT": str(tmp_path / "t.gpkg")})
    found = roles(made["OUTPUT"])
    assert {basin for basin, role in found.items() if role == "given"} == given
    assert set(found) == {"70", "71", "72"}


def test_what_is_selected_is_asked_about_where_nothing_else_is(basins: QgsVectorLayer, tmp_path: Path) -> None:
    basins.selectByExpression('"HYBAS_ID" = 71')
    made = run("trace_upstream", {"BASINS": basins.id(), "DIRECTION": 2, "OUTPUT": str(tmp_path / "t.gpkg")})
    assert roles(made["OUTPUT"]) == {"71": "given", "70": "upstream", "72": "downstream"}
    made = run("trace_upstream", {"BASINS": basins.id(), "START": "70", "OUTPUT": str(tmp_path / "u.gpkg")})
    assert roles(made["OUTPUT"]) == {"70": "given"}


def test_a_loop_is_named_and_refused_only_by_who_runs_into_it(basins: QgsVectorLayer, tmp_path: Path) -> None:
    heard, refused = Heard(), Heard()
    assert run("trace_upstream", {"BASINS": basins.id(), "START": "72", "OUTPUT": str(tmp_path / "t.gpkg")}, heard)
    assert any("80 → 81 → 80" in warning for warning in heard.warnings)
    assert run("trace_upstream", {"BASINS": basins.id(), "START": "80", "OUTPUT": str(tmp_path / "u.gpkg")},
               refused) == {}
    assert any("80 → 81 → 80" in error for error in refused.errors)


def test_the_result_is_styled_with_readable_heads_and_the_table_is_loaded_beside_it(
        basins: QgsVectorLayer, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    target = tmp_path / "t.gpkg"
    made = run("trace_upstream", {
        "BASINS": basins.id(), "START": "72", "OUTPUT": str(target)}, context=context)
    layer = QgsVectorLayer(made["OUTPUT"], "traced", "ogr")
    style_result(layer, "traced")
    fields = layer.fields()
    assert all(layer.attributeAlias(place) for place in range(fields.count()) if fields.at(place).name() != "fid")
    table = QgsProcessingUtils.mapLayerFromString(made["SHARES"], context)
    style_result(table, "traced")
    assert all(table.attributeAlias(place) for place in range(table.fields().count())
               if table.fields().at(place).name() != "fid")
