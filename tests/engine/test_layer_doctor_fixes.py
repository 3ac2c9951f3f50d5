"""The layer doctor's fixed copy: only what was chosen is changed, every change is listed, the input stays untouched."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pyproj
import pytest
import shapely

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
KM = 1000.0


class Fixed(NamedTuple):
    """The copy, its list of changes, and the task's result."""

    layer: gpd.GeoDataFrame
    changes: pd.DataFrame
    result: dict[str, Any]
    path: Path


@pytest.fixture
def mend(perform: Call, tmp_path: Path) -> Callable[..., Fixed]:
    """`mend(layer, fixes=[…], …)`: the fixed copy."""

    def fixed(layer: str, **params: Any) -> Fixed:
        target = tmp_path / f"fixed_{len(list(tmp_path.glob('fixed_*.gpkg')))}.gpkg"
        before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.stem == Path(layer).stem}
        output = str(tmp_path / "findings.gpkg")
        result = perform("layer_doctor", layer=layer, output=output, fixed=str(target), **params)
        assert {path: path.read_bytes() for path in before} == before
        changes = pyogrio.read_dataframe(target, layer="changes")
        assert len(changes) == result["changes"]
        copy = pyogrio.read_dataframe(target, layer=result["layers"][0], fid_as_index=True)
        return Fixed(copy, changes, result, target)

    return fixed


def grid(count: int, west: float = 116.0, south: float = 39.0, size: float = 0.01) -> list[shapely.Polygon]:
    return [shapely.box(west + i * size, south, west + (i + 1) * size, south + size) for i in range(count)]


def by_fid(changes: pd.DataFrame, what: str) -> dict[int, tuple[str, str]]:
    rows = changes[changes["change"] == what]
    return {int(row.feature_id): (row.before, row.after) for row in rows.itertuples()}


def test_a_healthy_layer_is_copied_as_it_is(mend: Call, bundled: Call) -> None:
    path, layer = bundled("units").split("|layername=")
    original = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True)
    copy = mend(bundled("units"))
    assert copy.changes.empty and copy.result["layers"] == ["units"]
    pd.testing.assert_frame_equal(copy.layer.drop(columns="geometry"), original.drop(columns="geometry"))
    assert copy.layer.crs == original.crs
    assert shapely.equals_exact(copy.layer.geometry.values, original.geometry.values).all()


def test_numbers_dates_and_ids_survive_the_copy(mend: Call, tmp_path: Path) -> None:
    """A null beside a number of 17 digits, which no real number can hold."""
    table = pa.table({
        "fid": [3, 5], "BSM": pa.array([11010110000000001, None], pa.int64()), "yes": [True, None],
        "when": pa.array([None, 19000], pa.date32()), "geom": pa.array(shapely.to_wkb(grid(2)).tolist(), pa.binary())})
    pyogrio.write_arrow(table, tmp_path / "typed.gpkg", layer="typed", driver="GPKG", geometry_name="geom",
                        geometry_type="Polygon", crs="EPSG:4490")
    copy = mend(str(tmp_path / "typed.gpkg"))
    _, read = pyogrio.read_arrow(copy.path, layer="typed", return_fids=True)
    assert read["fid"].to_pylist() == [3, 5]
    assert read["BSM"].to_pylist() == [11010110000000001, None]
    assert read["yes"].to_pylist() == [True, None] and str(read["when"].to_pylist()[1]) == "2022-01-08"


def test_invalid_geometry_is_repaired_and_listed_with_its_areas(mend: Call, store: Call) -> None:
    """(0,0) (2,2) (2,0) (0,2) km: two triangles of 1 km², wound oppositely."""
    bow_tie = shapely.Polygon([(0, 0), (2 * KM, 2 * KM), (2 * KM, 0), (0, 2 * KM)])
    copy = mend(store("bow", [shapely.box(9000, 0, 9900, 900), bow_tie], ALBERS))
    assert by_fid(copy.changes, "geometry") == {2: ("self-intersection; 0.000 m²", "valid; 2000000.000 m²")}
    assert copy.layer.geometry.is_valid.all()
    assert copy.layer.geometry.area.tolist() == pytest.approx([810_000, 2e6])


def test_without_the_fix_invalid_geometry_stays(mend: Call, store: Call) -> None:
    bow_tie = shapely.Polygon([(116, 39), (116.2, 39.2), (116.2, 39), (116, 39.2)])
    copy = mend(store("bow", [bow_tie]), fixes=[])
    assert copy.changes.empty and not copy.layer.geometry.is_valid.any()


