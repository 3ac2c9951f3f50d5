"""Zones: sums of their units, or outlines drawn by hand that change loop by loop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from ..frame import in_frame
from ..geodesy import LONLAT
from ..kernels import Floats
from ..messages import EngineError
from ..rings import Rings, from_geometries
from . import loops
from .contents import Contents
from .plan import Feature, valid
from .underlay import Underlay, UnitSums

BY_UNITS, FREE = "units", "free"
MOST_LOOPED = 4096  # vertices of loops; where an outline changes in more, the whole zone is measured anew


@dataclass(frozen=True, eq=False)
class Outline:
    """A zone's own outline. base is what `shape` holds (EPSG:4490); `changes` are loops in degrees since then.

    measured: whether `base` is what `shape` holds; else it is the sum of the units that the zone was until then.
    sides: the vertices of each ring as x + iy, and 1 where the ground is left of it, −1 where it is right: that tells
    which way round a changed section runs.
    """

    shape: shapely.Geometry
    base: Contents
    contents: Contents
    sides: tuple[tuple[NDArray[np.complex128], int], ...]
    measured: bool
    changes: tuple[Floats, ...] = ()


@dataclass(frozen=True, eq=False)
class Zone:
    """A zone; without an outline it is the sum of the units that have its zone_id."""

    feature: Feature
    outline: Outline | None

    @property
    def zone_id(self) -> str:
        """What units name it by; its uid, where it has none."""
        return self.feature.text("zone_id") or self.feature.uid

    def contents(self, zone_of: NDArray[np.object_], units: UnitSums) -> Contents:
        """What it holds, when the units belong to `zone_of`."""
        return self.outline.contents if self.outline else units.contents(zone_of == self.zone_id)


def zone_of_feature(feature: Feature, underlay: Underlay) -> tuple[Zone, int]:
    """A zone as a plan has it, and how many outlines (0 or 1) were invalid. An outline drawn by hand is measured."""
    if feature.text("origin") == BY_UNITS or feature.shape is None:
        return Zone(feature, None), 0
    whole, repaired = valid(np.array([feature.shape], dtype=object))
    return Zone(feature, drawn(feature.shape, underlay.contents(outline_rings(whole[0], underlay)))), repaired


def drawn(shape: shapely.Geometry, contents: Contents, measured: bool = True) -> Outline:
    """An outline that has not changed."""
    return Outline(shape, contents, contents, _sides(shape), measured)


def patched(zone: Zone, loop: Floats, now: Contents, underlay: Underlay) -> Zone:
    """The zone, which holds `now`, with a section of its outline replaced: the loop is new forward, old backward.

    Raises EngineError live-loop-elsewhere if none of the loop's vertices is the zone's.
    """
    outline = zone.outline
    if outline is None:
        if zone.feature.shape is None:
            raise EngineError("live-loop-elsewhere", uid=zone.feature.uid)
        outline = drawn(zone.feature.shape, now, measured=False)
    vertices = loop[:, 0] + 1j * loop[:, 1]
    found = [int(np.isin(side, vertices).sum()) for side, _ in outline.sides]
    if not found or max(found) == 0:
        raise EngineError("live-loop-elsewhere", uid=zone.feature.uid)
    side = outline.sides[int(np.argmax(found))][1]
    gained = loop if side > 0 else loop[::-1]
    return replace(zone, outline=replace(
        _changed(outline, (*outline.changes, gained), underlay, outline.contents, [gained]),
        sides=(*outline.sides, (vertices, side))))


def reshaped(zone: Zone, shape: shapely.Geometry, underlay: Underlay) -> Zone:
    """The zone with a whole new outline, of which only the sections that differ are measured, if they are short."""
    outline = zone.outline
    changes = loops.between(outline.shape, shape) if outline and outline.measured else []
    if outline is None or not outline.measured or sum(map(len, changes)) > MOST_LOOPED:
        whole, _ = valid(np.array([shape], dtype=object))
        return replace(zone, outline=drawn(shape, underlay.contents(outline_rings(whole[0], underlay))))
    outline = _changed(outline, tuple(changes), underlay, outline.base, changes)
    return replace(zone, outline=replace(outline, sides=_sides(shape)))


def _changed(
    outline: Outline, changes: tuple[Floats, ...], underlay: Underlay, start: Contents, added: list[Floats]
) -> Outline:
    """With `changes` in all since its shape, of which `added` are new since it held `start`."""
    if loops.undone(changes):
        return replace(outline, contents=outline.base, changes=())
    more = underlay.contents(loops.as_rings(added, underlay.working), signed=True)
    return replace(outline, contents=start + more, changes=changes)


def outline_rings(shape: shapely.Geometry, underlay: Underlay) -> Rings:
    """A zone's polygons in the working frame."""
    return in_frame(from_geometries(np.array([shape], dtype=object)), LONLAT, underlay.working, "zones")


def _sides(shape: shapely.Geometry) -> tuple[tuple[NDArray[np.complex128], int], ...]:
    """Of every ring of polygons, as they are drawn."""
    found = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            xy = shapely.get_coordinates(ring)
            left = shapely.is_ccw(ring) == (ring is polygon.exterior)
            found.append((xy[:, 0] + 1j * xy[:, 1], 1 if left else -1))
    return tuple(found)
