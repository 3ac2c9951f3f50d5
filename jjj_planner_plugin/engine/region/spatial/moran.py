"""Moran's I of a value and where it clusters (LISA), by PySAL's `esda`; permutations are drawn here.

`esda` compiles its own permutations in every process, which takes longer than all the rest. Those here are the same
conditional ones (Anselin 1995, Local indicators of spatial association, Geographical Analysis 27): the place's own
value stays, its neighbours' are drawn from all others without replacement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .neighbours import Neighbours

NOT_SIGNIFICANT = "NS"
QUADRANTS = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}  # esda's numbers: own value first, then the neighbours'
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moran:
    """Of all places together: I, what chance would give, and how sure it is (two-sided, under randomisation)."""

    i: float
    expected: float
    z: float
    p: float


@dataclass(frozen=True)
class Local:
    """Of each place, shape (n,): its own share in I, its quadrant, the pseudo p of permutations, and the class."""

    i: Floats
    quadrant: NDArray[np.object_]
    p: Floats
    group: NDArray[np.object_]


def global_moran(values: Floats, neighbours: Neighbours) -> Moran:
    """Moran's I of values that differ, at least four of them, with each place's neighbours weighing 1 together."""
    from esda.moran import Moran as Esda

    found = Esda(values, neighbours.weights(), permutations=0)
    return Moran(float(found.I), float(found.EI), float(found.z_rand), float(found.p_rand))


def local_moran(
    values: Floats, neighbours: Neighbours, permutations: int, significance: float, seed: int
) -> Local:
    """LISA of values that differ. The class is the quadrant where p is at most `significance`, else NS.

    p = (r + 1) / (permutations + 1), r the draws at least as extreme on the side the place is on: esda's `p_sim`.
    The seed makes the same p of the same values.
    """
    from esda.moran import Moran_Local

    found = Moran_Local(values, neighbours.weights(), permutations=0)
    quadrant = np.array([QUADRANTS[int(number)] for number in found.q], dtype=object)
    lag = np.array([found.z[mine].mean() for mine in neighbours.lists()])
    p = pseudo_p(np.asarray(found.z, dtype=np.float64), lag, neighbours, permutations, seed)
    group = np.where(p <= significance, quadrant, NOT_SIGNIFICANT)
    return Local(np.asarray(found.Is, dtype=np.float64), quadrant, p, group.astype(object))


def pseudo_p(z: Floats, lag: Floats, neighbours: Neighbours, permutations: int, seed: int) -> Floats:
    """How often others' values drawn as neighbours give a local I at least as extreme, shape (n,).

    One set of draws serves all places: the first k of each, taken from the n − 1 others, are a place's k neighbours.
    """
    lists = neighbours.lists()
    most = max(len(mine) for mine in lists)
    generator = np.random.default_rng(seed)
    drawn = np.stack([generator.choice(len(z) - 1, most, replace=False) for _ in range(permutations)])
    above = np.empty(len(z))
    for one, mine in enumerate(lists):
        others = np.delete(z, one)[drawn[:, : len(mine)]].mean(axis=1)
        above[one] = (_same_or_more(z[one] * others, z[one] * lag[one])).sum()
    extreme = np.minimum(above, permutations - above)
    return np.asarray((extreme + 1) / (permutations + 1))


def _same_or_more(drawn: Floats, own: float) -> NDArray[np.bool_]:
    """At least as large; sums of the same values in another order are equal."""
    return np.asarray(drawn >= own - 1e-12 * (1 + abs(own)))
