"""The panel of the timeline: policies with their places, and the years that the table and the map show."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QObject, QSize, QTimer
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.schema import domain
from ...layers.timeline import events, range_of, years
from .model import FACET, PLACES, POLICY, WHEN, TimelineModel, YearFilter
from .year_label import YearLabel, is_of_years, years_of

Mode = QgsTemporalNavigationObject.NavigationMode
Playing = QgsTemporalNavigationObject.AnimationState
FEWEST, MOST = 1900, 2100  # years
HEIGHT, LEAST = 190, 60
"""Pixels: of the panel as it comes, for the map is what one wants to see, and of the table at the least."""
PLACES_WIDTH, COUNT_WIDTH, FACET_WIDTH = 160, 100, 80  # pixels
PLAYED = ("policy_places", "projects")
"""Tables that are off at start and turned on to be played."""


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
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.only.clicked.connect(self.show_years)
        self.all.clicked.connect(self.show_all)
        self.table.selectionModel().selectionChanged.connect(self._select_places)
        self.table.doubleClicked.connect(self._zoom)
        canvas.temporalRangeChanged.connect(self._follow)
        canvas.installEventFilter(self)
        self._soon = QTimer(self)  # at the last year the controller stops once it has shown it
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._say_playing)

    def sizeHint(self) -> QSize:
        return QSize(680, HEIGHT)

    def _build(self) -> None:
        self.first, self.last, self.facet = QSpinBox(), QSpinBox(), QComboBox()
        for spin in (self.first, self.last):
            spin.setRange(FEWEST, MOST)
        self.facet.addItem(tr("All facets"), "")
        for text in domain("facet", language()).values():
            self.facet.addItem(text, text)
        self.play = QPushButton()
        self.back = _button("/temporal_navigation/previous.svg", tr("The year before"))
        self.forward = _button("/temporal_navigation/next.svg", tr("The next year"))
        self.year = YearLabel(self._canvas)
        self._say_playing()
        self.only = QPushButton(tr("Show these years"))
        self.all = QPushButton(tr("Show all times"))
        self.model = TimelineModel(self)
        self.shown = YearFilter(self.model, self)
        self.table = QTableView()
        self.table.setModel(self.shown)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.table.setMinimumHeight(LEAST)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(POLICY, QHeaderView.ResizeMode.Stretch)  # it has what the others leave
        for narrow in (WHEN, FACET):
            header.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(PLACES, PLACES_WIDTH)  # what is cut is in the tooltip
        self.count = QLabel()
        for yielding in (self.facet, self.count):  # a wide row would squeeze the panels beside the map
            yielding.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            yielding.setMaximumWidth(yielding.sizeHint().width() if yielding is self.facet else COUNT_WIDTH)
        self.facet.setMinimumWidth(FACET_WIDTH)

    def _lay_out(self) -> None:
        page, row = QWidget(), QHBoxLayout()
        for widget in (QLabel(tr("Years")), self.first, QLabel("–"), self.last, self.facet, self.back,
                       self.play, self.forward, self.only, self.all, self.count):
            row.addWidget(widget, 1 if widget in (self.facet, self.count) else 0)
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
            self.year.show_years(None)
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
        """Let the time controller play these years, one after the other; or hold, and go on from there."""
        controller = self._canvas.temporalController()
        if controller.animationState() != Playing.Idle:
            controller.pause()
            self._say_playing()
            return
        at_end = controller.currentFrameNumber() >= controller.totalFrameCount() - 1
        if not self._is_set() or at_end:
            self._set_time(Mode.Animated)
            controller.rewindToStart()
        self._turn_on()
        controller.playForward()
        self._say_playing()

    def _step(self, years: int) -> None:
        """Show the year before or after; the first one where none of these years was shown."""
        controller = self._canvas.temporalController()
        controller.pause()
        if self._is_set():
            controller.setCurrentFrameNumber(controller.currentFrameNumber() + years)
        else:
            self._set_time(Mode.Animated)
            controller.rewindToStart()

    def _is_set(self) -> bool:
        """Whether the time controller is at these years, one by one."""
        controller = self._canvas.temporalController()
        return controller.navigationMode() == Mode.Animated and controller.temporalExtents() == self._range()

    def _range(self) -> QgsDateTimeRange:
        return range_of(*sorted((self.first.value(), self.last.value())))

    def _say_playing(self) -> None:
        controller = self._canvas.temporalController()
        plays = (isinstance(controller, QgsTemporalNavigationObject)
                 and controller.animationState() != Playing.Idle)
        self.play.setText(tr("Hold") if plays else tr("Play year by year"))

    def show_years(self) -> None:
        """Show what happened in these years, all at once."""
        self._set_time(Mode.FixedRange)

    def show_all(self) -> None:
        """Show all times."""
        self._canvas.temporalController().setNavigationMode(Mode.NavigationOff)

    def _set_time(self, mode: Mode) -> None:
        self._turn_on()
        controller = self._canvas.temporalController()
        controller.pause()
        controller.setTemporalExtents(self._range())
        controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalYears))
        controller.setNavigationMode(mode)

    def _turn_on(self) -> None:
        """Show the layers that are played: they are off at start."""
        layers = self._editing.layers if self._editing is not None else {}
        for table in PLAYED:
            node = QgsProject.instance().layerTreeRoot().findLayer(layers[table].id()) if table in layers else None
            if node is not None:
                node.setItemVisibilityCheckedParentRecursive(True)

    def _follow(self, *_: object) -> None:
        """The policies of the time that the map shows are bold, the first comes into view; the map says the year."""
        moment = self._canvas.temporalRange()
        timeless = moment.isInfinite() or not self._canvas.mapSettings().isTemporal()
        self.model.set_now(None if timeless else years_of(moment))
        self._soon.start(0)
        said = self._editing is not None and not timeless and is_of_years(moment)
        self.year.show_years(years_of(moment) if said else None)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.year.place()
        return False

    def take_down(self) -> None:
        """Let go of the plan; the plugin is being unloaded."""
        self._canvas.temporalRangeChanged.disconnect(self._follow)
        self._canvas.removeEventFilter(self)
        self._soon.stop()
        self.set_plan(None)
        self.year.hide()
        self.year.deleteLater()


def _button(icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(tip)
    button.setAutoRaise(True)
    return button
