"""A survey's result as every reader gives it: parcels of rings, and what the file says about its coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..messages import EngineError
from .findings import Log
from .statement import Statement


@dataclass
class Ring:
    """One ring as written: its number, its points' names, and their coordinates.

    `en` has shape (n, 2): east and north as the file or its format calls them, whatever they turn out to be.
    """

    label: str
    names: list[str]
    en: NDArray[np.float64]


def rings_of(points: Sequence[tuple[str, str, float, float]]) -> list[Ring]:
    """Rings from (ring number, point name, east, north): points that follow one another under one number."""
    rings = []
    for label, run in groupby(points, key=itemgetter(0)):
        _, names, east, north = zip(*run)
        rings.append(Ring(label, list(names), np.column_stack([east, north]).astype(float)))
    return rings


@dataclass
class Parcel:
    """One parcel as written. `separate`: the file names no parcels, so each outer ring is one."""

    parcel_id: str
    name: str = ""
    use: str = ""
    stated_area_ha: float | None = None
    kind: str = "面"  # 面, 线 or 点
    stated_points: int | None = None
    rings: list[Ring] = field(default_factory=list)
    separate: bool = False


@dataclass
class Survey:
    """A file that was read.

    `parts` are the layers of a drawing or the sheets of a workbook, with what they hold, `chosen` the names of those
    that were read; `undecided` is the error that asks for one of them, and then there are no parcels. `labels` are a
    drawing's texts: x, y, text.
    """

    path: str
    kind: str  # txt | dxf | xlsx | csv
    encoding: str = ""
    chosen: list[str] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    undecided: EngineError | None = None
    statement: Statement = field(default_factory=Statement)
    parcels: list[Parcel] = field(default_factory=list)
    labels: list[tuple[float, float, str]] = field(default_factory=list)
    log: Log = field(default_factory=Log)

    @property
    def part(self) -> str:
        """The layers or the sheet that were read, as text."""
        return ", ".join(self.chosen)

    def coordinates(self) -> NDArray[np.float64]:
        """All points, shape (n, 2), as in `Ring.en`."""
        rings = [ring.en for parcel in self.parcels for ring in parcel.rings]
        return np.concatenate(rings) if rings else np.empty((0, 2))

    def point_names(self) -> list[str]:
        """What a sentence calls each row of `coordinates`: parcel and point."""
        return [f"{parcel.parcel_id} {name}".strip() for parcel in self.parcels for ring in parcel.rings
                for name in ring.names]
