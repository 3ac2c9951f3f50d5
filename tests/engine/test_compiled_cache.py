"""Where numba keeps the machine code that it makes, so that only the first job of all waits for it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What `start_engine.py` does before any library is loaded; the variable is as it was after the test."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    started = runpy.run_path(str(ROOT / "jjj_planner_plugin" / "bridge" / "start_engine.py"))
    found: Callable[[], None] = started["keep_compiled"]
    return found


def test_it_lies_in_the_engine_s_own_environment(
    keep_compiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for _ in range(2):  # the second time it is there already
        keep_compiled()
        assert os.environ.pop("NUMBA_CACHE_DIR") == str(tmp_path / "numba-cache")
        assert (tmp_path / "numba-cache").is_dir()


def test_nothing_is_put_into_a_python_that_others_use_too(
    keep_compiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    keep_compiled()
    assert "NUMBA_CACHE_DIR" not in os.environ
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_be_numba_chooses(
    keep_compiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder can be made in here")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "file"))
    keep_compiled()
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_a_kernel_is_known_to_be_kept_once_it_was_called_and_until_its_file_changes(tmp_path: Path) -> None:
    source = tmp_path / "kernel.py"
    source.write_text(
        "import os, sys\n"
        "from jjj_planner_plugin.engine.kernels import compiled, kept\n"
        "@compiled\n"
        "def one(x):\n"
        "    return x + 1\n"
        "print(kept(one), one(1), kept(one))\n"
        "os.utime(__file__, (4e9, 4e9))\n"
        "print(kept(one))\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(source)], capture_output=True, text=True, check=True,
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)})
    assert told.stdout.split() == ["False", "2", "True", "False"]


def test_a_folder_that_was_named_stays(
    keep_compiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    keep_compiled()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path)


def test_what_is_compiled_is_found_again_by_the_next_process(tmp_path: Path) -> None:
    measured = ("import numpy as np; from jjj_planner_plugin.engine import kernels, rings; "
                "rings.Rings(np.zeros((4, 2)), np.array([0, 4]), np.array([0, 1])).areas(); "
                "print(sum(kernels.measure.stats.cache_hits.values()))")
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    hits = [
        int(subprocess.run([sys.executable, "-c", measured], cwd=ROOT, env=environment, capture_output=True, check=True,
                           timeout=120).stdout)
        for _ in range(2)
    ]
    assert hits == [0, 1]


FIRST_DRAG = """
import sys
from numba.core.dispatcher import Dispatcher
from jjj_planner_plugin import paths
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.tasks import perform

def ask(task, **params):
    return perform({"task": task, "params": params}, Job({}))

plan, units = (paths.resource(f"data/{name}") for name in ("sample_plan.gpkg", "jjj.gpkg"))
loaded = ask("live_load", plan=str(plan), behind=[
    {"name": "units", "reference": f"{units}|layername=units", "class_field": "province"}])
axis = next(one["uid"] for one in loaded["subjects"] if one["subject"] == "axis")
moved = ask("live_change", changes=[{"kind": "replace", "table": "axes", "uid": axis, "fields": {"width_km": 12}}])
assert moved["subjects"]
ask("live_probe", center=[117.2, 39.1], radius_km=50.0)
loops = {one for name, module in sys.modules.items() if name.startswith("jjj_planner_plugin")
         for one in vars(module).values() if isinstance(one, Dispatcher)}
print(sum(sum(one.stats.cache_hits.values()) for one in loops),
      sum(sum(one.stats.cache_misses.values()) for one in loops))
"""


def test_after_compile_nothing_is_compiled_while_a_plan_is_loaded_and_probed(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    for arguments in (["-m", "jjj_planner_plugin.engine", "compile"], ["-c", FIRST_DRAG]):
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True,
                              timeout=600)
    found, made = map(int, done.stdout.split())
    assert found > 5
    assert made == 0
