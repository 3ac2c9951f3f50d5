"""The union of many discs along the arcs that show. Oracle: GEOS, of discs with 2048 sides in one local frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.buffers.arcs import LIMIT_M, Discs, uncovered
from jjj_planner_plugin.engine.buffers.outlines import COARSE_SEGMENTS, outline, polygons
from jjj_planner_plugin.engine.geodesy import LONLAT, azimuthal_frame, transformer

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
FRAME = azimuthal_frame(116, 39)
KM = 1000.0


def joined(x: Any, y: Any, radius: Any) -> tuple[np.ndarray, shapely.Geometry]:
    """Ours and GEOS's union of discs around x, y (metres from 116° E, 39° N): polygons in FRAME and one geometry."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    radii = np.broadcast_to(np.asarray(radius, dtype=float), x.shape)
    lon, lat = FRAME.transform(x, y, direction="INVERSE")
    found = outline(Discs(np.asarray(lon), np.asarray(lat), radii), [FRAME])
    assert found is not None
    made = polygons(found)
    assert made is not None
    return made[0], shapely.union_all(shapely.buffer(shapely.points(x, y), radii, quad_segs=512))


def check(x: Any, y: Any, radius: Any) -> None:
    """Ours has the same parts and holes, the area within 5e-5, and no point farther off than 0.05 % of the radius.

    A hole of less than a thousandth of the radius's square is as narrow as the outline is uncertain.
    """
    ours, oracle = joined(x, y, radius)
    whole = shapely.multipolygons(ours)
    assert whole.is_valid
    assert len(ours) == shapely.get_num_geometries(oracle)
    holes = [[ring for part in shapely.get_parts(union) for ring in part.interiors
              if shapely.Polygon(ring).area > 1e-3 * np.max(radius) ** 2] for union in (whole, oracle)]
    assert len(holes[0]) == len(holes[1])
    assert whole.area == pytest.approx(oracle.area, rel=5e-5)
    off = 5e-4 * np.max(radius)
    assert shapely.difference(whole, oracle.buffer(off)).is_empty
    assert shapely.difference(oracle, whole.buffer(off)).is_empty


# By hand


def test_a_single_disc_has_its_true_area() -> None:
    ours, _ = joined([0.0], [0.0], KM)
    assert ours[0].area == pytest.approx(np.pi * KM**2, rel=1e-6)
    assert shapely.get_num_coordinates(ours[0]) == 4 * 24 + 1


def test_two_discs_share_their_lens_once() -> None:
    ours, _ = joined([0.0, 1200.0], [0.0, 0.0], KM)
    lens = 2 * KM**2 * np.arccos(0.6) - 600 * np.sqrt(4 * KM**2 - 1200**2)
    assert shapely.area(ours).sum() == pytest.approx(2 * np.pi * KM**2 - lens, rel=2e-5)
    assert len(ours) == 1


def test_a_disc_inside_another_and_a_disc_twice_add_nothing() -> None:
    ours, _ = joined([0.0, 100.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0], [KM, 300.0, KM, 200.0])
    assert len(ours) == 1
    assert shapely.area(ours).sum() == pytest.approx(np.pi * KM**2, rel=1e-6)


def test_a_ring_of_discs_leaves_its_hole_and_what_lies_in_the_hole() -> None:
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x, y = np.append(6 * KM * np.cos(angle), [0, 200]), np.append(6 * KM * np.sin(angle), [0, 0])
    ours, oracle = joined(x, y, KM)
    assert sorted(shapely.get_num_interior_rings(ours)) == [0, 1]
    assert shapely.area(ours).sum() == pytest.approx(oracle.area, rel=5e-5)
    check(x, y, KM)


# Against GEOS


@pytest.mark.parametrize("count", [2, 3, 10, 60, 200, 1000])
def test_random_discs_agree_with_geos(count: int) -> None:
    rng = np.random.default_rng(count)
    for _ in range(5):
        check(*rng.uniform(-9 * KM, 9 * KM, (2, count)), KM)


@pytest.mark.parametrize("widest", [1.2, 3, 30])
def test_discs_of_different_size_agree_with_geos(widest: float) -> None:
    rng = np.random.default_rng(int(10 * widest))
    for _ in range(5):
        check(*rng.uniform(-9 * KM, 9 * KM, (2, 150)), rng.uniform(100, 100 * widest, 150))


