"""One plan's live figures: its baseline, the state that is kept, and what a change would make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..areas import Cover
from ..buffers import geodesic_buffers
from ..geodesy import LONLAT
from ..kernels import Floats
from ..messages import note
from ..protocol import Job
from ..rings import Rings, from_geometries, stacked
from . import figures as telling
from . import loops
from .axes import Axis, measured
from .figures import Figures
from .plan import Edit, Feature, Key, read_plan
from .state import State, changed, state_of
from .world import Asked, World, fixed_of, world_of
from .zones import outline_rings

Subject = tuple[str, str]  # "zone" or "axis", uid
Below = tuple[Cover, NDArray[np.object_]]  # ground, and the uid of the zone whose each of its features is


@dataclass(frozen=True, eq=False)
class Moment:
    """A state, the world it is in, and what is told of it so far."""

    world: World
    state: State
    told: dict[Subject, Figures]

    def figures(self, subject: Subject) -> Figures:
        """A subject's figures, made when first asked for; none where it is not there."""
        if subject not in self.told:
            self.told[subject] = self._figures(*subject)
        return self.told[subject]

    def _figures(self, kind: str, uid: str) -> Figures:
        underlay, labels = self.world.underlay, self.world.labels
        if kind == "zone":
            zone = self.state.zones.get(uid)
            held = zone.contents(self.state.zone_of, self.world.units) if zone else None
            return telling.figures(held, underlay, labels) if held else {}
        axis = self.state.axes.get(uid)
        found = measured(axis, underlay) if axis else None
        if found is None:
            return {}
        return {**telling.length(found.length_km),
                **(telling.figures(found.corridor, underlay, labels) if found.corridor else {})}

    def subjects(self) -> list[Subject]:
        """All that there is."""
        return [*(("zone", uid) for uid in self.state.zones), *(("axis", uid) for uid in self.state.axes)]

    def feature(self, subject: Subject) -> Feature | None:
        """The row of a subject."""
        table = "zones" if subject[0] == "zone" else "axes"
        return self.state.plan.tables[table].get(subject[1])


