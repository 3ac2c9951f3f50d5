"""One result on the screen: its tables with their chart, how it was made, and the line of Explain."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ... import messages
from ...i18n import tr
from ...layers.report_choice import choose_result, chosen_results
from .catalogue import TableSpec
from .charts import Charts
from .copying import NotSavedError, can_write_xlsx, clipboard_data, save
from .explain import can_explain
from .figures import grouped
from .how import HowView, header_line
from .pieces import Cell
from .result import Result
from .table import Table, TableReader
from .table_view import TableView

SPLIT = "jjj_planner/result_panel_split"
"""Setting: the sizes of table and chart."""
LAST_FOLDER = "jjj_planner/last_folder"
TABLE_SHARE, CHART_SHARE = 62, 38  # at first
TABLE_BY_HEAT, HEAT_SHARE = 40, 60  # a matrix is read in its picture


class ResultView(QWidget):
    """Shows one Result; tells what the planner asks for. `head` is the line that the dock puts above."""

    explain_wanted = pyqtSignal(object)  # a Cell
    again_wanted = pyqtSignal(object)  # an Arrival

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: Result | None = None
        self._reader: TableReader | None = None
        self.head = _sentence()
        self.table = TableView()
        self.table.picked.connect(self._explain)
        self.table.current_changed.connect(self._enable)
        self.table.copy_asked.connect(self.copy_selected)
        self.table.rows_changed.connect(self._draw)
        self.which = QComboBox()
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.which.currentIndexChanged.connect(self._show_table)
        self.table.top.insertWidget(0, self.which)
        self.chart = Charts()
        self.chart.picked.connect(self.table.select_row)
        self.how = HowView()
        self.line = _sentence()
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self.explain_button = _button(
            tr("Explain"), "mActionZoomToSelected.svg", tr("Show on the map the polygons that make up this number"),
            self._explain_current)
        self.again_button = _button(
            tr("Run again…"), "mActionRefresh.svg", tr("Open the tool with the parameters of this result"),
            lambda: self.again_wanted.emit(self._result.arrival))
        self.copy_button = _button(
            tr("Copy"), "mActionEditCopy.svg",
            tr("Copy the table (or the selected rows) for Excel or WPS, with all digits"), self.copy)
        self.save_button = _button(
            tr("Save as…"), "mActionFileSaveAs.svg", tr("Save the rows that are shown as XLSX or CSV"), self.save_as)
        self.report_button = _button(
            tr("Add to report"), "mActionAddHtml.svg", tr("Take this result along when the report is made"),
            self._choose_for_report)
        self.report_button.setCheckable(True)

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.chart)
        self.splitter.setStretchFactor(0, TABLE_SHARE)
        self.splitter.setStretchFactor(1, CHART_SHARE)
        self._split()
        self.chart.currentChanged.connect(lambda *_: self._split())
        self.splitter.splitterMoved.connect(
            lambda *_: QgsSettings().setValue(self._split_key(), self.splitter.saveState()))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.splitter, tr("Table and chart"))
        self.tabs.addTab(self.how, tr("How it was made"))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 2)
        for button in (self.explain_button, self.again_button, self.copy_button, self.save_button,
                       self.report_button):
            row.addWidget(button)
        self.tabs.setCornerWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.line)

    def _split_key(self) -> str:
        """Where the sizes of table and chart are kept: those beside a heat map apart."""
        return f"{SPLIT}_heat" if self.chart.is_heat() else SPLIT

    def _split(self) -> None:
        """Give table and chart the room that they had last."""
        stored = QgsSettings().value(self._split_key())
        if stored is None or not self.splitter.restoreState(stored):
            shares = (TABLE_BY_HEAT, HEAT_SHARE) if self.chart.is_heat() else (TABLE_SHARE, CHART_SHARE)
            whole = max(sum(self.splitter.sizes()), 1000)
            self.splitter.setSizes([whole * share // 100 for share in shares])

    def say(self, text: str) -> None:
        """A sentence below the table."""
        self.line.setText(text)
        self.line.setToolTip(text)

    def show_result(self, result: Result) -> None:
        """Show a result from its first table on."""
        self._clear()  # whatever fails below, no other result's table stands under this one's head
        self._result = result
        self.head.setText(header_line(result))
        self.head.setToolTip(self.head.text())
        self.how.show_result(result)
        self.say("")
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([spec.title for spec in result.specs])
        self.which.blockSignals(False)
        self.which.setVisible(len(result.specs) > 1)
        self.splitter.setVisible(bool(result.specs))
        self.tabs.setTabEnabled(0, bool(result.specs))
        self.tabs.setCurrentIndex(0 if result.specs else 1)
        self.report_button.setChecked(result.main_file in chosen_results(QgsProject.instance()))
        self._show_table()

    def _show_table(self) -> None:
        """Show the chosen table; it is read when it was not yet."""
        self._clear()
        if not self._result.specs:
            return
        uri = self._spec().uri
        known = self._result.tables.get(uri)
        if known is not None:
            self._fill(known)
            return
        self.say(tr("Reading the table…"))
        result, self._reader = self._result, TableReader(self)
        self._reader.progress.connect(self._reading)
        self._reader.done.connect(lambda table: self._read(result, uri, table))
        self._reader.read(uri)

    def _clear(self) -> None:
        """No table and no picture."""
        self.table.clear()
        self.chart.clear()
        self._enable()

    def _spec(self) -> TableSpec:
        return self._result.specs[max(self.which.currentIndex(), 0)]

    def _reading(self, rows: int, of: int) -> None:
        self.say(tr("Reading the table… {rows} of {all} rows").format(
            rows=grouped(rows, 0), all=grouped(of, 0)))

    def _read(self, result: Result, uri: str, table: Table) -> None:
        result.tables[uri] = table
        if result is self._result and self._spec().uri == uri:
            self.say("")
            self._fill(table)

    def _fill(self, table: Table) -> None:
        self.table.show_table(table, self._spec().entry)
        if not table.columns:
            self.say(messages.result_file_gone(self._spec().uri))
        elif table.rows_in_file > len(table):
            self.say(messages.rows_left_out(grouped(len(table), 0), grouped(table.rows_in_file, 0)))
        elif not len(table):
            self.say(messages.empty_table())
        self.chart.setVisible(self.chart.has_picture())  # a table of texts takes the room

    def _draw(self) -> None:
        if self.table.model is not None:
            self.chart.show_rows(self.table.model)

    def _enable(self) -> None:
        """What cannot work now is greyed."""
        there = self.table.model is not None and bool(self._result.specs)
        current = self.table.current() if there else None
        self.explain_button.setEnabled(current is not None and can_explain(self._cell(current[0]), current[1]))
        self.copy_button.setEnabled(there)
        self.save_button.setEnabled(there)

    # What the planner does

    def _explain_current(self) -> None:
        current = self.table.current()
        if current is not None:
            self._explain(*current)

    def _explain(self, position: int, column: str) -> None:
        if can_explain(self._cell(position), column):
            self.explain_wanted.emit(self._cell(position))

    def _cell(self, position: int) -> Cell:
        return Cell(self._result, self._spec(), position)

    def copy(self) -> None:
        """The selected rows, or all that are shown when there are fewer than two."""
        model = self.table.model
        chosen = sorted({index.row() for index in self.table.view.selectionModel().selectedIndexes()})
        positions = [model.rows[row] for row in chosen] if len(chosen) > 1 else model.rows
        QApplication.clipboard().setMimeData(clipboard_data(model, positions))
        self.say(tr("{count} rows copied.").format(count=grouped(len(positions), 0)))

    def copy_selected(self) -> None:
        """Ctrl+C: the one selected number with all its digits, or the selected rows."""
        chosen = self.table.view.selectionModel().selectedIndexes()
        if len(chosen) != 1:
            self.copy()
            return
        exact = self.table.model.exact(self.table.model.rows[chosen[0].row()], chosen[0].column())
        QApplication.clipboard().setText("" if exact is None else str(exact))

    def _choose_for_report(self, wanted: bool) -> None:
        """The result's file onto the report's list, or off it."""
        choose_result(QgsProject.instance(), self._result.main_file, wanted)
        count = len(chosen_results(QgsProject.instance()))
        self.say(tr("Results that go into the report: {count}").format(count=count))

    def save_as(self) -> None:
        """Ask for a file and save the rows that are shown."""
        kinds = [tr("Excel workbook") + " (*.xlsx)"] if can_write_xlsx() else []
        folder = QgsSettings().value(LAST_FOLDER, str(Path.home()))
        path, kind = QFileDialog.getSaveFileName(
            self, tr("Save the table"), str(Path(folder) / self._spec().title), ";;".join([*kinds, "CSV (*.csv)"]))
        if path:
            suffix = ".xlsx" if "xlsx" in kind else ".csv"
            self.save(path if path.lower().endswith((".xlsx", ".csv")) else path + suffix)

    def save(self, path: str) -> None:
        """Save the rows that are shown, and say where."""
        try:
            save(self.table.model, path)
        except NotSavedError as error:
            self.say(str(error))
            return
        QgsSettings().setValue(LAST_FOLDER, str(Path(path).parent))
        self.say(tr("Saved: {path}").format(path=path))


def _sentence() -> QLabel:
    """A line that can be copied; neither its length nor its coming and going moves anything else."""
    label = QLabel()
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setMinimumHeight(label.fontMetrics().height() + 2)
    return label


def _button(text: str, icon: str, tip: str, pressed: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.clicked.connect(pressed)
    return button
