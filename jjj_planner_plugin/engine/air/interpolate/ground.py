"""Where values are estimated: the cells of an area, and those of them that lie near enough to a station."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from .... import paths
from ...geodesy import LONLAT, densified, projected, transformer
from ...grid import Grid
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...sources import POLYGON, Source, read
from .methods import Places

BUNDLED = "bundled"
REGION = "data/jjj.gpkg"
EARTH = "EPSG:4978"  # x, y, z from the earth's centre: a chord of 75 km is 0.4 m shorter than the way on the ground
LARGEST_CELL = 5.0  # degrees
MOST_CELLS = 25_000_000
ROUNDING = 1e-9  # of a cell


@dataclass(frozen=True, eq=False)
class Area:
    """A grid in degrees (EPSG:4490) and the cells whose centre lies in the area."""

    grid: Grid
    inside: NDArray[np.bool_]
    """Shape (rows, columns)."""
    lonlat: Floats
    """Centres of the cells inside, row by row, degrees, shape (m, 2)."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The cells that get a value: those of the area that are near a station."""

    grid: Grid
    kept: NDArray[np.bool_]
    """Shape (rows, columns)."""
    lonlat: Floats
    """The kept cells' centres, row by row, degrees, shape (m, 2)."""
    cells: Places
    """The same in the working frame."""
    far: int
    """Cells of the area too far from every station."""
    unknown: int
    """Cells near enough, but of unknown elevation."""

    def band(self, values: Floats) -> NDArray[np.float32]:
        """The kept cells' values as a raster; NaN elsewhere."""
        found = np.full(self.kept.shape, np.nan, np.float32)
        found[self.kept] = values
        return found


def read_outline(reference: str, job: Job) -> tuple[shapely.Geometry, list[Source]]:
    """The ground that is to be covered, in degrees, and what a recipe lists of it; `bundled` is the region of 1999."""
    own = reference != BUNDLED
    source = read(reference if own else f"{paths.resource(REGION)}|layername=units", (POLYGON,), job)
    shapes = projected(densified(source.geometries, source.crs), source.crs, LONLAT)
    return shapely.union_all(shapes), [source] if own else []


def area_of(outline: shapely.Geometry, cell_deg: float) -> Area:
    """Square cells in degrees on whole multiples of their size, and which of them are inside the outline.

    Raises EngineError bad-cell, grid-too-fine, area-without-cells.
    """
    if not 0 < cell_deg <= LARGEST_CELL:
        raise EngineError("bad-cell", found=f"{cell_deg:g}", most=f"{LARGEST_CELL:g}")
    west, south, east, north = (float(value) / cell_deg for value in shapely.bounds(outline))
    left, top = np.floor(west + ROUNDING), np.ceil(north - ROUNDING)
    width, height = int(np.ceil(east - left - ROUNDING)), int(np.ceil(top - south - ROUNDING))
    if width * height > MOST_CELLS:
        raise EngineError("grid-too-fine", cell=f"{cell_deg:g}", cells=f"{width * height:,}", most=f"{MOST_CELLS:,}")
    grid = Grid(LONLAT, Affine(cell_deg, 0, left * cell_deg, 0, -cell_deg, top * cell_deg), width, height)
    lon, lat = np.meshgrid((left + np.arange(width) + 0.5) * cell_deg, (top - np.arange(height) - 0.5) * cell_deg)
    shapely.prepare(outline)
    inside = shapely.contains_xy(outline, lon, lat)
    if not inside.any():
        raise EngineError("area-without-cells", cell=f"{cell_deg:g}")
    return Area(grid, inside, np.column_stack([lon[inside], lat[inside]]))


def ground_of(area: Area, stations: Floats, max_distance_m: float, heights: Floats | None, working: CRS) -> Ground:
    """The cells of the area within a distance of a station (degrees, shape (n, 2)).

    `heights` (rows, columns): elevation of each cell; where it is NaN there is no value.
    """
    near = nearest_m(area.lonlat, stations) <= max_distance_m
    high = np.full(len(near), np.nan) if heights is None else heights[area.inside]
    taken = near if heights is None else near & np.isfinite(high)
    kept = area.inside.copy()
    kept[area.inside] = taken
    cells = Places(framed(area.lonlat[taken], working), high[taken])
    return Ground(area.grid, kept, area.lonlat[taken], cells, int((~near).sum()), int((near & ~taken).sum()))


def framed(lonlat: Floats, working: CRS) -> Floats:
    """Degrees into metres of the working frame, shape (n, 2)."""
    return np.column_stack(transformer(LONLAT.to_wkt(), working.to_wkt()).transform(lonlat[:, 0], lonlat[:, 1]))


def nearest_m(wanted: Floats, stations: Floats) -> Floats:
    """Metres on the ground from each place to the nearest station; both in degrees, shape (n, 2)."""
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(_from_centre(stations)).query(_from_centre(wanted))[0])


def _from_centre(lonlat: Floats) -> Floats:
    change = transformer(LONLAT.to_wkt(), EARTH)
    return np.column_stack(change.transform(lonlat[:, 0], lonlat[:, 1], np.zeros(len(lonlat))))
