"""What a new park is: names, host and partners, when it began, how large it is."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from ... import messages
from ...i18n import tr
from ...layers.parks import provinces_and_cities, selected_outline, units_by_code
from ...layers.schema import look
from ...layers.structure import Layers, measure
from .axis_dialog import ok_and_cancel
from .draw_axis import unit_at
from .jurisdiction_list import JurisdictionList, named


class ParkDialog(QDialog):
    """The park is the point clicked, or the selected polygons of a layer of the project."""

    def __init__(self, layers: Layers, place: QgsPointXY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New park"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._layers, self._place = layers, place
        self._build()
        self._lay_out()
        self.shape.currentIndexChanged.connect(self._shape_changed)
        self.name_zh.textChanged.connect(self._update)
        self.host.currentIndexChanged.connect(self._update)
        self._shape_changed()

    def _build(self) -> None:
        self.name_zh, self.name_en = QLineEdit(), QLineEdit()
        self.shape, self.host = QComboBox(), QComboBox()
        self.shape.addItem(tr("The point clicked"), "")
        for layer in outline_layers(self._layers) if "park_areas" in self._layers else ():
            text = tr("Selected polygons of “{layer}”: {count}")
            self.shape.addItem(text.format(layer=layer.name(), count=layer.selectedFeatureCount()), layer.id())
        for unit in units_by_code(self._layers):
            self.host.addItem(named(unit), unit.adcode)
        self.partners = JurisdictionList([*provinces_and_cities(self._layers), *units_by_code(self._layers)])
        first, last, _step = look()["ranges"]["start_year"]
        self.year = QSpinBox()
        self.year.setRange(first - 1, last)
        self.year.setSpecialValueText(tr("not known"))
        self.area = QDoubleSpinBox()
        self.area.setRange(0, look()["ranges"]["area_km2"][1])
        self.area.setDecimals(3)
        self.area.setSuffix(" km²")
        self.area.setSpecialValueText(tr("not known"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.buttons = ok_and_cancel(self)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.addRow(tr("Name (Chinese)"), self.name_zh)
        form.addRow(tr("Name (English)"), self.name_en)
        form.addRow(tr("Shape"), self.shape)
        form.addRow(tr("Host"), self.host)
        form.addRow(tr("Partners"), self.partners)
        form.addRow(tr("Start year"), self.year)
        form.addRow(tr("Published area"), self.area)
        form.addRow(self.note)
        form.addRow(self.buttons)

    def _shape_changed(self) -> None:
        """The host is the unit that the park is in."""
        inside = self._place
        if self.shape.currentData():
            inside = self.geometry_of_park().pointOnSurface().asPoint()
        unit = unit_at(self._layers, inside)
        self.host.setCurrentIndex(-1 if unit is None else self.host.findData(str(unit["adcode"])))
        self._update()

    def _update(self) -> None:
        notes = []
        if self.shape.currentData():
            notes.append(messages.outline_measures(measure().measureArea(self.geometry_of_park()) / 1e6))
        if self.host.currentIndex() < 0:
            notes.append(messages.park_outside_units())
        self.note.setText(" ".join(notes))
        named_and_hosted = bool(self.name_zh.text().strip()) and self.host.currentIndex() >= 0
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(named_and_hosted)

    def geometry_of_park(self) -> QgsGeometry:
        """Its shape in degrees (EPSG:4490): the point, or the outline of the selected polygons."""
        layer = QgsProject.instance().mapLayer(self.shape.currentData() or "")
        return selected_outline(layer) if layer is not None else QgsGeometry.fromPointXY(self._place)

    def values(self) -> dict[str, Any]:
        """The park's fields as the dialog stands; the area is the number given, whatever the outline measures."""
        return {
            "name_zh": self.name_zh.text().strip(), "name_en": self.name_en.text().strip() or None,
            "host_adcodes": self.host.currentData(), "partner_adcodes": ",".join(self.partners.codes()) or None,
            "start_year": self.year.value() if self.year.value() > self.year.minimum() else None,
            "area_km2": self.area.value() or None,
        }


def outline_layers(layers: Layers) -> list[QgsVectorLayer]:
    """The project's polygon layers, the plan's own apart, in which something is selected and whose CRS is known."""
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    return [
        layer for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.geometryType() == polygon
        and layer.selectedFeatureCount() and layer not in layers.values() and layer.crs().isValid()
    ]
