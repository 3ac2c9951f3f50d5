"""What one short outline holds: squares by hand, then the same as the overlaps of any two layers tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from jjj_planner_plugin.engine.areas import Cover
from jjj_planner_plugin.engine.buffers import geodesic_buffers, geodesic_capsules
from jjj_planner_plugin.engine.geodesy import LONLAT, REGION_ALBERS, geodesic_line, projected
from jjj_planner_plugin.engine.rings import Rings, from_geometries
from jjj_planner_plugin.engine.within import edges_of, held

ALBERS = CRS.from_proj4(REGION_ALBERS)


def rings(*shapes: Any) -> Rings:
    return from_geometries(np.array(shapes, dtype=object))


def in_each(outline: Any, layer: Any) -> Any:
    """Area of each of the layer's shapes in the outline."""
    found, area = Cover.of(rings(*layer)).held(rings(outline))
    return np.bincount(found, area, len(layer))


def squares(count: int, size: float = 1.0) -> list[Any]:
    """Side by side in count × count places from the origin."""
    return [shapely.box(x, y, x + size, y + size) for x in range(count) for y in range(count)]


def test_of_squares_an_outline_holds_all_part_or_nothing() -> None:
    held_of = in_each(shapely.box(1, 1, 3.5, 3), squares(5))
    whole = dict.fromkeys([(1, 1), (1, 2), (2, 1), (2, 2)], 1.0)
    expected = {**whole, (3, 1): 0.5, (3, 2): 0.5}
    assert {divmod(int(n), 5): held_of[n] for n in np.flatnonzero(held_of)} == expected


def test_what_lies_in_a_hole_or_between_two_parts_is_not_held() -> None:
    holed = shapely.box(0, 0, 30, 30).difference(shapely.box(5, 5, 25, 25))
    assert in_each(holed, squares(30)).sum() == 900 - 400
    assert in_each(shapely.union_all([shapely.box(0, 0, 3, 30), shapely.box(20, 0, 30, 30)]), squares(30)).sum() == 390
    assert in_each(holed, [shapely.box(6, 6, 24, 24)]).tolist() == [0]


def test_a_feature_around_the_outline_shares_all_of_it() -> None:
    assert in_each(shapely.box(4, 4, 5, 6), [shapely.box(0, 0, 10, 10), shapely.box(0, 0, 4.5, 10)]).tolist() == [2, 1]


def test_without_an_outline_or_without_features_nothing_is_held() -> None:
    assert in_each(shapely.MultiPolygon(), squares(3)).tolist() == [0] * 9
    assert in_each(shapely.box(0, 0, 1, 1), [shapely.MultiPolygon()]).tolist() == [0]
    found, area = Cover.of(rings()).held(rings(shapely.box(0, 0, 1, 1)))
    assert (len(found), len(area)) == (0, 0)


def test_only_the_shapes_along_the_outline_are_left_to_be_measured() -> None:
    """A square of 60 × 60 in 100 × 100 squares, its sides half-way through: 4 × 61 − 4 of these are cut."""
    cover = Cover.of(rings(*squares(100)))
    outline = edges_of(rings(shapely.box(20.5, 20.5, 80.5, 80.5)))
    _, value = held(outline, cover.tree, cover.shapes.area)
    assert (int(np.isnan(value).sum()), np.nansum(value)) == (4 * 61 - 4, 59 * 59)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("origin", [0.0, 1e6])
def test_it_is_what_the_overlaps_of_two_layers_are(seed: int, origin: float) -> None:
    rng = np.random.default_rng(seed)
    star = shapely.Polygon([(np.cos(a) * r, np.sin(a) * r) for a, r in zip(
        np.linspace(0, 2 * np.pi, 150, endpoint=False), rng.uniform(20, 90, 150))])
    outline = shapely.difference(star, shapely.Point(rng.uniform(-9, 9, 2)).buffer(rng.uniform(3, 15)))
    parts = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(-90, 90, (4000, 2)))))
    coast = shapely.Point(20, 10).buffer(70, quad_segs=2000)  # is cut into pieces
    shapes = (outline, *parts, coast, shapely.box(-9, 0, 9, 7))
    moved = [shapely.transform(one, lambda xy: xy + origin) for one in shapes]
    cover = Cover.of(rings(*moved[1:]))
    found, area = cover.held(rings(moved[0]))
    _, other, expected = cover.overlaps(rings(moved[0]))
    told, should = np.bincount(found, area, len(moved) - 1), np.bincount(other, expected, len(moved) - 1)
    np.testing.assert_allclose(told, should, rtol=1e-9, atol=1e-6 if origin else 1e-10)
    assert told[:-2].sum() == pytest.approx(outline.area, rel=1e-9)


# The ground around a geodesic


@pytest.mark.parametrize(("start", "end", "km"), [
    ((116.4, 39.9), (117.2, 39.1), 30),
    ((116.4, 39.9), (113.5, 36.2), 30),
    ((114.0, 42.0), (119.5, 41.8), 10),
    ((116.4, 39.9), (116.41, 39.9), 30),
    ((118.0, 37.0), (114.5, 38.0), 100),
    ((116.4, 39.9), (116.4, 40.9), 1),
])
def test_a_capsule_is_the_buffer_of_its_geodesic(start: Any, end: Any, km: float) -> None:
    line = np.array([geodesic_line([start, end])], dtype=object)
    (buffer,) = geodesic_buffers(line, LONLAT, km * 1000, ALBERS, 16)
    (capsule,) = projected(geodesic_capsules([(start, end)], km * 1000, 16), LONLAT, ALBERS)
    assert capsule.is_valid
    assert capsule.exterior.is_ccw
    assert capsule.area == pytest.approx(buffer.area, rel=1e-6)
    assert shapely.symmetric_difference(capsule, buffer).area < 4.0 * line[0].length * 111_000  # the line's 2 m aside
