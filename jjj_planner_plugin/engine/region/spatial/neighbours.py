"""Who borders on whom: contiguity of polygons by their true outlines, islands joined to what is nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import Geometries

if TYPE_CHECKING:
    from libpysal.weights import W


@dataclass(frozen=True)
class Neighbours:
    """Pairs of neighbours among `count` polygons, each pair both ways, sorted: shape (m,) each."""

    count: int
    of: NDArray[np.intp]
    other: NDArray[np.intp]
    islands: tuple[int, ...] = ()
    """Those that touch nobody and were joined to the nearest."""

    def lists(self) -> list[NDArray[np.intp]]:
        """The neighbours of each."""
        return np.split(self.other, np.searchsorted(self.of, np.arange(1, self.count)))

    def weights(self) -> W:
        """As PySAL's weights, each row summing to 1."""
        from libpysal.weights import W

        found = W({i: list(map(int, mine)) for i, mine in enumerate(self.lists())}, silence_warnings=True)
        found.transform = "r"
        return found


def queen(shapes: Geometries, tolerance_m: float) -> Neighbours:
    """Polygons of a metric frame that share a border or a corner, or lie within `tolerance_m` of one another.

    One that touches nobody is joined, both ways, to the nearest (of equals the first): a place without neighbours has
    no spatial lag. Two polygons at least.
    """
    tree = shapely.STRtree(shapes)
    of, other = tree.query(shapes, predicate="dwithin", distance=tolerance_m)
    apart = of != other
    of, other = of[apart], other[apart]
    islands = np.setdiff1d(np.arange(len(shapes)), of)
    near = np.array([tree.query_nearest(shapes[one], exclusive=True).min() for one in islands], dtype=np.intp)
    of, other = np.concatenate([of, islands, near]), np.concatenate([other, near, islands])
    pairs = np.unique(np.stack([of, other], axis=1).astype(np.intp), axis=0)
    return Neighbours(len(shapes), pairs[:, 0], pairs[:, 1], tuple(int(one) for one in islands))
