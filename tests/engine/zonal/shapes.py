"""Grids and polygons of the zonal tests: whole kilometres, and stars that are valid by construction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from jjj_planner_plugin.engine.frame import in_frame
from jjj_planner_plugin.engine.geodesy import REGION_ALBERS
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.rings import from_geometries
from jjj_planner_plugin.engine.zonal.coverage import Coverage, cover


def flat_grid(width: int, height: int, cell: float = 1000.0, upward: bool = False) -> Grid:
    """Square cells of an equal-area CRS, the south-west corner at its origin."""
    transform = Affine(cell, 0, 0, 0, cell, 0) if upward else Affine(cell, 0, 0, 0, -cell, cell * height)
    return Grid(CRS.from_user_input(REGION_ALBERS), transform, width, height)


def over(grid: Grid, shapes: Sequence[Any], crs: Any = None) -> Coverage:
    """The coverage of shapes in the grid's CRS, or in `crs`."""
    rings = from_geometries(np.array(shapes, dtype=object))
    return cover(in_frame(rings, CRS.from_user_input(crs), grid.crs, "zones") if crs else rings, grid)


def stars(count: int, extent: float, seed: int) -> NDArray[np.object_]:
    """Star-shaped polygons, a third of them with a hole, some in two parts, some outside a square of that extent."""
    random = np.random.default_rng(seed)

    def star(x: float, y: float, reach: float) -> shapely.Polygon:
        corners = int(random.integers(4, 40))
        angle = 2 * np.pi * (np.arange(corners) + random.uniform(-0.3, 0.3, corners)) / corners
        radius = reach * random.uniform(0.3, 1.0, corners)
        return shapely.Polygon(np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)]))

    made = []
    for number in range(count):
        x, y = random.uniform(-0.1 * extent, 1.1 * extent, 2)
        shape = star(x, y, random.uniform(0.02, 0.4) * extent)
        if number % 3 == 0:
            shape = shape.difference(star(x, y, 0.05 * extent))
        if number % 5 == 0:
            shape = shape.union(star(extent - x, y + 0.2 * extent, 0.05 * extent))
        made.append(shape)
    return np.array(made, dtype=object)
