"""The layer doctor's findings: each fault built for real, and healthy layers in which nothing is found."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.doctor.doubles import overlapping
from jjj_planner_plugin.engine.doctor.findings import catalogue, checks
from jjj_planner_plugin.engine.protocol import Job

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
KM = 1000.0


@pytest.fixture
def examine(perform: Call, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """`examine(layer, …)`: the table of findings by check_id; its `attrs` hold the task's result."""

    def table(layer: str, **params: Any) -> pd.DataFrame:
        output = tmp_path / "findings.csv"
        result = perform("layer_doctor", layer=layer, output=str(output), **params)
        found = pd.read_csv(output, keep_default_na=False, na_values={"area_effect_m2": "", "count": ""})
        assert {number.split("-")[0] for number in found["check_id"]} == {check["id"] for check in checks().values()}
        found = found.set_index("check_id")
        found.attrs = result
        return found

    return table


def found_in(table: pd.DataFrame) -> list[str]:
    return list(table.index[table["status"] == "found"])


def grid(count: int, west: float = 116.0, south: float = 39.0, size: float = 0.01) -> list[shapely.Polygon]:
    """`count` squares in a row, edge to edge."""
    return [shapely.box(west + i * size, south, west + (i + 1) * size, south + size) for i in range(count)]


def squares(*corners: tuple[float, float], size: float = 10.0) -> list[shapely.Polygon]:
    """Squares of `size` km by their lower left corners in km from the Albers origin."""
    return [shapely.box(x * KM, y * KM, (x + size) * KM, (y + size) * KM) for x, y in corners]


def in_metres(shapes: Sequence[Any], crs: Any) -> list[Any]:
    return list(gpd.GeoSeries(shapes, crs=4490).to_crs(crs))


