"""What the planner says of files that do not say it themselves, and the choice among several variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...messages import EngineError
from ..periods import Period
from .catalogue import pollutant_in
from .findings import Findings


@dataclass(frozen=True)
class Asked:
    """The task's parameters about grids; None: as the file says."""

    pollutant: str | None = None
    unit: str | None = None
    variable: str | None = None
    period: Period | None = None
    averaging: str | None = None
    cells: str | None = None  # file with the cells of a table


def choose(fields: Mapping[str, Sequence[str]], path: str, asked: Asked, found: Findings) -> str:
    """The variable that is meant; `fields` are the words (name, then attributes) of each.

    Raises air-unknown-variable, air-no-variable, air-several-variables. Those not read are said.
    """
    if asked.variable is not None:
        if asked.variable not in fields:
            raise EngineError("air-unknown-variable", path=path, variable=asked.variable, variables=", ".join(fields))
        return asked.variable
    known = {name: pollutant_in(*words) for name, words in fields.items()}
    likely = [name for name, pollutant in known.items() if pollutant and asked.pollutant in (None, pollutant)]
    likely = likely or [name for name, pollutant in known.items() if pollutant is None]
    if not likely:
        raise EngineError("air-no-variable", path=path, found=", ".join(fields))
    if len(likely) > 1:
        raise EngineError("air-several-variables", path=path, variables=", ".join(likely))
    others = [name for name in fields if name != likely[0]]
    if others:
        found.add("air-not-read", path, variable=likely[0], others=", ".join(others))
    return likely[0]


def check_pollutant(asked: Asked, path: str, *words: str) -> str:
    """The pollutant asked for, else the one that the words name. Raises air-no-pollutant."""
    pollutant = asked.pollutant or pollutant_in(*words)
    if pollutant is None:
        raise EngineError("air-no-pollutant", path=path, found=words[0] or "–")
    return pollutant
