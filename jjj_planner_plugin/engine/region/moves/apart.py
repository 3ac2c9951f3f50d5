"""Lines that coincide, told apart: each gets a rank, from which a map bends it to one side or the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import LONLAT, projected, working_crs


def ranks(lines: Any, together_m: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of straight lines in degrees, shape (n,): each one's rank among those that coincide with it, and their number.

    Lines coincide when their ends lie within `together_m` of one another, one way or the other (ends join in chains:
    a city's many addresses are one). The ranks of n lines are 1, -1, 2, -2 …, with the other sign for those that run
    against the first: with the sign as the side to which a line bends, lines there and back do not meet either.
    """
    count = len(lines)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ends = shapely.get_coordinates(lines).reshape(count, 2, 2)
    different, which = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    points = np.asarray(shapely.points(different), dtype=object)
    cluster = _clusters(projected(points, LONLAT, working_crs(points, LONLAT)), together_m)
    group = cluster[which.reshape(-1)].reshape(count, 2)
    pairs = np.sort(group, axis=1)
    rank, size = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for pair in np.unique(pairs, axis=0):
        members = np.flatnonzero((pairs == pair).all(axis=1))
        places = np.arange(len(members))
        back = np.where(group[members, 0] == group[members[0], 0], 1, -1)
        rank[members] = (places // 2 + 1) * np.where(places % 2, -1, 1) * back
        size[members] = len(members)
    return rank, size


def _clusters(points: Any, together_m: float) -> NDArray[np.int64]:
    """A number for each point; points that a chain of steps within `together_m` joins have the same."""
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=together_m)
    number = np.arange(len(points))
    changed = True
    while changed:
        lowest = number.copy()
        np.minimum.at(lowest, one, number[other])
        changed = bool((lowest != number).any())
        number = lowest
    return number