def test_a_gbk_shapefile_without_cpg_becomes_readable(mend: Call, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"名称": ["北京市", None, "a"]}, geometry=grid(3), crs=4490)
    pyogrio.write_dataframe(frame, tmp_path / "县.shp", encoding="GBK")
    (tmp_path / "县.cpg").unlink()
    copy = mend(str(tmp_path / "县.shp"))
    assert copy.result["layers"] == ["县"]
    assert copy.layer["名称"].fillna("").tolist() == ["北京市", "", "a"]
    assert copy.layer.index.tolist() == [0, 1, 2]  # a Shapefile counts from 0
    rows = copy.changes[["change", "field", "before", "after"]].to_numpy().tolist()
    assert rows == [["encoding", "", "Ãû³Æ", "名称"], ["encoding", "名称", "±±¾©ÊÐ", "北京市"]]


def test_without_the_fix_text_stays_as_other_programs_show_it(mend: Call, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"名称": ["北京市"] * 2}, geometry=grid(2), crs=4490)
    pyogrio.write_dataframe(frame, tmp_path / "县.shp", encoding="GBK")
    (tmp_path / "县.cpg").unlink()
    assert mend(str(tmp_path / "县.shp"), fixes=["geometry"]).layer["Ãû³Æ"].tolist() == ["±±¾©ÊÐ"] * 2


def test_mojibake_is_decoded_and_good_text_stays(mend: Call, store: Call) -> None:
    texts = ["鍖椾含", "天津", None, "锟斤拷", "鍖椾含"]
    copy = mend(store("text", grid(5), 名称=texts))
    assert copy.layer["名称"].fillna("").tolist() == ["北京", "天津", "", "锟斤拷", "北京"]
    assert by_fid(copy.changes, "encoding") == {1: ("鍖椾含", "北京"), 5: ("鍖椾含", "北京")}


def test_cut_field_names_and_text_are_restored_together(mend: Call, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"地类名称": ["水田"] * 2, "match_share": [0.5, 1]}, geometry=grid(2), crs=4490)
    pyogrio.write_dataframe(frame, tmp_path / "cut.shp", encoding="UTF-8")
    (tmp_path / "cut.cpg").unlink()
    copy = mend(str(tmp_path / "cut.shp"), fixes=["encoding", "field_names"])
    assert copy.layer.columns.tolist() == ["地类名称", "match_share", "geometry"]
    assert copy.layer["地类名称"].tolist() == ["水田", "水田"]
    assert list(copy.changes["change"]) == ["encoding", "encoding", "encoding", "field_names", "field_names"]


@pytest.mark.parametrize(("codes", "after"), [
    (["130223", "156130223", "130223000000", "110101", None], ["130284", "156130284", "130223000000", "110101", None]),
    ([130223, 110101, 110102, 110105, 130521], [130284, 110101, 110102, 110105, 130521]),
    ([130223.0, np.nan, 110102.0, 110105.0, 110106.0], [130284.0, np.nan, 110102.0, 110105.0, 110106.0]),
])
def test_old_adcodes_become_todays_in_any_form(mend: Call, store: Call, codes: list[Any], after: list[Any]) -> None:
    copy = mend(store("codes", grid(5), code=codes), fixes=["adcodes"])
    expected = pd.Series(after, index=copy.layer.index)
    pd.testing.assert_series_equal(copy.layer["code"], expected, check_names=False, check_dtype=False)
    changed = {fid for fid, (old, new) in enumerate(zip(codes, after), 1) if str(old) != str(new)}
    assert set(by_fid(copy.changes, "adcodes")) == changed


def test_the_crs_is_set_only_when_it_is_named_and_chosen(mend: Call, store: Call) -> None:
    layer = store("none", list(gpd.GeoSeries(grid(6), crs=4490).to_crs(4548)), None)
    assert mend(layer, crs="EPSG:4548").layer.crs is None
    copy = mend(layer, crs="EPSG:4548", fixes=["crs"])
    assert copy.layer.crs == "EPSG:4548"
    assert copy.changes[["change", "before", "after"]].to_numpy().tolist() == [["crs", "", "EPSG:4548"]]
    wrong = store("wrong", grid(6), 4548)
    bounds = mend(wrong, crs="EPSG:4490", fixes=["crs"]).layer.total_bounds
    assert bounds.tolist() == pytest.approx([116, 39, 116.06, 39.01])


def test_swapped_axes_are_exchanged_when_chosen_and_only_if_they_are_swapped(mend: Call, store: Call) -> None:
    swapped = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in grid(6)]
    copy = mend(store("swapped", swapped), fixes=["axes"])
    assert shapely.equals_exact(copy.layer.geometry.values, np.array(grid(6))).all()
    assert copy.changes["change"].tolist() == ["axes"]
    right = mend(store("right", grid(6)), fixes=["axes"])
    assert right.changes.empty and shapely.equals_exact(right.layer.geometry.values, np.array(grid(6))).all()


