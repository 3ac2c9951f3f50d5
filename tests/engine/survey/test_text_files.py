"""Survey text files (勘测定界 TXT) as surveyors send them: positions against PROJ, areas by hand, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from tests.survey_files import exchange_text, parcel, rectangle, write_exchange

Call = Callable[..., Any]
GEOD = pyproj.Geod(ellps="GRS80")
ZONE_39 = pyproj.Transformer.from_crs("EPSG:4527", "EPSG:4490", always_xy=True)  # eastings 39…
RECTANGLE = rectangle(39500000, 4400000)  # 100 m × 200 m on the central meridian 117° E, in 香河


def true_area(shape: Any) -> float:
    """Ellipsoidal area by geodesics: not the engine's way."""
    return abs(GEOD.geometry_area_perimeter(shape)[0])


def has_corner(shape: Any, lon: float, lat: float) -> bool:
    """Whether a vertex lies there, to 0.01 mm."""
    return bool((np.abs(shapely.get_coordinates(shape) - (lon, lat)).max(axis=1) < 1e-10).any())


# Areas and positions


def test_two_parcels_and_a_hole_in_gbk(imported: Call, tmp_path: Path) -> None:
    hole = rectangle(39500010, 4401010, 20, 20)
    path = write_exchange(
        tmp_path, parcel([RECTANGLE], "2.0000", name="地块（一）"),
        parcel([rectangle(39500000, 4401000, 100, 100), hole], "0.9600", "2", "地块二", use="商服用地", closed=False))
    found = imported(path)
    assert found.site["parcel_id"].tolist() == ["1", "2"]
    assert found.site["name"].tolist() == ["地块（一）", "地块二"]
    assert found.site["use"].tolist() == ["工业用地", "商服用地"]
    # on the meridian the projection's scale is 1: 2 ha are 2 ha, and 1 m² = 0.0015 亩
    assert found.site["area_m2"].tolist() == pytest.approx([20000, 9600], rel=1e-6)
    assert found.site["area_ha"].tolist() == pytest.approx([2, 0.96], rel=1e-6)
    assert found.site["area_mu"].tolist() == pytest.approx([30, 14.4], rel=1e-6)
    assert found.site["difference_percent"].tolist() == pytest.approx([0, 0], abs=2e-4)
    assert found.site["points"].tolist() == [4, 8]
    assert set(found.site["source_file"]) == {"勘测定界.txt"}
    assert [len(shapely.get_parts(shape)[0].interiors) for shape in found.site.geometry] == [0, 1]
    assert found.codes("2") == ["ring-closed", "ring-closed", "hole", "area-compared"]
    assert found.result["area_m2"] == pytest.approx(29600, rel=1e-6)


def test_a_parcel_lies_where_proj_puts_its_corner(imported: Call, tmp_path: Path) -> None:
    site = imported(write_exchange(tmp_path, parcel([RECTANGLE]))).site
    assert site.crs.to_epsg() == 4490
    assert all(has_corner(site.geometry[0], *ZONE_39.transform(east, north)) for north, east in RECTANGLE)
    assert site.geometry[0].bounds[0] == pytest.approx(117, abs=1e-9)  # the meridian itself


def test_100_km_off_the_meridian_the_plane_is_too_large_by_its_scale_squared(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([rectangle(39600000, 4400000)], "2.0000")))
    area = found.site["area_m2"][0]
    scale = 1 + 100_050**2 / (2 * 6_375_000**2)  # k = 1 + d² / 2R² at the middle
    assert area == pytest.approx(20000 / scale**2, rel=2e-6)
    assert area == pytest.approx(true_area(found.site.geometry[0]), rel=1e-7)
    assert found.site["difference_percent"][0] == pytest.approx((1 / scale**2 - 1) * 100, abs=5e-4)
    assert "area-compared" in found.codes("1")


