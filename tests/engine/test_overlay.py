"""Overlap tables: hand-computable cases, then properties, then the known figures of the bundled data (1999)."""

from __future__ import annotations

import csv
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
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
KM = 1000.0


@pytest.fixture
def overlap(perform: Call, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """`overlap(left, right, …)`: the table as written; its `attrs` hold the task's result."""

    def table(left: str, right: str, **params: Any) -> pd.DataFrame:
        output = tmp_path / "overlap.csv"
        result = perform("overlap_table", left=left, right=right, output=str(output), **params)
        found = pd.read_csv(output, keep_default_na=False, dtype={"left_class": str, "right_class": str},
                            na_values={"share_of_right": "", "right_area_m2": ""})
        found.attrs = result
        return found

    return table


def square(x: float, y: float, size: float = 10.0) -> shapely.Polygon:
    """A square of `size` km whose lower left corner is x, y km from the Albers origin."""
    return shapely.box(x * KM, y * KM, (x + size) * KM, (y + size) * KM)


def check_identity(table: pd.DataFrame) -> None:
    """Per left class: Σ overlap + not covered − counted twice = left area, and the shares say the same."""
    for _, rows in table.groupby("left_class"):
        first = rows.iloc[0]
        left = rows["area_m2"].sum() + first["not_covered_m2"] - first["counted_twice_m2"]
        assert left == pytest.approx(first["left_area_m2"], rel=1e-9, abs=0.01)
        extra = (first["not_covered_m2"] - first["counted_twice_m2"]) / first["left_area_m2"]
        assert rows["share_of_left"].sum() + extra == pytest.approx(1, abs=1e-8)


# By hand


def test_two_10_km_squares_that_overlap_by_1_km_share_10_square_kilometres(overlap: Call, store: Call) -> None:
    left, right = store("left", [square(0, 0)], ALBERS, a=["A"]), store("right", [square(9, 0)], ALBERS, b=["B"])
    row = overlap(left, right, left_class="a", right_class="b").iloc[0]
    assert (row["left_class"], row["right_class"], row["pieces"]) == ("A", "B", 1)
    assert row["area_m2"] == pytest.approx(10e6, abs=0.01)
    assert row["share_of_left"] == row["share_of_right"] == pytest.approx(0.1, abs=1e-8)
    assert row["left_area_m2"] == row["right_area_m2"] == pytest.approx(100e6, abs=0.1)
    assert row["not_covered_m2"] == pytest.approx(90e6, abs=0.1)
    assert row["counted_twice_m2"] == 0


def test_ground_under_two_right_features_is_counted_twice(overlap: Call, store: Call) -> None:
    left = store("left", [square(0, 0)], ALBERS)
    right = store("right", [square(-5, 0), square(4, 0), square(-9, 0)], ALBERS, b=["west", "east", "west"])
    table = overlap(left, right, right_class="b").set_index("right_class")
    assert table["area_m2"].to_dict() == pytest.approx({"east": 60e6, "west": 60e6}, abs=0.1)
    assert table["pieces"].to_dict() == {"east": 1, "west": 2}
    # 0–5 and 4–10 share a kilometre; 0–1 lies under both western squares
    assert table["counted_twice_m2"].tolist() == pytest.approx([20e6, 20e6], abs=0.1)
    assert table["not_covered_m2"].tolist() == pytest.approx([0, 0], abs=0.1)
    check_identity(table.reset_index())
    assert "self-overlap" in [warning["code"] for warning in table.attrs["warnings"]]


def test_a_class_that_meets_nothing_has_one_row_of_zeros(overlap: Call, store: Call) -> None:
    left = store("left", [square(0, 0), square(100, 100)], ALBERS, a=["here", "far"])
    table = overlap(left, store("right", [square(0, 0)], ALBERS), left_class="a")
    far = table[table["left_class"] == "far"]
    assert len(far) == 1
    assert far.iloc[0][["right_class", "area_m2", "share_of_left", "pieces"]].tolist() == ["", 0, 0, 0]
    assert far["not_covered_m2"].iloc[0] == pytest.approx(100e6, abs=0.1)
    check_identity(table)


def test_two_layers_that_do_not_meet_at_all_still_give_a_table(overlap: Call, store: Call, tmp_path: Path) -> None:
    left, right = store("left", [square(0, 0)], ALBERS), store("right", [square(50, 0)], ALBERS)
    table = overlap(left, right, pieces=str(tmp_path / "pieces.gpkg"))
    assert len(table) == 1
    assert len(pyogrio.read_dataframe(tmp_path / "pieces.gpkg")) == 0


def test_features_without_a_class_form_an_empty_one_and_are_told(overlap: Call, store: Call) -> None:
    left = store("left", [square(0, 0), square(20, 0), square(40, 0)], ALBERS, a=["A", None, None])
    table = overlap(left, store("right", [shapely.box(-1e5, -1e5, 1e5, 1e5)], ALBERS), left_class="a")
    assert table.set_index("left_class")["left_area_m2"].to_dict() == pytest.approx({"": 200e6, "A": 100e6}, abs=1)
    warning = next(w for w in table.attrs["warnings"] if w["code"] == "null-classes")
    assert "2" in warning["warning"]


def test_numeric_codes_stay_whole_when_the_field_is_of_real_numbers(overlap: Call, store: Call) -> None:
    """A column with a null turns integers into reals: 156110101.0 is 156110101 and not 1.5611e+08."""
    left = store("left", [square(0, 0), square(20, 0)], ALBERS, code=[156110101.0, np.nan])
    assert set(overlap(left, left, left_class="code")["left_class"]) == {"156110101", ""}


def test_the_layers_fid_is_a_class_field_as_qgis_shows_it(overlap: Call, store: Call) -> None:
    left = store("left", [square(0, 0), square(20, 0)], ALBERS)
    assert list(overlap(left, left, left_class="fid", right_class="fid")["left_class"]) == ["1", "2"]


def test_a_field_named_fid_that_is_not_the_fid_is_read(overlap: Call, tmp_path: Path) -> None:
    path = tmp_path / "odd.geojson"
    ring = [[116, 39], [116.1, 39], [116.1, 39.1], [116, 39]]
    feature = {"type": "Feature", "properties": {"fid": 77}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert list(overlap(str(path), str(path), left_class="fid")["left_class"]) == ["77"]


def test_squares_with_a_common_edge_do_not_overlap(overlap: Call, store: Call) -> None:
    layer = store("grid", [square(10 * i, 10 * j) for i in range(4) for j in range(4)], ALBERS, n=list(range(16)))
    table = overlap(layer, layer, left_class="n", right_class="n")
    assert (table["left_class"] == table["right_class"]).all()
    assert len(table) == 16
    assert table.attrs["warnings"] == []


def test_holes_and_separate_parts_count_as_they_are(overlap: Call, store: Call) -> None:
    ring = square(0, 0, 30).difference(square(10, 10))
    two = shapely.MultiPolygon([square(-5, 0), square(25, 0)])
    table = overlap(store("ring", [ring], ALBERS), store("two", [two, square(12, 12, 5)], ALBERS, b=["two", "hole"]),
                    right_class="b")
    assert table[["right_class", "pieces"]].values.tolist() == [["two", 1]]  # a pair of features is one piece
    assert table["area_m2"].iloc[0] == pytest.approx(100e6, abs=0.1)
    assert table["left_area_m2"].iloc[0] == pytest.approx(800e6, abs=1)


def test_a_bow_tie_is_repaired_and_listed(overlap: Call, store: Call) -> None:
    bow_tie = shapely.Polygon([(0, 0), (10 * KM, 10 * KM), (10 * KM, 0), (0, 10 * KM)])
    left = store("left", [square(30, 0), bow_tie], ALBERS, a=["good", "bow tie"])
    table = overlap(left, store("right", [square(0, 0, 50)], ALBERS), left_class="a").set_index("left_class")
    assert table.loc["bow tie", "area_m2"] == pytest.approx(50e6, abs=0.1)  # two triangles of 25 km²
    warning = next(w for w in table.attrs["warnings"] if w["code"] == "repaired")
    (repair,) = warning["detail"]["repairs"]
    assert repair["fid"] == 2
    assert "Self-intersection" in repair["wrong"]
    assert repair["area_after_m2"] == pytest.approx(50e6, abs=0.1)
    recipe = json.loads(Path(table.attrs["recipe"]).read_text(encoding="utf-8"))
    assert recipe["repairs"] == [repair]


def test_features_without_geometry_are_told_and_take_no_part(overlap: Call, store: Call) -> None:
    left = store("left", [None, square(0, 0), shapely.Polygon()], ALBERS, a=["none", "A", "empty"])
    table = overlap(left, store("right", [square(0, 0)], ALBERS), left_class="a")
    assert list(table["left_class"]) == ["A"]
    entry = table.attrs["inputs"][0]
    assert (entry["layer"], entry["features"], entry["used"], entry["repaired"]) == ("left", 3, 1, 0)
    assert [w["detail"]["count"] for w in table.attrs["warnings"] if w["code"] == "no-geometry"] == [2]


def test_pieces_are_the_polygons_of_the_cells(overlap: Call, store: Call, tmp_path: Path, to_albers: Call) -> None:
    rng = np.random.default_rng(5)
    corners = rng.uniform([115, 38, 0.02, 0.02], [117, 40, 0.3, 0.3], (60, 4))
    boxes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in corners]
    left = store("left", boxes[:30], a=[f"a{i % 4}" for i in range(30)])
    right = store("right", boxes[30:], b=[f"b{i % 3}" for i in range(30)])
    table = overlap(left, right, left_class="a", right_class="b", pieces=str(tmp_path / "pieces.gpkg"))
    pieces = pyogrio.read_dataframe(tmp_path / "pieces.gpkg", layer="pieces")
    assert pieces.crs.to_epsg() == 4490
    measured = shapely.area(to_albers(pieces.geometry))
    assert measured == pytest.approx(pieces["area_m2"].to_numpy(), rel=1e-5, abs=1)
    sums = pieces.groupby(["left_class", "right_class"])["area_m2"].sum()
    met = table[table["right_class"] != ""].set_index(["left_class", "right_class"])
    assert sums.to_dict() == pytest.approx(met["area_m2"].to_dict(), rel=1e-9, abs=0.1)
    assert len(pieces) == met["pieces"].sum()
    for _, piece in pieces.head(5).iterrows():
        a, b = boxes[piece["left_fid"] - 1], boxes[29 + piece["right_fid"]]
        assert piece.geometry.symmetric_difference(a.intersection(b)).area < 1e-8


def test_a_geopackage_table_holds_the_same_figures_as_the_csv(
    overlap: Call, perform: Call, store: Call, tmp_path: Path
) -> None:
    left, right = store("left", [square(0, 0)], ALBERS, a=["甲"]), store("right", [square(9, 0)], ALBERS, b=["乙"])
    params = {"left": left, "right": right, "left_class": "a", "right_class": "b"}
    perform("overlap_table", **params, output=str(tmp_path / "table.gpkg"))
    stored = pyogrio.read_dataframe(tmp_path / "table.gpkg", layer="overlap_table")
    written = overlap(**params)
    assert stored.to_dict("records") == written.to_dict("records")


def test_the_csv_opens_in_excel_and_its_types_are_told(overlap: Call, store: Call, tmp_path: Path) -> None:
    left = store("left", [square(0, 0)], ALBERS, a=["京,津\"冀\""])
    overlap(left, left, left_class="a", right_class="a")
    raw = (tmp_path / "overlap.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    types = next(csv.reader([(tmp_path / "overlap.csvt").read_text()]))
    assert rows[1][0] == "京,津\"冀\""
    assert dict(zip(rows[0], types, strict=True))["pieces"] == "Integer64"
    assert {types[0], types[1], types[2]} == {"String", "Real"}


# Properties


def test_cutting_a_zone_in_two_changes_no_total(overlap: Call, store: Call) -> None:
    rng = np.random.default_rng(9)
    parcels = [shapely.box(x, y, x + 0.2, y + 0.15) for x, y in rng.uniform([115, 38], [117, 40], (50, 2))]
    zone = shapely.Point(116, 39).buffer(0.9)
    halves = [zone.intersection(shapely.box(110, 30, 116.05, 50)), zone.intersection(shapely.box(116.05, 30, 120, 50))]
    parcel = store("parcels", parcels, k=[i % 5 for i in range(50)])
    whole = overlap(parcel, store("zone", [zone], z=["Z"]), left_class="k", right_class="z")
    cut = overlap(parcel, store("zones", halves, z=["Z", "Z"]), left_class="k", right_class="z")
    columns = ["area_m2", "share_of_left", "share_of_right", "not_covered_m2", "counted_twice_m2"]
    assert cut[columns].to_numpy() == pytest.approx(whole[columns].to_numpy(), rel=1e-7, abs=1)


def test_random_polygons_agree_with_plain_shapely(overlap: Call, store: Call, to_albers: Call) -> None:
    rng = np.random.default_rng(11)

    def stars(count: int) -> list[shapely.Polygon]:
        angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        made = []
        for x, y in rng.uniform([114.5, 37.5], [118, 41], (count, 2)):
            radius = rng.uniform(0.05, 0.5, 24)
            made.append(shapely.Polygon(np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])))
        return made

    left, right = stars(25), stars(25)
    a, b = to_albers(left), to_albers(right)
    table = overlap(store("left", left, n=list(range(25))), store("right", right, n=list(range(25))),
                    left_class="n", right_class="n")
    for position in range(25):
        rows = table[table["left_class"] == str(position)]
        union = shapely.union_all(b)
        common = {str(j): a[position].intersection(b[j]).area for j in range(25)}
        expected = {j: area for j, area in common.items() if area > 1}
        found = rows[rows["area_m2"] > 1].set_index("right_class")["area_m2"].to_dict()
        assert found == pytest.approx(expected, rel=1e-6)
        assert rows["not_covered_m2"].iloc[0] == pytest.approx(a[position].difference(union).area, rel=1e-6, abs=1)
        twice = sum(common.values()) - a[position].intersection(union).area
        assert rows["counted_twice_m2"].iloc[0] == pytest.approx(twice, rel=1e-6, abs=1)
    check_identity(table)


