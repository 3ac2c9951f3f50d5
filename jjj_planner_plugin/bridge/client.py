"""Run one task in an engine process: send it, pass its progress on, hear a cancel, give its result."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QProcess

from .. import messages
from . import environment, process, speech
from .environment import READY, EngineStatus

POLL_MS = 100
REMOVAL_TRIES = 10
ENDS_WITHIN_MS = 500  # after a cancel, or when its input ends; then it is killed
REQUEST = 1  # one process answers one request


class EngineError(Exception):
    """The engine refused or failed: a code for programs, a sentence and a hint for people."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        joint = "" if message.endswith("。") else " "
        super().__init__(f"{message}{joint}{hint}".strip())
        self.code = code
        self.message = message
        self.hint = hint


class EngineMissing(EngineError):  # noqa: N818  what is the matter, in the issue's words
    """No engine can be used; `status` says whether it is missing, of another version or unusable."""

    def __init__(self, status: EngineStatus) -> None:
        super().__init__(f"engine-{status.kind}", status.reason)
        self.status = status


class EngineCrashed(EngineError):  # noqa: N818
    """The engine's process ended without a result. `log` is the file that holds what it said."""

    def __init__(self, exit_code: int, log: Path) -> None:
        hint = messages.engine_crashed_hint(str(log))
        super().__init__("engine-crashed", messages.engine_crashed(exit_code), hint)
        self.exit_code = exit_code
        self.log = log


class EngineCancelled(Exception):  # noqa: N818  it is the planner's wish, not an error
    """The planner cancelled; the engine has ended and its unfinished files are gone."""


def run_task(
    task: str,
    params: dict[str, Any],
    *,
    language: str,
    progress: Callable[[float, str], None],
    warning: Callable[[str, dict[str, Any]], None],
    is_cancelled: Callable[[], bool],
    outputs: Sequence[str] = ("output",),
) -> dict[str, Any]:
    """The result of `task`. Blocks, so it is called from an algorithm's thread; `progress` gets 0 to 1.

    `outputs` are the parameters that name files which the task writes.
    Raises EngineMissing, EngineError (the task's own errors), EngineCrashed or EngineCancelled.
    """
    status = environment.find_engine()
    if status.kind != READY:
        raise EngineMissing(status)
    written = [str(params[name]) for name in outputs if params.get(name)]
    conversation = _Conversation(status.python, task, params, written)
    try:
        conversation.wait_until_ready(is_cancelled)
        conversation.send({"id": REQUEST, "task": task, "params": params, "language": language})
        return conversation.result(progress, warning, is_cancelled)
    finally:
        conversation.close()


class _Conversation:
    """One engine process and the lines exchanged with it. Lives in one thread."""

    def __init__(self, python: str, task: str, params: dict[str, Any], written: Sequence[str]) -> None:
        self._python = python
        self._written = written
        self._lines = speech.Lines()
        self._log = speech.Log(task, f"{python}\n{json.dumps([task, params], ensure_ascii=False)}\n")
        self._keep_log = False
        self._cancelled = False
        self._process = process.prepare(
            python, environment.engine_arguments("serve"), process.engine_environment()
        )
        self._log.catch(self._process)
        self._process.start()

    def send(self, message: dict[str, Any]) -> None:
        self._process.write(speech.line(message))

    def wait_until_ready(self, is_cancelled: Callable[[], bool]) -> None:
        """Read the first line; refuse an engine that is not this plugin's."""
        until = time.monotonic() + environment.START_TIMEOUT_MS / 1000
        ready = None
        while ready is None and time.monotonic() < until:
            received = self._receive(is_cancelled)
            ready = next((message["ready"] for message in received or () if "ready" in message), None)
            if received is None:
                break
        status = environment.judge(ready, self._python, str(self._log.path))
        if status.kind != READY:
            self._keep_log = True
            raise EngineMissing(status)

    def result(
        self,
        progress: Callable[[float, str], None],
        warning: Callable[[str, dict[str, Any]], None],
        is_cancelled: Callable[[], bool],
    ) -> dict[str, Any]:
        """Pass on progress and warnings until the result or an error comes."""
        while True:
            received = self._receive(is_cancelled)
            if received is None:
                self._keep_log = True
                raise EngineCrashed(self._process.exitCode(), self._log.path)
            for message in received:
                if "progress" in message:
                    progress(float(message["progress"]), str(message.get("text", "")))
                elif "warning" in message:
                    warning(str(message["warning"]), message.get("detail") or {})
                elif "error" in message:
                    error = message["error"]
                    raise EngineError(error["code"], error["message"], error.get("hint") or "")
                elif "result" in message:
                    return message["result"]

    def _receive(self, is_cancelled: Callable[[], bool]) -> list[dict[str, Any]] | None:
        """The messages that came within POLL_MS, perhaps none; None when the engine has ended."""
        if is_cancelled():
            self._cancel()
            raise EngineCancelled
        self._process.waitForReadyRead(POLL_MS)
        ended = self._process.state() == QProcess.ProcessState.NotRunning
        return self._lines.messages(self._process.readAllStandardOutput().data(), ended)

    def _cancel(self) -> None:
        self._cancelled = True
        self.send({"cancel": REQUEST})
        self._process.waitForFinished(ENDS_WITHIN_MS)

    def close(self) -> None:
        """End the process, remove what it left half-written, and show in QGIS's log what it said."""
        self._process.closeWriteChannel()  # the engine ends with its input
        self._process.waitForFinished(0 if self._cancelled else ENDS_WITHIN_MS)
        process.end(self._process)
        remove_unfinished(self._written)
        self._log.close(self._keep_log)


def remove_unfinished(outputs: Sequence[str]) -> None:
    """Remove the `.NAME.jjj-part*` files and folders beside the outputs; a killed engine could not do it itself.

    Tries for a second: on Windows a file is held until the killed process has quite gone.
    """
    for _ in range(REMOVAL_TRIES):
        left = [path for output in outputs for path in _unfinished(output)]
        for path in left:
            try:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            except OSError:
                time.sleep(POLL_MS / 1000)
        if not left:
            return


def _unfinished(output: str) -> list[Path]:
    """The part files and folders of an output and of what is written with it (its column types, its recipe)."""
    target = Path(output)
    if not target.name or not target.parent.is_dir():
        return []
    written = (target.name, f"{target.stem}.csvt", f"{target.stem}.recipe.json")
    prefixes = tuple(f".{name}.jjj-part" for name in written)
    return [path for path in target.parent.iterdir() if path.name.startswith(prefixes)]
