"""What an engine process says: its messages, line by line, and what its log holds besides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QIODevice, QProcess

from . import process

LOG_LINES_SHOWN = 20
LOG_PANEL = "JJJ Planner"


class Lines:
    """The messages in a stream of bytes that comes in pieces."""

    def __init__(self) -> None:
        self._unread = bytearray()

    def messages(self, received: bytes, ended: bool = False) -> list[dict[str, Any]] | None:
        """The messages that are whole now, perhaps none; None when the stream has ended and nothing is left."""
        self._unread += received
        if ended and not self._unread:
            return None
        # A line, and even one Chinese character, may come in pieces: only whole lines are decoded.
        *lines, rest = self._unread.split(b"\n")
        self._unread = bytearray() if ended else bytearray(rest)
        return [message for message in map(_parsed, lines) if message]


def _parsed(line: bytes) -> dict[str, Any] | None:
    """One message; None for a line that is not of the protocol (printed before the engine began)."""
    try:
        message = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def line(message: dict[str, Any]) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n"


class Log:
    """The file that holds what one engine process says outside the protocol, below a header of ours."""

    def __init__(self, task: str, header: str) -> None:
        self.path: Path = process.new_log(task)
        self.path.write_text(header, encoding="utf-8")
        self._header_size = self.path.stat().st_size
        self._closed = False

    def catch(self, of: QProcess) -> None:
        """Let the process write its stderr here; to be called before it starts."""
        of.setStandardErrorFile(str(self.path), QIODevice.OpenModeFlag.Append)

    def close(self, keep: bool) -> None:
        """Show in QGIS's log what was said; a log without a word is removed, unless it is to be kept."""
        if self._closed:
            return
        self._closed = True
        said = self.path.read_bytes()[self._header_size :].decode("utf-8", "replace").strip()
        if said:
            shown = "\n".join(said.splitlines()[-LOG_LINES_SHOWN:])
            QgsMessageLog.logMessage(f"{shown}\n({self.path})", LOG_PANEL, Qgis.MessageLevel.Info)
        elif not keep:
            self.path.unlink()
