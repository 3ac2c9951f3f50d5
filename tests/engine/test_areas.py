"""Overlap areas: cases that a hand computes, then what must hold for any data, then sizes. GEOS is asked next door."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.ops import split

from jjj_planner_plugin.engine import kernels, pieces
from jjj_planner_plugin.engine.areas import Cover, overlap_areas
from jjj_planner_plugin.engine.geodesy import Geometries
from jjj_planner_plugin.engine.pieces import cut
from jjj_planner_plugin.engine.rings import Rings, from_geometries

Pairs = dict[tuple[int, int], float]


def rings(*shapes: shapely.Geometry) -> Rings:
    return from_geometries(np.array(shapes, dtype=object))


def pairs(left: Rings, right: Rings) -> Pairs:
    """(i, j): area, after a look at the order."""
    i, j, area = overlap_areas(left, right)
    assert i.dtype == j.dtype == np.int64
    assert (np.lexsort((j, i)) == np.arange(len(i))).all()
    assert len(set(zip(i, j))) == len(i)
    assert (area > 0).all()
    return {(int(a), int(b)): float(c) for a, b, c in zip(i, j, area)}


def cells(count: int, seed: int, around: shapely.Polygon, turned: float = 0.0) -> Geometries:
    """A coverage of Voronoi cells that share their edges, turned about the origin."""
    rng = np.random.default_rng(seed)
    west, south, east, north = around.bounds
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    found = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=around))
    found = shapely.intersection(found, around)
    turn = np.array([[np.cos(turned), np.sin(turned)], [-np.sin(turned), np.cos(turned)]])
    return np.asarray(shapely.transform(found[shapely.area(found) > 0], lambda xy: xy @ turn))


def coast(vertices: int, seed: int, radius: float = 1000.0) -> shapely.Polygon:
    """A ring around the origin whose reach varies like a coast's: much on all scales."""
    rng = np.random.default_rng(seed)
    angle = np.arange(vertices) * 2 * np.pi / vertices
    reach = np.ones(vertices)
    for wave in 2 ** np.arange(1, int(np.log2(vertices)) - 1):
        reach += 0.35 * wave**-0.9 * np.sin(wave * angle + rng.uniform(0, 6.28))
    return shapely.Polygon(radius * np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))


# By hand


def test_two_squares_that_overlap_by_a_strip_share_the_strip() -> None:
    assert pairs(rings(shapely.box(0, 0, 10, 10)), rings(shapely.box(9, 0, 19, 10))) == {(0, 0): 10}


def test_a_triangle_and_a_square_share_what_a_hand_computes() -> None:
    triangle = shapely.Polygon([(0, 0), (8, 0), (0, 8)])
    assert pairs(rings(triangle), rings(shapely.box(1, 1, 5, 5), shapely.box(-1, -1, 9, 9))) == {(0, 0): 14, (0, 1): 32}


def test_what_lies_in_a_hole_or_between_the_parts_shares_nothing() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 8, 8))
    two = shapely.union_all([shapely.box(0, 0, 3, 10), shapely.box(7, 0, 10, 10)])
    small = shapely.box(4, 4, 6, 6)
    assert pairs(rings(small), rings(ring, two)) == {}
    assert pairs(rings(ring, two), rings(small)) == {}
    assert pairs(rings(ring), rings(two)) == {(0, 0): 60 - 2 * 6}
    assert pairs(rings(ring, two), rings(ring, two)) == {(0, 0): 64, (0, 1): 48, (1, 0): 48, (1, 1): 60}


def test_ground_under_several_right_features_is_told_for_each() -> None:
    west, elsewhere, east = shapely.box(0, 0, 5, 10), shapely.box(20, 0, 30, 9), shapely.box(4, 0, 10, 10)
    found = pairs(rings(shapely.box(0, 0, 10, 10)), rings(west, elsewhere, east, west))
    assert found == {(0, 0): 50, (0, 2): 60, (0, 3): 50}


