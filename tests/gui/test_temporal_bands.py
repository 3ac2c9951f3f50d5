"""Raster series under a real canvas and QGIS's own navigation: the band of each moment, gaps, saved projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsFeature,
    QgsInterval,
    QgsMapRendererParallelJob,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsTemporalNavigationObject,
    QgsTemporalUtils,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from jjj_planner_plugin.gui.temporal_bands import HIDDEN, TemporalBands
from jjj_planner_plugin.layers.air_standards import classes_catalog
from jjj_planner_plugin.layers.air_time import band_at, has_band_ranges, offer_time, periods
from jjj_planner_plugin.layers.results import style_result
from tests.air_rasters import make_rasters, raster

VALUES = {1: 12.0, 2: 33.0, 4: 120.0}
"""By month of 2014; March is missing."""
CLASS = {1: 2, 2: 5, 4: 9}

old_qgis = pytest.mark.skipif(has_band_ranges(), reason="this QGIS knows a period for each band")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("series") / "series.tif"
    return make_rasters(raster(
        target, [[[value] * 4] * 4 for value in VALUES.values()],
        [(f"2014-0{month}-01", f"2014-0{month + 1}-01") for month in VALUES]))[0]


@pytest.fixture
def canvas(qtbot: QtBot) -> QgsMapCanvas:
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    made.resize(100, 100)
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    made.setExtent(QgsRectangle(115.2, 39.2, 116.8, 40.8))
    return made


@pytest.fixture
def series(file: Path) -> QgsRasterLayer:
    layer = QgsRasterLayer(str(file), "PM2.5")
    style_result(layer, "air_raster")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def bands(canvas: QgsMapCanvas) -> Iterator[TemporalBands]:
    made = TemporalBands(canvas, QgsProject.instance())
    yield made
    made.close()


def month(number: int, spec: Qt.TimeSpec = Qt.TimeSpec.LocalTime) -> QgsDateTimeRange:
    begin, end = (QDateTime(QDate(2014, one, 1), QTime(0, 0), spec) for one in (number, number + 1))
    return QgsDateTimeRange(begin, end, True, False)


def seen(canvas: QgsMapCanvas, layer: QgsRasterLayer) -> QColor:
    """What the canvas would draw of it at its middle."""
    settings = canvas.mapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(20, 20))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(10, 10)


def colour(number: int) -> QColor:
    return QColor(classes_catalog()["long"]["pm25"]["colours"][CLASS[number]])


@pytest.mark.parametrize("spec", [Qt.TimeSpec.LocalTime, Qt.TimeSpec.UTC])
def test_qgiss_own_navigation_plays_the_months(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands, spec: Qt.TimeSpec
) -> None:
    if has_band_ranges() and spec != Qt.TimeSpec.UTC:
        pytest.skip("newer QGIS compares the zones too, and its own controller is in UTC")
    navigation = QgsTemporalNavigationObject()
    navigation.updateTemporalRange.connect(canvas.setTemporalRange)
    whole = QgsTemporalUtils.calculateTemporalRangeForProject(QgsProject.instance())
    assert (whole.begin().date(), whole.end().date()) == (QDate(2014, 1, 1), QDate(2014, 5, 1))
    navigation.setTemporalExtents(QgsDateTimeRange(month(1, spec).begin(), month(4, spec).end(), True, False))
    navigation.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))
    navigation.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
    assert navigation.totalFrameCount() >= 4
    colours = []
    for frame in range(4):
        navigation.setCurrentFrameNumber(frame)
        colours.append(seen(canvas, series))
    assert colours == [colour(1), colour(2), QColor("white"), colour(4)]


@pytest.mark.parametrize("spec", [Qt.TimeSpec.LocalTime, Qt.TimeSpec.UTC])
def test_the_band_is_that_of_the_clocks_time_whatever_zone_it_is_of(file: Path, spec: Qt.TimeSpec) -> None:
    layer = QgsRasterLayer(str(file), "PM2.5")
    style_result(layer, "air_raster")
    known = periods(layer)
    assert [band_at(known, month(number, spec)) for number in (1, 2, 3, 4)] == [1, 2, None, 3]
    whole = QgsDateTimeRange(month(1, spec).begin(), month(4, spec).end())
    assert band_at(known, whole) == 1, "of several the first"
    late = QDateTime(QDate(2014, 2, 20), QTime(0, 0), spec)
    assert band_at(known, QgsDateTimeRange(late, late.addDays(60))) == 2
    assert band_at(known, QgsDateTimeRange(late, late)) == 2, "a moment"


def test_the_time_controller_begins_with_the_projects_months(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands
) -> None:
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    offer_time(QgsProject.instance(), series)
    assert controller.temporalExtents().end().date() == QDate(2014, 5, 1)
    controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
    assert controller.totalFrameCount() == 4, "months, not hours"
    QgsProject.instance().timeSettings().setTemporalRange(month(2))
    assert controller.totalFrameCount() == 4, "while it plays it is the planner's"


def controlled(canvas: QgsMapCanvas) -> QgsTemporalNavigationObject:
    """As QGIS's window joins its controller and the map."""
    controller = QgsTemporalNavigationObject(canvas)
    controller.updateTemporalRange.connect(canvas.setTemporalRange)
    canvas.setTemporalController(controller)
    return controller


