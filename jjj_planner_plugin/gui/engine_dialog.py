"""The dialog that sets up the analysis engine: installs, updates, tries, removes it, or takes another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..bridge import environment, installer
from ..bridge.background import in_background
from ..bridge.environment import MISSING, OTHER_VERSION, READY, EngineStatus
from ..i18n import tr
from .engine_source import EngineSource, row


def described(status: EngineStatus) -> str:
    """The engine's state as a few lines: the sentence or "ready", the interpreter, the versions."""
    lines = [status.reason or tr("The analysis engine is ready.")]
    if status.python:
        whose = tr("Interpreter (named by you): {path}") if status.named else tr("Interpreter: {path}")
        lines.append(whose.format(path=status.python))
    if status.versions:
        lines.append(", ".join(f"{name} {version}" for name, version in status.versions.items()))
    return "\n".join(lines)


def wrapped_label() -> QLabel:
    """A label for sentences and paths: it wraps, and its text can be copied."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class EngineDialog(QDialog):
    """Install, update, try, remove the engine, or name an interpreter. Closing it cancels an installation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Analysis engine"))
        self._installation: installer.Installation | None = None
        self._busy = False
        self._close_when_done = False
        self._build()
        self.show_status(environment.find_engine())

    # What the window consists of

    def _build(self) -> None:
        self.status = wrapped_label()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.step = QLabel()
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        self.source = EngineSource()
        self.source.python_changed.connect(self._python_changed)
        self.source.refused.connect(self.status.setText)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.status)
        layout.addLayout(self._build_actions())
        layout.addWidget(self.source)
        layout.addWidget(self._build_named())
        layout.addWidget(self.step)
        layout.addWidget(self.progress)
        layout.addWidget(self.log, 1)
        layout.addWidget(self.buttons)

    def _build_actions(self) -> QHBoxLayout:
        self.install_button = QPushButton()
        self.install_button.clicked.connect(self.install)
        self.cancel_button = QPushButton(tr("Cancel the installation"))
        self.cancel_button.clicked.connect(self.cancel)
        self.try_button = QPushButton(tr("Try"))
        self.try_button.clicked.connect(self.try_engine)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.clicked.connect(self.remove)
        actions = QHBoxLayout()
        for button in (self.install_button, self.cancel_button, self.try_button, self.remove_button):
            actions.addWidget(button)
        return actions

    def _build_named(self) -> QGroupBox:
        self.named = QgsFileWidget()
        self.named.setFilePath(environment.named_interpreter())
        self.named.lineEdit().setPlaceholderText(tr("empty: the engine installed here"))
        self.named_button = QPushButton(tr("Use"))
        self.named_button.clicked.connect(self.use_named)
        group = QGroupBox(tr("Or use an interpreter that has the libraries"))
        QHBoxLayout(group).addWidget(row(self.named, self.named_button))
        return group

    # What it shows

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state and offer what fits it."""
        self.status.setText(described(status))
        sizes = {"download": installer.DOWNLOAD_MB, "disk": installer.DISK_MB}
        update = status.kind == OTHER_VERSION
        again = status.kind == READY and not status.named
        text = tr("Update") if update else tr("Install again") if again else tr("Install")
        size = tr("{download} MB to load, {disk} MB on disk").format(**sizes)
        self.install_button.setText(f"{text} ({size})")
        self._enable(status)

    def _enable(self, status: EngineStatus) -> None:
        installing = self._installation is not None
        self.cancel_button.setEnabled(installing)
        for widget in (self.source, self.named, self.named_button):
            widget.setEnabled(not self._busy)
        self.install_button.setEnabled(not self._busy and bool(self.source.base_python()))
        self.try_button.setEnabled(not self._busy and status.kind != MISSING)
        self.remove_button.setEnabled(not self._busy and bool(environment.environments()))
        if not self._busy:
            self.progress.reset()
            self.step.clear()

    def _python_changed(self) -> None:
        self._enable(environment.find_engine())

    # What it does

    def install(self) -> None:
        """Make or update the engine's environment; the window stays usable."""
        self.source.remember()
        self.log.clear()
        self._busy = True
        self._installation = installer.Installation(self.source.base_python(), self.source.options(), self)
        self._installation.progress.connect(self._show_progress)
        self._installation.said.connect(self.log.appendPlainText)
        self._installation.finished.connect(self._installed)
        self._enable(environment.find_engine())
        self._installation.start()

    def _show_progress(self, share: float, text: str) -> None:
        self.progress.setValue(round(share * self.progress.maximum()))
        self.step.setText(text)

    def cancel(self) -> None:
        """End an installation and remove what it made so far."""
        if self._installation is not None:
            self._installation.cancel()

    def _installed(self, whole: bool, reason: str) -> None:
        self._installation.deleteLater()
        self._installation = None
        if whole:
            environment.name_interpreter("")
            self.named.setFilePath("")
        self._idle(environment.find_engine())
        if reason:
            self.status.setText(reason)
        if self._close_when_done:
            super().reject()

    def try_engine(self) -> None:
        """Start the engine once and show its versions."""
        self._work(tr("Trying the engine"), environment.try_engine, self._idle)

    def use_named(self) -> None:
        """Use the interpreter in the field, or, when it is empty, the engine installed here."""
        environment.name_interpreter(self.named.filePath().strip())
        self.try_engine()

    def remove(self) -> None:
        """Remove the environments that the plugin made."""
        self._work(tr("Removing the engine"), installer.remove_all, self._removed)

    def _removed(self, reason: str) -> None:
        self._idle(environment.find_engine())
        if reason:
            self.status.setText(reason)

    def _work(self, title: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._busy = True
        self._enable(environment.find_engine())
        self.step.setText(title)
        in_background("JJJ Planner: " + title, work, done, self)

    def _idle(self, status: EngineStatus) -> None:
        self._busy = False
        self.show_status(status)

    def reject(self) -> None:
        """Close; while installing, cancel first and close when nothing half-made is left."""
        self.source.remember()
        if self._installation is None:
            super().reject()
            return
        self._close_when_done = True
        self.cancel()
