"""The list of findings: by severity with counts, narrowed by a text, one line a finding."""

from __future__ import annotations

from qgis.core import QgsSymbolLayerUtils
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from ..i18n import tr
from ..layers.findings import SEVERITIES, Finding, severity_words
from ..layers.schema import catalog
from ..layers.symbols import symbol

ICON = QSize(16, 16)
ICON_MM = 3.2  # what fits into it at 96 dpi, with the outline


class FindingList(QTreeWidget):
    """Severity · sentence · place."""

    activated_finding = pyqtSignal(object)
    """A finding was double-clicked, or Enter pressed on it."""

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self._by_item: dict[int, Finding] = {}
        self._groups: list[tuple[str, QTreeWidgetItem]] = []
        self.setHeaderLabels([tr("Severity"), tr("Finding"), tr("Place")])
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setIconSize(ICON)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        self.itemActivated.connect(self._activated)

    def findings(self) -> list[Finding]:
        """All of them, the narrowed-out ones too."""
        return self._findings

    def fill(self, findings: list[Finding]) -> None:
        """Show these instead; the finding that was current stays so if it is still there."""
        before = self.current()
        self.clear()
        self._findings, self._groups, self._by_item = findings, [], {}
        for severity in SEVERITIES:
            own = [finding for finding in findings if finding.severity == severity]
            if own:
                self._add_group(severity, own)
        self.expandAll()
        for column in (0, 2):
            self.resizeColumnToContents(column)
        self.setColumnWidth(2, min(self.columnWidth(2), 180))
        same = [item for item in self._items() if before is not None and _same(self._of(item), before)]
        self.setCurrentItem(same[0] if same else None)

    def _add_group(self, severity: str, findings: list[Finding]) -> None:
        group = QTreeWidgetItem(self)
        group.setIcon(0, severity_icon(severity))
        self._groups.append((severity, group))
        for finding in findings:
            item = QTreeWidgetItem(group, [finding.title, finding.sentence, place_text(finding)])
            item.setIcon(0, severity_icon(severity))
            item.setToolTip(1, finding.sentence)
            item.setToolTip(2, place_text(finding))
            item.setData(0, Qt.ItemDataRole.UserRole, finding.number)
            self._by_item[finding.number] = finding
        group.setFirstColumnSpanned(True)
        self._count(severity, group)

    def _count(self, severity: str, group: QTreeWidgetItem) -> None:
        shown = sum(not group.child(row).isHidden() for row in range(group.childCount()))
        total = group.childCount()
        group.setText(0, f"{severity_words()[severity]}  {shown if shown == total else f'{shown} / {total}'}")
        group.setHidden(shown == 0)

    def narrow(self, text: str) -> None:
        """Show the lines that hold the text, in any column."""
        wanted = text.strip().casefold()
        for severity, group in self._groups:
            for row in range(group.childCount()):
                item = group.child(row)
                words = " ".join(item.text(column) for column in range(3)).casefold()
                item.setHidden(wanted not in words)
            self._count(severity, group)

    def current(self) -> Finding | None:
        """The finding that is chosen."""
        return self._of(self.currentItem())

    def item_of(self, finding: Finding) -> QTreeWidgetItem:
        """The finding's line."""
        return next(item for item in self._items() if self._of(item) is finding)

    def _items(self) -> list[QTreeWidgetItem]:
        return [group.child(row) for _, group in self._groups for row in range(group.childCount())]

    def _of(self, item: QTreeWidgetItem | None) -> Finding | None:
        number = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return self._by_item.get(number)

    def _activated(self, item: QTreeWidgetItem) -> None:
        finding = self._of(item)
        if finding is not None:
            self.activated_finding.emit(finding)


def _same(one: Finding | None, other: Finding) -> bool:
    return one is not None and (one.rule, one.table, one.uid) == (other.rule, other.table, other.uid)


def severity_icon(severity: str) -> QIcon:
    """The severity's mark, as on the map."""
    drawn = symbol(catalog("styles/results.json")["check"][severity])
    drawn.setSize(ICON_MM)
    return QgsSymbolLayerUtils.symbolPreviewIcon(drawn, ICON)


def place_text(finding: Finding) -> str:
    """The feature's name, or where it is."""
    if finding.name or finding.place.isNull():
        return finding.name
    point = finding.place.asPoint()
    return f"{point.x():.3f}°, {point.y():.3f}°"
