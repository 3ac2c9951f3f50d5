"""The polygons behind an overlap table: those of all cells (`pieces`), and those of one cell (`overlap_pieces`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

Call = Callable[..., Any]
LAYERS = ("left", "right", "by")


def boxes(count: int, seed: int, size: float) -> np.ndarray:
    """Random boxes in degrees."""
    west, south = np.random.default_rng(seed).uniform([[115.0], [38.0]], [[117.0], [40.0]], (2, count))
    width, height = np.random.default_rng(seed + 1).uniform(0.1 * size, size, (2, count))
    return np.asarray(shapely.box(west, south, west + width, south + height))


def ragged(seed: int) -> shapely.Polygon:
    """A big zone of 6 000 vertices."""
    turn = np.linspace(0, 2 * np.pi, 6000, endpoint=False)
    radius = np.random.default_rng(seed).uniform(0.6, 0.62, 6000)
    return shapely.Polygon(np.column_stack([116 + radius * np.cos(turn), 39 + radius * np.sin(turn)]))


@pytest.fixture
def layers(store: Call) -> dict[str, str]:
    """Parcels with text classes, zones with codes that are real numbers, a third layer with a null class."""
    kinds = np.array(["farm", "O'Neill", "林地", None, 'say "x"'], dtype=object)
    zones = np.array([*boxes(5, 2, 1.5), ragged(1)], dtype=object)
    return {
        "left": store("left", boxes(300, 5, 0.1), kind=kinds[np.arange(300) % 5]),
        "right": store("right", zones, code=[110101.0, 110102.0, np.nan, 110101.0, 0.5, 7.0]),
        "by": store("by", boxes(4, 9, 1.5), side=np.array(["east", "west", None, "west"], dtype=object)),
    }


@pytest.fixture
def table(perform: Call, layers: dict[str, str], tmp_path: Path) -> Callable[[bool], pd.DataFrame]:
    """`table(by)`: the overlap table of two or three layers; its pieces are in `all.gpkg`."""

    def made(by: bool) -> pd.DataFrame:
        third = {"by": layers["by"], "by_class": "side"} if by else {}
        perform("overlap_table", left=layers["left"], right=layers["right"], left_class="kind", right_class="code",
                **third, output=str(tmp_path / "table.csv"), pieces=str(tmp_path / "all.gpkg"))
        return pd.read_csv(tmp_path / "table.csv", dtype={f"{side}_class": str for side in LAYERS},
                           keep_default_na=False)

    return made


@pytest.fixture
def cell(perform: Call, layers: dict[str, str], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`cell(left_value=…, …)`: the result of `overlap_pieces`; its layer is `cell.gpkg`."""

    def made(by: bool = False, **values: str | None) -> dict[str, Any]:
        third = {"by": layers["by"], "by_class": "side"} if by else {}
        result: dict[str, Any] = perform(
            "overlap_pieces", left=layers["left"], right=layers["right"], left_class="kind", right_class="code",
            **third, **values, output=str(tmp_path / "cell.gpkg"))
        return result

    return made


@pytest.mark.parametrize("by", [False, True], ids=["two layers", "three layers"])
def test_the_pieces_of_each_cell_sum_to_it(by: bool, table: Call, cell: Call, tmp_path: Path) -> None:
    rows = table(by)
    sides = LAYERS if by else LAYERS[:2]
    assert (rows["pieces"] > 0).all()
    assert len(rows) > 10
    for _, row in rows.iterrows():
        result = cell(by, **{f"{side}_value": row[f"{side}_class"] for side in sides})
        assert result["area_m2"] == pytest.approx(row["area_m2"], abs=1.5e-3)
        assert result["pieces"] == row["pieces"]
        written = pyogrio.read_dataframe(tmp_path / "cell.gpkg", layer="overlap_pieces")
        assert len(written) == row["pieces"]
        assert written["area_m2"].sum() == pytest.approx(row["area_m2"], abs=0.001 * (1 + row["pieces"]))
        assert set(written["left_class"]) == {row["left_class"]}
        assert set(written["right_class"]) == {row["right_class"]}
        assert result["warnings"] == [] or {w["code"] for w in result["warnings"]} == {"null-classes"}


