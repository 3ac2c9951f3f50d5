"""jjj:report: a folder to hand on, with the page, the workbook and the results by the engine, and the sheets as PDF."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProject,
    QgsProviderRegistry,
)

from .. import messages
from ..i18n import language, speaking, tr
from ..layers.compose import PlanError
from ..layers.layout import title_block
from ..layers.report_sheets import Book, SheetResult, print_report
from ..layers.scenarios import parent_of
from ..layers.schema import catalog
from .base import EngineAlgorithm, Parameters
from .exports import BadInputError, Exports
from .plan_copy import plan_as_seen

LANGUAGES = ("", "zh", "en")
SHEETS = "report.pdf"
FILES = {"HTML": "html", "WORKBOOK": "workbook"}
"""Outputs and what the engine's result calls them."""


class Report(EngineAlgorithm):
    """The engine analyses and writes; the sheets are printed on the main thread once it has."""

    NAME = "report"
    GROUP = "region"
    ICON = "report.svg"
    RESULT_KIND = "report"

    def __init__(self) -> None:
        super().__init__()
        self._kept = Exports()  # the plan as it was, until its sheets are printed

    def displayName(self) -> str:
        return tr("Report")

    def shortDescription(self) -> str:
        return tr("A folder to hand on: page, sheets as PDF, workbook, results")

    def shortHelpString(self) -> str:
        return tr(
            "Makes a folder that can be handed to people without a GIS: report.html opens in any browser without a "
            "network, report.pdf holds A3 sheets for print, tables.xlsx the tables with their units and sources, and "
            "the folder results the files behind them, each with its recipe.\n\n"
            "The standard analyses are made anew from the plan as you see it, unsaved edits included: structure, "
            "areas, rings and overlaps, checks, air, water, relocations, parks, indicators; the comparison where the "
            "plan is a scenario, and connectivity where you give a table of flows. Results of your own come along: "
            "tick “Add to report” in the results panel, or choose their layers here. One analysis that fails is told "
            "in the report and spoils nothing else.\n\n"
            "Boundaries are schematic and no basis for demarcation."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("PLAN", tr("Plan file"), extension="gpkg"))
        self.addParameter(QgsProcessingParameterString("TITLE", tr("Title (empty: the plan's)"), "", optional=True))
        self.addParameter(QgsProcessingParameterString("ORGANISATION", tr("Prepared by"), "", optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "RESULTS", tr("Results that go in too"), QgsProcessing.SourceType.TypeMapLayer, optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "FLOWS", tr("Table of flows between places"), [QgsProcessing.SourceType.TypeVector], optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "LANGUAGE", tr("Language"), [tr("As the interface"), "中文", "English"], defaultValue=0))
        sections = QgsProcessingParameterEnum(
            "SECTIONS", tr("Sections (none ticked: all)"), [entry[language()] for entry in _sections()],
            allowMultiple=True, optional=True)
        dpi = QgsProcessingParameterNumber(
            "DPI", tr("Resolution of the sheets (dpi)"), QgsProcessingParameterNumber.Type.Integer, 200, minValue=72,
            maxValue=600)
        for rare in (sections, dpi):
            rare.setFlags(rare.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(rare)
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder of the report")))
        for name, title in (("HTML", tr("Page")), ("PDF", tr("Sheets")), ("WORKBOOK", tr("Workbook"))):
            self.addOutput(QgsProcessingOutputFile(name, title))
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Analyses that failed")))

    def refuse_outputs(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        folder = self._written_as(parameters, "FOLDER", context)
        return "" if folder in ("", QgsProcessing.TEMPORARY_OUTPUT) else folder_refused(Path(folder))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        project = context.project() or QgsProject.instance()
        self._language = LANGUAGES[self.parameterAsEnum(parameters, "LANGUAGE", context)] or language()
        self._dpi = self.parameterAsInt(parameters, "DPI", context)
        organisation = self.parameterAsString(parameters, "ORGANISATION", context).strip()
        self._organisation = organisation or title_block(project).get("jjj_organisation", "")
        self._title = self.parameterAsString(parameters, "TITLE", context).strip()
        given = parameters.get("SECTIONS")  # QGIS 3.22 makes the first of none
        chosen = [] if given in (None, "", []) else self.parameterAsEnums(parameters, "SECTIONS", context)
        self._sections = [_sections()[number]["id"] for number in chosen] or None
        self._folder = self.parameterAsFileOutput(parameters, "FOLDER", context)
        try:
            path = Path(self.parameterAsFile(parameters, "PLAN", context)).resolve()
            self._plan = plan_as_seen(path, project, self._kept)
        except BadInputError as error:
            raise QgsProcessingException(str(error)) from error
        self.exports.originals.update(self._kept.originals)
        return {
            "plan": self._plan, "title": self._title or None, "organisation": self._organisation or None,
            "results": self._given_results(parameters, context),
            "flows": self.optional_source(parameters, "FLOWS", context), "parent": _parent(path),
            "sections": self._sections, "folder": self._folder,
        }

    def _given_results(self, parameters: Parameters, context: QgsProcessingContext) -> list[str]:
        """The files of the layers chosen, each once. A layer that is in no file is refused by its name."""
        files: dict[str, None] = {}
        for layer in self.parameterAsLayerList(parameters, "RESULTS", context):
            parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
            file = str(parts.get("path") or "")
            if not Path(file).is_file():
                raise QgsProcessingException(messages.result_without_file(layer.name()))
            files[file] = None
        return list(files)

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            with speaking(self._language):
                return super().processAlgorithm(parameters, context, feedback)
        finally:
            if not self._result:
                self._kept.close()

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        files = {name: result[key] for name, key in FILES.items() if result.get(key)}
        return {"FOLDER": result["folder"], **files, "PDF": str(Path(result["folder"]) / SHEETS),
                "FAILED": len(result.get("failed", ()))}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        feedback.setProgressText(tr("Printing the sheets…"))
        target = str(Path(result["folder"]) / SHEETS)
        book = Book(self._plan, self._title, self._organisation, self._language, sheet_results(result),
                    result.get("failed", ()), self._sections)
        try:
            pages = print_report(book, target, self._dpi)
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
        finally:
            self._kept.close()
        super().arrived(result, context, feedback)
        feedback.pushInfo(messages.report_made(result["folder"], pages, len(result.get("failed", ()))))


def _sections() -> list[dict[str, Any]]:
    """The sections that a report can have, in order."""
    return list(catalog("catalog/report.json")["sections"])


def _parent(plan: Path) -> str | None:
    """The file of the scenario's parent, where it still is: a temporary copy of the plan would look for it beside."""
    parent = parent_of(plan)
    return str(parent.path) if parent is not None and parent.path.is_file() else None


def folder_refused(folder: Path) -> str:
    """Why a report cannot be written to the folder, as a sentence; empty if it can. Only its parent must exist."""
    if folder.exists() and not folder.is_dir():
        return messages.report_folder_is_file(str(folder))
    if not folder.exists() and not folder.absolute().parent.is_dir():
        return messages.no_output_folder(str(folder.absolute().parent))
    if not os.access(folder if folder.exists() else folder.absolute().parent, os.W_OK):
        return messages.report_folder_read_only(str(folder))
    return ""


def sheet_results(result: dict[str, Any]) -> list[SheetResult]:
    """The engine's list of results, each with the kind by which its tool styles what it makes."""
    from .provider import ALGORITHMS  # it holds this one

    kinds = {tool.NAME: tool.RESULT_KIND for tool in ALGORITHMS if issubclass(tool, EngineAlgorithm)}
    return [SheetResult(one["section"], one["task"], one["path"], one["title"], kinds.get(one["task"], ""),
                        tuple(one.get("layers", ())), tuple(one.get("tables", ())))
            for one in result.get("results", ())]
