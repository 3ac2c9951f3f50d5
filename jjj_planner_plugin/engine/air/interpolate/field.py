"""One date after another: the field between the stations, what was cut off it, and how wrong it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats
from ...protocol import Job
from .errors import left_out_errors
from .ground import Ground, nearest_m
from .methods import Method, NoEstimateError, Places
from .stations import LEAST, Stations

BLANK, HELD = "blank", "held"  # beyond the stations' range of elevation: no value; the drift of the range's end
NO_FIGURES = dict.fromkeys(("mean", "rmse", "rmse_mean", "rmse_nearest", "sd", "gain"), np.nan)


@dataclass(eq=False)
class Fields:
    """The bands of an interpolation, made as they are asked for; `rows` grows by one with each.

    A row: start, end, stations, mean, rmse, rmse_mean, rmse_nearest, sd, gain (see errors.py), cells, clamped_cells
    (estimates below 0, set to 0), held_cells (outside the stations' range of elevation).
    """

    ground: Ground
    stations: Stations
    known: Places
    method: Method
    max_distance_m: float
    beyond_elevation: str
    """HELD or BLANK."""
    job: Job
    rows: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """What kriging said of the dates it could not do."""

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        count = len(self.stations.periods)
        for number, (period, values) in enumerate(zip(self.stations.periods, self.stations.values)):
            self.job.progress(0.1 + 0.8 * number / count, "interpolating", done=number + 1, total=count)
            yield self.ground.band(self._estimated(period, values))

    def _estimated(self, period: tuple[datetime, datetime], values: Floats) -> Floats:
        """The date's value at each cell of the ground; its row is kept."""
        there = np.isfinite(values)
        found = np.full(len(self.ground.cells), np.nan)
        row: dict[str, Any] = {"start": period[0], "end": period[1], "stations": int(there.sum()), **NO_FIGURES,
                               "cells": 0, "clamped_cells": 0, "held_cells": 0}
        self.rows.append(row)
        if row["stations"] < LEAST:
            return found
        known, values, near = self.known.taken(there), values[there], self._near(there)
        row.update(left_out_errors(self.method, known, values))
        try:
            made = self._made(known, values, self.ground.cells.taken(near), row)
        except NoEstimateError as error:
            self.failures.append(f"{period[0]:%Y-%m-%d %H:%M}: {error}")
            return found
        row.update(cells=int(np.isfinite(made).sum()), clamped_cells=int((made < 0).sum()))
        found[near] = np.maximum(made, 0)
        return found

    def _made(self, known: Places, values: Floats, cells: Places, row: dict[str, Any]) -> Floats:
        """Estimates, below 0 too. The drift stays inside the stations' range of elevation."""
        held = cells
        if self.method.drift:
            held = Places(cells.xy, np.clip(cells.elevation, known.elevation.min(), known.elevation.max()))
        outside = self.method.drift & (held.elevation != cells.elevation)
        row["held_cells"] = int(outside.sum())
        alike = np.ptp(values) == 0  # no variogram then, and nothing to tell between the stations
        made = np.full(len(cells), values[0]) if alike else self.method.estimate(known, values, held)
        return np.where(outside & (self.beyond_elevation == BLANK), np.nan, made)

    def _near(self, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Cells near enough to a station that has a value on this date."""
        if there.all():
            return np.ones(len(self.ground.lonlat), bool)
        return nearest_m(self.ground.lonlat, self.stations.lonlat[there]) <= self.max_distance_m
