"""The rules of the check: each has an entry in resources/catalog/plan_checks.json and a function under its id here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .... import paths
from ...doctor.findings import pair
from ...messages import Pair
from .reading import Table
from .structure import Structure

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """What a rule found. `facts` fill its sentence.

    The feature is `row` of `table`; where there is no one feature, `about` names the table. `place` is a point to go to
    (on the feature where it is None) and `area` the exact polygons, both in degrees. `value` has the unit `unit`,
    a count none. `fix` is there only where there is one safe answer.
    """

    rule: str
    facts: dict[str, Any]
    table: Table | None = None
    row: int | None = None
    value: float | None = None
    unit: str | None = None
    place: Any = None
    area: Any = None
    fix: dict[str, Any] | None = None
    about: str | None = None

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return str(rules()[self.rule]["severity"])

    @property
    def sentence(self) -> Pair:
        """What was found and what was expected."""
        return pair(rules()[self.rule]["sentence"], **self.facts)


Check = Callable[[Structure], Iterable[Finding]]
CHECKS: dict[str, Check] = {}
"""The function of each rule, by its id; filled when the modules of the rules are imported."""


def check(rule: str) -> Callable[[Check], Check]:
    """Registers the function of the rule."""

    def register(function: Check) -> Check:
        CHECKS[rule] = function
        return function

    return register


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """plan_checks.json."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/plan_checks.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def rules() -> dict[str, dict[str, Any]]:
    """The rules by id, in the catalogue's order."""
    return {rule["id"]: rule for rule in catalogue()["rules"]}


def limit(rule: str, name: str) -> float:
    """A rule's threshold, in the unit that its name ends with."""
    return float(rules()[rule]["thresholds"][name]["value"])


def number(value: float, digits: int = 0) -> str:
    """A number for a sentence: `31 766.4`."""
    return f"{value:,.{digits}f}".replace(",", " ")


def km2(value: float) -> str:
    """An area in km² for a sentence: two digits below 10, one below 100, none above."""
    return number(value, 2 if value < 10 else 1 if value < 100 else 0)
