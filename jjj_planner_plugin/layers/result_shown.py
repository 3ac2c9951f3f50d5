"""What a new result of the Region tools switches on and off, so that its map can be read; which labels it spares."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ..i18n import language
from .air_arrival import NOTHING
from .indicators_look import COMPLETE
from .plan_file import plan_layers
from .result_tree import KIND, by_run, file_of
from .schema import catalog, tables
from .water_look import plain_rows

_OFF: set[str] = set()
"""Files whose layers come switched off: their features are on the map already."""


def _spec(key: str, kind: str) -> Any:
    return catalog("styles/results.json")[key].get(kind, {})


def make_room(project: QgsProject, layer: QgsMapLayer, kind: str) -> list[str]:
    """Show the new layer as it is meant to be seen; what of the plan was switched off for it, by name."""
    if not by_run(kind):
        return []
    if file_of(layer) in _OFF:
        _check(project, layer, False)
        return []
    _switch_off_earlier(project, layer)
    _show_finest(project, layer, kind)
    if isinstance(layer, QgsVectorLayer) and layer.isSpatial():
        spare_labels(project, layer, kind)
    return _switch_off_plan(project, kind)


def keep_off(project: QgsProject, file: str) -> None:
    """Switch off a result's layers, those too that are still to come: the plan shows the same features."""
    _OFF.add(file)
    for layer in project.mapLayers().values():
        if file_of(layer) == file and layer.customProperty(KIND):
            _check(project, layer, False)


def _check(project: QgsProject, layer: QgsMapLayer, shown: bool) -> None:
    node = project.layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityChecked(shown)


def _switch_off_earlier(project: QgsProject, layer: QgsMapLayer) -> None:
    """The groups of earlier runs, and fold them; one that the planner nested is left alone."""
    for node in project.layerTreeRoot().children():
        if isinstance(node, QgsLayerTreeGroup) and node.findLayer(layer.id()) is None and _is_run(node):
            node.setItemVisibilityChecked(False)
            node.setExpanded(False)


def _is_run(group: QgsLayerTreeGroup) -> bool:
    held = [node.layer() for node in group.children() if isinstance(node, QgsLayerTreeLayer)]
    return any(one is not None and one.customProperty(KIND) for one in held)


def _switch_off_plan(project: QgsProject, kind: str) -> list[str]:
    """The plan's layers that would lie over the result in strong colours."""
    found, hidden = plan_layers(project), []
    for table in _spec("hides", kind):
        node = project.layerTreeRoot().findLayer(found[table].id()) if table in found else None
        if node is not None and node.itemVisibilityChecked():
            node.setItemVisibilityChecked(False)
            hidden.append(tables()[table][language()])
    return hidden


def _show_finest(project: QgsProject, layer: QgsMapLayer, kind: str) -> None:
    """Of the levels of one result only the finest is on that is complete, else the finest that knows anything."""
    levels = list(_spec("levels", kind))
    if _table(layer, levels) not in levels:
        return
    there = [other for other in project.mapLayers().values()
             if other.customProperty(KIND) == kind and file_of(other) == file_of(layer)
             and _table(other, levels) in levels and not other.customProperty(NOTHING)]
    there.sort(key=lambda other: (not other.customProperty(COMPLETE), levels.index(_table(other, levels))))
    for place, other in enumerate(there):
        _check(project, other, place == 0)


def _table(layer: QgsMapLayer, levels: list[str]) -> str:
    """The layer's table in the result; the first one is loaded by its file alone."""
    found = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName")
    return str(found or (levels or [""])[0])


# Labels


def spare_labels(project: QgsProject, layer: QgsVectorLayer, kind: str) -> None:
    """No label for a place that the plan labels on the map."""
    table = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName") or ""
    spec = _spec("labelled_by_plan", kind).get(table)
    field = layer.fields().lookupField(spec["field"]) if spec else -1
    if field < 0 or layer.labeling() is None:
        return
    own = {str(row[field]) for row in layer.getFeatures(plain_rows())}
    said = own & _labelled(project, spec["tables"])
    styles = layer.styleManager()
    current = styles.currentStyle()
    for style in styles.styles() if said else ():
        styles.setCurrentStyle(style)
        _only(layer, spec["field"], own - said)
    styles.setCurrentStyle(current)


def _labelled(project: QgsProject, fields: dict[str, list[str]]) -> set[str]:
    """The codes (or names) of the features that the plan's layers label; `fields`: where these are, by table."""
    found = plan_layers(project)
    codes: set[str] = set()
    for table, names in fields.items():
        layer = found.get(table)
        node = project.layerTreeRoot().findLayer(layer.id()) if layer is not None else None
        if layer is not None and node is not None and node.isVisible() and layer.labelsEnabled():
            codes |= {str(row[name]) for row in layer.getFeatures(plain_rows()) for name in names}
    return codes


def _only(layer: QgsVectorLayer, field: str, codes: set[str]) -> None:
    """Label the features with these codes and no others."""
    if not codes:
        layer.setLabelsEnabled(False)
        return
    settings = layer.labeling().settings()
    listed = ", ".join("'" + code.replace("'", "''") + "'" for code in sorted(codes))
    text = settings.fieldName if settings.isExpression else f'"{settings.fieldName}"'
    settings.fieldName, settings.isExpression = f'CASE WHEN to_string("{field}") IN ({listed}) THEN {text} END', True
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
