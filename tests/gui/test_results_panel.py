"""The result panel as a planner uses it, with results of the real engine."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import QApplication

from jjj_planner_plugin import paths
from jjj_planner_plugin.gui.results.again import looks_like_layer_id, parameters_again
from jjj_planner_plugin.gui.results.chart_data import picture
from jjj_planner_plugin.gui.results.dock import KEPT, ResultsDock
from jjj_planner_plugin.gui.results.how import header_line, page
from tests.air_rasters import make_rasters, raster
from tests.qgis.test_algorithms import run

SQUARES = {"meadow": (116.0, 39.0), "wood": (116.1, 39.0)}


def squares(name: str, places: dict[str, tuple[float, float]], crs: str = "EPSG:4490") -> QgsVectorLayer:
    """A layer of squares of 0.1° by their lower left corners, in the project."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=class:string", name, "memory")
    rings = []
    for kind, (x, y) in places.items():
        corners = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1), (x, y)]
        rings.append((kind, "POLYGON((" + ", ".join(f"{a} {b}" for a, b in corners) + "))"))
    return filled(layer, rings)


def filled(layer: QgsVectorLayer, shapes: list[tuple[str, str]]) -> QgsVectorLayer:
    for kind, wkt in shapes:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([kind])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        assert layer.dataProvider().addFeatures([feature])[0]
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def canvas(qtbot: QtBot) -> QgsMapCanvas:
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dock(provider: Any, qtbot: QtBot, canvas: QgsMapCanvas) -> Iterator[ResultsDock]:
    made = ResultsDock(canvas)
    qtbot.addWidget(made)
    made.resize(1200, 300)
    made.show()
    yield made
    made.take_down()


@pytest.fixture
def overlap(dock: ResultsDock, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """Two squares side by side; what crosses them overlaps itself by half a square and leaves some bare."""
    left = squares("land", SQUARES)
    right = squares("plans", {"park": (116.05, 39.0), "road": (116.10, 39.0)})
    assert run("overlap_table", {"LEFT": left.id(), "LEFT_CLASS": "class", "RIGHT": right.id(),
                                 "RIGHT_CLASS": "class", "OUTPUT": str(tmp_path / "land_by_plan.csv")})
    return {"left": left, "right": right}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shown(dock: ResultsDock) -> list[list[str]]:
    """The table as it stands on the screen."""
    model = dock.view.table.model
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def heads(dock: ResultsDock) -> list[str]:
    model = dock.view.table.model
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]


def click_cell(dock: ResultsDock, row: int, name: str) -> None:
    model = dock.view.table.model
    column = next(place for place, found in enumerate(model.columns) if found.name == name)
    dock.view.table.view.setCurrentIndex(model.index(row, column))


def test_the_empty_panel_says_what_will_appear(dock: ResultsDock) -> None:
    assert dock.pages.currentIndex() == 0
    assert "appear here" in dock.pages.currentWidget().text()


def test_a_result_comes_to_the_front_with_its_table(dock: ResultsDock, overlap: Any) -> None:
    assert dock.pages.currentIndex() == 1 and dock.isVisible()
    assert dock.chooser.currentText().startswith("Overlap table · land_by_plan.csv · ")
    assert [row[:2] for row in shown(dock)] == [["meadow", "park"], ["wood", "park"], ["wood", "road"]]


def test_heads_are_in_the_interfaces_language_with_the_unit_of_the_size(
    dock: ResultsDock, overlap: Any, tmp_path: Path
) -> None:
    assert heads(dock)[:4] == ["Left class", "Right class", "Area (km²)", "Share of left (%)"]
    QgsSettings().setValue("locale/userLocale", "zh_CN")
    run("overlap_table", {"LEFT": overlap["left"].id(), "RIGHT": overlap["right"].id(),
                          "OUTPUT": str(tmp_path / "zh.csv")})
    assert heads(dock)[:4] == ["左类", "右类", "面积 (km²)", "占左类 (%)"]


