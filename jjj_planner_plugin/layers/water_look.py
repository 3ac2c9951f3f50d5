"""How what the water tools find on the ground is drawn: catchments, streams and pour points, what lies upstream.

A result has several layers. Which one a layer is, is told by its table's name, else by a field that only it has.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsRendererCategory,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .air_look import clear_symbol, describe, first_value, kind_head
from .known_names import named_expression
from .labels import labeling
from .schema import catalog
from .symbols import colour, symbol

AREA, LINE, POINT = (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.LineGeometry,
                     QgsWkbTypes.GeometryType.PointGeometry)
MARKS = {
    "catchments": {"streams": (LINE, "strahler"), "snaps": (LINE, "snap_m"), "pour_points": (POINT, "snap_m"),
                   "catchments": (AREA, "plain_share"), "sub_basins": (AREA, "pfafstetter"),
                   "trusted_basins": (AREA, "holds_point")},
    "traced": {"traced": (AREA, "steps")},
    "dependency": {"agreements": (LINE, "period"), "pairs": (LINE, "upstream_code"),
                   "dependency": (AREA, "dependency")},
    "riparian": {"reaches": (LINE, "intake_id"), "intakes": (POINT, "intake_place"), "strips": (AREA, "strip_part")},
    "protection": {"conflicts": (AREA, "concern"), "lines": (LINE, "concern"), "points": (POINT, "concern")},
}
"""By kind: a field that of its shape only this layer has, asked in this order where the table's name says nothing."""


IN_ENGLISH = "coalesce(@jjj_language, '{}') = 'en'"
"""Whether the map speaks English; in a project without a plan it speaks as the interface."""


def looks() -> dict[str, Any]:
    """The symbols and words of water results."""
    return catalog("styles/water.json")


# What all of them need


def role_of(layer: QgsVectorLayer, kind: str) -> str:
    """Which of its result's layers it is; empty for none that is known."""
    table = str(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName") or "")
    return table if table in MARKS[kind] else role_by_fields(layer, kind)


def role_by_fields(layer: QgsVectorLayer, kind: str) -> str:
    """The same where the table's name is not to be relied on."""
    return next((role for role, (shape, field) in MARKS[kind].items()
                 if layer.geometryType() == shape and has(layer, field)), "")


def has(layer: QgsVectorLayer, name: str) -> bool:
    """Whether it has this field."""
    return bool(layer.fields().lookupField(name) >= 0)


def values_of(layer: QgsVectorLayer, name: str) -> list[Any]:
    """The values of a field in order, without the empty."""
    index = layer.fields().lookupField(name)
    found = {row[index] for row in layer.getFeatures(plain_rows())} if index >= 0 else set()
    return sorted(value for value in found if value not in (None, NULL))


def plain_rows() -> QgsFeatureRequest:
    """All rows, without their shapes."""
    return QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)


def word(key: str) -> str:
    """A legend's word in the interface's language."""
    return str(looks()["words"][key][language()])


def tinted(spec: dict[str, Any], tint: str, wash: float, **more: str) -> QgsSymbol:
    """The symbol that `spec` describes, in `tint` and, where it is to be seen through, in `wash` per cent of it."""
    washed = QgsSymbolLayerUtils.encodeColor(colour(f"{tint} {wash:g}%"))
    return symbol(spec, {"tint": tint, "wash": washed, **more})


def draw(
    layer: QgsVectorLayer, expression: str, categories: list[QgsRendererCategory], kind: str, said: list[str]
) -> None:
    """Draw categories below the legend's lines of text, and put the same lines into the layer's metadata."""
    notes = [QgsRendererCategory(f"\n{place}", clear_symbol(layer), text) for place, text in enumerate(said)]
    layer.setRenderer(QgsCategorizedSymbolRenderer(expression, [*notes, *categories]))
    describe(layer, [kind_head(kind), *said])


