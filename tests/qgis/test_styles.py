"""What a plan looks like: colours, what is dashed, one language at a time, forms that know their values."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from jjj_planner_plugin.layers.compose import compose, load_tables, zone_names
from jjj_planner_plugin.layers.labels import font_families, label_expression
from jjj_planner_plugin.layers.schema import alias, catalog, fields, look, plan_schema, styles, tables
from jjj_planner_plugin.layers.styles import mark_assumed_stretches, print_style
from jjj_planner_plugin.layers.symbols import colour, expression

WIDTH, HEIGHT = 1100, 1250
REGION = QgsRectangle(113.2, 35.9, 120.2, 42.8)


@pytest.fixture
def plan(made_plan: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_plan, tmp_path / "plan.gpkg"))


@pytest.fixture
def project(plan: Path) -> QgsProject:
    """The plan composed in Chinese, nothing written."""
    made = QgsProject()
    compose(made, plan, "zh")
    return made


def layer(project: QgsProject, table: str) -> QgsVectorLayer:
    return next(found for found in project.mapLayers().values() if found.customProperty("jjj/table") == table)


def drawn(project: QgsProject, shown: list[str] | None = None) -> tuple[QImage, QgsMapSettings]:
    """The map as the canvas shows it, or only the tables `shown`."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setBackgroundColor(project.backgroundColor())
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), project.crs(), project)
    settings.setExtent(transform.transformBoundingBox(REGION))
    checked = project.layerTreeRoot().checkedLayers()
    wanted = [found for found in checked if found.isSpatial()]
    settings.setLayers([layer(project, table) for table in shown] if shown else wanted)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors()
    return job.renderedImage(), settings


def pixel(image: QImage, settings: QgsMapSettings, lon: float, lat: float) -> QColor:
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), settings.destinationCrs(), QgsProject.instance()
    )
    at = settings.mapToPixel().transform(transform.transform(QgsPointXY(lon, lat)))
    return image.pixelColor(round(at.x()), round(at.y()))


def mixed(top: QColor, share: float, below: QColor) -> QColor:
    parts = zip(top.getRgb()[:3], below.getRgb()[:3])
    return QColor(*[round(a * share + b * (1 - share)) for a, b in parts])


@pytest.mark.parametrize(
    ("zone", "lon", "lat"), [("Z1", 116.4, 39.15), ("Z2", 118.75, 39.78), ("Z3", 115.2, 37.5), ("Z4", 117.0, 41.6)]
)
def test_a_zone_is_filled_at_40_percent_with_its_colour(project: QgsProject, zone: str, lon: float, lat: float) -> None:
    image, settings = drawn(project, ["zones", "land"])
    expected = mixed(colour(f"zones.{zone}"), 0.4, colour("land"))
    found = pixel(image, settings, lon, lat)
    assert all(abs(a - b) <= 3 for a, b in zip(found.getRgb(), expected.getRgb())), (found.name(), expected.name())


def test_the_sea_is_the_canvas_and_no_zone_reaches_into_it(project: QgsProject) -> None:
    image, settings = drawn(project)
    assert pixel(image, settings, 118.6, 38.6).name() == colour("sea").name()


def test_zones_keep_the_colours_that_are_safe_for_red_green_blindness() -> None:
    wanted = {"Z1": "#E0A030", "Z2": "#3F8FB5", "Z3": "#A57BB5", "Z4": "#6FA85F"}
    assert catalog("catalog/palette.json")["zones"] == wanted


def test_the_print_style_tells_zones_apart_without_colour(project: QgsProject) -> None:
    zones = layer(project, "zones")
    assert zones.styleManager().styles()[-1] == "print"
    assert print_style(zones, "zones", "zh")
    categories = zones.renderer().categories()  # kept: they own the symbols
    hatches = [category.symbol().symbolLayer(1) for category in categories]
    assert [hatch.layerType() for hatch in hatches] == ["LinePatternFill"] * 4
    assert len({hatch.lineAngle() for hatch in hatches}) == 4


