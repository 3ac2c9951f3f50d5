"""Tools whose result file has more layers and tables than one, which are loaded beside the first."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
)

from .base import EngineAlgorithm, also_load


class TabledAlgorithm(EngineAlgorithm):
    """A tool of the engine with TABLES; a subclass says what each is called."""

    TABLES: dict[str, str] = {}
    """Output → its layer or table in the file of OUTPUT. One that the result says has no rows is not there."""

    def titles(self) -> dict[str, str]:
        """What each of TABLES is called."""
        raise NotImplementedError

    def add_table_outputs(self) -> None:
        """Declare TABLES as outputs."""
        for name, title in self.titles().items():
            self.addOutput(QgsProcessingOutputVectorLayer(name, title, QgsProcessing.SourceType.TypeVector))

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        file = result["output"]
        if file.lower().endswith(".csv"):  # one table and no more
            return {"OUTPUT": file}
        there = {name: table for name, table in self.TABLES.items() if result.get(table, True)}
        return {"OUTPUT": file, **{name: f"{file}|layername={table}" for name, table in there.items()}}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        made, titles = self.outputs(result), self.titles()
        for name in [name for name in self.TABLES if name in made]:
            also_load(context, result["output"], made[name], titles[name], name)
        super().arrived(result, context, feedback)
