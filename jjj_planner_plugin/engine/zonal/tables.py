"""Rows of the zonal tables: what each zone is like on each date, against each limit, and over the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..air import standards
from ..air.series import Series, Slice
from ..air.standards import Limit
from ..kernels import Floats
from .coverage import Coverage
from .means import FEW, share_of, weights
from .statistics import Sums
from .zones import Zones

DECIMALS = {"area_m2": 3, "mean": 6, "people_mean": 6, "min": 6, "max": 6, "no_data_share": 9, "people": 3,
            "people_cover": 9, "people_no_data": 3, "effective_cells": 3, "share_area_above": 9,
            "share_people_above": 9, "people_above": 3, "mean_judged": 6}
AVERAGED = ("mean", "people_mean", "no_data_share", "effective_cells", "people_no_data", "share_area_above",
            "share_people_above", "people_above")


Columns = dict[str, Any]
"""Of a slice: name → an array by zone, or one value for all zones."""


@dataclass(frozen=True)
class Judged:
    """The limits that apply to a slice, and which of them the main table has columns for."""

    limits: tuple[Limit, ...]
    column: int | None


def judged(one: Slice, series: Series, standard: str) -> Judged:
    """The limits of the standards in force in the slice's period, or of the one that was chosen.

    The columns have that of the usual grade of the standard in force at the period's end; where several may hold
    because there is no date, none.
    """
    item = standards.item_of(series.pollutant, series.averaging)
    if item is None:
        return Judged((), None)
    chosen = standards.chosen(standard, *one.days)
    limits = tuple(standards.limits(item, chosen))
    main = [k for k, limit in enumerate(limits) if limit.grade == standards.usual_grade(limit.standard)]
    return Judged(limits, main[-1] if main and (one.start is not None or len(chosen) == 1) else None)


def percentile_name(percent: float) -> str:
    """The column of a percentile: p5, p97_5."""
    return f"p{percent:g}".replace(".", "_")


@dataclass(frozen=True, eq=False)
class Tables:
    """What all rows have in common, and the rows of one slice. `warning` stands in every row.

    people_cover: share of each zone's area that the people's source reaches, (m,); None where it reaches all of it.
    """

    zones: Zones
    coverage: Coverage
    series: Series
    percents: Sequence[float]
    peopled: bool
    people_cover: Floats | None
    warning: str

    @cached_property
    def weight(self) -> Floats:
        """The zones' m² on the grid."""
        return weights(self.coverage).area_m2

    @cached_property
    def cells(self) -> Any:
        """In how many cells each zone has a share."""
        return self.coverage.cells

    def rows(self, one: Slice, sums: Sums, against: Judged, percentiles: Floats) -> Columns:
        """A row for each zone."""
        valid = np.divide(sums.found[:, 0], self.weight, out=np.zeros(len(self.zones)), where=self.weight > 0)
        effective = sums.effective_cells
        return _rounded({
            **self.labels(one), "mean": sums.mean,
            **({"people_mean": sums.people_mean} if self.peopled else {}),
            "min": sums.least, "max": sums.greatest,
            **{percentile_name(percent): percentiles[:, k] for k, percent in enumerate(self.percents)},
            "no_data_share": np.clip(1 - valid * self.coverage.inside, 0, 1), "cells": self.cells,
            "effective_cells": effective, "few_cells": effective < FEW,
            **({"people": sums.people, "people_no_data": sums.found[:, 5]} if self.peopled else {}),
            **({} if self.people_cover is None else {"people_cover": self.people_cover}),
            **self._columns(sums, against), "warning": self.warning})

    def above(self, one: Slice, sums: Sums, against: Judged) -> list[Columns]:
        """For each limit a row for each zone."""
        found = []
        for k, limit in enumerate(against.limits):
            mean = standards.rounded(sums.mean, limit.item, limit.value)
            found.append(_rounded({
                **self.labels(one), "standard": limit.standard, "item": limit.item, "grade": limit.grade,
                "limit_value": limit.value, "mean": sums.mean, "mean_judged": mean, "is_above": mean > limit.value,
                **self._shares(sums, k), "source": limit.source, "confidence": limit.confidence,
                "warning": self.warning}))
        return found

    def table(self, parts: Sequence[Columns]) -> pd.DataFrame:
        """The rows of all parts under one another."""
        names = parts[0] if parts else ()
        return pd.DataFrame({name: _stacked([part[name] for part in parts], len(self.zones)) for name in names})

    def labels(self, one: Slice) -> Columns:
        """The columns that say which zone and period a row is of."""
        return {"zone": self._keys, "zone_name": self._names, "date": one.label,
                "start": np.datetime64(one.start, "ms"), "end": np.datetime64(one.end, "ms"),
                "pollutant": self.series.pollutant or "", "value_unit": self.series.unit}

    @cached_property
    def _keys(self) -> Any:
        return self.zones.key.to_numpy(object)

    @cached_property
    def _names(self) -> Any:
        return self.zones.name.to_numpy(object)

    def _shares(self, sums: Sums, limit: int) -> dict[str, Floats]:
        if not self.peopled:
            return {"share_area_above": sums.area_above(limit)}
        return {"share_area_above": sums.area_above(limit), "people_above": sums.above[:, limit, 1],
                "share_people_above": sums.people_above(limit)}

    def _columns(self, sums: Sums, against: Judged) -> Columns:
        """The columns of the one limit that the main table tells of; empty without one."""
        if against.column is None:
            nothing = np.full(len(self.zones), np.nan)
            empty = ["limit_value", *self._shares(Sums.of(len(self.zones), 1), 0)]
            return {"standard": "", "grade": "", "item": "", **dict.fromkeys(empty, nothing)}
        limit = against.limits[against.column]
        return {"standard": limit.standard, "grade": limit.grade, "item": limit.item, "limit_value": limit.value,
                **self._shares(sums, against.column)}


