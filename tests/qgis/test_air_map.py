"""An air result on the print map of a plan: one date, named in title and legend, nothing tinted over it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from qgis.PyQt.QtGui import QColor, QImage

from jjj_planner_plugin.layers.air_map import air_kind
from jjj_planner_plugin.layers.air_standards import classes_catalog
from jjj_planner_plugin.layers.compose import PlanError
from jjj_planner_plugin.layers.layout import export_map, plan_map
from jjj_planner_plugin.layers.plan_file import open_plan, plan_layers
from jjj_planner_plugin.layers.result_map import put_on_map
from tests.air_rasters import make_rasters, raster
from tests.qgis_tools import Heard, run_tool

COLOURS = classes_catalog()["long"]["pm25"]["colours"]


def month(number: int) -> QDateTime:
    return QDateTime(QDate(2014, number, 1), QTime(0, 0))


@pytest.fixture
def cities(tmp_path: Path) -> QgsVectorLayer:
    """All of the region as one city, in two months: 20 and 120 µg/m³; a demonstration."""
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4490&field=start:datetime&field=end:datetime&field=averaging:string&field=pm25:double"
        "&field=demonstration:integer", "cities", "memory")
    for number, value in ((1, 20.0), (2, 120.0)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([month(number), month(number + 1), "month", value, 1])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(113, 36, 120, 43)))
        layer.dataProvider().addFeatures([feature])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "cities"
    file = tmp_path / "cities.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), QgsProject.instance().transformContext(), options)
    return QgsVectorLayer(f"{file}|layername=cities", "cities", "ogr")


@pytest.fixture
def project(made_plan: Path, tmp_path: Path) -> QgsProject:
    found = QgsProject()
    open_plan(str(shutil.copy(made_plan, tmp_path / "plan.gpkg")), found, "en")
    return found


def title(project: QgsProject) -> str:
    return str(QgsExpressionContextUtils.layoutScope(plan_map(project)).variable("jjj_map_title"))


def legend(project: QgsProject) -> list[str]:
    (item,) = (one for one in plan_map(project).items() if isinstance(one, QgsLayoutItemLegend))
    return [str(node.customProperty("legend/title-label") or node.name())
            for node in item.model().rootGroup().findLayers()]


def printed(project: QgsProject, folder: Path) -> QColor:
    """The colour south-east of Zhangjiakou, where the map is bare of names."""
    file = export_map(project, str(folder / "map.png"), 40)
    (item,) = (one for one in plan_map(project).items() if isinstance(one, QgsLayoutItemMap))
    image = QImage(file)
    spot = item.pos()
    per_mm = image.width() / 297
    return image.pixelColor(round((spot.x() + 60) * per_mm), round((spot.y() + 150) * per_mm))


def test_a_month_of_cities_is_printed_and_named(project: QgsProject, cities: QgsVectorLayer, tmp_path: Path) -> None:
    assert put_on_map(project, cities, "2014-01") == "2014-01"
    assert title(project) == "PM2.5 monthly mean 2014-01 (demonstration)"
    first = legend(project)[0].split("\n")
    assert first[0] == "PM2.5 monthly mean 2014-01 (demonstration)", "a file's name is no title"
    assert "GB 3095-2012" in first[1] and first[2] == "Demonstration, no basis for decisions"
    assert printed(project, tmp_path) == QColor(COLOURS[3])
    assert cities.name() == "cities", "the planner's own layer stays as it is"
    assert QgsProject.instance().timeSettings().temporalRange().isInfinite(), "and so does the open project"


def test_a_layer_with_a_name_of_its_own_keeps_it_in_the_legend(project: QgsProject, cities: QgsVectorLayer) -> None:
    cities.setName("Winter smog")
    put_on_map(project, cities, "2014-01")
    assert legend(project)[0].split("\n")[0] == "Winter smog (demonstration) 2014-01"


def test_without_a_date_the_newest_is_printed(project: QgsProject, cities: QgsVectorLayer, tmp_path: Path) -> None:
    assert put_on_map(project, cities, "") == "2014-02"
    assert printed(project, tmp_path) == QColor(COLOURS[9])


def test_no_tint_of_the_plan_mixes_with_it_nor_is_in_the_legend(project: QgsProject, cities: QgsVectorLayer) -> None:
    before = legend(project)
    put_on_map(project, cities, "")
    plan = plan_layers(project)
    assert not project.layerTreeRoot().findLayer(plan["wings"].id()).itemVisibilityChecked()
    assert project.layerTreeRoot().findLayer(plan["zones"].id()).itemVisibilityChecked(), "for their names"
    assert len(legend(project)) == len(before) + 1 - 2


def test_a_band_of_a_raster_series_is_printed(project: QgsProject, tmp_path: Path) -> None:
    (file,) = make_rasters(raster(
        tmp_path / "r.tif", [[[20.0] * 16] * 16, [[120.0] * 16] * 16],
        [("2014-01-01", "2014-02-01"), ("2014-02-01", "2014-03-01")], corner=(112.5, 43.5, 0.5)))
    assert put_on_map(project, QgsRasterLayer(str(file), "grid"), "2014-01") == "2014-01"
    assert printed(project, tmp_path) == QColor(COLOURS[3])
    assert legend(project)[0] == "grid 2014-01"


def test_a_date_that_is_not_there_and_any_other_layer_are_refused(
    project: QgsProject, cities: QgsVectorLayer
) -> None:
    with pytest.raises(PlanError, match=r"has no date 2015-01\. It has: 2014-01, 2014-02"):
        put_on_map(project, cities, "2015-01")
    other = QgsVectorLayer("Polygon?crs=EPSG:4490&field=name:string", "parcels", "memory")
    with pytest.raises(PlanError, match="parcels is no result of an air or water tool"):
        put_on_map(project, other, "")


@pytest.mark.parametrize(("fields", "kind"), [
    ("field=aqi:integer&field=pm25:double", "air_aqi"), ("field=mean:double&field=few_cells:integer", "air_zonal"),
    ("field=attained:integer", "air_exceedance"), ("field=change:string", "air_footprints"),
    ("field=airshed:integer", "airsheds"), ("field=name:string", "")])
def test_a_result_is_known_by_its_fields(fields: str, kind: str) -> None:
    assert air_kind(QgsVectorLayer(f"Polygon?crs=EPSG:4490&{fields}", "layer", "memory")) == kind


def test_the_tool_prints_an_air_result_too(
    provider: Any, made_plan: Path, cities: QgsVectorLayer, tmp_path: Path
) -> None:
    plan = shutil.copy(made_plan, tmp_path / "p.gpkg")
    heard, output = Heard(), tmp_path / "tool.png"
    made = run_tool("plan_map", {"PLAN": str(plan), "LAYER": cities.source(), "DATE": "2014-01", "LANGUAGE": 1,
                                 "DPI": 72, "OUTPUT": str(output)}, heard)
    assert made == {"OUTPUT": str(output)} and output.exists(), heard.errors
    refused = Heard()
    wrong = {"PLAN": str(plan), "LAYER": cities.source(), "DATE": "1999", "OUTPUT": str(output)}
    assert not run_tool("plan_map", wrong, refused)
    assert any("1999" in text for text in refused.errors)
