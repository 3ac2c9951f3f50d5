"""What a slice is like in each zone: weighed by area and by people, its extremes, and what is above limits.

One pass over the cells. A cell's weight is the share of it that the zone has, times its true area; its people live in
it evenly, so that a zone has the same share of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..air.standards import Limit, catalogue, rounded
from ..kernels import Floats
from .coverage import Coverage
from .loops import Values, add_statistics
from .means import effective, over_zones, share_of

NOBODY = np.empty((0, 0))  # people per cell, where none are known


@dataclass(frozen=True, eq=False)
class Sums:
    """Of m zones and k limits, added up window by window.

    found, (m, 6): Σ w, Σ w v, Σ w² over the cells with a value; people with a value, Σ people × v, people without one.
    reach, (m, 2): least and greatest value. above, (m, k, 2): Σ w and people of cells that are judged above each limit.
    """

    found: Floats
    reach: Floats
    above: Floats

    @classmethod
    def of(cls, zones: int, limits: int) -> Sums:
        """None yet."""
        reach = np.tile([np.inf, -np.inf], (zones, 1))
        return cls(np.zeros((zones, 6)), reach, np.zeros((zones, limits, 2)))

    def add(
        self, values: Values, corner: tuple[int, int], area: Floats, people: Floats, least: Values, coverage: Coverage
    ) -> None:
        """A window's cells: values, people (or NOBODY) of each, (rows, columns); areas, also (rows, 1).

        `least`, (k,): the least value above each limit (`least_above`).
        """
        over_zones(coverage, add_statistics, (values, people, area, least, corner),
                   [self.found, self.reach, self.above])

    @property
    def mean(self) -> Floats:
        """Σ w v / Σ w, (m,); NaN without a value."""
        return share_of(self.found[:, 1], self.found[:, 0])

    @property
    def people_mean(self) -> Floats:
        """Population-weighted exposure Σ P v / Σ P over cells in which both are known; NaN where nobody lives."""
        return share_of(self.found[:, 4], self.found[:, 3])

    @property
    def least(self) -> Floats:
        """The least value of a cell in which the zone has a share."""
        return np.where(np.isfinite(self.reach[:, 0]), self.reach[:, 0], np.nan)

    @property
    def greatest(self) -> Floats:
        """The greatest one."""
        return np.where(np.isfinite(self.reach[:, 1]), self.reach[:, 1], np.nan)

    @property
    def effective_cells(self) -> Floats:
        """(Σ w)² / Σ w² of the cells with a value (Kish 1965): as many of equal weight would do as well."""
        return effective(self.found[:, 0], self.found[:, 2])

    @property
    def people(self) -> Floats:
        """All of a zone's people on the grid."""
        return np.asarray(self.found[:, 3] + self.found[:, 5])

    def area_above(self, limit: int) -> Floats:
        """Share, of the zone's area with values, that is above the limit."""
        return share_of(self.above[:, limit, 0], self.found[:, 0])

    def people_above(self, limit: int) -> Floats:
        """Share, of the zone's people with a value, that live above the limit."""
        return share_of(self.above[:, limit, 1], self.found[:, 3])


def least_above(limit: Limit) -> np.float32:
    """The least single-precision value that, rounded as the standard says, is above the limit."""
    half = 0.5 * 10.0 ** -catalogue()["items"][limit.item]["decimals"]
    value = np.float32(limit.value + half)
    while rounded(float(value), limit.item, limit.value) > limit.value:
        value = np.nextafter(value, np.float32(-np.inf))
    while not rounded(float(value), limit.item, limit.value) > limit.value:
        value = np.nextafter(value, np.float32(np.inf))
    return value
