"""How the difference of two plans is drawn: ground in the colour it has now, hatched in the one it had before."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsRendererCategory,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .conflict_look import class_colours
from .schema import catalog, tables
from .symbols import colour, symbol

KEY = ("\"ground\" || ' ' || \"table_name\" || ' ' || coalesce(\"from_zone\", '') || ' → ' "
       "|| coalesce(\"to_zone\", '')")

SIGNS = {"gained": "+", "lost": "−"}


def style_comparison(layer: QgsVectorLayer) -> None:
    """Style `difference` (polygons), `moves` (lines) or `changes` (points)."""
    kind = layer.geometryType()
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
        layer.setRenderer(QgsCategorizedSymbolRenderer(KEY, _grounds(layer)))
        return
    looks = _looks()["moves" if kind == QgsWkbTypes.GeometryType.LineGeometry else "changes"]
    words = catalog("catalog/plan_comparison.json")["kinds"]
    categories = [QgsRendererCategory(value, symbol(spec), words[value][language()]) for value, spec in looks.items()]
    layer.setRenderer(QgsCategorizedSymbolRenderer("kind", categories))


def _looks() -> dict[str, Any]:
    found: dict[str, Any] = catalog("styles/results.json")["comparison"]
    return found


def _grounds(layer: QgsVectorLayer) -> list[QgsRendererCategory]:
    """A category for each pair of zones, and for what each kind of outline gained and lost."""
    found: dict[str, tuple[QgsSymbol, str]] = {}
    for feature in layer.getFeatures():
        ground, table, start, end = (_text(feature, name) for name in ("ground", "table_name", "from_zone", "to_zone"))
        key = f"{ground} {table} {start} → {end}"
        if ground == "zone":
            found[key] = (_zone_symbol(start, end), zone_label(feature))
        else:
            words = catalog("catalog/plan_comparison.json")["grounds"][ground][language()]
            found[key] = (symbol(_looks()[ground]), f"{SIGNS[ground]} {tables()[table][language()]}: {words}")
    return [QgsRendererCategory(key, drawn, label) for key, (drawn, label) in sorted(found.items(), reverse=True)]


def zone_label(feature: QgsFeature) -> str:
    """`东部滨海发展区 → 西北部生态涵养区`; a zone without a name by its code."""
    start, end = (_text(feature, f"{side}_name_{language()}") or _text(feature, f"{side}_zone")
                  for side in ("from", "to"))
    return f"{start} → {end}"


def _zone_symbol(start: str, end: str) -> QgsSymbol:
    tints = class_colours([start, end])
    wash = colour(f"{tints[end]} {_looks()['wash']}%")
    return symbol(_looks()["zone"], {"from": tints[start], "to": QgsSymbolLayerUtils.encodeColor(wash)})


def _text(feature: QgsFeature, name: str) -> str:
    value = feature[name]
    return "" if value in (None, NULL) else str(value)
