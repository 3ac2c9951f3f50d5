"""*Draw an axis*: click places in order; Shift inserts a member into an axis that is there, Ctrl drops one."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt

from ... import messages
from ...i18n import tr
from ...layers.members import AxisMember, add_axis, members_in_order, place_in_order, write_members
from ...layers.structure import Layers, feature_of, geodesic_line, given
from .axis_dialog import AxisDialog
from .move_place import place_near
from .plan_tool import NEAR_PX, PlanTool, colour_of

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
STRETCH_PX = 20
"""Pixels: an axis nearer to a click with Shift than this takes the member, if none is selected."""


class DrawAxisTool(PlanTool):
    """The line runs through the places geodesically while it grows.

    Backspace takes the last place back; the right button or Enter finishes and asks for the names; Esc takes all back.
    """

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._members: list[AxisMember] = []
        self._line: QgsRubberBand | None = None
        self._axis_uid = ""
        self.dialog: AxisDialog | None = None

    def set_axis(self, uid: str) -> None:
        """The axis that Shift inserts members into; "" for the one selected, or else the nearest."""
        self._axis_uid = uid

    def is_busy(self) -> bool:
        return bool(self._members)

    def clear(self) -> None:
        self._members.clear()
        self._line = None

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if self.dialog is not None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self._finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            if event.modifiers() & (SHIFT | CTRL) and not self.is_busy():
                (self._drop if event.modifiers() & CTRL else self._insert)(place, event)
                return
            member = self._member_at(place, event)
            if not self._members or member[1:] != self._members[-1][1:]:
                self._members.append(member)
            self._redraw(place)

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if self.is_busy() and self.dialog is None:
            self._redraw(place)

    def key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.is_busy():
            self._members.pop()
            self._redraw(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            return False
        return True

    def _redraw(self, cursor: QgsPointXY | None) -> None:
        if self._line is None:
            self._line = self.band(QgsWkbTypes.GeometryType.LineGeometry, colour_of("axis"), 3)
        places = [QgsPointXY(member.lon, member.lat) for member in self._members]
        self.show_shape(self._line, geodesic_line([*places, cursor] if cursor and places else places))

    # Members

    def _member_at(self, place: QgsPointXY, event: QgsMapMouseEvent) -> AxisMember:
        """The core, twin city or node under the cursor; else a place of its own, named after the unit it is in."""
        found = place_near(self, event)
        if found is not None:
            names = found.name_zh, found.name_en, found.adcode
            return AxisMember("", *names, "assumed", found.point.x(), found.point.y())
        unit = unit_at(self.editing.layers, place)
        if unit is None:
            self.told.emit(messages.member_outside_units())
            return AxisMember("", "成员", "Member", "", "assumed", place.x(), place.y())
        texts = (str(unit[name]) if given(unit[name]) else "" for name in ("name_zh", "name_en", "adcode"))
        return AxisMember("", *texts, "assumed", place.x(), place.y())

    # A new axis

    def _finish(self) -> None:
        if self.dialog is not None:
            return
        if len(self._members) < 2:
            self.cancel()
            return
        self._redraw(None)  # the line ends where the axis will
        self.dialog = AxisDialog(self._members, self.canvas().window())
        self.dialog.accepted.connect(self._add)
        self.dialog.finished.connect(self._dialog_closed)
        self.dialog.open()

    def _add(self) -> None:
        if self.editing is None:  # the plan was closed behind the dialog
            return
        role, values = self.dialog.role(), self.dialog.values()
        members = [member._replace(role=role) for member in self._members]
        layers = self.editing.layers
        self.clear()
        self.clear_bands()
        self.commit(tr("Draw an axis"), lambda: add_axis(layers, values, members))

    def _dialog_closed(self, result: int) -> None:
        """After Cancel the line is still there: it can be gone on with."""
        self.dialog = None

    # An axis that is there

    def _insert(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        axis = self._chosen_axis() or self._axis_near(event, STRETCH_PX)
        if axis is None:
            self.told.emit(messages.no_axis_here())
            return
        layers, uid = self.editing.layers, axis["uid"]
        members = members_in_order(layers, uid)
        members.insert(place_in_order(members, place), self._member_at(place, event))
        self.commit(tr("Insert a member into an axis"), lambda: write_members(layers, uid, members))

    def _drop(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        layers, chosen = self.editing.layers, self._chosen_axis()
        near = []
        for axis in [chosen] if chosen else layers["axes"].getFeatures():
            for member in members_in_order(layers, axis["uid"]):
                if member.lon is not None and member.lat is not None:
                    away = self.pixels_between(QgsPointXY(member.lon, member.lat), event)
                    near.append((away, axis["uid"], member))
        away, uid, dropped = min(near, key=lambda found: found[0], default=(NEAR_PX + 1, "", None))
        if dropped is None or away > NEAR_PX:
            self.told.emit(messages.no_member_here())
            return
        rest = [member for member in members_in_order(layers, uid) if member.uid != dropped.uid]
        if sum(member.is_on_line() for member in rest) < 2:
            self.told.emit(messages.axis_needs_two())
            return
        self.commit(tr("Drop a member of an axis"), lambda: write_members(layers, uid, rest))

    def _chosen_axis(self) -> QgsFeature | None:
        """The axis that was named, or is the only one selected."""
        axes = self.editing.layers["axes"]
        if self._axis_uid:
            return feature_of(axes, "uid", self._axis_uid)
        selected = axes.selectedFeatures()
        return selected[0] if len(selected) == 1 else None

    def _axis_near(self, event: QgsMapMouseEvent, pixels: int) -> QgsFeature | None:
        point = QgsGeometry.fromPointXY(self.to_plan(event.originalMapPoint()))
        near = [(self.pixels_between(axis.geometry().nearestPoint(point).asPoint(), event), axis)
                for axis in self.editing.layers["axes"].getFeatures() if not axis.geometry().isNull()]
        away, axis = min(near, key=lambda found: found[0], default=(pixels + 1, None))
        return axis if away <= pixels else None


def unit_at(layers: Layers, place: QgsPointXY) -> QgsFeature | None:
    """The unit that a place of the plan is in."""
    point = QgsGeometry.fromPointXY(place)
    units = layers["units"].getFeatures(point.boundingBox()) if "units" in layers else ()
    return next((unit for unit in units if unit.geometry().intersects(point)), None)
