"""Lists: texts or numbers written in one line, with Chinese or Latin separators, and the names of chosen layers."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProviderRegistry

from .base import Parameters, PlannerAlgorithm

SEPARATORS = "，、;；"


def texts(text: str) -> list[str]:
    """`永久基本农田，生态保护红线` as two texts; a blank between two commas stays one, to keep the places."""
    for separator in SEPARATORS:
        text = text.replace(separator, ",")
    return [part.strip() for part in text.split(",")] if text.strip() else []


def numbers(text: str) -> list[float]:
    """`200, 400` as numbers, also with spaces between them. ValueError if one is none."""
    for separator in SEPARATORS:
        text = text.replace(separator, ",")
    return [float(part) for part in text.replace(",", " ").split()]


def layer_names(
    algorithm: PlannerAlgorithm, parameters: Parameters, name: str, context: QgsProcessingContext
) -> list[str]:
    """What the layers of a multiple-layers parameter are called: see `layer_name`."""
    return [layer_name(layer, context) for layer in algorithm.parameterAsLayerList(parameters, name, context)]


def layer_name(layer: QgsMapLayer, context: QgsProcessingContext) -> str:
    """The layer's name; of one that Processing has opened by itself the table's, not the file's."""
    project = context.project()
    if project is not None and project.mapLayer(layer.id()) is not None:
        return layer.name()
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("layerName") or layer.name())
