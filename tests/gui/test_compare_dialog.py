"""The dialog “Compare scenarios…” as a planner uses it, with the real engine behind it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingException,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem

from jjj_planner_plugin.algorithms.compare_plans import ComparePlans
from jjj_planner_plugin.gui.compare_dialog import CompareDialog, compared_name

WAIT_MS = 60_000


@pytest.fixture
def base(made_plan: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_plan, tmp_path / "base.gpkg"))


@pytest.fixture
def scenario(made_plan: Path, tmp_path: Path) -> Path:
    """A plan whose first node moved, and that names base.gpkg as its parent."""
    path = Path(shutil.copy(made_plan, tmp_path / "scenario.gpkg"))
    with closing(sqlite3.connect(path)) as plan:
        plan.execute("UPDATE plan_info SET parent = 'base.gpkg|scenario=Baseline', scenario = '方案一'")
        plan.commit()
    nodes = QgsVectorLayer(f"{path}|layername=nodes", "nodes", "ogr")
    node = next(nodes.getFeatures())
    shape = node.geometry()
    shape.translate(0.1, 0)
    assert nodes.dataProvider().changeGeometryValues({node.id(): shape})
    return path


def opened(qtbot: QtBot) -> CompareDialog:
    dialog = CompareDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def compare(qtbot: QtBot, dialog: CompareDialog) -> tuple[str, list[str]]:
    with qtbot.waitSignal(dialog.made, timeout=WAIT_MS) as made:
        qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    return tuple(made.args)


def rows(path: str, table: str) -> list[dict[str, Any]]:
    return [row.attributeMap() for row in QgsVectorLayer(f"{path}|layername={table}", table, "ogr").getFeatures()]


def tick(qtbot: QtBot, dialog: CompareDialog, row: int) -> None:
    """Click the check box of a pair."""
    table = dialog.draft.pairs
    table.scrollToItem(table.item(row, 0))
    option = QStyleOptionViewItem()
    option.rect = table.visualItemRect(table.item(row, 0))
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def test_a_scenario_s_name_is_not_said_twice() -> None:
    assert compared_name("plan1", "plan1_方案乙") == compared_name("plan1_方案乙", "plan1") == "plan1_方案乙_compared"
    assert compared_name("a", "b") == "a_b_compared"


def test_without_a_plan_nothing_can_be_compared(provider: Any, qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert not dialog.compare_button.isEnabled() and not dialog.draft.isVisible()


def test_the_open_plan_stands_against_its_parent(provider: Any, qtbot: QtBot, base: Path, scenario: Path) -> None:
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{scenario}|layername=zones", "zones", "ogr"))
    dialog = opened(qtbot)
    assert (dialog.before.filePath(), dialog.after.filePath()) == (str(base), str(scenario))
    assert "Baseline" in dialog.before_said.text() and "方案一" in dialog.after_said.text()
    assert Path(dialog.output.filePath()).name == "base_scenario_compared.gpkg"
    path, warnings = compare(qtbot, dialog)
    assert [row["kind"] for row in rows(path, "moves")] == ["moved"] and warnings == []
    assert not dialog.isVisible()


def test_without_a_parent_the_open_plan_is_the_first(provider: Any, qtbot: QtBot, base: Path, scenario: Path) -> None:
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{base}|layername=zones", "zones", "ogr"))
    dialog = opened(qtbot)
    assert (dialog.before.filePath(), dialog.after.filePath()) == (str(base), "")
    assert not dialog.compare_button.isEnabled()
    dialog.after.setFilePath(str(base))
    assert "the same file" in dialog.message.text() and not dialog.compare_button.isEnabled()
    dialog.after.setFilePath(str(scenario))
    assert dialog.compare_button.isEnabled() and dialog.message.text() == ""
    qtbot.mouseClick(dialog.swap_button, Qt.MouseButton.LeftButton)
    assert (dialog.before.filePath(), dialog.after.filePath()) == (str(scenario), str(base))
    assert dialog.compare_button.isEnabled()


@pytest.fixture
def draft(scenario: Path, tmp_path: Path) -> Path:
    """The nodes without uid as a GBK Shapefile in Gauss-Krüger; the second one is renamed and moved 3 km."""
    nodes = QgsVectorLayer(f"{scenario}|layername=nodes", "nodes", "ogr")
    second = sorted(node.id() for node in nodes.getFeatures())[1]
    nodes.startEditing()
    shape = nodes.getFeature(second).geometry()
    shape.translate(0.035, 0)
    nodes.changeGeometry(second, shape)
    nodes.changeAttributeValue(second, nodes.fields().lookupField("name_zh"), "临空新城")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    options.attributes = [nodes.fields().lookupField(name) for name in ("name_zh", "tier")]
    path = tmp_path / "草案.shp"
    context = QgsProject.instance().transformContext()
    options.ct = QgsCoordinateTransform(nodes.crs(), QgsCoordinateReferenceSystem("EPSG:4527"), context)
    assert QgsVectorFileWriter.writeAsVectorFormatV3(nodes, str(path), context, options)[0] == 0
    nodes.rollBack()
    return path


def test_the_pairs_of_a_draft_are_shown_and_the_doubtful_one_is_confirmed(
    provider: Any, qtbot: QtBot, base: Path, draft: Path
) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(base))
    dialog.after.setFilePath(str(draft))
    assert dialog.draft.isVisible() and not dialog.compare_button.isEnabled()
    assert not dialog.draft.layers.isVisible() and not dialog.swap_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.draft.proposal is not None, timeout=WAIT_MS)
    assert dialog.draft.table.currentData() == "nodes" and dialog.draft.name_field.currentField() == "name_zh"
    pairs = dialog.draft.pairs
    assert pairs.rowCount() == 11 and len(dialog.draft.confirmed()) == 9
    doubtful = [row for row in range(2) if pairs.item(row, 1).text() == "临空新城"]
    assert len(doubtful) == 1 and pairs.item(doubtful[0], 3).text() == "place"
    assert "to be confirmed by you: 2" in dialog.draft.said.text()
    tick(qtbot, dialog, 0)
    tick(qtbot, dialog, 1)
    assert len(dialog.draft.confirmed()) == 11
    path, _ = compare(qtbot, dialog)
    changes = rows(path, "changes")
    assert {row["kind"] for row in changes} == {"moved", "changed"}
    assert [row["to_value"] for row in changes if row["field"] == "name_zh"] == ["临空新城"]


def test_what_is_not_confirmed_counts_as_removed_and_added(
    provider: Any, qtbot: QtBot, base: Path, draft: Path
) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(base))
    dialog.after.setFilePath(str(draft))
    qtbot.waitUntil(lambda: dialog.draft.proposal is not None, timeout=WAIT_MS)
    path, _ = compare(qtbot, dialog)
    assert sorted(row["kind"] for row in rows(path, "changes")) == ["added", "added", "removed", "removed"]


def test_a_table_that_the_draft_cannot_be_is_told(provider: Any, qtbot: QtBot, base: Path, draft: Path) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(base))
    dialog.after.setFilePath(str(draft))
    qtbot.waitUntil(lambda: dialog.draft.proposal is not None, timeout=WAIT_MS)
    table = dialog.draft.table
    table.setCurrentIndex(table.findData("units"))
    table.activated.emit(table.currentIndex())
    qtbot.waitUntil(lambda: "expected was polygons" in dialog.draft.said.text(), timeout=WAIT_MS)
    assert not dialog.compare_button.isEnabled() and dialog.draft.pairs.rowCount() == 0


def test_all_pairs_are_confirmed_with_one_button(provider: Any, qtbot: QtBot, base: Path, draft: Path) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(base))
    dialog.after.setFilePath(str(draft))
    qtbot.waitUntil(lambda: dialog.draft.proposal is not None, timeout=WAIT_MS)
    qtbot.mouseClick(dialog.draft.all_button, Qt.MouseButton.LeftButton)
    assert len(dialog.draft.confirmed()) == 11


def test_a_draft_cannot_be_the_first(provider: Any, qtbot: QtBot, base: Path, draft: Path) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(draft))
    dialog.after.setFilePath(str(base))
    assert "is not a plan" in dialog.message.text() and not dialog.compare_button.isEnabled()


def test_closing_while_pairs_are_looked_for_ends_quietly(
    provider: Any, qtbot: QtBot, base: Path, draft: Path
) -> None:
    dialog = opened(qtbot)
    dialog.before.setFilePath(str(base))
    dialog.after.setFilePath(str(draft))
    dialog.reject()
    qtbot.wait(1500)
    assert dialog.draft.proposal is None and not dialog.isVisible()


def test_a_comparison_that_cannot_be_prepared_ends_with_the_sentence(
    provider: Any, qtbot: QtBot, base: Path, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> dict[str, Any]:
        raise QgsProcessingException("No room for a copy")

    monkeypatch.setattr(ComparePlans, "job", refuse)
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{scenario}|layername=zones", "zones", "ogr"))
    dialog = opened(qtbot)
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No room for a copy" in dialog.message.text(), timeout=5000)
    assert dialog.compare_button.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()
