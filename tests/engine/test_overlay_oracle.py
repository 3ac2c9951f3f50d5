"""Overlap tables against shapely on the same shapes in the same frame, cell by cell to 1e-9, in several CRS."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

Call = Callable[..., Any]
CRS = (4490, 4549, 3857, 32650)
TRACE_M2 = 1e-3  # what touches may share by rounding


def stars(count: int, seed: int, size: float = 0.3) -> np.ndarray:
    """Star-shaped polygons in degrees, every third with a hole and every seventh of two parts."""
    random = np.random.default_rng(seed)
    made = []
    for number, (x, y) in enumerate(random.uniform([115.0, 38.0], [117.5, 40.5], (count, 2))):
        corners = int(random.integers(5, 40))
        turn = np.sort(random.uniform(0, 2 * np.pi, corners))
        radius = random.uniform(0.2 * size, size, corners)
        rim = np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)])
        star = shapely.make_valid(shapely.Polygon(rim))
        if number % 3 == 0:
            star = star - shapely.Point(x, y).buffer(0.1 * size, 3)
        if number % 7 == 0:
            star = star | shapely.box(x + 1.1 * size, y, x + 1.3 * size, y + 0.2 * size)
        made.append(star)
    return np.array(made, dtype=object)


def cells(count: int, seed: int) -> np.ndarray:
    """A coverage: Voronoi cells of random places, cut to a box."""
    places = np.random.default_rng(seed).uniform([115.0, 38.0], [117.5, 40.5], (count, 2))
    voronoi = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places)))
    return np.asarray(shapely.intersection(voronoi, shapely.box(114.8, 37.8, 117.7, 40.7)))


def coast(seed: int, vertices: int = 5000) -> np.ndarray:
    """Two big zones that share a ragged border of many vertices."""
    random = np.random.default_rng(seed)
    y = np.linspace(37.5, 41.0, vertices)
    x = 116.25 + 0.3 * np.sin(7 * y) + random.normal(0, 0.004, vertices)
    border = np.column_stack([x, y])
    west = np.vstack([border, [[114.0, 41.0], [114.0, 37.5]]])
    east = np.vstack([border[::-1], [[118.5, 37.5], [118.5, 41.0]]])
    return np.asarray(shapely.make_valid([shapely.Polygon(west), shapely.Polygon(east)]))


def moved(shapes: np.ndarray, crs: Any) -> np.ndarray:
    """From degrees to a CRS, vertex by vertex, and valid there."""
    to = pyproj.Transformer.from_crs(4490, crs, always_xy=True)
    there = shapely.transform(shapes, lambda xy: np.column_stack(to.transform(xy[:, 0], xy[:, 1])))
    return np.asarray(shapely.make_valid(there, method="structure", keep_collapsed=False))


def in_frame(path: str, working: str) -> np.ndarray:
    """A file's shapes as areas are taken of them: densified to 0.02° or 2 km, then in the recipe's frame."""
    frame = pyogrio.read_dataframe(path)
    if frame.crs == pyproj.CRS(working):
        return np.asarray(frame.geometry.values)
    unit = frame.crs.axis_info[0].unit_conversion_factor
    dense = shapely.segmentize(frame.geometry.values, 0.02 if frame.crs.is_geographic else 2000 / unit)
    to = pyproj.Transformer.from_crs(frame.crs, working, always_xy=True)
    return np.asarray(shapely.transform(dense, lambda xy: np.column_stack(to.transform(xy[:, 0], xy[:, 1]))))


def expected(left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """The table of layers whose every feature is a class, by shapely: rows by position."""
    i, j = shapely.STRtree(right).query(left)
    area = shapely.area(shapely.intersection(left[i], right[j]))
    rows = pd.DataFrame({"left_class": i, "right_class": j, "by_shapely": area})
    return rows[rows["by_shapely"] > TRACE_M2].set_index(["left_class", "right_class"]).sort_index()


def check(table: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> None:
    """Every cell, and what is not covered and counted twice, within 1e-9 of shapely's (or 1e-3 m²)."""
    met = table.dropna(subset="right_class").astype({"right_class": int}).set_index(["left_class", "right_class"])
    by_shapely = expected(left, right)
    both = by_shapely.join(met, how="outer").fillna({"by_shapely": 0, "area_m2": 0})
    assert both["area_m2"].to_numpy() == pytest.approx(both["by_shapely"].to_numpy(), rel=1e-9, abs=2 * TRACE_M2)
    assert (met["pieces"] == 1).all()
    ground = shapely.union_all(right)
    one = table.drop_duplicates("left_class").set_index("left_class").sort_index()
    assert one["left_area_m2"].to_numpy() == pytest.approx(shapely.area(left), rel=1e-9)
    covered = shapely.area(shapely.intersection(left, ground))
    assert one["not_covered_m2"].to_numpy() == pytest.approx(shapely.area(left) - covered, rel=1e-9, abs=0.02)
    total = by_shapely["by_shapely"].groupby("left_class").sum().reindex(range(len(left)), fill_value=0).to_numpy()
    assert one["counted_twice_m2"].to_numpy() == pytest.approx(total - covered, rel=1e-9, abs=0.02)
    sums = table.groupby("left_class")["area_m2"].sum() + one["not_covered_m2"] - one["counted_twice_m2"]
    assert sums.to_numpy() == pytest.approx(one["left_area_m2"].to_numpy(), rel=1e-12, abs=0.01)
    assert (one[["not_covered_m2", "counted_twice_m2"]] >= 0).all(axis=None)