def test_zones_and_small_features_may_stand_in_any_order() -> None:
    zone, small = coast(3000, 1), shapely.box(-1, -1, 1, 1)
    found = pairs(rings(shapely.box(0, 0, 2, 2)), rings(small, zone, small, zone, small))
    assert found == {(0, 0): 1, (0, 1): 4, (0, 2): 1, (0, 3): 4, (0, 4): 1}


def test_features_that_only_touch_are_no_pair() -> None:
    middle = shapely.box(0, 0, 10, 10)
    around = [
        shapely.box(10, 0, 20, 10), shapely.box(10, 10, 20, 20), shapely.box(-5, 3, 0, 7), shapely.box(2, -4, 3, 0),
        shapely.Polygon([(10, 5), (15, 0), (15, 10)]), shapely.box(-5, -5, 15, 15).difference(middle),
    ]
    assert pairs(rings(middle), rings(*around)) == {}
    assert pairs(rings(*around), rings(middle)) == {}


def test_a_strip_of_a_tenth_of_a_millimetre_is_ground() -> None:
    west, east = shapely.box(1e6, 0, 1e6 + 1000, 1000), shapely.box(1e6 + 1000 - 1e-4, 0, 1e6 + 2000, 1000)
    assert pairs(rings(west), rings(east)) == {(0, 0): pytest.approx(0.1, rel=1e-5)}


def test_empty_features_and_features_without_area_meet_nothing() -> None:
    flat = Rings(np.array([(0.0, 0), (5, 5), (0, 0), (2, 0), (2, 9), (2, 0)]), np.array([0, 3, 6]), np.array([0, 1, 2]))
    square = rings(shapely.Polygon(), shapely.box(0, 0, 10, 10), None)
    nothing = from_geometries(np.array([], dtype=object))
    assert pairs(flat, square) == pairs(square, flat) == pairs(nothing, square) == pairs(square, nothing) == {}
    assert pairs(square, square) == {(1, 1): 100}


# Whatever the data


@pytest.mark.parametrize("far", [0, 1e6])
def test_a_coverage_and_itself_share_each_cell_with_itself_and_nothing_else(far: float) -> None:
    shapes = shapely.transform(cells(3000, 3, shapely.box(-2e4, -3e4, 2e4, 3e4), turned=0.3), lambda xy: xy + far)
    coverage = from_geometries(shapes)
    i, j, area = overlap_areas(coverage, coverage)
    np.testing.assert_array_equal(i, np.arange(len(shapes)))
    np.testing.assert_array_equal(j, i)
    np.testing.assert_allclose(area, coverage.areas(), rtol=1e-12)


def test_cells_of_a_coverage_share_the_whole_of_what_lies_on_it() -> None:
    coverage = from_geometries(cells(2000, 4, shapely.box(-2000, -2000, 2000, 2000), turned=0.2))
    left = rings(*(coast(vertices, 5) for vertices in (30, 900, 5000)), shapely.box(-500, -500, 500, 500))
    i, _, area = overlap_areas(left, coverage)
    np.testing.assert_allclose(np.bincount(i, weights=area), left.areas(), rtol=1e-12)
    _, j, back = overlap_areas(coverage, left)
    np.testing.assert_allclose(np.bincount(j, weights=back), left.areas(), rtol=1e-12)


def test_cutting_a_zone_in_two_changes_no_total() -> None:
    zone, parcels = coast(6000, 9), from_geometries(cells(1500, 10, shapely.box(-1500, -1500, 1500, 1500)))
    line = shapely.LineString([(-2000, -300), (100, 50), (2000, 700)])
    parts = shapely.get_parts(split(zone, line))
    assert len(parts) >= 2
    whole, halves = (np.zeros(len(parcels)) for _ in range(2))
    for total, right in ((whole, rings(zone)), (halves, rings(*parts))):
        i, _, area = overlap_areas(parcels, right)
        np.add.at(total, i, area)
    np.testing.assert_allclose(halves, whole, rtol=1e-9, atol=1e-6)
    assert whole.sum() == pytest.approx(zone.area, rel=1e-12)