def test_an_edge_of_5_km_keeps_its_shape(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([rectangle(39450000, 4400000, 5000, 5000)])))
    plane = shapely.segmentize(shapely.box(39450000, 4400000, 39455000, 4405000), 10)
    dense = shapely.transform(plane, lambda xy: np.column_stack(ZONE_39.transform(*xy.T)))
    assert found.site["area_m2"][0] == pytest.approx(true_area(dense), rel=1e-7)
    assert shapely.hausdorff_distance(found.site.geometry[0], dense) < 1e-7  # degrees: 1 cm
    assert found.site["points"][0] == 4 and "edges-densified" in found.codes()


# Zones and axes


def test_eastings_without_the_zone_number_take_the_zone_of_the_head(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([rectangle(500000, 4400000)])))
    assert found.result["choice"]["crs"] == "EPSG:4548"
    assert all(has_corner(found.site.geometry[0], *ZONE_39.transform(east, north)) for north, east in RECTANGLE)
    assert "zone-from-file" in found.codes()


def test_a_central_meridian_in_the_head_is_its_zone(imported: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(590000, 4400000)]), 带号="", 中央子午线="117°")
    assert imported(path).result["choice"]["crs"] == "EPSG:4548"


@pytest.mark.parametrize(("zone", "code"), [(20, "EPSG:4498"), (19, "EPSG:4497"), (21, "EPSG:4499")])
def test_zones_of_6_degrees_are_known_by_their_number(imported: Call, tmp_path: Path, zone: int, code: str) -> None:
    meridian = 6 * zone - 3
    to_zone = pyproj.Transformer.from_crs("EPSG:4490", code, always_xy=True)
    east, north = to_zone.transform(min(max(116.0, meridian - 3.5), meridian + 3.5), 39.7)
    path = write_exchange(tmp_path, parcel([rectangle(round(east), round(north))]), 几度分带="6", 带号=str(zone))
    assert imported(path).result["choice"] | {"crs": code, "zone": zone} == imported(path).result["choice"]


def test_without_any_zone_the_only_one_inside_the_region_is_taken_and_said(imported: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(500000, 4400000)]), 带号="", 几度分带="")
    found = imported(path)
    # 114° E is in Shanxi, 120° E in the Bohai
    assert found.result["choice"]["crs"] == "EPSG:4548" and "zone-by-place" in found.warnings


def test_two_zones_inside_the_region_are_both_listed_and_none_is_taken(
    perform: Call, refusal: Call, imported: Call, tmp_path: Path
) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(590000, 4400000)]), 带号="", 几度分带="")
    seen = perform("read_survey", path=path)
    assert seen["choice"] is None and seen["problem"]["code"] == "survey-ambiguous"
    assert [candidate["crs"] for candidate in seen["candidates"]] == ["EPSG:4547", "EPSG:4548"]
    assert [candidate["lon"] for candidate in seen["candidates"]] == pytest.approx([115.05, 118.05], abs=0.01)
    for candidate in seen["candidates"]:
        assert candidate["crs"] in seen["problem"]["message"] and candidate["place"] in seen["problem"]["message"]
    assert refusal(path) == "survey-ambiguous"
    assert imported(path, zone=38).result["choice"]["crs"] == "EPSG:4547"
    assert imported(path, crs="EPSG:4548").result["choice"]["lon"] == pytest.approx(118.05, abs=0.01)


def test_swapped_axes_are_seen_said_and_put_right(imported: Call, perform: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([[(y, x) for x, y in RECTANGLE]]))
    assert perform("read_survey", path=path)["choice"]["swap_axes"] is True
    found = imported(path)
    assert all(has_corner(found.site.geometry[0], *ZONE_39.transform(east, north)) for north, east in RECTANGLE)
    assert "axes-swapped" in found.warnings
    assert imported(path, swap_axes=True).site.geometry[0].equals(found.site.geometry[0])


def test_axes_that_the_planner_swaps_against_the_numbers_are_refused(refusal: Call, tmp_path: Path) -> None:
    assert refusal(write_exchange(tmp_path, parcel([RECTANGLE])), swap_axes=True) == "survey-off-map"


