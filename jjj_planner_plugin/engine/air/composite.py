"""The composite index (综合指数): Σ w · C / S over the pollutants of a year, by place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .aqi import SYMBOLS
from .standards import POLLUTANTS, catalogue
from .yearly import Judging

OWN = "own"
DIGITS = 3


def weights_of(name: str, own: dict[str, Any] | None) -> tuple[dict[str, float], str, str]:
    """The weights by pollutant, what they are called and their confidence; a planner's own ones first."""
    if own is not None:
        return {name: float(own.get(name, 1.0)) for name in POLLUTANTS}, OWN, ""
    entry = next(one for one in catalogue()["composite"]["weights"] if one["id"] == name)
    return dict(entry["weights"]), str(entry["id"]), str(entry["confidence"])


def composite(statistics: pd.DataFrame, weights: dict[str, float], judging: Judging) -> pd.DataFrame:
    """A row for each place, year and standard: `composite`, the term of each pollutant (`term_…`, NULL where there is
    none), pollutants_used, partial, missing, complete (1 if the year of every pollutant is).

    `statistics` as yearly.statistics gives them: annual means, of CO and ozone the percentiles, rounded, over the
    limits of class 2.
    """
    rules = catalogue()["composite"]
    class_2 = Judging(judging.standard, rules["grade"])
    rows: list[dict[str, Any]] = []
    if statistics.empty:
        return pd.DataFrame(rows)
    used = statistics[~statistics["statistic"].str.endswith("_3y")]
    for (place, year, standard), group in used.groupby(["place", "year", "standard"]):
        terms: dict[str, float] = {}
        for pollutant, item in rules["items"].items():
            mine = group[(group["pollutant"] == pollutant) & (group["item"] == item)]
            limit = class_2.limit(item, standard)
            if len(mine) and limit is not None:
                terms[pollutant] = weights[pollutant] * float(mine["value"].iloc[0]) / limit.value
        if terms:
            complete = int(group[group["pollutant"].isin(list(terms))]["complete"].min())
            rows.append({"place": place, "year": year, "standard": standard, **_row(terms), "complete": complete})
    return pd.DataFrame(rows)


def _row(terms: dict[str, float]) -> dict[str, Any]:
    missing = [SYMBOLS[name] for name in POLLUTANTS if name not in terms]
    return {"composite": round(sum(terms.values()), DIGITS), "pollutants_used": len(terms), "partial": bool(missing),
            "missing": ", ".join(missing) or None,
            **{f"term_{name}": round(terms.get(name, np.nan), DIGITS) for name in POLLUTANTS}}