@pytest.fixture
def compare(perform: Call, store: Call, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`compare(left, right, left_crs, right_crs)`: the task's table of the two, checked; gives its result."""

    def run(left: np.ndarray, right: np.ndarray, left_crs: Any = 4490, right_crs: Any = None) -> dict[str, Any]:
        paths = [store(name, moved(shapes, crs), crs, n=range(len(shapes)))
                 for name, shapes, crs in (("left", left, left_crs), ("right", right, right_crs or left_crs))]
        output = tmp_path / "table.csv"
        result: dict[str, Any] = perform(
            "overlap_table", left=paths[0], right=paths[1], left_class="n", right_class="n", output=str(output))
        working = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))["working_crs"]
        check(pd.read_csv(output), *(in_frame(path, working) for path in paths))
        return result

    return run


@pytest.mark.parametrize("crs", CRS)
@pytest.mark.parametrize(("left", "right"), [
    (stars(60, 1), stars(60, 2)), (cells(80, 3), cells(90, 4)), (stars(150, 5, 0.05), coast(6)), (coast(6), coast(7)),
    (coast(6), stars(150, 5, 0.05)), (cells(40, 3), cells(40, 3)),
], ids=["stars", "coverages", "small × big", "big × big", "big × small", "itself"])
def test_each_cell_is_shapelys_within_1e_9(left: np.ndarray, right: np.ndarray, crs: int, compare: Call) -> None:
    compare(left, right, crs)


@pytest.mark.parametrize("crs", CRS)
def test_layers_in_two_crs_are_overlaid_in_one_frame(crs: int, compare: Call) -> None:
    compare(stars(60, 8), cells(50, 9), 4490, crs)
    compare(stars(60, 8), cells(50, 9), crs, 4490)


def test_layers_elsewhere_have_a_frame_of_their_own(compare: Call) -> None:
    there = [shapely.transform(shapes, lambda xy: xy - [150, 60]) for shapes in (stars(40, 1), stars(40, 2))]
    compare(np.array(there[0]), np.array(there[1]))


@pytest.mark.parametrize(("crs", "itself"), [
    ("+proj=aea +lat_1=36 +lat_2=42 +lat_0=38 +lon_0=116 +ellps=WGS84", True), ("EPSG:6933", True),
    ("+proj=laea +lat_0=39 +lon_0=116 +ellps=GRS80", True), ("+proj=laea +lat_0=39 +lon_0=116 +ellps=krass", False),
    ("+proj=laea +lat_0=39 +lon_0=116 +ellps=GRS80 +units=km", False), (4549, False), (3857, False),
])
def test_an_equal_area_crs_that_both_layers_share_is_the_frame(crs: Any, itself: bool, compare: Call) -> None:
    """Then nothing is moved. The areas differ by what an edge that is straight in one CRS is not in another."""
    left, right = stars(30, 1, 0.05), stars(30, 2, 0.05)
    result = compare(left, right, crs)
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert (recipe["working_crs"] == recipe["inputs"][0]["crs"]) is itself
    assert ("lat_1=37 +lat_2=41.5" in recipe["working_crs"]) is not itself
    in_degrees = compare(left, right)["inputs"]
    for here, there in zip(result["inputs"], in_degrees):
        assert here["area_m2"] == pytest.approx(there["area_m2"], rel=1e-4)


# A third layer


