"""What a water result on the print map of a plan is, and which layers of its file belong to the same picture."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsVectorLayer

from ..i18n import language, tr
from .air_look import recipe_of
from .water_look import looks, role_by_fields


def water_kind(layer: QgsMapLayer) -> str:
    """The kind of water result that a layer is, told by its fields; empty for anything else."""
    if not isinstance(layer, QgsVectorLayer):
        return ""
    return next((kind for kind in looks()["on_map"] if role_by_fields(layer, kind)), "")


def beside(layer: QgsVectorLayer, kind: str) -> list[QgsVectorLayer]:
    """The other layers of its file that belong on the map with it, from below; none beside one that is no main one."""
    tables = looks()["on_map"].get(kind, {})
    if not tables or role_by_fields(layer, kind) != next(iter(tables)):
        return []
    file = layer.source().split("|")[0]
    found = [QgsVectorLayer(f"{file}|layername={table}", words[language()], "ogr")
             for table, words in list(tables.items())[1:]]
    return [one for one in found if one.isValid() and one.featureCount() > 0]


def heights_source(layer: QgsMapLayer) -> str:
    """Which heights a result was made from, as far as the recipe beside its file says; empty for any other layer."""
    told = recipe_of(layer).get("params", {}) if water_kind(layer) else {}
    if "dem" not in told or told.get("basins"):
        return ""
    given = told["dem"] or "bundled"
    words = looks()["words"]["bundled_heights"][language()]
    return tr("Heights: {source}").format(source=words if given == "bundled" else Path(str(given)).name)
