"""Air results: the standard's classes as raster and as features, what the legend says, and that series can play."""

from __future__ import annotations

import json
import math
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsColorRampShader,
    QgsDateTimeRange,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, QTime
from qgis.PyQt.QtGui import QColor

from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.air_arrival import let_through, name_by_content, newest_air_raster, switch_off_below
from jjj_planner_plugin.layers.air_classes import classes_of, count_classes, index_classes
from jjj_planner_plugin.layers.air_standards import classes_catalog, item_of, standard_on, standards, usual_limit
from jjj_planner_plugin.layers.air_tags import air_tags
from jjj_planner_plugin.layers.air_time import has_band_ranges, offer_time, periods
from jjj_planner_plugin.layers.results import MADE, style_result
from tests.air_rasters import NAN, make_rasters, raster

JANUARY, FEBRUARY = ("2014-01-01", "2014-02-01"), ("2014-02-01", "2014-03-01")


@pytest.fixture(scope="module")
def rasters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A demonstration series of two months with its errors; one day; a raster of a year, undated and not ours."""
    folder = tmp_path_factory.mktemp("air")
    errors = [{"JJJ_LOO_RMSE": loo, "JJJ_NO_MODEL_RMSE": plain} for loo, plain in (("20.1", "25.0"), ("22.1", "29.0"))]
    made = make_rasters(
        raster(folder / "months.tif", [[[80, 80], [80, 80]], [[3, 34], [NAN, 200]]], [JANUARY, FEBRUARY],
               demonstration=True, band_tags=errors),
        raster(folder / "day.tif", [[[35, 36], [75, 501]]], [("2020-05-01", "2020-05-02")], averaging="day"),
        raster(folder / "plain.tif", [[[35, 36], [75, 501]]], [None]))
    return {path.stem: path for path in made}


def opened(path: Path, name: str = "PM2.5") -> QgsRasterLayer:
    layer = QgsRasterLayer(str(path), name)
    assert layer.isValid()
    return layer


def ramp(layer: QgsRasterLayer) -> list[QgsColorRampShader.ColorRampItem]:
    return layer.renderer().shader().rasterShaderFunction().colorRampItemList()


def labels(layer: QgsRasterLayer) -> list[str]:
    return [item.label for item in ramp(layer)]


def colour_at(layer: Any, lon: float, lat: float) -> QColor:
    """What the layer is drawn in at a place."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1))
    settings.setOutputSize(QSize(9, 9))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(4, 4)


# Standards and classes


@pytest.mark.parametrize(("day", "known"), [
    (date(2026, 2, 28), ("gb3095-2012", 35)), (date(2026, 3, 1), ("gb3095-2026", 30)),
    (date(2030, 12, 31), ("gb3095-2026", 30)), (date(2031, 1, 1), ("gb3095-2031", 25))])
def test_the_limit_is_that_of_the_standard_in_force_on_the_day(day: date, known: tuple[str, float]) -> None:
    assert standard_on(day)["id"] == known[0]
    limit = usual_limit("pm25", "year", day)
    assert limit is not None and (limit.standard, limit.value) == known


def test_a_limit_is_named_with_its_standard_grade_and_mean() -> None:
    limit = usual_limit("pm25", "day", date(2014, 1, 1))
    assert limit is not None and limit.value == 75
    assert limit.text == "GB 3095-2012 class 2, PM2.5 24-hour mean"


@pytest.mark.parametrize(("pollutant", "averaging", "item"), [
    ("pm25", "month", "pm25_annual"), ("pm25", None, "pm25_annual"), ("o3", "day", "o3_8h"), ("o3", "hour", "o3_1h"),
    ("so2", "hour", "so2_1h"), ("co", "day", "co_24h")])
def test_a_mean_is_compared_with_its_item(pollutant: str, averaging: str | None, item: str) -> None:
    assert item_of(pollutant, averaging) == item


