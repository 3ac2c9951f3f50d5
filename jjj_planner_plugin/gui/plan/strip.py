"""The strip of live numbers: one column for what is selected; before, after and change while something changes."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFontMetrics, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...i18n import language, tr
from .strip_rows import Row, Subject, at_rest, is_still, named, rows

LABEL, BEFORE, AFTER, CHANGE = range(4)
MARGIN = 4  # pixels beside a number
INDENTATION = 12


class Strip(QWidget):
    """Shows the live engine's answers. `join_population` asks for the dialog that joins people to units."""

    join_population = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._changing = False
        self._probing = False  # what changes is only where a circle is
        self._lines: dict[tuple[str, ...], QTreeWidgetItem] = {}
        self.title = _line()
        self.table = QTreeWidget()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.hide()
        self.basis = QLabel()
        self.basis.setWordWrap(True)
        self.state = _line()
        self._milliseconds = ""
        self._state = ""
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(2)
        for widget in (self.title, self.table, self.note, self.basis, self.state):
            layout.addWidget(widget)
        self.show_subject(None)
        self._show_state()
        self.set_basis("")

    def _set_up_table(self) -> None:
        table = self.table
        table.setHeaderLabels(["", tr("Before"), tr("After"), tr("Change")])
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setIndentation(INDENTATION)
        table.setRootIsDecorated(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setUniformRowHeights(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(8)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in (BEFORE, AFTER, CHANGE):
            table.headerItem().setTextAlignment(column, right)

    def sizeHint(self) -> QSize:
        return QSize(300, 11 * self.fontMetrics().height())

    # What the lead's code calls

    def show_subject(self, subject: Subject | None) -> None:
        """One column for what is selected, from each figure's `before`; None: nothing is selected.

        Something else that is selected takes the place of what a probe found, until the probe moves.
        """
        other = subject is not None and (self._subject is None or subject["uid"] != self._subject["uid"])
        self._subject = subject
        if other and self._probing:
            self.clear_change()
        elif not self._changing:
            self._show_one()

    def show_answer(self, answer: dict[str, Any], milliseconds: float | None = None, done: bool = False) -> None:
        """Before, after and change of an answer's `subjects`, or what a probe found; its `notes`, and its time.

        done: the edit was made, and this is what it did.
        """
        subjects = answer.get("subjects") or []
        self._changing = True
        self._probing = bool(subjects) and all(map(is_still, subjects))
        if self._probing:
            self.title.setText(tr("Within the circle"))
            self._show(rows([at_rest(subjects[0])]), columns=1)
        else:
            names = ("、" if language() == "zh" else ", ").join(map(named, subjects))
            title = tr("Changed: {names}") if done else tr("Changing: {names}")
            self.title.setText(title.format(names=names) if names else tr("Nothing changes"))
            self._show(rows(subjects), columns=3)
        self._show_notes(answer.get("notes") or [])
        self._milliseconds = "" if milliseconds is None else tr("{count} ms").format(count=round(milliseconds))
        self._show_state()

    def clear_change(self) -> None:
        """Nothing changes any more: back to the one column."""
        self._changing = self._probing = False
        self._show_notes([])
        self._show_one()

    def set_state(self, text: str) -> None:
        """What the engine does, in the line below: “Engine ready”."""
        self._state = text
        self._milliseconds = ""
        self._show_state()

    def set_basis(self, text: str) -> None:
        """Which raster, date and limit the figures of the air are of; empty for none."""
        self.basis.setText(text)
        self.basis.setVisible(bool(text))
        self._fit_basis()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_basis()

    def _fit_basis(self) -> None:
        """All its lines: where there is little room a layout cuts a text that wraps, without a sign of it."""
        self.basis.setMinimumHeight(max(0, self.basis.heightForWidth(self.width())))

    # How it is shown

    def _show_one(self) -> None:
        if self._subject is None:
            self.title.setText(tr("Select something in the tree or on the map"))
            self._show([], columns=1)
            return
        self.title.setText(tr("Selected: {name}").format(name=named(self._subject)))
        self._show(rows([at_rest(self._subject)]), columns=1)

    def _show_state(self) -> None:
        self.state.setText(" · ".join(filter(None, (self._state, self._milliseconds))))
        self.state.setVisible(bool(self.state.text()))

    def _show_notes(self, notes: list[Any]) -> None:
        texts = [str(note.get(f"sentence_{language()}") or note.get(language(), ""))
                 if isinstance(note, dict) else str(note) for note in notes]
        self.note.setText("\n".join(filter(None, texts)))
        self.note.setVisible(bool(self.note.text()))

    def _show(self, shown: list[Row], columns: int) -> None:
        """The lines that are there stay, with other texts: nothing blinks while the mouse moves."""
        self.table.setHeaderHidden(columns == 1)
        for column in (AFTER, CHANGE):
            self.table.setColumnHidden(column, columns == 1)
        if [row.path for row in shown] != list(self._lines):
            self._lay_anew(shown)
        for row in shown:
            self._fill(self._lines[row.path], row)
        self._fit(shown, columns)

    def _lay_anew(self, shown: list[Row]) -> None:
        folded = {path: not item.isExpanded() for path, item in self._lines.items()}
        self.table.clear()
        self._lines = {}
        for row in shown:
            above = self._lines.get(row.path[:-1], self.table.invisibleRootItem())
            item = self._lines[row.path] = QTreeWidgetItem(above)
            font = item.font(LABEL)
            font.setBold(row.head)
            item.setFont(LABEL, font)
        for row in shown:
            self._lines[row.path].setExpanded(not folded.get(row.path, row.folded))

    def _fill(self, item: QTreeWidgetItem, row: Row) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        item.setText(LABEL, "" if row.join else row.label)
        item.setToolTip(LABEL, row.tip or row.label)
        for column, text in ((BEFORE, row.before), (AFTER, row.after), (CHANGE, row.change)):
            item.setText(column, text)
            item.setTextAlignment(column, right)
        item.setForeground(CHANGE, QBrush(QColor(row.colour)) if row.colour else QBrush())
        item.setFirstColumnSpanned(not row.before and not row.after)  # a head
        has_button = self.table.itemWidget(item, LABEL) is not None
        if row.join and not has_button:
            self.table.setItemWidget(item, LABEL, self._join_button(row.label))
        elif has_button and not row.join:
            self.table.removeItemWidget(item, LABEL)

    def _join_button(self, label: str) -> QWidget:
        """In place of a number that nobody has: the way to it."""
        line = QWidget()
        button = QPushButton(tr("join population…"))
        button.setToolTip(tr("The plan has no people by unit. Join a table of your own; city totals are not spread."))
        button.setFlat(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet("QPushButton { color: palette(link); border: none; padding: 0; text-align: right; }")
        button.clicked.connect(self.join_population)
        row = QHBoxLayout(line)
        row.setContentsMargins(2, 0, MARGIN, 0)
        row.addWidget(QLabel(label), 1)
        row.addWidget(button)
        return line

    def _fit(self, shown: list[Row], columns: int) -> None:
        metrics = QFontMetrics(self.table.font())
        header = self.table.headerItem()
        for column, texts in ((BEFORE, [row.before for row in shown]), (AFTER, [row.after for row in shown]),
                              (CHANGE, [row.change for row in shown])):
            heads = [header.text(column)] if columns > 1 else []
            widest = max((metrics.horizontalAdvance(text) for text in [*texts, *heads]), default=0)
            if not shown or widest + 2 * MARGIN > self.table.columnWidth(column) or columns == 1:
                self.table.setColumnWidth(column, widest + 2 * MARGIN)  # it grows with a number, and stays


def _line() -> QLabel:
    """One line whose length moves nothing else."""
    label = QLabel()
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setMinimumHeight(label.fontMetrics().height() + 2)
    return label
