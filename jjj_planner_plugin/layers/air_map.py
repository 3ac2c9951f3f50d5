"""What an air result on the print map of a plan is, which of its dates is shown, and where its figures come from."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsDateTimeRange, QgsLayoutItemMap, QgsMapLayer, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, QDateTime

from .. import messages
from ..i18n import tr
from .air_look import OBSERVATIONS
from .air_tags import air_tags, date_text
from .air_time import END, START, Period, band_at, has_band_ranges, length_of_period, periods, times
from .compose import PlanError
from .results import style_result

KINDS = {"aqi": "air_aqi", "attained": "air_exceedance", "change": "air_footprints", "footprint": "air_footprints",
         "airshed": "airsheds", "few_cells": "air_zonal"}
"""By a field that only its layers have, the kind of an air result."""


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


def show_date(maps: Iterable[QgsLayoutItemMap], layer: QgsMapLayer, date: str) -> str:
    """Make the maps show one date of a series; returns it as text, empty for a layer without dates."""
    known, averaging = _dates(layer)
    if not known:
        return ""
    texts = {date_text(start, averaging): number for number, start, _ in known}
    if date and date not in texts:
        raise PlanError(messages.no_such_date(layer.name(), date, ", ".join(texts)))
    number, start, end = known[-1] if not date else next(one for one in known if one[0] == texts[date])
    if len(known) > 1:
        shown = QgsDateTimeRange(start, end, True, False)
        for item in maps:
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


def air_source(layer: QgsMapLayer) -> str:
    """Where the air's figures come from, as far as the layer says."""
    found = air_tags(layer).own.get("SOURCE", "") if isinstance(layer, QgsRasterLayer) else ""
    if isinstance(layer, QgsVectorLayer) and layer.fields().lookupField("source") >= 0:
        found = next((str(row["source"]) for row in layer.getFeatures() if row["source"] not in (None, NULL)), "")
    return tr("Air: {source}").format(source=found) if found else ""
