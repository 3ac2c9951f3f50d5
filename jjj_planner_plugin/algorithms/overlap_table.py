"""jjj:overlap_table: how much of each class of one layer lies in each class of another, or of two others at once."""

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
from .jurisdictions import rare


class OverlapTable(EngineAlgorithm):
    """Two or three polygon layers, each with an optional class field."""

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
            "With a third layer, the jurisdictions for example, each row is split by its classes: zone × land use × "
            "county in one run. Ground of the right layer that it does not cover has an empty class.\n\n"
            "The pieces themselves are made when you give them a file: one polygon for each pair of features."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_layers(self)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Overlap table"), QgsProcessing.SourceType.TypeVector))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "PIECES", tr("Overlap pieces"), QgsProcessing.SourceType.TypeVectorPolygon,
            optional=True, createByDefault=False))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return chosen_layers(self, parameters, context)

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        pieces = {"PIECES": result["pieces"]} if result["pieces"] else {}
        return {"OUTPUT": result["output"], **pieces}


def add_layers(algorithm: EngineAlgorithm) -> None:
    """The left and the right layer and, among the rare parameters, the third one, each with its class field."""
    polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
    for side, layer_text, class_text, third in (
        ("LEFT", tr("Left layer"), tr("Class field of the left layer (empty: one class)"), False),
        ("RIGHT", tr("Right layer"), tr("Class field of the right layer (empty: one class)"), False),
        ("BY", tr("Split by a third layer, e.g. jurisdictions"),
         tr("Class field of the third layer (empty: one class)"), True),
    ):
        layer = QgsProcessingParameterFeatureSource(side, layer_text, polygons, optional=third)
        field = QgsProcessingParameterField(
            f"{side}_CLASS", class_text, parentLayerParameterName=side, optional=True)
        for parameter in (layer, field):
            algorithm.addParameter(rare(parameter) if third else parameter)


def chosen_layers(
    algorithm: EngineAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What was chosen in them, as the engine's tasks take it."""
    by = algorithm.optional_source(parameters, "BY", context)
    fields = {side: algorithm.parameterAsString(parameters, f"{side}_CLASS", context) or None
              for side in ("LEFT", "RIGHT", "BY")}
    return {
        "left": algorithm.source(parameters, "LEFT", context), "left_class": fields["LEFT"],
        "right": algorithm.source(parameters, "RIGHT", context), "right_class": fields["RIGHT"],
        "by": by, "by_class": fields["BY"] if by else None,
    }
