"""jjj:site_check through Processing with the real engine: result layers, the one-page sheet, rules as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from jjj_planner_plugin.gui.site_tool import site_values
from jjj_planner_plugin.layers import site_sheet
from jjj_planner_plugin.layers.results import style_result
from jjj_planner_plugin.layers.site_sheet import Control, SheetError, print_site_sheet, site_layout
from jjj_planner_plugin.layers.site_table import fitting
from tests.qgis_tools import Heard, run_tool

EAST, NORTH = 456_000, 4_400_000  # EPSG:4548, near Wuqing


def square(west: float, south: float, east: float, north: float) -> str:
    """A rectangle in metres from a corner near Wuqing, as WKT."""
    x, y = (EAST + west, EAST + east), (NORTH + south, NORTH + north)
    return f"POLYGON(({x[0]} {y[0]},{x[1]} {y[0]},{x[1]} {y[1]},{x[0]} {y[1]},{x[0]} {y[0]}))"


def layer(name: str, *shapes: str, kind: str = "Polygon") -> QgsVectorLayer:
    """A scratch layer of the project, as a planner draws it; the field `mc` numbers its features."""
    made = QgsVectorLayer(f"{kind}?crs=EPSG:4548&field=mc:string", name, "memory")
    for number, shape in enumerate(shapes, start=1):
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape))
        feature.setAttributes([f"No. {number}"])
        made.dataProvider().addFeature(feature)
    made.updateExtents()
    QgsProject.instance().addMapLayer(made)
    return made


run = partial(run_tool, "site_check")


@pytest.fixture
def case(provider: Any, tmp_path: Path) -> dict[str, Any]:
    """A site of 1 km × 1 km whose western 250 m are farmland, a boundary around it, a railway 40 m to the east."""
    farm = layer("永久基本农田", square(-500, -500, 250, 1500))
    boundary = layer("城镇开发边界", square(-100, -100, 1200, 1200))
    rail = layer("铁路", f"LINESTRING({EAST + 1040} {NORTH - 900},{EAST + 1040} {NORTH + 1900})", kind="LineString")
    site = layer("选址一", square(0, 0, 1000, 1000), square(5000, 0, 5100, 100))
    return {"SITE": site.id(), "CONTROLS": [farm.id(), boundary.id(), rail.id()],
            "OUTPUT": str(tmp_path / "o.gpkg"), "PDF": str(tmp_path / "o.pdf")}


def selected(case: dict[str, Any]) -> dict[str, Any]:
    """The first parcel only, chosen on the map."""
    QgsProject.instance().mapLayer(case["SITE"]).selectByIds([1])
    return {**case, "SITE": QgsProcessingFeatureSourceDefinition(case["SITE"], True)}


def test_a_selected_site_is_checked_and_its_conclusion_told(case: dict[str, Any], tmp_path: Path) -> None:
    feedback = Heard()
    made = run({**selected(case), "XLSX": str(tmp_path / "o.xlsx")}, feedback)
    assert feedback.errors == []
    assert made["FAILS"] == 1
    said = re.fullmatch(r"1 of 3 rules not met: (\S+) ha \((\S+) mu\) on 永久基本农田", made["CONCLUSION"])
    assert said and [float(figure) for figure in said.groups()] == pytest.approx([25, 375], rel=2e-4)
    assert made["CONCLUSION"] in feedback.infos
    assert any("永久基本农田: Not to be touched (known by the layer's name)" in info for info in feedback.infos)
    assert QgsVectorLayer(made["PARCELS"], "p", "ogr").featureCount() == 1
    assert {row["verdict"] for row in QgsVectorLayer(made["FINDINGS"], "f", "ogr").getFeatures()} == {"fail", "pass"}
    pieces = QgsVectorLayer(made["OUTPUT"], "o", "ogr")
    assert [feature["control"] for feature in pieces.getFeatures()] == ["永久基本农田"]
    assert Path(made["XLSX"]).read_bytes().startswith(b"PK")


def test_the_sheet_is_one_page_of_pdf(case: dict[str, Any]) -> None:
    pdf = Path(run(selected(case))["PDF"]).read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    assert len(pdf) > 20_000


def test_the_sheet_may_be_a_picture(case: dict[str, Any], tmp_path: Path) -> None:
    made = run({**selected(case), "PDF": str(tmp_path / "o.png")})
    assert Path(made["PDF"]).read_bytes().startswith(b"\x89PNG")


def test_without_a_sheet_and_a_workbook_only_the_result_is_made(case: dict[str, Any], tmp_path: Path) -> None:
    made = run({**case, "PDF": None})
    assert "PDF" not in made and "XLSX" not in made
    assert {path.name for path in tmp_path.iterdir()} == {"o.gpkg", "o.recipe.json"}


def test_rules_stated_as_text_hold(case: dict[str, Any]) -> None:
    text = "永久基本农田 ＝ 统计 mc\n\n城镇开发边界=避让\n铁路 = distance 50 m\n"
    made = run({**selected(case), "RULES": text})
    rules = [(row["control"], row["rule_kind"], row["rule_from"], row["class"])
             for row in QgsVectorLayer(made["FINDINGS"], "f", "ogr").getFeatures()]
    assert rules == [("永久基本农田", "report", "given", ""), ("永久基本农田", "report", "given", "No. 1"),
                     ("城镇开发边界", "avoid", "given", ""), ("铁路", "distance", "given", "")]
    assert made["FAILS"] == 2


@pytest.mark.parametrize(("text", "word"), [
    ("永久基本农田 避让", "LAYER NAME = avoid"), ("= avoid", "LAYER NAME = avoid"), ("铁路 =", "LAYER NAME = avoid"),
    ("铁路 = 远离", "distance 30"), ("大坝 = avoid", "永久基本农田, 城镇开发边界, 铁路"),
])
def test_a_rule_that_cannot_be_read_is_refused_with_the_form_to_use(
    case: dict[str, Any], tmp_path: Path, text: str, word: str
) -> None:
    feedback = Heard()
    assert run({**case, "RULES": text}, feedback) == {}
    assert any(word in error for error in feedback.errors)
    assert list(tmp_path.iterdir()) == []


def test_a_site_of_lines_and_a_sheet_that_is_no_pdf_are_refused(case: dict[str, Any], tmp_path: Path) -> None:
    feedback = Heard()
    assert run({**case, "SITE": case["CONTROLS"][2]}, feedback) == {}
    assert run({**case, "PDF": str(tmp_path / "o.doc")}, feedback) == {}
    assert "o.doc" in feedback.errors[-1]
    assert list(tmp_path.iterdir()) == []


# The sheet


@pytest.fixture
def answered(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dict[str, Any], list[Control]]]:
    """The engine's answer for the case, and its controls."""
    caught: list[dict[str, Any]] = []
    monkeypatch.setattr("jjj_planner_plugin.algorithms.site_check.print_site_sheet",
                        lambda result, *_: caught.append(result))
    run(case)
    layers = [QgsProject.instance().mapLayer(key) for key in case["CONTROLS"]]
    yield caught[0], [Control(found.name(), found) for found in layers]


