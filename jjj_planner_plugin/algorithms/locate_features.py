"""jjj:locate_features: which zone, unit, ring of an axis, catchment, footprint and circle each park lies in."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from . import lists
from .base import Parameters
from .jurisdictions import rare
from .plan_choice import add_plan, chosen_plan, refused_plan
from .source_protection_check import distinct
from .tabled import TabledAlgorithm


class LocateFeatures(TabledAlgorithm):
    """The plan's parks, or any points and polygons, on the plan's structure and on further layers."""

    NAME = "locate_features"
    GROUP = "region"
    ICON = "locate.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "located"
    TABLES = {"SHARES": "located_shares"}

    def displayName(self) -> str:
        return tr("Locate features")

    def shortDescription(self) -> str:
        return tr("Zone, unit, axis ring, catchment, footprint and circle of each park, one row each")

    def shortHelpString(self) -> str:
        return tr(
            "One row a feature: the zone, unit, city and province it lies in, the nearest axis with its distance "
            "and ring, its catchment, its air footprint where a layer of them is chosen (the result of “Footprints” "
            "or “Airsheds”), the circles and other sets of the plan, and the classes of any further layers. Without "
            "features these are the plan's parks; one that has an outline is located by it.\n\n"
            "Of an area each class has its share of it (CGCS2000 ellipsoid); the row names the largest, then the "
            "others. What no class covers is told in the table of shares.\n\n"
            "A point belongs to the polygon it lies in. Where another class is no farther away than the distance "
            "from a border, the row says which border and how far: the plan's points are known to about 2 km, so "
            "that they may belong to the other side. A point that lies in no polygon counts to the nearest within "
            "that distance, and the table of shares says so.\n\n"
            "Distances are metres on the ground. Boundaries are schematic."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        anything, polygons = (QgsProcessing.SourceType.TypeVectorAnyGeometry,
                              QgsProcessing.SourceType.TypeVectorPolygon)
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "FEATURES", tr("Features (empty: the plan's parks)"), anything, optional=True))
        add_plan(self)
        self.addParameter(QgsProcessingParameterString(
            "DISTANCES", tr("Rings around the axes (m)"), "10000, 20000, 30000, 50000"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "FOOTPRINT", tr("Air footprint or airsheds"), [polygons], optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "LAYERS", tr("Further polygon layers"), polygons, optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "BORDER_M", tr("On a border within (m)"), QgsProcessingParameterNumber.Type.Double, 2000.0, minValue=0.0,
            maxValue=100_000.0))
        self.addParameter(rare(QgsProcessingParameterField(
            "FOOTPRINT_FIELD", tr("Class field of the footprint"), parentLayerParameterName="FOOTPRINT",
            optional=True)))
        self.addParameter(rare(QgsProcessingParameterString(
            "LAYER_FIELDS", tr("Class field of each layer, between commas"), "", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Located features"), QgsProcessing.SourceType.TypeVectorPoint))
        self.add_table_outputs()

    def titles(self) -> dict[str, str]:
        return {"SHARES": tr("Shares and distances")}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "DISTANCES", context)
        try:
            lists.numbers(text)
        except ValueError:
            return False, messages.bad_distances(text)
        reason = refused_plan(self, parameters, context)
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        features = self.sources(parameters, "FEATURES", context)
        layers = self.sources(parameters, "LAYERS", context)
        fields = lists.texts(self.parameterAsString(parameters, "LAYER_FIELDS", context))
        footprint = self.optional_source(parameters, "FOOTPRINT", context)
        field = self.parameterAsString(parameters, "FOOTPRINT_FIELD", context)
        return {
            "features": features or None,
            "names": distinct(lists.layer_names(self, parameters, "FEATURES", context)) if features else None,
            "plan": chosen_plan(self, parameters, context),
            "distances_m": lists.numbers(self.parameterAsString(parameters, "DISTANCES", context)),
            "footprint": footprint, "footprint_field": (field or None) if footprint else None,
            "layers": layers or None,
            "layer_names": distinct(lists.layer_names(self, parameters, "LAYERS", context)) if layers else None,
            "layer_fields": fields or None,
            "border_m": self.parameterAsDouble(parameters, "BORDER_M", context),
        }