def geojson(path: Path, features: Sequence[tuple[dict[str, Any], Any]]) -> str:
    rows = [{"type": "Feature", "properties": row, "geometry": shape} for row, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def shapefile(path: Path, shapes: Sequence[Any], crs: Any = 4490, encoding: str = "UTF-8", **fields: Any) -> str:
    frame = gpd.GeoDataFrame(fields, geometry=list(shapes), crs=crs)
    pyogrio.write_dataframe(frame, path, encoding=encoding)
    return str(path)


def with_geometry(path: Path, wkb: Sequence[bytes | None]) -> str:
    """A GeoPackage with geometries that no library would write."""
    table = pa.table({"n": list(range(len(wkb))), "geom_": pa.array(list(wkb), pa.binary())})
    pyogrio.write_arrow(table, path, layer="raw", driver="GPKG", geometry_name="geom_", geometry_type="Unknown",
                        crs="EPSG:4490")
    return str(path)


# Health


def test_in_healthy_layers_nothing_is_found(examine: Call, bundled: Call) -> None:
    for layer in ("catchments", "rivers"):
        assert found_in(examine(bundled(layer))) == ["D06"], layer  # which do reach beyond the region
    table = examine(bundled("units"))
    assert table["status"].tolist() == ["ok"] * len(checks())
    assert table["count"].tolist() == [0] * len(checks())
    assert "nothing found" in table.attrs["summary"] and table.attrs["found"] == 0


def test_every_check_has_a_row_and_the_sentence_counts_them(examine: Call, store: Call) -> None:
    table = examine(store("parcels", [*grid(6), None], label=["a"] * 7))
    assert table["status"].value_counts().to_dict() == {"ok": 16, "not checkable": 2, "found": 1}
    assert table.loc["D12", ["count", "feature_ids", "fix"]].tolist() == [1, "7", "empty"]
    assert table.attrs["summary"] == "parcels: 1 found: Empty geometry (19 checks, 2 of them not possible)"
    assert table.attrs["findings"][0]["check_id"] == "D12"


def test_the_report_is_in_the_planners_language(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("parcels", [*grid(6), None])
    result = perform("layer_doctor", "zh", layer=layer, output=str(tmp_path / "f.csv"))
    assert result["summary"] == "parcels：1 项异常：空几何（共 19 项检查，2 项无法检查）"


def test_the_same_layer_gives_the_same_bytes(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("parcels", [*grid(6), None, *grid(2)])
    written = []
    for _ in range(2):
        perform("layer_doctor", layer=layer, output=str(tmp_path / "f.csv"))
        written.append((tmp_path / "f.csv").read_bytes() + (tmp_path / "f.recipe.json").read_bytes())
    assert written[0] == written[1]


def test_catalogue_sentences_have_the_same_facts_in_both_languages() -> None:
    def wanted(words: dict[str, str], language: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", words[language]))

    for check in catalogue()["checks"]:
        texts = [check["title"], check["expected"], check["fine"]]
        texts += [words for case in check["cases"].values() for words in (case["found"], case["remedy"])]
        for words in texts:
            assert wanted(words, "zh") == wanted(words, "en"), words


# Coordinate systems


def test_a_layer_without_crs_is_told_which_it_may_be_and_none_is_set(examine: Call, store: Call) -> None:
    shapes = in_metres(grid(8, 114.4, 38.0), 4547)  # Shijiazhuang, whose zone is 38
    row = examine(store("none", shapes, None)).loc["D01"]
    assert (row["status"], row["severity"], row["fix"], row["count"]) == ("found", "error", "crs", 8)
    assert "EPSG:4547" in row["found"] and "EPSG:3857" not in row["found"]


def test_adcodes_tell_which_of_the_zones_it_is(examine: Call, store: Call, bundled: Call) -> None:
    path, layer = bundled("units").split("|layername=")
    units = pyogrio.read_dataframe(path, layer=layer).query("city == '130600'").to_crs(4547)
    row = examine(store("units", units.geometry, None, adcode=list(units["adcode"]))).loc["D01"]
    told = row["found"].split(": ")[1].split("; ")
    assert told[0].startswith("EPSG:4547") and not any("4548" in one for one in told)


def test_coordinates_that_fit_nothing_are_said_to_fit_nothing(examine: Call, store: Call) -> None:
    row = examine(store("local", squares((0, 0), (10, 0)), None)).loc["D01"]
    assert row["status"] == "found" and "fit none" in row["found"]


@pytest.mark.parametrize("crs", [3857, "ESRI:102100"])
def test_web_mercator_is_told_with_the_true_factor_of_this_layer(examine: Call, store: Call, crs: Any) -> None:
    """Independent: planar R²·Δλ·(y2 − y1) against pyproj's geodesic area with edges along the parallels."""
    west, south, east, north = 116.0, 39.5, 116.5, 40.5
    shape = shapely.segmentize(shapely.box(west, south, east, north), 0.001)
    y = [math.asinh(math.tan(math.radians(lat))) for lat in (south, north)]
    planar = 6378137.0**2 * math.radians(east - west) * (y[1] - y[0])
    true = abs(pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shape)[0])
    row = examine(store("web", in_metres([shape], crs), crs)).loc["D04"]
    assert row["status"] == "found" and f"{100 * (planar / true - 1):+.2f} %" in row["found"]
    assert row["area_effect_m2"] == pytest.approx(planar - true, rel=1e-5)
    assert 68 < 100 * (planar / true - 1) < 74


@pytest.mark.parametrize(("crs", "status"), [(4548, "ok"), (ALBERS, "ok"), (4549, "ok"), (4534, "found")])
def test_other_projections_are_told_only_when_they_are_more_than_a_percent_off(
    examine: Call, store: Call, crs: Any, status: str
) -> None:
    shapes = [shapely.segmentize(square, 0.001) for square in grid(6)]
    assert examine(store("gk", in_metres(shapes, crs), crs)).loc["D04", "status"] == status


def test_points_have_an_area_scale_too(examine: Call, store: Call) -> None:
    points = in_metres([shapely.Point(116 + i / 100, 40) for i in range(6)], 3857)
    row = examine(store("points", points, 3857)).loc["D04"]
    scale = 100 / math.cos(math.radians(40)) ** 2 - 100
    assert float(re.search(r"([+\d.]+) %", row["found"])[1]) == pytest.approx(scale, abs=0.5)


def test_degrees_taken_for_metres_are_found(examine: Call, store: Call) -> None:
    table = examine(store("degrees", grid(6), 4548))
    assert found_in(table) == ["D02"]
    assert "EPSG:4490" in table.loc["D02", "found"] and table.loc["D02", "fix"] == "crs"
    assert table.loc["D04", "status"] == table.loc["D18", "status"] == "not checkable"


def test_metres_taken_for_degrees_are_found(examine: Call, store: Call) -> None:
    table = examine(store("metres", in_metres(grid(6), 4548), 4490))
    assert found_in(table) == ["D02"]
    assert "EPSG:4548" in table.loc["D02", "found"]


def test_a_wrong_zone_is_found_when_the_layer_falls_into_the_sea_or_its_counties_elsewhere(
    examine: Call, store: Call, bundled: Call
) -> None:
    table = examine(store("east", in_metres(grid(6, 117.5, 39.3), 4548), 4549))  # three degrees east of Tianjin: sea
    assert found_in(table) == ["D02"] and "EPSG:4548" in table.loc["D02", "found"]
    path, layer = bundled("units").split("|layername=")
    units = pyogrio.read_dataframe(path, layer=layer).query("city == '130600'").to_crs(4547)
    table = examine(store("baoding", units.geometry, 4548, adcode=list(units["adcode"])))  # falls on Tianjin
    assert found_in(table)[0] == "D02" and "EPSG:4547" in table.loc["D02", "found"]


def test_a_layer_of_the_next_province_is_not_taken_for_one_in_a_wrong_zone(examine: Call, store: Call) -> None:
    """Taiyuan by zone 37 (CM 111): a zone further east, CM 114, its numbers would lie in Hebei."""
    assert found_in(examine(store("taiyuan", in_metres(grid(6, 112.5, 37.8), 4546), 4546))) == ["D06"]


def test_a_named_crs_is_used_for_the_checks_but_the_layer_still_lacks_one(examine: Call, store: Call) -> None:
    table = examine(store("none", in_metres(grid(6), 4548), None), crs="EPSG:4548")
    assert found_in(table) == ["D01"]
    assert table.loc["D02", "status"] == table.loc["D18", "status"] == "ok"


def test_swapped_axes_are_found(examine: Call, tmp_path: Path, store: Call) -> None:
    rings = [[[y, x] for x, y in square.exterior.coords] for square in grid(6)]
    features = [({}, {"type": "Polygon", "coordinates": [ring]}) for ring in rings]
    table = examine(geojson(tmp_path / "swapped.geojson", features))
    assert found_in(table) == ["D03"]
    assert table.loc["D03", "fix"] == "axes" and "116.03° E, 39.00° N" in table.loc["D03", "found"]
    north_first = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in in_metres(grid(6), 4548)]
    assert found_in(examine(store("north", north_first, 4548))) == ["D03"]


def test_swapped_axes_are_found_elsewhere_in_china(examine: Call, store: Call) -> None:
    shanghai = [shapely.Point(31.2 + i / 100, 121.5) for i in range(6)]
    assert "D03" in found_in(examine(store("shanghai", shanghai)))


def test_a_layer_elsewhere_is_said_to_be_elsewhere(examine: Call, store: Call) -> None:
    table = examine(store("shanghai", grid(6, 121.4, 31.2)))
    assert found_in(table) == ["D06"] and table.loc["D06", "severity"] == "note"
    table = examine(store("partly", [*grid(6, 114, 39, 0.5), shapely.box(112, 39, 112.1, 39.1)]))
    assert table.loc["D06", "feature_ids"] == "7"


# Coordinates


def test_a_feature_at_zero_is_far_from_all_others(examine: Call, store: Call) -> None:
    table = examine(store("zero", [*grid(8), shapely.box(0, 0, 0.01, 0.01)]))
    assert table.loc["D07", ["count", "feature_ids"]].tolist() == [1, "9"]
    assert table.loc["D02", "status"] == table.loc["D08", "status"].replace("not checkable", "ok") == "ok"


def test_coordinates_that_are_none_are_listed_and_harm_no_other_check(examine: Call, tmp_path: Path) -> None:
    bad = [shapely.box(116, 39, value, 39.01) for value in (1e30, math.inf)]
    nan = shapely.from_wkb(polygon_wkb([(116, 39), (116.1, 39), (math.nan, 39.1), (116, 39)]))
    shapes = [*grid(6), *bad, nan, shapely.box(116, 39, 116.1, 95)]
    table = examine(with_geometry(tmp_path / "bad.gpkg", [shapely.to_wkb(shape) for shape in shapes]))
    assert table.loc["D05", ["count", "feature_ids", "fix"]].tolist() == [4, "7, 8, 9, 10", "empty"]
    assert set(found_in(table)) == {"D05", "D07"}  # the last one is far away, too


def polygon_wkb(points: Sequence[tuple[float, float]], kind: int = 3) -> bytes:
    """One ring, closed or not, as little-endian WKB."""
    return struct.pack("<BIII", 1, kind, 1, len(points)) + b"".join(struct.pack("<2d", *point) for point in points)


# Text


def test_a_gbk_shapefile_without_cpg_is_read_and_found(examine: Call, tmp_path: Path) -> None:
    names = ["北京市", "天津市", "石家庄市", "唐山", "a", None]
    path = shapefile(tmp_path / "县.shp", grid(6), encoding="GBK", 名称=names)
    (tmp_path / "县.cpg").unlink()
    row = examine(path).loc["D09"]
    assert (row["status"], row["fix"]) == ("found", "encoding")
    assert "GBK" in row["found"] and "'±±¾©ÊÐ' for '北京市'" in row["found"]


def test_a_shapefile_that_says_its_encoding_is_healthy(examine: Call, tmp_path: Path) -> None:
    for encoding in ("GBK", "UTF-8"):
        path = shapefile(tmp_path / f"{encoding}.shp", grid(6), encoding=encoding, 名称=["北京市"] * 6)
        assert found_in(examine(path)) == []


def test_a_cpg_that_is_wrong_is_found(examine: Call, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "wrong.shp", grid(6), encoding="GBK", 名称=["北京市"] * 6)
    (tmp_path / "wrong.cpg").write_text("UTF-8")
    assert "the text is GBK" in examine(path).loc["D09", "found"]


def test_the_language_byte_of_a_dbf_is_a_statement(examine: Call, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "byte.shp", grid(6), encoding="GBK", 名称=["北京市"] * 6)
    (tmp_path / "byte.cpg").unlink()
    table = bytearray((tmp_path / "byte.dbf").read_bytes())
    table[29] = 0x4D
    (tmp_path / "byte.dbf").write_bytes(table)
    assert found_in(examine(path)) == []


def test_text_cut_in_the_middle_of_a_character_is_still_recognised(examine: Call, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "cut.shp", grid(6), 名称=["北京市" * 40] * 6)  # 360 bytes, a .dbf holds 254
    (tmp_path / "cut.cpg").unlink()
    assert "UTF-8" in examine(path).loc["D09", "found"]


def test_a_gbk_text_file_is_read_and_found(examine: Call, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("名称,WKT\n北京市,POINT(116 39)\n".encode("gbk"))
    assert "'北京市'" in examine(str(tmp_path / "t.csv")).loc["D09", "found"]


@pytest.mark.parametrize(("wrong", "right"), [
    ("鍖椾含", "北京"), ("±±¾©ÊÐ", "北京市"), ("åŒ—äº¬å¸‚", "北京市"), ("ÖÐ¹úÈË", "中国人"),
])
def test_mojibake_in_any_file_is_found_and_read(examine: Call, store: Call, wrong: str, right: str) -> None:
    row = examine(store("text", grid(6), 名称=[wrong, "plain", None, wrong, "北京", "1"])).loc["D09"]
    assert row["feature_ids"] == "1, 4" and f"'{wrong}' is '{right}'" in row["found"]


def test_mojibake_beyond_repair_is_told_apart(examine: Call, store: Call) -> None:
    broken = "涓滃煄鍖�"  # 东城区: nine bytes, of which GBK takes eight in pairs
    row = examine(store("text", grid(6), 名称=[broken, "锟斤拷", "天津", "北京", "a", None])).loc["D09"]
    assert row["fix"] == "" and row["feature_ids"] == "1, 2"


@pytest.mark.parametrize("texts", [
    ["São Paulo", "Zürich", "Genève", "Ærø", "Łódź", "naïve"],
    ["北京市", "涿州", "耨", "堃", "㙍", "〇"], ["±5 °C", "×2", "5 m²", "µg", "10³", "½"],
    ["Ελλάδα", "Москва", "서울", "東京", "العربية", "ไทย"],
])
def test_other_languages_and_signs_are_no_mojibake(examine: Call, store: Call, texts: list[str]) -> None:
    assert examine(store("text", grid(6), label=texts)).loc["D09", "status"] == "ok"


def test_no_place_name_of_the_plan_looks_like_mojibake(examine: Call, store: Call) -> None:
    from jjj_planner_plugin.engine.plan.facts import places

    names = [place["name_zh"] for place in places().values()]
    assert examine(store("names", grid(len(names)), label=names)).loc["D09", "status"] == "ok"


def test_field_names_that_a_shapefile_cut_are_found_with_their_full_names(examine: Call, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "cut.shp", grid(6), 地类名称=["水田"] * 6, 权属单位代码=["110101001"] * 6,
                     match_share=[0.5] * 6, population_density=[1.0] * 6)
    table = examine(path)
    told = table[table["check_name"] == "Field names"]
    cut = next(row for row in told.itertuples() if row.severity == "warning")
    for renamed in ("地类名 → 地类名称", "权属单 → 权属单位代码", "match_shar → match_share"):
        assert renamed in cut.found
    unclear = next(row for row in told.itertuples() if row.severity == "note")
    assert "population" in unclear.found and unclear.fix == ""


def test_fields_of_one_name_are_found(examine: Call, store: Call) -> None:
    layer = store("n", grid(6), NAME=["a"] * 6, NAME_1=["b"] * 6, LAND_USE_T=["c"] * 6, LAND_USE_1=["d"] * 6)
    row = examine(layer).loc["D10"]
    assert row["count"] == 2 and "NAME_1" in row["found"] and "LAND_USE_1" in row["found"]


def test_old_abolished_and_unknown_adcodes_are_told_apart(examine: Call, store: Call) -> None:
    codes = ["130223", "156110228", "130521", "110101", "119999", "130503000000"]
    table = examine(store("codes", grid(6), 代码=codes))
    told = table[table["check_name"] == "Adcodes"].set_index("severity", append=True)
    assert len(told) == 3
    outdated, abolished, unknown = told.itertuples()
    assert "130223 → 130284 滦州市" in outdated.found and "110228 → 110118" in outdated.found
    assert (outdated.feature_ids, abolished.feature_ids, unknown.feature_ids) == ("1, 2", "3", "5")
    assert (outdated.fix, abolished.fix) == ("adcodes", "")


def test_numbers_are_codes_too_and_other_numbers_are_none(examine: Call, store: Call) -> None:
    assert examine(store("int", grid(6), code=[130223, 110101, 110102, 110105, 110106, 110107])).loc[
        "D11", "feature_ids"] == "1"
    assert examine(store("other", grid(6), population=[113000, 120500, 130400, 99, 7, 8])).loc[
        "D11", "status"] == "not checkable"


# Geometry


def test_a_bow_tie_is_found_with_what_repairing_it_adds(examine: Call, store: Call) -> None:
    """(0,0) (2,2) (2,0) (0,2) km: two triangles of 1 km², wound oppositely, so the area before is 0."""
    bow_tie = shapely.Polygon([(0, 0), (2 * KM, 2 * KM), (2 * KM, 0), (0, 2 * KM)])
    row = examine(store("bow", [bow_tie, *squares((10, 0), (20, 0))], ALBERS)).loc["D16"]
    assert row[["status", "feature_ids", "fix", "found"]].tolist() == ["found", "1", "geometry", "self-intersection"]
    assert row["area_effect_m2"] == pytest.approx(2e6, abs=0.1)


def test_each_kind_of_invalid_geometry_has_its_row(examine: Call, tmp_path: Path) -> None:
    shell = [(116, 39), (116.1, 39), (116.1, 39.1), (116, 39.1), (116, 39)]
    outside = shapely.Polygon(shell, [[(117, 39), (117.1, 39), (117.1, 39.1), (117, 39)]])
    nested = shapely.MultiPolygon([shapely.Polygon(shell), shapely.box(116.02, 39.02, 116.05, 39.05)])
    hollow = shapely.from_wkt("MULTIPOLYGON (((116 39, 116.1 39, 116.1 39.1, 116 39)), EMPTY)")
    wkb = [shapely.to_wkb(outside), shapely.to_wkb(nested), polygon_wkb(shell[:4]), polygon_wkb([shell[0]] * 4),
           struct.pack("<BII2d", 1, 2, 1, 116, 39), shapely.to_wkb(shapely.Polygon(shell)), shapely.to_wkb(hollow)]
    table = examine(with_geometry(tmp_path / "kinds.gpkg", wkb))
    told = table[table["check_name"] == "Valid geometry"].set_index("feature_ids")["found"]
    assert told.to_dict() == {
        "1": "hole outside its shell", "2": "nested shells", "3": "ring not closed", "4": "too few points",
        "5": "geometry that cannot be read: WKB 2", "7": "empty part or hole"}


def test_null_and_empty_geometries_are_counted_apart(examine: Call, store: Call) -> None:
    table = examine(store("empty", [*grid(5), None, shapely.Polygon(), None]))
    assert table.loc[["D12-1", "D12-2"], "feature_ids"].tolist() == ["6, 8", "7"]


def test_mixed_types_z_m_and_curves_are_found(examine: Call, tmp_path: Path) -> None:
    lines = ["id,WKT", '1,"CURVEPOLYGON(CIRCULARSTRING(116 39,116.1 39.1,116.2 39,116.1 38.9,116 39))"',
             '2,"POLYGON M((116 39 5,117 39 5,117 40 6,116 39 5))"', '3,"POINT Z(116 39 4)"',
             '4,"POLYGON((116 39,117 39,117 40,116 39))"', '5,"GEOMETRYCOLLECTION(POINT(116 39))"']
    (tmp_path / "mixed.csv").write_text("\n".join(lines) + "\n")
    table = examine(str(tmp_path / "mixed.csv"), crs="EPSG:4490")
    assert table.loc["D13", "found"] == "1 points, 3 polygons, 1 geometry collections in one layer"
    assert table.loc["D13", "feature_ids"] == "3, 5"
    assert table.loc["D14", ["feature_ids", "found"]].tolist() == ["2, 3", "coordinates with Z, M"]
    assert table.loc["D15", "feature_ids"] == "1"


def test_duplicates_with_and_without_their_attributes_are_told_apart(examine: Call, store: Call) -> None:
    first, second = grid(2)
    turned = shapely.Polygon([*second.exterior.coords[2:], *second.exterior.coords[1:3]])  # begins elsewhere
    layer = store("double", [first, second, first, turned, first], label=["a", "b", "a", "c", "a"])
    told = examine(layer).loc[["D17-1", "D17-2"], ["feature_ids", "fix"]]
    assert told.to_numpy().tolist() == [["3, 5", "duplicates"], ["4", ""]]


def test_overlaps_are_measured_and_shared_edges_are_none(examine: Call, store: Call) -> None:
    """Squares of 10 km that overlap by 1 km: 10 km²; one within another by 4 km²: 14 km² in all."""
    shapes = [*squares((0, 0), (9, 0), (19, 0)), *squares((1, 1), size=2.0)]
    row = examine(store("overlap", shapes, ALBERS)).loc["D18"]
    assert row["area_effect_m2"] == pytest.approx(14e6, abs=1)
    assert row["feature_ids"] == "1, 2, 4" and "2 pairs" in row["found"] and "1 × 2" in row["found"]


def test_overlaps_agree_with_every_pair_intersected() -> None:
    rng = np.random.default_rng(11)
    for _ in range(10):
        cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 100, (40, 2)))))
        corners = rng.uniform(0, 90, (4, 2))
        extra = [*shapely.box(*corners.T, *(corners + rng.uniform(0.1, 8, (4, 2))).T), cells[5], cells[7].buffer(-1)]
        shapes = np.array([cell for cell in [*cells, *extra] if cell.area > 0], dtype=object)
        i, j = np.triu_indices(len(shapes), 1)
        expected = shapely.area(shapely.intersection(shapes[i], shapes[j]))
        pairs = {(a, b): area for a, b, area in zip(i, j, expected) if area > 1e-6}
        found = overlapping(shapes, Job({})).query("area_m2 > 1e-6").set_index(["left", "right"])["area_m2"]
        assert found.to_dict() == pytest.approx(pairs, abs=1e-6)


