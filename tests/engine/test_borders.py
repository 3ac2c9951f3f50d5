"""Borders and what faces what across them: squares and strips by hand, then the bundled units."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.borders import cut
from jjj_planner_plugin.engine.shared_borders import shared_borders

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
TALL = 10_000.0  # height of the two squares, m
NORTH = "+proj=aeqd +lat_0=39 +lon_0=116.5 +ellps=GRS80"  # true along its middle meridian


@pytest.fixture
def mirror(perform: Call, tmp_path: Path) -> Callable[..., tuple[gpd.GeoDataFrame, pd.DataFrame]]:
    """`mirror(layer, …)`: the layer `borders` and the table `mirror`; the layer's `attrs` hold the result."""

    def run(layer: str, **params: Any) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
        output = tmp_path / "mirror.gpkg"
        result = perform("border_mirror", layer=layer, output=str(output), **params)
        borders = pyogrio.read_dataframe(output, layer="borders")
        borders.attrs = result
        return borders, pyogrio.read_dataframe(output, layer="mirror")

    return run


@pytest.fixture
def squares(store: Call) -> str:
    """A west and a east of the meridian 116.5°, which is their border; 10 km on the ground."""
    boxes = [shapely.box(-TALL, 0, 0, TALL), shapely.box(0, 0, TALL, TALL)]
    return store("squares", boxes, NORTH, XZQDM=["130001", "130002"], XZQMC=["甲县", "乙县"])


def lengths(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.a_class, row.b_class): row.length_m for row in table.itertuples()}


def check_identity(borders: gpd.GeoDataFrame, table: pd.DataFrame) -> None:
    """Stretches sum to the table's rows and these to the borders; the lines are as long as stated."""
    keys = ["a_code", "b_code", "a_class", "b_class"]
    summed = borders.groupby(keys)["length_m"].agg(["sum", "size"])
    stated = table.set_index(keys).sort_index()
    assert summed["sum"].to_numpy() == pytest.approx(stated["length_m"].to_numpy(), abs=0.01 * len(borders))
    assert (summed["size"].to_numpy() == stated["stretches"].to_numpy()).all()
    pairs = table.groupby(["a_code", "b_code"])
    assert pairs["share"].sum().to_numpy() == pytest.approx(np.ones(len(pairs)), abs=1e-7)
    assert pairs["length_m"].sum().to_numpy() == pytest.approx(pairs["border_m"].first().to_numpy(), rel=1e-7)
    geod = pyproj.Geod(ellps="GRS80")
    measured = [geod.geometry_length(line) for line in borders.to_crs(4490).geometry]
    assert measured == pytest.approx(borders["length_m"].tolist(), abs=0.01, rel=1e-6)


def test_strips_of_classes_face_each_other_over_their_common_heights(mirror: Call, store: Call, squares: str) -> None:
    strips = [
        shapely.box(-5000, 0, 0, 4000), shapely.box(-5000, 4000, 0, TALL),  # west: farm to 4 km, then town
        shapely.box(0, 0, 5000, 7000), shapely.box(0, 7000, 5000, TALL),  # east: wood to 7 km, then works
    ]
    layer = store("landuse", strips, NORTH, DLMC=["farm", "town", "wood", "works"])
    borders, table = mirror(layer, class_field="DLMC", jurisdictions=squares, distance_m=500)
    expected = {("farm", "wood"): 4000, ("town", "wood"): 3000, ("town", "works"): 3000}
    assert lengths(table) == pytest.approx(expected, abs=0.1)
    assert table["share"].tolist() == pytest.approx([0.4, 0.3, 0.3], abs=1e-5)
    assert table["border_m"].tolist() == pytest.approx([TALL] * 3, rel=1e-6)
    assert len(borders) == 3
    assert borders[["a_code", "a_name", "b_code", "b_name"]].drop_duplicates().to_numpy().tolist() == [
        ["130001", "甲县", "130002", "乙县"]]
    check_identity(borders, table)


