"""The dialog “Import site…” as a planner uses it, with the real engine behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsCoordinateReferenceSystem, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt

from jjj_planner_plugin.gui.import_site import ImportSiteDialog
from tests.survey_files import drawing, parcel, polyline, rectangle, square, write_drawing, write_exchange

READ_MS = 30_000


@pytest.fixture
def dialog(provider: Any, qtbot: QtBot, tmp_path: Path) -> ImportSiteDialog:
    made = ImportSiteDialog()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def read(qtbot: QtBot, dialog: ImportSiteDialog, path: str) -> None:
    """Choose the file and wait until it is on the screen."""
    dialog.file.setFilePath(path)
    settle(qtbot, dialog)


def settle(qtbot: QtBot, dialog: ImportSiteDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._wait.isActive() and dialog.message.text() != "Reading…", timeout=READ_MS)


def column(dialog: ImportSiteDialog, place: int) -> list[str]:
    return [dialog.table.item(row, place).text() for row in range(dialog.table.rowCount())]


def import_now(qtbot: QtBot, dialog: ImportSiteDialog) -> tuple[QgsVectorLayer, list[str]]:
    with qtbot.waitSignal(dialog.made, timeout=READ_MS) as imported:
        qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    path, warnings = imported.args
    return QgsVectorLayer(f"{path}|layername=site", "site", "ogr"), warnings


def test_without_a_file_nothing_can_be_imported(dialog: ImportSiteDialog) -> None:
    assert not dialog.import_button.isEnabled() and not dialog.choice.isEnabled()
    assert "Choose a file" in dialog.said.text()


def test_a_file_is_shown_before_it_is_imported(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)], "2.0000"))
    read(qtbot, dialog, path)
    assert "Read as TXT GB18030: 5 points." in dialog.said.text()
    assert "zone 39" in dialog.said.text() and "Xianghe County (117.0006° E, 39.73" in dialog.place.text()
    assert dialog.choice.crs.currentData() == "EPSG:4527" and not dialog.choice.swapped.isChecked()
    assert column(dialog, 4) == ["2.0000"] and column(dialog, 5) == ["30.0000"] and column(dialog, 7) == ["+0.00"]
    assert dialog.preview.parcels.featureCount() == 1 and len(dialog.preview.marks) == 1
    assert dialog.output.filePath() == str(tmp_path / "勘测定界_site.gpkg")
    layer, warnings = import_now(qtbot, dialog)
    assert layer.featureCount() == 1 and warnings == [] and not dialog.isVisible()


def test_swapped_axes_and_an_unstated_datum_are_shown_and_go_along(
    dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    points = [(y, x) for x, y in rectangle(39500000, 4400000)]
    read(qtbot, dialog, write_exchange(tmp_path, parcel([points]), 坐标系=""))
    assert dialog.choice.swapped.isChecked()
    assert "are swapped" in dialog.doubts.text() and "states no datum" in dialog.doubts.text()
    layer, warnings = import_now(qtbot, dialog)
    assert layer.extent().xMinimum() == pytest.approx(117, abs=1e-6)
    assert len(warnings) == 2


def test_two_possible_zones_wait_for_the_planner(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    read(qtbot, dialog, write_exchange(tmp_path, parcel([rectangle(590000, 4400000)]), 带号="", 几度分带=""))
    assert not dialog.import_button.isEnabled() and dialog.choice.crs.currentData() is None
    assert "is not certain" in dialog.message.text()
    assert len(dialog.preview.marks) == 2 and dialog.preview.parcels.featureCount() == 0
    offered = [dialog.choice.crs.itemData(place) for place in range(dialog.choice.crs.count())]
    assert offered == [None, "EPSG:4547", "EPSG:4548", "another"]
    choose_crs(dialog, "EPSG:4547")
    settle(qtbot, dialog)
    assert "115.05" in dialog.place.text() and dialog.message.text() == ""
    layer, _ = import_now(qtbot, dialog)
    assert layer.extent().xMinimum() == pytest.approx(115.05, abs=0.01)


def choose_crs(dialog: ImportSiteDialog, data: str) -> None:
    place = dialog.choice.crs.findData(data)
    dialog.choice.crs.setCurrentIndex(place)
    dialog.choice.crs.activated.emit(place)


def test_a_local_datum_waits_for_a_crs_that_the_planner_names(
    dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    read(qtbot, dialog, write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)]), 坐标系="1980西安坐标系"))
    assert "never guessed" in dialog.message.text() and not dialog.import_button.isEnabled()
    assert dialog.preview.parcels.featureCount() == 0
    choose_crs(dialog, "another")
    assert dialog.choice.other.isVisible()
    dialog.choice.other.setCrs(QgsCoordinateReferenceSystem("EPSG:4527"))
    settle(qtbot, dialog)
    assert dialog.import_button.isEnabled() and "1980西安坐标系" in dialog.doubts.text()
    assert dialog.choice.crs.currentData() == "another"


def test_axes_turned_by_the_planner_are_read_again(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    read(qtbot, dialog, write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)])))
    dialog.choice.swapped.click()
    assert not dialog.import_button.isEnabled()  # what is shown is no longer what would be done
    settle(qtbot, dialog)
    assert "are not where" in dialog.message.text() and not dialog.import_button.isEnabled()
    dialog.choice.swapped.click()
    settle(qtbot, dialog)
    assert dialog.import_button.isEnabled()


def test_the_layers_of_a_drawing_are_chosen_from_a_list(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    whole = drawing(polyline("A", square(39500000, 4400000)), polyline("B", square(39500200, 4400000, 50)))
    read(qtbot, dialog, write_drawing(tmp_path, whole))
    assert dialog.choice.parts.isVisible() and dialog.choice.parts.count() == 2
    assert "A (1), B (1)" in dialog.message.text()
    dialog.choice.parts.item(1).setSelected(True)
    settle(qtbot, dialog)
    assert column(dialog, 1) == ["B"] and column(dialog, 4) == ["0.2500"]
    layer, _ = import_now(qtbot, dialog)
    assert layer.featureCount() == 1


def test_a_file_that_cannot_be_read_is_told(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.dwg").write_bytes(b"AC1032")
    read(qtbot, dialog, str(tmp_path / "x.dwg"))
    assert "Import Layers from DWG/DXF" in dialog.message.text() and not dialog.import_button.isEnabled()


def test_another_file_forgets_what_was_settled(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    read(qtbot, dialog, write_exchange(tmp_path, parcel([rectangle(590000, 4400000)]), 带号="", 几度分带=""))
    choose_crs(dialog, "EPSG:4547")
    settle(qtbot, dialog)
    other = tmp_path / "other"
    other.mkdir()
    read(qtbot, dialog, write_exchange(other, parcel([rectangle(39500000, 4400000)])))
    assert dialog.choice.crs.currentData() == "EPSG:4527" and dialog.import_button.isEnabled()
    assert QgsSettings().value("jjj_planner/last_folder") == str(other)


def test_closing_while_reading_ends_quietly(dialog: ImportSiteDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.file.setFilePath(write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)])))
    qtbot.waitUntil(lambda: dialog.message.text() == "Reading…", timeout=READ_MS)
    dialog.reject()
    qtbot.wait(1500)
    assert dialog.seen is None and not dialog.isVisible()
