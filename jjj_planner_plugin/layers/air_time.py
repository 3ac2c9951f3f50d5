"""Series in QGIS's time controller: rasters with a date a band, features from `start` to `end`.

From QGIS 3.38 on a raster layer knows the period of each band. Before, it is given its whole time, and
`gui/temporal_bands.py` shows the band of the moment, by what is kept here in the layer's custom properties.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from qgis.core import (
    Qgis,
    QgsDateTimeRange,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterLayerTemporalProperties,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL, QDateTime, QObject, Qt, pyqtSignal

from .air_tags import Band

BANDS = "jjj/bands"
"""Custom property of a raster series: JSON, [[band, start, end], …], ISO, local time, the end exclusive."""
START, END = "start", "end"
SHAPE = "yyyy-MM-ddTHH:mm:ss"
CLOCK = "to_datetime(format_date(\"{field}\", 'yyyy-MM-dd HH:mm:ss'))"
"""A field's time as the clock shows it. Plain fields do not do: QGIS compares them as text in the file, where
`…00:00Z` is after `…00:00`, so that a month shows the month before too; and newer QGIS takes them for Greenwich's."""

UNIT = QgsUnitTypes.TemporalUnit
STEPS = {"hour": UNIT.TemporalHours, "day": UNIT.TemporalDays, "month": UNIT.TemporalMonths,
         "year": UNIT.TemporalYears}

Period = tuple[int, QDateTime, QDateTime]


def day_of(moment: QDateTime | None) -> date | None:
    """Its day; None for none."""
    return moment.date().toPyDate() if moment is not None and moment.isValid() else None


# Rasters


def has_band_ranges() -> bool:
    """Whether this QGIS knows a period for each band of a raster (from 3.38 on)."""
    modes = getattr(Qgis, "RasterTemporalMode", None)
    return hasattr(modes, "FixedRangePerBand") and hasattr(QgsRasterLayerTemporalProperties, "setFixedRangePerBand")


def play_bands(layer: QgsRasterLayer, bands: list[Band]) -> None:
    """Let the time controller play a raster's dated bands, in this QGIS and in others that open the project."""
    told = [[band.number, _written(band.start), _written(band.end)] for band in bands]
    layer.setCustomProperty(BANDS, json.dumps(told))
    wire_bands(layer)


def wire_bands(layer: QgsRasterLayer) -> None:
    """Set the layer's time as this QGIS can, by what `play_bands` has kept."""
    known = periods(layer)
    if not known:
        return
    properties = layer.temporalProperties()
    if has_band_ranges():
        properties.setMode(Qgis.RasterTemporalMode.FixedRangePerBand)
        properties.setFixedRangePerBand({number: _range(start, end) for number, start, end in known})
    else:
        properties.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
        properties.setFixedTemporalRange(_range(known[0][1], max(end for _, _, end in known)))
    properties.setIsActive(True)


def periods(layer: QgsRasterLayer) -> list[Period]:
    """The bands of a series and their periods, in order of time; none of any other raster."""
    told: list[Any] = json.loads(layer.customProperty(BANDS) or "[]")
    return [(int(number), _read(start), _read(end)) for number, start, end in told]


def band_at(known: list[Period], shown: QgsDateTimeRange) -> int | None:
    """The band of the moment: in which the time shown begins, else the first that it meets; None for a gap.

    Times are compared as the clock shows them, whatever zone QGIS thinks they are of.
    """
    begin, end = _clock(shown.begin()), _clock(shown.end())
    met = [number for number, start, stop in known
           if (end is None or start < end or start == begin) and (begin is None or begin < stop)]
    return met[0] if met else None


def _clock(moment: QDateTime) -> QDateTime | None:
    return QDateTime(moment.date(), moment.time()) if moment.isValid() else None


def _written(moment: QDateTime | None) -> str:
    return str(moment.toString(SHAPE)) if moment is not None else ""


def _read(text: str) -> QDateTime:
    return QDateTime.fromString(text, Qt.DateFormat.ISODate)