def test_tiny_and_sliver_parts_are_found(examine: Call, store: Call) -> None:
    shapes = [*squares((0, 0)), shapely.box(20000, 0, 20000.5, 0.5), shapely.box(30000, 0, 40000, 0.05)]
    table = examine(store("tiny", shapes, ALBERS))
    assert table.loc[["D19-1", "D19-2"], "feature_ids"].tolist() == ["2", "3"]
    assert table.loc["D19-1", "area_effect_m2"] == pytest.approx(0.25, abs=1e-3)


def test_a_shifted_layer_is_found_with_its_conversion(examine: Call, store: Call, bundled: Call) -> None:
    from jjj_planner_plugin.engine.doctor.offsets import converted_shapes
    from jjj_planner_plugin.engine.geodesy import LONLAT

    path, layer = bundled("units").split("|layername=")
    units = np.asarray(pyogrio.read_dataframe(path, layer=layer).geometry.values)
    shifted = store("amap", converted_shapes(units, LONLAT, "cgcs2000-to-gcj02"))
    row = examine(shifted).loc["D08"]
    assert (row["status"], row["fix"]) == ("found", "gcj02-to-cgcs2000") and "certainly GCJ-02" in row["found"]
    own = examine(shifted, reference=bundled("units")).loc["D08", "found"]
    assert own.startswith("against the layer 'units'") and "certainly GCJ-02" in own
    assert "standard error 60 m" in own  # the bundled set is no better for being a layer


