"""What has to follow an edit, so that the plan's structure stays whole.

A place that moved takes its axis members along, members lead their axes, units make their zones and sets, the core
is the centre of its circles; what was reshaped by hand is no longer derived. All in the edit command that is open.
"""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaObject, QObject

from .flows import mark_coinciding
from .structure import (
    PLACES,
    SAME_PLACE,
    Layers,
    attribute_of,
    axis_shape,
    feature_of,
    given,
    place_points,
    redraw_axis,
    redraw_zone,
    zone_shape,
)
from .styles import mark_assumed_stretches
from .unit_sets import DISC, FREE, UNITS, redraw_set, set_shape

WATCHED = ("units", "zones", "axes", "unit_sets")
"""Tables whose shapes may be changed by hand."""
SET_FIELDS = ("uid", "basis", "radius_km")
MEMBER_FIELDS = ("axis_uid", "seq", "lon", "lat", "role")


class State(NamedTuple):
    """What the structure hangs on, cheap to read: no geometry but points."""

    zone_of: dict[int, str]
    """Unit (fid) → its zone."""
    places: dict[tuple[str, int], tuple[str, float, float]]
    """Place (table, fid) → adcode, longitude, latitude."""
    members: dict[int, tuple]
    """Axis member (fid) → MEMBER_FIELDS."""
    sets: dict[int, tuple]
    """Set of units (fid) → SET_FIELDS."""
    set_members: dict[int, tuple[str, str]]
    """Member of a set (fid) → the set's uid, adcode."""


