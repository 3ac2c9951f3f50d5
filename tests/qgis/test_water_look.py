"""How water results are drawn, and where they lie in the layer tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from jjj_planner_plugin.algorithms.delineate_catchments import DelineateCatchments
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.known_names import english_names, sentence_in
from jjj_planner_plugin.layers.result_tree import place_in_group
from jjj_planner_plugin.layers.results import STYLES, looks, style_result
from jjj_planner_plugin.layers.water_look import km2, name_expression
from jjj_planner_plugin.layers.water_look import looks as water_looks
from jjj_planner_plugin.paths import PACKAGE
from tests.water_layers import LINE, POINT, SQUARE, columns, layer

CATCHMENT = {"name": "string", "area_m2": "double", "plain_share": "double", "trusted": "integer"}
WATER = ("catchments", "traced", "catchment_matrix", "dependency", "riparian", "protection")


def drawn(shown: QgsVectorLayer, lon: float, lat: float = 39.5, span: float = 0.2) -> QImage:
    """What the layer is drawn as around a place, without its labels."""
    shown.setLabelsEnabled(False)
    settings = QgsMapSettings()
    settings.setLayers([shown])
    settings.setDestinationCrs(shown.crs())
    settings.setExtent(QgsRectangle(lon - span, lat - span, lon + span, lat + span))
    settings.setOutputSize(QSize(40, 40))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def labels(shown: QgsVectorLayer) -> list[str]:
    return [item.label() for item in shown.renderer().legendSymbolItems()]


def shown_label(shown: QgsVectorLayer, feature: QgsFeature) -> str:
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(shown))
    context.setFeature(feature)
    return str(QgsExpression(shown.labeling().settings().fieldName).evaluate(context))


def styled(kind: str, made: QgsVectorLayer, language: str = "en") -> QgsVectorLayer:
    with speaking(language):
        style_result(made, kind)
    return made


@pytest.mark.parametrize("kind", WATER)
def test_every_kind_has_its_group_and_its_style(kind: str, qgis_app: Any) -> None:
    assert kind in STYLES and set(looks()["groups"][kind]) >= {"zh", "en"}


def test_a_catchment_on_flat_ground_is_hatched_and_said_to_be_so(qgis_app: Any) -> None:
    made = styled("catchments", layer(SQUARE, CATCHMENT, [("A", 1e9, 0.02, 1), ("B", 5e8, 0.9, 0)]))
    assert labels(made) == ["catchment", "catchment too flat to be trusted"]
    assert len(colours(drawn(made, 115.5))) == 1, "one pale fill"
    assert len(colours(drawn(made, 116.5))) > 1, "with the hatch"


def label_texts(made: QgsVectorLayer) -> list[str]:
    expression = QgsExpression(made.labeling().settings().fieldName)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(made))
    said = []
    for feature in made.getFeatures():
        context.setFeature(feature)
        said.append(expression.evaluate(context))
        assert not expression.hasEvalError(), expression.evalErrorString()
    return said


@pytest.mark.parametrize(("language", "mark"), [("en", "⚠ too flat to be trusted"), ("zh", "⚠ 地势过平，不可信")])
def test_a_number_that_is_not_to_be_trusted_is_marked_on_the_map(language: str, mark: str, qgis_app: Any) -> None:
    made = styled("catchments", layer(SQUARE, CATCHMENT, [("A", 1e9, 0.02, 1), ("B", 5e8, 0.9, 0)]), language)
    assert label_texts(made) == ["A\n1 000 km²", f"B\n500 km²\n{mark}"]


def test_sub_basins_offered_instead_say_their_name_and_size(qgis_app: Any) -> None:
    fields = {"name": "string", "name_zh": "string", "name_en": "string", "area_m2": "double", "holds_point": "integer"}
    made = styled("catchments", layer(SQUARE, fields, [("点", "子牙河", "Ziya River", 53_230e6, 1)]))
    assert made.labelsEnabled() and label_texts(made) == ["Ziya River\n53 230 km²"]


def test_the_warning_names_the_layer_offered_instead_as_qgis_does(qgis_app: Any) -> None:
    told = (PACKAGE / "engine" / "water" / "sentences.py").read_text(encoding="utf-8")
    for language, quoted in (("zh", "“{}”"), ("en", "'{}'")):
        with speaking(language):
            assert quoted.format(DelineateCatchments().titles()["TRUSTED"]) in told
    made = styled("catchments", layer(SQUARE, {"holds_point": "integer"}, [(1,)]), "zh")
    with speaking("zh"):
        assert labels(made) == [DelineateCatchments().titles()["TRUSTED"]]


def test_where_every_catchment_is_trusted_the_legend_warns_of_nothing(qgis_app: Any) -> None:
    assert labels(styled("catchments", layer(SQUARE, CATCHMENT, [("A", 1e9, 0.02, 1)]), "zh")) == ["汇水区"]


def test_streams_are_wider_and_darker_with_their_order(qgis_app: Any) -> None:
    made = styled("catchments", layer(LINE, {"strahler": "integer", "length_m": "double"}, [(1, 1.0), (5, 1.0)]))
    assert labels(made) == ["Streams · Strahler order", "order 5", "order 1"]
    inked = [sum(image.pixelColor(20, y) != QColor("white") for y in range(40))
             for image in (drawn(made, 115.5), drawn(made, 116.5))]
    assert inked[0] < inked[1]


@pytest.mark.parametrize(("shape", "fields", "row", "label"), [
    (POINT, {"snap_m": "double"}, (120.0,), "pour point, on the stream"),
    (LINE, {"snap_m": "double"}, (120.0,), "as given, and the move"),
    (SQUARE, {"basin_id": "string", "next_down": "string", "pfafstetter": "string"}, ("1", "", "3"), "sub-basin"),
])
def test_the_other_layers_of_a_delineation_are_told_by_their_fields(
        shape: str, fields: dict[str, str], row: tuple, label: str, qgis_app: Any) -> None:
    assert labels(styled("catchments", layer(shape, fields, [row]))) == [label]


def test_what_lies_upstream_is_lighter_with_each_step(qgis_app: Any) -> None:
    rows = [("1", "given", 0), ("2", "upstream", 1), ("3", "upstream", 9), ("4", "downstream", 1)]
    made = styled("traced", layer(SQUARE, {"basin_id": "string", "role": "string", "steps": "integer"}, rows))
    assert labels(made) == ["the basin asked about", "upstream, step 1", "upstream, step 8–11",
                            "downstream"]
    shades = [drawn(made, lon).pixelColor(20, 20) for lon in (115.5, 116.5, 117.5, 118.5)]
    assert shades[1].lightness() < shades[2].lightness()
    assert len({shade.hue() // 30 for shade in (shades[0], shades[1], shades[3])}) == 3, "three hues"


def test_dependency_has_five_classes_in_per_cent_and_a_class_for_no_share(qgis_app: Any) -> None:
    fields = {"name": "string", "dependency": "double", "trusted": "string"}
    made = styled("dependency", layer(SQUARE, fields, [("A", 0.1, "yes"), ("B", 1.0, "yes"), ("C", None, "yes")]))
    assert labels(made) == ["share of upstream outside", "0 – 20 %", "20 – 40 %", "40 – 60 %", "60 – 80 %",
                            "80 – 100 %", "nothing upstream"]
    shades = [drawn(made, lon).pixelColor(20, 20) for lon in (115.5, 116.5, 117.5)]
    assert shades[1].lightness() < shades[0].lightness()
    assert shades[2].hsvSaturation() < 10, "grey, no class"


def test_pairs_are_wider_with_the_area_and_coloured_by_the_agreement(qgis_app: Any) -> None:
    fields = {"upstream_code": "string", "area_m2": "double", "agreements": "string", "trusted": "integer"}
    rows = [("1", 3000e6, None, 1), ("2", 9000e6, "guanting", 1), ("3", 9000e6, None, 0), ("4", 300e6, None, 1)]
    made = styled("dependency", layer(LINE, fields, rows))
    assert labels(made) == ["upstream → downstream (km²)", "with an agreement, 6\u202f000–12\u202f000 km²",
                            "no agreement, 2\u202f000–6\u202f000 km²", "no agreement, < 500 km²",
                            "not to be trusted: flat or a range"]
    assert [category.renderState() for category in made.renderer().categories()][1:] == [
        True, False, False, False], "at start only what is large and certain"
    for place in range(len(made.renderer().categories())):
        made.renderer().updateCategoryRenderState(place, True)
    spans = [colours(drawn(made, lon, span=0.6)) for lon in (115.5, 116.5)]
    assert all(len(found) > 1 for found in spans), "both are drawn"
    assert any(QColor(one).hue() in range(15, 40) for one in spans[1])


def test_pieces_of_a_matrix_have_their_catchments_colour_and_what_none_covers_a_hatch(qgis_app: Any) -> None:
    fields = {"catchment": "string", "catchment_name": "string"}
    rows = [("H1", "Luan"), ("not_covered", "Not covered"), ("H2", "Yongding")]
    made = styled("catchment_matrix", layer(SQUARE, fields, rows))
    assert labels(made) == ["Luan", "Yongding", "not covered"]
    assert len(colours(drawn(made, 115.5))) == 1 < len(colours(drawn(made, 116.5)))
    many = layer(SQUARE, fields, [*((f"H{n}", f"Basin {n}") for n in range(30)), ("not_covered", "Not covered")])
    assert len(labels(styled("catchment_matrix", many))) == 2, "too many to be told apart"
    assert drawn(many, 115.5).pixelColor(20, 20) != QColor("white")


def test_a_share_on_flat_ground_is_hatched(qgis_app: Any) -> None:
    fields = {"name": "string", "dependency": "double", "trusted": "string"}
    made = styled("dependency", layer(SQUARE, fields, [("A", 0.5, "yes"), ("B", 0.5, "no")]))
    assert labels(made)[-1] == "too flat to be trusted"
    assert len(colours(drawn(made, 115.5))) == 1 < len(colours(drawn(made, 116.5)))


def test_of_many_large_pairs_only_the_largest_are_on_at_start(qgis_app: Any) -> None:
    fields = {"upstream_code": "string", "area_m2": "double", "agreements": "string", "trusted": "integer"}
    rows = [(str(place), area, None, 1) for place, area in enumerate([13e9] * 5 + [7e9] * 5)]
    made = styled("dependency", layer(LINE, fields, rows))
    assert [category.renderState() for category in made.renderer().categories()][1:] == [True, False]


def test_a_pair_in_doubt_is_drawn_as_such_though_it_has_an_agreement(qgis_app: Any) -> None:
    fields = {"upstream_code": "string", "area_m2": "double", "area_high_m2": "double", "agreements": "string",
              "trusted": "integer"}
    made = styled("dependency", layer(LINE, fields, [("1", 0.0, 15399e6, "guanting_yongding", 0)]), "zh")
    assert labels(made)[1:] == ["不可信：经平地或只知范围"]
    assert colours(drawn(made, 115.5, span=0.6)) == {"#ffffff"}, "off at start"


def test_a_range_over_several_classes_has_no_class_and_its_label_says_both_ends(qgis_app: Any) -> None:
    fields = {"name": "string", "dependency": "double", "dependency_high": "double", "trusted": "integer"}
    rows = [("A", 0.0, 0.905, 0), ("B", 0.951, 0.953, 1), ("C", 0.19, 0.21, 1), ("D", 0.42, 0.58, 1)]
    made = styled("dependency", layer(SQUARE, fields, rows))
    assert labels(made)[-1] == "a range over several classes"
    written = [shown_label(made, feature) for feature in made.getFeatures()]
    assert written == ["A\n0–91 %", "B\n95 %", "C\n19–21 %", "D\n42–58 %"]
    assert made.attributeDisplayName(1) == "上游外部占比下限 Dependency at least (0–1)"
    hatched = [len(colours(drawn(made, lon))) > 1 for lon in (115.5, 116.5, 117.5, 118.5)]
    assert hatched == [True, False, True, False]
    assert drawn(made, 116.5).pixelColor(20, 20).lightness() < drawn(made, 118.5).pixelColor(20, 20).lightness()


def test_an_agreement_on_a_transfer_has_a_colour_of_its_own_and_its_name(qgis_app: Any) -> None:
    fields = {"period": "string", "agreement_kinds": "string", "agreements_zh": "string", "agreements_en": "string",
              "upstream_code": "string"}
    rows = [("2016", "transfer", "引滦入津", "Luan to Tianjin", "130800"),
            ("2023", "river", "永定河", "Yongding", "130700")]
    made = styled("dependency", layer(LINE, fields, rows), "zh")
    assert labels(made) == ["补偿协议：沿河下泄", "补偿协议：跨流域调水"]
    assert '"agreements_zh"' in made.labeling().settings().fieldName


def test_strips_are_told_apart_by_class_and_by_land_and_water(qgis_app: Any) -> None:
    fields = {"strip_class": "string", "strip_part": "string"}
    rows = [("second", "land"), ("first", "water"), ("first", "land"), ("core", "land")]
    made = styled("riparian", layer(SQUARE, fields, rows))
    assert labels(made) == ["first-class area · on land", "first-class area · on water", "second-class area",
                            "core monitoring area"]
    assert len({drawn(made, lon).pixelColor(20, 20).name() for lon in (115.5, 117.5, 118.5)}) == 3


@pytest.mark.parametrize("shape", [SQUARE, LINE, POINT])
def test_what_touches_a_protection_is_drawn_by_how_grave_it_is(shape: str, qgis_app: Any) -> None:
    fields = {"concern": "string", "plan_feature": "string"}
    made = styled("protection", layer(shape, fields, [("notice", "Park A"), ("severe", "Park B")]))
    assert labels(made) == ["severe", "to be noted"]
    places = (115, 116) if shape == POINT else (115.5, 116.5)
    assert len({frozenset(colours(drawn(made, lon))) for lon in places}) == 2


@pytest.mark.parametrize("kind", WATER)
def test_a_layer_with_none_of_the_fields_keeps_its_look_and_breaks_nothing(kind: str, qgis_app: Any) -> None:
    for shape in (POINT, LINE, SQUARE):
        styled(kind, layer(shape, {"remark": "string"}, [("x",)]))


def test_a_name_is_in_the_maps_language_and_falls_back(qgis_app: Any) -> None:
    made = layer(SQUARE, {"name_zh": "string", "name_en": "string", "area_m2": "double"},
                 [("官厅水库", "Guanting", 42890e6), ("云州", "", 5e6)])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(made))
    said = []
    for text, feature in ((name_expression(made), 1), (name_expression(made), 2), (km2("area_m2"), 1),
                          (km2("area_m2"), 2)):
        context.setFeature(made.getFeature(feature))
        expression = QgsExpression(text)
        said.append(expression.evaluate(context))
        assert not expression.hasEvalError(), expression.evalErrorString()
    assert said == ["Guanting", "云州", "42 890 km²", "5.0 km²"]


@pytest.mark.parametrize(("language", "shown"), [("en", ["Guanting", "某水库"]), ("zh", ["官厅水库", "某水库"])])
def test_a_name_that_the_bundled_data_know_is_said_in_the_maps_language(
        language: str, shown: list[str], qgis_app: Any) -> None:
    made = layer(SQUARE, {"name": "string"}, [("官厅水库",), ("某水库",)])
    with speaking(language):
        expression = QgsExpression(name_expression(made))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(made))
    said = []
    for feature in made.getFeatures():
        context.setFeature(feature)
        said.append(expression.evaluate(context))
    assert said == shown


def test_a_municipality_is_called_by_its_plain_name(qgis_app: Any) -> None:
    assert english_names()["北京市"] == "Beijing" and english_names()["永定河山区"] == "Yongding River, mountain part"


def test_points_lie_over_lines_and_lines_over_polygons_of_the_same_result(qgis_app: Any, tmp_path: Path) -> None:
    file = tmp_path / "made.gpkg"
    tables = {"sub_basins": SQUARE, "streams": LINE, "catchments": SQUARE, "pour_points": POINT, "snaps": LINE}
    for place, (table, shape) in enumerate(tables.items()):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", table
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = actions.CreateOrOverwriteLayer if place else actions.CreateOrOverwriteFile
        context = QgsProject.instance().transformContext()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer(shape, {"a": "string"}, [("x",)]), str(file), context, options)
    project = QgsProject.instance()
    for table in tables:
        made = QgsVectorLayer(f"{file}|layername={table}", table, "ogr")
        project.addMapLayer(made)
        assert place_in_group(project, made, "Water")
    group = project.layerTreeRoot().findGroup("Water")
    assert [node.name() for node in group.children()] == ["pour_points", "snaps", "streams", "catchments", "sub_basins"]


@pytest.mark.parametrize(("text", "said"), [
    ("of 2 jurisdictions: 天津市、张家口市.", "of 2 jurisdictions: Tianjin, Zhangjiakou."),
    ("too small: 2 (云州水库, 怀柔水库)", "too small: 2 (Yunzhou, Huairou)"),
    ("H08 (海河下游)", "H08 (Lower Hai River)"),
    ("reading 天津市地块", "reading 天津市地块"),
    ("of 某水库、Other", "of 某水库, Other"),
])
def test_a_sentence_in_english_has_the_known_names_in_english(text: str, said: str) -> None:
    assert sentence_in("en", text) == said
    assert sentence_in("zh", text) == text


def test_no_line_of_a_legend_is_wider_than_the_panel_of_layers() -> None:
    told = list(legend_words(water_looks()))
    assert ("streams", "Streams · Strahler order") in told
    wide = [(key, text) for key, text in told if columns(text) > 34 and key != "bundled_heights"]
    assert wide == []


def legend_words(entry: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in either language, with the key it stands under."""
    if isinstance(entry, dict):
        yield from ((key, entry[language]) for language in ("zh", "en") if isinstance(entry.get(language), str))
        for name, part in entry.items():
            yield from legend_words(part, name)