@pytest.mark.parametrize("pollutant", list(classes_catalog()["long"]))
def test_every_limit_is_a_bound_and_every_other_bound_is_accounted_for(pollutant: str) -> None:
    spec = classes_catalog()["long"][pollutant]
    limits = {value for entry in standards()["standards"] for value in entry["limits"].get(spec["item"], {}).values()}
    assert sorted(limits | set(classes_catalog()["beyond"][pollutant])) == spec["bounds"]
    assert len(spec["colours"]) == len(spec["bounds"]) + 1


def test_days_have_the_indexs_breakpoints_and_colours_of_their_year() -> None:
    old, new = (classes_of("pm25", "day", day) for day in (date(2014, 1, 1), date(2026, 5, 1)))
    assert [one.upper for one in old.classes] == [35, 75, 115, 150, 250, 500, math.inf]
    assert [one.upper for one in new.classes][:3] == [35, 60, 115]
    assert [one.colour for one in old.classes][:6] == standards()["aqi"]["colours"]
    assert old.head == "PM2.5 24-hour mean µg/m³ · HJ 633-2012" and "HJ 633-2026" in new.head
    assert old.classes[0].label == "0–35  excellent" and old.classes[-1].label == "> 500  beyond index"


def test_above_a_list_that_ends_early_there_is_no_index_or_a_fixed_one() -> None:
    assert classes_of("so2", "hour", date(2014, 1, 1)).classes[-1].label == "> 800  no index"
    last = classes_of("so2", "hour", date(2026, 5, 1)).classes[-1]
    assert last.label == "> 800  heavily polluted" and last.colour == standards()["aqi"]["colours"][4]


def test_years_have_the_limits_of_all_standards_named() -> None:
    found = classes_of("pm25", "year", date(2014, 1, 1))
    assert found.head == "PM2.5 annual mean µg/m³ · GB 3095-2012"
    said = {one.upper: one.label for one in found.classes}
    assert said[35] == "30–35  ≤ class 2 2012 · IT-1"
    assert said[15] == "10–15  ≤ class 1 2012/2026 · IT-3"
    assert said[50] == "35–50" and said[math.inf] == "> 150"


def test_a_month_is_only_compared() -> None:
    assert classes_of("pm25", "month", date(2014, 1, 1)).head == (
        "PM2.5 monthly mean µg/m³ · compared with limits for annual mean · GB 3095-2012")


def test_legends_are_in_chinese_where_the_interface_is() -> None:
    QgsSettings().setValue("locale/userLocale", "zh_CN")
    with speaking("zh"):
        months, days = (classes_of("pm25", averaging, date(2014, 1, 1)) for averaging in ("month", "day"))
    assert months.head == "PM2.5 月平均 µg/m³ · 与年平均限值对照 · GB 3095-2012"
    assert months.classes[5].label == "30–35  ≤ 二级 2012 · IT-1"
    assert (days.head, days.classes[0].label) == ("PM2.5 24 小时平均 µg/m³ · HJ 633-2012", "0–35  优")


# Rasters


def test_the_tags_of_a_raster_are_read(rasters: dict[str, Path]) -> None:
    tags = air_tags(opened(rasters["months"]))
    assert (tags.pollutant, tags.unit, tags.averaging, tags.source) == ("pm25", "µg/m³", "month", "made for a test")
    assert tags.demonstration and tags.is_series
    assert [tags.when(band) for band in tags.bands] == ["2014-01", "2014-02"]
    assert tags.bands[1].tags["LOO_RMSE"] == "22.1"
    assert air_tags(opened(rasters["plain"])).dated == []


def test_a_raster_is_drawn_in_the_classes_of_its_values(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["months"])
    style_result(layer, "air_raster")
    spec = classes_catalog()["long"]["pm25"]["colours"]
    assert colour_at(layer, 115.25, 40.75) == QColor(spec[0])  # 3
    assert colour_at(layer, 115.75, 40.75) == QColor(spec[5])  # 34
    assert colour_at(layer, 115.75, 40.25) == QColor(spec[-1])  # 200
    assert colour_at(layer, 115.25, 40.25) == QColor("white"), "what has no value stays clear"


