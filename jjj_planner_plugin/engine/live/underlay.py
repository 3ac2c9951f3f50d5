"""The layers under the plan, each prepared once, and the one function that measures what of them some ground holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from ..areas import Cover
from ..kernels import Floats, Indices
from ..rings import Rings
from .contents import Contents
from .courses import Courses

SHORT = 1024  # vertices of an outline that is not cut before it is measured: discs, corridors


@dataclass(frozen=True, eq=False)
class Layer:
    """Polygons in the working frame. area, (n,): m² of each."""

    rings: Rings
    cover: Cover
    area: Floats

    @classmethod
    def of(cls, rings: Rings) -> Layer:
        """Prepared for any number of measurements."""
        return cls(rings, Cover.of(rings), rings.areas())

    def met(self, ground: Rings, signed: bool) -> tuple[Indices, Floats]:
        """Features that the ground meets, and how many m² of each it holds; one may be there several times."""
        if not signed and len(ground) == 1 and len(ground.xy) <= SHORT:
            return self.cover.held(ground)
        _, j, area = self.cover.signed_overlaps(ground) if signed else self.cover.overlaps(ground)
        return j, area

    def shared(self, ground: Rings, signed: bool) -> Floats:
        """m² of each of the layer's features in all of the ground together, shape (n,)."""
        j, area = self.met(ground, signed)
        return np.bincount(j, area, len(self.area)).astype(np.float64)

    def pairs(self, ground: Rings) -> tuple[Indices, Indices, Floats]:
        """(feature of the ground, the layer's feature, m²) of all that meet."""
        return self.cover.overlaps(ground)


@dataclass(frozen=True, eq=False)
class Behind:
    """A layer behind the plan: its polygons, the class of each as a place in `classes`."""

    name: str
    layer: Layer
    code: Indices
    classes: NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Cells:
    """A raster's cells that have a value; above, (n,): whether it is beyond the limit (None: no limit was given)."""

    layer: Layer
    value: Floats
    above: NDArray[np.bool_] | None
    coarsened: int  # cells of the file, each way, that one of these stands for
    name: str

    @cached_property
    def columns(self) -> Floats:
        """What a square metre of each cell adds to `Contents.raster`, shape (n, 3)."""
        above = np.zeros(len(self.value)) if self.above is None else self.above.astype(np.float64)
        return np.column_stack([self.value, np.ones(len(self.value)), above])


@dataclass(frozen=True, eq=False)
class Exposed:
    """The ground of units where the raster is above its limit.

    unit_of_cell, (cells,): the unit that holds all of a cell above the limit, −1 for all others. parts: of those that
    units cut. unit_of_part, (parts,): which unit each is of.
    """

    unit_of_cell: Indices
    parts: Layer
    unit_of_part: Indices

    def by_unit(self, cell: Indices, area: Floats, ground: Rings, signed: bool, count: int) -> Floats:
        """m² above the limit in each of the `count` units, of ground that holds `area` of the cells `cell`."""
        inside = self.unit_of_cell[cell] >= 0
        whole = np.bincount(self.unit_of_cell[cell[inside]], area[inside], count)
        part, cut = self.parts.met(ground, signed)
        return np.asarray(whole + np.bincount(self.unit_of_part[part], cut, count))

    def of_units(self, cells: Layer, count: int) -> Floats:
        """m² above the limit in each of the units themselves."""
        inside = self.unit_of_cell >= 0
        whole = np.bincount(self.unit_of_cell[inside], cells.area[inside], count)
        return np.asarray(whole + np.bincount(self.unit_of_part, self.parts.area, count))


@dataclass(frozen=True, eq=False)
class Underlay:
    """All of it, in one equal-area frame."""

    working: CRS
    units: Layer
    catchments: Layer
    rivers: Courses
    behind: tuple[Behind, ...]
    cells: Cells | None
    exposed: Exposed | None

    def contents(self, ground: Rings, signed: bool = False) -> Contents:
        """What all of `ground` (in the working frame) holds together.

        signed: it is loops (see `Cover.signed_overlaps`), else polygons of which no two share ground.
        """
        raster, exposed = np.zeros(3), np.zeros(len(self.units.area))
        if self.cells is not None:
            cell, area = self.cells.layer.met(ground, signed)
            raster = area @ self.cells.columns[cell]
            if self.exposed is not None:
                exposed = self.exposed.by_unit(cell, area, ground, signed, len(exposed))
        return Contents(
            float(ground.areas().sum()), self.units.shared(ground, signed), exposed,
            self.catchments.shared(ground, signed), self.rivers.shared(ground, signed, SHORT),
            tuple(one.layer.shared(ground, signed) for one in self.behind), raster)


@dataclass(frozen=True, eq=False)
class UnitSums:
    """What each unit holds, so that any set of them is a sum. Units are taken not to overlap one another.

    catchments, rivers, behind: triples (unit, feature, m² or m). raster, (units, 3). exposed, (units,).
    """

    underlay: Underlay
    catchments: tuple[Indices, Indices, Floats]
    rivers: tuple[Indices, Indices, Floats]
    behind: tuple[tuple[Indices, Indices, Floats], ...]
    raster: Floats
    exposed: Floats

    @classmethod
    def of(cls, underlay: Underlay) -> UnitSums:
        """Measured for every unit once."""
        rings = underlay.units.rings
        raster, exposed = np.zeros((len(rings), 3)), np.zeros(len(rings))
        if underlay.cells is not None:
            i, j, area = underlay.cells.layer.pairs(rings)
            columns = underlay.cells.columns[j] * area[:, None]
            raster = np.column_stack([np.bincount(i, columns[:, k], len(rings)) for k in range(3)])
            if underlay.exposed is not None:
                exposed = underlay.exposed.of_units(underlay.cells.layer, len(rings))
        behind = tuple(one.layer.pairs(rings) for one in underlay.behind)
        return cls(underlay, underlay.catchments.pairs(rings), underlay.rivers.pairs(rings), behind, raster, exposed)

    def contents(self, member: NDArray[np.bool_]) -> Contents:
        """What the units for which `member`, (units,), is true hold together."""
        area = np.where(member, self.underlay.units.area, 0.0)
        return Contents(
            float(area.sum()), area, np.where(member, self.exposed, 0.0),
            _of_members(self.catchments, member, len(self.underlay.catchments.area)),
            _of_members(self.rivers, member, len(self.underlay.rivers.length_m)),
            tuple(_of_members(triples, member, len(one.layer.area))
                  for triples, one in zip(self.behind, self.underlay.behind)),
            np.asarray(self.raster[member].sum(axis=0)))


def _of_members(triples: tuple[Indices, Indices, Floats], member: NDArray[np.bool_], count: int) -> Floats:
    i, j, area = triples
    return np.bincount(j, np.where(member[i], area, 0.0), count).astype(np.float64)
