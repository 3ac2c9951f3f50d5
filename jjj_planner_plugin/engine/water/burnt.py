"""Shapes put on a grid's cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geodesy import Geometries
from ..grid import Grid


def burnt(shapes: Geometries, grid: Grid, numbered: bool = False, touched: bool = False) -> NDArray[Any]:
    """1 in the cells whose centre a shape holds, or that it touches at all; else 0. uint8, (rows, columns).

    numbered: 1 + the place of the shape in `shapes`, of several the first; int32. The shapes are in the grid's CRS.
    """
    from rasterio.features import rasterize

    there, dtype = ~grid.transform, np.dtype(np.int32 if numbered else np.uint8)
    placed = shapely.transform(shapes, lambda xy: np.column_stack(there @ (xy[:, 0], xy[:, 1])))
    burning = [(shape, place if numbered else 1) for place, shape in enumerate(placed, start=1)
               if not shapely.is_empty(shape)]
    if not burning:
        return np.zeros((grid.height, grid.width), dtype)
    # what is burnt last stays
    found = rasterize(burning[::-1], (grid.height, grid.width), all_touched=touched, dtype=dtype.name)
    return np.asarray(found, dtype)
