"""How indicators are drawn: a choropleth for each, in classes of about as many places; each is a style of its layer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Callable, NamedTuple

from qgis.core import (
    QgsProviderRegistry,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .air_arrival import COVERS, NOTHING
from .air_look import clear_symbol, describe, kind_head
from .compared import AFTER, DIFFERENCE, sides_of
from .labels import labeling
from .schema import catalog
from .spatial_look import STYLES as SPATIAL
from .symbols import symbol
from .water_look import name_expression, plain_rows, tinted

COMPLETE = "jjj/complete"
"""Custom property of a level of places: what it is drawn by is known of (nearly) all of them."""
KIND = "indicators"
LEVELS = ("units", "cities", "zones", "provinces")
THIN = "\u202f"
DIGITS = 3  # of a class's bound


def looks() -> dict[str, Any]:
    """The symbols and words of indicators."""
    return catalog("styles/indicators.json")


def table_of(layer: QgsVectorLayer) -> str:
    """The layer's table in the result; the first one, `units`, is loaded by its file alone."""
    found = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName")
    return str(found or LEVELS[0])


def style_indicators(layer: QgsVectorLayer) -> None:
    """A layer of the result by what its table is."""
    drawn = LOOKS.get(table_of(layer))
    if drawn is not None:
        drawn(layer)


def style_level(layer: QgsVectorLayer) -> None:
    """Places by the first indicator that is known; all others as further styles of the layer, by their names."""
    fields = drawn_fields(layer)
    name = name_expression(layer, "code")
    if name:
        layer.setLabeling(labeling({**looks()["label"], "expression": name}))
        layer.setLabelsEnabled(True)
    layer.setCustomProperty(COVERS if fields else NOTHING, True)
    if not fields:
        draw_field(layer, "", {})
        return
    known = len(numbers_of(layer, fields[0]))
    layer.setCustomProperty(COMPLETE, known >= looks()["complete"] * layer.featureCount())
    styles, sides = layer.styleManager(), sides_of(layer.source(), layer.fields().names())
    for field in reversed(fields):
        draw_field(layer, field, sides)
        if field != fields[0]:
            styles.addStyleFromLayer(words_of(field, sides))
    styles.renameStyle(styles.currentStyle(), words_of(fields[0], sides))


def drawn_fields(layer: QgsVectorLayer) -> list[str]:
    """The fields of numbers in which something is known, what is shown first first; of two years the change before.

    Those that are known of less than half of the places come last.
    """
    names = [field.name() for field in layer.fields()
             if field.isNumeric() and stem_of(field.name()) not in looks()["aside"]]
    known = {name: len(numbers_of(layer, name)) for name in names}
    order = {name: place for place, name in enumerate(looks()["shown"])}
    changed = any(name.endswith(DIFFERENCE) and count for name, count in known.items())

    def rank(name: str) -> tuple[bool, int, int]:
        part = 0 if name.endswith(DIFFERENCE) == changed else 2 if name.endswith(AFTER) else 1
        return 2 * known[name] < layer.featureCount(), order.get(stem_of(name), len(order)), part

    return sorted((name for name in known if known[name]), key=rank)


def stem_of(field: str) -> str:
    """The indicator that a field is about."""
    return field.removesuffix(AFTER) if field.endswith(AFTER) else (
        field.removesuffix(DIFFERENCE) if field.endswith(DIFFERENCE) else field)


def words_of(field: str, sides: Mapping[str, str]) -> str:
    """What a field is called in the interface's language, with its unit: `人均地区生产总值（元）`,
    and of two sides the name of its own."""
    text = catalog("styles/results.json")["fields"].get(stem_of(field), {})
    name = str(text.get(language(), stem_of(field)))
    ending = next((end for end in (AFTER, DIFFERENCE) if field.endswith(end)), "")
    called = sides.get(ending) or (looks()["words"][ending[1:]][language()] if ending else "")
    name = f"{name} · {called}" if called else name
    unit = "%" if text.get("unit") == "0–1" else text.get("unit", "")
    return f"{name} ({unit})" if unit else name


def numbers_of(layer: QgsVectorLayer, field: str) -> list[float]:
    """The numbers of a field, ascending, without the empty."""
    place = layer.fields().lookupField(field)
    found = (row[place] for row in layer.getFeatures(plain_rows()))
    return sorted(float(value) for value in found if value not in (None, NULL) and math.isfinite(float(value)))


