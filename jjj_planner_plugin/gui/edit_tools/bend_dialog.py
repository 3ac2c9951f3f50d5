"""The dialog “Bend axis…”: which axis, along which lines, how far from its members."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from ... import messages
from ...i18n import language, tr
from ...layers.bend import NO_LINE, NO_WAY, Course, bend_axis, course_along, places_on, straighten_axis
from ...layers.editing import PlanEditing
from ...layers.members import members_in_order
from ...layers.structure import feature_of, is_bent
from .axis_dialog import ok_and_cancel

MOST_KM = 20.0
WIDTH = 420


class BendDialog(QDialog):
    """OK bends in one undo step, *Straighten* goes back to geodesics; `told` carries a sentence about it."""

    told = pyqtSignal(str)

    def __init__(self, editing: PlanEditing, axis_uid: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Bend axis"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editing = editing
        self.axis, self.lines = QComboBox(), QgsMapLayerComboBox()
        for axis in editing.layers["axes"].getFeatures():
            self.axis.addItem(str(axis[f"name_{language()}"]), axis["uid"])
        self.axis.setCurrentIndex(max(self.axis.findData(axis_uid), 0))
        self.lines.setFilters(QgsMapLayerProxyModel.Filter.LineLayer)
        own = [editing.layers[table] for table in ("axes", "relocations") if table in editing.layers]
        self.lines.setExceptedLayerList(own)
        self.most = QDoubleSpinBox()
        self.most.setRange(0.1, 200)
        self.most.setDecimals(1)
        self.most.setSuffix(" km")
        self.most.setValue(MOST_KM)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.buttons = ok_and_cancel(self, tr("Bend along the chosen line"))
        self.straighten = QPushButton(tr("Straighten"))
        self.buttons.addButton(self.straighten, QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self.axis.currentIndexChanged.connect(self._update)
        self.lines.layerChanged.connect(self._update)
        self.straighten.clicked.connect(self._straighten)
        self._update()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.addRow(tr("Axis"), self.axis)
        form.addRow(tr("Along the lines of"), self.lines)
        form.addRow(tr("At most so far from a member"), self.most)
        form.addRow(self.note)
        form.addRow(self.buttons)
        self.resize(WIDTH, self.sizeHint().height())

    def _update(self) -> None:
        uid, layer, layers = self.axis.currentData(), self.lines.currentLayer(), self._editing.layers
        axis = feature_of(layers["axes"], "uid", uid) if uid else None
        self.straighten.setEnabled(axis is not None and is_bent(axis))
        note = ""
        if axis is not None and len(places_on(layers, uid)) < 2:
            note = messages.axis_needs_two()
        elif layer is not None and not layer.crs().isValid():
            note = messages.layer_without_crs(layer.name())
        self._tell(note)
        ready = axis is not None and layer is not None and not note
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)

    def _tell(self, note: str) -> None:
        """Show the note whole: the window grows with it."""
        self.note.setText(note)
        self.resize(self.width(), max(self.height(), self.layout().heightForWidth(self.width())))

    def accept(self) -> None:
        """Bend it, in one step, and tell which stretches stayed straight."""
        uid, lines, layers = self.axis.currentData(), self.lines.currentLayer(), self._editing.layers
        course = course_along(places_on(layers, uid), lines, self.most.value())
        if len(course.straight) == len(places_on(layers, uid)) - 1:
            self._tell(self._sentence(uid, course))  # nothing would be bent: the dialog stays
            return
        with self._editing.command(tr("Bend an axis")):
            bend_axis(layers, uid, lines, course)
        sentence = self._sentence(uid, course)
        super().accept()
        if sentence:
            self.told.emit(sentence)

    def _sentence(self, uid: str, course: Course) -> str:
        """Which stretches stay geodesic and why; "" for none."""
        names = [getattr(member, f"name_{language()}") or member.name_zh
                 for member in members_in_order(self._editing.layers, uid) if member.is_on_line()]
        why = {NO_LINE: messages.bend_no_line(self.most.value()), NO_WAY: messages.bend_no_way()}
        stretches = [
            messages.bend_stretch(f"{names[stretch.index]} – {names[stretch.index + 1]}",
                                  why.get(stretch.reason, messages.bend_too_long()))
            for stretch in course.straight
        ]
        return messages.bend_stayed(stretches) if stretches else ""

    def _straighten(self) -> None:
        uid = self.axis.currentData()
        with self._editing.command(tr("Straighten an axis")):
            straighten_axis(self._editing.layers, uid)
        super().accept()
