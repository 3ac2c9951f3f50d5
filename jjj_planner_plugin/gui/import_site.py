"""The dialog “Import site…”: what a surveyor's file seems to hold is shown, and settled, before it is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from .. import messages
from ..algorithms.import_site import FILES
from ..bridge.background import in_background
from ..bridge.client import EngineCancelled, EngineError, run_task
from ..i18n import language, tr
from .running import RunningDialog, free_path
from .survey_choice import SurveyChoice
from .survey_preview import SurveyPreview

LAST_FOLDER = "jjj_planner/last_folder"
WAIT_MS = 250
"""A change is read once nothing else was changed for so long."""
FORMATS = {"parcel_id": "", "name": "", "use": "", "points": "d", "area_ha": ",.4f", "area_mu": ",.4f",
           "stated_area_ha": ",.4f", "difference_percent": "+.2f"}
"""The table's columns and how their numbers are written."""
ROWS_SHOWN, FINDINGS_SHOWN = 500, 8
SIZE = (1040, 620)


class ImportSiteDialog(RunningDialog):
    """Reads with the engine's `read_survey`, imports with jjj:import_site."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import site"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.seen: dict[str, Any] | None = None
        self._reading = 0  # number of the last reading: what an older one finds is not shown
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._read)
        self._build()
        self._show()

    def _build(self) -> None:
        self.file = QgsFileWidget()
        self.file.setFilter(f"{tr('Survey results')} ({FILES})")
        self.file.setDefaultRoot(QgsSettings().value(LAST_FOLDER, str(Path.home())))
        self.output = QgsFileWidget()
        self.output.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.output.setFilter("GeoPackage (*.gpkg)")
        self.choice = SurveyChoice()
        self.said, self.place, self.doubts, self.message = (QLabel() for _ in range(4))
        for label in (self.said, self.place, self.doubts, self.message):
            label.setWordWrap(True)
        self.doubts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = QTableWidget(0, len(FORMATS))
        self.table.setHorizontalHeaderLabels([
            tr("Parcel"), tr("Name"), tr("Land use"), tr("Points"), tr("Area (ha)"), tr("Area (mu)"), tr("Stated (ha)"),
            tr("Difference (%)")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().setVisible(False)
        self.preview = SurveyPreview()
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.import_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.import_button.setText(tr("Import"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self._lay_out()
        self.file.fileChanged.connect(self._file_changed)
        self.choice.changed.connect(self._read_soon)
        self.output.fileChanged.connect(self._update)
        self.buttons.accepted.connect(self.run)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        top, bottom = QFormLayout(), QFormLayout()
        top.addRow(tr("Surveyor's file"), self.file)
        bottom.addRow(tr("Save as"), self.output)
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (self.said, self.choice, self.doubts):
            left.addWidget(part)
        left.addWidget(self.table, 1)
        right.addWidget(self.preview, 1)
        right.addWidget(self.place)
        columns = QHBoxLayout()
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addLayout(columns, 1)
        whole.addLayout(bottom)
        for part in (self.message, self.progress, self.buttons):
            whole.addWidget(part)
        self.resize(*SIZE)

    def _file_changed(self, path: str) -> None:
        """Another file: nothing is settled, its result goes beside it."""
        self.choice.reset()
        self.seen = None
        file = Path(path)
        if file.is_file():
            QgsSettings().setValue(LAST_FOLDER, str(file.parent))
            self.output.setFilePath(str(free_path(file.with_name(f"{file.stem}_site.gpkg"))))
        self._show()
        self._read_soon()

    def _read_soon(self) -> None:
        self._reading += 1
        self._wait.start()
        self._update()

    def _read(self) -> None:
        """Ask the engine what the file holds, with what the planner has settled; the window stays alive."""
        if not self.file.filePath():
            return
        number = self._reading
        params = {"path": self.file.filePath(), **self.choice.parameters()}

        def work() -> dict[str, Any]:
            try:
                return run_task("read_survey", params, language=language(), outputs=(),
                                progress=lambda *_: None, warning=lambda *_: None,
                                is_cancelled=lambda: number != self._reading)
            except EngineError as error:
                return {"refused": str(error)}
            except EngineCancelled:
                return {}

        in_background(tr("Reading a surveyor's file"), work, lambda found: self._read_done(number, found), self)
        self.message.setText(tr("Reading…"))

    def _read_done(self, number: int, found: dict[str, Any]) -> None:
        if number != self._reading or not found:
            return
        self.seen = None if "refused" in found else found
        self._show()
        if "refused" in found:
            self.message.setText(found["refused"])

    def _show(self) -> None:
        """Everything that was recognised, or the empty dialog."""
        seen = self.seen or {}
        if seen:
            self.choice.show_survey(seen)
        self.said.setText(_said(seen))
        choice, problem = seen.get("choice"), seen.get("problem")
        self.place.setText(messages.survey_falls(choice["place"], choice["lon"], choice["lat"]) if choice else "")
        findings = seen.get("findings", [])
        more = [f"(+{len(findings) - FINDINGS_SHOWN})"] if findings[FINDINGS_SHOWN:] else []
        self.doubts.setText("\n".join([*(f"⚠ {sentence}" for sentence in findings[:FINDINGS_SHOWN]), *more]))
        self.message.setText(f"{problem['message']} {problem['hint']}" if problem else "")
        if seen.get("outline") or not seen.get("candidates"):
            self.preview.show_outline(seen.get("outline"))
        else:
            self.preview.show_candidates([(found["lon"], found["lat"]) for found in seen["candidates"]])
        self._show_parcels(seen.get("parcels", []))
        self._update()

    def _show_parcels(self, parcels: list[dict[str, Any]]) -> None:
        self.table.setRowCount(min(len(parcels), ROWS_SHOWN))
        for row, parcel in enumerate(parcels[:ROWS_SHOWN]):
            for column, (field, form) in enumerate(FORMATS.items()):
                item = QTableWidgetItem(_written(parcel.get(field), form))
                if form:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()

    def _update(self, *_: Any) -> None:
        """Import can be pressed once what will be done is on the screen, and nothing is in the way."""
        seen = self.seen or {}
        shown = bool(seen.get("choice")) and not seen.get("problem") and not self._wait.isActive()
        self.import_button.setEnabled(shown and bool(self.output.filePath()) and self._task is None)
        self.choice.setEnabled(bool(seen))

    def parameters(self) -> dict[str, Any]:
        """The algorithm's parameters as the dialog shows them, the recognised ones said explicitly."""
        path = self.output.filePath()
        return {
            "PATH": self.file.filePath(), **self.choice.applied(self.seen),
            "OUTPUT": path if path.lower().endswith(".gpkg") else f"{path}.gpkg",
        }

    def run(self) -> None:
        """Import in the background."""
        self.start("jjj:import_site", self.parameters())

    def reject(self) -> None:
        """Cancel, and end a reading with the dialog."""
        if self._task is None:
            self._reading += 1
        super().reject()


def _written(value: Any, form: str) -> str:
    """A cell's text; a difference that rounds to nothing has no sign."""
    if value is None:
        return ""
    return format(value if form != "+.2f" else round(value, 2) + 0.0, form)


def _said(seen: dict[str, Any]) -> str:
    """What was read, and what the file says of its coordinates."""
    if not seen:
        return tr("Choose a file: a survey text file (TXT), a drawing (DXF), or a table (XLSX, CSV).")
    stated = seen["statement"]
    sentences = [messages.survey_read(seen["format"], seen["encoding"], seen["points"])]
    if stated["datum"] or stated["zone"]:
        sentences.append(messages.survey_states(stated["datum"] or "–", str(stated["zone"] or "–")))
    return " ".join(sentences)