def words_on(project: QgsProject, result: dict[str, Any], controls: list[Control], language: str) -> list[str]:
    layout = site_layout(project, result, controls, language, "设计院")
    return [item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


@pytest.mark.parametrize(("language", "expected"), [
    ("zh", ["项目选址审查表", "× 不符合", "√ 符合", "不得压占", "须全部在界内", "距离不小于 15 米",
            "永久基本农田", "设计院"]),
    ("en", ["Site check", "× Not met", "√ Met", "Not to be touched", "At least 15 m away", "设计院"]),
])
def test_the_sheet_says_all_in_one_language(
    answered: tuple[dict[str, Any], list[Control]], language: str, expected: list[str]
) -> None:
    result, controls = answered
    said = words_on(QgsProject(), result, controls, language)
    assert [word for word in expected if word not in said] == []
    areas = (f"{finding['area_m2']:,.2f}" for finding in result["findings"])
    assert all(area in said for area in areas)
    note = next(text for text in said if "CGCS2000 (GRS80)" in text)
    assert "永久基本农田" in note and "1:" in note
    assert any("示意" in text or "schematic" in text for text in said)


def test_the_map_shows_the_site_in_its_own_zone_with_what_is_near(
    answered: tuple[dict[str, Any], list[Control]]
) -> None:
    result, controls = answered
    project = QgsProject()
    far = Control("far", layer("far", square(9e4, 0, 9.1e4, 100)))
    layout = site_layout(project, result, [*controls, far], "zh", "")
    item = next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
    assert project.crs().authid() == "EPSG:4548"
    assert [shown.name() for shown in item.layers()] == ["不符合处", "选址范围", "铁路", "永久基本农田", "城镇开发边界"]
    assert round(item.scale()) in site_sheet.sheet_spec()["scales"]
    assert item.extent().contains(item.layers()[1].extent())


def test_unsaved_edits_are_on_the_map(answered: tuple[dict[str, Any], list[Control]]) -> None:
    result, controls = answered
    farm = controls[0].layer
    farm.startEditing()
    feature = QgsFeature(farm.fields())
    feature.setGeometry(QgsGeometry.fromWkt(square(600, 600, 700, 700)))
    farm.addFeature(feature)
    project = QgsProject()
    layout = site_layout(project, result, controls, "zh", "")
    item = next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
    assert next(shown for shown in item.layers() if shown.name() == "永久基本农田").featureCount() == 2
    farm.rollBack()


def test_forty_rules_fit_on_the_page_and_what_is_left_out_is_counted(
    answered: tuple[dict[str, Any], list[Control]]
) -> None:
    result, controls = answered
    met = next(finding for finding in result["findings"] if finding["verdict"] == "pass")
    more = [{**met, "no": number, "control": f"很长的图层名称{number}" * 4} for number in range(4, 41)]
    many = result["findings"] + more
    broken = [{**met, "no": 41, "control": "末位", "verdict": "fail"}]
    shown, _, _ = fitting(many + broken)
    assert [finding["control"] for finding in shown][:3] == ["永久基本农田", "城镇开发边界", "末位"], "not met: first"
    project = QgsProject()
    layout = site_layout(project, {**result, "findings": many + broken}, controls, "zh", "")
    said = [item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert any(f"另有 {41 - len(shown)} 行" in text for text in said)
    for item in layout.items():
        if isinstance(item, (QgsLayoutItemLabel, QgsLayoutItemMap)):
            assert item.pagePos().y() + item.rect().height() <= 297, item.displayName()
            assert item.pagePos().x() + item.rect().width() <= 210, item.displayName()


def test_a_layers_name_is_not_evaluated_on_the_sheet(answered: tuple[dict[str, Any], list[Control]]) -> None:
    result, controls = answered
    result["summary"]["site_name"] = "[% 40 + 2 %]"
    said = words_on(QgsProject(), result, controls, "zh")
    assert not [text for text in said if text == "42"]
    assert any("40 + 2" in text for text in said)


def test_a_sheet_that_cannot_be_written_is_told(
    answered: tuple[dict[str, Any], list[Control]], tmp_path: Path
) -> None:
    with pytest.raises(SheetError, match="none"):
        print_site_sheet(*answered, str(tmp_path / "none" / "sheet.png"), "zh")


# In the project


def test_broken_ground_is_hatched_and_codes_read_as_words(case: dict[str, Any]) -> None:
    made = run({**case, "PDF": None})
    pieces = QgsVectorLayer(made["OUTPUT"], "pieces", "ogr")
    style_result(pieces, "site_check")
    categories = {category.value(): category for category in pieces.renderer().categories()}
    assert categories["fail"].symbol().symbolLayer(1).layerType() == "LinePatternFill"
    findings = QgsVectorLayer(made["FINDINGS"], "findings", "ogr")
    style_result(findings, "site_check")
    verdict = findings.editorWidgetSetup(findings.fields().lookupField("verdict"))
    assert verdict.type() == "ValueMap" and verdict.config()["map"]["Not met"] == "fail"
    assert findings.attributeDisplayName(findings.fields().lookupField("area_mu")) == "面积 Area (亩)"
    unnamed = [field.name() for field in findings.fields() if not field.alias() and field.name() != "fid"]
    assert unnamed == []


def test_the_dialog_begins_with_the_selection_and_the_known_controls(case: dict[str, Any]) -> None:
    project = QgsProject.instance()
    other = layer("办公楼", square(0, 0, 10, 10))
    site = project.mapLayer(case["SITE"])
    assert site_values(site, {}, project)["SITE"] == site.id()
    site.selectByIds([2])
    values = site_values(site, {}, project)
    assert values["SITE"].selectedFeaturesOnly and values["SITE"].source.staticValue() == site.id()
    assert set(values["CONTROLS"]) == set(case["CONTROLS"])
    assert other.id() not in values["CONTROLS"]
    assert "SITE" not in site_values(project.mapLayer(case["CONTROLS"][2]), {}, project)
