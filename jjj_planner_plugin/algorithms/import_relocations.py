"""jjj:import_relocations: a planner's table of moves as lines between places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .base import Parameters
from .tabled import TabledAlgorithm

FILES = "*.csv *.txt *.xlsx"


class ImportRelocations(TabledAlgorithm):
    """INTO_PLAN is carried out by the interface, which has the plan's edit session: see gui/moves_tools.py."""

    NAME = "import_relocations"
    GROUP = "region"
    ICON = "import_relocations.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "imported_relocations"
    TABLES = {"NOT_PLACED": "not_placed"}

    def displayName(self) -> str:
        return tr("Import relocations")

    def shortDescription(self) -> str:
        return tr("A table of moves as lines between places found by adcode, or name and city")

    def shortHelpString(self) -> str:
        return tr(
            "Reads a CSV or XLSX with a row a move. Its columns are known by their headings: 迁出地, 迁出城市, "
            "迁出地代码, 迁入地, 迁入城市, 迁入地代码 (or origin, origin_city, origin_adcode, destination …), "
            "名称, 类别, 状态, 时间, 人数, 面积（公顷）… Units in a heading's brackets count.\n\n"
            "A place is found by its adcode, also one that has changed since, or by name and city (the city may stand "
            "before the name in one text). A name alone never does: 新华区 and 桥西区 exist twice. What was not "
            "found is listed with the reason; its row is kept, without a line.\n\n"
            "The result has the fields of the plan's relocations. In QGIS, with a plan open, its rows are put into "
            "the plan too, in one step that can be undone; a row with the id or the name of one that is there "
            "updates it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile(
            "PATH", tr("Table of moves"), fileFilter=f"{tr('Tables')} ({FILES})"))
        self.addParameter(QgsProcessingParameterBoolean(
            "INTO_PLAN", tr("Put them into the open plan too (in QGIS)"), True))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Imported relocations"), QgsProcessing.SourceType.TypeVectorLine))
        self.add_table_outputs()

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        return {"path": str(Path(self.parameterAsString(parameters, "PATH", context)).absolute())}

    def titles(self) -> dict[str, str]:
        return {"NOT_PLACED": tr("Places not found")}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        super().arrived(result, context, feedback)
        feedback.pushInfo(messages.relocations_imported(result["rows"], result["placed"], result["not_placed"]))
