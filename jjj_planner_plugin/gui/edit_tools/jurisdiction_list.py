"""A list of jurisdictions of which several can be ticked."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...i18n import language, tr
from ...layers.parks import Jurisdiction


class JurisdictionList(QWidget):
    """Ticked are those whose adcodes `codes` gives."""

    def __init__(self, jurisdictions: Iterable[Jurisdiction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name or code"))
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        for jurisdiction in jurisdictions:
            item = QListWidgetItem(named(jurisdiction))
            item.setData(Qt.ItemDataRole.UserRole, jurisdiction.adcode)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)
        self.filter.textChanged.connect(self._show_matching)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _show_matching(self, text: str) -> None:
        for item in self._items():
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setHidden(text.strip().lower() not in item.text().lower() and not ticked)

    def tick(self, *codes: str) -> None:
        """Tick these, besides those that are; the first that is ticked comes into view."""
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) in codes:
                item.setCheckState(Qt.CheckState.Checked)
        self._show_ticked()

    def _show_ticked(self) -> None:
        ticked = [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        if ticked:
            self.list.scrollToItem(ticked[0], QAbstractItemView.ScrollHint.PositionAtTop)

    def showEvent(self, event: QShowEvent) -> None:
        """Where it has no size yet, nothing can be brought into view."""
        super().showEvent(event)
        self._show_ticked()

    def untick(self) -> None:
        """Tick none, and forget what was looked for."""
        self.filter.clear()
        for item in self._items():
            item.setCheckState(Qt.CheckState.Unchecked)

    def codes(self) -> list[str]:
        """The adcodes that are ticked."""
        return [item.data(Qt.ItemDataRole.UserRole) for item in self._items()
                if item.checkState() == Qt.CheckState.Checked]


def named(jurisdiction: Jurisdiction) -> str:
    """Its name in the interface's language, and its code."""
    name = jurisdiction.name_en if language() == "en" and jurisdiction.name_en else jurisdiction.name_zh
    return f"{name}  {jurisdiction.adcode}"
