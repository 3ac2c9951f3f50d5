"""jjj:air_import and jjj:air_sample through Processing, with the real engine: files in, styled layers out."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime

from jjj_planner_plugin.i18n import speaking
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard, run_tool

run = partial(run_tool, "air_import")
LIST = "监测点编码,监测点名称,城市,经度,纬度\n1001A,万寿西宫,北京,116.366,39.8673\n1002A,定陵,北京,116.17,40.2865\n"


def published(path: Path, names: str = "1001A,1002A", hours: int = 24) -> Path:
    """A day as the monitoring centre publishes it: PM2.5 is 10 at 0:00, one more each hour."""
    count = names.count(",") + 1
    rows = [f"20240101,{hour},PM2.5,{','.join([str(10 + hour)] * count)}" for hour in range(hours)]
    path.write_text("\n".join([f"date,hour,type,{names}", *rows]), encoding="gb18030")
    return path


def loaded(context: QgsProcessingContext) -> dict[str, Any]:
    """What QGIS would load, by its output's name: each layer opened and dressed as Processing does."""
    layers = {}
    for target, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(target, context)
        assert layer is not None and layer.isValid()
        if details.postProcessor():
            details.postProcessor().postProcessLayer(layer, context, Heard())
        layers[details.outputName] = layer
    return layers


def loading(target: str, name: str) -> QgsProcessingOutputLayerDefinition:
    """A destination as a dialog gives it: to be loaded into the project."""
    definition = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
    definition.destinationName = name
    return definition


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """Two months on a grid of four cells, in the units of a file that says so."""
    return make_rasters(raster(tmp_path / "months.tif", [[[30, 40], [50, 60]], [[35, 45], [55, 65]]],
                               [("2020-01-01", "2020-02-01"), ("2020-02-01", "2020-03-01")]))[0]


def test_a_days_table_becomes_observations_on_the_map(provider: Any, tmp_path: Path) -> None:
    listed = tmp_path / "站点.csv"
    listed.write_text(LIST, encoding="gb18030")
    feedback, context = Heard(), QgsProcessingContext()
    made = run({"FILES": [str(published(tmp_path / "日值.csv"))], "STATIONS": str(listed),
                "OUTPUT_RASTER": QgsProcessing.TEMPORARY_OUTPUT, "OUTPUT_STATIONS": str(tmp_path / "o.gpkg")},
               feedback, context)
    assert feedback.errors == []
    layer = QgsVectorLayer(made["OUTPUT_STATIONS"], "o", "ogr")
    row = next(layer.getFeatures())
    assert (row["place"], row["pm25"], row["valid_hours"]) == ("1001A", 21.5, 24)
    assert row["start"] == QDateTime(2024, 1, 1, 0, 0, 0)
    assert row.geometry().asPoint().x() == 116.366
    assert set(made) == {"OUTPUT_STATIONS", "LOG"}
    log = {entry["code"]: entry["finding_zh"] for entry in QgsVectorLayer(made["LOG"], "l", "ogr").getFeatures()}
    assert "GBK" in log["air-encoding"]


