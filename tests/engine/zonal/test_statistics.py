"""Extremes, limits, people and percentiles: against what a person, a sort or the source itself says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from affine import Affine
from numpy.typing import NDArray

from jjj_planner_plugin.engine.air.standards import catalogue, limits, rounded
from jjj_planner_plugin.engine.geodesy import LONLAT
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.kernels import Floats
from jjj_planner_plugin.engine.zonal import percentiles
from jjj_planner_plugin.engine.zonal.coverage import Coverage
from jjj_planner_plugin.engine.zonal.percentiles import zone_percentiles
from jjj_planner_plugin.engine.zonal.statistics import NOBODY, Sums, least_above
from tests.engine.zonal.shapes import flat_grid, over, stars


def added(coverage: Coverage, values: Any, people: Any = None, least: Any = ()) -> Sums:
    sums, thresholds = Sums.of(len(coverage), len(least)), np.array(least, np.float32)
    for window in coverage.grid.stripes(coverage.window, 100):
        row, column, rows, columns = window
        part = slice(row, row + rows), slice(column, column + columns)
        sums.add(np.ascontiguousarray(values[part], np.float32), window[:2], coverage.grid.cell_areas(window),
                 NOBODY if people is None else np.ascontiguousarray(people[part], np.float64), thresholds, coverage)
    return sums


def test_two_cells_and_a_half_are_as_a_person_reckons_them() -> None:
    values, people = np.array([[30.0, 80.0, np.nan, 10.0]]), np.array([[100.0, 300.0, 50.0, 20.0]])
    found = added(over(flat_grid(4, 1), [shapely.box(0, 0, 3500, 1000)]), values, people, [76.0, 31.0, 999.0])
    assert found.mean[0] == pytest.approx((30 + 80 + 5) / 2.5)
    assert found.people_mean[0] == pytest.approx((3000 + 24_000 + 100) / 410)
    assert (found.least[0], found.greatest[0]) == (10, 80)
    assert found.people[0] == 460
    assert found.found[0, 5] == 50
    assert found.effective_cells[0] == pytest.approx(2.5**2 / 2.25)
    assert [found.area_above(k)[0] for k in range(3)] == pytest.approx([0.4, 0.4, 0])
    assert [found.people_above(k)[0] for k in range(3)] == pytest.approx([300 / 410, 300 / 410, 0])


def test_where_nobody_lives_there_is_no_mean_by_people_and_where_nothing_is_known_none_at_all() -> None:
    values, people = np.array([[30.0, np.nan]]), np.array([[0.0, 7.0]])
    found = added(over(flat_grid(2, 1), [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)]),
                  values, people, [5.0])
    assert np.isnan(found.people_mean).all()
    assert np.isnan([found.mean[1], found.least[1], found.greatest[1], found.area_above(0)[1]]).all()
    assert found.area_above(0)[0] == 1
    assert np.isnan(found.people_above(0)[0])


def test_means_by_people_agree_with_sums_over_every_cell() -> None:
    random = np.random.default_rng(4)
    values, people = random.normal(60, 30, (40, 40)).astype(np.float32), random.gamma(0.4, 900, (40, 40))
    values[random.uniform(size=(40, 40)) < 0.2] = np.nan
    coverage = over(flat_grid(40, 40), stars(30, 40_000, 12))
    found = added(coverage, values, people, [75.5])
    for zone in range(len(coverage)):
        living = coverage.dense(zone) * people
        known = np.isfinite(values)
        if living[known].sum():
            mean = (living * np.where(known, values, 0)).sum() / living[known].sum()
            assert found.people_mean[zone] == pytest.approx(mean, rel=1e-12)
            share = living[values >= np.float32(75.5)].sum() / living[known].sum()
            assert found.people_above(0)[zone] == pytest.approx(share, rel=1e-12, abs=1e-15)
        assert found.people[zone] == pytest.approx(living.sum(), rel=1e-12)


@pytest.mark.parametrize("standard", ["gb3095-2012", "gb3095-2026", "who2021"])
def test_the_least_value_above_a_limit_is_where_rounding_begins_to_exceed_it(standard: str) -> None:
    tried = 0
    for item in catalogue()["items"]:
        for limit in limits(item, [standard]):
            value = least_above(limit)
            below = np.nextafter(value, np.float32(0))
            assert rounded(float(value), item, limit.value) > limit.value
            assert not rounded(float(below), item, limit.value) > limit.value
            tried += 1
    assert tried > 10


def test_a_day_of_75_4_is_not_above_75_and_one_of_75_5_is() -> None:
    limit = limits("pm25_24h", ["gb3095-2012"], ["class2"])[0]
    assert np.float32(75.4) < least_above(limit) <= np.float32(75.5)


def sorted_percentile(values: NDArray[Any], weight: Floats, percent: float) -> float:
    """By brute force: all values in order, and the first at which enough of the weight is reached."""
    known = np.isfinite(values) & (weight > 0)
    order = np.argsort(values[known], kind="stable")
    reached = np.cumsum(weight[known][order])
    return float(values[known][order][np.searchsorted(reached, reached[-1] * (percent / 100 - 1e-12))])


@pytest.mark.parametrize("held", [True, False])
def test_percentiles_are_those_of_a_sort_of_all_cells(held: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not held:
        monkeypatch.setattr(percentiles, "CELLS_HELD", 10)
        monkeypatch.setattr(percentiles, "SUMS_HELD", 5000)
    random = np.random.default_rng(5)
    values = np.round(random.normal(0, 3, (67, 64)), 1).astype(np.float32)  # negative ones and ties among them
    values[random.uniform(size=values.shape) < 0.1] = np.nan
    grid = Grid(LONLAT, Affine(0.1, 0, 113.5, 0, -0.1, 42.7), 64, 67)
    shapes = shapely.transform(stars(40, 5.0, 8), lambda xy: xy + np.array([114, 37]))
    coverage = over(grid, shapes)
    area = np.broadcast_to(grid.cell_areas(), values.shape)
    percents = [0, 5, 50, 90, 99.5, 100]
    found = zone_percentiles(
        lambda w: np.ascontiguousarray(values[w[0]:w[0] + w[2], w[1]:w[1] + w[3]]),
        list(grid.stripes(coverage.window, 500)), coverage, percents)
    assert np.isfinite(found).any(axis=1).sum() > 30
    for zone in range(len(coverage)):
        weight = coverage.dense(zone) * area
        if (np.isfinite(values) & (weight > 0)).any():
            assert found[zone].tolist() == [sorted_percentile(values, weight, p) for p in percents]
        else:
            assert np.isnan(found[zone]).all()


def test_half_of_four_cells_is_the_second_and_no_value_between_two() -> None:
    values = np.array([[4, 1, 3, 2]], np.float32)
    coverage = over(flat_grid(4, 1), [shapely.box(0, 0, 4000, 1000)])
    found = zone_percentiles(lambda window: values, [(0, 0, 1, 4)], coverage, [25, 50, 51])
    assert found.tolist() == [[1, 2, 3]]
