"""Axes: the line through an axis's members, and the corridor of its width on each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from ..buffers import geodesic_buffers, geodesic_capsules
from ..geodesy import LONLAT, geodesic_line, length_m, moved, transformer
from ..rings import from_geometries
from .contents import Contents
from .plan import PLACES, Feature, Plan, polygonal, valid
from .underlay import Underlay

SEGMENTS = 16  # a quarter of a corridor's round end: its area is within 0.2 % of the end's
MOST_STILL = 64  # corridors that are remembered
BENT, EXTENSION = "bent", "extension"

Place = tuple[float, float]
Stretch = tuple[Place, Place]


@dataclass(frozen=True)
class Member:
    """A place that an axis runs through, unless it is an extension."""

    uid: str
    seq: float
    adcode: str | None
    extension: bool
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Axis:
    """An axis and its members in their order."""

    feature: Feature
    members: tuple[Member, ...]

    @property
    def bent(self) -> bool:
        """Whether it follows another line, and so cannot be made again from its members."""
        return self.feature.text("course") == BENT

    @property
    def places(self) -> list[Place]:
        """What its line runs through; fewer than two where the line is as it is drawn."""
        places = [(member.lon, member.lat) for member in self.members if not member.extension]
        return [] if self.bent else [place for n, place in enumerate(places) if n == 0 or place != places[n - 1]]

    @property
    def stretches(self) -> list[Stretch]:
        """From each of its places to the next."""
        return list(zip(self.places, self.places[1:]))

    @property
    def line(self) -> shapely.Geometry | None:
        """Geodesic through its places; as it is drawn, where it is bent or has fewer than two."""
        return self.feature.shape if len(self.places) < 2 else geodesic_line(self.places)

    def passes(self, adcode: str | None, uid: str) -> bool:
        """Whether the place, or the member of that uid, is on its line."""
        return any(_is(member, adcode, uid) for member in self.members if not member.extension)

    def moved(self, adcode: str | None, uid: str, lon: float, lat: float) -> Axis:
        """With that place elsewhere."""
        return replace(self, members=tuple(
            replace(member, lon=lon, lat=lat) if _is(member, adcode, uid) else member for member in self.members))


def _is(member: Member, adcode: str | None, uid: str) -> bool:
    return member.uid == uid or (adcode is not None and member.adcode == adcode)


def axes_of(plan: Plan) -> dict[str, Axis]:
    """The plan's axes by uid. A member is where it says; where it says nothing, where the place of its code is."""
    places = {feature.text("adcode"): feature.shape for name in PLACES for feature in plan.tables[name].values()}
    members: dict[str, list[Member]] = {}
    for feature in plan.tables["axis_members"].values():
        member = _member(feature, places)
        if member:
            members.setdefault(feature.text("axis_uid") or "", []).append(member)
    return {uid: Axis(feature, tuple(sorted(members.get(uid, []), key=lambda member: member.seq)))
            for uid, feature in plan.tables["axes"].items()}


def _member(feature: Feature, places: Mapping[str | None, shapely.Geometry | None]) -> Member | None:
    lon, lat = feature.number("lon"), feature.number("lat")
    adcode = feature.text("adcode")
    if lon is None or lat is None:
        place = places.get(adcode) if adcode else None
        if place is None:
            return None
        lon, lat = (float(value) for value in shapely.get_coordinates(place)[0])
    return Member(feature.uid, feature.number("seq") or 0.0, adcode, feature.text("role") == EXTENSION, lon, lat)


@dataclass(frozen=True, eq=False)
class Measured:
    """An axis's length in km, and what its corridor holds; None without a line, or without a width."""

    length_km: float | None
    corridor: Contents | None


class Corridors:
    """Corridors as unions of those of stretches. While a place is dragged, what does not move is measured once."""

    def __init__(self, underlay: Underlay) -> None:
        self._underlay = underlay
        self._to_working = transformer(LONLAT.to_wkt(), underlay.working.to_wkt())
        self._still: dict[tuple[float, tuple[Stretch, ...]], tuple[shapely.Geometry, Contents]] = {}

    def measured(self, axis: Axis, was: Axis | None) -> Measured:
        """Length along the ellipsoid; corridor of `width_km` on each side with round ends. was: before the drag."""
        line, width = axis.line, axis.feature.number("width_km")
        if line is None:
            return Measured(None, None)
        length = length_m(line) / 1000
        if not width or width <= 0:
            return Measured(length, None)
        stretches = axis.stretches
        if not stretches:
            around = geodesic_buffers(np.array([line], dtype=object), LONLAT, width * 1000, self._underlay.working,
                                      SEGMENTS)
            return Measured(length, self._contents(around[0]))
        before = set(was.stretches) if was else set()
        still = tuple(one for one in stretches if one in before)
        moving = [one for one in stretches if one not in before]
        if not still or not moving:
            return Measured(length, self._of_still(tuple(stretches), width)[1])
        ground, held = self._of_still(still, width)
        more = shapely.difference(self._around(moving, width), ground)
        return Measured(length, held + self._contents(more))

    def _of_still(self, stretches: tuple[Stretch, ...], width_km: float) -> tuple[shapely.Geometry, Contents]:
        """The corridor of stretches, and what it holds."""
        key = width_km, stretches
        if key not in self._still:
            if len(self._still) >= MOST_STILL:
                self._still.clear()
            ground = self._around(stretches, width_km)
            self._still[key] = ground, self._contents(ground)
        return self._still[key]

    def _around(self, stretches: Sequence[Stretch], width_km: float) -> shapely.Geometry:
        capsules = moved(geodesic_capsules(stretches, width_km * 1000, SEGMENTS), self._to_working)
        return shapely.union_all(valid(capsules)[0])

    def _contents(self, ground: shapely.Geometry) -> Contents:
        return self._underlay.contents(from_geometries(polygonal(np.array([ground], dtype=object))))
