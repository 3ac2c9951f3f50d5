"""Strips on one side of a line, in metres on the ground."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.buffers.sides import one_sided
from jjj_planner_plugin.engine.geodesy import LONLAT, azimuthal_frame, projected, working_crs

Call = Callable[..., Any]
GEOD = pyproj.Geod(ellps="GRS80")
FRAME = azimuthal_frame(116, 39)
KM = 1000.0
# x, y in km from 116° E, 39° N
BENT = [(0, 0), (4, 0), (6, 3), (10, 3), (11, 0)]
U_TURN = [(0, 0), (5, 0), (5, 1), (0, 1)]
HAIRPIN = [(0, 0), (5, 0), (0.5, 0.6)]
CROSSING = [(0, 0), (6, 0), (6, 4), (3, 4), (3, -4)]


def line(places: list[tuple[float, float]]) -> shapely.LineString:
    """In degrees, from kilometres in the frame, a vertex every 100 m so that no edge is bent by the change."""
    flat = shapely.segmentize(shapely.LineString(np.array(places) * KM), 100)
    return shapely.transform(flat, lambda xy: np.column_stack(FRAME.transform(*xy.T, direction="INVERSE")))


def strip(shape: shapely.Geometry, distance: float, side: str, epsg: int = 4490) -> tuple[Any, Any]:
    """The strip in the equal-area frame and in FRAME; `shape` is in `epsg`."""
    crs = pyproj.CRS.from_epsg(epsg)
    shapes = np.array([shape], dtype=object)
    working = working_crs(shapes, crs)
    found = one_sided(shapes, crs, distance, side, working)
    local = shapely.transform(projected(found, working, LONLAT)[0],
                              lambda xy: np.column_stack(FRAME.transform(*xy.T)))
    return found[0], local


def on_the_side(places: list[tuple[float, float]], distance: float, side: str) -> np.ndarray:
    """By brute force: points of a 20 m grid whose nearest point of the line is within the distance and on that side.

    What is nearest to a corner lies outside of it; what is nearest to an end is on no side.
    """
    xy = np.array(places) * KM
    reach = distance + 40
    x, y = (axis.ravel() for axis in np.meshgrid(
        np.arange(xy[:, 0].min() - reach, xy[:, 0].max() + reach, 20),
        np.arange(xy[:, 1].min() - reach, xy[:, 1].max() + reach, 20)))
    along, best, sign = np.diff(xy, axis=0), np.full(len(x), np.inf), np.zeros(len(x))
    for (x0, y0), (dx, dy) in zip(xy, along):
        part = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
        away = np.where((part > 0) & (part < 1), np.hypot(x - x0 - part * dx, y - y0 - part * dy), np.inf)
        sign = np.where(away < best, np.sign(dx * (y - y0) - dy * (x - x0)), sign)
        best = np.minimum(best, away)
    turns = along[:-1, 0] * along[1:, 1] - along[:-1, 1] * along[1:, 0]
    for (x0, y0), outside in zip(xy, [0, *-np.sign(turns), 0]):
        away = np.hypot(x - x0, y - y0)
        sign = np.where(away < best, outside, sign)
        best = np.minimum(best, away)
    wanted = (best <= distance) & (sign == (1 if side == "left" else -1))
    return np.column_stack([x, y])[wanted]


# By hand


@pytest.mark.parametrize("azimuth", [0, 37, 90, 200])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("lon", "lat"), [(113.5, 36.1), (116.4, 39.9), (119.8, 42.6)])
def test_a_straight_line_of_10_km_has_10_km2_on_one_side_at_1_km(
    lon: float, lat: float, azimuth: float, side: str
) -> None:
    points = GEOD.fwd(np.full(101, lon), np.full(101, lat), np.full(101, azimuth), np.arange(101) * 100.0)
    planar, _ = strip(shapely.LineString(np.column_stack(points[:2])), KM, side)
    assert planar.area == pytest.approx(10e6, rel=1e-4)
    assert planar.is_valid


def test_left_and_right_are_those_of_the_lines_direction() -> None:
    east = line([(0, 0), (10, 0)])
    assert shapely.contains(strip(east, KM, "left")[1], shapely.Point(5000, 500))
    assert shapely.contains(strip(east, KM, "right")[1], shapely.Point(5000, -500))
    assert shapely.contains(strip(shapely.reverse(east), KM, "left")[1], shapely.Point(5000, -500))


def test_the_ends_are_flat() -> None:
    _, local = strip(line([(0, 0), (10, 0)]), KM, "left")
    west, south, east, north = local.bounds
    assert (west, south) == pytest.approx((0, 0), abs=0.5)
    assert (east, north) == pytest.approx((10 * KM, KM), abs=0.5)


def test_outside_a_right_angle_there_is_a_quarter_disc_and_inside_no_ground_twice() -> None:
    corner = line([(0, 0), (5, 0), (5, 5)])
    outside, inside = strip(corner, KM, "right")[0], strip(corner, KM, "left")[0]
    assert outside.area == pytest.approx(10e6 + np.pi * 1e6 / 4, rel=1e-4)
    assert inside.area == pytest.approx(9e6, rel=1e-4)


def test_a_closed_line_has_its_buffer_outside_and_its_inside_within() -> None:
    square = line([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)])
    assert strip(square, KM, "right")[0].area == pytest.approx((16 + np.pi) * 1e6, rel=1e-4)
    assert strip(square, KM, "left")[0].area == pytest.approx(12e6, rel=1e-4)


# Properties


@pytest.mark.parametrize("places", [BENT, U_TURN, HAIRPIN], ids=["bent", "u-turn", "hairpin"])
@pytest.mark.parametrize("distance", [300.0, 900.0, 2000.0])
def test_what_lies_nearest_to_the_side_is_in_the_strip(places: list[tuple[float, float]], distance: float) -> None:
    """All of it, but for the points that the two ways see on the other side of an edge of the strip."""
    for side in ("left", "right"):
        _, local = strip(line(places), distance, side)
        points = shapely.points(on_the_side(places, distance, side))
        assert local.is_valid
        assert shapely.contains(shapely.buffer(local, 1), points).all()


@pytest.mark.parametrize("places", [BENT, U_TURN, HAIRPIN, CROSSING], ids=["bent", "u-turn", "hairpin", "crossing"])
@pytest.mark.parametrize("distance", [100.0, 900.0])
def test_left_and_right_together_are_the_buffer_without_its_round_ends(
    places: list[tuple[float, float]], distance: float
) -> None:
    both = shapely.union_all([strip(line(places), distance, side)[1] for side in ("left", "right")])
    flat = shapely.buffer(shapely.LineString(np.array(places) * KM), distance, quad_segs=64, cap_style="flat")
    assert shapely.symmetric_difference(both, flat).area < 2e-3 * flat.area


def test_the_strips_of_a_line_in_four_crs_are_equal_within_a_thousandth() -> None:
    shape = line(BENT)
    reference = strip(shape, KM, "left")[0].area
    for epsg in (4549, 3857, 32650):
        move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
        other = shapely.transform(shape, lambda xy, to=move: np.column_stack(to.transform(*xy.T)))
        assert strip(other, KM, "left", epsg)[0].area == pytest.approx(reference, rel=1e-3)


@pytest.mark.parametrize("km", [0.1, 5, 60])
def test_the_far_edge_of_a_long_straight_strip_is_at_its_distance(km: float) -> None:
    points = GEOD.fwd(np.full(301, 114.0), np.full(301, 37.0), np.full(301, 40.0), np.arange(301) * KM)
    shape = shapely.LineString(np.column_stack(points[:2]))
    working = working_crs(np.array([shape]), LONLAT)
    found = one_sided(np.array([shape], dtype=object), LONLAT, km * KM, "left", working)[0]
    assert found.area == pytest.approx(300 * km * 1e6, rel=2e-4)  # on a curved earth the far edge is shorter
    edge = shapely.segmentize(projected(np.array([found]), working, LONLAT)[0].exterior, 0.01)
    vertices = shapely.get_coordinates(edge)
    dense = shapely.get_coordinates(shapely.segmentize(shape, 0.002))
    squeezed = np.array([0.78, 1])
    nearest = dense[shapely.STRtree(shapely.points(dense * squeezed)).nearest(shapely.points(vertices * squeezed))]
    metres = GEOD.inv(*vertices.T, *nearest.T)[2]
    assert max(metres) < km * KM * 1.002 + 60


# The task


def test_rings_of_one_side_partition_the_strip(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("roads", [line(BENT), shapely.MultiLineString([line(U_TURN), line([(20, 0), (21, 0)])])])
    params = {"layer": layer, "distances_m": [200, 600], "side": "left"}
    perform("ring_buffers", **params, output=str(tmp_path / "rings.gpkg"))
    perform("ring_buffers", **params, kind="discs", output=str(tmp_path / "discs.gpkg"))
    rings, discs = (pyogrio.read_dataframe(tmp_path / f"{name}.gpkg", layer="rings") for name in ("rings", "discs"))
    sums = rings.groupby("feature_id")["area_m2"].sum()
    whole = discs[discs["ring_no"] == 2].set_index("feature_id")["area_m2"]
    assert sums.to_dict() == pytest.approx(whole.to_dict(), rel=1e-6)
    assert rings.geometry.is_valid.all()


def test_only_lines_have_sides(perform: Call, store: Call, refused: Call, folder: Path) -> None:
    output = str(folder / "r.gpkg")
    for shape in (shapely.Point(116, 39), shapely.box(116, 39, 117, 40)):
        layer = store("shape", [shape])
        assert refused("ring_buffers", layer=layer, distances_m=[10], side="left", output=output) == "wrong-geometry"


def test_a_line_of_no_length_or_of_repeated_points_does_no_harm(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("lines", [shapely.LineString([(116, 39), (116, 39), (116.1, 39), (116.1, 39)])])
    perform("ring_buffers", layer=layer, distances_m=[10], side="right", output=str(tmp_path / "r.gpkg"))
    length = GEOD.inv(116, 39, 116.1, 39)[2]
    assert pyogrio.read_dataframe(tmp_path / "r.gpkg", layer="rings")["area_m2"][0] == pytest.approx(10 * length, 1e-4)
