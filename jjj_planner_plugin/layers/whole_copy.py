"""Copies of a plan that are whole or not there: written beside their place, renamed when finished."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from .. import messages
from .compose import PlanError
from .stored_project import settle

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database at work."""
PART = ".jjj-part"
"""How the names of unfinished copies begin."""
WAIT_S = 5.0
"""How long a commit of another program is waited for."""
STALE_S = 24 * 3600.0
"""A part file as old as this was left by a program that was killed."""


def companion(path: Path, ending: str) -> Path:
    """The file that SQLite calls `path` plus `-wal`, `-shm` or `-journal`."""
    return path.with_name(path.name + ending)


def reading(path: Path) -> sqlite3.Connection:
    """A connection that reads; it never writes into the plan, not even what is left in its -wal."""
    uri = path.resolve().as_uri()
    plan = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=WAIT_S, isolation_level=None)
    try:
        plan.execute("BEGIN")
        plan.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it sees one state
        return plan
    except sqlite3.OperationalError:
        plan.close()
        if os.access(path.parent, os.W_OK) or companion(path, "-wal").exists():
            raise
    # marked as being in WAL mode, in a folder where nothing can be written: nobody else can be writing it
    return sqlite3.connect(f"{uri}?immutable=1", uri=True)


def copy_whole(plan: Path, part: Path) -> None:
    """Copy the plan as it was committed last, by SQLite's own backup; it may be open and in WAL mode.

    Raises PlanError: the disk is too full, the plan is locked or unreadable, the folder cannot be written.
    """
    needed, free = plan.stat().st_size, shutil.disk_usage(part.parent).free
    if free < 1.1 * needed:
        raise PlanError(messages.copy_disk_full(str(part.parent), free, needed))
    try:
        with contextlib.closing(reading(plan)) as source, contextlib.closing(sqlite3.connect(part)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise PlanError(messages.plan_not_copied(str(plan), str(part.parent), str(error))) from error
    settle(part)


@contextlib.contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """A name for the unfinished file, hidden and in the target's folder; nothing of it is left at the end."""
    part = target.with_name(f"{PART}{os.getpid()}-{secrets.token_hex(3)}.gpkg")  # a name that every library takes
    remove_stale(target.parent)
    try:
        _remove(part)
        yield part
    except PlanError as error:  # the planner knows the file by its name to be
        raise PlanError(str(error).replace(str(part), str(target))) from error
    except OSError as error:
        raise PlanError(messages.copy_not_placed(str(target), error.strerror or str(error))) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(part)


def remove_stale(folder: Path) -> None:
    """Remove the part files that programs left in the folder long ago."""
    with contextlib.suppress(OSError):
        for found in folder.glob(f"{PART}*"):
            if time.time() - found.stat().st_mtime > STALE_S:
                found.unlink()


def _remove(part: Path) -> None:
    for file in (part, *(companion(part, ending) for ending in COMPANIONS)):
        if file.exists():
            file.unlink()


def _on_disk(path: Path) -> None:
    """Have the system write the file out before its name changes: a power cut leaves the old or the new one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def place_new(part: Path, target: Path) -> None:
    """Give the finished part its name. Raises FileExistsError where something has that name already."""
    settle(part)
    _on_disk(part)
    if os.name == "nt":
        part.rename(target)  # refuses there
        return
    try:
        os.link(part, target)  # unlike rename, it never replaces
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.rename(target)


def place_over(part: Path, target: Path) -> None:
    """Put the finished part in the place of `target`, which nobody has open."""
    settle(part)
    shutil.copymode(target, part)
    _on_disk(part)
    part.replace(target)
