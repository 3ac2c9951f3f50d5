"""Average linkage of distances, of all or of neighbours only, and how many groups are the best."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...kernels import Floats, Indices

Merge = tuple[int, int]


def linked(distance: Floats, neighbours: Indices | None) -> list[Merge]:
    """The merges of average linkage in their order, as members that stand for the two groups; n − 1 of them at most.

    `neighbours` (pairs, 2): only groups that touch are merged, by the mean of *all* their distances. scikit-learn's
    linkage with a connectivity looks at those of neighbours alone: a smooth field becomes one large group and slivers.
    """
    if neighbours is not None:
        return _linked_neighbours(distance, neighbours)
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    count = len(distance)
    stands = list(range(count))  # for each group of the tree: one of its members
    merges = []
    for one, other in linkage(squareform(distance, checks=False), "average")[:, :2].astype(np.int64):
        merges.append((stands[one], stands[other]))
        stands.append(stands[one])
    return merges


def _linked_neighbours(distance: Floats, neighbours: Indices) -> list[Merge]:
    """Lance and Williams' update of the distances, the nearest neighbours from a heap. Changes no argument."""
    mean, count = distance.copy(), len(distance)
    size, age = np.ones(count), [0] * count  # an entry of the heap is void once one of its two has grown
    beside: list[set[int]] = [set() for _ in range(count)]
    for one, other in neighbours.tolist():
        beside[one].add(other)
        beside[other].add(one)
    heap = [(float(mean[one, other]), one, other, 0, 0) for one, other in neighbours.tolist()]
    heapq.heapify(heap)
    merges: list[Merge] = []
    while heap:
        _, one, other, first_age, second_age = heapq.heappop(heap)
        if age[one] != first_age or age[other] != second_age:
            continue
        merges.append((one, other))
        mean[one] = (size[one] * mean[one] + size[other] * mean[other]) / (size[one] + size[other])
        mean[:, one] = mean[one]
        size[one] += size[other]
        age[one], age[other] = age[one] + 1, -1
        beside[one] = (beside[one] | beside[other]) - {one, other}
        for near in sorted(beside[one]):
            beside[near].discard(other)
            beside[near].add(one)
            low, high = min(one, near), max(one, near)
            heapq.heappush(heap, (float(mean[low, high]), low, high, age[low], age[high]))
    return merges


def grouped(merges: Sequence[Merge], count: int, groups: int) -> Indices:
    """The group of each member, (count,), after so many merges that `groups` are left; 0 is the largest.

    Groups of one size are in the order of their first members.
    """
    parent = list(range(count))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in merges[:count - groups]:
        parent[root(other)] = root(one)
    roots = np.array([root(member) for member in range(count)])
    _, first, number, size = np.unique(roots, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[number]


def fewest(merges: Sequence[Merge], count: int) -> int:
    """Groups that are left after all merges: more than one where neighbours do not hang together."""
    return count - len(merges)


def silhouettes(distance: Floats, merges: Sequence[Merge], most: int) -> pd.DataFrame:
    """Mean silhouette (Rousseeuw 1987) for each number of groups up to `most`: `k`, `silhouette`, (n,)."""
    from sklearn.metrics import silhouette_score

    count = len(distance)
    rows = []
    for groups in range(max(2, fewest(merges, count)), min(most, count - 1) + 1):
        score = silhouette_score(distance, grouped(merges, count, groups), metric="precomputed")
        rows.append({"k": groups, "silhouette": round(float(score), 6)})
    return pd.DataFrame(rows, columns=["k", "silhouette"])
