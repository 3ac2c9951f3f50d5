"""A set of places against the rest: the members, the rest of the provinces they lie in, and the rest of the region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def compare(
    places: pd.DataFrame, members: Iterable[str], amounts: Sequence[str], ratios: Mapping[str, tuple[str, str, float]]
) -> Compared:
    """Three rows (PARTS) of the places (`code`, `province`, `area_km2` and the amounts).

    Sums are of the places that have an amount; `NAME_known` counts these. `ratios`: name → amount, what it is shared
    over, and a factor; they are sums over sums of the places with both. `NAME_members_over` is the members' ratio over
    that of the row's part.
    """
    codes = list(dict.fromkeys(members))
    chosen = places["code"].isin(codes).to_numpy()
    around = places["province"].isin(set(places["province"][chosen])).to_numpy()
    masks = {"members": chosen, "rest_of_provinces": around & ~chosen, "rest": ~chosen}
    rows = pd.DataFrame([_summed(places, masks[part], part, amounts, ratios) for part in PARTS])
    for name in ratios:
        rows[f"{name}_members_over"] = rows[name].iloc[0] / rows[name].replace(0, np.nan)
    known = set(places["code"])
    return Compared(rows, [code for code in codes if code not in known])


def _summed(
    places: pd.DataFrame, mask: NDArray[np.bool_], part: str, amounts: Sequence[str],
    ratios: Mapping[str, tuple[str, str, float]],
) -> dict[str, object]:
    mine = places[mask]
    row: dict[str, object] = {
        "set_part": part, "units_in_part": int(mask.sum()), "area_km2": float(mine["area_km2"].sum())}
    for amount in amounts:
        known = mine[amount].notna()
        row[amount] = float(mine.loc[known, amount].sum()) if known.any() else np.nan
        row[f"{amount}_known"] = int(known.sum())
    return row | {name: factor * ratio(mine, above, below) for name, (above, below, factor) in ratios.items()}


def ratio(places: pd.DataFrame, above: str, below: str) -> float:
    """Sum over sum of the places that have both; NaN where there is none, or nothing below."""
    both = places[places[above].notna() & places[below].notna()]
    total = float(both[below].sum())
    return float(both[above].sum()) / total if total else float("nan")
