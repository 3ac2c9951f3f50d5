"""A water result on the print map of a plan: with the layers of its file that belong to the picture."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsLayoutItemLabel, QgsLayoutItemLegend, QgsProject, QgsVectorFileWriter, QgsVectorLayer

from jjj_planner_plugin.layers.layout import plan_map
from jjj_planner_plugin.layers.plan_file import open_plan, plan_layers
from jjj_planner_plugin.layers.result_map import put_on_map
from jjj_planner_plugin.layers.water_map import water_kind
from tests.water_layers import LINE, POINT, SQUARE, layer

MADE = {
    "catchments": (SQUARE, {"name": "string", "area_m2": "double", "plain_share": "double", "trusted": "integer"},
                   [("Guanting", 42817e6, 0.03, 1)]),
    "streams": (LINE, {"strahler": "integer"}, [(3,)]),
    "pour_points": (POINT, {"name": "string", "snap_m": "double"}, [("Guanting", 5041.0)]),
    "sub_basins": (SQUARE, {"basin_id": "string", "pfafstetter": "string"}, [("1", "1")]),
}


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A delineation's file with the recipe beside it."""
    file = tmp_path / "made.gpkg"
    context = QgsProject.instance().transformContext()
    for place, (table, (shape, fields, rows)) in enumerate(MADE.items()):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", table
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = actions.CreateOrOverwriteLayer if place else actions.CreateOrOverwriteFile
        QgsVectorFileWriter.writeAsVectorFormatV3(layer(shape, fields, rows), str(file), context, options)
    file.with_suffix(".recipe.json").write_text(json.dumps({"params": {"dem": "bundled"}}), encoding="utf-8")
    return file


@pytest.fixture
def project(made_plan: Path, tmp_path: Path) -> QgsProject:
    found = QgsProject()
    open_plan(str(shutil.copy(made_plan, tmp_path / "plan.gpkg")), found, "en")
    return found


def legend(project: QgsProject) -> list[str]:
    (item,) = (one for one in plan_map(project).items() if isinstance(one, QgsLayoutItemLegend))
    return [str(node.customProperty("legend/title-label") or node.name())
            for node in item.model().rootGroup().findLayers()]


def test_a_delineation_is_printed_with_its_streams_and_pour_points(project: QgsProject, result: Path) -> None:
    put_on_map(project, QgsVectorLayer(f"{result}|layername=catchments", "made", "ogr"), "")
    assert legend(project)[:3] == ["Delineated catchments", "Pour points", "Streams · Strahler order"]
    zones = project.layerTreeRoot().findLayer(plan_layers(project)["zones"].id())
    below = [node.layer().source().split("=")[-1] for node in zones.parent().children()]
    place = below.index("zones")
    assert below[place + 1:place + 4] == ["pour_points", "streams", "catchments"], "under the zones' outlines"


def test_the_sheet_says_which_heights_it_was_made_from(project: QgsProject, result: Path) -> None:
    put_on_map(project, QgsVectorLayer(f"{result}|layername=catchments", "made", "ogr"), "")
    texts = [item.text() for item in plan_map(project).items() if isinstance(item, QgsLayoutItemLabel)]
    assert sum("Heights: bundled 30″ heights" in text for text in texts) == 1


def test_a_part_of_a_result_is_printed_alone(project: QgsProject, result: Path) -> None:
    before = len(legend(project))
    put_on_map(project, QgsVectorLayer(f"{result}|layername=streams", "Rivers of the west", "ogr"), "")
    assert legend(project)[0].startswith("Rivers of the west")
    assert len(legend(project)) == before + 1 - 2, "and zones and wings have left it"


def test_a_plans_own_catchments_are_no_result(project: QgsProject) -> None:
    assert water_kind(plan_layers(project)["catchments"]) == ""
    assert water_kind(plan_layers(project)["stations"]) == ""
