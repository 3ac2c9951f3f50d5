"""A result on the print map of a plan: between the zones and what is written over them, first in the legend."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import (
    QgsExpressionContextUtils,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import tr
from .air_look import looks
from .air_map import air_kind, air_source, show_date
from .compose import PlanError
from .layout import plan_map, spec
from .plan_file import plan_layers
from .results import style_result
from .symbols import symbol
from .water_map import beside, heights_source, water_kind

UNIT = re.compile(r"\s*[µm]g/m³$")
SOURCES = tuple(spec()["texts"]["sources"].values())  # how the note on sources begins
TINTED = ("zones", "wings")
"""Tables that tint the map."""


def put_on_map(project: QgsProject, source: QgsMapLayer, date: str) -> str:
    """Add a copy of an air or water result to the plan's project and its print map; returns the date that it shows.

    Of a water result those layers of its file come along that belong to the picture, such as streams. date: `2014-01`
    and the like; empty: the newest. Raises PlanError for a layer that is no such result or has no such date, or
    without a print map.
    """
    layout, kind = plan_map(project), water_kind(source) or air_kind(source)
    if layout is None:
        raise PlanError(messages.no_print_layout())
    if not kind:
        raise PlanError(messages.no_result_for_map(source.name()))
    layer = source.clone()
    others = beside(source, kind) if isinstance(source, QgsVectorLayer) else []
    for one in (layer, *others):
        style_result(one, kind)
    _clear(project, layout)
    _lay(project, [*reversed(others), layer])
    shown = show_date([item for item in layout.items() if isinstance(item, QgsLayoutItemMap)], layer, date)
    for one in others:
        _list(layout, one, _said(one)[1:] or [one.name()])
    _tell(layout, layer, shown)
    return shown


def _clear(project: QgsProject, layout: QgsPrintLayout) -> None:
    """Leave the zones' outlines and names only: their tints, and the wings', would be read as classes."""
    plan, root = plan_layers(project), project.layerTreeRoot()
    plan["zones"].setRenderer(QgsSingleSymbolRenderer(symbol(looks()["zone_outline"])))
    for table in TINTED:
        node = root.findLayer(plan[table].id()) if table in plan else None
        if node is not None:
            node.setItemVisibilityChecked(table == "zones")
        for item in layout.items() if node is not None else ():
            if isinstance(item, QgsLayoutItemLegend):
                entry = item.model().rootGroup().findLayer(plan[table].id())
                if entry is not None:
                    item.model().rootGroup().removeChildNode(entry)


def _lay(project: QgsProject, layers: list[QgsMapLayer]) -> None:
    """Put these, the topmost first, below the zones."""
    zones = project.layerTreeRoot().findLayer(plan_layers(project)["zones"].id())
    for place, layer in enumerate(layers, start=1):
        project.addMapLayer(layer, False)
        zones.parent().insertLayer(zones.parent().children().index(zones) + place, layer)


def _said(layer: QgsMapLayer) -> list[str]:
    """What the layer's style says of it, its head first."""
    return [line for line in layer.metadata().abstract().split("\n") if line]


def _list(layout: QgsPrintLayout, layer: QgsMapLayer, lines: list[str]) -> None:
    """Put the layer first in the legend, under these lines: classes that are not on the map are left out of it, and
    with them the lines that stand among the classes on the screen."""
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLegend):
            node = item.model().rootGroup().insertLayer(0, layer)
            node.setCustomProperty("legend/title-label", "\n".join(lines))
            item.adjustBoxSize()


def _tell(layout: QgsPrintLayout, layer: QgsMapLayer, shown: str) -> None:
    """Say in legend, title and sources what is drawn. A layer that has only its file's name is called by what it
    shows."""
    said = _said(layer)
    head = UNIT.sub("", said[0].split(" · ")[0]) if said else layer.name()
    title = " ".join(filter(None, (head, shown)))
    demonstrated = tr("{name} (demonstration)")
    own = layer.name()
    if own.endswith(demonstrated.format(name="")):
        title, own = demonstrated.format(name=title), own[:-len(demonstrated.format(name=""))]
    named = title if own == Path(layer.source().split("|")[0]).stem else " ".join(filter(None, (layer.name(), shown)))
    lines = said if isinstance(layer, QgsVectorLayer) else []  # a raster's legend has them itself
    _list(layout, layer, [named, *(line for line in lines if line != named)])
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel) and item.text().startswith(SOURCES):
            item.setText("\n".join(filter(None, (item.text(), air_source(layer), heights_source(layer)))))
    QgsExpressionContextUtils.setLayoutVariable(layout, "jjj_map_title", title)
