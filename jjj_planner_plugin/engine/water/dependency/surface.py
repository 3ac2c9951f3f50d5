"""By heights: jurisdictions on the grid of a model, its water led down cell by cell, and where that is in doubt."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...frame import in_frame, shapes
from ...geodesy import LONLAT, Geometries, area_m2, to_working, transformer
from ...grid import Grid
from ...intersections import meeting
from ...jurisdictions import Jurisdictions, common_frame
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...recipes import Input
from ...rings import from_geometries
from ...sources import Source
from ...zonal.people import open_people
from ..burnt import burnt
from ..catalogue import limits
from ..delineate.flatness import Flatness, flatness
from ..delineate.snapping import reach, snapped
from ..directions import NODATA
from ..flow import route
from ..heights import chosen_closed, closed_ground, read_heights
from .agreements import Place, catalogue
from .cells import Mask, Owners, paths_of
from .tables import Population, Reckoning, share

OVERLAP_M2 = 1.0  # below, it is rounding along a common border


class Surface:
    """A model of heights, its flow, and who lives in its cells."""

    def __init__(
        self, dem: str, dem_crs: str | None, height_unit: str | None, closed: str, population: Population, job: Job
    ) -> None:
        """Raises EngineError as `read_heights`, `closed_ground` and `open_people` do."""
        heights = read_heights(dem, job, None, height_unit, dem_crs)
        self.grid, self.title = heights.grid, heights.title
        self.working: CRS | None = None  # on a grid there is no frame
        self.sources: list[Input] = [] if heights.bundled else [heights]
        self.area = self.grid.cell_areas()
        self._low = heights.values < catalogue()["flat"]["below_m"]
        self._rim = _beside_nothing(np.isnan(heights.values)) & ~self._low
        self._flat = flatness(heights.values, self.grid, limits()["plain"]["slope_percent"])
        self._doubtful = doubtful_ground(heights.values, self._flat, catalogue()["flat"]["inflow_below_m"])
        heights.values[closed_ground(chosen_closed(closed, heights), self.grid, job)] = np.nan
        people = open_people(self.grid, self.grid.whole, *population, job)
        self.people = people.on(self.grid.whole) if people else None
        self.peopled = people is not None
        self.sources += [people] if people else []
        job.progress(0.3, "water-routing", cells=f"{self.area.shape[0] * self.grid.width:,}")
        self._flow = route(heights.values, self.grid)
        self._direction = self._flow.direction

    def reckon(self, units: Jurisdictions, job: Job) -> Reckoning:
        """What drains through each jurisdiction. Raises jurisdictions-off-dem."""
        codes = sorted(set(units.codes))
        drawn = units.ground(codes)
        own = owners(units.source, drawn, self.grid)
        if not own.any():
            raise EngineError("jurisdictions-off-dem", path=units.source.title, dem=self.title)
        if units.own:
            _tell_overlaps(units.source, drawn, job)
        found = paths_of(self._direction, own, self.area, self.people, self._rim, self._doubtful, len(codes))
        inside = np.diag(found.matrix())[1:]
        ground = area_m2(drawn, units.source.crs)
        flat = share(self._flat.shares(own, self.grid.whole, self.grid, len(codes))[1], inside)
        low = share(_by_owner(own, self.area, self._low, len(codes))[1:], inside)
        undrained = _by_owner(own, self.area, self._direction == NODATA, len(codes))[1:]
        over_plain = share(found.in_doubt()[:, 1:].sum(axis=0), found.matrix()[:, 1:].sum(axis=0) - inside)
        doubt = np.maximum(np.minimum(flat, low), over_plain)
        remarks = pd.DataFrame({
            "area_m2": ground, "undrained_m2": undrained, "flat_share": flat, "low_share": low,
            "plain_inflow_share": over_plain, "rim_cells": found.rims()[1:],
            "trusted": (doubt < catalogue()["flat"]["most_share"]).astype(np.int64)})
        known = inside >= catalogue()["least_known_share"] * ground
        return Reckoning(units, codes, drawn, found, None, remarks, known, ~known)

    def above(self, place: Place, units: Jurisdictions, codes: list[str]) -> tuple[Floats, Floats] | None:
        """m² and people of the ground of each jurisdiction whose water runs through a place, both (count,).

        The place is moved to the largest river beside it, as a pour point is. None where the heights do not reach it.
        """
        to_grid = transformer(LONLAT.to_wkt(), self.grid.crs.to_wkt())
        column, row = np.floor(~self.grid.transform @ to_grid.transform(*place)).astype(np.int64)
        if not (0 <= row < self.grid.height and 0 <= column < self.grid.width) or np.isnan(self._upstream[row, column]):
            return None
        far = reach(catalogue()["snap_cells"], None)
        found = snapped(np.array([[row, column]]), np.array([place]), self._upstream, self.grid, far)[0]
        there = self._flow.basins(np.array([found[0] * self.grid.width + found[1]])) > 0
        own = owners(units.source, units.ground(codes), self.grid)
        people = np.zeros((1, 1)) if self.people is None else self.people
        area, everybody = (_by_owner(own, amounts, there, len(codes))[1:] for amounts in (self.area, people))
        return area, everybody

    @cached_property
    def _upstream(self) -> Floats:
        """m² upstream of each cell, (rows, columns)."""
        return self._flow.accumulated()


def owners(source: Source, ground: Geometries, grid: Grid) -> Owners:
    """Whose each cell's centre is, (rows, columns): 1 + the place in `ground`, of the source's polygons; 0 outside all.

    Where they overlap, the first one has the ground, as in `jurisdictions.divided`.
    """
    moved = shapes(in_frame(from_geometries(ground), source.crs, grid.crs, source.title))
    return burnt(moved, grid, numbered=True)


def doubtful_ground(heights: NDArray[np.float32], flat: Flatness, below_m: float) -> Mask:
    """Cells of flat blocks that lie low, (rows, columns): on a plain heights do not tell where a river runs."""
    rows, columns = heights.shape
    blocks = np.repeat(np.repeat(flat.flat, flat.rows, axis=0), flat.columns, axis=1)
    return np.asarray(blocks[:rows, :columns] & (heights < below_m))


def _tell_overlaps(source: Source, ground: Geometries, job: Job) -> None:
    """Say at how many places jurisdictions overlap: on the grid such ground is the first one's."""
    shapes = to_working(ground, source.crs, common_frame([source]))
    one, other = meeting(shapes, shapes)
    once = one < other
    area = shapely.area(shapely.intersection(shapes[one[once]], shapes[other[once]]))
    if (area > OVERLAP_M2).any():
        job.warn("units-overlap", layer=source.title, count=int((area > OVERLAP_M2).sum()))


def _beside_nothing(void: Mask) -> Mask:
    """Cells at the edge of the raster or beside one without data, (rows, columns)."""
    around = np.pad(void, 1, constant_values=True)
    rows = around[:-2] | around[1:-1] | around[2:]
    return np.asarray((rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]) & ~void)


def _by_owner(own: Owners, area: Floats, where: Mask, count: int) -> Floats:
    """m², or another amount, of the cells `where` it is so, by whose they are, (count + 1,)."""
    found = np.bincount(own[where], np.broadcast_to(area, own.shape)[where], count + 1)
    return np.asarray(found, dtype=np.float64)
