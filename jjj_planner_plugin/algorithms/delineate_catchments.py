"""jjj:delineate_catchments: what drains into reservoirs, into points of a layer, or into a click on the map."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .air_series import chosen, raster_file
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import BUNDLED, rare

TABLES = {"STREAMS": "streams", "BASINS": "sub_basins", "TRUSTED": "trusted_basins", "SNAPS": "snaps",
          "POUR_POINTS": "pour_points"}
CLOSED = ("auto", "none")
UNITS = ("", "m", "ft")
DIVISIONS = (("none", 1.0), ("points", 1.0), ("pfafstetter", 1.0), ("pfafstetter", 2.0))
LONLAT = "EPSG:4490"
NUMBER = QgsProcessingParameterNumber.Type.Double
WHOLE = QgsProcessingParameterNumber.Type.Integer


class DelineateCatchments(EngineAlgorithm):
    """Heights and pour points; with neither, the bundled model and the large reservoirs."""

    NAME = "delineate_catchments"
    GROUP = "water"
    ICON = "delineate.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "catchments"

    def displayName(self) -> str:
        return tr("Delineate catchments")

    def shortDescription(self) -> str:
        return tr("What drains into a reservoir or a point, with its streams and sub-basins")

    def shortHelpString(self) -> str:
        return tr(
            "The ground that drains into each pour point, from heights: depressions are filled and water takes the "
            "steepest way down (D8). Areas are those of the cells on the CGCS2000 ellipsoid. Without anything given, "
            "the large reservoirs on the bundled 30″ model.\n\n"
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
            "POINTS", tr("Pour points (empty, and no click: the large reservoirs)"), [source.TypeVectorPoint],
            optional=True))
        self.addParameter(QgsProcessingParameterField(
            "NAME_FIELD", tr("Field with their names (empty: the usual one)"), parentLayerParameterName="POINTS",
            optional=True))
        self.addParameter(QgsProcessingParameterPoint("POINT", tr("Or a point on the map"), optional=True))
        self.addParameter(QgsProcessingParameterRasterLayer(
            "DEM", tr("Heights (empty: the bundled 30″ model)"), optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "SNAP_CELLS", tr("Points are moved at most so many cells each way (0: not at all)"), WHOLE, 5, minValue=0,
            maxValue=50))
        self.addParameter(QgsProcessingParameterNumber(
            "STREAM_KM2", tr("Streams begin where so much lies upstream (km²; 1, 10, 50 …)"), NUMBER, 50.0,
            minValue=0.0001))
        self.addParameter(QgsProcessingParameterEnum("SUB_BASINS", tr("Sub-basins"), [
            tr("None"), tr("Each point's own ground"), tr("Pfafstetter, level 1"), tr("Pfafstetter, level 2")],
            defaultValue=0))
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Catchments"), source.TypeVectorPolygon))
        for name in TABLES:
            self.addOutput(QgsProcessingOutputVectorLayer(name, self._title(name), source.TypeVector))

    def _add_rare(self) -> None:
        source = QgsProcessing.SourceType
        self.addParameter(rare(QgsProcessingParameterNumber(
            "SNAP_KM", tr("Or so far on the ground (km)"), NUMBER, optional=True, minValue=0, maxValue=50)))
        self.addParameter(rare(QgsProcessingParameterFeatureSource(
            "CLOSED", tr("Closed basins, whose water stays (polygons)"), [source.TypeVectorPolygon], optional=True)))
        self.addParameter(rare(QgsProcessingParameterEnum(
            "NO_CLOSED", tr("Without such polygons"),
            [tr("The Bashang plateau is closed (bundled model)"), tr("No ground is closed")], defaultValue=0)))
        self.addParameter(rare(QgsProcessingParameterFeatureSource(
            "RIVERS", tr("Rivers that are cut into the heights"), [source.TypeVectorLine], optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "BURN_M", tr("By this depth (m)"), NUMBER, 20.0, minValue=0.001, maxValue=1000)))
        self.addParameter(rare(QgsProcessingParameterEnum(
            "HEIGHT_UNIT", tr("Unit of heights"), [tr("As the raster says, else metres"), tr("Metres"), tr("Feet")],
            defaultValue=0)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "FLAT_SLOPE", tr("Ground is too flat below this slope (%)"), NUMBER, 0.2, minValue=0, maxValue=100)))

    def _title(self, name: str) -> str:
        return {
            "STREAMS": tr("Streams"), "BASINS": tr("Sub-basins"), "TRUSTED": tr("Sub-basins offered instead"),
            "SNAPS": tr("How pour points were moved"), "POUR_POINTS": tr("Pour points on the river")}[name]

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        heights = self.parameterAsRasterLayer(parameters, "DEM", context)
        closed = self.optional_source(parameters, "CLOSED", context)
        division, level = chosen(self, parameters, context, "SUB_BASINS", DIVISIONS)
        return {
            "dem": raster_file(heights) if heights else BUNDLED,
            "height_unit": chosen(self, parameters, context, "HEIGHT_UNIT", UNITS) or None,
            "points": self.optional_source(parameters, "POINTS", context),
            "name_field": self.parameterAsString(parameters, "NAME_FIELD", context) or None,
            "point": self._click(parameters, context),
            "snap_cells": float(self.parameterAsInt(parameters, "SNAP_CELLS", context)),
            "snap_km": self._number(parameters, "SNAP_KM", context),
            "closed": closed or chosen(self, parameters, context, "NO_CLOSED", CLOSED),
            "rivers": self.optional_source(parameters, "RIVERS", context),
            "burn_m": self.parameterAsDouble(parameters, "BURN_M", context),
            "stream_km2": self.parameterAsDouble(parameters, "STREAM_KM2", context),
            "sub_basins": division,
            "level": level,
            "flat_slope": self.parameterAsDouble(parameters, "FLAT_SLOPE", context),
        }

    def _number(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> float | None:
        """A number that may be left empty."""
        if parameters.get(name) in (None, ""):
            return None
        return self.parameterAsDouble(parameters, name, context)

    def _click(self, parameters: Parameters, context: QgsProcessingContext) -> list[float] | None:
        """Longitude and latitude of the point on the map, if there is one."""
        if parameters.get("POINT") in (None, ""):
            return None
        place = self.parameterAsPoint(parameters, "POINT", context, QgsCoordinateReferenceSystem(LONLAT))
        return [place.x(), place.y()]

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        made = {name: f"{file}|layername={table}" for name, table in TABLES.items() if result[table]}
        return {"OUTPUT": file, **made}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        for name in [name for name in TABLES if name in made]:
            also_load(context, result["output"], made[name], self._title(name), name)
        super().arrived(result, context, feedback)
