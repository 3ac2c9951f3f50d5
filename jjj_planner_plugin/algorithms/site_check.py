"""jjj:site_check: one site against control lines, zones, rings and strips; result layers, workbook, one-page PDF."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import language, tr
from ..layers.layout import title_block
from ..layers.site_sheet import Control, SheetError, print_site_sheet
from ..layers.site_table import rule_line
from . import destinations
from .base import EngineAlgorithm, Parameters, also_load
from .lists import layer_name

SHEET = (".pdf", ".png")


class SiteCheck(EngineAlgorithm):
    """The engine measures; the sheet is printed on the main thread once it has."""

    NAME = "site_check"
    GROUP = "measure"
    ICON = "site.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",), "XLSX": (".xlsx",)}
    RESULT_KIND = "site_check"

    def displayName(self) -> str:
        return tr("Site check")

    def shortDescription(self) -> str:
        return tr("A site against control lines: met or not, encroached area, distance")

    def shortHelpString(self) -> str:
        return tr(
            "All features of the site layer together are the site (tick “Selected features only” for a drawn or "
            "selected one); each feature is a parcel, judged by itself too.\n\n"
            "Each control layer has a rule, known by its name: permanent basic farmland, ecological red lines and "
            "protection areas must not be touched; the urban development boundary must hold all of the site; "
            "railways, roads and the Grand Canal ask for a distance; zones, units, catchments and rings, and "
            "whatever is not known, are reported only. The result says which rule was taken and why.\n\n"
            "To state rules yourself, write one a line, in Chinese or English:\n"
            "LAYER NAME = avoid\n"
            "LAYER NAME = within\n"
            "LAYER NAME = distance 30\n"
            "LAYER NAME = report FIELD\n\n"
            "Areas are in m², hectares and mu on the CGCS2000 ellipsoid; distances are metres on the ground. A "
            "shared boundary is no encroachment. The sheet is one A4 page; boundaries on it are schematic."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource(
            "SITE", tr("Site"), [QgsProcessing.SourceType.TypeVectorPolygon]))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "CONTROLS", tr("Control layers"), QgsProcessing.SourceType.TypeVectorAnyGeometry))
        rules = QgsProcessingParameterString(
            "RULES", tr("Rules, one a line: LAYER NAME = avoid | within | distance 30 | report FIELD"), "",
            multiLine=True, optional=True)
        name = QgsProcessingParameterString("SITE_NAME", tr("Name of the site (empty: the layer's)"), "", optional=True)
        tolerance = QgsProcessingParameterNumber(
            "TOLERANCE_M2", tr("Tolerated encroachment (m²)"), QgsProcessingParameterNumber.Type.Double, 0.0,
            minValue=0.0)
        for rare in (rules, name, tolerance):
            rare.setFlags(rare.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(rare)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Site check"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.addParameter(QgsProcessingParameterFileDestination(
            "PDF", tr("Sheet"), "PDF (*.pdf);;PNG (*.png)", optional=True, createByDefault=True))
        self.addParameter(QgsProcessingParameterFileDestination(
            "XLSX", tr("Workbook"), "XLSX (*.xlsx)", optional=True, createByDefault=False))
        for table, title, kind in (("PARCELS", tr("Parcels"), QgsProcessing.SourceType.TypeVectorPolygon),
                                   ("FINDINGS", tr("Findings"), QgsProcessing.SourceType.TypeVector)):
            self.addOutput(QgsProcessingOutputVectorLayer(table, title, kind))
        self.addOutput(QgsProcessingOutputString("CONCLUSION", tr("Conclusion")))
        self.addOutput(QgsProcessingOutputNumber("FAILS", tr("Rules not met")))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        try:
            stated_rules(self.parameterAsString(parameters, "RULES", context))
        except ValueError as error:
            return False, messages.bad_rule_line(str(error))
        return super().checkParameterValues(parameters, context)

    def refuse_outputs(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        target = self._written_as(parameters, "PDF", context)
        refused = destinations.refusal(target, SHEET, context.project()) if target else ""
        return super().refuse_outputs(parameters, context) or refused

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        layers = self.parameterAsLayerList(parameters, "CONTROLS", context)
        self._controls = [(layer_name(layer, context), layer.id()) for layer in layers]
        self._sheet = self.destination(parameters, "PDF", context)
        text = self.parameterAsString(parameters, "RULES", context)
        try:
            rules = stated_rules(text)
        except ValueError as error:  # a model asks no checkParameterValues
            raise QgsProcessingException(messages.bad_rule_line(str(error))) from error
        site = self.source(parameters, "SITE", context)
        named = self.parameterAsString(parameters, "SITE_NAME", context).strip()
        return {
            "site": site, "controls": self.sources(parameters, "CONTROLS", context),
            "names": [name for name, _ in self._controls], "rules": rules or None,
            "site_name": named or self._site_called(site, parameters, context),
            "tolerance_m2": self.parameterAsDouble(parameters, "TOLERANCE_M2", context),
        }

    def _site_called(self, reference: str, parameters: Parameters, context: QgsProcessingContext) -> str:
        """The site's layer as the project names it; else its table's name, not that of the file."""
        name = self.parameterAsSource(parameters, "SITE", context).sourceName()
        known = context.project() is not None and context.project().mapLayersByName(name)
        return str(name if known else reference.partition("|layername=")[2] or name)

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        sheet = {"PDF": self._sheet} if self._sheet else {}
        return {**super().outputs(result), **sheet, **self._tables(result), "CONCLUSION": result["conclusion"],
                "FAILS": result["summary"]["fails"]}

    def _tables(self, result: dict[str, Any]) -> dict[str, str]:
        return {"PARCELS": f"{result['output']}|layername=site", "FINDINGS": f"{result['output']}|layername=findings"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        titles = {"PARCELS": tr("Parcels"), "FINDINGS": tr("Findings")}
        for output, table in self._tables(result).items():
            also_load(context, result["output"], table, titles[output], output)
        super().arrived(result, context, feedback)
        for finding in result["findings"]:
            if not finding["class"]:
                feedback.pushInfo(rule_line(finding, language()))
        feedback.pushInfo(result["conclusion"])
        if self._sheet:
            self._print(result, context, feedback)

    def _print(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """The sheet. A control that the planner has removed meanwhile is in its table and not on its map."""
        found = [(name, QgsProcessingUtils.mapLayerFromString(key, context)) for name, key in self._controls]
        controls = [Control(name, layer) for name, layer in found if isinstance(layer, QgsVectorLayer)]
        organisation = title_block(context.project() or QgsProject.instance()).get("jjj_organisation", "")
        seen = {**result, "inputs": self._as_seen(result)}
        try:
            print_site_sheet(seen, controls, self._sheet, language(), organisation)
        except SheetError as error:
            raise QgsProcessingException(str(error)) from error
        feedback.pushInfo(messages.sheet_made(self._sheet))


def stated_rules(text: str) -> dict[str, list[str]]:
    """`LAYER NAME = rule`, one a line, as rules by layer name. ValueError holds a line that is none."""
    rules: dict[str, list[str]] = {}
    for line in text.replace("＝", "=").splitlines():
        name, equals, rule = (part.strip() for part in line.rpartition("="))
        if line.strip() and not (name and equals and rule):
            raise ValueError(line.strip())
        if name:
            rules.setdefault(name, []).append(rule)
    return rules
