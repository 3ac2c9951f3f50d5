"""The engine's environment, really made: from a folder of wheels without a network, and what is left when it fails."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

from jjj_planner_plugin import paths
from jjj_planner_plugin.bridge import environment, installer, process
from jjj_planner_plugin.bridge.environment import MISSING, READY
from jjj_planner_plugin.bridge.installer import Installation, Options

ROOT = Path(__file__).resolve().parents[2]
NOBODY_LISTENS = "http://127.0.0.1:9/simple"


@pytest.fixture(autouse=True)
def empty_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with a space and Chinese in its path, and no interpreter named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据 folder"))
    environment.name_interpreter("")
    return process.data_folder()


@pytest.fixture(scope="session")
def wheels(engine_python: Path) -> Path:
    """What `make wheels` makes; downloaded once and kept in build/."""
    folder = ROOT / "build" / "test-wheels"
    if len(list(folder.glob("*.whl"))) < installer.locked_packages():
        command = [str(engine_python), str(ROOT / "scripts" / "make_wheels.py"), "--folder", str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


class Watched:
    """An installation and everything that it said."""

    def __init__(self, base: Path, options: Options) -> None:
        self.installation = Installation(str(base), options)
        self.said: list[str] = []
        self.shares: list[float] = []
        self.ends: list[tuple[bool, str]] = []
        self.installation.said.connect(self.said.append)
        self.installation.progress.connect(lambda share, text: self.shares.append(share))
        self.installation.finished.connect(lambda whole, reason: self.ends.append((whole, reason)))

    def to_the_end(self, qtbot: QtBot, seconds: float = 120) -> tuple[bool, str]:
        self.installation.start()
        qtbot.waitUntil(lambda: bool(self.ends), timeout=round(seconds * 1000))
        qtbot.wait(50)
        assert len(self.ends) == 1
        return self.ends[0]


def nothing_is_left() -> bool:
    return environment.environments() == [] and environment.find_engine().kind == MISSING


def test_an_engine_is_made_from_wheels_without_a_network_and_answers(
    engine_python: Path, wheels: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_PROXY", NOBODY_LISTENS)
    # what the engine of the tests has compiled is not compiled again: test_compiled_cache.py compiles from nothing
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(Path(engine_python).parents[1] / "numba-cache"))
    offline = tmp_path / "轮子 wheels"
    offline.symlink_to(wheels)
    old = process.data_folder() / "engine-0.0.1"
    (old / "bin").mkdir(parents=True)
    half_made = environment.managed_folder() / "lib" / "rest"
    half_made.mkdir(parents=True)

    watched = Watched(engine_python, Options(wheels=str(offline)))
    assert watched.to_the_end(qtbot) == (True, ""), "\n".join(watched.said[-20:])

    assert watched.shares == sorted(watched.shares)
    assert watched.shares[-1] == 1.0
    assert len({round(share, 2) for share in watched.shares}) > 6, "progress moves with the libraries"
    assert environment.environments() == [environment.managed_folder()], "other versions are removed"
    assert not half_made.exists()
    assert not (environment.managed_folder() / "tmp").exists()
    status = environment.try_engine()
    assert status.kind == READY, status.reason
    assert status.versions["engine"] == paths.version()
    on_disk = sum(file.stat().st_size for file in environment.managed_folder().rglob("*") if file.is_file())
    assert on_disk / 1e6 < installer.DISK_MB, "the size told beforehand"
    assert sum(wheel.stat().st_size for wheel in wheels.glob("*.whl")) / 1e6 < installer.DOWNLOAD_MB * 1.05

    assert installer.remove_all() == ""
    assert nothing_is_left()


@pytest.mark.parametrize("step", [0, 1])
def test_a_cancel_in_any_step_ends_within_a_second_and_leaves_nothing(
    engine_python: Path, wheels: Path, qtbot: QtBot, step: int
) -> None:
    watched = Watched(engine_python, Options(wheels=str(wheels)))
    watched.installation.start()
    begun = (lambda: len(watched.said) == 1) if step == 0 else (lambda: len(watched.said) > 3)
    qtbot.waitUntil(begun, timeout=30_000)
    qtbot.wait(400)  # into the work: a step's first file is written by then
    assert environment.environments() == [environment.managed_folder()]
    started = time.monotonic()
    watched.installation.cancel()
    watched.installation.cancel()
    qtbot.waitUntil(lambda: bool(watched.ends), timeout=5000)
    assert time.monotonic() - started < 1.0
    assert watched.ends == [(False, "")]
    qtbot.wait(1500)  # a child that outlived the cancel would have written by now
    assert nothing_is_left()


def test_a_wheel_that_is_not_the_locked_one_is_refused(
    engine_python: Path, wheels: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for wheel in wheels.glob("*.whl"):
        (folder / wheel.name).symlink_to(wheel)
    (certifi,) = folder.glob("certifi-*.whl")
    content = certifi.read_bytes()
    certifi.unlink()
    certifi.write_bytes(content + b"\n")
    whole, reason = Watched(engine_python, Options(wheels=str(folder))).to_the_end(qtbot)
    assert not whole
    assert "HASHES" in reason
    assert nothing_is_left()


def test_no_network_is_said_in_a_sentence_and_the_proxys_password_is_not_logged(
    engine_python: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_RETRIES", "1")
    options = Options(index=NOBODY_LISTENS, proxy="http://planner:geheim@127.0.0.1:9")
    watched = Watched(engine_python, options)
    whole, reason = watched.to_the_end(qtbot)
    assert not whole
    assert "network" in reason
    assert "Traceback" not in reason
    assert any("proxy" in line.lower() for line in watched.said), "pip went over the proxy"
    assert not any("geheim" in line for line in watched.said)
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Options(index="not an address"), "https://HOST/PATH"),
        (Options(index="ftp://host/simple"), "https://HOST/PATH"),
        (Options(proxy="proxy:3128"), "http://HOST:PORT"),
        (Options(wheels="/没有 这里"), "/没有 这里"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_made(
    engine_python: Path, qtbot: QtBot, options: Options, told: str
) -> None:
    whole, reason = Watched(engine_python, options).to_the_end(qtbot)
    assert not whole
    assert told in reason
    assert nothing_is_left()


def test_a_base_python_of_another_version_is_refused(tmp_path: Path, qtbot: QtBot) -> None:
    program = tmp_path / "python3"
    program.write_text('#!/bin/sh\necho \'{"python": [3, 9, 2], "bits": 64, "venv": true}\'\n', encoding="utf-8")
    program.chmod(0o755)
    whole, reason = Watched(program, Options()).to_the_end(qtbot)
    assert not whole
    assert "3.9.2" in reason
    assert nothing_is_left()


def test_a_second_installation_at_the_same_time_is_refused(
    engine_python: Path, wheels: Path, qtbot: QtBot
) -> None:
    first = Watched(engine_python, Options(wheels=str(wheels)))
    first.installation.start()
    whole, reason = Watched(engine_python, Options(wheels=str(wheels))).to_the_end(qtbot)
    assert not whole
    assert "Another QGIS" in reason
    assert "Another QGIS" in installer.remove_all()
    first.installation.cancel()
    qtbot.waitUntil(lambda: bool(first.ends), timeout=5000)
    assert nothing_is_left()


def test_qgis_own_python_is_never_pips_target(engine_python: Path) -> None:
    for step in Installation(sys.executable, Options())._plan():
        if "pip" in step.arguments:
            assert Path(step.program).is_relative_to(environment.managed_folder())


def test_pip_takes_the_index_or_the_wheels_and_only_locked_wheels() -> None:
    for options in (Options(), Options(index="https://office/simple"), Options(wheels="/media/wheels")):
        arguments = installer.pip_arguments(options)
        assert "--require-hashes" in arguments
        assert arguments[arguments.index("--only-binary") + 1] == ":all:"
    index, wheels = Options(index="https://office/simple"), Options(wheels="/media/wheels")
    assert installer.pip_arguments(index)[-2:] == ["--index-url", "https://office/simple"]
    assert installer.pip_arguments(wheels)[-3:] == ["--no-index", "--find-links", "/media/wheels"]


def test_the_proxy_of_qgis_is_offered_when_pip_can_use_it() -> None:
    network = QgsNetworkAccessManager.instance()

    def offered(kind: Any) -> str:
        proxy = QNetworkProxy(kind, "proxy.office", 3128, "规划", "a@b:c")
        network.setFallbackProxyAndExcludes(proxy, [], [])
        return installer.qgis_proxy()

    try:
        assert offered(QNetworkProxy.ProxyType.HttpProxy) == "http://%E8%A7%84%E5%88%92:a%40b:c@proxy.office:3128"
        assert offered(QNetworkProxy.ProxyType.Socks5Proxy) == ""
    finally:
        network.setFallbackProxyAndExcludes(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy), [], [])
    assert installer.qgis_proxy() == ""