def single(entry: dict[str, Any]) -> list[QgsRendererCategory]:
    """One symbol for all, with its words in the legend."""
    return [QgsRendererCategory("all", symbol(entry["symbol"]), entry[language()])]


def label(layer: QgsVectorLayer, spec: str, expression: str) -> None:
    """Write `expression` beside each feature; nothing where it is empty."""
    layer.setLabeling(labeling({**looks()[spec], "expression": expression}))
    layer.setLabelsEnabled(bool(expression))


def spoken(layer: QgsVectorLayer, stem: str) -> str:
    """Of two fields with both languages' words the one in the interface's; `stem` where there are not two."""
    return f"{stem}_{language()}" if has(layer, f"{stem}_{language()}") else stem


def name_expression(layer: QgsVectorLayer, *fallbacks: str) -> str:
    """An expression: the name in the map's language, else the first of `fallbacks`; empty where none is there."""
    parts = []
    if has(layer, "name_zh") and has(layer, "name_en"):
        parts.append(f"if({IN_ENGLISH.format(language())}, nullif(\"name_en\", ''), nullif(\"name_zh\", ''))")
    for name in ("name_zh", "name"):
        parts += [f"nullif({spoken_name(layer, name)}, '')"] if has(layer, name) else []
    parts += [f"nullif(to_string(\"{name}\"), '')" for name in fallbacks if has(layer, name)]
    return f"coalesce({', '.join(parts)}, '')" if parts else ""


def spoken_name(layer: QgsVectorLayer, field: str) -> str:
    """An expression: a field's names in the map's language, where the bundled data know both."""
    known = named_expression(field, {str(value) for value in values_of(layer, field)})
    return known if known == f'"{field}"' else f'if({IN_ENGLISH.format(language())}, {known}, "{field}")'


def km2(field: str) -> str:
    """An expression: the area in `field` as `15 327 km²`."""
    return f"replace(format_number(\"{field}\" / 1000000, if(\"{field}\" < 1e7, 1, 0), 'en'), ',', ' ') || ' km²'"


# Catchments


def style_catchments(layer: QgsVectorLayer) -> None:
    """Catchments with their streams and pour points; what the ground is too flat for is hatched."""
    drawn = {"catchments": _catchments, "sub_basins": _sub_basins, "streams": _streams, "pour_points": _pour_points,
             "snaps": _snaps, "trusted_basins": _trusted_basins}.get(role_of(layer, "catchments"))
    if drawn is not None:
        drawn(layer)


def _catchments(layer: QgsVectorLayer) -> None:
    words = {**looks()["catchment"], "coarse": looks()["coarse_catchment"]}
    keys = {"flat": "coalesce(to_int(\"trusted\"), 1) = 0" if has(layer, "trusted") else "false",
            "coarse": "coalesce(to_int(\"coarse\"), 0) = 1" if has(layer, "coarse") else "false"}
    there = {"trusted", *(["flat"] if 0 in values_of(layer, "trusted") else []),
             *(["coarse"] if 1 in values_of(layer, "coarse") else [])}
    categories = [QgsRendererCategory(key, symbol(entry["symbol"]), entry[language()])
                  for key, entry in words.items() if key in there]
    cases = " ".join(f"WHEN {holds} THEN '{key}'" for key, holds in keys.items())
    draw(layer, f"CASE {cases} ELSE 'trusted' END", categories, "catchments", [])
    name = name_expression(layer, "point_id")
    shown = f"{name} || '\\n' || {km2('area_m2')}" if has(layer, "area_m2") else name
    label(layer, "label", f"{shown} || if({keys['flat']}, '\\n' || {_in_map_language('not_trusted')}, '')")
    largest_first(layer)


def _in_map_language(key: str) -> str:
    """An expression: words of the looks in the map's language."""
    told = looks()[key]
    return f"if({IN_ENGLISH.format(language())}, '{told['en']}', '{told['zh']}')"


def largest_first(layer: QgsVectorLayer) -> None:
    """Of nested ones the smaller lie on top."""
    if has(layer, "area_m2"):
        layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("area_m2", False)]))
        layer.renderer().setOrderByEnabled(True)


