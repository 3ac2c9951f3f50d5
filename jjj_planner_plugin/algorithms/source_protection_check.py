"""jjj:source_protection_check: what of a plan lies in or near the protection of drinking-water sources."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProject,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import language, tr
from ..layers.plan_file import plan_layers
from ..layers.schema import catalog
from . import lists
from .base import Parameters
from .jurisdictions import BUNDLED, add_jurisdictions, chosen_jurisdictions, rare
from .tabled import TabledAlgorithm

PLANNED = ("parks", "park_areas", "wings")  # of a plan, where no layers are chosen


class SourceProtectionCheck(TabledAlgorithm):
    """Any layers of a plan against any layers that protect, each of these with a class known by a field or its name."""

    NAME = "source_protection_check"
    GROUP = "water"
    ICON = "source_protection.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "protection"
    TABLES = {"LIST": "conflict_list", "SUMMARY": "summary", "LINES": "lines", "POINTS": "points"}

    def displayName(self) -> str:
        return tr("Source protection check")

    def shortDescription(self) -> str:
        return tr("Parks, wings or other layers against protection strips and catchments")

    def shortHelpString(self) -> str:
        return tr(
            "Every planned feature that touches a protected one: strips along rivers and around reservoirs (the "
            "result of “Riparian strips”), reservoirs' catchments (the result of “Delineate catchments”), or any "
            "polygons. Without planned layers these are the open plan's parks and wings.\n\n"
            "A conflict says how grave it is, from the class of protection (first, second, quasi; a catchment is only "
            "to be noted), whether the feature lies wholly or partly inside or holds all of the protected area, how "
            "much of either is shared (m², hectares, mu on the CGCS2000 ellipsoid; of a line the metres inside), and "
            "what the law forbids there, with its article. A point is inside, or near within the search distance; "
            "either way its distance from the edge is told. A point stands for ground: a park of 10 km² reaches "
            "1.8 km around it. Where a layer says how large a feature is (area_official_km2, area_km2) and its "
            "polygon is larger, or a point stands for it, the list says so: areas and shares are those of what is "
            "drawn.\n\n"
            "The pieces are cut at the units' borders. Where it is known whom the source serves (a field “serves” "
            "with a code, else the reservoir's name), each piece says whether it lies in another jurisdiction.\n\n"
            "The class is read from a field (class, level, BHQJB …), else from the layer's fields or name. What the "
            "classes forbid is told by the Water Pollution Prevention and Control Law (2017), articles 64 to 66 as a "
            "county government quotes them, article 67 from general knowledge; the published limits and rules hold."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        anything, polygons = (QgsProcessing.SourceType.TypeVectorAnyGeometry,
                              QgsProcessing.SourceType.TypeVectorPolygon)
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "FEATURES", tr("Planned (empty: the plan's parks, wings)"), anything, optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "PROTECTIONS", tr("Protected (this or the next is needed)"), polygons, optional=True))
        self.addParameter(QgsProcessingParameterBoolean(
            "BUNDLED", tr("Protected: the ten sub-basins of the Hai"), False))
        self.addParameter(QgsProcessingParameterNumber(
            "SEARCH_M", tr("A point is near within (m)"), QgsProcessingParameterNumber.Type.Double,
            float(catalog("catalog/source_protection.json")["search_m"]), minValue=0.0, maxValue=100_000.0))
        add_jurisdictions(self, "UNITS", "UNIT_FIELD", tr("Units (empty: counties of 1999)"))
        self.addParameter(rare(QgsProcessingParameterString(
            "CLASS_FIELDS", tr("Class field of each layer, between commas"), "", optional=True)))
        self.addParameter(rare(QgsProcessingParameterString(
            "SERVES_FIELD", tr("Field with the code served"), "", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Conflicts with protection"), polygons))
        self.add_table_outputs()
        self.addOutput(QgsProcessingOutputNumber("CONFLICTS", tr("Number of conflicts")))

    def titles(self) -> dict[str, str]:
        return {"LIST": tr("List of conflicts with protection"), "SUMMARY": tr("By protected area and planned feature"),
                "LINES": tr("Lines in protection"), "POINTS": tr("Points in and near protection")}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        reason = self._refusal(parameters, context)
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def _refusal(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        """What is missing, as a sentence that says what to do first."""
        protected = self.parameterAsLayerList(parameters, "PROTECTIONS", context)
        if not protected and not self.parameterAsBool(parameters, "BUNDLED", context):
            return messages.no_protection()
        if not self.parameterAsLayerList(parameters, "FEATURES", context) and not planned(context):
            return messages.nothing_planned()
        return ""

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        reason = self._refusal(parameters, context)
        if reason:  # a model asks no checkParameterValues
            raise QgsProcessingException(reason)
        features = self.parameterAsLayerList(parameters, "FEATURES", context) or planned(context)
        protected = self.parameterAsLayerList(parameters, "PROTECTIONS", context)
        bundled = [BUNDLED] if self.parameterAsBool(parameters, "BUNDLED", context) else []
        names = [*(lists.layer_name(layer, context) for layer in protected),
                 *(tr("Sub-basins of the Hai") for _ in bundled)]
        class_fields = lists.texts(self.parameterAsString(parameters, "CLASS_FIELDS", context))
        return {
            "features": [self._reference(layer, None, context) for layer in features],
            "names": distinct([lists.layer_name(layer, context) for layer in features]),
            "protections": [*self.sources(parameters, "PROTECTIONS", context), *bundled],
            "protection_names": distinct(names),
            "class_fields": [*class_fields, *("" for _ in bundled)] if class_fields else None,
            "serves_field": self.parameterAsString(parameters, "SERVES_FIELD", context).strip() or None,
            "search_m": self.parameterAsDouble(parameters, "SEARCH_M", context),
            **chosen_jurisdictions(self, parameters, context, "UNITS", "UNIT_FIELD"),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {**super().outputs(result), "CONFLICTS": result["conflicts"]}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        super().arrived(result, context, feedback)
        words = catalog("catalog/source_protection.json")["concerns"]
        found = [f"{words[concern][language()]} {count}" for concern, count in result["concerns"].items()]
        feedback.pushInfo(messages.protection_found(result["conflicts"], found, result["cross_border"]))


def planned(context: QgsProcessingContext) -> list[QgsVectorLayer]:
    """The open plan's layers that hold something to check; none where no plan is open."""
    plan = plan_layers(context.project() or QgsProject.instance())
    return [plan[table] for table in PLANNED if table in plan and plan[table].featureCount() > 0]


def distinct(names: list[str]) -> list[str]:
    """The names, a number behind each that came before."""
    return [name if names.index(name) == place else f"{name} ({names[:place].count(name) + 1})"
            for place, name in enumerate(names)]