def test_a_series_that_comes_while_no_time_is_shown_shows_its_last_date(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands
) -> None:
    window = QMainWindow()
    window.setCentralWidget(canvas)
    panel = QDockWidget(window)
    panel.setObjectName("Temporal Controller")
    window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, panel)
    panel.hide()
    controller = controlled(canvas)
    offer_time(QgsProject.instance(), series)
    mode = QgsTemporalNavigationObject.NavigationMode
    assert controller.navigationMode() == mode.Animated and not panel.isHidden()
    assert canvas.temporalRange().begin().date() == QDate(2014, 4, 1)
    assert canvas.temporalRange().end().date() == QDate(2014, 5, 1), "a month, not an hour"
    assert seen(canvas, series) == colour(4)
    controller.setNavigationMode(mode.NavigationOff)
    canvas.setTemporalRange(QgsDateTimeRange(QDateTime(), QDateTime()))
    QgsProject.instance().timeSettings().setTemporalRange(month(2))
    assert controller.navigationMode() == mode.NavigationOff, "turned off it stays off until another series comes"
    window.takeCentralWidget()


def test_a_date_that_is_shown_stays_while_the_series_that_comes_has_it(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands
) -> None:
    controller = controlled(canvas)
    offer_time(QgsProject.instance(), series)
    controller.setCurrentFrameNumber(1)
    offer_time(QgsProject.instance(), series)
    assert canvas.temporalRange().begin().date() == QDate(2014, 2, 1)
    later = QgsVectorLayer("Point?crs=EPSG:4490&field=start:datetime&field=end:datetime", "later", "memory")
    for number in (13, 14):
        feature = QgsFeature(later.fields())
        begin = QDate(2014, 1, 1).addMonths(number - 1)
        feature.setAttributes([QDateTime(day, QTime(0, 0)) for day in (begin, begin.addMonths(1))])
        later.dataProvider().addFeatures([feature])
    offer_time(QgsProject.instance(), later)
    assert canvas.temporalRange().begin().date() == QDate(2015, 2, 1), "of another time its last date"
    assert controller.temporalExtents().begin().date() == QDate(2014, 1, 1), "the first series can still be reached"


@old_qgis
def test_without_a_time_the_band_stays_and_nothing_is_hidden(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands
) -> None:
    canvas.setTemporalRange(month(2))
    canvas.setTemporalRange(month(3))
    assert series.renderer().opacity() == 0
    canvas.setTemporalRange(QgsDateTimeRange(QDateTime(), QDateTime()))
    assert series.renderer().usesBands() == [2] and series.renderer().opacity() == 1
    assert seen(canvas, series) == colour(2)


@old_qgis
def test_a_gap_gives_back_the_opacity_that_the_planner_set(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands
) -> None:
    series.renderer().setOpacity(0.6)
    canvas.setTemporalRange(month(3))
    canvas.setTemporalRange(month(4))
    assert series.renderer().opacity() == pytest.approx(0.6) and series.customProperty(HIDDEN) is None


@old_qgis
def test_a_saved_project_plays_again(
    canvas: QgsMapCanvas, series: QgsRasterLayer, bands: TemporalBands, tmp_path: Path
) -> None:
    project = QgsProject.instance()
    canvas.setTemporalRange(month(3))  # saved in a gap
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    canvas.setTemporalRange(month(4))
    assert project.read(str(tmp_path / "p.qgz"))
    again = next(iter(project.mapLayers().values()))
    assert again.renderer().usesBands() == [3] and again.renderer().opacity() == 1
    canvas.setTemporalRange(month(1))
    canvas.setExtent(again.extent())
    assert seen(canvas, again) == colour(1)


def test_closed_it_follows_no_more_and_leaves_nothing_hidden(canvas: QgsMapCanvas, series: QgsRasterLayer) -> None:
    bands = TemporalBands(canvas, QgsProject.instance())
    canvas.setTemporalRange(month(3))
    bands.close()
    assert series.renderer().opacity() == 1
    before = series.renderer().usesBands()
    canvas.setTemporalRange(month(4))
    assert series.renderer().usesBands() == before


def test_a_raster_that_is_no_series_is_left_alone(canvas: QgsMapCanvas, bands: TemporalBands) -> None:
    path = Path(__file__).parents[2] / "resources" / "data" / "dem_30s.tif"
    layer = QgsRasterLayer(str(path), "DEM")
    QgsProject.instance().addMapLayer(layer)
    canvas.setTemporalRange(month(3))
    assert layer.renderer().usesBands() == [1] and layer.renderer().opacity() == 1
    assert not layer.temporalProperties().isActive()


@pytest.mark.skipif(not has_band_ranges(), reason="this QGIS knows no period for a band")
def test_a_series_from_an_old_qgis_gets_its_bands_periods(canvas: QgsMapCanvas, file: Path) -> None:
    layer = QgsRasterLayer(str(file), "PM2.5")
    style_result(layer, "air_raster")
    layer.temporalProperties().setFixedRangePerBand({})
    QgsProject.instance().addMapLayer(layer)
    bands = TemporalBands(canvas, QgsProject.instance())
    assert sorted(layer.temporalProperties().fixedRangePerBand()) == [1, 2, 3]
    bands.close()
