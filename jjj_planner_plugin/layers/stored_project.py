"""The QGIS project inside a plan file: whether it is there, which file it refers to, and its binding to a name.

QGIS stores the name of the GeoPackage in the project. A renamed plan therefore opens dead, and a copy
beside the original opens *the original*. `read_project` puts the plan's own path in while reading;
`rebind` changes the stored text itself, so that QGIS without the plugin opens it as well.
"""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Callable
from urllib.parse import quote, unquote

from qgis.core import QgsApplication, QgsPathResolver, QgsProject, QgsProjectStorage, QgsReadWriteContext
from qgis.PyQt.QtCore import QBuffer, QIODevice

from .. import messages
from .compose import PlanError
from .schema import look, tables


def project_uri(path: Path) -> str:
    """The address of the project stored in a plan; absolute, for QGIS 3.22 gets a relative one wrong."""
    return f"geopackage:{quote(path.resolve().as_posix(), safe='/:')}?projectName={look()['project']['name']}"


def plan_of(address: str) -> Path | None:
    """The plan whose stored project has this address (`project_uri` the other way round); None for others."""
    match = re.fullmatch(r"geopackage:(.+)\?projectName=(.+)", address)
    if match is None or match.group(2) != look()["project"]["name"]:
        return None
    path = Path(unquote(match.group(1)))
    return path if path.is_file() else None


def _storage() -> QgsProjectStorage:
    return QgsApplication.projectStorageRegistry().projectStorageFromType("geopackage")


def has_project(path: Path) -> bool:
    """Whether the plan carries its project already."""
    listed = _storage().listProjects(f"geopackage:{quote(path.resolve().as_posix(), safe='/:')}")
    return look()["project"]["name"] in listed


def _members(path: Path) -> dict[str, bytes]:
    """The stored project: a zip archive of the project text (*.qgs) and what belongs to it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    if not _storage().readProject(project_uri(path), buffer, QgsReadWriteContext()):
        raise PlanError(messages.plan_unreadable(str(path)))
    with zipfile.ZipFile(io.BytesIO(bytes(buffer.data()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(path: Path, members: dict[str, bytes]) -> None:
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    buffer = QBuffer()
    buffer.setData(archived.getvalue())
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    if "#" in path.resolve().as_posix():  # QGIS 3.22 takes the rest for a fragment when it writes
        _write_content(path, archived.getvalue())
    elif not _storage().writeProject(project_uri(path), buffer, QgsReadWriteContext()):
        raise PlanError(messages.plan_not_written(str(path), "qgis_projects"))


def _write_content(path: Path, archive: bytes) -> None:
    """The row that QGIS's storage would write: the archive in hexadecimal."""
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=1)) as plan, plan:
            plan.execute("UPDATE qgis_projects SET content = ? WHERE name = ?",
                         (archive.hex(), look()["project"]["name"]))
    except sqlite3.Error as error:
        raise PlanError(messages.plan_not_written(str(path), str(error))) from error


def settle(path: Path) -> None:
    """Leave the plan as a single file: QGIS writes in SQLite's WAL mode and lets the mark stand.

    A file so marked cannot be opened from a folder that is read only. While another program has the
    plan open the mark stays.
    """
    with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(path, timeout=1)) as plan:
        plan.execute("PRAGMA journal_mode = DELETE")


def stored_file(path: Path) -> str:
    """The name by which the stored project calls its plan: the file that most plan tables come from."""
    seen: dict[str, set[str]] = {}
    for name, content in _members(path).items():
        if name.endswith(".qgs"):
            for file, table in re.findall(r"<datasource>([^<|]*)\|layername=(\w+)", content.decode("utf-8")):
                if table in tables():
                    seen.setdefault(html.unescape(file), set()).add(table)
    return max(seen, key=lambda file: len(seen[file]), default="")


def is_bound(path: str) -> bool:
    """Whether the project stored in the plan refers to this file under its present name."""
    file = Path(path).resolve()
    stored = stored_file(file)
    return bool(stored) and (file.parent / stored).resolve() == file


def rebind(path: str, final: Path | None = None, home: Path | None = None) -> None:
    """Write the plan's present name into its stored project; layers from elsewhere stay as they are.

    For an unfinished copy: `final` is the place it will be given, and `home` the folder of the plan that it was
    copied from. Where that is another folder, relative paths to layers from elsewhere are counted anew.
    """
    file = Path(path).resolve()
    if not has_project(file) or (final is None and is_bound(path)):
        return
    place = final or file
    _rewrite(file, stored_file(file), place, (home or place.parent).resolve())
    settle(file)


def _rewrite(file: Path, old: str, place: Path, home: Path) -> None:
    """Put `place` for the plan's stored name `old`; paths relative to `home` become relative to its folder."""
    before, after = html.escape(old, quote=False), html.escape(f"./{place.name}", quote=False)
    members = _members(file)
    for name, content in members.items():
        if name.endswith(".qgs"):
            text = content.decode("utf-8")
            if home != place.parent.resolve():
                text = _moved_paths(text, before, home, place.parent.resolve())
            for opening in (">", '"'):  # an element's text, an attribute's value
                text = text.replace(f"{opening}{before}|layername=", f"{opening}{after}|layername=")
            members[name] = text.encode("utf-8")
    _write(file, members)


def _moved_paths(text: str, own: str, old_home: Path, new_home: Path) -> str:
    """The project's text with relative paths to files that exist counted from the new folder."""
    def moved(match: re.Match[str]) -> str:
        opening, written = match.groups()
        found = old_home / html.unescape(written)
        if written == own or not found.exists():
            return match.group()
        try:
            relative = os.path.relpath(found, new_home).replace(os.sep, "/")
        except ValueError:  # on another drive
            return opening + html.escape(found.resolve().as_posix(), quote=False)
        return opening + html.escape(relative if relative.startswith("../") else f"./{relative}", quote=False)

    return re.sub(r"""([>"])(\.{1,2}/[^|<"?]+)""", moved, text)


class _Preprocessor:
    """QGIS's path preprocessor for the length of a `with` block."""

    def __init__(self, function: Callable[[str], str]) -> None:
        self.function = function
        self.handle = ""

    def __enter__(self) -> _Preprocessor:
        self.handle = QgsPathResolver.setPathPreprocessor(self.function)
        return self

    def __exit__(self, *_: object) -> None:
        QgsPathResolver.removePathPreprocessor(self.handle)


def read_project(path: Path, project: QgsProject) -> None:
    """Read the stored project with every layer of the plan taken from `path`, whatever it was called."""
    stored = stored_file(path)

    def own(source: str) -> str:
        file, rest = _split(source)
        return path.as_posix() + rest if file == stored else source

    with _Preprocessor(own):
        if not project.read(project_uri(path)):
            raise PlanError(messages.plan_unreadable(str(path)))


def _split(source: str) -> tuple[str, str]:
    """A stored source, `./plan.gpkg|layername=zones`, cut before the bar."""
    file, bar, rest = source.partition("|")
    return file, bar + rest
