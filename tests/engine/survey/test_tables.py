"""Tables of boundary points: CSV and XLSX, in degrees, in degrees, minutes and seconds, and in metres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.survey.numbers import number

Call = Callable[..., Any]
GEOD = pyproj.Geod(ellps="GRS80")
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:4527", "EPSG:4490", always_xy=True)
DMS = [("116°23′29″", "39°54′26″"), ("116°23′39″", "39°54′26″"),
       ("116°23′39″", "39°54′36″"), ("116°23′29″", "39°54′36″")]
WEST, EAST = 116 + 23 / 60 + 29 / 3600, 116 + 23 / 60 + 39 / 3600
SOUTH, NORTH = 39 + 54 / 60 + 26 / 3600, 39.91
METRES = [(4400000.0, 39500000.0), (4400000.0, 39500100.0), (4400200.0, 39500100.0), (4400200.0, 39500000.0)]


def write_csv(folder: Path, rows: Sequence[Sequence[Any]], encoding: str = "gbk", name: str = "界址点.csv") -> str:
    path = folder / name
    lines = [",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return str(path)


def write_book(folder: Path, **sheets: Sequence[Sequence[Any]]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    path = folder / "界址点成果表.xlsx"
    book.save(path)
    return str(path)


# Numbers


@pytest.mark.parametrize(("written", "degrees"), [
    ("116°23′29″", 116 + 23 / 60 + 29 / 3600), ("116-23-29", 116 + 23 / 60 + 29 / 3600),
    ("116:23:29.5", 116 + 23 / 60 + 29.5 / 3600), ("116 23 29", 116 + 23 / 60 + 29 / 3600),
    ("116度23分29秒", 116 + 23 / 60 + 29 / 3600), ("东经116°23′29″", 116 + 23 / 60 + 29 / 3600),
    ("N39°54'26\"", 39 + 54 / 60 + 26 / 3600), ("39°54'26''N", 39 + 54 / 60 + 26 / 3600),
    ("116º23.5′", 116 + 23.5 / 60), ("W116°30′", -116.5), ("116.2329", 116.2329), (116.2329, 116.2329),
    ("4,400,000.00", 4400000), ("３９５０００００．５", 39500000.5), ("4.4E+06", 4.4e6), ("1e30", 1e30),
])
def test_numbers_and_angles_are_read_as_written(written: Any, degrees: float) -> None:
    assert number(written) == pytest.approx(degrees, rel=1e-15)


@pytest.mark.parametrize("written", [
    "", "J1", None, True, "116°75′00″", "116.39,39.90", "2026-11-24", "nan", float("inf")])
def test_what_is_no_number_is_none(written: Any) -> None:
    assert number(written) is None


@pytest.mark.parametrize(("written", "degrees"), [
    ("116.2329", 116 + 23 / 60 + 29 / 3600), (116.2329, 116 + 23 / 60 + 29 / 3600),
    ("39.54263", 39 + 54 / 60 + 26.3 / 3600), ("116.5", 116 + 50 / 60), (116, 116.0), ("116.75", None),
    ("39.5461", None),
])
def test_packed_angles_are_read_only_when_that_is_said(written: Any, degrees: float | None) -> None:
    assert number(written, packed=True) == (None if degrees is None else pytest.approx(degrees, rel=1e-12))


# Degrees


def test_degrees_minutes_and_seconds_in_a_gbk_csv(imported: Call, tmp_path: Path) -> None:
    rows = [("点号", "经度", "纬度"), *((f"J{k}", lon, lat) for k, (lon, lat) in enumerate(DMS, 1))]
    found = imported(write_csv(tmp_path, rows))
    assert found.site.total_bounds == pytest.approx([WEST, SOUTH, EAST, NORTH], abs=1e-12)
    ring = [WEST, EAST, EAST, WEST], [SOUTH, SOUTH, NORTH, NORTH]
    assert found.site["area_m2"][0] == pytest.approx(abs(GEOD.polygon_area_perimeter(*ring)[0]), rel=1e-7)
    assert found.result["choice"]["crs"] == "EPSG:4490" and found.result["choice"]["in_region"]
    assert found.warnings == ["datum-assumed", "degrees-unstated"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_decimal_degrees_under_other_headings(imported: Call, tmp_path: Path, encoding: str) -> None:
    rows = [("parcel", "Lon", "Lat"), *(("甲", *pair) for pair in ((116, 39), (117, 39), (117, 40), (116, 40)))]
    found = imported(write_csv(tmp_path, rows, encoding))
    assert found.site.total_bounds.tolist() == [116, 39, 117, 40] and found.site["parcel_id"][0] == "甲"


def test_a_longitude_under_the_head_of_latitudes_is_swapped_and_said(imported: Call, tmp_path: Path) -> None:
    rows = [("纬度", "经度"), *DMS]
    found = imported(write_csv(tmp_path, rows))
    assert found.site.total_bounds == pytest.approx([WEST, SOUTH, EAST, NORTH], abs=1e-12)
    assert "axes-swapped" in found.warnings


def test_packed_angles_need_to_be_stated(imported: Call, refusal: Call, tmp_path: Path) -> None:
    packed = [("116.2329", "39.5426"), ("116.2339", "39.5426"), ("116.2339", "39.5436"), ("116.2329", "39.5436")]
    said = write_csv(tmp_path, [("经度(ddd.mmss)", "纬度(dd.mmss)"), *packed])
    assert imported(said).site.total_bounds == pytest.approx([WEST, SOUTH, EAST, NORTH], abs=1e-12)
    plain = write_csv(tmp_path, [("经度", "纬度"), *packed])
    assert imported(plain).site.total_bounds == pytest.approx([116.2329, 39.5426, 116.2339, 39.5436])
    by_planner = imported(plain, packed_dms=True).site
    assert by_planner.total_bounds == pytest.approx([WEST, SOUTH, EAST, NORTH], abs=1e-12)
    odd = write_csv(tmp_path, [("经度", "纬度"), *packed, ("116.2399", "39.5436")])
    assert refusal(odd, packed_dms=True) == "survey-line"


# Metres


def test_a_workbook_as_survey_offices_print_it(imported: Call, tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ("界址点成果表",), ("坐标系：2000国家大地坐标系", None, "中央子午线：117°"),
        ("地块编号", "界址点号", "坐标", None, "边长(m)", "面积(公顷)"), (None, None, "X(m)", "Y(m)", None, None),
    ]
    for k, ((x, y), side) in enumerate(zip([*METRES, METRES[0]], (100, 200, 100, 200, None)), 1):
        rows.append(("A-1" if k == 1 else None, f"J{k if k < 5 else 1}", x, y - 39e6, None, 2.0 if k == 1 else None))
        if side:
            rows.append((None, None, None, None, side))  # lengths stand between the points
    rows += [("地块编号", "界址点号", "X(m)", "Y(m)", "边长(m)"), ("制表：", "张三")]
    found = imported(write_book(tmp_path, 成果表=rows))
    assert found.site["parcel_id"].tolist() == ["A-1"] and found.site["points"].tolist() == [4]
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6)
    assert found.site["stated_area_ha"][0] == 2.0
    assert found.result["choice"]["crs"] == "EPSG:4548" and found.warnings == []
    assert "rows-without-coordinates" in found.codes()
    vertices = shapely.get_coordinates(found.site.geometry[0])
    assert np.abs(vertices - TO_DEGREES.transform(39500000, 4400000)).max(axis=1).min() < 1e-10


def test_parcels_rings_and_holes_in_columns(imported: Call, tmp_path: Path) -> None:
    hole = [(x / 10 + 3960010, y + 10 if y == 39500000 else y - 80) for x, y in METRES]  # 10 m × 20 m inside
    rows = [("地块", "圈号", "点号", "X", "Y", "用途"),
            *(("甲", 1, k, x, y, "仓储") for k, (x, y) in enumerate(METRES)),
            *(("甲", 2, k, x, y, "仓储") for k, (x, y) in enumerate(hole)),
            *(("乙", 1, k, x + 500, y, "绿地") for k, (x, y) in enumerate(METRES))]
    site = imported(write_book(tmp_path, 坐标=rows)).site
    assert site["parcel_id"].tolist() == ["甲", "乙"] and site["use"].tolist() == ["仓储", "绿地"]
    assert site["area_m2"].tolist() == pytest.approx([20000 - 200, 20000], rel=1e-6)


def test_blank_rows_separate_parcels_that_have_no_name(imported: Call, tmp_path: Path) -> None:
    second = [(x + 500, y) for x, y in METRES]
    site = imported(write_csv(tmp_path, [("X", "Y"), *METRES, ("", ""), *second])).site
    assert site["parcel_id"].tolist() == ["1", "2"]
    assert site["area_m2"].tolist() == pytest.approx([20000, 20000], rel=1e-6)


def test_y_north_is_swapped_and_said(imported: Call, tmp_path: Path) -> None:
    found = imported(write_csv(tmp_path, [("x", "y"), *((y, x) for x, y in METRES)]))
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6) and "axes-swapped" in found.warnings


def test_east_and_north_by_name(imported: Call, tmp_path: Path) -> None:
    found = imported(write_csv(tmp_path, [("东坐标", "北坐标"), *((y, x) for x, y in METRES)]))
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6) and "axes-swapped" not in found.warnings


@pytest.mark.parametrize("separator", [",", "\t", " ", ";"])
def test_points_without_headings_are_told_by_their_numbers(imported: Call, tmp_path: Path, separator: str) -> None:
    path = tmp_path / "展点.dat"  # as CASS writes it: point, code, east, north, height
    rows = [(k, "-", y, x, 31.5) for k, (x, y) in enumerate(METRES, 1)]
    path.write_text("\n".join(separator.join(str(cell) for cell in row) for row in rows), encoding="utf-8")
    found = imported(str(path))
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6) and "axes-swapped" not in found.warnings


def test_several_sheets_with_coordinates_are_listed_and_none_is_taken(
    imported: Call, refusal: Call, perform: Call, tmp_path: Path
) -> None:
    path = write_book(tmp_path, 说明=[("只有文字",)], 甲=[("X", "Y"), *METRES], 乙=[("经度", "纬度"), *DMS])
    assert refusal(path) == "survey-sheets"
    parts = perform("read_survey", path=path)["parts"]
    assert parts == [{"name": "说明", "usable": False}, {"name": "甲", "usable": True}, {"name": "乙", "usable": True}]
    assert imported(path, sheet="乙").result["choice"]["crs"] == "EPSG:4490"
    assert refusal(path, sheet="丙") == "unknown-layer"
    assert refusal(path, sheet="说明") == "survey-columns"


def test_a_local_datum_in_the_title_is_refused(refusal: Call, tmp_path: Path) -> None:
    path = write_book(tmp_path, 成果=[("1980西安坐标系 3度带",), ("X", "Y"), *METRES])
    assert refusal(path) == "local-datum"


def test_half_a_coordinate_is_refused_with_its_row(refusal: Call, tmp_path: Path) -> None:
    rows = [("X", "Y"), *METRES, ("4400100", "395OO100")]
    assert refusal(write_csv(tmp_path, rows)) == "survey-line"


@pytest.mark.parametrize("rows", [[("名称", "备注"), ("甲", "乙")], [("", "")], [("a", "b"), (1, 2), (3, 4), (5, 6)]])
def test_a_table_without_coordinates_is_refused(refusal: Call, tmp_path: Path, rows: Any) -> None:
    assert refusal(write_csv(tmp_path, rows)) == "survey-columns"


def test_headings_without_a_point_are_refused(refusal: Call, tmp_path: Path) -> None:
    assert refusal(write_csv(tmp_path, [("X", "Y")])) == "survey-empty"


def test_a_workbook_that_is_none_is_refused(refusal: Call, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK not a workbook")
    assert refusal(str(tmp_path / "x.xlsx")) == "unreadable-layer"
