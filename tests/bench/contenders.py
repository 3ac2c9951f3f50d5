"""A contender of the bench in a process of its own: what it told, its seconds and its peak of memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "build" / "bench" / "data"
PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"
COMPILED = DATA.parent / "numba-cache"
SLOW_S = 900.0  # a contender that has not finished by then is reported as such

Row = dict[str, Any]


def ran(arguments: list[str], folder: Path, compiled: Path = COMPILED) -> tuple[Row, dict[str, Any]]:
    """A process's seconds and peak of memory, and the last line that it told. `compiled`: numba's cache."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(compiled)}
    with (folder / "stderr.txt").open("w+", encoding="utf-8") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                                   stderr=errors)
        stopper = threading.Timer(SLOW_S, process.kill)
        stopper.start()
        lines = process.stdout.readlines() if process.stdout else []
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        stopper.cancel()
        found = {"process_s": time.perf_counter() - started, "peak_mb": usage.ru_maxrss / 1024}
        if status != 0:
            errors.seek(0)
            return {**found, "failed": errors.read()[-300:] or "".join(lines)[-300:]}, {}
    return found, json.loads(lines[-1])


def medians(done: list[Row], keys: Sequence[str]) -> Row:
    """One row of several runs; that of the first failure, if there is one."""
    for run in done:
        if "failed" in run:
            return run
    return {**{key: statistics.median(run[key] for run in done) for key in keys}, "runs": done}
