"""Relocations: read from layers and tables, told apart where they coincide, and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.region.moves.apart import ranks
from jjj_planner_plugin.engine.region.moves.cells import coded, dates_of, number_of, unit_of

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "data" / "sample_plan.gpkg"
TABLE = """项目名称,类别,状态,迁出地,迁出城市,迁出地代码,迁入地,迁入城市,迁入地代码,开始时间,完成时间,人数,面积（公顷）
甲厂,制造业,已迁,石景山区,北京,,曹妃甸区,唐山,,2015,2019年3月,"1,200",25
乙市场,批发,关停,丰台区,北京市,,新华区,,,2017-11,,300,
丙大学,高校,在建,,,110108,,,133100,2026,,不详,100
丁医院,医疗,新写法,西城区,北京,,定州,保定,139001,待定,,50,3
合计,汇总,,,,110000,,,,2014-2024,,1550,128
戊公司,央企,签约,通州区,北京,,通州区,北京,,2020-05,,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "moves.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    return path


@pytest.fixture
def summed(perform: Callable[..., dict[str, Any]], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`summed(reference, **params)`: the result, with its layers and tables."""

    def run(reference: Any, **params: Any) -> dict[str, Any]:
        target = str(tmp_path / "flows.gpkg")
        result = perform("relocation_summary", relocations=str(reference), output=target, **params)
        names = [str(name) for name, _ in pyogrio.list_layers(target)]
        return {**result, **{name: pyogrio.read_dataframe(target, layer=name) for name in names}}

    return run


def codes(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


# Cells


@pytest.mark.parametrize(("text", "days"), [
    ("2019-01-11", ["2019-01-11"]), ("2019年3月", ["2019-03-01"]), ("2014-2017", ["2014-01-01", "2017-01-01"]),
    ("20151009", ["2015-10-09"]), ("2015.4 起，2016/10/18 投产", ["2015-04-01", "2016-10-18"]), ("2023-02-30", []),
    ("2016-13-45", []), ("2016年13月", []), ("2019-03-45", []), ("2020.5.1-10.7", ["2020-05-01"]),
    ("待定", []), ("约3000家", []),
])
def test_dates_are_found_in_what_planners_write(text: str, days: list[str]) -> None:
    assert [f"{day:%Y-%m-%d}" for day in dates_of(text)] == days


@pytest.mark.parametrize(("text", "number"), [
    ("1,200", 1200), ("约１２ 000人", 12000), ("1.2万", 12000), ("300", 300), ("3-5", None), ("-4", None),
    ("不详", None)])
def test_numbers_are_read_with_their_separators_and_wan(text: str, number: float | None) -> None:
    assert number_of(text) == number


def test_a_unit_in_the_heading_counts() -> None:
    assert unit_of("占地面积（公顷）", "area_units") == 0.01
    assert unit_of("面积(亩)", "area_units") == pytest.approx(1 / 1500)
    assert unit_of("area_km2", "area_units") == 1
    assert unit_of("人员（万人）", "people_units") == 10_000
    assert unit_of("面积", "area_units") is None


def test_words_become_the_plans_keys() -> None:
    category = ("relocation_category", "categories")
    assert [coded(text, *category) for text in ("soe", "一般制造业", "批发", "某大学", "Hospitals", "?", "")] == \
        ["soe", "industry", "market", "education", "health", None, None]


# Telling apart


def test_lines_that_coincide_have_ranks_of_their_own_and_others_have_not() -> None:
    near, far = shapely.LineString([(116, 40), (117, 39)]), shapely.LineString([(116, 40), (115, 38)])
    lines = np.array([near, near, far, shapely.LineString([(116.05, 40.02), (117.03, 39)])], dtype=object)
    rank, together = ranks(lines, 15_000)
    assert rank.tolist() == [1, -1, 1, 2]
    assert together.tolist() == [3, 3, 1, 3]


def test_a_line_back_bends_to_the_other_side_of_the_line_there() -> None:
    there = shapely.LineString([(116, 40), (117, 39)])
    rank, _ = ranks(np.array([there, shapely.reverse(there)], dtype=object), 15_000)
    side = [rank[0], -rank[1]]  # seen from the first line
    assert sorted(side) == [-1, 1]


# Import


def test_a_table_becomes_lines_between_places_and_a_list_of_what_was_not_found(
    perform: Callable[..., dict[str, Any]], table: Path, tmp_path: Path
) -> None:
    target = tmp_path / "moves.gpkg"
    result = perform("import_relocations", path=str(table), output=str(target))
    rows = pyogrio.read_dataframe(target, layer="relocations")
    left = pyogrio.read_dataframe(target, layer="not_placed")
    assert (result["rows"], result["placed"], result["not_placed"]) == (6, 3, 3) == (len(rows), 3, len(left))
    assert rows["category"].tolist() == ["industry", "market", "education", "health", "summary", "soe"]
    assert rows["status"].fillna("").tolist() == ["moved", "closed", "building", "", "", "signed"]
    assert rows["origin"].tolist()[0] == "北京石景山区" and rows["destination"].tolist()[2] == "河北雄安新区"
    assert shapely.get_coordinates(rows.geometry[2]).tolist() == [[116.292, 39.959], [115.97, 39.0]]
    assert left["row_no"].tolist() == [3, 6, 7] and left["which_end"].tolist() == ["destination"] * 3
    assert "130105" in left["why"][0] and "one place" in left["why"][2]
    assert {"moves-words", "moves-dates", "moves-numbers", "moves-not-placed"} <= set(codes(result))
    assert f"{rows['date_from'][0]:%Y}" == "2015" and f"{rows['date_to'][4]:%Y}" == "2024"


def test_plain_heads_of_dates_are_known_and_columns_that_are_not_read_are_told(
    perform: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    path, target = tmp_path / "dated.csv", tmp_path / "moves.gpkg"
    path.write_text("起点,终点,起始日期,完成日期,联系人,空\n110108,130629,2016-03-01,2019-05,张,\n"
                    ",,,,,\n110108,130629,2016-13-45,2020,李,\n", encoding="utf-8")
    result = perform("import_relocations", path=str(path), output=str(target))
    rows = pyogrio.read_dataframe(target, layer="relocations")
    assert rows["date_from"].dt.strftime("%Y-%m-%d").tolist()[0] == "2016-03-01" and rows["date_from"].isna()[1]
    assert rows["date_to"].dt.strftime("%Y-%m").tolist() == ["2019-05", "2020-01"]
    assert rows["when_text"][1] == "2016-13-45" and result["placed"] == 2
    told = {warning["code"]: warning["warning"] for warning in result["warnings"]}
    assert set(told) == {"moves-unread", "moves-dates"}
    assert "“联系人”" in told["moves-unread"] and "空" not in told["moves-unread"]


def test_a_workbook_gives_what_the_csv_gives(
    perform: Callable[..., dict[str, Any]], table: Path, tmp_path: Path
) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "moves.xlsx"
    for row in pd.read_csv(table, encoding="gb18030", header=None, dtype=str).itertuples(index=False):
        book.active.append([None if pd.isna(cell) else cell for cell in row])
    book.save(path)
    targets = [tmp_path / "a.gpkg", tmp_path / "b.gpkg"]
    for source, target in zip((table, path), targets):
        perform("import_relocations", path=str(source), output=str(target))
    one, other = (pyogrio.read_dataframe(target, layer="relocations") for target in targets)
    pd.testing.assert_frame_equal(one, other)


def test_tables_without_places_and_files_that_are_none_are_refused(
    refused: Callable[..., str], good: str, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.csv"
    bare.write_text("名称,人数\n甲,3\n", encoding="utf-8")
    target = str(tmp_path / "out.gpkg")
    assert refused("import_relocations", path=str(bare), output=target) == "moves-columns"
    assert refused("import_relocations", path=good, output=target) == "moves-not-a-table"
    assert refused("import_relocations", path=str(tmp_path / "none.csv"), output=target) == "no-file"
    bare.write_text("名称,类别,迁入地代码\n合计,汇总,110000\n", encoding="utf-8")
    assert refused("relocation_summary", relocations=str(bare), output=target) == "moves-none"
    assert refused("relocation_summary", relocations=good, output=target) == "wrong-geometry"


# Summary


def test_a_table_is_counted_by_category_year_destination_and_wing(
    summed: Callable[..., dict[str, Any]], table: Path
) -> None:
    found = summed(table, width="people")
    assert (found["count"], len(found["moves"]), found["people"]) == (5, 3, 1550)
    assert found["area_km2"] == pytest.approx(1.28)
    assert "moves-summaries" in codes(found)
    by_year = found["by_year"].set_index("year")["moves"]
    assert by_year.loc[[2017, 2019, 2020, 2026]].tolist() == [1, 1, 1, 1] and by_year.iloc[-1] == 1
    by_place = found["by_destination"].set_index("destination_code")
    assert by_place["moves"].to_dict() == {"110000": 1, "130200": 1, "130600": 1, "133100": 1, "": 1}
    assert by_place.loc["130200", "people"] == 1200 and np.isnan(by_place.loc["133100", "people"])
    by_wing = found["by_wing"].set_index("wing")
    assert by_wing["moves"].to_dict() == {"W1": 1, "W2": 1, "other": 2, "": 1}
    flows = found["flows"].set_index("destination_code")
    assert flows["flow_value"].to_dict() == pytest.approx({"130200": 1200, "130600": 50, "W2": np.nan}, nan_ok=True)


def test_every_table_has_every_move_once(summed: Callable[..., dict[str, Any]], table: Path) -> None:
    found = summed(table, with_summaries=True)
    assert found["count"] == 6
    for name in ("by_category", "by_year", "by_destination", "by_wing"):
        rows = found[name]
        assert rows["moves"].sum() == 6 and rows["share_of_moves"].sum() == pytest.approx(1)
        assert (rows[["planned", "signed", "building", "moved", "closed", "no_status"]].sum(axis=1)
                == rows["moves"]).all()
        assert rows["people"].sum() == 3100 and rows["people_known"].sum() == 4
    assert found["flows"]["moves"].sum() == len(found["moves"]) == 3


def test_the_bundled_moves_go_to_xiongan_above_all(summed: Callable[..., dict[str, Any]]) -> None:
    found = summed(f"{SAMPLE}|layername=relocations")
    assert found["count"] == 19 and found["flows"].iloc[0]["destination_code"] == "W2"
    wings = found["by_wing"].set_index("wing")["moves"]
    assert wings["W1"] == 1 and wings["W2"] >= 9
    assert found["flows"]["moves"].sum() == len(found["moves"])


def test_levels_are_units_cities_and_provinces(summed: Callable[..., dict[str, Any]], table: Path) -> None:
    by_level = {level: set(summed(table, level=level)["by_destination"]["destination_code"])
                for level in ("unit", "city", "province")}
    assert by_level == {"unit": {"110112", "130209", "130682", "133100", ""},
                        "city": {"110000", "130200", "130600", "133100", ""}, "province": {"110000", "130000", ""}}


def test_an_end_without_a_code_is_in_the_unit_and_wing_where_its_line_ends(
    summed: Callable[..., dict[str, Any]], store: Callable[..., str]
) -> None:
    lines = [shapely.LineString([(116.4, 39.9), (116.0, 39.0)]), shapely.LineString([(116.4, 39.9), (118.2, 39.6)])]
    found = summed(store("own", lines, crs=4326, origin=["", ""], status=["moved", "planned"]))
    assert set(found["by_destination"]["destination_code"]) == {"133100", "130200"}
    own = store("wings", [shapely.box(118, 39.4, 118.5, 39.8)], name_zh=["新翼"], wing_id=["W9"])
    assert summed(store("own2", lines, origin=["", ""]), wings=own)["by_wing"]["wing"].tolist() == ["W9", "other", ""]


def test_the_same_job_gives_the_same_bytes_but_for_time(
    perform: Callable[..., dict[str, Any]], table: Path, tmp_path: Path
) -> None:
    frames = []
    for name in ("one", "two"):
        target = tmp_path / f"{name}.gpkg"
        result = perform("relocation_summary", relocations=str(table), output=str(target))
        assert Path(result["recipe"]).is_file()
        frames.append(gpd.read_file(target, layer="moves"))
    pd.testing.assert_frame_equal(*frames)


def test_moves_of_which_no_place_is_known_are_counted_and_give_no_lines(
    summed: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "nowhere.csv"
    path.write_text("名称,迁出地,迁入地\n<script>甲</script>,某地,新华区\n乙,某地,桥西区\n", encoding="utf-8")
    found = summed(path)
    assert (found["count"], found["moves"], found["flows"]) == (2, 0, 0)
    assert found["by_destination"]["moves"].tolist() == [2] and found["by_wing"]["moves"].tolist() == [0, 0, 0, 2]
    assert any("<script>甲</script>" in warning["warning"] for warning in found["warnings"])
