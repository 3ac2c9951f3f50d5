"""What the air tools write into a raster, read without GDAL's own Python: pollutant, unit, dates, errors.

QGIS's providers tell a file's tags in their HTML description only; that text is the same from 3.22 to 3.44.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QDateTime, Qt

ROW = re.compile(r"<tr><td[^>]*>([^<]*)</td><td>(.*?)</td></tr>", re.DOTALL)
TAG = re.compile(r"<li>JJJ_([A-Z0-9_]+)=(.*?)</li>", re.DOTALL)
NUMBER = re.compile(r"[0-9]+")
SHAPES = {"year": "yyyy", "month": "yyyy-MM", "day": "yyyy-MM-dd"}


class Band(NamedTuple):
    """A band and its period: local time, the end exclusive; None where no date is written."""

    number: int
    start: QDateTime | None
    end: QDateTime | None
    tags: dict[str, str]


class AirTags(NamedTuple):
    """A raster of the air tools; `pollutant` is None for any other."""

    pollutant: str | None
    unit: str | None
    averaging: str | None
    source: str | None
    demonstration: bool
    bands: list[Band]
    own: dict[str, str]
    """All tags of the file, without `JJJ_`."""

    @property
    def dated(self) -> list[Band]:
        """The bands with a period, in order of time."""
        dated = [band for band in self.bands if band.start is not None and band.end is not None]
        return sorted(dated, key=lambda band: (band.start, band.number))

    @property
    def is_series(self) -> bool:
        """Whether it has more than one date."""
        return len({band.start for band in self.dated}) > 1

    def when(self, band: Band) -> str:
        """A band's date as people write it: `2014-01`, `2014-01-31 05:00`; empty without one."""
        return date_text(band.start, self.averaging) if band.start is not None else ""


def date_text(start: QDateTime, averaging: str | None) -> str:
    """The beginning of a period as its averaging needs it: `2014-01` for a month."""
    return str(start.toString(SHAPES.get(averaging or "", "yyyy-MM-dd HH:mm")))


def air_tags(layer: QgsRasterLayer) -> AirTags:
    """The tags of a raster layer and of its bands."""
    own: dict[str, str] = {}
    of_band: dict[int, dict[str, str]] = {}
    provider = layer.dataProvider()
    for head, body in ROW.findall(provider.htmlMetadata() if provider is not None else ""):
        tags = {name: unescape(value).strip() for name, value in TAG.findall(body)}
        number = NUMBER.search(head)
        if tags and number:  # in any language: `Band 1`, `波段 1`
            of_band[int(number[0])] = tags
        else:
            own.update(tags)
    bands = [Band(n, _moment(tags.get("START")), _moment(tags.get("END")), tags)
             for n in range(1, layer.bandCount() + 1) for tags in (of_band.get(n, {}),)]
    return AirTags(own.get("POLLUTANT") or None, own.get("UNIT") or None, own.get("AVERAGING") or None,
                   own.get("SOURCE") or None, own.get("DEMONSTRATION") == "1", bands, own)


def _moment(text: str | None) -> QDateTime | None:
    found = QDateTime.fromString(text or "", Qt.DateFormat.ISODate)
    return QDateTime(found.date(), found.time()) if found.isValid() else None  # the clock's time, of no zone
