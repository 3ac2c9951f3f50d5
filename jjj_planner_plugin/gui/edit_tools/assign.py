"""*Assign units to a zone*: sweep over units, and the zones are redrawn as unions while the mouse moves."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsFeature, QgsGeometry, QgsGeometryEngine, QgsPointXY, QgsSpatialIndex, QgsWkbTypes
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox

from ... import messages
from ...i18n import language, tr
from ...layers.editing import PlanEditing
from ...layers.structure import attribute_of, feature_of, given
from .plan_tool import PlanTool, zone_colour
from .tool_options import ToolOptions
from .unit_outlines import UnitOutlines

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
ZONE_FILL, UNIT_FILL = 40, 170
"""Of 255: the zones as they would be lie lightly on the map, the swept units cover what was there."""


class Unit(NamedTuple):
    """A unit as the sweep needs it; its shape is in the canvas's CRS."""

    fid: int
    uid: str
    zone_id: str
    shape: QgsGeometry
    engine: QgsGeometryEngine


class AssignTool(PlanTool):
    """Press and drag over units; release is one undo step, Esc or the right button takes it back.

    The right button, or Alt and a click, otherwise picks the zone under the cursor.
    """

    PLACES_POINTS = False

    def __init__(self, canvas: QgsMapCanvas, cad: QgsAdvancedDigitizingDockWidget) -> None:
        super().__init__(canvas, cad)
        self.zones = QComboBox()
        self.zones.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the map keeps the keys
        self.options = ToolOptions(canvas, tr("Zone"), self.zones)
        self.outlines = UnitOutlines(canvas)
        self._index: QgsSpatialIndex | None = None
        self._units: dict[int, Unit] = {}
        self._zone_shapes: dict[str, QgsGeometry] = {}  # before and while sweeping, in the canvas's CRS
        self._zone_bands: dict[str, QgsRubberBand] = {}
        self._filled: QgsRubberBand | None = None  # the swept units
        self._swept: dict[int, Unit] = {}
        self._last: QgsPointXY | None = None  # where the sweep is; None: no button is down
        canvas.destinationCrsChanged.connect(self._forget_shapes)

    # The zone

    def set_plan(self, editing: PlanEditing | None) -> None:
        if self.editing is not None:
            self.editing.changed.disconnect(self._plan_changed)
        super().set_plan(editing)
        self.outlines.show(editing.layers.get("units") if editing is not None and self.isActive() else None)
        if editing is not None:
            editing.changed.connect(self._plan_changed)
        self._plan_changed()

    def set_zone(self, zone_id: str) -> None:
        """The zone that swept units are given to."""
        place = self.zones.findData(zone_id)
        if place >= 0:
            self.zones.setCurrentIndex(place)

    def zone(self) -> str:
        """The zone that swept units are given to; "" without one."""
        return self.zones.currentData() or ""

    def _plan_changed(self) -> None:
        chosen = self.zone()
        self.zones.clear()
        name = f"name_{language()}"
        for zone in self._zone_features():
            self.zones.addItem(str(zone[name]) if given(zone[name]) else zone["zone_id"], zone["zone_id"])
        self.set_zone(chosen)
        self._forget_shapes()

    def _zone_features(self) -> list[QgsFeature]:
        zones = self.editing.layers.get("zones") if self.editing is not None else None
        if zones is None or zones.fields().lookupField("zone_id") < 0:
            return []
        return [zone for zone in zones.getFeatures() if given(zone["zone_id"])]

    def activate(self) -> None:
        super().activate()
        self.options.show()
        self.outlines.show(self.editing.layers.get("units") if self.editing is not None else None)

    def deactivate(self) -> None:
        self.outlines.show(None)
        self.options.hide()
        super().deactivate()

    def take_down(self) -> None:
        self.outlines.take_down()
        super().take_down()

    # Shapes in the canvas's CRS

    def _forget_shapes(self) -> None:
        self._index = None
        self._units.clear()
        self._zone_shapes.clear()

    def _unit(self, fid: int) -> Unit:
        if fid not in self._units:
            row = self.editing.layers["units"].getFeature(fid)
            shape = self._on_map(row.geometry())
            engine = QgsGeometry.createGeometryEngine(shape.constGet())
            engine.prepareGeometry()
            zone_id = str(row["zone_id"]) if given(row["zone_id"]) else ""
            self._units[fid] = Unit(fid, row["uid"], zone_id, shape, engine)
        return self._units[fid]

    def _on_map(self, shape: QgsGeometry) -> QgsGeometry:
        moved = QgsGeometry(shape)
        moved.transform(self.to_map_transform())
        return moved

    def _units_on(self, start: QgsPointXY, end: QgsPointXY) -> list[Unit]:
        """The units that the line between two points of the canvas runs over; none is skipped, however fast it went."""
        if self._index is None:
            self._index = QgsSpatialIndex(self.editing.layers["units"].getFeatures())
        line = QgsGeometry.fromPolylineXY([start, end]) if start != end else QgsGeometry.fromPointXY(start)
        around = line.boundingBox().buffered(self.canvas().mapUnitsPerPixel())
        box = self.to_plan_transform().transformBoundingBox(around)
        near = [self._unit(fid) for fid in self._index.intersects(box)]
        return [unit for unit in near if unit.engine.intersects(line.constGet())]

    # The sweep

    def is_busy(self) -> bool:
        return self._last is not None

    def clear(self) -> None:
        if self._swept:
            self._zone_shapes.clear()
        self._swept.clear()
        self._zone_bands.clear()
        self._filled, self._last = None, None

    def pressed(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton and self.is_busy():
            self.cancel()
        elif event.button() == Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._pick_zone(event.mapPoint())
        elif event.button() == Qt.MouseButton.LeftButton and self.zone():
            self._last = event.mapPoint()
            self._sweep_to(event.mapPoint())

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if self.is_busy():
            self._sweep_to(event.mapPoint())

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.is_busy():
            return
        self._sweep_to(event.mapPoint())
        swept, zone_id = list(self._swept.values()), self.zone()
        if not swept:
            self.cancel()
            return
        self.clear()
        self.clear_bands()
        units = self.editing.layers["units"]
        free = self._free_zones({zone_id, *(unit.zone_id for unit in swept)})
        done = self.commit(tr("Assign units to a zone"),
                           lambda: [attribute_of(units, unit.fid, "zone_id", zone_id) for unit in swept])
        if done and free:
            self.told.emit(messages.free_zones_kept(free))

    def _pick_zone(self, point: QgsPointXY) -> None:
        for unit in self._units_on(point, point):
            self.set_zone(unit.zone_id)

    def _sweep_to(self, point: QgsPointXY) -> None:
        found = self._units_on(self._last, point)
        self._last = point
        fresh = [unit for unit in found if unit.fid not in self._swept and unit.zone_id != self.zone()]
        if not fresh:
            return
        self._swept.update({unit.fid: unit for unit in fresh})
        self._redraw(fresh)
        uids = [unit.uid for unit in self._swept.values()]
        self.previewed.emit([{"kind": "assign", "uids": uids, "zone_id": self.zone()}])

    def _redraw(self, fresh: list[Unit]) -> None:
        """Take the units from their zones and add them to the chosen one: baseline and change, nothing anew."""
        gained = QgsGeometry.unaryUnion([unit.shape for unit in fresh])
        taken: dict[str, list[QgsGeometry]] = {}
        for unit in fresh:
            taken.setdefault(unit.zone_id, []).append(unit.shape)
        for zone_id in (self.zone(), *taken):
            shape = self._zone_shape(zone_id)
            if shape.isNull():
                continue
            if zone_id == self.zone():
                shape = shape.combine(gained)
            else:
                shape = shape.difference(QgsGeometry.unaryUnion(taken[zone_id]))
            self._zone_shapes[zone_id] = shape
            if zone_id not in self._zone_bands:
                self._zone_bands[zone_id] = self.band(POLYGON, zone_colour(zone_id), fill=ZONE_FILL)
            self._zone_bands[zone_id].setToGeometry(shape, None)
        if self._filled is None:
            self._filled = self.band(POLYGON, zone_colour(self.zone()), fill=UNIT_FILL)
        for unit in fresh:
            self._filled.addGeometry(unit.shape)

    def _zone_shape(self, zone_id: str) -> QgsGeometry:
        """The zone as it is now in the sweep; null for one drawn by hand, which keeps its shape, and for none."""
        if zone_id not in self._zone_shapes:
            zone = feature_of(self.editing.layers["zones"], "zone_id", zone_id) if zone_id else None
            keeps = zone is None or zone["origin"] == "free"
            self._zone_shapes[zone_id] = QgsGeometry() if keeps else self._on_map(zone.geometry())
        return self._zone_shapes[zone_id]

    def _free_zones(self, zone_ids: set[str]) -> list[str]:
        name = f"name_{language()}"
        return [str(zone[name]) for zone in self._zone_features()
                if zone["zone_id"] in zone_ids and zone["origin"] == "free"]