class Following:
    """Knows the state after the last step, and hears which shapes were changed since."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._reshaped: dict[str, set[int]] = {table: set() for table in WATCHED}
        self._heard = [
            connection for table in WATCHED if table in layers
            for connection in self._hear(layers[table], self._reshaped[table])
        ]
        self._state = self._read()
        self._mark_stretches()  # the stored project may be older than the members
        self._part_moves()

    @staticmethod
    def _hear(layer: QgsVectorLayer, reshaped: set[int]) -> list[QMetaObject.Connection]:
        return [
            layer.geometryChanged.connect(lambda fid, _shape: reshaped.add(fid)),
            layer.featureAdded.connect(lambda fid: reshaped.add(fid)),
            layer.featureDeleted.connect(lambda fid: reshaped.add(fid)),
        ]

    def close(self) -> None:
        """Hear no more."""
        for connection in self._heard:
            QObject.disconnect(connection)

    def _read(self) -> State:
        layers = self._layers
        zones = {unit.id(): str(unit["zone_id"]) if given(unit["zone_id"]) else "" for unit in _rows(layers, "units")}
        places = {
            (table, place.id()): (str(place["adcode"]), *_xy(place.geometry().asPoint()))
            for table in PLACES for place in _rows(layers, table, shapes=True) if not place.geometry().isNull()
        }
        members = {row.id(): tuple(row[field] for field in MEMBER_FIELDS) for row in _rows(layers, "axis_members")}
        sets = {row.id(): tuple(row[field] for field in SET_FIELDS) for row in _rows(layers, "unit_sets")}
        belonging = {row.id(): (str(row["set_uid"]), str(row["adcode"])) for row in _rows(layers, "set_members")}
        return State(zones, places, members, sets, belonging)

    def settle(self) -> None:
        """Take the plan as it is: after an undo, a redo, a commit, or when all has followed."""
        before, self._state = self._state, self._read()
        for reshaped in self._reshaped.values():
            reshaped.clear()
        if before.members != self._state.members:
            self._mark_stretches()
        self._part_moves()

    def _part_moves(self) -> None:
        """Moves that coincide are drawn apart."""
        if "relocations" in self._layers:
            mark_coinciding(self._layers["relocations"])

    def _mark_stretches(self) -> None:
        if {"axes", "axis_members"} <= self._layers.keys():
            mark_assumed_stretches(self._layers["axes"], self._layers["axis_members"])

    def waits(self) -> bool:
        """Whether anything has changed that something else follows."""
        return any(self._reshaped.values()) or self._read() != self._state

    def follow(self) -> None:
        """Make the plan whole again after the edits since the last `settle`. An edit command must be open."""
        self._take_members_along()
        self._place_members()
        now = self._read()
        drawn = self._lead_axes(now)
        self._release(drawn)
        self._make_zones(now)
        self._make_sets(now)
        self.settle()

    def _take_members_along(self) -> None:
        """Members, and other points of the same place, go where a place went."""
        now = self._read()
        for key, (adcode, x, y) in now.places.items():
            old = self._state.places.get(key)
            if old is None or old == (adcode, x, y) or old[0] != adcode:
                continue
            for (table, fid), twin in now.places.items():
                if (table, fid) != key and twin[0] == adcode and _near(twin[1:], old[1:]):
                    layer = self._layers[table]
                    shape = layer.getFeature(fid).geometry()
                    shape.translate(x - twin[1], y - twin[2])
                    layer.changeGeometry(fid, shape)
            self._move_members(adcode, old[1:], (x, y))

    def _move_members(self, adcode: str, old: tuple[float, float], new: tuple[float, float]) -> None:
        members = self._layers.get("axis_members")
        for row in _rows(self._layers, "axis_members"):
            stands = given(row["lon"]) and given(row["lat"]) and _near((row["lon"], row["lat"]), old)
            if members is not None and row["adcode"] == adcode and stands:
                attribute_of(members, row.id(), "lon", new[0])
                attribute_of(members, row.id(), "lat", new[1])

    def _place_members(self) -> None:
        """A member that was given a code and no coordinates, in the axis's form, stands where its place or unit is."""
        new = [row for row in _rows(self._layers, "axis_members")
               if given(row["adcode"]) and not (given(row["lon"]) or given(row["lat"]))]
        points = place_points(self._layers) if new else {}
        for row in new:
            point = points.get(row["adcode"]) or _inside(self._layers, str(row["adcode"]))
            if point is not None:
                attribute_of(self._layers["axis_members"], row.id(), "lon", round(point.x(), 6))
                attribute_of(self._layers["axis_members"], row.id(), "lat", round(point.y(), 6))

    def _lead_axes(self, now: State) -> set[int]:
        """Redraw the axes whose members changed; their fids, reshaped now by us."""
        changed = {fid for fid in now.members.keys() | self._state.members.keys()
                   if now.members.get(fid) != self._state.members.get(fid)}
        axes = {state.members[fid][0] for state in (now, self._state) for fid in changed if fid in state.members}
        drawn = set()
        for uid in axes:
            axis = feature_of(self._layers["axes"], "uid", uid) if "axes" in self._layers and given(uid) else None
            if axis is not None:
                redraw_axis(self._layers, uid)
                drawn.add(axis.id())
        return drawn

    def _release(self, drawn: set[int]) -> None:
        """Shapes changed by hand are the planner's from now on: a zone becomes free, an axis bent."""
        for fid in self._reshaped["zones"]:
            zone = self._layers["zones"].getFeature(fid)
            if not zone.isValid() or zone.geometry().isNull() or zone["origin"] == "free":
                continue
            shape = zone_shape(self._layers, zone["zone_id"]) if given(zone["zone_id"]) else QgsGeometry()
            if not (shape.equals(zone.geometry()) or shape.isGeosEqual(zone.geometry())):
                attribute_of(self._layers["zones"], fid, "origin", "free")
        for fid in self._reshaped["unit_sets"]:
            row = self._layers["unit_sets"].getFeature(fid)
            if row.isValid() and not row.geometry().isNull() and row["basis"] in (DISC, UNITS):
                shape = set_shape(self._layers, row)
                if not (shape.equals(row.geometry()) or shape.isGeosEqual(row.geometry())):
                    attribute_of(self._layers["unit_sets"], fid, "basis", FREE)
        for fid in self._reshaped["axes"] - drawn:
            axis = self._layers["axes"].getFeature(fid)
            if axis.isValid() and not axis.geometry().isNull():
                course = axis_shape(self._layers, axis)
                if not course.isNull() and not course.equals(axis.geometry()):
                    attribute_of(self._layers["axes"], fid, "course", "bent")

    def _make_zones(self, now: State) -> None:
        """Redraw the zones whose units changed, other than those drawn by hand."""
        before = self._state.zone_of
        moved = {fid for fid in now.zone_of.keys() | before.keys() if now.zone_of.get(fid) != before.get(fid)}
        touched = moved | self._reshaped["units"]
        zones = {state.get(fid, "") for state in (now.zone_of, before) for fid in touched} - {""}
        for zone_id in sorted(zones):
            zone = feature_of(self._layers["zones"], "zone_id", zone_id) if "zones" in self._layers else None
            if zone is not None and zone["origin"] != "free":
                redraw_zone(self._layers, zone_id)

    def _make_sets(self, now: State) -> None:
        """Redraw the sets whose members, basis or radius changed, those of reshaped units, circles with the core."""
        before = self._state
        if "unit_sets" not in self._layers:
            return
        moved = {place for place in now.places if place[0] == "core" and now.places[place] != before.places.get(place)}
        reshaped = self._codes(self._reshaped["units"])
        due = {row[0] for fid, row in now.sets.items() if row != before.sets.get(fid) or (moved and row[1] == DISC)}
        for fid in now.set_members.keys() | before.set_members.keys():
            ends = {state.set_members[fid] for state in (now, before) if fid in state.set_members}
            if len(ends) > 1 or not (fid in now.set_members and fid in before.set_members):
                due |= {uid for uid, _ in ends}
            due |= {uid for uid, code in ends if code in reshaped}
        for uid in sorted(str(uid) for uid in due if given(uid)):
            redraw_set(self._layers, uid)

    def _codes(self, fids: set[int]) -> set[str]:
        """The adcodes of units; of those that were deleted, what the file still has."""
        units, codes = self._layers.get("units"), set()
        for fid in fids if units is not None else ():
            unit = units.getFeature(fid)
            if not unit.isValid():
                unit = next(units.dataProvider().getFeatures(QgsFeatureRequest(fid)), unit)
            if unit.isValid():
                codes.add(str(unit["adcode"]))
        return codes


def _rows(layers: Layers, table: str, shapes: bool = False) -> list[QgsFeature]:
    if table not in layers:
        return []
    request = QgsFeatureRequest()
    if not shapes:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return list(layers[table].getFeatures(request))


def _inside(layers: Layers, adcode: str) -> QgsPointXY | None:
    """A point inside the unit of that code."""
    unit = feature_of(layers["units"], "adcode", adcode) if "units" in layers else None
    inside = unit.geometry().pointOnSurface() if unit is not None else QgsGeometry()
    return None if inside.isNull() else inside.asPoint()


def _xy(point: QgsPointXY) -> tuple[float, float]:
    return point.x(), point.y()


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < SAME_PLACE and abs(one[1] - other[1]) < SAME_PLACE
