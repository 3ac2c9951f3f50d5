"""jjj:ring_buffers: rings, discs or one-sided strips in metres on the ground, with their areas."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import language, tr
from ..layers.schema import catalog
from . import lists
from .base import EngineAlgorithm, Parameters, also_load
from .jurisdictions import rare

KINDS = ("rings", "discs")
SIDES = ("both", "left", "right")
AREAS_OF = ("auto", "features", "together")
AREAS, AREA_BY = "ring_areas", "area_by"


def presets() -> list[dict[str, Any]]:
    """The catalogue's presets, in the order of the list that the planner sees, where none comes first."""
    found: list[dict[str, Any]] = catalog("catalog/distances.json")["presets"]
    return found


class RingBuffers(EngineAlgorithm):
    """Any layer, any CRS; distances are metres on the ellipsoid."""

    NAME = "ring_buffers"
    GROUP = "measure"
    ICON = "rings.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "rings"

    def displayName(self) -> str:
        return tr("Ring buffers")

    def shortDescription(self) -> str:
        return tr("Rings, discs or strips in metres on the ground")

    def shortHelpString(self) -> str:
        return tr(
            "Buffers of points, lines or polygons in any CRS. A distance is metres on the ground (CGCS2000 "
            "ellipsoid), the same in the north and in the south.\n\n"
            "Distances are a list, or a preset of a rule or plan (it is used instead of the list and named in the "
            "result with its source), or each feature's own from a field; features without a usable value get no "
            "ring and are listed. Lines may have a strip on the left or right of their direction, with flat ends. A "
            "preset counts from the edge of the road, railway or bank: a centre line gives too little.\n\n"
            "The table beside the rings gives the area of each ring, for every feature and for all together, with "
            "its share on land and inside Beijing, Tianjin and Hebei (outlines of 1999, 1:4 000 000). More than "
            "10 000 features that are dissolved are told together only, unless you ask for each. With polygons to "
            "measure by (zones, units), a second table gives the area of each ring in each of their classes and "
            "outside of them."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource(
            "LAYER", tr("Layer"), [QgsProcessing.SourceType.TypeVectorAnyGeometry]))
        self.addParameter(QgsProcessingParameterEnum(
            "PRESET", tr("Preset of distances"), [tr("None: the distances below"), *self._named_presets()],
            defaultValue=0))
        self.addParameter(QgsProcessingParameterString(
            "DISTANCES", tr("Distances (m), separated by commas"), "10000, 20000, 30000, 50000", optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "KIND", tr("Kind"), [tr("Rings between the distances"), tr("Full discs")], defaultValue=0))
        self.addParameter(QgsProcessingParameterBoolean("DISSOLVE", tr("Dissolve: all features together"), True))
        self._add_area_by()
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Rings"), QgsProcessing.SourceType.TypeVectorPolygon))
        for name, text in (("AREAS", tr("Ring areas")), ("AREAS_BY_CLASS", tr("Ring areas by class"))):
            self.addOutput(QgsProcessingOutputVectorLayer(name, text, QgsProcessing.SourceType.TypeVector))

    def _named_presets(self) -> list[str]:
        return [preset[language()] for preset in presets()]

    def _add_area_by(self) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource(
            "AREA_BY", tr("Polygons to measure the rings by (zones, units)"),
            [QgsProcessing.SourceType.TypeVectorPolygon], optional=True))
        self.addParameter(QgsProcessingParameterField(
            "AREA_BY_CLASS", tr("Their class field (empty: one class)"), parentLayerParameterName="AREA_BY",
            optional=True))

    def _add_rare(self) -> None:
        self.addParameter(rare(QgsProcessingParameterField(
            "DISTANCE_FIELD", tr("Field with each feature's own distance (m), instead of distances"),
            parentLayerParameterName="LAYER", optional=True)))
        self.addParameter(rare(QgsProcessingParameterNumber(
            "DISTANCE_FACTOR", tr("Multiply every distance by"), QgsProcessingParameterNumber.Type.Double, 1.0,
            minValue=1e-6)))
        sides = [tr("Both, with round ends"), tr("Left, with flat ends"), tr("Right, with flat ends")]
        self.addParameter(rare(QgsProcessingParameterEnum("SIDE", tr("Side of lines"), sides, defaultValue=0)))
        told = [tr("Each feature, if not more than 10 000 are dissolved"), tr("Each feature"), tr("All together")]
        self.addParameter(rare(QgsProcessingParameterEnum(
            "AREAS_OF", tr("Areas are told of"), told, defaultValue=0)))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        if not self._own_distances(parameters, context):
            text = self.parameterAsString(parameters, "DISTANCES", context)
            try:
                if not all(0 < distance < float("inf") for distance in distances_m(text)):
                    return False, messages.bad_distances(text)
            except ValueError:
                return False, messages.bad_distances(text)
        elif self._preset(parameters, context) and self.parameterAsString(parameters, "DISTANCE_FIELD", context):
            return False, messages.preset_and_field()
        return super().checkParameterValues(parameters, context)

    def _preset(self, parameters: Parameters, context: QgsProcessingContext) -> str | None:
        chosen = self.parameterAsEnum(parameters, "PRESET", context)
        return str(presets()[chosen - 1]["id"]) if chosen > 0 else None

    def _own_distances(self, parameters: Parameters, context: QgsProcessingContext) -> bool:
        """Whether the list of distances is not asked for."""
        field = self.parameterAsString(parameters, "DISTANCE_FIELD", context)
        return bool(field or self._preset(parameters, context))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        listed = [] if self._own_distances(parameters, context) else distances_m(
            self.parameterAsString(parameters, "DISTANCES", context))
        return {
            "layer": self.source(parameters, "LAYER", context),
            "distances_m": listed or None,
            "preset": self._preset(parameters, context),
            "distance_field": self.parameterAsString(parameters, "DISTANCE_FIELD", context) or None,
            "distance_factor": self.parameterAsDouble(parameters, "DISTANCE_FACTOR", context),
            "kind": KINDS[self.parameterAsEnum(parameters, "KIND", context)],
            "side": SIDES[self.parameterAsEnum(parameters, "SIDE", context)],
            "dissolve": self.parameterAsBool(parameters, "DISSOLVE", context),
            "areas_of": AREAS_OF[self.parameterAsEnum(parameters, "AREAS_OF", context)],
            "area_by": self.optional_source(parameters, "AREA_BY", context),
            "area_by_class": self.parameterAsString(parameters, "AREA_BY_CLASS", context) or None,
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file, divided = result["output"], result["params"]["area_by"]
        by_class = {"AREAS_BY_CLASS": f"{file}|layername={AREA_BY}"} if divided else {}
        return {"OUTPUT": file, "AREAS": f"{file}|layername={AREAS}", **by_class}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made = self.outputs(result)
        also_load(context, result["output"], made["AREAS"], tr("Ring areas"), "AREAS")
        if "AREAS_BY_CLASS" in made:
            also_load(context, result["output"], made["AREAS_BY_CLASS"], tr("Ring areas by class"), "AREAS_BY_CLASS")
        super().arrived(result, context, feedback)


def distances_m(text: str) -> list[float]:
    """`10000, 20000` as numbers; also with the Chinese comma, semicolons or spaces. ValueError if one is none."""
    numbers = lists.numbers(text)
    if not numbers:
        raise ValueError("no distance")
    return numbers
