"""How many people live in each cell of a grid: from a population raster, or spread from a field of areal units.

People are counted, not averaged: a raster is warped to the grid by sums, so that nobody is lost or doubled, whatever
its CRS and resolution; a unit's people live evenly in its cells, by area.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from .. import sources
from ..frame import in_frame
from ..geodesy import LONLAT, Geometries, area_m2, densified, to_working, transformer
from ..grid import Grid, Window, grid_of, opened
from ..kernels import Floats
from ..layer_checks import check_field
from ..messages import EngineError
from ..protocol import Job
from ..rings import from_geometries
from .coverage import Coverage, cover
from .loops import add_sums, spread
from .means import CELLS, over_zones, weights

SAME = 1e-6  # of a cell
CELL = 1 / 120  # degrees, of the grid on which a raster's people are counted
MOST_CELLS = 16_000_000  # of it


class People(ABC):
    """The people of a grid's cells. `total` is of the source itself, on the ground of the window that is looked at."""

    total: float
    repairs: Sequence[dict[str, Any]] = ()

    @abstractmethod
    def on(self, window: Window) -> Floats:
        """People in each cell of a window, (rows, columns); 0 where none are known."""

    def covered(self, shapes: Geometries, crs: CRS) -> Floats:
        """Share of each shape's area that the source reaches, (m,): beyond a raster's edge nobody is known.

        Of units 1: there are people where their polygons are.
        """
        return np.ones(len(shapes))

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """Its line in a recipe."""


class RasterPeople(People):
    """People from a raster of counts in any CRS and resolution (not of densities)."""

    def __init__(self, path: str, grid: Grid, window: Window, job: Job) -> None:
        """Raises EngineError no-file, raster-unreadable, raster-no-crs, raster-rotated, negative-people."""
        with opened(path) as dataset:
            self._own, self._fill = grid_of(dataset, path), dataset.nodata
        self._path, self._grid = path, grid
        outline = densified(np.array([shapely.box(*grid.part(window).bounds)], dtype=object), grid.crs)
        rings = in_frame(from_geometries(outline), grid.crs, self._own.crs, self._title)
        self.total = self._reckoned(cover(rings, self._own), job)

    @property
    def _title(self) -> str:
        return sources.titled(self._path, "")

    def on(self, window: Window) -> Floats:
        from rasterio.enums import Resampling
        from rasterio.vrt import WarpedVRT

        part = self._grid.part(window)
        # Where the coordinates are the same, no transformer: by its rounding, GDAL loses cells whose edges coincide.
        crs = self._own.crs if _same_coordinates(part, self._own.crs) else part.crs
        with opened(self._path) as dataset:
            options: dict[str, Any] = {
                "crs": crs.to_wkt(), "transform": part.transform, "width": part.width, "height": part.height,
                "nodata": np.nan, "src_nodata": self._fill, "dtype": "float64", "resampling": Resampling.sum}
            with WarpedVRT(dataset, **options) as warped:
                return counted(warped.read(1) * dataset.scales[0])

    def covered(self, shapes: Geometries, crs: CRS) -> Floats:
        moved = to_working(shapes, crs, self._own.crs)
        west, south, east, north = self._own.bounds
        edge, bounds = SAME * abs(self._own.transform.a), shapely.bounds(moved)
        inside = (bounds[:, :2] >= (west - edge, south - edge)) & (bounds[:, 2:] <= (east + edge, north + edge))
        found = inside.all(axis=1).astype(np.float64)
        rest = np.flatnonzero(found == 0)
        if len(rest):
            whole = shapely.make_valid(moved[rest])
            part = shapely.intersection(whole, shapely.box(west, south, east, north))
            found[rest] = area_m2(part, self._own.crs) / np.maximum(area_m2(whole, self._own.crs), 1e-9)
        return np.asarray(np.clip(found, 0, 1))

    def described(self) -> dict[str, Any]:
        return {"path": self._path, "layer": "", "crs": self._own.crs.to_string(),
                "cells": [self._own.height, self._own.width], "features": 1, "used": 1, "repaired": 0}

    def _reckoned(self, coverage: Coverage, job: Job) -> float:
        """Σ people × share on the raster's own cells. One negative value that is everywhere the same is its fill."""
        import rasterio

        found, negative = np.zeros(1), np.empty(0)
        with opened(self._path) as dataset:
            for row, column, rows, columns in coverage.grid.stripes(coverage.window, CELLS):
                part = rasterio.windows.Window(column, row, columns, rows)
                read = np.ma.filled(dataset.read(1, window=part, masked=True).astype(np.float64), np.nan)
                negative = np.unique(np.append(negative, read[read < 0]))
                amounts = counted(read * dataset.scales[0])
                over_zones(coverage, add_sums, (amounts, (row, column)), [found])
        if len(negative) > 1:
            raise EngineError("negative-people", path=self._title, found=f"{negative.min():g} … {negative.max():g}")
        if len(negative):
            self._fill = float(negative[0])
            job.warn("people-fill", layer=self._title, value=f"{self._fill:g}")
        return float(found[0])


