"""jjj:compare_plans through Processing, with the real engine: plans in, a styled difference and its tables out."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from jjj_planner_plugin.algorithms.announcements import ANNOUNCER, Arrival
from jjj_planner_plugin.algorithms.compare_plans import draft_tables, read_pairs
from jjj_planner_plugin.algorithms.exports import exports_folder
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.plan_file import plan_layers
from jjj_planner_plugin.layers.results import style_result
from jjj_planner_plugin.layers.schema import catalog
from tests.qgis_tools import Heard, run_tool

run = partial(run_tool, "compare_plans")


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


@pytest.fixture
def before(made_plan: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_plan, tmp_path / "before.gpkg"))


@pytest.fixture
def after(made_plan: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_plan, tmp_path / "after.gpkg"))


def opened(path: Path) -> dict[str, QgsVectorLayer]:
    """The plan's layers in the project."""
    for table in ("zones", "units", "nodes", "core"):
        QgsProject.instance().addMapLayer(QgsVectorLayer(f"{path}|layername={table}", table, "ogr"))
    return plan_layers(QgsProject.instance(), path)


def give_first_unit_of_z1_to_z4(layers: dict[str, QgsVectorLayer]) -> str:
    """As a tool does it, not saved: the unit's zone and both zones' shapes. The unit's uid."""
    units, zones = layers["units"], layers["zones"]
    unit = next(feature for feature in units.getFeatures() if feature["zone_id"] == "Z1")
    units.startEditing()
    units.changeAttributeValue(unit.id(), units.fields().lookupField("zone_id"), "Z4")
    zones.startEditing()
    for zone in zones.getFeatures():
        if zone["zone_id"] in ("Z1", "Z4"):
            change = zone.geometry().difference if zone["zone_id"] == "Z1" else zone.geometry().combine
            shape = change(unit.geometry())
            shape.convertToMultiType()
            zones.changeGeometry(zone.id(), shape)
    return str(unit["uid"])


def test_unsaved_edits_of_an_open_plan_are_compared(provider: Any, before: Path, after: Path, tmp_path: Path) -> None:
    uid = give_first_unit_of_z1_to_z4(opened(after))
    arrived: list[Arrival] = []
    ANNOUNCER.arrived.connect(arrived.append)
    try:
        made = run({"BEFORE": str(before), "AFTER": str(after), "OUTPUT": str(tmp_path / "out.gpkg")})
    finally:
        ANNOUNCER.arrived.disconnect(arrived.append)
    (ground,) = rows(f"{made['OUTPUT']}|layername=difference")
    assert (ground["from_zone"], ground["to_zone"]) == ("Z1", "Z4") and ground["area_km2"] > 100
    changed = [row for row in rows(made["CHANGES"]) if row["table_name"] == "units"]
    assert [(row["uid"], row["field"], row["to_raw"]) for row in changed] == [(uid, "zone_id", "Z4")]
    stored = rows(f"{after}|layername=units")
    assert [row["zone_id"] for row in stored if row["uid"] == uid] == ["Z1"]  # the file is as it was
    assert not list(exports_folder().glob("*/*.gpkg"))
    inputs = arrived[0].result["inputs"]
    assert inputs[1]["source"] == str(after) and "source" not in inputs[0]
    assert {row["indicator"] for row in rows(made["INDICATORS"])} >= {"zone_area", "axis_band", "not_covered"}


def test_new_and_deleted_features_that_are_not_saved_are_compared_too(
    provider: Any, before: Path, after: Path, tmp_path: Path
) -> None:
    nodes = opened(after)["nodes"]
    first = next(nodes.getFeatures())
    nodes.startEditing()
    nodes.deleteFeature(first.id())
    first.setAttribute("uid", "new-node")
    first.setAttribute("fid", None)
    assert nodes.addFeature(first)
    made = run({"BEFORE": str(before), "AFTER": str(after), "OUTPUT": str(tmp_path / "out.gpkg")})
    assert sorted(row["kind"] for row in rows(made["CHANGES"])) == ["added", "removed"]


