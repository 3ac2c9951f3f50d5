"""Cells above a limit as footprints: those that hang together, without specks, without pinholes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats
from ...messages import Pair

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Smallest:
    """The smallest footprint, and the smallest hole in one, that is kept: by area, or by number of cells."""

    cells: int
    km2: float | None = None

    def keeps(self, cells: NDArray[np.integer], area_m2: Floats) -> Mask:
        """Which of several patches are large enough."""
        return np.asarray(cells >= self.cells if self.km2 is None else area_m2 >= self.km2 * 1e6 * (1 - 1e-9))

    def described(self) -> Pair:
        """As a sentence names it."""
        if self.km2 is None:
            return Pair(f" {self.cells} 个像元", f"{self.cells} cells")
        return Pair(f" {self.km2:g} km²", f"{self.km2:g} km²")


@dataclass(frozen=True)
class Patches:
    """The footprints of one date. `labels`, (rows, cols): 0, or the number of the cell's footprint, largest first."""

    labels: NDArray[np.int32]
    count: int
    cells: NDArray[np.intp]
    """Of each footprint, (count,)."""
    area_m2: Floats
    dropped: int
    """Patches that were too small."""
    dropped_m2: float
    filled: int
    """Holes that were too small; cells without a value are never filled."""
    filled_m2: float


def patches(above: Mask, known: Mask, areas: Floats, smallest: Smallest, neighbours: int) -> Patches:
    """The footprints of the cells `above`; all of (rows, cols). `neighbours` 8: cells that touch at a corner hang
    together (and a hole's do not), 4: they do not.

    Small patches go first, then small holes are filled, of what is left.
    """
    labels, cells, area = _labelled(above, areas, neighbours)
    keep = smallest.keeps(cells, area)
    dropped, dropped_m2 = int((~keep).sum()), float(area[~keep].sum())
    left = np.concatenate([[False], keep])[labels] if dropped else above
    holes, filled, filled_m2 = _small_holes(left, known, areas, smallest, neighbours)
    if dropped or filled:
        labels, cells, area = _labelled(left | holes if filled else left, areas, neighbours)
    rank = np.empty(len(area) + 1, dtype=np.int32)
    order = np.argsort(-area, kind="stable")
    rank[0], rank[order + 1] = 0, np.arange(1, len(area) + 1)
    return Patches(rank[labels], len(area), cells[order], area[order], dropped, dropped_m2, filled, filled_m2)


def _labelled(mask: Mask, areas: Floats, neighbours: int) -> tuple[NDArray[np.int32], NDArray[np.intp], Floats]:
    """The number of each cell's patch, from 1; of each patch its number of cells and its area."""
    from scipy import ndimage

    corners = np.ones((3, 3)) if neighbours == 8 else None
    labels, count = ndimage.label(mask, corners)
    cells = np.bincount(labels.ravel(), minlength=count + 1)
    area = np.asarray(np.bincount(labels.ravel(), areas.ravel(), count + 1), np.float64)
    return labels, cells[1:], area[1:]


def _small_holes(
    mask: Mask, known: Mask, areas: Floats, smallest: Smallest, neighbours: int
) -> tuple[Mask, int, float]:
    """The cells of holes below the smallest; how many such holes, and their area. What meets the edge is no hole."""
    labels, cells, area = _labelled(~mask, areas, 4 if neighbours == 8 else 8)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1], labels[~mask & ~known]])
    small = np.concatenate([[False], ~smallest.keeps(cells, area)])
    small[edge] = False
    small[0] = False
    return small[labels], int(small.sum()), float(area[small[1:]].sum())
