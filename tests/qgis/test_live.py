"""Live figures through the real engine process, and what becomes of them when that process does not behave."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QTimer

from jjj_planner_plugin import paths
from jjj_planner_plugin.bridge import environment
from jjj_planner_plugin.bridge.live import LiveEngine


class Heard:
    """A live engine and all that it told."""

    def __init__(self) -> None:
        self.engine = LiveEngine()
        self.loaded: list[dict[str, Any]] = []
        self.answers: dict[int, dict[str, Any]] = {}
        self.failures: list[str] = []
        self.restarts: list[str] = []
        self.states: list[str] = []
        self.engine.loaded.connect(self.loaded.append)
        self.engine.answered.connect(self.answers.__setitem__)
        self.engine.failed.connect(self.failures.append)
        self.engine.restarted.connect(self.restarts.append)
        self.engine.state.connect(self.states.append)

    def wait(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Run the event loop until the condition holds."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, (self.states, self.failures)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)

    def answer(self, number: int) -> dict[str, Any]:
        self.wait(lambda: number in self.answers)
        return self.answers[number]


@pytest.fixture
def heard() -> Iterator[Heard]:
    made = Heard()
    yield made
    made.engine.stop()
    QCoreApplication.processEvents()


@pytest.fixture
def plan(tmp_path: Path) -> str:
    target = tmp_path / "规划 plan.gpkg"
    shutil.copy(paths.resource("data/sample_plan.gpkg"), target)
    return str(target)


@pytest.fixture
def engine_script(tmp_path: Path) -> Callable[[str], None]:
    """Make a script the engine: it says `ready`, then does `body`."""

    def use(body: str) -> None:
        program = tmp_path / "engine.py"
        ready = f'{{"ready": {{"engine": "{paths.version()}", "python": "3.12.1"}}}}'
        lines = [f"#!{os.path.realpath(sys.executable)}", "import json, os, sys, time",
                 f"print('{ready}', flush=True)", body]
        program.write_text("\n".join(lines) + "\n", encoding="utf-8")
        program.chmod(0o755)
        environment.name_interpreter(str(program))

    return use


def assignment(plan: str, to: str = "Z2", place: int = 0) -> list[dict[str, Any]]:
    """One unit of Z1 into another zone."""
    connection = sqlite3.connect(plan)
    try:
        found = connection.execute("SELECT uid FROM units WHERE zone_id = 'Z1' ORDER BY uid").fetchall()
    finally:
        connection.close()
    return [{"kind": "assign", "uids": [found[place][0]], "zone_id": to}]


def areas(answer: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {subject["id"]: (figure["before"], figure["after"])
            for subject in answer["subjects"] for figure in subject["figures"] if figure["id"] == "area_km2"}


def test_a_swept_unit_moves_its_area_from_zone_to_zone(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    answer = heard.answer(heard.engine.change(assignment(plan), stream="sweep"))
    told = areas(answer)
    assert set(told) == {"Z1", "Z2"}
    lost, gained = (after - before for before, after in (told["Z1"], told["Z2"]))
    assert gained == pytest.approx(-lost, rel=1e-9)
    assert gained > 1
    assert areas(heard.loaded[0])["Z1"][0] == told["Z1"][0]
    assert heard.states == ["starting", "loading", "busy", "ready"]
    assert heard.failures == []


def test_a_killed_engine_is_started_again_and_answers_the_same(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    kept = heard.answer(heard.engine.change(assignment(plan), keep=True))
    before = heard.answer(heard.engine.change(assignment(plan, "Z3", 1)))
    killed = heard.engine.process_id
    os.kill(killed, signal.SIGKILL)
    heard.wait(lambda: len(heard.restarts) == 1)
    assert heard.engine.process_id != killed
    after = heard.answer(heard.engine.change(assignment(plan, "Z3", 1)))
    assert after["subjects"] == before["subjects"]
    assert areas(after)["Z1"][0] == areas(kept)["Z1"][1]
    assert heard.failures == []


def test_a_request_on_its_way_when_the_engine_is_killed_is_answered_by_the_next_one(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    heard.wait(lambda: len(heard.loaded) == 1)
    number = heard.engine.change(assignment(plan), keep=True)
    preview = heard.engine.change(assignment(plan, "Z3", 1))
    os.kill(heard.engine.process_id, signal.SIGKILL)
    assert set(areas(heard.answer(number))) == {"Z1", "Z2"}
    assert areas(heard.answer(preview))["Z1"][0] == areas(heard.answers[number])["Z1"][1]


def test_a_newer_preview_supersedes_those_that_wait(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    numbers = [heard.engine.change(assignment(plan, place=place), stream="sweep") for place in range(5)]
    last = heard.answer(numbers[-1])
    assert last["subjects"]
    assert all(heard.answers[number] == {"superseded": True} for number in numbers[:-1])


def test_what_is_kept_is_never_superseded(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    numbers = [heard.engine.change(assignment(plan, place=place), keep=True) for place in range(4)]
    heard.wait(lambda: set(numbers) <= set(heard.answers))
    befores = [areas(heard.answers[number])["Z1"] for number in numbers]
    assert all(earlier[1] == later[0] for earlier, later in zip(befores, befores[1:]))


def test_discarded_edits_are_forgotten(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    kept = areas(heard.answer(heard.engine.change(assignment(plan), keep=True)))
    dropped = areas(heard.answer(heard.engine.drop()))
    assert dropped["Z1"] == (kept["Z1"][1], kept["Z1"][0])


def test_a_probe_of_50_km_holds_7854_square_kilometres(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    (subject,) = heard.answer(heard.engine.probe([116.4, 39.9], 50))["subjects"]
    figures = {figure["id"]: figure["after"] for figure in subject["figures"]}
    assert figures["area_km2"] == pytest.approx(7853.94, abs=0.01)


def test_the_window_never_waits_while_the_engine_loads(heard: Heard, plan: str) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(10)
    heard.engine.load({"plan": plan})
    heard.wait(lambda: bool(heard.loaded))
    timer.stop()
    gaps = [later - earlier for earlier, later in zip(ticks, ticks[1:])]
    assert len(ticks) > 20
    assert max(gaps) < (ticks[-1] - ticks[0]) / 2


def test_a_refused_request_is_told_as_a_sentence_and_the_next_is_answered(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    heard.engine.change([{"kind": "assign", "uids": ["nobody"], "zone_id": "Z1"}], keep=True)
    heard.wait(lambda: bool(heard.failures))
    assert "nobody" in heard.failures[0]
    assert areas(heard.answer(heard.engine.change(assignment(plan))))


def test_without_an_engine_one_sentence_says_so(
    heard: Heard, plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    environment.name_interpreter("")
    heard.engine.load({"plan": plan})
    heard.engine.change(assignment(plan))
    assert len(heard.failures) == 1
    assert "not installed" in heard.failures[0]
    assert heard.engine.current_state == "gone"


def test_an_engine_that_ends_again_and_again_is_given_up(
    heard: Heard, plan: str, engine_script: Callable[[str], None]
) -> None:
    engine_script("sys.stdin.readline(); sys.stderr.write('broken'); os._exit(9)")
    heard.engine.load({"plan": plan})
    heard.wait(lambda: heard.engine.current_state == "gone")
    assert len(heard.restarts) == 2
    assert len(heard.failures) == 1
    assert "3" in heard.failures[0]
    assert heard.engine.process_id == 0


def test_an_engine_of_another_version_is_refused(
    heard: Heard, plan: str, engine_script: Callable[[str], None]
) -> None:
    engine_script("time.sleep(60)")
    program = Path(environment.named_interpreter())
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace(f'"engine": "{paths.version()}"', '"engine": "0.0.1"'), encoding="utf-8")
    heard.engine.load({"plan": plan})
    heard.wait(lambda: bool(heard.failures))
    assert "0.0.1" in heard.failures[0]
    assert heard.restarts == []


def test_a_stopped_engine_is_gone_and_leaves_no_process(heard: Heard, plan: str) -> None:
    heard.engine.load({"plan": plan})
    heard.wait(lambda: bool(heard.loaded))
    process = heard.engine.process_id
    heard.engine.stop()
    heard.wait(lambda: not Path(f"/proc/{process}").exists(), 5)
    assert heard.engine.current_state == "gone"
