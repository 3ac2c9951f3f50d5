"""The policies as rows for Qt's views, and the filter by year and facet."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QFont

from ...i18n import language, tr
from ...layers.timeline import Event

WHEN, POLICY, PLACES, FACET = range(4)


class TimelineModel(QAbstractTableModel):
    """One row a policy; those of the moment that the map shows are bold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.events: list[Event] = []
        self._now: tuple[int, int] | None = None

    def show_events(self, events: list[Event]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.events = list(events)
        self.endResetModel()

    def set_now(self, years: tuple[int, int] | None) -> None:
        """The years that the map shows; None where it shows all times."""
        self._now = years
        if self.events:
            self.dataChanged.emit(self.index(0, WHEN), self.index(len(self.events) - 1, FACET))

    def is_now(self, row: int) -> bool:
        """Whether the map shows the time of this policy."""
        return self._now is not None and self.events[row].meets(*self._now)

    # What Qt asks

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.events)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        return FACET + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("When"), tr("Policy"), tr("Places"), tr("Facet"))[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self.events[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(event, index.column())
        if role == Qt.ItemDataRole.FontRole and self.is_now(index.row()):
            font = QFont()
            font.setBold(True)
            return font
        return None

    @staticmethod
    def _text(event: Event, column: int) -> str:
        between = "、" if language() == "zh" else ", "
        return (event.when, event.name, between.join(event.places), event.facet)[column]


class YearFilter(QSortFilterProxyModel):
    """The policies of some years, and of one facet or all."""

    def __init__(self, model: TimelineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._first, self._last, self._facet = 0, 9999, ""
        self.setSourceModel(model)

    def show_years(self, first: int, last: int, facet: str = "") -> None:
        """Only what happened from year to year; without a facet, of all."""
        self._first, self._last, self._facet = first, last, facet
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, _parent: QModelIndex) -> bool:
        event = self.sourceModel().events[row]
        return event.meets(self._first, self._last) and self._facet in ("", event.facet)