def test_a_value_on_a_limit_is_in_the_class_below(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["day"])
    style_result(layer, "air_raster")
    excellent, good = (QColor(colour) for colour in standards()["aqi"]["colours"][:2])
    assert colour_at(layer, 115.25, 40.75) == excellent  # 35
    assert colour_at(layer, 115.75, 40.75) == good  # 36
    assert colour_at(layer, 115.25, 40.25) == good  # 75
    assert colour_at(layer, 115.75, 40.25) == QColor(classes_catalog()["beyond_index"]["colour"])  # 501


def test_the_legend_says_standard_demonstration_and_error(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["months"])
    style_result(layer, "air_raster")
    assert labels(layer)[:7] == [
        "PM2.5 monthly mean µg/m³", "compared with limits for annual mean", "GB 3095-2012",
        "Demonstration, no basis for decisions",
        "Leave-one-out error 21.1 µg/m³", "Without a model 27.0 µg/m³", "(mean of 2 dates)"]
    assert all(item.color.alpha() == 0 for item in ramp(layer)[:7])
    assert layer.name() == "PM2.5 (demonstration)"
    assert "Leave-one-out" in layer.metadata().abstract()
    style_result(layer, "air_raster")
    assert layer.name() == "PM2.5 (demonstration)", "said once"


def test_the_legend_survives_the_project_file(rasters: dict[str, Path], tmp_path: Path) -> None:
    project = QgsProject.instance()
    layer = opened(rasters["months"])
    style_result(layer, "air_raster")
    project.addMapLayer(layer)
    before = [(item.value, item.color.name(), item.label) for item in ramp(layer)]
    assert project.write(str(tmp_path / "p.qgz")) and project.read(str(tmp_path / "p.qgz"))
    again = next(iter(project.mapLayers().values()))
    assert [(item.value, item.color.name(), item.label) for item in ramp(again)] == before
    assert [number for number, _, _ in periods(again)] == [1, 2]
    assert again.temporalProperties().isActive()


def test_a_raster_of_one_date_does_not_play_and_one_without_tags_is_left_alone(rasters: dict[str, Path]) -> None:
    one = opened(rasters["day"])
    style_result(one, "air_raster")
    assert not one.temporalProperties().isActive() and periods(one) == []
    other = QgsRasterLayer(str(Path(__file__).parents[2] / "resources/data/dem_30s.tif"), "DEM")
    before = other.renderer().type()
    style_result(other, "air_raster")
    assert other.renderer().type() == before and other.name() == "DEM"


def test_a_series_of_months_has_its_time_in_the_project(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["months"])
    style_result(layer, "air_raster")
    assert QgsProject.instance().timeSettings().temporalRange().isInfinite(), "styled only, it may be a copy"
    offer_time(QgsProject.instance(), layer)
    shown = QgsProject.instance().timeSettings().temporalRange()
    assert (shown.begin().date(), shown.end().date()) == (QDate(2014, 1, 1), QDate(2014, 3, 1))
    if has_band_ranges():
        known = layer.temporalProperties().fixedRangePerBand()
        assert {number: when.begin().date() for number, when in known.items()} == {
            1: QDate(2014, 1, 1), 2: QDate(2014, 2, 1)}
    else:
        assert layer.temporalProperties().fixedTemporalRange().end().date() == QDate(2014, 3, 1)