@pytest.mark.parametrize("by", [False, True], ids=["two layers", "three layers"])
def test_both_tasks_make_the_same_polygons(by: bool, table: Call, cell: Call, tmp_path: Path, to_albers: Call) -> None:
    table(by)
    cell(by)  # without values: all cells
    key = ["left_fid", "right_fid"] + (["by_fid"] if by else [])
    every, one = (
        pyogrio.read_dataframe(tmp_path / name).fillna({"by_fid": -1}).sort_values(key, ignore_index=True)
        for name in ("all.gpkg", "cell.gpkg"))
    for name in [*key, "left_class", "right_class"] + (["by_class"] if by else []):
        assert every[name].tolist() == one[name].tolist()
    assert every["area_m2"].to_numpy() == pytest.approx(one["area_m2"].to_numpy(), abs=2e-3)
    assert every.crs.to_epsg() == one.crs.to_epsg() == 4490
    for frame in (every, one):
        assert (shapely.get_type_id(frame.geometry.values) == 6).all()
        assert shapely.is_valid(frame.geometry.values).all()
        measured = shapely.area(to_albers(frame.geometry))
        assert measured == pytest.approx(frame["area_m2"].to_numpy(), rel=1e-5, abs=1)


def test_a_parcel_inside_a_zone_is_there_as_it_is(table: Call, layers: dict[str, str], tmp_path: Path) -> None:
    table(False)
    parcels = pyogrio.read_dataframe(layers["left"], fid_as_index=True).geometry
    zones = pyogrio.read_dataframe(layers["right"], fid_as_index=True).geometry
    pieces = pyogrio.read_dataframe(tmp_path / "all.gpkg")
    shapely.prepare(zones.values)
    inside = shapely.contains_properly(zones[pieces["right_fid"]].values, parcels[pieces["left_fid"]].values)
    assert sum(inside) > 100
    for row in pieces[inside].itertuples():
        (whole,) = row.geometry.geoms
        assert whole.equals_exact(parcels[row.left_fid], 0, normalize=True)


def test_a_big_zone_that_was_cut_leaves_no_seam(table: Call, layers: dict[str, str], tmp_path: Path) -> None:
    """Parcels on the rim of the zone of 6 000 vertices are of as many parts as shapely makes of them."""
    table(False)
    parcels = pyogrio.read_dataframe(layers["left"], fid_as_index=True).geometry
    zone = pyogrio.read_dataframe(layers["right"], fid_as_index=True).geometry[6]
    pieces = pyogrio.read_dataframe(tmp_path / "all.gpkg").query("right_fid == 6")
    direct = shapely.intersection(parcels[pieces["left_fid"]].to_numpy(), zone)
    assert shapely.get_num_geometries(pieces.geometry.values).tolist() == shapely.get_num_geometries(direct).tolist()
    rings = [sum(len(part.interiors) for part in piece.geoms) for piece in pieces.geometry]
    assert sum(rings) == 0


def test_what_lies_under_several_pieces_is_told(perform: Call, store: Call, tmp_path: Path) -> None:
    """Two zones overlap by a tenth of the parcel of 10 km by 10 km."""
    frame = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
    left = store("left", [shapely.box(0, 0, 1e4, 1e4)], frame)
    right = store("right", [shapely.box(-1e4, -1e4, 5e3, 2e4), shapely.box(4e3, -1e4, 2e4, 2e4)], frame)
    result = perform("overlap_pieces", left=left, right=right, output=str(tmp_path / "cell.gpkg"))
    assert (result["pieces"], result["area_m2"], result["counted_twice_m2"]) == (2, 1.1e8, 1e7)


def test_a_class_that_is_not_there_is_told_and_makes_an_empty_layer(cell: Call, tmp_path: Path) -> None:
    result = cell(left_value="no such", right_value="110101")
    assert [w["code"] for w in result["warnings"]] == ["class-not-there"]
    assert (result["pieces"], result["area_m2"]) == (0, 0)
    assert len(pyogrio.read_dataframe(tmp_path / "cell.gpkg")) == 0
    assert [w["code"] for w in cell(left_value="farm", right_value="x")["warnings"]] == ["class-not-there"]


