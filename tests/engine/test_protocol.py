"""The engine as a process: `serve`, `run`, `tasks`, and the lines it speaks."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
START = ["-m", "jjj_planner_plugin.engine"]


class Served:
    """A `serve` process: `send` an object, `receive` one."""

    def __init__(self, python: Path, code: list[str]) -> None:
        self.process = subprocess.Popen([str(python), *code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)

    def send(self, message: dict[str, Any] | bytes) -> None:
        line = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        assert self.process.stdin
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline().decode("utf-8"))
        return answer

    def end_of(self, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The result or error line of a request, and the lines before it."""
        before = []
        while True:
            line = self.receive()
            if line.get("id") == number and ("result" in line or "error" in line):
                return line, before
            before.append(line)


@pytest.fixture
def serve(engine_python: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(*code: str) -> Served:
        started.append(Served(engine_python, list(code) or [*START, "serve"]))
        return started[-1]

    yield start
    for served in started:
        served.process.kill()
        served.process.wait()
        for pipe in (served.process.stdin, served.process.stdout, served.process.stderr):
            assert pipe
            pipe.close()


@pytest.fixture
def slow_job(store: Callable[..., str], tmp_path: Path) -> dict[str, Any]:
    """A job of many seconds: overlapping discs around 30 000 points."""
    rng = np.random.default_rng(0)
    points = shapely.points(rng.uniform(114, 119, 30_000), rng.uniform(37, 42, 30_000))
    return {"id": 5, "task": "ring_buffers", "params": {
        "layer": store("points", points), "distances_m": [20000, 30000, 40000], "output": str(tmp_path / "rings.gpkg")}}


def run_engine(python: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(python), *START, *arguments], cwd=ROOT, capture_output=True, timeout=120, check=False,
                          env={**os.environ, **environment})


def test_the_first_line_tells_engine_python_and_library_versions(serve: Callable[..., Served]) -> None:
    ready = serve().receive()["ready"]
    assert ready["engine"] == (ROOT / "metadata.txt").read_text().split("\nversion=")[1].split("\n")[0]
    versions = ready.get("versions", ready)
    assert versions["shapely"].startswith("2.")
    assert {"numpy", "geopandas", "pyproj", "pyogrio"} <= set(versions)


def test_a_request_gets_progress_and_one_result_in_its_language(
    serve: Callable[..., Served], store: Callable[..., str], tmp_path: Path
) -> None:
    served = serve()
    served.receive()
    layer = store("北京", [shapely.Point(116.4, 39.9)], name_zh=["北京"])
    served.send({"id": 7, "task": "ring_buffers", "language": "zh", "params": {
        "layer": layer, "distances_m": [1000], "output": str(tmp_path / "缓冲.gpkg")}})
    end, before = served.end_of(7)
    assert end["result"]["output"].endswith("缓冲.gpkg")
    assert Path(end["result"]["output"]).exists()
    fractions = [line["progress"] for line in before if "progress" in line]
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < fractions[-1] <= 1
    assert "读取 北京" in [line.get("text") for line in before]


def test_a_second_request_is_answered_after_a_refused_one(serve: Callable[..., Served]) -> None:
    served = serve()
    served.receive()
    served.send({"id": 1, "task": "no_such_task", "params": {}, "language": "zh"})
    first, _ = served.end_of(1)
    assert first["error"]["code"] == "unknown-task"
    assert "没有名为" in first["error"]["message"]
    served.send(b"this is not JSON")
    assert served.receive() | {"error": None} == {"id": None, "error": None}
    served.send(b"[1, 2]")
    assert served.receive()["error"]["code"] == "bad-job"
    served.send({"id": 2, "task": "create_plan", "params": {"output": "/no/such/folder/a.gpkg"}})
    assert served.end_of(2)[0]["error"]["code"] == "no-output-folder"


def test_what_a_library_prints_does_not_break_the_stream(serve: Callable[..., Served]) -> None:
    noisy = """
import os
from jjj_planner_plugin.engine import protocol, tasks
def perform(request, job):
    print("printed by Python")
    os.write(1, b"printed by C")
    return {}
tasks.perform = perform
protocol.serve()
"""
    served = serve("-c", noisy)
    served.receive()
    served.send({"id": 1, "task": "any"})
    end, before = served.end_of(1)
    assert "result" in end
    assert before == []


def test_an_unforeseen_error_is_told_and_its_traceback_goes_to_the_log(serve: Callable[..., Served]) -> None:
    broken = """
from jjj_planner_plugin.engine import protocol, tasks
tasks.perform = lambda request, job: 1 / 0
protocol.serve()
"""
    served = serve("-c", broken)
    served.receive()
    served.send({"id": 1, "task": "any"})
    error = served.end_of(1)[0]["error"]
    assert error["code"] == "internal"
    assert "ZeroDivisionError" in error["message"]
    _, log = served.process.communicate(timeout=10)
    assert b"Traceback" in log


