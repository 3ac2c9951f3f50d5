"""A set of places against the rest: the members, the rest of the provinces they lie in, and the rest of the region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PARTS = ("members", "rest_of_provinces", "rest")


@dataclass(frozen=True)
class Compared:
    """The rows of one set, and the codes of members that are not among the places."""

    rows: pd.DataFrame
    missing: list[str]


def compare(places: pd.DataFrame, members: Iterable[str], amounts: Sequence[str], per_head: Sequence[str]) -> Compared:
    """Three rows (PARTS) of the places (`code`, `province`, `area_km2`, `people` and the amounts).

    Sums of area and amounts are of the places that have them (`COLUMN_known` counts these); density is people per km²
    of those with people, and of each amount in `per_head` there is `COLUMN_per_head`, of the places with both.
    `COLUMN_ratio` is each per-head value and the density over that of the part: members over it, 1 in their own row.
    """
    codes = list(dict.fromkeys(members))
    chosen = places["code"].isin(codes).to_numpy()
    around = places["province"].isin(set(places["province"][chosen])).to_numpy()
    masks = {"members": chosen, "rest_of_provinces": around & ~chosen, "rest": ~chosen}
    rows = pd.DataFrame([_summed(places, masks[part], part, amounts, per_head) for part in PARTS])
    for name in ["density", *(f"{amount}_per_head" for amount in per_head)]:
        if name in rows:
            own = rows[name].iloc[0]
            rows[f"{name.removesuffix('_per_head')}_ratio"] = own / rows[name].replace(0, np.nan)
    known = set(places["code"])
    return Compared(rows, [code for code in codes if code not in known])


def _summed(
    places: pd.DataFrame, mask: NDArray[np.bool_], part: str, amounts: Sequence[str], per_head: Sequence[str]
) -> dict[str, object]:
    mine = places[mask]
    row: dict[str, object] = {"part": part, "units": int(mask.sum()), "area_km2": float(mine["area_km2"].sum())}
    for amount in amounts:
        known = mine[amount].notna()
        row[amount] = float(mine.loc[known, amount].sum()) if known.any() else np.nan
        row[f"{amount}_known"] = int(known.sum())
    if "people" in amounts:
        row["density"] = ratio(mine, "people", "area_km2")
        row |= {f"{amount}_per_head": ratio(mine, amount, "people") for amount in per_head}
    return row


def ratio(places: pd.DataFrame, above: str, below: str) -> float:
    """Sum over sum of the places that have both; NaN where there is none, or nothing below."""
    both = places[places[above].notna() & places[below].notna()]
    total = float(both[below].sum())
    return float(both[above].sum()) / total if total else float("nan")
