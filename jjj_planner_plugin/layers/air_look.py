"""How concentrations are drawn, as rasters, stations, cities and zones: the standard's classes, named in the legend.

QGIS's legends have no lines of plain text: the head and the notes are classes that no value can fall in, without a
colour.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import mean

from qgis.core import (
    QgsColorRampShader,
    QgsFeatureRequest,
    QgsGraduatedSymbolRenderer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererRange,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL
from qgis.PyQt.QtGui import QColor

from ..i18n import language, tr
from .air_classes import AirClass, Classes, classes_of
from .air_standards import classes_catalog, unit_of
from .air_tags import AirTags, Band, air_tags
from .air_time import day_of, feature_days, length_of_period, play_bands, play_features
from .schema import catalog
from .symbols import colour, symbol

AIR = "jjj/air"
"""Custom property of the rasters of concentration that a tool made: the pollutant."""
OBSERVATIONS = "jjj/observations"
"""Custom property of layers of observations: the field that is drawn."""
NOWHERE = -1000.0
"""µg/m³: below it no value lies; the legend's lines of text do."""
NO_DATA = -999.0
"""What an empty value becomes in a layer of points or polygons."""
MUCH_NO_DATA = 'coalesce("few_cells", false) OR coalesce("no_data_share", 0) > {share:g}'
"""When a zone's mean is in doubt."""
CLEAR = QColor(255, 255, 255, 0)


def looks() -> dict:
    """The symbols of air results."""
    return dict(catalog("styles/air.json"))


# Rasters


def style_concentrations(layer: QgsRasterLayer | QgsVectorLayer) -> None:
    """A raster of an air tool by the classes of its pollutant; a series plays. A raster without tags stays as it is.

    A layer of features beside it, such as the errors at stations, is only marked.
    """
    if isinstance(layer, QgsVectorLayer):
        finish(layer)
        return
    tags = air_tags(layer)
    if tags.pollutant is None:
        return
    dated = tags.dated
    day = day_of(dated[-1].start) if dated else None
    classes = classes_of(tags.pollutant, tags.averaging, day)
    notes = raster_notes(tags)
    band = dated[-1].number if dated else 1  # until a date is chosen, as of features
    layer.setRenderer(raster_renderer(layer, classes, notes, band))
    layer.setCustomProperty(AIR, tags.pollutant)
    mark_demonstration(layer, tags.demonstration)
    describe(layer, [classes.head, tags.source or "", *notes])
    if tags.is_series:
        play_bands(layer, dated)
    layer.triggerRepaint()


def raster_renderer(
    layer: QgsRasterLayer, classes: Classes, notes: list[str], band: int
) -> QgsSingleBandPseudoColorRenderer:
    """Discrete classes under a head; what has no value stays clear."""
    heads = [*classes.lines, *notes]
    items = [QgsColorRampShader.ColorRampItem(NOWHERE - len(heads) + place, CLEAR, text)
             for place, text in enumerate(heads)]
    items += [QgsColorRampShader.ColorRampItem(one.upper, QColor(one.colour), one.label) for one in classes.classes]
    largest = max(one.upper for one in classes.classes if not math.isinf(one.upper))
    function = QgsColorRampShader(0.0, largest)
    function.setColorRampType(QgsColorRampShader.Type.Discrete)
    function.setColorRampItemList(items)
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(largest)
    return renderer


def raster_notes(tags: AirTags) -> list[str]:
    """What stands under the legend's head: that it is a demonstration, and how far the interpolation is off."""
    return [*([tr("Demonstration, no basis for decisions")] if tags.demonstration else []), *_errors(tags)]


def _errors(tags: AirTags) -> list[str]:
    """The leave-one-out error beside that of no model, for a series the means over its dates."""
    loo, plain = (_numbers(tags.bands, name) for name in ("LOO_RMSE", "NO_MODEL_RMSE"))
    if not loo or not plain:
        return []
    unit = tags.unit or unit_of(tags.pollutant or "pm25")
    texts = [tr("Leave-one-out error {error} {unit}").format(error=f"{mean(loo):.1f}", unit=unit),
             tr("Without a model {plain} {unit}").format(plain=f"{mean(plain):.1f}", unit=unit)]
    return texts if len(loo) == 1 else [*texts, tr("(mean of {count} dates)").format(count=len(loo))]


def _numbers(bands: list[Band], tag: str) -> list[float]:
    found = []
    for band in bands:
        try:
            value = float(band.tags.get(tag, ""))
        except ValueError:
            continue
        found += [value] if math.isfinite(value) else []
    return found


def mark_demonstration(layer: QgsRasterLayer | QgsVectorLayer, demonstration: bool) -> None:
    """Say in the layer's name that it is a demonstration, once."""
    if demonstration:
        named = tr("{name} (demonstration)")
        ending = named.format(name="")
        if not layer.name().endswith(ending):
            layer.setName(named.format(name=layer.name()))


def kind_head(kind: str, more: str = "") -> str:
    """What a kind of result is called, as its group is: `超标范围 · > 75 µg/m³`."""
    name = str(catalog("styles/results.json")["groups"][kind][language()])
    return f"{name} · {more}" if more else name


def describe(layer: QgsRasterLayer | QgsVectorLayer, lines: list[str]) -> None:
    """Put these lines, the head first, into the layer's metadata, which its properties and the print map show."""
    told = layer.metadata()
    told.setAbstract("\n".join(line for line in lines if line))
    layer.setMetadata(told)


# Points and polygons


def style_observations(layer: QgsVectorLayer) -> None:
    """Stations or cities by their first pollutant that has values; places alone as white dots."""
    pollutant, field = shown_pollutant(layer)
    if pollutant:
        layer.setCustomProperty(OBSERVATIONS, field)
        style_values(layer, field, pollutant, "hour" if field == "o3_1h" else None)
        return
    finish(layer)  # places without values, such as a list of stations
    if layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(looks()["point"], {"tint": colour("paper").name()})))


