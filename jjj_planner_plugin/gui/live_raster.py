"""Which PM2.5 raster the live numbers count, which band of it, and above which limit; all of it said in one line."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from qgis.core import QgsDateTimeRange, QgsProject, QgsRasterLayer

from .. import messages
from ..i18n import tr
from ..layers.air_arrival import is_on_map, newest_air_raster
from ..layers.air_look import AIR
from ..layers.air_standards import Limit, usual_limit
from ..layers.air_tags import AirTags, air_tags, date_text
from ..layers.air_time import band_at, day_of, periods
from ..layers.results import MADE

SCOPE, ENTRY = "jjj_planner", "live_layers"
POLLUTANT = "pm25"
PM25 = re.compile(r"pm[\s_]*2[._]?5", re.IGNORECASE)
BY_STANDARD, BY_TIME = 0.0, 0
"""In place of a limit: that of the standard in force; in place of a band: the one shown on the map."""


class RasterChoice(NamedTuple):
    """What the engine is to read, and what the strip says of it; without a band nothing is read."""

    path: str
    band: int | None
    limit: float | None
    basis: str

    @property
    def asked(self) -> dict[str, Any] | None:
        """The parameter `raster` of the engine's `live_load`."""
        return None if self.band is None else {"path": self.path, "band": self.band, "limit": self.limit}


def remembered(project: QgsProject) -> dict[str, Any]:
    """The choice kept in the project; where none was made, the air raster made last, or one whose name says PM2.5.

    A raster that is on the map comes before one that is switched off.
    """
    kept = json.loads(project.readEntry(SCOPE, ENTRY, "{}")[0] or "{}")
    if "raster" not in kept:
        newest = newest_air_raster(project, MADE, POLLUTANT)
        rasters = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsRasterLayer)]
        named = [layer for layer in rasters if not layer.customProperty(AIR) and PM25.search(layer.name())]
        known = [*([newest] if newest is not None else []), *named]
        found = next((layer for layer in known if is_on_map(project, layer)), known[0] if known else None)
        kept["raster"] = found.id() if found is not None else None
    return {"limit": BY_STANDARD, "band": BY_TIME, "behind": None, "class_field": None, **kept}


def raster_choice(project: QgsProject, moment: QgsDateTimeRange | None = None) -> RasterChoice | None:
    """What is counted while the map shows `moment` (None: no time); None where there is no raster."""
    kept = remembered(project)
    layer = project.mapLayer(kept["raster"] or "")
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
        return None
    tags = air_tags(layer)
    band = _band(layer, kept["band"], moment)
    when = _when(tags, band)
    own = kept["limit"] or None
    limit = standard_limit(tags, band)
    value = own or (limit.value if limit else None)
    unit = tags.unit or "µg/m³"
    name = " ".join(filter(None, (layer.name(), when)))
    basis = messages.live_raster_basis(name, value, unit, "" if own or limit is None else limit.text)
    if band is None:
        basis = messages.live_raster_gap(layer.name())
    if tags.demonstration:
        basis = " · ".join([tr("Demonstration"), basis])
    return RasterChoice(layer.source(), band, value, basis)


def _band(layer: QgsRasterLayer, kept: int, moment: QgsDateTimeRange | None) -> int | None:
    """The band chosen; else that of the moment shown, None in a gap; without a time the one that is drawn."""
    if 1 <= kept <= layer.bandCount():
        return kept
    known = periods(layer)
    if known and moment is not None:
        return band_at(known, moment)
    drawn = layer.renderer().usesBands() if layer.renderer() is not None else []
    return int(drawn[0]) if len(drawn) == 1 else 1


def _when(tags: AirTags, band: int | None) -> str:
    start = tags.bands[band - 1].start if band is not None and band <= len(tags.bands) else None
    return date_text(start, tags.averaging) if start is not None else ""


def standard_limit(tags: AirTags, band: int | None) -> Limit | None:
    """The limit of the standard in force at the band's date for its kind of mean; of an unknown one as for a year."""
    start = tags.bands[band - 1].start if band is not None and band <= len(tags.bands) else None
    return usual_limit(POLLUTANT, tags.averaging, day_of(start))
