"""DXF drawings: closed lines, blocks, arcs, holes and gaps, with areas by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.survey_files import drawing, insert, line, polyline, square, text, write_drawing

Call = Callable[..., Any]
X, Y = 39500000.0, 4400000.0  # on 117° E, where the projection's scale is 1


def rectangle(x: float, y: float, width: float, height: float) -> list[tuple[float, ...]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


@pytest.mark.parametrize(("encoding", "version"), [("gbk", "AC1015"), ("utf-8", "AC1027"), ("utf-8", "AC1015")])
def test_a_closed_polyline_is_a_parcel_whatever_the_encoding_of_its_layer(
    imported: Call, tmp_path: Path, encoding: str, version: str
) -> None:
    whole = drawing(polyline("用地红线", rectangle(X, Y, 100, 200)), version=version)
    found = imported(write_drawing(tmp_path, whole, encoding))
    assert found.site["area_m2"].tolist() == pytest.approx([20000], rel=1e-6)
    assert found.site["name"][0] == "用地红线" and found.site["parcel_id"][0] == "1"
    assert found.result["choice"]["crs"] == "EPSG:4527" and found.warnings == ["datum-assumed"]


def test_a_layer_name_in_escaped_characters_is_read(perform: Call, tmp_path: Path) -> None:
    whole = drawing(polyline("\\U+7EA2\\U+7EBF", square(X, Y)))
    assert perform("read_survey", path=write_drawing(tmp_path, whole))["parts"][0]["name"] == "红线"


def test_a_bulge_is_an_arc(imported: Call, tmp_path: Path) -> None:
    corners = rectangle(X, Y, 100, 200)
    corners[0] = (X, Y, 1.0)  # a half circle of 50 m radius below the first edge
    area = imported(write_drawing(tmp_path, drawing(polyline("红线", corners)))).site["area_m2"][0]
    assert area == pytest.approx(20000 + math.pi * 50**2 / 2, rel=1e-5)


def test_a_block_is_put_in_place_turned_and_all(imported: Call, tmp_path: Path) -> None:
    blocks = [("PLOT", polyline("0", rectangle(0, 0, 50, 20)))]
    whole = drawing(insert("红线", "PLOT", X + 500, Y + 500, rotation=90), blocks=blocks)
    found = imported(write_drawing(tmp_path, whole))
    assert found.site["area_m2"][0] == pytest.approx(1000, rel=1e-6)
    # turned by 90° it lies west of its point: 20 m wide, 50 m high
    import pyproj

    back = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4527", always_xy=True)
    west, south, east, north = found.site.total_bounds
    assert back.transform(west, south) == pytest.approx((X + 480, Y + 500), abs=0.01)
    assert back.transform(east, north) == pytest.approx((X + 500, Y + 550), abs=0.01)


def test_closed_lines_inside_one_another_are_holes(imported: Call, tmp_path: Path) -> None:
    whole = drawing(
        polyline("红线", square(X + 10, Y + 10, 20)), polyline("红线", square(X, Y)),
        polyline("红线", square(X + 300, Y, 50)))
    found = imported(write_drawing(tmp_path, whole))
    assert found.site["area_m2"].tolist() == pytest.approx([9600, 2500], rel=1e-6)
    assert found.site["parcel_id"].tolist() == ["1", "2"]


def test_a_closed_line_of_another_layer_is_no_hole(imported: Call, tmp_path: Path) -> None:
    inside = polyline("建筑", square(X + 10, Y + 10, 20))
    path = write_drawing(tmp_path, drawing(polyline("红线", square(X, Y)), inside))
    assert imported(path).site["area_m2"].tolist() == pytest.approx([10000], rel=1e-6)
    both = imported(path, dxf_layers=["建筑", "红线"]).site
    assert both["area_m2"].tolist() == pytest.approx([400, 10000], rel=1e-6)


def test_several_layers_with_closed_lines_are_listed_and_none_is_taken(
    refusal: Call, perform: Call, tmp_path: Path
) -> None:
    path = write_drawing(tmp_path, drawing(polyline("A", square(X, Y)), polyline("B", square(X, Y, 50))))
    assert refusal(path) == "survey-layers"
    seen = perform("read_survey", path=path)
    assert seen["parts"] == [{"name": "A", "closed": 1, "open": 0}, {"name": "B", "closed": 1, "open": 0}]
    assert "A (1), B (1)" in seen["problem"]["message"]
    assert refusal(path, dxf_layers=["C"]) == "unknown-layer"


def test_a_gap_below_the_tolerance_is_closed_and_said(imported: Call, tmp_path: Path) -> None:
    corners = [*rectangle(X, Y, 100, 200), (X + 0.04, Y + 0.03)]
    path = write_drawing(tmp_path, drawing(polyline("红线", corners, closed=False)))
    found = imported(path)
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-3)
    assert "0.050 m" in found.log.set_index("code").loc["gap-closed", "finding_en"]


def test_a_line_that_stays_open_is_listed_and_left_out(imported: Call, refusal: Call, tmp_path: Path) -> None:
    opened = polyline("红线", [*rectangle(X, Y, 100, 200), (X + 3, Y + 4)], closed=False)
    path = write_drawing(tmp_path, drawing(opened, polyline("红线", square(X + 500, Y))))
    found = imported(path)
    assert found.site["area_m2"].tolist() == pytest.approx([10000], rel=1e-6) and "line-open" in found.warnings
    assert "open by 5.000 m" in found.log.set_index("code").loc["line-open", "finding_en"]
    assert len(imported(path, closing_gap_m=5.0).site) == 2
    assert refusal(write_drawing(tmp_path, drawing(opened))) == "survey-empty"


def test_lines_that_meet_end_to_end_are_joined(imported: Call, tmp_path: Path) -> None:
    a, b, c, d = rectangle(X, Y, 100, 200)
    sides = [line("红线", a, b), line("红线", d, a), line("红线", b, c), line("红线", c, d)]
    found = imported(write_drawing(tmp_path, drawing(*sides)))
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6) and "lines-joined" in found.codes()


def test_the_only_text_in_a_parcel_is_its_name(imported: Call, tmp_path: Path) -> None:
    whole = drawing(
        polyline("红线", square(X, Y)), text("注记", X + 50, Y + 50, "地块甲"),
        polyline("红线", square(X + 200, Y)), text("注记", X + 250, Y + 50, "地块乙"),
        text("注记", X + 260, Y + 60, "12.5"))
    assert imported(write_drawing(tmp_path, whole)).site["name"].tolist() == ["地块甲", "红线"]


def test_a_drawing_that_says_its_datum_is_believed(imported: Call, refusal: Call, tmp_path: Path) -> None:
    said = drawing(polyline("红线", square(X, Y)), text("图框", X, Y - 50, "1980西安坐标系，1985国家高程基准"))
    assert refusal(write_drawing(tmp_path, said)) == "local-datum"
    national = drawing(polyline("红线", square(X - 39e6, Y)), text("图框", X - 39e6, Y - 50, "2000国家大地坐标系 39带"))
    found = imported(write_drawing(tmp_path, national))
    assert found.result["choice"]["crs"] == "EPSG:4548" and found.warnings == []


def test_a_drawing_with_north_along_x_is_turned(imported: Call, tmp_path: Path) -> None:
    found = imported(write_drawing(tmp_path, drawing(polyline("红线", rectangle(Y, X, 200, 100)))))
    assert found.result["choice"]["swap_axes"] and "axes-swapped" in found.warnings
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6)


def test_a_circle_is_a_parcel_and_a_hatch_is_not(imported: Call, tmp_path: Path) -> None:
    circle = f"0\nCIRCLE\n8\n红线\n10\n{X}\n20\n{Y}\n40\n30"
    solid = f"0\nSOLID\n8\n红线\n10\n{X}\n20\n{Y}\n11\n{X + 9}\n21\n{Y}\n12\n{X}\n22\n{Y + 9}\n13\n{X + 9}\n23\n{Y + 9}"
    found = imported(write_drawing(tmp_path, drawing(circle, solid)))
    assert found.site["area_m2"].tolist() == pytest.approx([math.pi * 30**2], rel=2e-5)
    assert "areas-in-drawing" in found.codes()


def test_paper_space_is_not_read(imported: Call, tmp_path: Path) -> None:
    frame = polyline("红线", square(0, 0, 297)).replace("8\n红线", "67\n1\n8\n红线")
    found = imported(write_drawing(tmp_path, drawing(polyline("红线", square(X, Y)), frame)))
    assert len(found.site) == 1 and "paper-space" in found.codes()


@pytest.mark.parametrize("content", [b"", b"AutoCAD Binary DXF\r\n\x1a\x00", "不是图形".encode("gbk")])
def test_a_file_that_is_no_drawing_is_refused(refusal: Call, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.dxf"
    path.write_bytes(content)
    assert refusal(str(path)) in ("unreadable-layer", "survey-empty")
