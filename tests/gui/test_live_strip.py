"""The strip of live numbers, fed with answers as the live engine gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QPushButton, QTreeWidgetItem

from jjj_planner_plugin.gui.plan.strip import AFTER, BEFORE, CHANGE, LABEL, Strip
from jjj_planner_plugin.i18n import install_translator

BETTER, WORSE = "#2e7d32", "#b3261e"


def figure(name: str, before: float | None, after: float | None, unit: str = "", /, **more: Any) -> dict[str, Any]:
    return {"id": name, "before": before, "after": after, "unit": unit, **more}


def zone(name: str, *figures: dict[str, Any]) -> dict[str, Any]:
    names = {"name_zh": f"{name}区", "name_en": name}
    return {"subject": "zone", "id": name, "uid": name, **names, "figures": list(figures)}


CORE = zone("Core", figure("area_km2", 31_766, 32_410, "km²"), figure("people", 35_000_000, 35_500_000, "persons"),
            figure("units", 52, 53), figure("pm25_mean", 61.2, 60.9, "µg/m³"))
COAST = zone("Coast", figure("area_km2", 30_000, 29_356, "km²"), figure("units", 40, 39))  # no people are known


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    made = Strip()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


@pytest.fixture
def chinese() -> Iterator[None]:
    QgsSettings().setValue("locale/userLocale", "zh-Hans")
    translator = install_translator()
    yield
    QCoreApplication.removeTranslator(translator)


def lines(item: QTreeWidgetItem) -> list[list[str]]:
    """The texts of an item's rows in the columns that are shown, those below them after each."""
    tree = item.treeWidget()
    columns = [column for column in range(4) if not tree.isColumnHidden(column)]
    found = []
    for row in range(item.childCount()):
        child = item.child(row)
        found += [[child.text(column) for column in columns], *lines(child)]
    return found


def shown(strip: Strip) -> list[list[str]]:
    root = strip.table.invisibleRootItem()
    columns = [column for column in range(4) if not strip.table.isColumnHidden(column)]
    found = []
    for row in range(root.childCount()):
        found += [[root.child(row).text(column) for column in columns], *lines(root.child(row))]
    return found


def test_without_a_subject_it_says_what_to_do(strip: Strip) -> None:
    assert strip.title.text() == "Select something in the tree or on the map" and shown(strip) == []


def test_a_subject_that_does_not_change_has_one_column(strip: Strip) -> None:
    strip.show_subject(CORE)
    assert strip.title.text() == "Selected: Core" and strip.table.isHeaderHidden()
    assert shown(strip) == [["Area km²", "31\u202f766"], ["People thousand", "35\u202f000.0"], ["Units", "52"],
                            ["PM2.5 mean µg/m³", "61.2"]]


def test_a_change_has_before_after_and_the_difference(strip: Strip) -> None:
    strip.show_answer({"subjects": [CORE], "notes": []}, 23.6)
    assert [strip.table.headerItem().text(column) for column in range(4)] == ["", "Before", "After", "Change"]
    assert shown(strip) == [
        ["Area km²", "31\u202f766", "32\u202f410", "+644 ▲"],
        ["People thousand", "35\u202f000.0", "35\u202f500.0", "+500.0 ▲"], ["Units", "52", "53", "+1 ▲"],
        ["PM2.5 mean µg/m³", "61.2", "60.9", "−0.3 ▼"]]


def test_only_what_can_be_better_or_worse_is_coloured(strip: Strip) -> None:
    worse = figure("people_exposed", 1000, 2000, "persons")
    strip.show_answer({"subjects": [zone("Core", *CORE["figures"], worse)]})
    root = strip.table.invisibleRootItem()
    colours = [root.child(row).foreground(CHANGE).color().name() for row in range(5)]
    styles = [root.child(row).foreground(CHANGE).style() for row in range(5)]
    assert colours[3:] == [BETTER, WORSE]
    assert styles[:3] == [Qt.BrushStyle.NoBrush] * 3


