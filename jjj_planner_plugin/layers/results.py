"""Result layers: rings and overlap pieces drawn, tables with readable heads, everything in its group."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from .. import messages
from ..i18n import language
from .air_arrival import let_through, name_by_content, switch_off_below
from .air_look import style_concentrations, style_observations
from .air_shapes_look import style_airsheds, style_attainment, style_footprints, style_index, style_zones
from .air_time import length_of_period, offer_time
from .columns import arrange_columns
from .compared import AFTER, sides_of
from .comparison_look import style_comparison
from .conflict_look import style_borders, style_conflicts, style_places
from .findings import style_findings
from .indicators_look import style_indicators
from .labels import labeling
from .links_look import style_connectivity
from .places_look import style_located, style_reach
from .relocations_look import style_imported, style_relocations
from .result_shown import make_room
from .result_tree import by_run, place_in_group, result_group, run_group, switch_off_at_start
from .schema import catalog
from .site_look import style_site
from .symbols import colour, symbol
from .water_look import style_catchments, style_traced
from .water_shares_look import style_dependency, style_matrix, style_protection, style_riparian


def looks() -> dict[str, Any]:
    """How results are drawn and what their fields are called."""
    return catalog("styles/results.json")


VARIED = re.compile(r"(.+?)_([0-9]+(?:_[0-9]+)?)$")
"""A field of a result that was made again: `area_m2_90`, at 90 per cent."""


def field_text(name: str, beside: Collection[str] = (), sides: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a result field is called, its unit and its codes' words; empty for a field that is not known.

    beside: the fields of its table. Beside that with the most of a range it is called the least. sides: of a table of
    two sides what they are called, as `compared.sides_of` has it.
    """
    known: dict[str, Any] = looks()["fields"]
    least = looks()["least"].get(name)
    if least and least["high"] in beside:
        return {**known[name], "zh": least["zh"], "en": least["en"]}
    ending = side_of(name, beside)
    stem = name.removesuffix(ending or "")
    known_as = known.get(stem) or ({"zh": stem, "en": stem} if stem in beside else None)
    if ending is not None and known_as:
        called = side_words(ending, sides or {})
        return {**known_as, **{key: f"{known_as[key]} · {called[key]}" for key in ("zh", "en")}}
    varied = VARIED.match(name)
    if name in known or not varied or varied[1] not in known:
        return dict(known.get(name, {}))
    at = f"{varied[2].replace('_', '.')} %"
    text = known[varied[1]]
    return {**text, "zh": f"{text['zh']} {at}", "en": f"{text['en']} {at}"}


def side_of(name: str, beside: Collection[str]) -> str | None:
    """The ending by which a field is of one of two years, tables or plans, "" for the first; None where it is not."""
    ending = next((end for end in looks()["beside"] if end and name.endswith(end)), None)
    if ending is None or name in looks()["fields"]:
        return "" if f"{name}{AFTER}" in beside else None
    return ending


def side_words(ending: str, sides: Mapping[str, str]) -> dict[str, str]:
    """What a side is called, its own name where it has one."""
    text: dict[str, str] = looks()["beside"][ending]
    return {key: sides.get(ending, text[key]) for key in ("zh", "en")}


def name_fields(layer: QgsVectorLayer) -> None:
    """Bilingual aliases with units for the result fields that are known: `面积 Area (m²)`."""
    sides = sides_of(layer.source(), layer.fields().names())
    for index, field in enumerate(layer.fields()):
        text = field_text(field.name(), layer.fields().names(), sides)
        if text:
            words = f"{text['zh']} {text['en']}"
            layer.setFieldAlias(index, f"{words} ({text['unit']})" if "unit" in text else words)
            if "values" in text:
                layer.setEditorWidgetSetup(index, spoken_values(text["values"]))
        if field.typeName().lower() in ("datetime", "date"):
            layer.setEditorWidgetSetup(index, shown_time(layer))
    arrange_columns(layer)


def shown_time(layer: QgsVectorLayer) -> QgsEditorWidgetSetup:
    """Dates as days; with their time where the layer's periods are hours."""
    shape = "yyyy-MM-dd HH:mm" if length_of_period(layer) == "hour" else "yyyy-MM-dd"
    return QgsEditorWidgetSetup("DateTime", {
        "display_format": shape, "field_iso_format": True, "calendar_popup": True, "allow_null": True})


def coded_words(named: str) -> dict[str, dict[str, str]]:
    """Both languages' words by code; `named` is where they are: `site_rules/verdicts`, or several such with blanks.

    They are an object by code, or a list of entries with their `id`.
    """
    found: dict[str, dict[str, str]] = {}
    for place in named.split():
        file, *steps = place.split("/")
        words: Any = catalog(f"catalog/{file}.json")
        for step in steps:
            words = words[step]
        found |= {entry["id"]: entry for entry in words} if isinstance(words, list) else words
    return found


def spoken_values(named: str) -> QgsEditorWidgetSetup:
    """Words for a field's codes; `named` as `coded_words` has it."""
    words = {text[language()]: code for code, text in coded_words(named).items()}
    return QgsEditorWidgetSetup("ValueMap", {"map": words})


