"""The tasks of the air tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task
from .standards import AVERAGINGS, BY_DATE, CHOICES, POLLUTANTS

# What is said of rasters whose own tags do not say it.
UNTOLD = (
    Parameter("pollutant", "text", f"of rasters without tags: {', '.join(POLLUTANTS)}", None),
    Parameter("averaging", "text", f"of rasters without tags: {', '.join(AVERAGINGS)}", None),
)
STANDARD = Parameter("standard", "choice", "what values are judged by; by-date: the national one of each date", BY_DATE,
                     choices=CHOICES)

AIR_TASKS: dict[str, Task] = {
}