class Session:
    """What the serving process holds between requests. `file` is the plan as its file has it."""

    def __init__(self, path: str, edits: Mapping[Key, Edit], asked: Asked, job: Job) -> None:
        job.progress(0.02, "reading", what=path)
        self._file = read_plan(path)
        self._asked = asked
        self._fixed = fixed_of(self._file.edited(edits), asked, job)
        self._kept = self._moment(edits, {}, job)
        self._probed: tuple[State, tuple[Below, Below]] | None = None

    def _moment(self, edits: Mapping[Key, Edit], looped: Mapping[str, tuple[Floats, ...]], job: Job) -> Moment:
        plan = self._file.edited(edits)
        world = world_of(plan, self._fixed, job)
        state, repaired = state_of(plan, world, edits, looped)
        return Moment(replace(world, repaired=world.repaired + repaired), state, {})

    def baseline(self, job: Job) -> dict[str, Any]:
        """Every subject's figures, `before` and `after` the same."""
        kept = self._kept
        subjects = [self._told(subject, kept, kept) for subject in kept.subjects()]
        counts = {"units": len(kept.world.unit_place), "zones": len(kept.state.zones), "axes": len(kept.state.axes)}
        return {"subjects": subjects, "notes": self._notes(kept, kept.subjects(), job), "counts": counts}

    def change(self, changes: Sequence[Any], keep: bool, job: Job) -> dict[str, Any]:
        """What the changes do to the kept state; only subjects that change. keep: the new state is the kept one."""
        before, state = self._kept, self._kept.state
        for one in changes:
            state = changed(state, one, before.world)
        if state.anew:
            after = self._moment(state.edits, state.loops, job)
            subjects = list(dict.fromkeys([*before.subjects(), *after.subjects()]))
        else:
            subjects = _touched(before.state, state)
            kept = {subject: told for subject, told in before.told.items() if subject not in subjects}
            after = Moment(before.world, state, kept)
        told = [self._told(subject, before, after) for subject in subjects]
        if keep:
            self._kept = after
        return {"subjects": [one for one in told if telling.differ(one["figures"])],
                "notes": self._notes(after, subjects, job), "kept": keep}

    def drop(self, features: Sequence[Key] | None, job: Job) -> dict[str, Any]:
        """Forget the edits of some features, or of all: they are as the file has them."""
        before, state = self._kept, self._kept.state
        gone = set(features) if features is not None else {*state.edits, *(("zones", uid) for uid in state.loops)}
        edits = {key: edit for key, edit in state.edits.items() if key not in gone}
        looped = {uid: several for uid, several in state.loops.items() if ("zones", uid) not in gone}
        self._kept = self._moment(edits, looped, job)
        subjects = list(dict.fromkeys([*before.subjects(), *self._kept.subjects()]))
        told = [self._told(subject, before, self._kept) for subject in subjects]
        return {"subjects": [one for one in told if telling.differ(one["figures"])],
                "notes": self._notes(self._kept, subjects, job), "kept": True}

    def probe(self, lon: float, lat: float, radius_km: float, job: Job) -> dict[str, Any]:
        """What a geodesic disc holds, and the km² of each zone in it."""
        kept = self._kept
        underlay = kept.world.underlay
        centre = np.array([shapely.Point(lon, lat)], dtype=object)
        disc = from_geometries(geodesic_buffers(centre, LONLAT, radius_km * 1000, underlay.working))
        told = telling.alone(telling.figures(underlay.contents(disc), underlay, kept.world.labels))
        held: dict[str, float] = {}
        for cover, owner in self._zones_below():
            _, j, area = cover.signed_overlaps(disc)
            for uid, shared in zip(owner[j], area):
                held[uid] = held.get(uid, 0.0) + float(shared) * telling.KM2
        for uid, zone in kept.state.zones.items():
            if held.get(uid, 0.0) > telling.TOUCHED:
                told.append({"id": "zone", "key": zone.zone_id, "uid": uid, "name_zh": zone.feature.text("name_zh"),
                             "name_en": zone.feature.text("name_en"), "unit": "km²", "after": held[uid]})
        subject = {"subject": "probe", "id": "probe", "uid": None, "name_zh": None, "name_en": None, "figures": told}
        notes = self._notes(kept, [("probe", "")], job)
        return {"subjects": [subject], "notes": notes}

    def _zones_below(self) -> tuple[Below, Below]:
        """The zones as they are now: their units or outlines, and the loops that have changed these."""
        state, world = self._kept.state, self._kept.world
        if self._probed is None or self._probed[0] is not state:
            ground: list[tuple[str, Rings]] = []
            changes: list[tuple[str, Rings]] = []
            for uid, zone in state.zones.items():
                outline = zone.outline
                if outline is None or not outline.measured:
                    members = np.flatnonzero(state.zone_of == zone.zone_id)
                    ground.append((uid, world.underlay.units.rings.taken(members)))
                else:
                    ground.append((uid, outline_rings(outline.shape, world.underlay)))
                if outline is not None:
                    changes.append((uid, loops.as_rings(outline.changes, world.fixed.working)))
            below = (Cover.of(_stacked(ground)), _owners(ground)), (Cover.uncut(_stacked(changes)), _owners(changes))
            self._probed = state, below
        return self._probed[1]

    def _told(self, subject: Subject, before: Moment, after: Moment) -> dict[str, Any]:
        feature = after.feature(subject) or before.feature(subject)
        figures = telling.joined(before.figures(subject), after.figures(subject))
        names = {"id": f"{subject[0]}_id", "name_zh": "name_zh", "name_en": "name_en"}
        told = {key: feature.text(name) if feature else None for key, name in names.items()}
        return {"subject": subject[0], "uid": subject[1], **told, "figures": figures}

    def _notes(self, moment: Moment, subjects: Sequence[Subject], job: Job) -> list[str]:
        """What must be known of the figures of these subjects."""
        world, state = moment.world, moment.state
        said = []
        if not np.isnan(world.labels.people).all() and any(_cuts_units(subject, state) for subject in subjects):
            said.append(note("live-people-spread", job.language))
        cells = world.fixed.cells
        if cells is None and self._asked.raster is not None:
            said.append(note("live-raster-elsewhere", job.language, path=self._asked.raster["path"]))
        if cells is not None and cells.coarsened > 1:
            said.append(note("live-raster-coarser", job.language, layer=cells.name, cells=cells.coarsened))
        if world.repaired:
            said.append(note("live-repaired", job.language, count=world.repaired))
        for kind, uid in subjects:
            axis = state.axes.get(uid) if kind == "axis" else None
            if axis is not None and axis.bent:
                said.append(note("live-bent-axis", job.language, name=axis.feature.text("name_zh") or uid))
        return said


def _cuts_units(subject: Subject, state: State) -> bool:
    zone = state.zones.get(subject[1])
    return subject[0] != "zone" or (zone is not None and zone.outline is not None)


def _touched(before: State, after: State) -> list[Subject]:
    """The subjects that a change may have changed."""
    found: list[Subject] = []
    for uid in dict.fromkeys([*before.zones, *after.zones]):
        was, now = before.zones.get(uid), after.zones.get(uid)
        if was is not now:
            found.append(("zone", uid))
        elif now is not None and now.outline is None and before.zone_of is not after.zone_of:
            member = before.zone_of == now.zone_id
            if (member != (after.zone_of == now.zone_id)).any():
                found.append(("zone", uid))
    for uid in dict.fromkeys([*before.axes, *after.axes]):
        was_axis, axis = before.axes.get(uid), after.axes.get(uid)
        if was_axis is None or axis is None or not _same(was_axis, axis):
            found.append(("axis", uid))
    return found


def _stacked(several: list[tuple[str, Rings]]) -> Rings:
    return stacked([rings for _, rings in several])


def _owners(several: list[tuple[str, Rings]]) -> NDArray[np.object_]:
    return np.array([uid for uid, rings in several for _ in range(len(rings))], dtype=object)


def _same(was: Axis, now: Axis) -> bool:
    """Whether two axes have the same course and width."""
    if was is now:
        return True
    width = was.feature.number("width_km") == now.feature.number("width_km")
    return bool(width and was.members == now.members and was.feature.shape is now.feature.shape
                and was.bent == now.bent)
