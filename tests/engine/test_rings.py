"""Rings: what is read from WKB and from shapes, their areas and boxes, and which are certainly valid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import shapely

from jjj_planner_plugin.engine.kernels import simple
from jjj_planner_plugin.engine.rings import NotPolygons, Rings, from_geometries, from_wkb, stacked

RING = shapely.Polygon([(0, 0), (0, 10), (10, 10), (10, 0)], [[(2, 2), (2, 4), (4, 4), (4, 2)]])  # shell clockwise
TWO = shapely.union_all([shapely.box(20, 0, 21, 1), shapely.box(30, 5, 33, 6)])
SHAPES = np.array([RING, TWO, shapely.box(-1, -1, 0, 0)], dtype=object)


def packed(several: Sequence[bytes | None]) -> tuple[np.ndarray, np.ndarray]:
    """WKB one after another and where each begins, as Arrow has it: read-only, not from 0 on, 32-bit offsets."""
    data = b"before" + b"".join(wkb or b"" for wkb in several)
    offsets = 6 + np.cumsum([0, *(len(wkb or b"") for wkb in several)])
    return np.frombuffer(data, np.uint8), offsets.astype(np.int32)


def same(one: Rings, other: Rings) -> None:
    for name in ("xy", "ring", "feature"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def signed_areas(rings: Rings) -> list[float]:
    """Of each ring, counter-clockwise positive, by shapely."""
    whole = [shapely.LinearRing(rings.xy[a:b]) for a, b in zip(rings.ring, rings.ring[1:])]
    return [float(shapely.area(shapely.Polygon(ring))) * (1 if shapely.is_ccw(ring) else -1) for ring in whole]


# From shapes


def test_areas_and_boxes_are_those_that_a_hand_computes() -> None:
    rings = from_geometries(SHAPES)
    assert len(rings) == 3
    assert rings.areas().tolist() == [96, 4, 1]
    assert rings.bounds().tolist() == [[0, 0, 10, 10], [20, 0, 33, 6], [-1, -1, 0, 0]]
    assert rings.vertices().tolist() == [10, 10, 5]


def test_shells_run_counter_clockwise_and_holes_clockwise_however_they_were_drawn() -> None:
    turned = np.array([shapely.reverse(shape) for shape in SHAPES], dtype=object)
    for shapes in (SHAPES, turned):
        assert signed_areas(from_geometries(shapes)) == [100, -4, 1, 3, 1]
        assert signed_areas(from_wkb(*packed(shapely.to_wkb(shapes)))) == [100, -4, 1, 3, 1]


def test_an_area_keeps_its_digits_far_from_the_origin() -> None:
    far = from_geometries(shapely.transform(SHAPES, lambda xy: xy + np.array([8_388_608, 4_194_304])))
    assert far.areas().tolist() == [96, 4, 1]


def test_empty_and_missing_geometries_have_no_rings() -> None:
    nothing = np.array([shapely.Polygon(), None, shapely.MultiPolygon(), RING], dtype=object)
    for rings in (from_geometries(nothing), from_wkb(*packed(shapely.to_wkb(nothing)))):
        assert np.diff(rings.feature).tolist() == [0, 0, 0, 2]
        assert rings.areas().tolist() == [0, 0, 0, 96]
        assert np.isnan(rings.bounds()[:3]).all()
        assert not np.isnan(rings.bounds()[3]).any()


def test_no_features_are_no_features() -> None:
    for rings in (from_geometries(np.array([], dtype=object)), from_wkb(*packed([])), stacked([])):
        assert len(rings) == len(rings.areas()) == len(rings.bounds()) == len(simple(rings)) == 0


def test_features_can_be_taken_in_any_order_and_put_together_again() -> None:
    rings = from_geometries(SHAPES)
    same(rings.taken(np.array([2, 0, 2])), from_geometries(SHAPES[[2, 0, 2]]))
    parts = [rings.taken(np.array(some, np.int64)) for some in ([0], [], [1, 2])]
    same(stacked(parts), rings)


# From WKB


@pytest.mark.parametrize("byte_order", [0, 1], ids=["big-endian", "little-endian"])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("ordinates", ["", "Z", "M", "ZM"])
def test_wkb_of_every_kind_gives_the_same_rings(byte_order: int, flavor: str, ordinates: str) -> None:
    extra = " 7 8"[: 2 * len(ordinates)]
    text = [f"POLYGON {ordinates} ((0 0|, 10 0|, 10 10|, 0 0|), (2 1|, 3 1|, 3 2|, 2 1|))",
            f"MULTIPOLYGON {ordinates} (((0 0|, 1 0|, 1 1|, 0 0|)), ((5 5|, 6 5|, 6 6|, 5 5|)))"]
    shapes = shapely.set_srid(shapely.from_wkt([line.replace("|", extra) for line in text]), 4490)
    wkb = shapely.to_wkb(shapes, output_dimension=4, byte_order=byte_order, flavor=flavor,
                         include_srid=flavor == "extended")
    assert len(wkb[0]) >= 9 + 8 + 8 * 8 * (2 + len(ordinates))  # the ordinates are there
    same(from_wkb(*packed(wkb)), from_geometries(shapely.force_2d(shapes)))


def test_what_is_not_a_polygon_is_reported_by_its_position() -> None:
    shapes = shapely.from_wkt(["POLYGON ((0 0, 1 0, 1 1, 0 0))", "POINT (1 2)", "MULTILINESTRING ((0 0, 1 1))",
                               "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "GEOMETRYCOLLECTION EMPTY"])
    for read in (lambda: from_geometries(shapes), lambda: from_wkb(*packed(shapely.to_wkb(shapes)))):
        with pytest.raises(NotPolygons) as caught:
            read()
        assert caught.value.features.tolist() == [1, 2, 4]


def test_wkb_that_breaks_off_anywhere_is_reported_and_never_read_beyond_its_end() -> None:
    for whole in shapely.to_wkb(SHAPES[:2]):
        broken = [whole[:length] for length in range(1, len(whole))]
        with pytest.raises(NotPolygons) as caught:
            from_wkb(*packed([*broken, whole]))
        assert caught.value.features.tolist() == list(range(len(broken)))


def test_wkb_with_counts_that_are_nonsense_is_reported() -> None:
    whole = shapely.to_wkb(RING)
    nonsense = [whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4:] for at in (1, 5, 9)]
    with pytest.raises(NotPolygons) as caught:
        from_wkb(*packed([whole, *nonsense, b"\x02" + whole[1:]]))
    assert caught.value.features.tolist() == [1, 2, 3, 4]


# Certainly valid


def test_ordinary_parcels_are_certainly_valid() -> None:
    rng = np.random.default_rng(1)
    parcels = []
    for corners in rng.integers(3, 60, 300):
        angle = (np.arange(corners) + rng.uniform(-0.3, 0.3, corners)) * 2 * np.pi / corners
        reach = rng.uniform(50, 100, corners)
        parcels.append(shapely.Polygon(np.column_stack([5e5 + reach * np.cos(angle), 4e6 + reach * np.sin(angle)])))
    parcels.append(shapely.segmentize(shapely.box(0, 0, 10, 10), 1))  # vertices in a straight line are no doubt
    assert simple(from_geometries(np.array(parcels, dtype=object))).all()


@pytest.mark.parametrize("corners", [
    [(0, 0), (4, 4), (4, 0), (0, 4)],  # bow-tie
    [(0, 0), (4, 0), (8, 0), (4, 0), (4, 4)],  # spike
    [(0, 0), (4, 0), (4, 0), (4, 4)],  # a vertex twice
    [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)],  # touches its own edge
    [(0, 0), (4, 0), (2, 2), (4, 4), (0, 4), (2, 2)],  # touches its own vertex
    [(0, 0), (4, 0), (2, 0)],  # no area
    [(0, 0), (4, 0), (float("nan"), 4)],
    [(0, 0), (4, 0), (float("inf"), 4)],
], ids=["bow-tie", "spike", "twice", "on-edge", "on-vertex", "flat", "nan", "inf"])
def test_doubtful_rings_are_never_called_valid(corners: list[tuple[float, float]]) -> None:
    for shift in range(len(corners)):
        turned = corners[shift:] + corners[:shift]
        ring = np.array([*turned, turned[0]])
        assert not simple(Rings(ring, np.array([0, len(ring)]), np.array([0, 1])))[0]


def test_unclosed_rings_holes_parts_and_long_rings_are_left_to_geos() -> None:
    unclosed = Rings(np.array([(0.0, 0), (4, 0), (4, 4), (0, 4)]), np.array([0, 4]), np.array([0, 1]))
    long = shapely.Point(0, 0).buffer(1, quad_segs=16)
    assert not simple(unclosed).any()
    assert not simple(from_geometries(np.array([RING, TWO, long, shapely.Polygon()], dtype=object))).any()


def test_what_is_called_valid_is_valid_for_geos() -> None:
    rng = np.random.default_rng(2)
    corners = rng.integers(3, 9, 20_000)
    vertices = rng.integers(0, 6, (corners.sum(), 2)).astype(float)  # few places: much touches and crosses
    starts = np.cumsum(np.append(0, corners))
    closed = np.insert(vertices, starts[1:], vertices[starts[:-1]], axis=0)
    rings = Rings(closed, starts + np.arange(len(starts)), np.arange(len(starts)))
    loops = shapely.linearrings(closed, indices=np.repeat(np.arange(20_000), corners + 1))
    valid = shapely.is_valid(shapely.polygons(loops))
    certain = simple(rings)
    assert not (certain & ~valid).any()
    assert certain.sum() > 0.8 * valid.sum() > 1000
