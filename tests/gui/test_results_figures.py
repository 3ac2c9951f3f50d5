"""How the result panel writes numbers: units by size, thin spaces, nothing rounded away to nothing."""

from __future__ import annotations

import math

import pytest
from qgis.core import QgsSettings

from jjj_planner_plugin.gui.results.figures import Figure, area_figure, decimals, figure, words
from jjj_planner_plugin.gui.results.table import INTEGER, NUMBER, TEXT, Column


def column(name: str, kind: str, *values: float | str) -> Column:
    made = Column(name, kind)
    made.extend(values)
    return made


@pytest.mark.parametrize(("largest_m2", "unit", "shown"), [
    (16_388_123_456.0, "km²", "16\u202f388"), (195_237_730.0, "km²", "195.24"), (124_000.0, "ha", "12.400"),
    (9_999.4, "m²", "9\u202f999.4"), (0.0, "m²", "0"),
])
def test_an_area_is_shown_in_the_unit_of_its_size(largest_m2: float, unit: str, shown: str) -> None:
    found = area_figure(largest_m2, "", "en")
    assert (found.unit, found.shown(largest_m2)) == (unit, shown)


def test_a_mu_is_exactly_fifteen_ten_thousandths_per_square_metre() -> None:
    found = area_figure(200_000.0, "mu", "zh")
    assert (found.unit, found.shown(200_000.0), found.exact(2.0)) == ("亩", "300.00", 0.003)


def test_all_areas_can_be_asked_for_in_one_unit() -> None:
    areas = column("area_m2", NUMBER, 5e9, 2.5)
    assert figure(areas, "ha", "zh") == Figure("公顷", 0.0001, 0)


def test_a_share_is_shown_in_per_cent() -> None:
    found = figure(column("share_of_left", NUMBER, 0.061190308), "", "zh")
    assert found is not None and found.unit == "%" and found.shown(0.061190308) == "6.12"


def test_what_is_not_zero_is_never_written_as_zero() -> None:
    found = Figure("km²", 1e-6, 0)
    assert (found.shown(0.0), found.shown(3.0), found.shown(-3.0), found.shown(1e6)) == ("0", "< 1", "> −1", "1")


def test_no_number_is_an_empty_cell_and_no_zero() -> None:
    assert Figure("m²", 1, 1).shown(math.nan) == "" and Figure("m²", 1, 1).exact(math.nan) is None


def test_a_code_has_no_spaces_between_its_digits_and_a_count_has() -> None:
    code, count = column("feature_id", INTEGER, 130638), column("pieces", INTEGER, 130638)
    assert figure(code, "", "en").shown(130638) == "130638"  # type: ignore[union-attr]
    assert figure(count, "", "en").shown(130638) == "130\u202f638"  # type: ignore[union-attr]


def test_a_copy_has_all_digits_in_the_unit_of_the_head() -> None:
    assert area_figure(2e9, "", "en").exact(1_952_377_303.238) == 1952.377303238


def test_rows_of_different_units_have_two_decimals_and_counts_none() -> None:
    shown = figure(column("difference", NUMBER, 113204.0, 18.8), "", "en")
    assert shown is not None and shown.unit == ""
    assert [shown.shown(value) for value in (113204.0, 18.8)] == ["113\u202f204", "18.80"]


def test_text_is_no_figure() -> None:
    assert figure(column("left_class", TEXT, "a"), "", "en") is None


def test_heads_are_in_one_language() -> None:
    QgsSettings().setValue("locale/userLocale", "zh_CN")
    assert (words("area_m2", "zh"), words("area_m2", "en"), words("own_field", "zh")) == ("面积", "Area", "own_field")


def test_about_five_digits_are_shown() -> None:
    assert [decimals(value) for value in (0, 0.004, 1.5, 12.4, 312.0, 31_906.0, 2e9)] == [0, 3, 3, 3, 2, 0, 0]


def test_a_field_at_another_factor_is_called_after_its_field_and_keeps_its_unit() -> None:
    assert (words("area_m2_90", "zh"), words("area_m2_92_5", "en")) == ("面积 90 %", "Area 92.5 %")
    varied = figure(column("area_m2_110", NUMBER, 5e9), "", "en")
    assert varied is not None and varied.unit == "km²"
    assert words("area_2020", "en") == "area_2020"
