"""Catchments through Processing with the real engine: from the menu's empty dialog, a click, a layer, and refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedPointXY,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.values import assigned_crs
from jjj_planner_plugin.algorithms.water_heights import chosen_heights
from jjj_planner_plugin.layers.results import name_fields, style_result
from jjj_planner_plugin.paths import resource
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run


@pytest.fixture(scope="module")
def made(provider: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The outputs with nothing given, once for all tests that only look at them."""
    target = tmp_path_factory.mktemp("made") / "catchments.gpkg"
    return run("delineate_catchments", {"SUB_BASINS": 1, "OUTPUT": str(target)})


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def params(target: Path) -> dict[str, Any]:
    return json.loads(target.with_suffix(".recipe.json").read_text(encoding="utf-8"))["params"]


def test_with_nothing_given_the_large_reservoirs_are_delineated(made: dict[str, Any]) -> None:
    assert set(made) == {"OUTPUT", "STREAMS", "BASINS", "SNAPS", "POUR_POINTS"}
    catchments = {row["name"]: row for row in rows(made["OUTPUT"])}
    assert len(catchments) == 13
    assert catchments["密云水库"]["published_ratio"] == pytest.approx(0.971, abs=0.01)
    assert {row["name"] for row in catchments.values() if row["coarse"]} == {"云州水库", "怀柔水库"}
    assert {row["next_down"] for row in rows(made["BASINS"])} >= {0}
    assert max(row["strahler"] for row in rows(made["STREAMS"])) >= 4


def test_a_click_in_another_crs_is_the_same_place(provider: Any, tmp_path: Path) -> None:
    degrees, metres = tmp_path / "degrees.gpkg", tmp_path / "metres.gpkg"
    points = QgsVectorLayer("Point?crs=EPSG:4490&field=name:string", "proposed", "memory")
    feature = QgsFeature(points.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(116.9, 40.49)))
    points.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(points)
    run("delineate_catchments", {"POINTS": points.id(), "POINT": "117.2,39.1 [EPSG:4326]", "OUTPUT": str(degrees)})
    assert len(rows(str(degrees))) == 1, "the click alone, whatever layer the dialog proposed"
    point = QgsReferencedPointXY(QgsPointXY(13046644.3, 4736005.9), QgsCoordinateReferenceSystem("EPSG:3857"))
    feedback = Heard()
    outputs = run("delineate_catchments", {"POINT": point, "SNAP_KM": 3, "OUTPUT": str(metres)}, feedback)
    assert params(degrees)["point"] == pytest.approx([117.2, 39.1])
    assert params(metres)["point"] == pytest.approx([117.2, 39.1], abs=1e-3)
    assert (params(degrees)["snap_km"], params(metres)["snap_km"]) == (None, 3)
    (catchment,) = rows(outputs["OUTPUT"])
    assert catchment["trusted"] == 0
    assert rows(outputs["TRUSTED"])[0]["catchment_id"]
    assert any("flat" in warning for warning in feedback.warnings)


def test_a_layer_heights_and_choices_reach_the_engine(provider: Any, tmp_path: Path) -> None:
    points = QgsVectorLayer("Point?crs=EPSG:4490&field=label:string", "points", "memory")
    feature = QgsFeature(points.fields())
    feature.setAttributes(["密云"])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(116.9, 40.49)))
    points.dataProvider().addFeature(feature)
    dem = QgsRasterLayer(str(resource("data/dem_30s.tif")), "heights")
    closed = QgsVectorLayer("Polygon?crs=EPSG:4490", "closed", "memory")
    shut = QgsFeature()
    shut.setGeometry(QgsGeometry.fromWkt("POLYGON((114 41.5, 115 41.5, 115 42, 114 42, 114 41.5))"))
    closed.dataProvider().addFeature(shut)
    QgsProject.instance().addMapLayers([points, dem, closed])
    target = tmp_path / "own.gpkg"
    made = run("delineate_catchments", {
        "POINTS": points.id(), "NAME_FIELD": "label", "DEM": dem.id(), "CLOSED": closed.id(), "SNAP_CELLS": 4,
        "STREAM_KM2": 10, "SUB_BASINS": 3, "HEIGHT_UNIT": 1, "FLAT_SLOPE": 0.3, "OUTPUT": str(target)})
    told = params(target)
    assert [row["name"] for row in rows(made["OUTPUT"])] == ["密云"]
    assert (told["sub_basins"], told["level"], told["height_unit"], told["flat_slope"]) == ("pfafstetter", 2, "m", 0.3)
    assert (told["snap_cells"], told["stream_km2"], told["name_field"]) == (4, 10, "label")
    assert told["dem"].endswith("dem_30s.tif") and told["closed"] not in ("auto", "none", "bundled")
    assert {len(row["pfafstetter"]) for row in rows(made["BASINS"])} == {2}


def test_a_crs_that_qgis_was_told_of_a_raster_without_one_is_passed(provider: Any, tmp_path: Path) -> None:
    bare = tmp_path / "bare.asc"
    bare.write_text("ncols 2\nnrows 2\nxllcorner 116\nyllcorner 39\ncellsize 0.1\n1 2\n3 4\n", encoding="ascii")
    untold, known = (QgsRasterLayer(str(path), "dem") for path in (bare, resource("data/dem_30s.tif")))
    untold.setCrs(QgsCoordinateReferenceSystem())
    assert assigned_crs(untold) is None
    untold.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    assert assigned_crs(untold) == "EPSG:4490"
    own = QgsCoordinateReferenceSystem.fromProj("+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80")
    untold.setCrs(own)
    assert "Albers" in str(assigned_crs(untold))
    known.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert assigned_crs(known) is None, "its file has one"
    QgsProject.instance().addMapLayer(untold)
    untold.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:water_dependency").create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    assert chosen_heights(algorithm, {"DEM": untold.id()}, context)["dem_crs"] == "EPSG:4490"


def test_what_cannot_be_is_refused_with_a_sentence(provider: Any, tmp_path: Path) -> None:
    feedback = Heard()
    target = str(tmp_path / "sea.gpkg")
    assert run("delineate_catchments", {"POINT": "118.7,38.9 [EPSG:4490]", "OUTPUT": target}, feedback) == {}
    assert any("no height" in error for error in feedback.errors)
    assert not Path(target).exists()
    assert run("delineate_catchments", {"OUTPUT": str(tmp_path / "table.csv")}, feedback) == {}
    assert "gpkg" in feedback.errors[-1]


def test_every_column_has_a_readable_head_and_every_layer_a_look(made: dict[str, Any]) -> None:
    for reference in made.values():
        layer = QgsVectorLayer(reference, "layer", "ogr")
        style_result(layer, "catchments")
        name_fields(layer)
        heads = {field.name(): layer.attributeAlias(place) for place, field in enumerate(layer.fields())}
        assert [name for name, head in heads.items() if not head and name != "fid"] == []


def test_streams_and_points_are_loaded_with_the_catchments(provider: Any, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    target = str(tmp_path / "loaded.gpkg")
    details = QgsProcessingContext.LayerDetails("Catchments", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:delineate_catchments").create()
    context.setProject(QgsProject.instance())
    algorithm.run({"POINT": "116.9,40.49 [EPSG:4490]", "OUTPUT": target}, context, Heard())
    names = sorted(details.name for details in context.layersToLoadOnCompletion().values())
    assert names == ["Catchments", "How pour points were moved", "Pour points on the river", "Streams"]
    assert QgsProcessingUtils.mapLayerFromString(f"{target}|layername=streams", context).isValid()
