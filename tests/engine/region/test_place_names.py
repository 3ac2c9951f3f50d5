"""Places of a planner's table: by code through the alias table, by name and city, and never by a name alone."""

from __future__ import annotations

import pandas as pd
import pytest

from jjj_planner_plugin.engine.plan.facts import facts, places
from jjj_planner_plugin.engine.region.place_names import (
    Place,
    find,
    find_all,
    label,
    place_columns,
    places_by_code,
)


def placed(**given: str) -> Place:
    found = find(**given)
    assert found.place is not None, found.why("en")
    assert found.why("en") == ""
    return found.place


@pytest.mark.parametrize(("code", "today", "how"), [
    ("110105", "110105", "code"), ("110105.0", "110105", "code"), ("156110105", "110105", "code"),
    ("110105000000", "110105", "code"), ("110100", "110000", "code"), ("110228", "110118", "alias"),
    ("139001", "130682", "alias"), ("133100", "133100", "code"),
])
def test_a_code_in_any_usual_spelling_and_of_any_year_is_todays_place(code: str, today: str, how: str) -> None:
    found = find(code)
    assert (found.place and found.place.code, found.how) == (today, how)


def test_every_code_of_the_alias_table_is_todays_or_told_to_be_abolished() -> None:
    for alias in facts()["adcode_aliases"]:
        found = find(alias["old"])
        if alias["new"]:
            assert found.place and found.place.code == alias["new"]
        else:
            assert found.how == "place-abolished"


@pytest.mark.parametrize(("name", "city", "code"), [
    ("新华区", "石家庄", "130105"), ("新华", "沧州市", "130902"), ("Xinhua District", "Cangzhou", "130902"),
    ("新华区", "130100", "130105"), ("石家庄新华区", "", "130105"), ("河北省石家庄市新华区", "", "130105"),
    ("Xinhua District, Shijiazhuang", "", "130105"), ("正定县", "河北省", "130123"), ("北京", "", "110000"),
    ("", "保定", "130600"), ("保定", "保定", "130600"), ("承德县", "承德", "130821"), ("密云县", "北京", "110118"),
    ("唐山曹妃甸", "", "130209"), ("雄安新区", "", "133100"), ("容城", "雄安", "130629"),
    ("城市副中心", "北京", "110112"),
])
def test_a_name_and_its_city_are_one_place(name: str, city: str, code: str) -> None:
    assert placed(name=name, city=city).code == code


@pytest.mark.parametrize(("given", "why"), [
    ({"name": "新华区"}, "place-name-alone"), ({"name": "涿州"}, "place-name-alone"),
    ({"name": "桥西区", "city": "河北"}, "place-several"), ({"name": "承德", "city": "承德"}, "place-several"),
    ({"name": "朝阳区", "city": "上海"}, "place-city-unknown"),
    ({"name": "渤海新区", "city": "沧州"}, "place-not-there"),
    ({"name": "某地"}, "place-name-unknown"), ({}, "place-none"), ({"code": "130101"}, "place-1999"),
    ({"code": "999999"}, "place-code-unknown"), ({"code": "130103"}, "place-abolished"),
    ({"code": "110105", "name": "海淀区", "city": "北京"}, "place-differs"),
])
def test_what_is_not_one_place_is_told_why_in_both_languages(given: dict[str, str], why: str) -> None:
    found = find(**given)
    assert (found.place, found.how) == (None, why)
    assert found.why("zh") != found.why("en")


def test_a_code_that_is_no_more_gives_way_to_name_and_city() -> None:
    assert placed(code="130421", name="邯山区", city="邯郸").code == "130402"


def test_a_code_holds_where_the_name_is_within_it_or_is_not_known() -> None:
    assert placed(code="110000", name="北京石景山").code == "110000"
    assert placed(code="130983", name="渤海新区", city="沧州").code == "130983"


@pytest.mark.parametrize(("name", "city", "code"), [
    ("130629", "", "130629"), ("130733", "", "130709"), ("110108.0", "北京", "110108"), ("130629 容城县", "", "130629"),
    ("156110108海淀区", "北京", "110108"),
])
def test_a_code_may_stand_where_the_name_does(name: str, city: str, code: str) -> None:
    assert placed(name=name, city=city).code == code
    assert find(name=f"{name.split()[0][:6]}9").how == "place-name-unknown"


@pytest.mark.parametrize(("written", "code"), [
    ("110105", "110105"), ("110228", "110118"), ("156110105", "110105"), ("110105.0", "110105")])
def test_six_digits_in_a_column_of_names_are_a_code(written: str, code: str) -> None:
    assert placed(name=written).code == code
    assert placed(name=written, city="北京").code == code
    assert find(name="999999").how == "place-code-unknown"
    assert find(name=written, city="天津").how == "place-differs"


def test_every_place_is_found_by_what_tables_call_it() -> None:
    assert len(places_by_code()) == len(places()) - 2 + 1  # the municipalities' second codes; and Xiong'an
    for place in places_by_code().values():
        assert placed(name=label(place, "zh")).code == place.code
        assert placed(name=label(place, "en")).code == place.code


def test_a_table_is_placed_row_by_row() -> None:
    table = pd.DataFrame({"迁入地": ["新华区", "新华区", ""], "迁入城市": ["沧州", "", ""],
                          "承接地代码": ["", "", 110228.0]})
    columns = place_columns(table.columns, "destination")
    assert columns == {"name": "迁入地", "city": "迁入城市", "code": "承接地代码"}
    found = find_all(table, columns, "en")
    assert found["adcode"].tolist() == ["130902", "", "110118"]
    assert found["how"].tolist() == ["name", "place-name-alone", "alias"]
    assert found["why"].iloc[1].startswith("the name '新华区' without its city")
    assert found["lon"].isna().tolist() == [False, True, False]


def test_headings_do_not_depend_on_case_blanks_or_underlines() -> None:
    assert place_columns(["Origin ADCODE", "FROM", "value"], "origin") == {"code": "Origin ADCODE", "name": "FROM"}
