"""Theil's T and L of a value per head as what lies between groups of places and what lies within them.

T = Σ_g Y_g ln(Y_g/P_g) + Σ_g Y_g T_g and L = Σ_g P_g ln(P_g/Y_g) + Σ_g P_g L_g, with Y and P the groups' shares of the
amount and of the heads (Theil 1967; Shorrocks 1980). The two terms sum to the whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...kernels import Floats
from .indices import inequality_of


class Group(NamedTuple):
    """One group: its shares of the amount and of the heads, and T and L within it."""

    code: str
    places: int
    share_of_amount: float
    share_of_heads: float
    theil_t: float
    theil_l: float


class Decomposition(NamedTuple):
    """The whole, and its parts; each pair is T and L."""

    whole: tuple[float, float]
    between: tuple[float, float]
    within: tuple[float, float]
    groups: list[Group]


def decomposed(amounts: Floats, heads: Floats, groups: pd.Series[str]) -> Decomposition:
    """Of places, (n,) each; `groups` says of which group each is. Places without heads are left out."""
    peopled = heads > 0
    amounts, heads, codes = amounts[peopled], heads[peopled], groups.to_numpy(dtype=object)[peopled]
    whole = inequality_of(amounts, heads)
    names = sorted(set(codes))
    made = []
    for name in names:
        mine = codes == name
        within = inequality_of(amounts[mine], heads[mine])
        alone = mine.sum() == 1
        made.append(Group(str(name), int(mine.sum()), float(amounts[mine].sum() / amounts.sum()),
                          float(heads[mine].sum() / heads.sum()), 0.0 if alone else within.theil_t,
                          0.0 if alone else within.theil_l))
    sums = np.array([[amounts[codes == name].sum(), heads[codes == name].sum()] for name in names]).reshape(-1, 2)
    apart = inequality_of(sums[:, 0], sums[:, 1])
    between = (apart.theil_t, apart.theil_l) if len(names) > 1 else (0.0, 0.0)
    within_t = sum(group.share_of_amount * group.theil_t for group in made if group.share_of_amount > 0)
    within_l = sum(group.share_of_heads * group.theil_l for group in made)
    return Decomposition((whole.theil_t, whole.theil_l), between, (float(within_t), float(within_l)), made)