def _rounded(columns: Columns) -> Columns:
    return {name: np.round(column, DECIMALS[name]) if name in DECIMALS else column
            for name, column in columns.items()}


def _stacked(columns: Sequence[Any], count: int) -> Any:
    """The columns of some parts as one: each an array by zone, or one value for all of `count` zones."""
    if any(np.ndim(column) for column in columns):
        return np.concatenate([np.broadcast_to(column, count) for column in columns])
    return np.repeat(np.array(columns, object if isinstance(columns[0], str) else None), count)


class Period:
    """The rows of many slices as one for each zone: means over the dates that have a value, weighed by their days.

    highest: of all zones' means, NaN so far; lowest: of all cells; people: in all zones, where they are told.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables, self._first, self._last = tables, tables.series.slices[0], tables.series.slices[-1]
        self._sums: dict[str, tuple[Floats, Floats]] = {}
        self._reach = np.tile([np.inf, -np.inf], (len(tables.zones), 1))
        self._dates = np.zeros(len(tables.zones), np.int64)
        self._standards: dict[str, None] = {}
        self.highest = self.lowest = np.nan
        self.people = 0.0

    def add(self, one: Slice, rows: Columns) -> None:
        """One more slice."""
        days = (one.end - one.start).total_seconds() / 86_400 if one.start and one.end else 1.0
        for name in (name for name in AVERAGED if name in rows):
            value = rows[name]
            weighed, total = self._sums.setdefault(name, (np.zeros(len(value)), np.zeros(len(value))))
            weighed += np.where(np.isnan(value), 0.0, value * days)
            total += np.where(np.isnan(value), 0.0, days)
        self._reach[:, 0] = np.fmin(self._reach[:, 0], rows["min"])
        self._reach[:, 1] = np.fmax(self._reach[:, 1], rows["max"])
        self._dates += ~np.isnan(rows["mean"])
        self._standards[rows["standard"]] = None
        self.highest = float(np.fmax(self.highest, np.fmax.reduce(rows["mean"])))
        self.lowest = float(np.fmin(self.lowest, np.fmin.reduce(rows["min"])))
        self.people = float(rows["people"].sum()) if "people" in rows else 0.0

    def rows(self, last: pd.DataFrame) -> pd.DataFrame:
        """A row for each zone; `last` are those of the last slice, for what does not change."""
        whole = Slice(self._first.path, 0, self._first.start, self._last.end)
        found = last.drop(columns=[percentile_name(percent) for percent in self._tables.percents])
        found = found.assign(**self._tables.labels(whole))
        found["date"] = "–".join(filter(None, dict.fromkeys((self._first.label, self._last.label))))
        for name, (weighed, total) in self._sums.items():
            found[name] = share_of(weighed, total)
        reach = np.where(np.isfinite(self._reach), self._reach, np.nan)
        found["min"], found["max"] = reach[:, 0], reach[:, 1]
        found["few_cells"] = ~(found["effective_cells"] >= FEW)
        found.insert(5, "dates", self._dates)
        if len(self._standards) > 1:  # each date was judged by its own
            found["standard"], found["limit_value"] = ", ".join(filter(None, self._standards)), np.nan
        return found.round(DECIMALS)
