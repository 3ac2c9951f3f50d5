"""What lies inside some ground, in square metres of each layer under the plan; contents add up and subtract.

Of rivers it is metres.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..kernels import Floats


@dataclass(frozen=True, eq=False)
class Contents:
    """Of one zone, disc, corridor or difference of two; all in m² and signed, where it is a difference.

    units, exposed, (units,): in each unit, and where the raster is above its limit there. catchments, (catchments,).
    rivers, (rivers,): m of each. behind: in each feature of each layer behind the plan. raster, (3,): Σ value × m², m²
    with a value, m² above the limit.
    """

    area: float
    units: Floats
    exposed: Floats
    catchments: Floats
    rivers: Floats
    behind: tuple[Floats, ...]
    raster: Floats

    def __add__(self, other: Contents) -> Contents:
        return Contents(
            self.area + other.area, self.units + other.units, self.exposed + other.exposed,
            self.catchments + other.catchments, self.rivers + other.rivers,
            tuple(mine + its for mine, its in zip(self.behind, other.behind)), self.raster + other.raster)
