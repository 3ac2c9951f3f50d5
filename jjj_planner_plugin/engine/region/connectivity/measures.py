"""Measures of a network of flows. `flow` is (n, n), origin × destination, its diagonal zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def of_places(flow: Floats) -> pd.DataFrame:
    """A row a place: degrees (places linked), strengths (sums of flows), net, share, dominance, and the largest link.

    `dominance` is strength over the mean strength (DIT of Limtanakool, Schwanen and Dijst 2007). `largest` is the
    position of the place that most goes to, −1 where nothing leaves, `largest_share` what of the outflow that is.
    """
    linked = flow > 0
    out, into = flow.sum(axis=1), flow.sum(axis=0)
    strength = out + into
    whole, mean = strength.sum(), strength.mean()
    largest = np.where(out > 0, flow.argmax(axis=1), -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        largest_share = np.where(out > 0, flow.max(axis=1) / out, np.nan)
    return pd.DataFrame({
        "degree": (linked | linked.T).sum(axis=1), "out_degree": linked.sum(axis=1), "in_degree": linked.sum(axis=0),
        "strength": strength, "out_strength": out, "in_strength": into, "net": into - out,
        "share": strength / whole, "dominance": strength / mean, "largest": largest, "largest_share": largest_share})


def nodality(flow: Floats) -> tuple[list[str], NDArray[np.int64]]:
    """What each place is after Nystuen and Dacey (1961), and how many places it is the largest destination of.

    `independent`: its largest outflow goes to a place with less inflow than its own; `satellite`: to one with more (or
    as much, and earlier in the list); `none`: nothing leaves it.
    """
    into, largest = flow.sum(axis=0), flow.argmax(axis=1)
    rank = np.argsort(np.argsort(-into, kind="stable"), kind="stable")
    leaves = flow.sum(axis=1) > 0
    kinds = ["none" if not leaves[i] else "satellite" if rank[largest[i]] < rank[i] else "independent"
             for i in range(len(flow))]
    followers = np.bincount(largest[leaves], minlength=len(flow))
    return kinds, np.asarray(followers, dtype=np.int64)


def mixing(flow: Floats, groups: NDArray[np.object_]) -> tuple[list[str], Floats]:
    """The groups in their order, and the flows from each to each, (g, g); places without a group are left out."""
    names = sorted({str(name) for name in groups if name})
    belongs = np.array([[group == name for name in names] for group in groups], dtype=float).reshape(len(groups), -1)
    return names, np.asarray(belongs.T @ flow @ belongs)


def modularity(mixed: Floats) -> float:
    """Q = Σ (eᵢᵢ − aᵢbᵢ) of groups with flows e as shares (Leicht and Newman 2008, directed and weighted)."""
    e = mixed / mixed.sum()
    return float(np.trace(e) - e.sum(axis=1) @ e.sum(axis=0))


def assortativity(mixed: Floats) -> float:
    """r = Q / (1 − Σ aᵢbᵢ) (Newman 2003): 1 where flows stay in their group, 0 where groups do not matter.

    NaN where there is one group only.
    """
    e = mixed / mixed.sum()
    by_chance = float(e.sum(axis=1) @ e.sum(axis=0))
    return float((np.trace(e) - by_chance) / (1 - by_chance)) if by_chance < 1 - 1e-12 else float("nan")


def density(flow: Floats) -> float:
    """Links that there are, over those that could be."""
    n = len(flow)
    return float((flow > 0).sum() / (n * (n - 1))) if n > 1 else float("nan")


def polycentricity(flow: Floats) -> float:
    """(1 − σ/σmax) · density of Green (2007): 1 where all places are linked alike, 0 where one has it all.

    σ is the standard deviation of the places' strengths, σmax that of two places of which one has the largest and the
    other nothing.
    """
    strength = flow.sum(axis=0) + flow.sum(axis=1)
    most = strength.max() / 2
    return float((1 - strength.std() / most) * density(flow)) if most > 0 else float("nan")