def test_the_same_layers_in_four_crs_give_areas_equal_within_a_ten_thousandth(overlap: Call, store: Call) -> None:
    corners = [(x, y) for x in np.arange(113.6, 119, 0.9) for y in np.arange(36.3, 42, 0.9)]
    boxes = [shapely.box(x, y, x + 0.4, y + 0.35) for x, y in corners]
    others = [shapely.box(x + 0.2, y + 0.1, x + 0.6, y + 0.45) for x, y in corners]
    rows = [k // 7 for k in range(len(boxes))]
    tables = []
    for epsg in (4490, 4549, 3857, 32650):
        move = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)

        def to(shapes: list[Any], move: pyproj.Transformer = move) -> Any:
            return shapely.transform(shapes, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))

        left, right = store(f"l{epsg}", to(boxes), epsg, r=rows), store(f"r{epsg}", to(others), epsg, r=rows)
        tables.append(overlap(left, right, left_class="r", right_class="r"))
    # left in one CRS, right in another: an edge of 40 km runs up to 20 m elsewhere
    crossed = overlap(store("l", boxes, 4490, r=rows), right, left_class="r", right_class="r")
    for table, tolerance in [*((table, 1e-4) for table in tables[1:]), (crossed, 1e-3)]:
        assert table[["left_class", "right_class"]].equals(tables[0][["left_class", "right_class"]])
        for column in ("area_m2", "left_area_m2", "not_covered_m2"):
            assert table[column].to_numpy() == pytest.approx(tables[0][column].to_numpy(), rel=tolerance)


