"""The look of a plan's tables: renderer, labels, scale limits; and where an axis is only assumed."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import QgsExpressionContextUtils, QgsVectorLayer

from .labels import label_expression, labeling
from .schema import look, styles
from .symbols import expression, renderer

STRETCHES = "jjj_stretches"
"""Layer variable of `axes`: JSON, axis uid → {"official": [...], "assumed": [...]}, each stretch
as [lon, lat, lon, lat]. A variable and not a look-up of `axis_members`: symbols are drawn in
worker threads, where another layer must not be read, and it also travels with the saved style."""


def style_layer(layer: QgsVectorLayer, table: str, language: str, names: dict[str, str] | None = None) -> None:
    """Give a layer of the plan its renderer, labels and scale limits. `names`: see `renderer`."""
    layer.setDisplayExpression(expression(look()["display"].get(table, "@name")))
    spec = styles().get(table)
    if spec is None:
        return
    layer.setRenderer(renderer(spec["renderer"], language, names))
    if "labels" in spec:
        layer.setLabeling(labeling(spec["labels"]))
        layer.setLabelsEnabled(True)
    limit = look()["visible_below"].get(table)
    layer.setScaleBasedVisibility(limit is not None)
    if limit is not None:
        layer.setMinimumScale(limit)
        layer.setMaximumScale(1)


def add_styles(layer: QgsVectorLayer, table: str, language: str, zones: dict[str, str]) -> None:
    """Give the layer the other styles that the catalogue has for it, where it lacks them; what is current stays.

    `print` has a hatch for each zone; `facets` tells parks apart by facet; a structure's shows what is named in it.
    """
    spec = styles().get(table, {})
    manager = layer.styleManager()
    first = manager.currentStyle()
    there = manager.styles()
    if "print" in spec and "print" not in there:
        manager.addStyleFromLayer("print")
        manager.setCurrentStyle("print")
        print_style(layer, table, language, zones)
    for name, described in also(table).items():
        if name in there:
            continue
        manager.setCurrentStyle(first)
        manager.addStyleFromLayer(name)
        manager.setCurrentStyle(name)
        layer.setRenderer(renderer(described["renderer"], language))
        if "labels" in described:
            layer.setLabeling(labeling(described["labels"]))
    manager.setCurrentStyle(first)


def also(table: str) -> dict[str, dict[str, Any]]:
    """A table's other styles by name: the catalogue's, and one for each structure that chooses among its rows."""
    spec = styles().get(table, {})
    found = dict(spec.get("also", {}))
    for structure in spec.get("structures", ()):
        named = expression(f"@in_{structure}")
        chosen = f"CASE WHEN {named} THEN \"{spec['renderer']['field']}\" END"
        text = f"CASE WHEN {named} THEN {label_expression(spec['labels'])} END"
        found[structure] = {"renderer": {**spec["renderer"], "field": chosen},
                            "labels": {**spec["labels"], "expression": text, "short_city": False}}
    return found


def print_style(layer: QgsVectorLayer, table: str, language: str, names: dict[str, str] | None = None) -> bool:
    """Give the layer its style for print (a hatch for each zone). False when it has none."""
    spec = styles().get(table, {}).get("print")
    if spec is None:
        return False
    layer.setRenderer(renderer(spec, language, names))
    return True


def mark_assumed_stretches(axes: QgsVectorLayer, members: QgsVectorLayer) -> None:
    """Tell the axes which of their stretches run to a place the Outline does not name.

    Call it again after members were edited. A stretch is official when both its ends are.
    """
    places: dict[str, list[tuple]] = {}
    for member in members.getFeatures():
        if member["lon"] is None or member["lat"] is None or member["role"] == "extension":
            continue
        row = (member["seq"], float(member["lon"]), float(member["lat"]), member["role"])
        places.setdefault(str(member["axis_uid"]), []).append(row)
    stretches = {}
    for uid, rows in places.items():
        rows.sort()
        kinds: dict[str, list[list[float]]] = {"official": [], "assumed": []}
        for start, end in zip(rows, rows[1:]):
            kind = "official" if start[3] == end[3] == "official" else "assumed"
            kinds[kind].append([*start[1:3], *end[1:3]])
        stretches[uid] = kinds
    told = json.dumps(stretches)
    if QgsExpressionContextUtils.layerScope(axes).variable(STRETCHES) != told:  # or the project would seem changed
        QgsExpressionContextUtils.setLayerVariable(axes, STRETCHES, told)
