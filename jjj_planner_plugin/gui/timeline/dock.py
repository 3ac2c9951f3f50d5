"""The panel of the timeline: policies with their places, and the years that the table and the map show."""

from __future__ import annotations

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.schema import domain
from ...layers.timeline import events, range_of, years
from ..temporal_bands import open_controller
from .model import POLICY, WHEN, TimelineModel, YearFilter

Mode = QgsTemporalNavigationObject.NavigationMode
FEWEST, MOST = 1900, 2100  # years


class TimelineDock(QgsDockWidget):
    """Follows one open plan, and the time that the canvas shows: its policies are bold."""

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(tr("Timeline"), parent)
        self.setObjectName("JjjTimelineDock")
        self._canvas = canvas
        self._editing: PlanEditing | None = None
        self._build()
        self._lay_out()
        for spin in (self.first, self.last):
            spin.valueChanged.connect(self._filter)
        self.facet.currentIndexChanged.connect(self._filter)
        self.play.clicked.connect(self.play_years)
        self.only.clicked.connect(self.show_years)
        self.all.clicked.connect(self.show_all)
        self.table.selectionModel().selectionChanged.connect(self._select_places)
        self.table.doubleClicked.connect(self._zoom)
        canvas.temporalRangeChanged.connect(self._follow)

    def _build(self) -> None:
        self.first, self.last, self.facet = QSpinBox(), QSpinBox(), QComboBox()
        for spin in (self.first, self.last):
            spin.setRange(FEWEST, MOST)
        self.facet.addItem(tr("All facets"), "")
        for text in domain("facet", language()).values():
            self.facet.addItem(text, text)
        self.play = QPushButton(tr("Play year by year"))
        self.only = QPushButton(tr("Show these years"))
        self.all = QPushButton(tr("Show all times"))
        self.model = TimelineModel(self)
        self.shown = YearFilter(self.model, self)
        self.table = QTableView()
        self.table.setModel(self.shown)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(POLICY, QHeaderView.ResizeMode.Stretch)
        self.count = QLabel()

    def _lay_out(self) -> None:
        page, row = QWidget(), QHBoxLayout()
        for widget in (QLabel(tr("Years")), self.first, QLabel("–"), self.last, self.facet, self.play, self.only,
                       self.all, self.count):
            row.addWidget(widget)
        row.addStretch(1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(4, 2, 4, 2)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)
        self.setWidget(page)

    # The plan

    def set_plan(self, editing: PlanEditing | None) -> None:
        """Show the policies of this plan; None: no plan is open."""
        if self._editing is not None:
            self._editing.changed.disconnect(self.read)
        self._editing = editing
        self.read()
        if editing is None:
            self.hide()
            return
        editing.changed.connect(self.read)
        first, last = years(self.model.events)
        self.first.setValue(first)
        self.last.setValue(last)

    def read(self) -> None:
        """Read the policies again."""
        self.model.show_events(events(self._editing.layers, language()) if self._editing is not None else [])
        self._filter()

    def _filter(self, *_: object) -> None:
        self.shown.show_years(self.first.value(), self.last.value(), self.facet.currentData() or "")
        shown, known = self.shown.rowCount(), self.model.rowCount()
        self.count.setText(tr("{shown} of {count}").format(shown=shown, count=known))

    # The map

    def play_years(self) -> None:
        """Let the time controller play these years, one after the other."""
        self._set_time(Mode.Animated)
        self._canvas.temporalController().rewindToStart()
        self._canvas.temporalController().playForward()

    def show_years(self) -> None:
        """Show what happened in these years, all at once."""
        self._set_time(Mode.FixedRange)

    def show_all(self) -> None:
        """Show all times."""
        self._canvas.temporalController().setNavigationMode(Mode.NavigationOff)

    def _set_time(self, mode: Mode) -> None:
        self._turn_on()
        first, last = sorted((self.first.value(), self.last.value()))
        controller = self._canvas.temporalController()
        controller.pause()
        controller.setTemporalExtents(range_of(first, last))
        controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalYears))
        controller.setNavigationMode(mode)
        open_controller(self._canvas)

    def _turn_on(self) -> None:
        """Show the layer of places: it is off at start."""
        layer = self._editing.layers.get("policy_places") if self._editing is not None else None
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id()) if layer is not None else None
        if node is not None:
            node.setItemVisibilityCheckedParentRecursive(True)

    def _follow(self, *_: object) -> None:
        """The policies of the time that the map shows are bold, and the first comes into view."""
        moment = self._canvas.temporalRange()
        timeless = moment.isInfinite() or not self._canvas.mapSettings().isTemporal()
        self.model.set_now(None if timeless else _years_of(moment))
        for row in range(self.shown.rowCount()):
            index = self.shown.index(row, WHEN)
            if self.model.is_now(self.shown.mapToSource(index).row()):
                self.table.scrollTo(index)
                return

    def _chosen(self) -> list[int]:
        """The features of the places of the selected policies."""
        rows = self.table.selectionModel().selectedRows()
        return [fid for index in rows for fid in self.model.events[self.shown.mapToSource(index).row()].fids]

    def _select_places(self, *_: object) -> None:
        layer = self._editing.layers.get("policy_places") if self._editing is not None else None
        if layer is not None:
            layer.selectByIds(self._chosen())
            self._canvas.flashFeatureIds(layer, self._chosen())

    def _zoom(self, *_: object) -> None:
        layer = self._editing.layers.get("policy_places") if self._editing is not None else None
        if layer is not None and self._chosen():
            self._turn_on()
            self._canvas.zoomToFeatureIds(layer, self._chosen())

    def take_down(self) -> None:
        """Let go of the plan; the plugin is being unloaded."""
        self._canvas.temporalRangeChanged.disconnect(self._follow)
        self.set_plan(None)


def _years_of(moment: QgsDateTimeRange) -> tuple[int, int]:
    """The first and the last year of a range, whose end is exclusive."""
    last = moment.end().addSecs(-1) if not moment.includeEnd() else moment.end()
    return moment.begin().date().year(), last.date().year()