def stretches(axes: QgsVectorLayer, kind: str, axis_id: str) -> float:
    """Length in degrees of what is drawn as `official` or `assumed` (no scale: nothing trimmed)."""
    axis = next(f for f in axes.getFeatures() if f["axis_id"] == axis_id)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.layerScope(axes))
    context.setFeature(axis)
    value = QgsExpression(expression(f"@{kind}")).evaluate(context)
    return 0.0 if value is None or value.isNull() else value.length()


def test_stretches_to_an_assumed_place_are_dashed(project: QgsProject) -> None:
    axes = layer(project, "axes")
    whole = {f["axis_id"]: f.geometry().length() for f in axes.getFeatures()}
    assert stretches(axes, "official", "A3") == pytest.approx(whole["A3"])
    assert stretches(axes, "assumed", "A3") == 0
    langfang = ((116.678 - 116.401) ** 2 + (39.537 - 39.903) ** 2) ** 0.5
    assert stretches(axes, "official", "A1") == pytest.approx(langfang, rel=2e-3)
    assert stretches(axes, "official", "A1") + stretches(axes, "assumed", "A1") == pytest.approx(whole["A1"], rel=2e-3)
    assert stretches(axes, "assumed", "A2") == pytest.approx(whole["A2"], rel=2e-3)


def test_an_axis_without_its_members_is_drawn_whole(plan: Path) -> None:
    alone = QgsVectorLayer(f"{plan}|layername=axes", "axes", "ogr")
    whole = next(f for f in alone.getFeatures() if f["axis_id"] == "A1").geometry().length()
    assert stretches(alone, "official", "A1") == pytest.approx(whole)
    assert stretches(alone, "assumed", "A1") == 0


def test_a_member_made_official_is_no_longer_dashed(project: QgsProject) -> None:
    axes, members = layer(project, "axes"), layer(project, "axis_members")
    axis = next(f for f in axes.getFeatures() if f["axis_id"] == "A1")
    members.startEditing()
    for member in members.getFeatures():
        if member["axis_uid"] == axis["uid"]:
            members.changeAttributeValue(member.id(), members.fields().lookupField("role"), "official")
    mark_assumed_stretches(axes, members)
    members.rollBack()
    assert stretches(axes, "assumed", "A1") == 0


def test_relocations_that_coincide_are_bent_apart(project: QgsProject) -> None:
    relocations = layer(project, "relocations")
    curves = set()
    count = 0
    for feature in relocations.getFeatures():
        if feature.geometry().isNull():
            continue
        context = QgsExpressionContext()
        context.setFields(relocations.fields())
        context.setFeature(feature)
        curve = QgsExpression(expression("@bent")).evaluate(context)
        assert curve.type() == QgsWkbTypes.GeometryType.LineGeometry
        curves.add(curve.asWkt(4))
        count += 1
    assert count > 5 and len(curves) == count


@pytest.mark.parametrize(("language", "name"), [("zh", "石家庄"), ("en", "Shijiazhuang"), (None, "石家庄")])
def test_a_label_is_in_the_map_s_language_only(language: str | None, name: str) -> None:
    feature = QgsFeature(named_fields())
    feature.setAttributes(["石家庄市", "Shijiazhuang"])
    scope = QgsExpressionContextScope("map")
    if language:
        scope.setVariable("jjj_language", language)
    context = QgsExpressionContext()
    context.appendScope(scope)
    context.setFeature(feature)
    context.setFields(feature.fields())
    assert QgsExpression(label_expression({"short_city": True})).evaluate(context) == name


def named_fields():  # noqa: ANN201 - QgsFields
    return QgsVectorLayer("Point?field=name_zh:string&field=name_en:string", "names", "memory").fields()


def test_every_expression_of_the_styles_is_one_that_qgis_can_read() -> None:
    texts = [expression(f"@{name}") for name in styles()["expressions"]]
    labelled = [spec["labels"] for spec in styles().values() if isinstance(spec, dict) and "labels" in spec]
    texts += [label_expression(spec) for spec in labelled]
    broken = [text for text in texts if QgsExpression(text).hasParserError()]
    assert not broken


