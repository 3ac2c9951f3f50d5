"""Which engine is used, what is said when there is none that can be, and what the engine is started with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsSettings

from jjj_planner_plugin import paths
from jjj_planner_plugin.bridge import environment, process, pythons
from jjj_planner_plugin.bridge.environment import MISSING, OTHER_VERSION, READY, UNUSABLE


@pytest.fixture(autouse=True)
def empty_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with a space and Chinese in its path, and no interpreter named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据 folder"))
    environment.name_interpreter("")
    return process.data_folder()


def script(path: Path, *lines: str) -> str:
    """An executable that stands where an interpreter is expected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def made_environment(version: str, lock_sha256: str) -> Path:
    """A folder that looks like a whole environment of that version."""
    folder = process.data_folder() / f"engine-{version}"
    script(environment.python_in(folder), "exit 0")
    marker = {"version": version, "lock_sha256": lock_sha256, "python": "3.12.1"}
    (folder / environment.MARKER).write_text(json.dumps(marker), encoding="utf-8")
    return folder


def test_nothing_installed_is_missing_and_says_where_to_install_it() -> None:
    status = environment.find_engine()
    assert status.kind == MISSING
    assert "Analysis engine…" in status.reason


def test_a_half_made_environment_counts_as_absent() -> None:
    script(environment.python_in(environment.managed_folder()), "exit 0")
    assert environment.find_engine().kind == MISSING


def test_a_marker_without_its_interpreter_counts_as_absent() -> None:
    folder = made_environment(paths.version(), environment.lock_hash())
    environment.python_in(folder).unlink()
    assert environment.find_engine().kind == MISSING


def test_the_managed_environment_of_this_version_is_used() -> None:
    folder = made_environment(paths.version(), environment.lock_hash())
    status = environment.find_engine()
    assert (status.kind, status.python) == (READY, str(environment.python_in(folder)))
    assert status.versions["python"] == "3.12.1"


def test_an_environment_of_another_plugin_version_is_refused_by_name() -> None:
    made_environment("0.0.9", environment.lock_hash())
    status = environment.find_engine()
    assert status.kind == OTHER_VERSION
    assert "0.0.9" in status.reason
    assert paths.version() in status.reason


def test_an_environment_from_another_lock_is_refused() -> None:
    made_environment(paths.version(), "0" * 64)
    assert environment.find_engine().kind == OTHER_VERSION


def test_a_named_interpreter_goes_before_the_managed_environment(engine_python: Path) -> None:
    made_environment(paths.version(), environment.lock_hash())
    environment.name_interpreter(str(engine_python))
    status = environment.find_engine()
    assert (status.kind, status.python, status.named) == (READY, str(engine_python), True)
    environment.name_interpreter("")
    assert not QgsSettings().contains(environment.NAMED_INTERPRETER)


def test_a_named_interpreter_that_is_gone_is_named_in_the_sentence() -> None:
    environment.name_interpreter("/没有/python 3")
    status = environment.find_engine()
    assert status.kind == UNUSABLE
    assert "/没有/python 3" in status.reason


def test_the_real_engine_answers_with_its_versions(engine_python: Path) -> None:
    environment.name_interpreter(str(engine_python))
    status = environment.try_engine()
    assert status.kind == READY, status.reason
    assert status.versions["engine"] == paths.version()
    assert status.versions["shapely"].startswith("2.")
    assert not list((process.data_folder() / "log").iterdir()), "a good try leaves no log"


def test_an_engine_of_another_version_is_refused_when_it_answers(tmp_path: Path) -> None:
    ready = json.dumps({"ready": {"engine": "9.9.9", "python": "3.12.1"}})
    environment.name_interpreter(script(tmp_path / "python", f"echo '{ready}'"))
    status = environment.try_engine()
    assert status.kind == OTHER_VERSION
    assert "9.9.9" in status.reason


def test_a_python_without_the_libraries_is_told_which_it_lacks(tmp_path: Path) -> None:
    bare = tmp_path / "裸 venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    environment.name_interpreter(str(environment.python_in(bare)))
    status = environment.try_engine()
    assert status.kind == UNUSABLE
    assert "pandas" in status.reason or "numpy" in status.reason
    assert "requirements.lock" in status.reason


def test_a_program_that_is_no_engine_is_unusable_and_its_words_are_in_the_log(tmp_path: Path) -> None:
    environment.name_interpreter(script(tmp_path / "python", "echo 坏了 >&2", "exit 1"))
    status = environment.try_engine()
    assert status.kind == UNUSABLE
    (log,) = (process.data_folder() / "log").iterdir()
    assert str(log) in status.reason
    assert "坏了" in log.read_text(encoding="utf-8")


