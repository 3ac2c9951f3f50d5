"""The plan's state while it is edited: which unit is in which zone, outlines, axes. A change makes a new state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..kernels import Floats
from ..messages import EngineError
from . import zones as zoning
from .axes import Axis, axes_of
from .plan import PLACES, Edit, Feature, Key, Plan, edit_of, key_of, shape_of
from .world import World, places_of
from .zones import Zone

HEAVY = ("units", "catchments", "rivers")  # a change of them is measured anew with all that lies on them


@dataclass(frozen=True, eq=False)
class State:
    """zone_of, (units,): the zone_id of each unit, "" for none. edits: all that differs from the file.

    loops: sections of zones that were replaced, by the zone's uid, in their order; no feature's shape has them.
    plan: the file's tables with the edits.
    """

    plan: Plan
    zone_of: NDArray[np.object_]
    zones: Mapping[str, Zone]
    axes: Mapping[str, Axis]
    edits: Mapping[Key, Edit] = field(default_factory=dict)
    loops: Mapping[str, tuple[Floats, ...]] = field(default_factory=dict)
    anew: bool = False  # the layers under the plan have changed

    def remembered(self, key: Key, edit: Edit) -> State:
        """With one more edit."""
        return replace(self, edits={**self.edits, key: self.edits.get(key, Edit()).then(edit)},
                       plan=self.plan.edited({key: edit}))


def state_of(
    plan: Plan, world: World, edits: Mapping[Key, Edit], loops: Mapping[str, tuple[Floats, ...]] | None = None
) -> tuple[State, int]:
    """The state that a plan is in, and how many zones' outlines had to be repaired. The plan has the edits."""
    zone_of = np.full(len(world.unit_place), "", dtype=object)
    for uid, place in world.unit_place.items():
        zone_of[place] = plan.tables["units"][uid].text("zone_id") or ""
    made = {uid: zoning.zone_of_feature(feature, world.underlay) for uid, feature in plan.tables["zones"].items()}
    state = State(plan, zone_of, {uid: zone for uid, (zone, _) in made.items()}, axes_of(plan), edits)
    for uid, several in (loops or {}).items():
        for loop in several:
            state = _patched(state, uid, loop, world) if uid in state.zones else state
    return state, sum(repaired for _, repaired in made.values())


def changed(state: State, change: Any, world: World) -> State:
    """The state after one change of a request. Raises EngineError live-bad-change and those of each kind."""
    kind = change.get("kind") if isinstance(change, dict) else None
    if kind == "assign":
        return _assigned(state, change, world)
    if kind == "patch":
        table, uid = key_of(change)
        if table != "zones":
            raise EngineError("live-bad-change", found=f"patch {table}", expected="table = zones")
        state.plan.feature(table, uid)
        return _patched(state, uid, _loop(change), world)
    if kind == "move_place":
        return _moved(state, change)
    if kind == "replace":
        return _replaced(state, key_of(change), edit_of(change), world)
    if kind == "delete":
        return _deleted(state, key_of(change))
    raise EngineError("live-bad-change", found=str(kind), expected="assign, patch, move_place, replace, delete")


def _assigned(state: State, change: dict[str, Any], world: World) -> State:
    uids, zone_id = change.get("uids"), change.get("zone_id")
    if not isinstance(uids, list) or not all(isinstance(uid, str) for uid in uids):
        raise EngineError("live-bad-change", found=str(uids), expected="uids: […]")
    if zone_id is not None and not isinstance(zone_id, str):
        raise EngineError("live-bad-change", found=str(zone_id), expected="zone_id")
    zone_of = state.zone_of.copy()
    zone_of[places_of(world.unit_place, uids)] = zone_id or ""
    state = replace(state, zone_of=zone_of)
    edit = Edit(fields={"zone_id": zone_id})
    return replace(state, plan=state.plan.edited({("units", uid): edit for uid in uids}), edits={
        **state.edits, **{("units", uid): state.edits.get(("units", uid), Edit()).then(edit) for uid in uids}})


def _loop(change: dict[str, Any]) -> Floats:
    shape = shape_of(change.get("loop"))
    xy = shapely.get_coordinates(shape)
    if shape.geom_type != "LineString" or len(xy) < 3 or (xy[0] != xy[-1]).any():
        raise EngineError("live-bad-geometry", reason=f"{shape.geom_type}, {len(xy)}")
    return np.asarray(xy, dtype=np.float64)


