"""An air result on the print map of a plan: between the zones and what is written over them, first in the legend."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import (
    QgsDateTimeRange,
    QgsExpressionContextUtils,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL, QDateTime

from .. import messages
from ..i18n import tr
from .air_look import OBSERVATIONS, looks
from .air_tags import air_tags, date_text
from .air_time import END, START, Period, band_at, has_band_ranges, length_of_period, periods, times
from .compose import PlanError
from .layout import plan_map, spec
from .plan_file import plan_layers
from .results import style_result
from .symbols import symbol

KINDS = {"aqi": "air_aqi", "attained": "air_exceedance", "change": "air_footprints", "footprint": "air_footprints",
         "airshed": "airsheds", "few_cells": "air_zonal"}
"""By a field that only its layers have, the kind of an air result."""
UNIT = re.compile(r"\s*[µm]g/m³$")
SOURCES = tuple(spec()["texts"]["sources"].values())  # how the note on sources begins
TINTED = ("zones", "wings")
"""Tables that tint the map."""


def air_kind(layer: QgsMapLayer) -> str:
    """The kind of air result that a layer of a file is; empty for anything else."""
    if isinstance(layer, QgsRasterLayer):
        tags = air_tags(layer)
        kinds = {"aqi": "air_aqi", "exceedance": "air_exceedance"}
        return "air_raster" if tags.pollutant else kinds.get(tags.own.get("INDEX", ""), "")
    known = next((kind for field, kind in KINDS.items() if layer.fields().lookupField(field) >= 0), "")
    if known:
        return known
    copy = layer.clone()
    style_result(copy, "air_observations")
    return "air_observations" if copy.customProperty(OBSERVATIONS) else ""


def put_on_map(project: QgsProject, source: QgsMapLayer, date: str) -> str:
    """Add a copy of an air result to the plan's project and its print map; returns the date that it shows.

    date: `2014-01` and the like; empty: the newest. Raises PlanError for a layer that is no air result or has no such
    date, or without a print map.
    """
    layout, kind = plan_map(project), air_kind(source)
    if layout is None:
        raise PlanError(messages.no_print_layout())
    if not kind:
        raise PlanError(messages.no_air_result(source.name()))
    layer = source.clone()
    style_result(layer, kind)
    _lay(project, layout, layer)
    shown = _show_date(layout, layer, date)
    _tell(layout, layer, shown)
    return shown


def _lay(project: QgsProject, layout: QgsPrintLayout, layer: QgsMapLayer) -> None:
    """Below the zones, of which the outlines and names stay: their tints, and the wings', would be read as classes."""
    plan = plan_layers(project)
    root = project.layerTreeRoot()
    zones = root.findLayer(plan["zones"].id())
    project.addMapLayer(layer, False)
    zones.parent().insertLayer(zones.parent().children().index(zones) + 1, layer)
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


def _show_date(layout: QgsPrintLayout, layer: QgsMapLayer, date: str) -> str:
    """Make the map show one date of a series; returns it as text, empty for a layer without dates."""
    known, averaging = _dates(layer)
    if not known:
        return ""
    texts = {date_text(start, averaging): number for number, start, _ in known}
    if date and date not in texts:
        raise PlanError(messages.no_such_date(layer.name(), date, ", ".join(texts)))
    number, start, end = known[-1] if not date else next(one for one in known if one[0] == texts[date])
    if len(known) > 1:
        shown = QgsDateTimeRange(start, end, True, False)
        for item in layout.items():
            if isinstance(item, QgsLayoutItemMap):
                item.setIsTemporal(True)
                item.setTemporalRange(shown)
        if isinstance(layer, QgsRasterLayer) and not has_band_ranges():
            layer.renderer().setBand(band_at(periods(layer), shown) or number)
    return date_text(start, averaging)


def _dates(layer: QgsMapLayer) -> tuple[list[Period], str | None]:
    """The periods of a layer, numbered, in order of time, and what their length is called."""
    if isinstance(layer, QgsRasterLayer):
        tags = air_tags(layer)
        return [(band.number, band.start, band.end) for band in tags.dated], tags.averaging
    found = {}
    if times(layer):
        indices = [layer.fields().lookupField(name) for name in (START, END)]
        for feature in layer.getFeatures():
            start, end = (feature[index] for index in indices)
            if start not in (None, NULL) and end not in (None, NULL):
                found[QDateTime(start.date(), start.time())] = QDateTime(end.date(), end.time())
    return [(number, start, found[start]) for number, start in enumerate(sorted(found), start=1)], \
        length_of_period(layer)


def _tell(layout: QgsPrintLayout, layer: QgsMapLayer, shown: str) -> None:
    """Say in legend, title and sources what is drawn: with a legend that leaves out what is not on the map, its head
    too. A layer that has only its file's name is called by what it shows."""
    said = [line for line in layer.metadata().abstract().split("\n") if line]
    head = UNIT.sub("", said[0].split(" · ")[0]) if said else layer.name()
    title = " ".join(filter(None, (head, shown)))
    demonstrated = tr("{name} (demonstration)")
    own = layer.name()
    if own.endswith(demonstrated.format(name="")):
        title, own = demonstrated.format(name=title), own[:-len(demonstrated.format(name=""))]
    named = title if own == Path(layer.source().split("|")[0]).stem else " ".join(filter(None, (layer.name(), shown)))
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLegend):
            node = item.model().rootGroup().insertLayer(0, layer)
            lines = said if isinstance(layer, QgsVectorLayer) else []  # a raster's legend has them itself
            node.setCustomProperty("legend/title-label", "\n".join([named, *lines]))
            item.adjustBoxSize()
        elif isinstance(item, QgsLayoutItemLabel) and item.text().startswith(SOURCES):
            item.setText("\n".join(filter(None, (item.text(), _source(layer)))))
    QgsExpressionContextUtils.setLayoutVariable(layout, "jjj_map_title", title)


def _source(layer: QgsMapLayer) -> str:
    """Where the air's figures come from, as far as the layer says."""
    found = air_tags(layer).own.get("SOURCE", "") if isinstance(layer, QgsRasterLayer) else ""
    if isinstance(layer, QgsVectorLayer) and layer.fields().lookupField("source") >= 0:
        found = next((str(row["source"]) for row in layer.getFeatures() if row["source"] not in (None, NULL)), "")
    return tr("Air: {source}").format(source=found) if found else ""
