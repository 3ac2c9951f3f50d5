"""Buffers in metres on the ground. Areas in km²; boundary set of shares on the region: bundled 1999."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.buffers.frames import _short_parts, geodesic_buffers
from jjj_planner_plugin.engine.geodesy import LONLAT, projected, working_crs

GEOD = pyproj.Geod(ellps="GRS80")
CORNERS = [(113.46, 36.05), (119.85, 36.05), (113.46, 42.61), (119.85, 42.61)]
AXES = ["A1", "A2", "A3"]
Call = Callable[..., Any]


def buffer(shape: shapely.Geometry, distance: float, epsg: int = 4490) -> tuple[shapely.Geometry, shapely.Geometry]:
    """The engine's buffer in its equal-area frame and in degrees; `shape` is in `epsg`."""
    crs = pyproj.CRS.from_epsg(epsg)
    shapes = np.array([shape], dtype=object)
    working = working_crs(shapes, crs)
    found = geodesic_buffers(shapes, crs, distance, working)
    return found[0], projected(found, working, LONLAT)[0]


def in_crs(shape: shapely.Geometry, epsg: int) -> shapely.Geometry:
    move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))


def geodesic_distances(outline: shapely.Geometry, line: shapely.Geometry, distance: float) -> np.ndarray:
    """Geodesic distance in metres from each vertex of the outline to the line, made of points 0.02 distances apart."""
    dense = shapely.get_coordinates(shapely.segmentize(line, 0.02 * distance / 111_000))
    vertices = shapely.get_coordinates(shapely.boundary(outline))
    squeezed = np.array([0.77, 1])  # a degree of longitude is about 0.77 of one of latitude here
    tree = shapely.STRtree(shapely.points(dense * squeezed))
    search = shapely.buffer(shapely.points(vertices * squeezed), 1.03 * distance / 111_000)
    vertex, point = tree.query(search, predicate="intersects")
    least = np.full(len(vertices), np.inf)
    np.minimum.at(least, vertex, GEOD.inv(*vertices[vertex].T, *dense[point].T)[2])
    return least


# Discs


@pytest.mark.parametrize(("lon", "lat"), CORNERS)
@pytest.mark.parametrize(("km", "expected"), [(50, 7_853.94), (100, 31_415.28), (150, 70_682.6)])
def test_a_disc_has_its_area_at_every_corner_of_the_region(lon: float, lat: float, km: int, expected: float) -> None:
    planar, degrees = buffer(shapely.Point(lon, lat), km * 1000)
    assert planar.area / 1e6 == pytest.approx(expected, rel=5e-4)
    exact, _ = GEOD.geometry_area_perimeter(degrees)
    assert abs(exact) / 1e6 == pytest.approx(expected, rel=5e-4)


@pytest.mark.parametrize("km", [0.1, 1, 50, 150, 500])
def test_every_point_on_a_discs_edge_is_at_its_distance(km: float) -> None:
    _, degrees = buffer(shapely.Point(116.49, 39.01), km * 1000)  # near a corner of its frame's cell
    edge = shapely.get_coordinates(degrees)
    metres = GEOD.inv(np.full(len(edge), 116.49), np.full(len(edge), 39.01), *edge.T)[2]
    assert metres.max() <= km * 1000 * 1.0005
    assert metres.min() >= km * 1000 * 0.9992  # halfway along an edge of a polygon of 256 sides it is 0.99992


def test_discs_far_from_the_region_have_their_area_too() -> None:
    for lon, lat in [(-58, -34), (15, 78), (179.0, 0)]:
        assert buffer(shapely.Point(lon, lat), 50_000)[0].area / 1e6 == pytest.approx(7_853.94, rel=5e-4)


# Lines