def _patched(state: State, uid: str, loop: Floats, world: World) -> State:
    zone = state.zones[uid]
    now = zone.contents(state.zone_of, world.units)
    zone = zoning.patched(zone, loop, now, world.underlay)
    loops = {**state.loops, uid: (*state.loops.get(uid, ()), loop)}
    return replace(state, zones={**state.zones, uid: zone}, loops=loops)


def _moved(state: State, change: dict[str, Any]) -> State:
    table, uid = key_of(change)
    adcode, to = change.get("adcode"), change.get("to")
    if table not in (*PLACES, "axis_members"):
        raise EngineError("live-bad-change", found=f"move_place {table}", expected=", ".join((*PLACES, "axis_members")))
    if not (isinstance(to, list) and len(to) == 2 and all(type(value) in (int, float) for value in to)):
        raise EngineError("live-bad-change", found=str(to), expected="to: [lon, lat]")
    if not (-180 <= to[0] <= 180 and -90 <= to[1] <= 90):
        raise EngineError("live-bad-change", found=str(to), expected="to: [lon, lat]")
    feature = state.plan.feature(table, uid)
    code = None if table == "axis_members" else adcode or feature.text("adcode")
    return _to(state, (table, uid), code, float(to[0]), float(to[1]))


def _to(state: State, key: Key, adcode: str | None, lon: float, lat: float) -> State:
    """A place, and the axes that run through it, moved."""
    axes = {axis_uid: axis.moved(adcode, key[1], lon, lat) if axis.passes(adcode, key[1]) else axis
            for axis_uid, axis in state.axes.items()}
    edits = {key: Edit(shapely.Point(lon, lat))} if key[0] in PLACES else {}
    edits |= {("axis_members", member.uid): Edit(fields={"lon": member.lon, "lat": member.lat})
              for axis_uid, axis in axes.items() if axis is not state.axes[axis_uid] for member in axis.members}
    for one, edit in edits.items():
        state = state.remembered(one, edit)
    return replace(state, axes=axes)


def _replaced(state: State, key: Key, edit: Edit, world: World) -> State:
    """A whole feature edited. One that the plan does not have is new."""
    table, uid = key
    was = state.plan.tables.get(table, {}).get(uid)
    state = state.remembered(key, edit)
    if table in HEAVY:
        only_zone = was is not None and edit.shape is None and set(edit.fields) <= {"zone_id"}
        return _assigned(state, {"uids": [uid], "zone_id": edit.fields.get("zone_id")}, world) if (
            only_zone and table == "units" and edit.fields) else replace(state, anew=True)
    if table == "zones":
        return _zone(state, state.plan.feature(table, uid), edit, world)
    if table in PLACES and was is not None and edit.shape is not None:
        lon, lat = (float(value) for value in shapely.get_coordinates(edit.shape)[0])
        return _to(state, key, state.plan.feature(table, uid).text("adcode"), lon, lat)
    return replace(state, axes=axes_of(state.plan))


def _deleted(state: State, key: Key) -> State:
    table, uid = key
    state.plan.feature(table, uid)
    state = state.remembered(key, Edit(dropped=True))
    zones = {other: zone for other, zone in state.zones.items() if key != ("zones", other)}
    return replace(state, zones=zones, axes=axes_of(state.plan), anew=state.anew or table in HEAVY)


def _zone(state: State, feature: Feature, edit: Edit, world: World) -> State:
    """A zone that is new, has other fields, or another outline (which that of a sum of units has not)."""
    was = state.zones.get(feature.uid)
    if feature.text("origin") == zoning.BY_UNITS:
        zone = Zone(feature, None)
    elif was is None or (edit.shape is None and was.outline is None):
        zone = zoning.zone_of_feature(feature, world.underlay)[0]
    elif edit.shape is None:
        zone = replace(was, feature=feature)
    else:
        zone = replace(zoning.reshaped(was, edit.shape, world.underlay), feature=feature)
    loops = state.loops
    if zone.outline is None or edit.shape is not None:
        loops = {uid: several for uid, several in loops.items() if uid != feature.uid}
    return replace(state, zones={**state.zones, feature.uid: zone}, loops=loops)