def draw_field(layer: QgsVectorLayer, field: str, sides: Mapping[str, str]) -> None:
    """Classes of one field under a head with its name and unit; what is not known is hatched."""
    values = numbers_of(layer, field) if field else []
    root = QgsRuleBasedRenderer.Rule(None)
    if field:
        _rule(root, clear_symbol(layer), "false", words_of(field, sides))
    share = catalog("styles/results.json")["fields"].get(stem_of(field), {}).get("unit") == "0–1"
    for one in classes_of(values, field.endswith(DIFFERENCE)):
        _rule(root, tinted(looks()["area"], one.tint, looks()["wash"]), one.holds(field), span(one, share))
    if len(values) < layer.featureCount():
        empty = f'"{field}" IS NULL' if field else ""
        _rule(root, symbol(looks()["empty"]), empty, looks()["words"]["empty"][language()])
    layer.setRenderer(QgsRuleBasedRenderer(root))
    describe(layer, [kind_head(KIND), *([words_of(field, sides)] if field else [])])


class Class(NamedTuple):
    """From its lower to its upper bound, both its own but the one that it shares with the class further in."""

    low: float
    high: float
    tint: str
    innermost: bool

    def holds(self, field: str) -> str:
        """The expression that is true of its features."""
        falling = self.low < 0 and self.high <= 0 and not self.innermost
        least, most = (">=", "<") if falling else (">=" if self.innermost else ">", "<=")
        return f'"{field}" {least} {self.low!r} AND "{field}" {most} {self.high!r}'


def classes_of(values: list[float], change: bool) -> list[Class]:
    """The classes of ascending values, lowest first.

    Of a change those below and those above nothing apart, with the same bounds on both sides.
    """
    spec = looks()
    if not values:
        return []
    if not change:
        bounds = bounds_of(values, spec["classes"])
        tints = picked(spec["tints"], len(bounds) - 1)
        return [Class(low, high, tint, place == 0)
                for place, (low, high, tint) in enumerate(zip(bounds, bounds[1:], tints))]
    sizes = sorted({abs(value) for value in values if value})
    even = [Class(0.0, 0.0, spec["even"], True)] if 0.0 in values else []
    if not sizes:
        return even
    bounds = bounds_of(sizes, len(spec["rising"]))
    steps = list(zip(bounds, bounds[1:]))
    rising, falling = (list(zip(steps, picked(spec[way], len(steps)))) for way in ("rising", "falling"))
    below = [Class(-high, -low, tint, (low, high) == steps[0]) for (low, high), tint in reversed(falling)]
    above = [Class(low, high, tint, (low, high) == steps[0]) for (low, high), tint in rising]
    return [*(below if values[0] < 0 else []), *even, *(above if values[-1] > 0 else [])]


def bounds_of(values: list[float], most: int) -> list[float]:
    """Bounds of at most so many classes with about as many values each, rounded; the outer ones hold all."""
    count = min(most, len(set(values)))
    last = [math.ceil(place * len(values) / count) - 1 for place in range(1, count)]  # of each class but the highest
    inner = [rounded((values[place] + values[place + 1]) / 2) for place in last]
    low, high = rounded(values[0], math.floor), rounded(values[-1], math.ceil)
    return sorted({low, *(bound for bound in inner if low < bound < high), high}) if low < high else [low, high]


def rounded(value: float, way: Callable[[float], float] = round) -> float:
    """Three digits of a number."""
    if value == 0:
        return 0.0
    places = DIGITS - 1 - math.floor(math.log10(abs(value)))
    return float(f"{way(round(value * 10.0 ** places, 6)) / 10.0 ** places:.12g}")


def picked(tints: list[str], count: int) -> list[str]:
    """So many of the tints, the first and the last among them."""
    if count <= 1:
        return tints[-1:]
    return [tints[round(place * (len(tints) - 1) / (count - 1))] for place in range(count)]


def span(one: Class, share: bool) -> str:
    """`48 500 – 102 000`; of shares in per cent."""
    if (one.low, one.high) == (0.0, 0.0):
        return str(looks()["words"]["even"][language()])
    texts = [_number(100 * bound if share else bound) for bound in (one.low, one.high)]
    return texts[0] if one.low == one.high else f"{texts[0]} – {texts[1]}"


def _number(value: float) -> str:
    text = f"{abs(value):,.10g}".replace(",", THIN)
    return f"−{text}" if value < 0 else text


def _rule(root: QgsRuleBasedRenderer.Rule, drawn: QgsSymbol, holds: str, words: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(drawn, 0, 0, holds, words))


LOOKS: dict[str, Callable[[QgsVectorLayer], None]] = {**dict.fromkeys(LEVELS, style_level), **SPATIAL}
"""How each layer of the result is drawn, by its table."""