def out_of_range_pythons() -> list[str]:
    """Real Pythons of this machine that are too old or too new, but know -I."""
    places = [*Path("/usr/bin").glob("python3.?*"), *Path.home().glob(".pyenv/versions/3.*/bin/python")]
    found = []
    for path in places:
        if path.name.endswith("-config") or not os.access(path, os.X_OK):
            continue
        version = pythons.probe(str(path)).version
        if version and ".".join(version.split(".")[:2]) not in pythons.SERIES:
            found.append(str(path))
    return found


def test_a_real_python_out_of_range_is_refused_with_what_to_install() -> None:
    found = out_of_range_pythons()
    if not found:
        pytest.skip("no Python older than 3.11 or newer than 3.14 on this machine")
    problem = pythons.probe(found[0]).problem
    assert "3.11, 3.12, 3.13 or 3.14" in problem
    assert "Install" in problem
    environment.name_interpreter(found[0])
    status = environment.try_engine()
    assert status.kind == UNUSABLE
    assert status.reason == problem


@pytest.mark.parametrize("version", [[3, 10, 13], [3, 15, 0], [2, 7, 18]])
def test_a_python_that_answers_another_version_is_refused(tmp_path: Path, version: list[int]) -> None:
    answer = json.dumps({"python": version, "bits": 64, "venv": True})
    found = pythons.probe(script(tmp_path / "python", f"echo '{answer}'"))
    assert found.version == ".".join(map(str, version))
    assert found.version in found.problem


def test_a_python_without_venv_or_of_32_bits_is_refused(tmp_path: Path) -> None:
    for answer, told in (({"bits": 64, "venv": False}, "python3-venv"), ({"bits": 32, "venv": True}, "64-bit")):
        line = json.dumps({"python": [3, 12, 1], **answer})
        assert told in pythons.probe(script(tmp_path / "python", f"echo '{line}'")).problem


def test_what_is_no_python_is_refused(tmp_path: Path) -> None:
    assert pythons.probe("/bin/true").problem
    assert pythons.probe(str(tmp_path / "nothing")).problem


def test_every_python_found_is_usable_and_found_once() -> None:
    found = pythons.usable_pythons()
    assert found, "the tests themselves run on a Python that the engine accepts"
    assert len({os.path.realpath(python.path) for python in found}) == len(found)
    assert all(".".join(python.version.split(".")[:2]) in pythons.SERIES for python in found)


def test_the_windows_launcher_list_is_read() -> None:
    listing = (
        " -V:3.12 *        C:\\Program Files\\Python312\\python.exe\r\n"
        " -V:3.9           C:\\Users\\规划 师\\Python39\\python.exe\r\n"
        "No suitable Python\r\n"
    )
    assert pythons.launcher_paths(listing) == [
        "C:\\Program Files\\Python312\\python.exe",
        "C:\\Users\\规划 师\\Python39\\python.exe",
    ]


def test_the_engine_sees_nothing_of_qgis_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONEXECUTABLE", "GDAL_DATA", "PROJ_LIB", "LD_LIBRARY_PATH", "XYZ"):
        monkeypatch.setenv(name, "/usr/share/qgis")
    monkeypatch.setenv("LC_CTYPE", "zh_CN.UTF-8")
    answer = process.ask("/usr/bin/env", [], 5000)
    seen = dict(line.split("=", 1) for line in answer.output.splitlines())
    assert seen["LC_CTYPE"] == "zh_CN.UTF-8"
    assert {"PATH", "HOME"} <= set(seen)
    assert set(seen) <= process.ALLOWED | {"PATH", "LC_CTYPE"} | {n for n in seen if n.startswith("LC_")}


def test_pip_sees_the_planners_environment_without_pythons_and_qgis_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("PIP_CERT", "/etc/office.pem")
    monkeypatch.setenv("PYTHONPATH", "/usr/share/qgis/python")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/qgis")
    variables = process.pip_environment()
    assert variables.value("HTTPS_PROXY") == "http://proxy:3128"
    assert variables.value("PIP_CERT") == "/etc/office.pem"
    assert not variables.contains("PYTHONPATH")
    assert not variables.contains("LD_LIBRARY_PATH")


def test_programs_run_in_the_data_folder_not_in_the_plugins() -> None:
    answer = process.ask("/bin/pwd", ["-P"], 5000)
    assert answer.output.strip() == str(process.data_folder().resolve())


def test_old_logs_are_removed() -> None:
    logs = [process.new_log("overlap_table") for _ in range(process.LOGS_KEPT + 5)]
    kept = sorted((process.data_folder() / "log").iterdir())
    assert kept == sorted(logs[-process.LOGS_KEPT :])