def test_a_head_that_contradicts_the_eastings_is_refused_until_the_zone_is_named(
    refusal: Call, imported: Call, tmp_path: Path
) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE]), 带号="38")
    assert refusal(path) == "survey-ambiguous"
    assert refusal(path, zone=38) == "zone-clash"
    assert imported(path, zone=39).result["choice"]["crs"] == "EPSG:4527"


def test_a_stated_zone_that_leaves_the_region_while_another_would_not_is_doubted(
    refusal: Call, imported: Call, tmp_path: Path
) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(500000, 4400000)]), 带号="38")  # 114° E: Shanxi
    assert refusal(path) == "survey-ambiguous"
    assert "outside-region" in imported(path, zone=38).warnings


def test_points_in_several_zones_are_refused(refusal: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE]), parcel([rectangle(40400000, 4400000)], number="2"))
    assert refusal(path) == "survey-zones"


def test_a_crs_whose_eastings_carry_no_zone_number_is_refused_for_those_that_do(refusal: Call, tmp_path: Path) -> None:
    assert refusal(write_exchange(tmp_path, parcel([RECTANGLE])), crs="EPSG:4548") == "survey-off-map"


@pytest.mark.parametrize(("params", "code"), [
    ({"crs": "EPSG:999999"}, "bad-crs"), ({"crs": "nonsense"}, "bad-crs"), ({"crs": "EPSG:5773"}, "bad-crs"),
    ({"zone": 24}, "bad-zone"), ({"zone": 39.5}, "bad-zone"), ({"crs": "EPSG:4527", "zone": 38}, "zone-clash"),
    ({"crs": "EPSG:4526", "zone": 39}, "zone-clash"), ({"closing_gap_m": -1}, "bad-gap"),
    ({"closing_gap_m": float("nan")}, "bad-gap"),
])
def test_parameters_that_cannot_be_are_refused(refusal: Call, tmp_path: Path, params: Any, code: str) -> None:
    assert refusal(write_exchange(tmp_path, parcel([RECTANGLE])), **params) == code


# Datums


@pytest.mark.parametrize("words", [
    "1980西安坐标系", "80国家大地坐标系", "西安80", "1954年北京坐标系", "北京54坐标系", "北京地方独立坐标系",
    "2000天津城市坐标系", "北京2000坐标系", "独立坐标系", "２０００国家大地坐标系（由１９８０西安坐标系转换）",
])
def test_a_local_datum_is_never_guessed(refusal: Call, perform: Call, tmp_path: Path, words: str) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系=words)
    assert refusal(path) == "local-datum"
    assert refusal(path, zone=39) == "local-datum"
    seen = perform("read_survey", path=path)
    assert seen["candidates"] == [] and words in seen["problem"]["message"]


@pytest.mark.parametrize("words", ["2000国家大地坐标系", "CGCS2000", "国家2000坐标系", "2000"])
def test_the_national_datum_is_known_by_its_names(imported: Call, tmp_path: Path, words: str) -> None:
    assert imported(write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系=words)).warnings == []


def test_a_local_datum_that_is_named_is_used_as_named_with_a_warning(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系="1980西安坐标系"), crs="EPSG:2363")
    assert "ballpark" in found.warnings
    recipe = json.loads(Path(found.result["recipe"]).read_text(encoding="utf-8"))
    assert recipe["recognised"]["crs_named"] and "ballpark" in [row["code"] for row in recipe["recognised"]["findings"]]


def test_another_datum_named_against_the_file_is_said(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系="1980西安坐标系"), crs="EPSG:4527")
    assert found.warnings == ["named-against-file"]


def test_an_unstated_datum_is_taken_as_the_national_one_and_said(imported: Call, tmp_path: Path) -> None:
    assert imported(write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系="")).warnings == ["datum-assumed"]


@pytest.mark.parametrize("head", [
    {"坐标系": "某某坐标"}, {"投影类型": "墨卡托"}, {"计量单位": "度"}, {"几度分带": "6"},
    {"坐标系": "WGS-84"},
])
def test_a_doubtful_head_is_refused_until_the_crs_is_named(
    refusal: Call, imported: Call, tmp_path: Path, head: dict[str, str]
) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE]), **head)
    assert refusal(path) == "survey-ambiguous"
    assert imported(path, crs="EPSG:4527").result["parcels"] == 1