def test_a_cancel_ends_a_running_job_within_a_second_and_leaves_no_file(
    serve: Callable[..., Served], slow_job: dict[str, Any], tmp_path: Path
) -> None:
    served = serve()
    served.receive()
    before = set(tmp_path.iterdir())
    served.send(slow_job)
    while "buffering" not in served.receive().get("text", ""):
        pass
    time.sleep(1)  # into the libraries' long calls
    assert served.process.poll() is None
    cancelled_at = time.monotonic()
    served.send({"cancel": 5})
    assert served.process.wait(timeout=10) == 3
    assert time.monotonic() - cancelled_at < 1
    assert served.end_of(5)[0]["error"]["code"] == "cancelled"
    assert set(tmp_path.iterdir()) == before


HALF_WRITTEN = """
import time
from pathlib import Path
from jjj_planner_plugin.engine import outputs, protocol, tasks
def perform(request, job):
    with outputs.whole_file(Path(request["params"])) as part:
        part.write_text("half")
        Path(f"{part}-journal").write_text("SQLite's")
        job.progress(0.5, "writing", what="x")
        time.sleep(60)
tasks.perform = perform
protocol.serve()
"""


@pytest.mark.parametrize("how", ["cancel", "end of input"])
def test_a_half_written_file_is_removed_and_the_old_one_stays(
    how: str, serve: Callable[..., Served], tmp_path: Path
) -> None:
    target = tmp_path / "plan.gpkg"
    target.write_text("old")
    served = serve("-c", HALF_WRITTEN)
    served.receive()
    served.send({"id": 1, "task": "any", "params": str(target)})
    assert served.receive()["progress"] == 0.5
    assert len(list(tmp_path.iterdir())) == 3
    if how == "cancel":
        served.send({"cancel": 1})
    else:
        assert served.process.stdin
        served.process.stdin.close()
    assert served.process.wait(timeout=5) == 3
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == "old"


def test_the_end_of_input_ends_an_idle_engine(serve: Callable[..., Served]) -> None:
    served = serve()
    served.receive()
    assert served.process.stdin
    served.process.stdin.close()
    assert served.process.wait(timeout=5) == 3


def test_run_ends_with_0_after_a_result(engine_python: Path, store: Callable[..., str], tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    params = {"layer": store("a", [shapely.Point(116, 39)]), "distances_m": [500], "output": str(tmp_path / "o.gpkg")}
    job.write_text(json.dumps({"task": "ring_buffers", "params": params}), encoding="utf-8-sig")
    done = run_engine(engine_python, "run", str(job))
    assert done.returncode == 0
    last = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
    assert last["result"]["task"] == "ring_buffers"
    assert last["result"]["seconds"] > 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"task": "ring_buffers", "params": {}}', "missing-parameter"), ("{", "bad-job"), ("[]", "bad-job"),
        ('{"params": {}}', "bad-job"), ('{"task": "create_plan", "params": 3}', "bad-job"), (None, "bad-job"),
    ],
)
def test_run_ends_with_1_after_an_error(content: str | None, code: str, engine_python: Path, tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    if content is not None:
        job.write_text(content)
    done = run_engine(engine_python, "run", str(job))
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["error"]["code"] == code


def test_tasks_prints_every_parameter_with_type_unit_and_default_in_utf8(engine_python: Path) -> None:
    done = run_engine(engine_python, "tasks", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    tasks = json.loads(done.stdout.decode("utf-8"))
    found = {name: {p["name"]: p for p in task["parameters"]} for name, task in tasks.items()}
    assert set(found["create_plan"]) == {"output", "units", "unit_code_field", "scheme", "title"}
    assert set(found["ring_buffers"]) == {
        "layer", "distances_m", "preset", "distance_field", "distance_factor", "kind", "side", "dissolve", "areas_of",
        "area_by", "area_by_class", "output"}
    assert set(found["sensitivity"]) == {"recipe", "parameter", "factors", "output"}
    assert set(found["overlap_table"]) == {
        "left", "right", "left_class", "right_class", "by", "by_class", "output", "pieces"}
    assert found["ring_buffers"]["distances_m"]["unit"] == "m"
    assert found["ring_buffers"]["distances_m"]["required"] is False
    assert found["ring_buffers"]["distance_factor"]["scalable"] is True
    assert found["overlap_table"]["left"]["required"] is True
    assert found["ring_buffers"]["kind"]["default"] == "rings"
    assert found["create_plan"]["units"]["default"] == "bundled"
    assert found["create_plan"]["scheme"]["choices"] == ["county", "prefecture"]
    assert all(p["type"] for parameters in found.values() for p in parameters.values())
