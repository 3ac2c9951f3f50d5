"""The picture beside a table: bars, a heat map or a scatter chart, as the catalogue says."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QStackedWidget, QWidget

from .chart import Chart
from .heat import measures
from .heat_chart import HeatChart
from .scatter import is_scatter
from .scatter_chart import ScatterChart
from .table_model import ResultModel


class Charts(QStackedWidget):
    """Shows the one that fits; `picked` gives the table's row behind a click."""

    picked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars, self.heat, self.scatter = Chart(), HeatChart(), ScatterChart()
        for chart in (self.bars, self.heat, self.scatter):
            chart.picked.connect(self.picked)
            self.addWidget(chart)

    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.currentWidget().has_picture())

    def is_heat(self) -> bool:
        """Whether it is the heat map that is shown."""
        return self.currentWidget() is self.heat

    def clear(self) -> None:
        self.bars.clear()
        self.heat.clear()
        self.scatter.clear()

    def show_rows(self, model: ResultModel) -> None:
        """Draw what the table shows."""
        chart = self.heat if measures(model) else self.scatter if is_scatter(model) else self.bars
        self.setCurrentWidget(chart)
        chart.show_rows(model)
