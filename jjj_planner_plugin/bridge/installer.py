"""Make, update and remove the engine's environment. Never touches QGIS's own Python.

A virtual environment is bound to its path, so it is made where it will stay, not renamed into place. What
makes it whole is the marker, written last, after the engine has been tried: until then the folder counts as
absent, and a cancel or an error removes it.
"""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QLockFile, QObject, QProcess, QProcessEnvironment, QUrl, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkProxy

from .. import messages, paths
from ..i18n import tr
from . import environment, process
from .background import in_background
from .pythons import probe

# Measured for this lock on Linux x64; less on Windows and macOS.
DOWNLOAD_MB = 310
DISK_MB = 1260
REMOVAL_SECONDS = 20


class Options(NamedTuple):
    """How the libraries are fetched: from the usual index, the office's, or a folder of wheels."""

    index: str = ""
    proxy: str = ""
    wheels: str = ""


class Step(NamedTuple):
    """One program of the installation and the share of the whole that is done when it begins."""

    title: str
    program: str
    arguments: list[str]
    share: float


def refusal(base_python: str, options: Options) -> str:
    """The sentence that says why this cannot begin; empty when it can. Takes some 50 ms."""
    problem = probe(base_python).problem
    if problem:
        return problem
    if options.wheels and not any(Path(options.wheels).glob("*.whl")):
        return messages.no_wheels(options.wheels)
    if options.index and not _is_address(options.index, ("http", "https", "file")):
        return messages.bad_index_address(options.index)
    if options.proxy and not _is_address(options.proxy, ("http", "https")):
        return messages.bad_proxy_address(options.proxy)
    free_mb = shutil.disk_usage(process.data_folder()).free // 1_000_000
    if free_mb < DISK_MB + DOWNLOAD_MB:
        return messages.disk_too_full(str(process.data_folder()), free_mb, DISK_MB + DOWNLOAD_MB)
    return ""


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    address = QUrl(text, QUrl.ParsingMode.StrictMode)
    return address.isValid() and address.scheme() in schemes and bool(address.host() or address.isLocalFile())


def qgis_proxy() -> str:
    """The HTTP proxy of QGIS's network settings as an address; empty if there is none that pip can use."""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    kinds = (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy)
    if proxy.type() not in kinds or not proxy.hostName():
        return ""
    address = QUrl()
    address.setScheme("http")
    address.setHost(proxy.hostName())
    address.setPort(proxy.port() or 8080)
    address.setUserName(proxy.user())
    address.setPassword(proxy.password())
    return bytes(address.toEncoded().data()).decode("ascii")


def _lock() -> QLockFile:
    """Held while an environment is made or removed, so that two QGIS do not work on one folder."""
    lock = QLockFile(str(process.data_folder() / "engine.lock"))
    lock.setStaleLockTime(0)  # it ends with the process that holds it, not with time
    return lock


