"""One engine process that stays: started, judged, spoken to and ended without ever waiting for it."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from . import environment, process, speech
from .client import ENDS_WITHIN_MS
from .environment import READY, EngineStatus

_ending: set[QProcess] = set()  # told to end; Python must not collect them before they are gone


class WarmEngine(QObject):
    """Signals: `ready`; `refused` with the sentence why it cannot be used; `said` with each message; `died`."""

    ready = pyqtSignal()
    refused = pyqtSignal(str)
    said = pyqtSignal(dict)
    died = pyqtSignal()

    def __init__(self, status: EngineStatus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._python = status.python
        self._is_ready = False
        self._lines = speech.Lines()
        self.log = speech.Log("live", f"{status.python}\n")
        self._process = process.prepare(
            status.python, environment.engine_arguments("serve"), process.engine_environment()
        )
        self.log.catch(self._process)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._lost_patience)

    @property
    def process_id(self) -> int:
        """The process's number in the system; 0 while there is none."""
        return int(self._process.processId())

    def start(self) -> None:
        """Returns at once; `ready`, `refused` or `died` follows."""
        self._patience.start(environment.START_TIMEOUT_MS)
        self._process.start()

    def send(self, message: dict[str, Any]) -> None:
        """Into the pipe's buffer; Qt writes it as the engine reads."""
        self._process.write(speech.line(message))

    def stop(self) -> None:
        """Let it end, and kill it if it does not; no signal comes any more. Returns at once."""
        ended = self._process
        self._patience.stop()
        ended.readyReadStandardOutput.disconnect(self._read)
        ended.finished.disconnect(self._finished)
        ended.errorOccurred.disconnect(self._failed)
        if ended.state() == QProcess.ProcessState.NotRunning:
            self.log.close(keep=False)
            return
        log = self.log
        _ending.add(ended)

        def gone(*_: Any) -> None:
            _ending.discard(ended)
            ended.deleteLater()
            log.close(keep=False)

        ended.finished.connect(gone)
        ended.closeWriteChannel()  # the engine ends with its input
        killing = QTimer(ended)
        killing.setSingleShot(True)
        killing.timeout.connect(ended.kill)
        killing.start(ENDS_WITHIN_MS)

    def _read(self, ended: bool = False) -> None:
        for message in self._lines.messages(self._process.readAllStandardOutput().data(), ended) or ():
            if "ready" in message and not self._is_ready:
                self._judge(message["ready"])
            elif self._is_ready:
                self.said.emit(message)

    def _judge(self, ready: dict[str, Any] | None) -> None:
        """Refuse an engine that is not this plugin's."""
        self._patience.stop()
        status = environment.judge(ready, self._python, str(self.log.path))
        if status.kind == READY:
            self._is_ready = True
            self.ready.emit()
        else:
            self.refused.emit(status.reason)

    def _lost_patience(self) -> None:
        self._judge(None)

    def _finished(self, *_: Any) -> None:
        self._read(ended=True)
        self._patience.stop()
        self.log.close(keep=True)
        if self._is_ready:
            self.died.emit()
        else:
            self._judge(None)

    def _failed(self, error: Any) -> None:
        """A process that did not start does not finish either."""
        if error == QProcess.ProcessError.FailedToStart:
            self._judge(None)
