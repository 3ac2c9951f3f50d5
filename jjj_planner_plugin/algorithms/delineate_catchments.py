"""jjj:delineate_catchments: what drains into reservoirs, into points of a layer, or into a click on the map."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .base import Parameters
from .jurisdictions import BUNDLED, rare
from .tabled import TabledAlgorithm
from .values import chosen, clicked, optional_number
from .water_heights import add_heights, add_heights_details, chosen_heights

DIVISIONS = (("none", 1.0), ("points", 1.0), ("pfafstetter", 1.0), ("pfafstetter", 2.0))
NUMBER = QgsProcessingParameterNumber.Type.Double
WHOLE = QgsProcessingParameterNumber.Type.Integer


class DelineateCatchments(TabledAlgorithm):
    """Heights and pour points; with neither, the bundled model and the large reservoirs."""

    NAME = "delineate_catchments"
    GROUP = "water"
    ICON = "delineate.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "catchments"
    TABLES = {"STREAMS": "streams", "BASINS": "sub_basins", "TRUSTED": "trusted_basins", "SNAPS": "snaps",
              "POUR_POINTS": "pour_points"}

    def displayName(self) -> str:
        return tr("Delineate catchments")

    def shortDescription(self) -> str:
        return tr("What drains into a reservoir or a point, with its streams and sub-basins")

    def shortHelpString(self) -> str:
        return tr(
            "The ground that drains into each pour point, from heights: depressions are filled and water takes the "
            "steepest way down (D8). Areas are those of the cells on the CGCS2000 ellipsoid. Without anything given, "
            "the large reservoirs on the bundled 30″ model. A point on the map takes the place of the layer: its "
            "catchment alone is found.\n\n"
            "A point is moved to the largest area upstream within a few cells (or a distance); both positions are "
            "kept, and a line between them. Too wide a reach jumps to another river: where points have a published "
            "area (field catchment_km2), the ratio to it is told. Catchments of fewer than 2 500 cells are marked as "
            "too small for the model.\n\n"
            "Closed basins are cut away: with the bundled model the Bashang plateau, else polygons of your own. "
            "Rivers may be cut into the heights. Streams have Strahler's order, and know which they flow into. "
            "Sub-basins are each point's own ground, or Pfafstetter's division of the whole; they have basin_id and "
            "next_down, so that what is upstream can be traced.\n\n"
            "On the plain dykes and canals lead the water, not heights: a catchment with much ground below the slope "
            "given, or with its outlet on such ground, is marked as not to be trusted, and the bundled sub-basins "
            "are offered instead."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        source = QgsProcessing.SourceType
        self.addParameter(QgsProcessingParameterFeatureSource(
            "POINTS", tr("Pour points (empty: the large reservoirs)"), [source.TypeVectorPoint],
            optional=True))
        self.addParameter(QgsProcessingParameterField(
            "NAME_FIELD", tr("Name field (empty: the usual one)"), parentLayerParameterName="POINTS",
            optional=True))
        self.addParameter(QgsProcessingParameterPoint(
            "POINT", tr("A point on the map, instead of the layer"), optional=True))
        add_heights(self)
        self.addParameter(QgsProcessingParameterNumber(
            "SNAP_CELLS", tr("Move points by at most (cells; 0: not at all)"), WHOLE, 5, minValue=0,
            maxValue=50))
        self.addParameter(QgsProcessingParameterNumber(
            "STREAM_KM2", tr("Streams begin at (km² upstream)"), NUMBER, 50.0,
            minValue=0.0001))
        self.addParameter(QgsProcessingParameterEnum("SUB_BASINS", tr("Sub-basins"), [
            tr("None"), tr("Each point's own ground"), tr("Pfafstetter, level 1"), tr("Pfafstetter, level 2")],
            defaultValue=0))
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Catchments"), source.TypeVectorPolygon))
        self.add_table_outputs()

    def _add_rare(self) -> None:
        source = QgsProcessing.SourceType
        self.addParameter(rare(QgsProcessingParameterNumber(
            "SNAP_KM", tr("Or so far on the ground (km)"), NUMBER, optional=True, minValue=0, maxValue=50)))
        add_heights_details(self)
        self.addParameter(rare(QgsProcessingParameterFeatureSource(
            "RIVERS", tr("Rivers that are cut into the heights"), [source.TypeVectorLine], optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "BURN_M", tr("By this depth (m)"), NUMBER, 20.0, minValue=0.001, maxValue=1000)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "FLAT_SLOPE", tr("Ground is too flat below this slope (%)"), NUMBER, 0.2, minValue=0, maxValue=100)))

    def titles(self) -> dict[str, str]:
        return {
            "STREAMS": tr("Streams"), "BASINS": tr("Sub-basins"), "TRUSTED": tr("Sub-basins offered instead"),
            "SNAPS": tr("How pour points were moved"), "POUR_POINTS": tr("Pour points on the river")}

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        heights = chosen_heights(self, parameters, context)
        division, level = chosen(self, parameters, context, "SUB_BASINS", DIVISIONS)
        return {
            **heights,
            "dem": heights["dem"] or BUNDLED,
            "points": self.optional_source(parameters, "POINTS", context),
            "name_field": self.parameterAsString(parameters, "NAME_FIELD", context) or None,
            "point": clicked(self, parameters, context, "POINT"),
            "snap_cells": float(self.parameterAsInt(parameters, "SNAP_CELLS", context)),
            "snap_km": optional_number(self, parameters, context, "SNAP_KM"),
            "rivers": self.optional_source(parameters, "RIVERS", context),
            "burn_m": self.parameterAsDouble(parameters, "BURN_M", context),
            "stream_km2": self.parameterAsDouble(parameters, "STREAM_KM2", context),
            "sub_basins": division,
            "level": level,
            "flat_slope": self.parameterAsDouble(parameters, "FLAT_SLOPE", context),
        }
