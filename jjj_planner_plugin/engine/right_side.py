"""The right side of an overlay: the features, or what a third layer makes of them, ready to be overlapped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from pyproj import CRS

from .areas import Cover, Overlaps
from .depth import WHOLE, Depth
from .frame import in_frame, shapes
from .geodesy import Geometries
from .intersections import TRACE_M2, Pairs, in_threads, left_over, objects
from .kernels import Floats, Indices
from .protocol import Job
from .rings import Rings, from_geometries
from .stream import PolygonLayer

OUTSIDE = -1  # in place of a feature of the third layer: ground that none of them covers


@dataclass(frozen=True)
class Placed:
    """A layer that has been read whole: its features' rings in the working frame, their classes and fids."""

    layer: PolygonLayer
    rings: Rings
    code: Indices
    fid: Indices
    area: Floats

    @cached_property
    def cover(self) -> Cover:
        """Ready to be overlapped."""
        return Cover.of(self.rings)

    @cached_property
    def shapes(self) -> Geometries:
        """For where geometries are wanted."""
        return shapes(self.rings)


@dataclass(frozen=True)
class RightSide:
    """Patches of ground, each of one right feature and, with a third layer, of one of its features or none.

    rings, (n,): in the working frame. cell, (n,): the row of `cells` (right class, by class) that a patch counts
    for. right, by, (n,): positions of its features, OUTSIDE where there is none. depth: None if no patches overlap.
    """

    layer: Placed
    by_layer: Placed | None
    rings: Rings
    cover: Cover
    right: Indices
    by: Indices
    cell: Indices
    cells: Indices
    depth: Depth | None

    @cached_property
    def shapes(self) -> Geometries:
        """The patches, for where geometries are wanted."""
        return shapes(self.rings)

    @cached_property
    def area(self) -> Floats:
        """Of each patch, m²."""
        return self.rings.areas()


def placed(layer: PolygonLayer, working: CRS, job: Job) -> Placed:
    """The whole layer in the working frame. Raises EngineError as `chunks` does."""
    chunk = layer.whole(job)
    rings = in_frame(chunk.rings, layer.crs, working, layer.title)
    area = rings.areas()
    layer.add_area(area)
    return Placed(layer, rings, chunk.code, chunk.fid, area)


def right_side(right: Placed, by: Placed | None, job: Job) -> RightSide:
    """What the left layer is laid over. A layer that overlaps itself is told, with how much."""
    doubled = tell_overlaps("self-overlap", right.layer, right.rings, job, right.cover)
    if by is None:
        each, none = np.arange(len(right.code)), np.full(len(right.code), OUTSIDE)
        cells, cell = _cells(right.code, none)
        depth = Depth.of(right.cover, right.rings, lambda: right.shapes, doubled)
        return RightSide(right, None, right.rings, right.cover, each, none, cell, cells, depth)
    told = tell_overlaps("self-overlap", by.layer, by.rings, job, by.cover)
    patch, of_right, of_by = cut_by(right, by, told)
    rings = from_geometries(patch)
    cover = Cover.of(rings)
    nothing = by.layer.numbers.setdefault("", len(by.layer.numbers))
    cells, cell = _cells(right.code[of_right], np.where(of_by == OUTSIDE, nothing, by.code[of_by]))
    depth = Depth.of(cover, rings, lambda: patch, self_overlaps(cover, rings))
    return RightSide(right, by, rings, cover, of_right, of_by, cell, cells, depth)


def _cells(right_code: Indices, by_code: Indices) -> tuple[Indices, Indices]:
    """The pairs of classes there are, and which of them each patch has."""
    cells, cell = np.unique(np.column_stack([right_code, by_code]), axis=0, return_inverse=True)
    return cells, cell.ravel()


def tell_overlaps(code: str, layer: PolygonLayer, rings: Rings, job: Job, cover: Cover | None = None) -> Overlaps:
    """The pairs of the layer's features that share ground, each once; the planner is told how much it is."""
    i, j, area = self_overlaps(cover or Cover.of(rings), rings)
    layer.self_overlap_m2 = float(area.sum())
    if layer.self_overlap_m2 > 1:  # m²; below, it is rounding
        job.warn(code, layer=layer.title, area_m2=f"{layer.self_overlap_m2:.0f}")
    return i, j, area


def self_overlaps(cover: Cover, rings: Rings) -> Overlaps:
    """The pairs of features that share ground, each once."""
    i, j, area = cover.overlaps(rings)
    once = i < j
    return i[once], j[once], area[once]


def cut_by(right: Placed, by: Placed, doubled: Overlaps) -> tuple[Geometries, Indices, Indices]:
    """The right features cut along those of the third layer, what none of these covers as well.

    Gives the patches, and for each the position of its right feature and of the other (or OUTSIDE).
    """
    i, j, area = by.cover.overlaps(right.rings)
    real = area > TRACE_M2
    i, j, area = i[real], j[real], area[real]
    patch = by.shapes[j]
    inside = area >= WHOLE * right.area[i]
    patch[inside] = right.shapes[i[inside]]
    crossing = ~inside & (area < WHOLE * by.area[j])
    patch[crossing] = Pairs(right.shapes, by.shapes).crossing(i[crossing], j[crossing])
    outside, of_right = _outside(right, by, (i, j, area), doubled)
    return (np.concatenate([patch, outside]), np.concatenate([i, of_right]),
            np.concatenate([j, np.full(len(of_right), OUTSIDE)]))


def _outside(right: Placed, by: Placed, pairs: Overlaps, doubled: Overlaps) -> tuple[Geometries, Indices]:
    """What is left of each right feature where the third layer ends, and whose it is."""
    i, j, area = pairs
    covered = np.zeros(len(right.area))
    np.add.at(covered, i, area)
    unsure = np.isin(j, np.concatenate([doubled[0], doubled[1]]))  # they cover less than the sum says
    np.add.at(covered, i[unsure], -area[unsure])
    open_ = np.flatnonzero(right.area - covered > np.maximum(TRACE_M2, right.area * (1 - WHOLE)))
    first, last = np.searchsorted(i, open_), np.searchsorted(i, open_, side="right")

    def rests(part: slice) -> Geometries:
        return objects(left_over(right.shapes[n], by.shapes[j[a:b]])
                       for n, a, b in zip(open_[part], first[part], last[part]))

    rest = in_threads(rests, len(open_), together=1)
    there = shapely.area(rest) > TRACE_M2
    return rest[there], open_[there]
