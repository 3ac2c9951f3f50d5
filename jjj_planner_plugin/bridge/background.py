"""Run a blocking call of the bridge off the main thread, as one of QGIS's own tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject

Work = Callable[[], Any]
Done = Callable[[Any], None]

_running: set[QgsTask] = set()  # Python must not collect a task that runs


class _Call(QgsTask):
    def __init__(self, title: str, work: Work, done: Done, owner: QObject) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._work, self._done, self._owner = work, done, owner
        self._result: Any = None
        self._error: Exception | None = None

    def run(self) -> bool:
        try:
            self._result = self._work()
        except Exception as error:  # raised again in the main thread, where QGIS reports it
            self._error = error
        return self._error is None

    def finished(self, result: bool) -> None:
        _running.discard(self)
        if self._error is not None:
            raise self._error
        if result and not sip.isdeleted(self._owner):
            self._done(self._result)


def in_background(title: str, work: Work, done: Done, owner: QObject) -> None:
    """Call `work` in a thread and give its result to `done` in the main thread, unless `owner` is gone."""
    call = _Call(title, work, done, owner)
    _running.add(call)
    QgsApplication.taskManager().addTask(call)
