"""What a new axis is called and how wide it is."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from ...i18n import language, tr
from ...layers.members import AxisMember
from ...layers.schema import look

WIDTH_KM = 30.0


class AxisDialog(QDialog):
    """Names in both languages, width each side, and whether the Outline names its members."""

    def __init__(self, members: list[AxisMember], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New axis"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first, last = members[0], members[-1]
        self.name_zh = QLineEdit(f"{_short(first.name_zh)}{_short(last.name_zh)}发展轴")
        self.name_en = QLineEdit(f"{first.name_en}-{last.name_en} axis")
        self.width = QDoubleSpinBox()
        low, high, step = look()["ranges"]["width_km"]
        self.width.setRange(low, high)
        self.width.setSingleStep(step)
        self.width.setDecimals(1)
        self.width.setSuffix(" km")
        self.width.setValue(WIDTH_KM)
        self.official = QCheckBox(tr("The Outline names these members"))
        through = QLabel(" → ".join(getattr(member, f"name_{language()}") for member in members))
        through.setWordWrap(True)
        form = QFormLayout(self)
        form.addRow(tr("Runs through"), through)
        form.addRow(tr("Name (Chinese)"), self.name_zh)
        form.addRow(tr("Name (English)"), self.name_en)
        form.addRow(tr("Width each side"), self.width)
        form.addRow("", self.official)
        form.addRow(ok_and_cancel(self))

    def values(self) -> dict[str, Any]:
        """The axis's fields as the dialog stands."""
        return {"name_zh": self.name_zh.text().strip(), "name_en": self.name_en.text().strip(),
                "width_km": self.width.value()}

    def role(self) -> str:
        """Whether its members are `official` or `assumed`."""
        return "official" if self.official.isChecked() else "assumed"


def _short(name_zh: str) -> str:
    """北京市 → 北京."""
    return name_zh[:-1] if len(name_zh) > 2 and name_zh[-1] in "市县" else name_zh


def ok_and_cancel(dialog: QDialog, ok: str = "") -> QDialogButtonBox:
    """The two buttons of a dialog, connected."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.button(QDialogButtonBox.StandardButton.Ok).setText(ok or tr("OK"))
    buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