def test_a_class_farther_than_the_distance_does_not_face_the_border(mirror: Call, store: Call, squares: str) -> None:
    strips = [shapely.box(-900, 2000, -300, 6000), shapely.box(600, 0, 900, TALL)]
    layer = store("landuse", strips, NORTH, kind=["works", "wood"])
    near = lengths(mirror(layer, class_field="kind", jurisdictions=squares, distance_m=200)[1])
    assert near == pytest.approx({("", ""): TALL}, rel=1e-6)
    # within 500 m of the western strip: 4 000 m of its own, and √(500² − 300²) = 400 m beyond either end
    middle = lengths(mirror(layer, class_field="kind", jurisdictions=squares, distance_m=500)[1])
    assert middle == pytest.approx({("", ""): 5200, ("works", ""): 4800}, abs=0.2)
    far = lengths(mirror(layer, class_field="kind", jurisdictions=squares, distance_m=601)[1])
    beyond = (601**2 - 300**2) ** 0.5
    assert far == pytest.approx({("works", "wood"): 4000 + 2 * beyond, ("", "wood"): 6000 - 2 * beyond}, abs=0.2)


def test_of_two_classes_the_nearer_one_faces_the_border(mirror: Call, store: Call, squares: str) -> None:
    strips = [shapely.box(-400, 0, -200, TALL), shapely.box(-200, 0, -100, 5000)]
    layer = store("landuse", strips, NORTH, kind=["behind", "before"])
    table = mirror(layer, class_field="kind", jurisdictions=squares, distance_m=500)[1]
    # beyond y = 5 000 'before' stays nearer until its corner, 100 m off, is as far as 'behind': √(200² − 100²)
    change = 5000 + (200**2 - 100**2) ** 0.5
    assert lengths(table) == pytest.approx({("before", ""): change, ("behind", ""): TALL - change}, abs=0.5)


@pytest.mark.parametrize(("spill", "west"), [(0.6, ""), (3.0, "town")])
def test_ground_that_spills_over_by_less_than_the_tolerance_is_not_across(
    mirror: Call, store: Call, squares: str, spill: float, west: str
) -> None:
    """A land-use layer is seldom drawn on exactly the jurisdictions' border."""
    layer = store("landuse", [shapely.box(-spill, 0, 2000, TALL)], NORTH, kind=["town"])
    table = mirror(layer, class_field="kind", jurisdictions=squares, distance_m=300)[1]
    assert lengths(table) == pytest.approx({(west, "town"): TALL}, rel=1e-6)


def test_ground_across_the_border_belongs_to_the_other_side(mirror: Call, store: Call, squares: str) -> None:
    """One feature over the border is on both sides of it."""
    layer = store("landuse", [shapely.box(-2000, 0, 2000, TALL)], NORTH, kind=["town"])
    table = mirror(layer, class_field="kind", jurisdictions=squares, distance_m=300)[1]
    assert lengths(table) == pytest.approx({("town", "town"): TALL}, rel=1e-6)


@pytest.mark.parametrize("gap", [0.8, -0.8])
def test_outlines_with_a_small_gap_or_overlap_still_share_their_border(mirror: Call, store: Call, gap: float) -> None:
    boxes = [shapely.box(-TALL, 0, 0, TALL), shapely.box(gap, 0, TALL, 4000), shapely.box(gap, 4000, TALL, TALL)]
    units = store("units", boxes, NORTH, adcode=["1", "2", "3"])
    layer = store("landuse", [shapely.box(-TALL, 0, TALL, TALL)], NORTH)
    _, table = mirror(layer, jurisdictions=units, distance_m=300)
    borders = table.set_index(["a_code", "b_code"])["border_m"].to_dict()
    assert borders == pytest.approx({("1", "2"): 4000, ("1", "3"): 6000, ("2", "3"): TALL - gap}, abs=1)


