"""Conflicts of control lines: squares measured by hand, then properties, then the bundled data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"


@pytest.fixture
def found(perform: Call, tmp_path: Path) -> Callable[..., tuple[gpd.GeoDataFrame, pd.DataFrame]]:
    """`found(layers, …)`: the layer `conflicts` and the table `summary`; the layer's `attrs` hold the result."""

    def run(layers: list[str], **params: Any) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
        output = tmp_path / "conflicts.gpkg"
        result = perform("conflicts", layers=layers, output=str(output), **params)
        polygons = pyogrio.read_dataframe(output, layer="conflicts")
        polygons.attrs = result
        return polygons, pyogrio.read_dataframe(output, layer="summary")

    return run


@pytest.fixture
def halves(store: Call) -> str:
    """Two units that meet at x = 0: W and E, 20 km high and wide."""
    boxes = [shapely.box(-20_000, -10_000, 0, 10_000), shapely.box(0, -10_000, 20_000, 10_000)]
    return store("units", boxes, ALBERS, XZQDM=["130102", "130101"], XZQMC=["西区", "东区"])


def check_identity(polygons: gpd.GeoDataFrame, summary: pd.DataFrame) -> None:
    """The summary is the sum of the polygons, and overlap = conflicts + below the minimum."""
    counted = polygons.groupby(["pair", "unit"]).agg(
        conflicts=("area_m2", "size"), area_m2=("area_m2", "sum"), slivers=("sliver", "sum"))
    stated = summary[summary["conflicts"] > 0].set_index(["pair", "unit"])
    pd.testing.assert_frame_equal(counted.sort_index(), stated[counted.columns].sort_index(), check_dtype=False,
                                  check_exact=False, rtol=1e-9, atol=1e-2)
    assert summary["overlap_m2"].to_numpy() == pytest.approx(summary["area_m2"] + summary["below_m2"], abs=2e-3)
    assert summary["area_ha"].to_numpy() == pytest.approx(summary["area_m2"] / 1e4, abs=1e-6)
    assert summary["area_mu"].to_numpy() == pytest.approx(summary["area_m2"] * 0.0015, abs=1e-5)


def test_a_square_across_a_border_is_two_conflicts_of_half_its_area(found: Call, store: Call, halves: str) -> None:
    farmland = store("YJJBNT", [shapely.box(-100, -100, 100, 100)], ALBERS, BSM=["F1"])
    boundary = store("CZKFBJ", [shapely.box(-50, -50, 150, 150)], ALBERS, bsm=["C7"])
    polygons, summary = found([farmland, boundary], units=halves)
    # the overlap is −50…100 in both directions: 150 m × 150 m, a third of it west of x = 0
    assert polygons["unit"].tolist() == ["130101", "130102"]
    assert polygons["unit_name"].tolist() == ["东区", "西区"]
    assert polygons["area_m2"].tolist() == pytest.approx([15_000, 7_500], rel=1e-6)
    assert polygons["area_ha"].tolist() == pytest.approx([1.5, 0.75], rel=1e-6)
    assert polygons["area_mu"].tolist() == pytest.approx([22.5, 11.25], rel=1e-6)
    assert polygons["share_of_a"].tolist() == pytest.approx([15_000 / 40_000, 7_500 / 40_000], rel=1e-6)
    assert polygons["patch"].tolist() == [1, 1]
    assert polygons["patch_m2"].tolist() == pytest.approx([22_500] * 2, rel=1e-6)
    assert set(zip(polygons["a_fid"], polygons["a_bsm"], polygons["b_fid"], polygons["b_bsm"])) == {(1, "F1", 1, "C7")}
    assert set(polygons["pair"]) == {"YJJBNT × CZKFBJ"}
    assert polygons["width_m"].tolist() == pytest.approx([75, 75], rel=2e-3)  # 2 · 22 500 / 600
    check_identity(polygons, summary)
    one, other = polygons.geometry
    assert one.intersection(other).area == pytest.approx(0, abs=1e-6)