# What cannot be read


def test_a_table_without_geometry_is_examined_for_its_text(examine: Call, tmp_path: Path) -> None:
    pyogrio.write_dataframe(pd.DataFrame({"名称": ["鍖椾含", "b"], "code": ["130223", "110101"]}), tmp_path / "t.gpkg")
    table = examine(str(tmp_path / "t.gpkg"))
    assert found_in(table) == ["D09", "D11"]
    assert table.loc["D16", "status"] == "not checkable"


def test_a_layer_with_no_feature_is_no_error(examine: Call, store: Call) -> None:
    assert found_in(examine(store("nothing", []))) == []


def test_what_is_no_layer_is_refused_with_a_sentence(refused: Call, tmp_path: Path, good: str) -> None:
    output = str(tmp_path / "o.csv")
    (tmp_path / "x.shp").write_bytes(b"no shapefile")
    assert refused("layer_doctor", layer=str(tmp_path / "gone.shp"), output=output) == "no-file"
    assert refused("layer_doctor", layer=str(tmp_path / "x.shp"), output=output) == "unreadable-layer"
    assert refused("layer_doctor", layer=f"{good}|layername=no", output=output) == "unknown-layer"
    assert refused("layer_doctor", layer=good, output=output, crs="nonsense") == "bad-crs"
    assert not (tmp_path / "o.csv").exists()
