"""Who else has a plan open, and whether somebody else has changed it since it was read.

SQLite's locks tell of a program that is writing or has an edit session open (QGIS edits in WAL mode), not of one
that only shows the plan. Between QGIS sessions with the plugin a lock file beside the plan tells the rest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QLockFile, QObject, QTimer

from .schema import tables
from .whole_copy import reading

RECORDS = ("runs",)
"""Tables that grow by themselves, row by row: nobody's edits are lost in them."""


def is_locked(path: Path) -> bool:
    """Whether another connection, of this program or another, keeps the plan from being replaced.

    Asks for the whole file and gives it back. A file left in WAL mode by nobody in particular is settled by this:
    it is one file again. Waits for nothing.
    """
    try:
        uri = f"{path.resolve().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as plan:
            plan.execute("PRAGMA journal_mode = DELETE").fetchone()
            plan.execute("BEGIN EXCLUSIVE")
            plan.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    return False


def lock_name(path: Path) -> Path:
    """The lock file of a plan that is open: hidden, beside it."""
    return path.with_name(f".~lock.{path.name}#")


class Presence:
    """This QGIS's mark beside the plan it has open. A QGIS that crashed leaves one that no longer counts."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None

    def take(self, path: Path) -> None:
        """Mark the plan as open here; in a folder that cannot be written there is no mark."""
        self.give_back()
        lock = QLockFile(str(lock_name(path.resolve())))
        lock.setStaleLockTime(0)  # it ends with its process, not with time
        if lock.tryLock(0):
            self._lock = lock

    def give_back(self) -> None:
        """The plan is no longer open here."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def opened_by(path: Path) -> str:
    """Which other QGIS has the plan open: its process and host, `4711@HOST`; empty where none is known."""
    lock = QLockFile(str(lock_name(path.resolve())))
    lock.setStaleLockTime(0)
    if not lock_name(path.resolve()).exists():
        return ""
    _known, process, host, _program = lock.getLockInfo()
    if process == os.getpid() and host in ("", socket.gethostname()):
        return ""
    if os.access(path.parent, os.W_OK) and lock.tryLock(0):  # its process has gone
        lock.unlock()
        return ""
    return f"{process}@{host}"


def content(path: Path) -> dict[str, str]:
    """A digest of every table of the plan as it was committed last: rows, values and geometries, bit by bit."""
    return table_contents(path, tables())


def table_contents(path: Path, wanted: Iterable[str]) -> dict[str, str]:
    """The digests of the tables `wanted` that are in the file; none where the file cannot be read.

    Read through SQLite, all in one state, and not as layers: QGIS guards these with locks that wait for one another
    when two threads open layers of one file.
    """
    try:
        with contextlib.closing(reading(path)) as plan:
            present = {name for (name,) in plan.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return {table: _digest(plan, table) for table in wanted if table in present}
    except (OSError, sqlite3.Error):
        return {}


def _digest(plan: sqlite3.Connection, table: str) -> str:
    """Of one table, whose name is the schema's: nobody's text gets into the statement."""
    rows = plan.execute(" ".join(("SELECT * FROM", f'"{table}"', "ORDER BY rowid")))
    digest = hashlib.sha256("|".join(column[0] for column in rows.description).encode())
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()


class Watch(QObject):
    """Knows the plan's tables as this QGIS read or wrote them last, and finds those that others changed since."""

    def __init__(self, path: Path, layers: dict[str, QgsVectorLayer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._known = {table: digest for table, digest in content(path).items() if table not in RECORDS}
        self._saved: set[str] = set()
        for table, layer in layers.items():
            layer.afterCommitChanges.connect(lambda table=table: self._written(table))

    def _written(self, table: str) -> None:
        """What was saved here is known here: read once the whole save is in the file."""
        if table in self._known:
            self._saved.add(table)
            QTimer.singleShot(0, self._read_saved)

    def _read_saved(self) -> None:
        self._known.update(table_contents(self.path, self._saved))
        self._saved.clear()

    def changed(self) -> list[str]:
        """The tables that another program has changed since."""
        self._read_saved()
        now = table_contents(self.path, self._known)
        return [table for table, digest in self._known.items() if now.get(table) != digest]

    def look_again(self) -> None:
        """Take the tables as they are now for known: the planner has been told."""
        self._known.update(table_contents(self.path, self._known))
