"""jjj:connectivity: flows between places, against gravity and against the plan's axes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProject,
)

from .. import messages
from ..i18n import tr
from ..layers.plan_file import open_plan_path
from .base import Parameters
from .jurisdictions import BUNDLED, rare
from .plan_input import plan_reference
from .tabled import TabledAlgorithm
from .values import chosen, optional_number

SOURCES = ("flows", "modelled")
LEVELS = ("given", "city")
DOUBLES = ("sum", "first", "last")
COLUMNS = ("ORIGIN_FIELD", "DESTINATION_FIELD", "VALUE_FIELD", "KIND_FIELD", "YEAR_FIELD")
DOUBLE = QgsProcessingParameterNumber.Type.Double


class Connectivity(TabledAlgorithm):
    """A table of flows, as a file or as a table of the project; or none, and gravity in its place."""

    NAME = "connectivity"
    GROUP = "region"
    ICON = "connectivity.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "connectivity"
    TABLES = {"LOADS": "axis_loads", "PLACES": "places"}

    def displayName(self) -> str:
        return tr("Connectivity")

    def shortDescription(self) -> str:
        return tr("Flows between places: strengths, gravity, and which links no axis of the plan covers")

    def shortHelpString(self) -> str:
        return tr(
            "A table with a row for each flow: origin, destination, value, and where there are kind (people, freight, "
            "capital, trips) and year. Places are found by adcode, today's or an earlier one, or by name and city, "
            "never by a county's name alone. Kinds and years are never added up: each is a network of its own. Rows "
            "whose place is unknown, negative values, zeros, flows inside one place and repeated rows are told, and "
            "listed in a table.\n\n"
            "Links are pairs of places with both directions together, drawn by their share. Of places: degree (how "
            "many they are linked to), strength (what flows in and out), dominance (strength over the mean), and "
            "whether their largest outflow goes to a smaller place (independent) or a larger one (Nystuen and Dacey). "
            "Of provinces and zones: what flows inside and across, modularity and assortativity.\n\n"
            "Gravity F = k · Mᵃ · Mᵇ / dᶜ is fitted by least squares of the logarithms; where flows are too few, with "
            "exponents 1, 1 and 2. A ratio above 1 means more than gravity expects. A second fit says how many times "
            "as much flows inside a province. Masses are people of 2020, or a column of your own table.\n\n"
            "An axis covers a link whose two ends are its members or lie within its width. The strongest links that "
            "carry half of all flows are called strong; those on no axis stand out. An axis with less than 80 % of "
            "what gravity expects of its places carries little. What passes each of its stretches is a layer.\n\n"
            "No flows are bundled. “Flow table template” makes a table to fill in. Modelled gravity of the plan's "
            "cities can be taken instead; it is marked as such and proves no linkage."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        tables = [QgsProcessing.SourceType.TypeVector]
        self.addParameter(QgsProcessingParameterFile(
            "FILE", tr("Flow table (CSV, XLSX)"), optional=True, fileFilter=f"{tr('Tables')} (*.csv *.txt *.xlsx)"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "FLOWS", tr("Or a table of the project"), tables, optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "SOURCE", tr("Flows are"), [tr("Observed: the table's"), tr("Modelled: gravity of the plan's cities")],
            defaultValue=0))
        self.addParameter(QgsProcessingParameterFile(
            "PLAN", tr("Plan file (empty: open or bundled one)"), extension="gpkg", optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "LEVEL", tr("Places"), [tr("As the table has them"), tr("Taken together by city")], defaultValue=0))
        self.addParameter(QgsProcessingParameterString("KIND", tr("Only this kind (empty: each)"), optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "YEAR", tr("Only this year (empty: each)"), optional=True, minValue=1900, maxValue=2100))
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Links"), QgsProcessing.SourceType.TypeVectorLine))
        self.add_table_outputs()

    def _add_rare(self) -> None:
        heads = (tr("Column of origins"), tr("Column of destinations"), tr("Column of flows"), tr("Column of kinds"),
                 tr("Column of years"))
        for name, text in zip(COLUMNS, heads):
            self.addParameter(rare(QgsProcessingParameterField(
                name, tr("{column} (empty: the usual)").format(column=text), parentLayerParameterName="FLOWS",
                optional=True)))
        for parameter in (
            QgsProcessingParameterEnum(
                "DOUBLES", tr("Several rows of one flow"),
                [tr("Added up"), tr("The first counts"), tr("The last counts")], defaultValue=0),
            QgsProcessingParameterFeatureSource(
                "MASSES", tr("Table of masses (empty: people of 2020)"),
                [QgsProcessing.SourceType.TypeVector], optional=True),
            QgsProcessingParameterField(
                "MASS_FIELD", tr("Its column of masses"), parentLayerParameterName="MASSES", optional=True,
                type=QgsProcessingParameterField.DataType.Any),
            QgsProcessingParameterFeatureSource(
                "AXES", tr("Lines in place of the plan's axes"), [QgsProcessing.SourceType.TypeVectorLine],
                optional=True),
            QgsProcessingParameterField(
                "AXIS_FIELD", tr("Field with their names"), parentLayerParameterName="AXES", optional=True),
            QgsProcessingParameterNumber(
                "AXIS_KM", tr("On an axis within (km; empty: its width)"), DOUBLE, optional=True, minValue=0,
                maxValue=500),
            QgsProcessingParameterBoolean("EXTENSIONS", tr("Members beyond an axis's end are on it"), False),
        ):
            self.addParameter(rare(parameter))

    def titles(self) -> dict[str, str]:
        return {"LOADS": tr("Flows along axes"), "PLACES": tr("Places linked")}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        file = self.parameterAsFile(parameters, "FILE", context)
        observed = chosen(self, parameters, context, "SOURCE", SOURCES) == "flows"
        if file and not Path(file).is_file():
            return False, messages.no_such_file(file)
        if file and parameters.get("FLOWS"):
            return False, messages.two_flow_tables()
        if observed and not file and not parameters.get("FLOWS"):
            return False, messages.no_flow_table()
        if parameters.get("MASSES") and not self.parameterAsString(parameters, "MASS_FIELD", context):
            return False, messages.no_mass_column()
        if parameters.get("AXES") and optional_number(self, parameters, context, "AXIS_KM") is None:
            return False, messages.no_axis_width()
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        def text(name: str) -> str | None:
            return self.parameterAsString(parameters, name, context).strip() or None

        file = self.parameterAsFile(parameters, "FILE", context)
        table = self.optional_source(parameters, "FLOWS", context)
        flows = str(Path(file).absolute()) if file else table
        masses, axes = (self.optional_source(parameters, name, context) for name in ("MASSES", "AXES"))
        observed = chosen(self, parameters, context, "SOURCE", SOURCES) == "flows"
        return {
            "flows": flows if observed else None,
            "source": SOURCES[0] if observed else SOURCES[1],
            **{name.lower(): text(name) if flows and observed else None for name in COLUMNS},
            "kind": text("KIND"), "year": optional_number(self, parameters, context, "YEAR"),
            "level": chosen(self, parameters, context, "LEVEL", LEVELS),
            "doubles": chosen(self, parameters, context, "DOUBLES", DOUBLES),
            "plan": plan_or_bundled(self, parameters, "PLAN", context),
            "masses": masses, "mass_field": text("MASS_FIELD") if masses else None,
            "axes": axes, "axis_field": text("AXIS_FIELD") if axes else None,
            "axis_km": optional_number(self, parameters, context, "AXIS_KM"),
            "extensions": self.parameterAsBool(parameters, "EXTENSIONS", context),
        }

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if result["modelled"] and result["output"] in context.layersToLoadOnCompletion():
            details = context.layerToLoadOnCompletionDetails(result["output"])
            details.name = tr("{name} (modelled)").format(name=details.name)
        super().arrived(result, context, feedback)


def plan_or_bundled(
    algorithm: TabledAlgorithm, parameters: Parameters, name: str, context: QgsProcessingContext
) -> str:
    """The plan file named, else the one that is open as it is on screen, else the engine's word for the bundled one."""
    named = algorithm.parameterAsFile(parameters, name, context)
    path = Path(named) if named else open_plan_path(context.project() or QgsProject.instance())
    return plan_reference(algorithm, str(path), context) if path is not None else BUNDLED
