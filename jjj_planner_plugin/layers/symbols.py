"""QGIS symbols, renderers and labels from the descriptions in `resources/styles`."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProperty,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

from .schema import catalog, domain, styles

REST = "rest"
"""The class of all other values, and of none."""
SYMBOLS = {"marker": QgsMarkerSymbol, "line": QgsLineSymbol, "fill": QgsFillSymbol}


def colour(name: str) -> QColor:
    """A colour of the palette, with or without the `=` of the style files.

    `core`, `zones.Z1`, with an opacity `axis 30%`; `#rrggbb` as it is.
    """
    name, _, opacity = name.lstrip("=").partition(" ")
    value: Any = catalog("catalog/palette.json")
    for part in [] if name.startswith("#") else name.split("."):
        value = value[part]
    result = QColor(name if name.startswith("#") else value)
    if opacity:
        result.setAlphaF(float(opacity.rstrip("%")) / 100)
    return result


def expression(text: str) -> str:
    """The expression with its named parts (`@name`, `@trimmed` …) put in."""
    for name, part in styles()["expressions"].items():
        text = text.replace(f"@{name}", part)
    return text


def _property(value: Any, values: dict[str, str]) -> str:
    """A property as QGIS wants it: colours as r,g,b,a; `values` fills the placeholders."""
    text = str(value)
    if not text.startswith("="):
        return text
    name = text[1:]
    if name in values:
        return values[name]
    c = colour(name.replace("#", values.get("#", "#"), 1))
    return f"{c.red()},{c.green()},{c.blue()},{c.alpha()}"


def symbol_layer(spec: dict[str, Any], values: dict[str, str]) -> QgsSymbolLayer:
    """One symbol layer; `spec` carries QGIS's own property names."""
    inner = {"class", "sub", "level", "geometryModifier", "defined"}
    properties = {key: _property(value, values) for key, value in spec.items() if key not in inner}
    if "geometryModifier" in spec:
        properties["geometryModifier"] = expression(spec["geometryModifier"])
    metadata = QgsApplication.symbolLayerRegistry().symbolLayerMetadata(spec["class"])
    layer = metadata.createSymbolLayer(properties)
    if "sub" in spec:
        layer.setSubSymbol(symbol(spec["sub"], values))
    layer.setRenderingPass(int(spec.get("level", 0)))
    for name, text in spec.get("defined", {}).items():  # QGIS names: ArrowWidth; before 3.38 PropertyArrowWidth
        kinds = QgsSymbolLayer.Property
        kind = getattr(kinds, name, None) or getattr(kinds, f"Property{name}")
        layer.setDataDefinedProperty(kind, QgsProperty.fromExpression(expression(text)))
    return layer


def symbol(spec: dict[str, Any], values: dict[str, str] | None = None) -> QgsSymbol:
    """A marker, line or fill symbol from its list of layers, bottom first."""
    result = SYMBOLS[spec["type"]]()
    result.deleteSymbolLayer(0)
    for layer in spec["layers"]:  # one by one: a list in the constructor leaves them Python's to delete
        result.appendSymbolLayer(symbol_layer(layer, values or {}))
    return result


def _uses_levels(spec: dict[str, Any]) -> bool:
    return any("level" in layer for layer in spec["layers"])


def renderer(spec: dict[str, Any], language: str, names: dict[str, str] | None = None) -> QgsFeatureRenderer:
    """The renderer of a table. `names` (value → label) replaces the catalogue's value list,
    so that a zone a planner added has its own legend entry."""
    if spec["kind"] == "single":
        result: QgsFeatureRenderer = QgsSingleSymbolRenderer(symbol(spec["symbol"]))
        result.setUsingSymbolLevels(_uses_levels(spec["symbol"]))
        return result
    labels = names or (domain(spec["domain"], language) if "domain" in spec else {})
    return QgsCategorizedSymbolRenderer(expression(spec["field"]), _categories(spec, labels, language))


def _categories(spec: dict[str, Any], labels: dict[str, str], language: str) -> list[QgsRendererCategory]:
    palette = catalog("catalog/palette.json")
    known = palette.get(spec.get("palette", ""), {})
    darker = palette.get(f"{spec.get('palette', '')}_dark", {})
    categories = []
    classes = {value: text[language] for value, text in spec.get("classes", {}).items()}
    for value, label in {**labels, **classes}.items():
        described = spec["symbols"].get(value) or spec["symbols"].get("*")
        if described is None:
            continue
        angle, distance = spec.get("hatch", {}).get(value, ["45", "3.2"])
        tint = known.get(value, palette["other"])
        values = {"#": tint, "dark": darker.get(value, palette["ink"]), "angle": angle, "distance": distance}
        shown = value not in spec.get("off_at_start", ())
        categories.append(QgsRendererCategory("" if value == REST else value, symbol(described, values), label, shown))
    return categories
