"""How located features are drawn, and what is within reach: bands of time, units by minutes, the lines that were taken.

A result of reach has three layers. Which one a layer is, is told by a field that only it has.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
)

from ..i18n import language
from .air_look import clear_symbol, describe, kind_head
from .labels import labeling
from .schema import catalog, domain
from .symbols import colour, symbol
from .water_look import draw, has, spoken_name, values_of


def looks() -> dict[str, Any]:
    """The symbols and words of these results."""
    return catalog("styles/places.json")


def word(key: str, **facts: object) -> str:
    """A legend's word in the interface's language."""
    return str(looks()["words"][key][language()]).format(**facts)


# Located features


def style_located(layer: QgsVectorLayer) -> None:
    """A square in the colour of the zone; a ring around those near a border."""
    if not has(layer, "zone"):
        return
    zones = domain("zone", language())
    names = {str(row["zone"]): str(row["zone_name"]) for row in layer.getFeatures() if row["zone"]}
    tints = catalog("catalog/palette.json")["zones"]
    grey = catalog("catalog/palette.json")["other"]
    root = QgsRuleBasedRenderer.Rule(None)
    _rule(root, clear_symbol(layer), "false", word("zones"))
    for zone in sorted(names):
        drawn = symbol(looks()["feature"], {"tint": tints.get(zone, grey)})
        _rule(root, drawn, f"\"zone\" = '{_quoted(zone)}'", zones.get(zone, names[zone]))
    if any(not row["zone"] for row in layer.getFeatures()):
        _rule(root, symbol(looks()["feature"], {"tint": grey}), "coalesce(\"zone\", '') = ''", word("nowhere"))
    if any(row["on_border"] for row in layer.getFeatures()):
        near = looks()["near_border"]
        _rule(root, symbol(near["symbol"]), "coalesce(\"on_border\", '') <> ''", near[language()])
    layer.setRenderer(QgsRuleBasedRenderer(root))
    describe(layer, [kind_head("located"), word("zones")])
    _label(layer, "feature_label", spoken_name(layer, "name"))


def _rule(root: QgsRuleBasedRenderer.Rule, drawn: QgsSymbol, holds: str, said: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(drawn, filterExp=holds, label=said))


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _label(layer: QgsVectorLayer, spec: str, expression: str) -> None:
    layer.setLabeling(labeling({**looks()[spec], "expression": expression}))
    layer.setLabelsEnabled(True)


# Within reach


def style_reach(layer: QgsVectorLayer) -> None:
    """Bands, units or lines."""
    for field, drawn in (("reckoned", _bands), ("reached_share", _units), ("network_part", _lines)):
        if has(layer, field):
            drawn(layer)
            return


def _bands(layer: QgsVectorLayer) -> None:
    """What any place reaches filled, less time darker; each place's own as an outline, broken where no line is."""
    minutes = sorted({float(value) for value in values_of(layer, "minutes")})
    tints = looks()["band_tints"]
    tints = tints[max(len(tints) - 1 - len(minutes), 0):]  # the widest is always a light one
    categories = [
        QgsRendererCategory(f"any {minute:g}", _washed("band", tints[min(place, len(tints) - 1)], "band_wash"),
                            word("within", minutes=f"{minute:g}"))
        for place, minute in enumerate(minutes)]
    ways = values_of(layer, "reckoned")
    categories += [QgsRendererCategory(way, symbol(looks()["outline"][way]), word(way))
                   for way in ("network", "geodesic") if way in ways]
    draw(layer, "if(\"scope\" = 'any', 'any ' || to_string(\"minutes\"), \"reckoned\")", categories, "reach", [])
    # the filled below the outlines, the widest at the bottom
    order = [QgsFeatureRequest.OrderByClause("\"scope\" <> 'any'"),
             QgsFeatureRequest.OrderByClause("minutes", False)]
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy(order))
    layer.renderer().setOrderByEnabled(True)
    longest = f"{minutes[-1]:g}" if minutes else "0"
    name = spoken_name(layer, "place_name")
    _label(layer, "place_label", f"if(\"scope\" = 'any' OR \"minutes\" < {longest}, '', {name})")


def _units(layer: QgsVectorLayer) -> None:
    """Units by minutes from the nearest place; those that are out of reach are hatched."""
    bounds, tints = looks()["minute_bounds"], looks()["minute_tints"]
    found = [float(value) for value in values_of(layer, "minutes_to")]
    categories, cases, lower = [], [], 0
    for place, upper in enumerate(bounds):
        cases.append(f'WHEN "minutes_to" <= {upper} THEN \'{upper}\'')
        if any(lower < value <= upper or (value == 0 == lower) for value in found):
            said = word("upper", lower=lower, upper=upper)
            categories.append(QgsRendererCategory(str(upper), _washed("unit", tints[place], "unit_wash"), said))
        lower = upper
    if any(value > lower for value in found):
        drawn = _washed("unit", tints[-1], "unit_wash")
        categories.append(QgsRendererCategory("more", drawn, f"> {lower}"))
    categories.append(QgsRendererCategory("beyond", symbol(looks()["beyond"]), word("beyond")))
    expression = f"CASE WHEN \"minutes_to\" IS NULL THEN 'beyond' {' '.join(cases)} ELSE 'more' END"
    draw(layer, expression, categories, "reach", [word("minutes")])
    _label(layer, "unit_label", spoken_name(layer, "unit_name"))


def _lines(layer: QgsVectorLayer) -> None:
    """The network's largest part, what is apart from it, what was left out."""
    categories = [QgsRendererCategory(key, symbol(looks()["lines"][key]), word(key))
                  for key in ("main", "island", "unused")]
    draw(layer, "CASE WHEN \"used\" = 0 THEN 'unused' WHEN \"network_part\" = 1 THEN 'main' ELSE 'island' END",
         categories, "reach", [word("parts")])


def _washed(spec: str, tint: str, wash: str) -> QgsSymbol:
    encoded = QgsSymbolLayerUtils.encodeColor(colour(f"{tint} {looks()[wash]:g}%"))
    return symbol(looks()[spec], {"wash": encoded})
