"""Concentrations by zone through Processing with the real engine: what is loaded, named, and refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingContext, QgsProject, QgsRasterLayer, QgsVectorLayer

from jjj_planner_plugin.algorithms.air_zonal import AirZonal
from jjj_planner_plugin.layers.results import name_fields
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

DAYS = [("2014-01-01", "2014-01-02"), ("2014-01-02", "2014-01-03")]
BAND = [[80.0, 80.0, 40.0, 40.0]] * 4  # half a degree each: 115–117° E, 39–41° N


def added(layer: Any) -> str:
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return str(layer.id())


@pytest.fixture
def zones(provider: Any) -> str:
    """Two zones in memory: the dirty half of the raster with 30 people, the clean one with 10."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=name_zh:string&field=people:integer", "zones", "memory")
    for west, name, people in ((115, "西", 30), (116, "东", 10)):
        feature = QgsFeature(layer.fields())
        box = f"{west} 39, {west + 1} 39, {west + 1} 41, {west} 41, {west} 39"
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON (({box}))"))
        feature.setAttributes([name, people])
        layer.dataProvider().addFeature(feature)
    return added(layer)


@pytest.fixture
def two_days(provider: Any, tmp_path: Path) -> str:
    path = make_rasters(raster(tmp_path / "pm25.tif", [BAND, [[60.0] * 4] * 4], DAYS, averaging="day"))[0]
    return added(QgsRasterLayer(str(path), "pm25"))


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def test_zones_of_a_series_come_with_their_table_and_their_limits(zones: str, two_days: str, tmp_path: Path) -> None:
    made = run("air_zonal", {
        "RASTERS": [two_days], "ZONES": zones, "POPULATION_LAYER": zones, "POPULATION_FIELD": "people",
        "OUTPUT": str(tmp_path / "z.gpkg")})
    assert set(made) == {"OUTPUT", "TABLE", "ABOVE"}
    west, east = rows(made["OUTPUT"])  # the file's first layer is that of the polygons
    assert (west["zone_name"], round(west["mean"], 6), round(east["mean"], 6)) == ("西", 70, 50)
    assert round(west["people"]) == 30
    table = {(row["zone_name"], row["date"]): row for row in rows(made["TABLE"])}
    assert len(table) == 4
    assert table["西", "2014-01-01"]["share_people_above"] == pytest.approx(1)
    assert table["东", "2014-01-01"]["share_people_above"] == 0
    assert {row["grade"] for row in rows(made["ABOVE"])} == {"class1", "class2"}


def test_one_day_by_the_plans_standard_is_told_by_the_polygons_alone(zones: str, provider: Any, tmp_path: Path) -> None:
    path = make_rasters(raster(tmp_path / "day.tif", [BAND], DAYS[:1], averaging="day"))[0]
    made = run("air_zonal", {
        "RASTERS": [added(QgsRasterLayer(str(path), "day"))], "ZONES": zones, "PERCENTILES": "50，90",
        "STANDARD": 4, "OUTPUT": str(tmp_path / "z.gpkg")})
    assert set(made) == {"OUTPUT", "ABOVE"}
    west = rows(made["OUTPUT"])[0]
    assert (west["p50"], west["p90"], west["standard"], west["limit_value"]) == (80, 80, "who2021", 15)
    assert "people_mean" not in west


def test_the_fields_are_named_in_chinese(zones: str, two_days: str, tmp_path: Path) -> None:
    made = run("air_zonal", {"RASTERS": [two_days], "ZONES": zones, "POPULATION_LAYER": zones,
                             "POPULATION_FIELD": "people", "OUTPUT": str(tmp_path / "z.gpkg")})
    for reference in made.values():
        layer = QgsVectorLayer(reference, "rows", "ogr")
        name_fields(layer)
        unnamed = [field.name() for field in layer.fields() if not field.alias() and field.name() != "fid"]
        assert not unnamed, reference


def test_a_csv_is_the_table_alone(zones: str, two_days: str, tmp_path: Path) -> None:
    target = tmp_path / "z.csv"
    assert run("air_zonal", {"RASTERS": [two_days], "ZONES": zones, "OUTPUT": str(target)}) == {"OUTPUT": str(target)}
    assert target.read_text(encoding="utf-8-sig").count("2014-01-02") >= 2


def test_what_cannot_work_is_said_before_it_begins(zones: str, two_days: str, tmp_path: Path) -> None:
    given = {"RASTERS": [two_days], "ZONES": zones, "OUTPUT": str(tmp_path / "z.gpkg")}
    for wrong, words in (({"PERCENTILES": "5, 101"}, "5, 101"), ({"PERCENTILES": "half"}, "half"),
                         ({"POPULATION_LAYER": zones}, "field"),
                         ({"POPULATION_LAYER": zones, "POPULATION": two_days}, "Keep one"),
                         ({"OUTPUT": str(tmp_path / "z.shp")}, "gpkg")):
        feedback = Heard()
        assert run("air_zonal", {**given, **wrong}, feedback) == {}
        assert words in feedback.errors[0]


def test_every_parameter_reaches_the_task(zones: str, two_days: str) -> None:
    algorithm, context = AirZonal(), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm.initAlgorithm()
    job = algorithm.job({"RASTERS": [two_days], "ZONES": zones, "ZONE_FIELD": "name_zh", "POPULATION": two_days,
                         "DATE": " 2014 ", "POLLUTANT": 2, "AVERAGING": 3}, context)
    algorithm.exports.close()
    assert (job["pollutant"], job["averaging"], job["date"], job["standard"]) == ("pm10", "month", "2014", "by-date")
    assert job["zone_field"] == "name_zh"
    assert job["population"] == job["rasters"][0]
    assert job["percentiles"] == [5, 50, 95]
