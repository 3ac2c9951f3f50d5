"""Means and sums of a grid's values over zones, each cell weighed by the share of it that a zone has and its true area.

Values come window by window; each zone's sums go on from one window to the next in the order of the rows, so that no
result depends on how a raster was cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..grid import Window
from ..kernels import Floats, Indices, in_blocks
from ..protocol import Job
from .coverage import Coverage
from .loops import Values, add_means, add_sums, add_weights

if TYPE_CHECKING:
    from ..air.series import Series

CELLS = 4_000_000  # whose areas are looked at in one go
WORTH = 500_000  # cells that are worth a block of their own: to hand one to a thread takes as long as many cells
MOST_TOLD = 50  # lines of progress, about
FEW = 4.0  # effective cells below which a zone's mean says more of the grid than of the zone


@dataclass(frozen=True, eq=False)
class ZoneMeans:
    """Of n slices and m zones: mean, (n, m), NaN where a zone has no value; valid_share, (n, m), the part of the zone's
    area that has values, where what is off the grid has none; area_m2, (m,), of the zone on the grid; cells, (m,), in
    which the zone has a share; effective_cells, (m,), (Σ w)² / Σ w² over them (Kish 1965), w being the share of a cell
    times its area."""

    mean: Floats
    valid_share: Floats
    area_m2: Floats
    cells: Indices
    effective_cells: Floats


@dataclass(frozen=True, eq=False)
class Weights:
    """Of m zones on the grid, whatever the values: Σ w in m² and Σ w², (m,) each."""

    area_m2: Floats
    squared: Floats

    @property
    def effective_cells(self) -> Floats:
        """(Σ w)² / Σ w²: how many cells of equal weight would do as well; 0 of a zone off the grid."""
        return effective(self.area_m2, self.squared)


def share_of(part: Floats, whole: Floats) -> Floats:
    """part / whole; NaN where there is no whole."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def effective(total: Floats, squared: Floats) -> Floats:
    """(Σ w)² / Σ w²; 0 where there is no weight."""
    return np.divide(total**2, squared, out=np.zeros_like(total), where=squared > 0)


def weights(coverage: Coverage) -> Weights:
    """The zones' weights on the grid."""
    found = np.zeros((len(coverage), 2))
    for window in coverage.grid.stripes(coverage.window, CELLS):
        area = coverage.grid.cell_areas(window)
        over_zones(coverage, add_weights, (window[:3], area), [found])
    return Weights(found[:, 0], found[:, 1])


def over_zones(coverage: Coverage, loop: Callable[..., None], given: tuple[Any, ...], by_zone: Sequence[Any]) -> None:
    """A compiled loop over every part of the coverage: `loop(*given, runs, *by_zone)`, of `by_zone` the part's rows.

    On all cores, where there are enough cells.
    """
    def some(first: int, end: int) -> None:
        for part in range(first, end):
            zones = slice(coverage.places[part], coverage.places[part + 1])
            loop(*given, coverage.parts[part], *(rows[zones] for rows in by_zone))

    blocks = max(1, int(coverage.cells.sum()) // WORTH)
    in_blocks(some, len(coverage.parts), -(-len(coverage.parts) // blocks))


def zone_means(series: Series, coverage: Coverage, job: Job) -> ZoneMeans:
    """The mean of every slice of a series over each zone. `coverage` is of the series' grid."""
    found = np.zeros((len(series.slices), len(coverage), 4))
    for index, window, values, area in windows_read(series, coverage, job):
        over_zones(coverage, add_means, (values, window[:2], area), [found[index]])
    total, weighed, whole, squared = (found[..., k] for k in range(4))
    mean = share_of(weighed, total)
    valid = np.divide(total, whole, out=np.zeros_like(total), where=whole > 0) * coverage.inside
    return ZoneMeans(mean, valid, whole[0], coverage.cells, effective(whole[0], squared[0]))


def windows_read(
    series: Series, coverage: Coverage, job: Job, some: range | None = None
) -> Iterator[tuple[int, Window, Values, Floats]]:
    """Every slice (or some) in every window of the zones' ground: slice, window, values and cells' areas.

    The next one is read meanwhile.
    """
    windows, total = list(series.windows(coverage.window)), len(series.slices)
    some = some or range(total)
    steps = [(index, number) for number in range(len(windows)) for index in some]
    area, held, told = np.empty((0, 1)), -1, max(1, len(steps) // MOST_TOLD)
    with _one_reader(series) as ask:
        coming = ask(steps[0][0], windows[steps[0][1]]) if steps else None
        for done, (index, number) in enumerate(steps):
            if done % told == 0:
                share = (some.start + len(some) * done / len(steps)) / total
                job.progress(0.1 + 0.8 * share, "air-slices", done=index + 1, total=total)
            values = coming.result() if coming else np.empty((0, 0), np.float32)
            if done + 1 < len(steps):
                coming = ask(steps[done + 1][0], windows[steps[done + 1][1]])
            if number != held:
                area, held = series.grid.cell_areas(windows[number]), number
            yield index, windows[number], values, area


@contextmanager
def _one_reader(series: Series) -> Iterator[Callable[[int, Window], Future[Values]]]:
    """A thread in which the files are opened, read and closed: GDAL's environment is a thread's own."""
    reading = series.reading()
    with ThreadPoolExecutor(1) as thread:
        try:
            yield lambda index, window: thread.submit(reading, index, window)
        finally:
            thread.submit(reading.__exit__, None, None, None).result()


def zone_sums(values: NDArray[np.floating], coverage: Coverage) -> Floats:
    """Σ value × share over each zone's cells, (m,), of amounts per cell (people) on the whole grid; NaN counts as 0."""
    amounts = np.ascontiguousarray(values, np.float64)
    found = np.zeros(len(coverage))
    over_zones(coverage, add_sums, (amounts, (0, 0)), [found])
    return found
