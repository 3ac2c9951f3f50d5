"""Results of air tools in the panel: a raster without a table, dates, what is only a demonstration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsFeature, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER, Arrival
from jjj_planner_plugin.gui.results.chart_data import picture
from jjj_planner_plugin.gui.results.dock import ResultsDock
from jjj_planner_plugin.gui.results.table import TEXT, Column, Table
from jjj_planner_plugin.gui.results.table_model import ResultModel
from tests.qgis_tools import run_tool as run


@pytest.fixture
def dock(provider: Any, qtbot: QtBot) -> Iterator[ResultsDock]:
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    made = ResultsDock(canvas)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.take_down()


def arrive(
    file: Path, algorithm: str, kind: str, demonstration: bool = False, counted: int | None = 2, **outputs: str
) -> None:
    """As an engine's answer comes; of a file without features nothing is `counted`."""
    recipe = file.with_suffix(".recipe.json")
    told = [{"path": "in.tif", "layer": "", "crs": None, "features": counted, "used": counted,
             "repaired": counted and 0, "demonstration": demonstration}]
    recipe.write_text(json.dumps({"task": algorithm, "inputs": told, "repairs": []}), encoding="utf-8")
    ANNOUNCER.arrived.emit(Arrival(
        algorithm, kind, datetime(2026, 11, 28, 10, 0), {}, {}, {"OUTPUT": str(file), **outputs},
        {"output": str(file), "recipe": str(recipe), "inputs": told, "seconds": 1.0, "versions": {}, "warnings": []}))


def test_a_raster_alone_shows_how_it_was_made(dock: ResultsDock, tmp_path: Path) -> None:
    file = tmp_path / "pm25.tif"
    file.write_bytes(b"II*")
    arrive(file, "air_interpolate", "air_raster", demonstration=True)
    view = dock.view
    assert dock.pages.currentIndex() == 1
    assert view.tabs.currentIndex() == 1 and not view.tabs.isTabEnabled(0)
    assert view.head.text() == "Demonstration"
    assert "pm25.tif" in view.how.toPlainText() and "None" not in view.how.toPlainText()
    assert not view.copy_button.isEnabled()


def test_a_raster_beside_tables_does_not_hide_them(dock: ResultsDock, tmp_path: Path) -> None:
    table = days(tmp_path)
    cells = tmp_path / "cells.tif"
    cells.write_bytes(b"II*")
    arrive(table, "air_unknown", "air_exceedance", CELLS=str(cells))
    assert dock.view.tabs.currentIndex() == 0
    assert not dock.view.head.text().startswith("Demonstration")


def test_what_an_input_does_not_count_is_left_empty(dock: ResultsDock, tmp_path: Path) -> None:
    arrive(days(tmp_path), "air_unknown", "air_observations", counted=None)
    assert dock.view.table.model is not None
    assert "in" in dock.view.how.toPlainText() and "None" not in dock.view.how.toPlainText()


def test_a_result_that_cannot_be_told_leaves_no_other_table(
    dock: ResultsDock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> str:
        raise TypeError("told wrongly")

    arrive(days(tmp_path), "air_unknown", "air_zonal")
    assert dock.view.table.model is not None
    monkeypatch.setattr("jjj_planner_plugin.gui.results.result_view.header_line", failing)
    with pytest.raises(TypeError):
        dock.view.show_result(dock.results[0])
    assert dock.view.table.model is None and not dock.view.copy_button.isEnabled()


def days(folder: Path) -> Path:
    """A table of two places with a whole day, an hour of it, and areas."""
    fields = "field=name:string&field=start:datetime&field=area_m2:double&field=year:integer"
    layer = QgsVectorLayer(f"NoGeometry?{fields}", "t", "memory")
    for name, hour in (("a", 0), ("b", 5)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name, QDateTime(QDate(2014, 1, 31), QTime(hour, 0)), 2.0, 2014])
        layer.dataProvider().addFeatures([feature])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "t"
    file = folder / "t.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), QgsProject.instance().transformContext(), options)
    return file


