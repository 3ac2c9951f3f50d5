"""Result layers: rings lighter outwards, pieces by class, readable heads, everything in its group."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL, QDate, QDateTime, QTime
from qgis.PyQt.QtGui import QFont, QFontMetrics, QIcon

from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import (
    ResultLook,
    distance_name,
    place_in_group,
    result_group,
    style_result,
)
from jjj_planner_plugin.paths import resource

DISTANCES = [10000.0, 20000.0, 30000.0, 50000.0]
RINGS = ["0–10 km", "10–20 km", "20–30 km", "30–50 km"]


@pytest.fixture
def rings() -> QgsVectorLayer:
    """Four rings around Beijing, roughly."""
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4490&field=name:string&field=distance_from_m:double&field=distance_to_m:double"
        "&field=area_m2:double&field=ring:string", "rings", "memory")
    inner = QgsGeometry()
    made = []
    for metres, ring in zip(DISTANCES, RINGS):
        disc = QgsGeometry.fromPointXY(QgsPointXY(116.4, 39.9)).buffer(metres / 111000, 32)
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["北京", 0.0, metres, 1.0, ring])
        feature.setGeometry(disc.difference(inner) if not inner.isNull() else disc)
        inner = disc
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    return layer


def test_rings_have_one_hue_and_are_lighter_outwards(rings: QgsVectorLayer) -> None:
    style_result(rings, "rings")
    categories = rings.renderer().categories()
    assert [c.value() for c in categories] == DISTANCES
    assert [c.label() for c in categories] == RINGS  # as the table calls them
    colours = [c.symbol().color() for c in categories]
    assert len({c.name() for c in colours}) == 1
    alphas = [c.alpha() for c in colours]
    assert alphas == sorted(alphas, reverse=True) and len(set(alphas)) == 4


def test_the_distance_stands_on_the_ring(rings: QgsVectorLayer) -> None:
    style_result(rings, "rings")
    settings = rings.labeling().settings()
    assert rings.labelsEnabled() and settings.geometryGeneratorEnabled
    context = QgsExpressionContext()
    context.setFields(rings.fields())
    texts = []
    for feature in rings.getFeatures():
        context.setFeature(feature)
        texts.append(QgsExpression(settings.fieldName).evaluate(context))
        line = QgsExpression(settings.geometryGenerator).evaluate(context)
        assert line.length() == pytest.approx(2 * 3.14159 * feature["distance_to_m"] / 111000, rel=0.01)
    assert texts == ["10 km", "20 km", "30 km", "50 km"]


def test_rings_of_many_distances_or_of_none_are_drawn_alike(rings: QgsVectorLayer) -> None:
    index = rings.fields().lookupField("distance_to_m")
    feature = next(rings.getFeatures())
    for count in (1, 12, 13):
        rings.dataProvider().truncate()
        for number in range(count):
            feature.setAttribute(index, 100.0 + number)
            rings.dataProvider().addFeature(feature)
        style_result(rings, "rings")
        assert rings.renderer().type() == ("categorizedSymbol" if count <= 12 else "singleSymbol")
    rings.dataProvider().truncate()
    feature.setAttribute(index, NULL)
    rings.dataProvider().addFeature(feature)
    style_result(rings, "rings")
    assert rings.renderer().type() == "singleSymbol" and rings.labelsEnabled()


@pytest.mark.parametrize(("metres", "name"), [(500, "500 m"), (1000, "1 km"), (2500, "2.5 km"), (50000, "50 km")])
def test_a_distance_is_written_as_people_write_it(metres: float, name: str) -> None:
    assert distance_name(metres) == name


def test_result_fields_have_readable_heads_with_units(rings: QgsVectorLayer) -> None:
    style_result(rings, "rings")
    assert rings.attributeAlias(rings.fields().lookupField("area_m2")) == "面积 Area (m²)"
    table = QgsVectorLayer("NoGeometry?field=share_of_left:double&field=own:string", "t", "memory")
    style_result(table, "overlap")
    assert table.attributeAlias(0) == "占左类 Share of left (0–1)" and table.attributeAlias(1) == ""


@pytest.mark.parametrize(("count", "classes"), [(1, 1), (4, 4), (40, 1)])
def test_pieces_are_coloured_by_class_while_these_can_be_told_apart(count: int, classes: int) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=left_class:string&field=area_m2:double", "p", "memory")
    made = []
    for number in range(count):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"class {number:02d}", 1.0])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(116, 39)).buffer(0.1, 8))
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    style_result(layer, "overlap")
    renderer = layer.renderer()
    if classes == 1:
        assert renderer.type() == "singleSymbol"
    else:
        assert len({category.symbol().color().name() for category in renderer.categories()}) == classes


def test_a_layer_moves_into_its_group_once(rings: QgsVectorLayer) -> None:
    project = QgsProject()
    assert place_in_group(project, rings, "Rings") is False
    project.addMapLayer(rings)
    for _ in range(2):
        assert place_in_group(project, rings, "Rings") is True
    (group,) = project.layerTreeRoot().children()
    assert group.name() == "Rings" and [node.layerId() for node in group.findLayers()] == [rings.id()]


def test_the_results_of_a_plan_lie_below_its_cities_and_above_its_zones(
    rings: QgsVectorLayer, made_plan: Path, tmp_path: Path
) -> None:
    path = shutil.copy(made_plan, tmp_path / "plan.gpkg")
    project = QgsProject()
    tables = open_plan(str(path), project, "en")
    project.addMapLayer(rings)
    assert place_in_group(project, rings, "Rings")
    drawn = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    assert drawn.index(tables["nodes"].id()) < drawn.index(rings.id()) < drawn.index(tables["zones"].id())


@pytest.mark.parametrize(("hours", "shown"), [(24 * 31, "2014-01-31"), (1, "2014-01-31 05:00")])
def test_dates_stand_in_the_table_as_days_and_hours_with_their_time(hours: int, shown: str) -> None:
    table = QgsVectorLayer("NoGeometry?field=start:datetime&field=end:datetime", "t", "memory")
    begin = QDateTime(QDate(2014, 1, 31), QTime(5, 0))
    row = QgsFeature(table.fields())
    row.setAttributes([begin, begin.addSecs(3600 * hours)])
    table.dataProvider().addFeatures([row])
    style_result(table, "air_observations")
    setup = table.editorWidgetSetup(0)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    assert formatter.representValue(table, 0, setup.config(), None, begin) == shown


def tree(project: QgsProject) -> list[str]:
    """The names at the tree's top level."""
    return [node.name() for node in project.layerTreeRoot().children()]