def test_the_columns_that_keep_the_table_honest_stand_before_the_details(dock: ResultsDock, overlap: Any) -> None:
    names = [column.name for column in dock.view.table.model.columns]
    assert names.index("counted_twice_m2") == names.index("not_covered_m2") + 1 < names.index("pieces")
    told = {row[0]: row for row in shown(dock)}
    assert told["wood"][names.index("counted_twice_m2")] not in ("0", "")


def test_totals_sum_areas_and_count_what_repeats_on_each_row_once(
    dock: ResultsDock, overlap: Any, tmp_path: Path
) -> None:
    rows, model = rows_of(tmp_path / "land_by_plan.csv"), dock.view.table.model
    names = [column.name for column in model.columns]
    whole = {row["left_class"]: float(row["left_area_m2"]) for row in rows}
    assert model.total(names.index("area_m2")) == pytest.approx(sum(float(row["area_m2"]) for row in rows), abs=1e-3)
    assert model.total(names.index("left_area_m2")) == pytest.approx(sum(whole.values()), abs=1e-3)
    assert model.total(names.index("share_of_left")) is None
    assert dock.view.table.totals.texts[0] == "Total  3 rows"


def test_the_totals_row_keeps_the_balance_of_the_overlap(dock: ResultsDock, overlap: Any) -> None:
    model = dock.view.table.model
    total = {column.name: model.total(place) for place, column in enumerate(model.columns)}
    assert total["left_area_m2"] == pytest.approx(
        total["area_m2"] + total["not_covered_m2"] - total["counted_twice_m2"], abs=0.01)


def test_a_filter_narrows_rows_and_totals(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(dock.view.table.filter, "wood ROAD")
    assert [row[:2] for row in shown(dock)] == [["wood", "road"]]
    assert dock.view.table.totals.texts[0] == "Total  1 of 3 rows"
    assert dock.view.table.totals.texts[2] == shown(dock)[0][2]


def test_a_click_on_a_head_sorts_by_size_and_classes_by_their_numbers(dock: ResultsDock, tmp_path: Path) -> None:
    left = squares("land", {"10 km": (116.0, 39.0), "9 km": (116.2, 39.0), "100 km": (116.4, 39.0)})
    right = squares("all", {"a": (116.05, 39.0), "b": (116.21, 39.0), "c": (116.43, 39.0)})
    run("overlap_table", {"LEFT": left.id(), "LEFT_CLASS": "class", "RIGHT": right.id(),
                          "OUTPUT": str(tmp_path / "t.csv")})
    view = dock.view.table.view
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in shown(dock)] == ["9 km", "10 km", "100 km"]
    view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in shown(dock)] == ["9 km", "100 km", "10 km"]


