"""The dialog “Compare scenarios…”: two plans, or a plan and a draft whose pairs are confirmed first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from .. import messages
from ..algorithms.compare_plans import draft_tables
from ..i18n import tr
from ..layers.plan_file import plan_layers
from ..layers.reading import table_layer
from ..layers.scenarios import parent_of, scenario_name, told
from .draft_pairs import DraftPairs
from .running import LAST_FOLDER, RunningDialog, folder_beside, free_path

SIZE, SIZE_WITH_PAIRS = (640, 240), (720, 600)


class CompareDialog(RunningDialog):
    """Runs jjj:compare_plans; `made` carries the file with the difference, and what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare scenarios"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._proposed = ""  # the output's name as it was proposed: one the planner typed stays
        self._build()
        self._begin()

    def _build(self) -> None:
        plans = tr("Plan") + " (*.gpkg)"
        drafts = f"{tr('Plan or draft')} (*.gpkg *.shp *.geojson *.json *.fgb)"
        self.before, self.after, self.output = QgsFileWidget(), QgsFileWidget(), QgsFileWidget()
        self.before.setFilter(plans)
        self.after.setFilter(drafts)
        self.output.setFilter("GeoPackage (*.gpkg)")
        self.output.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        folder = QgsSettings().value(LAST_FOLDER, str(Path.home()))
        for widget in (self.before, self.after, self.output):
            widget.setDefaultRoot(folder)
        self.before_said, self.after_said, self.message = QLabel(), QLabel(), QLabel()
        for label in (self.before_said, self.after_said, self.message):
            label.setWordWrap(True)
        self.swap_button = QPushButton("⇅ " + tr("Swap"))
        self.swap_button.setToolTip(tr("Exchange the two plans"))
        self.draft = DraftPairs()
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.compare_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.compare_button.setText(tr("Compare"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self._lay_out()
        self.before.fileChanged.connect(self._changed)
        self.after.fileChanged.connect(self._changed)
        self.output.fileChanged.connect(self._update)
        self.draft.changed.connect(self._update)
        self.swap_button.clicked.connect(self.swap)
        self.buttons.accepted.connect(self.run)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        for row, (title, widget, said) in enumerate((
            (tr("Before"), self.before, self.before_said), (tr("After"), self.after, self.after_said),
        )):
            grid.addWidget(QLabel(title), 2 * row, 0)
            grid.addWidget(widget, 2 * row, 1)
            grid.addWidget(said, 2 * row + 1, 1)
        grid.addWidget(self.swap_button, 0, 2, 3, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        bottom = QGridLayout()
        bottom.addWidget(QLabel(tr("Save as")), 0, 0)
        bottom.addWidget(self.output, 0, 1)
        self._spare = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        whole = QVBoxLayout(self)
        whole.addLayout(grid)
        whole.addWidget(self.draft, 1)
        whole.addItem(self._spare)
        whole.addLayout(bottom)
        for part in (self.message, self.progress, self.buttons):
            whole.addWidget(part)
        self.draft.setVisible(False)
        self.resize(*SIZE)

    def _begin(self) -> None:
        """The open plan against its parent; where none is known, against what the planner chooses."""
        zones = plan_layers(QgsProject.instance()).get("zones")
        path = zones.source().split("|")[0] if zones else ""
        parent = parent_of(Path(path)) if path else None
        known = parent is not None and parent.path.is_file()
        self.before.setFilePath(str(parent.path) if parent is not None and known else path)
        self.after.setFilePath(path if known else "")
        self._changed()

    def _changed(self, *_: Any) -> None:
        """Another file on one side."""
        before, after = self.before.filePath(), self.after.filePath()
        self.before_said.setText(said_of(before))
        self.after_said.setText(said_of(after))
        drawn = self.is_draft()
        if drawn != self.draft.isVisibleTo(self):
            self.draft.setVisible(drawn)
            self._spare.changeSize(0, 0, QSizePolicy.Policy.Minimum,
                                   QSizePolicy.Policy.Minimum if drawn else QSizePolicy.Policy.Expanding)
            self.layout().activate()  # else the smallest size is still that with the pairs
            self.resize(*(SIZE_WITH_PAIRS if drawn else SIZE))
            self._stay_on_screen()
        if drawn and is_plan(before):
            self.draft.show_draft(before, after)
        if before and after and self.output.filePath() in ("", self._proposed):
            file = f"{compared_name(Path(before).stem, Path(after).stem)}.gpkg"
            self._proposed = str(free_path(folder_beside(Path(after)) / file))
            self.output.setFilePath(self._proposed)
        self._update()

    def _stay_on_screen(self) -> None:
        """A window that grows downwards may leave a small screen: up with it."""
        window = self.windowHandle()
        if window is not None:
            free = window.screen().availableGeometry()
            below = self.y() + self.height() - free.bottom()
            self.move(self.x(), max(free.top(), self.y() - max(below, 0)))

    def is_draft(self) -> bool:
        """Whether the second file is there and is no plan."""
        return Path(self.after.filePath()).is_file() and not is_plan(self.after.filePath())

    def swap(self) -> None:
        """Exchange the two sides."""
        before, after = self.before.filePath(), self.after.filePath()
        self.before.setFilePath(after)
        self.after.setFilePath(before)

    def _update(self, *_: Any) -> None:
        """Compare can be pressed once both sides are there and differ, and the pairs of a draft are known."""
        before, after = self.before.filePath(), self.after.filePath()
        reason = ""
        if before and after and Path(before).resolve() == Path(after).resolve():
            reason = messages.same_plan(before)
        elif Path(before).is_file() and not is_plan(before):
            reason = messages.first_is_no_plan(before)
        self.message.setText(reason)
        ready = is_plan(before) and Path(after).is_file() and not reason and bool(self.output.filePath())
        if self.is_draft():
            ready = ready and self.draft.proposal is not None
        self.compare_button.setEnabled(ready and self._task is None)
        self.swap_button.setEnabled(not self.is_draft() and self._task is None)

    def parameters(self) -> dict[str, Any]:
        """The algorithm's parameters as the dialog stands."""
        path = self.output.filePath()
        values = {"BEFORE": self.before.filePath(), "AFTER": self.after.filePath(),
                  "OUTPUT": path if path.lower().endswith(".gpkg") else f"{path}.gpkg"}
        if self.is_draft():
            values.update({
                "AFTER": self.draft.reference, "TABLE": draft_tables().index(self.draft.table.currentData()) + 1,
                "NAME_FIELD": self.draft.name_field.currentField(), "PAIRS": json.dumps(self.draft.confirmed())})
        return values

    def run(self) -> None:
        """Compare in the background."""
        if self.start("jjj:compare_plans", self.parameters()):
            QgsSettings().setValue(LAST_FOLDER, str(Path(self.after.filePath()).parent))

    def reject(self) -> None:
        """Cancel, and end the search for pairs with the dialog."""
        if self._task is None:
            self.draft.stop()
        super().reject()


def compared_name(before: str, after: str) -> str:
    """The name of the result's file; a scenario's name says already which plan it comes from."""
    if after.startswith(before) or before.startswith(after):
        return f"{max(before, after, key=len)}_compared"
    return f"{before}_{after}_compared"


def is_plan(path: str) -> bool:
    """Whether the file has the tables by which a plan is known."""
    if not Path(path).is_file():
        return False
    return all(table_layer(Path(path), table).isValid() for table in ("zones", "plan_info"))


def said_of(path: str) -> str:
    """What the chosen file is: the plan's title and scenario, or a draft."""
    if not path:
        return ""
    if not Path(path).is_file():
        return messages.plan_missing(path)
    if not is_plan(path):
        return tr("A draft without UIDs: its features are paired by place and name.")
    return " · ".join(filter(None, (told(Path(path), "title"), scenario_name(Path(path)))))
