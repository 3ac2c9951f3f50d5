"""Neighbours, Moran's I and LISA: boards of squares by hand, against PySAL, and against every draw there is."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import libpysal
import numpy as np
import pytest
import shapely

from jjj_planner_plugin.engine.region.spatial.moran import NOT_SIGNIFICANT, global_moran, local_moran, pseudo_p
from jjj_planner_plugin.engine.region.spatial.neighbours import Neighbours, queen


def board(rows: int, columns: int, gap: float = 0.0) -> Any:
    """Squares of 10 km in rows from the south-west, `gap` metres apart."""
    step = 10_000 + gap
    return np.array([shapely.box(x * step, y * step, x * step + 10_000, y * step + 10_000)
                     for y in range(rows) for x in range(columns)], dtype=object)


def lists(found: Neighbours) -> list[list[int]]:
    return [mine.tolist() for mine in found.lists()]


def test_squares_that_share_an_edge_or_a_corner_are_neighbours() -> None:
    south = [[1, 3, 4], [0, 2, 3, 4, 5], [1, 4, 5]]
    assert lists(queen(board(2, 3), 1)) == [*south, [0, 1, 4], [0, 1, 2, 3, 5], [1, 2, 4]]


def test_neighbours_are_those_of_pysal_s_queen() -> None:
    shapes = board(5, 6)
    theirs = libpysal.weights.lat2W(5, 6, rook=False)
    assert lists(queen(shapes, 1)) == [sorted(theirs.neighbors[i]) for i in range(30)]


def test_outlines_a_little_apart_are_one_border_within_the_tolerance_only() -> None:
    assert lists(queen(board(1, 3, gap=40), 50)) == [[1], [0, 2], [1]]
    assert queen(board(1, 3, gap=60), 50).islands == (0, 1, 2)


def test_an_island_is_joined_to_the_nearest_both_ways_and_told() -> None:
    shapes = np.append(board(1, 3), [shapely.box(70_000, 0, 75_000, 5000), None])[:4]
    found = queen(shapes, 1)
    assert lists(found) == [[1], [0, 2], [1, 3], [2]] and found.islands == (3,)


def test_moran_s_i_of_a_chessboard_and_of_two_halves_by_hand() -> None:
    rook = Neighbours(4, np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([1, 2, 0, 3, 0, 3, 1, 2]))  # 2 × 2, edges only
    chess = global_moran(np.array([1.0, 0, 0, 1]), rook)
    assert (chess.i, chess.expected) == pytest.approx((-1, -1 / 3))
    halves = global_moran(np.array([1.0, 0, 1, 0]), rook)  # each has one neighbour like itself, one unlike
    assert halves.i == pytest.approx(0)


def test_i_grows_when_like_lies_with_like_and_the_z_says_how_sure() -> None:
    near = queen(board(6, 6), 1)
    rows = np.repeat(np.arange(6.0), 6)
    mixed = np.random.default_rng(1).permutation(rows)
    sorted_, shuffled = global_moran(rows, near), global_moran(mixed, near)
    assert sorted_.i > 0.7 and sorted_.p < 1e-6 and sorted_.z > 5
    assert abs(shuffled.i) < 0.3 and shuffled.p > 0.01


def test_the_mean_of_local_i_is_the_global_one() -> None:
    near = queen(board(5, 5), 1)
    values = np.random.default_rng(2).gamma(2, 1, 25)
    local = local_moran(values, near, 9, 0.05, 1)
    assert local.i.sum() / 24 == pytest.approx(global_moran(values, near).i)


def test_a_high_corner_is_high_high_and_an_exception_stands_out() -> None:
    values = np.add.outer(np.arange(8.0), np.arange(8.0)).ravel()
    values[9] = 30  # high amidst the low south-west
    local = local_moran(values, queen(board(8, 8), 1), 999, 0.05, 1)
    assert local.group[63] == "HH" and local.group[7] == NOT_SIGNIFICANT and local.group[9] == "HL"
    assert set(local.group) <= {"HH", "LL", "HL", "LH", NOT_SIGNIFICANT}
    assert (local.p[local.group != NOT_SIGNIFICANT] <= 0.05).all()


def test_the_same_seed_gives_the_same_p_and_another_nearly() -> None:
    values, near = np.arange(30.0), queen(board(5, 6), 1)
    first, again, other = (local_moran(values, near, 999, 0.05, seed).p for seed in (1, 1, 2))
    assert (first == again).all() and not (first == other).all()
    assert first == pytest.approx(other, abs=0.07)


def test_p_nears_the_share_of_all_possible_draws() -> None:
    z = np.array([1.9, -0.3, 0.8, -1.2, 0.4, -1.6])
    ring = queen(board(1, 6), 1)  # the four inner squares have two neighbours each
    lag = np.array([z[mine].mean() for mine in ring.lists()])
    found = pseudo_p(z, lag, ring, 9999, 5)
    for one in range(1, 5):
        others = np.delete(z, one)
        draws = np.array([z[one] * others[list(pair)].mean() for pair in combinations(range(5), 2)])
        above = (draws >= z[one] * lag[one] - 1e-12).mean()
        assert found[one] == pytest.approx(min(above, 1 - above), abs=0.015)