def test_areas_can_be_read_in_mu(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    table = dock.view.table
    table.unit.setCurrentIndex(table.unit.findData("mu"))
    assert heads(dock)[2] == "Area (mu)"
    area = float(rows_of(tmp_path / "land_by_plan.csv")[0]["area_m2"])
    assert shown(dock)[0][2] == f"{area * 0.0015:,.0f}".replace(",", "\u202f")


def test_a_tip_has_all_digits_in_square_metres(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    tip = dock.view.table.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == f"{float(rows_of(tmp_path / 'land_by_plan.csv')[0]['area_m2']):.15g} m²"


def test_a_copy_is_a_table_for_excel_with_all_digits(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    dock.view.copy_button.click()
    data = QApplication.clipboard().mimeData()
    lines = list(csv.reader(io.StringIO(data.text()), delimiter="\t"))
    assert lines[0][:3] == ["Left class", "Right class", "Area (km²)"] and len(lines) == 1 + 3
    assert float(lines[1][2]) == pytest.approx(
        float(rows_of(tmp_path / "land_by_plan.csv")[0]["area_m2"]) / 1e6, rel=1e-14)
    assert data.html().count("<tr>") == 4


def test_selected_rows_are_copied_alone(dock: ResultsDock, overlap: Any) -> None:
    view = dock.view.table.view
    view.selectRow(1)
    selection = view.selectionModel()
    selection.select(view.model().index(2, 0), selection.SelectionFlag.Select)
    dock.view.copy_button.click()
    copied = [line.split("\t")[:2] for line in QApplication.clipboard().mimeData().text().splitlines()[1:]]
    assert copied == [["wood", "park"], ["wood", "road"]]


def test_ctrl_c_on_one_number_copies_all_its_digits(
    dock: ResultsDock, overlap: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    click_cell(dock, 0, "area_m2")
    qtbot.keyClick(dock.view.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    area = float(rows_of(tmp_path / "land_by_plan.csv")[0]["area_m2"])
    assert float(QApplication.clipboard().text()) == pytest.approx(area / 1e6, rel=1e-14)


def test_numbers_of_other_ground_are_not_explained_by_the_rows_pieces(dock: ResultsDock, overlap: Any) -> None:
    for name, can_be in (("area_m2", True), ("share_of_left", True), ("not_covered_m2", False)):
        click_cell(dock, 0, name)
        assert dock.view.explain_button.isEnabled() == can_be


def test_a_saved_csv_opens_in_excel_with_the_heads_of_the_screen(
    dock: ResultsDock, overlap: Any, tmp_path: Path
) -> None:
    target = tmp_path / "表.csv"
    dock.view.save(str(target))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(rows_of(target)[0])[:3] == ["Left class", "Right class", "Area (km²)"]
    assert str(target) in dock.view.line.text()


def test_a_saved_workbook_holds_numbers_and_the_heads_of_the_screen(
    dock: ResultsDock, overlap: Any, tmp_path: Path
) -> None:
    target = tmp_path / "表.xlsx"
    dock.view.save(str(target))
    sheet = QgsVectorLayer(str(target), "sheet", "ogr")
    assert [field.name() for field in sheet.fields()][:3] == ["Left class", "Right class", "Area (km²)"]
    assert sheet.fields()[2].isNumeric() and sheet.featureCount() == 3
    assert list(tmp_path.glob(".*part*")) == []


def test_a_table_that_cannot_be_saved_is_told(dock: ResultsDock, overlap: Any) -> None:
    dock.view.save("/nowhere/at/all.csv")
    assert "/nowhere/at/all.csv" in dock.view.line.text() and "could not be saved" in dock.view.line.text()


def test_the_chart_has_a_bar_a_class_with_what_is_not_covered(dock: ResultsDock, overlap: Any) -> None:
    drawn = picture(dock.view.table.model, "en")
    assert drawn is not None and [bar.label for bar in drawn.bars] == ["meadow", "wood"]
    meadow, wood = drawn.bars
    assert [segment.label for segment in meadow.segments] == ["park", "Not covered"]
    assert meadow.length == pytest.approx(1, abs=1e-6)
    assert wood.length == pytest.approx(1.5, abs=1e-3)  # half of it lies in both


def test_the_zones_keep_their_colours_in_the_chart(dock: ResultsDock) -> None:
    from jjj_planner_plugin.gui.results.chart_data import class_colours

    colours = class_colours(["东部滨海发展区", "Z1", "wood"])
    assert colours["东部滨海发展区"].name().upper() == "#3F8FB5" and colours["Z1"].name().upper() == "#E0A030"


def test_a_click_on_a_bar_finds_its_row(dock: ResultsDock, overlap: Any) -> None:
    dock.view.chart.picked.emit(2)
    assert dock.view.table.current()[0] == 2  # type: ignore[index]


def test_the_panel_draws_at_any_size(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    for width, height in ((1200, 300), (300, 120), (2000, 900)):
        dock.resize(width, height)
        QApplication.processEvents()
        assert not dock.grab().isNull()


def test_the_last_ten_results_are_kept_newest_first(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    arrival = dock.results[0].arrival
    for number in range(KEPT + 3):
        dock.add(arrival._replace(result={**arrival.result, "output": str(tmp_path / f"n{number}.csv")}))
    titles = [dock.chooser.itemText(place) for place in range(dock.chooser.count())]
    assert len(titles) == KEPT == 10 and "n12.csv" in titles[0] and "n3.csv" in titles[-1]


def test_a_result_comes_while_a_number_of_another_is_chosen(
    dock: ResultsDock, overlap: Any, tmp_path: Path
) -> None:
    click_cell(dock, 2, "area_m2")
    run("ring_buffers", {"LAYER": overlap["left"].id(), "DISTANCES": "1000", "OUTPUT": str(tmp_path / "r.gpkg")})
    assert dock.view.table.model.entry["table"] == "ring_areas" and not dock.view.explain_button.isEnabled()


def test_an_older_result_can_be_chosen_again(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    run("ring_buffers", {"LAYER": overlap["left"].id(), "DISTANCES": "1000", "OUTPUT": str(tmp_path / "r.gpkg")})
    assert dock.view.table.model.entry["table"] == "ring_areas"
    dock.chooser.setCurrentIndex(1)
    assert dock.view.table.model.entry["output"] == "OUTPUT" and len(shown(dock)) == 3


def test_explain_selects_the_polygons_of_a_row_and_zooms_to_them(
    dock: ResultsDock, overlap: Any, canvas: QgsMapCanvas, tmp_path: Path
) -> None:
    run("ring_buffers", {"LAYER": overlap["left"].id(), "DISTANCES": "1000, 3000", "DISSOLVE": True,
                         "OUTPUT": str(tmp_path / "r.gpkg")})
    model = dock.view.table.model
    last = model.rowCount() - 1  # 1–3 km, all together
    assert not dock.view.explain_button.isEnabled()
    click_cell(dock, last, "area_m2")
    dock.view.explain_button.click()
    group = QgsProject.instance().layerTreeRoot().findGroup("Rings")
    layer = group.findLayers()[0].layer()
    chosen = layer.selectedFeatures()
    assert [feature["distance_to_m"] for feature in chosen] == [3000]
    cell = dock.view.table.model.index(last, [c.name for c in model.columns].index("area_m2")).data()
    assert dock.view.line.text() == f"{cell} km² = 1 piece"
    assert canvas.extent().width() > 0


def test_a_row_without_polygons_is_told(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    run("ring_buffers", {"LAYER": overlap["left"].id(), "DISTANCES": "1000", "DISSOLVE": True,
                         "OUTPUT": str(tmp_path / "r.gpkg")})
    click_cell(dock, 0, "area_m2")  # one feature's own ring, which the dissolved layer does not have
    dock.view.explain_button.click()
    assert "has no polygon for this row" in dock.view.line.text()


def test_run_again_has_the_parameters_and_a_free_name(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    again = parameters_again(dock.results[0].arrival)
    assert (again["LEFT"], again["LEFT_CLASS"]) == (overlap["left"].id(), "class")
    assert again["OUTPUT"].sink.staticValue() == str(tmp_path / "land_by_plan_2.csv")
    QgsProject.instance().removeMapLayer(overlap["right"].id())
    assert "RIGHT" not in parameters_again(dock.results[0].arrival)


def test_run_again_is_asked_for_by_the_button(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dock.again_wanted) as asked:
        dock.view.again_button.click()
    assert asked.args[0].algorithm == "overlap_table"


def test_a_temporary_output_is_temporary_again(dock: ResultsDock, overlap: Any) -> None:
    run("ring_buffers", {"LAYER": overlap["left"].id(), "DISTANCES": "1000", "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT})
    assert "OUTPUT" not in parameters_again(dock.results[0].arrival)
    assert "temporary file" in dock.chooser.currentText()


def test_the_selection_of_a_run_is_remembered(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    overlap["left"].selectByExpression("\"class\" = 'wood'")
    chosen = overlap["left"].selectedFeatureIds()
    run("overlap_table", {"LEFT": QgsProcessingFeatureSourceDefinition(overlap["left"].id(), True),
                          "RIGHT": overlap["right"].id(), "OUTPUT": str(tmp_path / "s.csv")})
    assert dock.results[0].arrival.selected == {"LEFT": chosen}


@pytest.mark.parametrize(("text", "is_one"), [
    ("zones_5f0c9a1e_1111_2222_3333_0123456789ab", True), ("10000, 20000", False), ("name_zh", False),
    ("a_b_c_d_e", False),
])
def test_a_layers_id_is_told_from_other_texts(text: str, is_one: bool) -> None:
    assert looks_like_layer_id(text) == is_one


def test_how_names_layers_counts_ellipsoid_and_parameters(dock: ResultsDock, overlap: Any) -> None:
    text = page(dock.results[0], unfolded=False)
    for expected in ("land", "plans", "EPSG:4490", "CGCS2000", "+proj=aea", "shapely", "land_by_plan.recipe.json",
                     "temporary copy", "Class field of the left layer:</b> class"):
        assert expected in text


def test_repairs_are_counted_in_the_head_and_listed_when_unfolded(dock: ResultsDock, tmp_path: Path) -> None:
    bow_tie = "POLYGON((116 39, 116.1 39.1, 116.1 39, 116 39.1, 116 39))"
    left = filled(QgsVectorLayer("Polygon?crs=EPSG:4490&field=class:string", "bow tie", "memory"), [("a", bow_tie)])
    right = squares("plans", {"park": (116.0, 39.0)})
    run("overlap_table", {"LEFT": left.id(), "RIGHT": right.id(), "OUTPUT": str(tmp_path / "t.csv")})
    assert "repaired geometries: 1" in dock.view.head.text()
    assert "Self-intersection" not in dock.view.how.toPlainText()
    dock.view.how.anchorClicked.emit(QUrl("repairs"))
    assert "Self-intersection" in dock.view.how.toPlainText() and "bow tie, feature 1" in dock.view.how.toPlainText()


def test_what_a_planar_measurement_would_have_given_is_in_the_head(dock: ResultsDock, overlap: Any) -> None:
    result = dock.results[0]
    for ratio, words in ((1.71, "planar in EPSG:3857 it would be 1.71 times the true area"),
                         (0.999, "planar in EPSG:3857 it would be 0.10 % too small")):
        found = {"crs": "EPSG:3857", "planar_area_m2": 1000 * ratio, "area_m2": 1000.0, "repaired": 0}
        result.arrival = result.arrival._replace(result={**result.arrival.result, "inputs": [found]})
        assert words in header_line(result)


def test_a_result_whose_file_is_gone_is_told(dock: ResultsDock, overlap: Any, tmp_path: Path) -> None:
    (tmp_path / "land_by_plan.csv").unlink()
    dock.results[0].tables.clear()
    dock.view.show_result(dock.results[0])
    assert "moved or removed" in dock.view.line.text()


def test_after_it_is_taken_down_nothing_is_heard(provider: Any, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    gone = ResultsDock(canvas)
    gone.take_down()
    left = squares("land", SQUARES)
    run("ring_buffers", {"LAYER": left.id(), "DISTANCES": "1000", "OUTPUT": str(tmp_path / "r.gpkg")})
    assert gone.results == []


def test_a_hundred_thousand_rows_open_and_sort(
    dock: ResultsDock, overlap: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "many.csv"
    count = 100_000
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows_of(tmp_path / "land_by_plan.csv")[0])
        for row in range(count):
            area = float((row * 7919) % count)
            writer.writerow([f"parcel {row}", f"Z{row % 4}", area, 0.5, 0.25, 1, 2 * area, 4e9, area, 0.0])
    target.with_suffix(".csvt").write_text("String,String,Real,Real,Real,Integer,Real,Real,Real,Real")
    arrival = dock.results[0].arrival
    dock.add(arrival._replace(outputs={"OUTPUT": str(target)}))

    def rows_shown() -> int:
        model = dock.view.table.model  # none until the table is read
        return len(model.table) if model else 0

    qtbot.waitUntil(lambda: rows_shown() == count, timeout=60_000)
    dock.view.table.view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    largest = next(row for row in range(count) if row * 7919 % count == count - 1)
    assert shown_first(dock) == f"parcel {largest}"
    dock.view.table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown_first(dock) == "parcel 0"


def shown_first(dock: ResultsDock) -> str:
    return str(dock.view.table.model.index(0, 0).data())


def test_the_bundled_icon_of_the_panel_is_there() -> None:
    assert paths.resource("icons/results.svg").exists()


def explained(dock: ResultsDock, qtbot: QtBot, row: int) -> QgsVectorLayer:
    """The pieces that Explain makes of the area of a row."""
    click_cell(dock, row, "area_m2")
    with qtbot.waitSignal(dock.explainer.said, timeout=5_000):
        dock.view.explain_button.click()
    qtbot.waitUntil(lambda: " = " in dock.view.line.text(), timeout=30_000)
    group = QgsProject.instance().layerTreeRoot().findGroup("Overlap")
    return group.findLayers()[0].layer()


def test_explain_makes_the_pieces_whose_sum_is_the_cell(
    dock: ResultsDock, overlap: Any, canvas: QgsMapCanvas, qtbot: QtBot, tmp_path: Path
) -> None:
    layer = explained(dock, qtbot, 1)  # wood × park
    cell = float(rows_of(tmp_path / "land_by_plan.csv")[1]["area_m2"])
    pieces = list(layer.getFeatures())
    assert sum(piece["area_m2"] for piece in pieces) == pytest.approx(cell, abs=1e-3)
    assert {(piece["left_class"], piece["right_class"]) for piece in pieces} == {("wood", "park")}
    assert layer.selectedFeatureCount() == 1 and layer.name() == "Pieces: wood × park"
    assert dock.view.line.text().startswith(f"{shown(dock)[1][2]} km² = 1 piece")
    assert len(dock.results) == 1, "what explains a result is no result of its own"


def test_ground_that_another_class_covers_too_is_named(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    explained(dock, qtbot, 1)  # wood × park: half a square, and all of it is road as well
    area = shown(dock)[1][2]
    qtbot.waitUntil(lambda: "road" in dock.view.line.text(), timeout=30_000)
    assert dock.view.line.text() == f"{area} km² = 1 piece; {area} km² of it also lie in “road”"
    assert len(dock.results) == 1


def test_the_pieces_of_the_next_number_take_the_place_of_the_last(
    dock: ResultsDock, overlap: Any, qtbot: QtBot
) -> None:
    first = explained(dock, qtbot, 0).id()
    dock.view.say("")
    second = explained(dock, qtbot, 2)
    assert QgsProject.instance().mapLayer(first) is None and second.name() == "Pieces: wood × road"


def test_a_new_question_takes_the_place_of_one_that_is_being_answered(
    dock: ResultsDock, overlap: Any, qtbot: QtBot
) -> None:
    for row in (0, 1, 2):
        click_cell(dock, row, "area_m2")
        dock.view.explain_button.click()
        qtbot.wait(50)
    qtbot.waitUntil(lambda: " = " in dock.view.line.text(), timeout=30_000)
    qtbot.wait(1000)  # what was cancelled ends, and says nothing
    group = QgsProject.instance().layerTreeRoot().findGroup("Overlap")
    assert [node.layer().name() for node in group.findLayers()] == ["Pieces: wood × road"]


def test_pieces_lie_in_the_profile_and_are_no_run_of_the_plan(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    layer = explained(dock, qtbot, 0)
    assert "/jjj-exports/" in Path(layer.source().split("|")[0]).as_posix()


def test_a_number_of_a_selection_is_explained_by_that_selection(
    dock: ResultsDock, overlap: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    overlap["left"].selectByExpression("\"class\" = 'wood'")
    run("overlap_table", {"LEFT": QgsProcessingFeatureSourceDefinition(overlap["left"].id(), True),
                          "RIGHT": overlap["right"].id(), "OUTPUT": str(tmp_path / "s.csv")})
    overlap["left"].selectAll()
    layer = explained(dock, qtbot, 0)
    cell = float(rows_of(tmp_path / "s.csv")[0]["area_m2"])
    assert sum(piece["area_m2"] for piece in layer.getFeatures()) == pytest.approx(cell, abs=1e-3)
    assert "changed since" not in dock.view.line.text()


def test_layers_that_changed_since_are_told(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    left = overlap["left"]
    left.dataProvider().deleteFeatures([1])
    feature = QgsFeature(left.fields())
    feature.setAttributes(["wood"])
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((116.1 39.02, 116.15 39.02, 116.15 39.03, 116.1 39.02))"))
    left.dataProvider().addFeatures([feature])
    explained(dock, qtbot, 1)
    assert "the layers have changed since" in dock.view.line.text()


def test_an_engine_that_cannot_start_is_told_in_the_line(dock: ResultsDock, overlap: Any, qtbot: QtBot) -> None:
    QgsSettings().setValue("jjj_planner/engine_python", "/nowhere/python")
    click_cell(dock, 0, "area_m2")
    dock.view.explain_button.click()
    qtbot.waitUntil(lambda: "/nowhere/python" in dock.view.line.text(), timeout=10_000)


def test_every_tools_result_is_shown_with_its_tables_chart_and_how(
    dock: ResultsDock, made_plan: Path, tmp_path: Path
) -> None:
    plan = {name: QgsVectorLayer(f"{made_plan}|layername={name}", name, "ogr")
            for name in ("zones", "units", "axes", "wings")}
    QgsProject.instance().addMapLayers(list(plan.values()))
    ids = {name: layer.id() for name, layer in plan.items()}
    site = squares("site", {"a": (116.7, 39.85)})
    levels = [[90.0, 90.0, 40.0, 40.0], [90.0, 90.0, 40.0, 40.0]]
    days = [("2014-01-01", "2014-01-02"), ("2014-01-02", "2014-01-03")]
    air = make_rasters(raster(tmp_path / "air.tif", [levels, levels], days, averaging="day"))
    asked: dict[str, dict[str, Any]] = {
        "ring_buffers": {"LAYER": ids["axes"], "DISTANCES": "10000,20000"},
        "overlap_table": {"LEFT": ids["zones"], "LEFT_CLASS": "zone_id", "RIGHT": ids["units"],
                          "RIGHT_CLASS": "adcode"},
        "conflicts": {"LAYERS": [ids["zones"], ids["wings"]]},
        "coordination_matrix": {"PLAN_LAYER": ids["zones"], "PLAN_CLASS": "zone_id", "CONSTRAINTS": [ids["wings"]]},
        "border_mirror": {"LAYER": ids["zones"], "CLASS_FIELD": "zone_id", "JURISDICTIONS": ids["units"],
                          "JURISDICTION_FIELD": "city"},
        "site_check": {"SITE": site.id(), "CONTROLS": [ids["wings"], ids["axes"]]},
        "layer_doctor": {"LAYER": ids["units"]},
        "air_footprints": {"RASTERS": [str(air[0])]},
        "compare_plans": {"BEFORE": str(made_plan), "AFTER": str(shutil.copy(made_plan, tmp_path / "scenario.gpkg"))},
    }
    for number, (name, parameters) in enumerate(asked.items(), start=1):
        assert run(name, {**parameters, "OUTPUT": str(tmp_path / f"{name}.gpkg")}), name
        assert len(dock.results) == number, name
        specs = dock.results[0].specs
        assert [spec.title for spec in specs] and [dock.view.which.setCurrentIndex(n) for n in range(len(specs))]
        for spec in specs:
            table = dock.results[0].tables[spec.uri]
            assert table.columns, f"{name}: {spec.uri}"
        assert picture(dock.view.table.model, "en") is not None or "chart" not in specs[-1].entry, name
        assert name == "layer_doctor" or "CGCS2000" in page(dock.results[0], unfolded=True)