def test_the_line_below_says_what_the_engine_does_and_how_fast(strip: Strip) -> None:
    assert not strip.state.isVisible()
    strip.set_state("Engine ready")
    strip.show_answer({"subjects": [CORE]}, 23.6)
    assert strip.state.text() == "Engine ready · 24 ms"
    strip.set_state("Engine is being started again")
    assert strip.state.text() == "Engine is being started again"


def test_without_people_a_button_asks_for_them(strip: Strip, qtbot: QtBot) -> None:
    strip.show_answer({"subjects": [COAST]})
    assert shown(strip)[1] == ["", "", "", ""]  # the button stands there
    button = next(child for child in strip.table.findChildren(QPushButton) if child.isVisible())
    assert button.text() == "join population…"
    with qtbot.waitSignal(strip.join_population, timeout=1000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_people_say_of_how_many_units_they_are_not_known(strip: Strip) -> None:
    people = figure("people", 5e6, 4e6, "persons", units_without_before=3, units_without_after=2)
    strip.show_answer({"subjects": [zone("Core", people, figure("units", 9, 8))]})
    assert shown(strip)[:2] == [["People thousand", "5\u202f000.0", "4\u202f000.0", "−1\u202f000.0 ▼"],
                                ["units without people", "3", "2", ""]]


def test_a_probe_has_one_column_and_the_zones_in_it(strip: Strip) -> None:
    found = [{"id": "area_km2", "unit": "km²", "after": 314.1}, {"id": "units", "unit": "", "after": 4},
             {"id": "zone", "key": "Z1", "name_zh": "中部", "name_en": "Central", "unit": "km²", "after": 300.0}]
    strip.show_answer({"subjects": [{"subject": "probe", "id": "probe", "uid": None, "name_zh": None,
                                     "name_en": None, "figures": found}]}, 3)
    assert strip.title.text() == "Within the circle" and strip.table.isColumnHidden(AFTER)
    assert shown(strip) == [["Area km²", "314"], ["", ""], ["Units", "4"], ["Zones km²  (1)", ""], ["Central", "300"]]


def test_layers_behind_are_told_by_layer_and_class(strip: Strip) -> None:
    behind = [figure("behind", 1.5, 2.5, "km²", name="Parcels", **{"class": kind}) for kind in ("wood", "")]
    strip.show_answer({"subjects": [zone("Core", *behind)]})
    assert [row[0] for row in shown(strip)] == ["Layers behind km²  (2)", "Parcels · wood", "Parcels"]


def test_the_area_of_an_axis_is_that_of_its_corridor(strip: Strip) -> None:
    axis = {"subject": "axis", "id": "A1", "uid": "a", "name_zh": "轴", "name_en": "Axis",
            "figures": [figure("length_km", 162.4, 162.4, "km"), figure("area_km2", 12.34, 12.34, "km²")]}
    strip.show_subject(axis)
    assert shown(strip) == [["Length km", "162"], ["Corridor km²", "12.3"]]


def test_a_raster_that_is_not_there_has_no_row(strip: Strip) -> None:
    strip.show_answer({"subjects": [zone("Core", figure("area_km2", 1, 1, "km²"), figure("pm25_mean", None, None))]})
    assert shown(strip) == [["Area km²", "1", "1", "0"]]


def test_several_zones_stand_side_by_side_and_the_first_in_detail(strip: Strip) -> None:
    strip.show_answer({"subjects": [CORE, COAST]})
    assert strip.title.text() == "Changing: Core, Coast"
    assert shown(strip)[:6] == [
        ["Area km²", "", "", ""], ["Core", "31\u202f766", "32\u202f410", "+644 ▲"],
        ["Coast", "30\u202f000", "29\u202f356", "−644 ▼"], ["People thousand", "", "", ""],
        ["Core", "35\u202f000.0", "35\u202f500.0", "+500.0 ▲"], ["Core", "", "", ""]]
    assert [row[0] for row in shown(strip)[6:]] == ["Units", "PM2.5 mean µg/m³"], "nothing stands there twice"


def test_side_by_side_every_zones_name_can_be_read_at_300_pixels(chinese: None, qtbot: QtBot) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    font = strip.table.font()
    font.setPixelSize(13)  # a desktop's
    strip.table.setFont(font)
    strip.resize(300, 400)
    strip.show()
    full = ("中部核心功能区", "东部滨海发展区", "南部功能拓展区", "西北部生态涵养区")
    area = figure("area_km2", 117_535, 101_535, "km²")
    strip.show_answer({"subjects": [{**zone(name, area), "name_zh": name} for name in full]})
    head = strip.table.topLevelItem(0)
    texts = [head.child(row).text(LABEL) for row in range(4)]
    assert texts == ["中部核心", "东部滨海", "南部", "西北部"]
    assert tuple(head.child(row).toolTip(LABEL) for row in range(4)) == full
    place = strip.table.visualItemRect(head.child(0))
    right = strip.table.columnViewportPosition(LABEL) + strip.table.columnWidth(LABEL)
    widest = max(QFontMetrics(font).horizontalAdvance(text) for text in texts)
    assert right - place.left() > widest + 2 * 3  # Qt's own margin of a cell's text


def test_units_without_people_are_counted_only_where_some_are_known(strip: Strip) -> None:
    """A probe has one side; people that come into a zone of nobody have no number before."""
    inside = [{"id": "people", "unit": "persons", "after": 4e6, "units_without_after": 2},
              {"id": "units", "unit": "", "after": 4}]
    strip.show_answer({"subjects": [{"subject": "probe", "id": "probe", "uid": None, "figures": inside}]})
    assert shown(strip)[:2] == [["People thousand", "4\u202f000.0"], ["units without people", "2"]]
    come = figure("people", None, 4e6, "persons", units_without_after=2)
    strip.show_answer({"subjects": [zone("Core", come, figure("units", 2, 4))]})
    assert [row[0] for row in shown(strip)] == ["People thousand", "units without people", "Units"]
    assert shown(strip)[1] == ["units without people", "", "2", ""]


def test_what_is_selected_takes_the_place_of_what_a_resting_probe_found(strip: Strip) -> None:
    found = {"subjects": [{"subject": "probe", "id": "probe", "uid": None, "name_zh": None, "name_en": None,
                           "figures": [{"id": "area_km2", "unit": "km²", "after": 314.1}]}]}
    strip.show_subject(CORE)
    strip.show_answer(found, 3)
    strip.show_subject(CORE)
    assert strip.title.text() == "Within the circle", "the same feature, told anew"
    strip.show_subject(COAST)
    assert strip.title.text() == "Selected: Coast"
    strip.show_answer(found, 3)
    assert strip.title.text() == "Within the circle"


def test_shares_are_sorted_and_all_but_the_largest_folded(strip: Strip, qtbot: QtBot) -> None:
    shares = [figure("jurisdiction", place / 100, place / 100, key=str(place), name_en=f"City {place}", name_zh="")
              for place in range(10, 17)]
    strip.show_answer({"subjects": [zone("Core", *shares)]})
    assert [row[0] for row in shown(strip)] == [
        "Jurisdictions %  (7)", "City 16", "City 15", "City 14", "City 13", "3 more", "City 12", "City 11",
        "City 10"]
    assert shown(strip)[1] == ["City 16", "16.0", "16.0", "0"]
    head = strip.table.topLevelItem(0)
    rest = head.child(4)
    assert head.isExpanded() and not rest.isExpanded()


def test_rivers_are_folded_as_catchments_are_and_told_in_kilometres(strip: Strip) -> None:
    found = (("永定河", "Yongding River", 61.24, 75.66), ("滦河", None, 9.5, 0.0))
    rivers = [figure("river", before, after, "km", key=name, name_zh=name, name_en=english)
              for name, english, before, after in found]
    catchment = figure("catchment", 5.0, 5.0, "km²", key="H01", name_zh="滦河", name_en="Luan River")
    strip.show_answer({"subjects": [zone("Core", catchment, *rivers)]})
    assert shown(strip) == [
        ["Catchments km²  (1)", "", "", ""], ["Luan River", "5", "5", "0"], ["Rivers km  (2)", "", "", ""],
        ["Yongding River", "61.2", "75.7", "+14.4 ▲"], ["滦河", "9.50", "0.00", "−9.50 ▼"]]
    assert not any(strip.table.topLevelItem(row).isExpanded() for row in (0, 1))


def test_a_fold_stays_as_it_is_when_other_rows_come(strip: Strip) -> None:
    share = figure("jurisdiction", 1, 1, key="1", name_en="One")
    strip.show_answer({"subjects": [zone("Core", share)]})
    strip.table.topLevelItem(0).setExpanded(False)
    strip.show_answer({"subjects": [zone("Core", figure("area_km2", 1, 2, "km²"), share)]})
    assert not strip.table.topLevelItem(1).isExpanded()


def test_while_the_mouse_moves_the_lines_stay_the_same_ones(strip: Strip) -> None:
    strip.show_answer({"subjects": [CORE]})
    first = strip.table.topLevelItem(0)
    moved = zone("Core", figure("area_km2", 31_766, 31_000, "km²"), *CORE["figures"][1:])
    strip.show_answer({"subjects": [moved]})
    assert strip.table.topLevelItem(0) is first and first.text(CHANGE) == "−766 ▼"


def test_after_the_change_the_one_column_is_back(strip: Strip) -> None:
    strip.show_subject(CORE)
    strip.show_answer({"subjects": [CORE, COAST], "notes": ["No raster is loaded."]})
    assert strip.note.isVisible() and strip.note.text() == "No raster is loaded."
    strip.clear_change()
    assert strip.title.text() == "Selected: Core" and not strip.note.isVisible()
    assert strip.table.isColumnHidden(AFTER) and not strip.table.isColumnHidden(BEFORE)


def test_a_change_too_small_to_be_shown_is_no_zero(strip: Strip) -> None:
    strip.show_answer({"subjects": [zone("Core", figure("area_km2", 31_766.0, 31_766.2, "km²"))]})
    assert shown(strip) == [["Area km²", "31\u202f766", "31\u202f766", "≈ 0"]]


def test_a_figure_that_the_strip_does_not_know_is_shown_by_its_own_name(strip: Strip) -> None:
    strip.show_answer({"subjects": [zone("Core", figure("wells", 3, 4, "pcs", name_en="Wells"))]})
    assert shown(strip) == [["Wells pcs", "3", "4", "+1 ▲"]]


def test_the_strip_speaks_chinese_and_counts_people_in_wan(chinese: None, qtbot: QtBot) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.show()
    strip.show_answer({"subjects": [CORE]}, 24)
    assert strip.title.text() == "变化中：Core区"
    assert [row[LABEL] for row in shown(strip)] == ["面积 km²", "人口 万", "区县", "PM2.5 均值 µg/m³"]
    assert shown(strip)[1][1:] == ["3\u202f500.0", "3\u202f550.0", "+50.0 ▲"]


def test_what_the_figures_are_of_is_never_cut(strip: Strip, qtbot: QtBot) -> None:
    text = "Demonstration · PM2.5: " + "a long name of a raster " * 8
    strip.resize(220, 150)
    strip.set_basis(text)
    qtbot.wait(10)
    assert strip.basis.height() >= strip.basis.heightForWidth(strip.basis.width()) > 3 * strip.fontMetrics().height()
