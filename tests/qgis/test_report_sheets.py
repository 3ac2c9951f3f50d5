"""The report's sheets: a page for each section that has something to show, its tables, and what is told on it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.compose import PlanError
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.report_sheets import Book, SheetResult, print_report, report_layout
from jjj_planner_plugin.layers.results import field_text
from jjj_planner_plugin.layers.sheet_cells import broken, draw_tables, measured
from jjj_planner_plugin.layers.sheet_copies import printed
from jjj_planner_plugin.layers.sheet_figures import figure, spoken
from jjj_planner_plugin.layers.sheet_plan_tables import plan_tables
from jjj_planner_plugin.layers.sheet_rows import AT, across, chosen_rows
from jjj_planner_plugin.layers.sheet_table import SheetTable, read_table, sheets

SQUARE = "Polygon((116 39, 117 39, 117 40, 116 40, 116 39))"
RINGS, FAILED, OWN = 4, 5, 6
"""Pages."""
TITLE = "Report on 100 % of <b>it</b>, the coordinated development of Beijing, Tianjin and Hebei, 2035"
NASTY = "<script>alert(1)</script> [% 1 + 1 %]\nsecond line"


def rings_file(folder: Path) -> Path:
    """A result of `ring_buffers` as small as can be, with its recipe."""
    file = folder / "rings.gpkg"
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=ring:string&field=distance_to_m:double"
                           "&field=distance_from_m:double", "rings", "memory")
    areas = QgsVectorLayer("NoGeometry?field=scope:string&field=name_zh:string&field=ring:string&field=area_m2:double"
                           "&field=land_share:double", "ring_areas", "memory")
    layer.dataProvider().addFeatures(features(layer, [["0–10 km", 10000.0, 0.0]], SQUARE))
    areas.dataProvider().addFeatures(features(areas, [["dissolved", NASTY, "0–10 km", 1234567890.0, 0.5]]))
    for number, one in enumerate((layer, areas)):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = one.name()
        options.actionOnExistingFile = (QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer if number
                                        else QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteFile)
        written = QgsVectorFileWriter.writeAsVectorFormatV3(one, str(file), QgsProject.instance().transformContext(),
                                                            options)
        assert written[0] == QgsVectorFileWriter.WriterError.NoError, written
    file.with_name("rings.recipe.json").write_text('{"task": "ring_buffers"}', encoding="utf-8")
    return file


def features(layer: QgsVectorLayer, rows: list[list[object]], shape: str = "") -> list:
    from qgis.core import QgsFeature, QgsGeometry

    made = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(row)
        if shape:
            feature.setGeometry(QgsGeometry.fromWkt(shape))
        made.append(feature)
    return made


@pytest.fixture(scope="module")
def book(dressed: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("report")
    plan = Path(shutil.copy(dressed, folder / "plan.gpkg"))
    rings = SheetResult("rings", "ring_buffers", str(rings_file(folder)), "Rings along the axes", "rings", ["rings"],
                        ["ring_areas"])
    own = folder / "own.csv"
    own.write_text("\n".join(["class,count", *(f"row {n},{n}" for n in range(90))]), encoding="utf-8")
    return Book(str(plan), TITLE.replace("of", "of\n"), "Office 7", "en",
                [rings, SheetResult("other", "", str(own), "Own table", "", [], ["own"])],
                [{"task": "indicators", "title": "Indicators", "message": "The table has no rows.", "hint": ""}])


@pytest.fixture(scope="module")
def layout(book: Book) -> Iterator[QgsPrintLayout]:
    project = QgsProject()
    layers = open_plan(book.plan, project, "en")
    with speaking("en"):
        yield report_layout(project, layers, book)
    project.clear()


def texts(layout: QgsPrintLayout, page: int) -> list[str]:
    return [item.currentText() for item in layout.items()
            if isinstance(item, QgsLayoutItemLabel) and item.page() == page]


def page_of(layout: QgsPrintLayout, text: str) -> int:
    """The first page whose title block names it."""
    return next(page for page in range(layout.pageCollection().pageCount()) if text in texts(layout, page))


def test_each_section_that_has_something_is_a_page_and_the_planner_s_own_results_come_last(
    layout: QgsPrintLayout,
) -> None:
    titles = ["Spatial structure", "Capital Metropolitan Area 2026", "Timeline of policies",
              "Areas of zones and units", "Rings around the axes and overlaps", "Region: indicators", "Own table"]
    assert layout.pageCollection().pageCount() == len(titles)
    assert [page_of(layout, title) for title in titles] == [0, 1, 2, 3, 4, 5, 6]
    assert any(text.endswith("Office 7 · Page 5 / 7") for text in texts(layout, 4))
    (title,) = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.currentText() == TITLE
                and item.page() == 0]
    assert title.font().pointSizeF() < 26, "a long title stands whole, in one line"


def test_every_page_has_scale_title_block_sources_and_the_note_on_boundaries(layout: QgsPrintLayout) -> None:
    for page in range(layout.pageCollection().pageCount()):
        told = texts(layout, page)
        (item,) = [one for one in layout.items() if isinstance(one, QgsLayoutItemMap) and one.page() == page]
        assert {"Prepared by", "Office 7", "Review no.", "CRS", f"1:{item.scale():,.0f}".replace(",", " ")} <= set(told)
        assert "Boundaries are schematic and no basis for demarcation." in told
        assert any(text.startswith("Sources: ") for text in told)
    assert any("rings.gpkg (recipe rings.recipe.json)" in text for text in texts(layout, RINGS))


def test_nothing_hangs_over_the_edge_of_its_page(layout: QgsPrintLayout) -> None:
    items = [item for item in layout.items() if isinstance(item, (QgsLayoutItemLabel, QgsLayoutItemMap,
                                                                  QgsLayoutItemLegend))]
    assert len(items) > 100
    for item in items:
        pos, size = item.pagePos(), item.rect()
        assert pos.x() >= 6 and pos.x() + size.width() <= 414.01, item.displayName()
        assert pos.y() >= 6 and pos.y() + size.height() <= 291.01, item.displayName()


def test_a_result_is_on_the_map_below_the_zones_outline_and_first_in_the_legend(layout: QgsPrintLayout) -> None:
    (item,) = [one for one in layout.items() if isinstance(one, QgsLayoutItemMap) and one.page() == RINGS]
    names = [layer.name() for layer in item.layers()]
    assert names.index("Zone boundary") < names.index("Rings along the axes") and "Zones" not in names
    (legend,) = [one for one in layout.items() if isinstance(one, QgsLayoutItemLegend) and one.page() == RINGS]
    nodes = [str(node.customProperty("legend/title-label") or node.name())
             for node in legend.model().rootGroup().findLayers()]
    assert nodes[0] == "Rings along the axes" and nodes[-1] == "Zone boundary"


def test_areas_stand_in_km2_and_shares_in_per_cent_and_texts_are_never_evaluated(layout: QgsPrintLayout) -> None:
    told = [text.replace("\n", " ") for text in texts(layout, RINGS)]
    assert {"Area (km²)", "1 235", "50.0"} <= set(told)
    shown = next(text for text in told if text.startswith("<script>"))
    assert "[\u200b% 1 + 1 %]" in shown and "2 second" not in shown


def test_rows_without_room_are_counted_and_a_failed_analysis_is_told(layout: QgsPrintLayout) -> None:
    shown = [text for text in texts(layout, OWN) if re.fullmatch(r"row \d+", text)]
    left = next(int(text.split()[0]) for text in texts(layout, OWN) if "more rows: see own.csv" in text)
    assert len(shown) + left == 90 and left > 0
    assert "Not made: Indicators. The table has no rows." in texts(layout, FAILED)


def test_the_plan_s_own_tables_add_up(dressed: Path) -> None:
    layers = open_plan(str(dressed), QgsProject.instance(), "zh")
    structure, zones, cities = plan_tables(["structure", "zones", "cities"], layers, "zh")
    counts = {name: sum(row[0] == name for row in structure.rows) for name in {row[0] for row in structure.rows}}
    assert counts == {"一核": 1, "双城": 2, "三轴": 3, "四区": 4, "两翼": 2, "多节点": 11}
    assert ["三轴", "京津发展轴", "162.1 km", ""] in structure.rows
    for table in (zones, cities):
        *rows, total = ([float(cell.replace(" ", "")) for cell in row[1:4]] for row in table.rows)
        for place, sum_ in enumerate(total):
            assert sum(row[place] for row in rows) == pytest.approx(sum_, abs=0.51 * len(rows))
    assert len(zones.rows) == 4 + 1 and len(cities.rows) == 13 + 1 and zones.rows[-1][1] == cities.rows[-1][1]


def test_a_table_that_the_panel_knows_shows_its_columns_in_one_language(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('name_zh,name_en,ring,area_m2,boundary_set\n环,Ring,a,5e9,x\n', encoding="utf-8")
    file.with_suffix(".csvt").write_text('"String","String","String","Real","String"', encoding="utf-8")
    table = read_table(str(file), "", "", "en")
    assert table is not None
    assert figure("value", [0.1535, 110369339.0], False).shown(0.1535) == "0.1535", "an index has four digits"
    assert table.rows == [["Ring", "a", "5 000"]] and table.numbers == [False, False, True]
    assert read_table(str(tmp_path / "gone.csv"), "", "", "en") is None


def test_years_become_columns_equal_rows_are_counted_and_an_empty_name_is_told() -> None:
    rows = [{"name": place, "year": year, "value": value, "limit": 35.0}
            for place, year, value in (("a", 2015, 3.0), ("a", 2014, 2.0), ("b", 2015, 4.0))]
    spread, names = across(rows, ["name", "year", "value", "limit"], {"by": "year", "values": ["value"]})
    assert [name.replace(AT, " ") for name in names] == ["name", "limit", "value 2014", "value 2015"]
    assert [list(row.values()) for row in spread] == [["a", 35.0, 2.0, 3.0], ["b", 35.0, None, 4.0]]
    told = [{"before": before, "after": after, "kind": kind} for before, after, kind in (
        (1.0, 1.0, "x"), (1.0, 2.0, "x"), (None, 2.0, "x"), (None, None, "x"), (1.0, 3.0, "y"))]
    options = {"where": {"kind": "x"}, "unequal": ["before", "after"]}
    assert chosen_rows(told, options) == (told[1:3], 2)
    assert chosen_rows(told, {"unless": {"kind": "x", "after": "2.0"}}) == ([told[0], told[3], told[4]], 0)


def test_a_table_on_a_sheet_has_the_title_the_heads_and_the_words_that_the_catalogue_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("left_class,area_m2\n,5e9\nb,6e9\n", encoding="utf-8")
    file.with_suffix(".csvt").write_text('"String","Real"', encoding="utf-8")
    table = read_table(str(file), "", "", "en", "Overlap", {
        "heads": {"left_class": {"en": "Ring"}}, "blank": {"en": "All"}, "unequal": ["left_class", "left_class"]})
    assert table is not None and table.rows == [] and table.title == "Overlap (those that differ; 2 more do not)"
    table = read_table(str(file), "", "", "en", "Overlap", {
        "heads": {"left_class": {"en": "Ring"}}, "blank": {"en": "All"}})
    assert table is not None and table.heads == ["Ring", "Area (km²)"]
    assert table.rows == [["All", "5 000"], ["b", "6 000"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_that_the_catalogue_wants_is_a_field_that_is_known(language: str) -> None:
    """A column of another name would be left out without a word."""
    for table, names in sheets()["columns"].items():
        for name in names:
            assert name == "*" or field_text(name).get(language), f"{table}: {name}"


def test_names_are_told_in_english_as_far_as_they_are_known() -> None:
    assert [spoken(name, "en") for name in ("北京", "中部核心功能区", "京津发展轴", "某地")] == [
        "Beijing", "Central core functional zone", "Beijing-Tianjin axis", "某地"]
    assert spoken("北京", "zh") == "北京"


def test_several_tables_share_the_room_and_the_last_without_any_is_named(qgis_app: object) -> None:
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    long = [SheetTable(name, ["a", "b"], [["x", "1"]] * 60, [False, True], f"{name}.csv") for name in ("one", "two")]
    end = draw_tables(layout, [*long, SheetTable("three", ["a"], [["y"]] * 3, [False])], [10, 10, 150, 120], "en")
    assert end <= 130
    told = [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert {"one", "two", "three"} <= set(told) and told.count("y") == 3
    left_out = [int(text.split()[0]) for text in told if "more rows" in text]
    assert len(left_out) == 2 and max(left_out) < 58 and told.count("x") + sum(left_out) == 120
    draw_tables(layout, long, [10, 10, 150, 20], "en")
    assert any(item.text() == "Tables not shown here: two." for item in layout.items()
               if isinstance(item, QgsLayoutItemLabel))


def test_a_long_text_runs_on_and_no_number_is_ever_cut(qgis_app: object) -> None:
    long = "The relocation of the markets has no line on the map, since one of its ends is not known to anybody"
    lines = broken(long, 40, 8, 3).split("\n")
    assert len(lines) == 3 and lines[-1].endswith("…") and long.startswith(lines[0])
    assert all(measured(line, 8) <= 40.1 for line in lines)
    assert broken("京津冀协同发展规划纲要", 15, 8, 2).count("\n") == 1
    assert not any("\n。" in broken("涉县、武安市共 155 km²。", room, 8, 3) for room in range(12, 40))
    assert not any("（\n" in broken("协同创新平台（46之15）", room, 8, 3) for room in range(8, 30))
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    wide = SheetTable("wide", ["name", *(f"Catchment {n}" for n in range(12))],
                      [["Shijiazhuang", *["114 653"] * 12]] * 3, [False, *[True] * 12])
    draw_tables(layout, [wide], [10, 10, 158, 100], "en")
    cells = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.text() == "114 653"]
    assert len(cells) == 36
    size = cells[0].font().pointSizeF()
    assert all(measured("114 653", size) <= cell.rect().width() - 1.4 for cell in cells)
    told = [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert told.count("Shijiazhuang") == 3, "the names stand in one line"


def test_a_printed_copy_has_fewer_vertices_and_the_same_look(dressed: Path) -> None:
    layers = open_plan(str(dressed), QgsProject.instance(), "zh")
    copy = printed(QgsProject.instance(), layers["provinces"], 200)
    assert copy is printed(QgsProject.instance(), layers["provinces"], 200) and copy is not layers["provinces"]
    assert copy.renderer().dump() == layers["provinces"].renderer().dump()

    def vertices(layer: QgsVectorLayer) -> int:
        return sum(feature.geometry().constGet().nCoordinates() for feature in layer.getFeatures())

    assert vertices(copy) < vertices(layers["provinces"]) / 2 and copy.featureCount() == 3


def test_the_sheets_are_one_pdf_and_a_folder_that_is_not_there_is_told(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    short = book._replace(results=[], failed=[])
    assert print_report(short, str(target), 72) == 4
    content = target.read_bytes()
    assert content.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", content)) == 4
    assert b"/MediaBox [0 0 1191" in content or b"1190" in content, "A3, lying"
    with pytest.raises(PlanError, match="could not be written"):
        print_report(short, str(tmp_path / "missing" / "report.pdf"), 72)
