"""jjj:indicators: people, GDP and other values of units, cities, zones and provinces, and how unequal they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .base import Parameters
from .indicators_in_space import (
    IN_SPACE,
    add_in_space,
    chosen_in_space,
    help_in_space,
    refused_in_space,
    titles_in_space,
)
from .jurisdictions import BUNDLED, rare
from .plan_input import plan_reference
from .tabled import TabledAlgorithm
from .values import chosen

SCHEMES = ("county", "prefecture")
TEXT_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
FIELDS = ("CODE_FIELD", "PEOPLE_FIELD", "REGISTERED_FIELD", "GDP_FIELD")
ANY = QgsProcessing.SourceType.TypeVector


class Indicators(TabledAlgorithm):
    """A plan and a table of values; with nothing at all the bundled figures of 2020."""

    NAME = "indicators"
    GROUP = "region"
    ICON = "indicators.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",), "MEGA_TEMPLATE": (".csv",)}
    RESULT_KIND = "indicators"
    TABLES = {"CITIES": "cities", "ZONES": "zones", "PROVINCES": "provinces", "INDICES": "indices",
              "DECOMPOSITION": "decomposition", "RANK_SIZE": "rank_size", "LORENZ": "lorenz", "UNMATCHED": "unmatched",
              **IN_SPACE}

    def displayName(self) -> str:
        return tr("Indicators")

    def shortDescription(self) -> str:
        return tr("People, GDP and other values by unit, city, zone and province, and how unequal they are")

    def shortHelpString(self) -> str:
        return tr(
            "Values come from a table with adcodes (CSV, workbook or layer), else from the population of the plan's "
            "units, else from the bundled figures of 2020: people of the 13 cities and GDP of the three provinces.\n\n"
            "Rows are joined by adcode, never by name: some names are there twice. Codes that have changed go through "
            "the table of old codes. Counties of today that the plan does not have (its units are of 1999) count for "
            "the unit where their seat is. Rows that belong nowhere, doubles and places without a row are listed in a "
            "table of their own.\n\n"
            "A place's own number is taken before the sum of its parts. Sums are told only where all parts are known. "
            "Shares, rates and values per head are never summed: say which columns are ratios (means weighted by "
            "people or by a column) and which are amounts.\n\n"
            "Layers: people, density, GDP per head, shares, registered over resident people and every other column, "
            "by unit, city, zone and province; each indicator is a style of its layer. Tables: rank-size, "
            "primacy, Gini, Herfindahl, Green's polycentricity, Theil T and L with what lies between and within "
            "cities, provinces and zones, Williamson.\n\n"
            "A second year, table or plan is set beside the first: before, after and the difference. People are in "
            "persons and GDP in 1e8 yuan, unless the heading says otherwise: 常住人口（万人）."
        ) + "\n\n" + help_in_space()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(
            "PLAN", tr("Plan (empty: bundled units of 1999)"), extension="gpkg", optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "TABLE", tr("Table of values (empty: the plan's)"), [ANY], optional=True))
        self._add_fields()
        self.addParameter(QgsProcessingParameterString(
            "YEAR", tr("Year, of a table with several"), optional=True))
        self.addParameter(QgsProcessingParameterString("SECOND_YEAR", tr("Second year"), optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "SECOND_TABLE", tr("Second table"), [ANY], optional=True))
        self.addParameter(QgsProcessingParameterFile(
            "SECOND_PLAN", tr("Second plan"), extension="gpkg", optional=True))
        self.addParameter(rare(QgsProcessingParameterEnum(
            "SCHEME", tr("Zones of the bundled units"), [tr("By county"), tr("By prefecture")], defaultValue=0)))
        add_in_space(self)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Indicators of units"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.add_table_outputs()

    def _add_fields(self) -> None:
        for name, text, several, seldom in (
            ("PEOPLE_FIELD", tr("Residents (empty: the usual field)"), False, False),
            ("GDP_FIELD", tr("GDP (empty: the usual field)"), False, False),
            ("REGISTERED_FIELD", tr("Registered people (empty: the usual)"), False, False),
            ("FIELDS", tr("Other fields (empty: all with numbers)"), True, False),
            ("RATIOS", tr("Of these: shares, rates, per head"), True, False),
            ("AMOUNTS", tr("Of these: amounts, to be summed"), True, True),
            ("WEIGHT", tr("Ratios weighted by (empty: people)"), False, True),
            ("CODE_FIELD", tr("Adcode (empty: the usual field)"), False, True),
        ):
            field = QgsProcessingParameterField(
                name, text, parentLayerParameterName="TABLE", allowMultiple=several, optional=True)
            self.addParameter(rare(field) if seldom else field)

    def titles(self) -> dict[str, str]:
        return {
            "CITIES": tr("Indicators of cities"), "ZONES": tr("Indicators of zones"),
            "PROVINCES": tr("Indicators of provinces"), "INDICES": tr("Indices"),
            "DECOMPOSITION": tr("Between and within"), "RANK_SIZE": tr("Rank and size"),
            "LORENZ": tr("Lorenz curves"), "UNMATCHED": tr("Not joined"), **titles_in_space()}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        both = set(self._fields(parameters, "RATIOS")) & set(self._fields(parameters, "AMOUNTS"))
        if both:
            return False, messages.ratio_and_amount(sorted(both))
        refused = refused_in_space(self, parameters, context)
        if refused:
            return False, refused
        return super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        table = self._table(parameters, "TABLE", context)
        fields = {name.lower(): (self.parameterAsString(parameters, name, context) or None) if table else None
                  for name in FIELDS}
        weight = self.parameterAsString(parameters, "WEIGHT", context)
        kinds = {name: f"ratio {weight}".strip() for name in self._fields(parameters, "RATIOS")}
        kinds.update(dict.fromkeys(self._fields(parameters, "AMOUNTS"), "amount"))
        others = self._fields(parameters, "FIELDS")
        wanted = list(dict.fromkeys([*others, *kinds, *([weight] if weight else [])]))
        return {
            "plan": self._plan(parameters, "PLAN", context) or BUNDLED,
            "scheme": chosen(self, parameters, context, "SCHEME", SCHEMES),
            "table": table,
            **fields,
            "fields": wanted if table and others else None,
            "kinds": kinds if table else None,
            "year": self.parameterAsString(parameters, "YEAR", context).strip() or None,
            "second_plan": self._plan(parameters, "SECOND_PLAN", context),
            "second_table": self._table(parameters, "SECOND_TABLE", context),
            "second_year": self.parameterAsString(parameters, "SECOND_YEAR", context).strip() or None,
            **chosen_in_space(self, parameters, context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        template = result.get("mega_template")
        return {**super().outputs(result), **({"MEGA_TEMPLATE": template} if template else {})}

    def _fields(self, parameters: Parameters, name: str) -> list[str]:
        """The fields chosen in a parameter that takes several: a list, or a text with semicolons."""
        given = parameters.get(name) or []
        return [str(one) for one in (given.split(";") if isinstance(given, str) else given) if one]

    def _plan(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str | None:
        path = self.parameterAsFile(parameters, name, context)
        return plan_reference(self, path, context) if path else None

    def _table(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str | None:
        """A table of texts by its file, which the engine reads in any encoding; any other as on screen."""
        layer = self.parameterAsVectorLayer(parameters, name, context) if parameters.get(name) else None
        if layer is not None and layer.providerType() == "ogr" and not (layer.isModified() or layer.subsetString()):
            path = Path(layer.source().split("|")[0])
            if path.suffix.lower() in TEXT_TABLES[:3] and path.is_file():
                return str(path)
        return self.optional_source(parameters, name, context)
