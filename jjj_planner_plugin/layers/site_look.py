"""How a checked site is drawn: the parcels by a bold outline, the ground that breaks a rule hatched."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsSingleSymbolRenderer, QgsVectorLayer

from ..i18n import language
from .schema import catalog
from .symbols import symbol


def style_site(layer: QgsVectorLayer) -> None:
    """Style the layer `site` (parcels) or `site_check` (pieces; hatched where a rule is broken)."""
    looks = catalog("styles/results.json")["site"]
    if layer.fields().lookupField("control") < 0:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(looks["parcels"])))
        return
    words = catalog("catalog/site_rules.json")["verdicts"]
    categories = [
        QgsRendererCategory(verdict, symbol(looks[verdict]), words[verdict][language()])
        for verdict in ("fail", "pass", "info")
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("verdict", categories))