def test_the_newest_air_raster_is_the_one_made_last(rasters: dict[str, Path]) -> None:
    project = QgsProject.instance()
    assert newest_air_raster(project, MADE, "pm25") is None
    for name, made in (("months", "2026-01-02"), ("day", "2026-01-01")):
        layer = opened(rasters[name], name)
        style_result(layer, "air_raster")
        layer.setCustomProperty(MADE, made)
        project.addMapLayer(layer)
    found = newest_air_raster(project, MADE, "pm25")
    assert found is not None and found.name().startswith("months")
    project.layerTreeRoot().findLayer(found.id()).setItemVisibilityChecked(False)
    shown = newest_air_raster(project, MADE, "pm25")
    assert shown is not None and shown.name() == "day", "one on the map comes before one that is switched off"


def test_what_covers_the_map_lets_the_outlines_below_through(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["day"])
    let_through(layer, "air_raster")
    zones, points = (features("field=mean:double", [[1.0]], kind) for kind in ("Polygon", "Point"))
    for one in (zones, points):
        let_through(one, "air_zonal")
    assert layer.opacity() == zones.opacity() == 0.8 and points.opacity() == 1.0
    footprints = features("field=mean:double", [[1.0]])
    let_through(footprints, "air_footprints")
    assert footprints.opacity() == 1.0, "a wash already"
    project = QgsProject.instance()
    project.addMapLayers([layer, zones, points, footprints])
    switch_off_below(project, footprints)
    switched = [project.layerTreeRoot().findLayer(one.id()) for one in (layer, zones, points, footprints)]
    assert [node.isVisible() for node in switched] == [True] * 4
    switch_off_below(project, zones)
    assert [node.isVisible() for node in switched] == [False, True, True, True], "its colours would mix with the zones'"


# Features


def features(fields: str, rows: list[list[Any]], kind: str = "Polygon", name: str = "layer") -> QgsVectorLayer:
    """A layer in memory; each row half a degree east of the one before."""
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4490&{fields}", name, "memory")
    made = []
    for place, row in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(row)
        box = QgsRectangle(115 + place / 2, 40, 115.4 + place / 2, 40.4)
        shape = QgsGeometry.fromRect(box)
        feature.setGeometry(shape if kind == "Polygon" else shape.centroid())
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    return layer


def moment(month: int) -> QDateTime:
    """The beginning of a month from January 2014 on."""
    return QDateTime(QDate(2014, 1, 1).addMonths(month - 1), QTime(0, 0))


PERIOD = "field=start:datetime&field=end:datetime&field=averaging:string"


@pytest.mark.parametrize("kind", ["Polygon", "Point"])
def test_cities_and_stations_have_the_classes_of_their_pollutant(kind: str) -> None:
    layer = features(f"{PERIOD}&field=pm10:double&field=pm25:double", [
        [moment(1), moment(2), "month", 1.0, 35.0], [moment(1), moment(2), "month", 1.0, 35.2],
        [moment(1), moment(2), "month", 1.0, None]], kind)
    style_result(layer, "air_observations")
    spec = classes_catalog()["long"]["pm25"]["colours"]
    assert colour_at(layer, 115.2, 40.2) == QColor(spec[5])
    assert colour_at(layer, 115.7, 40.2) == QColor(spec[6])
    assert colour_at(layer, 116.2, 40.2) == QColor(classes_catalog()["no_data"]["colour"])
    assert layer.renderer().ranges()[0].label().startswith("PM2.5 monthly mean µg/m³")
    assert not layer.temporalProperties().isActive(), "one date is no series"


def test_a_pollutant_without_any_value_is_not_the_one_drawn() -> None:
    layer = features("field=averaging:string&field=pm25:double&field=o3_8h:double", [["day", None, 161.0]])
    style_result(layer, "air_observations")
    assert layer.renderer().ranges()[0].label().startswith("O₃ daily maximum 8-hour mean")
    assert colour_at(layer, 115.2, 40.2) == QColor(standards()["aqi"]["colours"][2])


def test_places_without_values_are_white_dots() -> None:
    layer = features("field=name:string&field=demonstration:integer", [["a", 1]], "Point", "cities")
    style_result(layer, "air_observations")
    assert colour_at(layer, 115.2, 40.2) == QColor("white") and layer.name() == "cities (demonstration)"
    assert layer.renderer().type() == "singleSymbol"