def test_shifted_coordinates_are_refused(refusal: Call, tmp_path: Path) -> None:
    assert refusal(write_exchange(tmp_path, parcel([RECTANGLE]), 坐标系="GCJ-02")) == "shifted-datum"


def test_numbers_of_a_local_system_are_not_guessed(refusal: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(500000, 300000)]), 坐标系="")
    assert refusal(path) == "survey-numbers"


def test_a_point_unlike_the_others_is_named(perform: Call, tmp_path: Path) -> None:
    ring = [RECTANGLE[0], (4400000.0, 3950010.0), *RECTANGLE[2:], (4400100.0, 39499990.0)]
    problem = perform("read_survey", path=write_exchange(tmp_path, parcel([ring], number="A7")))["problem"]
    assert problem["code"] == "survey-numbers" and "A7 J2 (4400000, 3950010)" in problem["message"]


# Rings


def test_holes_are_found_by_containment_whatever_their_number(imported: Call, tmp_path: Path) -> None:
    outer, hole = rectangle(39500000, 4400000, 100, 100), rectangle(39500010, 4400010, 20, 20)
    found = imported(write_exchange(tmp_path, parcel([hole, outer])))
    assert found.site["area_m2"][0] == pytest.approx(9600, rel=1e-6)
    assert "ring-order" in found.codes("1")


def test_an_island_in_a_hole_and_a_second_part_count_again(imported: Call, tmp_path: Path) -> None:
    rings = [rectangle(39500000, 4400000, 100, 100), rectangle(39500010, 4400010, 50, 50),
             rectangle(39500020, 4400020, 10, 10), rectangle(39500200, 4400000, 30, 30)]
    site = imported(write_exchange(tmp_path, parcel(rings))).site
    assert site["area_m2"][0] == pytest.approx(10000 - 2500 + 100 + 900, rel=1e-6)
    assert len(shapely.get_parts(site.geometry[0])) == 3 and len(site) == 1


def test_parts_that_overlap_count_once(imported: Call, tmp_path: Path) -> None:
    rings = [rectangle(39500000, 4400000, 100, 100), rectangle(39500090, 4400000, 100, 100)]
    found = imported(write_exchange(tmp_path, parcel(rings)))
    assert found.site["area_m2"][0] == pytest.approx(19000, rel=1e-6)
    assert "rings-overlap" in found.warnings


def test_one_ring_number_for_several_closed_rings_is_split(imported: Call, tmp_path: Path) -> None:
    rings = [rectangle(39500000, 4400000, 100, 100), rectangle(39500010, 4400010, 20, 20)]
    found = imported(write_exchange(tmp_path, parcel(rings, labels=["1", "1"])))
    assert found.site["area_m2"][0] == pytest.approx(9600, rel=1e-6)
    assert "ring-split" in found.codes("1")


def test_a_closing_point_with_another_ring_number_closes(imported: Call, tmp_path: Path) -> None:
    lines = parcel([RECTANGLE])
    lines[-1] = lines[-1].replace(",1,", ",3,", 1)
    found = imported(write_exchange(tmp_path, lines))
    assert found.site["points"][0] == 4 and "closing-point-number" in found.codes("1")


def test_a_bow_tie_is_repaired_and_listed_with_both_areas(imported: Call, tmp_path: Path) -> None:
    a, b, c, d = rectangle(39500000, 4400000, 100, 100)
    found = imported(write_exchange(tmp_path, parcel([[a, b, d, c]])))
    assert found.site["area_m2"][0] == pytest.approx(5000, rel=1e-6)  # two triangles of 100 × 50 / 2
    sentence = found.log.set_index("code").loc["ring-repaired", "finding_en"]
    assert "0.000 → 5000.000 m²" in sentence and "ring-repaired" in found.warnings
    assert found.result["inputs"][0]["repaired"] == 1


