"""The heights that water flows over, as parameters: a raster or the bundled model, its unit, ground that is closed."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ..i18n import tr
from .base import Parameters, PlannerAlgorithm
from .jurisdictions import rare
from .values import assigned_crs, chosen, raster_file

UNITS = (None, "m", "ft")
CLOSED = ("auto", "none")


def add_heights(algorithm: PlannerAlgorithm) -> None:
    """DEM: the raster."""
    algorithm.addParameter(QgsProcessingParameterRasterLayer(
        "DEM", tr("Heights (empty: the bundled 30″ model)"), optional=True))


def add_heights_details(algorithm: PlannerAlgorithm) -> None:
    """CLOSED, NO_CLOSED and HEIGHT_UNIT, among the rare ones."""
    algorithm.addParameter(rare(QgsProcessingParameterFeatureSource(
        "CLOSED", tr("Closed basins (polygons)"), [QgsProcessing.SourceType.TypeVectorPolygon],
        optional=True)))
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "NO_CLOSED", tr("Without such polygons"),
        [tr("Bashang plateau closed (bundled model)"), tr("No ground is closed")], defaultValue=0)))
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "HEIGHT_UNIT", tr("Unit of heights"), [tr("As the raster says, else metres"), tr("Metres"), tr("Feet")],
        defaultValue=0)))


def chosen_heights(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """`dem` (None: no raster was chosen), `dem_crs`, `height_unit` and `closed` for the engine."""
    heights = algorithm.parameterAsRasterLayer(parameters, "DEM", context)
    closed = algorithm.optional_source(parameters, "CLOSED", context)
    return {
        "dem": raster_file(heights) if heights else None,
        "dem_crs": assigned_crs(heights) if heights else None,
        "height_unit": chosen(algorithm, parameters, context, "HEIGHT_UNIT", UNITS),
        "closed": closed or chosen(algorithm, parameters, context, "NO_CLOSED", CLOSED),
    }
