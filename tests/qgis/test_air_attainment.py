"""Attainment and the AQI through Processing with the real engine: what comes back, how it is drawn, what is refused."""

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
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL, QDate, QDateTime, QTime

from jjj_planner_plugin.algorithms.air_aqi import own_weights
from jjj_planner_plugin.algorithms.announcements import ANNOUNCER
from jjj_planner_plugin.gui.results.catalogue import tables_of
from jjj_planner_plugin.layers.results import style_result
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run

DAYS = [("2015-01-01", "2015-01-02"), ("2015-01-02", "2015-01-03")]


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    names = [field.name() for field in layer.fields()]
    return [dict(zip(names, (None if value == NULL else value for value in feature.attributes())))
            for feature in layer.getFeatures()]


@pytest.fixture
def stations(provider: Any) -> QgsVectorLayer:
    """Two stations in memory, one of them with 70 days of 2015 only; on the first two days the other is above 75."""
    layer = QgsVectorLayer("Point?crs=EPSG:4490&field=place:string&field=name:string&field=city:string"
                           "&field=start:datetime&field=averaging:string&field=pm25:double&field=dust:integer",
                           "stations", "memory")
    features = []
    for place, count in (("a", 365), ("b", 70)):
        for day in range(count):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(f"POINT ({116 if place == 'a' else 117} 39.5)"))
            start = QDateTime(QDate(2015, 1, 1).addDays(day), QTime(0, 0))
            value = 80.0 if day < 2 else 30.0
            feature.setAttributes([place, place.upper(), "甲市", start, "day", value, int(day == 0)])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_the_sample_is_judged_when_nothing_else_is_chosen(provider: Any, tmp_path: Path) -> None:
    feedback, heard = Heard(), []
    ANNOUNCER.arrived.connect(heard.append)
    made = run("air_exceedance", {"OUTPUT": str(tmp_path / "a.gpkg")}, feedback)
    assert set(made) == {"OUTPUT", "SUMMARY", "STATISTICS"}
    page = rows(made["SUMMARY"])
    means = {row["year"]: row["pm25_mean"] for row in page if row["scope"] == "all"}
    assert means == {2014: 89, 2015: 75}
    assert any("demonstration" in warning for warning in feedback.warnings)
    assert [spec.entry["table"] for spec in tables_of(heard[0])] == ["summary", "attainment", "statistics"]


def test_stations_in_memory_are_judged_and_one_that_falls_short_is_marked(
    stations: QgsVectorLayer, tmp_path: Path
) -> None:
    made = run("air_exceedance", {"OBSERVATIONS": stations.id(), "BY": 0, "OUTPUT": str(tmp_path / "a.gpkg")})
    layer = {row["place"]: row for row in rows(made["OUTPUT"])}
    assert (layer["a"]["attained"], layer["a"]["above"], layer["a"]["longest_spell"]) == (1, 2, 2)
    assert (layer["b"]["attained"], layer["b"]["complete"]) == (None, 0)
    made = run("air_exceedance", {
        "OBSERVATIONS": stations.id(), "EXCLUDE_FIELD": "dust", "BY": 1, "FIRST_DATE": "2015",
        "OUTPUT": str(tmp_path / "b.gpkg")})
    city, = rows(made["OUTPUT"])
    assert (city["place"], city["above"], city["valid"]) == ("甲市", 1, 364)
    assert {row["stations_used"] for row in rows(made["STATISTICS"])} == {"1/2"}
    feedback = Heard()
    made = run("air_exceedance", {"OBSERVATIONS": stations.id(), "OUTPUT": str(tmp_path / "c.gpkg")}, feedback)
    assert [row["place"] for row in rows(made["OUTPUT"])] == ["甲市"]  # by itself, as they share it
    assert any("judged as 1 cities" in warning for warning in feedback.warnings)