def shown_in(layer: QgsVectorLayer, month: int) -> list[float]:
    """The values that QGIS shows in a month."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    when = QgsDateTimeRange(moment(month), moment(month + 1), True, False)
    text = layer.temporalProperties().createFilterString(context, when)
    return [row["pm25"] for row in layer.getFeatures(QgsFeatureRequest().setFilterExpression(text))]


def test_months_of_cities_play_one_at_a_time() -> None:
    rows = [[moment(month), moment(month + 1), "month", 10.0 * month] for month in (1, 2, 3)]
    layer = features(f"{PERIOD}&field=pm25:double", rows)
    style_result(layer, "air_observations")
    assert [shown_in(layer, month) for month in (1, 2, 3, 4)] == [[10.0], [20.0], [30.0], []]
    offer_time(QgsProject.instance(), layer)
    assert QgsProject.instance().timeSettings().temporalRange().end().date() == QDate(2014, 4, 1)


def test_months_in_a_file_of_the_engine_play_one_at_a_time(tmp_path: Path, engine_python: Path) -> None:
    made = ("import sys, geopandas, pandas, shapely; "
            "s = pandas.to_datetime(['2014-01-01', '2014-02-01', '2014-03-01']); "
            "geopandas.GeoDataFrame({'pm25': [1.0, 2.0, 3.0], 'start': s, 'end': s + pandas.DateOffset(months=1)}, "
            "geometry=shapely.points([115, 116, 117], 40), crs=4490).to_file(sys.argv[1], layer='o', VERSION='1.2')")
    subprocess.run([str(engine_python), "-c", made, str(tmp_path / "o.gpkg")], check=True)
    layer = QgsVectorLayer(f"{tmp_path / 'o.gpkg'}|layername=o", "o", "ogr")
    style_result(layer, "air_observations")
    assert [shown_in(layer, month) for month in (1, 2, 3, 4)] == [[1.0], [2.0], [3.0], []]


def test_a_later_series_widens_the_time_that_the_project_has() -> None:
    settings = QgsProject.instance().timeSettings()
    settings.setTemporalRange(QgsDateTimeRange(moment(5), moment(6)))
    offer_time(QgsProject.instance(), features(f"{PERIOD}&field=pm25:double", [
        [moment(month), moment(month + 1), "month", 1.0] for month in (1, 2)]))
    assert [when.date() for when in (settings.temporalRange().begin(), settings.temporalRange().end())] == [
        QDate(2014, 1, 1), QDate(2014, 6, 1)]
    offer_time(QgsProject.instance(), features(f"{PERIOD}&field=pm25:double", [
        [moment(month), moment(month + 1), "month", 1.0] for month in (3, 4)]))
    assert settings.temporalRange().begin().date() == QDate(2014, 1, 1), "nothing is cut off"


# Names


def test_a_raster_is_called_by_its_mean_its_dates_and_its_source(rasters: dict[str, Path]) -> None:
    names = []
    for file in ("months", "day", "plain"):
        layer = opened(rasters[file], "Concentrations (of grids)")
        name_by_content(layer, "air_raster")
        style_result(layer, "air_raster")
        names.append(layer.name())
    assert names == ["PM2.5 monthly mean 2014-01–2014-02 · made for a test (demonstration)",
                     "PM2.5 daily mean 2020-05-01 · made for a test", "PM2.5 monthly mean · made for a test"]
    own = opened(rasters["day"], "day")
    name_by_content(own, "air_raster")
    assert own.name() == "day", "a planner who wants files' names keeps them"


def test_an_interpolation_and_zones_are_called_by_what_they_are_of(tmp_path: Path) -> None:
    made = make_rasters(raster(tmp_path / "i.tif", [[[1, 2]]], [JANUARY], tags={"JJJ_METHOD": "idw"}))[0]
    layer = opened(made, "Interpolated concentrations")
    name_by_content(layer, "air_raster")
    assert layer.name() == "PM2.5 monthly mean 2014-01 · interpolated made for a test"
    zones = features("field=start:datetime&field=end:datetime&field=pollutant:string&field=mean:double",
                     [[moment(1), moment(13), "pm25", 34.0]], name="Statistics")
    name_by_content(zones, "air_zonal")
    assert zones.name() == "Statistics · PM2.5 annual mean 2014"


def test_observations_are_called_by_their_dates_and_their_file(tmp_path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    rows = [[moment(month), moment(month + 1), "month", 1.0] for month in (1, 2)]
    QgsVectorFileWriter.writeAsVectorFormatV3(
        features(f"{PERIOD}&field=pm25:double", rows), str(tmp_path / "o.gpkg"),
        QgsProject.instance().transformContext(), options)
    told = {"task": "air_import", "inputs": [{"path": "/data/hourly_2023.csv"}]}
    (tmp_path / "o.recipe.json").write_text(json.dumps(told), encoding="utf-8")
    layer = QgsVectorLayer(str(tmp_path / "o.gpkg"), "Observations (of tables)", "ogr")
    name_by_content(layer, "air_observations")
    assert layer.name() == "Observations monthly mean 2014-01–2014-02 · hourly_2023"


def test_zones_are_drawn_by_their_mean_and_hatched_where_cells_are_few() -> None:
    year = [moment(1), moment(13)]
    layer = features("field=start:datetime&field=end:datetime&field=pollutant:string&field=mean:double"
                     "&field=few_cells:boolean", [[*year, "pm25", 34.0, False], [*year, "pm25", 34.0, True]])
    style_result(layer, "air_zonal")
    head, standard, hatched = (found.label() for found in layer.renderer().ranges()[:3])
    assert (head, standard) == ("PM2.5 annual mean µg/m³", "GB 3095-2012")
    assert hatched == "Hatched: fewer than 4 cells"
    plain, marked = hatches(layer)
    assert plain == 0 and marked > 3


def test_zones_with_much_ground_without_data_are_hatched_too() -> None:
    year = [moment(1), moment(13)]
    layer = features("field=start:datetime&field=end:datetime&field=pollutant:string&field=mean:double"
                     "&field=few_cells:boolean&field=no_data_share:double", [
                         [*year, "pm25", 34.0, False, 0.25], [*year, "pm25", 34.0, False, 0.26]])
    style_result(layer, "air_zonal")
    said = [found.label() for found in layer.renderer().ranges()]
    assert said[2:4] == ["Hatched: fewer than 4 cells", "or more than 25% without data"]
    plain, marked = hatches(layer)
    assert plain == 0 and marked > 3


def hatches(layer: QgsVectorLayer) -> list[int]:
    """The dark pixels across each of the layer's first two squares."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(200, 200))
    dark = []
    for west in (115.05, 115.55):
        settings.setExtent(QgsRectangle(west, 40.05, west + 0.3, 40.35))
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage()
        dark.append(sum(image.pixelColor(x, 100).lightness() < 120 for x in range(200)))
    return dark