def test_a_gap_wider_than_the_tolerance_is_no_border(refused: Call, store: Call, tmp_path: Path) -> None:
    units = store("units", [shapely.box(-TALL, 0, 0, TALL), shapely.box(5, 0, TALL, TALL)], NORTH, adcode=["1", "2"])
    params = {"layer": units, "jurisdictions": units, "output": str(tmp_path / "o.gpkg")}
    assert refused("border_mirror", **params) == "no-borders"
    assert not list(tmp_path.glob("o.*"))


def test_units_are_dissolved_by_the_field(mirror: Call, store: Call) -> None:
    boxes = [shapely.box(x, y, x + 1000, y + 1000) for x in (0, 1000, 2000) for y in (0, 1000)]
    units = store("units", boxes, NORTH, adcode=list("abcdef"), city=["1", "1", "1", "1", "2", "2"],
                  city_zh=["甲市"] * 4 + ["乙市"] * 2)
    borders, table = mirror(units, class_field="adcode", jurisdictions=units, jurisdiction_field="city", distance_m=100)
    assert lengths(table) == pytest.approx({("c", "e"): 1000, ("d", "f"): 1000}, abs=0.1)
    assert set(zip(table["a_name"], table["b_name"])) == {("甲市", "乙市")}
    check_identity(borders, table)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"distance_m": 0}, "bad-distance"), ({"distance_m": 60_000}, "bad-distance"), ({"step_m": 0.5}, "bad-step"),
        ({"tolerance_m": 0}, "bad-border-tolerance"), ({"tolerance_m": 2000}, "bad-border-tolerance"),
        ({"jurisdiction_field": "none"}, "unknown-field"), ({"class_field": "none"}, "unknown-field"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    refused: Call, squares: str, tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    given = {"layer": squares, "jurisdictions": squares, "output": str(tmp_path / "o.gpkg"), **params}
    assert refused("border_mirror", **given) == code
    assert not list(tmp_path.glob("o.*"))


def test_the_same_border_in_four_crs_is_mirrored_alike(mirror: Call, store: Call) -> None:
    units = [shapely.box(116, 39, 116.1, 39.05), shapely.box(116.1, 39, 116.2, 39.05)]
    land = [shapely.box(116.05, 39, 116.1, 39.02), shapely.box(116.1, 39.01, 116.15, 39.05)]
    tables = []
    for epsg in (4490, 4548, 3857, 32650):
        move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)

        def to(shapes: list[Any], move: pyproj.Transformer = move) -> Any:
            return shapely.transform(shapes, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))

        own = store(f"u{epsg}", to(units), epsg, adcode=["1", "2"])
        layer = store(f"l{epsg}", to(land), epsg, k=["x", "y"])
        tables.append(mirror(layer, class_field="k", jurisdictions=own, distance_m=10)[1])
    geod = pyproj.Geod(ellps="GRS80")
    parts = [geod.inv(116.1, a, 116.1, b)[2] for a, b in ((39, 39.01), (39.01, 39.02), (39.02, 39.05))]
    for table in tables:
        assert lengths(table) == pytest.approx(
            {("x", ""): parts[0] - 10, ("x", "y"): parts[1] + 20, ("", "y"): parts[2] - 10}, abs=1)


# The lines themselves


def test_borders_of_a_coverage_are_half_of_its_inner_outlines() -> None:
    """Σ perimeters = outline + 2 × borders; Voronoi cells in a square, one of them with a hole in it."""
    rng = np.random.default_rng(2)
    frame = shapely.box(0, 0, 10_000, 10_000)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(rng.uniform(0, 10_000, (60, 2)))))
    cells = list(shapely.intersection(cells, frame))
    largest = int(np.argmax(shapely.area(cells)))
    inner = cells[largest].centroid.buffer(100)
    cells[largest] = cells[largest].difference(inner)
    whole = np.array([*cells, inner], dtype=object)
    found = shared_borders(whole, 0.01)
    expected = (shapely.length(whole).sum() - frame.length) / 2
    assert shapely.length(found["geometry"].to_numpy()).sum() == pytest.approx(expected, abs=0.05)
    assert (found["left"] < found["right"]).all()
    for row in found.itertuples():
        assert row.geometry.hausdorff_distance(whole[row.left].boundary.intersection(whole[row.right].boundary)) < 0.1


