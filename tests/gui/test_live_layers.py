"""*What the live numbers count*: the dialog."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot
from qgis.core import QgsProject

from jjj_planner_plugin.gui.live_layers import LiveLayersDialog
from jjj_planner_plugin.i18n import speaking


def test_its_buttons_are_in_the_interfaces_language(qgis_app: Any, qtbot: QtBot) -> None:
    with speaking("zh"):
        dialog = LiveLayersDialog(QgsProject.instance())
    qtbot.addWidget(dialog)
    assert [button.text() for button in dialog.buttons.buttons()] == ["确定", "取消"]