@pytest.mark.parametrize("value", ["' OR 1=1 --", "a' OR 'a'='a", "\\' OR 1=1 --", '" OR 1=1 --', "1; DROP TABLE left"])
def test_a_value_is_never_a_condition(value: str, cell: Call, layers: dict[str, str]) -> None:
    assert cell(left_value=value, right_value="110101")["pieces"] == 0
    assert cell(left_value="farm", right_value=value)["pieces"] == 0
    assert len(pyogrio.read_dataframe(layers["left"])) == 300


def test_a_value_differs_by_upper_and_lower_case_in_any_format(store: Call, perform: Call, tmp_path: Path) -> None:
    """GDAL compares texts of GeoJSON without regard to case."""
    frame = pyogrio.read_dataframe(store("left", boxes(6, 1, 0.3), k=["a", "A", "a", "A", "b", "á"]))
    path = tmp_path / "left.geojson"
    pyogrio.write_dataframe(frame, path)
    around = store("around", [shapely.box(110, 35, 120, 45)])
    for value, count in (("a", 2), ("A", 2), ("b", 1), ("á", 1), ("B", 0)):
        result = perform("overlap_pieces", left=str(path), right=around, left_class="k", left_value=value,
                         output=str(tmp_path / "cell.gpkg"))
        assert result["pieces"] == count


def test_fid_numbers_and_truth_values_are_classes_too(store: Call, perform: Call, tmp_path: Path) -> None:
    left = store("left", boxes(6, 1, 0.3), number=[1, 1, 2, 2, 2, -3], truth=[True, False, True, True, False, True])
    around = store("around", [shapely.box(110, 35, 120, 45)])
    for field, value, count in (("fid", "4", 1), ("number", "2", 3), ("number", "-3", 1), ("truth", "True", 4)):
        params = {"left": left, "right": around, "left_class": field}
        result = perform("overlap_pieces", **params, left_value=value, output=str(tmp_path / "cell.gpkg"))
        assert result["pieces"] == count
        perform("overlap_table", **params, output=str(tmp_path / "t.csv"))
        row = pd.read_csv(tmp_path / "t.csv", dtype={"left_class": str}).set_index("left_class").loc[value]
        assert (row["pieces"], row["area_m2"]) == (count, pytest.approx(result["area_m2"], abs=2e-3))


def test_a_field_may_have_the_name_that_gdal_gives_the_fid(perform: Call, store: Call, tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(store("left", boxes(4, 1, 0.3)))
    frame["OGC_FID"], frame["fid"] = [7, 7, 8, 8], [1, 2, 2, 2]
    path = tmp_path / "left.geojson"
    pyogrio.write_dataframe(frame, path)
    around = store("around", [shapely.box(110, 35, 120, 45)])
    for field, found in (("OGC_FID", {"7": 2, "8": 2}), ("fid", {"1": 1, "2": 3})):
        perform("overlap_table", left=str(path), right=around, left_class=field, output=str(tmp_path / "t.csv"))
        table = pd.read_csv(tmp_path / "t.csv", dtype={"left_class": str}).set_index("left_class")
        assert table["pieces"].to_dict() == found
        for value, count in found.items():
            result = perform("overlap_pieces", left=str(path), right=around, left_class=field, left_value=value,
                             output=str(tmp_path / "cell.gpkg"))
            assert (result["pieces"], result["area_m2"]) == (
                count, pytest.approx(table.loc[value, "area_m2"], abs=2e-3))


def test_bad_parameters_are_refused(cell: Call, refused: Call, layers: dict[str, str], tmp_path: Path) -> None:
    params = {"left": layers["left"], "right": layers["right"], "output": str(tmp_path / "cell.gpkg")}
    assert refused("overlap_pieces", **params, left_class="none") == "unknown-field"
    assert refused("overlap_pieces", **params, by=layers["by"], by_class="none") == "unknown-field"
    assert refused("overlap_pieces", **params | {"output": str(tmp_path / "cell.csv")}) == "bad-output-type"
    assert refused("overlap_pieces", **params | {"output": layers["left"]}) == "output-is-input"
    assert refused("overlap_pieces", **params, left_value=3) == "wrong-type"
