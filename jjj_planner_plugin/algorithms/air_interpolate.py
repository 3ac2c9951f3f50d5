"""jjj:air_interpolate: stations into a raster, a band a date, with its error beside that of no model."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..i18n import tr
from .air_observations import add_observations, chosen_observations
from .base import EngineAlgorithm, Parameters, marked
from .jurisdictions import BUNDLED, rare
from .values import chosen, raster_file

METHODS = ("idw", "ordinary", "drift")
VARIOGRAMS = ("linear", "power", "exponential", "spherical", "gaussian")
BEYOND = ("held", "blank")
NUMBER = QgsProcessingParameterNumber.Type.Double


class AirInterpolate(EngineAlgorithm):
    """Observations of stations or cities, and how they are made a field."""

    NAME = "air_interpolate"
    GROUP = "air"
    ICON = "air_interpolate.svg"
    SUFFIXES = {"OUTPUT": (".tif",), "ERRORS": (".csv", ".gpkg")}
    RESULT_KIND = "air_raster"

    def displayName(self) -> str:
        return tr("Interpolate stations")

    def shortDescription(self) -> str:
        return tr("A raster between stations, and how far it can be trusted")

    def shortHelpString(self) -> str:
        return tr(
            "A raster (EPSG:4490) from the values of stations or cities, a band for each date, by inverse distance, "
            "ordinary kriging or kriging with elevation as drift. PyKrige fits the variogram to each date's values.\n\n"
            "Every date has its leave-one-out error: each station is estimated from the others. It stands beside the "
            "error of the nearest station and that of no model at all (the mean of the others), in the table, in the "
            "raster's tags and in its legend. Where it is no smaller than that of no model, the map says nothing "
            "about the air. Of more than 30 stations the variogram is not fitted again for each that is left out.\n\n"
            "Cells are blank outside the area and farther than the distance from every station. Estimates below 0 are "
            "set to 0 and counted. With elevation as drift, cells above the highest or below the lowest station take "
            "the drift of that station's elevation, or are blank; not held, it goes far below 0 in the mountains.\n\n"
            "Without observations the bundled monthly means of 13 cities (2014–2015) are used. That is a "
            "demonstration, marked as such everywhere: 13 points say nothing of single counties."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_observations(self, tr("Observations (empty: 13 cities 2014–2015, a demonstration)"))
        self.addParameter(QgsProcessingParameterEnum(
            "METHOD", tr("Method"),
            [tr("Inverse distance"), tr("Ordinary kriging"), tr("Kriging with elevation as drift")], defaultValue=1))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "AREA", tr("Area that is covered (empty: the region)"), [QgsProcessing.SourceType.TypeVectorPolygon],
            optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "CELL_DEG", tr("Cell size (°)"), NUMBER, 0.05, minValue=0.0001, maxValue=5.0))
        self.addParameter(QgsProcessingParameterNumber(
            "MAX_DISTANCE_KM", tr("Blank beyond this distance from every station (km)"), NUMBER, 75.0, minValue=0.001,
            maxValue=2000.0))
        self.addParameter(QgsProcessingParameterString(
            "FIRST_DATE", tr("From (2014, 2014-01 or 2014-01-31; empty: all)"), "", optional=True))
        self.addParameter(QgsProcessingParameterString(
            "LAST_DATE", tr("To (as above; empty: all)"), "", optional=True))
        self._add_rare()
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Interpolated concentrations")))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "ERRORS", tr("Errors of the interpolation"), QgsProcessing.SourceType.TypeVector, optional=True))

    def _add_rare(self) -> None:
        self.addParameter(rare(QgsProcessingParameterNumber(
            "POWER", tr("Power of the inverse distance"), NUMBER, 2.0, minValue=0.1, maxValue=10.0)))
        self.addParameter(rare(QgsProcessingParameterEnum(
            "VARIOGRAM", tr("Variogram"),
            [tr("Linear"), tr("Power"), tr("Exponential"), tr("Spherical"), tr("Gaussian")], defaultValue=0)))
        self.addParameter(rare(QgsProcessingParameterRasterLayer(
            "ELEVATION", tr("Elevation in metres (empty: the bundled 30″ model)"), optional=True)))
        self.addParameter(rare(QgsProcessingParameterEnum(
            "BEYOND_ELEVATION", tr("Outside the stations' range of elevation"),
            [tr("The drift of the range's end"), tr("No value")], defaultValue=0)))

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if result["demonstration"] and result["errors"] in context.layersToLoadOnCompletion():
            details = context.layerToLoadOnCompletionDetails(result["errors"])  # the raster's look says it by itself
            details.name = marked(details.name, True)
            details.forceName = True
        super().arrived(result, context, feedback)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        elevation = self.parameterAsRasterLayer(parameters, "ELEVATION", context)
        observations, item = chosen_observations(self, parameters, context)
        return {
            "observations": observations or BUNDLED,
            "pollutant": item,
            "method": chosen(self, parameters, context, "METHOD", METHODS),
            "power": self.parameterAsDouble(parameters, "POWER", context),
            "variogram": chosen(self, parameters, context, "VARIOGRAM", VARIOGRAMS),
            "elevation": raster_file(elevation) if elevation else BUNDLED,
            "beyond_elevation": chosen(self, parameters, context, "BEYOND_ELEVATION", BEYOND),
            "area": self.optional_source(parameters, "AREA", context) or BUNDLED,
            "cell_deg": self.parameterAsDouble(parameters, "CELL_DEG", context),
            "max_distance_m": 1000 * self.parameterAsDouble(parameters, "MAX_DISTANCE_KM", context),
            "first_date": self.parameterAsString(parameters, "FIRST_DATE", context).strip() or None,
            "last_date": self.parameterAsString(parameters, "LAST_DATE", context).strip() or None,
        }