def test_the_survey_s_minimums_are_chosen_by_the_layers_names(found: Call, store: Call, halves: str) -> None:
    """Farmland 400 m², red line 600 m², urban boundary 200 m²; of a pair the smaller holds."""
    places = [shapely.box(x, 0, x + 15, 20) for x in (1000, 2000, 3000)]  # 300 m²
    layers = [store(name, places, ALBERS) for name in ("永久基本农田", "生态保护红线", "城镇开发边界")]
    polygons, summary = found(layers, units=halves)
    minimum = dict(zip(summary["pair"], summary["below_minimum"]))
    assert minimum == {
        "永久基本农田 × 生态保护红线": 3, "永久基本农田 × 城镇开发边界": 0, "生态保护红线 × 城镇开发边界": 0}
    assert set(polygons["minimum_m2"]) == {200}
    below = summary.set_index("pair").loc["永久基本农田 × 生态保护红线"]
    assert below["below_m2"] == pytest.approx(900, rel=1e-6)
    assert below["area_m2"] == 0
    check_identity(polygons, summary)


@pytest.mark.parametrize(("minimums", "kept"), [([300.5], 0), ([299.5], 1), ([1000, 10], 1), ([0], 1)])
def test_minimums_may_be_given_for_all_or_by_layer(
    found: Call, store: Call, halves: str, minimums: list[float], kept: int
) -> None:
    layers = [store(name, [shapely.box(0, 0, 15, 20)], ALBERS) for name in ("a", "b")]
    polygons, summary = found(layers, units=halves, min_area_m2=minimums)
    assert len(polygons) == kept
    assert summary["overlap_m2"].sum() == pytest.approx(300, rel=1e-6)


def test_a_border_does_not_push_a_conflict_below_the_minimum(found: Call, store: Call, halves: str) -> None:
    layers = [store(name, [shapely.box(-15, 0, 15, 20)], ALBERS) for name in ("a", "b")]
    polygons, _ = found(layers, units=halves, min_area_m2=[500])
    assert polygons["area_m2"].tolist() == pytest.approx([300, 300], rel=1e-6)


def test_a_strip_narrower_than_the_width_is_flagged_and_kept(found: Call, store: Call, halves: str) -> None:
    """2·A/P of 1 000 m × 2 m is 2 000·2/2 004 = 1.996 m; of 1 000 m × 10 m it is 9.90 m."""
    a = store("a", [shapely.box(0, 0, 1000, 500), shapely.box(0, 1000, 1000, 1500)], ALBERS)
    b = store("b", [shapely.box(0, 498, 1000, 900), shapely.box(0, 1490, 1000, 1900)], ALBERS)
    polygons, summary = found([a, b], units=halves)
    assert polygons["sliver"].tolist() == [1, 0]
    assert polygons["width_m"].tolist() == pytest.approx([4000 / 2004, 20_000 / 2020], rel=2e-3)
    assert summary[["conflicts", "slivers"]].to_numpy().tolist() == [[2, 1]]
    assert summary["sliver_m2"].item() == pytest.approx(2000, rel=1e-6)
    wide, _ = found([a, b], units=halves, sliver_width_m=12)
    assert wide["sliver"].tolist() == [1, 1]
    none, _ = found([a, b], units=halves, sliver_width_m=0)
    assert none["sliver"].tolist() == [0, 0]


def test_separate_places_of_two_features_are_separate_conflicts(found: Call, store: Call, halves: str) -> None:
    comb = shapely.union_all([shapely.box(0, 0, 1000, 100), *(shapely.box(x, 0, x + 100, 500) for x in (0, 400, 900))])
    layers = [store("comb", [comb], ALBERS), store("bar", [shapely.box(-100, 400, 1100, 600)], ALBERS)]
    polygons, _ = found(layers, units=halves)
    assert polygons["patch"].tolist() == [1, 2, 3]
    assert polygons["area_m2"].tolist() == pytest.approx([10_000] * 3, rel=1e-6)


