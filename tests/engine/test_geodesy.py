"""Areas and lengths on the ellipsoid, whatever the CRS. Figures: computed once, independently (km², km)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.geodesy import (
    LONLAT,
    area_m2,
    densified,
    geodesic_line,
    length_m,
    multiple,
    projected,
    working_crs,
)
from jjj_planner_plugin.engine.lengths import lengths_m

FACTS = json.loads((Path(__file__).resolve().parents[2] / "resources/data/plan_structure.json").read_text("utf-8"))
TRIANGLE = [(114, 37), (119, 38), (116, 42)]
FOUR_CRS = [4490, 4549, 3857, 32650]


def in_crs(shape: shapely.Geometry, epsg: int) -> shapely.Geometry:
    """The vertices moved to another CRS, no others added: the edges are straight there."""
    move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))


def area_km2(shape: shapely.Geometry, epsg: int) -> float:
    return float(area_m2(np.array([in_crs(shape, epsg)]), pyproj.CRS.from_epsg(epsg))[0]) / 1e6


def test_a_triangle_with_edges_straight_in_degrees_has_its_known_area() -> None:
    assert area_km2(shapely.Polygon(TRIANGLE), 4490) == pytest.approx(110_574, rel=1e-5)


@pytest.mark.parametrize("epsg", [3857, 4549, 32650])
def test_the_same_corners_with_edges_straight_elsewhere_enclose_1_0_to_1_4_percent_more(epsg: int) -> None:
    assert 1.0095 < area_km2(shapely.Polygon(TRIANGLE), epsg) / 110_574 < 1.0145


def test_a_triangle_of_geodesics_has_the_area_that_geographiclib_gives() -> None:
    ring = geodesic_line([*TRIANGLE, TRIANGLE[0]], step_km=2)
    exact, _ = pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shapely.Polygon(TRIANGLE))
    found = area_m2(np.array([shapely.Polygon(ring)]), LONLAT)[0]
    assert found == pytest.approx(abs(exact), rel=1e-6)
    assert 1.0095 < found / 110_574e6 < 1.0145


@pytest.mark.parametrize("epsg", FOUR_CRS)
@pytest.mark.parametrize(("lon", "lat"), [(113.5, 36.1), (119.3, 36.1), (113.5, 42.1), (119.3, 42.1), (116.5, 39)])
def test_edges_below_50_km_give_the_same_area_in_four_crs(epsg: int, lon: float, lat: float) -> None:
    box = shapely.box(lon, lat, lon + 0.5, lat + 0.4)
    exact, _ = pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shapely.segmentize(box, 0.001))
    assert area_km2(box, epsg) == pytest.approx(abs(exact) / 1e6, rel=1e-4)


@pytest.mark.parametrize(
    ("west", "south", "east", "north"),
    [(120, 30, 122, 31), (73, 18, 135, 53), (-60, -35, -55, -30), (-180, -90, 180, 90), (10, 79, 20, 84)],
    ids=["Shanghai", "China", "Uruguay", "the world", "Svalbard"],
)
def test_areas_outside_the_region_are_ellipsoidal_too(west: float, south: float, east: float, north: float) -> None:
    """A box of parallels and meridians has a closed formula (Snyder 1987, eq. 3-12)."""
    grs80 = pyproj.Geod(ellps="GRS80")

    def authalic(latitude: float) -> float:
        e = np.sqrt(grs80.es)
        s = np.sin(np.radians(latitude))
        return (1 - e * e) * (s / (1 - (e * s) ** 2) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))

    exact = grs80.a**2 / 2 * np.radians(east - west) * (authalic(north) - authalic(south))
    assert area_m2(np.array([shapely.box(west, south, east, north)]), LONLAT)[0] == pytest.approx(exact, rel=1e-5)


def test_the_working_frame_is_the_regions_albers_here_and_another_elsewhere() -> None:
    here, elsewhere = shapely.box(113, 36, 120, 43), shapely.box(120, 30, 122, 31)
    assert "+proj=aea +lat_1=37 +lat_2=41.5" in working_crs(np.array([here]), LONLAT).srs
    assert "+proj=cea" in working_crs(np.array([elsewhere]), LONLAT).srs


def test_the_regions_albers_is_within_a_hundred_thousandth_of_the_ellipsoid() -> None:
    factors = pyproj.Proj(working_crs(np.array([shapely.box(113, 36, 120, 43)]), LONLAT)).get_factors(
        [113, 116.5, 120], [36, 39, 43])
    assert list(factors.areal_scale) == pytest.approx([1, 1, 1], abs=1e-8)


def test_no_edge_is_longer_than_2_km_after_densifying_in_feet_metres_or_degrees() -> None:
    degrees = shapely.LineString([(116, 39), (117, 39)])
    for crs in (pyproj.CRS.from_epsg(4490), pyproj.CRS.from_epsg(4549), pyproj.CRS("+proj=utm +zone=50 +units=us-ft")):
        line = projected(np.array([degrees]), LONLAT, crs)
        dense = shapely.get_coordinates(projected(densified(line, crs), crs, LONLAT))
        steps = pyproj.Geod(ellps="GRS80").inv(*dense[:-1].T, *dense[1:].T)[2]
        assert 1000 < steps.max() < 2250


def test_an_empty_layer_has_no_areas() -> None:
    assert area_m2(np.empty(0, dtype=object), LONLAT).shape == (0,)


@pytest.mark.parametrize(
    ("axis", "extended", "expected"),
    [("A1", False, 162.1), ("A2", False, 264.8), ("A2", True, 422.1), ("A3", False, 281.6)],
)
def test_an_axis_has_its_known_length(axis: str, extended: bool, expected: float) -> None:
    fact = next(fact for fact in FACTS["axes"] if fact["id"] == axis)
    seats = {place["adcode"]: (place["lon"], place["lat"]) for place in fact["member_points"]}
    order = fact["order"] + (fact["extension"] if extended else [])
    line = geodesic_line([seats[code] for code in order])
    assert length_m(line) / 1000 == pytest.approx(expected, abs=0.1)


def test_a_geodesic_line_keeps_its_places_and_strays_less_than_2_m_between_its_vertices() -> None:
    places = [(116.4, 39.9), (118.2, 39.6), (119.6, 39.9)]
    line = geodesic_line(places)
    xy = shapely.get_coordinates(line)
    assert {tuple(place) for place in places} <= {tuple(point) for point in xy}
    geod = pyproj.Geod(ellps="GRS80")
    middles = (xy[:-1] + xy[1:]) / 2
    true = np.array([geod.npts(*a, *b, 1)[0] for a, b in zip(xy[:-1], xy[1:], strict=True)])
    assert geod.inv(*middles.T, *true.T)[2].max() < 2


def test_every_polygon_becomes_a_multipolygon_with_the_same_shape() -> None:
    single, double = shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
    made = multiple(np.array([single, double], dtype=object))
    assert [shape.geom_type for shape in made] == ["MultiPolygon", "MultiPolygon"]
    assert shapely.equals(made, [single, double]).all()


def test_the_length_of_a_line_in_parts_is_that_of_its_parts() -> None:
    """Without the way from one part to the next."""
    one, other = [(116, 39), (116, 39.1)], [(118, 39), (118, 39.2), (118.1, 39.2)]
    lines = [shapely.LineString(), shapely.MultiLineString([one, other])]
    geod = pyproj.Geod(ellps="GRS80")
    whole = geod.line_length(*zip(*one)) + geod.line_length(*zip(*other))
    assert lengths_m(np.array(lines, dtype=object), LONLAT) == pytest.approx([0, whole])


def test_an_empty_part_or_hole_is_left_out_before_anything_is_densified() -> None:
    square = shapely.box(116, 39, 116.1, 39.1)
    hollow = shapely.from_wkt(["MULTIPOLYGON (((116 39, 116.1 39, 116.1 39.1, 116 39.1, 116 39)), EMPTY)",
                               "POLYGON ((116 39, 116.1 39, 116.1 39.1, 116 39.1, 116 39), EMPTY)"])
    assert area_m2(hollow, LONLAT) == pytest.approx(np.repeat(area_m2(np.array([square]), LONLAT), 2))
