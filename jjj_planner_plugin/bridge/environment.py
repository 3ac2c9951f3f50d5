"""Which engine is used: an interpreter that the planner named, else the environment that the plugin made.

The environment of plugin version V is `<local data folder>/jjj-planner/engine-V/`. Its marker `engine.json`
is written last: a folder without one is half-made and counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QSettings

from .. import messages, paths
from . import process
from .start_engine import NEWEST, OLDEST

NAMED_INTERPRETER = "jjj_planner/engine_python"
MARKER = "engine.json"
START_TIMEOUT_MS = 60_000  # the first start reads 200 MB from disk, with a virus scanner looking on
MISSING, OTHER_VERSION, UNUSABLE, READY = "missing", "other_version", "unusable", "ready"


class EngineStatus(NamedTuple):
    """One of `missing`, `other_version`, `unusable`, `ready`; `reason` is the sentence for the planner.

    `versions` holds what is known: "engine", "python" and, after a test, the libraries.
    """

    kind: str
    python: str = ""
    versions: Mapping[str, str] = MappingProxyType({})
    reason: str = ""
    named: bool = False


def lock_file() -> Path:
    """The list of libraries, with hashes, from which the environment is made."""
    return paths.resource("engine/requirements.lock")


def lock_hash() -> str:
    """SHA-256 of the lock file, line ends put aside."""
    return hashlib.sha256(lock_file().read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def managed_folder() -> Path:
    """Where this plugin version's environment is, or will be."""
    return process.data_folder() / f"engine-{paths.version()}"


def environments() -> list[Path]:
    """Folders of all engine environments, whole or half-made, of any version."""
    return sorted(folder for folder in process.data_folder().glob("engine-*") if folder.is_dir())


def python_in(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def read_marker(environment: Path) -> dict[str, str]:
    """The marker's content; empty when the environment is not whole."""
    try:
        content = json.loads((environment / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and python_in(environment).exists() else {}


def write_marker(environment: Path, python_version: str) -> None:
    """Declare the environment whole."""
    content = {"version": paths.version(), "lock_sha256": lock_hash(), "python": python_version}
    (environment / MARKER).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def named_interpreter() -> str:
    """The interpreter that the planner named, or an empty text."""
    return str(QSettings().value(NAMED_INTERPRETER) or "")


def name_interpreter(path: str) -> None:
    """Use this interpreter from now on; an empty text goes back to the managed environment."""
    if path:
        QSettings().setValue(NAMED_INTERPRETER, path)
    else:
        QSettings().remove(NAMED_INTERPRETER)


def find_engine() -> EngineStatus:
    """Which engine would be used, from settings and files alone: fast, starts no process.

    `ready` means that it looks whole; only `try_engine()` and a run prove it.
    """
    named = named_interpreter()
    if named:
        if shutil.which(named):
            return EngineStatus(READY, named, named=True)
        return EngineStatus(UNUSABLE, named, reason=messages.interpreter_gone(named), named=True)
    marker = read_marker(managed_folder())
    if marker:
        python = str(python_in(managed_folder()))
        versions = {"engine": marker.get("version", ""), "python": marker.get("python", "")}
        if marker.get("lock_sha256") != lock_hash():
            return EngineStatus(OTHER_VERSION, python, versions, messages.engine_outdated())
        return EngineStatus(READY, python, versions)
    for folder in environments():
        found = read_marker(folder).get("version")
        if found:
            reason = messages.engine_other_version(found, paths.version())
            return EngineStatus(OTHER_VERSION, str(python_in(folder)), {"engine": found}, reason)
    return EngineStatus(MISSING, reason=messages.engine_missing())


def engine_arguments(command: str) -> list[str]:
    """Arguments that make an interpreter the engine; `command` is `serve` (requests on stdin), `check` or `compile`.

    -I keeps out the user's site-packages, the working folder and every PYTHON* variable; therefore UTF-8 is
    asked for with -X.
    """
    return ["-I", "-X", "utf8", str(paths.PACKAGE / "bridge" / "start_engine.py"), command]


def judge(ready: dict[str, Any] | None, python: str, log: str) -> EngineStatus:
    """What the engine's first line says about it. `ready` is None when there was no such line."""
    named = python == named_interpreter()
    if ready is None:
        return EngineStatus(UNUSABLE, python, reason=messages.engine_unusable(python, log), named=named)
    versions = {name: str(version) for name, version in ready.items() if version and name != "missing"}
    series = tuple(int(part) for part in versions.get("python", "0.0").split(".")[:2])
    if not OLDEST <= series <= NEWEST:
        reason = messages.python_out_of_range(python, versions.get("python", "?"))
        return EngineStatus(UNUSABLE, python, versions, reason, named)
    if ready.get("missing"):
        reason = messages.engine_lacks_library(python, str(ready["missing"]))
        return EngineStatus(UNUSABLE, python, versions, reason, named)
    if versions.get("engine") != paths.version():
        reason = messages.engine_other_version(versions.get("engine", "?"), paths.version())
        return EngineStatus(OTHER_VERSION, python, versions, reason, named)
    return EngineStatus(READY, python, versions, named=named)


def try_engine(status: EngineStatus | None = None) -> EngineStatus:
    """Start the engine once and let it load its libraries: about a second, so call it off the main thread."""
    status = status or find_engine()
    if status.kind != READY:
        return status
    log = process.new_log("check")
    answer = process.ask(status.python, engine_arguments("check"), START_TIMEOUT_MS, log)
    tried = judge(first_ready(answer.output), status.python, str(log))
    if tried.kind == READY:
        log.unlink()
    return tried


def first_ready(output: str) -> dict[str, Any] | None:
    """The `ready` object among the lines that a program printed."""
    for line in output.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict) and isinstance(message.get("ready"), dict):
            return message["ready"]
    return None
