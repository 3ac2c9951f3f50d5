"""How conflicts, places to talk about and borders are drawn: a colour a pair or a rule, a border with two sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
)

from ..i18n import language
from .schema import catalog
from .symbols import colour, symbol

NOTHING = "—"  # on a side where no class lies within the distance
MOST_PAIRS = 40  # legend entries of two classes; beyond, the borders are drawn alike


def style_conflicts(layer: QgsVectorLayer) -> None:
    """A colour for each pair of control lines."""
    pairs = _values(layer, "pair")
    _categorise(layer, "pair", {pair: pair for pair in pairs}, "conflict")


def style_places(layer: QgsVectorLayer) -> None:
    """A colour for each rule, which the legend tells in words."""
    wanted = ("rule", f"rule_{language()}")
    index = [layer.fields().lookupField(name) for name in wanted]
    said = {str(feature[index[0]]): str(feature[index[1]]) for feature in layer.getFeatures()}
    _categorise(layer, "rule", dict(sorted(said.items())), "place")


def style_borders(layer: QgsVectorLayer) -> None:
    """The class of the first jurisdiction on the left of the line, that of the other on its right."""
    tints = class_colours([*_values(layer, "a_class"), *_values(layer, "b_class")])
    index = [layer.fields().lookupField(name) for name in ("a_class", "b_class")]
    pairs = sorted({(str(f[index[0]] or ""), str(f[index[1]] or "")) for f in layer.getFeatures()})
    spec = catalog("styles/results.json")["border"]
    if not 0 < len(pairs) <= MOST_PAIRS:
        grey = catalog("catalog/palette.json")["other"]
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(spec, {"left": grey, "right": grey})))
        return
    categories = [
        QgsRendererCategory(f"{a} | {b}", symbol(spec, {"left": tints[a], "right": tints[b]}),
                            f"{a or NOTHING} | {b or NOTHING}")
        for a, b in pairs
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(
        "coalesce(\"a_class\", '') || ' | ' || coalesce(\"b_class\", '')", categories))


def class_colours(classes: Iterable[str]) -> dict[str, str]:
    """A colour for each class: a zone's own, light grey for none, for others those of the palette in turn."""
    palette: dict[str, Any] = catalog("catalog/palette.json")
    tints = {"": palette["land_edge"], **palette["zones"]}
    others = sorted(set(classes) - set(tints))
    return {**tints, **{name: palette["classes"][i % len(palette["classes"])] for i, name in enumerate(others)}}


def _values(layer: QgsVectorLayer, field: str) -> list[str]:
    index = layer.fields().lookupField(field)
    return sorted(str(value) for value in layer.uniqueValues(index) if value)


def _categorise(layer: QgsVectorLayer, field: str, labels: dict[str, str], spec: str) -> None:
    described = catalog("styles/results.json")[spec]
    tints = class_colours(labels)
    categories = []
    for value, label in labels.items():
        wash = colour(f"{tints[value]} {described['wash']}%")
        drawn = symbol(described, {"tint": tints[value], "wash": QgsSymbolLayerUtils.encodeColor(wash)})
        categories.append(QgsRendererCategory(value, drawn, label))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
