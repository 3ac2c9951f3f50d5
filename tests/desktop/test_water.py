"""The water tools in the real `qgis.bin`, each from the menu with one click on Run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import qgis_profile

from tests.desktop.conftest import Driver

GROUPS = {
    "delineate_catchments": "Delineated catchments", "trace_upstream": "Upstream trace",
    "catchment_matrix": "Catchment matrix",
    "water_dependency": "Dependency", "riparian_buffers": "Riparian strips",
    "source_protection_check": "Source protection"}


@pytest.fixture(scope="module")
def seen(archive: Path, process_plan: Path, tmp_path_factory: pytest.TempPathFactory, drive: Driver) -> dict[str, Any]:
    """What one desktop saw that ran them all."""
    folder = tmp_path_factory.mktemp("water")
    profile = qgis_profile.make(folder / "profile", language="en", archive=archive)
    plan = Path(shutil.copyfile(process_plan, folder / "plan.gpkg"))
    return drive("water", profile, JJJ_OPEN_PLAN=str(plan), JJJ_OUT=str(folder))


def test_every_tool_runs_from_the_menu_as_it_begins_there(seen: dict[str, Any]) -> None:
    assert {name: seen[name]["group"] for name in GROUPS} == GROUPS
    assert seen["results"] == len(GROUPS)
    assert all(seen[name]["tables"] for name in GROUPS)


def test_the_layers_are_styled_and_lie_points_over_lines_over_polygons(seen: dict[str, Any]) -> None:
    made = seen["delineate_catchments"]
    assert made["order"] == ["Pour points on the river", "How pour points were moved", "Streams", "Catchments"]
    assert made["legends"]["Streams"][0] == "Streams · Strahler order"
    assert seen["trace_upstream"]["legends"]["Basins traced"][0] == "the basin asked about"
    assert "Daqing River" in seen["catchment_matrix"]["legends"]["Catchments by jurisdiction"], "the plan's own"
    shares = seen["water_dependency"]
    assert shares["order"][-1] == "Water dependency" and "80 – 100 %" in shares["legends"]["Water dependency"]
    assert seen["riparian_buffers"]["legends"]["Riparian strips"] == ["core monitoring area"]


def test_every_field_has_a_head_that_can_be_read(seen: dict[str, Any]) -> None:
    bare = {(name, layer): fields for name in GROUPS for layer, fields in seen[name]["aliases"].items() if fields}
    assert list(bare) == [("catchment_matrix", "Catchment matrix in columns (km²)")], "these are catchments' own names"


def test_a_place_is_taken_from_a_click_on_the_map(seen: dict[str, Any]) -> None:
    place, crs = seen["clicked"].split(" ")
    x, y = map(float, place.split(","))
    assert crs == "[EPSG:4509]"
    assert x == pytest.approx(381e3, abs=2e3) and y == pytest.approx(4455e3, abs=2e3), "at Guanting"
