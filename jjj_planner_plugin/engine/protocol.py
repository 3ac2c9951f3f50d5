"""Messages between QGIS and the engine: one JSON object a line, UTF-8, both ways.

    → {"id": 7, "task": "overlap_table", "params": {...}, "language": "zh"}
    ← {"ready": {...}}   {"id": 7, "progress": 0.35, "text": "..."}   {"id": 7, "warning": "...", "detail": {...}}
    ← {"id": 7, "result": {...}}   or   {"id": 7, "error": {"code": ..., "message": ..., "hint": ...}}
    → {"cancel": 7}

Requests that follow the mouse name a stream: {"id": 8, "task": "live_change", "stream": "sweep", "params": {...}}.
Of a stream only the newest request waits; one that a newer request supersedes is answered {"id": 8, "superseded":
true}. A request whose params say "keep": true is never superseded. All others are answered in their order.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, TextIO

from .. import paths
from . import outputs
from .messages import EngineError, note, told_error

LIBRARIES = ("numpy", "numba", "pandas", "pyarrow", "shapely", "pyproj", "pyogrio", "geopandas", "openpyxl",
             "rasterio", "xarray", "h5netcdf", "scipy", "scikit-learn", "pykrige", "libpysal", "esda", "inequality",
             "jinja2", "matplotlib")
MODULES = {"scikit-learn": "sklearn"}  # the libraries that are imported by another name
CANCELLED = 3  # exit status after a cancel or after QGIS went away
FAREWELL_SECONDS = 0.3


def versions() -> dict[str, str]:
    """Versions of the engine, Python and the libraries that make the numbers."""
    found = {"engine": paths.version(), "python": platform.python_version()}
    for name in LIBRARIES:
        found[name] = metadata.version(name)
    return found


class Channel:
    """The real stdout. File descriptor 1 is turned to stderr, so no library's print breaks the stream."""

    def __init__(self) -> None:
        sys.stdout.flush()
        real = os.dup(1)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        self._stream: TextIO = os.fdopen(real, "w", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """One line; threads take turns."""
        with self._lock:
            self._stream.write(json.dumps(message, ensure_ascii=False) + "\n")
            self._stream.flush()


class Job:
    """What a task sees of its request: the language, and where progress and warnings go."""

    def __init__(self, request: dict[str, Any], channel: Channel | None = None) -> None:
        self.id = request.get("id", 0)
        self.language = request.get("language", "en")
        self.warnings: list[dict[str, Any]] = []
        self._channel = channel

    def progress(self, fraction: float, code: str, **facts: Any) -> None:
        """`fraction` of the whole task (0 to 1) and a sentence of messages.NOTES."""
        if self._channel:
            text = note(code, self.language, **facts)
            self._channel.send({"id": self.id, "progress": round(fraction, 4), "text": text})

    def listed(self, names: Sequence[object], most: int = 10) -> str:
        """Names for a sentence in the reader's language; of very many the first."""
        said = ("、" if self.language == "zh" else ", ").join(str(name) for name in names[:most])
        return said + (" …" if len(names) > most else "")

    def warn(self, code: str, detail: dict[str, Any] | None = None, **facts: Any) -> None:
        """Something the planner must know; it also goes into the result."""
        warning = {"code": code, "warning": note(code, self.language, **facts), "detail": detail or facts}
        self.warnings.append(warning)
        if self._channel:
            self._channel.send({"id": self.id, **warning})


class Waiting:
    """The requests that wait for their turn. One thread puts, another takes."""

    def __init__(self) -> None:
        self._requests: deque[dict[str, Any]] = deque()
        self._changed = threading.Condition()

    def put(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """Add a request; gives those that it supersedes, which wait no longer."""
        stream = _stream(request)
        with self._changed:
            gone = [one for one in self._requests if stream is not None and _stream(one) == stream]
            self._requests = deque(one for one in self._requests if not any(one is old for old in gone))
            self._requests.append(request)
            self._changed.notify()
        return gone

    def get(self) -> dict[str, Any]:
        """The oldest; waits until there is one."""
        with self._changed:
            while not self._requests:
                self._changed.wait()
            return self._requests.popleft()


def _stream(request: dict[str, Any]) -> str | None:
    """The stream in which a request may be superseded and supersede, if it may."""
    params, stream = request.get("params"), request.get("stream")
    kept = isinstance(params, dict) and params.get("keep") is True
    return stream if isinstance(stream, str) and not kept else None


def answer(request: dict[str, Any], channel: Channel) -> bool:
    """Run one request and send its result or error line. True if there was a result."""
    from . import tasks  # here, so that `ready` is out before the libraries are loaded

    job = Job(request, channel)
    started = time.monotonic()
    try:
        try:
            result = tasks.perform(request, job)
        except MemoryError as error:
            raise EngineError("out-of-memory") from error
        result["seconds"] = round(time.monotonic() - started, 3)
        channel.send({"id": job.id, "result": result})
        return True
    except EngineError as error:
        channel.send({"id": job.id, "error": told_error(error, job.language)})
    except Exception as error:  # the last line of defence: the traceback belongs into the log
        traceback.print_exc()
        unexpected = EngineError("internal", reason=f"{type(error).__name__}: {error}")
        channel.send({"id": job.id, "error": told_error(unexpected, job.language)})
    return False


def serve() -> int:
    """Answer requests from stdin until it ends. A thread reads, so that a cancel is heard during a task."""
    channel = Channel()
    channel.send({"ready": versions()})
    pending = Waiting()
    threading.Thread(target=_listen, args=(pending, channel), daemon=True).start()
    while True:
        answer(pending.get(), channel)


def _listen(pending: Waiting, channel: Channel) -> None:
    """Queue the requests; end the whole process on a cancel, or when QGIS is gone (stdin ends)."""
    cancelled = None
    for line in sys.stdin.buffer:
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ValueError("not an object")
        except ValueError as error:
            channel.send({"id": None, "error": told_error(EngineError("bad-job", reason=error), "en")})
            continue
        if "cancel" in request:
            cancelled = request["cancel"]
            break
        for superseded in pending.put(request):
            channel.send({"id": superseded.get("id", 0), "superseded": True})
    _end(cancelled, channel)


def _end(cancelled: Any, channel: Channel) -> None:
    """Remove what is unfinished, tell so if anybody still listens, and end in the middle of whatever runs."""
    threading.Timer(FAREWELL_SECONDS, os._exit, [CANCELLED]).start()  # a pipe that nobody reads may block `send`
    try:
        outputs.remove_unfinished()
        if cancelled is not None:
            channel.send({"id": cancelled, "error": told_error(EngineError("cancelled"), "en")})
    finally:
        os._exit(CANCELLED)


def run(job_file: str) -> int:
    """Run one job from a file. Exit status 0 after a `result` line, 1 after an `error` line."""
    channel = Channel()
    try:
        request = json.loads(Path(job_file).read_text(encoding="utf-8-sig"))
        if not isinstance(request, dict):
            raise ValueError("not an object")
    except (OSError, ValueError) as error:
        channel.send({"id": 0, "error": told_error(EngineError("bad-job", reason=error), "en")})
        return 1
    return 0 if answer(request, channel) else 1