def test_a_closing_point_with_other_coordinates_is_told(imported: Call, tmp_path: Path) -> None:
    lines = parcel([RECTANGLE])
    lines[-1] = "J1,1,4400000,39499999"  # the first point is …500000
    found = imported(write_exchange(tmp_path, lines))
    assert found.warnings == ["closing-point-differs"] and found.site["points"][0] == 5
    assert found.site["area_m2"][0] == pytest.approx(20000 + 200 * 1 / 2, rel=1e-6)


def test_points_written_twice_are_kept_once_and_named(imported: Call, tmp_path: Path) -> None:
    ring = [*RECTANGLE[:2], RECTANGLE[1], *RECTANGLE[2:]]
    found = imported(write_exchange(tmp_path, parcel([ring])))
    assert found.site["points"][0] == 4
    assert "J3" in found.log.set_index("code").loc["duplicate-points", "finding_en"]


def test_what_encloses_nothing_is_left_out_and_said(imported: Call, tmp_path: Path) -> None:
    flat = [(4400300.0, 39500000.0), (4400300.0, 39500050.0), (4400300.0, 39500100.0)]
    found = imported(write_exchange(
        tmp_path, parcel([RECTANGLE, RECTANGLE, flat]), parcel([RECTANGLE], number="2", kind="线"),
        parcel([flat[:2]], number="3", closed=False), parcel([], number="4")))
    assert found.site["parcel_id"].tolist() == ["1"]
    assert found.site["area_m2"][0] == pytest.approx(20000, rel=1e-6)
    assert set(found.warnings) == {"ring-collapsed", "ring-too-short", "not-polygon", "parcel-empty"}
    assert "duplicate-ring" in found.codes("1")


def test_a_file_without_a_polygon_is_refused_with_what_it_holds(refusal: Call, perform: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE], kind="线"))
    assert refusal(path) == "survey-empty"
    assert "of type '线'" in perform("read_survey", path=path)["problem"]["message"]


# Areas that the file states


def test_a_stated_area_that_differs_is_reported(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([RECTANGLE], "2.1000")))
    assert found.site["difference_percent"][0] == pytest.approx((2 / 2.1 - 1) * 100, abs=1e-3)
    assert found.warnings == ["area-differs"]


@pytest.mark.parametrize(("area", "said"), [("20000", "square metres"), ("30", "mu")])
def test_an_area_in_another_unit_is_recognised(imported: Call, tmp_path: Path, area: str, said: str) -> None:
    found = imported(write_exchange(tmp_path, parcel([RECTANGLE], area)))
    assert said in found.log.set_index("code").loc["area-looks-like", "finding_en"]


def test_an_area_with_its_unit_is_converted(imported: Call, tmp_path: Path) -> None:
    found = imported(write_exchange(tmp_path, parcel([RECTANGLE], "20000平方米"), parcel([RECTANGLE], "2公顷", "2"),
                                    parcel([RECTANGLE], "约二", "3")))
    assert found.site["stated_area_ha"].tolist()[:2] == [2, 2]
    assert "stated-area-unreadable" in found.codes("3") and found.site["stated_area_ha"].isna()[2]


# The file itself