def test_ground_outside_all_units_has_an_empty_unit(found: Call, store: Call, halves: str) -> None:
    layers = [store(name, [shapely.box(19_900, 0, 20_300, 100)], ALBERS) for name in ("a", "b")]
    polygons, summary = found(layers, units=halves)
    assert dict(zip(polygons["unit"], polygons["area_m2"])) == pytest.approx({"": 30_000, "130101": 10_000}, rel=1e-6)
    assert polygons.loc[polygons["unit"] == "", "unit_name"].item() == ""
    check_identity(polygons, summary)


def test_a_nine_digit_code_is_its_adcode_and_an_unnamed_unit_is_none(found: Call, store: Call) -> None:
    boxes = [shapely.box(-500, -500, 0, 500), shapely.box(0, -500, 500, 500)]
    units = store("units", boxes, ALBERS, gb=["156110112", ""], name_zh=["通州区", "无"])
    layers = [store(name, [shapely.box(-200, 0, 200, 100)], ALBERS) for name in ("a", "b")]
    polygons, summary = found(layers, units=units)
    assert dict(zip(polygons["unit"], polygons["unit_name"])) == {"": "", "110112": "通州区"}
    check_identity(polygons, summary)


def test_where_units_overlap_the_ground_is_counted_once(found: Call, store: Call) -> None:
    boxes = [shapely.box(-500, -500, 100, 500), shapely.box(0, -500, 500, 500)]
    units = store("units", boxes, ALBERS, adcode=["2", "1"])
    layers = [store(name, [shapely.box(-200, 0, 200, 100)], ALBERS) for name in ("a", "b")]
    polygons, summary = found(layers, units=units)
    assert dict(zip(polygons["unit"], polygons["area_m2"])) == pytest.approx({"1": 20_000, "2": 20_000}, rel=1e-6)
    assert "units-overlap" in [warning["code"] for warning in polygons.attrs["warnings"]]
    check_identity(polygons, summary)


def test_a_pair_without_overlap_has_a_row_of_zeros(found: Call, store: Call, halves: str) -> None:
    names = {"a": 0, "b": 50, "c": 500}
    layers = [store(name, [shapely.box(x, 0, x + 100, 100)], ALBERS) for name, x in names.items()]
    polygons, summary = found(layers, units=halves)
    assert summary["pair"].tolist() == ["a × b", "a × c", "b × c"]
    assert summary["conflicts"].tolist() == [1, 0, 0]
    assert summary.loc[1:, ["area_m2", "below_m2", "overlap_m2"]].to_numpy().tolist() == [[0, 0, 0]] * 2
    assert len(polygons) == 1


def test_layers_that_nowhere_overlap_give_an_empty_layer(found: Call, store: Call, halves: str) -> None:
    layers = [store(name, [shapely.box(x, 0, x + 100, 100)], ALBERS) for name, x in (("a", 0), ("b", 100))]
    polygons, summary = found(layers, units=halves)
    assert len(polygons) == 0
    assert summary["overlap_m2"].tolist() == [0]


def test_a_layer_that_overlaps_itself_is_told(found: Call, store: Call, halves: str) -> None:
    a = store("a", [shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)], ALBERS)
    polygons, _ = found([a, store("b", [shapely.box(0, 0, 200, 200)], ALBERS)], units=halves)
    (warning,) = [w for w in polygons.attrs["warnings"] if w["code"] == "line-self-overlap"]
    assert "5000 m²" in warning["warning"]


