"""The hour, day, month or year that a value is the mean of, and as people write it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from ..messages import EngineError

FORMATS = {"%Y-%m-%d %H:%M": "hour", "%Y-%m-%d %H": "hour", "%Y-%m-%d": "day", "%Y-%m": "month"}
DIGITS = {4: ("%Y", "year"), 6: ("%Y%m", "month"), 8: ("%Y%m%d", "day"), 10: ("%Y%m%d%H", "hour")}
FREQUENCIES = {"hour": "h", "day": "D", "month": "M", "year": "Y"}  # pandas's names


class Period(NamedTuple):
    """From `start` up to `end`, which is not in it (local time), and the time over which the mean is taken."""

    start: datetime
    end: datetime
    averaging: str


def period(start: datetime, averaging: str) -> Period:
    """The hour, day, month or year that `start` lies in."""
    span = pd.Timestamp(start).to_period(FREQUENCIES[averaging])
    return Period(span.start_time.to_pydatetime(), (span + 1).start_time.to_pydatetime(), averaging)


def written_period(text: str) -> Period | None:
    """The period of `2014`, `2014-01`, `2014-01-31` or `2014-01-31 05:00`; None for another text."""
    plain = re.sub(r"[./]", "-", text.strip().replace("T", " "))
    plain = re.sub(r"(\d\d:\d\d):\d\d$", r"\1", plain)
    forms = [DIGITS[len(plain)]] if plain.isdigit() and len(plain) in DIGITS else list(FORMATS.items())
    for form, averaging in forms:
        try:
            return period(datetime.strptime(plain, form), averaging)
        except ValueError:
            continue
    return None


def asked_period(text: str | None) -> Period | None:
    """The parameter `date`. Raises air-bad-date."""
    if text is None:
        return None
    found = written_period(text)
    if found is None:
        raise EngineError("air-bad-date", found=text)
    return found
