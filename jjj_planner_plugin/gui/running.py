"""What the dialogs that run an algorithm themselves share: the run, what it said, and a name for its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import QStandardPaths, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QDialog, QLabel, QProgressBar

from .. import messages
from ..bridge.process import data_folder
from ..layers.plan_file import is_read_only

LAST_FOLDER = "jjj_planner/last_folder"


class Heard(QgsProcessingFeedback):
    """Feedback that keeps the warnings and the last error sentence."""

    def __init__(self) -> None:
        super().__init__(False)
        self.error = ""
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.error = error


def in_a_task(
    algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext,
    feedback: QgsProcessingFeedback, executed: Callable[[bool, dict[str, Any]], None],
) -> QgsProcessingAlgRunnerTask | None:
    """Run it in the background. `executed` is called once; at once, and None returned, if it could not be prepared.

    The caller keeps context and feedback until then: the task has pointers to them.
    """
    task = QgsProcessingAlgRunnerTask(algorithm, values, context, feedback)
    if task.isCanceled():  # its own `executed` would never come
        executed(False, {})
        return None
    task.executed.connect(executed)
    QgsApplication.taskManager().addTask(task)
    return task


class RunningDialog(QDialog):
    """Runs one algorithm, in the background if it may be, and stays open until its file is whole.

    `made` carries the path and what was found. A subclass makes the two widgets and says in `_update` what can
    be pressed; while `_task` is not None the algorithm runs.
    """

    made = pyqtSignal(str, list)
    message: QLabel
    progress: QProgressBar
    _task: QgsProcessingAlgRunnerTask | None = None

    def _update(self) -> None:
        raise NotImplementedError

    def start(self, algorithm_id: str, values: dict[str, Any]) -> bool:
        """False, with the reason shown, when the parameters do not do."""
        algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id).create()
        self._context, self._feedback = QgsProcessingContext(), Heard()
        self._context.setProject(QgsProject.instance())
        ok, reason = algorithm.checkParameterValues(values, self._context)
        if not ok:
            self.message.setText(reason)
            return False
        self.message.clear()
        self.progress.setVisible(True)
        self._feedback.progressChanged.connect(lambda percent: self.progress.setValue(int(percent)))
        if algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading:
            self._run_here(algorithm, values)
            return True
        self._task = in_a_task(algorithm, values, self._context, self._feedback, self._finished)
        if self._task is None:
            return False
        self._update()
        return True

    def _run_here(self, algorithm: QgsProcessingAlgorithm, values: dict[str, Any]) -> None:
        """What may not leave the main thread: a task would take it to another without asking."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            results, ok = algorithm.run(values, self._context, self._feedback)
        finally:
            QApplication.restoreOverrideCursor()
        self._finished(ok, results)

    def _finished(self, ok: bool, results: dict[str, Any]) -> None:
        self._task = None
        self.progress.setVisible(False)
        if ok and results.get("OUTPUT"):
            self.made.emit(results["OUTPUT"], self._feedback.warnings)
            self.accept()
            return
        self._update()  # some clear the message
        self.message.setText(self._feedback.error or messages.cancelled())

    def reject(self) -> None:
        """Cancel: first the work, then the dialog."""
        if self._task is not None:
            self._feedback.cancel()
            return
        super().reject()


def folder_beside(plan: Path) -> Path:
    """The folder for a file that comes of a plan: the plan's, where planners look for files and can write them.

    Not the plugin's hidden one, where the sample lies: then the folder used last, or the documents'.
    """
    if plan.is_relative_to(data_folder()) or is_read_only(plan):
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(QgsSettings().value(LAST_FOLDER, documents or str(Path.home())))
    return plan.parent


def free_path(path: Path) -> Path:
    """`path`, or the first of `name_2`, `name_3` … that does not exist."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