def distance_name(metres: float) -> str:
    """A distance as people write it: `500 m`, `10 km`, `2.5 km`."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def ring_names(layer: QgsVectorLayer) -> dict[float, str]:
    """By its outer distance, ascending, what each ring of the layer is called: `10–20 km`, as in the table."""
    fields = layer.fields()
    far, near, name = (fields.lookupField(field) for field in ("distance_to_m", "distance_from_m", "ring"))
    names = {}
    for feature in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
        metres = feature[far]
        if metres in (None, NULL):
            continue
        if name >= 0:
            names[float(metres)] = str(feature[name])
        else:
            names[float(metres)] = f"{distance_name(feature[near])} – {distance_name(metres)}"
    return dict(sorted(names.items()))


def style_rings(layer: QgsVectorLayer) -> None:
    """One hue, lighter outwards; the distance stands on the outer edge of each ring.

    Where every feature has a distance of its own, all are drawn alike.
    """
    spec, names = looks()["rings"], ring_names(layer)
    layer.setLabeling(labeling(looks()["ring_labels"]))
    layer.setLabelsEnabled(True)
    if not 0 < len(names) <= spec["most_rings"]:
        layer.setRenderer(QgsSingleSymbolRenderer(_ring_symbol(spec["faintest"])))
        return
    step = (spec["strongest"] - spec["faintest"]) / max(len(names) - 1, 1)
    renderer = QgsCategorizedSymbolRenderer(spec["class_field"], [
        QgsRendererCategory(metres, _ring_symbol(spec["strongest"] - step * place), name)
        for place, (metres, name) in enumerate(names.items())])
    # the widest first: of discs the smaller ones lie on top
    order = QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(spec["class_field"], False)])
    renderer.setOrderBy(order)
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def _ring_symbol(opacity: float) -> QgsSymbol:
    fill = {"class": "SimpleFill", "color": f"=ring {opacity:g}%", "outline_color": "=ring 70%", "style": "solid",
            "outline_width": looks()["rings"]["outline"]}
    return symbol({"type": "fill", "layers": [fill]})


def style_pieces(layer: QgsVectorLayer) -> None:
    """Overlap pieces: a colour for each left class while they can be told apart, one colour beyond that."""
    field = looks()["piece_class_field"]
    index = layer.fields().lookupField(field)
    values = sorted(str(v) for v in layer.uniqueValues(index)) if index >= 0 else []
    if not 1 < len(values) <= looks()["most_piece_classes"]:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(looks()["pieces"])))
        return
    known = catalog("catalog/palette.json")["zones"]
    categories: list[QgsRendererCategory] = []
    for place, value in enumerate(values):
        drawn = symbol(looks()["pieces"])
        tint = colour(known[value]) if value in known else colour("piece")
        if value not in known:
            tint.setHsv((tint.hue() + 360 * place // len(values)) % 360, 150, 170)
        tint.setAlphaF(0.5)
        drawn.setColor(tint)
        categories.append(QgsRendererCategory(value, drawn, value))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))


STYLES: dict[str, Callable[[Any], None]] = {
    "rings": style_rings, "overlap": style_pieces, "site_check": style_site, "import_site": style_site,
    "conflicts": style_conflicts, "coordination": style_places, "borders": style_borders,
    "check": style_findings,
    "comparison": style_comparison,
    "air_raster": style_concentrations, "air_observations": style_observations, "air_zonal": style_zones,
    "air_exceedance": style_attainment, "air_aqi": style_index, "air_footprints": style_footprints,
    "airsheds": style_airsheds,
    "catchments": style_catchments, "traced": style_traced, "catchment_matrix": style_matrix,
    "dependency": style_dependency, "riparian": style_riparian, "protection": style_protection,
    "located": style_located, "reach": style_reach,
    "relocations": style_relocations, "imported_relocations": style_imported,
    "indicators": style_indicators,
    "connectivity": style_connectivity,
}
"""How the features of each kind of result are drawn, and its rasters."""


RASTERS: dict[str, Callable[[QgsRasterLayer], None]] = {
    "air_exceedance": style_attainment, "air_aqi": style_index,
}
"""Kinds whose rasters hold something else than concentrations."""


UNSTYLED = ("fixed_copy",)
"""Kinds that are the planner's own data: they keep QGIS's look and their fields' names."""


def style_result(layer: QgsMapLayer, kind: str) -> None:
    """Style a result of `kind`, a key of STYLES; a table gets its aliases only."""
    if isinstance(layer, QgsRasterLayer):
        RASTERS.get(kind, style_concentrations)(layer)
    if not isinstance(layer, QgsVectorLayer) or kind in UNSTYLED:
        return
    name_fields(layer)
    if layer.isSpatial():
        STYLES[kind](layer)
        layer.triggerRepaint()


MADE = "jjj/made"
"""Custom property of a result's layers: when it came."""


def newest_polygons(project: QgsProject) -> QgsVectorLayer | None:
    """The polygons that a tool made last, if they are still in the project."""
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    made = [layer for layer in project.mapLayers().values() if layer.customProperty(MADE)
            and isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.geometryType() == polygon]
    return max(made, key=lambda layer: str(layer.customProperty(MADE)), default=None)


class ResultLook(QgsProcessingLayerPostProcessorInterface):
    """Styles a result once Processing has loaded it, on the main thread."""

    kept: list[ResultLook] = []
    """Python would collect a post-processor that only C++ points to, and styling would work now and then."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        ResultLook.kept.append(self)

    def postProcessLayer(  # noqa: N802 - the name QGIS calls
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        name_by_content(layer, self.kind)
        style_result(layer, self.kind)
        let_through(layer, self.kind)
        layer.setCustomProperty(MADE, datetime.now().isoformat())
        if context.project() is not None:
            spec, name = looks()["groups"][self.kind], result_group(self.kind)
            if by_run(self.kind):
                name = run_group(context.project(), layer, self.kind)
            place_in_group(context.project(), layer, name, bool(spec.get("on_top")), bool(spec.get("over_plan")))
            switch_off_below(context.project(), layer)
            switch_off_at_start(context.project(), layer, self.kind)
            hidden = make_room(context.project(), layer, self.kind)
            if hidden:
                feedback.pushInfo(messages.hidden_under_result(hidden))
            offer_time(context.project(), layer)
        if self in ResultLook.kept:
            ResultLook.kept.remove(self)
