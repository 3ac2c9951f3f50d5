"""Where results may go, and what is said about where they may not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsProcessing, QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.destinations import refusal

GPKG = (".gpkg",)


@pytest.mark.parametrize("target", [
    "memory:", "memory:rings", "ogr:dbname='x.gpkg' table=\"t\" (geom)", "x.gpkg|layername=y",
])
def test_what_is_no_file_is_refused(target: str) -> None:
    assert "is not a file name" in refusal(target, GPKG, None)


@pytest.mark.parametrize("name", ["rings.shp", "rings", "rings.gpkg.zip"])
def test_another_suffix_or_none_is_refused(name: str, tmp_path: Path) -> None:
    assert "does not end in .gpkg" in refusal(str(tmp_path / name), GPKG, None)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in refusal(str(tmp_path / "none" / "a.gpkg"), GPKG, None)


def test_a_plain_file_and_a_temporary_output_are_taken(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "a.GPKG"), GPKG, None) == ""
    assert refusal(QgsProcessing.TEMPORARY_OUTPUT, GPKG, None) == ""


def test_a_target_that_is_open_in_the_project_is_refused_with_the_layers_name(made_plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "open.gpkg"
    shutil.copy(made_plan, target)
    project = QgsProject()
    layer = QgsVectorLayer(f"{target}|layername=zones", "正在看的图层", "ogr")
    project.addMapLayer(layer)
    assert "正在看的图层" in refusal(str(target), GPKG, project)
    project.removeMapLayer(layer.id())
    assert refusal(str(target), GPKG, project) == ""
