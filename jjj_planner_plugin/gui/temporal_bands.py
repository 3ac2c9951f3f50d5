"""The band of the moment: in a QGIS that knows no period for each band of a raster, series play all the same."""

from __future__ import annotations

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsTemporalNavigationObject,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from ..layers.air_time import SERIES, band_at, has_band_ranges, periods, wire_bands

HIDDEN = "jjj/hidden"
"""Custom property of a series in a gap between its dates: the opacity that it had."""

CONTROLLER = "Temporal Controller"
"""The object name of QGIS's own panel."""


class TemporalBands(QObject):
    """Follows the canvas's time and sets the band of every raster series of the project."""

    shown = pyqtSignal()
    """Another moment is shown; the rasters have their bands."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        canvas.temporalRangeChanged.connect(self._follow)
        project.layersAdded.connect(self._added)
        project.timeSettings().temporalRangeChanged.connect(self._offer)
        SERIES.came.connect(self._show_date)
        self._added(list(project.mapLayers().values()))

    def _added(self, layers: list[QgsMapLayer]) -> None:
        """A project may have been saved by a QGIS of the other kind."""
        for layer in layers:
            if isinstance(layer, QgsRasterLayer) and layer.isValid() and periods(layer):
                wire_bands(layer)
        self._follow()

    def _offer(self) -> None:
        """Let the time controller, while it shows no time, begin with the project's: month by month, say."""
        controller, settings = self._canvas.temporalController(), self._project.timeSettings()
        off = QgsTemporalNavigationObject.NavigationMode.NavigationOff
        if not isinstance(controller, QgsTemporalNavigationObject) or controller.navigationMode() != off:
            return
        if not settings.temporalRange().isInfinite():
            controller.setTemporalExtents(settings.temporalRange())
            controller.setFrameDuration(QgsInterval(settings.timeStep(), settings.timeStepUnit()))

    def _show_date(self, project: QgsProject, whole: QgsDateTimeRange, last: QgsDateTimeRange) -> None:
        """Show one date of a series that has just come, the last: without one all would lie on top of each other.

        The time controller is opened, where it can be chosen and turned off. What it shows already of this time stays.
        """
        controller, mode = self._canvas.temporalController(), QgsTemporalNavigationObject.NavigationMode
        if project is not self._project or not isinstance(controller, QgsTemporalNavigationObject):
            return
        off = controller.navigationMode() == mode.NavigationOff
        if not off and band_at([(1, whole.begin(), whole.end())], self._canvas.temporalRange()):
            return
        settings = project.timeSettings()
        controller.setTemporalExtents(settings.temporalRange())
        controller.setFrameDuration(QgsInterval(settings.timeStep(), settings.timeStepUnit()))
        controller.setNavigationMode(mode.Animated)
        controller.setCurrentFrameNumber(controller.findBestFrameNumberForFrameStart(last.begin()))
        if off:
            open_controller(self._canvas)

    def _follow(self) -> None:
        if not has_band_ranges():
            for layer in self._project.mapLayers().values():
                if isinstance(layer, QgsRasterLayer) and layer.isValid():
                    self._show(layer)
        self.shown.emit()

    def _show(self, layer: QgsRasterLayer) -> None:
        known = periods(layer)
        if not known:
            return
        _unhide(layer)
        if not self._canvas.mapSettings().isTemporal():
            return
        band = band_at(known, self._canvas.temporalRange())
        if band is None:
            _hide(layer)
        elif layer.renderer().usesBands() != [band]:
            layer.renderer().setBand(band)
            layer.legendChanged.emit()
            layer.triggerRepaint()

    def close(self) -> None:
        """Stop following, and leave no raster hidden; the plugin is being unloaded."""
        self._canvas.temporalRangeChanged.disconnect(self._follow)
        self._project.layersAdded.disconnect(self._added)
        SERIES.came.disconnect(self._show_date)
        self._project.timeSettings().temporalRangeChanged.disconnect(self._offer)
        for layer in self._project.mapLayers().values():
            if isinstance(layer, QgsRasterLayer) and layer.isValid():
                _unhide(layer)


def open_controller(canvas: QgsMapCanvas) -> None:
    """Open QGIS's time controller, where the time that is shown can be chosen and turned off."""
    window = canvas.window()
    panel = window.findChild(QDockWidget, CONTROLLER)
    if panel is not None and isinstance(window, QMainWindow):
        panel.show()
        window.resizeDocks([panel], [panel.minimumSizeHint().height()], Qt.Orientation.Vertical)


def _hide(layer: QgsRasterLayer) -> None:
    layer.setCustomProperty(HIDDEN, layer.renderer().opacity())
    layer.renderer().setOpacity(0.0)
    layer.triggerRepaint()


def _unhide(layer: QgsRasterLayer) -> None:
    opacity = layer.customProperty(HIDDEN)
    if opacity is not None:
        layer.renderer().setOpacity(float(opacity))
        layer.removeCustomProperty(HIDDEN)
        layer.triggerRepaint()
