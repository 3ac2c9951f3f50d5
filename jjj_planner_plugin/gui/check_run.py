"""One check of the open plan beside the window, for the check panel."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .. import messages
from ..algorithms.exports import Exports
from ..layers.findings import read_findings
from .running import Heard, in_a_task

_running: set[CheckRun] = set()  # a task has pointers to its context and feedback: they live until it has ended


class CheckRun(QObject):
    """`ended` comes once: with the findings and "", or with None and the sentence that says why."""

    ended = pyqtSignal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._context, self._feedback = QgsProcessingContext(), Heard()
        self._context.setProject(QgsProject.instance())
        self._files = Exports()

    def start(self) -> None:
        """Check the plan that is open in the project, with its unsaved edits."""
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("jjj:check_plan")
        try:
            values = {"OUTPUT": str(self._files.new_file("findings"))}
        except OSError as error:
            self.ended.emit(None, messages.check_not_made(str(error)))
            return
        ok, reason = algorithm.checkParameterValues(values, self._context)
        if not ok:
            self._files.close()
            self.ended.emit(None, reason)
            return
        _running.add(self)
        in_a_task(algorithm, values, self._context, self._feedback, self._executed)

    def cancel(self) -> None:
        """End the work; `ended` still comes."""
        self._feedback.cancel()

    def _executed(self, ok: bool, results: dict[str, Any]) -> None:
        _running.discard(self)
        try:
            if ok and results.get("OUTPUT"):
                self.ended.emit(read_findings(results["OUTPUT"]), "")
            else:
                self.ended.emit(None, self._feedback.error or messages.cancelled())
        finally:
            self._files.close()