def test_a_plan_in_english_has_english_names_throughout(plan: Path) -> None:
    project = QgsProject()
    layers = compose(project, plan, "en")
    assert next(node.name() for node in project.layerTreeRoot().children()) == "Plan structure"
    labels = [c.label() for c in layers["zones"].renderer().categories()]
    assert labels[0] == "Central core functional zone"
    names = [found.name() for found in layers.values()] + labels
    assert all(name.isascii() for name in names)


def test_a_zone_the_planner_added_gets_a_class_of_its_own(plan: Path) -> None:
    layers = load_tables(plan)
    zones = layers["zones"]
    added = QgsFeature(zones.fields())
    added["zone_id"], added["name_zh"] = "Z5", "临空经济区"
    assert zones.dataProvider().addFeatures([added])[0]
    assert zone_names(layers["zones"], "zh")["Z5"] == "临空经济区"
    project = QgsProject()
    layers = compose(project, plan, "zh")
    assert [c.value() for c in layers["zones"].renderer().categories()][-1] == "Z5"
    units = layers["units"]
    setup = units.editorWidgetSetup(units.fields().lookupField("zone_id"))
    assert {"临空经济区": "Z5"} in setup.config()["map"]


def test_small_scales_stay_calm_and_extras_are_off_at_start(project: QgsProject) -> None:
    shown = {found.customProperty("jjj/table") for found in project.layerTreeRoot().checkedLayers()}
    assert shown.isdisjoint({"parks", "relocations", "stations", "catchments"})
    assert not layer(project, "units").isInScaleRange(5_000_000) and layer(project, "units").isInScaleRange(2_000_000)
    label = layer(project, "units").labeling().settings()
    assert label.scaleVisibility and label.minimumScale == 1_000_000


def test_every_table_has_a_place_in_the_tree_and_every_map_layer_a_style() -> None:
    placed = [table for group in look()["groups"] for table in group["tables"]]
    assert sorted(placed) == sorted(tables())
    drawn_tables = {name for name, table in tables().items() if table["geometry"]}
    assert drawn_tables <= set(styles())


def test_aliases_carry_both_languages_and_the_unit() -> None:
    shown = {field["name"]: alias(field) for field in fields("parks")}
    assert shown["area_km2"] == "面积 Area (km²)"
    assert shown["start_year"] == "启动年份 Start year"


def test_forms_know_their_values_and_keep_derived_fields_from_being_typed(project: QgsProject) -> None:
    units, axes = layer(project, "units"), layer(project, "axes")
    assert units.editFormConfig().readOnly(units.fields().lookupField("match_share"))
    assert not units.editFormConfig().readOnly(units.fields().lookupField("zone_id"))
    typed = {table: layer(project, table) for table in ("zones", "relocations")}
    assert {table: found.editFormConfig().readOnly(found.fields().lookupField("origin"))
            for table, found in typed.items()} == {"zones": True, "relocations": False}
    tabs = [tab.name() for tab in axes.editFormConfig().tabs()]
    assert tabs == ["属性", "来源与说明", "轴成员"]
    confidence = axes.editorWidgetSetup(axes.fields().lookupField("confidence"))
    assert confidence.config()["map"] == [{"高": "high"}, {"中": "medium"}, {"低": "low"}]
    assert layer(project, "runs").readOnly()
    lon = layer(project, "axis_members").fields().lookupField("lon")
    assert layer(project, "axis_members").editorWidgetSetup(lon).type() == "Range"


def test_every_domain_of_the_schema_is_translated() -> None:
    for name, values in plan_schema()["domains"].items():
        assert all(text.get("zh") and text.get("en") for text in values.values()), name


def test_labels_fall_back_through_fonts_that_have_chinese() -> None:
    assert {"Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei"} <= set(font_families())
