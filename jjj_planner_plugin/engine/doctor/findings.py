"""What the checks say: one row for every check, so that silence is never mistaken for health.

The sentences, severities and limits are in resources/catalog/layer_doctor.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ... import paths
from ..messages import Pair

OK, FOUND, UNCHECKED = "ok", "found", "not checkable"


@dataclass(frozen=True)
class Finding:
    """What one check found: `case` is a key of the check's cases in the catalogue, "" when all is well.

    `features` are positions in the layer; None when the layer as a whole is meant. `count` is given where something
    else than features is counted.
    """

    check: str
    case: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    features: NDArray[np.intp] | None = None
    area_effect_m2: float | None = None
    count: int | None = None

    @property
    def status(self) -> str:
        """ok, found or not checkable."""
        if not self.case:
            return OK
        return FOUND if self._told["severity"] else UNCHECKED

    @property
    def fix(self) -> str:
        """The id of the fix, a value of the task's `fixes` or `convert`; "" without one."""
        return str(self._told["fix"]) if self.case else ""

    @property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = checks()[self.check]["cases"][self.case]
        return told


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """layer_doctor.json."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/layer_doctor.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def checks() -> dict[str, dict[str, Any]]:
    """The checks by key, in the order of the table."""
    return {check["key"]: check for check in catalogue()["checks"]}


def limits() -> dict[str, Any]:
    """The limits of the catalogue."""
    found: dict[str, Any] = catalogue()["limits"]
    return found


def pair(words: dict[str, str], **facts: Any) -> Pair:
    """A bilingual text of the catalogue with its facts filled in; a fact may be a Pair itself."""
    filled = {
        language: words[language].format(**{name: spoken(fact, language) for name, fact in facts.items()})
        for language in ("zh", "en")
    }
    return Pair(**filled)


def listing(items: Iterable[str]) -> Pair:
    """`A、B` and `A, B`."""
    several = list(items)
    return Pair("、".join(several), ", ".join(several))


def spoken(fact: Any, language: str) -> Any:
    """A fact as text of one language."""
    return getattr(fact, language) if isinstance(fact, Pair) else fact


def table(findings: Iterable[Finding], fids: NDArray[np.int64], language: str) -> pd.DataFrame:
    """A row for each finding, in the catalogue's order; several of one check are numbered D16-1, D16-2."""
    order = {key: place for place, key in enumerate(checks())}
    ordered = sorted(findings, key=lambda finding: order[finding.check])
    several = pd.Series([finding.check for finding in ordered]).value_counts()
    seen: dict[str, int] = {}
    rows = []
    for finding in ordered:
        seen[finding.check] = seen.get(finding.check, 0) + 1
        suffix = f"-{seen[finding.check]}" if several[finding.check] > 1 else ""
        rows.append(_row(finding, checks()[finding.check]["id"] + suffix, fids, language))
    found = pd.DataFrame(rows)
    found["count"] = found["count"].astype("Int64")
    found["area_effect_m2"] = found["area_effect_m2"].astype("float64")
    return found


def _row(finding: Finding, number: str, fids: NDArray[np.int64], language: str) -> dict[str, Any]:
    check = checks()[finding.check]
    case = check["cases"][finding.case] if finding.case else None
    told = case["found"] if case else check["fine"]
    remedy = case["remedy"] if case else {"zh": "", "en": ""}
    features = len(fids) if finding.features is None else len(finding.features)
    count = features if finding.count is None else finding.count
    return {
        "check_id": number, "check_name": check["title"][language], "status": finding.status,
        "severity": case["severity"] if case else "",
        "count": {OK: 0, FOUND: count, UNCHECKED: None}[finding.status],
        "found": spoken(pair(told, **finding.facts), language),
        "expected": spoken(pair(check["expected"], **finding.facts), language),
        "feature_ids": _listed(finding, fids), "area_effect_m2": finding.area_effect_m2,
        "fix": finding.fix, "remedy": spoken(pair(remedy, **finding.facts), language),
    }


def _listed(finding: Finding, fids: NDArray[np.int64]) -> str:
    """The first ids of the features concerned."""
    if finding.features is None:
        return ""
    most = limits()["listed_features"]
    ids = ", ".join(str(fid) for fid in fids[finding.features[:most]])
    return ids + " …" if len(finding.features) > most else ids
