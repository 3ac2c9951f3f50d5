"""What is told beside the layers: whose figures are in doubt and why, and pairs and agreements that do not match."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ...protocol import Job
from ..catalogue import limits
from .agreements import NO, NOT_ASKED, TRANSFER, catalogue
from .tables import Reckoning

KM2 = 1e6
NAMED = 8  # in a sentence; the detail has all
AND = "、"


def of_jurisdictions(layer: pd.DataFrame, found: Reckoning, job: Job) -> None:
    """Those that the data does not reach, without a cell, on flat ground, at the rim, or with a range only."""
    flat = catalogue()["flat"]
    empty = (layer["inside_m2"] <= 0).to_numpy()
    _tell("dependency-no-cells", layer["name"][empty], job)
    _tell("dependency-off-data", layer["name"][found.partly & ~empty], job)
    _tell("dependency-flat", layer["name"][layer["trusted"] == 0], job, below_m=flat["below_m"],
          high_m=flat["inflow_below_m"], share=f"{flat['most_share']:.0%}", slope=limits()["plain"]["slope_percent"])
    if "rim_cells" in layer:
        _tell("dependency-rim", layer["name"][layer["rim_cells"] > 0], job)
    if "dependency_high" in layer:
        apart = layer["outside_high_m2"] > layer["outside_m2"]
        _tell("dependency-range", layer["name"][apart], job)


def of_small_pairs(area: pd.Series[float], min_pair_km2: float, job: Job) -> None:
    """The pairs that are too small for the layer."""
    if len(area):
        job.warn("dependency-small-pairs", count=len(area), least=f"{min_pair_km2:g}", km2=_km2(area.sum()))


def of_agreements(pairs: pd.DataFrame, agreed: pd.DataFrame, job: Job) -> None:
    """Large pairs without an agreement, agreements without a pair, and those that lead water across a divide."""
    least = catalogue()["large_pair_km2"]
    alone = pairs[pairs["agreements"].isna() & (pairs["area_m2"] >= least * KM2)]
    doubtful = (alone["trusted"] == 0).fillna(False).to_numpy(dtype=bool)
    if len(alone):
        alone = pd.concat([alone[~doubtful], alone[doubtful]])  # those that are certain come first
        told = [f"{row.upstream_name} → {row.downstream_name} {_km2(row.area_m2)}" for row in alone.itertuples()]
        job.warn("dependency-no-agreement", {"pairs": told}, count=len(alone), least=least, some=_some(told, "; "),
                 doubtful=int(doubtful.sum()))
    for _, rows in agreed.groupby("agreements", sort=False):
        names = {"zh": rows["agreements_zh"].iloc[0], "en": rows["agreements_en"].iloc[0]}
        said = f"{names['zh']} {names['en']}"
        if (rows["natural"] == NO).any():
            missing = rows.loc[rows["natural"] == NO]
            _tell("dependency-unmeasured", [f"{one.upstream_name} → {one.downstream_name}"
                                            for one in missing.itertuples()], job, agreement=said)
        if (rows["agreement_kinds"] == TRANSFER).any() and not (rows["natural"] == NOT_ASKED).any():
            job.warn("dependency-transfer", agreement=said, km2=_km2(rows["area_m2"].sum()))


def _tell(code: str, names: Iterable[Any], job: Job, **facts: Any) -> None:
    """One sentence of several jurisdictions, if there are any."""
    every = [str(name) for name in names]
    if every:
        job.warn(code, {"names": every}, count=len(every), names=_some(every, AND), **facts)


def _some(every: list[str], between: str) -> str:
    return between.join(every[:NAMED]) + (" …" if len(every) > NAMED else "")


def _km2(area: float) -> str:
    return f"{np.round(area / KM2):.0f} km²"
