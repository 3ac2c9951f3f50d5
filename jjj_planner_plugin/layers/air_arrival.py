"""What becomes of an air result as it comes into a project, beside its style, and which is the newest."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QDateTime

from ..i18n import language, tr
from .air_look import AIR, first_text, is_demonstration, looks, recipe_of
from .air_standards import classes_catalog, pollutant_name
from .air_tags import air_tags, date_text
from .air_time import length_of_period, times

COVERS = "jjj/covers"
"""Custom property of results in full colours over the whole map."""
NOTHING = "jjj/nothing"
"""Custom property of results in which nothing is known: they come switched off."""
FILES = (".tif", ".tiff", ".nc", ".nc4", ".grib", ".csv", ".txt", ".xlsx", ".gpkg")
"""Endings of a source that is a file's name."""
OF_POLLUTANT = ("air_zonal", "air_footprints")
"""Kinds whose layers are named by their output, and what it is of."""


def let_through(layer: QgsMapLayer, kind: str) -> None:
    """Let outlines below be seen through what covers the whole map: rasters, and polygons in full colours."""
    spec = looks()["let_through"]
    polygons = isinstance(layer, QgsVectorLayer) and (
        layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)
    if (kind in spec["rasters"] and isinstance(layer, QgsRasterLayer)) or (kind in spec["polygons"] and polygons):
        layer.setOpacity(spec["opacity"])
        layer.setCustomProperty(COVERS, True)


def switch_off_below(project: QgsProject, layer: QgsMapLayer) -> None:
    """Switch off the results that a new one covers: seen through it they would change its colours, and so its classes.

    What does not cover the map, such as stations and footprints, stays. A new one that shows nothing is off itself.
    """
    own = project.layerTreeRoot().findLayer(layer.id())
    if layer.customProperty(NOTHING) and own is not None:
        own.setItemVisibilityChecked(False)
    for other in project.mapLayers().values() if layer.customProperty(COVERS) else ():
        node = project.layerTreeRoot().findLayer(other.id())
        if other is not layer and other.customProperty(COVERS) and node is not None:
            node.setItemVisibilityChecked(False)


def name_by_content(layer: QgsMapLayer, kind: str) -> None:
    """Call an air layer by what it holds, before its style adds to the name: `PM2.5 annual mean 2023 · CHAP`.

    A name that is that of its file stays, and a demonstration's, which has one of its own.
    """
    if layer.name() == Path(layer.source().split("|")[0]).stem:
        return
    named = ""
    if isinstance(layer, QgsRasterLayer) and kind == "air_raster":
        named = _raster_name(layer)
    elif isinstance(layer, QgsVectorLayer) and layer.isSpatial():
        what = [_mean(first_text(layer, "pollutant"), length_of_period(layer)), _period(layer)]
        if kind == "air_observations" and not is_demonstration(layer):
            named = _joined(tr("Observations"), *what, "· " + _file(layer) if _file(layer) else "")
        elif kind in OF_POLLUTANT and any(what):
            named = _joined(layer.name(), "·", *what)
    if named:
        layer.setName(named)


def _raster_name(layer: QgsRasterLayer) -> str:
    """Its pollutant and mean, its dates, and the product, or that it was interpolated from what."""
    tags = air_tags(layer)
    if tags.pollutant is None:
        return ""
    dates = [band.start for band in tags.dated if band.start is not None]
    source = Path(tags.source).stem if tags.source and Path(tags.source).suffix in FILES else tags.source or ""
    if "METHOD" in tags.own:
        source = tr("interpolated") if tags.demonstration else _joined(tr("interpolated"), source)
    return _joined(_mean(tags.pollutant, tags.averaging), _span(dates, tags.averaging), f"· {source}" if source else "")


def _mean(pollutant: str, averaging: str | None) -> str:
    """`PM2.5 annual mean`, as far as known."""
    words = classes_catalog()
    known = pollutant_name(pollutant) if pollutant in words["pollutants"] else ""
    return _joined(known, words["averagings"].get(averaging or "", {}).get(language(), ""))


def _period(layer: QgsVectorLayer) -> str:
    return _span(times(layer), length_of_period(layer))


def _span(dates: list[QDateTime], averaging: str | None) -> str:
    """`2023`, `2014-11–2015-02`; of hours the days."""
    texts = [date_text(one, "day" if averaging == "hour" else averaging) for one in sorted(dates)]
    return "–".join(dict.fromkeys([texts[0], texts[-1]])) if texts else ""


def _file(layer: QgsVectorLayer) -> str:
    """The first file that the layer was made from, by the recipe beside it: `hourly_2023`."""
    given = recipe_of(layer).get("inputs") or [{}]
    return Path(str(given[0].get("path") or "")).stem if isinstance(given[0], dict) else ""


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def newest_air_raster(project: QgsProject, made: str, pollutant: str) -> QgsRasterLayer | None:
    """The raster of a pollutant's concentrations that a tool made last, of those on the map if any is there.

    made: the property that tells when.
    """
    rasters = [layer for layer in project.mapLayers().values()
               if isinstance(layer, QgsRasterLayer) and layer.isValid() and layer.customProperty(AIR) == pollutant]
    return max(rasters, key=lambda layer: (is_on_map(project, layer), str(layer.customProperty(made) or "")),
               default=None)


def is_on_map(project: QgsProject, layer: QgsMapLayer) -> bool:
    """Whether it is switched on in the layer tree, with its groups."""
    node = project.layerTreeRoot().findLayer(layer.id())
    return node is not None and bool(node.isVisible())
