"""The dialog “New plan…” as a planner uses it, with the real engine behind it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from jjj_planner_plugin.gui.new_plan import NewPlanDialog


@pytest.fixture
def dialog(provider: Any, qtbot: QtBot, tmp_path: Path) -> NewPlanDialog:
    QgsSettings().setValue("jjj_planner/last_folder", str(tmp_path))
    made = NewPlanDialog()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def ok_button(dialog: NewPlanDialog) -> Any:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def own_counties(made_plan: Path, folder: Path) -> QgsVectorLayer:
    path = folder / "counties.gpkg"
    shutil.copy(made_plan, path)
    layer = QgsVectorLayer(f"{path}|layername=units", "区县", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_ok_makes_the_plan_and_says_where(dialog: NewPlanDialog, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "我的规划.gpkg"
    dialog.file.setFilePath(str(target))
    dialog.title.setText("我的规划")
    dialog.scheme.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.made, timeout=60_000) as made:
        qtbot.mouseClick(ok_button(dialog), Qt.MouseButton.LeftButton)
    assert made.args == [str(target), []]
    info = next(QgsVectorLayer(f"{target}|layername=plan_info", "i", "ogr").getFeatures())
    assert (info["title"], info["scheme"]) == ("我的规划", "prefecture")
    assert QgsSettings().value("jjj_planner/new_plan/scheme") == "prefecture"


def test_a_new_name_is_proposed_beside_the_last_plan(qtbot: QtBot, provider: Any, tmp_path: Path) -> None:
    QgsSettings().setValue("jjj_planner/last_folder", str(tmp_path))
    (tmp_path / "jjj_plan.gpkg").touch()
    second = NewPlanDialog()
    qtbot.addWidget(second)
    assert second.file.filePath() == str(tmp_path / "jjj_plan_2.gpkg")


def test_a_name_without_suffix_becomes_a_geopackage(dialog: NewPlanDialog, tmp_path: Path) -> None:
    dialog.file.setFilePath(str(tmp_path / "plan"))
    assert dialog.parameters()["OUTPUT"] == str(tmp_path / "plan.gpkg")


def test_own_counties_find_their_code_field(dialog: NewPlanDialog, made_plan: Path, tmp_path: Path) -> None:
    layer = own_counties(made_plan, tmp_path)
    assert "UNITS" not in dialog.parameters()
    dialog.units.setCurrentIndex(1)
    dialog.layer.setLayer(layer)
    assert dialog.field.currentField() == "adcode"
    assert dialog.parameters()["UNITS"] == layer.id()


def test_ok_is_greyed_while_something_is_missing(dialog: NewPlanDialog) -> None:
    assert ok_button(dialog).isEnabled()
    dialog.units.setCurrentIndex(1)  # a county layer of my own, and the project has none
    assert not ok_button(dialog).isEnabled()
    dialog.units.setCurrentIndex(0)
    dialog.file.setFilePath("")
    assert not ok_button(dialog).isEnabled()


def test_a_folder_that_does_not_exist_is_told_in_the_dialog(dialog: NewPlanDialog, qtbot: QtBot) -> None:
    dialog.file.setFilePath("/nowhere/at/all/plan.gpkg")
    qtbot.mouseClick(ok_button(dialog), Qt.MouseButton.LeftButton)
    assert "/nowhere/at/all does not exist" in dialog.message.text() and dialog.isVisible()


def test_the_preview_follows_the_scheme(dialog: NewPlanDialog) -> None:
    layer = dialog.preview.layers()[0]
    assert layer.renderer().classAttribute() == "zone_county"
    dialog.scheme.setCurrentIndex(1)
    assert layer.renderer().classAttribute() == "zone_prefecture"


def test_cancel_stops_the_work_first_and_keeps_the_dialog(dialog: NewPlanDialog, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "never.gpkg"
    dialog.file.setFilePath(str(target))
    qtbot.mouseClick(ok_button(dialog), Qt.MouseButton.LeftButton)
    dialog.reject()
    qtbot.waitUntil(lambda: bool(dialog.message.text()), timeout=20_000)
    assert not list(tmp_path.glob("*never*")) and dialog.isVisible()


def test_the_engines_refusal_is_shown(dialog: NewPlanDialog, qtbot: QtBot, made_plan: Path, tmp_path: Path) -> None:
    layer = own_counties(made_plan, tmp_path)
    dialog.units.setCurrentIndex(1)
    dialog.layer.setLayer(layer)
    dialog.field.setField("city_zh")  # names where codes should be
    dialog.file.setFilePath(str(tmp_path / "x.gpkg"))
    qtbot.mouseClick(ok_button(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.message.text()), timeout=20_000)
    assert "no county code" in dialog.message.text() and not (tmp_path / "x.gpkg").exists()


def test_what_was_found_about_own_counties_goes_with_the_plan(
    dialog: NewPlanDialog, qtbot: QtBot, made_plan: Path, tmp_path: Path
) -> None:
    layer = own_counties(made_plan, tmp_path)
    layer.setSubsetString("\"adcode\" NOT IN ('130638', '110112')")
    dialog.units.setCurrentIndex(1)
    dialog.layer.setLayer(layer)
    dialog.file.setFilePath(str(tmp_path / "own.gpkg"))
    with qtbot.waitSignal(dialog.made, timeout=60_000) as made:
        qtbot.mouseClick(ok_button(dialog), Qt.MouseButton.LeftButton)
    told = "\n".join(made.args[1])
    assert "13 units have a city-proper code of 1999" in told
    assert "counties are not in the layer" in told and "110112 Tongzhou" in told
