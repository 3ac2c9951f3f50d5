"""Where results lie in the layer tree: in a group for each kind or run, what came last above what came before."""

from __future__ import annotations

import re
from itertools import count
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

KIND = "jjj/kind"
"""Custom property of a result's layers: its kind, where each run has a group of its own."""


def _groups() -> dict[str, Any]:
    """The groups by kind: their names, whether they lie on top of everything or just over the plan, and `by_run`."""
    return dict(catalog("styles/results.json")["groups"])


def result_group(kind: str) -> str:
    """The name of the group that results of `kind` come into."""
    return str(_groups()[kind][language()])


def by_run(kind: str) -> bool:
    """Whether each run of the tool has a group of its own, and what came earlier is switched off."""
    return bool(_groups().get(kind, {}).get("by_run"))


def run_group(project: QgsProject, layer: QgsMapLayer, kind: str) -> str:
    """The name of the group that a layer of a new result comes into: `指标`; of the next runs `指标 2`, `指标 3`."""
    plain = result_group(kind)
    layer.setCustomProperty(KIND, kind)
    for number in count(1):
        name = plain if number == 1 else f"{plain} {number}"
        group = project.layerTreeRoot().findGroup(name)
        others = [node.layer() for node in group.findLayers()] if group is not None else []
        runs = {file_of(other) for other in others if other not in (None, layer) and other.customProperty(KIND) == kind}
        if not runs or file_of(layer) in runs:
            break
    return name


def place_in_group(project: QgsProject, layer: QgsMapLayer, group_name: str, on_top: bool = False,
                   over_plan: bool = False) -> bool:
    """Move the layer to the top of a group, and the group above all other results, both shown with their legend.

    False when the layer is not in the project. The first group comes just above the plan's zones, so that cities and
    axes stay readable over it; with `over_plan`, for lines and points that these would hide, just above them; without
    a plan, and with `on_top`, on top of the tree.
    """
    if project.mapLayer(layer.id()) is None:
        return False
    root = project.layerTreeRoot()
    group = _raised(project, group_name, _place(project, on_top, over_plan))
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
    file, place = file_of(layer), 0
    for number, node in enumerate(group.children()):
        other = node.layer() if isinstance(node, QgsLayerTreeLayer) else None
        if other is not None and file_of(other) == file and _rank(other) > _rank(layer):
            place = number + 1
    return place


def file_of(layer: QgsMapLayer) -> str:
    """The file of a layer of a result."""
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


def _place(project: QgsProject, on_top: bool, over_plan: bool) -> int:
    """Where a group comes in the tree's top level."""
    if on_top:
        return 0
    over, below = _results_at(project, True), _results_at(project, False)
    if over_plan:
        return min([*over, *below, _above(project, "axes")])
    return min([*below, _above(project, "zones")])


def _raised(project: QgsProject, group_name: str, place: int) -> QgsLayerTreeGroup:
    """The group of that name, new or moved, at least that far up; one that the planner nested stays where it is."""
    root = project.layerTreeRoot()
    group = root.findGroup(group_name)
    if group is not None and group.parent() != root:
        return group
    if group is None:
        return root.insertGroup(place, group_name)
    if root.children().index(group) <= place:
        return group
    moved = group.clone()
    root.insertChildNode(place, moved)
    root.removeChildNode(group)
    return moved


def _results_at(project: QgsProject, over_plan: bool) -> list[int]:
    """Places in the tree's top level of the groups of results that lie over the plan, or below its cities and axes.

    Results that lie on top of everything, such as what a check found, stay there and are not among them.
    """
    names = {words[key] for words in _groups().values()
             if not words.get("on_top") and bool(words.get("over_plan")) == over_plan for key in ("zh", "en")}
    return [place for place, node in enumerate(project.layerTreeRoot().children())
            if isinstance(node, QgsLayerTreeGroup) and re.sub(" [0-9]+$", "", node.name()) in names]


def _above(project: QgsProject, table: str) -> int:
    """Place in the tree's top level of the group that holds this table of the plan; 0 without a plan."""
    layer = plan_layers(project).get(table)
    node = project.layerTreeRoot().findLayer(layer.id()) if layer else None
    while node is not None and node.parent() is not project.layerTreeRoot():
        node = node.parent()
    return project.layerTreeRoot().children().index(node) if node is not None else 0
