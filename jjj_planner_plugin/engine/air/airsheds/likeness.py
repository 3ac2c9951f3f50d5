"""How alike two series move: Pearson's r, after what is no series has been left out and the season removed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from .members import Members

VALID_SHARE = 0.8  # of the dates that a member must have a value on
LEAST_DATES = 3
FEW_DATES = 12
FLAT = 1e-9  # of its mean: a series that varies by no more is constant
LEAST_MEMBERS = 3


def usable(members: Members, deseasoned: bool, title: str, job: Job) -> tuple[Members, Floats]:
    """The members with a series, and the series that are compared, (dates, n); constant and gappy ones are told.

    Raises EngineError few-dates, season-undated, few-members.
    """
    if len(members.values) < LEAST_DATES:
        raise EngineError("few-dates", path=title, count=len(members.values), least=LEAST_DATES)
    gappy = np.isfinite(members.values).mean(axis=0) < VALID_SHARE
    if gappy.any():
        job.warn("airsheds-gappy", layer=title, count=int(gappy.sum()), percent=f"{100 * VALID_SHARE:g}")
    members = members.kept(~gappy)
    compared = _deseasoned(members, title) if deseasoned else members.values
    flat = _flat(compared, members.values)
    if flat.any():
        job.warn("airsheds-constant", layer=title, count=int(flat.sum()))
    members, compared = members.kept(~flat), compared[:, ~flat]
    if len(members) < LEAST_MEMBERS:
        raise EngineError("few-members", path=title, count=len(members), least=LEAST_MEMBERS)
    if len(compared) < FEW_DATES:
        job.warn("airsheds-few-dates", count=len(compared))
    return members, compared


def _flat(compared: Floats, values: Floats) -> NDArray[np.bool_]:
    if values.shape[1] == 0:
        return np.zeros(0, bool)
    return np.asarray(np.nanstd(compared, axis=0) <= FLAT * np.abs(np.nanmean(values, axis=0)))


def _deseasoned(members: Members, title: str) -> Floats:
    """Each member's values less its own mean of the same month of the year."""
    months = np.array([start.month if start else 0 for start in members.starts])
    if (months == 0).any():
        raise EngineError("season-undated", path=title)
    found = members.values.copy()
    for month in np.unique(months):
        part = found[months == month]
        there = np.isfinite(part)
        mean = np.where(there, part, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
        found[months == month] = part - mean
    return found


def correlations(series: Floats) -> Floats:
    """Pearson's r of each two columns of (dates, n) over the dates that both have, (n, n); 0 where there is none."""
    there = np.isfinite(series)
    mean = np.where(there, series, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    value, known = np.where(there, series - mean, 0.0), there.astype(np.float64)
    count = np.maximum(known.T @ known, 1)
    total = value.T @ known  # of the first one, over the dates that both have
    square = (value**2).T @ known - total**2 / count
    shared = value.T @ value - total * total.T / count
    with np.errstate(divide="ignore", invalid="ignore"):
        found = shared / np.sqrt(np.maximum(square, 0) * np.maximum(square, 0).T)
    found = np.clip(np.where(np.isfinite(found), found, 0.0), -1, 1)
    np.fill_diagonal(found, 1)
    return np.asarray((found + found.T) / 2)
