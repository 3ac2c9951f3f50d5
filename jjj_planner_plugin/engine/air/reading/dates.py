"""The period that a slice stands for: from the time axis, the file's name, or what the planner says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from ...messages import EngineError
from ..periods import Period, period
from .catalogue import catalogue

LOCAL = timedelta(hours=8)  # UTC+8, all over the region
LONGEST = {"hour": 20, "day": 27, "month": 24 * 32, "year": 24 * 367}  # hours between two slices


def named_period(stem: str) -> Period | None:
    """The period in a file's name: 202001-202012, 20200131, 2020-01, 2020 …; None without one, or with several."""
    for pattern in catalogue()["file_dates"]:
        periods_found = set()
        for found in re.finditer(pattern, stem.lower()):
            given = {name: int(value) for name, value in found.groupdict().items() if value}
            try:
                periods_found.add(_of_numbers(given))
            except ValueError:  # the 31st of February: a number, not a date
                continue
        if periods_found:
            return periods_found.pop() if len(periods_found) == 1 else None
    return None


def _of_numbers(given: dict[str, int]) -> Period | None:
    start = datetime(given["y"], given.get("m", 1), given.get("d", 1), given.get("h", 0))
    if "y2" not in given:
        return period(start, "hour" if "h" in given else "day" if "d" in given else "month" if "m" in given else "year")
    last = period(datetime(given["y2"], given["m2"], 1), "month")
    months = (given["y2"] - given["y"]) * 12 + given["m2"] - given["m"] + 1
    return Period(start, last.end, "month" if months == 1 else "year") if months > 0 else None


def consecutive(first: Period, averaging: str, count: int) -> list[Period]:
    """`count` periods one after another."""
    found = [period(first.start, averaging)]
    while len(found) < count:
        found.append(period(found[-1].end, averaging))
    return found


def periods(
    stamps: Sequence[datetime | None], path: str, stem: str, asked: Period | None, averaging: str | None,
) -> list[Period]:
    """The period of each slice of a file.

    `asked` (the parameter `date`, of the first slice) goes before the time axis (`stamps`, UTC), that before the
    file's name; `averaging` before what they tell. Raises air-no-date, air-no-averaging.
    """
    count = len(stamps)
    if asked is not None:
        return consecutive(asked, averaging or asked.averaging, count)
    named = named_period(stem)
    known = [stamp for stamp in stamps if stamp is not None]
    if len(known) == count and (count > 1 or named is None or not named.start <= known[0] + LOCAL <= named.end):
        return _of_stamps(known, path, averaging)
    if named is None:
        raise EngineError("air-no-date", path=path, count=count)
    if count == 1:
        return [named if averaging is None else period(named.start, averaging)]
    smaller = _shared_out(named, count)
    if smaller is None:
        raise EngineError("air-no-date", path=path, count=count)
    return consecutive(named, smaller, count)


def _shared_out(named: Period, count: int) -> str | None:
    """Into what a period falls that has so many slices: a year of 12 into months, a month of 31 into days …"""
    days = (named.end - named.start).days
    shares = {"month": 12 if named.averaging == "year" else 0, "day": days, "hour": days * 24}
    return next((name for name, wanted in shares.items() if wanted == count), None)


def _of_stamps(stamps: Sequence[datetime], path: str, averaging: str | None) -> list[Period]:
    """Periods by the axis's times and the steps between them; times of day are put into local time."""
    steps = [(later - earlier).total_seconds() / 3600 for earlier, later in zip(sorted(stamps), sorted(stamps)[1:])]
    step = min((hours for hours in steps if hours > 0), default=None)
    if averaging is None and step is not None:
        averaging = next((name for name, longest in LONGEST.items() if step <= longest), None)
    if averaging is None and step is None and any(stamp.hour or stamp.minute for stamp in stamps):
        averaging = "hour"
    if averaging is None:
        raise EngineError("air-no-averaging", path=path)
    if averaging != "hour":
        return [period(stamp, averaging) for stamp in stamps]
    length = timedelta(hours=max(step, 1) if step is not None and step <= LONGEST["hour"] else 1)
    return [Period(stamp + LOCAL, stamp + LOCAL + length, "hour") for stamp in stamps]