def test_zones_that_attain_do_not_or_cannot_be_judged() -> None:
    layer = features("field=place:string&field=attained:integer&field=standard:string&field=grade:string", [
        [place, attained, "gb3095-2012", "class2"] for place, attained in (("a", 1), ("b", 0), ("c", None))])
    style_result(layer, "air_exceedance")
    named = {category.value(): category.label() for category in layer.renderer().categories()}
    assert named.pop("\n0") == "GB 3095-2012 class 2"
    assert named == {"attained": "attained", "not": "not attained", "incomplete": "incomplete, not judged"}
    colours = [colour_at(layer, 115.2 + place / 2, 40.2) for place in range(3)]
    assert colours[0].blue() > colours[0].red() and colours[1].red() > colours[1].blue()
    assert len({colour.name() for colour in colours}) == 3


def test_a_raster_of_days_has_classes_of_days(rasters: dict[str, Path]) -> None:
    layer = opened(rasters["day"], "days")
    style_result(layer, "air_exceedance")
    assert labels(layer)[:3] == ["days above the limit", "0", "1–5"]
    assert len(ramp(layer)) == 1 + len(count_classes("day").classes)


def test_the_index_has_its_six_levels_and_what_is_beyond() -> None:
    layer = features("field=aqi:integer&field=level:integer&field=edition:string", [
        [50, 1, "hj633-2026"], [51, 2, "hj633-2026"], [None, 6, "hj633-2026"], [None, None, "hj633-2026"]])
    style_result(layer, "air_aqi")
    colours = standards()["aqi"]["colours"]
    words = classes_catalog()
    assert [found.label() for found in layer.renderer().ranges()[:2]] == ["AQI", "HJ 633-2026"]
    assert [colour_at(layer, 115.2 + place / 2, 40.2).name() for place in range(4)] == [
        QColor(name).name() for name in (*colours[:2], words["beyond_index"]["colour"], words["no_data"]["colour"])]
    assert [one.upper for one in index_classes(date(2014, 1, 1)).classes] == [50, 100, 150, 200, 300, 500, math.inf]