def _sub_basins(layer: QgsVectorLayer) -> None:
    draw(layer, "'all'", single(looks()["sub_basin"]), "catchments", [])
    shown = next((name for name in ("pfafstetter", "basin_id") if first_value(layer, name) is not None), "")
    if shown:
        label(layer, "sub_basin_label", f'to_string("{shown}")')


def _trusted_basins(layer: QgsVectorLayer) -> None:
    """With what they are called and their size: they stand in for a number that is not to be trusted."""
    draw(layer, "'all'", single(looks()["trusted_basin"]), "catchments", [])
    name = name_expression(layer, "catchment_id")
    if name and has(layer, "area_m2"):
        label(layer, "offered_label", f"{name} || '\\n' || {km2('area_m2')}")


def _streams(layer: QgsVectorLayer) -> None:
    """Wider and darker with each order."""
    widths, tints = looks()["stream_widths"], looks()["stream_tints"]
    categories = []
    for order in sorted({int(value) for value in values_of(layer, "strahler")}, reverse=True):
        place = min(max(order, 1), len(widths)) - 1
        drawn = symbol(looks()["stream"], {"tint": tints[place], "width": f"{widths[place]:g}"})
        categories.append(QgsRendererCategory(order, drawn, word("order").format(order=order)))
    draw(layer, "strahler", categories, "catchments", [word("streams")])
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("strahler")]))
    layer.renderer().setOrderByEnabled(True)


def _pour_points(layer: QgsVectorLayer) -> None:
    draw(layer, "'all'", single(looks()["pour_point"]), "catchments", [])


def _snaps(layer: QgsVectorLayer) -> None:
    draw(layer, "'all'", single(looks()["snap"]), "catchments", [])


# What lies upstream


def style_traced(layer: QgsVectorLayer) -> None:
    """The basin asked about, what is upstream of it lighter with each step, what is downstream in another hue."""
    if not has(layer, "role") or not has(layer, "steps"):
        return
    spec = looks()["traced"]
    shape = looks()["basin_line" if layer.geometryType() == LINE else "basin"]
    upstream = spec["upstream"]
    steps = [int(row["steps"] or 0) for row in layer.getFeatures(plain_rows())
             if row["role"] == "upstream" and row["steps"] not in (None, NULL)]
    bounds, cases = upstream["bounds"], []
    categories = [QgsRendererCategory("given", tinted(shape, spec["given"]["tint"], spec["given"]["wash"]),
                                      spec["given"][language()])]
    for place, lower in enumerate(bounds):
        upper = bounds[place + 1] if place + 1 < len(bounds) else None
        span = word("steps").format(steps=_span(lower, upper)) if upper else word("steps_beyond").format(steps=lower)
        cases.append(f"WHEN \"steps\" < {upper} THEN 'up{lower}'" if upper else f"ELSE 'up{lower}'")
        if any(lower <= step and (upper is None or step < upper) for step in steps):
            drawn = tinted(shape, upstream["tints"][place], upstream["wash"])
            categories.append(QgsRendererCategory(f"up{lower}", drawn, span))
    if "downstream" in values_of(layer, "role"):
        categories.append(QgsRendererCategory(
            "downstream", tinted(shape, spec["downstream"]["tint"], spec["downstream"]["wash"]),
            spec["downstream"][language()]))
    by_steps = f"CASE {' '.join(cases)} END"
    draw(layer, f"if(\"role\" = 'upstream', {by_steps}, \"role\")", categories, "traced", [])
    name = name_expression(layer, "basin_id", "catchment_id", "id")
    if name:
        label(layer, "sub_basin_label" if layer.featureCount() > looks()["most_catchments"] else "label", name)


def _span(lower: int, upper: int) -> str:
    """`3`, or `3–4`: the whole numbers from `lower` up to but without `upper`."""
    return str(lower) if upper == lower + 1 else f"{lower}–{upper - 1}"
