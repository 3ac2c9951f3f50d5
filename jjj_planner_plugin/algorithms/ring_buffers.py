"""jjj:ring_buffers: rings or discs in metres on the ground, with their areas."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .base import EngineAlgorithm, Parameters, also_load

KINDS = ("rings", "discs")
AREAS = "ring_areas"


class RingBuffers(EngineAlgorithm):
    """Any layer, any CRS; distances are metres on the ellipsoid."""

    NAME = "ring_buffers"
    GROUP = "measure"
    ICON = "rings.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "rings"

    def displayName(self) -> str:
        return tr("Ring buffers")

    def shortDescription(self) -> str:
        return tr("Rings or discs in metres on the ground")

    def shortHelpString(self) -> str:
        return tr(
            "Buffers of points, lines or polygons in any CRS. A distance is metres on the ground (CGCS2000 "
            "ellipsoid), the same in the north and in the south.\n\n"
            "The table beside the rings gives the area of each ring, for every feature and for all together, "
            "with its share on land and inside Beijing, Tianjin and Hebei (outlines of 1999, 1:4 000 000)."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        layer = QgsProcessingParameterFeatureSource(
            "LAYER", tr("Layer"), [QgsProcessing.SourceType.TypeVectorAnyGeometry])
        distances = QgsProcessingParameterString(
            "DISTANCES", tr("Distances (m), separated by commas"), "10000, 20000, 30000, 50000")
        kind = QgsProcessingParameterEnum(
            "KIND", tr("Kind"), [tr("Rings between the distances"), tr("Full discs")], defaultValue=0)
        dissolve = QgsProcessingParameterBoolean("DISSOLVE", tr("Dissolve: all features together"), True)
        output = QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Rings"), QgsProcessing.SourceType.TypeVectorPolygon)
        for parameter in (layer, distances, kind, dissolve, output):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputVectorLayer("AREAS", tr("Ring areas"), QgsProcessing.SourceType.TypeVector))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "DISTANCES", context)
        try:
            if not all(0 < distance < float("inf") for distance in distances_m(text)):
                return False, messages.bad_distances(text)
        except ValueError:
            return False, messages.bad_distances(text)
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "layer": self.source(parameters, "LAYER", context),
            "distances_m": distances_m(self.parameterAsString(parameters, "DISTANCES", context)),
            "kind": KINDS[self.parameterAsEnum(parameters, "KIND", context)],
            "dissolve": self.parameterAsBool(parameters, "DISSOLVE", context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "AREAS": f"{result['output']}|layername={AREAS}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        also_load(context, result["output"], f"{result['output']}|layername={AREAS}", tr("Ring areas"), "AREAS")
        super().arrived(result, context, feedback)


def distances_m(text: str) -> list[float]:
    """`10000, 20000` as numbers; also with the Chinese comma, semicolons or spaces. ValueError if one is none."""
    for separator in "，、;；":
        text = text.replace(separator, ",")
    numbers = [float(part) for part in text.replace(",", " ").split()]
    if not numbers:
        raise ValueError("no distance")
    return numbers