def test_footprints_say_which_limit_and_changes_what_was_kept_gained_lost() -> None:
    head = "field=standard:string&field=grade:string&field=limit_value:double&field=limit_unit:string"
    footprints = features(head, [["gb3095-2012", "class2", 35.0, "µg/m³"], ["gb3095-2026", "class2", 30.0, "µg/m³"]])
    style_result(footprints, "air_footprints")
    assert [category.label() for category in footprints.renderer().categories()] == [
        "> 35 µg/m³ · GB 3095-2012 class 2", "> 30 µg/m³ · GB 3095-2026 (to 2030) class 2"]
    tints = {colour_at(footprints, 115.2 + place / 2, 40.2).name() for place in range(2)}
    assert len(tints) == 2 and "#ffffff" not in tints
    changes = features(f"{head}&field=change:string", [
        ["", "", 35.0, "", what] for what in ("kept", "gained", "lost")])
    style_result(changes, "air_footprints")
    assert [category.label() for category in changes.renderer().categories()] == [
        "> 35", "still above", "newly above", "no longer above"]


def test_each_airshed_has_a_colour() -> None:
    layer = features("field=airshed:integer", [[1], [2], [1]])
    style_result(layer, "airsheds")
    assert [category.label() for category in layer.renderer().categories()] == ["Airshed 1", "Airshed 2"]
    seen = [colour_at(layer, 115.2 + place / 2, 40.2).name() for place in range(3)]
    assert seen[0] == seen[2] != seen[1]


def test_features_of_a_demonstration_say_so(tmp_path: Path) -> None:
    layer = features("field=averaging:string&field=pm25:double&field=demonstration:integer", [["year", 30.0, 1]],
                     name="cities")
    style_result(layer, "air_observations")
    assert layer.name() == "cities (demonstration)"
    assert layer.renderer().ranges()[2].label() == "Demonstration, no basis for decisions"


def test_the_recipe_beside_a_file_tells_a_demonstration(tmp_path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    made = features("field=airshed:integer", [[1]])
    QgsVectorFileWriter.writeAsVectorFormatV3(
        made, str(tmp_path / "a.gpkg"), QgsProject.instance().transformContext(), options)
    told = {"task": "airsheds", "inputs": [{"path": "x", "demonstration": True}]}
    (tmp_path / "a.recipe.json").write_text(json.dumps(told), encoding="utf-8")
    layer = QgsVectorLayer(str(tmp_path / "a.gpkg"), "sheds", "ogr")
    style_result(layer, "airsheds")
    assert layer.name() == "sheds (demonstration)"
    assert layer.renderer().categories()[0].label() == "Demonstration, no basis for decisions"
