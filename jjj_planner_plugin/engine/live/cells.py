"""A raster's cells as polygons in the working frame, and the parts of units where it is above a limit.

A mean is weighed by the true area that a zone has in each cell: no cell counts whole where the zone has part of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..depth import WHOLE
from ..frame import in_frame, shapes
from ..geodesy import LONLAT, densified, projected
from ..grid import opened
from ..intersections import Cut, Pairs
from ..kernels import Floats
from ..messages import EngineError
from ..rings import Rings, from_geometries
from .plan import polygonal
from .underlay import Cells, Exposed, Layer

MOST_CELLS = 1_000_000  # within the plan's extent; a finer raster is averaged over squares of cells


def read_cells(
    path: str, band: int, limit: float | None, extent: tuple[float, float, float, float], working: CRS
) -> Cells | None:
    """The cells with a value within the extent (degrees); None if there are none.

    Raises EngineError no-file, raster-unreadable, raster-no-crs, raster-no-band.
    """
    with opened(path) as dataset:
        if dataset.crs is None:
            raise EngineError("raster-no-crs", path=path)
        if not 1 <= band <= dataset.count:
            raise EngineError("raster-no-band", path=path, band=band, count=dataset.count)
        crs = CRS.from_wkt(dataset.crs.to_wkt())
        window = _window(dataset, extent, crs)
        if window is None:
            return None
        value, transform, coarsened = _read(dataset, band, window)
    row, column = np.nonzero(np.isfinite(value))
    if len(row) == 0:
        return None
    found = value[row, column]
    layer = Layer.of(in_frame(_squares(row, column, transform), crs, working, Path(path).stem))
    return Cells(layer, found, None if limit is None else found > limit, coarsened, Path(path).stem)


def _window(dataset: Any, extent: tuple[float, float, float, float], crs: CRS) -> tuple[int, int, int, int] | None:
    """First row, first column, rows and columns of the cells that the extent may meet."""
    box = densified(np.array([shapely.box(*extent)], dtype=object), LONLAT)
    x, y = shapely.get_coordinates(projected(box, LONLAT, crs)).T
    columns, rows = ~dataset.transform @ (x, y)
    if not (np.isfinite(columns).all() and np.isfinite(rows).all()):
        return None
    first = max(0, int(np.floor(rows.min())) - 1), max(0, int(np.floor(columns.min())) - 1)
    end = min(dataset.height, int(np.ceil(rows.max())) + 1), min(dataset.width, int(np.ceil(columns.max())) + 1)
    return (*first, end[0] - first[0], end[1] - first[1]) if end[0] > first[0] and end[1] > first[1] else None


def _read(dataset: Any, band: int, window: tuple[int, int, int, int]) -> tuple[Floats, Any, int]:
    """Values (NaN: none), the transform of the cells read, and how many cells of the file, each way, one stands for."""
    import rasterio

    row, column, rows, columns = window
    coarsened = int(np.ceil(np.sqrt(rows * columns / MOST_CELLS)))
    shape = (-(-rows // coarsened), -(-columns // coarsened))
    part = rasterio.windows.Window(column, row, columns, rows)
    read = dataset.read(band, window=part, out_shape=shape, masked=True, resampling=rasterio.enums.Resampling.average)
    value = np.ma.filled(read.astype(np.float64), np.nan) * dataset.scales[band - 1] + dataset.offsets[band - 1]
    scale = rasterio.Affine.scale(columns / shape[1], rows / shape[0])
    return value, rasterio.windows.transform(part, dataset.transform) @ scale, coarsened


def _squares(row: NDArray[np.intp], column: NDArray[np.intp], transform: Any) -> Rings:
    """The cells' outlines in the raster's CRS, counter-clockwise."""
    down, right = np.array([0, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 0])
    if transform.determinant > 0:  # rows go up: the corners would run clockwise
        down, right = right, down
    x, y = transform @ (column[:, None] + right, row[:, None] + down)
    place = np.arange(len(row) + 1)
    return Rings(np.column_stack([x.ravel(), y.ravel()]), 5 * place, place)


def exposed_parts(cells: Cells, units: Layer) -> Exposed | None:
    """The ground above the limit, cut by the units; None if there is no limit."""
    if cells.above is None:
        return None
    above = np.flatnonzero(cells.above)
    rings = cells.layer.rings.taken(above)
    i, j, area = units.pairs(rings)
    whole = area >= WHOLE * cells.layer.area[above][i]
    unit_of_cell = np.full(len(cells.value), -1)
    unit_of_cell[above[i[whole]]] = j[whole]
    pairs = Pairs(shapes(rings.taken(i[~whole])), Cut(shapes(units.rings)))
    cut = pairs.common_ground(np.arange(int((~whole).sum())), j[~whole])
    return Exposed(unit_of_cell, Layer.of(from_geometries(polygonal(cut))), j[~whole])