def test_control_lines_in_two_crs_conflict_where_they_lie_on_the_ground(found: Call, store: Call) -> None:
    """The same square in degrees and in EPSG:4548: its edges, 1 km long, differ by under a decimetre."""
    square = shapely.box(116.40, 39.90, 116.41, 39.91)
    move = pyproj.Transformer.from_crs(4490, 4548, always_xy=True)
    moved = shapely.transform(square, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
    polygons, _ = found([store("a", [square], 4490), store("b", [moved], 4548)])
    assert polygons.crs.to_epsg() == 4490
    assert polygons["share_of_a"].sum() == pytest.approx(1, abs=1e-4)
    assert polygons["share_of_b"].sum() == pytest.approx(1, abs=1e-4)


def test_a_bow_tie_is_repaired_listed_and_counted(found: Call, store: Call, halves: str) -> None:
    tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])  # two triangles of 2 500 m²
    layers = [store("a", [tie], ALBERS), store("b", [shapely.box(0, 0, 200, 200)], ALBERS)]
    polygons, summary = found(layers, units=halves)
    assert summary["overlap_m2"].sum() == pytest.approx(5000, rel=1e-6)
    assert len(polygons) == 2
    recipe = json.loads(Path(polygons.attrs["recipe"]).read_text(encoding="utf-8"))
    assert [repair["fid"] for repair in recipe["repairs"]] == [1]