@pytest.mark.parametrize(("encoding", "said"), [
    ("gb18030", "GB18030"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")])
def test_the_encoding_is_found(perform: Call, tmp_path: Path, encoding: str, said: str) -> None:
    seen = perform("read_survey", path=write_exchange(tmp_path, parcel([RECTANGLE]), encoding=encoding))
    assert seen["encoding"] == said and seen["parcels"][0]["name"] == "地块一"


def test_bytes_of_no_encoding_are_refused(refusal: Call, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"\xff\xff\x80\x80" * 20)
    assert refusal(str(path)) == "survey-encoding"


def test_full_width_commas_brackets_and_digits_are_read(imported: Call, tmp_path: Path) -> None:
    whole = exchange_text(parcel([RECTANGLE], "2")).replace(",", "，").replace("[", "【").replace("]", "】")
    path = tmp_path / "全角.txt"
    path.write_text(whole.replace("4400200", "４４００２００"), encoding="utf-8")
    assert imported(str(path)).site["area_m2"][0] == pytest.approx(20000, rel=1e-6)


def test_half_a_utf_16_file_is_refused(refusal: Call, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(exchange_text(parcel([RECTANGLE])).encode("utf-16")[:-1])
    assert refusal(str(path)) == "survey-encoding"


@pytest.mark.parametrize("damage", ["J2,1,4400000", "J2,1,44000o0,39500100", "some words"])
def test_a_line_that_cannot_be_read_is_named_and_no_point_is_skipped(
    refusal: Call, tmp_path: Path, damage: str
) -> None:
    lines = parcel([RECTANGLE])
    lines[2] = damage
    code = refusal(write_exchange(tmp_path, lines))
    assert code == ("survey-numbers" if damage.count(",") == 2 else "survey-line")


def test_the_line_number_is_the_files(perform: Call, tmp_path: Path) -> None:
    from jjj_planner_plugin.engine.messages import EngineError

    lines = parcel([RECTANGLE])
    lines[2] = "J2,1,?,39500100"
    with pytest.raises(EngineError, match=r"Line 14 of .* 'J2,1,\?,39500100'"):
        perform("read_survey", path=write_exchange(tmp_path, lines))


@pytest.mark.parametrize(("name", "code"), [
    ("x.dwg", "survey-dwg"), ("x.shp", "survey-type"), ("x.xls", "survey-type"), ("x", "survey-type")])
def test_other_files_are_refused(refusal: Call, tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(b"AC1032")
    assert refusal(str(tmp_path / name)) == code


def test_a_dwg_is_sent_to_the_menu_that_reads_it(perform: Call, tmp_path: Path) -> None:
    from jjj_planner_plugin.engine.messages import EngineError

    (tmp_path / "x.dwg").write_bytes(b"AC1032")
    with pytest.raises(EngineError, match="Project ▸ Import/Export ▸ Import Layers from DWG/DXF…"):
        perform("read_survey", path=str(tmp_path / "x.dwg"))


def test_a_file_that_is_not_there_is_refused(refusal: Call, tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "none.txt")) == "no-file"


def test_the_output_is_checked_before_the_file_is_read(refused: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE]))
    assert refused("import_site", path=path, output=str(tmp_path / "x.shp")) == "bad-output-type"


def test_the_recipe_run_again_gives_the_same_rows(perform: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE], "2"))
    first = perform("import_site", path=path, output=str(tmp_path / "a.gpkg"))
    recipe = json.loads(Path(first["recipe"]).read_text(encoding="utf-8"))
    assert recipe["task"] == "import_site" and recipe["recognised"]["crs"] == "EPSG:4527"
    assert recipe["recognised"]["statement"]["zone"] == 39
    again = perform("import_site", **{**recipe["params"], "output": str(tmp_path / "b.gpkg")})
    for layer in ("site", "import_log"):
        one, two = (pyogrio.read_dataframe(made["output"], layer=layer) for made in (first, again))
        assert one.equals(two)


def test_the_preview_says_what_the_import_does(perform: Call, imported: Call, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([RECTANGLE], "2"))
    seen, found = perform("read_survey", path=path), imported(path)
    assert seen["choice"] == found.result["choice"]
    assert seen["parcels"][0]["area_m2"] == found.site["area_m2"][0]
    assert shapely.from_wkt(seen["outline"]).equals_exact(found.site.geometry[0], 1e-8)
    json.dumps(seen)


def test_many_findings_are_told_in_part_and_listed_in_full(imported: Call, tmp_path: Path) -> None:
    many = [parcel([rectangle(39500000 + 200 * k, 4400000)], "2.5", str(k)) for k in range(30)]
    found = imported(write_exchange(tmp_path, *many))
    assert len(found.warnings) == 21 and found.warnings[-1] == "more"
    assert (found.log["code"] == "area-differs").sum() == 30
