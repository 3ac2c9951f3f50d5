"""Ground by the jurisdictions that its water meets on the way down: what both ways of finding them come to.

Ground is kept in groups. All of a group lies in one jurisdiction, or beyond all of them, and its water meets the
same ones. A path that enters a jurisdiction twice has met it once, and a path that meets any of several has met them
as one: so figures of counties make those of a city, of a province, of whatever is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats, Indices

BEYOND = 0  # the number of all ground that no jurisdiction has; jurisdictions are numbered from 1


@dataclass(frozen=True, eq=False)
class Paths:
    """s groups of ground, of `count` jurisdictions.

    own, (s,): whose ground it is, 0 … count. area_m2 and people, (s,). rim, (s,): cells at the edge of what is known,
    from which more may come. begin, (s + 1,), and met: the jurisdictions that the water of group k meets, its own
    among them, are met[begin[k]:begin[k + 1]]. doubted, beside met: whether it comes into that one over ground on which
    it is in doubt where it runs.
    """

    count: int
    own: Indices
    area_m2: Floats
    people: Floats
    rim: Indices
    begin: Indices
    met: Indices
    doubted: NDArray[np.bool_]

    def matrix(self, amounts: Floats | None = None) -> Floats:
        """Amounts (m² unless given, (s,)) of the ground of each that drains through each, (count + 1, count + 1).

        Row u is the ground of u, column j what drains through j. Column 0 has all the ground of each; row 0 is the
        ground beyond. The diagonal is all of each jurisdiction's own ground: it drains through itself.
        """
        amounts = self.area_m2 if amounts is None else amounts
        found = np.zeros((self.count + 1, self.count + 1))
        found[:, 0] = np.bincount(self.own, amounts, self.count + 1)
        group = np.repeat(np.arange(len(self.own)), np.diff(self.begin))
        np.add.at(found, (self.own[group], self.met), amounts[group])
        return found

    def rims(self) -> Indices:
        """Cells at the edge of what is known that are upstream of each jurisdiction, (count + 1,)."""
        group = np.repeat(np.arange(len(self.own)), np.diff(self.begin))
        return np.bincount(self.met, self.rim[group], self.count + 1).astype(np.int64)

    def in_doubt(self) -> Floats:
        """m² of `matrix` outside each jurisdiction whose water comes into it over doubtful ground, of its shape."""
        group = np.repeat(np.arange(len(self.own)), np.diff(self.begin))
        group, met = group[self.doubted], self.met[self.doubted]
        found = np.zeros((self.count + 1, self.count + 1))
        np.add.at(found, (self.own[group], met), self.area_m2[group])
        np.fill_diagonal(found, 0)
        return found

    def through(self, upstream: Iterable[int], downstream: Iterable[int]) -> tuple[float, float]:
        """m² and people of the ground of some jurisdictions that drains through any of some others."""
        there = np.isin(self.own, list(upstream)) & self._meeting(list(downstream))
        return float(self.area_m2[there].sum()), float(self.people[there].sum())

    def _meeting(self, some: list[int]) -> NDArray[np.bool_]:
        group = np.repeat(np.arange(len(self.own)), np.diff(self.begin))
        found = np.zeros(len(self.own), dtype=np.bool_)
        found[group[np.isin(self.met, some)]] = True
        return found