# The bundled data: 1999 units, Hai sub-basins (km²)


def test_units_of_1999_by_hai_sub_basins(overlap: Call, bundled: Call) -> None:
    table = overlap(bundled("units"), bundled("catchments"), left_class="adcode", right_class="name_zh")
    check_identity(table)
    assert table["area_m2"].sum() / 1e6 == pytest.approx(196_662, rel=1e-3)
    units = table.drop_duplicates("left_class")
    assert units["not_covered_m2"].sum() / 1e6 == pytest.approx(18_565, rel=1e-3)
    assert units["counted_twice_m2"].sum() < 1
    assert len(units) == 166


@pytest.mark.parametrize(("layer", "field", "count"), [("units", "adcode", 166), ("catchments", "name_zh", 10)])
def test_a_coverage_with_itself_is_a_diagonal(layer: str, field: str, count: int, overlap: Call, bundled: Call) -> None:
    reference = bundled(layer)
    table = overlap(reference, reference, left_class=field, right_class=field)
    assert len(table) == count
    assert (table["left_class"] == table["right_class"]).all()
    assert table["share_of_left"].to_numpy() == pytest.approx(np.ones(count), abs=1e-8)
    assert table["not_covered_m2"].max() < 1
    assert table["counted_twice_m2"].max() < 1
    assert table.attrs["warnings"] == []


