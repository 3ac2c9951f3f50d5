"""What the dialog of the relocations begins with, and what arrives from a table in the plan that is open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER, Arrival
from jjj_planner_plugin.algorithms.provider import ALGORITHMS
from jjj_planner_plugin.gui.moves_tools import MovesIntoPlan, moves_values
from jjj_planner_plugin.gui.results.catalogue import tables_of
from jjj_planner_plugin.gui.results.chart_data import picture
from jjj_planner_plugin.gui.results.table import TableReader
from jjj_planner_plugin.gui.results.table_model import ResultModel
from jjj_planner_plugin.layers.editing import PlanEditing
from tests.qgis_tools import run_tool


def test_the_summary_begins_with_the_active_moves_or_the_plans(editing: PlanEditing) -> None:
    plan = editing.layers
    lines = QgsVectorLayer("LineString?field=迁出地:string", "moves", "memory")
    rivers = QgsVectorLayer("LineString?field=name:string", "rivers", "memory")
    values = moves_values("relocation_summary", rivers, plan)
    assert values["RELOCATIONS"] == plan["relocations"].id() and values["WINGS"] == plan["wings"].id()
    assert moves_values("relocation_summary", lines, plan)["RELOCATIONS"] == lines.id()
    assert moves_values("relocation_summary", None, {}) == {}
    algorithm = next(found for found in ALGORITHMS if found.NAME == "relocation_summary")()
    algorithm.initAlgorithm()
    assert set(values) <= {definition.name() for definition in algorithm.parameterDefinitions()}


@pytest.fixture
def file(tmp_path: Path) -> str:
    """What an import has written: one move."""
    made = QgsVectorLayer("LineString?crs=EPSG:4490&field=name_zh:string&field=category:string&field=people:int"
                          "&field=destination_adcode:string", "made", "memory")
    move = QgsFeature(made.fields())
    move.setGeometry(QgsGeometry.fromWkt("LINESTRING (116.4 39.9, 115.97 39)"))
    move.setAttributes(["某单位", "soe", 120, "133100"])
    made.dataProvider().addFeature(move)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "relocations"
    path = str(tmp_path / "made.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsCoordinateTransformContext(), options)
    return path


@pytest.mark.parametrize(("wanted", "is_open", "rows"), [(True, True, 21), (False, True, 20), (True, False, 20)])
def test_a_tables_moves_go_into_the_open_plan_where_that_is_wanted(
    editing: PlanEditing, file: str, wanted: bool, is_open: bool, rows: int
) -> None:
    said: list[str] = []
    hears = MovesIntoPlan(lambda: editing if is_open else None, said.append)
    ANNOUNCER.arrived.emit(Arrival("import_relocations", "imported_relocations", datetime.now(),
                                   {"INTO_PLAN": wanted}, {}, {"OUTPUT": file}, {}))
    hears.close()
    layer = editing.layers["relocations"]
    assert layer.featureCount() == rows and len(said) == int(wanted)
    new = [row for row in layer.getFeatures() if row["name_zh"] == "某单位"]
    assert [(row["people"], row["category"], row["destination_adcode"]) for row in new] == \
        [(120, "soe", "133100")] * (rows - 20)


def test_the_panel_has_a_table_and_a_picture_for_each_count(provider: Any, tmp_path: Path) -> None:
    came: list[Arrival] = []
    ANNOUNCER.arrived.connect(came.append)
    run_tool("relocation_summary", {"OUTPUT": str(tmp_path / "flows.gpkg")})
    ANNOUNCER.arrived.disconnect(came.append)
    specs = tables_of(came[0])
    assert [spec.entry["table"] for spec in specs] == [
        "by_category", "by_year", "by_destination", "by_wing", "flows", "moves"]
    for spec in specs[:5]:
        reader, read = TableReader(), []
        reader.done.connect(read.append)
        reader.read(spec.uri)
        drawn = picture(ResultModel(read[0], spec.entry), "zh")
        assert drawn is not None and len(drawn.bars) == len(read[0]) > 3, spec.entry["table"]
        assert set(spec.entry.get("order", [])) <= {column.name for column in read[0].columns}
