"""The stations that an interpolation knows: one at each place, with its values by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ..observations import Observations

LEAST = 3  # stations without which nothing is interpolated
SAME_PLACE = 6  # decimals of a degree (0.1 m) to which two stations are at one place


@dataclass(frozen=True, eq=False)
class Stations:
    """Places with values: `lonlat` (n, 2) in degrees, `names` (n,), `values` (dates, n), NaN where there is none."""

    lonlat: Floats
    names: tuple[str, ...]
    values: Floats
    periods: tuple[tuple[datetime, datetime], ...]

    def __len__(self) -> int:
        return len(self.lonlat)

    def kept(self, some: NDArray[np.bool_]) -> Stations:
        """Those of a mask."""
        names = tuple(name for name, stays in zip(self.names, some) if stays)
        return Stations(self.lonlat[some], names, self.values[:, some], self.periods)


def chosen_pollutant(observed: Observations, wanted: str | None) -> str:
    """The one that is wanted, or the only one. Raises EngineError unknown-pollutant, several-pollutants."""
    known = ", ".join(observed.pollutants)
    if wanted is not None and wanted not in observed.pollutants:
        raise EngineError("unknown-pollutant", path=observed.title, wanted=wanted, known=known)
    if wanted is None and len(observed.pollutants) > 1:
        raise EngineError("several-pollutants", path=observed.title, known=known)
    return wanted or observed.pollutants[0]


def stations_of(observed: Observations, pollutant: str, first: str | None, last: str | None, job: Job) -> Stations:
    """Stations with a place and a value, those at one place averaged; dates from `first` to `last` (2014-01-31).

    Raises EngineError bad-date, no-dates, few-stations.
    """
    rows = _in_period(observed, first, last)[["place", "name", "start", "end", "lon", "lat", pollutant]]
    nowhere = rows["lon"].isna() | rows["lat"].isna()
    if nowhere.any():
        job.warn("stations-nowhere", layer=observed.title, count=int(rows.loc[nowhere, "place"].nunique()))
    silent = set(rows["place"]) - set(rows.loc[rows[pollutant].notna(), "place"])
    if silent:
        job.warn("stations-silent", layer=observed.title, count=len(silent))
    rows = rows[~nowhere & ~rows["place"].isin(silent)]
    found = _by_place(rows.rename(columns={pollutant: "value"}), observed.title, job)
    check_enough(found, observed.title)
    return found


def check_enough(stations: Stations, title: str) -> None:
    """Raises EngineError few-stations."""
    if len(stations) < LEAST:
        raise EngineError("few-stations", path=title, count=len(stations), least=LEAST)


def _in_period(observed: Observations, first: str | None, last: str | None) -> pd.DataFrame:
    frame = observed.frame
    if first is not None:
        frame = frame[frame["start"] >= _moment(first)]
    if last is not None:
        frame = frame[frame["start"] <= _moment(last)]
    if frame.empty:
        raise EngineError("no-dates", path=observed.title, first=first or "…", last=last or "…",
                          found=f"{observed.frame['start'].min():%Y-%m-%d} – {observed.frame['start'].max():%Y-%m-%d}")
    return frame


def _moment(text: str) -> pd.Timestamp:
    """A local time. Raises bad-date."""
    try:
        return pd.Timestamp(datetime.fromisoformat(_whole(text))).tz_localize(None)
    except ValueError as error:
        raise EngineError("bad-date", found=text) from error


def _whole(text: str) -> str:
    """2014 and 2014-01 with the month and day that they begin with."""
    return text + "-01-01"[3 * text.count("-"):] if len(text) in (4, 7) else text


def _by_place(rows: pd.DataFrame, title: str, job: Job) -> Stations:
    """A station for each place on the ground, in the order of their codes."""
    rows = rows.sort_values(["place", "start"], kind="stable")
    spot: list[Any] = [rows["lon"].round(SAME_PLACE), rows["lat"].round(SAME_PLACE)]
    rows["spot"] = rows.groupby(spot, sort=False).ngroup()
    together = rows.groupby("spot", sort=False)["place"].nunique()
    if (together > 1).any():
        job.warn("stations-at-one-place", layer=title, count=int(together[together > 1].sum()),
                 places=int((together > 1).sum()))
    first = rows.drop_duplicates("spot")
    values = rows.pivot_table(index=["start", "end"], columns="spot", values="value", aggfunc="mean", dropna=False)
    values = values[values.notna().any(axis=1)].reindex(columns=first["spot"])
    periods = tuple((start.to_pydatetime(), end.to_pydatetime()) for start, end in values.index)
    return Stations(first[["lon", "lat"]].to_numpy(float), tuple(first["name"].astype(str)), values.to_numpy(float),
                    periods)
