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
    flat_ones = layer["name"][layer["trusted"] == 0] if found.most is None else []
    _tell("dependency-flat", flat_ones, job, below_m=flat["below_m"],
          high_m=flat["inflow_below_m"], share=f"{flat['most_share']:.0%}", slope=limits()["plain"]["slope_percent"])
    if "rim_cells" in layer:
        _tell("dependency-rim", layer["name"][layer["rim_cells"] > 0], job)
    if "dependency_high" in layer:
        apart = layer[layer["outside_high_m2"] > layer["outside_m2"]]
        ends = zip(apart["name"], apart["dependency"], apart["dependency_high"])
        _tell("dependency-range", [f"{name} {_range(low, high)}" for name, low, high in ends], job)


def of_small_pairs(area: pd.Series[float], min_pair_km2: float, job: Job) -> None:
    """The pairs that are too small for the layer."""
    if len(area):
        job.warn("dependency-small-pairs", count=len(area), least=f"{min_pair_km2:g}", km2=_km2(area.sum()))


def of_agreements(pairs: pd.DataFrame, agreed: pd.DataFrame, job: Job) -> None:
    """Large pairs without an agreement, agreements without a pair, and those that lead water across a divide."""
    least = catalogue()["large_pair_km2"]
    alone = pairs[pairs["agreements"].isna() & (pairs["area_m2"] >= least * KM2)]
    for code, trusted in (("dependency-no-agreement", 1), ("dependency-no-agreement-doubtful", 0)):
        told = [f"{row.upstream_name} → {row.downstream_name} {_km2(row.area_m2)}"
                for row in alone[alone["trusted"] == trusted].itertuples()]
        if told:
            job.warn(code, {"pairs": told}, count=len(told), least=least, some=_some(told, "; "))
    for _, rows in agreed.groupby("agreements", sort=False):
        said = str(rows["agreements_zh" if job.language == "zh" else "agreements_en"].iloc[0])
        if (rows["natural"] == NO).any():
            missing = rows.loc[rows["natural"] == NO]
            _tell("dependency-unmeasured", [f"{one.upstream_name} → {one.downstream_name}"
                                            for one in missing.itertuples()], job, agreement=said)
        if (rows["agreement_kinds"] == TRANSFER).any() and not (rows["natural"] == NOT_ASKED).any():
            most = rows["area_high_m2" if "area_high_m2" in rows else "area_m2"].sum()
            job.warn("dependency-transfer", agreement=said, km2=_km2(most))


def _tell(code: str, names: Iterable[Any], job: Job, **facts: Any) -> None:
    """One sentence of several jurisdictions, if there are any."""
    every = [str(name) for name in names]
    if every:
        job.warn(code, {"names": every}, count=len(every), names=_some(every, AND), **facts)


def _some(every: list[str], between: str) -> str:
    return between.join(every[:NAMED]) + (" …" if len(every) > NAMED else "")


def _range(low: float, high: float) -> str:
    ends = dict.fromkeys(f"{100 * end:.0f}" for end in (low, high))
    return "–".join(ends) + " %"


def _km2(area: float) -> str:
    return f"{np.round(area / KM2):.0f} km²"
