"""jjj:overlap_table: how much of each class of one layer lies in each class of another."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import EngineAlgorithm, Parameters


class OverlapTable(EngineAlgorithm):
    """Two polygon layers, each with an optional class field."""

    NAME = "overlap_table"
    GROUP = "measure"
    ICON = "overlap.svg"
    SUFFIXES = {"OUTPUT": (".gpkg", ".csv"), "PIECES": (".gpkg",)}

    def displayName(self) -> str:
        return tr("Overlap table")

    def shortDescription(self) -> str:
        return tr("Areas of one layer's classes in another's")

    def shortHelpString(self) -> str:
        return tr(
            "A row for each class of the left layer and each class of the right layer that meet: the area in m² "
            "(on the CGCS2000 ellipsoid, whatever the layers' CRS), its share of either class and the number of "
            "pieces. For each left class it also says what no right feature covers, and what several cover "
            "(counted twice): shares + not covered − counted twice make 1.\n\n"
            "The pieces themselves are made when you give them a file."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        for side, layer_text, class_text in (
            ("LEFT", tr("Left layer"), tr("Class field of the left layer (empty: one class)")),
            ("RIGHT", tr("Right layer"), tr("Class field of the right layer (empty: one class)")),
        ):
            self.addParameter(QgsProcessingParameterFeatureSource(side, layer_text, polygons))
            self.addParameter(QgsProcessingParameterField(
                f"{side}_CLASS", class_text, parentLayerParameterName=side, optional=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Overlap table"), QgsProcessing.SourceType.TypeVector))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "PIECES", tr("Overlap pieces"), QgsProcessing.SourceType.TypeVectorPolygon,
            optional=True, createByDefault=False))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "left": self.source(parameters, "LEFT", context),
            "right": self.source(parameters, "RIGHT", context),
            "left_class": self.parameterAsString(parameters, "LEFT_CLASS", context) or None,
            "right_class": self.parameterAsString(parameters, "RIGHT_CLASS", context) or None,
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        pieces = {"PIECES": result["pieces"]} if result["pieces"] else {}
        return {"OUTPUT": result["output"], **pieces}