def test_what_came_last_lies_above_all_other_results_and_shows_its_legend(made_plan: Path, tmp_path: Path) -> None:
    project = QgsProject()
    tables = open_plan(str(shutil.copy(made_plan, tmp_path / "plan.gpkg")), project, "en")
    before = tree(project)
    made = [QgsVectorLayer("Point?crs=EPSG:4490", name, "memory") for name in "abc"]
    project.addMapLayers(made)
    names = [result_group(kind) for kind in ("rings", "air_raster", "rings")]
    assert place_in_group(project, made[0], names[0]) and place_in_group(project, made[1], names[1])
    root = project.layerTreeRoot()
    old = root.findGroup(names[0])
    old.setItemVisibilityChecked(False)
    old.setExpanded(False)
    assert place_in_group(project, made[2], names[2])
    place = before.index("Zones and units")
    assert tree(project) == [*before[:place], names[0], names[1], *before[place:]]
    drawn = [layer.id() for layer in root.layerOrder()]
    order = [tables["nodes"], tables["provinces"], made[2], made[0], made[1], tables["zones"]]
    assert sorted(order, key=lambda layer: drawn.index(layer.id())) == order, "a border one reads through everything"
    group, node = root.findGroup(names[0]), root.findLayer(made[2].id())
    assert group.isVisible() and group.isExpanded() and node.isExpanded()
    assert len(project.mapLayers()) == len(tables) + 3


def test_columns_are_as_wide_as_their_heads(rings: QgsVectorLayer) -> None:
    style_result(rings, "rings")
    config = rings.attributeTableConfig()
    widths = {column.name: config.columnWidth(place) for place, column in enumerate(config.columns())}
    longest = rings.attributeDisplayName(rings.fields().lookupField("distance_from_m"))
    assert widths["distance_from_m"] > QFontMetrics(QFont()).horizontalAdvance(longest)


def test_the_post_processor_styles_and_lets_itself_go(rings: QgsVectorLayer) -> None:
    project = QgsProject()
    project.addMapLayer(rings)
    context = QgsProcessingContext()
    context.setProject(project)
    look = ResultLook("rings")
    assert look in ResultLook.kept
    look.postProcessLayer(rings, context, QgsProcessingFeedback())
    assert look not in ResultLook.kept
    assert len(rings.renderer().categories()) == 4
    assert project.layerTreeRoot().children()[0].name() == "Rings"


@pytest.mark.parametrize("name", [
    "plugin", "new", "open", "sample", "rings", "overlap", "engine", "map", "site", "import_site", "doctor",
    "conflicts", "coordination", "borders", "sensitivity", "results",
])
def test_every_icon_draws_something_at_16_pixels(name: str) -> None:
    path: Path = resource(f"icons/{name}.svg")
    image = QIcon(str(path)).pixmap(16, 16).toImage()
    covered = [1 for x in range(16) for y in range(16) if image.pixelColor(x, y).alpha() > 100]
    assert 40 < len(covered) < 256
