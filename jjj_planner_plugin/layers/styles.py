"""The look of a plan's tables: renderer, labels, scale limits; and where an axis is only assumed."""

from __future__ import annotations

import json

from qgis.core import QgsExpressionContextUtils, QgsVectorLayer

from .labels import labeling
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