@pytest.mark.parametrize("distance", [500, 10_000, 30_000])
def test_a_line_through_many_frames_has_no_notch(distance: float) -> None:
    """Every vertex of the outline is at the distance from the line: also where two frames meet."""
    line = shapely.LineString([(114.51, 38.04), (115.46, 38.87), (116.40, 39.90), (117.20, 39.08), (119.59, 39.94)])
    planar, degrees = buffer(line, distance)
    found = geodesic_distances(degrees, line, distance)
    assert found.min() > distance * 0.999
    assert found.max() < distance * 1.001
    assert shapely.get_num_geometries(planar) == 1
    assert len(shapely.get_coordinates(degrees)) > 300


def test_a_lines_buffer_is_the_union_of_discs_along_it() -> None:
    line = shapely.LineString([(116.1, 39.1), (116.9, 39.6), (116.4, 39.9)])
    planar, _ = buffer(line, 10_000)
    discs = [buffer(shapely.Point(xy), 10_000)[0] for xy in shapely.get_coordinates(shapely.segmentize(line, 0.01))]
    union = shapely.union_all(discs)
    assert planar.area == pytest.approx(union.area, rel=1e-3)
    assert shapely.symmetric_difference(planar, union).area < 2e-3 * union.area


def test_stretches_keep_the_lines_length_and_owner() -> None:
    rng = np.random.default_rng(3)
    walks = [np.array([116, 39]) + np.cumsum(rng.normal(0, 0.15, (n, 2)), axis=0) for n in (2, 3, 40, 200)]
    lines = [shapely.LineString(walk) for walk in walks]
    shapes = np.array([*lines, shapely.MultiLineString([lines[0], lines[1]])], dtype=object)
    parts, owner = _short_parts(shapes)
    for position, shape in enumerate(shapes):
        assert shapely.length(parts[owner == position]).sum() == pytest.approx(shape.length, rel=1e-12)
        joined = shapely.line_merge(shapely.union_all(parts[owner == position]))
        assert shapely.hausdorff_distance(joined, shape) < 1e-9
    assert set(owner) == set(range(len(shapes)))


# Polygons


def test_a_polygons_buffer_contains_it_and_fills_narrow_holes_only() -> None:
    hole, pond = shapely.box(116.4, 39.4, 116.8, 39.8), shapely.box(116.2, 39.2, 116.21, 39.21)
    shape = shapely.box(116, 39, 117.2, 40.2).difference(shapely.union(hole, pond))
    planar, degrees = buffer(shape, 5_000)
    assert shapely.contains_properly(degrees, shape)
    assert shapely.get_num_interior_rings(degrees if degrees.geom_type == "Polygon" else degrees.geoms[0]) == 1
    assert not degrees.contains(shapely.Point(116.6, 39.6))
    assert degrees.contains(shapely.Point(116.205, 39.205))
    assert geodesic_distances(degrees, shape.boundary, 5_000).min() > 5_000 * 0.999
    assert planar.is_valid


def test_parts_that_lie_apart_are_both_buffered() -> None:
    two = shapely.MultiPoint([(114, 37), (119, 42)])
    planar, _ = buffer(two, 50_000)
    assert shapely.get_num_geometries(planar) == 2
    assert planar.area / 1e6 == pytest.approx(2 * 7_853.94, rel=5e-4)


@pytest.mark.parametrize("distance", [1_000, 20_000])
@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(118.3, 41.2),
        shapely.LineString([(114.5, 38.0), (114.9, 38.2), (115.2, 38.5), (115.5, 38.9)]),
        shapely.box(117.1, 38.6, 117.5, 38.9),
        shapely.MultiPolygon([shapely.box(117.1, 38.6, 117.5, 38.9), shapely.box(114.1, 41.6, 114.5, 41.9)]),
    ],
    ids=["point", "line", "polygon", "two polygons"],
)
def test_buffers_of_the_same_shape_in_four_crs_are_equal_within_a_thousandth(
    shape: shapely.Geometry, distance: float
) -> None:
    reference, _ = buffer(shape, distance)
    for epsg in (4549, 3857, 32650):
        other, _ = buffer(in_crs(shape, epsg), distance, epsg)
        assert other.area == pytest.approx(reference.area, rel=1e-3)
        # an edge of 50 km, straight here, is bent by some 50 m there
        assert shapely.hausdorff_distance(other, reference) < 100


