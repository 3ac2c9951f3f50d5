"""jjj:riparian_buffers: strips along rivers and around lakes, or along the river from intakes, and their overlaps."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import language, tr
from ..layers.schema import catalog
from . import lists
from .base import Parameters
from .jurisdictions import BUNDLED, add_jurisdictions, chosen_jurisdictions, rare
from .tabled import TabledAlgorithm
from .values import chosen, clicked, optional_number, raster_file

CLASSES = ("all", "first", "second")
SIDES = ("both", "left", "right")
DIRECTIONS = ("auto", "digitised", "heights")
DISSOLVE = ("river", "class")
NUMBER = QgsProcessingParameterNumber.Type.Double
LINES, POLYGONS, POINTS = (QgsProcessing.SourceType.TypeVectorLine, QgsProcessing.SourceType.TypeVectorPolygon,
                           QgsProcessing.SourceType.TypeVectorPoint)


def presets() -> list[dict[str, Any]]:
    """The catalogue's presets of strips, in the order of the list that the planner sees, where none comes first."""
    found: list[dict[str, Any]] = catalog("catalog/distances.json")["strips"]
    return found


class RiparianBuffers(TabledAlgorithm):
    """Rivers are the bundled ones where none are given, so that the Grand Canal's strip needs no input."""

    NAME = "riparian_buffers"
    GROUP = "water"
    ICON = "riparian.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "riparian"
    TABLES = {"REACHES": "reaches", "PLACES": "intakes", "OVERLAPS": "overlaps"}

    def displayName(self) -> str:
        return tr("Riparian strips")

    def shortDescription(self) -> str:
        return tr("Strips along rivers, around lakes and above intakes, and what lies in them")

    def shortHelpString(self) -> str:
        return tr(
            "Strips in metres on the ground, with square ends, along whole rivers, around lakes, or along the river "
            "from intakes: so many metres upstream along all branches and downstream, cut exactly there.\n\n"
            "A preset has the widths and lengths of a standard, class by class, with its source and how sure it is: "
            "HJ 338-2018 for intakes on rivers (points) and on reservoirs (polygons), and the core monitoring area of "
            "the Grand Canal. These figures were not checked against the documents. Without a preset the width and "
            "lengths are yours. Strips are counted from the bank: give the river's width, by a field (river_width is "
            "taken by itself) or a number, or they are counted from the line and the result says so.\n\n"
            "Lines are one network where their ends meet, or where an end lies on another line. Which way water flows "
            "is how lines are drawn, or what a field says, held against the heights of both ends; what was turned or "
            "is in doubt is told. An intake is moved onto the nearest water; both places are shown. Around reservoirs "
            "the strips end at the catchment where you give one.\n\n"
            "The bundled rivers are main stems at 1:4 000 000: an overview, not the ground for a plan. The shores of "
            "lakes among them are left out.\n\n"
            "The table tells the overlap of each strip with features of any layers you add, of all strips of a class "
            "with their classes, and whose ground the strips are."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterEnum(
            "PRESET", tr("Preset"), [tr("None: the width below"), *(one[language()] for one in presets())],
            defaultValue=1))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "RIVERS", tr("Rivers (empty: the bundled main stems)"), [LINES], optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "LAKES", tr("Lakes and reservoirs"), [POLYGONS], optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource("INTAKES", tr("Intakes"), [POINTS], optional=True))
        self.addParameter(QgsProcessingParameterPoint(
            "INTAKE_POINT", tr("Or one intake, by a click on the map"), optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "STRIP_CLASS", tr("Class of the preset"), [tr("All"), tr("First"), tr("Second")], defaultValue=0))
        self._add_own()
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "WITH_LAYERS", tr("Overlap with layers (zones, parks …)"),
            QgsProcessing.SourceType.TypeVectorAnyGeometry, optional=True))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: counties of 1999)"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "CATCHMENTS", tr("Catchments where reservoirs' strips end"), [POLYGONS], optional=True))
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Riparian strips"), POLYGONS))
        self.add_table_outputs()

    def titles(self) -> dict[str, str]:
        return {"REACHES": tr("Reaches followed"), "PLACES": tr("Intakes, given and moved"),
                "OVERLAPS": tr("Overlaps of strips")}

    def _add_own(self) -> None:
        """The width and lengths that hold without a preset, and the water's width, which always does."""
        self.addParameter(QgsProcessingParameterNumber(
            "WIDTH_M", tr("Width on land, no preset (m)"), NUMBER, 1000.0, minValue=0.001, optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "UP_M", tr("Upstream of intakes, no preset (m)"), NUMBER, minValue=0, optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "DOWN_M", tr("Downstream of them, no preset (m)"), NUMBER, minValue=0, optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "HALF_WIDTH_M", tr("From the river's line to its bank (m)"), NUMBER, 0.0, minValue=0))
        self.addParameter(QgsProcessingParameterField(
            "RIVER_WIDTH_FIELD", tr("Field with the river's whole width (m)"),
            parentLayerParameterName="RIVERS", optional=True))

    def _add_rare(self) -> None:
        sides = [tr("Both banks"), tr("Left bank, looking downstream"), tr("Right bank")]
        ways = [tr("As drawn, unless heights say otherwise"), tr("As drawn"), tr("By heights")]
        together = [tr("Each river, lake or intake by itself"), tr("One strip for each class")]
        for parameter in (
            QgsProcessingParameterEnum("SIDE", tr("Side of rivers"), sides, defaultValue=0),
            QgsProcessingParameterEnum("DISSOLVE", tr("Dissolve"), together, defaultValue=0),
            QgsProcessingParameterString(
                "WITH_FIELDS", tr("Their class fields, between commas"), "",
                optional=True),
            QgsProcessingParameterNumber(
                "SNAP_M", tr("Move intakes onto the water by at most (m)"), NUMBER, 1000.0, minValue=0.001,
                maxValue=50_000),
            QgsProcessingParameterNumber(
                "TOLERANCE_M", tr("Ends of lines meet within (m)"), NUMBER, 10.0, minValue=0.001, maxValue=1000),
            QgsProcessingParameterEnum("DIRECTION", tr("Direction of flow"), ways, defaultValue=0),
            QgsProcessingParameterField(
                "DIRECTION_FIELD", tr("Field with the direction (1, -1)"),
                parentLayerParameterName="RIVERS", optional=True),
            QgsProcessingParameterRasterLayer(
                "HEIGHTS", tr("Heights in metres (empty: bundled 30″)"), optional=True),
        ):
            self.addParameter(rare(parameter))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        preset = self._preset(parameters, context)
        if preset is None and optional_number(self, parameters, context, "WIDTH_M") is None:
            return False, messages.no_strip_width()
        needs = preset["around"] if preset else ""
        if needs == "intakes" and not (parameters.get("INTAKES") or parameters.get("INTAKE_POINT")):
            return False, messages.preset_needs_intakes(preset[language()] if preset else "")
        if needs == "lakes" and not parameters.get("LAKES"):
            return False, messages.preset_needs_lakes(preset[language()] if preset else "")
        return super().checkParameterValues(parameters, context)

    def _preset(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any] | None:
        place = self.parameterAsEnum(parameters, "PRESET", context)
        return presets()[place - 1] if place > 0 else None

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        preset = self._preset(parameters, context)
        heights = self.parameterAsRasterLayer(parameters, "HEIGHTS", context)
        with_layers = self.sources(parameters, "WITH_LAYERS", context)
        fields = lists.texts(self.parameterAsString(parameters, "WITH_FIELDS", context))
        rivers = self.optional_source(parameters, "RIVERS", context)
        return {
            "rivers": rivers,
            "lakes": self.optional_source(parameters, "LAKES", context),
            "intakes": self.optional_source(parameters, "INTAKES", context),
            "intake_point": clicked(self, parameters, context, "INTAKE_POINT"),
            "preset": str(preset["id"]) if preset else None,
            "width_m": None if preset else optional_number(self, parameters, context, "WIDTH_M"),
            "strip_class": chosen(self, parameters, context, "STRIP_CLASS", CLASSES),
            "side": chosen(self, parameters, context, "SIDE", SIDES),
            "half_width_m": self.parameterAsDouble(parameters, "HALF_WIDTH_M", context),
            "river_width_field": self._field(parameters, "RIVER_WIDTH_FIELD", rivers, context),
            "up_m": optional_number(self, parameters, context, "UP_M"),
            "down_m": optional_number(self, parameters, context, "DOWN_M"),
            "snap_m": self.parameterAsDouble(parameters, "SNAP_M", context),
            "tolerance_m": self.parameterAsDouble(parameters, "TOLERANCE_M", context),
            "direction": chosen(self, parameters, context, "DIRECTION", DIRECTIONS),
            "direction_field": self._field(parameters, "DIRECTION_FIELD", rivers, context),
            "heights": raster_file(heights) if heights else BUNDLED,
            "dissolve": chosen(self, parameters, context, "DISSOLVE", DISSOLVE),
            "catchments": self.optional_source(parameters, "CATCHMENTS", context),
            "with_layers": with_layers or None,
            "with_names": lists.layer_names(self, parameters, "WITH_LAYERS", context) or None,
            "with_fields": fields or None,
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
        }

    def _field(
        self, parameters: Parameters, name: str, layer: str | None, context: QgsProcessingContext
    ) -> str | None:
        """A field of a layer that is there; one that was left from another layer is none."""
        return (self.parameterAsString(parameters, name, context) or None) if layer else None