def test_a_parcel_well_inside_a_zone_has_its_own_area_to_the_last_bit() -> None:
    parcels = from_geometries(cells(4000, 11, shapely.box(-200, -200, 200, 200), turned=0.1))
    i, j, area = overlap_areas(parcels, rings(coast(20_000, 12)))
    np.testing.assert_array_equal(i, np.arange(len(parcels)))
    np.testing.assert_array_equal(j, 0)
    np.testing.assert_array_equal(area, parcels.areas())


def test_right_and_left_can_change_places() -> None:
    one = rings(*cells(300, 13, shapely.box(-900, -900, 900, 900)), coast(3000, 14))
    other = rings(coast(70_000, 17), *cells(400, 15, shapely.box(-700, -800, 900, 700), turned=0.5), coast(80, 16))
    there, back = pairs(one, other), pairs(other, one)
    assert {(j, i): area for (i, j), area in back.items()} == pytest.approx(there, rel=1e-9, abs=1e-6)
    assert len(there) > 2000


def test_the_number_of_threads_changes_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    parcels = from_geometries(cells(12_000, 18, shapely.box(-1300, -1300, 1300, 1300)))
    zones = rings(coast(40_000, 19), coast(900, 20), coast(30_000, 21).boundary.buffer(5))
    assert len(parcels) > 2 * kernels.BLOCK
    found = []
    for threads in (1, 2, 5):
        monkeypatch.setattr(kernels, "THREADS", threads)
        found.append((overlap_areas(parcels, zones), overlap_areas(zones, parcels)))
    for others in found[1:]:
        for one, other in zip(found[0], others):
            for a, b in zip(one, other):
                np.testing.assert_array_equal(a, b)


def test_the_left_side_may_come_in_chunks() -> None:
    parcels = from_geometries(cells(2500, 22, shapely.box(-1300, -1300, 1300, 1300)))
    cover = Cover.of(rings(coast(9000, 23), coast(700, 24)))
    i, j, area = cover.overlaps(parcels)
    chunks = [np.arange(first, min(first + 700, len(parcels))) for first in range(0, len(parcels), 700)]
    found = [cover.overlaps(parcels.taken(chunk)) for chunk in chunks]
    np.testing.assert_array_equal(np.concatenate([chunk[part[0]] for chunk, part in zip(chunks, found)]), i)
    np.testing.assert_array_equal(np.concatenate([part[1] for part in found]), j)
    np.testing.assert_array_equal(np.concatenate([part[2] for part in found]), area)


# Pieces


@pytest.mark.parametrize("shape", [
    coast(100_000, 25), coast(3000, 26).difference(coast(2000, 27, radius=400)), coast(5000, 28).boundary.buffer(3),
    shapely.segmentize(shapely.box(0, 0, 640, 480), 1), shapely.transform(coast(4000, 29), np.round),
], ids=["coast", "hole", "ribbon", "box", "lattice"])
def test_pieces_sum_to_the_zone_and_lie_beside_one_another(shape: shapely.Geometry) -> None:
    zone = rings(shapely.transform(shapely.make_valid(shape), lambda xy: xy + 1e6))
    found = cut(zone, np.array([0]))
    assert found.edges.areas().sum() == pytest.approx(zone.areas()[0], rel=1e-12)
    assert np.diff(found.edges.feature).max() <= pieces.LIMIT
    boxes = shapely.box(*found.edges.bounds().T)
    full = found.full == 1
    np.testing.assert_array_equal(found.edges.areas()[full], shapely.area(boxes[full]))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="overlaps")
    assert len(first) == len(second) == 0
    assert shapely.area(boxes).sum() == pytest.approx(shapely.area(shapely.union_all(boxes)), rel=1e-9)


