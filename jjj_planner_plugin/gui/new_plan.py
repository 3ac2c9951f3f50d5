"""The dialog “New plan…”: where, which units, which scheme, title, and a small map of the zones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayerProxyModel,
    QgsSettings,
)
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ..i18n import language, tr
from .running import RunningDialog, free_path
from .zones_preview import ZonesPreview, zones_legend

SETTINGS = "jjj_planner/new_plan"
CODE_FIELDS = ("adcode", "gb", "xzqdm", "code", "代码", "县码", "码")
"""What the name of a field with adcodes is or holds, the likeliest first."""
TITLES = {"zh": "京津冀协同发展规划", "en": "Jing-Jin-Ji coordinated development plan"}


class NewPlanDialog(RunningDialog):
    """Runs jjj:create_plan; `made` carries the path of the plan when it is whole, and what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New plan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._restore()
        self._layer_changed(self.layer.currentLayer())

    def _build(self) -> None:
        self.title = QLineEdit(TITLES[language()])
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(tr("Plan") + " (*.gpkg)")
        self.layer = QgsMapLayerComboBox()
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.units = QComboBox()
        self.units.addItem(tr("Bundled counties of 1999 (1:4 000 000)"), False)
        self.units.addItem(tr("A county layer of my own"), True)
        self.field = QgsFieldComboBox()
        self.scheme = QComboBox()
        self.scheme.addItem(tr("By county"), "county")
        self.scheme.addItem(tr("By prefecture"), "prefecture")
        self.preview = ZonesPreview()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Make the plan"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self._lay_out()
        self.units.currentIndexChanged.connect(self._update)
        self.layer.layerChanged.connect(self._layer_changed)
        self.field.fieldChanged.connect(self._update)
        self.scheme.currentIndexChanged.connect(self._update)
        self.file.fileChanged.connect(self._update)
        self.buttons.accepted.connect(self.run)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Save as"), self.file)
        form.addRow(tr("Counties"), self.units)
        form.addRow(tr("County layer"), self.layer)
        form.addRow(tr("Adcode field"), self.field)
        form.addRow(tr("Zones"), self.scheme)
        form.addRow(tr("Title"), self.title)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.note)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.addLayout(left, 3)
        shown = QVBoxLayout()
        shown.addWidget(self.preview, 1)
        shown.addWidget(QLabel(zones_legend()))
        columns.addLayout(shown, 2)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addWidget(self.message)
        whole.addWidget(self.progress)
        whole.addWidget(self.buttons)

    def _restore(self) -> None:
        """What was chosen last; a new file name beside the last one."""
        settings = QgsSettings()
        folder = Path(settings.value("jjj_planner/last_folder", str(Path.home())))
        self.file.setFilePath(str(free_path(folder / "jjj_plan.gpkg")))
        place = self.scheme.findData(settings.value(f"{SETTINGS}/scheme", "county"))
        self.scheme.setCurrentIndex(max(place, 0))

    def _layer_changed(self, layer: Any) -> None:
        self.field.setLayer(layer)
        if layer is not None:
            names = [field.name() for field in layer.fields()]
            likely = [name for part in CODE_FIELDS for name in names if part in name.lower()]
            self.field.setField(likely[0] if likely else "")
        self._update()

    def _update(self, *_: Any) -> None:
        own = bool(self.units.currentData())
        self.layer.setEnabled(own)
        self.field.setEnabled(own)
        self.preview.show_scheme(self.scheme.currentData())
        assumed = (
            tr("By prefecture: Hebei as its plan of 2016 has it; Beijing and Tianjin lie wholly in the core zone.")
            if self.scheme.currentData() == "prefecture" else
            tr("By county: the Outline's wording applied to whole counties. It is a proposal, not an official list.")
        )
        where = tr("The small map shows the bundled outlines; your own counties decide the plan's.") if own else tr(
            "Outlines of 1999, generalised; parts of Beijing and Tianjin proper are schematic.")
        self.note.setText(f"{assumed}\n\n{where}")
        ready = bool(self.file.filePath()) and (not own or bool(self.field.currentField()))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready and self._task is None)

    def parameters(self) -> dict[str, Any]:
        """The algorithm's parameters as the dialog stands."""
        path = self.file.filePath()
        layer = self.layer.currentLayer()
        values = {
            "OUTPUT": path if path.lower().endswith(".gpkg") else f"{path}.gpkg",
            "SCHEME": self.scheme.currentIndex(), "TITLE": self.title.text() or tr("Untitled plan"),
        }
        if self.units.currentData() and layer is not None:
            values.update({"UNITS": layer.id(), "UNIT_CODE_FIELD": self.field.currentField()})
        return values

    def run(self) -> None:
        """Make the plan in the background."""
        if self.start("jjj:create_plan", self.parameters()):
            QgsSettings().setValue(f"{SETTINGS}/scheme", self.scheme.currentData())