def test_the_first_jurisdiction_lies_on_the_left_of_its_border() -> None:
    found = shared_borders(np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)], dtype=object), 0.1)
    assert found["geometry"].iloc[0].wkt == "LINESTRING (10 0, 10 10)"


def test_a_border_around_the_start_of_a_ring_is_one_line() -> None:
    inner = shapely.box(0, 0, 10, 10)
    shell = shapely.box(-10, -10, 20, 20).difference(inner)
    north = shapely.intersection(shell, shapely.box(-10, 4, 20, 20))
    south = shapely.intersection(shell, shapely.box(-10, -10, 20, 4))
    found = shared_borders(np.array([inner, north, south], dtype=object), 0.01)
    lengths_by_pair = [(row.left, row.right, row.geometry.length) for row in found.itertuples()]
    assert lengths_by_pair[:2] == [(0, 1, pytest.approx(22)), (0, 2, pytest.approx(18))]


def test_a_line_cut_at_distances_is_whole_again_in_order() -> None:
    line = shapely.LineString([(0, 0), (3, 0), (3, 4), (10, 4)])
    parts = cut(line, np.array([0.0, 1.5, 3.0, 8.0]))
    assert [part.length for part in parts] == pytest.approx([1.5, 1.5, 5.0, 6.0])
    assert shapely.line_merge(shapely.union_all(parts)).equals(line)


# The bundled data


@pytest.mark.parametrize("field", ["province", "city"])
def test_the_borders_of_the_bundled_units_sum_to_their_inner_outlines(
    mirror: Call, bundled: Call, to_albers: Call, field: str
) -> None:
    borders, table = mirror(bundled("units"), class_field="zone_county", jurisdiction_field=field, distance_m=2000)
    units = pyogrio.read_dataframe(bundled("units").split("|")[0], layer="units")
    dissolved = units.dissolve(field).geometry
    whole = to_albers(dissolved)
    outline = to_albers([shapely.union_all(units.geometry.to_numpy())])
    expected = (shapely.length(whole).sum() - shapely.length(outline).sum()) / 2
    assert table["length_m"].sum() == pytest.approx(expected, rel=2e-3)  # Albers is true to 0.1 % in length
    meet = {(a, b) for (a, one), (b, other) in combinations(dissolved.items(), 2) if one.intersection(other).length > 0}
    assert set(zip(table["a_code"], table["b_code"])) == meet
    check_identity(borders, table)
    assert set(table["a_class"]) <= {"Z1", "Z2", "Z3", "Z4"}  # the units fill the region: nothing is empty


def test_across_the_border_of_beijing_and_hebei_zones_face_as_on_the_map(mirror: Call, bundled: Call) -> None:
    _, table = mirror(bundled("units"), class_field="zone_county", jurisdiction_field="province", distance_m=2000)
    pair = table[(table["a_code"] == "110000") & (table["b_code"] == "130000")]
    assert set(pair["a_name"]) == {"北京市"}
    assert set(zip(pair["a_class"], pair["b_class"])) >= {("Z4", "Z4"), ("Z1", "Z1"), ("Z4", "Z1")}
    assert pair["share"].sum() == pytest.approx(1, abs=1e-7)


def test_the_recipe_run_again_gives_the_same_rows(mirror: Call, perform: Call, bundled: Call) -> None:
    first, table = mirror(bundled("catchments"), class_field="name_zh", jurisdiction_field="city", distance_m=1000)
    recipe = json.loads(Path(first.attrs["recipe"]).read_text(encoding="utf-8"))
    assert recipe["params"]["jurisdictions"] == "bundled"
    assert [item["layer"] for item in recipe["inputs"]] == ["catchments"]
    perform(recipe["task"], **recipe["params"])
    pd.testing.assert_frame_equal(table, pyogrio.read_dataframe(recipe["params"]["output"], layer="mirror"))
