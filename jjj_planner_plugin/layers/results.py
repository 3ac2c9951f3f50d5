"""Result layers: rings and overlap pieces drawn, tables with readable heads, everything in its group."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .columns import arrange_columns
from .labels import labeling
from .plan_file import plan_layers
from .schema import catalog
from .symbols import colour, symbol


def looks() -> dict[str, Any]:
    """How results are drawn and what their fields are called."""
    return catalog("styles/results.json")


def name_fields(layer: QgsVectorLayer) -> None:
    """Bilingual aliases with units for the result fields that are known: `面积 Area (m²)`."""
    for index, field in enumerate(layer.fields()):
        text = looks()["fields"].get(field.name())
        if text:
            words = f"{text['zh']} {text['en']}"
            layer.setFieldAlias(index, f"{words} ({text['unit']})" if "unit" in text else words)
    arrange_columns(layer)


def distance_name(metres: float) -> str:
    """A distance as people write it: `500 m`, `10 km`, `2.5 km`."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def style_rings(layer: QgsVectorLayer) -> None:
    """One hue, lighter outwards; the distance stands on the outer edge of each ring."""
    spec = looks()["rings"]
    index = layer.fields().lookupField(spec["class_field"])
    distances = sorted(float(value) for value in layer.uniqueValues(index) if value not in (None, NULL))
    categories = []
    for place, metres in enumerate(distances):
        step = (spec["strongest"] - spec["faintest"]) / max(len(distances) - 1, 1)
        opacity = spec["strongest"] - step * place
        fill = {"class": "SimpleFill", "color": f"=ring {opacity:g}%", "outline_color": "=ring 70%"}
        fill.update({"style": "solid", "outline_width": spec["outline"]})
        categories.append(
            QgsRendererCategory(metres, symbol({"type": "fill", "layers": [fill]}), distance_name(metres))
        )
    renderer = QgsCategorizedSymbolRenderer(spec["class_field"], categories)
    # the widest first: of discs the smaller ones lie on top
    order = QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(spec["class_field"], False)])
    renderer.setOrderBy(order)
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(labeling(looks()["ring_labels"]))
    layer.setLabelsEnabled(True)


def style_pieces(layer: QgsVectorLayer) -> None:
    """Overlap pieces: a colour for each left class while they can be told apart, one colour beyond that."""
    field = looks()["piece_class_field"]
    index = layer.fields().lookupField(field)
    values = sorted(str(v) for v in layer.uniqueValues(index)) if index >= 0 else []
    if not 1 < len(values) <= looks()["most_piece_classes"]:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(looks()["pieces"])))
        return
    known = catalog("catalog/palette.json")["zones"]
    categories: list[QgsRendererCategory] = []
    for place, value in enumerate(values):
        drawn = symbol(looks()["pieces"])
        tint = colour(known[value]) if value in known else colour("piece")
        if value not in known:
            tint.setHsv((tint.hue() + 360 * place // len(values)) % 360, 150, 170)
        tint.setAlphaF(0.5)
        drawn.setColor(tint)
        categories.append(QgsRendererCategory(value, drawn, value))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))


STYLES: dict[str, Callable[[QgsVectorLayer], None]] = {"rings": style_rings, "overlap": style_pieces}
"""How the polygons of each kind of result are drawn."""


def style_result(layer: QgsMapLayer, kind: str) -> None:
    """Style a result of `kind`, a key of STYLES; a table gets its aliases only."""
    if not isinstance(layer, QgsVectorLayer):
        return
    name_fields(layer)
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        STYLES[kind](layer)
        layer.triggerRepaint()


def place_in_group(project: QgsProject, layer: QgsMapLayer, group_name: str) -> bool:
    """Move the layer to the top of a group. False when the layer is not in the project.

    A new group comes just above the plan's zones, so that cities and axes stay readable over it; without a
    plan, on top of the tree.
    """
    if project.mapLayer(layer.id()) is None:
        return False
    root = project.layerTreeRoot()
    group = root.findGroup(group_name) or root.insertGroup(_above_zones(project), group_name)
    node = root.findLayer(layer.id())
    if node is not None and node.parent() == group:
        return True
    group.insertLayer(0, layer)
    if node is not None:
        parent: QgsLayerTreeGroup = node.parent()
        parent.removeChildNode(node)
    return True


def _above_zones(project: QgsProject) -> int:
    """Place in the tree's top level of the group that holds the plan's zones; 0 without a plan."""
    zones = plan_layers(project).get("zones")
    node = project.layerTreeRoot().findLayer(zones.id()) if zones else None
    while node is not None and node.parent() is not project.layerTreeRoot():
        node = node.parent()
    return project.layerTreeRoot().children().index(node) if node is not None else 0


class ResultLook(QgsProcessingLayerPostProcessorInterface):
    """Styles a result once Processing has loaded it, on the main thread."""

    kept: list[ResultLook] = []
    """Python would collect a post-processor that only C++ points to, and styling would work now and then."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        ResultLook.kept.append(self)

    def postProcessLayer(  # noqa: N802 - the name QGIS calls
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        style_result(layer, self.kind)
        if context.project() is not None:
            place_in_group(context.project(), layer, looks()["groups"][self.kind][language()])
        if self in ResultLook.kept:
            ResultLook.kept.remove(self)
