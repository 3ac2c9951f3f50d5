"""Several files of one product as one series: checked to be alike, in the order of their dates, cut to the region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...geodesy import LONLAT, transformer
from ...grid import Grid, Window
from ...kernels import Floats
from ...messages import EngineError
from ...sources import titled
from ..periods import Period
from ..standards import unit_of
from .catalogue import catalogue
from .findings import Findings
from .raster import Raster
from .units import factor, mass_unit, readable, written

EDGE = 1e-6  # of a cell: an edge on the margin's end is not beyond it


@dataclass
class Stack:
    """Slices in the order of their dates: which raster and which of its slices; all on one grid."""

    rasters: list[Raster]
    order: list[tuple[int, int]]
    window: Window
    grid: Grid  # of the window
    factors: list[float]
    unit_asked: bool
    found: Findings
    valid: int = 0
    negative: int = 0

    @property
    def pollutant(self) -> str:
        """What is measured."""
        return self.rasters[0].pollutant

    @property
    def periods(self) -> list[Period]:
        """Of each slice."""
        return [self.rasters[which].periods[index] for which, index in self.order]

    def bands(self) -> Iterator[NDArray[np.float32]]:
        """The slices, (rows, columns), in the standards' unit, NaN where there is nothing; counted on the way.

        Raises air-implausible, air-all-nodata, air-all-negative, air-unreadable.
        """
        with ExitStack() as files:
            current, read = -1, None
            for which, index in self.order:
                if read is None or which != current:
                    files.close()
                    current, read = which, files.enter_context(self.rasters[which].open())
                raster = self.rasters[which]
                values = self._cleaned(read(index, self.window), raster, self.factors[which])
                self._check_size(values, raster)
                if not np.isfinite(values).any():
                    date = f"{raster.periods[index].start:%Y-%m-%d %H:%M}"
                    self.found.add("air-empty-slice", raster.path, 1, date=date)
                self.valid += int(np.isfinite(values).sum())
                yield values.astype(np.float32)
        if not self.valid and self.negative:
            raise EngineError("air-all-negative", path=self.rasters[0].path, count=self.negative)
        if not self.valid:
            raise EngineError("air-all-nodata", path=self.rasters[0].path, count=len(self.order))

    def _cleaned(self, values: Floats, raster: Raster, times: float) -> Floats:
        """Without fills, negatives and what the product masks; each counted and said."""
        fill, product = catalogue()["fill"], raster.product or {}
        with np.errstate(invalid="ignore"):
            filled = (values <= fill["below"]) | (np.abs(values) >= fill["beyond"])
            if filled.any():
                shown = ", ".join(f"{value:g}" for value in np.unique(values[filled])[:3])
                self.found.add("air-fill", raster.path, int(filled.sum()), value=shown)
            values = np.where(filled, np.nan, values) * times
            negative = values < 0
            beyond = values > product.get("most", np.inf)
        if negative.any():
            self.negative += int(negative.sum())
            self.found.add("import-negative", raster.path, int(negative.sum()))
        if beyond.any():
            self.found.add("air-masked", raster.path, int(beyond.sum()), product=product["name"], most=product["most"])
        zeros = int((values == 0).sum())
        if zeros:
            self.found.add("air-zeros", raster.path, zeros)
        return np.where(negative | beyond, np.nan, values)

    def _check_size(self, values: Floats, raster: Raster) -> None:
        """A median that no air has: a thousand times too large or too small, most often a wrong unit."""
        known = values[np.isfinite(values) & (values > 0)]
        if not known.size:
            return
        least, most = catalogue()["pollutants"][raster.pollutant]["plausible"]
        median = float(np.median(known))
        if least <= median <= most:
            return
        unit, shown = unit_of(raster.pollutant), readable(median)
        if not self.unit_asked:
            raise EngineError("air-implausible", path=raster.path, median=shown, unit=unit, least=f"{least:g}",
                              most=f"{most:g}")
        self.found.add("air-implausible-kept", raster.path, median=shown, unit=unit)


def stacked(rasters: Sequence[Raster], unit: str | None, region_only: bool, found: Findings) -> Stack:
    """The rasters as one series.

    Raises air-pollutants-differ, air-averagings-differ, air-grids-differ, air-files-same-date, air-no-unit,
    air-unknown-unit, air-outside-region.
    """
    first = rasters[0]
    for other in rasters[1:]:
        _check_alike(first, other)
    order = sorted(((which, index) for which, raster in enumerate(rasters) for index in range(len(raster.periods))),
                   key=lambda place: rasters[place[0]].periods[place[1]].start)
    for (a, i), (b, j) in zip(order, order[1:]):
        if rasters[a].periods[i].start == rasters[b].periods[j].start:
            raise EngineError("air-files-same-date", first=rasters[a].path, other=rasters[b].path,
                              date=f"{rasters[a].periods[i].start:%Y-%m-%d %H:%M}")
    factors = [_factor(raster, unit, found) for raster in rasters]
    window = _window(first, region_only, found)
    return Stack(list(rasters), order, window, first.grid.part(window), factors, unit is not None, found)


def _check_alike(first: Raster, other: Raster) -> None:
    mine, its = titled(first.path, ""), titled(other.path, "")
    if first.pollutant != other.pollutant:
        raise EngineError("air-pollutants-differ", first=mine, other=its, found=f"{first.pollutant}, {other.pollutant}")
    averagings = {period.averaging for raster in (first, other) for period in raster.periods}
    if len(averagings) > 1:
        raise EngineError("air-averagings-differ", first=mine, other=its, found=", ".join(sorted(averagings)))
    a, b = first.grid, other.grid
    apart = np.abs(np.subtract(a.transform[:6], b.transform[:6])).max()
    if (a.width, a.height) != (b.width, b.height) or a.crs != b.crs or apart > 1e-3 * abs(a.transform.a):
        raise EngineError("air-grids-differ", first=mine, other=its)


def _factor(raster: Raster, asked: str | None, found: Findings) -> float:
    """What values are multiplied by. The parameter goes before the file's words, these before the product's."""
    given = asked or raster.unit
    target = unit_of(raster.pollutant)
    assumed = (raster.product or {}).get("unit")
    if not given and assumed:
        given = assumed
        found.add("air-unit-assumed", raster.path, unit=given, product=(raster.product or {})["name"])
    if not given:
        raise EngineError("air-no-unit", path=raster.path)
    mass = mass_unit(given)
    if mass is None:
        raise EngineError("air-unknown-unit", path=raster.path, found=given)
    times = factor(mass, raster.pollutant)
    if times != 1:
        found.add("air-converted", raster.path, unit=written(mass), target=target, factor=f"{times:g}")
    return times


def _window(raster: Raster, region_only: bool, found: Findings) -> Window:
    """The cells of the region and a margin. Raises air-outside-region."""
    grid = raster.grid
    if not region_only:
        return grid.whole
    west, south, east, north = catalogue()["region"]["bounds"]
    if not (grid.crs.is_geographic and grid.crs.axis_info[0].unit_name == "degree"):
        west, south, east, north = transformer(LONLAT.to_wkt(), grid.crs.to_wkt()).transform_bounds(
            west, south, east, north, densify_pts=21)
    cells = (catalogue()["region"]["margin_cells"] - EDGE) * abs(grid.transform.a)
    window = grid.window((west - cells, south - cells, east + cells, north + cells))
    if window is None:
        shown = " … ".join(f"{value:.6g}" for value in grid.bounds)
        raise EngineError("air-outside-region", path=raster.path, found=shown)
    if window != grid.whole:
        found.add("air-cropped", raster.path, rows=window[2], columns=window[3], of=f"{grid.height} × {grid.width}")
    return window


def described(raster: Raster) -> dict[str, Any]:
    """A file's line in a recipe."""
    return {"path": raster.path, "layer": raster.variable, "crs": raster.grid.crs.to_string(),
            "features": len(raster.periods), "used": len(raster.periods), "repaired": 0,
            "pollutant": raster.pollutant, "unit": raster.unit,
            "product": raster.product["name"] if raster.product else None,
            "cells": [raster.grid.height, raster.grid.width]}
