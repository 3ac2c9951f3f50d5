"""How the circles are drawn: as discs of their published radius, as lists of units, or both on one map.

It is nothing but which classes of the sets' legend are ticked; belts and other sets stay as they are, until one is
asked for.
"""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsVectorLayer,
)

DISCS, LISTS, BOTH = "discs", "lists", "both"
CLASSES = {DISCS: "circle disc", LISTS: "circle list"}
"""What the classes begin with (`unit_sets` in styles/plan.json)."""


def circles_shown(sets: QgsVectorLayer | None) -> str:
    """How the circles are drawn now; "" where none are, or the layer has a style that does not tell them apart."""
    ticked = {kind for kind, number, on in _classes(sets) if on}
    return BOTH if len(ticked) > 1 else next(iter(ticked), "")


def can_choose(sets: QgsVectorLayer | None) -> bool:
    """Whether the layer's style tells discs from lists."""
    return {kind for kind, _, _ in _classes(sets)} == set(CLASSES)


def show_circles(sets: QgsVectorLayer, choice: str) -> None:
    """Tick the classes of this choice, and no others of the circles'."""
    found = _classes(sets)
    if not found:
        return
    changed = sets.renderer().clone()
    for kind, number, _ in found:
        changed.updateCategoryRenderState(number, choice in (kind, BOTH))
    sets.setRenderer(changed)
    sets.triggerRepaint()


def tick_class_of(layer: QgsVectorLayer, feature: QgsFeature) -> None:
    """Tick the class of the legend in which a feature is, so that it is drawn; other styles draw it as it is."""
    if not isinstance(layer.renderer(), QgsCategorizedSymbolRenderer):
        return
    changed = layer.renderer().clone()
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    field = changed.classAttribute()
    known = layer.fields().lookupField(field) >= 0
    value = feature[field] if known else QgsExpression(field).evaluate(context)
    values = [category.value() for category in changed.categories()]
    at = values.index(value) if value in values else values.index("") if "" in values else -1
    if at >= 0 and not changed.categories()[at].renderState():
        changed.updateCategoryRenderState(at, True)
        layer.setRenderer(changed)
        layer.triggerRepaint()


def _classes(sets: QgsVectorLayer | None) -> list[tuple[str, int, bool]]:
    """Of the circles' classes: disc or list, its number in the legend, whether it is ticked."""
    renderer = sets.renderer() if sets is not None else None
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return []
    return [(kind, number, category.renderState()) for number, category in enumerate(renderer.categories())
            for kind, begin in CLASSES.items() if str(category.value()).startswith(begin)]
