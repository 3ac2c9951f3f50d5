"""Times that tables have twice: the first counts, and one line a file says so for all its pollutants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from .catalogue import item_names
from .findings import Findings


@dataclass
class Doubles:
    """What a file has twice: the pollutants, the times (of each place, where a row is of one), values that differ."""

    items: dict[str, None] = field(default_factory=dict)
    times: set[str] = field(default_factory=set)
    differ: int = 0

    def add(self, items: Sequence[str], times: Sequence[str], differ: int) -> None:
        """More of them."""
        self.items |= dict.fromkeys(items)
        self.times |= set(times)
        self.differ += differ

    def tell(self, path: str, found: Findings) -> None:
        """One line, if there are any."""
        if self.times:
            found.add("air-double-hours", path, len(self.times), items=item_names(self.items), differ=self.differ,
                      example=min(self.times))


def of_rows(times: pd.Series[pd.Timestamp], places: pd.Series[str], values: dict[str, pd.Series[float]]) -> Doubles:
    """Of a table with a row for each place and time; item → its column."""
    keys = pd.DataFrame({"place": places, "time": times})
    doubles, twice = Doubles(), keys.duplicated()
    if twice.any():
        every = keys.duplicated(keep=False)
        alike = pd.DataFrame(values)[every].groupby([keys["place"][every], keys["time"][every]])
        named = keys[twice]["place"] + " " + keys[twice]["time"].dt.strftime("%Y-%m-%d %H:%M")
        doubles.add(list(values), list(named), int((alike.max() > alike.min()).to_numpy().sum()))
    return doubles