class Installation(QObject):
    """One installation, run by signals so that the window never freezes. Make a new one for each try.

    `finished` comes exactly once after `start()`: True, or False with the sentence that says why (empty after
    a cancel). By then nothing half-made is left.
    """

    progress = pyqtSignal(float, str)  # 0 to 1, and what is being done
    said = pyqtSignal(str)  # a line for the log
    finished = pyqtSignal(bool, str)

    def __init__(self, base_python: str, options: Options, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._base_python = base_python
        self._options = options
        self._folder = environment.managed_folder()
        self._steps = self._plan()
        self._step = -1
        self._process: QProcess | None = None
        self._lock = _lock()
        self._unread = b""
        self._lines: list[str] = []  # what the current step printed
        self._collected = 0
        self._failure: str | None = None  # None while all goes well; "" after a cancel

    def start(self) -> None:
        """Begin, or finish at once with the sentence that says why not."""
        reason = refusal(self._base_python, self._options)
        if not reason and not self._lock.tryLock(0):
            reason = messages.installation_elsewhere()
        if reason:
            self.finished.emit(False, reason)
            return
        self._remove_then_go_on([self._folder])

    def cancel(self) -> None:
        """End it now; `finished` follows when the half-made folder is gone. Too late after the last step."""
        if self._failure is None and self._step < len(self._steps):
            self._failure = ""
            if self._process is not None:
                process.end_tree(self._process)

    def _plan(self) -> list[Step]:
        python = str(environment.python_in(self._folder))
        make = ["-I", "-X", "utf8", str(paths.PACKAGE / "bridge" / "make_environment.py"), str(self._folder)]
        pip = ["-I", "-X", "utf8", "-m", "pip", "install", *pip_arguments(self._options)]
        return [
            Step(tr("Making the environment"), self._base_python, make, 0.02),
            Step(tr("Installing the libraries"), python, pip, 0.15),
            Step(tr("Compiling the calculations"), python, environment.engine_arguments("compile"), 0.9),
            Step(tr("Trying the engine"), python, environment.engine_arguments("check"), 0.96),
        ]

    def _go_on(self) -> None:
        """Start the next step, or declare the environment whole after the last."""
        self._step += 1
        if self._step == len(self._steps):
            self._complete()
            return
        step = self._steps[self._step]
        self.progress.emit(step.share, step.title)
        self.said.emit(f"> {step.program} {' '.join(step.arguments)}")
        self._lines, self._unread = [], b""
        last = step is self._steps[-1]
        variables = process.engine_environment() if last else self._variables()
        self._process = process.prepare(step.program, step.arguments, variables)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._step_finished)
        self._process.errorOccurred.connect(self._step_not_started)
        self._process.start()
        self._process.closeWriteChannel()

    def _variables(self) -> QProcessEnvironment:
        """For venv and pip. Their temporary files lie in the folder, so that they vanish with it."""
        variables = process.pip_environment()
        temporary = self._folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        for name in ("TMPDIR", "TEMP", "TMP"):
            variables.insert(name, str(temporary))
        if self._options.proxy:
            variables.insert("PIP_PROXY", self._options.proxy)  # not an argument: other users can read those
        return variables

    def _read(self) -> None:
        assembled = self._unread + bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = assembled.split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip()
            if text:
                self._lines.append(text)
                self.said.emit(text)
                self._follow_pip(text)

    def _follow_pip(self, line: str) -> None:
        """Progress by what pip prints: a "Collecting" for each library, at last "Installing collected …"."""
        if line.startswith("Collecting "):
            self._collected += 1
            share = 0.15 + 0.5 * min(1.0, self._collected / locked_packages())
            self.progress.emit(share, line.split()[1].partition("=")[0])
        elif line.startswith("Installing collected packages"):
            self.progress.emit(0.7, tr("Installing the libraries"))

    def _step_not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lines.append(self._process.errorString())
            self._step_finished(-1, QProcess.ExitStatus.CrashExit)

    def _step_finished(self, exit_code: int, exit_status: QProcess.ExitStatus) -> None:
        self._read()
        if self._failure is None and (exit_code != 0 or exit_status != QProcess.ExitStatus.NormalExit):
            self._failure = self._reason()
        if self._failure is None:
            self._go_on()
        else:
            self._remove_then_go_on([self._folder])

    def _reason(self) -> str:
        """Why the step failed, from what it printed: pip's first "ERROR:", else the last line."""
        if any("connection broken by" in line for line in self._lines):
            return messages.index_not_reached()
        errors = [line for line in self._lines if line.startswith("ERROR:")]
        line = (errors or self._lines[-1:] or ["?"])[0]
        return messages.installation_failed(self._steps[self._step].title, line)

    def _complete(self) -> None:
        """Write the marker, then remove the environments of other versions: their plugin is gone."""
        ready = environment.first_ready("\n".join(self._lines))
        status = environment.judge(ready, self._steps[-1].program, "")
        if status.kind != environment.READY:
            self._failure = status.reason
            self._remove_then_go_on([self._folder])
            return
        environment.write_marker(self._folder, status.versions["python"])
        others = [folder for folder in environment.environments() if folder != self._folder]
        self._remove_then_go_on([self._folder / "tmp", *others])

    def _remove_then_go_on(self, folders: list[Path]) -> None:
        """Removing some thousand files takes seconds on a slow disk: off the main thread."""
        self.progress.emit(0.0 if self._step < 0 else 0.98, tr("Removing what is not needed"))
        in_background(
            tr("JJJ Planner: removing files"),
            lambda: [remove_folder(folder) for folder in folders],
            self._after_removal,
            self,
        )

    def _after_removal(self, _removed: list[bool]) -> None:
        if self._failure is None and self._step < len(self._steps):
            self._go_on()
            return
        self._lock.unlock()
        if self._failure is None:
            self.progress.emit(1.0, "")
        self.finished.emit(self._failure is None, self._failure or "")


def pip_arguments(options: Options) -> list[str]:
    """What `pip install` gets. Only wheels whose hash is in the lock, from wherever they come."""
    arguments = ["--disable-pip-version-check", "--no-input", "--no-cache-dir", "--progress-bar", "off"]
    arguments += ["--require-hashes", "--only-binary", ":all:", "-r", str(environment.lock_file())]
    if options.wheels:
        return [*arguments, "--no-index", "--find-links", options.wheels]
    return [*arguments, "--index-url", options.index] if options.index else arguments


def locked_packages() -> int:
    """How many libraries the lock names."""
    return len(re.findall(r"^\w[\w.-]*==", environment.lock_file().read_text(encoding="utf-8"), re.MULTILINE))


def remove_folder(folder: Path) -> bool:
    """Remove an environment, its marker first, and see that it stays away. True when nothing is left.

    Windows holds the files of a process that has just ended, and a child of it may still write one; so it is
    tried again until the folder is gone and stays so.
    """
    (folder / environment.MARKER).unlink(missing_ok=True)
    until = time.monotonic() + REMOVAL_SECONDS
    while folder.exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.2)
    return not folder.exists()


def remove_all() -> str:
    """Remove the environments of every version; gives a sentence if something stayed. Takes seconds."""
    lock = _lock()
    if not lock.tryLock(0):
        return messages.installation_elsewhere()
    try:
        stayed = [folder for folder in environment.environments() if not remove_folder(folder)]
    finally:
        lock.unlock()
    return messages.folder_not_removed(str(stayed[0])) if stayed else ""
