"""The Pythons of this machine from which the engine's environment can be made."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .. import messages
from . import process
from .start_engine import NEWEST, OLDEST

SERIES = [f"3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]  # the newest first
PROBE_TIMEOUT_MS = 10_000
# Plain syntax: it must also tell a Python apart that is far too old.
PROBE = """
import sys, json
answer = {"python": list(sys.version_info[:3]), "bits": 64 if sys.maxsize > 2**32 else 32, "venv": True}
try:
    import ensurepip, venv
except ImportError:
    answer["venv"] = False
print(json.dumps(answer))
"""


class BasePython(NamedTuple):
    """A Python and, if the engine cannot live on it, the sentence that says why and what to do."""

    path: str
    version: str
    problem: str


def probe(path: str) -> BasePython:
    """Ask a Python for its version and whether it can make environments. Takes some 50 ms."""
    answer = process.ask(path, ["-I", "-c", PROBE], PROBE_TIMEOUT_MS)
    try:
        found = json.loads(answer.output)
        version = ".".join(str(part) for part in found["python"])
        supported = OLDEST <= tuple(found["python"][:2]) <= NEWEST
    except (ValueError, KeyError, TypeError):
        return BasePython(path, "", messages.not_a_python(path))
    if not supported:
        return BasePython(path, version, messages.python_out_of_range(path, version))
    if found.get("bits") != 64:
        return BasePython(path, version, messages.python_not_64_bit(path))
    if not found.get("venv"):
        return BasePython(path, version, messages.python_without_venv(path, version))
    return BasePython(path, version, "")


def usable_pythons() -> list[BasePython]:
    """Every usable Python that is found, QGIS's own first. Runs them all: call it off the main thread."""
    return [found for found in map(probe, candidates()) if not found.problem]


def candidates() -> list[str]:
    """Paths of files that may be a Python, in order of preference, each real file once."""
    known: dict[str, str] = {}
    for path in _places():
        if path and Path(path).is_file():
            known.setdefault(os.path.realpath(path), str(path))
    return list(known.values())


def _places() -> Iterator[str]:
    """Where Pythons usually are on this system; many of these paths do not exist."""
    if sys.platform == "win32":
        yield from _windows_places()
    elif sys.platform == "darwin":
        # Not the Python in QGIS's bundle: environments made from it break (QGIS #67318). Not /usr/bin/python3
        # either: it is Apple's 3.9, or opens a window that offers developer tools.
        for series in SERIES:
            yield f"/Library/Frameworks/Python.framework/Versions/{series}/bin/python{series}"
            yield f"/opt/homebrew/bin/python{series}"
            yield f"/usr/local/bin/python{series}"
    else:
        yield str(Path(sys.prefix) / "bin" / "python3")
        for series in SERIES:
            yield f"/usr/bin/python{series}"
        for name in [*(f"python{series}" for series in SERIES), "python3"]:
            yield shutil.which(name) or ""


def _windows_places() -> Iterator[str]:
    # `sys.executable` is qgis-bin.exe there; QGIS's Python lies beside its standard library.
    yield str(Path(sys.prefix) / "python.exe")
    launcher = shutil.which("py")
    if launcher:
        yield from launcher_paths(process.ask(launcher, ["-0p"], PROBE_TIMEOUT_MS).output)
    for variable, below in (("LOCALAPPDATA", "Programs/Python"), ("PROGRAMFILES", ""), ("SYSTEMDRIVE", "/")):
        for series in SERIES:
            if os.environ.get(variable):
                folder = Path(os.environ[variable]) / below / ("Python" + series.replace(".", ""))
                yield str(folder / "python.exe")


def launcher_paths(listing: str) -> list[str]:
    """The paths in what `py -0p` prints on Windows: ` -V:3.12 *   C:\\Python312\\python.exe`."""
    return re.findall(r"^\s*-\S+\s+(?:\*\s+)?(\S.*\.exe)\s*$", listing, re.MULTILINE)
