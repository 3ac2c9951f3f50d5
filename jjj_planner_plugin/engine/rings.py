"""Polygons as flat arrays of rings: the form in which the compiled loops take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from . import wkb
from .geodesy import Geometries
from .kernels import Floats, Indices, in_blocks, measure, wind

POLYGONAL = (-1, 3, 6)  # shapely's type numbers: none, polygon, multipolygon


class NotPolygons(ValueError):  # noqa: N818  what is the matter
    """Some geometries are not polygons; `features` are their positions."""

    def __init__(self, features: Indices) -> None:
        super().__init__(f"not polygons: features {features[:10].tolist()}")
        self.features = features


@dataclass(frozen=True, eq=False)
class Rings:
    """m polygons or multipolygons.

    xy, (n, 2): closed rings one after another, the first vertex repeated; shells counter-clockwise, holes clockwise.
    ring, (r + 1,): where each ring begins in `xy`. feature, (m + 1,): where each feature's rings begin in `ring`.
    """

    xy: Floats
    ring: Indices
    feature: Indices

    def __post_init__(self) -> None:
        for name, kind in (("xy", np.float64), ("ring", np.int64), ("feature", np.int64)):
            object.__setattr__(self, name, np.require(getattr(self, name), kind, ["C", "W"]))

    def __len__(self) -> int:
        return len(self.feature) - 1

    def areas(self) -> Floats:
        """Planar area of each feature, (m,); 0 where it is empty."""
        return self.measured()[0]

    def bounds(self) -> Floats:
        """West, south, east, north of each feature, (m, 4); NaN where it is empty."""
        return self.measured()[1]

    def measured(self) -> tuple[Floats, Floats]:
        """Areas and bounds in one pass."""
        area, box = np.empty(len(self)), np.empty((len(self), 4))
        in_blocks(lambda first, end: measure(self.xy, self.ring, self.feature, first, end, area, box), len(self))
        return area, box

    def vertices(self) -> Indices:
        """Number of vertices of each feature, (m,), with the repeated ones."""
        return np.diff(self.ring[self.feature])

    def taken(self, index: NDArray[np.integer]) -> Rings:
        """The features at `index`, in that order."""
        rings = _stretches(self.feature[index], self.feature[np.asarray(index) + 1])
        vertices = _stretches(self.ring[rings], self.ring[rings + 1])
        ring = _begins(np.diff(self.ring)[rings])
        return Rings(self.xy[vertices], ring, _begins(np.diff(self.feature)[index]))


def _begins(counts: NDArray[np.integer]) -> Indices:
    """Where each of stretches of these lengths begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _stretches(start: Indices, end: Indices) -> Indices:
    """The numbers start[k] … end[k] − 1 of every k, one after another."""
    begins = _begins(end - start)
    return np.arange(begins[-1]) + np.repeat(start - begins[:-1], end - start)


def from_geometries(geometries: Geometries) -> Rings:
    """The rings of shapely's polygons and multipolygons; what is empty or None has none. Raises NotPolygons."""
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(geometries), POLYGONAL))
    if wrong.size:
        raise NotPolygons(wrong)
    polygons, owner = shapely.get_parts(shapely.orient_polygons(geometries), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    counts = np.bincount(owner[polygon], minlength=len(geometries))
    return Rings(shapely.get_coordinates(rings), _begins(shapely.get_num_coordinates(rings)), _begins(counts))


def from_wkb(data: NDArray[np.uint8], offsets: NDArray[np.integer]) -> Rings:
    """The rings of WKB: feature k from offsets[k] to offsets[k + 1] of `data`; an empty stretch has none.

    Either byte order, ISO and EWKB; Z and M are left out. Raises NotPolygons for other geometries and broken WKB.
    """
    data, begin, total = data.view(), np.require(offsets, np.int64, ["C", "W"]), len(offsets) - 1
    data.flags.writeable = False  # as Arrow's buffers are: one signature to compile
    vertices, rings = np.empty(total, np.int64), np.empty(total, np.int64)
    in_blocks(lambda first, end: wkb.count(data, begin, first, end, vertices, rings), total)
    wrong = np.flatnonzero(vertices < 0)
    if wrong.size:
        raise NotPolygons(wrong)
    vertex, feature = _begins(vertices), _begins(rings)
    xy, shell = np.empty((vertex[-1], 2)), np.empty(feature[-1], np.bool_)
    ring, flat = np.empty(feature[-1] + 1, np.int64), xy.reshape(-1).view(np.uint8)
    ring[-1] = vertex[-1]
    in_blocks(lambda first, end: wkb.fill(data, begin, first, end, vertex, feature, flat, ring, shell), total)
    in_blocks(lambda first, end: wind(xy, ring, shell, first, end), len(shell))
    return Rings(xy, ring, feature)


def stacked(several: Sequence[Rings]) -> Rings:
    """The features of several `Rings` as one, in their order."""
    xy = np.concatenate([np.empty((0, 2)), *[rings.xy for rings in several]])
    ring = _begins(np.concatenate([np.empty(0, np.int64), *[np.diff(rings.ring) for rings in several]]))
    feature = _begins(np.concatenate([np.empty(0, np.int64), *[np.diff(rings.feature) for rings in several]]))
    return Rings(xy, ring, feature)
