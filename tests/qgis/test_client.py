"""A task through the engine's process: results, errors, crashes, and cancel. Processes are real; where the engine
must misbehave, a small script misbehaves in its place."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jjj_planner_plugin import paths
from jjj_planner_plugin.bridge import client, environment, process
from jjj_planner_plugin.bridge.client import (
    EngineCancelled,
    EngineCrashed,
    EngineError,
    EngineMissing,
    run_task,
)

READY = f'{{"ready": {{"engine": "{paths.version()}", "python": "3.12.1"}}}}'


def run(
    task: str,
    params: dict[str, Any],
    *,
    heard: list[Any] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    language: str = "en",
) -> dict[str, Any]:
    """`run_task` whose progress and warnings are appended to `heard`."""
    heard = [] if heard is None else heard
    return run_task(
        task,
        params,
        language=language,
        outputs=("output", "pieces"),
        progress=lambda share, text: heard.append((share, text)),
        warning=lambda text, detail: heard.append((text, detail)),
        is_cancelled=is_cancelled,
    )


@pytest.fixture
def engine_script(tmp_path: Path) -> Callable[[str], None]:
    """Make a script the engine: it says `ready`, takes the request as `request`, then does `body`."""

    def use(body: str) -> None:
        program = tmp_path / "引擎 engine.py"
        lines = [
            f"#!{os.path.realpath(sys.executable)}",
            "import json, os, sys, time",
            "out = sys.stdout.buffer",
            "def say(text):",
            "    out.write(text.encode()); out.flush()",
            f"say('{READY}\\n')",
            "request = json.loads(sys.stdin.buffer.readline())",
            body,
        ]
        program.write_text("\n".join(lines) + "\n", encoding="utf-8")
        program.chmod(0o755)
        environment.name_interpreter(str(program))

    return use


def cancel_after(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


# The real engine


def test_the_engine_makes_a_plan_at_a_path_with_chinese_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "规划 成果 [2015]"
    folder.mkdir()
    heard: list[Any] = []
    result = run("create_plan", {"output": str(folder / "京津冀 规划.gpkg"), "units": "bundled"}, heard=heard)
    assert (folder / "京津冀 规划.gpkg").exists()
    assert result["seconds"] > 0
    shares = [item[0] for item in heard if isinstance(item[0], float)]
    assert shares and shares == sorted(shares) and shares[-1] <= 1.0
    assert not list(folder.glob(".*"))


def test_an_error_of_the_task_comes_in_the_asked_language_with_its_code() -> None:
    with pytest.raises(EngineError) as english:
        run("no_such_task", {})
    with pytest.raises(EngineError) as chinese:
        run("no_such_task", {}, language="zh")
    assert english.value.code == chinese.value.code == "unknown-task"
    assert "create_plan" in english.value.hint
    assert "任务" in chinese.value.message


def test_a_cancel_ends_the_engine_within_a_second_and_leaves_no_file(tmp_path: Path) -> None:
    heard: list[Any] = []
    moment: list[float] = []

    def after_the_first_progress() -> bool:
        if heard and not moment:
            moment.append(time.monotonic())
        return bool(heard)

    params = {"output": str(tmp_path / "plan.gpkg")}
    with pytest.raises(EngineCancelled):
        run("create_plan", params, heard=heard, is_cancelled=after_the_first_progress)
    assert time.monotonic() - moment[0] < 1.0
    assert list(tmp_path.iterdir()) == []


def test_a_task_runs_in_a_thread_other_than_the_main_one(tmp_path: Path) -> None:
    codes: list[str] = []

    def work() -> None:
        try:
            run("no_such_task", {})
        except EngineError as error:
            codes.append(error.code)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert codes == ["unknown-task"]


# No engine that can be used


def test_without_an_engine_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    environment.name_interpreter("")
    with pytest.raises(EngineMissing) as missing:
        run("create_plan", {})
    assert missing.value.code == "engine-missing"
    assert missing.value.status.kind == environment.MISSING


def test_an_engine_of_another_version_gets_no_task(tmp_path: Path, engine_script: Callable[[str], None]) -> None:
    engine_script("open('asked', 'w')")
    program = Path(environment.named_interpreter())
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace(f'"engine": "{paths.version()}"', '"engine": "0.0.1"'), encoding="utf-8")
    with pytest.raises(EngineMissing) as missing:
        run("create_plan", {})
    assert missing.value.code == "engine-other_version"
    assert "0.0.1" in str(missing.value)
    assert not (process.data_folder() / "asked").exists()


# An engine that misbehaves


def test_a_long_line_that_comes_in_pieces_of_characters_is_whole(engine_script: Callable[[str], None]) -> None:
    engine_script(
        "line = json.dumps({'result': {'names': ['新华区 桥西区'] * 60000}}, ensure_ascii=False).encode() + b'\\n'\n"
        "for start in range(0, len(line), 65537):\n"
        "    out.write(line[start:start + 65537]); out.flush(); time.sleep(0.005)\n"
        "time.sleep(5)"
    )
    result = run("overlap_table", {})
    assert set(result["names"]) == {"新华区 桥西区"}
    assert len(result["names"]) == 60000


def test_one_character_split_over_two_reads_is_whole(engine_script: Callable[[str], None]) -> None:
    engine_script(
        "line = '{\"result\": {\"name\": \"京\"}}\\n'.encode()\n"
        "out.write(line[:22]); out.flush(); time.sleep(0.3); out.write(line[22:]); out.flush()"
    )
    assert run("overlap_table", {}) == {"name": "京"}


def test_progress_warnings_and_strange_lines_are_told_apart(engine_script: Callable[[str], None]) -> None:
    engine_script(
        'say(\'Fontconfig warning\\n[1]\\n{"id": 1, "progress": 0.5, "text": "裁剪"}\\n\'\n'
        '    \'{"id": 1, "warning": "3 repaired", "detail": {"count": 3}}\\n{"id": 1, "result": {"rows": 2}}\\n\')'
    )
    heard: list[Any] = []
    assert run("overlap_table", {}, heard=heard) == {"rows": 2}
    assert heard == [(0.5, "裁剪"), ("3 repaired", {"count": 3})]


def test_a_crash_gives_the_exit_code_and_a_log_with_what_was_said(
    tmp_path: Path, engine_script: Callable[[str], None]
) -> None:
    engine_script(
        "open(os.path.join(os.path.dirname(request['params']['output']), '.a.gpkg.jjj-part9.gpkg'), 'w').close()\n"
        "sys.stderr.write('Segmentation 故障'); sys.stderr.flush(); os._exit(7)"
    )
    with pytest.raises(EngineCrashed) as crash:
        run("overlap_table", {"output": str(tmp_path / "a.gpkg")})
    assert crash.value.exit_code == 7
    assert "Segmentation 故障" in crash.value.log.read_text(encoding="utf-8")
    assert "Segmentation" not in crash.value.message
    assert str(crash.value.log) in crash.value.hint
    assert not list(tmp_path.glob(".a.gpkg*"))


def test_a_result_line_without_its_end_is_a_crash(engine_script: Callable[[str], None]) -> None:
    engine_script("""say('{"result": {"rows"')""")
    with pytest.raises(EngineCrashed):
        run("overlap_table", {})


def test_an_engine_deaf_to_cancel_is_killed_within_a_second_and_cleaned_up_after(
    tmp_path: Path, engine_script: Callable[[str], None]
) -> None:
    engine_script(
        "folder = os.path.dirname(request['params']['output'])\n"
        "for name in ('.甲.csv.jjj-part1.csv', '.甲.csvt.jjj-part1.csvt', '.pieces.gpkg.jjj-part1.gpkg-journal'):\n"
        "    open(os.path.join(folder, name), 'w').close()\n"
        "os.makedirs(os.path.join(folder, '.甲.csv.jjj-part1-runs', 'a'))\n"
        "time.sleep(60)"
    )
    kept = [tmp_path / ".乙.csv.jjj-part1.csv", tmp_path / "甲.csv"]
    for file in kept:
        file.touch()
    params = {"output": str(tmp_path / "甲.csv"), "pieces": str(tmp_path / "pieces.gpkg")}
    started = time.monotonic()
    with pytest.raises(EngineCancelled):
        run("overlap_table", params, is_cancelled=cancel_after(0.5))
    assert time.monotonic() - started < 0.5 + 1.0
    assert sorted(file for file in tmp_path.iterdir() if file.suffix != ".py") == sorted(kept)


def test_an_interpreter_that_stays_silent_is_given_up(
    engine_script: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_script("")
    program = Path(environment.named_interpreter())
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    monkeypatch.setattr(environment, "START_TIMEOUT_MS", 300)
    with pytest.raises(EngineMissing) as missing:
        run("overlap_table", {})
    assert missing.value.code == "engine-unusable"


def test_an_exception_in_a_callback_ends_the_engine(engine_script: Callable[[str], None], tmp_path: Path) -> None:
    engine_script(
        "open(os.path.join(os.path.dirname(request['params']['output']), 'pid'), 'w').write(str(os.getpid()))\n"
        """say('{"id": 1, "progress": 0.5, "text": ""}\\n'); time.sleep(60)"""
    )

    def broken(share: float, text: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_task(
            "overlap_table",
            {"output": str(tmp_path / "a.csv")},
            language="en",
            progress=broken,
            warning=lambda text, detail: None,
            is_cancelled=lambda: False,
        )
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists()


def test_parts_of_a_name_with_wildcards_are_removed_and_no_others(tmp_path: Path) -> None:
    mine, other = tmp_path / ".[a]*.gpkg.jjj-part3.gpkg", tmp_path / ".a.gpkg.jjj-part3.gpkg"
    mine.touch()
    other.touch()
    client.remove_unfinished([str(tmp_path / "[a]*.gpkg")])
    assert list(tmp_path.iterdir()) == [other]
