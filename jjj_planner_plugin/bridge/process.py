"""Processes beside QGIS: with which environment and in which folder they run.

Everything is started with QProcess, also from worker threads and in `qgis_process`: on Windows it gives a
console program no console window when QGIS has none itself (Qt sets CREATE_NO_WINDOW).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from qgis.PyQt.QtCore import QDir, QIODevice, QProcess, QProcessEnvironment, QStandardPaths

# What a Python needs to run at all. Everything else stays behind: QGIS sets GDAL_DATA, PROJ_LIB, PYTHONHOME,
# LD_LIBRARY_PATH and their kin for its own libraries, and with those the engine's would break.
ALLOWED = {
    "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LANGUAGE",
    "USERPROFILE", "USERNAME", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP",
    "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "COMSPEC", "PATHEXT",
    "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
}  # fmt: skip
# What QGIS puts into its own process and pip must not see; pip keeps the rest (proxies, certificates, PIP_*).
OF_QGIS = {
    "LD_LIBRARY_PATH", "LD_PRELOAD",
    "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "DYLD_INSERT_LIBRARIES",
}  # fmt: skip
KILLED_WITHIN_MS = 2000
LOGS_KEPT = 20


class Answer(NamedTuple):
    """How a short-lived program ended; no `exit_code` when it did not start, crashed or took too long."""

    exit_code: int | None
    output: str


def data_folder() -> Path:
    """The plugin's own folder for this machine (local, never roaming); made when it is missing.

    Falls back to the temporary folder where the home is read-only, as on some servers.
    """
    location = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    folder = Path(location or QDir.tempPath()) / "jjj-planner"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(QDir.tempPath())
    return folder


def engine_environment() -> QProcessEnvironment:
    """The few variables that the engine is started with."""
    environment = QProcessEnvironment()
    for name, value in os.environ.items():
        if name.upper() in ALLOWED or name.startswith("LC_"):
            environment.insert(name, value)
    environment.insert("PATH", _plain_path())
    return environment


def _plain_path() -> str:
    """PATH; on Windows only the system's, since QGIS's holds its own copies of GDAL, GEOS and PROJ."""
    if sys.platform != "win32":
        return os.environ.get("PATH", os.defpath)
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return os.pathsep.join([str(Path(root) / "System32"), root])


def pip_environment() -> QProcessEnvironment:
    """The planner's environment, for pip: without what leads Python or the loader back into QGIS."""
    environment = QProcessEnvironment()
    for name, value in os.environ.items():
        if not name.upper().startswith("PYTHON") and name.upper() not in OF_QGIS:
            environment.insert(name, value)
    return environment


def prepare(program: str, arguments: list[str], environment: QProcessEnvironment) -> QProcess:
    """A process that is ready to be started, in a folder that is not the plugin's."""
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setProcessEnvironment(environment)
    process.setWorkingDirectory(str(data_folder()))
    return process


def end(process: QProcess) -> None:
    """Kill a process, if it still runs, and wait until it is gone."""
    if process.state() != QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(KILLED_WITHIN_MS)


def new_log(task: str) -> Path:
    """An empty log file for one engine process; the oldest logs are removed."""
    folder = data_folder() / "log"
    folder.mkdir(exist_ok=True)
    for old in sorted(folder.glob("*.log"))[: -LOGS_KEPT + 1]:
        try:
            old.unlink()
        except OSError:  # a running engine holds it (Windows), or another QGIS was faster
            continue
    log = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns():x}-{task}.log"
    log.touch()
    return log


def end_tree(process: QProcess) -> None:
    """Ask a process to end now with all that it started; returns at once, the process signals its end."""
    if sys.platform == "win32":
        ask("taskkill", ["/T", "/F", "/PID", str(process.processId())], KILLED_WITHIN_MS)
    else:
        process.terminate()


def ask(program: str, arguments: list[str], timeout_ms: int, log: Path | None = None) -> Answer:
    """Run a short-lived program in the engine's environment, without input, and return what it printed.

    What it prints on stderr is appended to `log`.
    """
    process = prepare(program, arguments, engine_environment())
    if log:
        process.setStandardErrorFile(str(log), QIODevice.OpenModeFlag.Append)
    process.setStandardInputFile(QProcess.nullDevice())
    process.start()
    whole = process.waitForFinished(timeout_ms) and process.exitStatus() == QProcess.ExitStatus.NormalExit
    end(process)
    output = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
    return Answer(process.exitCode() if whole else None, output)
