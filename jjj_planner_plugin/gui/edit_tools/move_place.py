"""*Move a node*: drag the core, a twin city or a node; its axes are drawn through it while it moves."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt

from ...i18n import tr
from ...layers.structure import PLACES, SAME_PLACE, Layers, geodesic_line, is_bent, members_of
from .plan_tool import NEAR_PX, PlanTool, colour_of

LINE, POINT = QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PointGeometry


class Place(NamedTuple):
    """A feature of one of the tables of places."""

    table: str
    fid: int
    uid: str
    adcode: str
    name_zh: str
    name_en: str
    point: QgsPointXY


def places_of(layers: Layers) -> list[Place]:
    """The core, the twin cities and the nodes, in this order."""
    return [
        Place(table, row.id(), row["uid"], str(row["adcode"]), str(row["name_zh"]), str(row["name_en"]),
              row.geometry().asPoint())
        for table in PLACES if table in layers
        for row in layers[table].getFeatures() if not row.geometry().isNull()
    ]


def place_near(tool: PlanTool, event: QgsMapMouseEvent) -> Place | None:
    """The place that the cursor is at; of two at one point the first."""
    places = [(tool.pixels_between(place.point, event), place) for place in places_of(tool.editing.layers)]
    distance, nearest = min(places, key=lambda found: found[0], default=(NEAR_PX + 1, None))
    return nearest if distance <= NEAR_PX else None


class MovePlaceTool(PlanTool):
    """Drag a place; release is one undo step, Esc or the right button takes it back."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._place: Place | None = None
        self._stretches: list[tuple[list[QgsPointXY], list[int], QgsRubberBand]] = []
        self._mark: QgsRubberBand | None = None

    def is_busy(self) -> bool:
        return self._place is not None

    def clear(self) -> None:
        self._place, self._mark = None, None
        self._stretches.clear()

    def pressed(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.cancel()
        elif event.button() == Qt.MouseButton.LeftButton and not self.is_busy():
            self._place = place_near(self, event)
            if self._place is not None:
                self._mark = self.band(POINT, colour_of("core"), 8)
                self._stretches = self._hanging_stretches(self._place)

    def moved(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if not self.is_busy():
            self.setCursor(Qt.CursorShape.OpenHandCursor if place_near(self, event) else Qt.CursorShape.CrossCursor)
            return
        to = self._target(place, event)
        self.show_shape(self._mark, QgsGeometry.fromPointXY(to))
        for points, at, band in self._stretches:
            self.show_shape(band, geodesic_line([to if i in at else point for i, point in enumerate(points)]))
        moving = self._place
        self.previewed.emit([{"kind": "move_place", "table": moving.table, "uid": moving.uid,
                              "adcode": moving.adcode, "to": [to.x(), to.y()]}])

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.is_busy():
            return
        moving, to = self._place, self._target(place, event)
        if self.pixels_between(moving.point, event) < 2:  # a click is no move
            self.cancel()
            return
        self.clear()
        self.clear_bands()
        layer = self.editing.layers[moving.table]
        self.commit(tr("Move a node"), lambda: layer.changeGeometry(moving.fid, QgsGeometry.fromPointXY(to)))

    def _target(self, place: QgsPointXY, event: QgsMapMouseEvent) -> QgsPointXY:
        """Where it is dragged to: it does not snap to where it still is."""
        match = event.mapPointMatch()
        layer = self.editing.layers[self._place.table]
        own = match.isValid() and match.layer() is layer and match.featureId() == self._place.fid
        return self.to_plan(event.originalMapPoint()) if own else place

    def _hanging_stretches(self, place: Place) -> list[tuple[list[QgsPointXY], list[int], QgsRubberBand]]:
        """Of each axis through the place: its points, which of them move, and the band that shows it.

        Of a bent axis only the stretches beside the place change.
        """
        layers, found = self.editing.layers, []
        for axis in layers["axes"].getFeatures() if {"axes", "axis_members"} <= layers.keys() else ():
            members = members_of(layers, axis["uid"])
            points = [QgsPointXY(member.lon, member.lat) for member in members]
            at = [i for i, member in enumerate(members)
                  if member.adcode == place.adcode and points[i].compare(place.point, SAME_PLACE)]
            if at and is_bent(axis):
                first = max(at[0] - 1, 0)
                points, at = points[first:at[-1] + 2], [i - first for i in at]
            if at:
                found.append((points, at, self.band(LINE, colour_of("axis"))))
        return found
