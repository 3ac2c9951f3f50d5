"""The dialog “Wing from townships…”: what the wing would be is measured and told before OK."""

from __future__ import annotations

from qgis.core import QgsCsException, QgsMapLayerProxyModel
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from .. import messages
from ..i18n import language, tr
from ..layers.editing import PlanEditing
from ..layers.schema import catalog
from ..layers.wings import WingParts, is_made, make_wing, wing, wing_parts
from .edit_tools.axis_dialog import ok_and_cancel

WIDTH = 480


class WingDialog(QDialog):
    """Xiong'an from its three counties, and its four townships when a layer has them. OK is one undo step."""

    def __init__(self, editing: PlanEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Wing from townships"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editing = editing
        self.parts: WingParts | None = None
        self.layer = QgsMapLayerComboBox()
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layer.setExceptedLayerList(list(editing.layers.values()))
        self.layer.setAllowEmptyLayer(True, tr("none: the three counties alone"))
        self.layer.setCurrentIndex(0)  # setLayer(None) would show nothing at all
        self.name_field, self.code_field = QgsFieldComboBox(), QgsFieldComboBox()
        self.code_field.setAllowEmptyFieldName(True)
        self.found, self.note = QLabel(), QLabel()
        for label in (self.found, self.note):
            label.setWordWrap(True)
        self.buttons = ok_and_cancel(self, tr("Make the wing"))
        self._lay_out()
        self.layer.layerChanged.connect(self._layer_changed)
        self.name_field.fieldChanged.connect(self._measure)
        self.code_field.fieldChanged.connect(self._measure)
        self._layer_changed()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.addRow(tr("Wing"), QLabel(str(wing()[f"name_{language()}"])))
        form.addRow(tr("Township layer"), self.layer)
        form.addRow(tr("Field of the names"), self.name_field)
        form.addRow(tr("Field of the codes"), self.code_field)
        form.addRow(self.found)
        form.addRow(self.note)
        form.addRow(self.buttons)
        self.resize(WIDTH, self.sizeHint().height())

    def _layer_changed(self) -> None:
        layer = self.layer.currentLayer()
        for box, wanted in ((self.name_field, "names"), (self.code_field, "codes")):
            box.blockSignals(True)
            box.setLayer(layer)
            fields = [field.name() for field in layer.fields()] if layer is not None else []
            known = catalog("catalog/township_fields.json")[wanted]
            likely = [name for part in known for name in fields if part in name.lower()]
            box.setField(likely[0] if likely else "")
            box.setEnabled(layer is not None)
            box.blockSignals(False)
        self._measure()

    def _measure(self) -> None:
        """Put it together as the dialog stands, and say what it is and what it is not."""
        layer, self.parts, note = self.layer.currentLayer(), None, ""
        if layer is not None and not layer.crs().isValid():
            note = messages.layer_without_crs(layer.name())
        else:
            try:
                self.parts = wing_parts(self._editing.layers, layer, self.name_field.currentField(),
                                        self.code_field.currentField())
            except QgsCsException:
                note = messages.not_in_plan_crs(layer.name())
        if self.parts is not None:
            facts = wing()
            self.found.setText(messages.wing_found(
                self.parts.area_km2, facts["published_km2"], facts["three_counties_km2"]))
            note = self._lacks(layer is not None)
        self.note.setText(note)
        self.resize(self.width(), max(self.height(), self.layout().heightForWidth(self.width())))
        whole = self.parts is not None and not self.parts.shape.isNull()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(whole)

    def _lacks(self, with_layer: bool) -> str:
        if not self.parts.missing:
            return ""
        if not with_layer or not self.parts.found:
            return messages.counties_alone(wing()["published_km2"], messages.names(self.parts.missing))
        return messages.wing_lacks(messages.names(self.parts.missing))

    def accept(self) -> None:
        """Make the wing, in one step; none where it is that already."""
        if is_made(self._editing.layers, self.parts):
            super().accept()
            return
        with self._editing.command(tr("Wing from townships")):
            make_wing(self._editing.layers, self.parts)
        super().accept()
