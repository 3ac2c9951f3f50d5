"""A period written as a person writes it: 2024, 2024-01, 2024-01-31, 2024-01-31 05:00."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..messages import EngineError

FORMATS = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d", 16: "%Y-%m-%d %H:%M"}  # by their length
AVERAGING_OF = {4: "year", 7: "month", 10: "day", 16: "hour"}


def period_of(text: str) -> tuple[datetime, datetime]:
    """The period's start and its end, which is excluded. Raises EngineError air-bad-date."""
    plain = text.strip().replace("T", " ")
    try:
        start = datetime.strptime(plain, FORMATS[len(plain)])
    except (KeyError, ValueError) as error:
        raise EngineError("air-bad-date", found=text) from error
    averaging = AVERAGING_OF[len(plain)]
    if averaging == "year":
        return start, start.replace(year=start.year + 1)
    if averaging == "month":
        return start, start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start, start + (timedelta(days=1) if averaging == "day" else timedelta(hours=1))
