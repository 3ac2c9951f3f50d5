"""The parameters that say what a series of concentrations is, by which standard it is judged, and who breathes it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .. import messages
from ..i18n import language, tr
from ..layers.air_standards import classes_catalog, standards
from .base import Parameters, PlannerAlgorithm
from .jurisdictions import rare
from .values import chosen, raster_file

POLLUTANTS = ("pm25", "pm10", "so2", "no2", "co", "o3")
NAMES = ("PM2.5", "PM10", "SO₂", "NO₂", "CO", "O₃")
AVERAGINGS = ("hour", "day", "month", "year")
BY_DATE = "by-date"
GRADES = ("class1", "class2", "it1", "it2", "it3", "it4", "aqg")


def add_series(algorithm: PlannerAlgorithm, optional: bool = False) -> None:
    """RASTERS, and POLLUTANT and AVERAGING for those that do not say it themselves."""
    algorithm.addParameter(QgsProcessingParameterMultipleLayers(
        "RASTERS", tr("Rasters of concentrations"), QgsProcessing.SourceType.TypeRaster, optional=optional))
    told = tr("As the raster says")
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "POLLUTANT", tr("Pollutant"), [told, *NAMES], defaultValue=0)))
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "AVERAGING", tr("Each value is the mean of"), [told, tr("An hour"), tr("A day"), tr("A month"), tr("A year")],
        defaultValue=0)))


def add_date(algorithm: PlannerAlgorithm) -> None:
    """DATE, of a raster of one date."""
    algorithm.addParameter(rare(QgsProcessingParameterString(
        "DATE", tr("Date of a raster without one (2024, 2024-01 or 2024-01-31)"), optional=True)))


def add_people(algorithm: PlannerAlgorithm) -> None:
    """POPULATION, a raster, or POPULATION_LAYER with POPULATION_FIELD."""
    algorithm.addParameter(QgsProcessingParameterRasterLayer(
        "POPULATION", tr("Raster of people per cell"), optional=True))
    algorithm.addParameter(QgsProcessingParameterFeatureSource(
        "POPULATION_LAYER", tr("Or polygons with people"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True))
    algorithm.addParameter(QgsProcessingParameterField(
        "POPULATION_FIELD", tr("Field with the people"), parentLayerParameterName="POPULATION_LAYER", optional=True))


def add_standard(algorithm: PlannerAlgorithm, graded: bool = True) -> None:
    """STANDARD and, if one limit is meant and not all of them, GRADE."""
    named = [str(entry[language()]) for entry in standards()["standards"]]
    algorithm.addParameter(QgsProcessingParameterEnum(
        "STANDARD", tr("Standard"), [tr("The national one in force on each date"), *named], defaultValue=0))
    if not graded:
        return
    grades = classes_catalog()["grades"]
    algorithm.addParameter(rare(QgsProcessingParameterEnum(
        "GRADE", tr("Grade of the limit"),
        [tr("The usual one: class 2, WHO guideline"), *(str(grades[grade][language()]) for grade in GRADES)],
        defaultValue=0)))


def chosen_series(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What the task's parameters `rasters`, `pollutant` and `averaging` are given."""
    layers = algorithm.parameterAsLayerList(parameters, "RASTERS", context)
    return {"rasters": [raster_file(layer) for layer in layers],
            "pollutant": chosen(algorithm, parameters, context, "POLLUTANT", (None, *POLLUTANTS)),
            "averaging": chosen(algorithm, parameters, context, "AVERAGING", (None, *AVERAGINGS))}


def chosen_date(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What the task's parameter `date` is given."""
    return {"date": algorithm.parameterAsString(parameters, "DATE", context).strip() or None}


def refused_people(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Why the people that were chosen cannot be used, as a sentence; empty if they can."""
    layer = parameters.get("POPULATION_LAYER")
    if layer and parameters.get("POPULATION"):
        return messages.two_populations()
    if layer and not algorithm.parameterAsString(parameters, "POPULATION_FIELD", context):
        return messages.no_population_field()
    return ""


def chosen_people(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What the task's parameters `population`, `population_layer` and `population_field` are given."""
    raster = algorithm.parameterAsRasterLayer(parameters, "POPULATION", context)
    layer = algorithm.optional_source(parameters, "POPULATION_LAYER", context)
    named = algorithm.parameterAsString(parameters, "POPULATION_FIELD", context)
    return {"population": raster_file(raster) if raster else None, "population_layer": layer,
            "population_field": (named or None) if layer else None}


def chosen_standard(
    algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, Any]:
    """What the task's parameters `standard` and, if it is one, `grade` are given."""
    known = (BY_DATE, *(str(entry["id"]) for entry in standards()["standards"]))
    graded = algorithm.parameterDefinition("GRADE") is not None
    return {"standard": chosen(algorithm, parameters, context, "STANDARD", known),
            **({"grade": chosen(algorithm, parameters, context, "GRADE", (None, *GRADES))} if graded else {})}
