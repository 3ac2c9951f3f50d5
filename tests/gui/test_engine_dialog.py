"""The dialog “Analysis engine” as a planner uses it; real Pythons, real pip, a real engine."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QPushButton

from jjj_planner_plugin.bridge import environment, installer
from jjj_planner_plugin.gui.engine_dialog import EngineDialog
from jjj_planner_plugin.gui.engine_source import OWN_PROXY, QGIS_PROXY

NOBODY_LISTENS = "http://127.0.0.1:9/simple"


@pytest.fixture(autouse=True)
def empty_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own; no interpreter named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据 folder"))
    environment.name_interpreter("")


def opened(qtbot: QtBot) -> EngineDialog:
    """The dialog, shown, after it has found the Pythons of this machine."""
    dialog = EngineDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.source.base_python()), timeout=20_000)
    return dialog


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_an_engine_it_offers_to_install_and_tells_the_size(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert "not installed" in dialog.status.text()
    assert dialog.install_button.text().startswith("Install (")
    assert f"{installer.DISK_MB} MB" in dialog.install_button.text()
    assert dialog.install_button.isEnabled()
    assert not dialog.try_button.isEnabled()
    assert not dialog.remove_button.isEnabled()
    assert not dialog.cancel_button.isEnabled()


def test_an_engine_of_another_version_is_offered_an_update(qtbot: QtBot) -> None:
    folder = environment.process.data_folder() / "engine-0.0.1"
    python = environment.python_in(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / environment.MARKER).write_text('{"version": "0.0.1"}', encoding="utf-8")
    dialog = opened(qtbot)
    assert dialog.install_button.text().startswith("Update (")
    click(qtbot, dialog.remove_button)
    qtbot.waitUntil(lambda: dialog.install_button.text().startswith("Install ("), timeout=5000)
    assert not folder.exists()


def test_an_interpreter_that_the_planner_names_is_tried_and_used(qtbot: QtBot, engine_python: Path) -> None:
    dialog = opened(qtbot)
    dialog.named.setFilePath(str(engine_python))
    click(qtbot, dialog.named_button)
    qtbot.waitUntil(lambda: "shapely 2." in dialog.status.text(), timeout=30_000)
    assert "ready" in dialog.status.text()
    assert environment.find_engine().python == str(engine_python)
    dialog.named.setFilePath("")
    click(qtbot, dialog.named_button)
    qtbot.waitUntil(lambda: "not installed" in dialog.status.text(), timeout=5000)
    assert environment.find_engine().kind == environment.MISSING


def test_a_named_program_that_is_no_python_is_refused_in_a_sentence(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.named.setFilePath("/bin/true")
    click(qtbot, dialog.named_button)
    qtbot.waitUntil(lambda: "/bin/true did not start" in dialog.status.text(), timeout=10_000)
    assert dialog.named_button.isEnabled()


def test_an_installation_that_fails_says_why_and_can_be_tried_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_RETRIES", "1")
    dialog = opened(qtbot)
    dialog.source.index.setText(NOBODY_LISTENS)
    click(qtbot, dialog.install_button)
    assert not dialog.install_button.isEnabled()
    assert dialog.cancel_button.isEnabled()
    qtbot.waitUntil(lambda: "could not be reached" in dialog.status.text(), timeout=60_000)
    assert "127.0.0.1" in dialog.log.toPlainText()
    assert dialog.install_button.isEnabled()
    assert not dialog.cancel_button.isEnabled()
    assert environment.environments() == []


def test_cancel_leaves_nothing_and_closing_cancels(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.source.index.setText(NOBODY_LISTENS)
    click(qtbot, dialog.install_button)
    qtbot.waitUntil(lambda: bool(environment.environments()), timeout=5000)
    click(qtbot, dialog.cancel_button)
    qtbot.waitUntil(lambda: dialog.install_button.isEnabled(), timeout=5000)
    assert environment.environments() == []

    click(qtbot, dialog.install_button)
    qtbot.waitUntil(lambda: bool(environment.environments()), timeout=5000)
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=5000)
    assert environment.environments() == []


def test_the_window_answers_while_it_installs(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.source.index.setText(NOBODY_LISTENS)
    click(qtbot, dialog.install_button)
    ticks = [time.monotonic()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(20)
    qtbot.waitUntil(lambda: "pip install" in dialog.log.toPlainText(), timeout=30_000)
    qtbot.wait(500)
    timer.stop()
    assert max(later - earlier for earlier, later in zip(ticks, ticks[1:])) < 0.5, "seconds without an answer"
    assert dialog.cancel_button.isEnabled(), "still installing"
    click(qtbot, dialog.cancel_button)
    qtbot.waitUntil(lambda: dialog.install_button.isEnabled(), timeout=5000)


def test_an_unfit_base_python_is_refused_and_the_choice_stays(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    before = dialog.source.base_python()
    dialog.source.add_python("/bin/true")
    assert "/bin/true did not answer" in dialog.status.text()
    assert dialog.source.base_python() == before


def test_what_was_entered_is_remembered_but_no_password(qtbot: QtBot, engine_python: Path, tmp_path: Path) -> None:
    dialog = opened(qtbot)
    dialog.source.add_python(str(engine_python))
    dialog.source.index.setText("https://planner:geheim@office/simple")
    dialog.source.wheels.setFilePath(str(tmp_path))
    dialog.source.proxy_kind.setCurrentIndex(dialog.source.proxy_kind.findData(OWN_PROXY))
    dialog.source.proxy.setText("http://planner:geheim@proxy:3128")
    given = dialog.source.options()
    assert given == (
        "https://planner:geheim@office/simple",
        "http://planner:geheim@proxy:3128",
        str(tmp_path),
    )
    dialog.reject()
    settings = QgsSettings()
    assert not [key for key in settings.allKeys() if "geheim" in str(settings.value(key))]

    again = opened(qtbot)
    qtbot.waitUntil(lambda: again.source.base_python() == str(engine_python), timeout=20_000)
    assert again.source.options() == (
        "https://planner@office/simple",
        "http://planner@proxy:3128",
        str(tmp_path),
    )


def test_qgis_proxy_is_shown_and_not_editable(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.source.proxy_kind.setCurrentIndex(dialog.source.proxy_kind.findData(QGIS_PROXY))
    assert not dialog.source.proxy.isEnabled()
    assert dialog.source.options().proxy == installer.qgis_proxy() == dialog.source.proxy.text()


def test_a_dialog_closed_while_it_looks_for_pythons_is_left_in_peace(qtbot: QtBot) -> None:
    dialog = EngineDialog()
    dialog.deleteLater()
    qtbot.wait(1500)