def test_heights_stay_with_swapped_axes_unless_dropped(mend: Call, store: Call) -> None:
    points = [shapely.Point(39 + i / 100, 116, i) for i in range(6)]
    assert [point.z for point in mend(store("z", points), fixes=["axes"]).layer.geometry] == [0, 1, 2, 3, 4, 5]
    copy = mend(store("z", points), fixes=["axes", "drop_zm"])
    assert not copy.layer.geometry.has_z.any()
    assert copy.changes.iloc[-1][["change", "before"]].tolist() == ["drop_zm", "Z: 6"]


def test_exact_duplicates_go_and_those_with_other_attributes_stay(mend: Call, store: Call) -> None:
    a, b = grid(2)
    copy = mend(store("double", [a, b, a, a], label=["1", "2", "1", "3"]), fixes=["duplicates"])
    assert copy.layer.index.tolist() == [1, 2, 4] and set(by_fid(copy.changes, "duplicates")) == {3}


def test_empty_geometry_goes_only_when_chosen(mend: Call, store: Call) -> None:
    layer = store("empty", [*grid(3), None, shapely.Polygon()])
    assert len(mend(layer).layer) == 5
    copy = mend(layer, fixes=["empty"])
    assert copy.layer.index.tolist() == [1, 2, 3] and set(by_fid(copy.changes, "empty")) == {4, 5}


def test_what_is_no_coordinate_goes_with_the_empty(mend: Call, tmp_path: Path) -> None:
    nan = struct.pack("<BIII", 1, 3, 1, 4) + struct.pack("<8d", 116, 39, 116.1, 39, float("nan"), 39.1, 116, 39)
    table = pa.table({"n": [1, 2], "g": pa.array([shapely.to_wkb(grid(1)[0]), nan], pa.binary())})
    pyogrio.write_arrow(table, tmp_path / "nan.gpkg", layer="nan", driver="GPKG", geometry_name="g",
                        geometry_type="Polygon", crs="EPSG:4490")
    assert mend(str(tmp_path / "nan.gpkg"), fixes=["geometry", "empty"]).layer["n"].tolist() == [1]


def test_mixed_kinds_become_layers_of_their_own_and_nothing_is_lost(mend: Call, store: Call) -> None:
    line = shapely.LineString([(116, 39), (117, 40)])
    collection = shapely.GeometryCollection([shapely.Point(116, 39), grid(1)[0], line])
    shapes = [*grid(2), shapely.Point(116.5, 39), collection, None]
    copy = mend(store("mixed", shapes), fixes=["singletype"])
    assert copy.result["layers"] == ["mixed", "mixed_points", "mixed_lines"]
    read = {name: pyogrio.read_dataframe(copy.path, layer=name, fid_as_index=True) for name in copy.result["layers"]}
    assert {name: layer.index.tolist() for name, layer in read.items()} == {
        "mixed": [1, 2, 4, 5], "mixed_points": [3, 4], "mixed_lines": [4]}
    assert read["mixed"].geometry.area.sum() == pytest.approx(3e-4)
    assert pyogrio.read_info(copy.path, layer="mixed")["geometry_type"] == "MultiPolygon"


def test_curves_are_drawn_as_segments_and_listed(mend: Call, tmp_path: Path) -> None:
    circle = "CURVEPOLYGON(CIRCULARSTRING(116 39,116.1 39.1,116.2 39,116.1 38.9,116 39))"
    (tmp_path / "arc.csv").write_text(f'id,WKT\n1,"{circle}"\n')
    copy = mend(str(tmp_path / "arc.csv"))
    assert copy.layer.geometry.area.iloc[0] == pytest.approx(np.pi * 0.01, rel=1e-2)
    assert by_fid(copy.changes, "curves") == {1: ("curve", "segments")}