def test_share_of_the_unsplit_zones_of_1999_within_30_km_of_an_axis(
    overlap: Call, perform: Call, store: Call, bundled: Call, made_plan: Path, tmp_path: Path
) -> None:
    path, layer = bundled("units").split("|layername=")
    units = pyogrio.read_dataframe(path, layer=layer)
    unsplit = units["zone_county"].mask(units["code_1999"] == "110100", "Z1").mask(units["code_1999"] == "120100", "Z2")
    zones = store("zones", units.geometry, zone=unsplit.to_list())
    discs = str(tmp_path / "discs.gpkg")
    perform("ring_buffers", layer=f"{made_plan}|layername=axes", distances_m=[30_000], kind="discs", dissolve=True,
            output=discs)
    table = overlap(zones, f"{discs}|layername=rings", left_class="zone").set_index("left_class")
    shares = {"Z1": 0.65, "Z2": 0.384, "Z3": 0.115, "Z4": 0.026}
    assert table["share_of_left"].to_dict() == pytest.approx(shares, abs=1e-3)
    areas = {"Z1": 31_399, "Z2": 33_973, "Z3": 36_651, "Z4": 113_204}
    assert (table["left_area_m2"] / 1e6).to_dict() == pytest.approx(areas, rel=1e-3)


def test_a_recipe_run_again_gives_the_same_bytes(overlap: Call, perform: Call, bundled: Call, tmp_path: Path) -> None:
    output = tmp_path / "overlap.csv"
    result = overlap(bundled("units"), bundled("catchments"), left_class="province", right_class="name_zh").attrs
    first = output.read_bytes()
    recipe_file = Path(result["recipe"])
    first_recipe = recipe_file.read_bytes()
    recipe = json.loads(first_recipe)
    assert {"numpy", "shapely", "engine"} <= set(recipe["versions"])
    assert recipe["ellipsoid"].startswith("CGCS2000")
    output.unlink()
    perform(recipe["task"], **recipe["params"])
    assert output.read_bytes() == first
    assert recipe_file.read_bytes() == first_recipe


def test_20_000_parcels_by_zones_add_up_either_way(overlap: Call, store: Call, bundled_zones: str) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(113.5, 119.8, 20_000), rng.uniform(36.1, 42.6, 20_000)
    parcels = store("parcels", shapely.box(x, y, x + 0.02, y + 0.015), k=rng.integers(0, 8, 20_000))
    check_identity(overlap(parcels, bundled_zones, left_class="k", right_class="zone_county"))
    check_identity(overlap(bundled_zones, parcels, left_class="zone_county", right_class="k"))
