"""jjj:catchment_matrix: how much of each jurisdiction lies in each catchment, in none of them, and in several."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import Parameters
from .jurisdictions import BUNDLED, add_jurisdictions, chosen_jurisdictions
from .tabled import TabledAlgorithm

LEVELS = ("city", "province", "unit")


class CatchmentMatrix(TabledAlgorithm):
    """Jurisdictions and catchments, each with the field that tells them apart."""

    NAME = "catchment_matrix"
    GROUP = "water"
    ICON = "catchment_matrix.svg"
    SUFFIXES = {"OUTPUT": (".gpkg", ".csv")}
    RESULT_KIND = "catchment_matrix"
    TABLES = {"MATRIX": "matrix", "WIDE": "matrix_wide"}

    def displayName(self) -> str:
        return tr("Catchment matrix")

    def shortDescription(self) -> str:
        return tr("Jurisdictions by catchments: areas, shares, not covered, counted twice")

    def shortHelpString(self) -> str:
        return tr(
            "A row for each jurisdiction and catchment that meet: the area in m² (on the CGCS2000 ellipsoid, whatever "
            "the layers' CRS), its share of the jurisdiction (row) and of the catchment (column), and the whole area "
            "of both.\n\n"
            "Each jurisdiction also has a row of what no catchment covers, and one of what several cover (counted "
            "twice); each catchment has the same of the jurisdictions. Areas + not covered − counted twice make the "
            "whole, in rows and in columns.\n\n"
            "In a GeoPackage the ground of each row comes as a layer, and the matrix also as a table with a column for "
            "each catchment, in km², with totals. A CSV has the long table only. In the results panel the matrix is "
            "drawn as a heat map.\n\n"
            "Without layers the bundled units of 1999 (1:4 000 000) by city, province or unit and the ten sub-basins "
            "of the Hai are used; 8.6 % of the region drains elsewhere (the Bashang plateau, the Liao, small coastal "
            "rivers) and is not covered."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: units of 1999)"))
        self.addParameter(QgsProcessingParameterEnum(
            "LEVEL", tr("Those units by"), [tr("City"), tr("Province"), tr("Unit")], defaultValue=0))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "CATCHMENTS", tr("Catchments (empty: ten sub-basins)"), polygons, optional=True))
        self.addParameter(QgsProcessingParameterField(
            "CATCHMENT_FIELD", tr("Catchment field (empty: the usual one)"),
            parentLayerParameterName="CATCHMENTS", optional=True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Catchments by jurisdiction"), QgsProcessing.SourceType.TypeVector))
        self.add_table_outputs()

    def titles(self) -> dict[str, str]:
        return {"MATRIX": tr("Catchment matrix"), "WIDE": tr("Catchment matrix in columns (km²)")}

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        catchments = self.optional_source(parameters, "CATCHMENTS", context)
        field = self.parameterAsString(parameters, "CATCHMENT_FIELD", context) or None
        return {
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
            "level": LEVELS[self.parameterAsEnum(parameters, "LEVEL", context)],
            "catchments": catchments or BUNDLED,
            "catchment_field": field if catchments else None,
        }