def test_a_draft_is_compared_by_the_pairs_that_were_confirmed(provider: Any, before: Path, tmp_path: Path) -> None:
    units = QgsVectorLayer(f"{before}|layername=nodes", "nodes", "ogr")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    options.attributes = [units.fields().lookupField("name_zh")]
    draft = tmp_path / "草案.shp"
    QgsVectorFileWriter.writeAsVectorFormatV3(units, str(draft), QgsProject.instance().transformContext(), options)
    uids = [feature["uid"] for feature in units.getFeatures()]
    values = {"BEFORE": str(before), "AFTER": str(draft), "TABLE": draft_tables().index("nodes") + 1,
              "OUTPUT": str(tmp_path / "out.gpkg")}
    assert rows(run(values)["CHANGES"]) == []
    turned = {uids[0]: 1, uids[1]: 0}  # two nodes confirmed the wrong way round, the others not at all
    found = rows(run({**values, "PAIRS": json.dumps(turned), "OUTPUT": str(tmp_path / "two.gpkg")})["CHANGES"])
    kinds = [row["kind"] for row in found]
    assert kinds.count("moved") == 2 and kinds.count("removed") == kinds.count("added") == len(uids) - 2


def test_what_cannot_be_compared_is_refused_before_the_engine_starts(
    provider: Any, before: Path, after: Path, tmp_path: Path
) -> None:
    feedback, output = Heard(), str(tmp_path / "out.gpkg")
    assert run({"BEFORE": str(before), "AFTER": str(before), "OUTPUT": output}, feedback) == {}
    assert "the same file" in feedback.errors[-1]
    assert run({"BEFORE": str(before), "AFTER": str(after), "PAIRS": "x", "OUTPUT": output}, feedback) == {}
    assert "cannot be read" in feedback.errors[-1]
    assert read_pairs('["a"]') is None and read_pairs('{"a": 1}') == {"a": 1}


@pytest.fixture
def compared(provider: Any, before: Path, after: Path, tmp_path: Path) -> str:
    layers = opened(after)
    give_first_unit_of_z1_to_z4(layers)
    node = next(layers["nodes"].getFeatures())
    layers["nodes"].startEditing()
    shape = node.geometry()
    shape.translate(0.1, 0.1)
    layers["nodes"].changeGeometry(node.id(), shape)
    return str(run({"BEFORE": str(before), "AFTER": str(after), "OUTPUT": str(tmp_path / "o.gpkg")})["OUTPUT"])


def test_the_ground_has_the_colour_of_its_new_zone_and_a_hatch_of_the_old(compared: str) -> None:
    layer = QgsVectorLayer(f"{compared}|layername=difference", "difference", "ogr")
    with speaking("en"):
        style_result(layer, "comparison")
    (category,) = layer.renderer().categories()
    feature = next(layer.getFeatures())
    assert category.label() == f"{feature['from_name_en']} → {feature['to_name_en']}"
    fill, hatch = (category.symbol().symbolLayer(place) for place in (0, 1))
    palette = catalog("catalog/palette.json")["zones"]
    assert fill.fillColor().name() == QColor(palette["Z4"]).name()
    assert hatch.subSymbol().color().name() == QColor(palette["Z1"]).name()
    assert layer.attributeAlias(layer.fields().lookupField("area_km2")) == "面积 Area (km²)"


def test_moves_are_arrows_and_changes_have_a_mark_for_each_kind(compared: str) -> None:
    for name, kind in (("moves", "moved"), ("changes", "reshaped")):
        layer = QgsVectorLayer(f"{compared}|layername={name}", name, "ogr")
        style_result(layer, "comparison")
        values = [category.value() for category in layer.renderer().categories()]
        assert kind in values and kind in {feature["kind"] for feature in layer.getFeatures()}