@pytest.mark.parametrize("name", ["fid", "geom", "FID"])
def test_fields_with_names_that_a_geopackage_uses_itself_are_kept(mend: Call, tmp_path: Path, name: str) -> None:
    features = [{"type": "Feature", "properties": {name: 7, "Name": "a", "name": "b"},
                 "geometry": {"type": "Point", "coordinates": [116, 39]}}] * 2
    (tmp_path / "odd.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    copy = mend(str(tmp_path / "odd.geojson"))
    assert copy.layer[name].tolist() == [7, 7] and copy.layer["Name"].tolist() == ["a", "a"]
    assert copy.layer["name_2"].tolist() == ["b", "b"]


# Conversions


def test_a_converted_layer_is_back_where_it_was(mend: Call, store: Call, bundled: Call) -> None:
    there = mend(bundled("units"), convert="cgcs2000-to-gcj02")
    assert there.result["layers"] == ["units_gcj02"]
    assert [warning["code"] for warning in there.result["warnings"]] == ["not-a-crs"]
    shifted = store("shifted", list(there.layer.geometry))
    back = mend(shifted, convert="gcj02-to-cgcs2000")
    assert back.result["layers"] == ["shifted_cgcs2000"] and back.result["warnings"] == []
    path, layer = bundled("units").split("|layername=")
    original = shapely.get_coordinates(pyogrio.read_dataframe(path, layer=layer).geometry.values)
    again = shapely.get_coordinates(back.layer.geometry.values)
    moved = shapely.get_coordinates(there.layer.geometry.values)
    geod = pyproj.Geod(ellps="GRS80")
    assert np.max(geod.inv(*original.T, *again.T)[2]) < 0.001
    distance = geod.inv(*original.T, *moved.T)[2]
    assert np.min(distance) > 490 and np.max(distance) < 640


def test_the_copy_and_its_recipe_say_that_it_was_converted(mend: Call, store: Call) -> None:
    copy = mend(store("parcels", grid(6)), convert="cgcs2000-to-bd09")
    connection = sqlite3.connect(copy.path)
    told = dict(connection.execute("SELECT table_name, description FROM gpkg_contents"))
    connection.close()
    assert told["parcels_bd09"].startswith("converted from CGCS2000 to BD-09: shifted coordinates")
    recipe = json.loads((copy.path.with_name(f"{copy.path.stem}.recipe.json")).read_text(encoding="utf-8"))
    assert recipe["params"]["convert"] == "cgcs2000-to-bd09" and recipe["inputs"][0]["crs"] == "EPSG:4490"
    assert copy.changes[["change", "before", "after"]].to_numpy().tolist() == [["convert", "cgcs2000", "bd09"]]


def test_a_projected_layer_is_converted_in_its_own_crs(mend: Call, store: Call) -> None:
    points = gpd.GeoSeries([shapely.Point(116.404, 39.915)] * 6, crs=4490)
    copy = mend(store("gk", list(points.to_crs(4548)), 4548), convert="cgcs2000-to-gcj02")
    assert copy.layer.crs == "EPSG:4548"
    degrees = copy.layer.to_crs(4490).geometry.iloc[0]
    assert (degrees.x, degrees.y) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-8)


def test_a_conversion_against_the_evidence_is_done_with_a_warning(mend: Call, bundled: Call) -> None:
    copy = mend(bundled("units"), convert="gcj02-to-cgcs2000")
    assert [warning["code"] for warning in copy.result["warnings"]] == ["conversion-doubtful"]


def test_swapped_axes_and_a_shift_are_mended_in_one_run(mend: Call, store: Call) -> None:
    swapped = [shapely.Point(39.91640428150164, 116.41024449916938)] * 6
    copy = mend(store("both", swapped), fixes=["axes"], convert="gcj02-to-cgcs2000")
    assert shapely.get_coordinates(copy.layer.geometry.iloc[0]).ravel() == pytest.approx([116.404, 39.915], abs=1e-9)


# Refusals


def test_what_cannot_be_done_is_refused_before_anything_is_written(refused: Call, store: Call, tmp_path: Path) -> None:
    layer, bare, wrong = store("good", grid(6)), store("bare", grid(6), None), store("wrong", grid(6), 4548)
    out = {"output": str(tmp_path / "f.csv"), "fixed": str(tmp_path / "x.gpkg")}
    assert refused("layer_doctor", layer=layer, fixes=["magic"], **out) == "unknown-fix"
    assert refused("layer_doctor", layer=layer, fixes=["crs"], **out) == "crs-not-named"
    assert refused("layer_doctor", layer=bare, convert="gcj02-to-cgcs2000", **out) == "no-crs"
    assert refused("layer_doctor", layer=wrong, convert="gcj02-to-cgcs2000", **out) == "conversion-misfit"
    only = {"output": out["output"]}
    assert refused("layer_doctor", layer=layer, convert="gcj02-to-cgcs2000", **only) == "missing-parameter"
    assert refused("layer_doctor", layer=layer, fixed=layer, **only) == "output-is-input"
    same = str(tmp_path / "same.gpkg")
    assert refused("layer_doctor", layer=layer, output=same, fixed=same) == "outputs-clash"
    assert {path.suffix for path in tmp_path.iterdir()} == {".gpkg"}
    assert not (tmp_path / "x.gpkg").exists() and not (tmp_path / "same.gpkg").exists()


def test_a_copy_is_never_put_in_the_place_of_other_data(refused: Call, store: Call, tmp_path: Path) -> None:
    layer, other = store("good", grid(6)), store("other", grid(2))
    digest = hashlib.sha256(Path(other).read_bytes()).hexdigest()
    assert refused("layer_doctor", layer=layer, output=str(tmp_path / "f.csv"), fixed=other) == "output-holds-others"
    assert hashlib.sha256(Path(other).read_bytes()).hexdigest() == digest
