"""Footprints through Processing with the real engine: what is loaded, styled, played, and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime

from jjj_planner_plugin.layers.results import name_fields, style_result
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

DAYS = [("2014-01-01", "2014-01-02"), ("2014-01-02", "2014-01-03")]


def block(west: int) -> list[list[float]]:
    """8 × 8 cells of half a degree at 40 µg/m³, in them 4 × 4 at 90."""
    return [[90.0 if 2 <= row < 6 and west <= col < west + 4 else 40.0 for col in range(8)] for row in range(8)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days; on the second the block is a column further east."""
    folder = tmp_path_factory.mktemp("moving")
    return make_rasters(raster(folder / "pm25.tif", [block(1), block(2)], DAYS, averaging="day"))[0]


@pytest.fixture
def moving(provider: Any, file: Path) -> str:
    """Its layer in the project."""
    return added(file)


@pytest.fixture(scope="module")
def made(provider: Any, file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The outputs of the tool for it, once for all tests that only look at them."""
    target = tmp_path_factory.mktemp("made") / "f.gpkg"
    return run("air_footprints", {"RASTERS": [str(file)], "OUTPUT": str(target)})


def added(path: Path) -> str:
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return str(layer.id())


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def test_a_block_that_moves_is_told_with_its_shares_and_movement(made: dict[str, Any]) -> None:
    assert set(made) == {"OUTPUT", "CHANGES", "SHARES", "MOVEMENT"}
    footprints = rows(made["OUTPUT"])
    assert [row["cells"] for row in footprints] == [16, 16]
    assert {row["limit_value"] for row in footprints} == {75}
    movement = rows(made["MOVEMENT"])
    assert movement[1]["overlap"] == pytest.approx(12 / 20)
    assert movement[1]["kept_m2"] == pytest.approx(movement[1]["area_m2"] * 0.75)
    assert sorted(row["change"] for row in rows(made["CHANGES"])) == ["gained", "kept", "lost"]
    shares = rows(made["SHARES"])
    assert sum(row["share_of_footprint"] for row in shares) == pytest.approx(2)
    assert "北京市" in {row["name"] for row in shares}


def test_time_is_a_moment_that_qgis_can_play(made: dict[str, Any]) -> None:
    for reference in (made["OUTPUT"], made["CHANGES"]):
        layer = QgsVectorLayer(reference, "layer", "ogr")
        for name in ("start", "end"):
            assert layer.fields().field(name).typeName() == "DateTime"
        last = max((feature["start"] for feature in layer.getFeatures()), key=QDateTime.toMSecsSinceEpoch)
        assert last.date().toString("yyyy-MM-dd") == "2014-01-02"
        style_result(layer, "air_footprints")
        assert layer.temporalProperties().isActive() == (reference == made["OUTPUT"])  # one date alone does not play


def test_the_legend_names_the_limit_and_its_standard(made: dict[str, Any]) -> None:
    layer = QgsVectorLayer(made["OUTPUT"], "footprints", "ogr")
    style_result(layer, "air_footprints")
    assert [one.label() for one in layer.renderer().categories()] == ["> 75 µg/m³ · GB 3095-2012 class 2"]


def test_every_footprint_is_drawn_by_standard_and_by_a_limit_of_ones_own(
    made: dict[str, Any], moving: str, tmp_path: Path
) -> None:
    own = run("air_footprints", {"RASTERS": [moving], "LIMIT": 89.5, "OUTPUT": str(tmp_path / "own.gpkg")})
    assert {row["limit_value"] for row in rows(own["OUTPUT"])} == {89.5}
    for reference in (made["OUTPUT"], made["CHANGES"], own["OUTPUT"]):
        layer = QgsVectorLayer(reference, "layer", "ogr")
        style_result(layer, "air_footprints")
        asked = layer.renderer().filter(layer.fields())  # by which QGIS chooses what it draws
        drawn = QgsFeatureRequest().setFilterExpression(asked)
        assert len(list(layer.getFeatures(drawn))) == layer.featureCount() > 0


def test_every_column_has_a_readable_head_and_codes_have_words(made: dict[str, Any]) -> None:
    for reference in made.values():
        layer = QgsVectorLayer(reference, "t", "ogr")
        name_fields(layer)
        heads = {field.name(): layer.attributeAlias(place) for place, field in enumerate(layer.fields())}
        assert [name for name, head in heads.items() if not head and name != "fid"] == []
    layer = QgsVectorLayer(made["CHANGES"], "t", "ogr")
    name_fields(layer)
    words = layer.editorWidgetSetup(layer.fields().lookupField("change")).config()["map"]
    assert words["Newly above"] == "gained"


def test_what_belongs_to_it_is_loaded_with_the_footprints(moving: str, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    target = str(tmp_path / "f.gpkg")
    details = QgsProcessingContext.LayerDetails("Footprints", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_footprints").create()
    context.setProject(QgsProject.instance())
    algorithm.run({"RASTERS": [moving], "OUTPUT": target}, context, Heard())
    names = sorted(details.name for details in context.layersToLoadOnCompletion().values())
    assert names == ["Footprints", "Footprints: kept, gained, lost", "Footprints: movement",
                     "Footprints: shares of jurisdictions"]
    assert QgsProcessingUtils.mapLayerFromString(f"{target}|layername=changes", context).isValid()


def test_parameters_reach_the_engine(moving: str, tmp_path: Path) -> None:
    zones = QgsVectorLayer("Polygon?crs=EPSG:4490&field=zone_id:string", "zones", "memory")
    feature = QgsFeature(zones.fields())
    feature.setAttributes(["Z1"])
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((116 38, 117 38, 117 40, 116 40, 116 38))"))
    zones.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(zones)
    made = run("air_footprints", {
        "RASTERS": [moving], "STANDARD": 4, "GRADE": 3, "MIN_AREA_KM2": 50, "SMOOTHING_KM": 0, "NEIGHBOURS": 1,
        "ZONES": zones.id(), "ZONE_FIELD": "zone_id", "OUTPUT": str(tmp_path / "f.gpkg")})
    params = json.loads((tmp_path / "f.recipe.json").read_text(encoding="utf-8"))["params"]
    assert (params["standard"], params["grade"], params["limit"]) == ("who2021", "it1", None)
    assert (params["min_area_km2"], params["neighbours"], params["across_gaps"]) == (50, "4", True)
    assert {row["code"] for row in rows(made["SHARES"]) if row["of"] == "zone"} >= {"Z1"}


def test_people_are_counted_by_a_raster_or_a_field(moving: str, tmp_path: Path) -> None:
    people = added(make_rasters(raster(tmp_path / "people.tif", [[[1000.0] * 8] * 8], [None]))[0])
    made = run("air_footprints", {"RASTERS": [moving], "POPULATION": people, "OUTPUT": str(tmp_path / "f.gpkg")})
    assert [row["people"] for row in rows(made["OUTPUT"])] == pytest.approx([16_000] * 2)
    assert sum(row["people"] for row in rows(made["SHARES"])) == pytest.approx(32_000)


def test_a_limit_that_is_none_is_refused_with_what_to_do(moving: str, tmp_path: Path) -> None:
    feedback = Heard()
    run("air_footprints", {"RASTERS": [moving], "LIMIT": -1, "OUTPUT": str(tmp_path / "f.gpkg")}, feedback)
    assert any("A limit is above 0" in error for error in feedback.errors)
    assert not (tmp_path / "f.gpkg").exists()


def test_one_date_of_a_demonstration_has_no_changes_and_is_named_so(provider: Any, tmp_path: Path) -> None:
    shown = added(make_rasters(raster(tmp_path / "demo.tif", [block(1)], DAYS[:1], averaging="day",
                                      demonstration=True))[0])
    feedback = Heard()
    made = run("air_footprints", {"RASTERS": [shown], "OUTPUT": str(tmp_path / "f.gpkg")}, feedback)
    assert set(made) == {"OUTPUT", "SHARES", "MOVEMENT"}
    assert any("one date only" in warning for warning in feedback.warnings)
    assert all("演示" in row["warning"] for name in made for row in rows(made[name]))
    layer = QgsVectorLayer(made["OUTPUT"], "Footprints", "ogr")
    style_result(layer, "air_footprints")
    assert layer.name() == "Footprints (demonstration)"


def test_what_is_rarely_needed_is_among_the_advanced_parameters(provider: Any) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_footprints")
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    rare = {one.name() for one in algorithm.parameterDefinitions() if one.flags() & advanced}
    assert rare == {"POLLUTANT", "AVERAGING", "DATE", "GRADE", "NEIGHBOURS", "ACROSS_GAPS"}
