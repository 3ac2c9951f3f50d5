"""QGIS's options ▸ JJJ Planner: which engine is used, and its care."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication

from jjj_planner_plugin import paths
from jjj_planner_plugin.bridge import environment
from jjj_planner_plugin.gui.engine_dialog import EngineDialog
from jjj_planner_plugin.gui.options_page import IN_MENU_BAR, OptionsFactory, OptionsPage


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OptionsPage:
    """The page as QGIS asks the factory for it; the engine is the tests' own interpreter."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    made = OptionsFactory().createWidget(None)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_page_shows_which_engine_is_used_and_tries_it(
    page: OptionsPage, qtbot: QtBot, engine_python: Path
) -> None:
    assert str(engine_python) in page.status.text()
    qtbot.mouseClick(page.try_button, Qt.MouseButton.LeftButton)
    assert not page.try_button.isEnabled()
    qtbot.waitUntil(page.try_button.isEnabled, timeout=30_000)
    for expected in (f"engine {paths.version()}", "python 3.", "numpy ", "geopandas ", "shapely "):
        assert expected in page.status.text()


def test_remove_takes_the_environments_away(page: OptionsPage, qtbot: QtBot) -> None:
    folder = environment.process.data_folder() / "engine-0.0.1" / "lib"
    folder.mkdir(parents=True)
    page.show_status(environment.find_engine())
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.set_up_button.isEnabled, timeout=10_000)
    assert environment.environments() == []
    assert not page.remove_button.isEnabled()


def test_set_up_opens_the_dialog_and_shows_what_changed(page: OptionsPage, qtbot: QtBot) -> None:
    def change_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, EngineDialog)
        environment.name_interpreter("")
        dialog.reject()

    QTimer.singleShot(300, change_and_close)
    qtbot.mouseClick(page.set_up_button, Qt.MouseButton.LeftButton)
    assert "not installed" in page.status.text()
    assert not page.try_button.isEnabled()
    qtbot.wait(1500)  # the dialog's search for Pythons ends after it was closed


def test_the_factory_names_the_page_and_gives_it_the_plugins_icon(qtbot: QtBot) -> None:
    factory = OptionsFactory()
    assert factory.title() == "JJJ Planner"
    assert paths.resource("icons/plugin.svg").exists()
    assert not factory.icon().isNull()


def test_the_menu_bar_choice_is_kept_when_applied(qtbot: QtBot) -> None:
    told = []
    page = OptionsPage(None, lambda: told.append(QgsSettings().value(IN_MENU_BAR, type=bool)))
    qtbot.addWidget(page)
    assert not page.in_menu_bar.isChecked()
    page.in_menu_bar.setChecked(True)
    page.apply()
    assert told == [True]