def test_a_destination_that_is_not_written_is_not_loaded(provider: Any, months: Path, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_import").create()
    targets = {"OUTPUT_RASTER": tmp_path / "r.tif", "OUTPUT_STATIONS": tmp_path / "s.gpkg"}
    asked = {name: loading(str(target), name) for name, target in targets.items()}
    made, worked = algorithm.run({"FILES": [str(months)], **asked}, context, Heard())
    assert worked
    assert list(made) == ["OUTPUT_RASTER"]
    layers = loaded(context)
    assert list(layers) == ["OUTPUT_RASTER"]
    assert isinstance(layers["OUTPUT_RASTER"], QgsRasterLayer)
    assert layers["OUTPUT_RASTER"].renderer().type() == "singlebandpseudocolor"
    assert not targets["OUTPUT_STATIONS"].exists()


def test_cities_too_few_hours_and_the_log_are_loaded_and_styled(provider: Any, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_import").create()
    short = published(tmp_path / "d.csv", "北京,上海", hours=19)
    _, worked = algorithm.run({"FILES": [str(short)], "WANTED": 1,
                               "OUTPUT_STATIONS": loading(str(tmp_path / "c.gpkg"), "OUTPUT_STATIONS")},
                              context, Heard())
    assert worked
    layers = loaded(context)
    assert set(layers) == {"OUTPUT_STATIONS", "HOURS", "SHORT", "LOG"}
    assert next(layers["OUTPUT_STATIONS"].getFeatures())["pm25"] == NULL
    assert next(layers["SHORT"].getFeatures())["valid_count"] == 19
    assert layers["HOURS"].renderer().type() == "graduatedSymbol"
    assert layers["HOURS"].temporalProperties().isActive()
    aliases = [field.alias() for field in layers["HOURS"].fields()]
    assert "PM2.5 PM2.5 (µg/m³)" in aliases


def test_what_the_file_does_not_say_reaches_the_engine(provider: Any, tmp_path: Path) -> None:
    plain = make_rasters(raster(tmp_path / "x.tif", [[[3e-8, 4e-8], [5e-8, 6e-8]]], [None], pollutant="pm10"))[0]
    feedback = Heard()
    target = tmp_path / "y.tif"
    assert run({"FILES": [str(plain)], "OUTPUT_RASTER": str(target)}, feedback) == {}
    assert "date" in feedback.errors[0]
    run({"FILES": [str(plain)], "UNIT": "kg/m³", "DATE": "2020-07", "POLLUTANT": 2, "AVERAGING": 0,
         "OUTPUT_RASTER": str(target)}, feedback)
    layer = QgsRasterLayer(str(target), "y")
    assert layer.isValid()
    value, known = layer.dataProvider().sample(layer.extent().center(), 1)
    assert known
    assert 30 <= value <= 60
    assert "2020-07" in layer.bandName(1)
    recipe = json.loads(target.with_suffix(".recipe.json").read_text(encoding="utf-8"))
    assert recipe["params"]["unit"] == "kg/m³"


@pytest.mark.parametrize(("parameters", "said"), [
    ({"FILES": ["/nowhere/x.nc"]}, "/nowhere/x.nc"),
    ({"FILES": ["{table}"]}, "Observations (of tables)"),
    ({"FILES": ["{table}"], "OUTPUT_STATIONS": "o.shp"}, ".gpkg"),
])
def test_what_cannot_be_done_is_refused_with_a_sentence(
    provider: Any, tmp_path: Path, parameters: dict[str, Any], said: str
) -> None:
    feedback = Heard()
    table = str(published(tmp_path / "d.csv"))
    given = {**parameters, "FILES": [path.format(table=table) for path in parameters["FILES"]]}
    if "OUTPUT_STATIONS" in given:
        given["OUTPUT_STATIONS"] = str(tmp_path / given["OUTPUT_STATIONS"])
    assert run(given, feedback) == {}
    assert said in feedback.errors[0]


def test_files_can_be_added_in_the_dialog(provider: Any) -> None:
    definition = QgsApplication.processingRegistry().algorithmById("jjj:air_import").parameterDefinition("FILES")
    assert definition.layerType() == QgsProcessing.SourceType.TypeFile
    assert definition.checkValueIsAcceptable(["/a.nc", "/b.nc"])


def test_a_tools_name_is_kept_in_both_languages_whatever_its_characters(provider: Any) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_sample").create()
    with speaking("zh"):
        assert algorithm.displayName() == "示例：13 市 2014–2015 年 PM2.5"
    with speaking("en"):
        assert algorithm.displayName() == "Sample: PM2.5 of 13 cities 2014–2015"


def test_the_sample_plays_thirteen_cities_by_month(provider: Any, tmp_path: Path) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById("jjj:air_sample").create()
    made, worked = algorithm.run({"OUTPUT": loading(str(tmp_path / "s.gpkg"), "OUTPUT")}, context, Heard())
    assert worked
    layers = loaded(context)
    assert set(layers) == {"OUTPUT", "CITIES"}
    months = layers["OUTPUT"]
    assert months.featureCount() == 312
    assert months.temporalProperties().isActive()
    assert months.renderer().type() == "graduatedSymbol"
    assert QgsVectorLayer(made["CITIES"], "c", "ogr").featureCount() == 13