def test_names_may_be_given_and_a_blank_one_is_the_layer_s(found: Call, store: Call, halves: str) -> None:
    layers = [store(name, [shapely.box(0, 0, 100, 100)], ALBERS) for name in ("a", "b")]
    polygons, _ = found(layers, units=halves, names=["永久基本农田", " "])
    assert polygons["pair"].tolist() == ["永久基本农田 × b"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"layers": ["a"]}, "too-few-layers"),
        ({"layers": ["a", "b"], "names": ["x"]}, "names-differ"),
        ({"layers": ["a", "b"], "names": ["x", "x"]}, "names-twice"),
        ({"layers": ["a", "b"], "min_area_m2": [1, 2, 3]}, "bad-minimum"),
        ({"layers": ["a", "b"], "min_area_m2": [-1]}, "bad-minimum"),
        ({"layers": ["a", "b"], "min_area_m2": [float("nan")]}, "bad-minimum"),
        ({"layers": ["a", "b"], "sliver_width_m": -1}, "bad-width"),
        ({"layers": ["a", "b"], "unit_field": "none"}, "unknown-field"),
        ({"layers": ["a", "b"], "units": "a"}, "no-unit-field"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    refused: Call, store: Call, tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    path = {name: store(name, [shapely.box(0, 0, 100, 100)], ALBERS) for name in ("a", "b")}
    layers = [path[name] for name in params["layers"]]
    units = {"units": path[params["units"]]} if "units" in params else {}
    assert refused("conflicts", **{**params, "layers": layers, "output": str(tmp_path / "o.gpkg"), **units}) == code
    assert not list(tmp_path.glob("o.*"))


def test_the_same_conflict_in_four_crs_has_the_same_area(found: Call, store: Call) -> None:
    shapes = [shapely.box(116.000, 39.000, 116.010, 39.010), shapely.box(116.005, 39.005, 116.015, 39.015)]
    areas = []
    for epsg in (4490, 4548, 3857, 32650):
        move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
        a, b = shapely.transform(shapes, lambda xy, move=move: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
        polygons, _ = found([store(f"a{epsg}", [a], epsg), store(f"b{epsg}", [b], epsg)])
        assert polygons.crs.to_epsg() == epsg
        areas.append(polygons["area_m2"].sum())
    geodesic = pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shapely.box(116.005, 39.005, 116.010, 39.010))[0]
    assert areas[0] == pytest.approx(geodesic, rel=1e-5)
    assert areas == pytest.approx([areas[0]] * 4, rel=1e-4)


def test_random_control_lines_agree_with_plain_shapely(
    found: Call, store: Call, to_albers: Call, bundled: Call
) -> None:
    rng = np.random.default_rng(7)
    corners = rng.uniform([115, 38, 0, 0], [117, 40, 0.3, 0.3], (120, 4))
    boxes = np.split(np.array([shapely.box(x, y, x + w, y + h) for x, y, w, h in corners], dtype=object), 3)
    layers = [store(name, shapes) for name, shapes in zip("abc", boxes)]
    polygons, summary = found(layers, min_area_m2=[0])
    check_identity(polygons, summary)
    a, b, c = (to_albers(shapes) for shapes in boxes)
    for pair, left, right in (("a × b", a, b), ("a × c", a, c), ("b × c", b, c)):
        expected = shapely.area(shapely.intersection(left[:, None], right[None, :])).sum()
        rows = summary[summary["pair"] == pair]
        assert rows["overlap_m2"].sum() == pytest.approx(expected, rel=1e-6)
        units = to_albers(pyogrio.read_dataframe(bundled("units").split("|")[0], layer="units").query(
            "adcode == '130632'").geometry)
        within = shapely.intersection(shapely.intersection(left[:, None], right[None, :]), units[0])
        stated = rows.loc[rows["unit"] == "130632", "overlap_m2"].sum()
        assert stated == pytest.approx(shapely.area(within).sum(), rel=1e-6, abs=1)


def test_the_bundled_zones_and_catchments_conflict_over_the_covered_ground(
    found: Call, bundled: Call, bundled_zones: str
) -> None:
    """Zones are the units dissolved; of them 196 662 km² lie in the ten sub-basins of the Hai (CHECKS)."""
    polygons, summary = found([bundled_zones, bundled("catchments")])
    check_identity(polygons, summary)
    assert summary["overlap_m2"].sum() / 1e6 == pytest.approx(196_662, rel=1e-3)
    assert summary.loc[summary["unit"] == "", "overlap_m2"].sum() < 1e4
    assert set(polygons["unit"]) > {"110112", "130632"}
    assert polygons.loc[polygons["unit"] == "110112", "unit_name"].unique().tolist() == ["通州区"]


def test_the_recipe_run_again_gives_the_same_rows(found: Call, perform: Call, store: Call, halves: str) -> None:
    rng = np.random.default_rng(3)
    layers = [store(name, [shapely.box(x, y, x + 300, y + 200) for x, y in rng.uniform(-2000, 2000, (50, 2))], ALBERS)
              for name in ("a", "b")]
    first, table = found(layers, units=halves)
    recipe = json.loads(Path(first.attrs["recipe"]).read_text(encoding="utf-8"))
    assert [item["layer"] for item in recipe["inputs"]] == ["a", "b", "units"]
    perform(recipe["task"], **recipe["params"])
    again = pyogrio.read_dataframe(recipe["params"]["output"], layer="summary")
    pd.testing.assert_frame_equal(table, again)


def test_the_summary_of_10_000_by_10_000_polygons_is_their_sum(found: Call, store: Call) -> None:
    rng = np.random.default_rng(1)

    def parcels(name: str) -> str:
        x, y = np.meshgrid(np.arange(100) * 0.004 + 116, np.arange(100) * 0.004 + 39)
        x, y = x.ravel() + rng.uniform(0, 0.002, 10_000), y.ravel() + rng.uniform(0, 0.002, 10_000)
        return store(name, shapely.box(x, y, x + 0.003, y + 0.003))

    layers = [parcels("a"), parcels("b")]
    polygons, summary = found(layers)
    assert len(polygons) > 10_000
    check_identity(polygons, summary)


def test_the_surveys_minimums_stand_in_the_recipe_so_that_they_can_be_varied(
    found: Call, perform: Call, store: Call, halves: str, tmp_path: Path
) -> None:
    farmland = store("YJJBNT", [shapely.box(-100, -100, 100, 100)], ALBERS)
    boundary = store("CZKFBJ", [shapely.box(50, -50, 150, 50)], ALBERS)
    polygons, _ = found([farmland, boundary], units=halves)
    recipe = Path(polygons.attrs["recipe"])
    assert json.loads(recipe.read_text(encoding="utf-8"))["params"]["min_area_m2"] == [400.0, 200.0]
    varied = perform("sensitivity", recipe=str(recipe), output=str(tmp_path / "varied.csv"))
    assert varied["parameter"] == "min_area_m2"