class UnitPeople(People):
    """People from a field of polygons, each unit's spread over its ground by area."""

    def __init__(self, reference: str, field: str, grid: Grid, window: Window, job: Job) -> None:
        """Raises EngineError as `sources.read` does, unknown-field, not-people."""
        self._source, self._people = units_with_people(reference, field, job)
        rings = in_frame(from_geometries(self._source.geometries), self._source.crs, grid.crs, self._source.title)
        self._coverage, self._grid, self.repairs = cover(rings, grid), grid, self._source.repairs
        area = weights(self._coverage).area_m2
        on_grid = self._people * self._coverage.inside
        self._density = np.divide(on_grid, area, out=np.zeros_like(area), where=area > 0)
        self.total = float((self._people * cover(rings, grid.part(window)).inside).sum())

    def on(self, window: Window) -> Floats:
        people = np.zeros(window[2:])
        area = self._grid.cell_areas(window)
        for runs, first, end in zip(self._coverage.parts, self._coverage.places, self._coverage.places[1:]):
            spread(self._density[first:end], window[:2], area, runs, people)
        return people

    def described(self) -> dict[str, Any]:
        return self._source.described()


def units_with_people(reference: str, field: str, job: Job) -> tuple[sources.Source, Floats]:
    """Polygons, and how many people each has, (m,). Raises EngineError as `UnitPeople` does."""
    source = sources.read(reference, (sources.POLYGON,), job)
    frame = source.frame
    check_field(field, [str(name) for name in frame.columns if name != "geometry"], source.title)
    return source, _numbers(frame[field], field, source.title, job)


def open_people(
    grid: Grid, window: Window, raster: str | None, layer: str | None, field: str | None, job: Job
) -> People | None:
    """Where the people in a window of the grid come from; None if nowhere.

    Raises EngineError two-populations, no-population-field, and as the classes do.
    """
    if raster and layer:
        raise EngineError("two-populations")
    if raster:
        return RasterPeople(raster, grid, window, job)
    if not layer:
        return None
    if not field:
        raise EngineError("no-population-field", path=layer)
    return UnitPeople(layer, field, grid, window, job)


def people_on_grid(
    grid: Grid, job: Job, raster: str | None = None, layer: str | None = None, field: str | None = None,
    window: Window | None = None,
) -> Floats:
    """People in each cell of a window (or of all the grid), of a raster of counts or a field of polygons."""
    people = open_people(grid, window or grid.whole, raster, layer, field, job)
    return np.zeros((window or grid.whole)[2:]) if people is None else people.on(window or grid.whole)


def counting_grid(bounds: Floats) -> Grid:
    """Cells in degrees over shapes with these bounds, (n, 4): 30″, larger where there would be too many."""
    west, south = np.nanmin(bounds[:, :2], axis=0)
    east, north = np.nanmax(bounds[:, 2:], axis=0)
    cell = max(CELL, float(np.sqrt((east - west) * (north - south) / MOST_CELLS)))
    west, north = np.floor(west / cell) * cell, np.ceil(north / cell) * cell
    size = int(np.ceil((east - west) / cell)), int(np.ceil((north - south) / cell))
    return Grid(LONLAT, Affine(cell, 0, west, 0, -cell, north), *size)


def counted(read: NDArray[Any]) -> Floats:
    """People as they count: what is not a number or negative (an undeclared fill value) is nobody."""
    return np.where(read > 0, read, 0.0).astype(np.float64)


def _same_coordinates(grid: Grid, crs: CRS) -> bool:
    """Whether places on the grid have the same numbers in another CRS, as those of 4490 and 4326 have."""
    west, south, east, north = grid.bounds
    x, y = np.array([west, east, east, west]), np.array([south, south, north, north])
    there = transformer(grid.crs.to_wkt(), crs.to_wkt()).transform(x, y)
    return bool(np.abs(np.subtract(there, (x, y))).max() < SAME * abs(grid.transform.a))


def _numbers(column: Any, field: str, title: str, job: Job) -> Floats:
    """The field's numbers; what is empty or negative is told and counts as 0. Raises not-people where all of it is."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    wrong = int((~(numbers >= 0)).sum())
    if wrong == len(numbers):
        raise EngineError("not-people", path=title, field=field)
    if wrong:
        job.warn("people-missing", layer=title, field=field, count=wrong)
    return counted(numbers)
