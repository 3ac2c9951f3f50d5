"""Which limit, or limits, each date of a series is judged by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...messages import EngineError
from ...protocol import Job
from .. import standards
from ..series import Series, Slice
from .patches import Mask


@dataclass(frozen=True)
class Judgement:
    """A limit in the series' unit. `item`: values are rounded as it is before they are compared; none: as they are."""

    standard: str
    grade: str
    limit: float
    item: str | None

    def above(self, values: NDArray[Any]) -> Mask:
        """Which values are above the limit; NaN is not. Only those near it need be rounded."""
        if self.item is None:
            return np.asarray(values > self.limit)
        step = 10.0 ** -standards.catalogue()["items"][self.item]["decimals"]
        found = np.asarray(values > self.limit + step)
        near = (values > self.limit - step) & ~found
        found[near] = standards.rounded(values[near], self.item, self.limit) > self.limit
        return found


def judgements(
    series: Series, standard: str, grade: str | None, limit: float | None, job: Job
) -> list[tuple[Judgement, ...]]:
    """By slice of the series. A period under two standards has two.

    Raises EngineError footprints-bad-limit, footprints-no-item, footprints-no-limit.
    """
    if limit is not None:
        if not (math.isfinite(limit) and limit > 0):
            raise EngineError("footprints-bad-limit", found=f"{limit:g}")
        return [(Judgement("", "", limit, None),)] * len(series.slices)
    item = standards.item_of(series.pollutant, series.averaging)
    if item is None:
        raise EngineError("footprints-no-item", layer=series.title, pollutant=series.pollutant or "–",
                          averaging=series.averaging or "–")
    if standards.compared_only(series.averaging):
        job.warn("footprints-compared-only", layer=series.title)
    found = [_of_slice(one, item, standard, grade) for one in series.slices]
    _tell_straddling(series, found, job)
    return found


def _of_slice(one: Slice, item: str, standard: str, grade: str | None) -> tuple[Judgement, ...]:
    limits = []
    for named in standards.chosen(standard, *one.days):
        limits += standards.limits(item, [named], [grade or standards.usual_grade(named)])
    if not limits:
        there = [limit.grade for limit in standards.limits(item, standards.chosen(standard, *one.days))]
        raise EngineError("footprints-no-limit", standard=standard, item=item, grade=grade or "–",
                          grades=", ".join(dict.fromkeys(there)) or "–")
    return tuple(Judgement(limit.standard, limit.grade, limit.value, item) for limit in limits)


def _tell_straddling(series: Series, found: Sequence[tuple[Judgement, ...]], job: Job) -> None:
    """What is judged by several standards, or by another one than the date before."""
    if not series.dated and any(len(several) > 1 for several in found):
        job.warn("footprints-undated", layer=series.title)
        return
    for one, several in zip(series.slices, found):
        standards.tell_straddle([judged.standard for judged in several], one.label or series.title, job)
    for earlier, later, one in zip(found, found[1:], series.slices[1:]):
        if earlier[-1].limit != later[-1].limit:
            job.warn("footprints-limit-changes", date=one.label, before=f"{earlier[-1].limit:g}",
                     limit=f"{later[-1].limit:g}", unit=series.unit)
