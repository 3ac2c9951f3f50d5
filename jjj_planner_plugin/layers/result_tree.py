"""Where results lie in the layer tree: in a group for each kind, what came last above what came before."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..i18n import language
from .plan_file import plan_layers
from .schema import catalog


def _groups() -> dict[str, Any]:
    """The groups by kind: their names, and whether they lie on top of everything."""
    return dict(catalog("styles/results.json")["groups"])


def result_group(kind: str) -> str:
    """The name of the group that results of `kind` come into."""
    return str(_groups()[kind][language()])


def place_in_group(project: QgsProject, layer: QgsMapLayer, group_name: str, on_top: bool = False) -> bool:
    """Move the layer to the top of a group, and the group above all other results, both shown with their legend.

    False when the layer is not in the project. The first group comes just above the plan's zones, so that cities and
    axes stay readable over it; without a plan, and with `on_top`, on top of the tree.
    """
    if project.mapLayer(layer.id()) is None:
        return False
    root = project.layerTreeRoot()
    group = _raised(project, group_name, on_top)
    node = root.findLayer(layer.id())
    if node is None or node.parent() != group:
        group.insertLayer(_below_higher(group, layer), layer)
        if node is not None:
            parent: QgsLayerTreeGroup = node.parent()
            parent.removeChildNode(node)
    for shown in (group, root.findLayer(layer.id())):
        shown.setItemVisibilityChecked(True)
        shown.setExpanded(False)  # a tree view cannot open what was empty when it came; the change tells it again
        shown.setExpanded(True)
    return True


def switch_off_at_start(project: QgsProject, layer: QgsMapLayer, kind: str) -> None:
    """Switch off what would hide the rest of its result; the planner shows it when it is asked for."""
    table = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName")
    node = project.layerTreeRoot().findLayer(layer.id())
    if node is not None and table in catalog("styles/results.json")["off_at_start"].get(kind, ()):
        node.setItemVisibilityChecked(False)


def _below_higher(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> int:
    """Place in the group: on top, but below those layers of the same file that would be hidden under it."""
    file, place = _file(layer), 0
    for number, node in enumerate(group.children()):
        other = node.layer() if isinstance(node, QgsLayerTreeLayer) else None
        if other is not None and _file(other) == file and _rank(other) > _rank(layer):
            place = number + 1
    return place


def _file(layer: QgsMapLayer) -> str:
    return str(layer.source().split("|")[0])


def _rank(layer: QgsMapLayer) -> tuple[int, int]:
    """The higher, the further up: points over lines over polygons over what has no shape, then by table."""
    if not isinstance(layer, QgsVectorLayer):
        return (0, 0)
    shapes = (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.LineGeometry,
              QgsWkbTypes.GeometryType.PointGeometry)
    shape = layer.geometryType()
    tables = catalog("styles/results.json")["from_below"]
    table = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName")
    return (shapes.index(shape) + 1 if shape in shapes else 0, tables.index(table) if table in tables else len(tables))


def _raised(project: QgsProject, group_name: str, on_top: bool) -> QgsLayerTreeGroup:
    """The group of that name, new or moved, above all other results; one that the planner nested stays where it is."""
    root = project.layerTreeRoot()
    group = root.findGroup(group_name)
    if group is not None and group.parent() != root:
        return group
    place = 0 if on_top else _above_results(project)
    if group is None:
        return root.insertGroup(place, group_name)
    if root.children().index(group) <= place:
        return group
    moved = group.clone()
    root.insertChildNode(place, moved)
    root.removeChildNode(group)
    return moved


def _above_results(project: QgsProject) -> int:
    """Place in the tree's top level of the first group of results, else of that with the plan's zones; else 0.

    Results that lie on top of everything, such as what a check found, stay there.
    """
    below = {words[key] for words in _groups().values() if not words.get("on_top") for key in ("zh", "en")}
    children = project.layerTreeRoot().children()
    places = [place for place, node in enumerate(children)
              if isinstance(node, QgsLayerTreeGroup) and node.name() in below]
    return min([*places, _above_zones(project)]) if places else _above_zones(project)


def _above_zones(project: QgsProject) -> int:
    """Place in the tree's top level of the group that holds the plan's zones; 0 without a plan."""
    zones = plan_layers(project).get("zones")
    node = project.layerTreeRoot().findLayer(zones.id()) if zones else None
    while node is not None and node.parent() is not project.layerTreeRoot():
        node = node.parent()
    return project.layerTreeRoot().children().index(node) if node is not None else 0
