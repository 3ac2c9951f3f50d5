"""jjj:layer_doctor through Processing: layers that QGIS mends in silence are examined as they lie on the disk."""

from __future__ import annotations

import csv
import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.exports import exports_folder
from jjj_planner_plugin.algorithms.layer_doctor import CONVERSIONS, FIXES
from jjj_planner_plugin.i18n import speaking
from tests.qgis_tools import Heard, run_tool

WEST = (116.0, 116.1, 116.2, 116.3, 116.4)
SQUARES = [f"POLYGON(({w} 39,{w + 0.1} 39,{w + 0.1} 39.1,{w} 39.1,{w} 39))" for w in WEST]


run = partial(run_tool, "layer_doctor")


def memory(wkt: list[str], uri: str = "Polygon?crs=EPSG:4490&field=name:string") -> QgsVectorLayer:
    """A layer of the project that is in no file."""
    layer = QgsVectorLayer(uri, "parcels", "memory")
    for text in wkt:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    return in_project(layer)


def in_project(layer: QgsVectorLayer) -> QgsVectorLayer:
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def gbk_shapefile(folder: Path) -> QgsVectorLayer:
    """A Shapefile with GBK text and nothing that says so."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=名称:string", "县", "memory")
    for text, name in zip(SQUARES, ("北京市", "天津市", "石家庄市", "唐山市", "保定市")):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(text))
        feature["名称"] = name
        layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    path = folder / "县.shp"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    path.with_suffix(".cpg").unlink()
    return in_project(QgsVectorLayer(str(path), "县", "ogr"))


def findings(path: str) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["check_id"]: row for row in csv.DictReader(file)}


def found(path: str) -> list[str]:
    return [number for number, row in findings(path).items() if row["status"] == "found"]


def test_a_layer_without_crs_is_examined_not_refused(provider: Any, tmp_path: Path) -> None:
    layer, feedback = memory(SQUARES, "Polygon?field=name:string"), Heard()
    layer.setCrs(QgsCoordinateReferenceSystem())
    made = run({"LAYER": layer.id(), "OUTPUT": str(tmp_path / "f.csv")}, feedback)
    assert found(made["OUTPUT"]) == ["D01"] and made["FOUND"] == 1
    assert made["SUMMARY"] in feedback.infos and "parcels: 1 found: CRS" in made["SUMMARY"]


def test_a_shapefile_goes_as_it_lies_so_that_its_encoding_is_seen(provider: Any, tmp_path: Path) -> None:
    layer = gbk_shapefile(tmp_path)
    made = run({"LAYER": layer.id(), "OUTPUT": str(tmp_path / "f.csv"), "FIXED": str(tmp_path / "fixed.gpkg")})
    assert "GBK" in findings(made["OUTPUT"])["D09"]["found"]
    copy = QgsVectorLayer(made["FIXED"], "copy", "ogr")
    assert [feature["名称"] for feature in copy.getFeatures()][:2] == ["北京市", "天津市"]
    assert QgsVectorLayer(made["CHANGES"], "changes", "ogr").featureCount() == 6  # five values and a field's name


def test_unsaved_edits_are_examined_and_their_copy_is_gone_afterwards(
    provider: Any, made_plan: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plan.gpkg"
    shutil.copy(made_plan, path)
    layer = in_project(QgsVectorLayer(f"{path}|layername=zones", "四区", "ogr"))
    layer.startEditing()
    bow_tie = QgsGeometry.fromWkt("MULTIPOLYGON(((116 39,117 40,117 39,116 40,116 39)))")
    layer.changeGeometry(next(layer.getFeatures()).id(), bow_tie)
    made = run({"LAYER": layer.id(), "OUTPUT": str(tmp_path / "f.csv")})
    assert "D16" in found(made["OUTPUT"])
    layer.rollBack()
    assert not list(exports_folder().glob("*/*.gpkg"))


def test_a_crs_that_the_user_set_in_qgis_is_taken_for_the_checks(provider: Any, tmp_path: Path) -> None:
    collection = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [500_000 + i, 4_310_000]}}
        for i in range(6)]}
    (tmp_path / "metres.geojson").write_text(json.dumps(collection))
    layer = in_project(QgsVectorLayer(str(tmp_path / "metres.geojson"), "metres", "ogr"))
    made = run({"LAYER": layer.id(), "OUTPUT": str(tmp_path / "f.csv")})
    assert found(made["OUTPUT"]) == ["D02"]
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4548"))
    made = run({"LAYER": layer.id(), "OUTPUT": str(tmp_path / "g.csv")})
    assert found(made["OUTPUT"]) == []


def test_named_crs_fixes_and_conversion_reach_the_engine(provider: Any, tmp_path: Path) -> None:
    layer = memory(["POINT(116.41024449916938 39.91640428150164)"] * 6, "Point?field=name:string")
    made = run({
        "LAYER": layer.id(), "CRS": QgsCoordinateReferenceSystem("EPSG:4490"), "FIXES": [FIXES.index("crs")],
        "CONVERT": CONVERSIONS.index("gcj02-to-cgcs2000"), "OUTPUT": str(tmp_path / "f.gpkg"),
        "FIXED": str(tmp_path / "fixed.gpkg")})
    copy = QgsVectorLayer(made["FIXED"], "copy", "ogr")
    point = next(copy.getFeatures()).geometry().asPoint()
    assert (point.x(), point.y()) == pytest.approx((116.404, 39.915), abs=1e-9)
    assert copy.crs().authid() == "EPSG:4490"
    recipe = json.loads((tmp_path / "fixed.recipe.json").read_text(encoding="utf-8"))
    assert recipe["params"]["convert"] == "gcj02-to-cgcs2000" and recipe["params"]["fixes"] == ["crs"]


def test_what_cannot_be_is_refused_with_a_sentence(provider: Any, tmp_path: Path) -> None:
    layer, feedback = memory(SQUARES), Heard()
    run({"LAYER": layer.id(), "CONVERT": 1, "OUTPUT": str(tmp_path / "f.csv")}, feedback)
    run({"LAYER": layer.id(), "FIXES": [FIXES.index("crs")], "OUTPUT": str(tmp_path / "f.csv")}, feedback)
    assert "Fixed copy" in feedback.errors[0] and "no CRS is named" in feedback.errors[1]
    assert list(tmp_path.iterdir()) == []


def test_results_are_loaded_with_heads_and_words_and_the_copy_under_its_layers_name(
    provider: Any, tmp_path: Path
) -> None:
    context, project = QgsProcessingContext(), QgsProject.instance()
    layer = memory([*SQUARES, "POLYGON EMPTY"])
    outputs = {name: QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, project)
               for name in ("OUTPUT", "FIXED")}
    with speaking("en"):
        run({"LAYER": layer.id(), **outputs}, context=context)
    loaded = {}
    for source, details in context.layersToLoadOnCompletion().items():
        result = QgsVectorLayer(source, details.name, "ogr")
        assert result.isValid(), source
        project.addMapLayer(result)
        details.postProcessor().postProcessLayer(result, context, Heard())
        loaded[details.outputName] = result
    assert set(loaded) == {"OUTPUT", "FIXED", "CHANGES"}
    table = loaded["OUTPUT"]
    assert table.attributeAlias(table.fields().lookupField("area_effect_m2")) == "面积影响 Area effect (m²)"
    for name in ("status", "severity", "fix"):
        assert table.editorWidgetSetup(table.fields().lookupField(name)).type() == "ValueMap"
    assert all(table.attributeAlias(i) for i, field in enumerate(table.fields()) if field.name() != "fid")
    assert loaded["FIXED"].name() == "parcels (fixed)"
    assert loaded["FIXED"].attributeAlias(loaded["FIXED"].fields().lookupField("name")) == ""
    group = project.layerTreeRoot().findGroup("Layer doctor")
    assert {node.layer().name() for node in group.findLayers()} >= {"parcels (fixed)"}
