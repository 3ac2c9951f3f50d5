"""Lists: texts or numbers written in one line, with Chinese or Latin separators, and the names of chosen layers."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProviderRegistry

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
    """What the layers of a multiple-layers parameter are called; of one opened by its file, the table's name."""
    project, names = context.project(), []
    for layer in algorithm.parameterAsLayerList(parameters, name, context):
        parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        shown = project is not None and project.mapLayer(layer.id()) is not None
        names.append(layer.name() if shown else str(parts.get("layerName") or layer.name()))
    return names
