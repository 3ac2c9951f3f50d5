"""Interpolated fields and airsheds through Processing with the real engine: what is loaded, marked and refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from jjj_planner_plugin.layers.results import name_fields
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

MONTHS = [(f"2014-{month:02d}-01", f"2014-{month + 1:02d}-01") for month in range(1, 12)]
STATIONS = ((116.2, 39.2), (116.8, 39.3), (116.3, 39.8), (116.7, 39.7))


@pytest.fixture
def stations(provider: Any) -> QgsVectorLayer:
    """Four stations in memory, edited and not saved, with one month of PM2.5."""
    fields = "field=place:string&field=name:string&field=start:datetime&field=averaging:string&field=pm25:double"
    layer = QgsVectorLayer(f"Point?crs=EPSG:4490&{fields}", "stations", "memory")
    for number, (lon, lat) in enumerate(STATIONS):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT ({lon} {lat})"))
        feature.setAttributes([f"S{number}", f"站{number}", "2014-01-01T00:00:00", "month", 20.0 * (number + 1)])
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def block(month: int) -> list[list[float]]:
    """4 × 8 cells of half a degree: the west and the east half move on their own."""
    west, east = 60 + 30 * math.sin(month), 60 + 30 * math.cos(2.3 * month)
    return [[(west if column < 4 else east) + (3 * row + column + month) % 4 for column in range(8)]
            for row in range(4)]


@pytest.fixture
def series(provider: Any, tmp_path: Path) -> str:
    """A raster layer of eleven months in the project."""
    path = make_rasters(raster(tmp_path / "pm25.tif", [block(month) for month in range(11)], MONTHS))[0]
    layer = QgsRasterLayer(str(path), path.stem)
    QgsProject.instance().addMapLayer(layer)
    return str(layer.id())


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def heads(reference: str) -> dict[str, str]:
    layer = QgsVectorLayer(reference, "t", "ogr")
    name_fields(layer)
    return {field.name(): layer.attributeAlias(place) for place, field in enumerate(layer.fields())}


def loaded(
    name: str, parameters: dict[str, Any], outputs: dict[str, str], context: QgsProcessingContext
) -> dict[str, Any]:
    """The layers that Processing loads, styled, by their names; they live as long as the context."""
    context.setProject(QgsProject.instance())
    for target, output in outputs.items():
        context.addLayerToLoadOnCompletion(
            target, QgsProcessingContext.LayerDetails(output, QgsProject.instance(), output))
    assert run(name, parameters, context=context)
    found = {}
    for target in list(context.layersToLoadOnCompletion()):
        details = context.layerToLoadOnCompletionDetails(target)
        layer = QgsProcessingUtils.mapLayerFromString(target, context)
        layer.setName(details.name)
        details.postProcessor().postProcessLayer(layer, context, Heard())
        found[layer.name()] = layer
    return found


# Interpolation


def test_stations_that_no_file_holds_become_a_raster_with_its_errors(stations: QgsVectorLayer, tmp_path: Path) -> None:
    made = run("air_interpolate", {"OBSERVATIONS": stations.id(), "METHOD": 0, "CELL_DEG": 0.1, "MAX_DISTANCE_KM": 40,
                                   "OUTPUT": str(tmp_path / "f.tif"), "ERRORS": str(tmp_path / "e.gpkg")})
    assert set(made) == {"OUTPUT", "ERRORS"}
    layer = QgsRasterLayer(made["OUTPUT"], "f")
    assert layer.crs().authid() == "EPSG:4490" and layer.bandCount() == 1
    error = rows(made["ERRORS"])[0]
    assert (error["stations"], error["mean"], error["value_unit"]) == (4, 50, "µg/m³")
    assert "warning" not in error
    assert [name for name, head in heads(made["ERRORS"]).items() if not head and name != "fid"] == []


def test_the_bundled_cities_are_a_demonstration_in_name_and_legend(provider: Any, tmp_path: Path) -> None:
    target, errors = str(tmp_path / "f.tif"), str(tmp_path / "e.csv")
    context = QgsProcessingContext()
    layers = loaded("air_interpolate", {
        "METHOD": 2, "CELL_DEG": 0.2, "FIRST_DATE": "2014-01", "LAST_DATE": "2014-03", "OUTPUT": target,
        "ERRORS": errors}, {target: "PM2.5", errors: "Errors"}, context)
    name = "PM2.5 monthly mean 2014-01–2014-03 · interpolated (demonstration)"
    assert set(layers) == {name, "Errors (demonstration)"}
    items = layers[name].renderer().shader().rasterShaderFunction().colorRampItemList()
    legend = " ".join(item.label for item in items)
    assert "Demonstration" in legend and "Leave-one-out error 24.3 µg/m³ Without a model 40.2" in legend
    assert {row["warning"] for row in rows(errors)} == {"演示 demonstration"}


@pytest.mark.parametrize(("parameters", "words"), [
    ({"OUTPUT": "f.gpkg"}, ".tif"), ({"FIRST_DATE": "soon"}, "is no date"), ({"ITEM": 2}, "no values of the pollutant"),
])
def test_what_cannot_be_interpolated_is_refused_in_a_sentence(
    parameters: dict[str, Any], words: str, stations: QgsVectorLayer, tmp_path: Path
) -> None:
    feedback, named = Heard(), {"OUTPUT": "f.tif", **parameters}
    assert run("air_interpolate", {"OBSERVATIONS": stations.id(), **named, "OUTPUT": str(tmp_path / named["OUTPUT"])},
               feedback) == {}
    assert any(words in error for error in feedback.errors), feedback.errors


# Airsheds


def test_two_halves_are_two_airsheds_with_their_jurisdictions(series: str, tmp_path: Path) -> None:
    made = run("airsheds", {"RASTERS": [series], "OUTPUT": str(tmp_path / "a.gpkg")})
    assert set(made) == {"OUTPUT", "JURISDICTION_SHARES", "REGION_SHARES"}
    found = rows(made["OUTPUT"])
    assert [row["members"] for row in found] == [16, 16]
    assert all("市" in row["joins"] for row in found)
    shares = rows(made["JURISDICTION_SHARES"])
    for airshed in (1, 2):
        mine = [row["share_of_airshed"] for row in shares if row["airshed"] == airshed]
        assert sum(mine) == pytest.approx(1)
    for table in ("airsheds", "silhouette", "airshed_jurisdictions", "airshed_region", "region_cities"):
        assert [name for name, head in heads(f"{made['OUTPUT']}|layername={table}").items()
                if not head and name != "fid"] == []


def test_without_a_policy_region_there_is_no_such_table_and_the_number_may_be_given(
    series: str, tmp_path: Path
) -> None:
    made = run("airsheds", {"RASTERS": [series], "REGION": 0, "K": 3, "OUTPUT": str(tmp_path / "a.gpkg")})
    assert set(made) == {"OUTPUT", "JURISDICTION_SHARES"}
    assert len(rows(made["OUTPUT"])) == 3


def test_the_bundled_cities_are_loaded_with_their_tables_and_marked(provider: Any, tmp_path: Path) -> None:
    target = str(tmp_path / "a.gpkg")
    context = QgsProcessingContext()
    layers = loaded("airsheds", {"OUTPUT": target}, {target: "Airsheds"}, context)
    assert set(layers) == {"Airsheds (demonstration)", "Airsheds: shares of jurisdictions (demonstration)",
                           "Airsheds: shares of the policy region (demonstration)"}
    legend = [category.label() for category in layers["Airsheds (demonstration)"].renderer().categories()]
    assert "Airshed 1" in legend and "Airshed 2" in legend


def test_rasters_and_observations_are_not_both_taken(
    series: str, stations: QgsVectorLayer, tmp_path: Path
) -> None:
    feedback = Heard()
    assert run("airsheds", {"RASTERS": [series], "OBSERVATIONS": stations.id(), "OUTPUT": str(tmp_path / "a.gpkg")},
               feedback) == {}
    assert "Both rasters and observations" in feedback.errors[0]


def test_a_series_of_one_date_is_refused(stations: QgsVectorLayer, tmp_path: Path) -> None:
    feedback = Heard()
    assert run("airsheds", {"OBSERVATIONS": stations.id(), "OUTPUT": str(tmp_path / "a.gpkg")}, feedback) == {}
    assert any("1 dates" in error for error in feedback.errors)


def test_what_is_rarely_needed_is_among_the_advanced_parameters(provider: Any) -> None:
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    for name, expected in (
        ("air_interpolate", {"POWER", "VARIOGRAM", "ELEVATION", "BEYOND_ELEVATION"}),
        ("airsheds", {"POLLUTANT", "AVERAGING", "K_MAX", "MAX_CELLS"}),
    ):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{name}")
        assert {p.name() for p in algorithm.parameterDefinitions() if p.flags() & advanced} == expected
