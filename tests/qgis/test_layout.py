"""The print map: what has to stand on it, in both languages, and that it is printed whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateTransform,
    QgsExpressionContextUtils,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from jjj_planner_plugin.layers.compose import PlanError
from jjj_planner_plugin.layers.layout import enter_in_title_block, export_map, plan_map
from jjj_planner_plugin.layers.plan_file import dress_plan, open_plan, project_uri


def opened(made_plan: Path, folder: Path, language: str) -> QgsProject:
    """A dressed plan as plain QGIS opens it."""
    plan = shutil.copy(made_plan, folder / f"{language}.gpkg")
    dress_plan(str(plan), language)
    project = QgsProject()
    assert project.read(project_uri(Path(plan)))
    return project


def words(project: QgsProject) -> list[str]:
    """Every text on the sheet, evaluated."""
    layout = plan_map(project)
    assert layout is not None
    return [item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


def legend_names(project: QgsProject) -> list[str]:
    layout = plan_map(project)
    (legend,) = (item for item in layout.items() if isinstance(item, QgsLayoutItemLegend))
    nodes = legend.model().rootGroup().findLayers()
    return [str(node.customProperty("legend/title-label") or node.name()) for node in nodes]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["图名", "编制单位", "日期", "密级", "审图号", "坐标系", "比例尺", "边界为示意，不作为划界依据。"]),
        ("en", ["Prepared by", "Date", "Classification", "Review no.", "CRS", "Scale"]),
    ],
)
def test_the_title_block_is_complete(made_plan: Path, tmp_path: Path, language: str, expected: list[str]) -> None:
    project = opened(made_plan, tmp_path, language)
    shown = words(project)
    assert [word for word in expected if word not in shown] == []
    scale = next(item.scale() for item in plan_map(project).items() if isinstance(item, QgsLayoutItemMap))
    assert f"1:{scale:,.0f}".replace(",", " ") in shown


def test_what_the_planner_enters_stands_on_the_sheet_and_is_empty_before(made_plan: Path, tmp_path: Path) -> None:
    project = opened(made_plan, tmp_path, "zh")
    assert "GS京(2026)0001号" not in words(project) and "" in words(project)
    QgsExpressionContextUtils.setLayoutVariable(plan_map(project), "jjj_review_number", "GS京(2026)0001号")
    plan_map(project).refresh()
    assert "GS京(2026)0001号" in words(project)


def test_the_whole_region_is_on_the_map(made_plan: Path, tmp_path: Path) -> None:
    project = opened(made_plan, tmp_path, "zh")
    item = next(item for item in plan_map(project).items() if isinstance(item, QgsLayoutItemMap))
    assert round(item.scale()) in (2_250_000, 2_500_000)
    zones = next(layer for layer in project.mapLayers().values() if layer.customProperty("jjj/table") == "zones")
    box = QgsCoordinateTransform(zones.crs(), project.crs(), project).transformBoundingBox(zones.extent())
    assert item.extent().contains(box)


def test_the_legend_names_things_in_one_language(made_plan: Path, tmp_path: Path) -> None:
    names = legend_names(opened(made_plan, tmp_path, "en"))
    assert names[0] == "Core" and "Axis (dashed: assumed course)" in names
    assert all(name.isascii() for name in names)


def test_no_item_hangs_over_the_edge_of_the_sheet(made_plan: Path, tmp_path: Path) -> None:
    project = opened(made_plan, tmp_path, "en")
    kinds = (QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemPicture, QgsLayoutItemScaleBar)
    items = [item for item in plan_map(project).items() if isinstance(item, kinds)]
    assert len(items) > 15
    for item in items:
        pos, size = item.pagePos(), item.rect()
        assert pos.x() >= 0 and pos.y() >= 0, item.displayName()
        assert pos.x() + size.width() <= 297.01 and pos.y() + size.height() <= 420.01, item.displayName()


def test_a_plan_is_printed_in_the_other_language_with_what_was_entered(made_plan: Path, tmp_path: Path) -> None:
    project = opened(made_plan, tmp_path, "zh")
    enter_in_title_block(project, {"jjj_organisation": "Planning office 7"})
    project.write()
    other = QgsProject()
    layers = open_plan(str(tmp_path / "zh.gpkg"), other, "en")
    assert layers["zones"].name() == "Zones"
    assert {"Prepared by", "Planning office 7"} <= set(words(other))
    assert all(name.isascii() for name in legend_names(other))


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_the_map_is_printed_on_a3(made_plan: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"map.{suffix}"
    assert export_map(opened(made_plan, tmp_path, "zh"), str(target), 100) == str(target)
    if suffix == "pdf":
        assert target.read_bytes().startswith(b"%PDF") and target.stat().st_size > 100_000
        return
    image = QImage(str(target))
    assert abs(image.width() - 1169) <= 1 and abs(image.height() - 1654) <= 1
    colours = {image.pixelColor(x, y).name() for x in range(70, 1100, 7) for y in range(125, 1440, 7)}
    assert len(colours) > 50


def test_a_map_that_cannot_be_written_is_refused_with_a_sentence(made_plan: Path, tmp_path: Path) -> None:
    project = opened(made_plan, tmp_path, "en")
    for name in ("missing/map.png", "missing/map.pdf", "map.bmp"):
        with pytest.raises(PlanError, match="could not be written"):
            export_map(project, str(tmp_path / name))
    with pytest.raises(PlanError, match="Open a plan first"):
        export_map(QgsProject(), str(tmp_path / "map.png"))


def test_in_another_project_the_map_shows_the_plan_only(made_plan: Path, tmp_path: Path) -> None:
    project = QgsProject()
    own = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    project.addMapLayer(own)
    project.setCrs(own.crs())
    plan = shutil.copy(made_plan, tmp_path / "plan.gpkg")
    open_plan(str(plan), project, "zh")
    item = next(item for item in plan_map(project).items() if isinstance(item, QgsLayoutItemMap))
    assert item.layers() and own not in item.layers()