@pytest.mark.parametrize("name", ["air_exceedance", "air_aqi"])
def test_no_label_is_wider_than_the_dialog(provider: Any, name: str) -> None:
    """A label that does not wrap makes the dialog's form scroll sideways, and cuts off all the others."""
    algorithm = provider.algorithm(name)
    shown = [one.description() for one in algorithm.parameterDefinitions()]
    told = [text for text in shown if len(text) > 55]
    assert not told


def test_what_is_loaded_has_words_for_its_codes_and_a_style(stations: QgsVectorLayer, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    made = run("air_exceedance", {"OBSERVATIONS": stations.id(), "OUTPUT": str(tmp_path / "a.gpkg")},
               context=context)
    layer = QgsProcessingUtils.mapLayerFromString(made["OUTPUT"], context)
    style_result(layer, "air_exceedance")
    fields = layer.fields()
    assert layer.attributeAlias(fields.lookupField("attained")) == "是否达标 Attained"
    setup = layer.editorWidgetSetup(fields.lookupField("attained"))
    assert setup.config()["map"] == {"attained": "1", "not attained": "0"}
    assert len(layer.renderer().categories()) >= 3
    unnamed = [field.name() for field in fields if not layer.attributeAlias(fields.lookupField(field.name()))]
    assert unnamed == ["fid"]


def test_rasters_of_two_pollutants_have_an_index_by_cell_and_city(provider: Any, tmp_path: Path) -> None:
    block = [[75.0] * 8 for _ in range(8)]
    clean = [[20.0] * 8 for _ in range(8)]
    files = make_rasters(
        raster(tmp_path / "pm25.tif", [block, clean], DAYS, averaging="day"),
        raster(tmp_path / "o3.tif", [clean, block], DAYS, averaging="day", pollutant="o3"))
    layers = [QgsRasterLayer(str(file), file.stem) for file in files]
    QgsProject.instance().addMapLayers(layers)
    made = run("air_aqi", {"RASTERS": [layer.id() for layer in layers], "OUTPUT": str(tmp_path / "a.gpkg"),
                           "CELLS": str(tmp_path / "cells.tif")})
    assert set(made) == {"OUTPUT", "CELLS", "COMPOSITE"}
    cells = QgsRasterLayer(made["CELLS"], "cells")
    assert cells.isValid() and cells.bandCount() == 2
    assert {row["aqi"] for row in rows(made["OUTPUT"]) if row["aqi"] is not None} == {100, 38}
    assert (tmp_path / "cells_primary.tif").is_file()


def test_what_does_not_go_together_is_refused(stations: QgsVectorLayer, provider: Any, tmp_path: Path) -> None:
    target = str(tmp_path / "a.gpkg")
    file, = make_rasters(raster(tmp_path / "pm25.tif", [[[1.0] * 8 for _ in range(8)]], DAYS[:1], averaging="day"))
    grid = QgsRasterLayer(str(file), "grid")
    QgsProject.instance().addMapLayer(grid)
    for tool, parameters, words in (
            ("air_exceedance", {"OBSERVATIONS": stations.id(), "RASTERS": [grid.id()]}, "both chosen"),
            ("air_exceedance", {"CELLS": str(tmp_path / "c.tif")}, "needs rasters"),
            ("air_exceedance", {"RASTERS": [grid.id()], "POLLUTANTS": "pm25, o3"}, "do not fit"),
            ("air_exceedance", {"EXCLUDE_DATES": "2015-13-01"}, "not the date of a day"),
            ("air_aqi", {"OWN_WEIGHTS": "pm25: 3"}, "are no weights")):
        feedback = Heard()
        assert run(tool, {**parameters, "OUTPUT": target}, feedback) == {}
        assert words in feedback.errors[0]
    assert not Path(target).exists()


def test_weights_are_written_by_name() -> None:
    assert own_weights("pm25 = 3, o3=2") == {"pm25": 3.0, "o3": 2.0}
    assert own_weights("pm25 = -1") is None
    assert own_weights("pm1 = 1") is None
