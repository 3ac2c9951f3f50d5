"""Indices of a set of places: rank-size, primacy, concentration, and inequality of a value per head.

Sizes are amounts that places share out: people, GDP. Sizes of 0 have no rank in a rank-size rule and no logarithm:
they are left out there, and counted everywhere else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...kernels import Floats

NOT_KNOWN = float("nan")


class RankSize(NamedTuple):
    """ln P = constant + slope · ln rank by least squares; inverse: the slope of ln rank on ln P."""

    slope: float
    constant: float
    r2: float
    inverse: float


def rank_size(sizes: Floats) -> RankSize:
    """Zipf's rule over sizes above 0, (n,); NaN of fewer than two, or where all are the same."""
    ranked = np.sort(sizes[sizes > 0])[::-1]
    if len(ranked) < 2 or ranked[0] == ranked[-1]:
        return RankSize(*[NOT_KNOWN] * 4)
    x, y = np.log(np.arange(1, len(ranked) + 1)), np.log(ranked)
    dx, dy = x - x.mean(), y - y.mean()
    slope = float((dx * dy).sum() / (dx * dx).sum())
    inverse = float((dx * dy).sum() / (dy * dy).sum())
    return RankSize(slope, float(y.mean() - slope * x.mean()), slope * inverse, inverse)


def primacy(sizes: Floats, others: int) -> float:
    """The largest over the next `others` together, twice for more than three: P1/P2, P1/(P2+P3+P4), 2P1/(P2+…+P11).

    NaN where there are fewer.
    """
    ranked = np.sort(sizes)[::-1]
    rest = float(ranked[1:others + 1].sum())
    if len(ranked) < others + 1 or rest <= 0:
        return NOT_KNOWN
    return float((2 if others > 3 else 1) * ranked[0] / rest)


def gini(sizes: Floats) -> float:
    """Gini's coefficient of sizes, (n,), each counting alike; by PySAL's `inequality`."""
    if len(sizes) < 2 or sizes.sum() <= 0:
        return NOT_KNOWN
    from inequality.gini import Gini

    return float(Gini(np.sort(sizes)).g)


def gini_unbiased(sizes: Floats) -> float:
    """× n ÷ (n − 1): as of a sample, so that the largest can reach 1."""
    return gini(sizes) * len(sizes) / (len(sizes) - 1) if len(sizes) > 1 else NOT_KNOWN


def hhi(sizes: Floats) -> float:
    """Σ of squared shares: 1/n where all are alike, 1 where one has all."""
    total = float(sizes.sum())
    return float(((sizes / total) ** 2).sum()) if total > 0 else NOT_KNOWN


def green(sizes: Floats) -> float:
    """1 − σ ÷ σmax: σmax that of a region with one place of the largest size and one of none (population SD).

    1 where all are alike, 0 where one of two has all. N. Green, Regional Studies 41 (2007).
    """
    if len(sizes) < 2 or sizes.max() <= 0:
        return NOT_KNOWN
    return float(1 - sizes.std() / (sizes.max() / 2))


class Inequality(NamedTuple):
    """Of a value per head: Theil's T and L, the Gini weighted by people, Williamson's coefficient, highest ÷ lowest."""

    theil_t: float
    theil_l: float
    gini_weighted: float
    williamson: float
    gap_ratio: float


def inequality_of(amounts: Floats, heads: Floats) -> Inequality:
    """Of amounts over heads, (n,) each; places without heads are left out.

    T = Σ y ln(y/p), L = Σ p ln(p/y) with y and p the shares of amount and heads; T takes 0 · ln 0 as 0, L is not known
    where a place has nothing. Williamson = √(Σ p (x − X)²) ÷ X with x the values per head and X that of all.
    """
    peopled = heads > 0
    y, p = amounts[peopled], heads[peopled]
    if len(y) < 2 or y.sum() <= 0 or (y < 0).any():
        return Inequality(*[NOT_KNOWN] * 5)
    y, p = y / y.sum(), p / p.sum()
    some = y > 0
    theil_t = float((y[some] * np.log(y[some] / p[some])).sum())
    theil_l = float((p * np.log(p / y)).sum()) if some.all() else NOT_KNOWN
    relative = y / p  # x ÷ X
    williamson = float(np.sqrt((p * (relative - 1) ** 2).sum()))
    gap = float(relative.max() / relative.min()) if some.all() else NOT_KNOWN
    return Inequality(theil_t, theil_l, gini_of_shares(y, p), williamson, gap)


def gini_of_shares(y: Floats, p: Floats) -> float:
    """½ Σᵢ Σⱼ pᵢ pⱼ |xᵢ − xⱼ| with x = y ÷ p: the area between Lorenz's curve and equality, doubled."""
    order = np.argsort(y / p, kind="stable")
    y, p = y[order], p[order]
    below = np.concatenate([[0.0], np.cumsum(y)])
    return float(1 - (p * (below[:-1] + below[1:])).sum())