def test_a_third_layer_is_a_direct_triple_intersection(perform: Call, store: Call, tmp_path: Path) -> None:
    left, right, by = stars(40, 11), cells(25, 12), stars(12, 13, 0.8)  # these overlap and leave ground uncovered
    paths = [store(name, shapes, n=range(len(shapes))) for name, shapes in (("a", left), ("b", right), ("c", by))]
    result = perform(
        "overlap_table", left=paths[0], right=paths[1], by=paths[2], left_class="n", right_class="n", by_class="n",
        output=str(tmp_path / "t.csv"), pieces=str(tmp_path / "p.gpkg"))
    table = pd.read_csv(tmp_path / "t.csv")
    a, b, c = (in_frame(path, json.loads(Path(result["recipe"]).read_text())["working_crs"]) for path in paths)
    rest = shapely.difference(b, shapely.union_all(c))
    found = table.fillna({"by_class": -1}).set_index(["left_class", "right_class", "by_class"])["area_m2"].to_dict()
    for i in range(len(a)):
        for j in np.flatnonzero(shapely.intersects(b, a[i])):
            for k in range(-1, len(c)):
                patch = rest[j] if k < 0 else shapely.intersection(b[j], c[k])
                area = shapely.area(shapely.intersection(a[i], patch))
                assert found.pop((i, j, k), 0) == pytest.approx(area, rel=1e-9, abs=2e-3)
    assert max(found.values(), default=0) < 2e-3
    # the identity holds for each left class; twice is what lies under two of the third layer's features
    depth = np.array([
        shapely.area(shapely.intersection(shapely.intersection(b[j], c), a[i])).sum()
        - shapely.area(shapely.intersection(shapely.intersection(b[j], shapely.union_all(c)), a[i]))
        for i in range(len(a)) for j in range(len(b))]).reshape(len(a), len(b)).sum(axis=1)
    one = table.drop_duplicates("left_class").set_index("left_class").sort_index()
    assert one["counted_twice_m2"].to_numpy() == pytest.approx(depth, rel=1e-8, abs=0.1)
    sums = table.groupby("left_class")["area_m2"].sum() + one["not_covered_m2"] - one["counted_twice_m2"]
    assert sums.to_numpy() == pytest.approx(one["left_area_m2"].to_numpy(), abs=0.01)
    pieces = pyogrio.read_dataframe(tmp_path / "p.gpkg")
    assert pieces.groupby(["left_class", "right_class", "by_class"]).size().sum() == table["pieces"].sum()
    assert (pieces["by_fid"].isna() == (pieces["by_class"] == "")).all()


def test_a_third_layer_that_covers_everything_only_splits_the_rows(perform: Call, store: Call, tmp_path: Path) -> None:
    a = store("a", stars(40, 11), n=[n % 5 for n in range(40)])
    b = store("b", cells(25, 12), n=[n % 4 for n in range(25)])
    halves = store("halves", [shapely.box(110, 35, 116.1, 45), shapely.box(116.1, 35, 122, 45)], side=["west", "east"])
    params = {"left": a, "right": b, "left_class": "n", "right_class": "n"}
    perform("overlap_table", **params, output=str(tmp_path / "two.csv"))
    perform("overlap_table", **params, by=halves, by_class="side", output=str(tmp_path / "three.csv"))
    two, three = (pd.read_csv(tmp_path / name) for name in ("two.csv", "three.csv"))
    assert set(three["by_class"]) == {"west", "east"}
    joint = three.groupby(["left_class", "right_class"], as_index=False)[["area_m2", "share_of_left"]].sum()
    for column in ("area_m2", "share_of_left"):
        assert joint[column].to_numpy() == pytest.approx(two[column].to_numpy(), rel=1e-8)
    for column in ("left_area_m2", "not_covered_m2", "counted_twice_m2"):
        found = three.drop_duplicates("left_class")[column].to_numpy()
        assert found == pytest.approx(two.drop_duplicates("left_class")[column].to_numpy(), rel=1e-9, abs=0.02)


# Ground under several features


@pytest.mark.parametrize("crs", [4490, 4549])
@pytest.mark.parametrize(("left", "right"), [
    (stars(80, 21), stars(200, 22)),  # up to thirty deep
    (coast(23), stars(400, 24, 0.1)), (stars(400, 24, 0.05), np.concatenate([coast(25), coast(26), coast(25)])),
    (coast(23, 400), np.concatenate([coast(25, 300), coast(26, 300)])),
    (cells(60, 27), cells(60, 27)[[*range(60), 3, 3]]),
], ids=["stars", "big × small", "small × big", "big × big", "the same twice"])
def test_what_is_counted_twice_is_shapelys(left: np.ndarray, right: np.ndarray, crs: int, compare: Call) -> None:
    result = compare(left, right, crs)
    assert "self-overlap" in [warning["code"] for warning in result["warnings"]]
