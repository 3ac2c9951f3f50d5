"""The PM2.5 of the live numbers: which raster, band and limit, what is said of it, and figures of zone, axis, probe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsDateTimeRange, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from jjj_planner_plugin.gui.live_layers import LiveLayersDialog, chosen_layers
from jjj_planner_plugin.gui.live_numbers import LiveNumbers
from jjj_planner_plugin.gui.live_raster import ENTRY, SCOPE, raster_choice, remembered
from jjj_planner_plugin.gui.plan.strip import Strip
from jjj_planner_plugin.gui.temporal_bands import TemporalBands
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.results import MADE, style_result
from jjj_planner_plugin.layers.structure import feature_of
from tests.air_rasters import make_rasters, raster

WAIT_MS = 60_000
MONTHS = [("2014-01-01", "2014-02-01"), ("2014-02-01", "2014-03-01")]
REGION = (112.5, 43.5, 0.5)  # west, north, cell size: 16 x 16 cells hold the plan


def flat(value: float) -> list[list[float]]:
    return [[value] * 16] * 16


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("air")
    made = make_rasters(
        raster(folder / "months.tif", [flat(40), flat(20)], list(MONTHS), demonstration=True, corner=REGION),
        raster(folder / "day.tif", [flat(70)], [("2026-05-01", "2026-05-02")], averaging="day", corner=REGION),
        raster(folder / "ozone.tif", [flat(70)], [("2026-05-01", "2026-05-02")], "o3", "day", corner=REGION))
    return {path.stem: path for path in made}


def add(path: Path, made: str = "2026-01-01") -> QgsRasterLayer:
    """As Processing brings a result into the project."""
    layer = QgsRasterLayer(str(path), path.stem)
    style_result(layer, "air_raster")
    layer.setCustomProperty(MADE, made)
    QgsProject.instance().addMapLayer(layer)
    return layer


def month(number: int) -> QgsDateTimeRange:
    begin, end = (QDateTime(QDate(2014, one, 1), QTime(0, 0)) for one in (number, number + 1))
    return QgsDateTimeRange(begin, end, True, False)


def asked(moment: QgsDateTimeRange | None = None) -> dict[str, Any] | None:
    choice = raster_choice(QgsProject.instance(), moment)
    return choice.asked if choice is not None else None


def keep(**choice: Any) -> None:
    QgsProject.instance().writeEntry(SCOPE, ENTRY, json.dumps(choice))


def test_without_a_raster_nothing_is_counted() -> None:
    assert raster_choice(QgsProject.instance()) is None


def test_the_raster_made_last_is_counted_and_no_other_pollutants(files: dict[str, Path]) -> None:
    add(files["day"], "2026-01-02")
    add(files["months"], "2026-01-01")
    add(files["ozone"], "2026-01-03")
    assert asked() == {"path": str(files["day"]), "band": 1, "limit": 60.0}


def test_the_limit_is_that_of_the_standard_at_the_rasters_date(files: dict[str, Path]) -> None:
    add(files["day"])
    choice = raster_choice(QgsProject.instance())
    assert choice is not None and choice.limit == 60.0
    assert choice.basis == ("PM2.5: day 2026-05-01, limit 60 µg/m³ "
                            "(GB 3095-2026 (to 2030) class 2, PM2.5 24-hour mean)")


def test_a_demonstration_is_called_one_and_a_month_has_the_annual_limit(files: dict[str, Path]) -> None:
    add(files["months"])
    choice = raster_choice(QgsProject.instance())
    assert choice is not None and choice.limit == 35.0
    assert choice.basis.startswith(
        "Demonstration · PM2.5: months (demonstration) 2014-02, limit 35 µg/m³ (GB 3095-2012 class 2")


def test_the_band_is_that_of_the_time_shown_and_a_gap_has_none(files: dict[str, Path]) -> None:
    add(files["months"])
    bands = [(asked(month(number)) or {}).get("band") for number in (1, 2, 3)]
    assert bands == [1, 2, None]
    gap = raster_choice(QgsProject.instance(), month(3))
    assert gap is not None and "no band for the time" in gap.basis


def test_what_the_planner_chose_stays(files: dict[str, Path]) -> None:
    layer = add(files["months"])
    add(files["day"], "2026-02-02")
    keep(raster=layer.id(), band=1, limit=50.0, behind=None, class_field=None)
    assert asked(month(2)) == {"path": str(files["months"]), "band": 1, "limit": 50.0}
    choice = raster_choice(QgsProject.instance())
    assert choice is not None and choice.basis.endswith("limit 50 µg/m³ (your own)")
    keep(raster=None)
    assert asked() is None, "none was chosen"


def test_a_choice_of_an_older_version_is_read(files: dict[str, Path]) -> None:
    layer = add(files["months"])
    keep(raster=layer.id(), limit=35.0, behind=None, class_field=None)
    assert asked() == {"path": str(files["months"]), "band": 2, "limit": 35.0}


def test_a_raster_of_the_planners_own_is_known_by_its_name(files: dict[str, Path]) -> None:
    layer = QgsRasterLayer(str(files["ozone"]), "CHAP_PM2.5_2020")
    QgsProject.instance().addMapLayer(layer)
    assert remembered(QgsProject.instance())["raster"] == layer.id()


def test_a_raster_on_the_map_is_counted_before_one_that_is_switched_off(files: dict[str, Path]) -> None:
    project, newest, other = QgsProject.instance(), add(files["day"], "2026-01-02"), add(files["months"])
    own = QgsRasterLayer(str(files["ozone"]), "CHAP_PM2.5_2020")
    project.addMapLayer(own)
    counted = []
    for layer in (newest, other, own):
        counted.append(remembered(project)["raster"])
        project.layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(False)
    assert counted == [newest.id(), other.id(), own.id()]
    assert remembered(project)["raster"] == newest.id(), "where none is on, the one made last"


def test_the_dialog_offers_dates_and_names_the_standards_limit(qtbot: QtBot, files: dict[str, Path]) -> None:
    layer, other = add(files["months"]), add(files["ozone"])
    dialog = LiveLayersDialog(QgsProject.instance())
    qtbot.addWidget(dialog)
    assert dialog.raster.currentLayer() is layer
    listed = [dialog.raster.layer(place) for place in range(dialog.raster.count())]
    assert other not in listed, "the strip counts PM2.5"
    assert [dialog.band.itemText(place) for place in range(dialog.band.count())] == [
        "The one that the map shows", "2014-01", "2014-02"]
    assert dialog.limit.text() == "35 µg/m³ · GB 3095-2012 class 2, PM2.5 annual mean"
    dialog.band.setCurrentIndex(1)
    dialog.limit.setValue(25)
    dialog.accept()
    assert asked() == {"path": str(files["months"]), "band": 1, "limit": 25.0}
    assert chosen_layers(QgsProject.instance(), None) == {"raster": asked(), "behind": []}  # type: ignore[arg-type]


# With the real engine


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    made = Strip()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def canvas(qtbot: QtBot) -> QgsMapCanvas:
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def numbers(
    qtbot: QtBot, strip: Strip, canvas: QgsMapCanvas, editing: PlanEditing, files: dict[str, Path]
) -> Iterator[LiveNumbers]:
    """With the series of two months, and a thousand people in every unit."""
    add(files["months"])
    units = editing.layers["units"]
    column = units.fields().lookupField("population")
    units.dataProvider().changeAttributeValues({unit.id(): {column: 1000} for unit in units.getFeatures()})
    made = LiveNumbers(strip, None, canvas)
    bands = TemporalBands(canvas, QgsProject.instance())
    bands.shown.connect(made.raster_may_change)
    with qtbot.waitSignal(made.figures_changed, timeout=WAIT_MS):
        made.set_plan(editing)
    yield made
    bands.close()
    made.close()


def figures(numbers: LiveNumbers, editing: PlanEditing, table: str, field: str, value: str) -> dict[str, float]:
    feature = feature_of(editing.layers[table], field, value)
    return {one["id"]: one["before"] for one in numbers._subjects[feature["uid"]]["figures"] if "key" not in one}


def test_zone_axis_and_probe_have_a_mean_and_people_above_the_limit(
    qtbot: QtBot, numbers: LiveNumbers, strip: Strip, editing: PlanEditing, canvas: QgsMapCanvas
) -> None:
    zone = figures(numbers, editing, "zones", "zone_id", "Z3")
    axis = figures(numbers, editing, "axes", "axis_id", "A1")
    assert zone["pm25_mean"] == pytest.approx(20) and axis["pm25_mean"] == pytest.approx(20)
    assert zone["people_exposed"] == axis["people_exposed"] == 0, "20 is not above 35"
    assert "2014-02" in strip.basis.text() and strip.basis.text().startswith("Demonstration")
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        canvas.setTemporalRange(month(1))
    zone = figures(numbers, editing, "zones", "zone_id", "Z3")
    axis = figures(numbers, editing, "axes", "axis_id", "A1")
    assert zone["pm25_mean"] == pytest.approx(40) and axis["pm25_mean"] == pytest.approx(40)
    assert zone["people_exposed"] == pytest.approx(zone["people"]), "all of the zone is above"
    assert axis["people_exposed"] == pytest.approx(axis["people"]) and axis["people"] > 0
    assert "2014-01" in strip.basis.text()
    answers: list[dict[str, Any]] = []
    numbers._engine.answered.connect(lambda _number, result: answers.append(result))
    numbers.probe(116.4, 39.9, 20)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    told = {one["id"]: one["after"] for one in answers[0]["subjects"][0]["figures"] if "key" not in one}
    assert told["pm25_mean"] == pytest.approx(40) and told["people_exposed"] == pytest.approx(told["people"])


def test_a_raster_that_comes_is_counted_and_one_that_goes_is_not(
    qtbot: QtBot, numbers: LiveNumbers, strip: Strip, editing: PlanEditing, files: dict[str, Path]
) -> None:
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        newer = add(files["day"], "2026-02-02")
    assert figures(numbers, editing, "zones", "zone_id", "Z1")["pm25_mean"] == pytest.approx(70)
    assert "limit 60" in strip.basis.text() and "Demonstration" not in strip.basis.text()
    with qtbot.waitSignal(numbers.figures_changed, timeout=WAIT_MS):
        QgsProject.instance().removeMapLayer(newer.id())
    assert figures(numbers, editing, "zones", "zone_id", "Z1")["pm25_mean"] == pytest.approx(20)
