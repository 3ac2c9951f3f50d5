"""The trace along the basins and the matrix through Processing with the real engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
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


def test_a_bundled_basin_is_found_by_its_name_and_a_refusal_lists_ids_with_names(
        provider: Any, tmp_path: Path) -> None:
    refused = Heard()
    made = run("trace_upstream", {"START": "永定河山区", "DIRECTION": 1, "OUTPUT": str(tmp_path / "t.gpkg")})
    assert roles(made["OUTPUT"])["H05"] == "given"
    assert run("trace_upstream", {"START": "永定河", "OUTPUT": str(tmp_path / "u.gpkg")}, refused) == {}
    assert any("H05 永定河山区" in error for error in refused.errors)


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


# The matrix


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    names = [field.name() for field in layer.fields()]
    return [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]


def test_with_nothing_chosen_the_cities_lie_on_the_bundled_sub_basins(provider: Any, tmp_path: Path) -> None:
    made = run("catchment_matrix", {"OUTPUT": str(tmp_path / "m.gpkg")})
    assert set(made) == {"OUTPUT", "MATRIX", "WIDE"}
    found = {(row["jurisdiction_name"], row["catchment"]): row["area_m2"] / 1e6 for row in rows(made["MATRIX"])}
    assert found["张家口市", "H05"] == pytest.approx(17_368, rel=1e-3)
    wide = {row["jurisdiction_name"]: row for row in rows(made["WIDE"])}
    assert wide["张家口市"]["永定河山区"] == pytest.approx(17_368, rel=1e-3)
    pieces = QgsVectorLayer(made["OUTPUT"], "p", "ogr")
    assert pieces.isSpatial() and pieces.featureCount() > 40
    style_result(pieces, "catchment_matrix")
    for table in (made["MATRIX"], made["OUTPUT"]):
        layer = QgsVectorLayer(table, "t", "ogr")
        style_result(layer, "catchment_matrix")
        assert all(layer.attributeAlias(place) for place in range(layer.fields().count())
                   if layer.fields().at(place).name() != "fid")


def test_own_layers_with_a_selection_as_csv(basins: QgsVectorLayer, tmp_path: Path) -> None:
    basins.selectByExpression('"HYBAS_ID" IN (70, 71)')
    half = QgsVectorLayer("Polygon?crs=EPSG:4490&field=XZQDM:string", "half", "memory")
    feature = QgsFeature(half.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON ((116.05 39, 117 39, 117 39.1, 116.05 39.1, 116.05 39))"))
    feature.setAttributes(["130101"])
    half.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(half)
    made = run("catchment_matrix", {
        "JURISDICTIONS": half.id(), "CATCHMENTS": QgsProcessingFeatureSourceDefinition(basins.id(), True),
        "OUTPUT": str(tmp_path / "m.csv")})
    assert set(made) == {"OUTPUT"}
    shares = {(row["jurisdiction"], row["catchment"]): row["column_share"] for row in rows(made["OUTPUT"])}
    assert shares["130101", "70"] == pytest.approx(0.5, abs=1e-5)
    assert shares["130101", "71"] == pytest.approx(1.0, abs=1e-5)
    assert ("130101", "72") not in shares


def test_a_layer_that_says_nothing_of_catchments_is_refused_with_a_sentence(provider: Any, tmp_path: Path) -> None:
    bare = QgsVectorLayer("Polygon?crs=EPSG:4490&field=width:double", "bare", "memory")
    feature = QgsFeature(bare.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON ((116 39, 117 39, 117 40, 116 40, 116 39))"))
    bare.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(bare)
    heard = Heard()
    assert run("catchment_matrix", {"CATCHMENTS": bare.id(), "OUTPUT": str(tmp_path / "m.gpkg")}, heard) == {}
    assert any("HYBAS_ID" in error and "width" in error for error in heard.errors)
