"""Areas of overlap of polygons with polygons, without building what they share.

Big features of either side are cut into pieces (`pieces`), pairs that meet are found in a tree of boxes (`boxes`), and
where the boxes do not tell what a pair shares, its edges are summed (`edgepairs`). So a million small features against
four zones of a hundred thousand vertices, small ones against each other, or a zone against them, go the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .boxes import Shapes, Tree, box_tree, candidates
from .edgepairs import share
from .kernels import Floats, Indices, in_blocks
from .pieces import cut
from .rings import Rings, stacked
from .within import edges_of, held

Overlaps = tuple[Indices, Indices, Floats]

# To cut a feature takes as long as to sum its edges with those of some fifty others. So a left one is cut only when it
# meets more shapes than `FEW`, a right one when it has many vertices: how many depends on what all such have together.
FEW = 64
UNCUT_LEFT = 64  # vertices
UNCUT_RIGHT, UNCUT_MANY = 256, 1024  # vertices: if what has more than the first has at most `SOON_CUT` together, if not
SOON_CUT = 1_000_000


@dataclass(frozen=True, eq=False)
class Cover:
    """The right side of overlaps, prepared once for any number of left sides. Its features may overlap one another."""

    shapes: Shapes  # in the order of their owners
    tree: Tree

    @classmethod
    def of(cls, rings: Rings) -> Cover:
        """Cut what is big and put everything into a tree."""
        vertices, shapes = rings.vertices(), whole(rings)
        soon = vertices[vertices > UNCUT_RIGHT].sum() <= SOON_CUT
        big = np.flatnonzero(vertices > (UNCUT_RIGHT if soon else UNCUT_MANY))
        if big.size:
            small, pieces = np.delete(shapes.owner, big), cut(rings, big)
            owner = np.concatenate([small, pieces.owner])
            full = np.concatenate([np.zeros(len(small), np.int64), pieces.full])
            order = np.argsort(owner, kind="stable")
            shapes = shapes_of(stacked([rings.taken(small), pieces.edges]).taken(order), full[order], owner[order])
        return cls(shapes, box_tree(shapes.box))

    @classmethod
    def uncut(cls, rings: Rings) -> Cover:
        """Of loops, as `signed_overlaps` has them on its left: they are no polygons that could be cut."""
        shapes = whole(rings)
        return cls(shapes, box_tree(shapes.box))

    def overlaps(self, left: Rings) -> Overlaps:
        """Positions (i in `left`, j in the cover) and area (m²) of all pairs that share ground, sorted by (i, j).

        A pair that shares no more than what rounding can make of touching is left out: at 1e6 m from the origin that is
        3.6e-9 m times half the way around the box where both (or their pieces) are, so 4e-6 m² on a kilometre.
        """
        shapes = whole(left)
        key, area = self._candidates(shapes)
        asked = np.bincount(key[np.isnan(area), 0], minlength=len(left))
        big = np.flatnonzero((asked > FEW) & (left.vertices() > UNCUT_LEFT))
        if big.size == 0:
            return _summed(*self._measured(shapes, key, area))
        stays = ~np.isin(key[:, 0], big)
        pair, value = self._measured(shapes, key[stays], area[stays])
        pieces = cut(left, big)
        shapes = shapes_of(pieces.edges, pieces.full, pieces.owner)
        more, in_pieces = self._measured(shapes, *self._candidates(shapes))
        pair, value = np.concatenate([pair, more]), np.concatenate([value, in_pieces])
        order = np.lexsort((pair[:, 1], pair[:, 0]))
        return _summed(pair[order], value[order])

    def signed_overlaps(self, loops: Rings) -> Overlaps:
        """`overlaps` of closed loops that may cross themselves and run either way.

        Ground counts as often as a loop winds around it, negative where it does so clockwise: what a feature gains and
        loses where a section of its outline is replaced. All edges are summed, so loops should be short.
        """
        shapes = whole(loops)
        return _summed(*self._measured(shapes, *self._candidates(shapes)), signed=True)

    def held(self, outline: Rings) -> tuple[Indices, Floats]:
        """Positions in the cover and areas (m²) of what one feature of few vertices (some hundred) holds.

        In no order; a feature of the cover that is cut may be there several times.
        """
        found, value = held(edges_of(outline), self.tree, self.shapes.area)
        key = np.column_stack([np.zeros(len(found), np.int64), found])
        owners, measured = self._measured(whole(outline), key, value)
        return owners[:, 1], np.where(measured[:, 0] > measured[:, 1], measured[:, 0], 0.0)

    def _candidates(self, left: Shapes) -> tuple[Indices, Floats]:
        """The rows of `boxes.candidates` for all left shapes."""
        found = in_blocks(lambda first, end: candidates(left, self.shapes, self.tree, first, end), len(left.area))
        keys = np.concatenate([np.empty((0, 2), np.int64), *[keys for keys, _ in found]])
        return keys, np.concatenate([np.empty(0), *[areas for _, areas in found]])

    def _measured(self, left: Shapes, key: Indices, area: Floats) -> tuple[Indices, Floats]:
        """The owners of the pairs `key`; their areas, by their edges where NaN, and what may be rounding in them."""
        noise, unknown = np.zeros(len(area)), np.flatnonzero(np.isnan(area))
        in_blocks(lambda first, end: share(left, self.shapes, key, unknown, first, end, area, noise), len(unknown))
        owners = np.column_stack([left.owner[key[:, 0]], self.shapes.owner[key[:, 1]]])
        return owners, np.column_stack([area, noise])


def whole(rings: Rings) -> Shapes:
    """Each feature as one shape."""
    return shapes_of(rings, np.zeros(len(rings), np.int64), np.arange(len(rings)))


def shapes_of(rings: Rings, full: Indices, owner: Indices) -> Shapes:
    """Features or pieces with their areas and boxes."""
    area, box = rings.measured()
    return Shapes(rings.xy, rings.ring, rings.feature, area, box, full, owner)


def _summed(pair: Indices, value: Floats, signed: bool = False) -> Overlaps:
    """One row for each pair, from rows that are sorted, and only those that share ground."""
    if len(pair) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    first = np.flatnonzero(np.append(True, (pair[1:] != pair[:-1]).any(axis=1)))
    area, noise = np.add.reduceat(value, first).T
    real = (np.abs(area) if signed else area) > noise
    i, j = pair[first[real]].T
    return np.ascontiguousarray(i), np.ascontiguousarray(j), area[real]


def overlap_areas(left: Rings, right: Rings) -> Overlaps:
    """`Cover.of(right).overlaps(left)`."""
    return Cover.of(right).overlaps(left)
