"""The parameters that say whose ground it is: a layer of units, or none for the bundled ones, and a field of it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..i18n import tr
from .base import Parameters, PlannerAlgorithm

BUNDLED = "bundled"


def rare(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """The parameter among the advanced ones."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def add_jurisdictions(algorithm: PlannerAlgorithm, layer: str, field: str, text: str) -> None:
    """Two optional parameters: the layer, described by `text`, and the field by which polygons are one jurisdiction."""
    algorithm.addParameter(QgsProcessingParameterFeatureSource(
        layer, text, [QgsProcessing.SourceType.TypeVectorPolygon], optional=True))
    algorithm.addParameter(QgsProcessingParameterField(
        field, tr("Field that tells them apart"), parentLayerParameterName=layer,
        optional=True))


def chosen_jurisdictions(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext, layer: str, field: str
) -> dict[str, Any]:
    """What the task's two parameters of these names, in lower case, are given."""
    chosen = algorithm.optional_source(parameters, layer, context)
    named = algorithm.parameterAsString(parameters, field, context) or None
    return {layer.lower(): chosen or BUNDLED, field.lower(): named if chosen else None}
