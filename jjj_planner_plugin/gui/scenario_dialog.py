"""The dialog “Save as scenario…”: its name, its file, and what becomes of edits that are not saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from qgis.utils import iface

from .. import messages
from ..i18n import tr
from ..layers.editing import PlanEditing
from ..layers.plan_file import plan_layers
from ..layers.scenarios import scenario_name
from .running import LAST_FOLDER, RunningDialog, folder_beside, free_path


class ScenarioDialog(RunningDialog):
    """Runs jjj:save_scenario on the open plan; `open_wanted` carries the copy that is to be opened."""

    open_wanted = pyqtSignal(str)

    def __init__(self, plan: Path, layers: dict[str, QgsVectorLayer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan, self._layers = plan, layers
        self.editing: PlanEditing | None = None  # through which edits are saved, where there is one
        self.setWindowTitle(tr("Save as scenario"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._lay_out()
        self.name.textEdited.connect(self._named)
        self.file.fileChanged.connect(self._update)
        self.only_here.toggled.connect(self._update)
        self.open_it.toggled.connect(self._update)
        self.buttons.accepted.connect(self.run)
        self.buttons.rejected.connect(self.reject)
        self.made.connect(self._saved)
        self._named(self.name.text())

    def _build(self) -> None:
        self.name = QLineEdit(tr("Variant B"))
        self.name.selectAll()
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(tr("Plan") + " (*.gpkg)")
        self.unsaved = QLabel(tr("The plan has edits that are not saved."))
        self.save_first = QRadioButton(tr("Save them in the plan first: plan and scenario hold them"))
        self.save_first.setChecked(True)
        self.without = QRadioButton(tr("Copy the plan as it was saved last: the scenario does not hold them"))
        self.only_here = QRadioButton(tr("Only in the scenario: the plan stays as it was saved last"))
        self.discarded = QLabel(tr("When the scenario opens, the edits are discarded in the plan."))
        self.discarded.setIndent(24)
        self.choices = (self.unsaved, self.save_first, self.only_here, self.discarded, self.without)
        for widget in self.choices:
            widget.setVisible(self._modified())
        self.open_it = QCheckBox(tr("Open the scenario afterwards"))
        self.open_it.setChecked(True)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Save scenario"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Plan"), QLabel(f"{self.plan.name}  {scenario_name(self.plan)}"))
        form.addRow(tr("Name of the scenario"), self.name)
        form.addRow(tr("Save as"), self.file)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        for widget in (*self.choices, self.open_it, self.message, self.progress):
            whole.addWidget(widget)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        self.setMinimumWidth(520)

    def _modified(self) -> bool:
        return any(layer.isModified() for layer in self._layers.values())

    def _named(self, text: str) -> None:
        """A file beside the plan, called by the scenario's name, until the planner names another."""
        if self.file.filePath() in ("", getattr(self, "_proposed", "")):
            plain = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in text.strip())
            file = f"{self.plan.stem}_{plain or 'scenario'}.gpkg"
            self._proposed = str(free_path(folder_beside(self.plan) / file))
            self.file.setFilePath(self._proposed)
        self._update()

    def _update(self, *_: Any) -> None:
        self.discarded.setEnabled(self.only_here.isChecked() and self.open_it.isChecked())
        ready = bool(self.name.text().strip() and self.file.filePath()) and self._task is None
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)

    def parameters(self) -> dict[str, Any]:
        """The algorithm's parameters as the dialog stands."""
        path = self.file.filePath()
        return {"PLAN": str(self.plan), "NAME": self.name.text().strip(), "WITH_EDITS": self.only_here.isChecked(),
                "OUTPUT": path if path.lower().endswith(".gpkg") else f"{path}.gpkg"}

    def run(self) -> None:
        """Save the edits where that is wanted, then copy; the plan is still as it was if they cannot be saved."""
        if Path(self.parameters()["OUTPUT"]).exists():
            self.message.setText(messages.scenario_exists(self.parameters()["OUTPUT"]))
            return
        if self._modified() and self.save_first.isChecked():
            errors = self._save_edits()
            if errors or self._modified():
                self.message.setText(" ".join(errors) or messages.edits_not_saved())
                return
        self.start("jjj:save_scenario", self.parameters())

    def _save_edits(self) -> list[str]:
        """Commit every layer that has edits; its edit session goes on."""
        if self.editing is not None:
            return self.editing.save()
        errors: list[str] = []
        for layer in self._layers.values():
            if layer.isModified() and not layer.commitChanges(False):
                errors += layer.commitErrors()
        return errors

    def _saved(self, path: str, _warnings: list[str]) -> None:
        QgsSettings().setValue(LAST_FOLDER, str(Path(path).parent))
        if not self.open_it.isChecked():
            return
        if self.only_here.isChecked():
            self._discard_edits()
        self.open_wanted.emit(path)

    def _discard_edits(self) -> None:
        """Edits that the scenario has: QGIS would ask whether to save them in the plan."""
        if self.editing is not None:
            self.editing.discard()
            return
        for layer in self._layers.values():
            if layer.isModified():
                layer.rollBack()


def open_scenario_dialog() -> QWidget | None:
    """The dialog for the plan that is open; None, and a sentence, where none is."""
    layers = plan_layers(QgsProject.instance())
    if not layers:
        iface.messageBar().pushInfo(tr("JJJ Planner"), messages.no_plan_open())
        return None
    path = Path(layers["zones"].source().split("|")[0])
    return ScenarioDialog(path, plan_layers(QgsProject.instance(), path), iface.mainWindow())