# The task


def rings(path: str) -> tuple[gpd.GeoDataFrame, Any]:
    return pyogrio.read_dataframe(path, layer="rings"), pyogrio.read_dataframe(path, layer="ring_areas")


def test_rings_partition_the_disc(perform: Call, store: Call, tmp_path: Path, to_albers: Call) -> None:
    layer = store("places", [shapely.Point(116.4, 39.9), shapely.Point(118.2, 39.6)], name_zh=["北京", "唐山"])
    distances = [50_000, 10_000, 20_000, 20_000]
    perform("ring_buffers", layer=layer, distances_m=distances, output=str(tmp_path / "rings.gpkg"))
    perform("ring_buffers", layer=layer, distances_m=distances, kind="discs", output=str(tmp_path / "discs.gpkg"))
    ring, areas = rings(str(tmp_path / "rings.gpkg"))
    disc, _ = rings(str(tmp_path / "discs.gpkg"))
    assert list(ring["ring"]) == ["0–10 km", "10–20 km", "20–50 km"] * 2
    assert list(disc["ring"]) == ["0–10 km", "0–20 km", "0–50 km"] * 2
    assert list(ring["name_zh"]) == ["北京"] * 3 + ["唐山"] * 3
    for name in ("北京", "唐山"):
        mine = to_albers(ring[ring["name_zh"] == name].geometry)
        whole = to_albers(disc[disc["name_zh"] == name].geometry)
        assert shapely.area(mine).sum() == pytest.approx(shapely.area(whole)[-1], rel=1e-9)
        assert shapely.area(shapely.intersection(mine[0], mine[1])) < 1
        assert shapely.symmetric_difference(shapely.union_all(mine), whole[-1]).area < 100
    assert areas["area_m2"].to_numpy()[:6] == pytest.approx(shapely.area(to_albers(ring.geometry)), rel=1e-6)


def test_the_table_has_features_and_all_together_whatever_is_dissolved(
    perform: Call, store: Call, tmp_path: Path
) -> None:
    layer = store("places", [shapely.Point(116.4, 39.9), shapely.Point(116.5, 39.9)])
    tables = []
    for dissolve in (False, True):
        output = str(tmp_path / f"{dissolve}.gpkg")
        result = perform("ring_buffers", layer=layer, distances_m=[10_000], dissolve=dissolve, output=output)
        shapes, table = rings(output)
        assert result["rings"] == len(shapes) == (1 if dissolve else 2)
        tables.append(table)
    assert tables[0].equals(tables[1])
    assert list(tables[0]["scope"]) == ["feature", "feature", "dissolved"]
    single, joint = tables[0]["area_m2"][:2].sum(), tables[0]["area_m2"][2]
    assert single / 1e6 == pytest.approx(2 * 314.159, rel=5e-4)
    r, d = 10.0, GEOD.inv(116.4, 39.9, 116.5, 39.9)[2] / 1000
    lens = 2 * r**2 * np.arccos(d / (2 * r)) - d / 2 * np.sqrt(4 * r**2 - d**2)
    assert joint / 1e6 == pytest.approx(2 * np.pi * r**2 - lens, rel=5e-4)


def test_shares_on_land_and_in_the_region_at_sea_inland_and_beyond(perform: Call, store: Call, tmp_path: Path) -> None:
    places = {"inland": (115, 38.5), "sea": (119.3, 38.7), "Henan": (113.0, 34.5), "beyond": (125.0, 40.0)}
    layer = store("places", [shapely.Point(xy) for xy in places.values()], name_en=list(places))
    output = str(tmp_path / "rings.gpkg")
    result = perform("ring_buffers", layer=layer, distances_m=[20_000], output=output)
    table = rings(output)[1].set_index("name_en")
    assert table.loc["inland", ["land_share", "region_share"]].tolist() == [1, 1]
    assert table.loc["sea", ["land_share", "region_share"]].tolist() == [0, 0]
    assert table.loc["Henan", ["land_share", "region_share"]].tolist() == [1, 0]
    assert np.isnan(table.loc["beyond", "land_share"])
    assert table.loc["beyond", "region_share"] == 0
    assert "outside-land" in [warning["code"] for warning in result["warnings"]]
    assert set(table["boundary_set"]) == {"bundled-1999"}


