"""QGIS ▸ Settings ▸ Options ▸ JJJ Planner: which engine is used, and its care."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsSettings
from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..bridge import environment, installer
from ..bridge.background import in_background
from ..bridge.environment import MISSING, EngineStatus
from ..i18n import tr
from ..paths import resource
from .engine_dialog import EngineDialog, described, wrapped_label

PAGE = "jjjPlannerOptions"
"""The name by which QGIS opens its options at this page."""
IN_MENU_BAR = "jjj_planner/in_menu_bar"
"""Setting: whether the menu also stands in QGIS's menu bar."""


class OptionsPage(QgsOptionsPageWidget):
    """Shows the engine, tries it, removes it, and opens the dialog that sets it up."""

    def __init__(self, parent: QWidget | None = None, applied: Callable[[], None] = lambda: None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        self._applied = applied
        self.in_menu_bar = QCheckBox(tr("Show the menu of the plugin in the menu bar as well"))
        self.in_menu_bar.setChecked(QgsSettings().value(IN_MENU_BAR, False, type=bool))
        self.status = wrapped_label()
        self.set_up_button = QPushButton(tr("Set up…"))
        self.set_up_button.clicked.connect(self.set_up)
        self.try_button = QPushButton(tr("Try"))
        self.try_button.clicked.connect(self.try_engine)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.clicked.connect(self.remove)
        buttons = QHBoxLayout()
        for button in (self.set_up_button, self.try_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch()
        group = QGroupBox(tr("Analysis engine"))
        inside = QVBoxLayout(group)
        inside.addWidget(self.status)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.in_menu_bar)
        layout.addWidget(group)
        layout.addStretch()
        self.show_status(environment.find_engine())

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state and offer what fits it."""
        self.status.setText(described(status))
        self.set_up_button.setEnabled(True)
        self.try_button.setEnabled(status.kind != MISSING)
        self.remove_button.setEnabled(bool(environment.environments()))

    def set_up(self) -> None:
        """Open the dialog; what changes there takes effect at once."""
        dialog = EngineDialog(self)
        dialog.exec()
        dialog.deleteLater()
        self.show_status(environment.find_engine())

    def try_engine(self) -> None:
        """Start the engine once and show its versions."""
        self._wait()
        in_background(tr("JJJ Planner: trying the engine"), environment.try_engine, self.show_status, self)

    def remove(self) -> None:
        """Remove the environments that the plugin made."""
        self._wait()
        in_background(tr("JJJ Planner: removing the engine"), installer.remove_all, self._removed, self)

    def _removed(self, reason: str) -> None:
        self.show_status(environment.find_engine())
        if reason:
            self.status.setText(reason)

    def _wait(self) -> None:
        for button in (self.set_up_button, self.try_button, self.remove_button):
            button.setEnabled(False)

    def apply(self) -> None:
        """Keep where the menu is shown; the buttons act at once."""
        QgsSettings().setValue(IN_MENU_BAR, self.in_menu_bar.isChecked())
        self._applied()


class OptionsFactory(QgsOptionsWidgetFactory):
    """Gives QGIS the page; the plugin registers it and takes it back in `unload()`."""

    def __init__(self, applied: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._applied = applied  # called after the planner's OK
        self.setTitle(tr("JJJ Planner"))

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons/plugin.svg")))

    def createWidget(self, parent: QWidget) -> OptionsPage:
        return OptionsPage(parent, self._applied)
