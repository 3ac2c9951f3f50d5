"""jjj:import_site through Processing, with the real engine: parameters in, the layer and its log out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.import_site import crs_text, layer_names
from tests.qgis_tools import Heard, run_tool
from tests.survey_files import drawing, parcel, polyline, rectangle, square, write_drawing, write_exchange

run = partial(run_tool, "import_site")


def test_a_text_file_becomes_a_layer_and_a_log(provider: Any, tmp_path: Path) -> None:
    feedback = Heard()
    path = write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)], "2.0000"))
    made = run({"PATH": path, "OUTPUT": str(tmp_path / "地块.gpkg")}, feedback)
    site = QgsVectorLayer(made["OUTPUT"], "site", "ogr")
    assert site.crs().authid() == "EPSG:4490" and site.featureCount() == 1 and feedback.warnings == []
    feature = next(site.getFeatures())
    assert feature["area_mu"] == pytest.approx(30, rel=1e-6) and feature["name"] == "地块一"
    # where QGIS's own PROJ puts the south-west corner
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4527"), site.crs(), QgsProject.instance())
    corner = to_degrees.transform(39500000, 4400000)
    assert feature.geometry().closestVertexWithContext(corner)[0] == pytest.approx(0, abs=1e-18)
    log = QgsVectorLayer(made["LOG"], "log", "ogr")
    assert "zone-from-easting" in [row["code"] for row in log.getFeatures()]


def test_named_parameters_reach_the_engine(provider: Any, tmp_path: Path) -> None:
    feedback = Heard()
    points = [(y, x) for x, y in rectangle(590000, 4400000)]  # swapped, no zone, no datum
    path = write_exchange(tmp_path, parcel([points]), 坐标系="", 带号="")
    named = {"PATH": path, "CRS": "EPSG:4547", "SWAP_AXES": 1, "OUTPUT": str(tmp_path / "a.gpkg")}
    first = QgsVectorLayer(run(named, feedback)["OUTPUT"], "a", "ogr")
    assert first.extent().xMinimum() == pytest.approx(115.05, abs=0.01)
    zoned = {"PATH": path, "ZONE": 39, "OUTPUT": str(tmp_path / "b.gpkg")}
    second = QgsVectorLayer(run(zoned, feedback)["OUTPUT"], "b", "ogr")
    assert second.extent().xMinimum() == pytest.approx(118.05, abs=0.01)
    assert any("CGCS2000" in warning for warning in feedback.warnings)


def test_what_is_not_certain_is_refused_with_the_candidates(provider: Any, tmp_path: Path) -> None:
    feedback, target = Heard(), tmp_path / "x.gpkg"
    path = write_exchange(tmp_path, parcel([rectangle(590000, 4400000)]), 带号="")
    run({"PATH": path, "OUTPUT": str(target)}, feedback)
    assert any("EPSG:4547" in error and "EPSG:4548" in error for error in feedback.errors)
    assert not target.exists() and list(tmp_path.glob(".*part*")) == []


def test_layers_of_a_drawing_are_named_with_commas(provider: Any, tmp_path: Path) -> None:
    whole = drawing(*(polyline(name, square(39500000 + 200 * k, 4400000)) for k, name in enumerate("甲乙丙")))
    path = write_drawing(tmp_path, whole)
    made = run({"PATH": path, "DXF_LAYERS": "丙，甲", "OUTPUT": str(tmp_path / "x.gpkg")}, Heard())
    names = [feature["name"] for feature in QgsVectorLayer(made["OUTPUT"], "x", "ogr").getFeatures()]
    assert names == ["丙", "甲"]


def test_a_dwg_is_sent_to_the_menu(provider: Any, tmp_path: Path) -> None:
    feedback = Heard()
    (tmp_path / "a.dwg").write_bytes(b"AC1032")
    run({"PATH": str(tmp_path / "a.dwg"), "OUTPUT": str(tmp_path / "x.gpkg")}, feedback)
    assert any("Import Layers from DWG/DXF" in error for error in feedback.errors)


def test_a_crs_is_told_by_its_code_or_its_wkt() -> None:
    assert crs_text(QgsCoordinateReferenceSystem()) is None
    assert crs_text(QgsCoordinateReferenceSystem("EPSG:4527")) == "EPSG:4527"
    own = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lon_0=116.35 +x_0=500000 +ellps=GRS80 +units=m")
    assert "116.35" in str(crs_text(own))
    assert layer_names(" 甲、乙 ,丙") == ["甲", "乙", "丙"] and layer_names("  ") is None


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 34200, reason="asks for the real window; tests/desktop has it")
def test_the_layer_and_the_log_arrive_in_their_group_with_names(provider: Any, tmp_path: Path) -> None:
    from processing.gui.Postprocessing import handleAlgorithmResults

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:import_site").create()
    path = write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)]))
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "x.gpkg"), QgsProject.instance())
    _, ok = algorithm.run({"PATH": path, "OUTPUT": output}, context, Heard())
    assert ok and handleAlgorithmResults(algorithm, context, Heard())
    group = QgsProject.instance().layerTreeRoot().findGroup("Imported sites")
    layers = {node.layer().name(): node.layer() for node in group.findLayers()}
    assert set(layers) == {"Imported site", "Import log"}
    site = layers["Imported site"]
    assert site.attributeAlias(site.fields().lookupField("area_mu")).endswith("(亩)")