def test_an_import_opens_on_its_values_and_shows_no_empty_table(dock: ResultsDock, tmp_path: Path) -> None:
    table = tmp_path / "d.csv"
    for hours, titles in ((24, ["Observations", "Import log"]), (19, ["Observations", "Import log", "Too few hours"])):
        table.write_text("date,hour,type,北京\n" + "".join(f"20240101,{hour},PM2.5,{hour}\n" for hour in range(hours)),
                         encoding="utf-8")
        run("air_import", {"FILES": [str(table)], "OUTPUT_STATIONS": str(tmp_path / "OUTPUT_STATIONS.gpkg")})
        view = dock.view
        assert [view.which.itemText(place) for place in range(view.which.count())] == titles
        assert view.tabs.currentIndex() == 0 and view.which.currentIndex() == 0
    heads = [view.table.model.headerData(place, Qt.Orientation.Horizontal) for place in range(4)]
    assert heads == ["Place", "Name", "City", "From"]
    assert "temporary file" in dock.chooser.currentText()
    assert "ellipsoid" not in view.head.text() and "ellipsoid" not in view.how.toPlainText()
    assert "Planar" not in view.how.toPlainText()


def test_concentrations_have_the_unit_that_the_rows_state(dock: ResultsDock, tmp_path: Path) -> None:
    arrive(days(tmp_path), "air_unknown", "air_zonal")
    table = dock.view.table.model.table
    unit = Column("value_unit", TEXT)
    for units, head in ((["mg/m³", "mg/m³"], "Area (mg/m³)"), (["mg/m³", "µg/m³"], "Area (m²)")):
        unit.values = units
        entry = {"in_value_unit": ["area_m2"]}
        model = ResultModel(Table([*(column for column in table.columns if column.name != "value_unit"), unit]), entry)
        column = next(place for place, found in enumerate(model.columns) if found.name == "area_m2")
        assert model.head(column) == head


def test_dates_are_shown_with_their_time_only_where_they_have_one(dock: ResultsDock, tmp_path: Path) -> None:
    arrive(days(tmp_path), "air_unknown", "air_zonal")
    model = dock.view.table.model
    column = next(place for place, found in enumerate(model.columns) if found.name == "start")
    assert [model.index(row, column).data() for row in range(2)] == ["2014-01-31", "2014-01-31 05:00"]
    drawn = picture(model, "en")
    assert drawn is not None and [bar.label for bar in drawn.bars] == ["a · 2014-01-31", "b · 2014-01-31 05:00"]


def test_a_year_in_a_bars_label_has_no_decimals(dock: ResultsDock, tmp_path: Path) -> None:
    arrive(days(tmp_path), "air_unknown", "air_zonal")
    model = dock.view.table.model
    model.entry["chart"] = {"kind": "bars", "label": ["name", "year"], "value": "area_m2"}
    drawn = picture(model, "en")
    assert drawn is not None and [bar.label for bar in drawn.bars] == ["a · 2014", "b · 2014"]


def test_a_bars_label_says_what_differs_and_the_first_value_there_is_is_drawn(
    dock: ResultsDock, tmp_path: Path
) -> None:
    arrive(days(tmp_path), "air_unknown", "air_zonal")
    model = dock.view.table.model
    model.entry["chart"] = {
        "kind": "bars", "label": ["name"], "if_several": ["year", "start"], "value": ["none", "area_m2"]}
    drawn = picture(model, "en")
    assert drawn is not None and [bar.label for bar in drawn.bars] == ["a · 2014-01-31", "b · 2014-01-31 05:00"]


def test_the_unit_of_areas_is_asked_only_where_there_are_areas(dock: ResultsDock, tmp_path: Path) -> None:
    arrive(days(tmp_path), "air_unknown", "air_zonal")
    assert dock.view.table.unit.isVisibleTo(dock)
    bare = days(tmp_path)
    layer = QgsVectorLayer(str(bare), "t", "ogr")
    layer.dataProvider().deleteAttributes([layer.fields().lookupField("area_m2")])
    del layer
    arrive(bare, "air_unknown", "air_zonal")
    assert not dock.view.table.unit.isVisibleTo(dock)
    assert not dock.view.table.unit_label.isVisibleTo(dock)