def shown_pollutant(layer: QgsVectorLayer) -> tuple[str, str]:
    """The pollutant that is drawn and its field; both empty where there is none."""
    for pollutant, entry in classes_catalog()["pollutants"].items():
        for field in entry["fields"]:
            if first_value(layer, field) is not None:
                return pollutant, field
    return "", ""


def style_values(
    layer: QgsVectorLayer, field: str, pollutant: str, averaging: str | None, hatched: bool = False
) -> None:
    """Points or polygons by the classes of a pollutant's values in `field`."""
    _, last = feature_days(layer)
    classes = classes_of(pollutant, averaging or first_text(layer, "averaging") or length_of_period(layer), last)
    notes = [tr("Hatched: fewer than 4 cells")] if hatched else []
    if hatched and layer.fields().lookupField("no_data_share") >= 0:
        notes += [tr("or more than {share} without data").format(share=f"{looks()['much_no_data']:.0%}")]
    draw_classes(layer, or_no_data(field), classes, notes, hatched)


def draw_classes(
    layer: QgsVectorLayer, expression: str, classes: Classes, notes: list[str], hatched: bool = False
) -> None:
    """Draw classes, say what must be known of them, and let the layer play."""
    said = [*finish(layer), *notes]
    layer.setRenderer(value_renderer(layer, expression, classes, said, hatched))
    describe(layer, [classes.head, *said])


def finish(layer: QgsVectorLayer) -> list[str]:
    """What all layers of air results have in common: the mark of a demonstration, and time. The legend's notes."""
    demonstration = is_demonstration(layer)
    mark_demonstration(layer, demonstration)
    play_features(layer)
    return [tr("Demonstration, no basis for decisions")] if demonstration else []


def or_no_data(field: str) -> str:
    """An expression: the field's value, NO_DATA where it is empty."""
    return f'coalesce("{field}", {NO_DATA:g})'


def value_renderer(
    layer: QgsVectorLayer, expression: str, classes: Classes, notes: list[str], hatched: bool = False
) -> QgsGraduatedSymbolRenderer:
    """Ranges in the classes' colours; the first that holds a value takes it, so a limit itself is below.

    `expression` gives NO_DATA where there is no value. hatched: by what the layer's own field says.
    """
    ranges = [QgsRendererRange(NOWHERE - place - 1, NOWHERE - place - 1, clear_symbol(layer), text)
              for place, text in enumerate([*classes.lines, *notes])]
    lower = NO_DATA + 1
    for one in classes.classes:
        upper = 1e9 if math.isinf(one.upper) else one.upper
        ranges.append(QgsRendererRange(lower, upper, _value_symbol(layer, one, hatched), one.label))
        lower = upper
    nothing = classes_catalog()["no_data"]
    empty = AirClass(0.0, nothing["colour"], nothing[language()])
    ranges.append(QgsRendererRange(NO_DATA, NO_DATA, _value_symbol(layer, empty), empty.label))
    renderer = QgsGraduatedSymbolRenderer(expression, ranges)
    renderer.setOrderBy(_oldest_first(layer))
    renderer.setOrderByEnabled(layer.fields().lookupField("start") >= 0)
    return renderer


def _oldest_first(layer: QgsVectorLayer) -> QgsFeatureRequest.OrderBy:
    """Of several dates at one place the newest is on top, as long as no date is chosen."""
    clauses = [QgsFeatureRequest.OrderByClause("start")] if layer.fields().lookupField("start") >= 0 else []
    return QgsFeatureRequest.OrderBy(clauses)


def _value_symbol(layer: QgsVectorLayer, one: AirClass, hatched: bool = False) -> QgsSymbol:
    polygon = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    spec = ("hatched_polygon" if hatched else "polygon") if polygon else "point"
    drawn = symbol(looks()[spec], {"tint": QColor(one.colour).name()})
    if spec == "hatched_polygon" and layer.fields().lookupField("no_data_share") >= 0:
        doubt = MUCH_NO_DATA.format(share=looks()["much_no_data"])
        drawn.symbolLayer(1).setGeometryExpression(f"CASE WHEN {doubt} THEN $geometry END")
    return drawn


def clear_symbol(layer: QgsVectorLayer) -> QgsSymbol:
    """What stands before a line of text in the legend."""
    drawn = QgsSymbol.defaultSymbol(layer.geometryType())
    drawn.setOpacity(0.0)
    return drawn


def first_value(layer: QgsVectorLayer, name: str) -> object:
    """The first value in a field; None where there is none."""
    index = layer.fields().lookupField(name)
    if index < 0:
        return None
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([index])
    return next((row[index] for row in layer.getFeatures(request) if row[index] not in (None, NULL)), None)


def first_text(layer: QgsVectorLayer, name: str) -> str:
    """The first text in a field; empty where there is none."""
    found = first_value(layer, name)
    return "" if found is None else str(found)


def is_demonstration(layer: QgsVectorLayer) -> bool:
    """Whether its field `demonstration` or the recipe beside its file says so."""
    index = layer.fields().lookupField("demonstration")
    if index >= 0 and layer.maximumValue(index) in (1, True):
        return True
    told = recipe_of(layer)
    return any(isinstance(part, dict) and part.get("demonstration") is True
               for part in (told, *(told.get("inputs") or [])))


def recipe_of(layer: QgsVectorLayer) -> dict:
    """The recipe beside a result's file; empty without one."""
    file = Path(layer.source().split("|")[0])
    recipe = file.with_name(f"{file.stem}.recipe.json") if file.name else file
    try:
        told = json.loads(recipe.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
