"""What all suites share. No QGIS and no library of the engine is imported here: each suite has its own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENGINE_PYTHON = ROOT / ".venv" / "engine" / "bin" / "python"

# The managed engine lives below the data folder; no test may find or touch the developer's own.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="jjj-test-data-")


def run_engine(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run one job in the real engine process; its last line (`result` or `error`) as a dict."""
    file = folder / "job.json"
    file.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run([str(ENGINE_PYTHON), "-m", "jjj_planner_plugin.engine", "run", str(file)], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    lines = done.stdout.splitlines()
    assert lines, f"the engine said nothing (exit {done.returncode}): {done.stderr[-2000:]}"
    answer: dict[str, Any] = json.loads(lines[-1])
    assert (done.returncode == 0) == ("result" in answer), done.stderr[-2000:]
    return answer


@pytest.fixture(scope="session")
def engine_python() -> Path:
    """The interpreter of `.venv/engine`."""
    assert ENGINE_PYTHON.exists(), "no .venv/engine: `make setup` makes it"
    return ENGINE_PYTHON


@pytest.fixture(scope="session")
def made_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan file as the engine makes it from the bundled data, without styles. Copy it to change it."""
    folder = tmp_path_factory.mktemp("plan")
    target = folder / "plan.gpkg"
    answer = run_engine({"task": "create_plan", "params": {"output": str(target)}}, folder)
    assert "result" in answer, answer
    return target