def test_crowded_discs_agree_with_geos() -> None:
    """Hundreds of centres within a radius of each other: most show nowhere and are left out early."""
    rng = np.random.default_rng(2)
    check(*rng.normal(0, 300, (2, 2000)), KM)
    check(*rng.uniform(-3 * KM, 3 * KM, (2, 3000)), KM)
    check(*rng.normal(0, 0.01, (2, 300)), KM)


def test_a_row_of_discs_close_together_has_the_area_of_a_strip() -> None:
    ours, _ = joined(np.arange(201) * 50.0, np.zeros(201), KM)
    scallops = 200 * 50.0**3 / (12 * KM)  # of the strip's edge, between the circles
    assert shapely.area(ours).sum() == pytest.approx(np.pi * KM**2 + 20 * KM**2 - scallops, rel=2e-5)


@pytest.mark.parametrize("spacing", [KM * np.sqrt(2), KM * np.sqrt(3), KM, 500.0, 250.0])
def test_lattices_where_many_circles_meet_in_one_point_have_no_loose_ends(spacing: float) -> None:
    x, y = np.meshgrid(np.arange(15) * spacing, np.arange(15) * spacing)
    ours, oracle = joined(x.ravel(), y.ravel(), KM)
    assert shapely.multipolygons(ours).is_valid
    assert shapely.area(ours).sum() == pytest.approx(oracle.area, rel=1e-4)


def test_discs_that_only_touch_are_all_there() -> None:
    x, y = np.meshgrid(np.arange(15) * 2 * KM, np.arange(15) * 2 * KM)
    ours, _ = joined(x.ravel(), y.ravel(), KM)
    assert shapely.multipolygons(ours).is_valid
    assert shapely.area(ours).sum() == pytest.approx(225 * np.pi * KM**2, rel=1e-4)


def test_a_ring_between_two_unions_is_their_difference() -> None:
    rng = np.random.default_rng(7)
    lon, lat = FRAME.transform(*rng.uniform(-15 * KM, 15 * KM, (2, 150)), direction="INVERSE")
    near, far = (outline(Discs(np.asarray(lon), np.asarray(lat), np.full(150, metres)), [FRAME])
                 for metres in (700.0, 1500.0))
    assert near is not None
    assert far is not None
    inner, outer, ring = polygons(near), polygons(far), polygons(far, near)
    assert inner is not None
    assert outer is not None
    assert ring is not None
    whole = shapely.multipolygons(ring[0])
    assert whole.is_valid
    expected = shapely.difference(shapely.multipolygons(outer[0]), shapely.multipolygons(inner[0]))
    assert shapely.symmetric_difference(whole, expected).area < 1e-3


def test_coarse_outlines_have_the_true_area_too() -> None:
    """With 16 segments a quarter circle, where inscribed polygons would lack 0.16 %."""
    rng = np.random.default_rng(11)
    x, y = rng.uniform(-15 * KM, 15 * KM, (2, 300))
    lon, lat = FRAME.transform(x, y, direction="INVERSE")
    found = outline(Discs(np.asarray(lon), np.asarray(lat), np.full(300, KM)), [FRAME], COARSE_SEGMENTS)
    assert found is not None
    made = polygons(found)
    assert made is not None
    oracle = shapely.union_all(shapely.buffer(shapely.points(x, y), KM, quad_segs=512))
    assert shapely.area(made[0]).sum() == pytest.approx(oracle.area, rel=1e-4)
    assert shapely.multipolygons(made[0]).is_valid
    assert shapely.difference(shapely.multipolygons(made[0]), oracle.buffer(0.9)).is_empty


# On the ellipsoid


@pytest.mark.parametrize("km", [0.05, 1, 20])
@pytest.mark.parametrize(("lon", "lat"), [(113.5, 36.1), (119.8, 42.6), (-70, -50), (15, 0)])
def test_the_outline_is_at_its_distance_from_the_nearest_centre(lon: float, lat: float, km: float) -> None:
    geod = pyproj.Geod(ellps="GRS80")
    rng = np.random.default_rng(1)
    lons, lats = lon + rng.uniform(-3, 3, 12) * km / 111, lat + rng.uniform(-3, 3, 12) * km / 111
    found = outline(Discs(lons, lats, np.full(12, km * KM)), [transformer(LONLAT.to_wkt(), LONLAT.to_wkt())])
    assert found is not None
    edge = found.vertices[0]
    metres = np.array([geod.inv(np.full(len(edge), x), np.full(len(edge), y), *edge.T)[2] for x, y in zip(lons, lats)])
    assert metres.min(axis=0).min() > km * KM * 0.9999
    assert metres.min(axis=0).max() < km * KM * 1.0004


