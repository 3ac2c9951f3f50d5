"""What the planner can settle about a survey: which layers or sheet, the CRS, the axes, packed angles."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from ..algorithms.import_site import YES_NO, crs_text
from ..i18n import tr

ANOTHER = "another"
PARTS_HEIGHT = 96


class SurveyChoice(QWidget):
    """Shows what was recognised; `changed` when the planner settles something. Nothing is settled at first."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = QListWidget()
        self.parts.setMaximumHeight(PARTS_HEIGHT)
        self.parts_label = QLabel()
        self.crs = QComboBox()
        self.other = QgsProjectionSelectionWidget()
        self.other.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, False)
        self.swapped = QCheckBox(tr("North and east are swapped in the file"))
        self.packed = QCheckBox(tr("Angles are written as ddd.mmss"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.parts_label, self.parts)
        form.addRow(tr("CRS"), self.crs)
        form.addRow("", self.other)
        form.addRow("", self.swapped)
        form.addRow("", self.packed)
        self.reset()
        self.parts.itemSelectionChanged.connect(self._settle_parts)
        self.crs.activated.connect(self._settle_crs)
        self.other.crsChanged.connect(self._settle_other)
        self.swapped.clicked.connect(self._settle_axes)
        self.packed.clicked.connect(self._settle_packed)

    def reset(self) -> None:
        """A new file: nothing is settled."""
        self._crs: str | None = None
        self._swap: bool | None = None
        self._packed: bool | None = None
        self._parts: list[str] | None = None
        self._kind = ""
        self.show_survey({"parts": [], "candidates": [], "choice": None, "numbers": None, "format": ""})

    def parameters(self) -> dict[str, Any]:
        """Of the task: what the planner has settled, None for the rest."""
        drawing = self._kind == "dxf"
        return {
            "crs": self._crs, "swap_axes": self._swap, "packed_dms": self._packed,
            "dxf_layers": self._parts if drawing else None,
            "sheet": self._parts[0] if self._parts and not drawing else None,
        }

    def applied(self, seen: dict[str, Any]) -> dict[str, Any]:
        """Of the algorithm: what the dialog shows, said explicitly."""
        choice, chosen, drawing = seen["choice"], seen["chosen"], seen["format"] == "dxf"
        text = choice["crs"]
        known = text.startswith("EPSG:")
        crs = QgsCoordinateReferenceSystem(text) if known else QgsCoordinateReferenceSystem.fromWkt(text)
        return {
            "CRS": crs, "SWAP_AXES": YES_NO.index(choice["swap_axes"]), "PACKED_DMS": YES_NO.index(self._packed),
            "DXF_LAYERS": ",".join(chosen) if drawing else "", "SHEET": "" if drawing else "".join(chosen),
        }

    def show_survey(self, seen: dict[str, Any]) -> None:
        """What the engine recognised (its result of read_survey), with what the planner has settled."""
        self._kind = seen["format"]
        for widget in (self.parts, self.crs, self.other, self.swapped, self.packed):
            widget.blockSignals(True)
        self._show_parts(seen)
        self._show_crs(seen)
        swapped = seen["choice"]["swap_axes"] if seen["choice"] else (seen["numbers"] or {}).get("swapped", False)
        self.swapped.setChecked(bool(swapped if self._swap is None else self._swap))
        self.packed.setVisible(self._packed is not None or (seen["numbers"] or {}).get("kind") == "degrees")
        stated = seen.get("statement", {}).get("packed_dms", False)
        self.packed.setChecked(bool(stated if self._packed is None else self._packed))
        for widget in (self.parts, self.crs, self.other, self.swapped, self.packed):
            widget.blockSignals(False)

    def _show_parts(self, seen: dict[str, Any]) -> None:
        drawing = self._kind == "dxf"
        self.parts_label.setText(tr("Layers") if drawing else tr("Worksheet"))
        for widget in (self.parts, self.parts_label):
            widget.setVisible(len(seen["parts"]) > 1)
        mode = QAbstractItemView.SelectionMode
        self.parts.setSelectionMode(mode.MultiSelection if drawing else mode.SingleSelection)
        self.parts.clear()
        chosen = self._parts if self._parts is not None else seen.get("chosen", [])
        for part in seen["parts"]:
            text = tr("{name} ({closed} closed, {open} open lines)").format(**part) if drawing else part["name"]
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, part["name"])
            self.parts.addItem(item)
            item.setSelected(part["name"] in chosen)

    def _show_crs(self, seen: dict[str, Any]) -> None:
        """The candidates with where each puts the parcels; another one the planner has named stands beside."""
        self.crs.clear()
        if seen["choice"] is None and self._crs is None:
            self.crs.addItem(tr("Choose…"), None)
        for candidate in seen["candidates"]:
            text = f"{candidate['crs']} · {candidate['place']} · {candidate['crs_name']}"
            self.crs.addItem(text, candidate["crs"])
            self.crs.setItemData(self.crs.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.crs.addItem(tr("Another CRS…"), ANOTHER)
        wanted = self._crs or (seen["choice"]["crs"] if seen["choice"] else None)
        place = self.crs.findData(wanted)
        another = wanted is not None and place < 0
        self.crs.setCurrentIndex(self.crs.findData(ANOTHER) if another else max(place, 0))
        self.other.setVisible(another)

    def _settle_parts(self) -> None:
        self._parts = [item.data(Qt.ItemDataRole.UserRole) for item in self.parts.selectedItems()] or None
        self.changed.emit()

    def _settle_crs(self, place: int) -> None:
        value = self.crs.itemData(place)
        self.other.setVisible(value == ANOTHER)
        if value == ANOTHER:
            value = crs_text(self.other.crs())
        if value:
            self._crs = value
            self.changed.emit()

    def _settle_other(self, crs: QgsCoordinateReferenceSystem) -> None:
        self._crs = crs_text(crs)
        self.changed.emit()

    def _settle_axes(self, checked: bool) -> None:
        self._swap = checked
        self.changed.emit()

    def _settle_packed(self, checked: bool) -> None:
        self._packed = checked
        self.changed.emit()
