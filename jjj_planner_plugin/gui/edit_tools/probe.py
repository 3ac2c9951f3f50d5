"""*Probe circle*: a circle of so many kilometres, held under the cursor."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFillSymbol, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import QCheckBox, QDoubleSpinBox

from ...i18n import tr
from ...layers.circles import circle
from .plan_tool import PlanTool, colour_of
from .tool_options import ToolOptions

DEFAULT_KM, LARGEST_KM = 30.0, 1000.0
WHEEL_STEP = 1.1
"""A notch of the wheel, with Ctrl, makes the radius so much larger."""
FIELDS = "field=lon:double&field=lat:double&field=radius_km:double"
MARK = "jjj_probe_circles"
"""The property of the layer that holds the pinned circles."""


class ProbeTool(PlanTool):
    """The circle is where the cursor is; a click pins it, Esc ends the tool. It needs no plan."""

    probed = pyqtSignal(float, float, float)
    """Longitude, latitude, radius in km."""

    NEEDS_PLAN = False

    def __init__(self, canvas: QgsMapCanvas, cad: QgsAdvancedDigitizingDockWidget) -> None:
        super().__init__(canvas, cad)
        self.radius = QDoubleSpinBox()
        self.radius.setRange(0.1, LARGEST_KM)
        self.radius.setDecimals(1)
        self.radius.setSuffix(" km")
        self.radius.setValue(DEFAULT_KM)
        self.radius.setToolTip(tr("Ctrl and the wheel change it on the map"))
        self.pin = QCheckBox(tr("A click keeps the circle"))
        self.pin.setChecked(True)
        self.options = ToolOptions(canvas, tr("Radius"), self.radius, self.pin)
        self.radius.valueChanged.connect(self._show)
        self._centre: QgsPointXY | None = None
        self._circle: QgsRubberBand | None = None

    def activate(self) -> None:
        super().activate()
        self.options.show()

    def deactivate(self) -> None:
        self.options.hide()
        super().deactivate()

    def is_busy(self) -> bool:
        return self._centre is not None

    def clear(self) -> None:
        self._centre, self._circle = None, None

    def escape(self) -> None:
        """Esc ends the tool, not only the circle."""
        self.put_away()

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        self._centre = place
        self._show()

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.escape()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.moved(place, event)
            if self.pin.isChecked():
                pin_circle(place, self.radius.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        larger = event.angleDelta().y() > 0
        self.radius.setValue(self.radius.value() * (WHEEL_STEP if larger else 1 / WHEEL_STEP))
        event.accept()

    def _show(self) -> None:
        if self._centre is None:
            return
        if self._circle is None:
            self._circle = self.band(QgsWkbTypes.GeometryType.PolygonGeometry, colour_of("ring"), fill=40)
        km = self.radius.value()
        self.show_shape(self._circle, circle(self._centre, km))
        self.probed.emit(self._centre.x(), self._centre.y(), km)


def pin_circle(centre: QgsPointXY, radius_km: float) -> QgsVectorLayer:
    """Keep the circle in the project's layer of probe circles, made at the first."""
    project = QgsProject.instance()
    layer = next((found for found in project.mapLayers().values() if found.customProperty(MARK)), None)
    if layer is None:
        layer = QgsVectorLayer(f"Polygon?crs=EPSG:4490&{FIELDS}", tr("Probe circles"), "memory")
        layer.setCustomProperty(MARK, True)
        outline = {"style": "no", "outline_color": colour_of("ring").name(), "outline_width": "0.5"}
        layer.renderer().setSymbol(QgsFillSymbol.createSimple(outline))
        project.addMapLayer(layer)
    feature = QgsFeature(layer.fields())
    feature.setAttributes([centre.x(), centre.y(), radius_km])
    feature.setGeometry(QgsGeometry(circle(centre, radius_km)))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    layer.triggerRepaint()
    return layer
