"""The structures of 2015 and 2026 beside one another: what is shown, what the legend says, themes for plain QGIS."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsProject, QgsVectorLayer

from jjj_planner_plugin.layers.circle_choice import BOTH as CIRCLES_BOTH
from jjj_planner_plugin.layers.circle_choice import DISCS, LISTS, circles_shown, show_circles
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import plan_layers
from jjj_planner_plugin.layers.stored_project import project_uri
from jjj_planner_plugin.layers.structures import choose_structure, structure_shown, structures

Layers = dict[str, QgsVectorLayer]
HEBEI_2026 = {"130200", "130600", "130700", "131000"}


def shown(layers: Layers) -> set[str]:
    root = QgsProject.instance().layerTreeRoot()
    return {table for table, layer in layers.items()
            if root.findLayer(layer.id()) and root.findLayer(layer.id()).itemVisibilityChecked()}


def drawn_nodes(nodes: QgsVectorLayer) -> set[str]:
    """The codes of the nodes that the current style has a symbol for."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(nodes))
    expression = QgsExpression(nodes.renderer().classAttribute())
    classes = {category.value() for category in nodes.renderer().categories()}
    found = set()
    for node in nodes.getFeatures():
        context.setFeature(node)
        if expression.evaluate(context) in classes:
            found.add(node["adcode"])
    assert not expression.hasEvalError(), expression.evalErrorString()
    return found


def test_a_plan_begins_with_that_of_2015_and_a_choice_shows_its_elements_and_leaves_the_rest(
    editing: PlanEditing
) -> None:
    layers, root = editing.layers, QgsProject.instance().layerTreeRoot()
    assert structure_shown(root, layers) == "2015" and {"axes", "zones", "nodes"} <= shown(layers)
    assert not {"corridors", "unit_sets"} & shown(layers)
    root.findLayer(layers["parks"].id()).setItemVisibilityChecked(True)
    for structure in ("2026", "both", "2015", "both", "2026", "2015"):
        choose_structure(root, layers, structure)
        assert structure_shown(root, layers) == structure
        assert ("axes" in shown(layers), "unit_sets" in shown(layers)) == (structure != "2026", structure != "2015")
        assert {"core", "twin_cities", "wings", "parks", "units"} <= shown(layers)
        nodes = drawn_nodes(layers["nodes"])
        assert nodes == HEBEI_2026 if structure == "2026" else len(nodes) == 11
    manager = layers["nodes"].styleManager()
    manager.addStyleFromLayer("mine")
    manager.setCurrentStyle("mine")
    choose_structure(root, layers, "2026")
    assert manager.currentStyle() == "mine", "a style of the planner's own stays"


def test_circles_are_drawn_as_discs_as_lists_or_both_and_each_circle_is_named_once(editing: PlanEditing) -> None:
    sets = editing.layers["unit_sets"]

    def drawn() -> list[str]:
        renderer = sets.renderer().clone()
        expression, context = QgsExpression(renderer.classAttribute()), QgsExpressionContext()
        ticked = {category.value() for category in renderer.categories() if category.renderState()}
        found = []
        for row in sets.getFeatures():
            context.setFeature(row)
            found += [row["set_id"]] if expression.evaluate(context) in ticked else []
        return sorted(found)

    def others() -> dict[str, bool]:
        return {category.value(): category.renderState() for category in sets.renderer().categories()
                if not str(category.value()).startswith("circle")}

    before = others()
    assert circles_shown(sets) == DISCS and drawn() == ["C100", "C150", "C50"], "as it begins"
    show_circles(sets, LISTS)
    assert circles_shown(sets) == LISTS and drawn() == ["C100U", "C150U", "C50U"]
    line = QgsExpression(sets.labeling().settings().geometryGenerator)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(sets))
    context.lastScope().setVariable("map_scale", 4e6)
    for row in sets.getFeatures():
        context.setFeature(row)
        along = line.evaluate(context)
        assert not line.hasEvalError() and not along.isEmpty(), "a narrow set has its name too"
        inside = row.geometry().contains(along)
        assert inside if row["set_id"] in ("C50U", "C100U", "C150U") else not inside or row["basis"] != "disc"
    show_circles(sets, CIRCLES_BOTH)
    assert circles_shown(sets) == CIRCLES_BOTH and len(drawn()) == 6
    assert others() == before and len(before) == 4, "other sets stay as they were"


def test_plain_qgis_has_a_theme_for_each_structure(plan: Path) -> None:
    project = QgsProject.instance()
    assert project.read(project_uri(plan))
    layers, themes = plan_layers(project, plan), project.mapThemeCollection()
    assert set(themes.mapThemes()) == {spec["zh"] for spec in structures().values()}
    visible = {layer.id() for layer in themes.mapThemeVisibleLayers(structures()["2026"]["zh"])}
    assert {layers["unit_sets"].id(), layers["corridors"].id()} <= visible and layers["zones"].id() not in visible
    overrides = themes.mapThemeStyleOverrides(structures()["2026"]["zh"])
    assert "2026" in overrides[layers["nodes"].id()]
    assert layers["nodes"].styleManager().currentStyle() not in structures()


def test_the_legend_tells_documented_from_assumed_and_parks_by_framework_and_facet(editing: PlanEditing) -> None:
    layers = editing.layers
    circles = {category.value(): category for category in layers["unit_sets"].renderer().categories()}
    assert "公布半径" in circles["circle disc documented"].label()
    assert "假定" in circles["circle list assumed"].label() and "假定" in circles[""].label()
    outlines = {key: circles[key].symbol().symbolLayers()[-1].useCustomDashPattern()
                for key in ("circle disc documented", "circle list assumed")}
    assert outlines == {"circle disc documented": False, "circle list assumed": True}
    corridors = layers["corridors"]
    assert {row["standing"] for row in corridors.getFeatures()} == {"assumed"}
    assumed = next(category for category in corridors.renderer().categories() if category.value() == "assumed")
    assert "走向假定" in assumed.label() and assumed.symbol().symbolLayer(1).useCustomDashPattern()
    parks = layers["parks"]
    strategic = [category for category in parks.renderer().categories() if category.value() == "strategic"]
    assert len(strategic) == 1 and "战略合作功能区" in strategic[0].label()
    assert sum(park["framework"] == "strategic" for park in parks.getFeatures()) == 4
    parks.styleManager().setCurrentStyle("facets")
    assert parks.renderer().classAttribute() == "facet" and len(parks.renderer().categories()) == 4