def test_rings_come_in_the_layers_crs_with_its_ids(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("lines", [in_crs(shapely.LineString([(116, 39), (116.3, 39.2)]), 4549)], crs=4549, axis_id=["A9"])
    perform("ring_buffers", layer=layer, distances_m=[1_000], output=str(tmp_path / "rings.gpkg"))
    shapes, _ = rings(str(tmp_path / "rings.gpkg"))
    assert shapes.crs.to_epsg() == 4549
    assert (shapes.geom_type == "MultiPolygon").all()
    assert list(shapes["axis_id"]) == ["A9"]
    assert list(shapes["feature_id"]) == [1]
    # 4° from its meridian a Gauss-Krüger area is 0.3 % too large
    assert shapes.area.iloc[0] == pytest.approx(shapes["area_m2"].iloc[0] * 1.003, rel=1e-3)


# Figures of the axes: A1, A2, A3, their sum, union, union in the region and its share


@pytest.fixture(scope="module")
def axis_rings(tmp_path_factory: pytest.TempPathFactory, made_plan: Path) -> gpd.GeoDataFrame:
    from jjj_planner_plugin.engine import tasks
    from jjj_planner_plugin.engine.protocol import Job

    output = tmp_path_factory.mktemp("axes") / "discs.gpkg"
    params = {"layer": f"{made_plan}|layername=axes", "distances_m": [10_000, 30_000], "kind": "discs",
              "output": str(output)}
    tasks.perform({"task": "ring_buffers", "params": params}, Job({}))
    return pyogrio.read_dataframe(output, layer="ring_areas")


@pytest.mark.parametrize(
    ("km", "each", "union", "in_region", "share", "twice"),
    [
        (10, (3_549, 5_611, 5_946), 14_304, 14_094, 0.065, 801),
        (30, (12_489, 18_716, 19_721), 43_236, 40_567, 0.188, 7_691),
    ],
)
def test_rings_around_the_axes_have_their_known_areas(
    km: int, each: tuple[float, ...], union: float, in_region: float, share: float, twice: float,
    axis_rings: gpd.GeoDataFrame,
) -> None:
    rows = axis_rings[axis_rings["distance_to_m"] == km * 1000]
    single = rows[rows["scope"] == "feature"].set_index("axis_id")["area_m2"][AXES] / 1e6
    assert single.tolist() == pytest.approx(each, rel=2e-3)
    joint = rows[rows["scope"] == "dissolved"].iloc[0]
    assert joint["area_m2"] / 1e6 == pytest.approx(union, rel=2e-3)
    inside = joint["area_m2"] * joint["region_share"] / 1e6
    assert inside == pytest.approx(in_region, rel=2e-3)
    assert inside / 215_227 == pytest.approx(share, abs=1e-3)
    assert single.sum() - joint["area_m2"] / 1e6 == pytest.approx(twice, rel=0.01)


def test_rings_keep_the_layers_own_names(store: Call, perform: Call, tmp_path: Path) -> None:
    layer = store("stations", [shapely.Point(117.2, 39.1), shapely.Point(117.6, 39.0)], 名称=["河西", "塘沽"])
    perform("ring_buffers", layer=layer, distances_m=[1000], output=str(tmp_path / "r.gpkg"))
    rings = pyogrio.read_dataframe(tmp_path / "r.gpkg", layer="rings")
    assert list(rings["名称"]) == ["河西", "塘沽"]
