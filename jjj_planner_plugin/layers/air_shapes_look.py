"""How what the air tools find is drawn: zones' means, attainment, the AQI, footprints and how they move, airsheds."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language, tr
from .air_classes import Classes, count_classes, index_classes
from .air_look import (
    NO_DATA,
    clear_symbol,
    describe,
    draw_classes,
    finish,
    first_text,
    kind_head,
    looks,
    mark_demonstration,
    raster_notes,
    raster_renderer,
    style_values,
)
from .air_standards import classes_catalog, grade_name, standards
from .air_tags import air_tags
from .air_time import day_of, feature_days, play_bands
from .schema import catalog
from .symbols import colour, symbol

ATTAINED = ("CASE WHEN \"attained\" = 1 THEN 'attained' WHEN \"attained\" = 0 THEN 'not' ELSE 'incomplete' END")
MOST_LIMITS = 3  # that are named where all are drawn alike
WORST_LAST = 'CASE WHEN "attained" = 0 THEN 2 WHEN "attained" = 1 THEN 1 ELSE 0 END'


def style_zones(layer: QgsVectorLayer) -> None:
    """Zones by their mean, hatched where they hold few cells."""
    pollutant = first_text(layer, "pollutant")
    if pollutant in classes_catalog()["pollutants"] and layer.fields().lookupField("mean") >= 0:
        style_values(layer, "mean", pollutant, None, layer.fields().lookupField("few_cells") >= 0)


def style_attainment(layer: QgsMapLayer) -> None:
    """Zones by whether they attain the limit, of several figures of a zone the worst on top; a raster by its days."""
    if isinstance(layer, QgsRasterLayer):
        own = air_tags(layer).own
        _style_bands(layer, count_classes(own.get("AVERAGING_OF_DAYS")), own.get("LIMITS", ""))
        return
    if layer.fields().lookupField("attained") < 0:
        finish(layer)
        return
    said = [*_standards(layer)[:MOST_LIMITS], *finish(layer)]
    polygon = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    categories = [QgsRendererCategory(key, symbol(entry["symbol"]) if polygon else _dot(key), entry[language()])
                  for key, entry in looks()["attainment"].items()]
    renderer = QgsCategorizedSymbolRenderer(ATTAINED, [*_lines(layer, said), *categories])
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(WORST_LAST)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    describe(layer, [kind_head("air_exceedance"), *said])


def _dot(key: str) -> QgsSymbol:
    return symbol(looks()["point"], {"tint": looks()["attainment_point"][key]})


def style_index(layer: QgsMapLayer) -> None:
    """Places or cells by the levels of the AQI; what is beyond 500 has a class of its own."""
    if isinstance(layer, QgsRasterLayer):
        tags = air_tags(layer)
        dated = tags.dated
        _style_bands(layer, index_classes(day_of(dated[-1].start) if dated else None, tags.source or ""))
        return
    if layer.fields().lookupField("aqi") < 0:
        finish(layer)
        return
    beyond = standards()["aqi"]["index"][-1] + 1
    worst = len(standards()["aqi"]["levels"])
    # beyond the index there is a level and no number
    expression = f'coalesce("aqi", if("level" = {worst}, {beyond}, {NO_DATA:g}))'
    draw_classes(layer, expression, index_classes(feature_days(layer)[1], first_text(layer, "edition")), [])


def _style_bands(layer: QgsRasterLayer, classes: Classes, said: str = "") -> None:
    """A raster of something else than concentrations, by these classes; `said`: what the legend has to say too."""
    tags = air_tags(layer)
    notes = [*([said] if said else []), *raster_notes(tags)]
    band = tags.dated[-1].number if tags.dated else 1
    layer.setRenderer(raster_renderer(layer, classes, notes, band))
    mark_demonstration(layer, tags.demonstration)
    describe(layer, [classes.head, tags.source or "", *notes])
    if tags.is_series:
        play_bands(layer, tags.dated)
    layer.triggerRepaint()


def style_footprints(layer: QgsVectorLayer) -> None:
    """Footprints by their limit; the layer of changes by what was kept, gained and lost."""
    said, limits = finish(layer), _limits(layer)
    if layer.fields().lookupField("change") >= 0:
        said = [*(text for _, text in limits[:MOST_LIMITS]), *said]
        categories = [QgsRendererCategory(key, symbol(entry["symbol"]), entry[language()])
                      for key, entry in looks()["changes"].items()]
        layer.setRenderer(QgsCategorizedSymbolRenderer("change", [*_lines(layer, said), *categories]))
    else:
        tinted = _tinted(looks()["footprint_tints"], looks()["footprint"], looks()["footprint_wash"])
        categories = [QgsRendererCategory(value, tinted(place), text) for place, (value, text) in enumerate(limits)]
        layer.setRenderer(QgsCategorizedSymbolRenderer(_limit_key(layer), [*_lines(layer, said), *categories]))
    describe(layer, [kind_head("air_footprints"), *said])


def _limit_key(layer: QgsVectorLayer) -> str:
    """What tells the limits apart: the standard and its value.

    `to_string` is QGIS's own: without it, the file's SQL would be asked, which writes 75.0 where QGIS writes 75.
    """
    known = [name for name in ("standard", "limit_value") if layer.fields().lookupField(name) >= 0]
    parts = [f"coalesce(to_string(\"{name}\"), '')" for name in known]
    return " || ' ' || ".join(parts) or "''"


def _limits(layer: QgsVectorLayer) -> list[tuple[str, str]]:
    """Each limit of the layer: its key, and `> 35 µg/m³ · GB 3095-2012 二级`."""
    names = {entry["id"]: entry[language()] for entry in standards()["standards"]}
    grades = classes_catalog()["grades"]
    found: dict[tuple[str, Any], str] = {}
    for row in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
        told = {name: _value(row, layer, name) for name in ("standard", "limit_value", "limit_unit", "grade")}
        key = (str(told["standard"] or ""), told["limit_value"])
        if key not in found and told["limit_value"] is not None:
            grade = grade_name(told["grade"]) if told["grade"] in grades else ""
            named = " ".join(filter(None, (names.get(key[0], key[0]), grade)))
            span = f"> {told['limit_value']:g} {told['limit_unit'] or ''}".strip()
            found[key] = f"{span} · {named}" if named else span
    return [(f"{key[0]} {key[1]:g}", found[key]) for key in sorted(found)]


def _standards(layer: QgsVectorLayer) -> list[str]:
    """What the layer was judged by: `GB 3095-2012 二级`."""
    names = {entry["id"]: entry[language()] for entry in standards()["standards"]}
    found = {(_value(row, layer, "standard"), _value(row, layer, "grade"))
             for row in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry))}
    told = sorted((str(key), grade) for key, grade in found if key in names)
    return [f"{names[key]} {grade_name(grade)}" if grade in classes_catalog()["grades"] else names[key]
            for key, grade in told]


def _value(row: Any, layer: QgsVectorLayer, name: str) -> Any:
    index = layer.fields().lookupField(name)
    value = row[index] if index >= 0 else None
    return None if value == NULL else value


def style_airsheds(layer: QgsVectorLayer) -> None:
    """A colour for each airshed."""
    said = finish(layer)
    index = layer.fields().lookupField("airshed")
    if index < 0:
        return
    polygon = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    tints = catalog("catalog/palette.json")["classes"]
    tinted = _tinted(tints, looks()["airshed" if polygon else "airshed_point"], looks()["airshed_wash"])
    values = sorted(value for value in layer.uniqueValues(index) if value not in (None, NULL))
    categories = [QgsRendererCategory(value, tinted(place), tr("Airshed {name}").format(name=value))
                  for place, value in enumerate(values)]
    layer.setRenderer(QgsCategorizedSymbolRenderer("airshed", [*_lines(layer, said), *categories]))
    describe(layer, [kind_head("airsheds"), *said])


def _tinted(tints: list[str], spec: dict[str, Any], wash: int) -> Any:
    """Symbols by number, in these colours in turn."""
    def drawn(place: int) -> QgsSymbol:
        tint = tints[place % len(tints)]
        return symbol(spec, {"tint": tint, "wash": QgsSymbolLayerUtils.encodeColor(colour(f"{tint} {wash}%"))})

    return drawn


def _lines(layer: QgsVectorLayer, said: list[str]) -> list[QgsRendererCategory]:
    """Lines of text in the legend: classes that nothing is in, without a colour."""
    return [QgsRendererCategory(f"\n{place}", clear_symbol(layer), text) for place, text in enumerate(said)]
