"""Indices by numbers that a hand computes, by their properties, and beside PySAL's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jjj_planner_plugin.engine.region.indicators.decomposition import decomposed
from jjj_planner_plugin.engine.region.indicators.indices import (
    gini,
    gini_of_shares,
    gini_unbiased,
    green,
    hhi,
    inequality_of,
    primacy,
    rank_size,
)

SIZES = np.array([60.0, 20.0, 10.0, 10.0])


def test_sizes_that_follow_the_rule_have_its_slope_either_way() -> None:
    fitted = rank_size(1000 / np.arange(1, 9) ** 0.8)
    assert fitted.slope == pytest.approx(-0.8)
    assert fitted.inverse == pytest.approx(-1.25)
    assert fitted.r2 == pytest.approx(1)
    assert np.exp(fitted.constant) == pytest.approx(1000)


def test_sizes_of_nothing_have_no_rank_and_equal_ones_no_rule() -> None:
    assert rank_size(np.array([8.0, 4.0, 0.0])).slope == pytest.approx(-1)
    assert np.isnan(rank_size(np.array([5.0, 5.0])).slope)
    assert np.isnan(rank_size(np.array([5.0])).slope)


def test_primacy_compares_the_largest_with_those_that_follow() -> None:
    assert primacy(SIZES, 1) == 3
    assert primacy(SIZES, 3) == 1.5
    assert primacy(np.array([*SIZES, *[10.0] * 7]), 10) == pytest.approx(2 * 60 / 110)
    assert np.isnan(primacy(SIZES, 10))


def test_concentration_of_four_sizes_is_what_a_hand_computes() -> None:
    assert hhi(SIZES) == pytest.approx(0.36 + 0.04 + 0.02)
    assert gini(SIZES) == pytest.approx(0.4)
    assert gini_unbiased(SIZES) == pytest.approx(0.4 * 4 / 3)
    assert green(np.array([10.0, 0.0])) == 0
    assert green(np.array([10.0, 10.0, 10.0])) == 1


def test_nothing_at_all_has_no_index() -> None:
    nothing = np.zeros(4)
    assert all(np.isnan(index(nothing)) for index in (gini, gini_unbiased, hhi, green))
    assert all(np.isnan(value) for value in inequality_of(nothing, np.ones(4)))


def test_two_places_alike_but_in_wealth_have_the_inequality_that_a_hand_computes() -> None:
    found = inequality_of(np.array([3.0, 1.0]), np.array([1.0, 1.0]))
    assert found.theil_t == pytest.approx(0.75 * np.log(1.5) + 0.25 * np.log(0.5))
    assert found.theil_l == pytest.approx(0.5 * np.log(1 / 1.5) + 0.5 * np.log(2))
    assert found.williamson == pytest.approx(0.5)
    assert found.gini_weighted == pytest.approx(0.25)
    assert found.gap_ratio == pytest.approx(3)


def test_a_place_cut_in_two_changes_no_inequality_per_head() -> None:
    whole = inequality_of(np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 4.0]))
    cut = inequality_of(np.array([3.0, 0.5, 0.5, 2.0]), np.array([1.0, 1.0, 1.0, 4.0]))
    assert cut == pytest.approx(whole)


def test_a_place_with_nothing_counts_in_theils_t_and_leaves_l_unknown() -> None:
    found = inequality_of(np.array([1.0, 0.0]), np.array([1.0, 1.0]))
    assert found.theil_t == pytest.approx(np.log(2))
    assert np.isnan(found.theil_l)
    assert np.isnan(found.gap_ratio)
    assert found.gini_weighted == pytest.approx(0.5)


def test_with_equal_heads_the_numbers_are_pysals() -> None:
    from inequality.gini import Gini
    from inequality.theil import TheilD

    amounts = np.random.default_rng(7).lognormal(size=60)
    heads, groups = np.ones(60), np.repeat(np.array(["a", "b", "c"]), [10, 20, 30])
    theirs = TheilD(amounts, groups)
    found = decomposed(amounts, heads, pd.Series(groups))
    assert found.whole[0] == pytest.approx(float(theirs.T))
    assert found.between[0] == pytest.approx(float(theirs.bg[0]))
    assert found.within[0] == pytest.approx(float(theirs.wg[0]))
    assert gini_of_shares(amounts / amounts.sum(), heads / 60) == pytest.approx(float(Gini(np.sort(amounts)).g))


def test_between_and_within_sum_to_the_whole_for_both_of_theils() -> None:
    numbers = np.random.default_rng(3)
    amounts, heads = numbers.lognormal(size=40), numbers.lognormal(size=40)
    found = decomposed(amounts, heads, pd.Series(np.arange(40) % 4).astype(str))
    for whole, between, within in zip(found.whole, found.between, found.within):
        assert between + within == pytest.approx(whole)
        assert between > 0
        assert within > 0


def test_groups_of_one_place_have_nothing_within_and_one_group_nothing_between() -> None:
    amounts, heads = np.array([3.0, 1.0]), np.array([1.0, 1.0])
    alone = decomposed(amounts, heads, pd.Series(["a", "b"]))
    assert alone.within == (0, 0)
    assert alone.between == pytest.approx(alone.whole)
    together = decomposed(amounts, heads, pd.Series(["a", "a"]))
    assert together.between == (0, 0)
    assert together.within == pytest.approx(together.whole)