def test_places_that_this_way_does_not_reach_are_left_to_geos() -> None:
    for lon, lat, radius in ((116, 39, LIMIT_M * 1.01), (10, 84.95, 9000.0), (179.95, 10, 9000.0)):
        assert uncovered(Discs(np.array([lon]), np.array([lat]), np.array([radius])), 0.1) is None


# The task


@pytest.mark.parametrize("crs", [4490, 3857, 4549, ALBERS])
def test_many_points_dissolved_agree_with_geos_in_any_crs(
    crs: Any, perform: Call, store: Call, tmp_path: Path, to_albers: Call
) -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(116, 117.2, 1500), rng.uniform(39, 40, 1500)
    move = pyproj.Transformer.from_crs(4490, crs, always_xy=True)
    layer = store("stops", shapely.points(*move.transform(lon, lat)), crs)
    output = tmp_path / "rings.gpkg"
    result = perform("ring_buffers", layer=layer, distances_m=[500, 1500], dissolve=True, output=str(output))
    assert result["rings"] == 2
    rings = pyogrio.read_dataframe(output, layer="rings")
    discs = shapely.union_all(shapely.buffer(shapely.points(*FRAME.transform(lon, lat)), 1500, quad_segs=64))
    small = shapely.union_all(shapely.buffer(shapely.points(*FRAME.transform(lon, lat)), 500, quad_segs=64))
    assert rings["area_m2"].tolist() == pytest.approx([small.area, discs.area - small.area], rel=3e-4)
    measured = shapely.area(to_albers(rings.to_crs(4490).geometry))
    assert measured == pytest.approx(rings["area_m2"].to_numpy(), rel=1e-5)
    assert rings.geometry.is_valid.all()


def test_multipoints_with_distances_of_their_own_are_joined_too(perform: Call, store: Call, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    groups = [shapely.MultiPoint(rng.uniform([116, 39], [116.5, 39.5], (5, 2))) for _ in range(300)]
    metres = rng.uniform(100, 900, 300)
    layer = store("groups", groups, metres=metres)
    output = tmp_path / "rings.gpkg"
    perform("ring_buffers", layer=layer, distance_field="metres", dissolve=True, output=str(output))
    found = pyogrio.read_dataframe(output, layer="ring_areas").set_index("scope").loc["dissolved", "area_m2"]
    xy = shapely.get_coordinates(groups)
    discs = shapely.buffer(shapely.points(*FRAME.transform(*xy.T)), np.repeat(metres, 5), quad_segs=64)
    assert found == pytest.approx(shapely.union_all(discs).area, rel=3e-4)


def test_rings_a_metre_apart_are_cut_from_each_other_too(perform: Call, store: Call, tmp_path: Path) -> None:
    """Nearer than outlines are exact, so GEOS does it."""
    rng = np.random.default_rng(6)
    layer = store("stops", shapely.points(rng.uniform(116, 116.3, 1100), rng.uniform(39, 39.3, 1100)))
    perform("ring_buffers", layer=layer, distances_m=[1000, 1001], dissolve=True, output=str(tmp_path / "r.gpkg"))
    disc, ring = pyogrio.read_dataframe(tmp_path / "r.gpkg", layer="rings")["area_m2"]
    perform("ring_buffers", layer=layer, distances_m=[1001], dissolve=True, output=str(tmp_path / "d.gpkg"))
    whole = pyogrio.read_dataframe(tmp_path / "d.gpkg", layer="rings")["area_m2"][0]
    assert disc + ring == pytest.approx(whole, rel=5e-5)
    assert ring < 1e-3 * disc


def test_very_many_points_dissolved_are_measured_together_only(perform: Call, store: Call, tmp_path: Path) -> None:
    """As dense as 100 000 points in the region."""
    rng = np.random.default_rng(5)
    layer = store("points", shapely.points(rng.uniform(114, 116.5, 30_000), rng.uniform(37, 40, 30_000)))
    result = perform("ring_buffers", layer=layer, distances_m=[1000], dissolve=True, output=str(tmp_path / "r.gpkg"))
    assert [warning["code"] for warning in result["warnings"]] == ["together-only"]
