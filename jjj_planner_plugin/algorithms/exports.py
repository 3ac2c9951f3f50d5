"""Temporary copies of what the planner sees, for the engine: in the profile's folder, gone with their run.

Permanent farmland and other control lines are classified, so no copy may linger, neither in the system's
temporary folder nor after a run that failed. The engine knows a copy by the folder's name FOLDER.
"""

from __future__ import annotations

import os
import shutil
import time
import weakref
from itertools import count
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.PyQt.QtCore import QLockFile

from .. import messages

FOLDER = "jjj-exports"
REMOVAL_TRIES, REMOVAL_PAUSE_S = 10, 0.1  # on Windows a file is held until the engine's process has quite gone


class BadInputError(Exception):
    """An input that cannot be used; its text is a sentence for the planner."""


def exports_folder() -> Path:
    """Where the copies of this profile lie, each run's in a folder of its own."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "jjj_planner" / FOLDER


def remove_stale() -> None:
    """Remove what sessions that are dead (a crash, a power cut) have left. For the plugin's start."""
    for folder in sorted(exports_folder().glob("*")):
        if folder.is_dir():
            lock = _lock(folder)
            if lock.tryLock(0):
                _remove(folder, lock)


class Exports:
    """The copies of one run. Nothing is on the disk before the first is asked for, nothing after `close()`."""

    def __init__(self) -> None:
        self.originals: dict[str, dict[str, Any]] = {}
        """File of the copy → name and source of the layer that the planner sees."""
        self._folder: Path | None = None
        self._files = 0

    def file_for(self, layer: QgsVectorLayer) -> Path:
        """A new file for a copy of `layer`. Raises BadInputError where the profile cannot be written."""
        try:
            file = self.new_file("input")
        except OSError as error:
            raise BadInputError(messages.layer_not_exported(layer.name(), str(error))) from error
        self.originals[str(file)] = {"name": layer.name(), "source": layer.publicSource()}
        return file

    def new_file(self, stem: str) -> Path:
        """A name for a GeoPackage that goes with the others. Raises OSError where the profile cannot be written."""
        self._files += 1
        return self._made_folder() / f"{stem}_{self._files}.gpkg"

    def original(self, reference: str) -> dict[str, Any] | None:
        """What `path|layername=table` is a copy of; None when it is no copy of this run."""
        return self.originals.get(reference.split("|")[0])

    def close(self) -> None:
        """Remove the copies; what they were made of stays known."""
        if self._folder is not None:
            self._closing()
            self._folder = None

    def _made_folder(self) -> Path:
        if self._folder is None:
            folder, lock = _claimed()
            folder.mkdir(mode=0o700)
            # also for a run that was prepared and never started
            self._closing = weakref.finalize(self, _remove, folder, lock)
            self._folder = folder
        return self._folder


def _claimed() -> tuple[Path, QLockFile]:
    """A folder of this process's own that does not exist yet, and the lock on it. OSError where none can be made."""
    exports_folder().mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = exports_folder() / f"{os.getpid()}-{number}"
        lock = _lock(folder)
        if not folder.exists() and lock.tryLock(0):  # first the lock: another QGIS may be clearing up
            return folder, lock
        if lock.error() in (QLockFile.LockError.PermissionError, QLockFile.LockError.UnknownError):
            break
    raise OSError(str(exports_folder()))


def _lock(folder: Path) -> QLockFile:
    """Held as long as the run's process lives."""
    lock = QLockFile(f"{folder}.lock")
    lock.setStaleLockTime(0)  # it ends with the process that holds it, not with time
    return lock


def _remove(folder: Path, lock: QLockFile) -> None:
    for _ in range(REMOVAL_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(REMOVAL_PAUSE_S)
    lock.unlock()
