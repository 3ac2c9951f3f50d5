"""The dock at the bottom: the last results, newest first."""

from __future__ import annotations

from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ...algorithms.announcements import ANNOUNCER, Arrival
from ...i18n import tr
from .explain import Explainer
from .result import Result
from .result_view import ResultView

KEPT = 10
"""Results that the panel keeps; older ones are in their files."""


class ResultsDock(QgsDockWidget):
    """Hears of every result and shows it; `again_wanted` asks for a tool's dialog with an Arrival's parameters."""

    again_wanted = pyqtSignal(object)

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(tr("Results of JJJ Planner"), parent)
        self.setObjectName("JjjResultsDock")  # by this name QGIS remembers its place
        self.results: list[Result] = []
        self.chooser = QComboBox()
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.currentIndexChanged.connect(self._chosen)
        self.view = ResultView()
        self.view.again_wanted.connect(self.again_wanted)
        self.explainer = Explainer(canvas, self)
        self.view.explain_wanted.connect(self.explainer.explain)
        self.explainer.said.connect(self.view.say)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._empty_page())
        self.pages.addWidget(self._results_page())
        self.setWidget(self.pages)
        ANNOUNCER.arrived.connect(self.add)

    def sizeHint(self) -> QSize:
        return QSize(900, 300)

    def _empty_page(self) -> QLabel:
        text = QLabel(tr(
            "The results of the tools in “Measure” and “Air” appear here: as tables with totals and a chart, with the "
            "polygons behind every number (Explain), and with how each was made.\n\n"
            "Run a tool, “Overlap table…” for example, and its result comes to the front."))
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setContentsMargins(40, 10, 40, 10)
        return text

    def _results_page(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.chooser)
        top.addWidget(self.view.head, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        return page

    def add(self, arrival: Arrival) -> None:
        """A result has come: show it, and come to the front."""
        if self.explainer.is_own(arrival):
            return
        self.results.insert(0, Result(arrival))
        del self.results[KEPT:]
        self.chooser.blockSignals(True)
        self.chooser.clear()
        self.chooser.addItems([result.title for result in self.results])
        self.chooser.blockSignals(False)
        self.pages.setCurrentIndex(1)
        self._chosen()
        self.setUserVisible(True)

    def _chosen(self) -> None:
        result = self.results[max(self.chooser.currentIndex(), 0)]
        self.chooser.setToolTip(result.main_file)
        self.view.show_result(result)

    def take_down(self) -> None:
        """Stop hearing; the plugin is being unloaded."""
        ANNOUNCER.arrived.disconnect(self.add)
        self.explainer.cancel()