def test_a_rectangle_is_all_full_pieces_however_many_vertices_it_has() -> None:
    found = cut(rings(shapely.segmentize(shapely.box(0, 0, 64, 32), 1)), np.array([0]))
    assert found.full.all()
    assert found.edges.areas().sum() == 64 * 32


def test_ground_that_one_feature_has_twice_counts_twice_cut_or_not() -> None:
    lake, mill = coast(3000, 34), rings(shapely.box(-200, -200, 200, 200), shapely.box(-90, 300, 80, 2000))
    once = rings(lake)
    twice = Rings(np.concatenate([once.xy, once.xy]), np.array([0, 3001, 6002]), np.array([0, 2]))
    doubled = {pair: 2 * area for pair, area in pairs(mill, once).items()}
    assert pairs(mill, twice) == pytest.approx(doubled, rel=1e-12)
    assert cut(twice, np.array([0])).edges.areas().sum() == pytest.approx(2 * lake.area, rel=1e-12)


def test_a_comb_is_cut_between_its_teeth() -> None:
    teeth = np.arange(4000) * 3.0
    up = np.column_stack([np.repeat(teeth, 4) + np.tile([0, 0.5, 1, 1.5], 4000), np.tile([0, 9000, 9000, 0], 4000)])
    comb = rings(shapely.Polygon([*up, (teeth[-1] + 2, -10), (-1, -10)]))
    found = cut(comb, np.array([0]))
    assert len(found.edges.xy) // 2 < 2 * len(comb.xy)  # across, each cut would cut 8000 edges
    assert found.edges.areas().sum() == pytest.approx(comb.areas()[0], rel=1e-12)


def test_spikes_that_meet_in_one_point_end_the_cutting() -> None:
    angle = np.arange(3000) * 2 * np.pi / 3000
    reach = np.where(np.arange(3000) % 2, 1000.0, 1e-4)
    hub = rings(shapely.Polygon(np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])))
    found = cut(hub, np.array([0]))
    assert found.edges.areas().sum() == pytest.approx(hub.areas()[0], abs=1e-6)
    assert len(found.edges.xy) // 2 < 40 * len(hub.xy)


# Sizes: what would go by all pairs of edges, or of features, could not end within the suite's time


def test_a_zone_of_100_000_vertices_over_small_features_goes_either_way() -> None:
    zone, small = rings(coast(100_000, 30)), from_geometries(cells(20_000, 31, shapely.box(-1300, -1300, 1300, 1300)))
    there, back = overlap_areas(small, zone), overlap_areas(zone, small)
    np.testing.assert_array_equal(there[0], back[1])
    np.testing.assert_allclose(there[2], back[2], rtol=1e-9, atol=1e-6)
    assert back[2].sum() == pytest.approx(zone.areas()[0], rel=1e-12)


def test_two_zones_of_100_000_vertices_share_what_one_has_without_the_other() -> None:
    inner = coast(100_000, 32, radius=900)
    outer = coast(100_000, 33)
    (shared,) = pairs(rings(inner), rings(outer)).values()
    (rest,) = pairs(rings(inner), rings(shapely.box(-5000, -5000, 5000, 5000).difference(outer))).values()
    assert shared + rest == pytest.approx(inner.area, rel=1e-12)


def test_one_far_outlier_does_not_make_the_search_slow() -> None:
    x, y = np.meshgrid(np.arange(200.0), np.arange(200.0))
    squares = shapely.box(x.ravel(), y.ravel(), x.ravel() + 1, y.ravel() + 1)
    with_outlier = from_geometries(np.append(squares, shapely.box(1e7, 1e7, 1e7 + 1, 1e7 + 1)))
    i, j, area = overlap_areas(with_outlier, with_outlier)
    np.testing.assert_array_equal(i, np.arange(40_001))
    np.testing.assert_array_equal(j, i)
    np.testing.assert_array_equal(area, 1)