def _range(start: QDateTime, end: QDateTime) -> QgsDateTimeRange:
    """As QGIS's controller has its own: the clock's time, called UTC. In local time a month would begin hours off."""
    begin, stop = (QDateTime(moment.date(), moment.time(), Qt.TimeSpec.UTC) for moment in (start, end))
    return QgsDateTimeRange(begin, stop, True, False)


# Features


def times(layer: QgsVectorLayer) -> list[QDateTime]:
    """The different values of `start`, as the clock shows them, in order; none where the layer has no such times."""
    fields = layer.fields()
    index = fields.lookupField(START)
    if index < 0 or fields.lookupField(END) < 0 or not isinstance(layer.maximumValue(index), QDateTime):
        return []
    found = {_clock(value) for value in layer.uniqueValues(index) if value not in (None, NULL)}
    return sorted(moment for moment in found if moment is not None)


def feature_days(layer: QgsVectorLayer) -> tuple[date | None, date | None]:
    """The first and the last day on which a period of the layer begins; None and None without times."""
    known = times(layer)
    return (day_of(known[0]), day_of(known[-1])) if known else (None, None)


def length_of_period(layer: QgsVectorLayer) -> str | None:
    """`hour`, `day`, `month` or `year`, by the first feature's start and end; None without them."""
    fields = layer.fields()
    indices = [fields.lookupField(name) for name in (START, END)]
    if min(indices) < 0:
        return None
    for feature in layer.getFeatures():
        start, end = (feature[index] for index in indices)
        if isinstance(start, QDateTime) and isinstance(end, QDateTime):
            return length_word(start, end)
    return None


def length_word(start: QDateTime, end: QDateTime) -> str:
    """`hour`, `day`, `month` or `year`, whichever the period is nearest to."""
    hours = start.secsTo(end) / 3600
    return "hour" if hours < 20 else "day" if hours < 48 else "month" if hours < 24 * 45 else "year"


def play_features(layer: QgsVectorLayer) -> None:
    """Let the time controller play features from `start` to `end`, if there is more than one date."""
    known = times(layer)
    if len(known) < 2:
        return
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression(CLOCK.format(field=START))
    properties.setEndExpression(CLOCK.format(field=END))
    properties.setLimitMode(Qgis.VectorTemporalLimitMode.IncludeBeginExcludeEnd)
    properties.setIsActive(True)


class Series(QObject):
    """Tells of a series that came into a project: the project, its whole time and its last date."""

    came = pyqtSignal(object, object, object)


SERIES = Series()


def offer_time(project: QgsProject, layer: QgsMapLayer) -> None:
    """Make a series' step the project's, which the controller offers, and let the project's time hold the series'."""
    settings = project.timeSettings()
    whole = _whole(layer)
    if whole is None:
        return
    bands = periods(layer) if isinstance(layer, QgsRasterLayer) else []
    length = length_word(*bands[0][1:]) if bands else length_of_period(layer)
    settings.setTimeStep(1)
    settings.setTimeStepUnit(STEPS[length or "day"])
    settings.setTemporalRange(united(settings.temporalRange(), _range(*whole)))
    last = bands[-1][1] if bands else times(layer)[-1]
    SERIES.came.emit(project, _range(*whole), _range(last, whole[1]))


def united(one: QgsDateTimeRange, other: QgsDateTimeRange) -> QgsDateTimeRange:
    """From the first to the last moment of both, as the clock shows them; an infinite one adds nothing."""
    begins, ends = ([found for moment in moments for found in (_clock(moment),) if found is not None]
                    for moments in ((one.begin(), other.begin()), (one.end(), other.end())))
    return _range(min(begins), max(ends))


def _whole(layer: QgsMapLayer) -> tuple[QDateTime, QDateTime] | None:
    """From the first to the last moment of a series; None of any other layer."""
    if isinstance(layer, QgsRasterLayer):
        bands = periods(layer)
        return (bands[0][1], max(end for _, _, end in bands)) if bands else None
    known = times(layer) if isinstance(layer, QgsVectorLayer) else []
    if len(known) < 2:
        return None
    return known[0], _clock(layer.maximumValue(layer.fields().lookupField(END))) or known[-1]
