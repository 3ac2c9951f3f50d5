"""jjj:overlap_pieces: the polygons behind one number of an overlap table."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import EngineAlgorithm, Parameters
from .overlap_table import add_layers, chosen_layers

VALUES = ("LEFT_VALUE", "RIGHT_VALUE", "BY_VALUE")


class OverlapPieces(EngineAlgorithm):
    """The layers and class fields of an overlap table, and the classes of the cell. The result panel runs it."""

    NAME = "overlap_pieces"
    GROUP = "measure"
    ICON = "overlap.svg"
    IN_MENU = False
    RECORDED = False  # it explains a run that is recorded
    SUFFIXES = {"OUTPUT": (".gpkg",)}

    def displayName(self) -> str:
        return tr("Pieces of one cell of an overlap table")

    def shortDescription(self) -> str:
        return tr("The polygons whose areas sum to one number")

    def shortHelpString(self) -> str:
        return tr(
            "Choose the layers and class fields of an overlap table and the classes of one of its cells: the result "
            "has a polygon for each pair of features, and their areas sum to the cell. A class is written as the table "
            "has it; leave out one to take all of its classes."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_layers(self)
        for name, text in zip(VALUES, (tr("Left class"), tr("Right class"), tr("Class of the third layer"))):
            self.addParameter(QgsProcessingParameterString(name, text, optional=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Overlap pieces"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area (m²)")))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        layers = chosen_layers(self, parameters, context)
        # an empty text is a class too: that of features without one
        given = {name.lower(): self.parameterAsString(parameters, name, context)
                 if parameters.get(name) is not None else None for name in VALUES}
        return {**layers, **given, "by_value": given["by_value"] if layers["by"] else None}

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {**super().outputs(result), "AREA_M2": result["area_m2"]}
